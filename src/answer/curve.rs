//! The logistic curve from what is seen of a hit to the probability that it is right. Written by `cargo run --release --example fit`.

/// The curve's parts, in the order of `Seen::parts`.
pub(super) const CURVE: [f32; 11] = [-4.92, 0.40, 2.40, 1.17, 1.51, 4.25, 0.99, -5.29, -3.76, 0.16, -3.72];
