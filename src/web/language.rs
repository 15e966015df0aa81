//! Which language a page is in: the one that its address names, else the reader's browser's, else the paper's own.

use crate::conversation;
use crate::corpus::Corpus;
use crate::language::Language;

/// What the languages are called in addresses, beside their tags and those of browsers.
const SHORT: [(&str, Language); 5] = [
    ("hk", Language::Traditional),
    ("tc", Language::Traditional),
    ("cn", Language::Simplified),
    ("sc", Language::Simplified),
    ("en", Language::English),
];

/// The language that an address names.
pub(super) fn named(name: &str) -> Option<Language> {
    let short = SHORT.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
    short.map(|(_, language)| language).or_else(|| Language::of_client(name))
}

/// The language of an `Accept-Language` header: the one that is liked best of those that there are; English where there is none of them.
/// `None` where the header says nothing.
pub(super) fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    let mut says_something = false;
    for part in header.split(',') {
        let (name, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse().ok());
        let (name, weight) = (name.trim(), weight.unwrap_or(0.0_f32));
        says_something |= !name.is_empty() && name != "*";
        if let Some(language) = Language::of_client(name)
            && weight > best.map_or(0.0, |(_, best)| best)
        {
            best = Some((language, weight));
        }
    }
    let foreign = says_something.then_some(Language::English);
    best.map(|(language, _)| language).or(foreign)
}

/// The language for readers of whom nothing is known.
pub(super) fn of_papers(corpus: &Corpus) -> Language {
    conversation::reader(None, corpus)
}

/// The tag of a text in this language, with the region whose characters it is written in.
pub(super) const fn tag(language: Language) -> &'static str {
    match language {
        Language::Traditional => "zh-Hant-HK",
        Language::Simplified => "zh-Hans-CN",
        Language::English => "en",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_language_of_those_that_there_are_is_taken() {
        for (header, expected) in [
            ("", None),
            ("*", None),
            ("zh-HK,zh;q=0.9,en;q=0.8", Some(Language::Traditional)),
            ("zh-CN,zh;q=0.9", Some(Language::Simplified)),
            ("en-GB", Some(Language::English)),
            ("fr, zh-CN;q=0.5, en;q=0.7", Some(Language::English)),
            ("fr", Some(Language::English)),
            ("zh-TW;q=0, en", Some(Language::English)),
            ("zh;q=nonsense,en;q=0.1", Some(Language::English)),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn an_address_names_a_language_by_its_tag_or_in_short() {
        for (name, expected) in [
            ("hk", Some(Language::Traditional)),
            ("zh-Hant", Some(Language::Traditional)),
            ("CN", Some(Language::Simplified)),
            ("zh-Hans", Some(Language::Simplified)),
            ("en", Some(Language::English)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
