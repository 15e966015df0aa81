//! What the environment says, read once.

use std::net::SocketAddr;
use std::{env, fmt};

use ipnet::IpNet;
use sha2::{Digest as _, Sha256};

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
    /// `READER_URL` and `TRUSTED_PROXIES`: where the pages are, and who hands on to them.
    pub reader: Reader,
    /// `WEBHOOK_URL` and `WEBHOOK_SECRET`: how Telegram brings updates; none to ask for them.
    pub webhook: Option<Webhook>,
}

/// Where the pages are, and who hands on to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// `READER_URL`: the pages' public address, without a slash at its end; `None` if nobody was told one.
    pub url: Option<String>,
    /// `TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed, beside this machine's own.
    pub proxies: Vec<IpNet>,
}

impl Reader {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When something cannot be read: all that cannot.
    pub fn from_env() -> Result<Self, Wrong> {
        let mut wrong = Vec::new();
        let reader = Self::from(&variable, &mut wrong);
        if wrong.is_empty() { Ok(reader) } else { Err(Wrong(wrong)) }
    }

    fn from(get: &impl Fn(&str) -> Option<String>, wrong: &mut Vec<String>) -> Self {
        let url = get("READER_URL").and_then(|value| {
            let url = reqwest::Url::parse(value.trim()).ok().filter(is_reader);
            if url.is_none() {
                wrong.push(
                    "READER_URL is no address of pages\n  hint: write an http or https address without ? and #, such as https://papers.example.org".to_owned(),
                );
            }
            url.map(|url| url.as_str().trim_end_matches('/').to_owned())
        });
        let proxies = get("TRUSTED_PROXIES").map_or(Ok(Vec::new()), |value| networks(&value));
        let proxies = proxies.unwrap_or_else(|()| {
            wrong.push(
                "TRUSTED_PROXIES is no list of addresses\n  hint: write IP addresses or networks with commas between, such as 10.0.0.5,172.16.0.0/12".to_owned(),
            );
            Vec::new()
        });
        Self { url, proxies }
    }

    /// Whether Telegram takes the address for a button: none of this machine's.
    pub fn is_public(&self) -> bool {
        let url = self.url.as_deref().and_then(|url| reqwest::Url::parse(url).ok());
        url.is_some_and(|url| !is_loopback(&url))
    }
}

/// Whether the pages can be at an address.
fn is_reader(url: &reqwest::Url) -> bool {
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && plain
}

/// IP addresses and networks with commas or white space between.
fn networks(text: &str) -> Result<Vec<IpNet>, ()> {
    let parts = text
        .split(|character: char| character == ',' || character.is_whitespace())
        .filter(|part| !part.is_empty());
    let network = |part: &str| {
        part.parse().or_else(|_| part.parse().map(|address: std::net::IpAddr| IpNet::from(address)))
    };
    parts.map(|part| network(part).map_err(|_| ())).collect()
}

/// How Telegram brings updates.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Where Telegram sends them: ends in a path that cannot be guessed.
    pub url: reqwest::Url,
    /// What Telegram must say with each.
    pub secret: Secret,
}

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

/// More questions a minute than anybody asks.
const MOST_QUESTIONS: u32 = 1_000_000;

/// How long a stop waits, in seconds, unless `DRAIN_SECONDS` says otherwise.
const DRAIN_SECONDS: u32 = 10;

/// Ten years.
const MOST_DAYS: u32 = 3650;

