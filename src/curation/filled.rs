//! A filled brief, read line by line.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::language::Language;

/// What is to be said of a line: why it is not taken, or what is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: usize,
    /// Why, and what to do.
    pub why: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.why)
    }
}

/// What an entry is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Paper,
    Section(String),
    Paragraph(u32),
    Term,
    Outside,
}

/// What of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Title,
    Body,
    Issuer,
    Heading,
    Text,
    Question,
    Spoken,
    Unsaid,
    Names,
}

impl Key {
    /// Its name in a knowledge folder.
    pub(super) const fn stored(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Issuer => "issuer",
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Question => "questions",
            Self::Spoken => "spoken",
            Self::Unsaid => "unsaid",
            Self::Names => "names",
        }
    }

    /// Whether it is a question of some kind.
    pub(super) const fn is_question(self) -> bool {
        matches!(self, Self::Question | Self::Spoken | Self::Unsaid)
    }
}

/// The keys by their names in a filled brief, and what they may stand under.
const KEYS: [(&str, Key); 9] = [
    ("title", Key::Title),
    ("body", Key::Body),
    ("issuer", Key::Issuer),
    ("heading", Key::Heading),
    ("text", Key::Text),
    ("question", Key::Question),
    ("spoken", Key::Spoken),
    ("unsaid", Key::Unsaid),
    ("names", Key::Names),
];

/// One thing that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) line: usize,
    pub(super) target: Target,
    pub(super) key: Key,
    /// Of names, none.
    pub(super) language: Option<Language>,
    pub(super) value: String,
}

impl Entry {
    /// The names of a term.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.value.split(['|', '｜']).map(str::trim).filter(|name| !name.is_empty())
    }
}

/// Reads a filled brief: what stands in it, and the lines that break the format.
pub(super) fn read(text: &str) -> (Vec<Entry>, Vec<Remark>) {
    let (mut entries, mut refused): (Vec<Entry>, Vec<Remark>) = (Vec::new(), Vec::new());
    let mut target = None;
    // whether the line before belongs to a translation that may go on
    let mut open = false;
    // an editor may begin the file with a byte order mark
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with("```") {
            continue;
        }
        let goes_on = std::mem::take(&mut open);
        let mut refuse = |why: String| refused.push(Remark { line: number, why });
        if let Some(heading) = plain.strip_prefix("##") {
            target = match read_target(heading.trim()) {
                Ok(read) => Some(read),
                Err(why) => {
                    refuse(why);
                    None
                }
            };
            continue;
        }
        match read_entry(plain) {
            Some(Ok((key, language, value))) => {
                let Some(target) = &target else {
                    refuse("it is not under a known heading: write one such as `## paragraph 4` above it".to_owned());
                    continue;
                };
                if !belongs(key, target) {
                    refuse(format!("`{}` does not belong under this heading", written(key)));
                } else if value.trim().is_empty() {
                    refuse("there is nothing after the colon".to_owned());
                } else {
                    let value = value.trim().nfc().collect();
                    let target = target.clone();
                    open = key == Key::Text;
                    entries.push(Entry { line: number, target, key, language, value });
                }
            }
            Some(Err(why)) => refuse(why),
            None if has_language(plain) => refuse(format!(
                "this key is not one of the format: {}",
                KEYS.map(|(name, _)| name).join(", ")
            )),
            // a translation may go on
            None => match entries.last_mut() {
                Some(last) if goes_on => {
                    open = true;
                    last.value.push('\n');
                    last.value.extend(plain.nfc());
                }
                _ => refuse(
                    "this line does not follow the format: write a key, a colon and the words, such as `question.en: When does it open?`".to_owned(),
                ),
            },
        }
    }
    (entries, refused)
}

fn read_target(heading: &str) -> Result<Target, String> {
    let (kind, rest) = heading.split_once(char::is_whitespace).unwrap_or((heading, ""));
    match (kind.to_ascii_lowercase().as_str(), rest.trim()) {
        ("paper", "") => Ok(Target::Paper),
        ("term", "") => Ok(Target::Term),
        ("outside", "") => Ok(Target::Outside),
        ("section", id) if !id.is_empty() => Ok(Target::Section(id.to_owned())),
        ("paragraph", number) => number.parse().map(Target::Paragraph).map_err(|_| {
            format!("'{number}' is not a paragraph number: write one such as `## paragraph 4`")
        }),
        _ => Err("this heading is not one of the format: `## paper`, `## section ID`, `## paragraph 4`, `## term` or `## outside`".to_owned()),
    }
}

type Read<'l> = (Key, Option<Language>, &'l str);

/// A line with a key; `None` for one without.
fn read_entry(line: &str) -> Option<Result<Read<'_>, String>> {
    let (head, value) = line.split_once([':', '：'])?;
    // a list mark or a capital changes nothing
    let head = head.trim_matches(['-', '*', '•', '`', ' ']);
    let (name, tag) = head.split_once('.').unwrap_or((head, ""));
    let name = name.to_ascii_lowercase();
    let (_, key) = KEYS.into_iter().find(|(own, _)| *own == name)?;
    if key == Key::Names {
        return Some(Ok((key, None, value)));
    }
    let language = Language::ALL.into_iter().find(|language| language.tag() == tag);
    Some(match language {
        Some(language) => Ok((key, Some(language), value)),
        None => Err(format!(
            "'{tag}' is not a language: write {name}.zh-Hant, {name}.zh-Hans or {name}.en"
        )),
    })
}

/// Whether a line begins as one with a key does: a word, a point and a language.
fn has_language(line: &str) -> bool {
    let head = line.split_once([':', '：']).map(|(head, _)| head.trim());
    let tag = head.and_then(|head| head.rsplit_once('.')).map(|(_, tag)| tag);
    tag.is_some_and(|tag| Language::ALL.iter().any(|language| language.tag() == tag))
}

fn written(key: Key) -> &'static str {
    KEYS.iter().find(|(_, own)| *own == key).map_or("", |(name, _)| name)
}

const fn belongs(key: Key, target: &Target) -> bool {
    match target {
        Target::Paper => matches!(key, Key::Title | Key::Body | Key::Issuer),
        Target::Section(_) => matches!(key, Key::Heading),
        Target::Paragraph(_) => {
            matches!(key, Key::Text | Key::Question | Key::Spoken | Key::Unsaid)
        }
        Target::Term | Target::Outside => matches!(key, Key::Names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_taken_or_refused_by_its_number() {
        let text = "\u{feff}```\n## paragraph 4\ntext.en: One.\nTwo.\n- Question.en: When?\nquestion.fr: Quand ?\nunsaid.en:\nheading.en: X\nnonsense\n## nothing\nquestion.en: Why?\n## term\nnames: 前海 | Qianhai\n```\n## paragraph 5\ntext.en: Three.\nquestions.en: Who?\n";
        let (entries, refused) = read(text);
        let read: Vec<_> =
            entries.iter().map(|entry| (entry.line, entry.key, entry.value.as_str())).collect();
        assert_eq!(
            read,
            [
                (3, Key::Text, "One.\nTwo."),
                (5, Key::Question, "When?"),
                (13, Key::Names, "前海 | Qianhai"),
                (16, Key::Text, "Three.")
            ]
        );
        let lines: Vec<_> = refused.iter().map(|remark| remark.line).collect();
        assert_eq!(lines, [6, 7, 8, 9, 10, 11, 17]);
        assert_eq!(entries[2].names().collect::<Vec<_>>(), ["前海", "Qianhai"]);
    }
}
