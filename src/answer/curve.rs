//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.

use super::found::Curve;

/// Of papers of which every paragraph has sample questions.
pub(super) const CURATED: Curve = Curve {
    rank: [0.48, 6.32, 6.29, 7.45, 5.25],
    answers: [
        -2.68, -0.12, -1.14, 4.52, -1.57, 4.70, 1.90, -0.24, -0.21, 0.28, 0.15, -0.02, -0.40, -2.62, -4.33, -0.55, -1.96, -0.82, -2.58,
    ],
    touches: [-8.96, 0.10, -0.27, 1.05, 4.08, 5.73, 0.05, -0.02, 0.00, -3.16, 0.37, 2.02, 1.48, -3.66, -3.12, 0.38, 0.06, 0.69, -2.52],
};

/// Of other papers: fitted to the same paper without its terms and sample questions.
pub(super) const BARE: Curve = Curve {
    rank: [1.00, 0.00, 0.00, 0.00, 0.05],
    answers: [-3.43, 0.31, 0.00, 0.00, 0.00, 1.39, 1.39, -0.05, -0.01, 0.00, 0.13, 1.70, 0.14, -0.76, -3.08, -0.54, -3.21, 0.19, 0.00],
    touches: [-8.37, 0.70, 0.00, 0.00, 0.00, 0.67, 0.67, -0.15, 0.14, 0.00, 0.84, 1.53, 0.95, -1.17, -3.25, 0.58, -0.47, 1.33, 0.00],
};
