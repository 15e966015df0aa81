//! The first page: the question box, and the papers, the newest first; and those that a search finds.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Pages;
use super::card::question_address;
use super::layout::{self, Frame};
use super::rendered::Rendered;
use crate::answer::{Question, Verdict};
use crate::corpus::{Corpus, Paper};
use crate::lang::fold;
use crate::language::Language;
use crate::present::{self, Message, Site, Words};

/// Papers of a page.
const PAGE: usize = 50;

/// Of fewer papers than this, nobody has to search for one.
const FEWEST_SOUGHT: usize = 2;

/// How many pages the list of papers has.
pub(super) fn pages(corpus: &Corpus) -> usize {
    corpus.papers().len().div_ceil(PAGE).max(1)
}

/// A page of the list, from 1.
pub(super) fn page(pages: &Pages, reader: Language, page: usize) -> Rendered {
    let words = Words::new(reader);
    let corpus = pages.corpus();
    let newest = present::newest_first(corpus.papers());
    let shown: Vec<_> = newest.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let address = |language: Language| match page {
        1 => Site::papers(language),
        page => format!("{}&page={page}", Site::papers(language)),
    };
    let other = |page: usize| pages.path(&format!("{}&page={page}", Site::papers(reader)));
    let example = present::example(&words, corpus);
    let main = html! {
        h1 { (words.say(Message::PageSite)) }
        p.intro { (words.say(Message::PageIntro)) }
        (layout::question_box(pages, &words, ""))
        p.example {
            (words.say(Message::PageExample)) " "
            a href=(pages.path(&question_address(&example))) { (example) }
        }
        section aria-labelledby="papers" {
            h2 #papers { (words.say(Message::ButtonPapers)) }
            (search_box(pages, &words, ""))
            (list(pages, &words, &shown))
            @if self::pages(corpus) > 1 {
                nav.on aria-label=(words.say(Message::ButtonPapers)) { ul {
                    @if page > 1 { li { a rel="prev" href=(other(page - 1)) { "‹ " (page - 1) } } }
                    @if page < self::pages(corpus) {
                        li { a rel="next" href=(other(page + 1)) { (page + 1) " ›" } }
                    }
                } }
            }
        }
    };
    Frame {
        title: words.say(Message::PageSite),
        description: words.say(Message::PageIntro),
        switch: &address,
        lasting: Some(&address),
        head: html! {},
        json: None,
        main,
        words: &words,
    }
    .page(pages)
}

/// The papers that some words name or are about.
pub(super) fn found(pages: &Pages, reader: Language, sought: &str) -> Rendered {
    let words = Words::new(reader);
    let found = find(pages, sought);
    let count = found.len().to_string();
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", sought).finish();
    let address = |language: Language| format!("/?{query}&lang={language}");
    let said = if found.is_empty() {
        words.say_with(Message::PageFoundNone, &[("name", sought)])
    } else {
        words.say_with(Message::PageFound, &[("count", &count)])
    };
    let main = html! {
        h1 { (words.say(Message::ButtonPapers)) }
        (search_box(pages, &words, sought))
        p.note role="status" { (said) }
        (list(pages, &words, &found))
        p { a href=(pages.path(&Site::papers(reader))) { (words.say(Message::ButtonPapers)) } }
        (layout::question_box(pages, &words, ""))
    };
    Frame::passing(&words, sought.to_owned(), said.clone(), &address, main).page(pages)
}

/// The papers of which a name holds all the words, and those that the engine finds: by year, number or name for short, and by what they say. The
/// newest first.
fn find<'p>(pages: &'p Pages, sought: &str) -> Vec<&'p Paper> {
    let terms: Vec<String> = fold(sought).split_whitespace().map(str::to_owned).collect();
    let papers = pages.corpus().papers();
    let named = papers.iter().filter(|paper| {
        let names = names(paper);
        terms.iter().all(|term| names.contains(term.as_str()))
    });
    let mut ids: BTreeSet<&str> = named.map(|paper| paper.id.as_str()).collect();
    let reply = pages.engine.answer(&Question::new(sought));
    match &reply.verdict {
        Verdict::About { paper, .. } => {
            ids.insert(&paper.id);
        }
        Verdict::Papers { papers, .. } => ids.extend(papers.iter().map(|paper| paper.id.as_str())),
        // to a paper that is not there, others are offered
        Verdict::NoSuchPaper { .. } | Verdict::NoSuchPlace(_) | Verdict::None => {}
        Verdict::Answer { .. } | Verdict::Read { .. } | Verdict::Related { .. } => {
            ids.extend(reply.verdict.citations().iter().map(|own| own.paper.id.as_str()));
        }
    }
    ids.extend(reply.elsewhere.iter().map(|own| own.paper.id.as_str()));
    present::newest_first(papers)
        .into_iter()
        .filter(|paper| ids.contains(paper.id.as_str()))
        .collect()
}

/// What a paper is called, folded: id, number, date, title, body, issuer, headings.
fn names(paper: &Paper) -> String {
    let mut names = vec![paper.id.clone()];
    names.extend(paper.paper_number.clone());
    names.extend(paper.date.map(|date| date.to_string()));
    let headings = paper.sections.iter().map(|section| &section.heading);
    for text in [&paper.title, &paper.body, &paper.issuer].into_iter().chain(headings) {
        names.extend(text.iter().map(|(_, text)| text.to_owned()));
    }
    fold(&names.join("\n"))
}

fn search_box(pages: &Pages, words: &Words, sought: &str) -> Markup {
    html! {
        @if pages.corpus().papers().len() >= FEWEST_SOUGHT {
            form.find action=(pages.path("/")) method="get" role="search"
                aria-label=(words.say(Message::PageFindLabel)) {
                label for="find" { (words.say(Message::PageFindLabel)) }
                div.field {
                    input id="find" name="q" type="search" value=(sought) required
                        maxlength="4096" enterkeyhint="search" autocomplete="off";
                    input type="hidden" name="lang" value=(words.language());
                    button { (words.say(Message::PageFindButton)) }
                }
            }
        }
    }
}

fn list(pages: &Pages, words: &Words, papers: &[&Paper]) -> Markup {
    let reader = words.language();
    html! {
        ol.papers {
            @for paper in papers {
                li {
                    a href=(pages.path(&Site::paper(&paper.id, reader))) {
                        (present::localized(words, &paper.title))
                    }
                    p { (about(words, paper)) }
                }
            }
        }
    }
}

/// A paper's date, number and body in a line.
fn about(words: &Words, paper: &Paper) -> String {
    let date = paper.date.map(|date| present::date_name(words, date));
    let body = Some(present::localized(words, &paper.body)).filter(|body| !body.is_empty());
    let parts = [date, paper.paper_number.clone(), body];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
