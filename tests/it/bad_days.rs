//! Bad days of an operator: wrong variables, databases that cannot be used, old servers, no network. What is wrong is said at once, with
//! what to do, and without anybody's secrets.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use sqlx::{Connection as _, Row as _};

use crate::bot::{Bot, GROUP, group, postgresql, private, said, text};
use crate::bot_api::{BotApi, Call, Lack, TOKEN};
use crate::operation::free_address;

/// Stands in values that must not be told.
const SECRET: &str = "SECRETVALUE";

/// At once.
const SOON: Duration = Duration::from_secs(2);

/// Runs the program in a folder, without any variable but these.
fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing-bot"));
    command.args(arguments).env_clear().envs(variables.iter().copied()).current_dir(folder);
    command.stdin(Stdio::null()).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Three bad values of each variable, and what is said of each.
const BAD: &[(&str, [(&str, &str); 3])] = &[
    (
        "TELOXIDE_TOKEN",
        [
            ("SECRETVALUE", "is not a bot token: it has no colon"),
            ("123456789:SECRETVALUE", "the part after the colon has 11 characters instead of 35"),
            (
                "bot1:SECRETVALUExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "the part before the colon must be digits only",
            ),
        ],
    ),
    (
        "TELOXIDE_API_URL",
        [
            ("SECRETVALUE", "is not a URL"),
            ("localhost:8081", "is not a URL"),
            ("ftp://SECRETVALUE", "does not begin with http:// or https://"),
        ],
    ),
    (
        "TELOXIDE_PROXY",
        [
            ("::", "is not a URL"),
            ("user:SECRETVALUE@host:1080", "is not a URL"),
            ("ftp://user:SECRETVALUE@host", "does not begin with http:// or https:// or socks4://"),
        ],
    ),
    (
        "KNOWLEDGE_DIR",
        [
            ("/nowhere", "cannot read papers from '/nowhere'"),
            (".env", "cannot read papers from '.env'"),
            ("empty", "the papers in 'empty' have faults"),
        ],
    ),
    (
        "DATABASE_URL",
        [
            ("mysql://user:SECRETVALUE@host", "names neither a SQLite file nor a PostgreSQL"),
            ("sqlite:", "names no file"),
            ("'postgres://user:SECRETVALUE#x@host/name'", "is not a valid PostgreSQL address"),
        ],
    ),
    (
        "ADMIN_IDS",
        [
            ("-5", "entry 1 is not a user ID, which is above zero"),
            ("1,,2", "entry 2 is empty"),
            ("1,@SECRETVALUE", "entry 2 is not a whole number"),
        ],
    ),
    (
        "RETENTION_DAYS",
        [
            ("0", "is not a whole number from 1 to 3650"),
            ("3651", "is not a whole number from 1 to 3650"),
            ("SECRETVALUE", "is not a whole number from 1 to 3650"),
        ],
    ),
    (
        "QUIET_SECONDS",
        [
            ("-1", "is not a whole number from 1 to 86400"),
            ("1.5", "is not a whole number from 1 to 86400"),
            ("SECRETVALUE", "is not a whole number from 1 to 86400"),
        ],
    ),
    (
        "ALLOWED_CHATS",
        [
            ("1,,2", "entry 2 is empty"),
            ("0", "entry 1 is zero"),
            ("@SECRETVALUE", "entry 1 is not a whole number"),
        ],
    ),
    (
        "MAX_AGE",
        [
            ("0", "is not a whole number from 1 to 86400"),
            ("1h", "is not a whole number from 1 to 86400"),
            ("SECRETVALUE", "is not a whole number from 1 to 86400"),
        ],
    ),
    (
        "QUESTIONS_PER_MINUTE",
        [
            ("0", "is not a whole number from 1 to 1000000"),
            ("1000001", "is not a whole number from 1 to 1000000"),
            ("SECRETVALUE", "is not a whole number from 1 to 1000000"),
        ],
    ),
    (
        "DRAIN_SECONDS",
        [
            ("0", "is not a whole number from 1 to 3600"),
            ("3601", "is not a whole number from 1 to 3600"),
            ("SECRETVALUE", "is not a whole number from 1 to 3600"),
        ],
    ),
    (
        "SEND_LIMITS",
        [
            ("SECRETVALUE", "is neither on nor off"),
            ("no", "is neither on nor off"),
            ("0", "is neither on nor off"),
        ],
    ),
    (
        "LISTEN",
        [
            ("8080", "is not an address to listen on"),
            ("127.0.0.1:99999", "is not an address to listen on"),
            ("SECRETVALUE:8080", "is not an address to listen on"),
        ],
    ),
    (
        "READER_URL",
        [
            ("SECRETVALUE", "is not a URL"),
            ("ftp://SECRETVALUE.example", "does not begin with http:// or https://"),
            ("https://SECRETVALUE.example/?paper=1", "has more than a host and a path"),
        ],
    ),
    (
        "TRUSTED_PROXIES",
        [
            ("SECRETVALUE", "entry 1 is not an IP"),
            ("10.0.0.5,,10.0.0.6", "entry 2 is not an IP"),
            ("10.0.0.5,172.16.0.0/99", "entry 2 is not an IP"),
        ],
    ),
    (
        "WEBHOOK_URL",
        [
            ("SECRETVALUE", "is not a URL"),
            ("http://SECRETVALUE.example", "does not begin with https://"),
            ("https://SECRETVALUE.example:8080", "uses a port that Telegram does not support"),
        ],
    ),
    (
        "WEBHOOK_SECRET",
        [
            ("SECRETVALUE!", "contains characters that Telegram does not allow"),
            ("'SECRETVALUE 1'", "contains characters that Telegram does not allow"),
            (LONG, "is longer than Telegram allows"),
        ],
    ),
    (
        "LOG_FORMAT",
        [
            ("SECRETVALUE", "is neither text nor json"),
            ("xml", "is neither text nor json"),
            ("1", "is neither text nor json"),
        ],
    ),
    (
        "RUST_LOG",
        [
            ("loud", "has no valid level in entry 1"),
            ("warn,SECRETVALUE", "has no valid level in entry 2"),
            ("briefing_bot=SECRETVALUE", "has no valid level in entry 1"),
        ],
    ),
];