const NO_TOKEN: &str = "TELOXIDE_TOKEN is not set\n  hint: get a token from @BotFather (https://t.me/BotFather, command /newbot) and write TELOXIDE_TOKEN=… into .env";
const BAD_TOKEN: &str = "TELOXIDE_TOKEN is not a bot token: one looks like 123456789:AAE…\n  hint: copy it whole from @BotFather (https://t.me/BotFather, command /token)";

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When something is missing or cannot be read: everything that is, at once.
    pub fn from_env() -> Result<Self, Wrong> {
        Self::from(variable)
    }

    fn from(get: impl Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let mut wrong = Vec::new();
        let token = get("TELOXIDE_TOKEN").map(|token| token.trim().to_owned());
        match token.as_deref() {
            None => wrong.push(NO_TOKEN.to_owned()),
            Some(token) if !is_token(token) => wrong.push(BAD_TOKEN.to_owned()),
            Some(_) => {}
        }
        let mut url = |name: &str, hint: &str| {
            let value = get(name)?;
            let url = reqwest::Url::parse(value.trim()).ok().filter(|url| url.host_str().is_some());
            if url.is_none() {
                wrong.push(format!("{name} is not a URL\n  hint: {hint}"));
            }
            url
        };
        let api_url = url(
            "TELOXIDE_API_URL",
            "leave it out to use Telegram's own server, or write one such as http://localhost:8081",
        );
        let proxy = url(
            "TELOXIDE_PROXY",
            "write one such as socks5://user:password@host:1080 or http://host:3128",
        );
        let admins = get("ADMIN_IDS").map_or(Ok(Vec::new()), |value| numbers(&value));
        let admins = admins.unwrap_or_else(|()| {
            wrong.push(
                "ADMIN_IDS is no list of Telegram users\n  hint: write their numbers with commas between, such as 12345,67890".to_owned(),
            );
            Vec::new()
        });
        let chats = get("ALLOWED_CHATS").map_or(Ok(Vec::new()), |value| numbers(&value));
        let allowed_chats = chats.unwrap_or_else(|()| {
            wrong.push(
                "ALLOWED_CHATS is no list of chats\n  hint: write their numbers with commas between, such as 12345,-10067890".to_owned(),
            );
            Vec::new()
        });
        let mut number = |name: &str, default, most| number(&get, name, default, most, &mut wrong);
        let retention_days = number("RETENTION_DAYS", RETENTION_DAYS, MOST_DAYS);
        let quiet_seconds = number("QUIET_SECONDS", QUIET_SECONDS, 86_400);
        let max_age = number("MAX_AGE", MAX_AGE, 86_400);
        let questions_per_minute =
            number("QUESTIONS_PER_MINUTE", QUESTIONS_PER_MINUTE, MOST_QUESTIONS);
        let drain_seconds = number("DRAIN_SECONDS", DRAIN_SECONDS, 3600);
        let send_limits = match get("SEND_LIMITS").as_deref().map(str::trim) {
            None | Some("on") => true,
            Some("off") => false,
            Some(_) => {
                wrong.push(
                    "SEND_LIMITS is neither on nor off\n  hint: leave it out, unless your own Bot API server has no limits".to_owned(),
                );
                true
            }
        };
        let listen = get("LISTEN").and_then(|value| {
            let address = value.trim().parse();
            if address.is_err() {
                wrong.push("LISTEN is no address\n  hint: write one such as 127.0.0.1:8080, or 0.0.0.0:8080 in a container".to_owned());
            }
            address.ok()
        });
        let reader = Reader::from(&get, &mut wrong);
        let token = token.unwrap_or_default();
        let webhook = get("WEBHOOK_URL").and_then(|value| match webhook(&value, get("WEBHOOK_SECRET"), &token) {
            Ok(webhook) if listen.is_some() || get("LISTEN").is_some() => Some(webhook),
            Ok(_) => {
                wrong.push(
                    "WEBHOOK_URL is set and LISTEN is not\n  hint: write where the bot listens behind it, such as LISTEN=127.0.0.1:8080"
                        .to_owned(),
                );
                None
            }
            Err(cause) => {
                wrong.push(cause.to_owned());
                None
            }
        });
        if !wrong.is_empty() {
            return Err(Wrong(wrong));
        }
        let (token, database) = (Secret(token), database(&get));
        Ok(Self {
            token,
            api_url,
            proxy,
            database,
            admins,
            retention_days,
            quiet_seconds,
            allowed_chats,
            max_age,
            questions_per_minute,
            drain_seconds,
            send_limits,
            listen,
            reader,
            webhook,
        })
    }
}

