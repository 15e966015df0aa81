//! What somebody wrote, checked and put into the files of a paper. All of what is right, or, on a fault that is nobody's line, nothing.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use super::brief::example;
use super::filled::{Entry, Key, Remark, Target, read};
use super::suspect::suspects;
use crate::answer::Engine;
use crate::corpus::{Corpus, Fault, Files, LONGEST_ID, Paper, Problem};
use crate::lang::{NameFinder, Phrase, fold};

/// Lines are put in, judged and taken out again so often at most: each time, some that were refused.
const MOST_ROUNDS: usize = 50;

/// What became of a filled brief.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The files that change, with their new content.
    pub files: Vec<(String, String)>,
    /// How many lines were taken.
    pub taken: usize,
    /// How many were there already.
    pub known: usize,
    /// How many questions that were there gave way to others.
    pub replaced: usize,
    /// Those that were refused, in order.
    pub refused: Vec<Remark>,
    /// Questions that were taken and may stand in the wrong place, in order.
    pub doubted: Vec<Remark>,
    /// What is no fault and should be looked at.
    pub warnings: Vec<Fault>,
}

/// Checks a filled brief for the only paper of some files, and puts what is right into them. What is there already stays, unless it is to be
/// replaced.
///
/// # Errors
///
/// The faults of the files, if they have any without what is taken.
pub fn take(files: &Files, filled: &str, replace: bool) -> Result<Taken, Vec<Fault>> {
    let corpus = Corpus::load(files)?;
    let Some(paper) = corpus.papers().first() else { return Err(Vec::new()) };
    let originals: BTreeMap<&str, &str> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)))
        .collect();
    let (mut entries, mut refused) = read(filled);
    let (example, _) = read(&example(paper.language, paper.language.translated_into()));
    entries.retain(|entry| {
        let is_example = example.iter().any(|own| own.key == entry.key && own.value == entry.value);
        if is_example {
            let why = "it is the example of the brief: write what this paper says".to_owned();
            refused.push(Remark { line: entry.line, why });
        }
        !is_example
    });
    let (mut entries, known) = fresh(paper, entries, replace, &mut refused);
    let (mut changed, mut replaced) = (BTreeMap::new(), 0);
    let (mut warnings, mut doubted) = (Vec::new(), Vec::new());
    let (mut judged, mut settled) = (false, false);
    // figures of translations that were there are not this brief's
    let (before, _) = checked(files, &[]);
    for _ in 0..MOST_ROUNDS {
        (changed, replaced) = written(paper, &originals, &entries, replace);
        let now = merged(&originals, &changed);
        let (faults, found) = checked(&now, &before);
        let remarks = match faults.is_empty() {
            false => attributed(&entries, &concepts(&changed), faults)?,
            true if judged => {
                (warnings, settled) = (found, true);
                break;
            }
            true => {
                judged = true;
                let texts = without_questions(&now);
                let engine = Engine::new(Corpus::load(&texts)?);
                let (sure, unsure) = suspects(&engine, &entries);
                doubted = unsure;
                sure
            }
        };
        let lines: BTreeSet<usize> = remarks.iter().map(|remark| remark.line).collect();
        entries.retain(|entry| !lines.contains(&entry.line));
        refused.extend(remarks);
    }
    if !settled {
        return Err(Corpus::load(&merged(&originals, &changed)).err().unwrap_or_default());
    }
    refused.sort_by_key(|remark| remark.line);
    doubted.retain(|remark| entries.iter().any(|entry| entry.line == remark.line));
    Ok(Taken {
        files: changed.into_iter().collect(),
        taken: entries.len(),
        known,
        replaced,
        refused,
        doubted,
        warnings,
    })
}

/// The faults of some files, but for those of translations that are known, and what is no fault.
fn checked(files: &Files, known: &[Fault]) -> (Vec<Fault>, Vec<Fault>) {
    let all = match Corpus::load_with_warnings(files) {
        Ok((_, found)) => found,
        Err(found) => found,
    };
    let is_known = |fault: &Fault| {
        let same = |own: &Fault| (&own.file, &own.problem) == (&fault.file, &fault.problem);
        fault.problem.is_of_translation() && known.iter().any(same)
    };
    all.into_iter().partition(|fault| !fault.problem.is_warning() && !is_known(fault))
}

