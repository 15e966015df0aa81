//! The pages behind the citations: papers, paragraphs with their sentences marked, and answers, for any browser.
//!
//! `server` (connections) → `visit` (what a request says) → `papers`, `paper`, `paragraph`, `ask`, `json`, `feed` (what it gets) → `layout` (as a page) →
//! `rendered` (as a response). What is answered is decided elsewhere, as for Telegram; here it becomes pages. Nothing of a request is kept or logged.

mod ask;
mod assets;
mod card;
mod errors;
mod feed;
mod gate;
mod json;
mod language;
mod layout;
mod meters;
mod originals;
mod paper;
mod papers;
mod paragraph;
mod rendered;
mod server;
mod text;
mod visit;

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware;
use axum::response::Response;
use axum::routing::get;
use ipnet::IpNet;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::answer::Engine;
use crate::corpus::{Corpus, Paper};
use crate::language::Language;
use crate::library::Removed;
use crate::present::Site;
use errors::Trouble;
use gate::Gate;
pub(crate) use meters::register as register_metrics;
use originals::Originals;
use rendered::{Caching, Rendered};
pub use server::{ListenError, Peer, accept, listen};
use visit::Visit;

/// So many bytes of pages are kept as they were made, and about so many pages.
const MOST_KEPT: u64 = 32 << 20;
const PAGES_KEPT: usize = 4_000;

/// What the pages are made of and with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Their public address; `None` for addresses without a host.
    pub address: Option<String>,
    /// The folder of papers, in which the original documents may lie.
    pub knowledge: Option<PathBuf>,
    /// The papers that are there no longer.
    pub removed: Removed,
    /// How many questions of one address are answered in a minute.
    pub questions_per_minute: u32,
    /// Whose `X-Forwarded-For` is believed, beside this machine's own.
    pub proxies: Vec<IpNet>,
}

/// What serves: the pages about the papers that there are now.
struct Service {
    /// What answers now.
    engine: Box<dyn Fn() -> Arc<Engine> + Send + Sync>,
    knowledge: Option<PathBuf>,
    pages: RwLock<Arc<Pages>>,
}

/// Everything that a page about the papers of one engine may need.
#[derive(Clone)]
struct Pages {
    engine: Arc<Engine>,
    site: Site,
    originals: Arc<Originals>,
    removed: Removed,
    gate: Arc<Gate>,
    kept: Arc<Cache<Key, Arc<Rendered>, Weight>>,
}

/// What a page that is kept shows, and in which language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    subject: Subject,
    language: Language,
}

/// What a page shows. Papers and paragraphs stand by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Subject {
    /// All papers: this page of them, from 1.
    Papers(usize),
    /// A paper.
    Paper(usize),
    /// A paragraph of a paper.
    Paragraph(usize, usize, Option<paragraph::Marked>),
    /// The same as JSON.
    PaperJson(usize),
    /// The same as JSON.
    ParagraphJson(usize, usize),
    /// What search engines ask for.
    Sitemap,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Rendered>> for Weight {
    fn weight(&self, _key: &Key, page: &Arc<Rendered>) -> u64 {
        page.size() as u64
    }
}

/// The pages about the papers of the engine that answers at a time, as routes. When there is another, all pages are made anew.
pub fn router(
    engine: impl Fn() -> Arc<Engine> + Send + Sync + 'static,
    options: Options,
) -> Router {
    let Options { address, knowledge, removed, questions_per_minute, proxies } = options;
    let first = engine();
    let pages = Pages {
        site: Site::new(&address.unwrap_or_default()),
        originals: Arc::new(Originals::find(knowledge.as_deref(), first.corpus())),
        removed,
        gate: Arc::new(Gate::new(questions_per_minute, proxies)),
        kept: Arc::new(Cache::with_weighter(PAGES_KEPT, MOST_KEPT, Weight)),
        engine: first,
    };
    let pages = RwLock::new(Arc::new(pages));
    let service = Service { engine: Box::new(engine), knowledge, pages };
    Router::new()
        .route("/", get(papers))
        .route("/p/{*place}", get(place))
        .route("/ask", get(ask))
        .route("/sitemap.xml", get(sitemap))
        .route("/robots.txt", get(robots))
        .route("/assets/{name}", get(asset))
        .fallback(nowhere)
        .layer(middleware::from_fn(rendered::secure))
        .layer(middleware::from_fn(meters::count))
        .with_state(Arc::new(service))
}

