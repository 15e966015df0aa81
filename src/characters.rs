//! OpenCC's conversions of single characters, and characters that look alike, as tables that `build.rs` writes.

/// First and last character of the tables.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9fff;

/// OpenCC's Simplified form of each Han character.
static SIMPLIFIED: [u16; (LAST - FIRST + 1) as usize] =
    include!(concat!(env!("OUT_DIR"), "/simplified.rs"));

/// OpenCC's Hong Kong Traditional form of each Han character.
static TRADITIONAL: [u16; (LAST - FIRST + 1) as usize] =
    include!(concat!(env!("OUT_DIR"), "/traditional.rs"));

/// For each Simplified character, the phonetic series that it belongs to; 0 for none.
static SERIES: [[u16; 2]; (LAST - FIRST + 1) as usize] =
    include!(concat!(env!("OUT_DIR"), "/series.rs"));

/// The phonetic series of a Simplified character: those of one series share a part, and look alike. 0 for none.
pub(crate) fn series(character: char) -> [u16; 2] {
    u32::from(character)
        .checked_sub(FIRST)
        .and_then(|place| SERIES.get(place as usize))
        .copied()
        .unwrap_or_default()
}

/// The Simplified form of one character, itself where it has none.
pub(crate) fn simplified(character: char) -> char {
    look_up(&SIMPLIFIED, character)
}

/// The Traditional form of one Simplified character, the first of several; itself where it has none.
pub(crate) fn traditional(character: char) -> char {
    look_up(&TRADITIONAL, character)
}

fn look_up(table: &[u16], character: char) -> char {
    let code = u32::from(character);
    let Some(&other) = code.checked_sub(FIRST).and_then(|index| table.get(index as usize)) else {
        return character;
    };
    char::from_u32(u32::from(other)).unwrap_or(character)
}