/// 300 characters.
const LONG: &str = "SECRETVALUExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxSECRETVALUExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxSECRETVALUExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

/// The variables of `.env.example`.
fn variables() -> Vec<String> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.env.example")).unwrap();
    let name = |line: &str| {
        let (name, _) = line.trim_start_matches('#').split_once('=')?;
        let is_name = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
        (!name.is_empty() && name.bytes().all(is_name)).then(|| name.to_owned())
    };
    text.lines().filter_map(name).collect()
}

#[test]
fn every_variable_refuses_bad_values_with_file_line_and_hint_and_tells_none_of_them() {
    let tested: Vec<_> = BAD.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(tested, variables(), "each variable of .env.example, in its order");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    for (name, values) in BAD {
        for (value, expected) in values {
            let token = if *name == "TELOXIDE_TOKEN" {
                "# none"
            } else {
                &format!("TELOXIDE_TOKEN={TOKEN}")
            };
            let file = format!("# the bot's\n{token}\n\nexport {name}={value}\n");
            fs::write(folder.path().join(".env"), file).unwrap();
            // where the check goes on to ask, a server that is not there
            let nowhere = [("NO_PROXY", "*"), ("TELOXIDE_API_URL", "http://127.0.0.1:9")];
            let variables = &nowhere[..if *name == "KNOWLEDGE_DIR" { 2 } else { 1 }];
            for arguments in [&["serve"][..], &["serve", "--check"]] {
                let output = run(folder.path(), arguments, variables);
                let told = stderr(&output) + &stdout(&output);
                assert_eq!(output.status.code(), Some(2), "{name}={value}: {told}");
                let place = format!(".env:4: {}", if *name == "KNOWLEDGE_DIR" { "" } else { name });
                assert!(told.contains(&place), "{name}={value}: {told}");
                assert!(
                    told.contains(expected) && told.contains("hint: "),
                    "{name}={value}: {told}"
                );
                assert!(!told.contains(SECRET), "{name}: {told}");
                let is_check = arguments.contains(&"--check") && *name == "KNOWLEDGE_DIR";
                assert!(!is_check || told.contains("\nproblem  papers: .env:4: "), "{told}");
            }
        }
    }
}

