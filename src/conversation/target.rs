//! Buttons and links as Telegram keeps them: short texts with a version first, so that an old one still works or says that it does not.

use crate::answer::{AnswerType, Cited, Finding, Record};
use crate::corpus::{Corpus, Paper};
use crate::language::Language;
use crate::present::{Button, Opens, Target, Upkeep};
use crate::settings::{Answers, Change};

/// The version of the form below.
const VERSION: &str = "1";

/// The most bytes of a button.
const MOST: usize = 64;

/// The letter of each language.
const LANGUAGES: [(char, Language); 3] =
    [('t', Language::Traditional), ('s', Language::Simplified), ('e', Language::English)];

/// The letter of what a reply came to.
const FINDINGS: [(char, Finding); 15] = [
    ('y', Finding::Answer),
    ('x', Finding::Read),
    ('n', Finding::Related(None)),
    ('m', Finding::Related(Some(AnswerType::Money))),
    ('z', Finding::Related(Some(AnswerType::Size))),
    ('r', Finding::Related(Some(AnswerType::Rate))),
    ('p', Finding::Related(Some(AnswerType::PersonName))),
    ('l', Finding::Related(Some(AnswerType::List))),
    ('u', Finding::Related(Some(AnswerType::Duration))),
    ('d', Finding::Related(Some(AnswerType::Day))),
    ('t', Finding::Related(Some(AnswerType::Time))),
    ('e', Finding::Related(Some(AnswerType::Date))),
    ('c', Finding::Related(Some(AnswerType::Count))),
    ('a', Finding::Related(Some(AnswerType::Amount))),
    ('w', Finding::Related(Some(AnswerType::Who))),
];

/// The letters of choices: which, and what.
const CHANGES: [(&str, Change); 11] = [
    ("la", Change::Language(None)),
    ("lt", Change::Language(Some(Language::Traditional))),
    ("ls", Change::Language(Some(Language::Simplified))),
    ("le", Change::Language(Some(Language::English))),
    ("wa", Change::Answers(Answers::Addressed)),
    ("ws", Change::Answers(Answers::Sure)),
    ("f1", Change::Feedback(true)),
    ("f0", Change::Feedback(false)),
    ("q1", Change::Quiet(true)),
    ("q0", Change::Quiet(false)),
    ("pa", Change::AllPapers),
];

/// A button in at most 64 bytes: version, language, kind (a capital where it opens in the card's place), and what the kind needs. Papers
/// and questions stand as hashes of their ids and words. Of a long record, the last citations are left out.
pub fn encode(button: &Button) -> String {
    let letter = letter_of(button.language);
    let (kind, rest) = match &button.target {
        Target::Papers(0) => ('l', String::new()),
        Target::Papers(page) => ('l', page.to_string()),
        Target::Paper(paper) => ('p', hash(paper)),
        Target::Section(paper, section) => ('s', format!("{}:{section}", hash(paper))),
        Target::Paragraph(paper, number) => ('n', format!("{}:{number}", hash(paper))),
        Target::Paragraphs(paper, first, last) => ('r', format!("{}:{first}-{last}", hash(paper))),
        Target::Answer(record) => ('a', encode_record(record)),
        Target::Question(words) => ('q', hash(words)),
        Target::Vote(up) => ('v', if *up { "+" } else { "-" }.to_owned()),
        Target::Set(Change::Paper(paper, is_asked)) => {
            ('c', format!("{}:{}", hash(paper), if *is_asked { "+" } else { "-" }))
        }
        Target::Set(change) => {
            let letters = CHANGES.iter().find(|(_, own)| own == change);
            ('c', letters.map_or("", |(letters, _)| letters).to_owned())
        }
        Target::Settings => ('c', String::new()),
        Target::Choose(page) => ('h', page.to_string()),
        Target::Upkeep(Upkeep::TakeIn(message)) => ('u', format!("+{message}")),
        Target::Upkeep(Upkeep::ThrowAway(message)) => ('u', format!("-{message}")),
        Target::Upkeep(Upkeep::Remove(paper)) => ('u', hash(paper)),
    };
    let kind = match button.opens {
        Opens::Here => kind.to_ascii_uppercase(),
        Opens::Beside => kind,
    };
    format!("{VERSION}{letter}{kind}{rest}")
}

