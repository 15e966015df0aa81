//! Style, script and picture of the pages, compiled in. Their addresses hold a digest, so that browsers may keep them for good.

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::response::Response;
use sha2::{Digest as _, Sha256};

use super::rendered::{Caching, Kind, Rendered};
use super::visit::Visit;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/page.js");
const ICON: &str = include_str!("assets/icon.svg");

struct Asset {
    path: String,
    rendered: Rendered,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    let asset = |name: &str, end: &str, text: &str, kind| {
        let digest = Sha256::digest(text);
        let digest: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let rendered = Rendered::new(StatusCode::OK, kind, text.to_owned());
        Asset { path: format!("/assets/{name}-{digest}.{end}"), rendered }
    };
    [
        asset("style", "css", STYLE, Kind::Style),
        asset("page", "js", SCRIPT, Kind::Script),
        asset("icon", "svg", ICON, Kind::Picture),
    ]
});

/// The paths of style, script and picture, below the site's address.
pub(super) fn paths() -> [&'static str; 3] {
    ASSETS.each_ref().map(|asset| asset.path.as_str())
}

/// The response to a visit to one of them; `None` for any other path.
pub(super) fn respond(visit: &Visit) -> Option<Response> {
    let asset = ASSETS.iter().find(|asset| asset.path == visit.path())?;
    Some(asset.rendered.respond(visit, Caching::Forever))
}
