//! A paper's plain text, as a PDF gives it up, made into the files of a knowledge folder for somebody to review.
//!
//! What is told apart: numbered paragraphs (`2.` at the beginning of a line, each one more than the last; the first may lack its number), headings (a
//! short line before a paragraph, after the end of a sentence), what stands before (body, title) and after them (issuer, date).

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::lang::{figures, fold, is_han, language};
use crate::language::Language;

/// A line of at most so many characters may be a heading.
const LONGEST_HEADING: usize = 60;

/// A line of which so much less stands than in the longest is the last of its paragraph, or none of any.
const FULL_LINE: f32 = 0.6;

/// Marks that end a sentence, or a part of one after which a list goes on.
const ENDS: &[char] =
    &['。', '！', '？', '：', '；', '」', '』', '”', '）', '.', '!', '?', ':', ';', ')', '…'];

/// The months' names, as they stand in dates.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The terms of a paper that nobody has curated.
const TERMS: &str = "# What the subjects of the paper are called, one [[concept]] each; see knowledge/README.md.\n#\n# [[concept]]\n# id = \"library\"\n# names = [\"沙田圖書館\", \"Sha Tin Library\"]\n";

/// The text has no paragraphs that can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "no numbered paragraphs\n  hint: begin each with its number and a full stop, such as `1.`, on a line of its own"
)]
pub struct NoParagraphs;

/// A paper as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    language: Language,
    title: String,
    body: String,
    issuer: String,
    /// `year-month-day`, as much of it as there is.
    date: String,
    /// Each with its heading and the number of its first paragraph.
    sections: Vec<(String, u32)>,
    /// Each with its number.
    paragraphs: Vec<(u32, String)>,
    /// What belongs to none of these.
    left: Vec<String>,
}

impl Draft {
    /// Understands a text.
    ///
    /// # Errors
    ///
    /// When no paragraph can be told apart.
    pub fn new(text: &str) -> Result<Self, NoParagraphs> {
        let text: String = text.nfc().collect();
        let lines: Vec<&str> = text
            .lines()
            .map(|line| line.trim_matches(is_space))
            .filter(|line| !line.is_empty() && !is_page_number(line))
            .collect();
        let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or_default();
        let mut reader = Reader {
            before: Vec::new(),
            paragraphs: Vec::new(),
            headings: Vec::new(),
            loose: Vec::new(),
            left: Vec::new(),
        };
        for line in lines {
            reader.read(line, longest);
        }
        reader.finish()
    }

    /// The files of a folder with this id, by their paths in it.
    pub fn files(&self, id: &str) -> Vec<(String, String)> {
        let paragraphs = self.paragraphs.iter().map(|(number, text)| {
            let tag = self.language.tag();
            let text = text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"");
            let other = if self.language.is_chinese() { "en" } else { "zh-Hant" };
            let mut content = format!(
                "number = {number}\n\ntext.{tag} = \"\"\"\n{text}\"\"\"\n\n# A translation, if there is one:\n# text.{other} = \"\"\"\n# \"\"\"\n"
            );
            for list in ["questions", "unsaid"] {
                let _ = write!(content, "\n{list}.{tag} = [\n]\n{list}.{other} = [\n]\n");
            }
            (format!("paragraphs/{number:02}.toml"), content)
        });
        let paper = ("paper.toml".to_owned(), self.paper(id));
        let terms = ("terms.toml".to_owned(), TERMS.to_owned());
        [paper, terms].into_iter().chain(paragraphs).collect()
    }

    /// What a reviewer should look at, a line each.
    pub fn review(&self) -> Vec<String> {
        let mut lines =
            vec![format!("{} paragraphs, {} sections", self.paragraphs.len(), self.sections.len())];
        for (name, value) in [
            ("title", &self.title),
            ("body", &self.body),
            ("issuer", &self.issuer),
            ("date", &self.date),
        ] {
            lines.push(format!("{name}: {}", if value.is_empty() { "not found" } else { value }));
        }
        lines.extend(self.left.iter().map(|line| format!("left over: {line}")));
        lines
    }

    fn paper(&self, id: &str) -> String {
        let tag = self.language.tag();
        let mut toml =
            String::from("# Made from a plain text: compare each line with the paper.\n");
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(toml, "{key} = {}", quoted(value));
            }
        };
        line("id", id);
        line("language", tag);
        line("date", &self.date);
        let title = if self.title.is_empty() { id } else { &self.title };
        for (key, value) in
            [("title", title), ("body", self.body.as_str()), ("issuer", &self.issuer)]
        {
            line(&format!("{key}.{tag}"), value);
        }
        let ends = self
            .sections
            .iter()
            .skip(1)
            .map(|(_, first)| first - 1)
            .chain(self.paragraphs.last().map(|(number, _)| *number));
        for (place, ((heading, first), last)) in self.sections.iter().zip(ends).enumerate() {
            let _ = write!(
                toml,
                "\n[[section]]\nid = {}\nheading = {{ {tag} = {} }}\n",
                quoted(&section_id(heading, place)),
                quoted(heading)
            );
            let _ = write!(toml, "first = {first}\nlast = {last}\n");
        }
        for line in &self.left {
            let _ = write!(toml, "\n# left over: {line}");
        }
        toml
    }
}