/// Reads a button: what it shows or does, in which language, and where. `None` for one of another version, or of what the papers hold no
/// longer.
pub fn decode(data: &str, corpus: &Corpus) -> Option<(Target, Language, Opens)> {
    let mut characters = data.strip_prefix(VERSION)?.chars();
    let letter = characters.next()?;
    let language = language_of(letter)?;
    let kind = characters.next()?;
    let opens = if kind.is_ascii_uppercase() { Opens::Here } else { Opens::Beside };
    let rest = characters.as_str();
    let (hashed, behind) = rest.split_once(':').unwrap_or((rest, ""));
    let paper = || paper_of(hashed, 16, corpus).map(|paper| paper.id.clone());
    let target = match kind.to_ascii_lowercase() {
        'l' if rest.is_empty() => Target::Papers(0),
        'l' => Target::Papers(rest.parse().ok()?),
        'p' => Target::Paper(paper()?),
        's' => Target::Section(paper()?, behind.to_owned()),
        'n' => Target::Paragraph(paper()?, behind.parse().ok()?),
        'r' => {
            let (first, last) = behind.split_once('-')?;
            Target::Paragraphs(paper()?, first.parse().ok()?, last.parse().ok()?)
        }
        'a' => Target::Answer(decode_record(rest, corpus)?),
        'q' => {
            let paragraphs = corpus.papers().iter().flat_map(|paper| &paper.paragraphs);
            let mut questions = paragraphs.flat_map(|paragraph| &paragraph.questions);
            Target::Question(questions.find(|question| hash(&question.text) == rest)?.text.clone())
        }
        'v' => Target::Vote(match rest {
            "+" => true,
            "-" => false,
            _ => return None,
        }),
        'c' if rest.is_empty() => Target::Settings,
        'c' if matches!(behind, "+" | "-") => Target::Set(Change::Paper(paper()?, behind == "+")),
        'c' => Target::Set(CHANGES.iter().find(|(letters, _)| *letters == rest)?.1.clone()),
        'h' => Target::Choose(rest.parse().ok()?),
        'u' => Target::Upkeep(match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
            (Some(message), _) => Upkeep::TakeIn(message.parse().ok()?),
            (_, Some(message)) => Upkeep::ThrowAway(message.parse().ok()?),
            _ => Upkeep::Remove(paper()?),
        }),
        _ => return None,
    };
    Some((target, language, opens))
}

fn letter_of(language: Language) -> char {
    LANGUAGES.iter().find(|(_, own)| *own == language).map_or('t', |(letter, _)| *letter)
}

fn language_of(letter: char) -> Option<Language> {
    LANGUAGES.iter().find(|(own, _)| *own == letter).map(|(_, language)| *language)
}

/// What a record needs: the finding's letter and the places of missing parts, then each citation after a comma: half the hash of the
/// paper's id where it is another than before, the number, the first and last sentence, in base 36 with points between, and a capital for the
/// language of these sentences.
fn encode_record(record: &Record) -> String {
    let finding = FINDINGS
        .iter()
        .find(|(_, finding)| *finding == record.finding)
        .map_or('n', |(letter, _)| *letter);
    let mut text = finding.to_string();
    text.extend(
        record
            .missing
            .iter()
            .take(3)
            .filter_map(|&place| char::from_digit(u32::try_from(place).ok()?, 36)),
    );
    let mut last = None;
    for cited in &record.cited {
        let hashed: String = hash(&cited.paper).chars().take(8).collect();
        let [number, first, to] =
            [u64::from(cited.number), cited.sentences.0 as u64, cited.sentences.1 as u64]
                .map(base36);
        let language = letter_of(cited.language).to_ascii_uppercase();
        let mut one = format!("{number}.{first}.{to}{language}");
        if last.as_ref() != Some(&cited.paper) {
            one = format!("{hashed}.{one}");
            last = Some(cited.paper.clone());
        }
        // three characters stand before a record
        if 3 + text.len() + 1 + one.len() > MOST {
            break;
        }
        text.push(',');
        text.push_str(&one);
    }
    text
}

