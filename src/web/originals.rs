//! The original documents, where they lie beside their papers: `_original.pdf`, as `import` puts it.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::visit::Visit;
use crate::corpus::Corpus;

/// What documents are by the ends of their names, and what people call them.
const FORMATS: [(&str, &str, &str); 6] = [
    ("pdf", "application/pdf", "PDF"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"),
    ("html", "text/html", "HTML"),
    ("htm", "text/html", "HTML"),
    ("md", "text/plain; charset=utf-8", "TXT"),
    ("txt", "text/plain; charset=utf-8", "TXT"),
];

/// What a document may do in a browser: nothing.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox");

/// A document.
#[derive(Clone, Debug)]
pub(super) struct Original {
    file: PathBuf,
    paper: String,
    extension: &'static str,
    content_type: &'static str,
    name: &'static str,
}

impl Original {
    /// What people call its format.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

/// The documents, by paper.
#[derive(Debug, Default)]
pub(super) struct Originals(Vec<Option<Original>>);

impl Originals {
    /// Those that lie in a folder of papers, or of one paper.
    pub(super) fn find(knowledge: Option<&Path>, corpus: &Corpus) -> Self {
        let Some(knowledge) = knowledge else { return Self::default() };
        let single = knowledge.join("paper.toml").is_file();
        let of = |paper: &str| {
            let folder = if single { knowledge.to_owned() } else { knowledge.join(paper) };
            FORMATS.into_iter().find_map(|(extension, content_type, name)| {
                let file = folder.join(format!("_original.{extension}"));
                let is_file = fs::symlink_metadata(&file).is_ok_and(|found| found.is_file());
                let paper = paper.to_owned();
                is_file.then_some(Original { file, paper, extension, content_type, name })
            })
        };
        Self(corpus.papers().iter().map(|paper| of(&paper.id)).collect())
    }

    /// That of the paper at a place.
    pub(super) fn of(&self, paper: usize) -> Option<&Original> {
        self.0.get(paper)?.as_ref()
    }
}

/// A document, to be saved: what a stranger wrote is not opened as one of our pages.
pub(super) async fn serve(original: &Original, visit: &Visit) -> Response {
    let mut request = Request::new(Body::empty());
    for name in [header::RANGE, header::IF_RANGE, header::IF_MODIFIED_SINCE] {
        if let Some(value) = visit.headers().get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    let served = ServeFile::new(&original.file).oneshot(request).await;
    let mut response = match served {
        Ok(response) => response.into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{}.{}\"", original.paper, original.extension);
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(original.content_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    response
}
