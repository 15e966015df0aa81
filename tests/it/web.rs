//! The pages over HTTP: what each shows, in which language, what is refused and how, what may be kept, and that nothing hostile gets through.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use briefing_bot::language::Language;
use reqwest::header::{self, HeaderMap};
use serde_json::{Value, json};

use crate::bot::{Bot, group, private, said};

/// The pages as a process of its own. Killed when dropped.
struct Site {
    process: Child,
    url: String,
    client: reqwest::Client,
    folder: tempfile::TempDir,
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What came back.
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Fails unless the page holds all of these.
    fn holds(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.body.contains(part), "no {part} in {}", self.body);
        }
    }
}

impl Site {
    fn start() -> Self {
        Self::of(None, &[])
    }

    /// The pages of the papers of a folder; without one, of those compiled in.
    fn of(knowledge: Option<&Path>, variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
        command
            .args(["web", "--listen", "127.0.0.1:0"])
            .env_clear()
            .env("QUESTIONS_PER_MINUTE", "1000000")
            .envs(variables.iter().copied())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(knowledge) = knowledge {
            command.arg("--knowledge").arg(knowledge);
        }
        let mut process = command.spawn().unwrap();
        let mut url = String::new();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        out.read_line(&mut url).unwrap();
        let url = url.trim().trim_end_matches('/').to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { process, url, client, folder }
    }

    async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.client.get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        serde_json::from_str(&answer.body).unwrap()
    }
}

/// A paper as files of a knowledge folder.
fn write_paper(folder: &Path, id: &str, paper: &str, paragraphs: &[&str]) {
    std::fs::create_dir_all(folder.join(id).join("paragraphs")).unwrap();
    let paper = format!("id = \"{id}\"\nlanguage = \"en\"\n{paper}");
    std::fs::write(folder.join(id).join("paper.toml"), paper).unwrap();
    for (place, text) in paragraphs.iter().enumerate() {
        let number = place + 1;
        let file = folder.join(id).join(format!("paragraphs/{number:02}.toml"));
        std::fs::write(file, format!("number = {number}\ntext.en = '''\n{text}'''\n")).unwrap();
    }
}

fn encoded(text: &str) -> String {
    reqwest::Url::parse_with_params("http://a/", [("q", text)]).unwrap().query().unwrap().to_owned()
}

#[tokio::test]
async fn papers_paragraphs_and_answers_have_pages_in_three_languages() {
    let site = Site::start();
    for (language, title, section, sentence, mark) in [
        (
            "zh-Hant",
            "2009年深港合作會議",
            "前海地區發展",
            "深圳市政府將主導及負責開發管理前海地區。",
            "繁體 · 原文",
        ),
        (
            "zh-Hans",
            "2009年深港合作会议",
            "前海地区发展",
            "深圳市政府将主导及负责开发管理前海地区。",
            "简体 · 由繁体原文转换",
        ),
        (
            "en",
            "2009 Hong Kong/Shenzhen Co-operation Meeting",
            "Development of Qianhai",
            "The Shenzhen Municipal Government will take up the leading role",
            "English · unofficial translation",
        ),
    ] {
        let tag = language.parse::<Language>().unwrap();
        let lang = match tag {
            Language::Traditional => "lang=\"zh-Hant-HK\"",
            Language::Simplified => "lang=\"zh-Hans-CN\"",
            Language::English => "lang=\"en\"",
        };
        let papers = site.get(&format!("/?lang={language}")).await;
        papers.holds(&[lang, title, &format!("/p/hk-sz-2009?lang={language}")]);
        let paper = site.get(&format!("/p/hk-sz-2009?lang={language}")).await;
        paper.holds(&[
            lang,
            title,
            section,
            sentence,
            "id=\"p4\"",
            "href=\"#p4\"",
            "id=\"section-qianhai\"",
            "rel=\"canonical\"",
            "hreflang=\"zh-Hans\"",
        ]);
        let paragraph = site.get(&format!("/p/hk-sz-2009/4?s=2&lang={language}")).await;
        paragraph.holds(&[
            lang,
            title,
            section,
            mark,
            &format!("<mark id=\"s2\">{sentence}"),
            "citation_title",
            "og:description",
            "rel=\"prev\"",
            "rel=\"next\"",
        ]);
        assert_eq!(paragraph.body.matches("<mark").count(), 2, "both texts are marked");
        let answer =
            site.get(&format!("/ask?lang={language}&{}", encoded("前海由誰主導開發？"))).await;
        answer.holds(&[
            lang,
            "<mark>",
            &format!("href=\"/p/hk-sz-2009/4?s=2&amp;lang={language}#s2\""),
            "noindex",
        ]);
    }
    let two = site.get("/p/hk-sz-2009/4?s=2-3&lang=hk").await;
    two.holds(&["<mark id=\"s2\">", "<mark id=\"s3\">"]);
    assert_eq!(two.body.matches("<mark").count(), 4);
    // both languages are there
    two.holds(&["深圳市政府將主導", "The Shenzhen Municipal Government"]);
    // sentences that are not there mark nothing, and the page is there
    for query in ["s=99", "s=0", "s=3-2", "s=x", "s=1-999999999999999999999", "utm=1"] {
        let page = site.get(&format!("/p/hk-sz-2009/4?{query}")).await;
        assert_eq!((page.status, page.body.contains("<mark")), (200, false), "{query}");
    }
}

