//! The lists by name, and how their files are read.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use toml::Value;

use super::Lexicon;
use super::matcher::Matcher;

/// The files, each with the prefix of its lists' names.
const FILES: [(&str, &str); 5] = [
    ("function", include_str!("../../data/lexicon/function.toml")),
    ("form", include_str!("../../data/lexicon/form.toml")),
    ("navigation", include_str!("../../data/lexicon/navigation.toml")),
    ("conversation", include_str!("../../data/lexicon/conversation.toml")),
    ("papers", include_str!("../../data/lexicon/papers.toml")),
];

const ANSWER_TYPES: &str = include_str!("../../data/lexicon/answer-types.toml");
const NUMBERS: &str = include_str!("../../data/lexicon/numbers.toml");
const PLACES: &str = include_str!("../../data/lexicon/places.toml");

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// A list of words. What each means stands in its file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the meaning stands beside the words")]
        pub enum List { $($(#[$doc])* $name,)* }

        impl List {
            /// All lists with their names: the file's, a point, the table's.
            pub const ALL: &[(Self, &str)] = &[$((Self::$name, $key),)*];
        }
    };
}

lists! {
    FunctionEnglish = "function.english",
    FunctionChinese = "function.chinese",
    Asks = "form.asks",
    ComesToIt = "form.comes_to_it",
    Personal = "form.personal",
    PointsBack = "form.points_back",
    TurnWhere = "form.turn.where",
    TurnWhy = "form.turn.why",
    TurnHow = "form.turn.how",
    TurnProcedure = "form.turn.procedure",
    TurnWhether = "form.turn.whether",
    TurnWhich = "form.turn.which",
    TurnResult = "form.turn.result",
    TurnJudgement = "form.turn.judgement",
    DetailName = "form.detail.name",
    DetailAmount = "form.detail.amount",
    DetailCircumstance = "form.detail.circumstance",
    DetailWhether = "form.detail.whether",
    DefinitionAround = "form.definition.around",
    Joint = "form.joint",
    Paragraph = "navigation.paragraph",
    Section = "navigation.section",
    ThisSection = "navigation.this_section",
    One = "navigation.one",
    OrdinalMark = "navigation.ordinal_mark",
    First = "navigation.first",
    Last = "navigation.last",
    FromEnd = "navigation.from_end",
    SecondLast = "navigation.second_last",
    Next = "navigation.next",
    Previous = "navigation.previous",
    After = "navigation.after",
    Before = "navigation.before",
    Mention = "navigation.mention",
    WhetherMentioned = "navigation.whether_mentioned",
    WhetherAround = "navigation.whether_around",
    Which = "navigation.which",
    HowMany = "navigation.how_many",
    HowLong = "navigation.how_long",
    Range = "navigation.range",
    And = "navigation.and",
    Of = "navigation.of",
    Paper = "navigation.paper",
    Filler = "navigation.filler",
    Introduction = "navigation.introduction",
    Conclusion = "navigation.conclusion",
    CommandHelp = "conversation.command.help",
    CommandContents = "conversation.command.contents",
    CommandSummary = "conversation.command.summary",
    CommandSettings = "conversation.command.settings",
    CommandLanguage = "conversation.command.language",
    CommandPrivacy = "conversation.command.privacy",
    LanguageTraditional = "conversation.language.traditional",
    LanguageSimplified = "conversation.language.simplified",
    LanguageEnglish = "conversation.language.english",
    LanguageAutomatic = "conversation.language.automatic",
    WishOriginal = "conversation.wish.original",
    WishMore = "conversation.wish.more",
    WishAround = "conversation.wish.around",
    Supposition = "conversation.supposition",
    TalkThanks = "conversation.talk.thanks",
    TalkGreeting = "conversation.talk.greeting",
    TalkFarewell = "conversation.talk.farewell",
    TalkIdentity = "conversation.talk.identity",
    TalkComplaint = "conversation.talk.complaint",
    TalkAcknowledgement = "conversation.talk.acknowledgement",
    TalkAround = "conversation.talk.around",
    Pointing = "conversation.pointing",
    PaperNoun = "papers.noun",
    PaperOne = "papers.one",
    PaperDeterminer = "papers.determiner",
    PaperOccasion = "papers.occasion",
    PaperPointing = "papers.pointing",
    PaperOther = "papers.other",
    PaperLink = "papers.link",
    PaperLead = "papers.lead",
    PaperCompare = "papers.compare",
    PaperBehind = "papers.behind",
    PaperWith = "papers.with",
    PaperBody = "papers.body",
    PaperCounter = "papers.counter",
    PaperNoCounter = "papers.no_counter",
    PaperNewest = "papers.newest",
    PaperOldest = "papers.oldest",
    PaperPrevious = "papers.previous",
    PaperNext = "papers.next",
    PaperAround = "papers.around",
    AboutIssuer = "papers.about.issuer",
    AboutBody = "papers.about.body",
    AboutDate = "papers.about.date",
    AboutNumber = "papers.about.number",
    AboutSections = "papers.about.sections",
    AboutIdentity = "papers.about.identity",
    AboutOriginal = "papers.about.original",
    AboutLibrary = "papers.about.library",
    AboutAlone = "papers.about.alone",
    AboutAround = "papers.about.around",
}

/// The kind of thing that a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerType {
    /// A sum of money: a cost, a fee, an investment.
    Money,
    /// An area or a length.
    Size,
    /// A share or a rate.
    Rate,
    /// A person's own name.
    PersonName,
    /// The names of several things, one by one.
    List,
    /// A span of time.
    Duration,
    /// A day of the calendar.
    Day,
    /// A time of day.
    Time,
    /// A point in time.
    Date,
    /// How many.
    Count,
    /// How much of whatever: a number, a sum, a share or a size.
    Amount,
    /// Who: a post or a body.
    Who,
}

