//! The papers and the judged questions, and which of them are held out.

use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use briefing_bot::answer::{Engine, Feature, Features, Model, Setting, Weights};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::evaluation::{Judged, is_held_out};

use crate::engine;

/// Where a paper lies, its id, and whether it is taken without what curators add.
pub(crate) type Paper = (&'static str, &'static str, bool);

/// The papers that the model is fitted to. Of the 2009 paper, two thirds of the questions: see `is_held_out`.
const FITTED: &[Paper] = &[
    ("knowledge", "hk-sz-2009", false),
    ("tests/papers/curated", "c1-hospital", false),
    ("tests/papers/curated", "d1-fintech", false),
    ("tests/papers/fitted", "a1-transit", false),
    ("tests/papers/fitted", "a2-elderly", false),
    ("tests/papers/fitted", "e1-labour", false),
    ("tests/papers/fitted", "c2-water", false),
    ("tests/papers/fitted", "g1-airport", false),
    ("tests/papers/fitted", "h1-youth", false),
    ("tests/papers/fitted", "i1-health", false),
    ("tests/papers/fitted", "j2-creative", false),
    ("knowledge", "hk-sz-2009", true),
    ("tests/papers/fitted", "a1-transit", true),
    ("tests/papers/fitted", "a2-elderly", true),
    ("tests/papers/curated", "c1-hospital", true),
    ("tests/papers/curated", "d1-fintech", true),
    ("tests/papers/fitted", "e1-labour", true),
    ("tests/papers/fitted", "c2-water", true),
    ("tests/papers/fitted", "g1-airport", true),
    ("tests/papers/fitted", "h1-youth", true),
    ("tests/papers/fitted", "i1-health", true),
    ("tests/papers/fitted", "j2-creative", true),
];

/// The papers of which no question is ever fitted to.
pub(crate) const HELD_OUT: &[Paper] = &[
    ("tests/papers/bare", "b1-schools", true),
    ("tests/papers/curated", "b2-harbour", true),
    ("tests/papers/bare", "d2-country", true),
    ("tests/papers/bare", "e2-culture", true),
    ("tests/papers/curated", "f1-tourism", true),
    ("tests/papers/bare", "f2-energy", true),
    ("tests/papers/bare", "g2-pets", true),
    ("tests/papers/bare", "h2-roads", true),
    ("tests/papers/bare", "i2-buildings", true),
    ("tests/papers/bare", "j1-fisheries", true),
    ("tests/papers/curated", "p-waste", true),
    ("tests/papers/curated", "p-housing", true),
    ("tests/papers/curated", "b2-harbour", false),
    ("tests/papers/curated", "f1-tourism", false),
    ("tests/papers/curated", "p-waste", false),
    ("tests/papers/curated", "p-housing", false),
];

/// So many paragraphs has a small paper that is cut out of one: what is left is a paper as well, and the questions on the rest it does not
/// answer.
const SMALL: u32 = 4;

/// The files of judged questions on the 2009 paper that the model is fitted to.
const FILES: [&str; 8] = ["hk", "cn", "en", "near", "refuse", "group", "multi", "yesno"];

/// Of the questions on another paper, each of so many is asked of a paper as one that it does not answer.
const FOREIGN: usize = 9;

/// Of lines of a group's chat, each of so many is taken for a paper that they may not be about.
const CHAT: usize = 4;

/// A judged question and what is seen of the paragraphs that lead for it.
pub(crate) struct Example {
    pub(crate) paper: String,
    pub(crate) setting: Setting,
    /// The paragraphs that answer, or that come near.
    pub(crate) right: Vec<u32>,
    /// Whether they answer.
    pub(crate) answered: bool,
    pub(crate) seen: Vec<(u32, Features)>,
}

impl Example {
    /// The features of the paragraph that these weights put first, and whether it is right.
    pub(crate) fn first(&self, rank: &Weights) -> (Features, bool) {
        let mut ranked: Vec<_> = self
            .seen
            .iter()
            .map(|(number, features)| (rank.apply(features), number, features))
            .collect();
        ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (best, number, features) = ranked[0];
        let next = ranked.get(1).map_or(0.0, |(next, ..)| next.max(0.0));
        let mut features = *features;
        features.set(Feature::Lead, (best - next).clamp(-8.0, 8.0));
        (features, self.right.contains(number))
    }
}

