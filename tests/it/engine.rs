//! What holds of any question whatever.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use briefing_bot::answer::{Engine, Fact, LONGEST_QUESTION, Outcome, Question, Reply, Verdict};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::language::Language;
use briefing_bot::present::{self, Extras, Links, Object, Styles};
use proptest::prelude::*;

use crate::bot_api::shown;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| briefing_bot::embedded::engine().unwrap());

/// What must hold of a reply.
fn check(reply: &Reply<'_>) {
    for citation in reply.verdict.citations() {
        let stored: Vec<_> = citation.paragraph.text.iter().map(|(_, text)| text).collect();
        let quote = citation.quote.words();
        assert!(
            !quote.is_empty() && stored.iter().any(|text| text.contains(quote)),
            "no slice of paragraph {}: {quote}",
            citation.paragraph.number
        );
        assert_eq!(
            citation.quote.in_context().concat(),
            citation.paragraph.text.get(citation.quote.language).unwrap()
        );
        assert!((0.0..=1.0).contains(&citation.score.value()), "{:?}", citation.score);
    }
    let scores: Vec<_> =
        reply.verdict.citations().iter().map(|citation| citation.score.value()).collect();
    assert!(scores.is_sorted_by(|one, other| one >= other), "{scores:?}");
    for html in
        present::messages(&present::reply(ENGINE.corpus(), reply, &Extras::default()), Links::NONE)
    {
        let shown = shown(&html).unwrap();
        assert!(shown.encode_utf16().count() <= 4096 && !shown.trim().is_empty());
    }
}

/// A reply as JSON.
fn json(engine: &Engine, question: &str) -> String {
    let reply = engine.answer(&Question::new(question));
    let card = present::reply(engine.corpus(), &reply, &Extras::default());
    let text = present::plain(&card, &Styles::default(), &|_| None);
    serde_json::to_string(&Object::new(question, &reply, text, &|_| None)).unwrap()
}

/// All questions that the project has.
fn questions() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions/hk-sz-2009");
    let mut questions = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        for line in fs::read_to_string(entry.unwrap().path()).unwrap().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let turns = line["turns"].as_array().cloned().unwrap_or_else(|| vec![line.clone()]);
            questions.extend(turns.iter().map(|turn| turn["q"].as_str().unwrap().to_owned()));
        }
    }
    questions
}

#[test]
fn every_quote_is_a_slice_of_the_stored_paragraph() {
    for question in questions() {
        for language in
            [None, Some(Language::Traditional), Some(Language::Simplified), Some(Language::English)]
        {
            check(&ENGINE.answer(&Question { language, ..Question::new(&question) }));
        }
    }
}

#[test]
fn the_same_words_get_the_same_reply_from_another_engine() {
    let other = briefing_bot::embedded::engine().unwrap();
    for question in questions() {
        assert_eq!(json(&ENGINE, &question), json(&other, &question), "{question}");
    }
}

#[test]
fn what_is_past_the_longest_question_is_not_read_and_that_is_said() {
    let beginning = "前海由誰主導開發？".to_owned() + &" ".repeat(LONGEST_QUESTION);
    let long = format!("{beginning}河套");
    let reply = ENGINE.answer(&Question::new(&long));
    assert!(reply.cut);
    assert_eq!(reply.verdict.citations()[0].paragraph.number, 4);
    let text = present::plain(
        &present::reply(ENGINE.corpus(), &reply, &Extras::default()),
        &Styles::default(),
        &|_| None,
    );
    assert!(text.contains("問題太長，我只讀了前4096個字"), "{text}");
    assert!(!ENGINE.answer(&Question::new("前海由誰主導開發？")).cut);
}

#[test]
fn an_annex_that_the_copy_lacks_is_named() {
    let reply = ENGINE.answer(&Question::new("七份協議的附件內容是甚麼？"));
    let text = present::plain(
        &present::reply(ENGINE.corpus(), &reply, &Extras::default()),
        &Styles::default(),
        &|_| None,
    );
    assert!(text.contains("附件載有七份合作協議的內容，但我所用的文本沒有收錄附件。"), "{text}");
    assert_eq!(reply.verdict.citations()[0].paragraph.number, 3);
}

