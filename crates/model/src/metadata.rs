//! What people and rooms say about themselves besides their name: keys with values, for programs to show.

use crate::{Limits, Refusal, Text};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

/// What a value is called: `a`-`z`, `0`-`9` and `_./:-`, not beginning with a colon.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MetadataKey(Arc<str>);

/// Bytes of a key, at most.
pub const METADATA_KEY_BYTES_MAX: usize = 64;

/// Bytes of a value, at most, whatever the settings say: with its key and the names before it, it fits on one line.
pub const METADATA_VALUE_BYTES_MAX: usize = 300;

impl MetadataKey {
    /// A key as somebody wrote it; capitals mean the same as small letters. `None`: it cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"_./:-".contains(&b);
        let well = (1..=METADATA_KEY_BYTES_MAX).contains(&text.len())
            && !text.starts_with(':')
            && text.bytes().all(fits);
        let small: String = text.chars().map(|c| c.to_ascii_lowercase()).collect();
        well.then(|| Self(small.as_str().into()))
    }

    /// A key that was checked before it was kept.
    #[must_use]
    pub fn trusted(text: &str) -> Self {
        Self(text.into())
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MetadataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is said about one person or room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Metadata(BTreeMap<MetadataKey, Text>);

impl Metadata {
    /// Nothing said.
    pub const NONE: Self = Self(BTreeMap::new());

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &MetadataKey) -> Option<&Text> {
        self.0.get(key)
    }

    /// Keys and values, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&MetadataKey, &Text)> {
        self.0.iter()
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a value in, or away.
    pub fn set(&mut self, key: &MetadataKey, value: Option<&Text>) {
        match value {
            Some(value) => {
                self.0.insert(key.clone(), value.clone());
            }
            None => {
                self.0.remove(key);
            }
        }
    }

    /// Whether that change can be made, by whoever may.
    ///
    /// # Errors
    /// [`Refusal::TooLong`], [`Refusal::TooMuchMetadata`]; [`Refusal::NothingToChange`] when it is so already.
    pub fn may_set(&self, key: &MetadataKey, value: Option<&Text>, limits: &Limits) -> Result<(), Refusal> {
        let known = self.get(key);
        if known == value {
            return Err(Refusal::NothingToChange);
        }
        let bytes_max = limits.metadata_value_bytes_max.min(METADATA_VALUE_BYTES_MAX);
        match value {
            Some(value) if value.len() > bytes_max => Err(Refusal::TooLong { bytes: value.len(), bytes_max }),
            Some(_) if known.is_none() && self.0.len() >= limits.metadata_keys_max => {
                Err(Refusal::TooMuchMetadata { keys_max: limits.metadata_keys_max })
            }
            Some(_) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_small_letters_and_a_few_marks() {
        assert_eq!(
            MetadataKey::parse("Display-Name").map(|k| k.as_str().into()),
            Some("display-name".into()) as Option<String>
        );
        for bad in ["", ":a", "a b", "$url$", "é", &"k".repeat(65)] {
            assert!(MetadataKey::parse(bad).is_none(), "{bad}");
        }
        assert!(MetadataKey::parse("soju.im/muted:1_x").is_some());
    }

    #[test]
    fn what_is_so_already_and_what_is_too_much() {
        let limits = Limits { metadata_keys_max: 1, metadata_value_bytes_max: 3, ..Limits::default() };
        let [a, b] = ["a", "b"].map(MetadataKey::trusted);
        let text = |t: &str| Text::trusted(t);
        let mut known = Metadata::default();
        assert_eq!(known.may_set(&a, None, &limits), Err(Refusal::NothingToChange));
        assert_eq!(known.may_set(&a, Some(&text("abc")), &limits), Ok(()));
        let too_long = Refusal::TooLong { bytes: 4, bytes_max: 3 };
        assert_eq!(known.may_set(&a, Some(&text("abcd")), &limits), Err(too_long));
        known.set(&a, Some(&text("abc")));
        assert_eq!(known.may_set(&a, Some(&text("abc")), &limits), Err(Refusal::NothingToChange));
        assert_eq!(known.may_set(&a, Some(&text("x")), &limits), Ok(()));
        let too_much = Refusal::TooMuchMetadata { keys_max: 1 };
        assert_eq!(known.may_set(&b, Some(&text("x")), &limits), Err(too_much));
        known.set(&a, None);
        assert!(known.is_empty());
    }
}
