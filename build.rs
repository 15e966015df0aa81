//! Writes tables for the crate: the papers of `knowledge/`, and OpenCC's conversions of single characters.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// Han characters that have a Simplified form: the unified ideographs and their extension A.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=knowledge");
    fs::write(out.join("knowledge.rs"), knowledge(&root)?)?;
    fs::write(out.join("simplified.rs"), characters(BuiltinConfig::Hk2s)?)?;
    fs::write(out.join("traditional.rs"), characters(BuiltinConfig::S2hk)?)?;
    Ok(())
}

/// `&[(path below knowledge/, content)]`, sorted by path.
fn knowledge(root: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let folder = root.join("knowledge");
    let mut files = Vec::new();
    walk(&folder, &mut files)?;
    files.sort();
    let mut source = String::from("&[\n");
    for file in files {
        let name = file.strip_prefix(&folder)?.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        writeln!(source, "    ({name:?}, include_str!({:?})),", file.display().to_string())?;
    }
    source.push_str("]\n");
    Ok(source)
}

/// The files that the loader reads: TOML in folders that do not begin with `_` or `.`.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(['_', '.']) {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    Ok(())
}

/// `[u16; N]`: what a conversion makes of each character from `FIRST` to `LAST` that stands alone.
fn characters(conversion: BuiltinConfig) -> Result<String, Box<dyn std::error::Error>> {
    let opencc = OpenCC::from_config(conversion)?;
    let mut source = String::from("[");
    for code in FIRST..=LAST {
        let character = char::from_u32(code).ok_or("not a character")?;
        let converted = opencc.convert(character.encode_utf8(&mut [0; 4]));
        let mut characters = converted.chars();
        let character = match (characters.next(), characters.next()) {
            (Some(other), None) => u16::try_from(u32::from(other)).unwrap_or(code as u16),
            _ => code as u16,
        };
        write!(source, "{character},")?;
    }
    source.push(']');
    Ok(source)
}
