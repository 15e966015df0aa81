//! Buttons as Telegram keeps them: at most 64 bytes, a version first, so that an old button still works or says that it does not.

use crate::knowledge::Knowledge;
use crate::render::Target;

/// The version of the form below.
const VERSION: &str = "1";

/// A button's target in 3 to 62 bytes: version, kind, the paper's id hashed (ids are too long for two of them), section or number.
pub fn encode(target: &Target) -> String {
    match target {
        Target::Paper(paper) => format!("{VERSION}p{}", hash(paper)),
        Target::Section(paper, section) => format!("{VERSION}s{}:{section}", hash(paper)),
        Target::Paragraph(paper, number) => format!("{VERSION}n{}:{number}", hash(paper)),
    }
}

/// Reads a button. `None` for one of another version, or of a paper that is there no longer.
pub fn decode(data: &str, knowledge: &Knowledge) -> Option<Target> {
    let rest = data.strip_prefix(VERSION)?;
    let mut characters = rest.chars();
    let kind = characters.next()?;
    let (hashed, behind) = characters.as_str().split_once(':').unwrap_or((characters.as_str(), ""));
    let paper = knowledge.papers().iter().find(|paper| hash(&paper.id) == hashed)?.id.clone();
    match kind {
        'p' => Some(Target::Paper(paper)),
        's' => Some(Target::Section(paper, behind.to_owned())),
        'n' => Some(Target::Paragraph(paper, behind.parse().ok()?)),
        _ => None,
    }
}

/// FNV-1a in 64 bits, in hexadecimal.
fn hash(id: &str) -> String {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Files;
    use proptest::prelude::*;

    #[test]
    fn a_button_reads_back_and_fits() {
        let Ok(knowledge) = Knowledge::load(&Files::embedded()) else { panic!("the embedded papers have faults") };
        for paper in knowledge.papers() {
            let sections = paper.sections.iter().map(|section| Target::Section(paper.id.clone(), section.id.clone()));
            let paragraphs = paper.paragraphs.iter().map(|paragraph| Target::Paragraph(paper.id.clone(), paragraph.number));
            for target in sections.chain(paragraphs).chain([Target::Paper(paper.id.clone())]) {
                let data = encode(&target);
                assert!(data.len() <= 64, "{data}");
                assert_eq!(decode(&data, &knowledge), Some(target));
            }
        }
        assert!(encode(&Target::Section("p".repeat(40), "s".repeat(40))).len() <= 64);
    }

    proptest! {
        #[test]
        fn any_data_is_read(data in any::<String>()) {
            let Ok(knowledge) = Knowledge::load(&Files::embedded()) else { panic!("the embedded papers have faults") };
            let _ = decode(&data, &knowledge);
        }
    }
}
