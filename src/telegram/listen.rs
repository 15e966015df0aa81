//! What others may ask of the bot over HTTP: whether it lives, whether it is ready, its figures, its pages; and, from Telegram, its updates.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use prometheus_client::registry::Registry;
use subtle::ConstantTimeEq as _;

use super::inbox::Inbox;
use super::meters;
use super::poll::{self, Arrived};
use crate::config::{Config, Webhook};
use crate::metrics;
use crate::store::Store;
use crate::web;
pub(super) use crate::web::{ListenError, listen};

/// Largest update that is read, in bytes.
const MOST: usize = 1 << 20;

/// How long a request may take to be sent and done.
const REQUEST: Duration = Duration::from_secs(30);

/// The header in which Telegram says the secret.
const SECRET: &str = "x-telegram-bot-api-secret-token";

/// What is told and taken.
#[derive(Clone)]
pub(super) struct Listener {
    store: Store,
    figures: Arc<Registry>,
    secret: Arc<[u8]>,
    /// Whether updates are taken.
    ready: Arc<AtomicBool>,
    inbox: Arc<std::sync::OnceLock<Inbox>>,
}

impl Listener {
    /// Listens on an address, for as long as the program runs.
    ///
    /// # Errors
    ///
    /// When the address is not to be had.
    pub(super) async fn start(
        address: SocketAddr,
        config: &Config,
        store: Store,
        pages: Router,
    ) -> Result<Self, ListenError> {
        let mut figures = Registry::default();
        meters::register(&mut figures);
        web::register_metrics(&mut figures);
        let secret = config
            .webhook
            .as_ref()
            .map_or_else(Vec::new, |webhook| webhook.secret.reveal().as_bytes().to_vec());
        let listener = Self {
            store,
            figures: Arc::new(figures),
            secret: secret.into(),
            ready: Arc::default(),
            inbox: Arc::default(),
        };
        let mut router = Router::new()
            .route("/healthz", get(|| async { "ok\n" }))
            .route("/readyz", get(ready))
            .route("/metrics", get(figures_page));
        if let Some(webhook) = &config.webhook {
            router = router.route(&path(webhook), post(update).layer(DefaultBodyLimit::max(MOST)));
        }
        let socket = listen(address).await?;
        tracing::info!(address = %socket.local_addr().unwrap_or(address), "listening");
        let router = router.with_state(listener.clone()).merge(pages);
        tokio::spawn(web::accept(socket, router.layer(middleware::from_fn(in_time))));
        Ok(listener)
    }

    /// Updates go to this inbox from now on.
    pub(super) fn open(&self, inbox: &Inbox) {
        let _ = self.inbox.set(inbox.clone());
        self.ready.store(true, Ordering::Release);
    }

    /// No more updates are taken.
    pub(super) fn close(&self) {
        self.ready.store(false, Ordering::Release);
    }
}

/// The path of the webhook, whatever a proxy in front of it cuts off: its last two parts.
fn path(webhook: &Webhook) -> String {
    let parts: Vec<_> = webhook.url.path_segments().into_iter().flatten().collect();
    format!("/{}", parts.get(parts.len().saturating_sub(2)..).unwrap_or_default().join("/"))
}

/// Waits for a request's end for so long and no longer.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

async fn ready(State(listener): State<Listener>) -> impl IntoResponse {
    if listener.ready.load(Ordering::Acquire) && listener.store.answers().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

async fn figures_page(State(listener): State<Listener>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], metrics::text(&listener.figures))
}

/// Takes an update: 200 once it is kept, so that Telegram may forget it.
async fn update(State(listener): State<Listener>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let said = headers.get(SECRET).map(|secret| secret.as_bytes()).unwrap_or_default();
    if !bool::from(said.ct_eq(&listener.secret)) {
        return StatusCode::UNAUTHORIZED;
    }
    let Some(inbox) = listener.inbox.get().filter(|_| listener.ready.load(Ordering::Acquire))
    else {
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    let body = String::from_utf8_lossy(&body).into_owned();
    let Some(id) = poll::number_of(&body) else {
        tracing::warn!("an update without a number was left out");
        return StatusCode::BAD_REQUEST;
    };
    match inbox.try_take(&[Arrived { id, body }]).await {
        Some(()) => StatusCode::OK,
        // Telegram brings it again
        None => StatusCode::SERVICE_UNAVAILABLE,
    }
}
