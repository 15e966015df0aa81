//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.42, 7.84, 8.25, 8.33, 3.35];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 20] =
    [-5.17, 0.06, -0.78, 0.80, -2.59, 2.34, 2.62, 1.98, -0.34, -0.09, 3.28, 3.05, 0.16, -2.96, -3.70, -1.17, -1.51, -0.06, 2.09, -2.73];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 20] =
    [-6.78, -0.00, -1.51, -0.89, 5.54, 3.42, 2.04, 0.64, -0.22, 0.20, 3.07, 3.01, 1.41, -4.02, -3.59, -0.33, 0.45, 0.12, 0.74, -2.11];
