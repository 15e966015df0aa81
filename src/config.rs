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
}

/// What is wrong with the environment: all of it, each with what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct Wrong(pub Vec<String>);

const NO_TOKEN: &str = "TELOXIDE_TOKEN is not set\n  hint: get a token from @BotFather (https://t.me/BotFather, command /newbot) and write TELOXIDE_TOKEN=… into .env";
const BAD_TOKEN: &str = "TELOXIDE_TOKEN is not a bot token: one looks like 123456789:AAE…\n  hint: copy it whole from @BotFather (https://t.me/BotFather, command /token)";

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When something is missing or cannot be read: everything that is, at once.
    pub fn from_env() -> Result<Self, Wrong> {
        Self::from(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
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
        if wrong.is_empty() { Ok(Self { token: Secret(token.unwrap_or_default()), api_url, proxy }) } else { Err(Wrong(wrong)) }
    }
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
        let wrong = read(&[("TELOXIDE_API_URL", "localhost"), ("TELOXIDE_PROXY", "::")]).err().map(|wrong| wrong.0.len());
        assert_eq!(wrong, Some(3));
        assert_eq!(read(&[("TELOXIDE_TOKEN", "abc")]).err(), Some(Wrong(vec![BAD_TOKEN.to_owned()])));
    }

    #[test]
    fn a_token_is_never_printed() {
        let config = read(&[("TELOXIDE_TOKEN", "123:SECRET"), ("TELOXIDE_API_URL", "http://127.0.0.1:1")]);
        let Ok(config) = config else { panic!("{config:?}") };
        assert!(!format!("{config:?}").contains("SECRET"));
        assert_eq!(config.token.reveal(), "123:SECRET");
    }
}
