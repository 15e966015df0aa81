//! What the environment says, read once.

mod environment;

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use sha2::{Digest as _, Sha256};
use tracing_subscriber::filter::{LevelFilter, Targets};

pub use environment::{Environment, FileError};

/// A secret that no log shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}

/// What `serve` needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `TELOXIDE_TOKEN`: the bot's token.
    pub token: Secret,
    /// `TELOXIDE_API_URL`: another Bot API server than Telegram's.
    pub api_url: Option<reqwest::Url>,
    /// `TELOXIDE_PROXY`: a proxy for all requests.
    pub proxy: Option<reqwest::Url>,
    /// `DATABASE_URL`: where the state is kept. May hold a password.
    pub database: Secret,
    /// `ADMIN_IDS`: users who may see what was not answered.
    pub admins: Vec<i64>,
    /// `RETENTION_DAYS`: how long what was not answered is kept.
    pub retention_days: u32,
    /// `QUIET_SECONDS`: how long a reply that found nothing stands in a quiet group.
    pub quiet_seconds: u32,
    /// `ALLOWED_CHATS`: the chats that the bot serves; empty for all.
    pub allowed_chats: Vec<i64>,
    /// `MAX_AGE`: how long a question may wait, in seconds.
    pub max_age: u32,
    /// `QUESTIONS_PER_MINUTE`: how many of one asker's are answered.
    pub questions_per_minute: u32,
    /// `DRAIN_SECONDS`: how long a stop waits for what is being answered.
    pub drain_seconds: u32,
    /// `SEND_LIMITS`: whether Telegram's limits on sending are kept.
    pub send_limits: bool,
    /// `LISTEN`: where health, figures, the pages and the webhook are served; nowhere if there is none.
    pub listen: Option<SocketAddr>,
    /// Where the pages are, and who hands on to them.
    pub pages: Pages,
    /// `WEBHOOK_URL` and `WEBHOOK_SECRET`: how Telegram brings updates; none to ask for them.
    pub webhook: Option<Webhook>,
    /// What is logged, and how.
    pub logging: Logging,
}

/// What is logged, and how.
#[derive(Clone, Debug)]
pub struct Logging {
    /// `LOG_FORMAT`: how logs are written.
    pub format: LogFormat,
    /// `RUST_LOG`: what is logged.
    pub levels: Targets,
}

impl Logging {
    /// Reads what concerns logs.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn read(environment: &Environment) -> Result<Self, Wrong> {
        let mut reader = Reader::new(environment);
        let logging = reader.logging();
        reader.done(logging)
    }
}

/// What concerns the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// `READER_URL`: their public address, without a slash at its end; `None` if nobody was told one.
    pub url: Option<String>,
    /// `TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed, beside this machine's own.
    pub proxies: Vec<IpNet>,
    /// `QUESTIONS_PER_MINUTE`: how many questions of one address are answered in a minute.
    pub questions_per_minute: u32,
}

impl Pages {
    /// Reads what concerns the pages.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn read(environment: &Environment) -> Result<Self, Wrong> {
        let mut reader = Reader::new(environment);
        let pages = reader.pages();
        reader.done(pages)
    }

    /// Whether Telegram takes the address for a button: none of this machine's, and no name without a point.
    pub fn is_public(&self) -> bool {
        let url = self.url.as_deref().and_then(|url| reqwest::Url::parse(url).ok());
        let host = url.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
        let host = host.trim_matches(['[', ']']);
        match host.parse::<IpAddr>() {
            Ok(address) => !address.is_loopback(),
            Err(_) => host.trim_end_matches('.').contains('.') && !host.ends_with(".localhost"),
        }
    }
}

/// How Telegram brings updates.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where Telegram sends them: ends in a path that cannot be guessed.
    pub url: reqwest::Url,
    /// What Telegram must say with each.
    pub secret: Secret,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines to read.
    Text,
    /// One JSON object a line.
    Json,
}

/// What a command needs that reads the records.
#[derive(Clone, Debug)]
pub struct Records {
    /// `DATABASE_URL`: where the state is kept. May hold a password.
    pub database: Secret,
    /// `RETENTION_DAYS`: how long what was not answered is kept.
    pub retention_days: u32,
}

/// What an address to listen on is.
pub const LISTEN_ADDRESS: &str =
    "an IP address and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 in a container";