#[tokio::test]
async fn the_address_then_the_browser_tell_the_language() {
    let site = Site::start();
    for (path, header, expected) in [
        ("/p/hk-sz-2009", "", "zh-Hant-HK"),
        ("/p/hk-sz-2009", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans-CN"),
        ("/p/hk-sz-2009", "fr", "en"),
        ("/p/hk-sz-2009?lang=cn", "en", "zh-Hans-CN"),
        ("/p/hk-sz-2009?lang=klingon", "en-GB", "en"),
        ("/nowhere", "zh-CN", "zh-Hans-CN"),
    ] {
        let page = site.get_with(path, &[("accept-language", header)]).await;
        page.holds(&[&format!("<html lang=\"{expected}\">")]);
        if page.status == 200 {
            assert!(page.header("vary").contains("accept-language"));
        }
    }
    // an answer is in the question's own language, as on Telegram
    let answer = site
        .get_with(&format!("/ask?{}", encoded("七份協議？")), &[("accept-language", "en")])
        .await;
    answer.holds(&["<html lang=\"zh-Hant-HK\">"]);
}

#[tokio::test]
async fn what_the_papers_do_not_say_is_said_and_leads_on() {
    let site = Site::start();
    site.get(&format!("/ask?{}", encoded("How much did DuPont invest?")))
        .await
        .holds(&["I found no amount for this"]);
    site.get(&format!("/ask?{}", encoded("今日天氣點？")))
        .await
        .holds(&["文件裏找不到", "#section-qianhai"]);
    site.get(&format!("/ask?{}", encoded("第四段"))).await.holds(&["第4段"]);
    site.get(&format!("/ask?{}", encoded("第99段"))).await.holds(&["沒有第99段"]);
    // nothing asked: the question box
    for path in ["/ask", "/ask?q=", "/ask?q=%20"] {
        let page = site.get(path).await;
        assert_eq!(page.status, 200);
        page.holds(&["action=\"/ask\""]);
    }
}

#[tokio::test]
async fn what_is_not_there_says_so_and_leads_on() {
    let folder = tempfile::tempdir().unwrap();
    write_paper(folder.path(), "p-one", "title.en = \"One\"\n", &["It is one.", "It is two."]);
    std::fs::write(folder.path().join("_removed.toml"), "removed = [\"p-gone\"]\n").unwrap();
    let site = Site::of(Some(folder.path()), &[]);
    let long = format!("/ask?q={}", "x".repeat(4097));
    let longest = format!("/ask?{}", encoded(&"海".repeat(4096)));
    for (path, status) in [
        ("/p/p-one", 200),
        ("/p/nobody", 404),
        ("/p/nobody/4", 404),
        ("/p/p-one/3", 404),
        ("/p/p-one/x", 404),
        ("/p/p-one/2/3", 404),
        ("/p/p-one/-1", 404),
        ("/p/p-one/99999999999", 404),
        ("/p/p-one/original", 404),
        ("/p/p-one/%2e%2e/%2e%2e/paper.toml", 404),
        ("/p/", 308),
        ("/nowhere", 404),
        ("/assets/style-0.css", 404),
        ("/p/p-gone", 410),
        ("/p/p-gone/4?s=2", 410),
        (long.as_str(), 414),
        (longest.as_str(), 200),
        ("/ask?q=%ff", 400),
        ("/?q=%ff", 400),
    ] {
        let page = site.get_with(path, &[("accept-language", "en")]).await;
        assert_eq!(page.status, status, "{path}");
        if status >= 400 {
            page.holds(&["<h1>", "action=\"/ask\"", "href=\"/?lang=en\"", "noindex"]);
            assert_eq!(page.header("cache-control"), "no-store");
        }
        let kind = if status == 308 { "" } else { "text/html; charset=utf-8" };
        assert_eq!(page.header("content-type"), kind, "{path}");
    }
    site.get("/p/p-one/3?lang=en").await.holds(&["only paragraphs 1 to 2"]);
    let gone = site.get("/p/p-gone.json").await;
    assert_eq!((gone.status, gone.header("content-type")), (410, "application/json"));
    // what is nearly right leads there
    for (path, right) in [
        ("/p/p-one/", "/p/p-one"),
        ("/p/p-one/02?s=1", "/p/p-one/2?s=1"),
        ("/p/p-one/002.json", "/p/p-one/2.json"),
        ("/ask/?q=a", "/ask?q=a"),
    ] {
        let page = site.get(path).await;
        assert_eq!((page.status, page.header("location")), (308, right), "{path}");
    }
    // and never to another host
    assert_eq!(site.get("//example.org/").await.status, 404);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let response =
            site.client.request(method, format!("{}/ask", site.url)).send().await.unwrap();
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()[header::ALLOW], "GET,HEAD");
    }
    let with_body = site.client.get(format!("{}/", site.url)).body("words").send().await.unwrap();
    assert_eq!(with_body.status(), 413);
}