#[test]
fn what_is_wrong_in_the_process_itself_names_no_file_and_all_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let variables =
        [("TELOXIDE_TOKEN", TOKEN), ("ADMIN_IDS", "x"), ("MAX_AGE", "x"), ("RUST_LOG", "x")];
    let output = run(folder.path(), &["serve"], &variables);
    let told = stderr(&output);
    for line in ["error: ADMIN_IDS cannot", "\nMAX_AGE is", "\nRUST_LOG has"] {
        assert!(told.contains(line), "{told}");
    }
    assert!(!told.contains(".env:"), "{told}");
}

#[test]
fn help_names_every_variable_in_a_line_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let help = stdout(&run(folder.path(), &["serve", "--help"], &[]));
    for name in variables() {
        let line = help.lines().find(|line| line.trim_start().starts_with(&format!("{name} ")));
        let line = line.unwrap_or_else(|| panic!("{name}: {help}"));
        assert!(line.len() <= 80 && line.split_whitespace().count() > 2, "{line}");
    }
}

#[test]
fn a_file_of_variables_in_another_encoding_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    let text = format!("\u{feff}TELOXIDE_TOKEN={SECRET}\r\n");
    let utf16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
    for (bytes, expected) in [
        (utf16(u16::to_le_bytes), ".env is in UTF-16"),
        (utf16(u16::to_be_bytes), ".env is in UTF-16"),
        (b"A=1\nB=\xa4\xa4\xa4\xe5SECRETVALUE\n".to_vec(), ".env:2: not UTF-8 text"),
        (b"A=1\n\nSECRETVALUE\n".to_vec(), ".env:3: this line is not NAME=value"),
        (b"A=1\nB=SECRETVALUE and more\n".to_vec(), ".env:2: this line is not NAME=value"),
    ] {
        fs::write(&file, bytes).unwrap();
        for command in [&["serve"][..], &["report"], &["ask", "第四段"]] {
            let output = run(folder.path(), command, &[]);
            let told = stderr(&output);
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(told.contains(expected) && told.contains("hint: "), "{told}");
            assert!(!told.contains(SECRET), "{told}");
        }
    }
    // the mark of UTF-8 does no harm
    fs::write(&file, "\u{feff}ADMIN_IDS=x\r\n").unwrap();
    let told = stderr(&run(folder.path(), &["serve"], &[("TELOXIDE_TOKEN", TOKEN)]));
    assert!(told.contains(".env:1: ADMIN_IDS"), "{told}");
}