/// Where the state is kept unless `DATABASE_URL` says otherwise.
pub const DATABASE: &str = "sqlite:data/briefing-bot.sqlite";

/// What is wrong with the environment: all of it, each with what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Wrong(pub Vec<String>);

/// How long what was not answered is kept, in days, unless `RETENTION_DAYS` says otherwise.
pub const RETENTION_DAYS: u32 = 90;

/// How long a reply that found nothing stands in a quiet group, in seconds, unless `QUIET_SECONDS` says otherwise.
const QUIET_SECONDS: u32 = 60;

/// How long a question may wait, in seconds, unless `MAX_AGE` says otherwise.
const MAX_AGE: u32 = 3600;

/// How many questions of one asker are answered in a minute, unless `QUESTIONS_PER_MINUTE` says otherwise.
const QUESTIONS_PER_MINUTE: u32 = 20;

/// How long a stop waits, in seconds, unless `DRAIN_SECONDS` says otherwise.
const DRAIN_SECONDS: u32 = 10;

/// Ten years.
const MOST_DAYS: u32 = 3650;

/// What is logged unless `RUST_LOG` says otherwise. What `sqlx` says, the bot says in its own words.
const LOG: &str = "warn,briefing_bot=info,sqlx=off";

/// How much is logged, by name.
const LEVELS: [(&str, LevelFilter); 6] = [
    ("off", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// The ports that Telegram brings updates to.
const WEBHOOK_PORTS: [u16; 4] = [443, 80, 88, 8443];

/// How many characters of a token stand behind its colon, at least.
const TOKEN_SECRET: usize = 35;

/// What to do about a token that is none.
const TOKEN_HINT: &str = "one looks like 123456789:AAE…, digits, a colon and 35 characters; copy it whole from @BotFather (https://t.me/BotFather, command /token)";

/// The variables, and what each is for.
pub const VARIABLES: [(&str, &str); 20] = [
    ("TELOXIDE_TOKEN", "The bot's token from @BotFather. Required"),
    ("TELOXIDE_API_URL", "A Bot API server other than Telegram's own"),
    ("TELOXIDE_PROXY", "A proxy for all requests: http(s):// or socks5://"),
    ("KNOWLEDGE_DIR", "A folder of papers instead of the built-in ones"),
    ("DATABASE_URL", "State: sqlite:FILE, postgres://… [a file in data/]"),
    ("ADMIN_IDS", "Users who may add papers and see statistics: 12345"),
    ("RETENTION_DAYS", "Days that questions, votes and statistics are kept [90]"),
    ("QUIET_SECONDS", "Seconds until \"found nothing\" is deleted in groups [60]"),
    ("ALLOWED_CHATS", "Chats that the bot serves: 12345,-10067890 [all]"),
    ("MAX_AGE", "Seconds that a question may wait to be answered [3600]"),
    ("QUESTIONS_PER_MINUTE", "Questions answered per person per minute [20]"),
    ("DRAIN_SECONDS", "Seconds to finish answers in progress when stopping [10]"),
    ("SEND_LIMITS", "Keep within Telegram's sending limits: on, off [on]"),
    ("LISTEN", "Address for pages, health, metrics, webhook [none]"),
    ("READER_URL", "Public address of the pages, for links [no links]"),
    ("TRUSTED_PROXIES", "Proxies whose X-Forwarded-For counts: 10.0.0.5"),
    ("WEBHOOK_URL", "Public https address, for a webhook [long polling]"),
    ("WEBHOOK_SECRET", "Secret that Telegram must send [from the token]"),
    ("LOG_FORMAT", "How logs are written: text or json [text]"),
    ("RUST_LOG", "What is logged: warn,briefing_bot=debug and the like"),
];

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When something is missing or cannot be used: everything that is, at once. No value is told, for it may be a secret in the wrong place.
    pub fn read(environment: &Environment) -> Result<Self, Wrong> {
        let mut reader = Reader::new(environment);
        let token = reader.token();
        let api_url = reader.url(
            "TELOXIDE_API_URL",
            &["http", "https"],
            "leave it out to use Telegram's own server, or write one such as http://localhost:8081",
        );
        let proxy = reader.url(
            "TELOXIDE_PROXY",
            &["http", "https", "socks4", "socks4a", "socks5", "socks5h"],
            "write one such as socks5://user:password@host:1080 or http://host:3128",
        );
        let database = reader.database();
        let admins = reader.numbers(
            "ADMIN_IDS",
            |number| number > 0,
            "is not a user ID, which is above zero",
            "write user IDs separated by commas, such as 12345,67890",
        );
        let retention_days = reader.number("RETENTION_DAYS", RETENTION_DAYS, MOST_DAYS);
        let quiet_seconds = reader.number("QUIET_SECONDS", QUIET_SECONDS, 86_400);
        let allowed_chats = reader.numbers(
            "ALLOWED_CHATS",
            |number| number != 0,
            "is zero, which no chat has",
            "write chat IDs separated by commas, such as 12345,-10067890; leave it out to serve all",
        );
        let max_age = reader.number("MAX_AGE", MAX_AGE, 86_400);
        let pages = reader.pages();
        let drain_seconds = reader.number("DRAIN_SECONDS", DRAIN_SECONDS, 3600);
        let send_limits = reader.one_of(
            "SEND_LIMITS",
            [("on", true), ("off", false)],
            "leave it out, unless your own Bot API server has no limits",
        );
        let listen = reader.listen();
        let webhook = reader.webhook(&token, listen);
        let logging = reader.logging();
        for (name, meant) in environment.misspelt() {
            reader.refuse(
                name,
                "is not a variable of the bot",
                &format!(
                    "did you mean {meant}? If it is another program's, do not hand it to the bot"
                ),
            );
        }
        reader.done(Self {
            token: Secret(token),
            api_url,
            proxy,
            database,
            admins,
            retention_days,
            quiet_seconds,
            allowed_chats,
            max_age,
            questions_per_minute: pages.questions_per_minute,
            drain_seconds,
            send_limits,
            listen,
            pages,
            webhook,
            logging,
        })
    }
}

impl Records {
    /// Whether the database is one that instances share.
    pub fn is_shared(&self) -> bool {
        !self.database.reveal().starts_with("sqlite:")
    }

    /// Reads what concerns the records.
    ///
    /// # Errors
    ///
    /// As [`Config::read`].
    pub fn read(environment: &Environment) -> Result<Self, Wrong> {
        let mut reader = Reader::new(environment);
        let database = reader.database();
        let retention_days = reader.number("RETENTION_DAYS", RETENTION_DAYS, MOST_DAYS);
        reader.done(Self { database, retention_days })
    }
}

/// Reads variables, and notes what is wrong with them.
struct Reader<'e> {
    environment: &'e Environment,
    wrong: Vec<String>,
}

