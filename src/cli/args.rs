//! The arguments.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::config::{LISTEN_ADDRESS, VARIABLES};
use crate::language::Language;

const EXAMPLES: &str = "\
Examples:
  briefing-bot ask \"前海由誰主導開發？\"
  briefing-bot ask --json \"How many agreements were signed?\"
  briefing-bot chat
  briefing-bot web
  TELOXIDE_TOKEN=… briefing-bot serve

Exit codes: 0 answered; 1 not answered, or faults or gaps found; 2 failure.";

/// Ask government briefing papers a question, on Telegram, on the web or here, and get the paragraph that answers it, quoted and cited.
#[derive(Debug, Parser)]
#[command(name = "briefing-bot", version, about, after_help = EXAMPLES, propagate_version = true)]
pub(super) struct Args {
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        help = "Folder of papers to use instead of the built-in ones [env: KNOWLEDGE_DIR]"
    )]
    pub(super) knowledge: Option<PathBuf>,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Answer one question, or many from standard input
    Ask(Ask),
    /// Talk to the bot in the terminal, as on Telegram
    Chat(Chat),
    /// Find every fault in a folder of papers
    Check(Check),
    /// Count how many questions with known answers are answered correctly
    Eval(Eval),
    /// Run the Telegram bot, and the pages if LISTEN is set
    Serve(Serve),
    /// Serve the pages alone, for a browser: no token is needed
    Web(Web),
    /// Turn documents (PDF, DOCX, HTML, plain text) into folders of papers to review
    Import(Import),
    /// List the papers, or remove or restore one
    Papers(Papers),
    /// List what the bot was asked and could not answer, for curators
    Report(Report),
    /// List what a paper lacks, and merge what somebody wrote to fill the gaps
    Curate(Curate),
    /// Print the licences of the program and of the data that it embeds
    Licences,
}

const PAPERS_EXAMPLES: &str = "\
Examples:
  briefing-bot papers
  briefing-bot --knowledge knowledge papers remove p-waste";

/// List the papers, or remove or restore one
#[derive(Debug, clap::Args)]
#[command(after_help = PAPERS_EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Papers {
    /// Print one JSON array
    #[arg(long)]
    pub(super) json: bool,

    #[command(subcommand)]
    pub(super) action: Option<PapersAction>,
}

/// What is done with papers.
#[derive(Debug, Subcommand)]
pub(super) enum PapersAction {
    /// Take a paper out of the --knowledge folder, or out of the library in PostgreSQL; a running bot stops using it
    Remove {
        /// The paper's id
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Put back a paper that was taken out
    Restore {
        /// The paper's id
        #[arg(value_name = "ID")]
        id: String,
    },
}

const ASK_EXAMPLES: &str = "\
Examples:
  briefing-bot ask 河套會起咩
  briefing-bot ask --language en \"七份協議係幾時簽？\"
  briefing-bot ask --explain \"Who chairs the meeting?\"
  echo '{\"q\": \"前海由誰主導開發？\"}' | briefing-bot ask --batch";

/// Answer one question, or many from standard input
#[derive(Debug, clap::Args)]
#[command(after_help = ASK_EXAMPLES)]
pub(super) struct Ask {
    /// The question; several words need no quotes
    #[arg(required_unless_present = "batch", value_name = "QUESTION")]
    pub(super) question: Vec<String>,

    /// Print one JSON object
    #[arg(long, conflicts_with = "explain")]
    pub(super) json: bool,

    /// Read JSON Lines from standard input, {"q": "…", "chat": "…", "language": "…", "paper": "…"} each, and print one object per line
    #[arg(long, conflicts_with_all = ["question", "explain"])]
    pub(super) batch: bool,

    /// Print why these paragraphs were ranked first, as a tree of scores
    #[arg(long)]
    pub(super) explain: bool,

    /// Answer in this language: zh-Hant, zh-Hans or en [default: the question's]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<Language>,

    /// Answer from this paper alone
    #[arg(long, value_name = "ID")]
    pub(super) paper: Option<String>,
}

const WEB_EXAMPLES: &str = "\
Examples:
  briefing-bot web
  briefing-bot --knowledge knowledge web --listen 0.0.0.0:8080

READER_URL is the pages' public address, if it differs from the address they listen on;
TRUSTED_PROXIES, QUESTIONS_PER_MINUTE and RUST_LOG apply as for serve.";

/// Serve the pages alone, for a browser: no token is needed
#[derive(Debug, clap::Args)]
#[command(after_help = WEB_EXAMPLES)]
pub(super) struct Web {
    /// Where the pages are served
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = listen_address)]
    pub(super) listen: std::net::SocketAddr,
}