/// Whether a database is refused, soon, in these words, by a start and by a check, with nothing of the library's own.
fn refused(folder: &Path, address: &str, expected: &str) {
    let variables = [
        ("TELOXIDE_TOKEN", TOKEN),
        ("TELOXIDE_API_URL", "http://127.0.0.1:9"),
        ("DATABASE_URL", address),
    ];
    for arguments in [&["serve"][..], &["serve", "--check"], &["report"]] {
        let begun = Instant::now();
        let output = run(folder, arguments, &variables);
        let took = begun.elapsed();
        let told = stderr(&output) + &stdout(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(
            told.contains("cannot use the database") && told.contains(expected),
            "{arguments:?}: {told}"
        );
        assert!(
            told.contains("hint: ") && !told.contains("sqlx") && !told.contains("pool"),
            "{told}"
        );
        assert!(!told.contains(SECRET), "{told}");
        let is_server = address.starts_with("postgres:");
        assert!(!is_server || !told.contains("file"), "advice about a file: {told}");
        assert!(took < SOON + Duration::from_millis(500), "{arguments:?} took {took:?}");
    }
}

/// A file that the bot made.
async fn file_of_ours(folder: &Path) -> std::path::PathBuf {
    let api = BotApi::start().await;
    let bot = Bot::at(api, tempfile::tempdir().unwrap(), &[]);
    bot.says(private(8, 5, "/settings")).await;
    let (code, log, own) = tokio::task::spawn_blocking(move || bot.end("-TERM")).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    let file = folder.join("state.sqlite");
    fs::copy(own.path().join("data/briefing-bot.sqlite"), &file).unwrap();
    file
}

async fn sqlite(file: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).create_if_missing(true);
    sqlx::SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn a_file_that_is_damaged_cut_short_anothers_or_a_folder_is_refused_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let ours = file_of_ours(folder.path()).await;
    let good = fs::read(&ours).unwrap();
    let foreign = folder.path().join("foreign.sqlite");
    let mut connection = sqlite(&foreign).await;
    sqlx::raw_sql("CREATE TABLE accounts (id INTEGER); CREATE TABLE chats (id INTEGER)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let numbered = folder.path().join("numbered.sqlite");
    let mut connection = sqlite(&numbered).await;
    sqlx::raw_sql("PRAGMA application_id = 7; CREATE TABLE a (id INTEGER); DROP TABLE a")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    let mut holed = good.clone();
    let middle = holed.len() / 2;
    holed[4096..middle].fill(0xff);
    for (name, bytes, expected) in [
        ("noise", b"nothing that SQLite wrote ".repeat(500), "is not an SQLite database"),
        ("begun", good[..60].to_vec(), "it is damaged"),
        ("cut", good[..good.len() / 2 / 4096 * 4096].to_vec(), "it is damaged"),
        ("cut-within", good[..good.len() / 2 + 700].to_vec(), "it is damaged"),
        ("holed", holed, "it is damaged"),
        ("foreign", fs::read(&foreign).unwrap(), "it is another program's"),
        ("numbered", fs::read(&numbered).unwrap(), "it is another program's"),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, &bytes).unwrap();
        refused(folder.path(), &format!("sqlite:{}", file.display()), expected);
        assert!(fs::read(&file).unwrap() == bytes, "{name} was changed");
    }
    refused(folder.path(), &format!("sqlite:{}", folder.path().display()), "it is a folder");
}

