//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.44, 7.88, 8.22, 8.38, 3.43];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 19] =
    [-5.21, 0.10, -1.14, 0.98, -2.31, 2.79, 2.46, -0.33, -0.13, 3.05, 2.52, 0.06, -2.75, -3.65, -1.06, -1.58, 0.07, 2.92, -2.75];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 19] =
    [-6.71, 0.06, -1.80, -0.81, 5.76, 3.51, 1.86, -0.21, 0.17, 2.95, 2.87, 1.34, -3.99, -3.31, -0.14, 0.35, 0.15, 0.91, -2.10];
