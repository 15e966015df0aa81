//! The sentences of `locales/`, one Fluent file a language, compiled in.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::language::Language;

/// Defines the messages: name, key in the Fluent files, arguments, and what each is for.
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident = $key:literal [$($argument:literal),*];)*) => {
        /// A sentence that users see. Its arguments stand behind what it is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Message {
            $($(#[$doc])* $name,)*
        }

        impl Message {
            /// All messages.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its key in the Fluent files.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            /// The arguments that it takes.
            pub const fn arguments(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($argument),*],)*
                }
            }
        }
    };
}

messages! {
    /// A welcome. `papers`: those that are named; `others`: how many are not; `total`; `example`.
    Start = "start" ["papers", "others", "total", "example"];
    /// A welcome to a group that the bot was added to. `papers`, `example`, `bot` (its user name).
    Joined = "joined" ["papers", "others", "total", "example", "bot"];
    /// What the bot can do. `example`.
    Help = "help" ["example"];
    /// An example for papers that have no sample questions.
    ExampleAny = "example-any" [];
    /// Stands between titles.
    TitlesSeparator = "titles-separator" [];
    /// A title in its marks. `title`.
    Title = "title" ["title"];
    /// `/ask` with nothing behind it. `example`.
    AskEmpty = "ask-empty" ["example"];
    /// A command that does not exist.
    NoCommand = "no-command" [];
    /// `/para` without a number, or with one that does not exist. `first`, `last`.
    ParaUsage = "para-usage" ["first", "last"];
    /// The paper has no such paragraph. `title`, `number`; `count`, `first` and `last` of those that it has.
    NoSuchParagraph = "no-such-paragraph" ["title", "number", "count", "first", "last"];
    /// A section has fewer paragraphs: `count` of them, `first` to `last`. `heading`.
    NoSuchInSection = "no-such-in-section" ["heading", "first", "last", "count"];
    /// The paper has no such section.
    NoSuchSection = "no-such-section" ["count"];
    /// What stands beside the first or the last is asked for.
    Beyond = "beyond" ["place"];
    /// Words of a question, and those of the paper that stand for them.
    Matched = "matched" ["words"];

    /// Above the contents of a paper. `title`.
    Sections = "sections" ["title"];
    /// Above the list of papers.
    Papers = "papers" [];
    /// Paragraphs by number. `numbers`, `count`.
    Paragraph = "paragraph" ["numbers", "count"];
    /// Paragraphs by number, with their section. `numbers`, `count`, `heading`.
    ParagraphWithHeading = "paragraph-with-heading" ["numbers", "count", "heading"];
    /// Stands between numbers.
    NumbersSeparator = "numbers-separator" [];
    /// Numbers that follow each other. `first`, `last`.
    NumberRange = "number-range" ["first", "last"];
    /// Stands between the parts of a citation.
    ListSeparator = "list-separator" [];
    /// Above a quotation. `heading`, `numbers`, `count`.
    HeadingLine = "heading-line" ["heading", "numbers", "count"];
    /// A paper by body and title. `body`, `title`.
    Paper = "paper" ["body", "title"];
    /// `year`.
    DateYear = "date-year" ["year"];
    /// `year`, `month`.
    DateMonth = "date-month" ["year", "month"];
    /// `year`, `month`, `day`.
    DateDay = "date-day" ["year", "month", "day"];

    /// To whom a paper was presented. `body`.
    AboutBody = "about-body" ["body"];
    /// Who issued it. `issuer`.
    AboutIssuer = "about-issuer" ["issuer"];
    /// When. `date`.
    AboutDate = "about-date" ["date"];
    /// When the body met to discuss the paper. `date`.
    AboutMeeting = "about-meeting" ["date"];
    /// How long it is. `paragraphs`, `sections`.
    AboutExtent = "about-extent" ["paragraphs", "sections"];
    /// Its number. `number`.
    AboutNumber = "about-number" ["number"];
    /// Something that a paper does not say of itself. `title`.
    AboutUnknown = "about-unknown" ["title"];
    /// Where the document is. `kept`: whether it lies beside the paper.
    AboutOriginal = "about-original" ["kept"];
    /// Above the papers, where something was asked of one, and not which.
    PapersWhich = "papers-which" [];
    /// Above the newest papers, where there are so many. `count`.
    PapersCount = "papers-count" ["count"];
    /// How many papers are called so.
    PapersMatching = "papers-matching" ["count"];
    /// How many of them are not listed.
    PapersMore = "papers-more" ["count"];
    /// Of the papers that match, how many are not listed. `count`.
    PapersMoreMatching = "papers-more-matching" ["count"];
    /// Of a list of paragraphs, how many are shown. `shown`, `count`.
    ListFirst = "list-first" ["shown", "count"];
    /// Of a table of contents, how many entries are shown. `shown`, `count`, `last`: the number of the last paragraph.
    ContentsFirst = "contents-first" ["shown", "count", "last"];
    /// Above the papers of one page. `page`, `pages`.
    PapersPage = "papers-page" ["page", "pages"];
    /// A paper was named that is not there, above those that are. `name`; `count`: how many are listed.
    NoSuchPaper = "no-such-paper" ["name", "count"];
    /// The papers that were named do not answer. `titles`.
    Silent = "silent" ["titles"];
    /// Above what another paper says.
    Elsewhere = "elsewhere" [];
    /// Above ways to other papers that answer too. `titles`: theirs.
    AnsweredToo = "answered-too" ["titles"];
    /// What the copy is: the language of record (`zh-Hant`, `zh-Hans`, `en`), and whether there is a
    /// translation (`yes`, `no`). `language`, `translated`.
    AboutCopy = "about-copy" ["language", "translated"];

    /// What is not said, above related paragraphs. `asked`; `titles`: of the papers that were named, or `none`.
    Related = "related" ["asked", "titles"];
    /// Nothing was found, and there is nothing like it. No contents follow.
    None = "none" [];
    /// Above questions to ask instead.
    AskInstead = "ask-instead" [];
    /// The question was too long. `count`.
    Cut = "cut" ["count"];
    /// A greeting is returned. `example`.
    TalkGreeting = "talk-greeting" ["example"];
    /// Thanks are returned.
    TalkThanks = "talk-thanks" [];
    /// A farewell is returned.
    TalkFarewell = "talk-farewell" [];
    /// Who the bot is. `example`.
    TalkIdentity = "talk-identity" ["example"];
    /// To somebody who is not content, or rude.
    TalkComplaint = "talk-complaint" [];
    /// To somebody who has seen or liked an answer.
    TalkAcknowledgement = "talk-acknowledgement" [];
    /// To somebody who sends what the bot cannot read.
    OnlyText = "only-text" [];
    /// Of several questions, those without an answer. `questions`.
    QuestionsUnanswered = "questions-unanswered" ["questions"];
    /// Of several questions, those that were too many. `questions`.
    QuestionsUnread = "questions-unread" ["questions"];
    /// Somebody asks more than is answered.
    TooFast = "too-fast" [];
    /// More is asked than can be answered.
    TooMany = "too-many" [];
    /// Marks a translation.
    Unofficial = "unofficial" [];
    /// Marks converted script.
    Converted = "converted" [];
    /// Marks a text that there is in no language of the reader's.
    Original = "original" [];

    /// A button of another time.
    NoLonger = "no-longer" [];
    /// A button: the language of record.
    ButtonOriginal = "button-original" [];
    /// A button: the contents.
    ButtonContents = "button-contents" [];
    /// A button: the papers.
    ButtonPapers = "button-papers" [];
    /// A button: the paragraph before. `number`.
    ButtonPrevious = "button-previous" ["number"];
    /// A button: the paragraph after. `number`.
    ButtonNext = "button-next" ["number"];
    /// The same in words, in a terminal. `number`.
    PreviousParagraph = "previous-paragraph" ["number"];
    /// `number`.
    NextParagraph = "next-paragraph" ["number"];
    /// `number`.
    PreviousPage = "previous-page" ["number"];
    /// `number`.
    NextPage = "next-page" ["number"];
    /// Stands above the opening of a paper and the first sentences of its sections.
    Summary = "summary" [];
    /// For one question in a terminal, where there are no settings: how to choose the language.
    AskLanguage = "ask-language" [];
    /// In a terminal: how to choose and how to leave. Said once.
    ChatHint = "chat-hint" [];
    /// In a terminal: a number that the list has not. `count`.
    ChatChoose = "chat-choose" ["count"];
    /// In a terminal: what is kept. `kept` (`yes` or `no`), `file`.
    ChatPrivacy = "chat-privacy" ["kept", "file"];
    /// In a terminal: what was typed before was deleted.
    ChatForgotten = "chat-forgotten" [];

    /// A button: the page where the quotation is marked.
    ButtonPage = "button-page" [];
    /// What the pages are called.
    PageSite = "page-site" [];
    /// What the pages are for, in a sentence.
    PageIntro = "page-intro" [];
    /// A link past what all pages have.
    PageSkip = "page-skip" [];
    /// What the links to the languages are called.
    PageLanguages = "page-languages" [];
    /// Above the question box.
    PageAskLabel = "page-ask-label" [];
    /// Beside the question box.
    PageAskButton = "page-ask-button" [];
    /// Before a question that can be asked.
    PageExample = "page-example" [];
    /// Above the box to find papers with.
    PageFindLabel = "page-find-label" [];
    /// Beside it.
    PageFindButton = "page-find-button" [];
    /// Above the papers that were found. `count`.
    PageFound = "page-found" ["count"];
    /// No paper was found. `name`: what was looked for.
    PageFoundNone = "page-found-none" ["name"];
    /// A link to the whole paper.
    PageReadAll = "page-read-all" [];
    /// Above the paragraphs before and after.
    PageNeighbours = "page-neighbours" [];
    /// A link to the document itself. `name`: its format, such as PDF.
    PageOriginalFile = "page-original-file" ["name"];
    /// A box to tick: show another language too. `name`.
    PageBoth = "page-both" ["name"];
    /// Above how to refer to a paragraph.
    PageReference = "page-reference" [];
    /// A button: copies the marked words and their source.
    PageCopy = "page-copy" [];
    /// It was copied.
    PageCopied = "page-copied" [];
    /// A link to a paragraph, for those who hear it. `number`.
    PageLinkHere = "page-link-here" ["number"];
    /// At the foot of each page.
    PagePrivacy = "page-privacy" [];
    /// Where a paragraph stands in the document. `page`.
    PageOfOriginal = "page-of-original" ["page"];
    /// There is no such page.
    PageNotFound = "page-not-found" [];
    /// What to do then.
    PageNotFoundText = "page-not-found-text" [];
    /// A paper was removed.
    PageGone = "page-gone" [];
    /// What to do then.
    PageGoneText = "page-gone-text" [];
    /// What to do where a paper has no such paragraph. A sentence before says which it has.
    PageNoParagraph = "page-no-paragraph" [];
    /// On a page: all visitors together ask more than can be answered.
    PageBusy = "page-busy" [];
    /// On a page: who asks does so too fast.
    PageTooFast = "page-too-fast" [];
    /// What to do then.
    PageBusyText = "page-busy-text" [];
    /// A question is longer than is read.
    PageTooLong = "page-too-long" [];
    /// What to do then. `count`: the most characters.
    PageTooLongText = "page-too-long-text" ["count"];
    /// What was sent cannot be read.
    PageUnreadable = "page-unreadable" [];
    /// What to do then.
    PageUnreadableText = "page-unreadable-text" [];

    /// A vote was counted: that the answer helped.
    VotedUp = "voted-up" [];
    /// A vote was counted: that it did not.
    VotedDown = "voted-down" [];
    /// The same, where the question is not known and cannot be kept.
    VotedDownUnkept = "voted-down-unkept" [];
    /// A vote was taken back.
    VotedBack = "voted-back" [];

    /// Asks for a language.
    LanguageChoose = "language-choose" [];
    /// Replies are in a fixed language from now on.
    LanguageFixed = "language-fixed" [];
    /// Replies are in the language of the question from now on.
    LanguageAuto = "language-auto" [];
    /// Settings of a group.
    SettingsGroup = "settings-group" [];
    /// Settings of a private chat.
    SettingsPrivate = "settings-private" [];
    /// A setting: the language of the question.
    SetAuto = "set-auto" [];
    /// A setting: only those who speak to the bot.
    SetAddressed = "set-addressed" [];
    /// A setting: also questions that it is sure of.
    SetSure = "set-sure" [];
    /// A setting: buttons to rate answers. `state` is `on` or `off`.
    SetFeedback = "set-feedback" ["state"];
    /// A setting: quiet mode. `state` is `on` or `off`.
    SetQuiet = "set-quiet" ["state"];
    /// A setting: the papers that are asked. `count` of them were chosen, 0 for all, of `total`.
    SetPapers = "set-papers" ["count", "total"];
    /// Asks for the papers to be asked in a group.
    ChooseGroup = "choose-group" [];
    /// Asks for the papers to be asked in a private chat.
    ChoosePrivate = "choose-private" [];
    /// A choice: all papers.
    ChooseAll = "choose-all" [];
    /// Leads back to the settings.
    ButtonSettings = "button-settings" [];
    /// Of how many papers a chat asks only some. `count` of `total`; `place` is `group` or `private`.
    ChosenPapers = "chosen-papers" ["count", "total", "place"];
    /// A setting was kept.
    SettingsKept = "settings-kept" [];
    /// Somebody else than an admin pressed.
    AdminsOnly = "admins-only" [];

    /// What is kept of people. `days`.
    Privacy = "privacy" ["days"];
    /// What was deleted. `answers`, `votes`, `settings` (`yes`, `no`, or `kept` where only admins may).
    Forgotten = "forgotten" ["answers", "votes", "settings"];
    /// It cannot be done now.
    Trouble = "trouble" [];

    /// For curators: above what was not answered. `days`.
    Unanswered = "unanswered" ["days"];
    /// For curators: everything was answered. `days`.
    UnansweredNone = "unanswered-none" ["days"];
    /// For curators: figures. `days`, `answer`, `related`, `none`, `up`, `down`, `chats`.
    Stats = "stats" ["days", "answer", "related", "none", "up", "down"];

    /// For curators: a document was sent, and the papers are compiled in.
    UploadNowhere = "upload-nowhere" [];
    /// For curators: a document is being read. `name` of the file.
    UploadReading = "upload-reading" ["name"];
    /// For curators: a document cannot be a paper. `why`: a kind of error.
    UploadRefused = "upload-refused" ["why"];
    /// For curators: what a document does not tell of itself. `details`.
    UploadLacks = "upload-lacks" ["details"];
    /// A detail of a paper. `name`.
    Detail = "detail" ["name"];
    /// For curators: above what a reviewer should look at, in the importer's own words. `count`.
    UploadDoubts = "upload-doubts" ["count"];
    /// For curators: whether a document is to be taken in. `id`.
    UploadAsk = "upload-ask" ["id"];
    /// For curators: the same, in the place of an older version. `id`; `count`: paragraphs that differ.
    UploadAskReplace = "upload-ask-replace" ["id", "count"];
    /// For curators: the paper that a document was to replace has changed since.
    UploadOutdated = "upload-outdated" [];
    /// Takes a document in.
    ButtonTakeIn = "button-take-in" [];
    /// Takes a document in, in the place of an older version.
    ButtonReplace = "button-replace" [];
    /// Throws a document away.
    ButtonThrowAway = "button-throw-away" [];
    /// A document was taken in. `title`.
    TakenIn = "taken-in" ["title"];
    /// A document was thrown away. `title`.
    ThrownAway = "thrown-away" ["title"];
    /// For curators: `/remove` without a paper.
    RemoveUsage = "remove-usage" [];
    /// For curators: whether a paper is to be taken out. `title`, `id`.
    RemoveAsk = "remove-ask" ["title", "id"];
    /// Takes a paper out.
    ButtonRemove = "button-remove" [];
    /// A paper was taken out. `title`.
    Removed = "removed" ["title"];
    /// The only paper cannot be taken out.
    RemoveOnly = "remove-only" [];

    /// Inline: nothing was found; leads to the private chat.
    InlineNothing = "inline-nothing" [];

    /// What the bot is, in an empty chat. At most 512 characters.
    Description = "description" [];
    /// What the bot is, on its profile. At most 120 characters.
    ShortDescription = "short-description" [];
    /// `/ask` in a menu.
    MenuAsk = "menu-ask" [];
    /// `/sections` in a menu.
    MenuSections = "menu-sections" [];
    /// `/para` in a menu.
    MenuPara = "menu-para" [];
    /// `/paper` in a menu.
    MenuPaper = "menu-paper" [];
    /// `/papers` in a menu.
    MenuPapers = "menu-papers" [];
    /// `/language` in a menu.
    MenuLanguage = "menu-language" [];
    /// `/settings` in a menu.
    MenuSettings = "menu-settings" [];
    /// `/privacy` in a menu.
    MenuPrivacy = "menu-privacy" [];
    /// `/forget` in a menu.
    MenuForget = "menu-forget" [];
    /// `/help` in a menu.
    MenuHelp = "menu-help" [];
}