#[tokio::test]
async fn a_faulty_list_of_removed_papers_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    write_paper(folder.path(), "p-one", "title.en = \"One\"\n", &["It is one."]);
    std::fs::write(folder.path().join("_removed.toml"), "gone = 1\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    command.args(["web", "--knowledge"]).arg(folder.path()).env_clear().current_dir(folder.path());
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("_removed.toml") && error.contains("hint: "), "{error}");
}

#[tokio::test]
async fn what_a_visitor_has_is_not_sent_again() {
    let site = Site::start();
    let style = site
        .get("/")
        .await
        .body
        .split("href=\"/assets/style")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let style = format!("/assets/style{style}");
    for (path, kept) in [
        ("/", "public, max-age=300"),
        ("/p/hk-sz-2009", "public, max-age=300"),
        ("/p/hk-sz-2009/4?s=2", "public, max-age=300"),
        ("/p/hk-sz-2009.json", "public, max-age=300"),
        ("/sitemap.xml", "public, max-age=300"),
        ("/ask?q=a", "private, no-cache"),
        (style.as_str(), "public, max-age=31536000, immutable"),
    ] {
        let mut tags = Vec::new();
        for coding in ["identity", "gzip"] {
            let first = site.get_with(path, &[("accept-encoding", coding)]).await;
            assert_eq!((first.status, first.header("cache-control")), (200, kept), "{path}");
            let tag = first.header("etag").to_owned();
            assert!(tag.starts_with('"'), "a strong one: {tag}");
            for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
                let again = site
                    .get_with(path, &[("accept-encoding", coding), ("if-none-match", &known)])
                    .await;
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
                assert_eq!(
                    (again.header("etag"), again.header("cache-control")),
                    (tag.as_str(), kept)
                );
            }
            let other = site.get_with(path, &[("if-none-match", "\"other\"")]).await;
            assert_eq!(other.status, 200);
            tags.push(tag);
        }
        assert_ne!(tags[0], tags[1], "{path}");
    }
    // a page is the same as often as it is made
    let tag = |answer: Answer| answer.header("etag").to_owned();
    let other = Site::of(None, &[("READER_URL", &site.url)]);
    assert_eq!(tag(site.get("/p/hk-sz-2009").await), tag(other.get("/p/hk-sz-2009").await));
    let head = site.client.head(format!("{}/p/hk-sz-2009", site.url)).send().await.unwrap();
    assert_eq!(head.status(), 200);
    let length: usize = head.headers()[header::CONTENT_LENGTH].to_str().unwrap().parse().unwrap();
    assert!(length > 1000);
    assert_eq!(head.bytes().await.unwrap().len(), 0);
}