fn decode_record(text: &str, corpus: &Corpus) -> Option<Record> {
    let mut parts = text.split(',');
    let mut head = parts.next()?.chars();
    let letter = head.next()?;
    let (_, finding) = FINDINGS.into_iter().find(|(own, _)| *own == letter)?;
    let missing =
        head.map(|place| place.to_digit(36).map(|place| place as usize)).collect::<Option<_>>()?;
    let mut paper = None;
    let mut cited = Vec::new();
    for part in parts {
        let fields: Vec<_> = part.split('.').collect();
        let numbers = match fields.as_slice() {
            [hashed, numbers @ ..] if numbers.len() == 3 => {
                paper = paper_of(hashed, 8, corpus);
                numbers
            }
            numbers => numbers,
        };
        let [number, first, last] = numbers else { return None };
        let letter = last.chars().next_back().filter(char::is_ascii_uppercase);
        let last = letter.map_or(*last, |letter| last.trim_end_matches(letter));
        let language = letter.and_then(|letter| language_of(letter.to_ascii_lowercase()));
        let place = |text: &str| usize::from_str_radix(text, 36).ok();
        let number = u32::from_str_radix(number, 36).ok()?;
        match paper {
            Some(paper) => cited.push(Cited {
                paper: paper.id.clone(),
                number,
                // buttons of before have no letter, and count in the language of record
                language: language.unwrap_or(paper.language),
                sentences: (place(first)?, place(last)?),
            }),
            // of a paper that was removed, nothing can be cited
            None if cited.is_empty() => return None,
            None => {}
        }
    }
    (!cited.is_empty()).then_some(Record { finding, cited, missing })
}

fn paper_of<'k>(hashed: &str, digits: usize, corpus: &'k Corpus) -> Option<&'k Paper> {
    let mut papers = corpus.papers().iter().map(AsRef::as_ref);
    papers.find(|paper: &&Paper| hashed.len() == digits && hash(&paper.id).starts_with(hashed))
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit((number % 36) as u32, 36));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// What stands behind `?start=` in a link to the bot that leads to a paragraph: at most 64 letters, figures, `-` and `_`.
pub fn start_payload(paper: &str, number: u32) -> String {
    // a paper's id has no such line
    format!("{paper}_{number}")
}

/// Reads what stood behind `?start=`.
pub(super) fn read_start(payload: &str, corpus: &Corpus) -> Option<Target> {
    let (id, number) = payload.rsplit_once('_')?;
    let (_, paper) = corpus.paper(id)?;
    let number = number.parse().ok()?;
    paper.paragraph(number).map(|_| Target::Paragraph(paper.id.clone(), number))
}

