//! `cargo bench --bench engine`: how long an answer takes, on one paper and on libraries, and the worst messages.
//!
//! `cargo bench --bench engine -- memory N` only indexes N paragraphs in papers of 33, to be run under `/usr/bin/time -v`.
//! `cargo bench --bench engine -- make DIR N` writes a folder of N papers of 33 paragraphs; `… -- open DIR` opens such a folder as a start does, asks it
//! the questions, and tells how long that takes and how much memory it needs; `… -- change DIR` opens it, changes a paragraph, and tells the same of
//! reading it again. See `benches/scale`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for the terminal")]

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use briefing_bot::answer::{Engine, Question};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::lang::{Phrase, fold};
use briefing_bot::library::Library;
use briefing_bot::question::asked_words;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|own| !own.starts_with("--")).collect();
    if let [first, count] = arguments.as_slice()
        && first == "memory"
    {
        let engine = library(count.parse::<usize>().unwrap() / 33, 33);
        println!("{} papers", engine.corpus().papers().len());
        return;
    }
    match arguments.as_slice() {
        [first, folder, count] if first == "make" => {
            return make(Path::new(folder), count.parse().unwrap());
        }
        [first, folder] if first == "open" => return open(Path::new(folder)),
        [first, folder] if first == "change" => return change(Path::new(folder)),
        _ => {}
    }
    let questions = questions();
    let ours = briefing_bot::embedded::engine().unwrap();
    println!("| | p50 | p99 |\n| --- | --- | --- |");
    row("the 2009 paper", &ours, &questions);
    row("ten papers of 20 paragraphs", &library(10, 20), &questions);
    row("300 papers of 33 paragraphs", &library(300, 33), &questions);
    let mut lookups: Vec<_> = questions.iter().map(|question| time_of_lookup(question)).collect();
    print_row("of these, looking the words up in the lexicon", &mut lookups);
    println!(
        "\n| worst message, 4,095 characters | the 2009 paper | 300 papers |\n| --- | --- | --- |"
    );
    let many = library(300, 33);
    for (name, unit) in [
        ("joined by 和", "前海和"),
        ("clauses", "前海，邊個？"),
        ("sentences", "前海由誰主導？"),
        ("English words", "who leads qianhai, "),
        ("misspelt words", "quianhay devellopment "),
        ("figures", "第1段至"),
        ("one character", "前"),
        ("emoji", "🐶"),
        ("pinyin", "qianhaishenzhen"),
        ("Latin letters", "a"),
        ("rare characters", "龘靐"),
    ] {
        let message: String = unit.chars().cycle().take(4095).collect();
        let slowest = |engine: &Engine| (0..5).map(|_| time(engine, &message)).min().unwrap();
        println!("| {name} | {:?} | {:?} |", slowest(&ours), slowest(&many));
    }
}

fn time(engine: &Engine, question: &str) -> Duration {
    let start = Instant::now();
    black_box(engine.answer(&Question::new(question)));
    start.elapsed()
}

fn row(name: &str, engine: &Engine, questions: &[String]) {
    for question in questions {
        time(engine, question);
    }
    let mut times: Vec<_> = questions.iter().map(|question| time(engine, question)).collect();
    print_row(name, &mut times);
}

fn print_row(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("| {name} | {:?} | {:?} |", at(0.5), at(0.99));
}

/// How long it takes to find a question's words in the lexicon, and what may be said instead of them.
fn time_of_lookup(question: &str) -> Duration {
    let phrase = Phrase::of_question(fold(question));
    let start = Instant::now();
    black_box(asked_words(&phrase));
    start.elapsed()
}

/// Judged questions on the 2009 paper.
fn questions() -> Vec<String> {
    let mut questions = Vec::new();
    for name in ["hk", "cn", "en", "near", "refuse", "group"] {
        let text = fs::read_to_string(format!("tests/questions/hk-sz-2009/{name}.jsonl")).unwrap();
        questions.extend(text.lines().map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            line["q"].as_str().unwrap().to_owned()
        }));
    }
    questions
}

