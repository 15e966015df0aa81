//! One conversation for every place where people talk to the bot: what they write or press, and the card that they get.
//!
//! What must be kept (settings, votes) is kept by the caller: here are no files and no clock.

mod command;
mod target;

pub use crate::question::points_elsewhere;
pub use command::{Command, command, understand};
pub use target::{decode, encode, start_payload};

use crate::answer::{self, Engine, Intent, Outcome, Question, Reply, Talk, Turn, Verdict};
use crate::corpus::{Corpus, Paper};
use crate::language::Language;
use crate::present::{self, Block, Card, Extras, Message, Opens, Target, Upkeep};
use crate::settings::{Change, Settings};

/// Most questions that are offered instead of one.
const MOST_OFFERED: usize = 3;

/// Of what stands behind `/para`, so many spaces may be between the numbers and a paper's name.
const MOST_SPLITS: usize = 8;

/// Behind `?start=`: somebody who found nothing elsewhere.
pub const START_ASK: &str = "ask";

/// The papers of a conversation.
#[derive(Clone, Copy)]
pub struct Engines<'e> {
    /// Answers from all papers: what is shown by its place may be in any.
    pub all: &'e Engine,
    /// Answers from those that the chat has chosen.
    pub asked: &'e Engine,
}

impl<'e> Engines<'e> {
    /// Where all papers are asked.
    pub const fn of(all: &'e Engine) -> Self {
        Self { all, asked: all }
    }
}

/// Where and with whom the bot speaks.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The language to speak with somebody whose words tell none.
    pub reader: Language,
    /// Whether that is known to be theirs.
    pub reader_is_known: bool,
    /// What the chat has chosen.
    pub settings: &'c Settings,
    /// What the conversation was last about.
    pub after: Option<&'c Turn>,
    /// The question that a pressed card answers, if it is known.
    pub question: Option<&'c str>,
    /// Whether it is a group.
    pub group: bool,
    /// How long what was not answered is kept.
    pub retention_days: u32,
}

impl Context<'_> {
    /// The language of what the bot says of itself.
    pub fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.reader)
    }
}

/// What somebody gets.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The card.
    pub card: Card,
    /// What the conversation is about now.
    pub turn: Option<Turn>,
    /// The question that it was; `None` for what was none.
    pub asked: Option<AskedQuestion>,
    /// Whether it returns small talk: where people talk to each other, it is better left unsaid.
    pub is_talk: bool,
}

/// A question that was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedQuestion {
    /// What it came to.
    pub outcome: Outcome,
    /// The language of the reply.
    pub language: Language,
    /// Whether it was surely a question and is surely answered.
    pub sure: bool,
    /// Whether its form is that of a question.
    pub asks: bool,
}

/// What somebody gets for a command.
pub fn respond(engines: Engines<'_>, command: Command<'_>, context: &Context<'_>) -> Response {
    let engine = engines.asked;
    let corpus = engine.corpus();
    let language = context.language();
    let card = match command {
        Command::Ask(question) if question.trim().is_empty() => {
            present::ask_empty(language, corpus)
        }
        Command::Ask(question) => return answer(engines, question, context),
        Command::Start(payload) => match target::read_start(payload, engines.all.corpus()) {
            Some(target) => return show(engines, &target, context, language).unwrap_or_default(),
            None => present::start(language, corpus),
        },
        Command::Help => present::help(language, corpus),
        // of the paper that is spoken of
        Command::Sections => {
            let last = context.after.filter(|_| corpus.papers().len() > 1);
            let shown = last.map(|turn| Target::Paper(turn.paper.clone()));
            let shown = shown.and_then(|target| show(engines, &target, context, language));
            return shown.unwrap_or_else(|| Response {
                card: papers(engines, context, language, 0),
                turn: context.after.cloned(),
                ..Response::default()
            });
        }
        Command::Summary(words) => return summary(engine, words, context),
        Command::Para(numbers) => return para(engines, numbers, context),
        Command::Paper => present::about(language, corpus),
        Command::Papers("") if corpus.papers().len() == 1 => present::about(language, corpus),
        Command::Papers("") => papers(engines, context, language, 0),
        Command::Papers(words) => {
            let reply = engine.papers_called(words, language);
            let extras = Extras { group: context.group, ..Extras::default() };
            reply_card(engines, &reply, &extras, context)
        }
        Command::Language(None) => present::choose_language(language, context.settings),
        Command::Language(Some(chosen)) => language_chosen(chosen, context),
        Command::Settings => settings_card(engines.all, context.settings, context),
        Command::Privacy => present::notice_with(
            language,
            Message::Privacy,
            &[("days", &context.retention_days.to_string())],
        ),
        Command::Forget => forgotten(language, 0, 0, Forgotten::Nothing),
        // for curators; of others, nobody need know that they exist
        Command::Unanswered | Command::Stats | Command::Remove(_) | Command::Unknown => {
            present::notice(language, Message::NoCommand)
        }
    };
    let turn = context.after.filter(|_| command != Command::Forget).cloned();
    Response { card, turn, ..Response::default() }
}

