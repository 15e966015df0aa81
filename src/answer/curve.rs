//! Weights of what is seen of a paragraph, in the order of `Seen`. Written by `cargo run --release --example fit`.

/// Of how much a paragraph is what the question is about: `Seen::rank_parts`.
pub(super) const RANK: [f32; 5] = [0.85, 6.25, 8.01, 6.19, 5.41];

/// Of the logarithm of the odds that it answers: `Seen::parts`.
pub(super) const ANSWERS: [f32; 21] = [
    -5.66, 0.06, -0.23, 3.65, -1.57, 5.37, 0.08, 5.68, -0.27, -0.27, 0.39, 0.15, 0.18, -0.31, -3.03, -4.18, -0.21, -2.37, 0.03, 5.06, -2.77,
];

/// Of the logarithm of the odds that it speaks of what was asked about: `Seen::parts`.
pub(super) const TOUCHES: [f32; 21] =
    [-10.37, 0.18, 0.40, 0.52, 4.29, 5.76, 0.03, 0.94, -0.08, 0.08, -3.25, 0.34, 2.09, 1.41, -3.80, -3.04, 0.36, 0.01, 1.00, 5.10, -2.43];
