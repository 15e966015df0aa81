//! `docs/transcript.md`: what a newcomer sees in their first minutes, from a real run. With `UPDATE_TRANSCRIPT` set the page is written, without it
//! is compared. `docs/transcript.jsonl` holds the same messages as they go over the wire, for `docs/draw.py`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::bot::{Bot, in_reply, with};
use crate::bot_api::Call;
use crate::check::copy;
use crate::uploads::{HECTARES, MANGROVES, sent};

/// Somebody in a chat with the bot.
struct Scene<'b> {
    bot: &'b Bot,
    page: &'b mut String,
    lines: &'b mut String,
    chat: Value,
    name: &'static str,
    user: i64,
    code: &'static str,
    next: i64,
}

impl Scene<'_> {
    fn person(&self) -> Value {
        json!({ "id": self.user, "is_bot": false, "first_name": self.name, "language_code": self.code })
    }

    fn message(&mut self, text: &str) -> Value {
        self.next += 10_000;
        json!({ "message_id": self.next, "date": crate::bot::now(), "chat": self.chat, "from": self.person(), "text": text })
    }

    fn heading(&mut self, heading: &str) {
        write!(self.page, "\n## {heading}\n").unwrap();
        writeln!(self.lines, "{}", json!({ "scene": heading })).unwrap();
    }

    async fn says(&mut self, text: &str) -> Vec<Call> {
        let message = self.message(text);
        self.sends(message).await
    }

    async fn sends(&mut self, message: Value) -> Vec<Call> {
        self.tell(
            &format!("**{}**: {}", self.name, code(message["text"].as_str().unwrap())),
            json!({ "from": self.name, "text": message["text"] }),
        );
        let calls = self.bot.says(message).await;
        self.shows(&calls);
        calls
    }

    /// From here on somebody else speaks.
    fn becomes(&mut self, name: &'static str, user: i64, code: &'static str) {
        (self.name, self.user, self.code) = (name, user, code);
    }

    /// Somebody speaks to the others; the message.
    async fn says_to_others(&mut self, text: &str) -> Value {
        let message = self.message(text);
        let calls = self.sends(message.clone()).await;
        self.is_silent(&calls);
        message
    }

    async fn names_the_bot(&mut self, text: &str) -> Vec<Call> {
        let text = format!("@briefing_bot {text}");
        let entities = json!([{ "type": "mention", "offset": 0, "length": 13 }]);
        let message = with(self.message(&text), json!({ "entities": entities }));
        self.sends(message).await
    }

    /// Somebody replies to the answer that somebody got.
    async fn replies(&mut self, to: &Call, whose: &str, text: &str) {
        let line = match whose == self.name {
            true => format!("**{}** replies to the answer to their own question:", self.name),
            false => format!("**{}** replies to the answer to {whose}’s question:", self.name),
        };
        self.tell(&line, json!({ "note": "reply" }));
        let message = in_reply(self.message(text), to);
        let calls = self.sends(message).await;
        self.is_silent(&calls);
    }

    /// Somebody has the bot answer what another asked the others.
    async fn points_at(&mut self, asked: Value, whose: &str) {
        let line = format!("**{}** replies to {whose}’s question:", self.name);
        self.tell(&line, json!({ "note": "reply" }));
        let entities = json!([{ "type": "mention", "offset": 0, "length": 13 }]);
        let words = if self.code == "zh-hans" { "回答一下" } else { "答佢" };
        let message = self.message(&format!("@briefing_bot {words}"));
        let more = json!({ "entities": entities, "reply_to_message": asked });
        self.sends(with(message, more)).await;
    }

    fn is_silent(&mut self, calls: &[Call]) {
        if calls.is_empty() {
            self.tell("*(The bot says nothing.)*", json!({ "note": "silence" }));
        }
    }

    async fn edits(&mut self, text: &str) {
        let message = json!({ "message_id": self.next, "date": crate::bot::now(), "chat": self.chat, "from": self.person(), "text": text });
        self.tell(
            &format!("**{}** edits the question: {}", self.name, code(text)),
            json!({ "from": self.name, "text": text, "edited": true }),
        );
        let calls = self.bot.edits(message).await;
        self.shows(&calls);
    }

    async fn presses(&mut self, on: &Call, label: &str) -> Vec<Call> {
        self.tell(
            &format!("**{}** presses {}", self.name, code(label)),
            json!({ "from": self.name, "press": label }),
        );
        let mut press = self.bot.press(self.user, on, label);
        press["from"] = self.person();
        let mut calls = self.bot.gets("callback_query", press).await;
        calls.sort_by_key(|call| call.method != "answercallbackquery");
        self.shows(&calls);
        calls
    }

    async fn searches(&mut self, query: &str) {
        self.tell(
            &format!(
                "**{}** types in another chat: {}",
                self.name,
                code(&format!("@briefing_bot {query}"))
            ),
            json!({ "from": self.name, "inline": query }),
        );
        let id = format!("{}-{query}", self.user);
        let calls = self
            .bot
            .gets(
                "inline_query",
                json!({ "id": id, "from": self.person(), "query": query, "offset": "" }),
            )
            .await;
        for result in calls[0].parameters["results"].as_array().unwrap().iter().take(3) {
            let (title, description) =
                (result["title"].as_str().unwrap(), result["description"].as_str().unwrap());
            self.tell(
                &format!("> **{title}**  \n> {description}"),
                json!({ "result": title, "description": description }),
            );
        }
    }

    fn tell(&mut self, line: &str, json: Value) {
        write!(self.page, "\n{line}\n").unwrap();
        writeln!(self.lines, "{json}").unwrap();
    }

    fn shows(&mut self, calls: &[Call]) {
        for call in calls {
            let text = call.parameters["text"].as_str();
            let shown = match (call.method.as_str(), text) {
                ("answercallbackquery", Some(text)) => {
                    format!("> *a notice at the top of the screen:* {text}")
                }
                ("sendmessage", Some(text)) => quoted(text, &call.parameters),
                ("editmessagetext", Some(text)) => {
                    format!("> *edited:*\n>\n{}", quoted(text, &call.parameters))
                }
                ("editmessagereplymarkup", _) => {
                    format!("> *edited:* {}", keyboard(&call.parameters))
                }
                _ => continue,
            };
            let mut parameters = call.parameters.clone();
            parameters.as_object_mut().unwrap().remove("callback_query_id");
            self.tell(&shown, json!({ "method": call.method, "params": parameters }));
        }
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A message as a quotation in Markdown.
fn quoted(html: &str, parameters: &Value) -> String {
    let mut text = html.replace("<blockquote expandable>", "<blockquote>");
    let mut markdown = String::new();
    while let Some((before, rest)) = text.split_once("<blockquote>") {
        let (quote, after) = rest.split_once("</blockquote>").unwrap();
        markdown.push_str(before);
        markdown.push_str(&quote.lines().map(|line| format!("> {line}\n")).collect::<String>());
        markdown.push('\n');
        text = after.trim_start_matches('\n').to_owned();
    }
    markdown.push_str(&text);
    let mut lines: Vec<String> = plain_links(&markdown)
        .replace("<i>", "*")
        .replace("</i>", "*")
        .lines()
        .map(str::to_owned)
        .collect();
    if !parameters["reply_markup"].is_null() {
        lines.extend([String::new(), keyboard(parameters)]);
    }
    let lines = lines
        .iter()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}  ") });
    let text = lines.collect::<Vec<_>>().join("\n");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// `<a href="x">y</a>` as Markdown.
fn plain_links(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, link)) = rest.split_once("<a href=\"") {
        let (address, link) = link.split_once("\">").unwrap();
        let (label, after) = link.split_once("</a>").unwrap();
        write!(text, "{before}[{label}]({address})").unwrap();
        rest = after;
    }
    text + rest
}

