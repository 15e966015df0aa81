//! The sentences of `locales/`, one Fluent file a language, compiled in.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::language::Language;

/// A sentence that users see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// A welcome. `papers`, `example`.
    Start,
    /// What the bot can do. `example`.
    Help,
    /// Stands between titles.
    TitlesSeparator,
    /// A title in its marks. `title`.
    Title,
    /// `/ask` with nothing behind it. `example`.
    AskEmpty,
    /// A command that does not exist.
    NoCommand,
    /// Above the contents of a paper. `title`.
    Sections,
    /// Above the list of papers.
    Papers,
    /// Paragraphs by number. `numbers`, `count`.
    Paragraph,
    /// Paragraphs by number, with their section. `numbers`, `count`, `heading`.
    ParagraphWithHeading,
    /// Stands between numbers.
    NumbersSeparator,
    /// Stands between the parts of a citation.
    ListSeparator,
    /// Above a quotation. `heading`, `numbers`, `count`.
    HeadingLine,
    /// A paper by body and title. `body`, `title`.
    Paper,
    /// `year`.
    DateYear,
    /// `year`, `month`.
    DateMonth,
    /// `year`, `month`, `day`.
    DateDay,
    /// What is not said, above related paragraphs. `asked`.
    Related,
    /// Nothing was found.
    None,
    /// The question was too long. `count`.
    Cut,
    /// Marks a translation.
    Unofficial,
    /// Marks converted script.
    Converted,
    /// Marks a text that there is in no language of the reader's.
    Original,
    /// A button of another time.
    NoLonger,
    /// A button that shows the text of record. `numbers`, `count`.
    ShowOriginal,
}

impl Message {
    /// All messages.
    pub const ALL: &[Self] = &[
        Self::Start,
        Self::Help,
        Self::TitlesSeparator,
        Self::Title,
        Self::AskEmpty,
        Self::NoCommand,
        Self::Sections,
        Self::Papers,
        Self::Paragraph,
        Self::ParagraphWithHeading,
        Self::NumbersSeparator,
        Self::ListSeparator,
        Self::HeadingLine,
        Self::Paper,
        Self::DateYear,
        Self::DateMonth,
        Self::DateDay,
        Self::Related,
        Self::None,
        Self::Cut,
        Self::Unofficial,
        Self::Converted,
        Self::Original,
        Self::NoLonger,
        Self::ShowOriginal,
    ];

    /// Its key in the Fluent files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Help => "help",
            Self::TitlesSeparator => "titles-separator",
            Self::Title => "title",
            Self::AskEmpty => "ask-empty",
            Self::NoCommand => "no-command",
            Self::Sections => "sections",
            Self::Papers => "papers",
            Self::Paragraph => "paragraph",
            Self::ParagraphWithHeading => "paragraph-with-heading",
            Self::NumbersSeparator => "numbers-separator",
            Self::ListSeparator => "list-separator",
            Self::HeadingLine => "heading-line",
            Self::Paper => "paper",
            Self::DateYear => "date-year",
            Self::DateMonth => "date-month",
            Self::DateDay => "date-day",
            Self::Related => "related",
            Self::None => "none",
            Self::Cut => "cut",
            Self::Unofficial => "unofficial",
            Self::Converted => "converted",
            Self::Original => "original",
            Self::NoLonger => "no-longer",
            Self::ShowOriginal => "show-original",
        }
    }

    /// The arguments that it takes.
    #[cfg(test)]
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Start => &["papers", "example"],
            Self::Help | Self::AskEmpty => &["example"],
            Self::Title | Self::Sections => &["title"],
            Self::Paragraph => &["numbers", "count"],
            Self::ParagraphWithHeading => &["numbers", "count", "heading"],
            Self::HeadingLine => &["heading", "numbers", "count"],
            Self::Paper => &["body", "title"],
            Self::DateYear => &["year"],
            Self::DateMonth => &["year", "month"],
            Self::DateDay => &["year", "month", "day"],
            Self::Related => &["asked"],
            Self::Cut => &["count"],
            Self::ShowOriginal => &["numbers", "count"],
            _ => &[],
        }
    }
}

