//! What search engines ask for: which pages there are, and which they may read.

use axum::http::StatusCode;
use maud::{Markup, PreEscaped, html};

use super::Pages;
use super::rendered::{Kind, Rendered};
use crate::language::Language;
use crate::present::{Place, Site};

/// Most addresses of a sitemap, by its standard.
const MOST: usize = 50_000;

/// The papers, then their paragraphs, as many as a sitemap may have; each in its paper's language, with the others beside it.
pub(super) fn sitemap(pages: &Pages) -> Rendered {
    let papers = pages.corpus().papers();
    let list = papers.iter().map(|paper| {
        let id = paper.id.clone();
        entry(pages, paper.language, &|language| Site::paper(&id, language))
    });
    let paragraphs = papers.iter().flat_map(|paper| {
        paper.paragraphs.iter().map(move |paragraph| {
            let place = |language| Place::whole(&paper.id, paragraph.number, language);
            entry(pages, paper.language, &|language| Site::place(&place(language)))
        })
    });
    let first = entry(pages, super::language::of_papers(pages.corpus()), &Site::papers);
    let all = std::iter::once(first).chain(list).chain(paragraphs).take(MOST);
    let xml = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"))
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" "xmlns:xhtml"="http://www.w3.org/1999/xhtml" {
            @for entry in all { (entry) }
        }
    };
    Rendered::new(StatusCode::OK, Kind::Xml, xml.into_string())
}

fn entry(pages: &Pages, own: Language, below: &dyn Fn(Language) -> String) -> Markup {
    html! {
        url {
            loc { (pages.site.address(&below(own))) }
            @for language in Language::ALL {
                // XML closes what HTML leaves open
                (PreEscaped(format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\"/>",
                    html! { (pages.site.address(&below(language))) }.into_string()
                )))
            }
        }
    }
}

/// Papers may be read by all; answers are made for those who ask.
pub(super) fn robots(pages: &Pages) -> Rendered {
    let [ask, sitemap] = [pages.path("/ask"), pages.site.address("/sitemap.xml")];
    let text = format!("User-agent: *\nDisallow: {ask}\nSitemap: {sitemap}\n");
    Rendered::new(StatusCode::OK, Kind::Text, text)
}