#[tokio::test]
async fn a_file_of_before_the_mark_is_known_by_its_tables_and_gets_it() {
    let folder = tempfile::tempdir().unwrap();
    let ours = file_of_ours(folder.path()).await;
    let mut connection = sqlite(&ours).await;
    let mark = |row: sqlx::sqlite::SqliteRow| row.get::<i64, _>(0);
    let statement = "PRAGMA application_id";
    let known = mark(sqlx::query(statement).fetch_one(&mut connection).await.unwrap());
    assert_ne!(known, 0);
    sqlx::raw_sql("PRAGMA application_id = 0").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let address = format!("sqlite:{}", ours.display());
    let output = run(folder.path(), &["report"], &[("DATABASE_URL", &address)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut connection = sqlite(&ours).await;
    assert_eq!(mark(sqlx::query(statement).fetch_one(&mut connection).await.unwrap()), known);
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_or_a_folder_that_may_not_be_written_is_refused_as_read_only() {
    use std::os::unix::fs::{PermissionsExt as _, chown};
    let folder = tempfile::tempdir().unwrap();
    let ours = file_of_ours(folder.path()).await;
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt as _;
        own.uid() == 0
    });
    if is_root {
        chown(&ours, Some(65534), Some(65534)).unwrap();
        chown(folder.path(), Some(65534), Some(65534)).unwrap();
    }
    // a copy, since the user who may do nothing may not reach the program either
    let program = folder.path().join("briefing-bot");
    fs::copy(env!("CARGO_BIN_EXE_briefing-bot"), &program).unwrap();
    let start = |arguments: &[&str]| {
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let path = std::env::var_os("PATH").unwrap_or_default();
        command.args(arguments).env_clear().env("PATH", path).current_dir("/");
        command.env("TELOXIDE_TOKEN", TOKEN).env("TELOXIDE_API_URL", "http://127.0.0.1:9");
        command.env("DATABASE_URL", format!("sqlite:{}", ours.display()));
        let begun = Instant::now();
        let output = command.stdin(Stdio::null()).output().unwrap();
        (output.status.code(), stderr(&output) + &stdout(&output), begun.elapsed())
    };
    for (of_file, of_folder) in [(0o400, 0o700), (0o600, 0o500)] {
        for arguments in [&["serve"][..], &["serve", "--check"], &["report"]] {
            mode(&ours, of_file);
            mode(folder.path(), of_folder);
            let (code, told, took) = start(arguments);
            mode(folder.path(), 0o700);
            assert_eq!(code, Some(2), "{arguments:?}: {told}");
            assert!(
                told.contains("cannot use the database")
                    && told.contains(": it is read-only\n")
                    && told.contains("write the file and its folder"),
                "{arguments:?}: {told}"
            );
            assert!(!told.contains("sqlx"), "{arguments:?}: {told}");
            assert!(took < SOON + Duration::from_millis(500), "{arguments:?} took {took:?}");
        }
    }
}

#[tokio::test]
async fn a_postgresql_that_is_not_there_or_is_none_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    let expected = format!("nothing listens on {address}");
    refused(folder.path(), &format!("postgres://user:{SECRET}@{address}/name"), &expected);
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let expected = format!("no answer from {address} in time");
    refused(folder.path(), &format!("postgres://user:{SECRET}@{address}/name"), &expected);
    let api = BotApi::start().await;
    let address = api.url().replace("http://", "");
    let address = format!("postgres://user:{SECRET}@{address}/name");
    let folder = folder.path().to_owned();
    tokio::task::spawn_blocking(move || refused(&folder, &address, "is not PostgreSQL"))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_postgresql_says_which_of_user_password_database_and_rights_is_wrong() {
    let Some(address) = postgresql() else { return };
    let mut connection = sqlx::PgConnection::connect(&address).await.unwrap();
    for statement in [
        "DROP DATABASE IF EXISTS bad_days",
        "CREATE DATABASE bad_days",
        "DROP DATABASE IF EXISTS bad_days_closed",
        "CREATE DATABASE bad_days_closed ALLOW_CONNECTIONS false",
        "DROP ROLE IF EXISTS bad_days_user",
        "CREATE ROLE bad_days_user LOGIN PASSWORD 'right'",
    ] {
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    }
    let version: String =
        sqlx::query("SHOW server_version_num").fetch_one(&mut connection).await.unwrap().get(0);
    connection.close().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_, server) = address.split_once('@').unwrap();
    let (server, _) = server.split_once('/').unwrap();
    let at = |user: &str, name: &str| format!("postgres://{user}@{server}/{name}");
    refused(
        folder.path(),
        &at(&format!("postgres:{SECRET}"), "not_there"),
        "there is no database of that name",
    );
    let unknown = at(&format!("nobody_of_that_name:{SECRET}"), "bad_days");
    refused(folder.path(), &unknown, "it does not ");
    let told = stderr(&run(folder.path(), &["report"], &[("DATABASE_URL", &unknown)]));
    // behind what PostgreSQL said, the library names a line of PostgreSQL's own source
    let lines: Vec<_> = told.lines().map(|line| line.split(" at line ").next().unwrap()).collect();
    let without_password = [
        "error: cannot use the database of DATABASE_URL: it does not let this user in from here",
        "  hint: make the user (createuser), or allow it in pg_hba.conf",
        "  cause: error returned from database: role \"nobody_of_that_name\" does not exist",
    ];
    let with_password = [
        "error: cannot use the database of DATABASE_URL: it does not accept the user or the password",
        "  hint: correct them in DATABASE_URL; in the password, characters such as @ : / # % are written %40 %3A %2F %23 %25",
        "  cause: error returned from database: password authentication failed for user \"nobody_of_that_name\"",
    ];
    assert!(lines == without_password || lines == with_password, "{told}");
    refused(folder.path(), &at("postgres", "bad_days_closed"), "it refuses");
    // since version 15, who does not own a database makes no tables in it
    if version.parse::<u32>().unwrap() >= 150_000 {
        let user = at("bad_days_user:right", "bad_days");
        refused(folder.path(), &user, "may not make or write tables");
    }
    // where the server asks for a password
    let wrong = sqlx::PgConnection::connect(&at("bad_days_user:wrong", "bad_days")).await;
    if wrong.is_err() {
        refused(
            folder.path(),
            &at(&format!("bad_days_user:{SECRET}"), "bad_days"),
            "does not accept the user or the password",
        );
    } else {
        println!("skipped: the PostgreSQL for tests asks for no password");
    }
}

