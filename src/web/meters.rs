//! What can be counted of the pages, by the names that `/metrics` shows. No address of a visitor, no words.

use std::sync::LazyLock;
use std::time::Instant;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::metrics::{Counters, times};

static PAGES: Counters<2> = LazyLock::new(Family::default);
static TIMES: LazyLock<Histogram> = LazyLock::new(times);

/// Registers all of them.
pub(crate) fn register(registry: &mut Registry) {
    registry.register(
        "briefing_pages",
        "Requests for pages, by kind of page and status",
        PAGES.clone(),
    );
    registry.register(
        "briefing_page_seconds",
        "From the head of a request for a page to that of its response",
        TIMES.clone(),
    );
}

/// Counts a request, and how long it takes.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let (page, begun) = (kind(request.uri().path()), Instant::now());
    let response = next.run(request).await;
    PAGES.get_or_create(&[("page", page), ("status", class(response.status()))]).inc();
    TIMES.observe(begun.elapsed().as_secs_f64());
    response
}

/// What kind of page is below an address: few, so that nobody makes labels by asking.
fn kind(path: &str) -> &'static str {
    match path.split('/').nth(1).unwrap_or_default() {
        "" => "papers",
        "p" => "paper",
        "ask" => "ask",
        "assets" | "robots.txt" | "sitemap.xml" => "file",
        _ => "unknown",
    }
}

/// The status of a response where somebody may act on it, or else its class.
fn class(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "404",
        StatusCode::GONE => "410",
        StatusCode::TOO_MANY_REQUESTS => "429",
        StatusCode::SERVICE_UNAVAILABLE => "503",
        _ if status.is_server_error() => "5xx",
        _ if status.is_client_error() => "4xx",
        _ => "ok",
    }
}