/// How Telegram brings updates. The path and, unless one is given, the secret are derived from the token, so that all replicas have the same
/// and nobody else can guess them.
fn webhook(address: &str, secret: Option<String>, token: &str) -> Result<Webhook, &'static str> {
    let derived = |purpose: &str| {
        let digest = Sha256::digest(format!("{purpose}:{token}"));
        digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let url = reqwest::Url::parse(address.trim())
        .ok()
        .filter(|url| url.scheme() == "https" || is_loopback(url));
    let mut url =
        url.ok_or("WEBHOOK_URL is no https address\n  hint: write the public address of the bot, such as https://bot.example.org")?;
    let path = derived("path");
    url.path_segments_mut()
        .map_err(|()| "WEBHOOK_URL takes no path")?
        .pop_if_empty()
        .extend([WEBHOOK_FOLDER, path.as_str()]);
    let secret = secret.map_or_else(|| derived("secret"), |secret| secret.trim().to_owned());
    let valid = (1..=256).contains(&secret.len())
        && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if !valid {
        return Err(
            "WEBHOOK_SECRET has other characters than Telegram allows\n  hint: use A-Z, a-z, 0-9, _ and -, at most 256; or leave it out",
        );
    }
    Ok(Webhook { url, secret: Secret(secret) })
}

/// The first part of the webhook's path.
pub const WEBHOOK_FOLDER: &str = "telegram";

/// Whether an address is on this machine, where a test may use plain HTTP.
fn is_loopback(url: &reqwest::Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"))
}

/// How long what was not answered is kept, by the environment.
///
/// # Errors
///
/// When that is no number of days.
pub fn retention_from_env() -> Result<u32, Wrong> {
    let mut wrong = Vec::new();
    let days = number(&variable, "RETENTION_DAYS", RETENTION_DAYS, MOST_DAYS, &mut wrong);
    if wrong.is_empty() { Ok(days) } else { Err(Wrong(wrong)) }
}

/// How many questions of one asker are answered in a minute, by the environment.
///
/// # Errors
///
/// When that is no number.
pub fn questions_per_minute_from_env() -> Result<u32, Wrong> {
    let mut wrong = Vec::new();
    let (name, most) = ("QUESTIONS_PER_MINUTE", MOST_QUESTIONS);
    let questions = number(&variable, name, QUESTIONS_PER_MINUTE, most, &mut wrong);
    if wrong.is_empty() { Ok(questions) } else { Err(Wrong(wrong)) }
}

/// A number from 1 to the most that will do.
fn number(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u32,
    most: u32,
    wrong: &mut Vec<String>,
) -> u32 {
    let number = get(name).map_or(Ok(default), |value| value.trim().parse());
    number.ok().filter(|number| (1..=most).contains(number)).unwrap_or_else(|| {
        wrong.push(format!("{name} is no number that will do\n  hint: write one from 1 to {most}; {default} is the default"));
        default
    })
}

/// Where the state is kept, by the environment.
pub fn database_from_env() -> Secret {
    database(variable)
}

fn database(get: impl Fn(&str) -> Option<String>) -> Secret {
    Secret(
        get("DATABASE_URL")
            .map_or_else(|| DATABASE.to_owned(), |address| address.trim().to_owned()),
    )
}

/// A variable of the environment, if it is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Numbers with commas or white space between.
fn numbers(text: &str) -> Result<Vec<i64>, ()> {
    let parts = text
        .split(|character: char| character == ',' || character.is_whitespace())
        .filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| ())).collect()
}

