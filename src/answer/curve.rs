//! What is seen of a paragraph, weighed. Written by `cargo run --release --example fit`.

use super::found::Curve;

/// Of papers of which every paragraph has sample questions.
pub(super) const CURATED: Curve = Curve {
    rank: [0.45, 5.23, 7.05, 6.29, 5.09],
    answers: [
        -4.25, -0.07, -0.39, 3.35, -1.36, 3.73, 1.22, -0.23, -0.21, 0.74, 0.15, 2.15, -0.43, -3.11,
        -4.19, -0.60, -2.08, -0.60, -2.72,
    ],
    touches: [
        -9.52, 0.15, 0.02, 1.01, 4.75, 4.62, -0.78, -0.03, 0.00, -2.38, 0.35, 2.86, 1.20, -3.61,
        -3.32, 0.38, -0.30, 0.73, -2.47,
    ],
};

/// Of other papers: fitted to the same paper without its terms and sample questions.
pub(super) const BARE: Curve = Curve {
    rank: [1.00, 0.00, 0.00, 0.00, 0.08],
    answers: [
        -3.72, 0.36, 0.00, 0.00, 0.00, 1.36, 1.36, -0.05, -0.02, 0.00, 0.08, 1.57, 0.10, -0.79,
        -3.00, -0.50, -3.31, 0.28, 0.00,
    ],
    touches: [
        -8.60, 0.75, 0.00, 0.00, 0.00, 0.58, 0.58, -0.13, 0.13, 0.00, 0.75, 1.18, 0.90, -1.15,
        -3.08, 0.60, -0.53, 1.42, 0.00,
    ],
};