fn keyboard(parameters: &Value) -> String {
    let rows =
        parameters["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
    let row = |row: &Value| {
        row.as_array()
            .unwrap()
            .iter()
            .map(|button| code(button["text"].as_str().unwrap()))
            .collect::<Vec<_>>()
            .join(" ")
    };
    rows.iter().map(row).collect::<Vec<_>>().join(" · ")
}

/// What somebody does first, in one language.
struct Words {
    heading: &'static str,
    group_heading: &'static str,
    name: &'static str,
    other: &'static str,
    code: &'static str,
    question: &'static str,
    follow_up: &'static str,
    language: &'static str,
    not_said: &'static str,
    none: &'static str,
    better: &'static str,
    number: &'static str,
    group_question: &'static str,
    pointed: &'static str,
    search: &'static str,
}

const WORDS: [Words; 3] = [
    Words {
        heading: "In private: Hong Kong",
        group_heading: "In a group: Hong Kong",
        name: "Mei",
        other: "Ming",
        code: "zh-hk",
        question: "前海由邊個話事？",
        follow_up: "下一段",
        language: "English",
        not_said: "杜邦投資咗幾多錢？",
        none: "聽日會唔會落雨？",
        better: "兩地點樣合作處理空氣污染？",
        number: "第八段",
        group_question: "/ask 七份協議係幾時簽？",
        pointed: "聽講深圳有學校會開港人子弟班？",
        search: "鐵路",
    },
    Words {
        heading: "In private: Shenzhen",
        group_heading: "In a group: Shenzhen",
        name: "小林",
        other: "阿强",
        code: "zh-hans",
        question: "前海由谁主导开发？",
        follow_up: "下一段",
        language: "原文",
        not_said: "前海的租金是多少？",
        none: "明天会下雨吗？",
        better: "两地怎样合作治理空气污染？",
        number: "第四段",
        group_question: "/ask 河套地区打算怎么发展？",
        pointed: "非广东户籍居民什么时候可以办个人游签注？",
        search: "环保",
    },
    Words {
        heading: "In private: English",
        group_heading: "In a group: English",
        name: "Alex",
        other: "Sam",
        code: "en",
        question: "Who leads the development of Qianhai?",
        follow_up: "next paragraph",
        language: "Original",
        not_said: "How much did DuPont invest?",
        none: "Will it rain tomorrow?",
        better: "What will the two sides do about air pollution?",
        number: "paragraph 8",
        group_question: "/ask What is planned for the Lok Ma Chau Loop?",
        pointed: "Does anyone know how many agreements were signed?",
        search: "tourism",
    },
];

#[tokio::test]
async fn the_transcript_is_what_happens() {
    let bot = Bot::start().await;
    let mut page = String::from(
        "# The first minutes with the bot\n\nWritten by a test from a real run (`UPDATE_TRANSCRIPT=1 cargo test --test it transcript`); without that\nvariable, the test checks that the conversations are still the same. After a name, text in code type is what that person typed or pressed; indented blocks are the bot's messages, with their buttons below.\n",
    );
    let mut lines = String::new();
    for (place, words) in (1_i64..).zip(&WORDS) {
        let chat = json!({ "id": place, "type": "private" });
        let mut scene = Scene {
            bot: &bot,
            page: &mut page,
            lines: &mut lines,
            chat,
            name: words.name,
            user: place,
            code: words.code,
            next: 0,
        };
        in_private(&mut scene, words).await;
    }
    for (place, words) in (11_i64..).zip(&WORDS) {
        let chat = json!({ "id": -place, "type": "supergroup", "title": "Group" });
        let mut scene = Scene {
            bot: &bot,
            page: &mut page,
            lines: &mut lines,
            chat,
            name: words.name,
            user: place,
            code: words.code,
            next: 0,
        };
        in_a_group(&mut scene, words).await;
    }
    let chat = json!({ "id": -21, "type": "supergroup", "title": "Group" });
    let (name, code) = ("Mei", "zh-hk");
    let (bot, page, lines) = (&bot, &mut page, &mut lines);
    five_at_once(&mut Scene { bot, page, lines, chat, name, user: 21, code, next: 0 }).await;
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("papers");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("tests/papers/library"), &papers);
    copy(&root.join("knowledge/hk-sz-2009"), &papers.join("hk-sz-2009"));
    let library = [("KNOWLEDGE_DIR", papers.to_str().unwrap()), ("ADMIN_IDS", "31")];
    let bot = &Bot::start_with(&library).await;
    let chat = json!({ "id": 31, "type": "private" });
    in_a_library(&mut Scene { bot, page, lines, chat, name, user: 31, code, next: 0 }).await;
    let chat = json!({ "id": -32, "type": "supergroup", "title": "Group" });
    with_chosen_papers(&mut Scene { bot, page, lines, chat, name, user: 31, code, next: 0 }).await;
    for (name, text) in [("transcript.md", &*page), ("transcript.jsonl", &*lines)] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
        if std::env::var_os("UPDATE_TRANSCRIPT").is_some() {
            fs::write(&file, text).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        let differs = kept.lines().zip(text.lines()).find(|(kept, now)| kept != now);
        assert!(
            kept == *text,
            "docs/{name} is not what happens: UPDATE_TRANSCRIPT=1 cargo test --test it transcript\n{differs:#?}"
        );
    }
}

