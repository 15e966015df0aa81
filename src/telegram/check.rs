//! Whether the bot could serve, without serving: what Telegram says, and whether the address to listen on is to be had.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::Error;
use super::api::{Api, Failure, told};
use super::bot::now;
use super::listen;
use crate::config::{Config, Webhook};

/// How long Telegram is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// An error of the webhook that is older, in seconds, is over.
const RECENT: i64 = 3600;

/// What was found about a part of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It will do: which part, and what is known of it.
    Fine(&'static str, String),
    /// It will not: which part, what is wrong, and what to do.
    Wrong(&'static str, String),
}

/// What `getMe` says.
#[derive(Deserialize)]
struct Identity {
    username: String,
    #[serde(default)]
    supports_inline_queries: bool,
}

/// What `getWebhookInfo` says.
#[derive(Deserialize)]
struct WebhookInfo {
    url: String,
    #[serde(default)]
    pending_update_count: i64,
    last_error_date: Option<i64>,
    last_error_message: Option<String>,
}

/// Looks at the token, the address to listen on, and the webhook.
pub async fn check(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(address) = config.listen {
        findings.push(match listen::listen(address).await {
            Ok(_) => Finding::Fine("listener", format!("{address} is free")),
            Err(error) => Finding::Wrong("listener", error.to_string()),
        });
    }
    let api = match Api::new(config) {
        Ok(api) => api,
        Err(error) => {
            findings.push(Finding::Wrong("Telegram", error.to_string()));
            return findings;
        }
    };
    let me = match api.call_as("getMe", &json!({}), PATIENCE).await {
        Ok(me) => serde_json::from_value::<Identity>(me).ok(),
        Err(Failure::Unauthorized | Failure::NotFound { own: true }) => {
            findings.push(Finding::Wrong("token", Error::Token.to_string()));
            return findings;
        }
        // a page, say
        Err(Failure::Unreadable(_) | Failure::NotFound { .. }) => None,
        Err(failure) => {
            let server = api.server();
            let words = format!(
                "{server} cannot be reached, or fails: {failure}\n  hint: check the network, TELOXIDE_PROXY and TELOXIDE_API_URL"
            );
            findings.push(Finding::Wrong("Telegram", words));
            return findings;
        }
    };
    let Some(me) = me else {
        let words =
            format!("{} is not a Bot API server\n  hint: check TELOXIDE_API_URL", api.server());
        findings.push(Finding::Wrong("Telegram", words));
        return findings;
    };
    let inline = if me.supports_inline_queries {
        ""
    } else {
        "; inline mode is off (@BotFather, /setinline)"
    };
    findings.push(Finding::Fine("token", format!("belongs to @{}{inline}", me.username)));
    let info = api.call_as("getWebhookInfo", &json!({}), PATIENCE).await;
    findings.push(match info.map(serde_json::from_value::<WebhookInfo>) {
        Ok(Ok(info)) => judge_webhook(&info, config.webhook.as_ref()),
        Err(Failure::NoMethod | Failure::NotFound { .. }) => {
            Finding::Fine("updates", "this server does not report on webhooks".to_owned())
        }
        Ok(Err(_)) | Err(_) => {
            let words = "Telegram did not say whether a webhook is set\n  hint: try again";
            Finding::Wrong("updates", words.to_owned())
        }
    });
    findings
}

/// Whether updates would come, by what Telegram knows. The address of a webhook is a secret.
fn judge_webhook(info: &WebhookInfo, wanted: Option<&Webhook>) -> Finding {
    let waiting = match info.pending_update_count {
        0 => String::new(),
        count => format!("; {count} waiting"),
    };
    let fine = |words: &str| Finding::Fine("updates", format!("{words}{waiting}"));
    match wanted {
        None if info.url.is_empty() => fine("by long polling"),
        None => fine("by long polling; a webhook is set, and `serve` will remove it"),
        Some(wanted) if info.url != wanted.url.as_str() => {
            fine("by webhook, which `serve` sets when it starts: check again after that")
        }
        Some(_) => match (&info.last_error_message, info.last_error_date) {
            (Some(message), Some(at)) if now() - at < RECENT => {
                let minutes = (now() - at).max(0) / 60;
                let words = format!(
                    "Telegram could not bring updates to the webhook {minutes} min ago: {}{waiting}\n  hint: check the name of WEBHOOK_URL, its certificate, the proxy in front and LISTEN",
                    told(message)
                );
                Finding::Wrong("updates", words)
            }
            _ => fine("by webhook, which Telegram reaches"),
        },
    }
}
