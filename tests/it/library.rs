//! Which paper is meant: questions on nine papers, three of them of one series, written by those who had not seen the program. What was mended
//! was found in all files but the last, `held-out-6.jsonl`, whose figures are those that count.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use briefing_bot::answer::{AbsentPlace, Engine, Fact, Outcome, Question, Reply, Verdict};
use briefing_bot::conversation::{self, Command, Context, Engines, Response};
use briefing_bot::corpus::{Corpus, Files};
use briefing_bot::language::Language;
use briefing_bot::present::{self, Block, Card, Extras, Target, Words};
use briefing_bot::settings::Settings;
use serde::Deserialize;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Our paper and the eight.
pub(crate) static LIBRARY: LazyLock<Engine> = LazyLock::new(|| {
    let folders = ["knowledge", "tests/papers/library"].map(|name| root().join(name));
    let texts: Vec<(String, String)> = folders
        .iter()
        .flat_map(|folder| {
            let files = Files::read(folder).unwrap();
            let owned = |(path, bytes): (&str, &[u8])| {
                (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap())
            };
            files.iter().map(owned).collect::<Vec<_>>()
        })
        .collect();
    let files: Files = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Engine::new(Corpus::load(&files).unwrap())
});

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// The paper is named by its year, its number, or what it is called.
    Year,
    Number,
    Name,
    /// The named paper does not say it.
    Silent,
    /// There is no such paper.
    Unknown,
    /// Two papers are compared.
    Compare,
    Followup,
    /// The question is about the papers themselves.
    About,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Meant {
    One(String),
    Some(Vec<String>),
}

#[derive(Deserialize)]
struct Asked {
    q: String,
    kind: Kind,
    paper: Meant,
    gold: Option<Vec<u32>>,
    #[serde(default)]
    context: Vec<String>,
}

impl Asked {
    fn papers(&self) -> &[String] {
        match &self.paper {
            Meant::One(paper) => std::slice::from_ref(paper),
            Meant::Some(papers) => papers,
        }
    }

    /// The reply at the end of the conversation.
    fn reply(&self) -> Reply<'static> {
        let mut turn = None;
        for text in &self.context {
            turn = LIBRARY.answer(&Question { after: turn.as_ref(), ..Question::new(text) }).turn;
        }
        LIBRARY.answer(&Question { after: turn.as_ref(), ..Question::new(&self.q) })
    }
}

