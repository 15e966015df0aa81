//! One paragraph: in both languages, its sentences marked, how to refer to it, and its neighbours.

use maud::{Markup, html};

use super::Pages;
use super::layout::{self, Frame};
use super::paper::{beside, caption, meta, missing};
use super::rendered::Rendered;
use super::text::Text;
use super::visit::Visit;
use crate::corpus::{Paper, Paragraph};
use crate::lang::sentences;
use crate::language::Language;
use crate::present::{self, Message, Place, Site, Words};

/// Sentences that an address tells to mark: the first and the last, from 1, and of which text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Marked {
    first: usize,
    last: usize,
    /// The language of the text that they are counted in.
    of: Language,
}

impl Marked {
    /// The sentences, if the text has them: that of the language which the address names, else that of record.
    pub(super) fn new(
        paper: &Paper,
        paragraph: &Paragraph,
        visit: &Visit,
        (first, last): (usize, usize),
    ) -> Option<Self> {
        let named = visit.asked_language().unwrap_or(paper.language);
        let (of, text) = paragraph.text.nearest(named)?;
        let count = sentences(text).len();
        (last <= count).then_some(Self { first, last, of })
    }

    /// The same sentences in a text: its own; in another language, those at the same places if it has as many.
    fn within(self, paragraph: &Paragraph, own: Language) -> Option<(usize, usize)> {
        let count = |language| paragraph.text.get(language).map(|text| sentences(text).len());
        (count(self.of) == count(own)).then_some((self.first, self.last))
    }
}

/// The page of a paragraph.
pub(super) fn page(
    pages: &Pages,
    paper: &Paper,
    paragraph: &Paragraph,
    reader: Language,
    marked: Option<Marked>,
) -> Rendered {
    let words = Words::new(reader);
    let section = paper.section_of(paragraph.number);
    let heading = present::heading_line(&words, section, paragraph.number);
    let paper_title = present::localized(&words, &paper.title);
    let (own, text) = paragraph.text.nearest(reader).unwrap_or((reader, ""));
    let within = |own| marked.and_then(|marked| marked.within(paragraph, own));
    let sentences_here = within(own);
    let lasting =
        |language: Language| Site::place(&Place::whole(&paper.id, paragraph.number, language));
    let switch = |language: Language| {
        let shown = paragraph.text.nearest(language).map(|(own, _)| own);
        let sentences = shown.and_then(within);
        Site::scrolled(&Place { sentences, ..Place::whole(&paper.id, paragraph.number, language) })
    };
    let here =
        Place { sentences: sentences_here, ..Place::whole(&paper.id, paragraph.number, reader) };
    let other = beside(paper, paragraph, own);
    // the anchors belong to the text that the address counts in
    let other_counts = sentences_here.is_none() && marked.is_some();
    let column = |own: Language, text: &str, anchors: bool| {
        let text = Text { words: &words, own, text, marked: within(own), anchors };
        html! { section.text { h2.caption { (caption(&words, paper, own)) } (text.html()) } }
    };
    let source =
        present::source(&words, paper, &[(section, paragraph.number)], std::iter::once(own));
    let main = html! {
        article.paragraph {
            nav.crumbs { a href=(pages.path(&format!("{}#p{}", Site::paper(&paper.id, reader), paragraph.number))) {
                (paper_title)
            } }
            h1 { (heading) }
            div.texts {
                (column(own, text, !other_counts))
                @if let Some((other, text)) = &other { (column(*other, text, other_counts)) }
            }
            (missing(&words, paper, paragraph))
            (reference(pages, &words, &source, &here, paragraph.page))
        }
        (neighbours(pages, &words, paper, paragraph))
        (layout::question_box(pages, &words, ""))
    };
    let quoted = quoted(&words, own, text, sentences_here);
    Frame {
        title: format!("{heading} · {paper_title}"),
        description: layout::description(&quoted),
        switch: &switch,
        lasting: Some(&lasting),
        head: meta(pages, &words, paper, &lasting(reader)),
        json: Some(format!("/p/{}/{}.json", paper.id, paragraph.number)),
        main,
        words: &words,
    }
    .page(pages)
}

/// The marked words as they are shown; all of them where none are marked.
fn quoted(words: &Words, own: Language, text: &str, marked: Option<(usize, usize)>) -> String {
    let all = sentences(text);
    let range = marked.and_then(|(first, last)| {
        Some(all.get(first.checked_sub(1)?)?.start..all.get(last.checked_sub(1)?)?.end)
    });
    let quoted = range.and_then(|range| text.get(range)).unwrap_or(text);
    present::in_script(words, own, quoted)
}

/// How to refer to a place, in words and as an address.
fn reference(
    pages: &Pages,
    words: &Words,
    source: &str,
    place: &Place,
    page: Option<u32>,
) -> Markup {
    let address = pages.site.link(place);
    let page = page.map(|page| [("page", page.to_string())]);
    let page = page.as_ref().map(|arguments| {
        let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
        words.say_with(Message::PageOfOriginal, &arguments)
    });
    html! {
        aside.reference aria-labelledby="reference" {
            h2 #reference { (words.say(Message::PageReference)) }
            @if let Some(page) = page { p { (page) } }
            p.cite { (source) br; a href=(pages.path(&Site::scrolled(place))) { (address) } }
            // for the script, which alone can copy
            button.copy type="button" data-done=(words.say(Message::PageCopied)) {
                (words.say(Message::PageCopy))
            }
        }
    }
}

/// The paragraphs before and after, in full.
fn neighbours(pages: &Pages, words: &Words, paper: &Paper, paragraph: &Paragraph) -> Markup {
    let own = paragraph.number;
    let before = paper.paragraphs.iter().rev().find(|other| other.number < own);
    let after = paper.paragraphs.iter().find(|other| other.number > own);
    let reader = words.language();
    html! {
        section.neighbours aria-labelledby="neighbours" {
            h2 #neighbours { (words.say(Message::PageNeighbours)) }
            @for (neighbour, relation) in [(before, "prev"), (after, "next")] {
                @if let Some(neighbour) = neighbour {
                    @let place = Place::whole(&paper.id, neighbour.number, reader);
                    @let section = paper.section_of(neighbour.number);
                    article {
                        h3 { a rel=(relation) href=(pages.path(&Site::place(&place))) {
                            (present::heading_line(words, section, neighbour.number))
                        } }
                        @if let Some((own, text)) = neighbour.text.nearest(reader) {
                            (Text { words, own, text, marked: None, anchors: false }.html())
                        }
                    }
                }
            }
            p { a href=(pages.path(&format!("{}#p{own}", Site::paper(&paper.id, reader)))) {
                (words.say(Message::PageReadAll))
            } }
        }
    }
}
