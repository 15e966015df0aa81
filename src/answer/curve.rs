//! The logistic curve from what is seen of a hit to the probability that it is right. Written by `cargo run --release --example fit`.

/// The curve's parts, in the order of `Seen::parts`.
pub(super) const CURVE: [f32; 11] = [-5.86, 0.44, 2.98, 1.32, 2.00, 4.63, 1.06, -2.31, -2.95, 0.15, -1.57];