/// Sentences in one language.
pub struct Words {
    language: Language,
    bundle: &'static FluentBundle<FluentResource>,
}

static TRADITIONAL: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("zh-Hant-HK", include_str!("../../locales/zh-Hant.ftl")));
static SIMPLIFIED: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("zh-Hans-CN", include_str!("../../locales/zh-Hans.ftl")));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en-GB", include_str!("../../locales/en.ftl")));

/// Reads a file. What is wrong in one is found by the tests below, not by users.
fn bundle(locale: &str, source: &str) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let mut bundle = FluentBundle::new_concurrent(vec![locale.parse().unwrap_or_default()]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

impl Words {
    /// The sentences in a language.
    pub fn new(language: Language) -> Self {
        let bundle = match language {
            Language::Traditional => &*TRADITIONAL,
            Language::Simplified => &*SIMPLIFIED,
            Language::English => &*ENGLISH,
        };
        Self { language, bundle }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A sentence without arguments.
    pub fn say(&self, message: Message) -> String {
        self.say_with(message, &[])
    }

    /// A sentence with arguments. Figures are texts, so that no thousands are parted; `count` and `month` alone are numbers, for plurals and names.
    pub fn say_with(&self, message: Message, arguments: &[(&'static str, &str)]) -> String {
        let mut fluent = FluentArgs::with_capacity(arguments.len());
        for &(name, value) in arguments {
            match value.parse::<u32>() {
                Ok(number) if matches!(name, "count" | "month") && number < 1000 => fluent.set(name, number),
                _ => fluent.set(name, value),
            }
        }
        let Some(pattern) = self.bundle.get_message(message.key()).and_then(|message| message.value()) else { return String::new() };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [(Language, &str); 3] = [
        (Language::Traditional, include_str!("../../locales/zh-Hant.ftl")),
        (Language::Simplified, include_str!("../../locales/zh-Hans.ftl")),
        (Language::English, include_str!("../../locales/en.ftl")),
    ];

    #[test]
    fn every_message_is_in_every_language_and_no_other() {
        for (language, source) in SOURCES {
            assert!(FluentResource::try_new(source.to_owned()).is_ok(), "{language} does not parse");
            let mut keys: Vec<_> = source
                .lines()
                .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
                .filter_map(|line| line.split(" =").next())
                .collect();
            let mut expected: Vec<_> = Message::ALL.iter().map(|message| message.key()).collect();
            keys.sort_unstable();
            expected.sort_unstable();
            assert_eq!(keys, expected, "{language}");
        }
    }

    #[test]
    fn months_have_their_names() {
        let named =
            |language, month: usize| Words::new(language).say_with(Message::DateMonth, &[("year", "2010"), ("month", &month.to_string())]);
        let months =
            ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
        for (place, name) in months.into_iter().enumerate() {
            assert_eq!(named(Language::English, place + 1), format!("{name} 2010"));
            assert_eq!(named(Language::Traditional, place + 1), format!("2010年{}月", place + 1));
        }
    }

    #[test]
    fn every_kind_of_thing_has_a_sentence_of_its_own() {
        for (language, _) in SOURCES {
            let said = ["money", "size", "rate", "person", "list", "count", "date", "duration", "other"]
                .map(|asked| Words::new(language).say_with(Message::Related, &[("asked", asked)]));
            for (place, sentence) in said.iter().enumerate() {
                assert!(!said.iter().skip(place + 1).any(|other| other == sentence), "{language}: {sentence}");
            }
        }
    }

    #[test]
    fn every_message_is_complete_with_its_arguments() {
        for (language, _) in SOURCES {
            for &message in Message::ALL {
                let arguments: Vec<_> = message.arguments().iter().map(|&name| (name, "2")).collect();
                let said = Words::new(language).say_with(message, &arguments);
                assert!(!said.is_empty() && !said.contains(['{', '}']), "{language} {message:?}: {said}");
            }
        }
    }
}