/// Numbers and months in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// English cardinals below twenty.
    pub cardinals: FxHashMap<String, u64>,
    /// English tens.
    pub tens: FxHashMap<String, u64>,
    /// English ordinals that no rule makes of a cardinal.
    pub ordinals: FxHashMap<String, u64>,
    /// English months.
    pub months: FxHashMap<String, u64>,
    /// Those of them that are ordinary words too.
    pub ambiguous_months: FxHashMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    places: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerTypes {
    no_counts: Vec<String>,
    pattern: Vec<Pattern>,
    shown_by: Vec<OfType>,
    units: Vec<OfType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    asks: AnswerType,
    groups: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfType {
    of: AnswerType,
    words: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| match read() {
    Ok(lexicon) => lexicon,
    // the files are compiled in, and a test reads them: there is no text for which this happens
    Err(error) => unreachable!("data/lexicon: {error}"),
});

/// The lists of the project. Read once, when first needed.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

fn read() -> Result<Lexicon, String> {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut named: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (file, text) in FILES {
        let table: toml::Table = text.parse().map_err(|error| format!("{file}.toml: {error}"))?;
        collect(file, &table, &mut named)?;
    }
    for (_, name) in List::ALL {
        lists.push(named.remove(*name).ok_or_else(|| format!("there is no list '{name}'"))?);
    }
    if let Some(name) = named.keys().min() {
        return Err(format!("nothing uses the list '{name}'"));
    }
    let types: AnswerTypes =
        toml::from_str(ANSWER_TYPES).map_err(|error| format!("answer-types.toml: {error}"))?;
    let mut add = |words: Vec<String>| {
        lists.push(words);
        lists.len() - 1
    };
    let patterns = types.pattern.into_iter();
    let patterns = patterns
        .map(|pattern| (pattern.asks, pattern.groups.into_iter().map(&mut add).collect()))
        .collect();
    let shown_by = types.shown_by.into_iter().map(|own| (own.of, add(own.words))).collect();
    let units = types.units.into_iter().map(|own| (own.of, own.words)).collect();
    let function = lists.get(List::FunctionEnglish as usize).into_iter().flatten().cloned();
    Ok(Lexicon {
        function: function.collect(),
        matcher: Matcher::new(lists.iter().enumerate().map(|(id, words)| (id, words.as_slice()))),
        patterns,
        shown_by,
        units,
        no_counts: types.no_counts,
        numbers: toml::from_str(NUMBERS).map_err(|error| format!("numbers.toml: {error}"))?,
        places: toml::from_str::<Places>(PLACES)
            .map_err(|error| format!("places.toml: {error}"))?
            .places,
    })
}

/// The lists of a table and of the tables in it, by their names.
fn collect(
    prefix: &str,
    table: &toml::Table,
    named: &mut FxHashMap<String, Vec<String>>,
) -> Result<(), String> {
    for (key, value) in table {
        let name = format!("{prefix}.{key}");
        let Value::Table(table) = value else { return Err(format!("'{name}' is no table")) };
        match table.get("words") {
            Some(Value::Array(words)) => {
                let words: Option<Vec<_>> =
                    words.iter().map(|word| word.as_str().map(str::to_owned)).collect();
                named.insert(
                    name.clone(),
                    words.ok_or_else(|| format!("'{name}' has more than words"))?,
                );
            }
            _ => collect(&name, table, named)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_read() {
        assert_eq!(read().map(drop), Ok(()));
    }

    #[test]
    fn every_list_has_its_place() {
        for (place, (list, _)) in List::ALL.iter().enumerate() {
            assert_eq!(*list as usize, place);
        }
    }
}