impl Service {
    /// The pages about the papers that there are now.
    fn pages(&self) -> Arc<Pages> {
        let engine = (self.engine)();
        let pages = Arc::clone(&self.pages.read().unwrap_or_else(PoisonError::into_inner));
        if Arc::ptr_eq(&pages.engine, &engine) {
            return pages;
        }
        // one makes them, and the others wait for them
        let mut current = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&current.engine, &engine) {
            return Arc::clone(&current);
        }
        if current.engine.has_papers_of(&engine) {
            // the same papers, of whose indexes others are in memory
            *current = Arc::new(Pages { engine, ..Pages::clone(&current) });
            return Arc::clone(&current);
        }
        let knowledge = self.knowledge.as_deref();
        let removed = Removed::read(knowledge).unwrap_or_else(|error| {
            tracing::warn!(%error, "cannot read which papers were removed; keeping the last known list");
            pages.removed.clone()
        });
        let anew = Arc::new(Pages {
            site: pages.site.clone(),
            originals: Arc::new(Originals::find(knowledge, engine.corpus())),
            removed,
            gate: Arc::clone(&pages.gate),
            kept: Arc::new(Cache::with_weighter(PAGES_KEPT, MOST_KEPT, Weight)),
            engine,
        });
        *current = Arc::clone(&anew);
        anew
    }
}

/// The pages that a request is served from, from its beginning to its end.
struct Current(Arc<Pages>);

impl FromRequestParts<Arc<Service>> for Current {
    type Rejection = Infallible;

    async fn from_request_parts(
        _parts: &mut Parts,
        service: &Arc<Service>,
    ) -> Result<Self, Infallible> {
        Ok(Self(service.pages()))
    }
}

impl Pages {
    fn corpus(&self) -> &Corpus {
        self.engine.corpus()
    }

    /// A paper with its place, by its id.
    fn paper(&self, id: &str) -> Option<(usize, &Paper)> {
        self.corpus().paper(id)
    }

    /// The path of what is below the pages' own address.
    fn path(&self, below: &str) -> String {
        self.site.path(below)
    }

    /// A page that is the same for everybody: made once, and kept.
    async fn shared(
        self: Arc<Self>,
        visit: &Visit,
        subject: Subject,
        language: Language,
    ) -> Response {
        let key = Key { subject, language };
        if let Some(page) = self.kept.get(&key) {
            return page.respond(visit, Caching::Public);
        }
        let (pages, wanted) = (Arc::clone(&self), key.clone());
        let made = self.gate.work(move || pages.make(&wanted)).await;
        match made {
            Some(Some(page)) => {
                let page = Arc::new(page);
                self.kept.insert(key, Arc::clone(&page));
                page.respond(visit, Caching::Public)
            }
            Some(None) => errors::respond(&self, visit, language, &Trouble::NotFound),
            None => errors::respond(&self, visit, language, &Trouble::Busy(None)),
        }
    }

    fn make(&self, Key { subject, language }: &Key) -> Option<Rendered> {
        let papers = self.corpus().papers();
        match *subject {
            Subject::Papers(page) => Some(papers::page(self, *language, page)),
            Subject::Paper(place) => Some(paper::page(self, place, papers.get(place)?, *language)),
            Subject::Paragraph(place, number, marked) => {
                let paper = papers.get(place)?;
                let paragraph = paper.paragraphs.get(number)?;
                Some(paragraph::page(self, paper, paragraph, *language, marked))
            }
            Subject::PaperJson(place) => json::paper(self, place, papers.get(place)?),
            Subject::ParagraphJson(place, number) => {
                let paper = papers.get(place)?;
                json::paragraph(self, paper, paper.paragraphs.get(number)?)
            }
            Subject::Sitemap => Some(feed::sitemap(self)),
        }
    }
}