/// The papers that the chat asks: a page of them, from 0.
fn papers(engines: Engines<'_>, context: &Context<'_>, language: Language, page: u32) -> Card {
    let mut card = present::papers(language, engines.asked.corpus(), page);
    card.blocks.extend(chosen(engines, context, language));
    card
}

/// That the chat asks only some of the papers, if it does.
fn chosen(engines: Engines<'_>, context: &Context<'_>, language: Language) -> Option<Block> {
    present::chosen_papers(language, context.settings, engines.all.corpus(), context.group)
}

/// A reply as a card. Where a paper is missed, it may be one that the chat does not ask.
fn reply_card(
    engines: Engines<'_>,
    reply: &Reply<'_>,
    extras: &Extras<'_>,
    context: &Context<'_>,
) -> Card {
    let mut card = present::reply(engines.asked.corpus(), reply, extras);
    if let Verdict::NoSuchPaper { .. } | Verdict::Papers { .. } = reply.verdict {
        card.blocks.extend(chosen(engines, context, reply.language));
    }
    card
}

/// The settings of a chat, as they are now.
fn settings_card(all: &Engine, settings: &Settings, context: &Context<'_>) -> Card {
    let language = settings.language.unwrap_or(context.reader);
    present::settings(language, settings, all.corpus(), context.group)
}

/// What a curator gets who wants a paper taken out: whether it is meant, or, where the words name no single one, which there are.
pub fn removal(engine: &Engine, words: &str, language: Language) -> Card {
    let corpus = engine.corpus();
    let by_id = corpus.paper(words.trim()).map(|(_, paper)| paper);
    let called = engine.papers_named(words).unwrap_or_default();
    let by_name = match called.as_slice() {
        [id] => paper_of(corpus, id),
        _ => None,
    };
    match by_id.or(by_name) {
        Some(paper) => present::ask_to_remove(language, paper),
        None => present::notice(language, Message::RemoveUsage),
    }
}

/// The card to show for a choice that was kept: what can be chosen, as it stands now.
pub fn choice_kept(
    all: &Engine,
    change: &Change,
    settings: &Settings,
    context: &Context<'_>,
) -> Card {
    let language = settings.language.unwrap_or(context.reader);
    let page = match change {
        Change::AllPapers => 0,
        Change::Paper(paper, _) => present::page_of(all.corpus(), paper),
        _ => return settings_card(all, settings, context),
    };
    present::choose_papers(language, settings, all.corpus(), page, context.group)
}

/// The card for a language that was chosen, in that language.
pub fn language_chosen(chosen: Option<Language>, context: &Context<'_>) -> Card {
    match chosen {
        Some(language) => present::notice(language, Message::LanguageFixed),
        None => present::notice(context.reader, Message::LanguageAuto),
    }
}

/// What became of a chat's settings when it was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// They were deleted.
    Settings,
    /// They stay: only admins may delete them.
    Kept,
    /// There were none.
    Nothing,
}

/// Tells what was deleted.
pub fn forgotten(language: Language, answers: u64, votes: u64, settings: Forgotten) -> Card {
    let settings = match settings {
        Forgotten::Settings => "yes",
        Forgotten::Kept => "kept",
        Forgotten::Nothing => "no",
    };
    let arguments = [
        ("answers", answers.to_string()),
        ("votes", votes.to_string()),
        ("settings", settings.to_owned()),
    ];
    present::notice_with(
        language,
        Message::Forgotten,
        &arguments.each_ref().map(|(name, value)| (*name, value.as_str())),
    )
}

