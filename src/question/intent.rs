//! What a message is for, decided once for every channel.

use std::ops::Range;

use super::place::{self, Place};
use crate::lang::{fold, is_han};
use crate::language::Language;
use crate::lexicon::{Found, List, lexicon};

/// What a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// A command that needs no slash.
    Command(Natural),
    /// A language by its name: that of what was last read, or of all replies from now on. `None` for that of each question.
    Language(Option<Language>),
    /// What was last read, otherwise.
    Show(Show),
    /// A place in a paper.
    Read(Vec<Place>),
    /// Nothing: small talk.
    Talk(Talk),
    /// Something about a paper itself.
    About(Fact),
    /// A question.
    Ask,
}

/// What is asked about a paper itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Which papers there are.
    List,
    /// Who issued it.
    Issuer,
    /// Its number.
    Number,
    /// To whom it was presented.
    Body,
    /// When it was issued.
    Date,
    /// Its sections.
    Sections,
    /// Where the document itself is.
    Original,
    /// How many paragraphs it has.
    Extent,
    /// What it says, in short.
    Summary,
    /// What it is.
    Identity,
}

/// A command in so many words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Natural {
    /// What the bot can do.
    Help,
    /// The contents.
    Contents,
    /// What the paper says, in short.
    Summary,
    /// The settings of the chat.
    Settings,
    /// The choice of a language.
    Language,
    /// What is kept of people.
    Privacy,
}

/// A kind of small talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// Thanks.
    Thanks,
    /// A greeting.
    Greeting,
    /// A farewell.
    Farewell,
    /// Who or what the bot is.
    Identity,
    /// That a reply was of no use, or an insult.
    Complaint,
    /// That something was seen, or liked, or made somebody laugh.
    Acknowledgement,
}

/// How to show what was last read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// In its own language.
    Original,
    /// In full.
    More,
}

const COMMANDS: [(List, Natural); 6] = [
    (List::CommandHelp, Natural::Help),
    (List::CommandContents, Natural::Contents),
    (List::CommandSummary, Natural::Summary),
    (List::CommandSettings, Natural::Settings),
    (List::CommandLanguage, Natural::Language),
    (List::CommandPrivacy, Natural::Privacy),
];

const LANGUAGES: [(List, Option<Language>); 4] = [
    (List::LanguageTraditional, Some(Language::Traditional)),
    (List::LanguageSimplified, Some(Language::Simplified)),
    (List::LanguageEnglish, Some(Language::English)),
    (List::LanguageAutomatic, None),
];

/// Of a message with words of several kinds, the first kind here is its own.
const TALK: [(List, Talk); 6] = [
    (List::TalkIdentity, Talk::Identity),
    (List::TalkThanks, Talk::Thanks),
    (List::TalkFarewell, Talk::Farewell),
    (List::TalkGreeting, Talk::Greeting),
    (List::TalkComplaint, Talk::Complaint),
    (List::TalkAcknowledgement, Talk::Acknowledgement),
];

/// Of a message with words of several lists, the first here tells what is asked.
const FACTS: [(List, Fact); 9] = [
    (List::AboutLibrary, Fact::List),
    (List::CommandSummary, Fact::Summary),
    (List::AboutNumber, Fact::Number),
    (List::AboutOriginal, Fact::Original),
    (List::AboutSections, Fact::Sections),
    (List::AboutBody, Fact::Body),
    (List::AboutIssuer, Fact::Issuer),
    (List::AboutDate, Fact::Date),
    (List::AboutIdentity, Fact::Identity),
];

const SHOWN: [(List, Show); 2] =
    [(List::WishOriginal, Show::Original), (List::WishMore, Show::More)];

/// What a folded message with these words is for.
pub(super) fn intent(folded: &str, found: &Found, names: &dyn Fn(char, char) -> bool) -> Intent {
    if let Some(command) = command(folded, found) {
        return Intent::Command(command);
    }
    if let Some(wish) = wish(folded, found) {
        return wish;
    }
    if let Some(talk) = talk(folded, found) {
        return Intent::Talk(talk);
    }
    if let Some(places) = place::read(folded, found, names) {
        return Intent::Read(places);
    }
    about(folded, found, false).map_or(Intent::Ask, Intent::About)
}