/// Entries that say something new; how many were there already. Those that may not take the place of what is there are refused.
fn fresh(
    paper: &Paper,
    entries: Vec<Entry>,
    replace: bool,
    refused: &mut Vec<Remark>,
) -> (Vec<Entry>, usize) {
    let mut known = 0;
    let mut fresh: Vec<Entry> = Vec::new();
    for entry in entries {
        let mut refuse = |why: String| refused.push(Remark { line: entry.line, why });
        let paragraph = match &entry.target {
            Target::Paragraph(number) => {
                let paragraph = paper.paragraph(*number);
                if paragraph.is_none() {
                    refuse(format!("the paper has no paragraph {number}"));
                    continue;
                }
                paragraph
            }
            Target::Section(id) if paper.section(id).is_none() => {
                refuse(format!("the paper has no section '{id}'"));
                continue;
            }
            _ => None,
        };
        let there = match (&entry.target, entry.key, entry.language) {
            (_, Key::Title, Some(language)) => paper.title.get(language),
            (_, Key::Body, Some(language)) => paper.body.get(language),
            (_, Key::Issuer, Some(language)) => paper.issuer.get(language),
            (Target::Section(id), Key::Heading, Some(language)) => {
                paper.section(id).and_then(|section| section.heading.get(language))
            }
            (_, Key::Text, Some(language)) => {
                if language == paper.language {
                    refuse("it is the text of record, which is never changed here".to_owned());
                    continue;
                }
                paragraph.and_then(|paragraph| paragraph.text.get(language))
            }
            _ => None,
        };
        if let Some(there) = there {
            if there.trim() == entry.value {
                known += 1;
                continue;
            }
            if !replace {
                refuse(format!(
                    "there is {} already: use --replace to overwrite it",
                    name(entry.key)
                ));
                continue;
            }
        }
        let again = |other: &Entry| {
            (&other.target, other.key, other.language) == (&entry.target, entry.key, entry.language)
        };
        if !entry.key.is_question() && entry.key != Key::Names && fresh.iter().any(again) {
            refuse(format!("{} is here twice: write it as one", name(entry.key)));
            continue;
        }
        let asked = paragraph.into_iter().flat_map(|own| own.questions.iter().chain(&own.unsaid));
        let same = asked.filter(|own| plain(&own.text) == plain(&entry.value)).count() > 0;
        if entry.key.is_question() && same && !replace {
            known += 1;
            continue;
        }
        if entry.key == Key::Names && has_term(paper, &entry) {
            known += 1;
            continue;
        }
        fresh.push(entry);
    }
    (fresh, known)
}

const fn name(key: Key) -> &'static str {
    match key {
        Key::Title => "a title in this language",
        Key::Body => "a body in this language",
        Key::Issuer => "an issuer in this language",
        Key::Heading => "a heading in this language",
        _ => "a translation",
    }
}

/// Whether the paper has a subject with all these names.
fn has_term(paper: &Paper, entry: &Entry) -> bool {
    let names: BTreeSet<_> = entry.names().map(fold).collect();
    paper.concepts.iter().any(|concept| {
        let own: BTreeSet<_> = concept.names.iter().map(|name| fold(name)).collect();
        names.is_subset(&own)
    })
}

/// What tells a question from others: its letters.
fn plain(question: &str) -> String {
    fold(question).chars().filter(|character| character.is_alphanumeric()).collect()
}

/// The files that entries change, and how many questions give way to them.
fn written(
    paper: &Paper,
    originals: &BTreeMap<&str, &str>,
    entries: &[Entry],
    replace: bool,
) -> (BTreeMap<String, String>, usize) {
    let mut documents: BTreeMap<String, DocumentMut> = BTreeMap::new();
    let (mut begun, mut replaced) = (BTreeSet::new(), 0);
    for entry in entries {
        let path = path_of(paper, entry, originals);
        let document = documents.entry(path.clone()).or_insert_with(|| {
            originals.get(path.as_str()).and_then(|text| text.parse().ok()).unwrap_or_default()
        });
        let (stored, tag) =
            (entry.key.stored(), entry.language.map_or("", |language| language.tag()));
        let table = match &entry.target {
            Target::Section(id) => {
                let sections = document.get_mut("section").and_then(Item::as_array_of_tables_mut);
                sections
                    .into_iter()
                    .flat_map(ArrayOfTables::iter_mut)
                    .find(|own| own.get("id").and_then(Item::as_str) == Some(id.as_str()))
            }
            Target::Term | Target::Outside => {
                push_term(document, entry);
                None
            }
            Target::Paper | Target::Paragraph(_) => Some(document.as_table_mut()),
        };
        let Some(list) = table.and_then(|table| by_language(table, stored)) else { continue };
        match entry.key {
            Key::Question | Key::Spoken | Key::Unsaid => {
                // a list that is replaced is begun anew once
                let anew = replace && begun.insert((path, stored, tag));
                if anew || list.get(tag).is_none() {
                    let before = list.insert(tag, value(Array::new()));
                    replaced += before.as_ref().and_then(Item::as_array).map_or(0, Array::len);
                }
                if let Some(array) = list.get_mut(tag).and_then(Item::as_array_mut) {
                    push_line(array, &entry.value);
                }
            }
            Key::Text => drop(list.insert(tag, Item::Value(long(&entry.value)))),
            _ => drop(list.insert(tag, value(entry.value.as_str()))),
        }
    }
    let files = documents.into_iter().map(|(path, document)| (path, document.to_string()));
    (files.collect(), replaced)
}

