//! Papers that curators send to the bot, and take out by it: those of `ADMIN_IDS`, in private.
//!
//! A document is read by a process of its own, with bounds on its time and memory and without this one's environment, into a folder beside the papers.
//! There it waits for the button that takes it in or throws it away, over restarts, for a day.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, SystemTime};
use std::{fs, io};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio::process::Command;

use super::api::Failure;
use super::bot::{Bot, insist, kept, now, sent};
use super::incoming::{Place, Pressed, Uploaded};
use crate::conversation::Context;
use crate::corpus::{Corpus, Files, Paper};
use crate::language::Language;
use crate::library::{self, folder};
use crate::present::{self, Card, Message, Upkeep};
use crate::store::{Asked, Sent};

/// Largest file that Telegram gives to bots, in bytes.
const LARGEST: usize = 20 << 20;

/// How long reading a document may take, all waiting included.
const LONGEST: Duration = Duration::from_secs(90);

/// Where documents wait that were read. Names that begin so are not read as papers.
const WAITING: &str = "_uploads";

/// How long they do.
const KEPT: Duration = Duration::from_secs(24 * 3600);

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
    changes: Vec<String>,
    #[serde(default)]
    replaced: bool,
    #[serde(default)]
    faults: Vec<String>,
    error: Option<String>,
    why: Option<String>,
}

/// Reads a document, and asks whether it is to be taken in.
pub(super) async fn received(bot: &Bot, uploaded: Uploaded) {
    let Uploaded { place, author, .. } = &uploaded;
    let (chat, message) = (place.chat, i64::from(place.message));
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
    let waiting = waiting_at(papers, place);
    let card = match read(bot, &uploaded, papers, &waiting).await {
        Ok((paper, report)) => {
            if let Some(shared) = bot.library.shared()
                && let Err(error) =
                    shared.keep_waiting(&name_of(chat, place.message), &waiting).await
            {
                tracing::error!(%error, "a document can be taken in by this instance alone");
            }
            let changes = report.replaced.then_some(report.changes.len());
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
fn waiting_at(papers: &Path, place: &Place) -> PathBuf {
    waiting_of(papers, place.chat, place.message)
}

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
            tracing::warn!(cause = %failure, "a document did not come");
            return Err(Refused::because(if too_large { "too_large" } else { "not_fetched" }));
        }
    };
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
    if !matches!(prepared, Ok(Ok(()))) {
        tracing::error!("a document cannot be kept beside the papers");
        return Err(Refused::because("not_kept"));
    }
    let report = import(&document, waiting, &id).await?;
    if let Some(error) = &report.error {
        // the words of the importer, which quote no document
        tracing::info!(%error, "a document that was sent cannot be a paper");
        return Err(Refused { why: report.why.unwrap_or_else(|| "faulty".to_owned()) });
    }
    let _ = fs::remove_file(&document);
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
    let digest = || {
        let digest = Sha256::digest(bytes);
        let digits: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        format!("paper-{digits}")
    };
    Some(folder::id_of(Path::new(&uploaded.name)).unwrap_or_else(digest))
}

/// Lays out the folder in which a document is read: the document, and the paper that it may be a newer version of.
fn prepare(
    waiting: &Path,
    document: &Path,
    bytes: &[u8],
    old: &Path,
    new: &Path,
) -> io::Result<()> {
    let _ = fs::remove_dir_all(waiting);
    fs::create_dir_all(waiting)?;
    fs::write(document, bytes)?;
    if old.join("paper.toml").is_file() { copy(old, new) } else { Ok(()) }
}

/// Copies a paper's folder.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (entry, own) = (entry.as_ref().map(fs::DirEntry::path), entry.as_ref());
        let (Ok(path), Ok(own)) = (entry, own) else { continue };
        let to = to.join(own.file_name());
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            fs::copy(&path, &to)?;
        }
    }
    Ok(())
}

/// Has a document read by a process of its own.
async fn import(document: &Path, to: &Path, id: &str) -> Result<Report, Refused> {
    // the program as it runs, even if its file was replaced
    let own = Path::new("/proc/self/exe");
    let program = match std::env::current_exe() {
        Ok(program) if !own.exists() => program,
        _ => own.to_owned(),
    };
    let mut command = Command::new(program);
    command.args(["import", "--json", "--bounded", "--replace", "--id", id, "--to"]);
    command.arg(to).arg(document).env_clear().kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let ended = tokio::time::timeout(LONGEST, command.output()).await;
    let output = match ended {
        Err(_) => return Err(Refused::because("too_long")),
        Ok(Err(error)) => {
            tracing::error!(%error, "the importer cannot be started");
            return Err(Refused::because("not_kept"));
        }
        Ok(Ok(output)) => output,
    };
    // one that was ended by its bounds tells nothing
    serde_json::from_slice(&output.stdout).map_err(|_| Refused::because("too_long"))
}

/// The paper in a folder.
fn load(folder: &Path) -> Option<Paper> {
    let files = Files::read(folder).ok()?;
    let corpus = Corpus::load(&files).ok()?;
    corpus.papers().first().cloned()
}

/// Does what a curator decided; the card to show in the place of the one with the button. `None` for somebody who is no curator, and for what is there no
/// longer.
pub(super) async fn decided(
    bot: &Bot,
    pressed: &Pressed,
    place: &Place,
    upkeep: &Upkeep,
    context: &Context<'_>,
) -> Option<Card> {
    if !place.private || !pressed.author.user.is_some_and(|user| bot.admins.contains(&user)) {
        return None;
    }
    let language = context.language();
    let papers = bot.library.folder()?.to_owned();
    match upkeep {
        Upkeep::TakeIn(message) => {
            let waiting = waiting_of(&papers, place.chat, *message);
            let paper = fetch(bot, place.chat, *message, &waiting).await?;
            let id = paper.id.clone();
            let done = bot.library.take_in(waiting.join(&id), id).await;
            if done.is_ok() {
                forget(bot, place.chat, *message, &waiting).await;
            }
            Some(upkept(language, Message::TakenIn, &paper, done))
        }
        Upkeep::ThrowAway(message) => {
            let waiting = waiting_of(&papers, place.chat, *message);
            let paper = fetch(bot, place.chat, *message, &waiting).await?;
            forget(bot, place.chat, *message, &waiting).await;
            Some(present::upkept(language, Message::ThrownAway, &paper))
        }
        Upkeep::Remove(id) => {
            let engine = bot.engine();
            let (_, paper) = engine.corpus().paper(id)?;
            let done = bot.library.remove(id.clone()).await;
            Some(upkept(language, Message::Removed, paper, done))
        }
    }
}

/// The document that came in a message, to whichever instance.
async fn fetch(bot: &Bot, chat: i64, message: i32, waiting: &Path) -> Option<Paper> {
    if let Some(shared) = bot.library.shared()
        && !waiting.exists()
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
        && let Err(error) = shared.forget_waiting(&name_of(chat, message)).await
    {
        tracing::error!(%error, "a document that waited cannot be forgotten");
    }
}

fn upkept(
    language: Language,
    message: Message,
    paper: &Paper,
    done: Result<(), library::Error>,
) -> Card {
    match done {
        Ok(()) => {
            tracing::info!(paper = paper.id, "the papers were changed by a curator");
            present::upkept(language, message, paper)
        }
        Err(library::Error::Unchanged(folder::Unchanged::OnlyOne(_))) => {
            present::notice(language, Message::RemoveOnly)
        }
        Err(error) => {
            tracing::error!(%error, "the papers cannot be changed");
            present::notice(language, Message::Trouble)
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
