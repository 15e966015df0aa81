//! A paper as it is: what it is, its contents, its sections with their numbered paragraphs.

use maud::{Markup, html};

use super::layout::{self, Frame};
use super::rendered::Rendered;
use super::text::Text;
use super::{Pages, language};
use crate::corpus::{Paper, Paragraph};
use crate::language::Language;
use crate::present::{self, Message, Place, Site, Words};

/// What is beside a text: the same in the other language, if the paper has it.
pub(super) fn beside(
    paper: &Paper,
    paragraph: &Paragraph,
    shown: Language,
) -> Option<(Language, String)> {
    let other = |language: &Language| language.is_chinese() != shown.is_chinese();
    let of_record = Some(paper.language).filter(other);
    let all = of_record.into_iter().chain(Language::ALL.into_iter().filter(other));
    let mut texts = all.filter_map(|own| Some((own, paragraph.text.get(own)?.to_owned())));
    texts.next()
}

/// What a text is: the original, a translation, a conversion.
pub(super) fn caption(words: &Words, paper: &Paper, own: Language) -> String {
    let shown = present::shown_in(words, own);
    let what = if own != paper.language {
        words.say(Message::Unofficial)
    } else if shown != own {
        words.say(Message::Converted)
    } else {
        words.say(Message::ButtonOriginal)
    };
    format!("{} · {what}", present::own_name(shown))
}

/// The page of a paper.
pub(super) fn page(pages: &Pages, place: usize, paper: &Paper, reader: Language) -> Rendered {
    let words = Words::new(reader);
    let title = present::localized(&words, &paper.title);
    let address = |language: Language| Site::paper(&paper.id, language);
    let facts = present::facts(&words, paper);
    let other = paper.paragraphs.iter().find_map(|paragraph| {
        let (own, _) = paragraph.text.nearest(reader)?;
        Some(beside(paper, paragraph, own)?.0)
    });
    let main = html! {
        article.paper {
            header {
                h1 { (title) }
                ul.facts { @for fact in &facts { li { (fact) } } }
                @if let Some(original) = pages.originals.of(place) {
                    p { a.original href=(pages.path(&format!("/p/{}/original", paper.id))) {
                        (words.say_with(Message::PageOriginalFile, &[("name", original.name())]))
                    } }
                }
            }
            @if paper.sections.len() > 1 { (contents(&words, paper)) }
            @if let Some(other) = other {
                input #both .both type="checkbox" autocomplete="off";
                label.both for="both" {
                    (words.say_with(Message::PageBoth, &[("name", present::own_name(other))]))
                }
            }
            div.body {
                @let section_of = |paragraph: &Paragraph| {
                    paper.section_of(paragraph.number).map(|section| section.id.as_str())
                };
                @for run in paper.paragraphs.chunk_by(|one, other| section_of(one) == section_of(other)) {
                    @let section = run.first().and_then(|first| paper.section_of(first.number));
                    section id=[section.map(|section| format!("section-{}", section.id))] {
                        @if let Some(section) = section {
                            h2 { (present::localized(&words, &section.heading)) }
                        }
                        @for paragraph in run { (numbered(pages, &words, paper, paragraph)) }
                    }
                }
            }
        }
        (layout::question_box(pages, &words, ""))
    };
    let description = layout::description(&facts.join(" "));
    Frame {
        title,
        description,
        switch: &address,
        lasting: Some(&address),
        head: meta(pages, &words, paper, &Site::paper(&paper.id, reader)),
        json: Some(format!("/p/{}.json", paper.id)),
        main,
        words: &words,
    }
    .page(pages)
}

fn contents(words: &Words, paper: &Paper) -> Markup {
    html! {
        nav.contents aria-labelledby="contents" {
            h2 #contents { (words.say(Message::ButtonContents)) }
            ol {
                @for section in &paper.sections {
                    li { a href=(format!("#section-{}", section.id)) {
                        (present::localized(words, &section.heading))
                    } }
                }
            }
        }
    }
}

fn numbered(pages: &Pages, words: &Words, paper: &Paper, paragraph: &Paragraph) -> Markup {
    let number = paragraph.number.to_string();
    let reader = words.language();
    let text = paragraph.text.nearest(reader);
    let plain = |own, text| Text { words, own, text, marked: None, anchors: false };
    html! {
        div.numbered id=(format!("p{number}")) {
            a.number href=(format!("#p{number}"))
                aria-label=(words.say_with(Message::PageLinkHere, &[("number", &number)])) { (number) }
            div.texts {
                @if let Some((own, text)) = text {
                    div.text { (plain(own, text).html()) }
                    @if let Some((other, text)) = beside(paper, paragraph, own) {
                        div.text.other { (plain(other, &text).html()) }
                    }
                }
            }
            (missing(words, paper, paragraph))
            a.cite href=(pages.path(&Site::place(&Place::whole(&paper.id, paragraph.number, reader)))) {
                (words.say(Message::PageReference))
                span.hidden { " · " (present::paragraph_name(words, &[paragraph.number])) }
            }
        }
    }
}

/// What a paragraph mentions that the copy lacks.
pub(super) fn missing(words: &Words, paper: &Paper, paragraph: &Paragraph) -> Markup {
    html! {
        @for part in paper.missing.iter().filter(|part| part.paragraph == paragraph.number) {
            p.note { (present::localized(words, &part.note)) }
        }
    }
}

/// What programs that keep references read.
pub(super) fn meta(pages: &Pages, words: &Words, paper: &Paper, below: &str) -> Markup {
    let issuer = present::localized(words, &paper.issuer);
    let body = present::localized(words, &paper.body);
    html! {
        meta name="citation_title" content=(present::localized(words, &paper.title));
        @if !issuer.is_empty() { meta name="citation_author" content=(issuer); }
        @if !body.is_empty() { meta name="citation_technical_report_institution" content=(body); }
        @if let Some(date) = paper.date {
            meta name="citation_publication_date" content=(date.to_string().replace('-', "/"));
        }
        @if let Some(number) = &paper.paper_number {
            meta name="citation_technical_report_number" content=(number);
        }
        meta name="citation_language" content=(language::tag(words.language()));
        meta name="citation_public_url" content=(pages.site.address(below));
    }
}