async fn papers(Current(pages): Current, visit: Visit) -> Response {
    let language = visit.language(language::of_papers(pages.corpus()));
    let sought = match visit.text("q") {
        Ok(sought) => sought.filter(|sought| !sought.trim().is_empty()),
        Err(trouble) => return errors::respond(&pages, &visit, language, &trouble),
    };
    let Some(sought) = sought else {
        let count = papers::pages(pages.corpus());
        let page = visit.number("page").unwrap_or(1).clamp(1, count);
        return pages.shared(&visit, Subject::Papers(page), language).await;
    };
    pages.asked(visit, language, move |pages| papers::found(pages, language, &sought)).await
}

async fn ask(Current(pages): Current, visit: Visit) -> Response {
    let reader = visit.language(language::of_papers(pages.corpus()));
    let question = match visit.text("q") {
        Ok(question) => question.unwrap_or_default(),
        Err(trouble) => return errors::respond(&pages, &visit, reader, &trouble),
    };
    let asked = ask::Asked {
        question,
        language: visit.asked_language(),
        reader,
        reader_is_known: visit.tells_language(),
    };
    pages.asked(visit, reader, move |pages| ask::page(pages, &asked)).await
}

impl Pages {
    /// A page for which the engine is asked: by each address so often and no oftener, and not by all at once.
    async fn asked(
        self: Arc<Self>,
        visit: Visit,
        language: Language,
        make: impl FnOnce(&Self) -> Rendered + Send + 'static,
    ) -> Response {
        if let Err(wait) = self.gate.admit(visit.peer(), visit.forwarded()) {
            return errors::respond(&self, &visit, language, &Trouble::Busy(Some(wait)));
        }
        let pages = Arc::clone(&self);
        match self.gate.work(move || make(&pages)).await {
            Some(page) => page.respond(&visit, Caching::Private),
            None => errors::respond(&self, &visit, language, &Trouble::Busy(None)),
        }
    }
}

/// `/p/PAPER`, `/p/PAPER/NUMBER`, both with `.json`, and `/p/PAPER/original`.
async fn place(Current(pages): Current, visit: Visit) -> Response {
    let rest = visit.path().strip_prefix("/p/").unwrap_or_default().to_owned();
    let rest = rest.as_str();
    if let Some(trimmed) = rest.strip_suffix('/') {
        return redirect(&pages, &visit, &format!("/p/{trimmed}"));
    }
    let (plain, is_json) = match rest.strip_suffix(".json") {
        Some(plain) => (plain, true),
        None => (rest, false),
    };
    let (id, below) = match plain.split_once('/') {
        Some((id, below)) => (id, Some(below)),
        None => (plain, None),
    };
    let Some((at, paper)) = pages.paper(id) else {
        let trouble = if pages.removed.has(id) { Trouble::Gone } else { Trouble::NotFound };
        let language = visit.language(language::of_papers(pages.corpus()));
        return errors::respond(&pages, &visit, language, &trouble);
    };
    let language = visit.language(paper.language);
    let Some(below) = below else {
        let subject = if is_json { Subject::PaperJson(at) } else { Subject::Paper(at) };
        let language = if is_json { paper.language } else { language };
        return Arc::clone(&pages).shared(&visit, subject, language).await;
    };
    if below == "original" && !is_json {
        return match pages.originals.of(at) {
            Some(original) => originals::serve(original, &visit).await,
            None => errors::respond(&pages, &visit, language, &Trouble::NotFound),
        };
    }
    let number = Some(below).filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(number) = number.and_then(|number| number.parse::<u32>().ok()) else {
        return errors::respond(&pages, &visit, language, &Trouble::NotFound);
    };
    if below.starts_with('0') && number > 0 {
        let ending = if is_json { ".json" } else { "" };
        return redirect(&pages, &visit, &format!("/p/{id}/{number}{ending}"));
    }
    let Some((_, paragraph)) = pages.corpus().locate(id, number) else {
        let trouble = Trouble::NoParagraph(at, number);
        return errors::respond(&pages, &visit, language, &trouble);
    };
    let (subject, language) = if is_json {
        (Subject::ParagraphJson(at, paragraph), paper.language)
    } else {
        let marked = paper
            .paragraphs
            .get(paragraph)
            .zip(visit.sentences())
            .and_then(|(own, wanted)| paragraph::Marked::new(paper, own, &visit, wanted));
        (Subject::Paragraph(at, paragraph, marked), language)
    };
    Arc::clone(&pages).shared(&visit, subject, language).await
}

