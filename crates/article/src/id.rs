//! What makes two articles the same one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use xxhash_rust::xxh3::xxh3_128;

/// A 128-bit name of an article: the XXH3 hash of its *key* (`design.md`, rule 2).
///
/// Written as 32 lower-case hexadecimal digits, so that prefixes of it can be typed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u128);

impl ArticleId {
    /// The id of the article with this key.
    pub fn of_key(key: &str) -> Self {
        Self(xxh3_128(key.as_bytes()))
    }

    /// The id with these 128 bits.
    pub const fn from_u128(bits: u128) -> Self {
        Self(bits)
    }

    /// The 128 bits of the id.
    pub const fn as_u128(self) -> u128 {
        self.0
    }

    /// The first `digits` hexadecimal digits (at most 32): what a page shows to be typed again.
    pub fn short(self, digits: usize) -> String {
        let mut text = self.to_string();
        text.truncate(digits.min(32));
        text
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ArticleId({self})")
    }
}

/// Text that is not 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an article id (32 hexadecimal digits)")]
pub struct IdError(pub String);

impl FromStr for ArticleId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let hex = text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let bits = hex.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        bits.map(Self).ok_or_else(|| IdError(text.to_string()))
    }
}

impl Serialize for ArticleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ArticleId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ArticleId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_printed_and_read_back() {
        let id = ArticleId::of_key("url:https://example.org/");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.short(8), id.to_string()[..8]);
        assert!("xyz".parse::<ArticleId>().is_err());
        assert!("+0000000000000000000000000000001".parse::<ArticleId>().is_err());
    }
}
