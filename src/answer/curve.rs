//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.40, 7.18, 7.78, 8.12, 3.50];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 21] = [
    -6.41, 0.01, -0.19, 1.04, -2.19, 3.54, 2.12, 1.06, -0.36, -0.13, 0.15, 0.29, 2.39, -0.35, -2.79, -4.00, -1.17, -1.62, 0.05, 3.57, -2.64,
];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 21] = [
    -6.60, -0.07, -0.81, -0.39, 3.67, 3.75, 2.22, -0.57, -0.18, 0.19, -2.35, 0.42, 2.58, 1.15, -3.94, -3.69, -0.19, 0.39, -0.11, 0.56,
    -2.40,
];