/// The command that a folded message with these words is. Around what a paper holds or says in short, there may be words of a wish.
fn command(folded: &str, found: &Found) -> Option<Natural> {
    let wished =
        |list| made_of(folded, found, &[list], List::WishAround).is_some_and(|own| !own.is_empty());
    let is_wish = |command| matches!(command, Natural::Contents | Natural::Summary);
    let own = COMMANDS.iter().find(|(list, _)| is_whole(folded, found, *list));
    let own =
        own.or_else(|| COMMANDS.iter().find(|(list, command)| is_wish(*command) && wished(*list)));
    own.map(|&(_, command)| command)
}

/// What of a paper a message asks, where it asks nothing else. It says that it speaks of a paper, unless one was `named` beside it.
pub(super) fn about(folded: &str, found: &Found, named: bool) -> Option<Fact> {
    let lists = FACTS.map(|(list, _)| list);
    let words = made_of(folded, found, &lists, List::AboutAround)?;
    let fact = FACTS.iter().find(|(list, _)| words.contains(list)).map(|&(_, fact)| fact)?;
    // who issued it, and when: several things are told together
    let told = [List::AboutIssuer, List::AboutBody, List::AboutDate, List::AboutNumber];
    let several = told.iter().filter(|list| words.contains(list)).count() > 1;
    let fact = if several && found.has(List::Joint) { Fact::Identity } else { fact };
    let speaks = named
        || fact == Fact::List
        || [List::PaperNoun, List::Paper, List::AboutAlone].iter().any(|&own| found.has(own));
    speaks.then_some(fact)
}

/// What stands before and behind the name in a question whether the papers speak of it is no longer, in bytes.
const LONGEST_TAIL: usize = 40;

/// What a message asks whether the papers speak of, where it asks nothing else: 前海 of 有冇講前海.
pub(super) fn whether_mentioned<'m>(folded: &'m str, found: &Found) -> Option<&'m str> {
    let word = found.words_of(List::WhetherMentioned).next()?;
    let (before, after) = (folded.get(..word.start)?, folded.get(word.end..)?.trim_start());
    if before.len() > LONGEST_TAIL || !is_made_of(before, List::WhetherAround) {
        return None;
    }
    let is_particle = |own: char| !own.is_alphanumeric() || "吗呀啊㗎嘅的呢嘢未".contains(own);
    let name = after.trim_end_matches(is_particle);
    // "in the paper" behind it, at a word's boundary
    let spaces: Vec<_> = name.match_indices(' ').map(|(at, _)| at).collect();
    let near = spaces.into_iter().filter(|at| name.len() - at <= LONGEST_TAIL);
    let tail = near
        .into_iter()
        .find(|&at| name.get(at..).is_some_and(|tail| is_made_of(tail, List::WhetherAround)));
    let name = name.get(..tail.unwrap_or(name.len()))?.trim_end();
    name.contains(char::is_alphanumeric).then_some(name)
}

/// Whether a folded text is a question word and nothing else: "when?", 點解？
pub fn is_bare_question(folded: &str) -> bool {
    const LISTS: [List; 6] = [
        List::Asks,
        List::TurnWhere,
        List::TurnWhy,
        List::TurnHow,
        List::DetailAmount,
        List::DetailCircumstance,
    ];
    let words = made_of(folded, &lexicon().find(folded), &LISTS, List::TalkAround);
    words.is_some_and(|words| !words.is_empty())
}

/// Whether a folded text is made of words of a list and of marks.
pub fn is_made_of(folded: &str, list: List) -> bool {
    made_of(folded, &lexicon().find(folded), &[], list).is_some()
}

/// A text that only names something is no longer, in characters.
const LONGEST_NAMED: usize = 120;

/// The language that a text names and says no more; `None` inside for that of each question.
pub fn language_named(text: &str) -> Option<Option<Language>> {
    let (folded, found) = read_name(text)?;
    let own = LANGUAGES.iter().find(|(list, _)| is_whole(&folded, &found, *list));
    own.map(|&(_, language)| language)
}

