//! Whatever comes in, nothing panics, and what goes out is what Telegram takes: questions, callback data, links, knowledge files. (Updates are
//! in `src/telegram/incoming.rs`.)
//!
//! `PROPTEST_CASES=100000` in the gate.

use std::sync::LazyLock;

use briefing_bot::answer::{Engine, Turn};
use briefing_bot::conversation::{self, Command, Context, Engines, Press};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::language::Language;
use briefing_bot::present::{self, Links, Place, Site};
use briefing_bot::settings::Settings;
use proptest::prelude::*;

use crate::bot_api::shown;
use crate::requests::hostile;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| briefing_bot::embedded::engine().unwrap());

fn settings(language: Option<Language>) -> Settings {
    Settings { language, ..Settings::default() }
}

fn context<'c>(settings: &'c Settings, after: Option<&'c Turn>) -> Context<'c> {
    Context {
        reader: Language::Traditional,
        reader_is_known: false,
        settings,
        after,
        question: None,
        group: false,
        retention_days: 90,
    }
}

/// What a card becomes is taken by Telegram.
fn is_taken(card: &present::Card) {
    let site = Site::new("https://example.org");
    let links = Links {
        headings: &|place: &Place| {
            let payload = conversation::start_payload(&place.paper, place.number);
            Some(format!("https://t.me/b?start={payload}"))
        },
        sources: &|place: &Place| Some(site.link(place)),
    };
    for html in present::messages(card, links) {
        let shown = shown(&html).unwrap();
        assert!(!shown.trim().is_empty() && shown.encode_utf16().count() <= present::LIMIT);
    }
    for button in card.buttons() {
        let data = conversation::encode(button);
        assert!((1..=64).contains(&data.len()) && !button.label.trim().is_empty());
        assert!(conversation::decode(&data, ENGINE.corpus()).is_some(), "{data}");
    }
}

fn language() -> impl Strategy<Value = Option<Language>> {
    prop::sample::select(vec![
        None,
        Some(Language::Traditional),
        Some(Language::Simplified),
        Some(Language::English),
    ])
}

proptest! {
    #[test]
    fn any_question_gets_a_card(text in hostile(), language in language(), paragraph in 0_u32..20, subject in hostile()) {
        let turn = Turn { paper: "hk-sz-2009".into(), paragraph, subject };
        for after in [None, Some(&turn)] {
            let command = conversation::understand(&text, Some("briefing_bot"), after.is_some()).unwrap_or(Command::Ask(&text));
            let response = conversation::respond(Engines::of(&ENGINE), command, &context(&settings(language), after));
            prop_assert!(!response.card.blocks.is_empty());
            is_taken(&response.card);
        }
    }

    #[test]
    fn any_inline_query_gets_choices(text in hostile()) {
        for choice in conversation::choices(&ENGINE, &text, Language::Simplified, true).all {
            prop_assert!((1..=64).contains(&choice.id.len()) && !choice.title.is_empty() && !choice.description.is_empty());
            is_taken(&choice.card);
        }
    }

    #[test]
    fn any_callback_data_gets_a_card_or_is_stale(data in prop_oneof![
        any::<String>(),
        "1[tse][A-Za-z][0-9a-z.,:+-]{0,60}",
        "1[tse][cChH][0-9a-z+-]{0,3}",
        "1[tse][aA][ynmx][0-9]{0,2},66308987\\.[0-9a-z]{1,7}\\.[0-9a-z]{1,13}\\.[0-9a-z]{1,13}",
        "1[tse][nNrRsSpP]6630898709f64228:?[0-9a-z-]{0,22}",
    ], language in language()) {
        if let Press::Show(response, _) = conversation::press(Engines::of(&ENGINE), &data, &context(&settings(language), None)) {
            is_taken(&response.card);
        }
    }

    #[test]
    fn any_link_gets_a_card(payload in prop_oneof![any::<String>(), "hk-sz-2009_[0-9]{1,12}"]) {
        is_taken(&conversation::respond(Engines::of(&ENGINE), Command::Start(&payload), &context(&settings(None), None)).card);
    }

    #[test]
    fn any_knowledge_file_is_read_or_its_faults_are_told(
        paper in file(include_str!("../../knowledge/_template/paper.toml")),
        paragraph in file(include_str!("../../knowledge/_template/paragraphs/01.toml")),
        terms in file("[[concept]]\nid = \"a\"\nnames = [\"前海\", \"Qianhai\"]\noutside = false\n"),
        name in prop_oneof![Just("01".to_owned()), "[0-9]{1,9}", any::<String>()],
    ) {
        let paragraph_path = format!("paper/paragraphs/{name}.toml");
        let files = [("paper/paper.toml", paper.as_str()), (&paragraph_path, &paragraph), ("paper/terms.toml", &terms)];
        match Corpus::load(&files.into_iter().collect::<Files>()) {
            Ok(corpus) => prop_assert!(!corpus.papers().is_empty()),
            Err(faults) => prop_assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.to_string().trim().is_empty())),
        }
    }
}

/// A file that is nearly right: a good one with a few pieces cut out, doubled or replaced.
fn file(good: &'static str) -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        prop_oneof![Just(String::new()), "[\\[\\]=\"'#\n0-9a-z.-]{0,6}", any::<String>()],
    );
    prop::collection::vec(edit, 0..4).prop_map(move |edits| {
        let mut text: Vec<char> = good.chars().collect();
        for (from, length, new) in edits {
            let from = from.index(text.len() + 1);
            let to = (from + length.index(12)).min(text.len());
            text.splice(from..to, new.chars());
        }
        text.into_iter().collect()
    })
}