#[tokio::test]
async fn without_a_connection_the_log_names_the_host_and_what_to_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let address = free_address();
    let url = format!("http://{address}");
    let mut process = Command::new(env!("CARGO_BIN_EXE_briefing-bot"))
        .arg("serve")
        .env_clear()
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", &url)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stderr(fs::File::create(folder.path().join("log")).unwrap())
        .spawn()
        .unwrap();
    let mut log = String::new();
    for _ in 0..200 {
        log = fs::read_to_string(folder.path().join("log")).unwrap();
        if log.contains("cannot be reached") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    process.kill().unwrap();
    process.wait().unwrap();
    for words in [address.as_str(), "Connection refused", "TELOXIDE_PROXY", "TELOXIDE_API_URL"] {
        assert!(log.contains(words), "{words}: {log}");
    }
    assert!(!log.contains("TEST-token"), "{log}");
}

#[tokio::test]
async fn a_check_tells_all_of_it_and_changes_nothing() {
    let api = BotApi::start().await;
    let folder = tempfile::tempdir().unwrap();
    let listen = free_address();
    let url = api.url();
    let base = [
        ("TELOXIDE_TOKEN", TOKEN),
        ("TELOXIDE_API_URL", url.as_str()),
        ("LISTEN", listen.as_str()),
    ];
    let check = |more: &[(&str, &str)]| {
        let (folder, all) = (folder.path().to_owned(), [&base[..], more].concat());
        let all: Vec<_> =
            all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        async move {
            let run = move || {
                let all: Vec<_> =
                    all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let output = run(&folder, &["serve", "--check"], &all);
                (output.status.code(), stdout(&output))
            };
            tokio::task::spawn_blocking(run).await.unwrap()
        }
    };
    let (code, told) = check(&[]).await;
    assert_eq!(code, Some(0), "{told}");
    for line in [
        "ok       environment: ",
        "ok       papers: 1 ",
        "ok       database: ",
        "ok       listener: ",
        "ok       token: belongs to @",
        "ok       updates: by long polling",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is made");
    assert!(api.calls().iter().all(|call| call.method.starts_with("get")), "nothing is asked for");
    let taken = std::net::TcpListener::bind(&listen).unwrap();
    let (code, told) = check(&[
        ("DATABASE_URL", "sqlite:/proc/none/x"),
        ("TELOXIDE_TOKEN", "78:another-token-of-thirty-five-characters"),
    ])
    .await;
    drop(taken);
    assert_eq!(code, Some(2), "{told}");
    for line in [
        "problem  database: ",
        "problem  listener: cannot listen",
        "problem  token: Telegram does not accept",
        "ok       papers",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    // what Telegram says of the webhook
    let webhook = format!("http://{listen}");
    let (code, told) = check(&[("WEBHOOK_URL", &webhook)]).await;
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("which `serve` sets when it starts"), "{told}");
    let path = {
        let bot = Bot::at(
            api.clone(),
            tempfile::tempdir().unwrap(),
            &[("LISTEN", &listen), ("WEBHOOK_URL", &webhook)],
        );
        bot.api.wait_for(|calls| calls.iter().any(|call| call.method == "setwebhook")).await;
        let calls = bot.api.calls();
        let set = calls.iter().find(|call| call.method == "setwebhook").unwrap();
        set.parameters["url"].as_str().unwrap().to_owned()
    };
    api.know_webhook(json!({ "url": path, "pending_update_count": 3, "last_error_date": crate::bot::now() - 120, "last_error_message": "Connection refused" }));
    let (code, told) = check(&[("WEBHOOK_URL", &webhook)]).await;
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("problem  updates: ")
            && told.contains("Connection refused")
            && told.contains("hint: "),
        "{told}"
    );
    assert!(!told.contains(&path), "{told}");
}