/// The questions on a paper.
pub(crate) fn questions(id: &str) -> Result<Vec<Judged>, Box<dyn Error>> {
    if id == "hk-sz-2009" {
        let read = FILES.iter().map(|name| read(&format!("tests/questions/{id}/{name}.jsonl")));
        return Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect());
    }
    let mut all = read(&format!("tests/questions/papers/{id}.jsonl"))?;
    let second = format!("tests/questions/papers/{id}-2.jsonl");
    if Path::new(&second).exists() {
        all.extend(read(&second)?);
    }
    Ok(all)
}

pub(crate) fn read(file: &str) -> Result<Vec<Judged>, Box<dyn Error>> {
    let lines = fs::read_to_string(file)?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The questions that the model is fitted to, on each of its papers; with those of another paper among them.
fn fitted(id: &str) -> Result<Vec<Judged>, Box<dyn Error>> {
    let held_out = |own: &Judged| id == "hk-sz-2009" && is_held_out(&own.q);
    let mut own: Vec<_> = questions(id)?.into_iter().filter(|own| !held_out(own)).collect();
    if id != "hk-sz-2009" {
        // what people say in a group, and what they ask of other subjects, no paper answers
        for name in ["refuse", "group"] {
            let talk = read(&format!("tests/questions/hk-sz-2009/{name}.jsonl"))?;
            let talk = talk.into_iter().filter(|own| !is_held_out(&own.q));
            own.extend(talk.map(|own| Judged { gold: Vec::new(), near: Vec::new(), ..own }));
        }
        let chat = fs::read_to_string("tests/questions/everyday/fitted.txt")?;
        for line in chat.lines().skip(id.len() % CHAT).step_by(CHAT) {
            own.push(serde_json::from_value(serde_json::json!({ "q": line }))?);
        }
    }
    let mut others: Vec<&str> =
        FITTED.iter().map(|(_, other, _)| *other).filter(|other| *other != id).collect();
    others.sort_unstable();
    others.dedup();
    for (place, other) in others.into_iter().enumerate() {
        let foreign = questions(other)?.into_iter().filter(|own| !is_held_out(&own.q));
        let foreign = foreign.skip(place).step_by(FOREIGN).map(|own| Judged {
            gold: Vec::new(),
            near: Vec::new(),
            ..own
        });
        own.extend(foreign);
    }
    Ok(own)
}

/// All examples that the model is fitted to: of whole papers, and of small ones that are cut out of them.
pub(crate) fn examples(model: &'static Model) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut examples = Vec::new();
    for &(folder, id, bare) in FITTED {
        let folder = Path::new(folder).join(id);
        let whole = engine(&folder, bare, model)?;
        let paragraphs = whole.corpus().papers()[0].paragraphs.len() as u32;
        // of a long message, a part is answered; the whole is no example
        let judged: Vec<_> = fitted(id)?.into_iter().filter(|own| own.style != "long").collect();
        examples.extend(judged.iter().filter_map(|own| example(&whole, id, own.clone())));
        if !bare {
            continue;
        }
        for first in [3, paragraphs / 2 + 1] {
            let kept = first..=first + SMALL - 1;
            let small = Engine::with_model(small(&folder, bare, &kept)?, model);
            for own in judged.iter().step_by(2) {
                let inside = |number: &&u32| kept.contains(number);
                let gold: Vec<_> = own.gold.iter().filter(inside).copied().collect();
                let near: Vec<_> = own.near.iter().filter(inside).copied().collect();
                if gold.len() == own.gold.len() || gold.is_empty() {
                    examples.extend(example(&small, id, Judged { gold, near, ..own.clone() }));
                }
            }
        }
    }
    Ok(examples)
}

pub(crate) fn example(engine: &Engine, id: &str, judged: Judged) -> Option<Example> {
    let (setting, seen) = engine.candidates_of(&judged.q, 0)?;
    let answered = !judged.gold.is_empty();
    let seen: Vec<_> = seen.into_iter().map(|(number, own)| (number, own.features)).collect();
    let right = if answered { judged.gold } else { judged.near };
    (!seen.is_empty()).then(|| Example { paper: id.to_owned(), setting, right, answered, seen })
}

/// The features of a further paragraph, and whether it belongs.
pub(crate) type Join = (Setting, Vec<f64>, bool);

/// What is seen of further paragraphs beside a first one that is right, and whether they belong.
pub(crate) fn joins(model: &'static Model) -> Result<Vec<Join>, Box<dyn Error>> {
    let mut joins = Vec::new();
    for &(folder, id, bare) in FITTED {
        let engine = engine(&Path::new(folder).join(id), bare, model)?;
        for judged in fitted(id)? {
            if judged.gold.is_empty()
                || judged.style == "long"
                || (judged.any && judged.gold.len() > 1)
            {
                continue;
            }
            let Some((setting, _)) = engine.candidates_of(&judged.q, 0) else { continue };
            let Some((first, others)) = engine.joins_of(&judged.q, 0) else { continue };
            if !judged.gold.contains(&first) {
                continue;
            }
            for (number, features) in others {
                let features = features.into_iter().map(f64::from).collect();
                joins.push((setting, features, judged.gold.contains(&number)));
            }
        }
    }
    Ok(joins)
}

/// A paper of a folder; without what curators add, if it is to be bare.
pub(crate) fn corpus(folder: &Path, bare: bool) -> Result<Corpus, Box<dyn Error>> {
    let files = Files::read(folder)?;
    let files = if bare { stripped(&files)? } else { files };
    Corpus::load(&files)
        .map_err(|faults| format!("{}: {} faults", folder.display(), faults.len()).into())
}

/// Several papers as one library.
pub(crate) fn library(papers: &[Paper]) -> Result<Corpus, Box<dyn Error>> {
    let mut all = Vec::new();
    for &(folder, id, bare) in papers {
        let files = Files::read(&Path::new(folder).join(id))?;
        let files = if bare { stripped(&files)? } else { files };
        for (path, text) in files.iter() {
            all.push((path.to_owned(), String::from_utf8(text.to_vec())?));
        }
    }
    let files: Files = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Corpus::load(&files).map_err(|faults| format!("a library: {} faults", faults.len()).into())
}

/// Some paragraphs of a paper as a paper, without sections and terms.
fn small(folder: &Path, bare: bool, kept: &RangeInclusive<u32>) -> Result<Corpus, Box<dyn Error>> {
    let files = Files::read(folder)?;
    let files = if bare { stripped(&files)? } else { files };
    let mut left = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with("terms.toml")) {
        let mut table: toml::Table =
            String::from_utf8_lossy(text).parse().map_err(|error| format!("{path}: {error}"))?;
        table.remove("section");
        table.remove("missing");
        let number = table.get("number").and_then(toml::Value::as_integer);
        if number.is_none_or(|number| kept.contains(&(number as u32))) {
            left.push((path.to_owned(), table.to_string()));
        }
    }
    let files: Files = left.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Corpus::load(&files)
        .map_err(|faults| format!("{}: {} faults", folder.display(), faults.len()).into())
}