/// Writes a folder of so many papers of 33 paragraphs.
fn make(folder: &Path, papers: usize) {
    for (path, text) in files(papers, 33) {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// Opens a folder as a start does.
fn opened(folder: &Path) -> Library {
    let load = || Corpus::load(&Files::read(folder).unwrap()).map_err(|_| ());
    Library::of_folder(folder.to_owned(), load).unwrap()
}

/// Opens a folder, changes a paragraph in it, and reads it again as a running bot does.
fn change(folder: &Path) {
    let library = opened(folder);
    let file = folder.join("p0/paragraphs/01.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen(" 0 1\"", " 0 1 1\"", 1)).unwrap();
    let begun = Instant::now();
    let changes = library.reload().unwrap();
    assert_eq!(changes.changed, ["p0"]);
    println!("| a change | answered from in {:?} | {} MiB |", begun.elapsed(), peak_memory());
    library.keep();
    println!("| | kept for the next start in {:?} | {} MiB |", begun.elapsed(), peak_memory());
}

/// Opens a folder as a start does, and asks it every question twice, the first time cold.
fn open(folder: &Path) {
    let begun = Instant::now();
    let library = opened(folder);
    let (opened, peak) = (begun.elapsed(), peak_memory());
    let papers = library.engine().corpus().papers().len();
    println!("| {papers} papers | opened in {opened:?} | {peak} MiB |");
    let questions = questions();
    for pass in ["cold", "again"] {
        let mut times: Vec<_> =
            questions.iter().map(|question| time(&library.engine(), question)).collect();
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("| {pass} | p50 {:?}, p99 {:?} | {} MiB |", at(0.5), at(0.99), peak_memory());
    }
}

/// The most memory that this process has held, in MiB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).unwrap_or("0");
    kilobytes.parse::<u64>().unwrap() / 1024
}

/// The texts of the papers of the tests as so many bare papers of so many paragraphs; the texts come again with other figures.
fn library(papers: usize, paragraphs: usize) -> Engine {
    let files = files(papers, paragraphs);
    let files: Files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Engine::new(Corpus::load(&files).unwrap())
}

/// Their files.
fn files(papers: usize, paragraphs: usize) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for folder in ["tests/papers/bare", "tests/papers/curated"] {
        let files = Files::read(Path::new(folder)).unwrap();
        for (path, bytes) in files.iter().filter(|(path, _)| path.contains("/paragraphs/")) {
            let table: toml::Table = String::from_utf8_lossy(bytes).parse().unwrap();
            for (language, text) in table["text"].as_table().unwrap() {
                texts.push((
                    path.to_owned(),
                    language.clone(),
                    text.as_str().unwrap().trim().to_owned(),
                ));
            }
        }
    }
    texts.sort_unstable_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let english: Vec<_> = texts.iter().filter(|own| own.1 == "en").collect();
    let chinese: Vec<_> = texts.iter().filter(|own| own.1 == "zh-Hant").collect();
    let mut files: Vec<(String, String)> = Vec::new();
    for paper in 0..papers {
        let (language, own) = if paper % 2 == 0 { ("zh-Hant", &chinese) } else { ("en", &english) };
        files.push((
            format!("p{paper}/paper.toml"),
            format!("id = \"p{paper}\"\nlanguage = \"{language}\"\ntitle.{language} = \"P\"\n"),
        ));
        for number in 1..=paragraphs {
            let (.., text) = own[(paper * 7 + number * 3) % own.len()];
            let text = toml::Value::String(format!("{text} {paper} {number}")).to_string();
            let path = format!("p{paper}/paragraphs/{number:02}.toml");
            files.push((path, format!("number = {number}\ntext.{language} = {text}\n")));
        }
    }
    files
}
