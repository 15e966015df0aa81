//! Buttons as Telegram keeps them: at most 64 bytes, a version first, so that an old button still works or says that it does not.

use crate::knowledge::Knowledge;
use crate::language::Language;
use crate::render::{Button, Target};

/// The version of the form below.
const VERSION: &str = "1";

/// The letter of each language.
const LANGUAGES: [(char, Language); 3] = [('t', Language::Traditional), ('s', Language::Simplified), ('e', Language::English)];

/// A button's target in at most 60 bytes: version, language, kind, the paper's id hashed (ids are too long for two of them), section
/// or number.
pub fn encode(button: &Button) -> String {
    let letter = LANGUAGES.iter().find(|(_, language)| *language == button.language).map_or('t', |(letter, _)| *letter);
    match &button.target {
        Target::Paper(paper) => format!("{VERSION}{letter}p{}", hash(paper)),
        Target::Section(paper, section) => format!("{VERSION}{letter}s{}:{section}", hash(paper)),
        Target::Paragraph(paper, number) => format!("{VERSION}{letter}n{}:{number}", hash(paper)),
    }
}

/// Reads a button, and the language to show it in. `None` for one of another version, or of a paper that is there no longer.
pub fn decode(data: &str, knowledge: &Knowledge) -> Option<(Target, Language)> {
    let mut characters = data.strip_prefix(VERSION)?.chars();
    let letter = characters.next()?;
    let (_, language) = LANGUAGES.into_iter().find(|(own, _)| *own == letter)?;
    let kind = characters.next()?;
    let (hashed, behind) = characters.as_str().split_once(':').unwrap_or((characters.as_str(), ""));
    let paper = knowledge.papers().iter().find(|paper| hash(&paper.id) == hashed)?.id.clone();
    let target = match kind {
        'p' => Target::Paper(paper),
        's' => Target::Section(paper, behind.to_owned()),
        'n' => Target::Paragraph(paper, behind.parse().ok()?),
        _ => return None,
    };
    Some((target, language))
}

/// FNV-1a in 64 bits, in hexadecimal.
fn hash(id: &str) -> String {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn button(target: Target, language: Language) -> Button {
        Button { label: String::new(), target, language }
    }

    #[test]
    fn a_button_reads_back_and_fits() {
        let Ok(engine) = crate::embedded::engine() else { panic!("the embedded papers cannot be read") };
        let knowledge = engine.knowledge().clone();
        for paper in knowledge.papers() {
            let sections = paper.sections.iter().map(|section| Target::Section(paper.id.clone(), section.id.clone()));
            let paragraphs = paper.paragraphs.iter().map(|paragraph| Target::Paragraph(paper.id.clone(), paragraph.number));
            for target in sections.chain(paragraphs).chain([Target::Paper(paper.id.clone())]) {
                for language in Language::ALL {
                    let data = encode(&button(target.clone(), language));
                    assert!(data.len() <= 64, "{data}");
                    assert_eq!(decode(&data, &knowledge), Some((target.clone(), language)));
                }
            }
        }
        assert!(encode(&button(Target::Section("p".repeat(40), "s".repeat(40)), Language::English)).len() <= 64);
    }

    proptest! {
        #[test]
        fn any_data_is_read(data in any::<String>()) {
            let Ok(engine) = crate::embedded::engine() else { panic!("the embedded papers cannot be read") };
        let knowledge = engine.knowledge().clone();
            let _ = decode(&data, &knowledge);
        }
    }
}