/// Arguments that are numbers, for plurals and for the names of months. All others are texts, so that no thousands are parted.
const NUMBERS: [&str; 9] =
    ["count", "month", "days", "paragraphs", "sections", "answers", "votes", "number", "others"];

/// Sentences in one language.
pub struct Words {
    language: Language,
    bundle: &'static FluentBundle<FluentResource>,
}

static TRADITIONAL: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("zh-Hant-HK", include_str!("../../locales/zh-Hant.ftl")));
static SIMPLIFIED: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("zh-Hans-CN", include_str!("../../locales/zh-Hans.ftl")));
static ENGLISH: LazyLock<FluentBundle<FluentResource>> =
    LazyLock::new(|| bundle("en-GB", include_str!("../../locales/en.ftl")));

/// Reads a file. What is wrong in one is found by the tests below, not by users.
fn bundle(locale: &str, source: &str) -> FluentBundle<FluentResource> {
    let resource =
        FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
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

    /// A sentence with arguments.
    pub fn say_with(&self, message: Message, arguments: &[(&'static str, &str)]) -> String {
        let mut fluent = FluentArgs::with_capacity(arguments.len());
        for &(name, value) in arguments {
            match value.parse::<u32>() {
                Ok(number) if NUMBERS.contains(&name) && number < 1000 => fluent.set(name, number),
                _ => fluent.set(name, value),
            }
        }
        let Some(pattern) =
            self.bundle.get_message(message.key()).and_then(|message| message.value())
        else {
            return String::new();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const SOURCES: [(Language, &str); 3] = [
        (Language::Traditional, include_str!("../../locales/zh-Hant.ftl")),
        (Language::Simplified, include_str!("../../locales/zh-Hans.ftl")),
        (Language::English, include_str!("../../locales/en.ftl")),
    ];

    /// The messages of a file: key and source.
    fn messages(source: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(" =") {
                Some((key, rest)) if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                    found.push((key.into(), rest.into()))
                }
                _ => {
                    if let Some((_, text)) = found.last_mut() {
                        text.push_str(line);
                    }
                }
            }
        }
        found
    }

    #[test]
    fn every_message_is_in_every_language_and_no_other() {
        for (language, source) in SOURCES {
            assert!(
                FluentResource::try_new(source.to_owned()).is_ok(),
                "{language} does not parse"
            );
            let mut keys: Vec<_> = messages(source).into_iter().map(|(key, _)| key).collect();
            let mut expected: Vec<_> =
                Message::ALL.iter().map(|message| message.key().to_owned()).collect();
            keys.sort_unstable();
            expected.sort_unstable();
            assert_eq!(keys, expected, "{language}");
        }
    }

    #[test]
    fn every_argument_is_used_and_no_other() {
        for message in Message::ALL {
            let declared: BTreeSet<String> =
                message.arguments().iter().map(|&name| name.to_owned()).collect();
            let mut used = BTreeSet::new();
            for (_, source) in SOURCES {
                for (_, text) in messages(source).iter().filter(|(key, _)| key == message.key()) {
                    let names = text.split('$').skip(1);
                    used.extend(names.map(|rest| {
                        rest.chars()
                            .take_while(|letter| letter.is_ascii_lowercase())
                            .collect::<String>()
                    }));
                    // a message that stands in another brings its own
                    for other in Message::ALL
                        .iter()
                        .filter(|other| text.contains(&format!("{{ {} }}", other.key())))
                    {
                        used.extend(other.arguments().iter().map(|&name| name.to_owned()));
                    }
                }
            }
            assert_eq!(used, declared, "{}", message.key());
        }
    }

    #[test]
    fn months_have_their_names() {
        let named = |language, month: usize| {
            Words::new(language)
                .say_with(Message::DateMonth, &[("year", "2010"), ("month", &month.to_string())])
        };
        let months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        for (place, name) in months.into_iter().enumerate() {
            assert_eq!(named(Language::English, place + 1), format!("{name} 2010"));
            assert_eq!(named(Language::Traditional, place + 1), format!("2010年{}月", place + 1));
        }
    }

    #[test]
    fn every_kind_of_thing_has_a_sentence_of_its_own() {
        for (language, _) in SOURCES {
            let said =
                ["money", "size", "rate", "person", "list", "count", "date", "duration", "other"]
                    .map(|asked| {
                        Words::new(language).say_with(Message::Related, &[("asked", asked)])
                    });
            for (place, sentence) in said.iter().enumerate() {
                assert!(
                    !said.iter().skip(place + 1).any(|other| other == sentence),
                    "{language}: {sentence}"
                );
            }
        }
    }

    #[test]
    fn every_message_is_complete_with_its_arguments() {
        for (language, _) in SOURCES {
            for &message in Message::ALL {
                for value in ["1", "2", "off"] {
                    let arguments: Vec<_> =
                        message.arguments().iter().map(|&name| (name, value)).collect();
                    let said = Words::new(language).say_with(message, &arguments);
                    assert!(
                        !said.is_empty() && !said.contains(['{', '}']),
                        "{language} {message:?}: {said}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_telegram_limits_is_short_enough() {
        for (language, _) in SOURCES {
            let words = Words::new(language);
            assert!(words.say(Message::Description).chars().count() <= 512, "{language}");
            assert!(words.say(Message::ShortDescription).chars().count() <= 120, "{language}");
            let toasts = [
                Message::NoLonger,
                Message::VotedUp,
                Message::VotedDown,
                Message::VotedBack,
                Message::SettingsKept,
                Message::AdminsOnly,
            ];
            for toast in toasts.into_iter().chain([Message::Trouble]) {
                assert!(words.say(toast).chars().count() <= 200, "{language} {toast:?}");
            }
            assert!(words.say(Message::InlineNothing).chars().count() <= 64, "{language}");
        }
    }
}