#[tokio::test]
async fn a_check_tells_of_papers_that_are_not_there_whatever_the_server_is() {
    let website = axum::Router::new().fallback(|| async { axum::response::Html("<h1>Hello</h1>") });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let page = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, website).await.unwrap() });
    for (address, expected) in
        [(free_address(), "cannot be reached"), (page, "is not a Bot API server")]
    {
        let url = format!("http://{address}");
        let check = move || {
            let folder = tempfile::tempdir().unwrap();
            let variables = [
                ("TELOXIDE_TOKEN", TOKEN),
                ("TELOXIDE_API_URL", url.as_str()),
                ("KNOWLEDGE_DIR", "nowhere"),
            ];
            run(folder.path(), &["serve", "--check"], &variables)
        };
        let output = tokio::task::spawn_blocking(check).await.unwrap();
        let told = stdout(&output);
        assert_eq!(output.status.code(), Some(2), "{told}");
        let problems: Vec<_> =
            told.lines().filter_map(|line| line.strip_prefix("problem  ")).collect();
        let [papers, server] = problems.as_slice() else { panic!("want two problems: {told}") };
        assert_eq!(*papers, "papers: cannot read papers from 'nowhere'", "{told}");
        assert!(server.starts_with(&format!("Telegram: {address} {expected}")), "{told}");
        assert!(told.contains("TELOXIDE_API_URL"), "{told}");
    }
}

