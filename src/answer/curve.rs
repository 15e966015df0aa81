//! The logistic curve from what is seen of a hit to the probability that it is right. Written by `cargo run --release --example fit`.

/// The curve's parts, in the order of `Seen::parts`.
pub(super) const CURVE: [f32; 11] = [-6.48, 0.38, 2.84, 1.09, 1.72, 4.81, 1.22, -3.21, -1.96, 0.56, -2.80];