#[tokio::test]
async fn pages_are_small_on_the_wire() {
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/curated");
    for site in [Site::start(), Site::of(Some(&papers), &[])] {
        let front = site.get("/").await.body;
        for paper in front.split("href=\"/p/").skip(1) {
            let path = format!("/p/{}", paper.split('"').next().unwrap());
            let gzip = site.get_with(&path, &[("accept-encoding", "br, gzip")]).await;
            let length: usize = gzip.header("content-length").parse().unwrap();
            assert_eq!(gzip.header("content-encoding"), "gzip");
            let whole = site.get(&path).await.body.len();
            assert!(length <= 30_000 && length < whole, "{path}: {length} of {whole}");
        }
    }
    let site = Site::start();
    let refused = site.get_with("/p/hk-sz-2009", &[("accept-encoding", "gzip;q=0, br")]).await;
    assert_eq!(refused.header("content-encoding"), "");
    refused.holds(&["</html>"]);
}

#[tokio::test]
async fn every_response_is_guarded_and_tells_no_version() {
    let site = Site::start();
    for path in ["/", "/p/hk-sz-2009/4", "/ask?q=a", "/nowhere", "/robots.txt", "/p/x.json"] {
        let page = site.get(path).await;
        let policy = page.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors https://web.telegram.org"),
            "{path}"
        );
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "no-referrer", "{path}");
        for name in ["server", "x-powered-by", "set-cookie", "via"] {
            assert!(!page.headers.contains_key(name), "{path}: {name}");
        }
        assert!(!page.body.contains("style=") && !page.body.contains("<style"), "{path}");
        assert!(!page.body.contains("onclick") && !page.body.contains("javascript:"), "{path}");
        for script in page.body.split("<script").skip(1) {
            assert!(
                script.contains(" src=\"/assets/") && script.contains("></script>"),
                "{script}"
            );
        }
    }
}

#[tokio::test]
async fn hostile_papers_and_questions_are_only_words() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "\"'></title></script><script>alert(1)</script><img src=x onerror=alert(1)>";
    let toml = serde_json::to_string(evil).unwrap();
    let paper = format!(
        "title.en = {toml}\nbody.en = {toml}\nissuer.en = {toml}\npaper_number = {toml}\n[[section]]\nid = \"evil\"\nheading.en = {toml}\nfirst = 1\nlast = 1\n[[missing]]\nnames = [\"annex\"]\nnote.en = {toml}\nparagraph = 1\n"
    );
    let text = format!("{evil} is in the annex.\nA\t{evil}\nB\t2");
    let text = text.replace('\'', "’");
    write_paper(folder.path(), "p-evil", &paper, &[&text, "Another."]);
    let site = Site::of(Some(folder.path()), &[]);
    let ask = format!("/ask?{}", encoded(evil));
    let find = format!("/?{}", encoded(evil));
    for path in [
        "/",
        "/p/p-evil",
        "/p/p-evil/1?s=1",
        "/p/p-evil/2",
        "/p/p-evil/9",
        "/sitemap.xml",
        &ask,
        &find,
        "/ask?q=annex",
        "/%22%3E%3Cscript%3E",
        "/p/%22%3E%3Cscript%3E",
    ] {
        let page = site.get(path).await;
        assert!(page.status == 200 || page.status == 404, "{path}");
        assert!(
            !page.body.contains("<img") && !page.body.contains("<script>"),
            "{path}: {}",
            page.body
        );
        assert!(page.body.matches("<script").count() <= 1, "{path}");
    }
    site.get("/p/p-evil/1?s=1").await.holds(&["<table>", "<td>"]);
    // JSON is never taken for a page
    let json = site.get("/p/p-evil.json").await;
    assert_eq!(
        (json.header("content-type"), json.header("x-content-type-options")),
        ("application/json", "nosniff")
    );
}

