//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.

use super::found::Curve;

/// Of papers of which every paragraph has sample questions.
pub(super) const CURATED: Curve = Curve {
    rank: [0.85, 6.25, 8.01, 6.19, 5.41],
    answers: [
        -4.54, 0.03, -0.25, 3.66, -1.14, 4.91, 0.35, 6.41, -0.24, -0.23, 0.53, 0.14, 0.01, -0.36, -3.09, -4.14, -0.25, -2.37, -0.37, 4.01,
        -2.64,
    ],
    touches: [
        -10.54, 0.18, 0.30, 0.47, 4.51, 5.78, 0.11, 0.76, -0.03, 0.00, -3.24, 0.34, 2.16, 1.47, -3.70, -3.09, 0.47, -0.05, 1.07, 5.19,
        -2.41,
    ],
};

/// Of other papers: fitted to the same paper without its terms and sample questions.
pub(super) const BARE: Curve = Curve {
    rank: [5.74, 0.00, 0.00, 0.00, 3.55],
    answers: [
        -1.86, 0.12, 0.00, 0.00, 0.00, 1.37, 1.37, 0.16, -0.03, -0.02, 0.00, 0.24, 1.85, 0.15, -0.64, -3.32, -0.65, -3.24, -0.32, -2.75,
        0.00,
    ],
    touches: [
        -5.99, 0.71, 0.00, 0.00, 0.00, 1.07, 1.07, -1.72, -0.04, 0.06, 0.00, 0.49, 1.61, 0.92, -1.29, -3.39, 0.64, -0.45, 0.75, -2.30, 0.00,
    ],
};
