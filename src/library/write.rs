//! A paper as the files of a knowledge folder, as `corpus` reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml::{Table, Value};

use crate::corpus::{Localized, Paper, Paragraph, SampleQuestion};

/// The files of a paper's folder, by their paths below it. Read again, they are the same paper.
pub(super) fn files(paper: &Paper) -> Vec<(String, String)> {
    let paragraphs = paper
        .paragraphs
        .iter()
        .map(|own| (format!("paragraphs/{:02}.toml", own.number), written(paragraph(own), "")));
    let mut files = vec![("paper.toml".to_owned(), head(paper))];
    if !paper.concepts.is_empty() {
        files.push(("terms.toml".to_owned(), terms(paper)));
    }
    files.extend(paragraphs);
    files
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn localized(texts: &Localized) -> Value {
    Value::Table(texts.iter().map(|(own, words)| (own.tag().to_owned(), text(words))).collect())
}

/// Keys with values, as TOML. What is a text by language stands in one line a language.
fn written(table: Table, above: &str) -> String {
    let mut toml = above.to_owned();
    for (key, value) in table {
        match value {
            Value::Table(own) => {
                for (tag, value) in own {
                    let _ = writeln!(toml, "{key}.{tag} = {value}");
                }
            }
            value => {
                let _ = writeln!(toml, "{key} = {value}");
            }
        }
    }
    toml
}

fn head(paper: &Paper) -> String {
    let mut table = Table::new();
    let mut keep = |key: &str, value: Value| drop(table.insert(key.to_owned(), value));
    keep("id", text(&paper.id));
    keep("language", text(paper.language.tag()));
    if let Some(date) = paper.date {
        keep("date", text(&date.to_string()));
    }
    if let Some(date) = paper.meeting_date {
        keep("meeting_date", text(&date.to_string()));
    }
    if let Some(number) = &paper.paper_number {
        keep("paper_number", text(number));
    }
    if let Some(digest) = &paper.original_sha256 {
        keep("original_sha256", text(digest));
    }
    for (key, texts) in [("title", &paper.title), ("body", &paper.body), ("issuer", &paper.issuer)]
    {
        keep(key, localized(texts));
    }
    let mut toml = written(table, "");
    for section in &paper.sections {
        let mut table = Table::new();
        table.insert("id".to_owned(), text(&section.id));
        table.insert("heading".to_owned(), localized(&section.heading));
        table.insert("first".to_owned(), Value::from(i64::from(*section.numbers.start())));
        table.insert("last".to_owned(), Value::from(i64::from(*section.numbers.end())));
        toml.push_str(&written(table, "\n[[section]]\n"));
    }
    for part in &paper.missing {
        let mut table = Table::new();
        table.insert("names".to_owned(), Value::from(part.names.clone()));
        table.insert("note".to_owned(), localized(&part.note));
        table.insert("paragraph".to_owned(), Value::from(i64::from(part.paragraph)));
        toml.push_str(&written(table, "\n[[missing]]\n"));
    }
    toml
}

fn paragraph(own: &Paragraph) -> Table {
    let mut table = Table::new();
    table.insert("number".to_owned(), Value::from(i64::from(own.number)));
    if let Some(page) = own.page {
        table.insert("page".to_owned(), Value::from(i64::from(page)));
    }
    table.insert("text".to_owned(), localized(&own.text));
    let questions = |list: &[SampleQuestion], spoken: bool| {
        let mut by_language: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for question in list.iter().filter(|own| own.spoken == spoken) {
            let own = by_language.entry(question.language.tag().to_owned()).or_default();
            own.push(text(&question.text));
        }
        let lists = by_language.into_iter().map(|(tag, list)| (tag, Value::Array(list)));
        Value::Table(lists.collect())
    };
    table.insert("questions".to_owned(), questions(&own.questions, false));
    table.insert("spoken".to_owned(), questions(&own.questions, true));
    table.insert("unsaid".to_owned(), questions(&own.unsaid, false));
    table
}

fn terms(paper: &Paper) -> String {
    let mut toml = String::new();
    for concept in &paper.concepts {
        let mut table = Table::new();
        table.insert("id".to_owned(), text(&concept.id));
        table.insert("names".to_owned(), Value::from(concept.names.clone()));
        if concept.outside {
            table.insert("outside".to_owned(), Value::from(true));
        }
        toml.push_str(&written(table, "\n[[concept]]\n"));
    }
    toml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Corpus, Files};

    #[test]
    fn what_is_written_is_read_as_the_same_paper() {
        let Ok(engine) = crate::embedded::engine() else { panic!("no papers") };
        for paper in engine.corpus().papers() {
            let written = files(paper);
            let paths: Vec<_> =
                written.iter().map(|(path, text)| (format!("{}/{path}", paper.id), text)).collect();
            let read: Files =
                paths.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let corpus =
                Corpus::load(&read).map_err(|faults| faults.first().map(ToString::to_string));
            assert_eq!(corpus.as_ref().map(|corpus| corpus.papers().first()), Ok(Some(paper)));
        }
    }
}
