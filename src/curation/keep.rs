//! A newer version of a paper in the place of an older one: what has not changed keeps what curators wrote for it.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{DocumentMut, Item, Table};

/// The files of a newer version with the curation of the older one, and what has changed.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The files, by their paths in the folder.
    pub files: Vec<(String, String)>,
    /// How many paragraphs have changed, are new or are gone.
    pub changed: usize,
    /// What has changed, line by line: `- ` before what was, `+ ` before what is.
    pub changes: Vec<String>,
}

/// Carries the curation of the paragraphs whose text of record has not changed over to a newer version, wherever they stand now; and the terms,
/// and what `paper.toml` says in other languages of names that are the same. Paths are those in the paper's folder.
pub fn keep(old: &BTreeMap<String, String>, new: Vec<(String, String)>) -> Kept {
    let read = |text: &str| text.parse::<DocumentMut>().unwrap_or_default();
    let language = new
        .iter()
        .find(|(path, _)| path == "paper.toml")
        .and_then(|(_, text)| read(text).get("language")?.as_str().map(str::to_owned))
        .unwrap_or_default();
    let olds: Vec<(u32, String, DocumentMut)> = old
        .iter()
        .filter(|(path, _)| path.starts_with("paragraphs/"))
        .filter_map(|(_, text)| {
            let document = read(text);
            Some((number(&document)?, words(&document, &language), document))
        })
        .collect();
    let mut used = BTreeSet::new();
    let (mut changes, mut changed) = (Vec::new(), BTreeSet::new());
    let mut files = Vec::with_capacity(new.len());
    for (path, text) in new {
        let document = read(&text);
        let file = match path.as_str() {
            "terms.toml" => old.get(&path).cloned().unwrap_or(text),
            "paper.toml" => match old.get(&path) {
                Some(before) => named(&read(before), document, &language).to_string(),
                None => text,
            },
            _ if path.starts_with("paragraphs/") => {
                let (own, said) = (number(&document), words(&document, &language));
                let same = |(place, (_, before, _)): &(usize, &(u32, String, DocumentMut))| {
                    *before == said && !used.contains(place)
                };
                match olds.iter().enumerate().find(same) {
                    Some((place, (_, _, before))) => {
                        used.insert(place);
                        let mut before = before.clone();
                        for key in ["number", "page"] {
                            match document.get(key) {
                                Some(item) => drop(before.insert(key, item.clone())),
                                None => drop(before.remove(key)),
                            }
                        }
                        before.to_string()
                    }
                    None => {
                        let own = own.unwrap_or_default();
                        let before = olds.iter().find(|(number, ..)| *number == own);
                        changed.insert(own);
                        changes.extend(before.map(|(_, before, _)| format!("- {own}. {before}")));
                        changes.push(format!("+ {own}. {said}"));
                        text
                    }
                }
            }
            _ => text,
        };
        files.push((path, file));
    }
    let told: BTreeSet<u32> = files
        .iter()
        .filter(|(path, _)| path.starts_with("paragraphs/"))
        .filter_map(|(_, text)| number(&read(text)))
        .collect();
    for (place, (number, before, _)) in olds.iter().enumerate() {
        if !used.contains(&place) && !told.contains(number) {
            changed.insert(*number);
            changes.push(format!("- {number}. {before}"));
        }
    }
    Kept { files, changed: changed.len(), changes }
}

fn number(document: &DocumentMut) -> Option<u32> {
    document.get("number")?.as_integer().and_then(|number| u32::try_from(number).ok())
}

/// The text of record of a paragraph, in one line.
fn words(document: &DocumentMut, language: &str) -> String {
    let text = document.get("text").and_then(|text| text.get(language)).and_then(Item::as_str);
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A newer `paper.toml`, with the names of the older one in other languages where the name of record is the same.
fn named(old: &DocumentMut, mut new: DocumentMut, language: &str) -> DocumentMut {
    let of_record = |item: Option<&Item>| {
        item.and_then(|item| item.get(language)).and_then(Item::as_str).map(str::to_owned)
    };
    for key in ["title", "body", "issuer"] {
        let (before, now) = (of_record(old.get(key)), of_record(new.get(key)));
        if let Some(item) = old.get(key).filter(|_| before.is_some() && before == now) {
            new.insert(key, item.clone());
        }
    }
    let empty = Vec::new();
    let olds: Vec<&Table> = old
        .get("section")
        .and_then(Item::as_array_of_tables)
        .map_or(empty, |sections| sections.iter().collect());
    let sections = new.get_mut("section").and_then(Item::as_array_of_tables_mut);
    for section in sections.into_iter().flat_map(|sections| sections.iter_mut()) {
        let heading = of_record(section.get("heading"));
        let before = olds
            .iter()
            .find(|before| heading.is_some() && of_record(before.get("heading")) == heading);
        for key in ["id", "heading"] {
            if let Some(item) = before.and_then(|before| before.get(key)) {
                section.insert(key, item.clone());
            }
        }
    }
    if let Some(missing) = old.get("missing") {
        new.insert("missing", missing.clone());
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_not_changed_keeps_what_was_written_for_it() {
        let file = |number: u32, text: &str, more: &str| {
            (
                format!("paragraphs/{number:02}.toml"),
                format!("number = {number}\ntext.en = \"{text}\"\n{more}"),
            )
        };
        let paper = |more: &str| {
            (
                "paper.toml".to_owned(),
                format!("id = \"p\"\nlanguage = \"en\"\ntitle.en = \"T\"\n{more}"),
            )
        };
        let old = BTreeMap::from([
            paper("title.zh-Hant = \"題\"\n"),
            file(1, "One.", "questions.en = [\"a?\"]\n"),
            file(2, "Two.", "questions.en = [\"b?\"]\n"),
            file(3, "Three.", ""),
            ("terms.toml".to_owned(), "# terms\n".to_owned()),
        ]);
        let new = vec![
            paper(""),
            ("terms.toml".to_owned(), String::new()),
            file(1, "New.", ""),
            file(2, "One.", ""),
            file(4, "Two, changed.", ""),
        ];
        let kept = keep(&old, new);
        let of = |path: &str| {
            kept.files
                .iter()
                .find(|(own, _)| own == path)
                .map(|(_, text)| text.clone())
                .unwrap_or_default()
        };
        assert!(of("paper.toml").contains("題"));
        assert_eq!(of("terms.toml"), "# terms\n");
        assert!(
            of("paragraphs/02.toml").contains("a?")
                && of("paragraphs/02.toml").contains("number = 2")
        );
        assert!(!of("paragraphs/04.toml").contains("b?"));
        assert_eq!(kept.changed, 3);
        assert_eq!(kept.changes, ["- 1. One.", "+ 1. New.", "+ 4. Two, changed.", "- 3. Three."]);
    }
}
