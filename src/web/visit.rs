//! What a request says.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Uri, header};

use super::Peer;
use super::errors::Trouble;
use super::language;
use crate::answer::LONGEST_QUESTION;
use crate::language::Language;

/// Stands for bytes that are no character.
const DAMAGED: char = '\u{fffd}';

/// The same where somebody wrote it.
const WRITTEN: &str = "%ef%bf%bd";

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A request for a page.
pub(super) struct Visit {
    uri: Uri,
    headers: HeaderMap,
    peer: Option<Peer>,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().copied();
        Ok(Self { uri: parts.uri.clone(), headers: std::mem::take(&mut parts.headers), peer })
    }
}

impl Visit {
    /// The path that was asked for.
    pub(super) fn path(&self) -> &str {
        self.uri.path()
    }

    /// Whether JSON was asked for.
    pub(super) fn wants_json(&self) -> bool {
        self.path().ends_with(".json")
    }

    /// What stands behind the question mark.
    pub(super) fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    /// A header's value, if it is text.
    pub(super) fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All headers.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Who connected.
    pub(super) fn peer(&self) -> IpAddr {
        self.peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |Peer(address)| address)
    }

    /// For whom proxies say that they ask, the nearest proxy's word last.
    pub(super) fn forwarded(&self) -> impl DoubleEndedIterator<Item = &str> {
        let lines = self.headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',')).collect::<Vec<_>>().into_iter()
    }

    /// The first value of a name in the query.
    fn value(&self, name: &str) -> Option<String> {
        let query = self.uri.query()?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    }

    /// Somebody's words in the query.
    ///
    /// # Errors
    ///
    /// Where they are longer than is read, or no text.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Trouble> {
        let Some(text) = self.value(name) else { return Ok(None) };
        if text.chars().count() > LONGEST_QUESTION {
            return Err(Trouble::TooLong);
        }
        let query = self.uri.query().unwrap_or_default();
        if text.contains(DAMAGED) && !query.to_ascii_lowercase().contains(WRITTEN) {
            return Err(Trouble::Unreadable);
        }
        Ok(Some(text))
    }

    /// A number in the query.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.value(name)?.parse().ok()
    }

    /// The sentences to be marked, from 1: `s=2` or `s=2-3`.
    pub(super) fn sentences(&self) -> Option<(usize, usize)> {
        let value = self.value("s")?;
        let (first, last) = value.split_once('-').unwrap_or((&value, &value));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (1 <= first && first <= last).then_some((first, last))
    }

    /// The language that the address names.
    pub(super) fn asked_language(&self) -> Option<Language> {
        language::named(&self.value("lang")?)
    }

    /// The language that the browser names.
    fn accepted_language(&self) -> Option<Language> {
        language::accepted(self.header(header::ACCEPT_LANGUAGE)?)
    }

    /// Whether anything tells the reader's language.
    pub(super) fn tells_language(&self) -> bool {
        self.asked_language().or_else(|| self.accepted_language()).is_some()
    }

    /// The language of the page: by the address, else the browser, else this.
    pub(super) fn language(&self, fallback: Language) -> Language {
        self.asked_language().or_else(|| self.accepted_language()).unwrap_or(fallback)
    }

    /// Whether the body may come in gzip.
    pub(super) fn takes_gzip(&self) -> bool {
        let accepted = self.header(header::ACCEPT_ENCODING).unwrap_or_default();
        accepted.split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| {
                weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
            });
            matches!(name.trim(), "gzip" | "*") && !refused
        })
    }

    /// Whether the visitor has what bears this tag.
    pub(super) fn has(&self, tag: &str) -> bool {
        let known = self.header(header::IF_NONE_MATCH).unwrap_or_default();
        known
            .split(',')
            .map(str::trim)
            .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
    }
}
