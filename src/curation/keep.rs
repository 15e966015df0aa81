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
/// and what curators made of `paper.toml` and of texts that they corrected: `imported` are the older files before they did, as far as they are known.
/// Paths are those in the paper's folder.
pub fn keep(
    old: &BTreeMap<String, String>,
    imported: &BTreeMap<String, String>,
    new: Vec<(String, String)>,
) -> Kept {
    let read = |text: &str| text.parse::<DocumentMut>().unwrap_or_default();
    let language = new
        .iter()
        .find(|(path, _)| path == "paper.toml")
        .and_then(|(_, text)| read(text).get("language")?.as_str().map(str::to_owned))
        .unwrap_or_default();
    let olds: Vec<Old> = old
        .iter()
        .filter(|(path, _)| path.starts_with("paragraphs/"))
        .filter_map(|(path, text)| {
            let document = read(text);
            let imported = imported.get(path).map(|text| words(&read(text), &language));
            Some(Old {
                number: number(&document)?,
                words: words(&document, &language),
                imported,
                document,
            })
        })
        .collect();
    let mut used = BTreeSet::new();
    // of paragraphs that have not changed, the new number of each
    let mut moved: BTreeMap<u32, u32> = BTreeMap::new();
    let (mut changes, mut changed) = (Vec::new(), BTreeSet::new());
    let mut files = Vec::with_capacity(new.len());
    for (path, text) in new {
        let document = read(&text);
        let file = match path.as_str() {
            "terms.toml" => old.get(&path).cloned().unwrap_or(text),
            "paper.toml" => match old.get(&path) {
                Some(before) => {
                    let imported = imported.get(&path).map(|text| read(text));
                    described(&read(before), imported.as_ref(), document, &language).to_string()
                }
                None => text,
            },
            _ if path.starts_with("paragraphs/") => {
                let (own, said) = (number(&document), words(&document, &language));
                let same = |(place, old): &(usize, &Old)| {
                    (old.words == said || old.imported.as_ref() == Some(&said))
                        && !used.contains(place)
                };
                match olds.iter().enumerate().find(same) {
                    Some((place, old)) => {
                        used.insert(place);
                        moved.extend(own.map(|own| (old.number, own)));
                        let mut before = old.document.clone();
                        for key in ["number", "page"] {
                            // with the comment above it, which says how the number is printed
                            match document.get_key_value(key) {
                                Some((key, item)) => {
                                    drop(before.insert_formatted(key, item.clone()));
                                }
                                None => drop(before.remove(key)),
                            }
                        }
                        before.to_string()
                    }
                    None => {
                        let own = own.unwrap_or_default();
                        let before = olds.iter().find(|old| old.number == own);
                        changed.insert(own);
                        changes.extend(before.map(|old| format!("- {own}. {}", old.words)));
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
    for (place, old) in olds.iter().enumerate() {
        if !used.contains(&place) && !told.contains(&old.number) {
            changed.insert(old.number);
            changes.push(format!("- {}. {}", old.number, old.words));
        }
    }
    if let Some((_, paper)) = files.iter_mut().find(|(path, _)| path == "paper.toml") {
        *paper = with_moved(read(paper), &moved).to_string();
    }
    Kept { files, changed: changed.len(), changes }
}

/// A paragraph of the older version.
struct Old {
    number: u32,
    words: String,
    /// Its words before curators corrected them, if they are known.
    imported: Option<String>,
    document: DocumentMut,
}

/// A `paper.toml` whose missing parts are named where the paragraphs that mention them stand now.
fn with_moved(mut paper: DocumentMut, moved: &BTreeMap<u32, u32>) -> DocumentMut {
    let missing = paper.get_mut("missing").and_then(Item::as_array_of_tables_mut);
    for part in missing.into_iter().flat_map(|parts| parts.iter_mut()) {
        let number = part.get("paragraph").and_then(Item::as_integer);
        let to = number.and_then(|number| moved.get(&u32::try_from(number).ok()?));
        if let (Some(to), Some(item)) = (to, part.get_mut("paragraph")) {
            *item = toml_edit::value(i64::from(*to));
        }
    }
    paper
}

fn number(document: &DocumentMut) -> Option<u32> {
    document.get("number")?.as_integer().and_then(|number| u32::try_from(number).ok())
}

/// The text of record of a paragraph, in one line.
fn words(document: &DocumentMut, language: &str) -> String {
    let text = document.get("text").and_then(|text| text.get(language)).and_then(Item::as_str);
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A newer `paper.toml`: with what the older one says where the newer says nothing, or the same in fewer languages, and where curators changed
/// what the document then said. `imported` is the older one as it was before them.
fn described(
    old: &DocumentMut,
    imported: Option<&DocumentMut>,
    mut new: DocumentMut,
    language: &str,
) -> DocumentMut {
    // a name in several languages is known by that of record
    let of_record = |item: Option<&Item>| {
        let item = item?;
        let value = item.get(language).or(item.as_value().map(|_| item));
        value.and_then(Item::as_str).map(str::to_owned)
    };
    for (key, before) in old.iter() {
        let now = of_record(new.get(key));
        let was = imported.map(|imported| of_record(imported.get(key)));
        let own = of_record(Some(before));
        let is_same = own.is_some() && own == now;
        let is_curated = own.is_some() && was.is_some_and(|was| was != own);
        let is_of_document = matches!(key, "section" | "original_sha256");
        if !is_of_document && (new.get(key).is_none() || is_same || is_curated) {
            new.insert(key, before.clone());
        }
    }
    let sections = |document: &DocumentMut| document.get("section").map(Item::to_string);
    if let Some(before) = old.get("section")
        && imported.is_some_and(|imported| sections(imported) == sections(&new))
    {
        // the document is divided as it was
        new.insert("section", before.clone());
        return new;
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
        let kept = keep(&old, &BTreeMap::new(), new);
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

    #[test]
    fn a_corrected_text_stays_and_a_missing_part_is_named_where_its_paragraph_stands_now() {
        let file = |number: u32, text: &str, more: &str| {
            let head = format!("# printed as 第{number}條\nnumber = {number}\n");
            (format!("paragraphs/{number:02}.toml"), format!("{head}text.en = \"{text}\"\n{more}"))
        };
        let paper = |more: &str| {
            let head = "id = \"p\"\nlanguage = \"en\"\n";
            ("paper.toml".to_owned(), format!("{head}{more}"))
        };
        let missing = "\n[[missing]]\nnames.en = [\"annex\"]\nparagraph = 2\n";
        let imported = BTreeMap::from([paper(""), file(1, "One.", ""), file(2, "Tw0.", "")]);
        let corrected = file(2, "Two.", "questions.en = [\"b?\"]\n");
        let old = BTreeMap::from([paper(missing), file(1, "One.", ""), corrected]);
        let new =
            vec![paper(""), file(1, "One.", ""), file(2, "Between.", ""), file(3, "Tw0.", "")];
        let kept = keep(&old, &imported, new);
        let of = |path: &str| kept.files.iter().find(|own| own.0 == path).map_or("", |own| &own.1);
        let third = of("paragraphs/03.toml");
        assert!(third.contains("\"Two.\"") && third.contains("b?"), "{third}");
        assert!(third.contains("# printed as 第3條\nnumber = 3"), "{third}");
        assert!(of("paper.toml").contains("paragraph = 3"), "{}", of("paper.toml"));
        assert_eq!(kept.changed, 1);
    }

    #[test]
    fn what_curators_made_of_the_papers_details_stays_and_the_rest_is_the_documents() {
        let language = "id = \"p\"\nlanguage = \"en\"\n";
        let section = |id: &str, heading: &str| {
            format!(
                "\n[[section]]\nid = \"{id}\"\nheading.en = \"{heading}\"\nfirst = 1\nlast = 2\n"
            )
        };
        let imported = format!(
            "{language}date = \"2013-05\"\ntitle.en = \"Draft\"\nbody.en = \"Panel\"\n{}",
            section("a-1", "A")
        );
        let old = format!(
            "{language}date = \"2013-06\"\npaper_number = \"7\"\ntitle.en = \"Draft\"\ntitle.zh-Hant = \"稿\"\nbody.en = \"The Panel\"\n{}{}",
            section("aims", "A"),
            section("ends", "B")
        );
        let new = |title: &str, heading: &str| {
            let text = format!(
                "{language}date = \"2013-05\"\ntitle.en = \"{title}\"\nbody.en = \"Panel\"\n{}",
                section("a-1", heading)
            );
            let old = BTreeMap::from([("paper.toml".to_owned(), old.clone())]);
            let imported = BTreeMap::from([("paper.toml".to_owned(), imported.clone())]);
            let kept = keep(&old, &imported, vec![("paper.toml".to_owned(), text)]);
            kept.files.into_iter().map(|(_, text)| text).collect::<String>()
        };
        let same = new("Draft", "A");
        for own in ["2013-06", "paper_number = \"7\"", "稿", "The Panel", "aims", "ends"] {
            assert!(same.contains(own), "{own}: {same}");
        }
        let other = new("Final", "C");
        assert!(other.contains("Final") && !other.contains("稿"), "{other}");
        assert!(other.contains("a-1") && !other.contains("ends"), "{other}");
    }
}
