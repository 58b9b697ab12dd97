//! Random lines, shaped enough to reach every corner of the grammar.

use proptest::prelude::*;

use super::fuzz::fuzz_one;
use super::tags::{escape_into, unescape};
use super::{Message, line};

/// Bytes in which every mark the grammar knows is common.
fn marked_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => prop::sample::select(&b"  ::@;=\\+/!-srn"[..]),
        1 => prop::sample::select(&b"\r\n\n\0"[..]),
        4 => b'a'..=b'z',
        1 => any::<u8>(),
    ];
    prop::collection::vec(byte, 0..200)
}

/// Streams of many lines, some of them near a limit.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => marked_bytes(),
        1 => (500usize..520).prop_map(|len| vec![b'a'; len]),
        1 => (4085usize..4100).prop_map(|len| [b"\n@".as_slice(), &vec![b't'; len], b" x"].concat()),
        1 => (16_000usize..16_400).prop_map(|len| vec![b'e'; len]),
    ];
    prop::collection::vec((piece, any::<bool>()), 0..6).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(mut bytes, end)| {
                bytes.extend_from_slice(if end { b"\r\n" } else { b"" });
                bytes
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn any_bytes_keep_every_promise(data in prop::collection::vec(any::<u8>(), 0..600)) {
        fuzz_one(&data);
    }

    #[test]
    fn marked_bytes_keep_every_promise(data in marked_bytes()) {
        fuzz_one(&data);
    }

    #[test]
    fn streams_keep_every_promise(data in streams()) {
        fuzz_one(&data);
    }

    #[test]
    fn any_tag_value_comes_back(value in "[^\0]{0,80}") {
        let mut raw = Vec::new();
        escape_into(&mut raw, &value);
        prop_assert_eq!(unescape(std::str::from_utf8(&raw).unwrap()), value);
    }

    #[test]
    fn what_is_written_is_what_is_read(
        tags in prop::collection::btree_map(r"\+?[a-z./-]{1,12}", "[^\0]{0,20}", 0..5),
        source in prop::option::of("[a-z!@.]{1,20}"),
        command in "[A-Za-z]{1,12}|[0-9]{3}",
        middle in prop::collection::vec("[^\0\r\n :][^\0\r\n ]{0,5}", 0..20),
        text in "[^\0\r\n]{0,40}",
    ) {
        let mut out = Vec::new();
        let mut start = line(&mut out);
        for (key, value) in &tags {
            start = start.tag(key, value);
        }
        let mut params = match &source {
            Some(source) => start.source(source).command(&command),
            None => start.command(&command),
        };
        for param in &middle {
            params = params.param(param);
        }
        params.last(&text);

        let message = Message::parse(out.strip_suffix(b"\r\n").unwrap()).unwrap();
        for (key, value) in &tags {
            let read = message.tags.get(key);
            prop_assert_eq!(read.as_deref(), Some(value.as_str()));
        }
        prop_assert_eq!(message.tags.unique().len(), tags.len());
        prop_assert_eq!(message.source, source.as_deref());
        prop_assert_eq!(message.command, command);
        let said: Vec<&str> = middle.iter().map(String::as_str).chain([text.as_str()]).collect();
        prop_assert_eq!(&message.params[..], said);
    }
}