#[test]
fn letters_and_characters_at_random_are_not_answered_however_many() {
    // a linear congruential generator, so that a failure comes again
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for words in [10, 50, 500] {
        for _ in 0..20 {
            let mut letters = String::new();
            let mut characters = String::new();
            for _ in 0..words {
                letters.extend((0..3 + next(6)).map(|_| char::from(b'a' + next(26) as u8)));
                letters.push(' ');
                characters.push(char::from_u32(0x4e00 + next(0x5000) as u32).unwrap());
            }
            for text in [letters, characters] {
                assert!(
                    !matches!(ENGINE.answer(&Question::new(&text)).verdict, Verdict::Answer { .. }),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn a_section_that_is_named_is_cited_whole() {
    for (question, paragraphs) in [
        ("環保合作", &[10, 11][..]),
        ("Cross-boundary infrastructure", &[8, 9]),
        ("创新科技合作", &[12, 13]),
        ("總結", &[15]),
    ] {
        let reply = ENGINE.answer(&Question::new(question));
        let cited: Vec<_> =
            reply.verdict.citations().iter().map(|citation| citation.paragraph.number).collect();
        assert_eq!(cited, paragraphs, "{question}");
    }
}

#[test]
fn nothing_to_ask_gets_nothing() {
    for text in ["", " ", "？？？", "🐶🍕🚗", "\u{200b}\u{200b}", "了吗呢吧啊嘛", "!!!", "\u{0}"]
    {
        assert!(matches!(ENGINE.answer(&Question::new(text)).verdict, Verdict::None), "{text:?}");
    }
}

#[test]
fn a_paper_in_one_language_with_nothing_but_required_keys_is_answered_from() {
    for (language, text, question) in [
        (
            "en",
            "The bridge opened in 2018 and is six kilometres long. Ferries stopped a year later.",
            "When did the bridge open?",
        ),
        ("zh-Hans", "大桥于2018年通车，全长六公里。渡轮一年后停航。", "大橋幾時通車？"),
        ("zh-Hant", "大橋於2018年通車，全長六公里。渡輪一年後停航。", "大桥什么时候通车？"),
    ] {
        let head =
            format!("id = \"bridge\"\nlanguage = \"{language}\"\ntitle.{language} = \"Bridge\"\n");
        let first = format!("number = 1\ntext.{language} = \"{text}\"\n");
        let second = format!("number = 2\ntext.{language} = \"Nothing of that kind 其他事項\"\n");
        let files: Files = [
            ("bridge/paper.toml", head.as_str()),
            ("bridge/paragraphs/01.toml", &first),
            ("bridge/paragraphs/02.toml", &second),
        ]
        .into_iter()
        .collect();
        let engine = Engine::new(Corpus::load(&files).unwrap());
        let reply = engine.answer(&Question::new(question));
        assert_eq!(
            reply.verdict.citations().first().map(|citation| citation.paragraph.number),
            Some(1),
            "{question}"
        );
        assert!(matches!(reply.verdict, Verdict::Answer { .. }), "{question}");
    }
}

/// The outcome and the paragraphs that a question gets.
fn outcome(question: &str) -> (&'static str, Vec<u32>) {
    let verdict = ENGINE.answer(&Question::new(question)).verdict;
    (
        verdict.outcome().name(),
        verdict.citations().iter().map(|citation| citation.paragraph.number).collect(),
    )
}

#[test]
fn a_question_in_two_parts_gets_a_paragraph_for_each() {
    for question in ["金融同教育有咩合作？", "finance and education?", "旅游和教育这两块都谈了啥"]
    {
        let (name, mut cited) = outcome(question);
        cited.sort_unstable();
        assert_eq!((name, cited.len()), ("answer", 2), "{question}: {cited:?}");
        assert!(cited.contains(&7), "{question}: {cited:?}");
    }
}

#[test]
fn what_a_paragraph_leaves_unsaid_is_related_and_what_it_says_is_the_answer() {
    for (question, expected) in [
        ("How much did DuPont invest?", ("related", 12)),
        ("Who is the mayor?", ("related", 2)),
        ("深西軌道票價幾多？", ("related", 9)),
        ("前海有幾大？", ("related", 4)),
        ("How many projects are in Shenzhen?", ("answer", 10)),
        ("邊個主持深港合作會議？", ("answer", 2)),
    ] {
        let (name, cited) = outcome(question);
        assert_eq!((name, cited.first().copied().unwrap_or_default()), expected, "{question}");
    }
    let reply = ENGINE.answer(&Question::new("How many projects are in Shenzhen?"));
    assert!(reply.verdict.citations()[0].quote.words().contains("90"));
}

/// Several paragraphs speak of it.
const ANY: u32 = 0;

/// Whether both questions of each pair get this outcome, and first this paragraph.
fn are_alike(expected: &str, pairs: &[(&str, &str, u32)]) {
    let questions = pairs
        .iter()
        .flat_map(|&(chinese, english, paragraph)| [(chinese, paragraph), (english, paragraph)]);
    let wrong: Vec<_> = questions
        .filter_map(|(question, paragraph)| {
            let (name, cited) = outcome(question);
            let got = (name, cited.first().copied().unwrap_or_default());
            let is_right = got.0 == expected && (paragraph == ANY || got.1 == paragraph);
            (!is_right).then_some((question, paragraph, got))
        })
        .collect();
    assert!(wrong.is_empty(), "not {expected}: {wrong:#?}");
}

#[test]
fn what_is_not_said_is_related_in_chinese_and_in_english_alike() {
    are_alike(
        "related",
        &[
            // who
            ("七份協議由邊個簽署？", "Who signed the seven agreements?", 3),
            ("深圳市市長係邊個？", "Who is the Mayor of Shenzhen?", 2),
            ("邊個設計蓮塘口岸？", "Who designed the Liantang Boundary Control Point?", 8),
            // when
            ("蓮塘口岸幾時落成？", "What is the completion date of Liantang?", 8),
            ("河套幾時起好？", "When will the Lok Ma Chau Loop be completed?", 8),
            ("深西軌道幾時通車？", "When will the Western Express Line open?", 9),
            ("港人子弟班幾時開學？", "When do the classes for Hong Kong children begin?", 7),
            // where
            ("個會喺邊度開？", "where was the meeting held?", ANY),
            ("深西軌道總站喺邊？", "Where is the terminus of the Western Express Line?", 9),
            (
                "三十周年活動喺邊度舉行？",
                "Where will the activities for the 30th anniversary be held?",
                14,
            ),
            ("聯絡單位喺深圳邊條街？", "On which street is the liaison unit in Shenzhen?", 14),
            // why
            ("點解揀前海？", "why did they choose Qianhai?", 4),
            ("點解揀三所民辦學校？", "Why were those three private schools chosen?", 7),
            // how many
            ("深西軌道有幾多個站？", "How many stations does the Western Express Line have?", 9),
            ("有幾多位老師會接受培訓？", "How many teachers will be trained?", 7),
            (
                "有幾多個港人子弟班學生？",
                "How many pupils are in the classes for Hong Kong children?",
                7,
            ),
            // how much
            ("深西軌道造價幾多？", "How much does the Western Express Line cost?", 9),
            ("簽注費用幾多？", "How much does the endorsement cost?", 5),
            ("杜邦投資咗幾多錢？", "How much did DuPont invest?", 12),
        ],
    );
}

#[test]
fn what_is_said_is_the_answer_in_chinese_and_in_english_alike() {
    are_alike(
        "answer",
        &[
            ("邊個會主導開發前海？", "Who will lead the development of Qianhai?", 4),
            (
                "非廣東戶籍居民幾時可以辦個人遊簽注？",
                "When could non-Guangdong residents apply for individual visit endorsements?",
                5,
            ),
            ("杜邦嘅生產基地喺邊度？", "Where is DuPont's production base?", 12),
            ("點解要設立深港合作會議？", "Why was the Co-operation Meeting set up?", 2),
            ("行動計劃有幾多個合作項目？", "How many projects does the action plan have?", 13),
            (
                "深圳河底泥研究為期幾耐？",
                "How long does the study of the Shenzhen River’s sediment take?",
                11,
            ),
        ],
    );
}

#[test]
fn of_several_questions_the_one_without_an_answer_is_named() {
    for (text, lacking, told) in [
        ("前海由誰主導開發？七份協議幾時簽？火星有冇水？", "火星", "找不到"),
        ("前海由谁主导开发？七份协议几时签？火星有没有水？", "火星", "没有找到"),
        (
            "Who leads the development of Qianhai? How many agreements were signed? Where can I buy sneakers?",
            "sneakers",
            "no answer",
        ),
    ] {
        let reply = ENGINE.answer(&Question::new(text));
        assert_eq!(reply.verdict.outcome(), Outcome::Answer, "{text}");
        let [open] = reply.open.unanswered.as_slice() else { panic!("{text}: {:?}", reply.open) };
        assert!(open.contains(lacking), "{open}");
        let card = present::reply(ENGINE.corpus(), &reply, &Extras::default());
        let shown = present::plain(&card, &Styles::default(), &|_| None);
        let line = shown.lines().find(|line| line.contains(told));
        assert!(line.is_some() && shown.contains(lacking), "{told}: {shown}");
    }
}

#[test]
fn who_wrote_the_paper_and_when_is_told_from_its_details() {
    for (question, expected) in [
        ("幾時發表", Fact::Date),
        ("幾時發表？", Fact::Date),
        ("when was it published?", Fact::Date),
        ("邊個寫？", Fact::Issuer),
        ("谁发布的？", Fact::Issuer),
    ] {
        let verdict = ENGINE.answer(&Question::new(question)).verdict;
        let Verdict::About { fact, .. } = verdict else { panic!("{question}: {verdict:?}") };
        assert_eq!(fact, expected, "{question}");
    }
    // what else it says of publishing is asked for by more words
    assert_eq!(outcome("邊個發表新聞公報？").1, [3]);
}

#[test]
fn beside_the_first_and_the_last_there_is_nothing_and_that_is_said() {
    for (read, question, expected) in [
        ("第一段", "上一段", "這已是第一段。"),
        ("第15段", "下一段", "這已是最後一段。"),
        ("第一段", "上一節", "這已是第一個部分。"),
        ("para 15", "next paragraph", "This is already the last paragraph."),
        ("para 15", "next section", "This is already the last section."),
    ] {
        let turn = ENGINE.answer(&Question::new(read)).turn;
        let reply = ENGINE.answer(&Question { after: turn.as_ref(), ..Question::new(question) });
        assert!(matches!(reply.verdict, Verdict::NoSuchPlace(_)), "{question}");
        let card = present::reply(ENGINE.corpus(), &reply, &Extras::default());
        let text = present::plain(&card, &Styles::default(), &|_| None);
        assert!(text.contains(expected), "{question}: {text}");
    }
}

#[test]
fn of_places_that_are_there_in_part_these_are_shown_and_what_lacks_is_said() {
    for (question, paragraph, expected) in [
        ("第15至20段", 15, "《2009年深港合作會議》沒有第20段，只有第1至15段。"),
        ("第十五至二十段", 15, "《2009年深港合作會議》沒有第20段，只有第1至15段。"),
        ("第3、20段", 3, "《2009年深港合作會議》沒有第20段，只有第1至15段。"),
        ("第20、3段", 3, "《2009年深港合作會議》沒有第20段，只有第1至15段。"),
        (
            "paragraphs 15 to 20",
            15,
            "“2009 Hong Kong/Shenzhen Co-operation Meeting” has no paragraph 20, only paragraphs 1 to 15.",
        ),
    ] {
        assert_eq!(outcome(question), ("answer", vec![paragraph]), "{question}");
        let reply = ENGINE.answer(&Question::new(question));
        let card = present::reply(ENGINE.corpus(), &reply, &Extras::default());
        let text = present::plain(&card, &Styles::default(), &|_| None);
        let citation = &reply.verdict.citations()[0];
        let stored = citation.paragraph.text.get(citation.quote.language).unwrap();
        assert!(text.starts_with(expected) && text.contains(stored), "{question}: {text}");
    }
}

#[test]
fn what_a_list_has_no_room_for_is_marked_as_left_out() {
    let reply = ENGINE.answer(&Question::new("第二至九段"));
    let card = present::reply(ENGINE.corpus(), &reply, &Extras::default());
    let text = present::plain(&card, &Styles::default(), &|_| None);
    let cut = text.lines().filter(|line| line.ends_with('…')).count();
    let whole = text.lines().filter(|line| line.ends_with(['。', '；'])).count();
    assert!(cut > 0 && cut + whole >= 8, "{text}");
}

#[test]
fn wrong_characters_and_letters_find_what_was_meant() {
    for (question, paragraph) in [
        ("前誨", 4),
        ("清結生產", 10),
        ("落馬州", 8),
        ("Quianhai", 4),
        ("goverment of shenzen in qianhai", 4),
        ("廿四個項目", 13),
        ("24 projects", 13),
    ] {
        assert_eq!(outcome(question), ("answer", vec![paragraph]), "{question}");
    }
}

#[test]
fn the_engine_that_is_compiled_in_is_the_one_that_the_papers_make() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let made = Engine::new(Corpus::load(&Files::read(&folder).unwrap()).unwrap());
    for question in questions().iter().step_by(7) {
        assert_eq!(json(&ENGINE, question), json(&made, question), "{question}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_a_reply(text in any::<String>()) {
        check(&ENGINE.answer(&Question::new(&text)));
    }

    #[test]
    fn any_text_around_a_question_gets_a_reply(before in any::<String>(), after in any::<String>(), place in 0_usize..500) {
        let questions = questions();
        check(&ENGINE.answer(&Question::new(&format!("{before}{}{after}", questions[place % questions.len()]))));
    }
}

#[test]
fn an_abbreviation_is_answered_by_the_sentence_that_introduces_it() {
    let reply = ENGINE.answer(&Question::new("what does ETF stand for?"));
    assert_eq!(reply.verdict.outcome(), Outcome::Answer);
    let quoted = reply.verdict.citations()[0].quote.words();
    assert!(quoted.contains("exchange-traded funds (ETFs)"), "{quoted}");
    // the Chinese text introduces none, and is what is quoted in Chinese all the same
    let chinese = ENGINE.answer(&Question::new("ETF係咩？"));
    let cited = chinese.verdict.citations();
    assert!(cited.iter().all(|own| own.quote.language == Language::Traditional));
    // no paper introduces it
    assert_ne!(outcome("what is XQZ?").0, "answer");
}

#[test]
fn a_question_word_alone_is_about_what_was_read() {
    let turn = ENGINE.answer(&Question::new("前海由誰主導開發？")).turn;
    for question in ["點解？", "when?", "邊度？"] {
        let reply = ENGINE.answer(&Question { after: turn.as_ref(), ..Question::new(question) });
        let cited: Vec<_> =
            reply.verdict.citations().iter().map(|own| own.paragraph.number).collect();
        assert_eq!(cited, [4], "{question}: {:?}", reply.verdict.outcome());
    }
}

#[test]
fn the_last_is_the_last_paragraph() {
    assert_eq!(outcome("last"), ("answer", vec![15]));
    assert_eq!(outcome("1+1=?"), ("none", vec![]));
}