/// A paper as `import` leaves it: one language, no terms, no questions.
fn stripped(files: &Files) -> Result<Files, Box<dyn Error>> {
    let mut language = String::from("zh-Hant");
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with("paper.toml")) {
        let paper: toml::Table =
            String::from_utf8_lossy(text).parse().map_err(|error| format!("{path}: {error}"))?;
        language =
            paper.get("language").and_then(|own| own.as_str()).unwrap_or("zh-Hant").to_owned();
    }
    let mut left = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with("terms.toml")) {
        let mut table: toml::Table =
            String::from_utf8_lossy(text).parse().map_err(|error| format!("{path}: {error}"))?;
        table.remove("questions");
        table.remove("spoken");
        table.remove("unsaid");
        table.remove("missing");
        strip(&mut table, &language);
        left.push((path.to_owned(), table.to_string()));
    }
    Ok(left.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect())
}

/// Leaves of every localized text that in one language.
fn strip(table: &mut toml::Table, language: &str) {
    if table.contains_key(language) {
        table.retain(|key, _| key == language);
    }
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Table(inner) => strip(inner, language),
            toml::Value::Array(items) => {
                items
                    .iter_mut()
                    .filter_map(|item| item.as_table_mut())
                    .for_each(|inner| strip(inner, language));
            }
            _ => {}
        }
    }
}
