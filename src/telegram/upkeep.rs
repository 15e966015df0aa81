//! Papers that curators send to the bot, and take out by it: those of `ADMIN_IDS`, in private.
//!
//! A document is read by a process of its own, with bounds on its time and memory and without this one's environment, into a folder beside the papers.
//! There it waits for the button that takes it in or throws it away, over restarts, for a day.

use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, SystemTime};
use std::{fs, io};

use serde::Deserialize;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::sync::Semaphore;

use super::api::Failure;
use super::bot::{Bot, insist, kept, now, sent};
use super::incoming::{Place, Pressed, Uploaded};
use super::update::is_there;
use crate::conversation::Context;
use crate::corpus::{Corpus, Files, Paper};
use crate::language::Language;
use crate::library::{self, folder};
use crate::present::{self, Card, Message, Upkeep};
use crate::sha256;
use crate::store::{Asked, Sent};

/// Largest file that Telegram gives to bots, in bytes.
const LARGEST: usize = 20 << 20;

/// How long reading a document may take, all waiting included.
const LONGEST: Duration = Duration::from_secs(90);

/// Where documents wait that were read. Names that begin so are not read as papers.
const WAITING: &str = "_uploads";

/// How long they do.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// So often a document is read that ends the program, or that others end while it is read.
const MOST_TRIES: u8 = 2;

/// Beside a document that waits: how often it was begun to be read, and what the paper was that it is to replace.
const TRIES: &str = "_tries";
const BASE: &str = "_base";

/// One document is read at a time.
static READING: Semaphore = Semaphore::const_new(1);

/// More of what the importer tells is not read, in bytes.
const MOST_TOLD: u64 = 1 << 20;

/// So many digits of a digest name a paper for which there is no other name.
const DIGITS: usize = 8;

/// Longest ending of a file's name that is kept.
const LONGEST_EXTENSION: usize = 5;

/// Why a document was not read.
struct Refused {
    /// What it is called in the messages.
    why: String,
}

impl Refused {
    fn because(why: &str) -> Self {
        Self { why: why.to_owned() }
    }
}

/// What `import --json` tells.
#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    doubts: Vec<String>,
    #[serde(default)]
    changes: usize,
    #[serde(default)]
    replaced: bool,
    #[serde(default)]
    faults: Vec<String>,
    /// Whether the document could not be imported.
    #[serde(default, rename = "error", deserialize_with = "is_there")]
    failed: bool,
    why: Option<String>,
}

/// Reads a document, and asks whether it is to be taken in.
pub(super) async fn received(bot: &Bot, uploaded: Uploaded) {
    let Uploaded { place, author, .. } = &uploaded;
    let (chat, message) = (place.chat, i64::from(place.message));
    // Telegram brings an edit for a reaction, too
    if uploaded.edited
        && kept(bot.store.was_seen(chat, message, &uploaded.seen()).await).flatten() == Some(true)
    {
        return;
    }
    bot.store.keep_seen(chat, message, &uploaded.seen(), now());
    let settings = bot.settings(chat).await;
    let language = settings.language.unwrap_or(author.reader);
    // where it was handled before a crash, the message of then is changed
    let there = insist(|| bot.store.answers_to(chat, message)).await;
    let Some(papers) = bot.library.folder() else {
        let card = present::notice(language, Message::UploadNowhere);
        reply(bot, place, &card, &there).await;
        return;
    };
    let name = [("name", uploaded.name.as_str())];
    let reading = present::notice_with(language, Message::UploadReading, &name);
    let there = reply(bot, place, &reading, &there).await;
    let waiting = waiting_of(papers, chat, place.message);
    let card = match read(bot, &uploaded, papers, &waiting).await {
        Ok((paper, report)) => {
            if let Some(shared) = bot.library.shared()
                && let Err(error) =
                    shared.keep_waiting(&name_of(chat, place.message), &waiting).await
            {
                tracing::error!(%error, "a document could not be shared: only this instance can add it");
            }
            let changes = report.replaced.then_some(report.changes);
            present::received(language, &paper, &report.doubts, changes, place.message)
        }
        Err(Refused { why }) => {
            let _ = fs::remove_dir_all(&waiting);
            present::notice_with(language, Message::UploadRefused, &[("why", &why)])
        }
    };
    reply(bot, place, &card, &there).await;
}