/// Somebody who asks nine papers, and adds a tenth.
async fn in_a_library(scene: &mut Scene<'_>) {
    scene.heading("Nine papers");
    scene.says("/start").await;
    scene.says("你有甚麼文件？").await;
    scene.says("/papers 廢物").await;
    scene.says("2017年嗰份，河套地區面積有幾大？").await;
    scene.says("咁2013年呢？").await;
    scene.says("2011年嗰份講甚麼？").await;
    scene.says("垃圾收費嗰份文件係邊個寫？").await;
    scene.says("2013年嗰份有冇講垃圾收費？").await;
    scene.heading("A tenth paper, from a curator");
    let line =
        format!("**{}**, whose ID is in `ADMIN_IDS`, sends the file `mangroves.txt`", scene.name);
    scene.tell(&line, json!({ "from": scene.name, "text": "mangroves.txt" }));
    let mut document = sent(&scene.bot.api, scene.user, 500_000, "mangroves.txt", MANGROVES.into());
    document["from"] = scene.person();
    let calls = scene.bot.says(document).await;
    scene.shows(&calls);
    let card = calls.iter().find(|call| call.method == "sendmessage").unwrap();
    scene.presses(card, "✓ 加入").await;
    scene.says(HECTARES[0]).await;
}

/// A group whose admin chooses the papers that it asks.
async fn with_chosen_papers(scene: &mut Scene<'_>) {
    scene.heading("A group that uses only one of the papers");
    scene.bot.api.make_admin(scene.chat["id"].as_i64().unwrap(), scene.user);
    let card = scene.says("/settings@briefing_bot").await.pop().unwrap();
    for label in ["查閱文件：全部", "2017年港深合作會議", "‹ 設定"] {
        scene.presses(&card, label).await;
    }
    scene.says("/papers").await;
    scene.says("/ask 垃圾收費幾時開始？").await;
}