fn answer(engines: Engines<'_>, question: &str, context: &Context<'_>) -> Response {
    let engine = engines.asked;
    let asked = Question {
        text: question,
        language: context.settings.language,
        fallback: context.reader,
        fallback_is_known: context.reader_is_known,
        after: context.after,
        papers: None,
    };
    if let Intent::Talk(talk) = engine.intent(question) {
        return small_talk(engine, question, talk, context);
    }
    let reply = engine.answer(&asked);
    let is_read = reply.verdict.is_read();
    let offered = match reply.verdict {
        Verdict::Related { .. } | Verdict::None => {
            engine.suggestions(question, reply.language, MOST_OFFERED)
        }
        _ => Vec::new(),
    };
    let feedback = context.settings.feedback && !is_read;
    let extras = Extras { record: engine.record(&reply), offered, feedback, group: context.group };
    let card = reply_card(engines, &reply, &extras, context);
    let asked = AskedQuestion {
        outcome: reply.verdict.outcome(),
        language: reply.language,
        sure: reply.sure,
        asks: reply.asks,
    };
    Response { card, turn: reply.turn, asked: (!is_read).then_some(asked), is_talk: false }
}

/// A line in return, in the language of the words. It is no question, and is not counted as one.
fn small_talk(engine: &Engine, words: &str, talk: Talk, context: &Context<'_>) -> Response {
    // a word or two of English are small talk in any language
    let own = if context.reader_is_known && words.is_ascii() {
        context.reader
    } else {
        answer::language_of(words, context.reader)
    };
    let language = context.settings.language.unwrap_or(own);
    Response {
        card: present::talk(language, engine.corpus(), talk),
        turn: context.after.cloned(),
        asked: None,
        is_talk: true,
    }
}

/// Whether what stands behind `/start` leads to a paper or a paragraph that is there.
pub fn is_link(payload: &str, corpus: &Corpus) -> bool {
    target::read_start(payload, corpus).is_some()
}

/// What the paper that the conversation is about, or the newest, says in short.
fn summary(engine: &Engine, words: &str, context: &Context<'_>) -> Response {
    let last = context.after.and_then(|turn| paper_of(engine.corpus(), &turn.paper));
    let language =
        context.settings.language.unwrap_or_else(|| answer::language_of(words, context.reader));
    let card = last
        .or_else(|| newest(engine.corpus()))
        .map(|paper| present::opening(language, paper))
        .unwrap_or_default();
    Response { card, turn: context.after.cloned(), ..Response::default() }
}

fn newest(corpus: &Corpus) -> Option<&Paper> {
    present::newest_first(corpus.papers()).into_iter().next()
}

/// Paragraphs by number, of the paper that is named behind them (`/para 4 2013`), that the conversation is about, or the newest: what stands
/// behind `/para`.
fn para(engines: Engines<'_>, numbers: &str, context: &Context<'_>) -> Response {
    let engine = engines.asked;
    match read_numbers(engine, numbers, context) {
        Numbered::Read(reply) => {
            let record = engine.record(&reply);
            let extras = Extras { record, group: context.group, ..Extras::default() };
            let card = present::reply(engine.corpus(), &reply, &extras);
            Response { card, turn: reply.turn, ..Response::default() }
        }
        Numbered::Which(reply) => {
            let card = reply_card(engines, &reply, &Extras::default(), context);
            Response { card, turn: context.after.cloned(), ..Response::default() }
        }
        Numbered::Usage(card) => {
            Response { card, turn: context.after.cloned(), ..Response::default() }
        }
    }
}