/// The number of the paragraph that a file is of, by its path: `p-waste/paragraphs/004.toml`.
fn number_of(path: &str) -> Option<u32> {
    let (_, name) = path.split_once("/paragraphs/")?;
    name.strip_suffix(".toml")?.parse().ok()
}

/// The file that an entry belongs into.
fn path_of(paper: &Paper, entry: &Entry, originals: &BTreeMap<&str, &str>) -> String {
    let id = &paper.id;
    match entry.target {
        Target::Paper | Target::Section(_) => format!("{id}/paper.toml"),
        Target::Term | Target::Outside => format!("{id}/terms.toml"),
        Target::Paragraph(number) => {
            let is_own = |path: &&&str| number_of(path) == Some(number);
            let own = originals.keys().find(is_own).map(|path| (*path).to_owned());
            own.unwrap_or_else(|| format!("{id}/paragraphs/{number:02}.toml"))
        }
    }
}

/// The table under a key with a value for each language; made if there is none. `None` where something else stands there.
fn by_language<'d>(table: &'d mut Table, key: &str) -> Option<&'d mut dyn TableLike> {
    let made = || {
        let mut table = Table::new();
        table.set_dotted(true);
        Item::Table(table)
    };
    table.entry(key).or_insert_with(made).as_table_like_mut()
}

/// Puts a text at the end of a list, each on a line.
fn push_line(array: &mut Array, text: &str) {
    // what stands there, comments included, stays as it is
    let mut item = Value::from(text);
    item.decor_mut().set_prefix("\n    ");
    array.push_formatted(item);
    array.set_trailing_comma(true);
    array.set_trailing("\n");
}

/// A text over several lines, as it is written in knowledge folders.
fn long(text: &str) -> Value {
    let escaped = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
    let written = format!("\"\"\"\n{escaped}\"\"\"");
    written.parse().unwrap_or_else(|_| Value::from(text))
}

/// Adds a subject with its names.
fn push_term(document: &mut DocumentMut, entry: &Entry) {
    let item =
        document.entry("concept").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(concepts) = item.as_array_of_tables_mut() else { return };
    let taken: BTreeSet<String> = concepts
        .iter()
        .filter_map(|concept| concept.get("id").and_then(Item::as_str).map(str::to_owned))
        .collect();
    let is_outside = entry.target == Target::Outside;
    let own: BTreeSet<_> = entry.names().map(fold).collect();
    let same = concepts.iter_mut().find(|concept| {
        let outside = concept.get("outside").and_then(Item::as_bool).unwrap_or_default();
        outside == is_outside && names_in(concept).any(|name| own.contains(&fold(name)))
    });
    // script, case and endings make no difference: of names that differ in these alone, the first
    let mut finder = NameFinder::new([]);
    let mut at = 0;
    let mut is_new = |name: &str| {
        at += 1;
        finder.add(at, &Phrase::of_text(fold(name))).iter().all(|&other| other == at)
    };
    if let Some(concept) = same {
        // more names of a subject that is there
        names_in(concept).for_each(|name| {
            is_new(name);
        });
        if let Some(array) = concept.get_mut("names").and_then(Item::as_array_mut) {
            entry.names().filter(|name| is_new(name)).for_each(|name| push_line(array, name));
        }
        return;
    }
    let mut names = Array::new();
    entry.names().filter(|name| is_new(name)).for_each(|name| push_line(&mut names, name));
    let mut concept = Table::new();
    concept.insert("id", value(id_of(entry, &taken)));
    concept.insert("names", value(names));
    if is_outside {
        concept.insert("outside", value(true));
    }
    concepts.push(concept);
}

/// The names of a subject as it is written.
fn names_in(concept: &Table) -> impl Iterator<Item = &str> {
    let names = concept.get("names").and_then(Item::as_array);
    names.into_iter().flat_map(|names| names.iter().filter_map(Value::as_str))
}