/// FNV-1a in 64 bits, in hexadecimal.
fn hash(id: &str) -> String {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn button(target: Target, language: Language, opens: Opens) -> Button {
        Button { label: String::new(), spoken: None, target, language, opens }
    }

    fn corpus() -> Corpus {
        static KNOWLEDGE: std::sync::LazyLock<Option<Corpus>> = std::sync::LazyLock::new(|| {
            crate::embedded::engine().ok().map(|engine| engine.corpus().clone())
        });
        let Some(corpus) = &*KNOWLEDGE else { panic!("the embedded papers cannot be read") };
        corpus.clone()
    }

    #[test]
    fn a_button_reads_back_and_fits() {
        let corpus = corpus();
        for paper in corpus.papers() {
            let sections = paper
                .sections
                .iter()
                .map(|section| Target::Section(paper.id.clone(), section.id.clone()));
            let paragraphs = paper
                .paragraphs
                .iter()
                .map(|paragraph| Target::Paragraph(paper.id.clone(), paragraph.number));
            let questions =
                paper.paragraphs.iter().filter_map(|paragraph| paragraph.questions.first());
            let questions = questions.map(|question| Target::Question(question.text.clone()));
            let rest = [
                Target::Papers(0),
                Target::Papers(u32::MAX),
                Target::Paper(paper.id.clone()),
                Target::Paragraphs(paper.id.clone(), 4, u32::MAX),
                Target::Vote(true),
                Target::Vote(false),
                Target::Settings,
                Target::Upkeep(Upkeep::TakeIn(i32::MAX)),
                Target::Upkeep(Upkeep::ThrowAway(i32::MAX)),
                Target::Upkeep(Upkeep::Remove(paper.id.clone())),
                Target::Choose(u32::MAX),
                Target::Set(Change::Paper(paper.id.clone(), true)),
                Target::Set(Change::Paper(paper.id.clone(), false)),
            ];
            let rest = rest.into_iter();
            let rest = rest.chain(CHANGES.map(|(_, change)| Target::Set(change)));
            for target in sections.chain(paragraphs).chain(questions).chain(rest) {
                for (language, opens) in Language::ALL
                    .into_iter()
                    .flat_map(|language| [(language, Opens::Here), (language, Opens::Beside)])
                {
                    let data = encode(&button(target.clone(), language, opens));
                    assert!(data.len() <= MOST, "{data}");
                    assert_eq!(decode(&data, &corpus), Some((target.clone(), language, opens)));
                }
            }
        }
        let longest = Target::Section("p".repeat(40), "s".repeat(40));
        assert!(encode(&button(longest, Language::English, Opens::Here)).len() <= MOST);
    }

    #[test]
    fn a_button_of_an_earlier_version_still_works() {
        let corpus = corpus();
        let data = format!("1tn{}:4", hash("hk-sz-2009"));
        let target = Target::Paragraph("hk-sz-2009".into(), 4);
        assert_eq!(decode(&data, &corpus), Some((target, Language::Traditional, Opens::Beside)));
    }

    #[test]
    fn a_link_reads_back_and_fits() {
        let corpus = corpus();
        assert_eq!(
            read_start(&start_payload("hk-sz-2009", 4), &corpus),
            Some(Target::Paragraph("hk-sz-2009".into(), 4))
        );
        for stale in ["", "_", "hk-sz-2009_99", "other_4", "hk-sz-2009_x", "💥"] {
            assert_eq!(read_start(stale, &corpus), None, "{stale}");
        }
        let longest = start_payload(&"p".repeat(40), u32::MAX);
        assert!(
            longest.len() <= 64
                && longest
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        );
    }

    proptest! {
        #[test]
        fn a_record_reads_back(
            finding in 0..FINDINGS.len(),
            cited in proptest::collection::vec((1_u32..1300, 0_usize..40, 0_usize..40), 1..4),
            missing in proptest::collection::vec(0_usize..30, 0..3),
        ) {
            let cited = cited.into_iter().map(|(number, first, last)| Cited { paper: "hk-sz-2009".into(), number, language: Language::ALL[first % 3], sentences: (first, last) });
            let record = Record { finding: FINDINGS[finding].1, cited: cited.collect(), missing };
            let data = encode(&button(Target::Answer(record.clone()), Language::English, Opens::Here));
            prop_assert!(data.len() <= MOST, "{}", data);
            prop_assert_eq!(decode(&data, &corpus()), Some((Target::Answer(record), Language::English, Opens::Here)));
        }

        #[test]
        fn a_record_of_many_papers_fits(cited in proptest::collection::vec(("[a-z]{40}", any::<u32>(), any::<usize>()), 1..9)) {
            let cited = cited.into_iter().map(|(paper, number, place)| Cited { paper, number, language: Language::English, sentences: (place, place) });
            let record = Record { finding: Finding::Answer, cited: cited.collect(), missing: vec![1; 9] };
            prop_assert!(encode(&button(Target::Answer(record), Language::English, Opens::Here)).len() <= MOST);
        }

        #[test]
        fn any_data_is_read(data in any::<String>(), rest in "[A-Za-z0-9.,:+-]{0,64}") {
            let corpus = corpus();
            let _ = decode(&data, &corpus);
            let _ = decode(&format!("1t{rest}"), &corpus);
            let _ = read_start(&data, &corpus);
        }
    }
}
