//! What the environment says, read once.

use std::{env, fmt};

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
        let api_url = url("TELOXIDE_API_URL", "leave it out to use Telegram's own server, or write one such as http://localhost:8081");
        let proxy = url("TELOXIDE_PROXY", "write one such as socks5://user:password@host:1080 or http://host:3128");
        let admins = get("ADMIN_IDS").map_or(Ok(Vec::new()), |value| numbers(&value));
        let admins = admins.unwrap_or_else(|()| {
            wrong.push(
                "ADMIN_IDS is no list of Telegram users\n  hint: write their numbers with commas between, such as 12345,67890".to_owned(),
            );
            Vec::new()
        });
        let mut number = |name: &str, default: u32, most: u32| {
            let number = get(name).map_or(Ok(default), |value| value.trim().parse());
            number.ok().filter(|number| (1..=most).contains(number)).unwrap_or_else(|| {
                wrong.push(format!("{name} is no number that will do\n  hint: write one from 1 to {most}; {default} is the default"));
                default
            })
        };
        let retention_days = number("RETENTION_DAYS", RETENTION_DAYS, MOST_DAYS);
        let quiet_seconds = number("QUIET_SECONDS", QUIET_SECONDS, 86_400);
        let (token, database) = (Secret(token.unwrap_or_default()), database(get));
        if wrong.is_empty() {
            Ok(Self { token, api_url, proxy, database, admins, retention_days, quiet_seconds })
        } else {
            Err(Wrong(wrong))
        }
    }
}

/// Where the state is kept, by the environment.
pub fn database_from_env() -> Secret {
    database(variable)
}

fn database(get: impl Fn(&str) -> Option<String>) -> Secret {
    Secret(get("DATABASE_URL").map_or_else(|| DATABASE.to_owned(), |address| address.trim().to_owned()))
}

/// A variable of the environment, if it is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Numbers with commas or white space between.
fn numbers(text: &str) -> Result<Vec<i64>, ()> {
    let parts = text.split(|character: char| character == ',' || character.is_whitespace()).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| ())).collect()
}

/// Whether a text has the form of a bot token: the bot's number, a colon, letters.
fn is_token(text: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    text.split_once(':').is_some_and(|(number, secret)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && !secret.is_empty() && secret.bytes().all(letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, Wrong> {
        Config::from(|name| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let variables = [("TELOXIDE_API_URL", "localhost"), ("TELOXIDE_PROXY", "::"), ("ADMIN_IDS", "@me"), ("RETENTION_DAYS", "0")];
        let wrong = read(&variables).err().map(|wrong| wrong.0.len());
        assert_eq!(wrong, Some(5));
        assert_eq!(read(&[("TELOXIDE_TOKEN", "abc")]).err(), Some(Wrong(vec![BAD_TOKEN.to_owned()])));
    }

    #[test]
    fn what_is_not_set_has_a_default() {
        let token = ("TELOXIDE_TOKEN", "123:SECRET");
        let Ok(config) = read(&[token]) else { panic!("not read") };
        assert_eq!((config.database.reveal(), config.admins, config.retention_days), (DATABASE, vec![], RETENTION_DAYS));
        let Ok(config) = read(&[token, ("ADMIN_IDS", "1, 2 3"), ("RETENTION_DAYS", "7")]) else { panic!("not read") };
        assert_eq!((config.admins, config.retention_days), (vec![1, 2, 3], 7));
    }

    #[test]
    fn a_token_is_never_printed() {
        let config = read(&[("TELOXIDE_TOKEN", "123:SECRET"), ("TELOXIDE_API_URL", "http://127.0.0.1:1")]);
        let Ok(config) = config else { panic!("{config:?}") };
        assert!(!format!("{config:?}").contains("SECRET"));
        assert_eq!(config.token.reveal(), "123:SECRET");
    }
}