/// The command that a text names and says no more.
pub fn command_named(text: &str) -> Option<Natural> {
    let (folded, found) = read_name(text)?;
    command(&folded, &found)
}

/// A text that may only name something, folded, with its words; `None` where it is too long for that.
fn read_name(text: &str) -> Option<(String, Found)> {
    if text.chars().nth(LONGEST_NAMED).is_some() {
        return None;
    }
    let folded = fold(text);
    let found = lexicon().find(&folded);
    Some((folded, found))
}

/// Whether a text is a word of a list, marks around it aside.
fn is_whole(folded: &str, found: &Found, list: List) -> bool {
    let marks = |character: char| !character.is_alphanumeric();
    let plain = folded.trim_matches(marks);
    let start = folded.len() - folded.trim_start_matches(marks).len();
    let end = start + plain.len();
    found.at(start).iter().any(|own| own.is_of(list) && own.end == end)
}

/// Whether a text says no more than that the message beside it is what is asked.
pub fn points_elsewhere(text: &str) -> bool {
    let folded = fold(text);
    let found = lexicon().find(&folded);
    let pick = |list| (list == List::Pointing).then_some(());
    made_of(&folded, &found, &[List::Pointing], List::TalkAround)
        .is_some_and(|own| own.into_iter().filter_map(pick).count() > 0)
}

/// A wish about what was last read: one word for it, and nothing else but words around it.
fn wish(folded: &str, found: &Found) -> Option<Intent> {
    let lists: Vec<_> =
        LANGUAGES.iter().map(|own| own.0).chain(SHOWN.iter().map(|own| own.0)).collect();
    let words = made_of(folded, found, &lists, List::WishAround)?;
    let [word] = words.as_slice() else { return None };
    let language = LANGUAGES.iter().find(|(list, _)| list == word);
    let shown = SHOWN.iter().find(|(list, _)| list == word);
    let language = language.map(|&(_, language)| Intent::Language(language));
    language.or_else(|| shown.map(|&(_, show)| Intent::Show(show)))
}

/// A wish for a language beside a question is no longer, in characters.
const LONGEST_WISH: usize = 40;

/// The language that a message names at its beginning or its end, and where the rest stands: 用英文講第四段, "answer in English: who leads?". The
/// rest is a place, or stands apart by a mark.
pub(super) fn language_beside(
    folded: &str,
    found: &Found,
    is_place: &dyn Fn(&str) -> bool,
) -> Option<(Language, Range<usize>)> {
    if !LANGUAGES.iter().any(|(list, _)| found.has(*list)) {
        return None;
    }
    let language = |text: &str| match wish(text, &lexicon().find(text))? {
        Intent::Language(language) => language,
        _ => None,
    };
    let marks = |own: char| !own.is_alphanumeric();
    let stands = |rest: &str, apart: bool| {
        rest.contains(char::is_alphanumeric) && (apart || is_place(rest.trim_matches(marks)))
    };
    let places: Vec<_> = folded.char_indices().map(|(at, _)| at).skip(1).collect();
    let last = places.get(places.len().saturating_sub(LONGEST_WISH)..).unwrap_or_default();
    let behind = last.iter().find_map(|&at| {
        let (rest, wish) = folded.split_at_checked(at)?;
        if !wish.starts_with(char::is_alphanumeric) {
            return None;
        }
        let apart = rest.ends_with(['?', '？', '，', ',', '。', '.', '!', '！', '\n']);
        Some((language(wish)?, 0..at)).filter(|_| stands(rest, apart))
    });
    let before = || {
        places.iter().take(LONGEST_WISH).rev().find_map(|&at| {
            let (wish, rest) = folded.split_at_checked(at)?;
            let apart = wish.ends_with([':', '：', ',', '，', '\n']);
            Some((language(wish)?, at..folded.len())).filter(|_| stands(rest, apart))
        })
    };
    behind.or_else(before)
}