#[tokio::test]
async fn who_asks_too_much_waits_and_reads_on() {
    let site = Site::of(None, &[("QUESTIONS_PER_MINUTE", "3"), ("TRUSTED_PROXIES", "10.0.0.0/8")]);
    let ask = async |visitor: &'static str| {
        site.get_with("/ask?q=a&lang=en", &[("x-forwarded-for", visitor)]).await
    };
    for _ in 0..3 {
        assert_eq!(ask("198.51.100.1").await.status, 200);
    }
    let refused = ask("198.51.100.1").await;
    assert_eq!((refused.status, refused.header("cache-control")), (429, "no-store"));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    refused.holds(&["You are asking questions too quickly"]);
    // what a visitor writes before the proxy's own word changes nothing
    assert_eq!(ask("203.0.113.7, 198.51.100.1").await.status, 429);
    assert_eq!(ask("203.0.113.7, 198.51.100.1, 10.1.1.1").await.status, 429);
    assert_eq!(ask("198.51.100.2").await.status, 200);
    // a search asks the engine too; reading does not
    assert_eq!(site.get_with("/?q=a", &[("x-forwarded-for", "198.51.100.1")]).await.status, 429);
    for _ in 0..20 {
        let read = site.get_with("/p/hk-sz-2009/4", &[("x-forwarded-for", "198.51.100.1")]).await;
        assert_eq!(read.status, 200);
    }
}

#[tokio::test]
async fn papers_are_found_by_title_number_year_and_subject() {
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/curated");
    let site = Site::of(Some(&papers), &[]);
    let front = site.get("/?lang=en").await.body;
    let ids: Vec<_> = front
        .split("href=\"/p/")
        .skip(1)
        .map(|rest| rest.split('?').next().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 6);
    for id in &ids {
        let paper = site.json(&format!("/p/{id}.json")).await;
        let title = paper["title"].as_object().unwrap().values().next().unwrap().as_str().unwrap();
        let mut names = vec![title.to_owned(), id.clone()];
        names.extend(paper["paper_number"].as_str().map(str::to_owned));
        names.extend(paper["date"].as_str().map(|date| date[..4].to_owned()));
        for name in names {
            site.get(&format!("/?lang=en&{}", encoded(&name)))
                .await
                .holds(&[&format!("href=\"/p/{id}?lang=en\"")]);
        }
    }
    let none = site.get(&format!("/?lang=en&{}", encoded("zzzz"))).await;
    none.holds(&["No paper matches “zzzz”", "noindex"]);
}

#[tokio::test]
async fn papers_and_paragraphs_are_there_as_json() {
    let site = Site::start();
    let paper = site.json("/p/hk-sz-2009.json").await;
    assert_eq!(paper["id"], "hk-sz-2009");
    assert_eq!(paper["language"], "zh-Hant");
    assert_eq!(paper["paragraphs"].as_array().unwrap().len(), 15);
    assert_eq!(paper["url"], json!(format!("{}/p/hk-sz-2009", site.url)));
    let paragraph = site.json("/p/hk-sz-2009/4.json").await;
    assert_eq!(paragraph["number"], 4);
    assert_eq!(paragraph["sentences"]["zh-Hant"][1], "深圳市政府將主導及負責開發管理前海地區。");
    assert_eq!(paragraph["text"], paper["paragraphs"][3]["text"]);
    assert_eq!((&paragraph["previous"], &paragraph["next"]), (&json!(3), &json!(5)));
}

