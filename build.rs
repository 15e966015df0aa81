//! Reads, checks and indexes the papers of `knowledge/`, so that the program has nothing of that to do when it starts; and writes
//! OpenCC's conversions of single characters as tables.
//!
//! The crate's own modules do the work, compiled into this script too.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "of the crate's modules only what is needed here is used"
)]

#[path = "src/answer/mod.rs"]
mod answer;
#[path = "src/corpus/mod.rs"]
mod corpus;
#[path = "src/index/mod.rs"]
mod index;
#[path = "src/lang/mod.rs"]
mod lang;
#[path = "src/language.rs"]
mod language;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/question/mod.rs"]
mod question;
#[path = "src/retrieve/mod.rs"]
mod retrieve;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Han characters that have a Simplified form: the unified ideographs and their extension A.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// What of the project this script is made of, and works on.
const SOURCES: &[&str] = &[
    "build.rs",
    "Cargo.lock",
    "knowledge",
    "src/answer",
    "src/corpus",
    "src/language.rs",
    "src/index",
    "src/lexicon",
    "src/question",
    "src/retrieve",
    "data",
    "src/lang",
];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rustc-env=ENGINE_ID={:016x}", sources_digest(&root)?);
    fs::write(out.join("simplified.rs"), table(characters::simplified)?)?;
    fs::write(out.join("traditional.rs"), table(characters::traditional)?)?;
    let series: Vec<_> =
        (FIRST..=LAST).filter_map(char::from_u32).map(characters::series).collect();
    fs::write(out.join("series.rs"), format!("{series:?}"))?;
    let folder = root.join("knowledge");
    match corpus::Corpus::load(&corpus::Files::read(&folder)?) {
        Ok(corpus) => {
            fs::write(out.join("engine.bin"), postcard::to_allocvec(&answer::Engine::new(corpus))?)?
        }
        Err(faults) => {
            for fault in faults {
                println!("cargo::error=knowledge/{fault}");
            }
        }
    }
    Ok(())
}

/// A digest of all that an engine is made by, so that one that another program kept is not read: FNV-1a in 64 bits.
fn sources_digest(root: &Path) -> Result<u64, Box<dyn Error>> {
    let mut paths: Vec<_> = SOURCES.iter().map(|source| root.join(source)).collect();
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            for entry in fs::read_dir(&path)? {
                paths.push(entry?.path());
            }
        } else {
            files.push(path);
        }
    }
    files.sort();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        for byte in fs::read(file)? {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    Ok(digest)
}

/// `[u16; N]`: what a conversion makes of each character from `FIRST` to `LAST`.
fn table(convert: fn(char) -> char) -> Result<String, Box<dyn Error>> {
    let mut source = String::from("[");
    for code in FIRST..=LAST {
        let converted = convert(char::from_u32(code).ok_or("not a character")?);
        write!(source, "{},", u16::try_from(u32::from(converted)).unwrap_or(code as u16))?;
    }
    source.push(']');
    Ok(source)
}

/// The tables before they are written: what the crate has of the same name reads them.
mod characters {
    use std::sync::LazyLock;

    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;

    static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| all(BuiltinConfig::Hk2s));
    static TRADITIONAL: LazyLock<Vec<char>> = LazyLock::new(|| all(BuiltinConfig::S2hk));

    pub(crate) fn simplified(character: char) -> char {
        look_up(&SIMPLIFIED, character)
    }

    pub(crate) fn traditional(character: char) -> char {
        look_up(&TRADITIONAL, character)
    }

    /// `data/phonetic-series.txt`, of each character and of its Simplified form.
    static SERIES: LazyLock<Vec<[u16; 2]>> = LazyLock::new(|| {
        let mut series = vec![[0; 2]; (super::LAST - super::FIRST + 1) as usize];
        for line in
            include_str!("data/phonetic-series.txt").lines().filter(|line| !line.starts_with('#'))
        {
            let mut parts = line.split(' ');
            let Some(character) = parts.next().and_then(|part| part.chars().next()) else {
                continue;
            };
            let mut numbers = parts.filter_map(|part| part.parse().ok());
            let own = [numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()];
            for character in [character, simplified(character)] {
                let place =
                    u32::from(character).checked_sub(super::FIRST).map(|place| place as usize);
                if let Some(slot) =
                    place.and_then(|place| series.get_mut(place)).filter(|slot| slot[0] == 0)
                {
                    *slot = own;
                }
            }
        }
        series
    });

    pub(crate) fn series(character: char) -> [u16; 2] {
        u32::from(character)
            .checked_sub(super::FIRST)
            .and_then(|place| SERIES.get(place as usize))
            .copied()
            .unwrap_or_default()
    }

    fn look_up(table: &[char], character: char) -> char {
        u32::from(character)
            .checked_sub(super::FIRST)
            .and_then(|place| table.get(place as usize))
            .copied()
            .unwrap_or(character)
    }

    /// What a conversion makes of each character that stands alone: itself where it makes several of it, or one beyond the tables.
    fn all(conversion: BuiltinConfig) -> Vec<char> {
        let opencc = OpenCC::from_config(conversion).ok();
        let convert = |character: char| {
            let converted =
                opencc.as_ref().map(|opencc| opencc.convert(character.encode_utf8(&mut [0; 4])))?;
            let mut characters = converted.chars();
            // the tables have 16 bits for a character
            characters.next().filter(|&first| {
                characters.next().is_none() && u16::try_from(u32::from(first)).is_ok()
            })
        };
        (super::FIRST..=super::LAST)
            .filter_map(char::from_u32)
            .map(|character| convert(character).unwrap_or(character))
            .collect()
    }
}
