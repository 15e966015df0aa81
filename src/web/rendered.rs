//! A page as it goes over the wire: in plain and in gzip, with its tag and the headers that all have.

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::visit::Visit;

/// What pages may load and do: the pages' own style, script and pictures. Telegram's web client may show them as a Mini App.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors https://web.telegram.org";

/// Headers of every response that has none of its own.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // what somebody asked stands in addresses
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// A shorter body gains nothing from gzip.
const SHORTEST_GZIP: usize = 512;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Html,
    Json,
    Xml,
    Text,
    Style,
    Script,
    Picture,
}

/// Who may keep a response, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caching {
    /// Everybody, for five minutes; then it is asked whether it still holds.
    Public,
    /// Everybody, for good: its address changes with it.
    Forever,
    /// Whose it is; it is always asked whether it still holds.
    Private,
    /// Nobody.
    Nobody,
}

/// A body in both codings.
pub(super) struct Rendered {
    status: StatusCode,
    kind: Kind,
    plain: Coded,
    gzip: Option<Coded>,
}

struct Coded {
    bytes: Bytes,
    tag: HeaderValue,
}

impl Rendered {
    pub(super) fn new(status: StatusCode, kind: Kind, text: String) -> Self {
        let digest = Sha256::digest(&text);
        let digest: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let tag = |coding: &str| {
            let tag = HeaderValue::from_str(&format!("\"{digest}{coding}\""));
            tag.unwrap_or_else(|_| HeaderValue::from_static("\"\""))
        };
        let gzip = Some(&text).filter(|text| text.len() >= SHORTEST_GZIP).and_then(|text| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
            encoder.write_all(text.as_bytes()).ok()?;
            Some(Coded { bytes: encoder.finish().ok()?.into(), tag: tag("-gzip") })
        });
        let plain = Coded { bytes: text.into(), tag: tag("") };
        Self { status, kind, plain, gzip }
    }

    /// A page that is there.
    pub(super) fn page(html: maud::Markup) -> Self {
        Self::new(StatusCode::OK, Kind::Html, html.into_string())
    }

    /// How many bytes it takes.
    pub(super) fn size(&self) -> usize {
        self.plain.bytes.len() + self.gzip.as_ref().map_or(0, |gzip| gzip.bytes.len())
    }

    /// The response to a visit.
    pub(super) fn respond(&self, visit: &Visit, caching: Caching) -> Response {
        let gzip = self.gzip.as_ref().filter(|_| visit.takes_gzip());
        let Coded { bytes, tag } = gzip.unwrap_or(&self.plain);
        let known = self.status == StatusCode::OK && tag.to_str().is_ok_and(|tag| visit.has(tag));
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = Response::new(Body::from(bytes.clone()));
            *response.status_mut() = self.status;
            response
        };
        let headers = response.headers_mut();
        if !known {
            headers.insert(header::CONTENT_TYPE, self.kind.content_type());
            if gzip.is_some() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        headers.insert(header::CACHE_CONTROL, caching.value());
        if caching != Caching::Nobody {
            headers.insert(header::ETAG, tag.clone());
        }
        let vary = match self.kind {
            Kind::Html => "accept-encoding, accept-language",
            _ => "accept-encoding",
        };
        headers.insert(header::VARY, HeaderValue::from_static(vary));
        if self.kind == Kind::Json {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        }
        if caching == Caching::Private {
            headers.insert(
                HeaderName::from_static("x-robots-tag"),
                HeaderValue::from_static("noindex"),
            );
        }
        response
    }
}

impl Kind {
    const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Xml => "application/xml; charset=utf-8",
            Self::Text => "text/plain; charset=utf-8",
            Self::Style => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Picture => "image/svg+xml",
        })
    }
}

impl Caching {
    const fn value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Public => "public, max-age=300",
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Private => "private, no-cache",
            Self::Nobody => "no-store",
        })
    }
}

/// Leads somewhere else.
pub(super) fn redirect(status: StatusCode, path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(path) => (status, [(header::LOCATION, path)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Refuses bodies, and gives every response the headers that all have.
pub(super) async fn secure(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let has_body = length.is_some_and(|length| length != "0")
        || request.headers().contains_key(header::TRANSFER_ENCODING);
    let mut response = if has_body {
        (StatusCode::PAYLOAD_TOO_LARGE, [(header::CONNECTION, "close")]).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}