/// A text on the way to a draft.
struct Reader<'t> {
    /// Lines before the first number.
    before: Vec<&'t str>,
    paragraphs: Vec<(u32, Vec<&'t str>)>,
    headings: Vec<(String, u32)>,
    /// Short lines after the end of a sentence: a heading if a paragraph follows, else what the paragraph goes on with.
    loose: Vec<&'t str>,
    left: Vec<String>,
}

impl<'t> Reader<'t> {
    fn read(&mut self, line: &'t str, longest: usize) {
        if let Some((number, rest)) = numbered(line)
            && self.follows(number, longest)
        {
            self.head(number);
            self.paragraphs.push((number, vec![rest]));
            return;
        }
        let Some((_, lines)) = self.paragraphs.last_mut() else { return self.before.push(line) };
        let ended = lines.last().is_none_or(|line| line.ends_with(ENDS));
        let short = line.chars().count() <= LONGEST_HEADING && !line.ends_with(ENDS);
        if ended && short {
            self.loose.push(line);
        } else {
            lines.append(&mut self.loose);
            lines.push(line);
        }
    }

    /// Whether a number is the next. The first paragraph may lack its own.
    fn follows(&mut self, number: u32, longest: usize) -> bool {
        match self.paragraphs.last() {
            Some((last, _)) => number == last + 1,
            None if number == 1 => true,
            None if number == 2 => self.read_first(longest),
            None => false,
        }
    }

    /// Takes a first paragraph without a number out of what stands before the second.
    fn read_first(&mut self, longest: usize) -> bool {
        let Some(end) = self.before.iter().rposition(|line| line.ends_with(ENDS)) else {
            return false;
        };
        let full = |line: &&str| line.chars().count() as f32 >= FULL_LINE * longest as f32;
        let start = (0..end)
            .rev()
            .take_while(|&place| self.before.get(place).is_some_and(full))
            .last()
            .unwrap_or(end);
        self.loose = self.before.split_off(end + 1);
        let lines = self.before.split_off(start);
        if self.before.len() > 1
            && let Some(heading) = self.before.pop()
        {
            self.headings.push((joined(&[heading]), 1));
        }
        self.paragraphs.push((1, lines));
        true
    }

    /// The last loose line before a paragraph is its heading.
    fn head(&mut self, number: u32) {
        let from_before = self.paragraphs.is_empty() && self.before.len() > 1;
        let heading = if from_before { self.before.pop() } else { self.loose.pop() };
        self.headings.extend(heading.map(|heading| (joined(&[heading]), number)));
        self.left.extend(self.loose.drain(..).map(str::to_owned));
    }

    fn finish(mut self) -> Result<Draft, NoParagraphs> {
        let paragraphs: Vec<_> = self
            .paragraphs
            .iter()
            .map(|(number, lines)| (*number, joined(lines)))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        let Some((_, first)) = paragraphs.first() else { return Err(NoParagraphs) };
        let language = language(first).unwrap_or(Language::Traditional);
        let title = self.before.pop().map(|line| joined(&[line])).unwrap_or_default();
        let body = self.before.pop().map(|line| joined(&[line])).unwrap_or_default();
        let mut left: Vec<_> =
            self.before.iter().map(|line| joined(&[line])).chain(self.left).collect();
        let (mut issuer, mut dated) = (String::new(), String::new());
        for line in self.loose.iter().map(|line| joined(&[line])) {
            match date(&line) {
                Some(date) if dated.is_empty() => dated = date,
                _ if issuer.is_empty() => issuer = line,
                _ => left.push(line),
            }
        }
        Ok(Draft {
            language,
            title,
            body,
            issuer,
            date: dated,
            sections: self.headings,
            paragraphs,
            left,
        })
    }
}

