//! What is counted for Prometheus, in its text format: the kinds of metrics, and how they are told.

use std::sync::LazyLock;

use prometheus_client::encoding::prometheus_text;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The media type of what `text` gives.
pub(crate) use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;

/// Upper bounds of the buckets of times, in seconds.
const TIMES: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// Counters by the values of so many labels.
pub(crate) type Counters<const LABELS: usize> =
    LazyLock<Family<[(&'static str, &'static str); LABELS], Counter>>;

/// A histogram of times, in seconds.
pub(crate) fn times() -> Histogram {
    Histogram::new(TIMES)
}

/// What is registered, as Prometheus reads it.
pub(crate) fn text(registry: &Registry) -> String {
    let mut text = String::new();
    // nothing that writes to a string fails
    let _ = prometheus_text::encode(&mut text, registry);
    text
}