/// Whether a text has the form of a bot token: the bot's number, a colon, letters.
fn is_token(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    text.split_once(':').is_some_and(|(number, secret)| {
        !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && secret.bytes().all(letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, Wrong> {
        Config::from(|name| {
            variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned())
        })
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
        assert_eq!(
            read(&[("TELOXIDE_TOKEN", "abc")]).err(),
            Some(Wrong(vec![BAD_TOKEN.to_owned()]))
        );
    }

    #[test]
    fn what_is_not_set_has_a_default() {
        let token = ("TELOXIDE_TOKEN", "123:SECRET");
        let Ok(config) = read(&[token]) else { panic!("not read") };
        assert_eq!(
            (config.database.reveal(), config.admins, config.retention_days),
            (DATABASE, vec![], RETENTION_DAYS)
        );
        let Ok(config) = read(&[token, ("ADMIN_IDS", "1, 2 3"), ("RETENTION_DAYS", "7")]) else {
            panic!("not read")
        };
        assert_eq!((config.admins, config.retention_days), (vec![1, 2, 3], 7));
    }

    #[test]
    fn a_webhook_needs_a_place_to_listen_and_cannot_be_guessed() {
        let (token, url, listen) = (
            ("TELOXIDE_TOKEN", "123:SECRET"),
            ("WEBHOOK_URL", "https://bot.example.org/a/"),
            ("LISTEN", "127.0.0.1:0"),
        );
        let Ok(config) = read(&[token, url, listen]) else { panic!("not read") };
        let Some(webhook) = config.webhook else { panic!("no webhook") };
        assert!(
            webhook.url.as_str().starts_with("https://bot.example.org/a/telegram/")
                && webhook.url.as_str().len() == 35 + 64
        );
        let other = read(&[("TELOXIDE_TOKEN", "123:OTHER"), url, listen])
            .ok()
            .and_then(|config| config.webhook);
        assert!(
            other.is_some_and(|other| other.url != webhook.url && other.secret != webhook.secret)
        );
        for wrong in [
            vec![token, url],
            vec![token, ("WEBHOOK_URL", "http://bot.example.org"), listen],
            vec![token, url, ("LISTEN", "8080")],
            vec![token, url, listen, ("WEBHOOK_SECRET", "a b")],
            vec![token, ("SEND_LIMITS", "maybe")],
            vec![token, ("ALLOWED_CHATS", "@group")],
        ] {
            assert_eq!(read(&wrong).err().map(|wrong| wrong.0.len()), Some(1), "{wrong:?}");
        }
    }

    #[test]
    fn the_address_of_the_pages_has_no_query_and_no_slash_at_its_end() {
        let token = ("TELOXIDE_TOKEN", "123:SECRET");
        for (value, url, public) in [
            ("https://papers.example.org", "https://papers.example.org", true),
            (" https://example.org/papers/ ", "https://example.org/papers", true),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", false),
        ] {
            let Ok(config) = read(&[token, ("READER_URL", value)]) else { panic!("{value}") };
            assert_eq!(config.reader.url.as_deref(), Some(url));
            assert_eq!(config.reader.is_public(), public, "{value}");
        }
        for wrong in ["papers.example.org", "https://a/?b", "https://a/#b", "https://u:p@a"] {
            let read = read(&[token, ("READER_URL", wrong)]).err().map(|wrong| wrong.0.len());
            assert_eq!(read, Some(1), "{wrong}");
        }
        let Ok(config) = read(&[token, ("TRUSTED_PROXIES", "10.0.0.5, 172.16.0.0/12")]) else {
            panic!("not read")
        };
        assert_eq!(config.reader.proxies.len(), 2);
    }

    #[test]
    fn a_token_is_never_printed() {
        let config =
            read(&[("TELOXIDE_TOKEN", "123:SECRET"), ("TELOXIDE_API_URL", "http://127.0.0.1:1")]);
        let Ok(config) = config else { panic!("{config:?}") };
        assert!(!format!("{config:?}").contains("SECRET"));
        assert_eq!(config.token.reveal(), "123:SECRET");
    }
}
