//! One self-contained text for whoever curates a paper: what to write, how, and the paragraphs.

use std::fmt::Write as _;

use super::ENOUGH_QUESTIONS;
use crate::corpus::Paper;
use crate::language::Language;

/// The brief for a paper.
pub fn brief(paper: &Paper) -> String {
    let (own, other) = (paper.language, paper.language.translated_into());
    let (own_tag, other_tag) = (own.tag(), other.tag());
    let title = paper.title.nearest(own).map(|(_, title)| title).unwrap_or(&paper.id);
    let mut text = format!(
        "# Curate: {title}\n\n\
        A bot answers questions about this paper by quoting the paragraph that answers, word for word. It finds the paragraph by its words,\n\
        so your words help it. For every paragraph below, write the following, in the format shown after this list:\n\n\
        1. `text.{other_tag}`: a faithful translation of the whole paragraph into {}. Leave nothing out and add nothing. Keep every figure, unit, date and name (28萬 is\n   \
        280,000, 四成 is 40 per cent, 4.2億元 is $420 million). One line, or several if the paragraph has several.\n\
        2. `question.{own_tag}` and `question.{other_tag}`: at least {ENOUGH_QUESTIONS} questions each that **this paragraph answers**, as people really ask: different facts, in words other than\n   \
        the paragraph's, some short, some long, some keywords. Not \"What does paragraph 4 say?\".\n",
        name(other)
    );
    if own.is_chinese() || other.is_chinese() {
        let tag = if own.is_chinese() { own_tag } else { other_tag };
        let _ = writeln!(
            text,
            "3. `spoken.{tag}`: two or three more, as they are spoken in Cantonese (邊個, 幾時, 點解, 有冇). They are matched, and shown to readers only where there is no written question."
        );
    }
    let _ = write!(
        text,
        "4. `unsaid.{own_tag}` and `unsaid.{other_tag}`: two or three questions each on the subject of this paragraph that **neither it nor any other paragraph answers**: a cost, a date, a\n   \
        name, a reason that it does not give.\n\
        5. `## term`: each subject of the paper (places, bodies, schemes, projects) with all its names in any language and script, short forms and nicknames included. One of\n   \
        them must occur in the paper. `## outside`: neighbouring subjects that people may confuse with them, and of which the paper says nothing.\n\n\
        Write only in this format, without comments. A line that breaks it is refused, by its number. Each line is one thing; repeat a key for more.\n\n\
        ## The format, by example\n\n\
        ```\n{}```\n\n",
        example(own, other)
    );
    let _ = writeln!(text, "## Also to translate\n");
    for (key, value) in [("title", &paper.title), ("body", &paper.body), ("issuer", &paper.issuer)]
    {
        if let Some((_, value)) = value.nearest(own) {
            let _ = writeln!(text, "{key}: {value}");
        }
    }
    for section in &paper.sections {
        if let Some((_, heading)) = section.heading.nearest(own) {
            let numbers = (section.numbers.start(), section.numbers.end());
            let _ = writeln!(
                text,
                "section {} (paragraphs {} to {}): {heading}",
                section.id, numbers.0, numbers.1
            );
        }
    }
    let _ = writeln!(text, "\n## The paragraphs");
    for paragraph in &paper.paragraphs {
        if let Some((_, words)) = paragraph.text.nearest(own) {
            let _ = write!(text, "\n### {}\n\n{}\n", paragraph.number, words.trim_end());
        }
    }
    text
}

/// A language, in English.
const fn name(language: Language) -> &'static str {
    match language {
        Language::Traditional => "Traditional Chinese, as Hong Kong writes it",
        Language::Simplified => "Simplified Chinese",
        Language::English => "English, as the Government writes it",
    }
}

/// The format, on another subject.
pub(super) fn example(own: Language, other: Language) -> String {
    let of = |language: Language| match language {
        Language::English => (
            "The Library will open on 3 May 2027, at a cost of $420 million.",
            "When does the new library open?",
            "library construction cost",
            "How many books will it have?",
            "Sha Tin Library",
        ),
        Language::Traditional => (
            "圖書館將於2027年5月3日啟用，造價4.2億元。",
            "新圖書館何時啟用？",
            "圖書館造價",
            "圖書館有多少藏書？",
            "沙田圖書館",
        ),
        Language::Simplified => (
            "图书馆将于2027年5月3日启用，造价4.2亿元。",
            "新图书馆什么时候启用？",
            "图书馆造价",
            "图书馆有多少藏书？",
            "沙田图书馆",
        ),
    };
    let other_tag = other.tag();
    let ((.., own_name), (translation, .., other_name)) = (of(own), of(other));
    let mut lines = format!(
        "## paper\ntitle.{other_tag}: {other_name}\n\n## section opening\nheading.{other_tag}: {other_name}\n\n## paragraph 4\ntext.{other_tag}: {translation}\n"
    );
    for language in [own, other] {
        let (_, question, keyword, unsaid, _) = of(language);
        let tag = language.tag();
        let _ = write!(
            lines,
            "question.{tag}: {question}\nquestion.{tag}: {keyword}\nunsaid.{tag}: {unsaid}\n"
        );
        if language.is_chinese() {
            let _ = writeln!(lines, "spoken.{tag}: 圖書館幾時開㗎？");
        }
    }
    let _ = write!(
        lines,
        "\n## term\nnames: {own_name} | {other_name}\n\n## outside\nnames: {}\n",
        if own.is_chinese() {
            "屯門圖書館 | Tuen Mun Library"
        } else {
            "Tuen Mun Library | 屯門圖書館"
        }
    );
    lines
}