/// Shows a card in the place of what was answered before, or as a reply: what is there now.
async fn reply(bot: &Bot, place: &Place, card: &Card, there: &[Sent]) -> Vec<Sent> {
    let drafts = bot.drafts(card, Some(place), (0, 0));
    let (settled, failure) = bot.outgoing.settle(place, &drafts, there).await;
    sent(place.chat, failure);
    let asked = Asked { chat: place.chat, message: i64::from(place.message), asker: None };
    kept(bot.store.keep_answers(&asked, &settled, None, now()).await);
    settled
}

/// Where the document that came in a message waits.
fn waiting_of(papers: &Path, chat: i64, message: i32) -> PathBuf {
    papers.join(WAITING).join(name_of(chat, message))
}

/// What the document that came in a message is called.
fn name_of(chat: i64, message: i32) -> String {
    format!("{chat}-{message}")
}

/// Fetches a document and makes a paper of it, in a folder of its own.
async fn read(
    bot: &Bot,
    uploaded: &Uploaded,
    papers: &Path,
    waiting: &Path,
) -> Result<(Paper, Report), Refused> {
    if uploaded.size.is_some_and(|size| size > LARGEST as u64) {
        return Err(Refused::because("too_large"));
    }
    let bytes = match bot.outgoing.download(&uploaded.file, LARGEST).await {
        Ok(bytes) => bytes,
        Err(Failure::Unreadable(_)) => return Err(Refused::because("too_large")),
        Err(failure) => {
            let too_large =
                matches!(&failure, Failure::Refused(words) if words.contains("too big"));
            tracing::warn!(cause = %failure, "a document could not be downloaded");
            return Err(Refused::because(if too_large { "too_large" } else { "not_fetched" }));
        }
    };
    let _reading = READING.acquire().await;
    let id = id_of(uploaded, &bytes).ok_or_else(|| Refused::because("id"))?;
    let name = Path::new(&uploaded.name);
    let extension = name.extension().map(|own| own.to_string_lossy().to_lowercase());
    let plain = |own: &String| {
        own.len() <= LONGEST_EXTENSION && own.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let extension = extension.filter(plain).unwrap_or_else(|| "txt".to_owned());
    let document = waiting.join(format!("document.{extension}"));
    let (old, new) = (papers.join(&id), waiting.join(&id));
    let prepared = {
        let (waiting, document) = (waiting.to_owned(), document.clone());
        tokio::task::spawn_blocking(move || prepare(&waiting, &document, &bytes, &old, &new)).await
    };
    match prepared {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => return Err(Refused::because("too_long")),
        Ok(Err(error)) => {
            tracing::error!(%error, "a document cannot be kept beside the papers");
            return Err(Refused::because("not_kept"));
        }
        Err(_) => return Err(Refused::because("not_kept")),
    }
    let report = import(&document, waiting, &id).await?;
    if report.failed {
        // what the importer says of a fault may quote what curators wrote
        let why = report.why.unwrap_or_else(|| "faulty".to_owned());
        tracing::info!(why, "a document that was sent cannot be a paper");
        return Err(Refused { why });
    }
    let _ = fs::remove_file(&document);
    let _ = fs::remove_file(waiting.join(TRIES));
    let folder = waiting.to_owned();
    let loaded = tokio::task::spawn_blocking(move || load(&folder)).await.ok().flatten();
    match loaded {
        Some(paper) if report.faults.is_empty() => Ok((paper, report)),
        _ => Err(Refused::because("faulty")),
    }
}

/// The id of the paper: what stands below the document, or the name of the file, or, where that is in Chinese, a digest.
fn id_of(uploaded: &Uploaded, bytes: &[u8]) -> Option<String> {
    let caption = uploaded.caption.trim();
    if !caption.is_empty() {
        return folder::is_id(caption).then(|| caption.to_owned());
    }
    let digest = || format!("paper-{}", sha256::of(bytes).chars().take(DIGITS).collect::<String>());
    Some(folder::id_of(Path::new(&uploaded.name)).unwrap_or_else(digest))
}

/// Lays out the folder in which a document is read: the document, and the paper that it may be a newer version of. Whether it is to be read: not
/// where that was begun too often and never ended.
fn prepare(
    waiting: &Path,
    document: &Path,
    bytes: &[u8],
    old: &Path,
    new: &Path,
) -> io::Result<bool> {
    let tries = fs::read(waiting.join(TRIES)).ok().and_then(|tries| tries.first().copied());
    let tries = tries.unwrap_or_default() + 1;
    let _ = fs::remove_dir_all(waiting);
    if tries > MOST_TRIES {
        return Ok(false);
    }
    fs::create_dir_all(waiting)?;
    fs::write(waiting.join(TRIES), [tries])?;
    fs::write(document, bytes)?;
    fs::write(waiting.join(BASE), digest(old))?;
    if old.join("paper.toml").is_file() {
        folder::write_files(new, &folder::read_files(old)?)?;
    }
    Ok(true)
}

/// What tells one version of a paper's folder from another; nothing where there is none.
fn digest(paper: &Path) -> String {
    Files::read(paper).map(|files| sha256::of_files(files.iter())).unwrap_or_default()
}

/// Has a document read by a process of its own.
async fn import(document: &Path, to: &Path, id: &str) -> Result<Report, Refused> {
    // the program as it runs, even if its file was replaced
    let own = Path::new("/proc/self/exe");
    let program = match std::env::current_exe() {
        Ok(program) if !own.exists() => program,
        _ => own.to_owned(),
    };
    let absolute = |path: &Path| std::path::absolute(path);
    let (Ok(to), Ok(document)) = (absolute(to), absolute(document)) else {
        return Err(Refused::because("not_kept"));
    };
    let mut command = Command::new(program);
    command.args(["import", "--json", "--bounded", "--replace"]).arg(format!("--id={id}"));
    command.arg("--to").arg(&to).arg(document);
    // neither this one's variables nor the .env beside it
    command.env_clear().current_dir(&to).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let ended = tokio::time::timeout(LONGEST, told_by(command)).await;
    let (told, status) = match ended {
        Err(_) => return Err(Refused::because("too_long")),
        Ok(Err(error)) => {
            tracing::error!(%error, "the importer cannot be run");
            return Err(Refused::because("not_kept"));
        }
        Ok(Ok(output)) => output,
    };
    serde_json::from_slice(&told).map_err(|_| {
        // one that was ended by its bounds tells nothing
        tracing::info!(%status, "the importer was ended by a document");
        Refused::because("too_long")
    })
}

/// Runs a program: what it writes to its standard output, as much of it as is read, and how it ended.
async fn told_by(mut command: Command) -> io::Result<(Vec<u8>, ExitStatus)> {
    let mut child = command.spawn()?;
    let mut told = Vec::new();
    if let Some(output) = child.stdout.take() {
        output.take(MOST_TOLD).read_to_end(&mut told).await?;
    }
    Ok((told, child.wait().await?))
}

/// The paper in a folder.
fn load(folder: &Path) -> Option<Paper> {
    let files = Files::read(folder).ok()?;
    let corpus = Corpus::load(&files).ok()?;
    corpus.paper_at(0).cloned()
}

/// Does what a curator decided: the card to show in the place of the one with the button, or what to tell them while that stays, such as where they are no
/// curator, or what the button is of is there no longer.
pub(super) async fn decided(
    bot: &Bot,
    pressed: &Pressed,
    place: &Place,
    upkeep: &Upkeep,
    context: &Context<'_>,
) -> Result<Card, Message> {
    let papers = bot.library.folder().filter(|_| bot.is_curator(place, &pressed.author));
    let papers = papers.ok_or(Message::NoLonger)?.to_owned();
    let language = context.language();
    match upkeep {
        Upkeep::TakeIn(message) => {
            let waiting = waiting_of(&papers, place.chat, *message);
            let fetched = fetch(bot, place.chat, *message, &waiting).await;
            let paper = fetched.ok_or(Message::NoLonger)?;
            let id = paper.id.clone();
            let base = fs::read_to_string(waiting.join(BASE)).unwrap_or_default();
            if base != digest(&papers.join(&id)) {
                forget(bot, place.chat, *message, &waiting).await;
                return Ok(present::notice(language, Message::UploadOutdated));
            }
            let done = bot.library.take_in(waiting.join(&id), id).await;
            let card = upkept(language, Message::TakenIn, &paper, done)?;
            forget(bot, place.chat, *message, &waiting).await;
            Ok(card)
        }
        Upkeep::ThrowAway(message) => {
            let waiting = waiting_of(&papers, place.chat, *message);
            let fetched = fetch(bot, place.chat, *message, &waiting).await;
            let paper = fetched.ok_or(Message::NoLonger)?;
            forget(bot, place.chat, *message, &waiting).await;
            Ok(present::upkept(language, Message::ThrownAway, &paper))
        }
        Upkeep::Remove(id) => {
            let engine = bot.engine();
            let (_, paper) = engine.corpus().paper(id).ok_or(Message::NoLonger)?;
            let done = bot.library.remove(id.clone()).await;
            upkept(language, Message::Removed, paper, done)
        }
    }
}

/// The document that came in a message, to whichever instance.
async fn fetch(bot: &Bot, chat: i64, message: i32, waiting: &Path) -> Option<Paper> {
    if let Some(shared) = bot.library.shared()
        && load(waiting).is_none()
        && let Err(error) = shared.fetch_waiting(&name_of(chat, message), waiting).await
    {
        tracing::error!(%error, "a document that waits cannot be read");
    }
    load(waiting)
}

/// Forgets the document that came in a message.
async fn forget(bot: &Bot, chat: i64, message: i32, waiting: &Path) {
    let _ = fs::remove_dir_all(waiting);
    if let Some(shared) = bot.library.shared()
        && let Err(error) = shared.forget_waiting(Some(&name_of(chat, message))).await
    {
        tracing::error!(%error, "a document that waited cannot be forgotten");
    }
}

fn upkept(
    language: Language,
    message: Message,
    paper: &Paper,
    done: Result<(), library::Error>,
) -> Result<Card, Message> {
    match done {
        Ok(()) => {
            tracing::info!(paper = paper.id, "the papers were changed by a curator");
            Ok(present::upkept(language, message, paper))
        }
        Err(library::Error::Unchanged(folder::Unchanged::OnlyOne(_))) => Err(Message::RemoveOnly),
        Err(library::Error::Faults(faults)) => {
            let places: Vec<_> = faults.iter().map(|fault| fault.file.as_str()).collect();
            tracing::error!(?places, "the papers cannot be changed: there are faults in them");
            Err(Message::Trouble)
        }
        Err(error) => {
            tracing::error!(%error, "the papers cannot be changed");
            Err(Message::Trouble)
        }
    }
}

/// Deletes what was read and neither taken in nor thrown away. It blocks.
pub(super) fn tidy(papers: &Path) {
    let Ok(entries) = fs::read_dir(papers.join(WAITING)) else { return };
    for entry in entries.flatten() {
        let changed = entry.metadata().and_then(|about| about.modified());
        let age = changed.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if age.is_some_and(|age| age > KEPT) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