fn read(name: &str) -> Vec<Asked> {
    let file = root().join(format!("tests/questions/library/{name}.jsonl"));
    let lines = fs::read_to_string(file).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The papers that a reply speaks of, the first first.
fn spoken_of(reply: &Reply<'_>) -> Vec<String> {
    match &reply.verdict {
        Verdict::About { paper, .. } | Verdict::NoSuchPlace(AbsentPlace { paper, .. }) => {
            vec![paper.id.clone()]
        }
        Verdict::Papers { papers, .. } => papers.iter().map(|paper| paper.id.clone()).collect(),
        // where it is silent, it says so of the paper that was meant
        verdict if verdict.citations().is_empty() => {
            reply.silent.iter().flatten().map(|paper| paper.id.clone()).collect()
        }
        verdict => verdict.citations().iter().map(|own| own.paper.id.clone()).collect(),
    }
}

/// Whether a reply answers from a paper that was not asked.
fn is_of_another(asked: &Asked, reply: &Reply<'_>) -> bool {
    let named = !(asked.kind == Kind::About && asked.papers().is_empty());
    named
        && reply.verdict.outcome() == Outcome::Answer
        && spoken_of(reply).iter().any(|paper| !asked.papers().contains(paper))
}

/// Whether a reply is of the paper that was meant, or says that there is none.
fn is_right(asked: &Asked, reply: &Reply<'_>) -> bool {
    let papers = spoken_of(reply);
    match asked.kind {
        Kind::Unknown => matches!(reply.verdict, Verdict::NoSuchPaper { .. }),
        // one of them may be silent, which is said
        Kind::Compare => {
            let silent = reply.silent.iter().flatten().map(|paper| paper.id.clone());
            let told: Vec<String> = papers.iter().cloned().chain(silent).collect();
            asked.papers().iter().all(|paper| told.contains(paper))
        }
        Kind::About if asked.papers().len() > 1 => {
            papers.len() == asked.papers().len()
                && asked.papers().iter().all(|paper| papers.contains(paper))
        }
        Kind::About if asked.papers().is_empty() => {
            matches!(reply.verdict, Verdict::Papers { .. })
        }
        Kind::Silent => {
            let own = papers.iter().all(|paper| asked.papers().contains(paper));
            !papers.is_empty() && own && reply.verdict.outcome() != Outcome::Answer
        }
        _ => papers.first() == asked.papers().first(),
    }
}

/// Of each kind and of all: right, questions; then questions that are answered from another paper, and of those with a paragraph the ones of
/// which it comes first.
fn judge(name: &str) -> (usize, usize, usize) {
    let asked = read(name);
    let mut table = std::collections::BTreeMap::<Kind, (usize, usize, usize, usize)>::new();
    let (mut right, mut others) = (0, 0);
    for one in &asked {
        let reply = one.reply();
        let is_right = is_right(one, &reply);
        let other = is_of_another(one, &reply);
        let first = reply.verdict.citations().first();
        let found = one.gold.as_ref().is_some_and(|gold| {
            first.is_some_and(|own| {
                one.papers().contains(&own.paper.id) && gold.contains(&own.paragraph.number)
            })
        });
        let row = table.entry(one.kind).or_default();
        row.0 += usize::from(is_right);
        row.1 += 1;
        row.2 += usize::from(found);
        row.3 += usize::from(one.gold.is_some());
        right += usize::from(is_right);
        others += usize::from(other);
        if std::env::var_os("MISSES").is_some() && (!is_right || other) {
            eprintln!(
                "{}{:?} {:?} {:?}: {:?} {:?} ({})",
                if other { "OTHER " } else { "" },
                one.kind,
                one.papers(),
                one.context,
                one.q,
                spoken_of(&reply),
                reply.verdict.outcome().name()
            );
        }
    }
    for (kind, (right, all, found, with_gold)) in &table {
        eprintln!("{kind:?}: {right} of {all} right; paragraph first {found} of {with_gold}");
    }
    eprintln!("{name}: {right} of {} right, {others} from another paper", asked.len());
    (right, asked.len(), others)
}

#[test]
fn the_paper_that_is_named_answers() {
    for (name, least, most_others) in [
        ("development", 94, 1),
        ("held-out", 88, 4),
        ("held-out-2", 90, 2),
        ("held-out-3", 85, 3),
        ("held-out-4", 88, 3),
        ("held-out-5", 88, 1),
        ("held-out-6", 88, 1),
    ] {
        let (right, all, others) = judge(name);
        assert!(right * 100 >= all * least && others <= most_others, "{name}");
    }
}

/// The ids of the papers that a reply lists.
fn listed(reply: &Reply<'_>) -> Vec<String> {
    match &reply.verdict {
        Verdict::Papers { papers, .. } => papers.iter().map(|paper| paper.id.clone()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn papers_are_listed_by_what_they_are_called() {
    for (words, papers) in [
        ("2013", vec!["hk-sz-2013", "hk-gd-2013"]),
        ("2013年", vec!["hk-sz-2013", "hk-gd-2013"]),
        ("CB(1)688/16-17(04)", vec!["hk-sz-2017"]),
        ("waste", vec!["waste-2018", "waste-2015"]),
        ("人才住房", vec!["housing-2016"]),
    ] {
        let reply = LIBRARY.papers_called(words, Language::English);
        assert_eq!(listed(&reply), papers, "{words}");
    }
    let reply = LIBRARY.papers_called("2031", Language::English);
    let Verdict::NoSuchPaper { papers, .. } = reply.verdict else { panic!("{:?}", reply.verdict) };
    assert!(!papers.is_empty());
}

/// What somebody gets for `/para` and these words.
fn para(words: &str) -> Response {
    let settings = &Settings::default();
    let context = Context {
        reader: Language::English,
        reader_is_known: true,
        settings,
        after: None,
        question: None,
        group: false,
        retention_days: 90,
    };
    conversation::respond(Engines::of(&LIBRARY), Command::Para(words), &context)
}

#[test]
fn a_paragraph_is_read_in_the_paper_that_is_named_behind_its_number() {
    for (numbers, paper, paragraph) in [
        ("4 2017", "hk-sz-2017", 4),
        ("4 waste 2015", "waste-2015", 4),
        // of several, the next is the one after the last
        ("2-3 the express rail paper", "rail-2016", 3),
        ("4 2013 guangdong conference", "hk-gd-2013", 4),
        // without a name, of the newest
        ("4", "waste-2018", 4),
    ] {
        let turn = para(numbers).turn.unwrap();
        assert_eq!((turn.paper.as_str(), turn.paragraph), (paper, paragraph), "{numbers}");
    }
}

/// Whether a card names a paper or leads to it.
fn tells_of(card: &Card, paper: &str) -> bool {
    let (_, stored) = LIBRARY.corpus().paper(paper).unwrap();
    let title = present::title(&Words::new(Language::English), stored);
    let says = |block: &Block| match block {
        Block::Note(text) | Block::Source(text, _) | Block::Heading(text, _) => {
            text.contains(&title)
        }
        Block::Quote(..) => false,
    };
    let leads = |target: &Target| match target {
        Target::Paper(own) | Target::Paragraph(own, _) => own == paper,
        _ => false,
    };
    card.blocks.iter().any(says) || card.buttons().any(|button| leads(&button.target))
}

#[test]
fn a_year_of_two_papers_is_not_taken_for_the_newer_in_silence() {
    let card = para("4 2013").card;
    for paper in ["hk-sz-2013", "hk-gd-2013"] {
        assert!(tells_of(&card, paper), "{paper}: {card:#?}");
    }
    // the rest of the name tells which, wherever the year stands
    for words in ["4 2013 guangdong", "4 guangdong 2013", "4 2013年粵港", "4 粵港2013"] {
        let turn = para(words).turn.unwrap();
        assert_eq!((turn.paper.as_str(), turn.paragraph), ("hk-gd-2013", 4), "{words}");
    }
}

/// The card of a reply, without what only a chat adds.
fn card_of(reply: &Reply<'_>) -> Card {
    present::reply(LIBRARY.corpus(), reply, &Extras::default())
}

/// The paragraphs that the buttons of a card lead to.
fn led_to(card: &Card) -> Vec<(String, u32)> {
    let buttons = card.buttons();
    let of = |target: &Target| match target {
        Target::Paragraph(paper, number) => Some((paper.clone(), *number)),
        _ => None,
    };
    buttons.filter_map(|button| of(&button.target)).collect()
}

/// The paragraphs that other papers answer from, the first first.
fn elsewhere(reply: &Reply<'_>) -> Vec<(String, u32)> {
    reply.elsewhere.iter().map(|own| (own.paper.id.clone(), own.paragraph.number)).collect()
}

#[test]
fn where_the_named_paper_is_silent_the_card_leads_to_the_one_that_says_it() {
    let questions = [
        ("2015年嗰份膠袋有幾多個size", "waste-2015", ("waste-2018", 3)),
        ("2015年那份垃圾文件旧电器回收怎么收钱", "waste-2015", ("waste-2018", 13)),
        ("CB(1)652/14-15: price of a label for bulky furniture", "waste-2015", ("waste-2018", 4)),
        ("2018嗰份垃圾費，首爾啲經驗點講", "waste-2018", ("waste-2015", 12)),
        ("In the 2018 MSW paper, how did Seoul do its charging?", "waste-2018", ("waste-2015", 12)),
        ("2017年那份港人子弟班有几所学校", "hk-sz-2017", ("hk-sz-2009", 7)),
        ("river sediment study in the 2017 paper", "hk-sz-2017", ("hk-sz-2009", 11)),
        ("高铁进展文件里，港珠澳大桥哪年通车", "rail-2016", ("hk-gd-2009", 6)),
        ("CB(1)704/13-14嗰份，河套起科技園總樓面有幾大", "hk-sz-2013", ("hk-sz-2017", 4)),
        (
            "浸會大學在珠海那間學院有什麼新課程？我指2009年港深那次",
            "hk-sz-2009",
            ("hk-gd-2009", 11),
        ),
    ];
    let mut wrong = Vec::new();
    for (question, named, (paper, number)) in questions {
        let reply = LIBRARY.answer(&Question::new(question));
        assert_ne!(reply.verdict.outcome(), Outcome::Answer, "{question}");
        let silent: Vec<&str> =
            reply.silent.iter().flatten().map(|paper| paper.id.as_str()).collect();
        assert_eq!(silent, [named], "{question}");
        if elsewhere(&reply).first() != Some(&(paper.to_owned(), number)) {
            wrong.push(format!("{question}: {:?}", elsewhere(&reply)));
        }
        // whichever it is, the card says what it says, and leads there
        let Some(first) = reply.elsewhere.first() else { continue };
        let card = card_of(&reply);
        let words = Words::new(reply.language);
        let quoted = present::in_script(&words, first.quote.language, first.quote.words());
        let at = card.blocks.iter().position(|block| {
            matches!(block, Block::Quote(spans, _) if spans.iter().any(|span| span.text == quoted))
        });
        let source = at.and_then(|at| card.blocks.get(at + 1));
        let title = present::title(&words, first.paper);
        let is_cited = matches!(source, Some(Block::Source(line, _)) if line.contains(&title));
        assert!(is_cited, "{question}: {card:#?}");
        assert_eq!(led_to(&card), elsewhere(&reply), "{question}");
        assert!(card.buttons().next().unwrap().label.contains(&title), "{question}: {card:#?}");
    }
    assert!(wrong.len() <= 1, "{}", wrong.join("\n"));
}

#[test]
fn what_a_paper_answers_unasked_it_answers_where_another_was_named() {
    let (mut answered, mut missed) = (0, Vec::new());
    for (named, question) in [
        ("2009年深港會議", "跨境學童有幾多人？"),
        ("2009年深港會議", "人才住房的租金怎樣釐定？"),
        ("2009年深港會議", "在前海註冊的港資企業有幾多家？"),
        ("2017年港深會議", "深圳有幾所民辦學校開辦港人子弟班？"),
        ("2017年港深會議", "清潔生產伙伴計劃資助了多少個項目？"),
        ("2017年深港会议", "人才住房轮候要多久？"),
        ("2013年港深會議", "前海夢工場孵化了多少支創業團隊？"),
        ("2018年廢物文件", "台北的家居垃圾減少了多少？"),
        ("2018 waste paper", "How many Hong Kong firms are registered in Hengqin?"),
        ("2015 waste paper", "What does the label for oversized waste cost?"),
        ("2013 Shenzhen paper", "How many platforms does West Kowloon Station have?"),
        ("2015 waste paper", "What is the capacity of the treatment plant at Tuen Mun?"),
    ] {
        let alone = LIBRARY.answer(&Question::new(question));
        let [first, ..] = alone.verdict.citations() else { continue };
        if alone.verdict.outcome() != Outcome::Answer {
            continue;
        }
        answered += 1;
        let text = format!("{named}: {question}");
        let reply = LIBRARY.answer(&Question::new(&text));
        assert_ne!(reply.verdict.outcome(), Outcome::Answer, "{text}");
        let other = reply.elsewhere.first();
        if other.is_none_or(|other| other.paper.id != first.paper.id) {
            missed.push(format!("{text} {}: {:?}", first.paper.id, elsewhere(&reply)));
        }
    }
    assert!(answered >= 8, "only {answered} are answered at all");
    assert!(missed.len() * 10 <= answered, "{} of {answered}\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn of_meetings_that_all_answer_the_newest_is_cited_and_the_others_have_buttons() {
    let mut not_both = Vec::new();
    for question in [
        "前海發展有什麼進展？",
        "雙方在前海有咩共識？",
        "前海",
        "深港會議有咩環保合作？",
        "港深會議有咩旅遊合作",
        "港深兩地如何推廣旅遊？",
        "深港兩地政府點改善海水同河水嘅污染？",
        "港深合作會議由誰主持？",
        "港深合作會議何時舉行？",
        "What progress has been made in Qianhai?",
        "What was agreed on tourism at the Hong Kong/Shenzhen meeting?",
        "What environmental co-operation did Hong Kong and Shenzhen agree on?",
    ] {
        let reply = LIBRARY.answer(&Question::new(question));
        assert_eq!(reply.verdict.outcome(), Outcome::Answer, "{question}");
        assert_eq!(spoken_of(&reply).first().unwrap(), "hk-sz-2017", "{question}");
        let others: Vec<&str> = reply.elsewhere.iter().map(|own| own.paper.id.as_str()).collect();
        let dates = reply.elsewhere.iter().map(|own| own.paper.date);
        assert!(dates.is_sorted_by(|one, other| one > other), "{question}: {others:?}");
        assert_eq!(led_to(&card_of(&reply)), elsewhere(&reply), "{question}");
        if others != ["hk-sz-2013", "hk-sz-2009"] {
            not_both.push(format!("{question}: {others:?}"));
        }
    }
    assert!(not_both.len() <= 2, "{}", not_both.join("\n"));
}

/// A library of bare papers: id, language, what else stands in `paper.toml`, texts of the paragraphs.
fn bare_library(papers: &[(&str, &str, &str, &[&str])]) -> Engine {
    let mut files: Vec<(String, String)> = Vec::new();
    for (id, language, more, texts) in papers {
        let head = format!("id = \"{id}\"\nlanguage = \"{language}\"\n{more}\n");
        files.push((format!("{id}/paper.toml"), head));
        for (number, text) in (1..).zip(*texts) {
            let text = format!("number = {number}\ntext.{language} = \"{text}\"\n");
            files.push((format!("{id}/paragraphs/{number:02}.toml"), text));
        }
    }
    let files: Files = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Engine::new(Corpus::load(&files).unwrap())
}

#[test]
fn a_paper_number_with_a_year_of_four_digits_names_its_paper() {
    let library = bare_library(&[
        (
            "market",
            "zh-Hant",
            "title.zh-Hant = \"街市現代化計劃\"\npaper_number = \"立法會CB(2)318/2022(04)號文件\"\ndate = \"2022-05-10\"",
            &["食物環境衞生署現時管理95個公眾街市，共有約13 300個檔位。", "計劃在十年內推行。"],
        ),
        (
            "carers",
            "en",
            "title.en = \"Support for Carers\"\npaper_number = \"LC Paper No. CB(2)1147/2023(05)\"\ndate = \"2024-01-09\"",
            &[
                "As at 31 December 2023, the two schemes had 11,300 beneficiaries.",
                "The hotline is free.",
            ],
        ),
    ]);
    for (question, paper) in [
        ("根據立法會CB(2)318/2022(04)號文件，現時有多少個公眾街市？", "market"),
        ("According to paper CB(2)1147/2023(05), how many beneficiaries are there?", "carers"),
    ] {
        let reply = library.answer(&Question::new(question));
        assert_eq!(spoken_of(&reply), [paper], "{question}");
    }
    let unknown = library.answer(&Question::new("What does CB(2)99/2021(01) say about carers?"));
    assert!(matches!(unknown.verdict, Verdict::NoSuchPaper { .. }), "{:?}", unknown.verdict);
}

#[test]
fn a_year_beside_a_word_of_a_title_may_be_what_another_paper_says() {
    let library = bare_library(&[
        (
            "market",
            "zh-Hans",
            "title.zh-Hans = \"街市现代化计划的进展\"\ndate = \"2024-06-11\"",
            &["楼宇内有七个街市的空置率超过四成。", "街市的翻新工程已经完成。"],
        ),
        (
            "charging",
            "zh-Hans",
            "title.zh-Hans = \"新能源汽车充电设施建设情况\"\ndate = \"2023-03-28\"",
            &["2024年计划新建超充站300座、充电桩6万个。", "现有充电桩由市政府管理。"],
        ),
    ]);
    let reply = library.answer(&Question::new("2024年计划新建超充站多少座"));
    let first = reply.verdict.citations().first().unwrap();
    assert_eq!((first.paper.id.as_str(), first.paragraph.number), ("charging", 1));
}

#[test]
fn words_of_both_scripts_get_the_script_of_the_paper_unless_the_reader_is_known() {
    let library = bare_library(&[(
        "charging",
        "zh-Hans",
        "title.zh-Hans = \"充电设施建设情况\"",
        &["截至2023年底，接入率为72%。", "市政府管理有关设施。"],
    )]);
    let question = Question::new("接入率是多少");
    assert_eq!(library.answer(&question).language, Language::Simplified);
    let known = Question { fallback_is_known: true, ..question };
    assert_eq!(library.answer(&known).language, Language::Traditional);
}

#[test]
fn a_comparison_of_two_years_cites_both() {
    let mut missed = Vec::new();
    for (question, papers) in [
        ("2009年同2017年嘅深港會議各簽咗幾多份文件？", ["hk-sz-2009", "hk-sz-2017"]),
        ("2013年和2017年的港深会议，前海的港资企业各有多少家？", ["hk-sz-2013", "hk-sz-2017"]),
        (
            "Compare the 2009 and 2013 Hong Kong/Shenzhen meetings on Qianhai.",
            ["hk-sz-2009", "hk-sz-2013"],
        ),
        ("2009年同2013年深港會議喺教育方面有咩唔同？", ["hk-sz-2009", "hk-sz-2013"]),
        ("2013年同2017年港深會議由邊個主持？", ["hk-sz-2013", "hk-sz-2017"]),
        (
            "What did the 2009 and 2017 Shenzhen meetings say about the Loop?",
            ["hk-sz-2009", "hk-sz-2017"],
        ),
        ("2009年和2013年粵港會議各簽了多少份協議？", ["hk-gd-2009", "hk-gd-2013"]),
        ("比較2009年同2013年粵港會議嘅減排目標", ["hk-gd-2009", "hk-gd-2013"]),
        ("2015年同2018年廢物收費文件，每人每日棄置幾多垃圾？", ["waste-2015", "waste-2018"]),
        ("2015 and 2018 waste papers: what is the gate fee?", ["waste-2015", "waste-2018"]),
    ] {
        let reply = LIBRARY.answer(&Question::new(question));
        let cited = reply.verdict.citations().iter();
        let cited: Vec<&str> = cited.map(|own| own.paper.id.as_str()).collect();
        if !papers.iter().all(|paper| cited.contains(paper)) {
            missed.push(format!("{question}: {} {cited:?}", reply.verdict.outcome().name()));
        }
    }
    assert!(missed.len() <= 2, "{} of 10\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_is_asked_of_a_paper_itself_is_what_is_told_of_it() {
    let questions = [
        ("who wrote the 2018 waste paper", "waste-2018", Fact::Issuer),
        ("人才住房那份是哪个单位出的", "housing-2016", Fact::Issuer),
        ("2013嗰份港深會議文件邊個部門寫", "hk-sz-2013", Fact::Issuer),
        ("which bureau issued the 2009 guangdong paper", "hk-gd-2009", Fact::Issuer),
        ("高鐵文件由哪個局提交", "rail-2016", Fact::Issuer),
        ("人才住房那份文件是哪个部门发的", "housing-2016", Fact::Issuer),
        ("2015年垃圾收費文件的日期", "waste-2015", Fact::Date),
        ("2017港深會議嗰份幾時出", "hk-sz-2017", Fact::Date),
        ("人才房份嘢幾月幾號出街", "housing-2016", Fact::Date),
        ("when was the rail paper published", "rail-2016", Fact::Date),
        ("2013年粤港会议那份什么时候发布的", "hk-gd-2013", Fact::Date),
        ("高鐵那份文件是哪天發表的", "rail-2016", Fact::Date),
        ("2013年港深會議的文件是哪天發出的", "hk-sz-2013", Fact::Date),
        ("how many paragraphs in the 2017 shenzhen paper", "hk-sz-2017", Fact::Extent),
        ("2013深港会议文件有多少段", "hk-sz-2013", Fact::Extent),
        ("2018垃圾徵費嗰份有幾多段", "waste-2018", Fact::Extent),
        ("2009年粵港會議文件共有幾段", "hk-gd-2009", Fact::Extent),
        ("高鐵嗰份文件有幾多段", "rail-2016", Fact::Extent),
        ("how many paragraphs does the 16th plenary paper have", "hk-gd-2013", Fact::Extent),
        ("2013年港深會議文件分哪些部分", "hk-sz-2013", Fact::Sections),
        ("高鐵嗰份有咩章節", "rail-2016", Fact::Sections),
        ("what sections does the 2013 Guangdong paper have", "hk-gd-2013", Fact::Sections),
        ("outline of the talent housing paper", "housing-2016", Fact::Sections),
        ("2015年垃圾那份目录", "waste-2015", Fact::Sections),
        ("what is CB(1)61/18-19(03) called", "waste-2018", Fact::Identity),
        ("CB(1)245/13-14(06) 是什么文件", "hk-gd-2013", Fact::Identity),
        ("2017年港深會議嗰份係咩文件", "hk-sz-2017", Fact::Identity),
        ("what is the rail paper about", "rail-2016", Fact::Identity),
        ("人才住房嗰份文件講咩", "housing-2016", Fact::Identity),
        ("paper number of the 2015 waste paper?", "waste-2015", Fact::Number),
        ("2013港深會議份文件編號係咩", "hk-sz-2013", Fact::Number),
        ("2017年港深會議文件的立法會文件編號", "hk-sz-2017", Fact::Number),
        ("高铁那份文件号多少", "rail-2016", Fact::Number),
        ("2015年垃圾收費文件的文件編號是甚麼", "waste-2015", Fact::Number),
        ("2009年粤港会议那份文件编号多少", "hk-gd-2009", Fact::Number),
        ("高鐵那份文件的編號是甚麼？", "rail-2016", Fact::Number),
        ("深圳人才房文件是提交给谁的", "housing-2016", Fact::Body),
        ("to which committee did the rail paper go", "rail-2016", Fact::Body),
        ("2017年港深會議文件是提交給哪個委員會的", "hk-sz-2017", Fact::Body),
        ("2015年垃圾收费那份是交给哪个委员会的", "waste-2015", Fact::Body),
    ];
    let mut missed = Vec::new();
    for (question, paper, fact) in questions {
        let reply = LIBRARY.answer(&Question::new(question));
        let Verdict::About { paper: told, fact: own, .. } = &reply.verdict else {
            missed.push(format!("{question}: {}", reply.verdict.outcome().name()));
            continue;
        };
        // what is told is what was asked
        assert_eq!((told.id.as_str(), *own), (paper, fact), "{question}");
        let card = card_of(&reply);
        let title = present::title(&Words::new(reply.language), told);
        let is_source =
            |block: &Block| matches!(block, Block::Source(line, _) if line.contains(&title));
        assert!(card.blocks.iter().any(is_source), "{question}: {card:#?}");
    }
    assert!(
        missed.len() * 10 <= questions.len(),
        "{} of {}\n{}",
        missed.len(),
        questions.len(),
        missed.join("\n")
    );
}

#[test]
fn figures_and_other_documents_name_no_paper() {
    for (text, meant) in [
        ("過去15年深圳同香港合作有咩成果？", None),
        ("未來15年會興建幾多人才房？", None),
        ("前海使唔使一三年先起好", None),
        ("有2013個單位供應係邊區？", None),
        ("收到2018蚊津貼", None),
        ("a target of '1500 tonnes' of waste in Shenzhen?", None),
        ("2008年施政報告有冇提前海？", None),
        ("2012年政府審計報告有冇講廢物", None),
        ("in 2012 no one was charged for waste?", None),
        ("12/11-15/11 前海有咩活動？", None),
        ("2018/19-20年度預算有幾多錢俾廢物收費？", None),
        ("深圳那份工作好做吗", None),
        ("廢物收費文件話2022年減幾多？", Some("waste")),
        ("the waste 2015 paper: how much waste per person by 2022?", Some("waste")),
        ("高鐵文件話2018年通車，係咪？", Some("rail")),
        ("according to the rail paper, will it open in 2018?", Some("rail")),
        ("截至2015年底深圳有幾多人才住房", Some("housing")),
    ] {
        let reply = LIBRARY.answer(&Question::new(text));
        assert!(!matches!(reply.verdict, Verdict::NoSuchPaper { .. }), "{text}");
        let silent: Vec<&str> =
            reply.silent.iter().flatten().map(|paper| paper.id.as_str()).collect();
        match meant {
            None => assert_eq!(silent, [""; 0], "{text}"),
            Some(meant) => {
                let papers = spoken_of(&reply);
                let told = silent.iter().copied().chain(papers.iter().map(String::as_str));
                for paper in told {
                    assert!(paper.starts_with(meant), "{text}: {paper}");
                }
            }
        }
    }
}

#[test]
fn who_asks_something_of_a_paper_and_not_of_which_is_asked_back() {
    for (question, expected) in [
        ("who wrote this paper?", "Which paper do you mean?"),
        ("作者係邊個？", "你想問哪一份文件？"),
    ] {
        let reply = LIBRARY.answer(&Question::new(question));
        assert_eq!(reply.verdict.outcome(), Outcome::None, "{question}");
        let card = card_of(&reply);
        let Some(Block::Note(note)) = card.blocks.first() else { panic!("{question}: {card:?}") };
        assert!(note.starts_with(expected), "{question}: {note}");
    }
    // two things of one paper are told together
    let reply = LIBRARY.answer(&Question::new("Who issued the newest paper and when?"));
    assert!(matches!(reply.verdict, Verdict::About { fact: Fact::Identity, .. }));
}

#[test]
fn what_the_named_paper_speaks_of_is_related_and_not_denied() {
    let question = "2017年港深會議：深圳有幾所民辦學校開辦港人子弟班？";
    let reply = LIBRARY.answer(&Question::new(question));
    let Verdict::Related { citations, .. } = &reply.verdict else { return };
    let title = present::title(&Words::new(reply.language), citations.all()[0].paper);
    let card = card_of(&reply);
    let Some(Block::Note(note)) = card.blocks.first() else { panic!("{card:?}") };
    assert!(note.starts_with(&title) && note.ends_with("相關段落："), "{note}");
}
