//! The tags of a message and the escaping of their values (IRCv3 message-tags).

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

/// The tags section of one message, kept as it was sent and read on demand.
///
/// Keys are opaque: message-tags forbids refusing a message for a key that breaks the grammar. Of equal keys the last
/// counts, and a missing value is the same as an empty one. Two sections are equal when they say the same.
#[derive(Clone, Copy, Default)]
pub struct Tags<'a> {
    raw: &'a str,
}

/// One tag as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// The whole key, with `+` and vendor where it has them.
    pub key: &'a str,
    /// The value still escaped.
    pub raw: &'a str,
}

impl<'a> Tags<'a> {
    /// Reads a section given without its `@` and without the space that ends it.
    pub(crate) fn from_raw(raw: &'a str) -> Self {
        Tags { raw }
    }

    /// The section as it was sent, without its `@`.
    pub fn as_sent(&self) -> &'a str {
        self.raw
    }

    /// Whether no tag was sent.
    pub fn is_empty(&self) -> bool {
        self.sent().next().is_none()
    }

    /// The value that counts for `key`, unescaped; empty when the tag came without one.
    pub fn get(&self, key: &str) -> Option<Cow<'a, str>> {
        self.sent().rfind(|tag| tag.key == key).map(|tag| tag.value())
    }

    /// The tags that count, each key once, in the order they were sent.
    pub fn unique(&self) -> Vec<Tag<'a>> {
        let mut seen = HashSet::new();
        let mut tags: Vec<Tag<'a>> = self.sent().rev().filter(|tag| seen.insert(tag.key)).collect();
        tags.reverse();
        tags
    }

    /// The client-only tags that count: those whose key starts with `+`, which a server relays untouched.
    pub fn client_only(&self) -> Vec<Tag<'a>> {
        let mut tags = self.unique();
        tags.retain(|tag| tag.key.starts_with('+'));
        tags
    }

    /// The client-only tags that count, as a section of their own: as they were sent, without `@`.
    pub fn client_only_section(&self) -> String {
        let mut section = String::new();
        for tag in self.client_only() {
            if !section.is_empty() {
                section.push(';');
            }
            section.push_str(tag.key);
            if !tag.raw.is_empty() {
                section.push('=');
                section.push_str(tag.raw);
            }
        }
        section
    }

    fn sent(&self) -> impl DoubleEndedIterator<Item = Tag<'a>> + use<'a> {
        // Most messages have none, and each is asked for several: no search begins then.
        let tags = (!self.raw.is_empty()).then(|| self.raw.split(';'));
        tags.into_iter().flatten().filter_map(|tag| {
            let (key, raw) = tag.split_once('=').unwrap_or((tag, ""));
            (!key.is_empty()).then_some(Tag { key, raw })
        })
    }
}

impl PartialEq for Tags<'_> {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.unique(), other.unique());
        self.raw == other.raw
            || (ours.len() == theirs.len()
                && ours.iter().zip(&theirs).all(|(a, b)| a.key == b.key && a.value() == b.value()))
    }
}

impl Eq for Tags<'_> {}

impl fmt::Debug for Tags<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.unique().iter().map(|tag| (tag.key, tag.value()))).finish()
    }
}

impl<'a> Tag<'a> {
    /// The value with its escapes undone, allocating only if it had any.
    pub fn value(&self) -> Cow<'a, str> {
        unescape(self.raw)
    }
}

/// Undoes the escaping of a tag value: `\:` is `;`, `\s` a space, `\r` CR, `\n` LF, `\\` a backslash.
///
/// A backslash before anything else, or at the end, is dropped.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(char) = chars.next() {
        value.extend(match char {
            '\\' => chars.next().map(|escaped| match escaped {
                ':' => ';',
                's' => ' ',
                'r' => '\r',
                'n' => '\n',
                other => other,
            }),
            plain => Some(plain),
        });
    }
    Cow::Owned(value)
}

/// Writes `value` escaped, so that `unescape` gives it back. NUL, which no escape can carry, is left out.
pub fn escape_into(out: &mut Vec<u8>, value: &str) {
    for &byte in value.as_bytes() {
        match byte {
            b';' => out.extend_from_slice(b"\\:"),
            b' ' => out.extend_from_slice(b"\\s"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\\' => out.extend_from_slice(b"\\\\"),
            0 => {}
            plain => out.push(plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[(&str, &str)]) {
        let tags = Tags::from_raw(raw);
        let unique = tags.unique();
        let found: Vec<(&str, Cow<'_, str>)> = unique.iter().map(|tag| (tag.key, tag.value())).collect();
        let expected: Vec<(&str, Cow<'_, str>)> = expected.iter().map(|&(k, v)| (k, v.into())).collect();
        assert_eq!(found, expected, "{raw}");
        for (key, value) in expected {
            assert_eq!(tags.get(key), Some(value));
        }
    }

    #[test]
    fn values_are_unescaped_and_the_last_of_equal_keys_counts() {
        check("", &[]);
        check(";;=a;", &[]);
        check("a=b;c=32;k;rt=ql7", &[("a", "b"), ("c", "32"), ("k", ""), ("rt", "ql7")]);
        check("c;h=;a=b=c", &[("c", ""), ("h", ""), ("a", "b=c")]);
        check(r"a=b\\and\nk;c=72\s45;d=gh\:764", &[("a", "b\\and\nk"), ("c", "72 45"), ("d", "gh;764")]);
        check(r"foo=\\\\\:\\s\s\r\n", &[("foo", "\\\\;\\s \r\n")]);
        check(
            r"a=value\\ntest;b=value\1;c=value\;d=\é",
            &[("a", "value\\ntest"), ("b", "value1"), ("c", "value"), ("d", "é")],
        );
        check("t1=1;t2=3;t3=4;t1=5;v/t2=8", &[("t2", "3"), ("t3", "4"), ("t1", "5"), ("v/t2", "8")]);
        check("a=1;a", &[("a", "")]);
    }

    #[test]
    fn what_escapes_comes_back() {
        for value in ["", "plain", "a;b c\\d\r\ne", "\\", "\\s", ";;  ", "żółć 🦀"] {
            let mut raw = Vec::new();
            escape_into(&mut raw, value);
            let raw = String::from_utf8(raw).unwrap();
            assert!(!raw.contains([';', ' ', '\r', '\n']));
            assert_eq!(unescape(&raw), value);
        }
    }

    #[test]
    fn only_client_only_tags_are_relayed() {
        let keys: Vec<&str> =
            Tags::from_raw("+a;b=1;+c/d=2;+a=3").client_only().iter().map(|t| t.key).collect();
        assert_eq!(keys, ["+c/d", "+a"]);
    }
}
