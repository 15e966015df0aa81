//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.43, 7.47, 7.81, 6.07, 5.05];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 21] = [
    -6.78, 0.01, -0.10, 1.15, -2.28, 3.53, 2.28, 0.88, -0.36, -0.14, 0.22, 0.29, 2.39, -0.35, -2.65, -4.10, -1.15, -1.65, 0.14, 3.88, -2.55,
];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 21] = [
    -7.03, -0.08, -0.49, -0.09, 4.33, 3.62, 2.27, -0.73, -0.13, 0.13, -2.47, 0.40, 2.86, 1.11, -3.76, -3.84, -0.15, 0.28, -0.06, 0.62,
    -2.29,
];
