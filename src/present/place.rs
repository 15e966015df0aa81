//! Places in papers, and the addresses of the pages where they can be read.

use super::words::Words;
use crate::answer::Citation;
use crate::lang::sentences;
use crate::language::Language;

/// What a quotation was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The paper's id.
    pub paper: String,
    /// The paragraph's number.
    pub number: u32,
    /// The first and the last sentence, from 1, of the text that readers of the language get; `None` for all of it.
    pub sentences: Option<(usize, usize)>,
    /// The reader's language.
    pub language: Language,
}

impl Place {
    /// A whole paragraph.
    pub fn whole(paper: &str, number: u32, language: Language) -> Self {
        Self { paper: paper.to_owned(), number, sentences: None, language }
    }

    /// The words that a citation quotes, or, where nobody asked for an answer, the whole paragraph.
    pub(super) fn of(words: &Words, citation: &Citation<'_>, answers: bool) -> Self {
        let [before, quoted, after] = citation.quote.in_context();
        let (start, end) = (before.len(), before.len() + quoted.len());
        let text = [before, quoted, after].concat();
        let all = sentences(&text);
        let meets = |place: &usize| {
            all.get(*place).is_some_and(|range| range.start < end && start < range.end)
        };
        let (first, last) = ((0..all.len()).find(meets), (0..all.len()).rev().find(meets));
        Self {
            sentences: first
                .zip(last)
                .filter(|_| answers)
                .map(|(first, last)| (first + 1, last + 1)),
            ..Self::whole(&citation.paper.id, citation.paragraph.number, words.language())
        }
    }
}

/// Tells the address at which a place can be read; `None` where there is none.
pub type Address<'a> = &'a dyn Fn(&Place) -> Option<String>;

/// Where the pages are: what all their addresses begin with.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Site {
    /// Without a slash at its end. Empty for addresses without a host.
    base: String,
}

impl Site {
    /// The pages below an address, such as `https://example.org/papers`.
    pub fn new(address: &str) -> Self {
        Self { base: address.trim_end_matches('/').to_owned() }
    }

    /// The address without a host of what stands below the pages' own, such as `/style.css`.
    pub fn path(&self, below: &str) -> String {
        let host = self.base.find("://").map_or(0, |at| at + 3);
        let path = self.base.get(host..).and_then(|rest| rest.find('/').map(|at| host + at));
        let prefix = path.and_then(|at| self.base.get(at..)).unwrap_or_default();
        format!("{prefix}{below}")
    }

    /// The whole address of the same.
    pub fn address(&self, below: &str) -> String {
        format!("{}{below}", self.base)
    }

    /// Where all papers are listed.
    pub fn papers(language: Language) -> String {
        format!("/?lang={language}")
    }

    /// Where a paper is read, below the site's address.
    pub fn paper(paper: &str, language: Language) -> String {
        format!("/p/{paper}?lang={language}")
    }

    /// Where a place is read, its sentences marked, below the site's address.
    pub fn place(place: &Place) -> String {
        let Place { paper, number, sentences, language } = place;
        match sentences {
            None => format!("/p/{paper}/{number}?lang={language}"),
            Some((first, last)) if first == last => {
                format!("/p/{paper}/{number}?s={first}&lang={language}")
            }
            Some((first, last)) => format!("/p/{paper}/{number}?s={first}-{last}&lang={language}"),
        }
    }

    /// The same, scrolled to the first of the sentences.
    pub fn scrolled(place: &Place) -> String {
        let first = place.sentences.map(|(first, _)| format!("#s{first}")).unwrap_or_default();
        format!("{}{first}", Self::place(place))
    }

    /// The whole address of a place, scrolled to the first of its sentences.
    pub fn link(&self, place: &Place) -> String {
        self.address(&Self::scrolled(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_marked_sentence() {
        let mut place = Place::whole("p-waste", 4, Language::English);
        let site = Site::new("https://example.org/papers/");
        assert_eq!(site.link(&place), "https://example.org/papers/p/p-waste/4?lang=en");
        place.sentences = Some((2, 2));
        assert_eq!(site.link(&place), "https://example.org/papers/p/p-waste/4?s=2&lang=en#s2");
        place.sentences = Some((2, 3));
        assert_eq!(site.link(&place), "https://example.org/papers/p/p-waste/4?s=2-3&lang=en#s2");
        assert_eq!(site.path("/ask"), "/papers/ask");
        assert_eq!(Site::new("http://127.0.0.1:8080").path("/ask"), "/ask");
        assert_eq!(Site::default().path("/ask"), "/ask");
    }
}