/// What `/para` comes to.
#[derive(Debug)]
pub enum Numbered<'e> {
    /// Paragraphs, or that there are none of these numbers.
    Read(Reply<'e>),
    /// Several papers are called so.
    Which(Reply<'e>),
    /// No number was said.
    Usage(Card),
}

/// Reads what stands behind `/para`.
pub fn read_numbers<'e>(engine: &'e Engine, numbers: &str, context: &Context<'_>) -> Numbered<'e> {
    let last = context.after.and_then(|turn| paper_of(engine.corpus(), &turn.paper));
    let paper = last.or_else(|| newest(engine.corpus()));
    let is_place =
        |text: &str| matches!(engine.intent(&format!("paragraph {text}")), Intent::Read(_));
    let spaces = numbers.match_indices(char::is_whitespace).map(|(at, _)| at).take(MOST_SPLITS);
    let named = spaces.filter_map(|at| numbers.split_at_checked(at)).find_map(|(place, paper)| {
        let papers = is_place(place).then(|| engine.papers_named(paper)).flatten()?;
        Some((place, paper.trim(), papers))
    });
    let (numbers, named) = match &named {
        // of several papers, who asks says which
        Some((_, paper, papers))
            if papers.len() != 1 && !last.is_some_and(|own| papers.contains(&own.id)) =>
        {
            return Numbered::Which(engine.papers_called(paper, context.language()));
        }
        Some((place, _, papers)) => (*place, Some(papers.as_slice())),
        None => (numbers, None),
    };
    // a bare number names a paragraph here, and a message that is more than a place does not
    let text = format!("paragraph {numbers}");
    let asked = Question {
        language: Some(context.language()),
        after: context.after,
        papers: named,
        ..Question::new(&text)
    };
    if !is_place(numbers) {
        return Numbered::Usage(present::para_usage(context.language(), paper));
    }
    Numbered::Read(engine.answer(&asked))
}

/// A paper by its id.
fn paper_of<'k>(corpus: &'k Corpus, id: &str) -> Option<&'k Paper> {
    corpus.paper(id).map(|(_, paper)| paper)
}

/// What a conversation is about where a paragraph is read.
fn turn(paper: &Paper, number: u32, language: Language) -> Option<Turn> {
    let heading = paper.section_of(number).and_then(|section| section.heading.nearest(language));
    let subject = heading.map(|(_, heading)| heading.to_owned()).unwrap_or_default();
    paper.paragraph(number).map(|_| Turn { paper: paper.id.clone(), paragraph: number, subject })
}

/// What a press of a button comes to.
#[derive(Clone, Debug)]
pub enum Press {
    /// A card is shown.
    Show(Box<Response>, Opens),
    /// A vote on the card.
    Vote(bool),
    /// A choice of the chat.
    Set(Change),
    /// A curator's decision on a paper.
    Upkeep(Upkeep),
    /// The button is of another time.
    Stale,
}

/// What a press of a button comes to.
pub fn press(engines: Engines<'_>, data: &str, context: &Context<'_>) -> Press {
    let Some((target, language, opens)) = decode(data, engines.all.corpus()) else {
        return Press::Stale;
    };
    match target {
        Target::Vote(up) => Press::Vote(up),
        Target::Set(change) => Press::Set(change),
        Target::Upkeep(upkeep) => Press::Upkeep(upkeep),
        target => show(engines, &target, context, language)
            .map_or(Press::Stale, |response| Press::Show(Box::new(response), opens)),
    }
}

/// What a button shows; `None` where the papers have it no longer, or it shows nothing.
pub fn show(
    engines: Engines<'_>,
    target: &Target,
    context: &Context<'_>,
    reader: Language,
) -> Option<Response> {
    let engine = engines.all;
    let corpus = engine.corpus();
    let paper = |id: &str| paper_of(corpus, id);
    let (card, turn) = match target {
        Target::Papers(page) => (papers(engines, context, reader, *page), None),
        Target::Paper(id) => {
            let paper = paper(id)?;
            // what was read in it stays what is spoken of
            let last = context.after.filter(|turn| turn.paper == paper.id).cloned();
            let turn = last.unwrap_or_else(|| Turn::of_paper(paper, ""));
            (present::contents(reader, paper), Some(turn))
        }
        Target::Section(id, section) => {
            let paper = paper(id)?;
            let section = paper.section(section)?;
            let card = present::paragraphs(
                reader,
                paper,
                paper.paragraphs_of(section),
                target,
                context.group,
            );
            (
                card,
                paper
                    .paragraphs_of(section)
                    .next()
                    .and_then(|first| turn(paper, first.number, reader)),
            )
        }
        Target::Paragraph(id, number) => {
            let paper = paper(id)?;
            (
                present::paragraphs(
                    reader,
                    paper,
                    std::iter::once(paper.paragraph(*number)?),
                    target,
                    context.group,
                ),
                turn(paper, *number, reader),
            )
        }
        Target::Paragraphs(id, first, last) => {
            let paper = paper(id)?;
            let mut own = paper
                .paragraphs
                .iter()
                .filter(|paragraph| (*first..=*last).contains(&paragraph.number))
                .peekable();
            let turn = turn(paper, own.peek()?.number, reader);
            (present::paragraphs(reader, paper, own, target, context.group), turn)
        }
        Target::Answer(record) => {
            let reply = engine.recall(record, reader)?;
            let feedback = context.settings.feedback && !reply.verdict.is_read();
            let question =
                context.question.filter(|_| matches!(reply.verdict, Verdict::Related { .. }));
            let offered = question
                .map(|question| engine.suggestions(question, reader, MOST_OFFERED))
                .unwrap_or_default();
            let extras =
                Extras { record: Some(record.clone()), offered, feedback, group: context.group };
            (present::reply(corpus, &reply, &extras), None)
        }
        Target::Question(words) => {
            let settings = &Settings { language: Some(reader), ..context.settings.clone() };
            return Some(answer(engines, words, &Context { settings, after: None, ..*context }));
        }
        Target::Settings => (settings_card(engine, context.settings, context), None),
        Target::Choose(page) => {
            let settings = context.settings;
            (present::choose_papers(reader, settings, corpus, *page, context.group), None)
        }
        Target::Vote(_) | Target::Set(_) | Target::Upkeep(_) => return None,
    };
    Some(Response { card, turn, ..Response::default() })
}

