//! What a message is for, decided once for every channel.

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
    /// A question.
    Ask,
}

/// A command in so many words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Natural {
    /// What the bot can do.
    Help,
    /// The contents.
    Contents,
    /// The settings of the chat.
    Settings,
    /// The choice of a language.
    Language,
    /// What is kept of people.
    Privacy,
}

/// How to show what was last read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// In its own language.
    Original,
    /// In full.
    More,
}

const COMMANDS: [(List, Natural); 5] = [
    (List::CommandHelp, Natural::Help),
    (List::CommandContents, Natural::Contents),
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

/// What a folded message with these words is for.
pub(super) fn intent(folded: &str, found: &Found, names: &dyn Fn(char, char) -> bool) -> Intent {
    let whole = |list| is_whole(folded, found, list);
    if let Some((_, command)) = COMMANDS.iter().find(|(list, _)| whole(*list)) {
        return Intent::Command(*command);
    }
    if let Some(wish) = wish(folded, found) {
        return wish;
    }
    place::read(folded, found, names).map_or(Intent::Ask, Intent::Read)
}

/// The language that a text names and says no more; `None` inside for that of each question.
pub fn language_named(text: &str) -> Option<Option<Language>> {
    named(text, &LANGUAGES)
}

/// The command that a text names and says no more.
pub fn command_named(text: &str) -> Option<Natural> {
    named(text, &COMMANDS)
}

fn named<T: Copy>(text: &str, lists: &[(List, T)]) -> Option<T> {
    let folded = fold(text);
    let found = lexicon().find(&folded);
    lists.iter().find(|(list, _)| is_whole(&folded, &found, *list)).map(|&(_, own)| own)
}

/// Whether a text is a word of a list, marks around it aside.
fn is_whole(folded: &str, found: &Found, list: List) -> bool {
    let marks = |character: char| !character.is_alphanumeric();
    let plain = folded.trim_matches(marks);
    let start = folded.len() - folded.trim_start_matches(marks).len();
    let end = start + plain.len();
    found.at(start).iter().any(|own| own.is_of(list) && own.end == end)
}

/// A wish about what was last read: one word for it, and nothing else but words around it.
fn wish(folded: &str, found: &Found) -> Option<Intent> {
    let mut wished: Option<Intent> = None;
    let mut at = 0;
    while let Some(character) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let wish = found.at(at).iter().find_map(|own| {
            let language = LANGUAGES
                .iter()
                .find(|(list, _)| own.is_of(*list))
                .map(|own| Intent::Language(own.1));
            let show = [(List::WishOriginal, Show::Original), (List::WishMore, Show::More)];
            let show = || {
                show.into_iter()
                    .find(|(list, _)| own.is_of(*list))
                    .map(|(_, show)| Intent::Show(show))
            };
            language.or_else(show).map(|intent| (own.end, intent))
        });
        let around = found.at(at).iter().find(|own| own.is_of(List::WishAround)).map(|own| own.end);
        at = match (wish, around) {
            (Some((end, intent)), around) if around.is_none_or(|other| other <= end) => {
                if wished.is_some() {
                    return None;
                }
                wished = Some(intent);
                end
            }
            (_, Some(end)) => end,
            _ if character.is_alphanumeric() || is_han(character) => return None,
            _ => at + character.len_utf8(),
        };
    }
    wished
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Intent {
        let folded = fold(text);
        intent(&folded, &lexicon().find(&folded), &|_, _| false)
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
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
