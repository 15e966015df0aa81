//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.

use super::found::Curve;

/// Of papers of which every paragraph has sample questions.
pub(super) const CURATED: Curve = Curve {
    rank: [0.85, 6.25, 8.01, 6.19, 5.41],
    answers: [
        -2.37, -0.04, -0.40, 3.26, -1.35, 4.63, 1.28, -0.24, -0.23, 0.14, 0.17, 0.00, -0.33, -2.79, -4.32, -0.35, -2.09, -0.95, -2.66,
    ],
    touches: [-8.50, 0.15, 0.33, 0.50, 4.49, 5.62, 0.23, -0.03, -0.00, -3.36, 0.35, 2.20, 1.47, -3.69, -3.02, 0.48, -0.08, 0.49, -2.39],
};

/// Of other papers: fitted to the same paper without its terms and sample questions.
pub(super) const BARE: Curve = Curve {
    rank: [5.74, 0.00, 0.00, 0.00, 3.55],
    answers: [-2.77, 0.12, 0.00, 0.00, 0.00, 1.41, 1.41, -0.03, -0.02, 0.00, 0.24, 1.82, 0.15, -0.64, -3.33, -0.66, -3.23, -0.06, 0.00],
    touches: [-6.68, 0.77, 0.00, 0.00, 0.00, 0.80, 0.80, -0.06, 0.08, 0.00, 0.49, 1.62, 0.93, -1.33, -3.30, 0.64, -0.45, 0.92, 0.00],
};