/// A found paragraph for somebody to choose, where nobody has the room to read it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Tells it from all others: the same paragraph, sentences and language have the same.
    pub id: String,
    /// What it is about, in a line.
    pub title: String,
    /// What it says, in a line or two.
    pub description: String,
    /// What is sent when it is chosen.
    pub card: Card,
}

/// What somebody may choose from.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The language of it all.
    pub language: Language,
    /// Whether that is the reader's, so that others would get something else for the same words.
    pub of_reader: bool,
    /// The likeliest first.
    pub all: Vec<Choice>,
}

/// Paragraphs that some words may be about; the sections where there are no words.
pub fn choices(engine: &Engine, words: &str, reader: Language, reader_is_known: bool) -> Choices {
    if words.trim().is_empty() {
        return Choices { language: reader, of_reader: true, all: sections(engine, reader) };
    }
    // of what tells its language, all get the same
    let of_reader = !answer::tells_language(words);
    let fallback = if of_reader { reader } else { Language::Traditional };
    let fallback_is_known = of_reader && reader_is_known;
    let question = Question { fallback, fallback_is_known, ..Question::new(words) };
    let (language, found) = engine.candidates(&question);
    let choices = found.iter().filter_map(|citation| {
        let record = engine.record_of(citation);
        choice(
            present::citation(language, citation, record.clone()),
            &Target::Answer(record),
            language,
        )
    });
    Choices { language, of_reader, all: choices.collect() }
}

fn sections(engine: &Engine, reader: Language) -> Vec<Choice> {
    let settings = &Settings::default();
    let context = Context {
        reader,
        reader_is_known: false,
        settings,
        after: None,
        question: None,
        group: true,
        retention_days: 0,
    };
    let papers = present::newest_first(engine.corpus().papers()).into_iter();
    let sections =
        papers.flat_map(|paper| paper.sections.iter().map(move |section| (paper, section)));
    let choices = sections.filter_map(|(paper, section)| {
        let target = Target::Section(paper.id.clone(), section.id.clone());
        choice(show(Engines::of(engine), &target, &context, reader)?.card, &target, reader)
    });
    choices.collect()
}

fn choice(card: Card, target: &Target, language: Language) -> Option<Choice> {
    let (title, description) = present::summary(&card)?;
    let button = present::Button {
        label: String::new(),
        spoken: None,
        target: target.clone(),
        language,
        opens: Opens::Here,
    };
    Some(Choice { id: encode(&button), title, description, card })
}

/// The language to speak with somebody whose words tell none: that of their client, English for a foreign one; where there is none, the first paper's.
pub fn reader(client: Option<&str>, corpus: &Corpus) -> Language {
    let own =
        || corpus.papers().first().map(|paper| paper.language).unwrap_or(Language::Traditional);
    match client {
        // who reads neither Chinese nor English is likelier to read English
        Some(client) => Language::of_client(client).unwrap_or(Language::English),
        None => own(),
    }
}
