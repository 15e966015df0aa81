//! Conversion of a whole text between the two Chinese scripts, for reading. Matching uses [`fold`](super::fold) instead.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

static TO_SIMPLIFIED: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::Hk2s).ok());
static TO_TRADITIONAL: LazyLock<Option<OpenCC>> =
    LazyLock::new(|| OpenCC::from_config(BuiltinConfig::S2hk).ok());

/// Traditional to Simplified, phrase by phrase (OpenCC `hk2s`). Words stay as Hong Kong says them.
pub fn to_simplified(text: &str) -> String {
    convert(&TO_SIMPLIFIED, text)
}

/// Simplified to Traditional as Hong Kong writes it (OpenCC `s2hk`).
pub fn to_traditional(text: &str) -> String {
    convert(&TO_TRADITIONAL, text)
}

/// The conversions are compiled in; without one the text would stay as it is.
fn convert(conversion: &LazyLock<Option<OpenCC>>, text: &str) -> String {
    match &**conversion {
        Some(opencc) => opencc.convert(text),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_convert_both_ways() {
        assert_eq!(to_simplified("前海地區發展"), "前海地区发展");
        assert_eq!(to_traditional("前海地区发展"), "前海地區發展");
    }
}