/// The number that a line begins with, and the rest.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let end = line.find(|character: char| !character.is_ascii_digit())?;
    let (number, rest) = line.split_at_checked(end)?;
    let rest = rest.strip_prefix(['.', '．', '、'])?.trim_start_matches(is_space);
    // 3.5 is no paragraph
    let number = number.parse().ok().filter(|_| {
        !rest.starts_with(|character: char| character.is_ascii_digit()) || line.contains(". ")
    })?;
    (!rest.is_empty()).then_some((number, rest))
}

fn is_page_number(line: &str) -> bool {
    line.len() <= 12
        && line.chars().all(|character| {
            character.is_ascii_digit()
                || is_space(character)
                || matches!(character, '-' | '–' | '—')
        })
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Lines as one text: no white space beside Chinese, one space elsewhere.
fn joined(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut space = false;
    for character in lines.join("\n").chars() {
        if is_space(character) {
            space = true;
            continue;
        }
        let beside_chinese =
            is_chinese(character) || text.chars().next_back().is_none_or(is_chinese);
        if space && !beside_chinese {
            text.push(' ');
        }
        space = false;
        text.push(character);
    }
    text
}

/// Whether it stands among Chinese without white space.
fn is_chinese(character: char) -> bool {
    is_han(character)
        || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”' | '‘' | '’')
}

/// The date that a line is, if it is one: `二零零九年十二月`, `2009年12月31日`, `31 December 2009`.
fn date(line: &str) -> Option<String> {
    let folded = fold(line);
    let numbers: Vec<u32> =
        figures(&folded).iter().filter_map(|figure| u32::try_from(figure.whole()?).ok()).collect();
    let year = *numbers.iter().find(|number| (1800..2200).contains(*number))?;
    let small = || numbers.iter().copied().filter(|&number| number != year);
    let named =
        (1_u32..).zip(MONTHS).find(|(_, name)| folded.contains(name)).map(|(month, _)| month);
    let (month, day) = match named {
        Some(month) => (Some(month), small().next()),
        None => (small().next(), small().nth(1)),
    };
    let month = month.filter(|month| (1..=12).contains(month));
    let day = day.filter(|day| (1..=31).contains(day) && month.is_some());
    let parts = [
        Some(format!("{year:04}")),
        month.map(|month| format!("{month:02}")),
        day.map(|day| format!("{day:02}")),
    ];
    let date = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    date.parse::<super::Date>().ok().map(|_| date)
}

/// An id for a section: its heading, where that is English.
fn section_id(heading: &str, place: usize) -> String {
    let slug: String = heading
        .to_ascii_lowercase()
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '-' })
        .collect();
    let slug: Vec<_> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let slug: String = slug.join("-").chars().take(30).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("section-{}", place + 1) } else { format!("{slug}-{}", place + 1) }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_english_paper_is_understood() {
        let text = "Legislative Council Panel\n\nMeeting of the Panel\n\nPurpose\n\n1.  This paper tells mem-\nbers of 3.5 things.\n\n- 2 -\n\nBackground and Aims\n2. It began\nin 2004: see Annex.\n\nSome Bureau\n31 December 2009\n";
        let Ok(draft) = Draft::new(text) else { panic!("not understood") };
        assert_eq!(draft.paragraphs[1], (2, "It began in 2004: see Annex.".into()));
        assert_eq!(draft.sections, [("Purpose".into(), 1), ("Background and Aims".into(), 2)]);
        assert_eq!(
            (draft.title.as_str(), draft.body.as_str()),
            ("Meeting of the Panel", "Legislative Council Panel")
        );
        assert_eq!((draft.issuer.as_str(), draft.date.as_str()), ("Some Bureau", "2009-12-31"));
    }

    #[test]
    fn what_has_no_paragraphs_is_refused() {
        for text in ["", "\u{feff}", "A letter.\nWith lines.", "7. Not the first"] {
            assert_eq!(Draft::new(text), Err(NoParagraphs), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "([0-9]{1,2}[.．、] ?|[a-z前海。]{1,9}|[ \n\"\\\\]){0,60}", any in any::<String>()) {
            for text in [text, any] {
                if let Ok(draft) = Draft::new(&text) {
                    for (path, content) in draft.files("a") {
                        prop_assert!(toml::from_str::<toml::Value>(&content).is_ok(), "{}: {}", path, content);
                    }
                }
            }
        }
    }
}