/// Five people of a group who talk over each other.
async fn five_at_once(scene: &mut Scene<'_>) {
    scene.heading("Five people at once");
    let mei = scene.says("/ask 前海由邊個負責？").await;
    scene.becomes("Ming", 22, "zh-hk");
    scene.says_to_others("今晚食咩好？").await;
    scene.becomes("Alex", 23, "en");
    let alex = scene.names_the_bot("how many agreements were signed?").await;
    scene.becomes("小林", 24, "zh-hans");
    scene.replies(&mei[0], "Mei", "谢谢！").await;
    scene.becomes("阿强", 25, "zh-hans");
    scene.says("/ask").await;
    scene.becomes("Ming", 22, "zh-hk");
    scene.says_to_others("哈哈哈").await;
    scene.becomes("阿强", 25, "zh-hans");
    scene.says("河套地区打算怎么发展？").await;
    scene.becomes("Mei", 21, "zh-hk");
    scene.replies(&mei[0], "Mei", "咁香港做咩？").await;
    scene.becomes("Alex", 23, "en");
    scene.replies(&alex[0], "Alex", "next paragraph").await;
    scene.becomes("Ming", 22, "zh-hk");
    let asked = scene.says_to_others("清潔生產計劃有幾多個項目？").await;
    scene.becomes("小林", 24, "zh-hans");
    scene.points_at(asked, "Ming").await;
    scene.becomes("Mei", 21, "zh-hk");
    scene.says("/ask 兩地點樣合作處理空氣污染？蓮塘口岸有咩比賽？杜邦投資咗幾多錢？").await;
}

async fn in_private(scene: &mut Scene<'_>, words: &Words) {
    scene.heading(words.heading);
    scene.says("/start").await;
    let answer = scene.says(words.question).await;
    scene.presses(&answer[0], words.language).await;
    scene.presses(&answer[0], "👍").await;
    scene.says(words.follow_up).await;
    scene.says(words.not_said).await;
    scene.says(words.none).await;
    scene.edits(words.better).await;
    scene.says(words.number).await;
    for command in ["/paper", "/help", "/settings", "/privacy", "/forget"] {
        scene.says(command).await;
    }
}

async fn in_a_group(scene: &mut Scene<'_>, words: &Words) {
    scene.heading(words.group_heading);
    scene.tell(
        &format!("**{}** adds the bot", scene.name),
        json!({ "from": scene.name, "adds": true }),
    );
    let member = |status: &str| json!({ "status": status, "user": crate::bot::itself() });
    let joined = json!({ "chat": scene.chat, "from": scene.person(), "date": 1, "old_chat_member": member("left"), "new_chat_member": member("member") });
    let calls = scene.bot.gets("my_chat_member", joined).await;
    scene.shows(&calls);
    let answer = scene.says(words.group_question).await;
    let next = scene.message(words.follow_up);
    let line = format!("**{}** replies to the answer:", scene.name);
    scene.tell(&line, json!({ "note": "reply" }));
    scene.sends(in_reply(next, &answer[0])).await;
    scene.next += 10_000;
    let pointed = json!({ "message_id": scene.next, "date": 1, "chat": scene.chat, "from": { "id": 99, "is_bot": false, "first_name": words.other }, "text": words.pointed });
    scene.tell(
        &format!("**{}**, to the others: {}", words.other, code(words.pointed)),
        json!({ "from": words.other, "text": words.pointed }),
    );
    let line = format!("**{}** replies to that:", scene.name);
    scene.tell(&line, json!({ "note": "reply" }));
    let ask = scene.message("/ask");
    scene.sends(with(ask, json!({ "reply_to_message": pointed }))).await;
    let settings = scene.message("/settings@briefing_bot");
    scene.sends(settings).await;
    scene.bot.api.make_admin(scene.chat["id"].as_i64().unwrap(), scene.user);
    let line = format!("**{}** is made an admin, and tries again:", scene.name);
    scene.tell(&line, json!({ "note": "admin" }));
    let settings = scene.message("/settings@briefing_bot");
    scene.sends(settings).await;
    scene.searches(words.search).await;
}