#[tokio::test]
async fn search_engines_find_every_page_and_no_answer() {
    let site = Site::start();
    let robots = site.get("/robots.txt").await;
    robots.holds(&["Disallow: /ask", &format!("Sitemap: {}/sitemap.xml", site.url)]);
    let sitemap = site.get("/sitemap.xml").await;
    assert_eq!(sitemap.header("content-type"), "application/xml; charset=utf-8");
    let locations: Vec<_> = sitemap
        .body
        .split("<loc>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().replace("&amp;", "&"))
        .collect();
    assert_eq!(locations.len(), 1 + 1 + 15);
    for location in locations {
        let page = site.get(location.strip_prefix(&site.url).unwrap()).await;
        assert_eq!(page.status, 200, "{location}");
        // what is in the map is what the page says of itself
        page.holds(&[&format!(
            "<link rel=\"canonical\" href=\"{}\">",
            location.replace('&', "&amp;")
        )]);
    }
}

#[tokio::test]
async fn the_original_document_can_be_saved_and_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write_paper(folder.path(), "p-pdf", "title.en = \"One\"\n", &["It is one."]);
    write_paper(folder.path(), "p-html", "title.en = \"Two\"\n", &["It is two."]);
    std::fs::write(folder.path().join("p-pdf/_original.pdf"), "%PDF-1.4 bytes").unwrap();
    std::fs::write(folder.path().join("p-html/_original.html"), "<script>alert(1)</script>")
        .unwrap();
    let site = Site::of(Some(folder.path()), &[]);
    site.get("/p/p-pdf?lang=en").await.holds(&["href=\"/p/p-pdf/original\"", "(PDF)"]);
    for (paper, kind) in [("p-pdf", "application/pdf"), ("p-html", "text/html")] {
        let original = site.get(&format!("/p/{paper}/original")).await;
        assert_eq!((original.status, original.header("content-type")), (200, kind));
        assert!(original.header("content-disposition").starts_with("attachment; filename=\"p-"));
        assert_eq!(original.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(original.header("x-content-type-options"), "nosniff");
    }
    let part = site.get_with("/p/p-pdf/original", &[("range", "bytes=0-3")]).await;
    assert_eq!((part.status, part.body.as_str()), (206, "%PDF"));
    let json = site.json("/p/p-pdf.json").await;
    assert_eq!(json["original"], json!(format!("{}/p/p-pdf/original", site.url)));
    let one = Site::of(Some(&folder.path().join("p-pdf")), &[]);
    assert_eq!(one.get("/p/p-pdf/original").await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_that_cuts_off_its_part_of_the_path_links_have_it() {
    let site = Site::of(None, &[("READER_URL", "https://example.org/papers/")]);
    let page = site.get("/p/hk-sz-2009/4?s=2&lang=en").await;
    page.holds(&[
        "href=\"/papers/assets/style-",
        "action=\"/papers/ask\"",
        "<link rel=\"canonical\" href=\"https://example.org/papers/p/hk-sz-2009/4?lang=en\">",
        "href=\"/papers/p/hk-sz-2009/5?lang=en\"",
    ]);
    assert!(!page.body.contains("href=\"/p/"), "{}", page.body);
    assert_eq!(site.get("/p/hk-sz-2009/").await.header("location"), "/papers/p/hk-sz-2009");
}

#[tokio::test]
async fn nobodys_words_are_logged() {
    let mut site = Site::of(None, &[("RUST_LOG", "trace")]);
    for path in ["/ask?q=SECRETWORD", "/?q=SECRETWORD", "/SECRETWORD", "/p/SECRETWORD"] {
        site.get(path).await;
    }
    site.process.kill().unwrap();
    let mut log = String::new();
    site.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(!log.contains("SECRETWORD"), "{log}");
    assert!(std::fs::read_dir(site.folder.path()).unwrap().next().is_none(), "nothing is kept");
}

#[tokio::test]
async fn a_card_leads_to_its_sentence_and_in_private_a_button_opens_it_in_telegram() {
    let bot = Bot::start_with(&[("READER_URL", "https://papers.example.org/")]).await;
    let link = "https://papers.example.org/p/hk-sz-2009/4?s=2&amp;lang=zh-Hant#s2";
    for (message, kind) in [
        (private(8, 5, "前海由誰主導開發？"), "web_app"),
        (group(8, 6, "/ask 前海由誰主導開發？"), "url"),
    ] {
        let calls = bot.says(message).await;
        let answer = &calls[0];
        assert!(
            said(answer).contains(&format!("<i><a href=\"{link}\">立法會工商事務委員會")),
            "{answer:#?}"
        );
        assert!(
            said(answer).contains(&format!("<b><a href=\"{link}\">前海地區發展")),
            "{answer:#?}"
        );
        assert_eq!(answer.parameters["link_preview_options"]["is_disabled"], true);
        let keyboard = answer.parameters["reply_markup"]["inline_keyboard"].as_array().unwrap();
        let buttons: Vec<_> = keyboard.iter().flat_map(|row| row.as_array().unwrap()).collect();
        let button = buttons.iter().find(|button| button["text"] == "在網頁閱讀").unwrap();
        if kind == "web_app" {
            // without a place to scroll to: Telegram writes behind the # what it tells the page
            assert_eq!(
                button["web_app"]["url"],
                "https://papers.example.org/p/hk-sz-2009/4?s=2&lang=zh-Hant"
            );
        } else {
            assert_eq!(
                button["url"],
                "https://papers.example.org/p/hk-sz-2009/4?s=2&lang=zh-Hant#s2"
            );
        }
        assert!(button.get("callback_data").is_none());
    }
    // a card of many paragraphs leads to each
    let calls = bot.says(private(8, 7, "環保合作")).await;
    for number in [10, 11] {
        assert!(
            said(&calls[0]).contains(&format!(
                "https://papers.example.org/p/hk-sz-2009/{number}?lang=zh-Hant"
            )),
            "{calls:#?}"
        );
    }
    let calls = bot.says(private(8, 8, "/help")).await;
    assert!(!calls[0].parameters.to_string().contains("papers.example.org"));
}

#[tokio::test]
async fn an_address_that_telegram_takes_for_no_button_gets_none() {
    let url = "http://127.0.0.1:8080";
    let bot = Bot::start_with(&[("READER_URL", url)]).await;
    let calls = bot.says(private(8, 5, "前海由誰主導開發？")).await;
    assert!(said(&calls[0]).contains(&format!("{url}/p/hk-sz-2009/4?s=2")));
    assert!(!calls[0].parameters["reply_markup"].to_string().contains(url));
}

#[tokio::test]
async fn the_pages_are_served_beside_the_bot_and_the_link_in_a_message_opens_the_marked_sentence() {
    let address = crate::operation::free_address();
    let url = format!("http://{address}");
    let bot = Bot::start_with(&[("LISTEN", &address), ("READER_URL", &url)]).await;
    crate::operation::ready(&address).await;
    let calls = bot.says(private(8, 5, "How many agreements were signed?")).await;
    let html = said(&calls[0]);
    let link = html
        .split("<i><a href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let (path, anchor) = link.strip_prefix(&url).unwrap().split_once('#').unwrap();
    let (status, page) = crate::operation::page(&address, path).await;
    assert_eq!(status, 200);
    let marked = page.split(&format!("<mark id=\"{anchor}\">")).nth(1).unwrap();
    let bold = html.split("<blockquote>").nth(1).unwrap().split("<b>").nth(1).unwrap();
    assert_eq!(marked.split("</mark>").next().unwrap(), bold.split("</b>").next().unwrap());
    assert_eq!(crate::operation::page(&address, "/healthz").await.0, 200);
}

#[test]
fn the_terminal_prints_the_address_and_json_has_it() {
    let run = |arguments: &[&str], reader: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
        command.arg("ask").args(arguments).arg("前海由誰主導開發？").env_clear();
        command.current_dir(std::env::temp_dir());
        if let Some(reader) = reader {
            command.env("READER_URL", reader);
        }
        command.output().unwrap()
    };
    let out = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    let reader = Some("https://papers.example.org");
    let link = "https://papers.example.org/p/hk-sz-2009/4?s=2&lang=zh-Hant#s2";
    assert!(out(run(&[], reader)).contains(&format!("\n  {link}\n")));
    let json: Value = serde_json::from_str(&out(run(&["--json"], reader))).unwrap();
    assert_eq!(json["citations"][0]["url"], link);
    assert!(!out(run(&[], None)).contains("http"));
    let json: Value = serde_json::from_str(&out(run(&["--json"], None))).unwrap();
    assert!(json["citations"][0].get("url").is_none());
    let wrong = run(&[], Some("papers.example.org"));
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("READER_URL"));
}