impl<'e> Reader<'e> {
    const fn new(environment: &'e Environment) -> Self {
        Self { environment, wrong: Vec::new() }
    }

    fn done<T>(self, read: T) -> Result<T, Wrong> {
        if self.wrong.is_empty() { Ok(read) } else { Err(Wrong(self.wrong)) }
    }

    /// A variable's value, if it is set and not empty.
    fn text(&mut self, name: &str) -> Option<&'e str> {
        let environment = self.environment;
        environment.text(name).unwrap_or_else(|_| {
            self.refuse(name, "is not UTF-8 text", "re-enter it");
            None
        })
    }

    /// Notes what is wrong with a variable, without what it says.
    fn refuse(&mut self, name: &str, what: &str, hint: &str) {
        let place = self.environment.place(name);
        self.wrong.push(format!("{place}{name} {what}\n  hint: {hint}"));
    }

    fn token(&mut self) -> String {
        let name = "TELOXIDE_TOKEN";
        match self.text(name) {
            None => {
                let hint = "get a token from @BotFather (https://t.me/BotFather, command /newbot) and write TELOXIDE_TOKEN=… into .env";
                self.refuse(name, "is not set", hint);
                String::new()
            }
            Some(token) => {
                if let Err(why) = check_token(token) {
                    self.refuse(name, &format!("is not a bot token: {why}"), TOKEN_HINT);
                }
                token.to_owned()
            }
        }
    }

    fn url(&mut self, name: &str, schemes: &[&str], hint: &str) -> Option<reqwest::Url> {
        let value = self.text(name)?;
        let url = reqwest::Url::parse(value).ok().filter(|url| url.host_str().is_some());
        match url {
            None => self.refuse(name, "is not a URL", hint),
            Some(url) if !schemes.contains(&url.scheme()) => {
                let schemes: Vec<_> = schemes.iter().map(|scheme| format!("{scheme}://")).collect();
                self.refuse(name, &format!("does not begin with {}", schemes.join(" or ")), hint);
            }
            Some(url) => return Some(url),
        }
        None
    }

    fn database(&mut self) -> Secret {
        let name = "DATABASE_URL";
        let address = self.text(name).unwrap_or(DATABASE);
        let file = address.strip_prefix("sqlite:");
        let file = file.map(|file| file.strip_prefix("//").unwrap_or(file));
        let is_postgres =
            address.starts_with("postgres://") || address.starts_with("postgresql://");
        match file {
            Some("") => self.refuse(
                name,
                "names no file",
                "write one such as sqlite:data/briefing-bot.sqlite",
            ),
            Some(":memory:") => {
                let hint = "name a file, such as sqlite:data/briefing-bot.sqlite";
                self.refuse(
                    name,
                    "names a database in memory, where questions would be lost",
                    hint,
                );
            }
            Some(file) if file.contains('?') => {
                let hint = "write the file alone, such as sqlite:data/briefing-bot.sqlite";
                self.refuse(name, "has parameters, and a SQLite file takes none", hint);
            }
            Some(_) => {}
            None if is_postgres && let Ok(url) = reqwest::Url::parse(address) => {
                if let Some(what) = wrong_parameter(&url) {
                    self.refuse(name, &what, "see https://docs.rs/sqlx/latest/sqlx/postgres/struct.PgConnectOptions.html#parameters");
                }
            }
            None if is_postgres => {
                let hint = "write it as postgres://user:password@host:5432/name; in the password, characters such as @ : / # % are written %40 %3A %2F %23 %25";
                self.refuse(name, "is not a valid PostgreSQL address", hint);
            }
            None => {
                let hint =
                    "write sqlite:data/briefing-bot.sqlite, or postgres://user:password@host/name";
                self.refuse(name, "names neither a SQLite file nor a PostgreSQL database", hint);
            }
        }
        Secret(address.to_owned())
    }

    /// Numbers with commas between.
    fn numbers(
        &mut self,
        name: &str,
        is_valid: impl Fn(i64) -> bool,
        otherwise: &str,
        hint: &str,
    ) -> Vec<i64> {
        let Some(value) = self.text(name) else { return Vec::new() };
        let mut numbers = Vec::new();
        for (place, entry) in value.split(',').enumerate() {
            let why = match entry.trim().parse::<i64>() {
                Ok(number) if is_valid(number) => {
                    numbers.push(number);
                    continue;
                }
                Ok(_) => otherwise,
                Err(_) if entry.trim().is_empty() => "is empty",
                Err(_) => "is not a whole number",
            };
            self.refuse(name, &format!("cannot be used: entry {} {why}", place + 1), hint);
        }
        numbers
    }

    /// A number from 1 to the most that will do.
    fn number(&mut self, name: &str, default: u32, most: u32) -> u32 {
        let Some(value) = self.text(name) else { return default };
        let number = value.parse().ok().filter(|number| (1..=most).contains(number));
        number.unwrap_or_else(|| {
            let what = format!("is not a whole number from 1 to {most}");
            self.refuse(
                name,
                &what,
                &format!("correct it, or leave it out for the default, {default}"),
            );
            default
        })
    }

    /// One of two words, in any case; without one, the first.
    fn one_of<T: Copy>(&mut self, name: &str, words: [(&str, T); 2], hint: &str) -> T {
        let [(first, default), (second, other)] = words;
        match self.text(name) {
            Some(value) if value.eq_ignore_ascii_case(second) => other,
            Some(value) if !value.eq_ignore_ascii_case(first) => {
                self.refuse(name, &format!("is neither {first} nor {second}"), hint);
                default
            }
            _ => default,
        }
    }

    fn pages(&mut self) -> Pages {
        let name = "READER_URL";
        let hint = "write the public address of the pages, such as https://papers.example.org";
        let url = self.url(name, &["http", "https"], hint);
        let is_plain = |url: &reqwest::Url| {
            url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
        };
        if url.as_ref().is_some_and(|url| !is_plain(url)) {
            self.refuse(name, "has more than a host and a path", hint);
        }
        Pages {
            url: url.map(|url| url.as_str().trim_end_matches('/').to_owned()),
            proxies: self.networks("TRUSTED_PROXIES"),
            questions_per_minute: self.number(
                "QUESTIONS_PER_MINUTE",
                QUESTIONS_PER_MINUTE,
                1_000_000,
            ),
        }
    }

    /// IP addresses and networks with commas between.
    fn networks(&mut self, name: &str) -> Vec<IpNet> {
        let Some(value) = self.text(name) else { return Vec::new() };
        let mut networks = Vec::new();
        for (place, entry) in value.split(',').enumerate() {
            let entry = entry.trim();
            let address = || entry.parse().map(|address: IpAddr| IpNet::from(address));
            match entry.parse().or_else(|_| address()) {
                Ok(network) => networks.push(network),
                Err(_) => {
                    let what = format!(
                        "is not a list of addresses: entry {} is not an IP address or network",
                        place + 1
                    );
                    let hint = "write IP addresses or networks with commas between, such as 10.0.0.5,172.16.0.0/12";
                    self.refuse(name, &what, hint);
                }
            }
        }
        networks
    }

    fn listen(&mut self) -> Option<SocketAddr> {
        let address = self.text("LISTEN")?.parse().ok();
        if address.is_none() {
            let hint = format!("write {LISTEN_ADDRESS}");
            self.refuse("LISTEN", "is not an address to listen on", &hint);
        }
        address
    }

    /// How Telegram brings updates. The path and, unless one is given, the secret are derived from the token, so that all replicas have the
    /// same and nobody else can guess them.
    fn webhook(&mut self, token: &str, listen: Option<SocketAddr>) -> Option<Webhook> {
        let derived = |purpose: &str| {
            let digest = Sha256::digest(format!("{purpose}:{token}"));
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        // checked where there is no webhook too: it is there for one that is to come
        let secret = self.webhook_secret().unwrap_or_else(|| derived("secret"));
        let name = "WEBHOOK_URL";
        let value = self.text(name)?;
        let hint = "write the public address of the bot, such as https://bot.example.org";
        let url = reqwest::Url::parse(value).ok().filter(|url| url.host_str().is_some());
        let Some(mut url) = url else {
            self.refuse(name, "is not a URL", hint);
            return None;
        };
        // on this machine, a test may use plain HTTP and any port
        if !is_loopback(&url) {
            if url.scheme() != "https" {
                self.refuse(name, "does not begin with https://, as Telegram demands", hint);
                return None;
            }
            let port = url.port_or_known_default().unwrap_or_default();
            if !WEBHOOK_PORTS.contains(&port) {
                let hint = "have the proxy in front listen on one of 443, 80, 88 and 8443; LISTEN may have any port";
                self.refuse(name, "uses a port that Telegram does not support", hint);
                return None;
            }
        }
        if listen.is_none() && matches!(self.environment.text("LISTEN"), Ok(None)) {
            let hint = "write where the bot listens behind it, such as LISTEN=127.0.0.1:8080";
            self.refuse(name, "is set and LISTEN is not", hint);
            return None;
        }
        let path = derived("path");
        let extended = url.path_segments_mut().map(|mut segments| {
            segments.pop_if_empty().extend([WEBHOOK_FOLDER, path.as_str()]);
        });
        if extended.is_err() {
            self.refuse(name, "takes no path", hint);
            return None;
        }
        Some(Webhook { url, secret: Secret(secret) })
    }

    fn webhook_secret(&mut self) -> Option<String> {
        let name = "WEBHOOK_SECRET";
        let secret = self.text(name)?;
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let hint = "use A-Z, a-z, 0-9, _ and -, at most 256; or leave it out";
        if !secret.bytes().all(is_letter) {
            self.refuse(name, "contains characters that Telegram does not allow", hint);
        } else if secret.len() > 256 {
            self.refuse(name, "is longer than Telegram allows", hint);
        }
        Some(secret.to_owned())
    }

    fn logging(&mut self) -> Logging {
        let format = self.one_of(
            "LOG_FORMAT",
            [("text", LogFormat::Text), ("json", LogFormat::Json)],
            "leave it out for text",
        );
        Logging { format, levels: self.log_levels() }
    }

    /// What is logged: levels, for all or by module. A bare word that is no level is taken for a mistake, not for the name of a module.
    fn log_levels(&mut self) -> Targets {
        let name = "RUST_LOG";
        let value = self.text(name).unwrap_or(LOG);
        let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let mut levels = Targets::new();
        for (place, entry) in entries.enumerate() {
            let (module, level) = match entry.rsplit_once('=') {
                Some((module, level)) => (Some(module.trim()), level.trim()),
                None => (None, entry),
            };
            let Some((_, level)) = LEVELS.iter().find(|(own, _)| level.eq_ignore_ascii_case(own))
            else {
                let hint = "write error, warn, info, debug or trace, or a module and a level, such as warn,briefing_bot=debug";
                self.refuse(name, &format!("has no valid level in entry {}", place + 1), hint);
                break;
            };
            let in_name = |own: char| own.is_ascii_alphanumeric() || matches!(own, '_' | ':');
            levels = match module {
                None => levels.with_default(*level),
                Some(module) if !module.is_empty() && module.chars().all(in_name) => {
                    levels.with_target(module, *level)
                }
                Some(_) => {
                    let hint =
                        "write a module, with _ and no -, and a level, such as briefing_bot=debug";
                    self.refuse(name, &format!("has no valid module in entry {}", place + 1), hint);
                    break;
                }
            };
        }
        levels
    }
}