/// The names of each subject in the files that change, by its id.
fn concepts(changed: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let terms = changed.iter().filter(|(path, _)| path.ends_with("/terms.toml"));
    let documents = terms.filter_map(|(_, text)| text.parse::<DocumentMut>().ok());
    let mut concepts = BTreeMap::new();
    for document in documents {
        let tables = document.get("concept").and_then(Item::as_array_of_tables);
        for concept in tables.into_iter().flatten() {
            let id = concept.get("id").and_then(Item::as_str).unwrap_or_default();
            concepts.insert(id.to_owned(), names_in(concept).map(str::to_owned).collect());
        }
    }
    concepts
}

/// An id for a term, after its first name in Latin letters.
fn id_of(entry: &Entry, taken: &BTreeSet<String>) -> String {
    let slug = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        words.join("-").chars().take(LONGEST_ID - 4).collect::<String>()
    };
    let named = entry.names().map(slug).find(|slug| slug.len() > 1);
    let base = named.unwrap_or_else(|| "term".to_owned());
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut ids = std::iter::once(base.clone()).chain(numbered);
    ids.find(|id| !taken.contains(id)).unwrap_or(base)
}

/// The files as they would be.
fn merged(originals: &BTreeMap<&str, &str>, changed: &BTreeMap<String, String>) -> Files {
    let kept = originals.iter().map(|(path, text)| (*path, *text));
    let kept = kept.filter(|(path, _)| !changed.contains_key(*path));
    kept.chain(changed.iter().map(|(path, text)| (path.as_str(), text.as_str()))).collect()
}

/// The files without sample questions.
fn without_questions(files: &Files) -> Files {
    let mut stripped: Vec<(String, String)> = Vec::new();
    for (path, bytes) in files.iter() {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let text = match text.parse::<DocumentMut>() {
            Ok(mut document) if path.contains("/paragraphs/") => {
                for key in ["questions", "spoken", "unsaid"] {
                    document.remove(key);
                }
                document.to_string()
            }
            _ => text,
        };
        stripped.push((path.to_owned(), text));
    }
    stripped.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

/// The entries that faults are about, and why they are refused. An error where a fault is about none.
fn attributed(
    entries: &[Entry],
    concepts: &BTreeMap<String, Vec<String>>,
    faults: Vec<Fault>,
) -> Result<Vec<Remark>, Vec<Fault>> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut others = Vec::new();
    for fault in faults.into_iter().filter(|fault| !fault.problem.is_warning()) {
        let own = |entry: &&Entry| match &fault.problem {
            Problem::QuestionTwice { question, .. } => {
                entry.key.is_question() && plain(&entry.value) == plain(question)
            }
            Problem::FigureLost { .. } | Problem::FigureAdded { .. } => {
                let tag = entry.language.map_or("", |language| language.tag());
                let number = match entry.target {
                    Target::Paragraph(number) => Some(number),
                    _ => None,
                };
                entry.key == Key::Text
                    && fault.key.ends_with(tag)
                    && number.is_some()
                    && number_of(&fault.file) == number
            }
            Problem::NameTooShort(name) | Problem::OutsideInPaper { name, .. } => {
                entry.key == Key::Names && entry.names().any(|own| own == name)
            }
            Problem::ConceptNotInPaper(id) => {
                let names = concepts.get(id);
                entry.target == Target::Term
                    && names.is_some_and(|names| {
                        entry.names().any(|own| names.iter().any(|name| name == own))
                    })
            }
            _ => false,
        };
        // of what stands twice, the first stays, unless the paper has it already
        let twice = matches!(fault.problem, Problem::QuestionTwice { .. });
        let mut found: Vec<&Entry> = entries.iter().filter(own).collect();
        if let (true, Problem::OutsideInPaper { number, .. }) = (found.is_empty(), &fault.problem) {
            // the name was there, and a translation has it now
            let is_text = |entry: &&Entry| {
                entry.key == Key::Text && entry.target == Target::Paragraph(*number)
            };
            found = entries.iter().filter(is_text).collect();
        }
        let skipped = usize::from(twice && found.len() > 1);
        match found.is_empty() {
            false => {
                for entry in found.into_iter().skip(skipped) {
                    if remarks.iter().all(|remark| remark.line != entry.line) {
                        let why = match &fault.problem {
                            // the brief knows no ids and no keys of TOML
                            Problem::ConceptNotInPaper(_) => {
                                "no paragraph holds any of these names; add the name that the paper uses, or move them under `## outside`".to_owned()
                            }
                            Problem::OutsideInPaper { name, number, .. } => format!(
                                "'{name}' is under `## outside`, and paragraph {number} has it; leave the name out, or write it under `## term`"
                            ),
                            problem => format!("{problem}; {}", problem.hint()),
                        };
                        remarks.push(Remark { line: entry.line, why });
                    }
                }
            }
            true => others.push(fault),
        }
    }
    if remarks.is_empty() { Err(others) } else { Ok(remarks) }
}
