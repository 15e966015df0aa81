//! The languages that the bot speaks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of a text, a question or a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Traditional Chinese, as Hong Kong writes it.
    #[serde(rename = "zh-Hant")]
    Traditional,
    /// Simplified Chinese, as the mainland writes it.
    #[serde(rename = "zh-Hans")]
    Simplified,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All languages, in the order of their tags' use in the project.
    pub const ALL: [Self; 3] = [Self::Traditional, Self::Simplified, Self::English];

    /// The BCP 47 tag: `zh-Hant`, `zh-Hans` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Traditional => "zh-Hant",
            Self::Simplified => "zh-Hans",
            Self::English => "en",
        }
    }

    /// Whether it is written in Han characters.
    pub const fn is_chinese(self) -> bool {
        !matches!(self, Self::English)
    }

    /// The language that a paper in this one is translated into.
    pub const fn translated_into(self) -> Self {
        match self {
            Self::English => Self::Traditional,
            Self::Traditional | Self::Simplified => Self::English,
        }
    }

    /// The language of a client that says `code` of itself (an IETF tag such as `zh-hk`, `zh-CN`, `en-GB`).
    /// `zh` alone is Traditional. `None` for any other language.
    pub fn of_client(code: &str) -> Option<Self> {
        let code = code.to_ascii_lowercase().replace('_', "-");
        let mut parts = code.split('-');
        match parts.next()? {
            "zh" | "yue" => {
                let simplified = parts.any(|part| matches!(part, "hans" | "cn" | "sg" | "my"));
                Some(if simplified { Self::Simplified } else { Self::Traditional })
            }
            "en" => Some(Self::English),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.tag())
    }
}

/// The tag names no language that the bot speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language '{0}': use zh-Hant, zh-Hans or en")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a tag, whatever its case.
    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(tag))
            .ok_or_else(|| UnknownLanguage(tag.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_speaks_the_nearest_language() {
        for (code, language) in [
            ("zh-hant", Some(Language::Traditional)),
            ("zh-HK", Some(Language::Traditional)),
            ("zh", Some(Language::Traditional)),
            ("zh-hans", Some(Language::Simplified)),
            ("zh_CN", Some(Language::Simplified)),
            ("yue", Some(Language::Traditional)),
            ("en-GB", Some(Language::English)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::of_client(code), language, "{code}");
        }
    }

    #[test]
    fn a_tag_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
        }
        assert!("zh".parse::<Language>().is_err());
    }
}