/// The first part of the webhook's path.
pub const WEBHOOK_FOLDER: &str = "telegram";

/// Whether an address is on this machine.
fn is_loopback(url: &reqwest::Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// The parameters of a PostgreSQL address.
const PARAMETERS: [&str; 18] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];

/// What a PostgreSQL may be asked for in `sslmode`.
const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/// What is wrong with the parameters of a PostgreSQL address.
fn wrong_parameter(url: &reqwest::Url) -> Option<String> {
    url.query_pairs().find_map(|(key, value)| {
        let mode = value.to_ascii_lowercase();
        if let Some(meant) = environment::nearest(&key, PARAMETERS.into_iter()) {
            // others are of other programs, and passed over
            let key = key.escape_debug();
            Some(format!("has an unknown parameter '{key}': did you mean {meant}?"))
        } else if matches!(&*key, "sslmode" | "ssl-mode") && !SSL_MODES.contains(&mode.as_str()) {
            Some(format!("has no valid {key}: one of {}", SSL_MODES.join(", ")))
        } else {
            None
        }
    })
}

/// Whether a text has the form of a bot token: the bot's number, a colon, 35 letters or more. What it lacks, without the text.
fn check_token(text: &str) -> Result<(), String> {
    let Some((number, secret)) = text.split_once(':') else {
        return Err("it has no colon".to_owned());
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        Err("the part before the colon must be digits only".to_owned())
    } else if !secret.bytes().all(is_letter) {
        Err("the part after the colon may have A-Z, a-z, 0-9, _ and - only".to_owned())
    } else if secret.len() < TOKEN_SECRET {
        Err(format!(
            "the part after the colon has {} characters instead of {TOKEN_SECRET}",
            secret.len()
        ))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: (&str, &str) = ("TELOXIDE_TOKEN", "123456789:SECRETxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");

    fn read(variables: &[(&str, &str)]) -> Result<Config, Wrong> {
        Config::read(&Environment::of(variables))
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let variables = [
            ("TELOXIDE_API_URL", "localhost"),
            ("TELOXIDE_PROXY", "::"),
            ("ADMIN_IDS", "@me"),
            ("RETENTION_DAYS", "0"),
            ("READER_URL", "ftp://example.org"),
            ("TRUSTED_PROXIES", "nginx"),
        ];
        let wrong = read(&variables).err().map(|wrong| wrong.0.len());
        assert_eq!(wrong, Some(7));
    }

    #[test]
    fn what_is_not_set_has_a_default() {
        let Ok(config) = read(&[TOKEN]) else { panic!("not read") };
        assert_eq!(
            (config.database.reveal(), config.admins, config.retention_days, config.send_limits),
            (DATABASE, vec![], RETENTION_DAYS, true)
        );
        assert_eq!(
            (Some(config.logging.levels), config.logging.format),
            (LOG.parse().ok(), LogFormat::Text)
        );
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let variables = [
            TOKEN,
            ("ADMIN_IDS", "1, 2 ,3"),
            ("RETENTION_DAYS", " 7 "),
            ("SEND_LIMITS", "OFF"),
            ("LOG_FORMAT", "Json"),
            ("RUST_LOG", "WARN,briefing_bot=debug,"),
            ("ALLOWED_CHATS", "12345,-10067890"),
        ];
        let config = read(&variables);
        let Ok(config) = config else { panic!("{config:?}") };
        assert_eq!((config.admins, config.retention_days), (vec![1, 2, 3], 7));
        assert_eq!((config.send_limits, config.logging.format), (false, LogFormat::Json));
        assert_eq!(config.allowed_chats, [12345, -10_067_890]);
    }

    #[test]
    fn what_could_not_be_what_is_meant_is_refused() {
        for (name, value, said) in [
            ("DATABASE_URL", "postgres://u@h/n?sslmod=require", "unknown parameter 'sslmod'"),
            ("DATABASE_URL", "postgres://u@h/n?sslmode=bogus", "no valid sslmode"),
            ("DATABASE_URL", "sqlite:x.sqlite?mode=rwc", "has parameters"),
            ("RUST_LOG", "briefing-bot=info", "no valid module"),
            ("ALLOWED_CHAT", "-7", "did you mean ALLOWED_CHATS?"),
        ] {
            let wrong = read(&[TOKEN, (name, value)]).err().map(|wrong| wrong.to_string());
            assert!(wrong.as_ref().is_some_and(|wrong| wrong.contains(said)), "{wrong:?}");
        }
        let right = "postgres://u@h/n?sslmode=VERIFY-FULL&channel_binding=require";
        assert!(read(&[TOKEN, ("DATABASE_URL", right)]).is_ok());
        for (url, is_public) in [
            ("https://papers.example.org", true),
            ("http://papers:8080", false),
            ("http://127.9.9.9", false),
            ("http://192.0.2.7:8080", true),
            ("http://localhost", false),
        ] {
            let config = read(&[TOKEN, ("READER_URL", url)]);
            assert_eq!(
                config.ok().map(|config| config.pages.is_public()),
                Some(is_public),
                "{url}"
            );
        }
    }

    #[test]
    fn a_webhook_needs_a_place_to_listen_and_cannot_be_guessed() {
        let (url, listen) =
            (("WEBHOOK_URL", "https://bot.example.org/a/"), ("LISTEN", "127.0.0.1:0"));
        let Ok(config) = read(&[TOKEN, url, listen]) else { panic!("not read") };
        let Some(webhook) = config.webhook else { panic!("no webhook") };
        assert!(
            webhook.url.as_str().starts_with("https://bot.example.org/a/telegram/")
                && webhook.url.as_str().len() == 35 + 64
        );
        let other = ("TELOXIDE_TOKEN", "123456789:OTHERxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        let other = read(&[other, url, listen]).ok().and_then(|config| config.webhook);
        assert!(
            other.is_some_and(|other| other.url != webhook.url && other.secret != webhook.secret)
        );
        for port in WEBHOOK_PORTS {
            let url = format!("https://bot.example.org:{port}");
            assert!(read(&[TOKEN, ("WEBHOOK_URL", &url), listen]).is_ok(), "{url}");
        }
        let wrong = read(&[TOKEN, url, ("LISTEN", "8080")]).err().map(|wrong| wrong.0.len());
        assert_eq!(wrong, Some(1));
    }

    #[test]
    fn the_address_of_the_pages_has_no_query_and_no_slash_at_its_end() {
        for (value, url, public) in [
            ("https://papers.example.org", "https://papers.example.org", true),
            (" https://example.org/papers/ ", "https://example.org/papers", true),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", false),
        ] {
            let Ok(config) = read(&[TOKEN, ("READER_URL", value)]) else { panic!("{value}") };
            assert_eq!(config.pages.url.as_deref(), Some(url));
            assert_eq!(config.pages.is_public(), public, "{value}");
        }
        for wrong in ["papers.example.org", "https://a/?b", "https://a/#b", "https://u:p@a"] {
            let read = read(&[TOKEN, ("READER_URL", wrong)]).err().map(|wrong| wrong.0.len());
            assert_eq!(read, Some(1), "{wrong}");
        }
        let Ok(config) = read(&[TOKEN, ("TRUSTED_PROXIES", "10.0.0.5, 172.16.0.0/12")]) else {
            panic!("not read")
        };
        assert_eq!(config.pages.proxies.len(), 2);
    }

    #[test]
    fn a_token_is_never_printed() {
        let config = read(&[TOKEN, ("TELOXIDE_API_URL", "http://127.0.0.1:1")]);
        let Ok(config) = config else { panic!("{config:?}") };
        assert!(!format!("{config:?}").contains("SECRET"));
        assert_eq!(config.token.reveal(), TOKEN.1);
    }
}