/// Small talk: at least one word of it, and nothing else but words around it; or signs that are no marks, such as 👍.
fn talk(folded: &str, found: &Found) -> Option<Talk> {
    let lists = TALK.map(|(list, _)| list);
    let words = made_of(folded, found, &lists, List::TalkAround)?;
    let named = TALK.iter().find(|(list, _)| words.contains(list)).map(|&(_, talk)| talk);
    let signs =
        || folded.chars().any(|own| !own.is_alphanumeric() && own >= '\u{2190}' && !is_mark(own));
    named.or_else(|| {
        let letters = folded.chars().any(char::is_alphanumeric);
        (!letters && signs()).then_some(Talk::Acknowledgement)
    })
}

/// Whether a character is a mark of East Asian writing.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{3000}'..='\u{303f}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}')
}

/// The lists of the words that a text is made of, where it is made of words of some lists, of words around them, and of marks; `None` where it
/// says anything else. The longest word at a place counts.
fn made_of(folded: &str, found: &Found, lists: &[List], around: List) -> Option<Vec<List>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let own = found.at(at).iter().filter_map(|own| {
            let list = lists.iter().find(|&&list| own.is_of(list))?;
            Some((own.end, *list))
        });
        let word = own.max_by_key(|&(end, _)| end);
        let beside = found.at(at).iter().filter(|own| own.is_of(around)).map(|own| own.end).max();
        at = match (word, beside) {
            (Some((end, list)), beside) if beside.is_none_or(|other| other <= end) => {
                words.push(list);
                end
            }
            (_, Some(end)) => end,
            _ if character.is_alphanumeric() || is_han(character) => return None,
            _ => at + character.len_utf8(),
        };
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Intent {
        let folded = fold(text);
        intent(&folded, &lexicon().find(&folded), &|_, _| false)
    }

    #[test]
    fn who_points_at_another_message_is_understood() {
        for text in ["答佢", "你點睇？", "what do you think?", "帮手答下"] {
            assert!(points_elsewhere(text), "{text}");
        }
        for text in ["", "前海", "你點睇前海？", "多謝"] {
            assert!(!points_elsewhere(text), "{text}");
        }
    }

    #[test]
    fn wishes_are_told_from_questions() {
        for (text, expected) in [
            ("原文", Intent::Show(Show::Original)),
            ("請顯示原文", Intent::Show(Show::Original)),
            ("show me the original text", Intent::Show(Show::Original)),
            ("請用英文", Intent::Language(Some(Language::English))),
            ("in English please", Intent::Language(Some(Language::English))),
            ("in Chinese please", Intent::Language(Some(Language::Traditional))),
            ("簡體", Intent::Language(Some(Language::Simplified))),
            ("tell me more", Intent::Show(Show::More)),
            ("七份協議的原文在哪裡？", Intent::Ask),
            ("前海由誰主導開發？", Intent::Ask),
            ("下一屆呢？", Intent::Ask),
            ("What is the English name of the plan?", Intent::Ask),
            ("目錄？", Intent::Command(Natural::Contents)),
            ("Help!", Intent::Command(Natural::Help)),
            ("help tourism", Intent::Ask),
            ("附件的目錄在哪裏？", Intent::Ask),
            ("", Intent::Ask),
            ("？", Intent::Ask),
            ("多謝！", Intent::Talk(Talk::Thanks)),
            ("OK 唔該晒你呀", Intent::Talk(Talk::Thanks)),
            ("thanks so much!", Intent::Talk(Talk::Thanks)),
            ("thx", Intent::Talk(Talk::Thanks)),
            ("👍", Intent::Talk(Talk::Acknowledgement)),
            ("哈哈哈哈哈", Intent::Talk(Talk::Acknowledgement)),
            ("+1", Intent::Talk(Talk::Acknowledgement)),
            ("收到，明白", Intent::Talk(Talk::Acknowledgement)),
            ("你好", Intent::Talk(Talk::Greeting)),
            ("早晨", Intent::Talk(Talk::Greeting)),
            ("你係邊個？", Intent::Talk(Talk::Identity)),
            ("bye", Intent::Talk(Talk::Farewell)),
            ("good morning everyone", Intent::Talk(Talk::Greeting)),
            ("早晨，前海由誰主導開發？", Intent::Ask),
            ("好處", Intent::Ask),
            ("多謝誰？", Intent::Ask),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