#[tokio::test]
async fn what_an_older_server_does_not_know_is_done_without_and_the_chat_is_answered() {
    for how in [Lack::Named, Lack::Unnamed, Lack::Page] {
        let bot = Bot::start_with(&[("QUIET_SECONDS", "1")]).await;
        bot.api.make_admin(GROUP, 8);
        let settings = bot.says(group(8, 5, "/settings@briefing_bot")).await;
        bot.presses(8, settings.last().unwrap(), "稍後刪除「找不到」的回覆：關").await;
        let answer = bot.says(private(8, 5, "七份協議？")).await;
        for method in [
            "setmycommands",
            "deletemycommands",
            "editmessagetext",
            "answercallbackquery",
            "deletemessage",
        ] {
            bot.api.lack(method, how);
        }
        // a press does what it is for, though nobody can be told that it was seen
        let before = bot.api.calls().len();
        bot.api.push("callback_query", bot.press(8, &answer[0], "4 ›"));
        let shows = |call: &Call| call.method == "sendmessage" && said(call).contains("第4段");
        bot.api.wait_for(|calls| calls.iter().skip(before).any(shows)).await;
        bot.api.push("callback_query", bot.press(8, &answer[0], "👍"));
        let counts = |call: &Call| call.method == "editmessagereplymarkup";
        bot.api.wait_for(|calls| calls.iter().skip(before).any(counts)).await;
        // what is to be taken away stays
        bot.says(group(8, 6, "/ask 聽日會唔會落雨？")).await;
        let mut waited = 0;
        while !bot.api.written().contains(&"deleteMessage".to_owned()) {
            assert!(waited < 200, "{how:?}: {}", bot.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
            waited += 1;
        }
        let answer = text(&bot.says(group(8, 7, "/ask 七份協議？")).await);
        assert!(answer.contains("簽署七份合作協議"), "{how:?}: {answer}");
        let begun = Instant::now();
        // a menu of the chat's own
        bot.says(private(8, 6, "/language 简体")).await;
        let answer = text(&bot.says(private(8, 7, "河套")).await);
        assert!(answer.contains("河套"), "{how:?}: {answer}");
        // an edit is answered anew where nothing can be edited
        let calls = bot.edits(private(8, 5, "前海")).await;
        assert!(calls.iter().any(|call| call.method == "sendmessage"), "{how:?}: {calls:#?}");
        assert!(begun.elapsed() < Duration::from_secs(15), "{how:?}: {:?}", begun.elapsed());
        let log = bot.log();
        assert!(!log.contains("does not accept the token"), "{how:?}: {log}");
    }
}

#[tokio::test]
async fn a_server_without_webhooks_is_not_taken_for_one_that_refuses_the_token() {
    for how in [Lack::Named, Lack::Unnamed, Lack::Page] {
        let api = BotApi::start().await;
        api.lack("setwebhook", how);
        let address = free_address();
        let url = format!("http://{address}");
        let variables = [("LISTEN", address.as_str()), ("WEBHOOK_URL", url.as_str())];
        let bot = Bot::at(api, tempfile::tempdir().unwrap(), &variables);
        let mut waited = 0;
        while bot.log().matches("setWebhook").count() < 2 {
            assert!(waited < 200, "{how:?}: {}", bot.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
            waited += 1;
        }
        let log = bot.log();
        assert!(!log.contains("accept the token"), "{how:?}: {log}");
        let is_told = log.contains("does not know this method");
        assert!(is_told || matches!(how, Lack::Page), "{how:?}: {log}");
    }
}

#[test]
fn judged_questions_with_faults_are_named_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let good = "{\"q\": \"七份協議？\", \"gold\": [3], \"why\": \"a note\"}\n";
    for (content, code, expected) in [
        (String::new(), 2, "judged.jsonl:1: there is no question in it"),
        (
            format!("{good}\n{{\"q\": \"a\", \"gold\": [99]}}\n"),
            2,
            "judged.jsonl:3: \"gold\" names paragraph 99, which no paper has",
        ),
        (
            "{\"q\": \"a\", \"near\": [0]}\n".to_owned(),
            2,
            "judged.jsonl:1: \"near\" names paragraph 0",
        ),
        (
            format!("{good}{{\"turns\": [{{\"q\": \"a\", \"gold\": [16]}}]}}"),
            2,
            "judged.jsonl:2: \"gold\" names paragraph 16",
        ),
        (format!("{good}not json\n"), 2, "judged.jsonl:2 is not a judged question"),
        (
            format!("{good}{{\"q\": \"七份協議？\", \"golds\": [3]}}\n"),
            0,
            "warning: judged.jsonl:2: the key \"golds\" is not known",
        ),
        (good.to_owned(), 0, ""),
    ] {
        fs::write(folder.path().join("judged.jsonl"), &content).unwrap();
        let output = run(folder.path(), &["eval", "judged.jsonl"], &[]);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{content}: {told}");
        assert!(told.contains(expected), "{content}: {told}");
        assert_eq!(told.is_empty(), expected.is_empty(), "{content}: {told}");
    }
}

#[test]
fn a_bad_line_of_a_batch_says_what_is_wrong_in_words() {
    let cases = [
        (
            "not json",
            "line 1: not JSON (expected ident at column 2); expected an object such as {\"q\": \"…\"}",
        ),
        ("{\"q\": \"a\"", "line 2: not JSON ("),
        ("[1]", "line 3: not a JSON object; expected an object such as {\"q\": \"…\"}"),
        ("{\"language\": \"en\"}", "line 4: no \"q\"; expected an object such as {\"q\": \"…\"}"),
        ("{\"q\": 4}", "line 5: \"q\" is not a string; expected an object such as {\"q\": \"…\"}"),
        ("{\"q\": \"a\", \"chat\": 7}", "line 6: \"chat\" is not a string"),
        (
            "{\"q\": \"a\", \"language\": \"xx\"}",
            "line 7: \"language\": unknown language 'xx': use zh-Hant, zh-Hans or en",
        ),
    ];
    let lines: Vec<_> = cases.iter().map(|(line, _)| *line).collect();
    let mut input = lines.join("\n").into_bytes();
    input.extend_from_slice(b"\n\xff\xfe\n");
    let output = crate::commands::run(&["ask", "--batch"], input);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let errors: Vec<String> = text
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["error"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    for ((line, expected), error) in cases.iter().zip(&errors) {
        assert!(error.starts_with(expected), "{line}: {error}");
        assert!(!error.contains(" at line "), "{error}");
    }
    assert!(errors[7].starts_with("line 8: not UTF-8"), "{}", errors[7]);
}

#[test]
fn a_bad_id_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(
        inner.join("paper.txt"),
        "Purpose\n\n1. This paper tells of something.\n\n2. It has a second paragraph.\n",
    )
    .unwrap();
    for id in ["../escape", "/tmp/escape-of-a-test", "a/b", "..", "A", "", "a b"] {
        let output = run(&inner, &["import", "paper.txt", "--to", "papers", "--id", id], &[]);
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{id}: {told}");
        assert!(told.contains("is not an id") && told.contains("hint: "), "{id}: {told}");
        assert_eq!(
            (fs::read_dir(folder.path()).unwrap().count(), fs::read_dir(&inner).unwrap().count()),
            (1, 1),
            "{id}"
        );
    }
}