/// Talk to the bot in the terminal, as on Telegram
#[derive(Debug, clap::Args)]
pub(super) struct Chat {
    /// The language to use until you write in another one: zh-Hant, zh-Hans or en [default: the paper's]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<Language>,
}

/// Find every fault in a folder of papers
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The folder of papers, or of one paper [default: --knowledge, else the papers compiled in]
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  briefing-bot eval tests/questions/hk-sz-2009/*.jsonl
  briefing-bot eval --misses tests/questions/hk-sz-2009/en.jsonl";

/// Count how many questions with known answers are answered correctly
#[derive(Debug, clap::Args)]
#[command(after_help = EVAL_EXAMPLES)]
pub(super) struct Eval {
    /// Files of questions with known answers, one JSON object per line; knowledge/README.md explains the keys and the columns
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    /// Print every question that is not counted as right
    #[arg(long)]
    pub(super) misses: bool,
}

/// Run the Telegram bot, and the pages if LISTEN is set
#[derive(Debug, clap::Args)]
#[command(after_help = variables())]
pub(super) struct Serve {
    /// Check whether the bot could run, without starting it: token, Telegram, database, papers, listener, webhook. Exit code 0 or 2
    #[arg(long)]
    pub(super) check: bool,
}

/// The variables of the environment, a line each.
fn variables() -> String {
    let mut text = "Environment, also from .env (see .env.example):".to_owned();
    for (name, purpose) in VARIABLES {
        text.push_str(&format!("\n  {name:<21}{purpose}"));
    }
    text
}

const CURATE_EXAMPLES: &str = "\
Examples:
  briefing-bot curate papers/my-paper
  briefing-bot curate papers/my-paper --brief > brief.md
  briefing-bot curate papers/my-paper --take entries.md

A person, or a language model of your choice, writes the entries into a file of its own, as the brief says. The bot itself uses no language model.";

/// List what a paper lacks (translation, questions, terms), and merge what somebody wrote to fill the gaps
#[derive(Debug, clap::Args)]
#[command(after_help = CURATE_EXAMPLES)]
pub(super) struct Curate {
    /// The folder of the paper; with DATABASE_URL=postgres://… and no folder of papers, its id
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,

    /// Print a brief: the paragraphs, and instructions for whoever writes what is missing
    #[arg(long, conflicts_with_all = ["take", "replace"])]
    pub(super) brief: bool,

    /// Check the entries in FILE, written as the brief says, and add those that pass to the folder
    #[arg(long, value_name = "FILE")]
    pub(super) take: Option<PathBuf>,

    /// Overwrite existing entries
    #[arg(long, requires = "take")]
    pub(super) replace: bool,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  briefing-bot report
  briefing-bot report --format markdown > to-curate.md

Reads the database of DATABASE_URL [default: sqlite:data/briefing-bot.sqlite].";

/// List what the bot was asked and could not answer, for curators
#[derive(Debug, clap::Args)]
#[command(after_help = REPORT_EXAMPLES)]
pub(super) struct Report {
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,

    /// Maximum number of questions, the most frequent first
    #[arg(long, value_name = "COUNT", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) most: u32,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Format {
    /// A table to read
    Table,
    /// One JSON object per line
    Jsonl,
    /// A checklist, grouped by the paragraph file that fits best
    Markdown,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  briefing-bot import paper.pdf
  briefing-bot import paper.docx --id hk-gd-2010 --to papers
  briefing-bot import --to papers *.pdf";

/// Turn documents (PDF, DOCX, HTML, plain text) into folders of papers to review
#[derive(Debug, clap::Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(super) struct Import {
    /// The documents: PDF, DOCX, HTML or plain text
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    /// The paper's id: a-z, 0-9 and -, at most 40 characters [default: the file's name]
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,

    /// The folder in which to create the paper's folder [default: the --knowledge folder; without one, the library in PostgreSQL if DATABASE_URL=postgres://…, else the folder ./knowledge]
    #[arg(long, value_name = "DIR")]
    pub(super) to: Option<PathBuf>,

    /// Replace an existing paper with this id, keeping the curation of unchanged paragraphs
    #[arg(long)]
    pub(super) replace: bool,

    /// Print a JSON object for each document
    #[arg(long)]
    pub(super) json: bool,

    /// Give up after a minute of processor time or 1 GiB of memory: for documents from untrusted sources
    #[arg(long)]
    pub(super) bounded: bool,
}

/// An address to listen on.
fn listen_address(text: &str) -> Result<std::net::SocketAddr, String> {
    text.parse().map_err(|_| format!("it is not {LISTEN_ADDRESS}"))
}
