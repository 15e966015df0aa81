//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.97, 7.06, 7.14, 6.48, 5.38];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 21] = [
    -7.09, 0.23, 1.92, 2.02, -3.33, 4.98, 0.21, 6.23, -0.32, -0.16, -0.19, 0.23, 0.63, -0.04, -2.91, -3.69, -0.82, -2.17, 0.51, 4.28, -3.27,
];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 21] =
    [-9.95, 0.07, 1.29, -0.28, 4.07, 5.11, 0.18, 1.74, -0.11, 0.10, -2.33, 0.31, 2.50, 1.54, -4.04, -2.82, -0.06, 0.47, 0.97, 1.74, -2.44];