async fn sitemap(Current(pages): Current, visit: Visit) -> Response {
    let language = language::of_papers(pages.corpus());
    pages.shared(&visit, Subject::Sitemap, language).await
}

async fn robots(Current(pages): Current, visit: Visit) -> Response {
    feed::robots(&pages).respond(&visit, Caching::Public)
}

async fn asset(Current(pages): Current, visit: Visit) -> Response {
    assets::respond(&visit).unwrap_or_else(|| {
        let language = visit.language(language::of_papers(pages.corpus()));
        errors::respond(&pages, &visit, language, &Trouble::NotFound)
    })
}

/// What is nowhere; with a slash too many, what is meant.
async fn nowhere(Current(pages): Current, visit: Visit) -> Response {
    match visit.path().strip_suffix('/') {
        Some(path) if path.starts_with('/') && !path.starts_with("//") => {
            redirect(&pages, &visit, path)
        }
        _ => {
            let language = visit.language(language::of_papers(pages.corpus()));
            errors::respond(&pages, &visit, language, &Trouble::NotFound)
        }
    }
}

/// Leads to the same under its right address.
fn redirect(pages: &Pages, visit: &Visit, below: &str) -> Response {
    let query = visit.query().map(|query| format!("?{query}")).unwrap_or_default();
    rendered::redirect(StatusCode::PERMANENT_REDIRECT, &pages.path(&format!("{below}{query}")))
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use axum::body::Body;
    use axum::extract::Request;
    use tower::ServiceExt as _;

    use super::*;
    use crate::corpus::Files;

    fn engine(id: &str) -> Arc<Engine> {
        let paper = format!("id = \"{id}\"\nlanguage = \"en\"\ntitle.en = \"One\"\n");
        let (name, file) = (format!("{id}/paper.toml"), format!("{id}/paragraphs/01.toml"));
        let text = "number = 1\ntext.en = \"It is one.\"\n";
        let files = Files::from_iter([(name.as_str(), paper.as_str()), (file.as_str(), text)]);
        let Ok(corpus) = Corpus::load(&files) else { panic!("{id} has faults") };
        Arc::new(Engine::new(corpus))
    }

    #[tokio::test]
    async fn pages_are_about_the_papers_that_answer_now() {
        let answering = Arc::new(Mutex::new(engine("p-one")));
        let now = Arc::clone(&answering);
        let options = Options {
            address: None,
            knowledge: None,
            removed: Removed::default(),
            questions_per_minute: 1,
            proxies: Vec::new(),
        };
        let current = move || Arc::clone(&now.lock().unwrap_or_else(PoisonError::into_inner));
        let router = router(current, options);
        let status = async |path: &str| {
            let Ok(request) = Request::get(path).body(Body::empty()) else { panic!("{path}") };
            router.clone().oneshot(request).await.map_or(0, |response| response.status().as_u16())
        };
        assert_eq!((status("/p/p-one/1").await, status("/p/p-two/1").await), (200, 404));
        *answering.lock().unwrap_or_else(PoisonError::into_inner) = engine("p-two");
        assert_eq!((status("/p/p-one/1").await, status("/p/p-two/1").await), (404, 200));
    }
}
