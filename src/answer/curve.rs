//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.

use super::found::Curve;

/// Of papers of which every paragraph has sample questions.
pub(super) const CURATED: Curve = Curve {
    rank: [0.45, 5.28, 7.24, 6.22, 5.19],
    answers: [
        -3.97, -0.11, -0.43, 3.36, -1.12, 3.64, 1.47, -0.25, -0.21, 0.72, 0.15, 2.08, -0.48, -2.75, -4.23, -0.63, -2.05, -0.68, -2.71,
    ],
    touches: [-9.24, 0.12, -0.09, 1.13, 4.55, 4.42, -0.22, -0.04, 0.01, -2.41, 0.33, 2.83, 1.18, -3.63, -3.29, 0.41, -0.15, 0.69, -2.41],
};

/// Of other papers: fitted to the same paper without its terms and sample questions.
pub(super) const BARE: Curve = Curve {
    rank: [1.00, 0.00, 0.00, 0.00, 0.05],
    answers: [-3.61, 0.34, 0.00, 0.00, 0.00, 1.23, 1.23, -0.05, -0.01, 0.00, 0.14, 1.75, 0.13, -0.78, -3.03, -0.52, -3.21, 0.23, 0.00],
    touches: [-8.59, 0.74, 0.00, 0.00, 0.00, 0.53, 0.53, -0.15, 0.14, 0.00, 0.84, 1.56, 0.95, -1.18, -3.20, 0.58, -0.47, 1.38, 0.00],
};
