//! Transcripts of client streams: bytes and silences in, lines out.

use parlor_line::codec::{Framed, Framer, LineError, fuzz_one};
use proptest::prelude::*;

const LIMIT: usize = 20;

fn show(framed: Framed<'_>) -> String {
    match framed {
        Framed::Line(line) => String::from_utf8_lossy(&line).into_owned(),
        Framed::Refused(LineError::TooLong { .. }) => "<too long>".into(),
        Framed::Refused(LineError::Endless { .. }) => "<endless>".into(),
        Framed::Refused(error) => panic!("the framer does not check: {error}"),
        Framed::Interrupt => "<interrupt>".into(),
        Framed::End => "<end>".into(),
    }
}

/// One client: what it does, and everything that came out so far.
struct Client {
    framer: Framer,
    out: Vec<String>,
}

impl Client {
    fn new() -> Client {
        Client { framer: Framer::new(LIMIT), out: Vec::new() }
    }

    /// One read.
    fn sends(mut self, bytes: impl AsRef<[u8]>) -> Client {
        let mut input = bytes.as_ref();
        while let Some(framed) = self.framer.next(&mut input) {
            self.out.push(show(framed));
        }
        self
    }

    fn types(self, keys: &str) -> Client {
        keys.chars().fold(self, |client, key| client.sends(key.to_string()).waits(1))
    }

    /// This many stretches of silence.
    fn waits(mut self, silences: usize) -> Client {
        for _ in 0..silences {
            if self.framer.pending() {
                self.out.extend(self.framer.silence().map(show));
            }
        }
        self
    }

    fn closes(mut self) -> Client {
        self.out.extend(self.framer.end().map(show));
        self
    }

    #[track_caller]
    fn gave<const N: usize>(mut self, expected: [&str; N]) -> Client {
        assert_eq!(std::mem::take(&mut self.out), expected);
        self
    }
}

#[track_caller]
fn stream<const N: usize>(bytes: &[u8], expected: [&str; N]) {
    Client::new().sends(bytes).gave(expected);
    let bytewise = bytes.iter().fold(Client::new(), |client, byte| client.sends([*byte]));
    bytewise.gave(expected);
    for at in 0..bytes.len() {
        Client::new().sends(&bytes[..at]).sends(&bytes[at..]).gave(expected);
    }
}

#[test]
fn every_line_end_ends_once() {
    stream(b"a\nb\n", ["a", "b"]);
    stream(b"a\r\nb\r\n", ["a", "b"]);
    stream(b"a\r\0b\r\0", ["a", "b"]);
    stream(b"a\rb\r", ["a", "b"]);
    stream(b"a\n\rb\n", ["a", "", "b"]);
    stream(b"\r\r\n\n", ["", "", ""]);
    stream(b"a\r\xff\xf1\nb\n", ["a", "b"]);
    stream(b"a\r\xff\xff\n", ["a", "\u{fffd}"]);
    stream("grüße 👋\n".as_bytes(), ["grüße 👋"]);
}

#[test]
fn telnet_commands_leave_no_trace_in_the_line() {
    stream(b"he\xff\xfb\x1fllo\xff\xfa\x1f\x00\x50\x00\x0a\xff\xf0\r\n", ["hello"]);
    stream(b"helk\xff\xf7lo\r\n", ["hello"]);
    stream(b"wrong\xff\xf8right\r\n", ["right"]);
    stream(b"half\xff\xf4\xff\xfd\x06ok\r\n", ["<interrupt>", "ok"]);
    stream(b"\xff\xec", ["<end>"]);
    // Keys as typed: only from a client that speaks telnet; of a raw one they stay, for the check to refuse.
    stream(b"\xff\xfd\x03h\xc3\xa9\x7fe\x08ey\0\r\0", ["hey"]);
    stream(b"he\x08ey\n", ["he\u{8}ey"]);
}

#[test]
fn the_answers_to_telnet() {
    let mut client = Client::new().sends(b"\xff\xfd\x01\xff\xfb\x1f\xff\xfd\x01\xff\xfc\x01");
    assert_eq!(client.framer.take_replies(), b"\xff\xfc\x01\xff\xfe\x1f");
    let mut client = client.sends(b"\xff\xf6");
    assert_eq!(client.framer.take_replies(), b"\r\n[Parlor is here]\r\n");
    assert_eq!(client.framer.take_replies(), b"");
}

#[test]
fn a_raw_ff_is_a_wrong_byte_and_no_more() {
    stream(b"a\xffb\nnext\n", ["a\u{fffd}b", "next"]);
    stream(b"a\xff\nnext\n", ["a\u{fffd}", "next"]);
    Client::new()
        .sends(b"abc\xff")
        .waits(1)
        .gave([])
        .waits(1)
        .gave(["abc\u{fffd}"])
        .sends("def")
        .waits(1)
        .gave(["def"]);
    // FF FE looks like DONT: UTF-16 is still no telnet, so its NULs stay and are refused.
    stream(b"\xff\xfeh\0i\0\n\0", ["\0i\0"]);
}

#[test]
fn a_line_over_the_limit_is_told_once_and_read_over() {
    stream(b"12345678901234567890\nx\n", ["12345678901234567890", "x"]);
    stream(b"123456789012345678901\nx\n", ["<too long>", "x"]);
    stream(format!("{}\r\nx\r\n", "y".repeat(300)).as_bytes(), ["<too long>", "x"]);
    stream("y".repeat(1000).as_bytes(), ["<too long>", "<endless>"]);
    stream(format!("{}\nx\n", "y".repeat(320)).as_bytes(), ["<too long>", "x"]);
    stream(format!("{}\nx\n", "y".repeat(321)).as_bytes(), ["<too long>", "<endless>"]);
}

#[test]
fn a_client_without_line_ends_is_cut_by_silence() {
    let client = Client::new().sends("ann").gave([]).waits(1).gave(["ann"]);
    let client = client.sends("hello all").waits(1).gave(["hello all"]).waits(9).gave([]);
    // The rest of a line over the limit ends with silence too, and so does one letter once the habit is known.
    client.sends("y".repeat(50)).waits(1).sends("k").waits(1).gave(["<too long>", "k"]);
    // An end of line that comes late is the end of what silence ended already.
    Client::new().sends("ann").waits(1).sends("\r\n").sends("hi\n").gave(["ann", "hi"]);
}

#[test]
fn a_character_cut_by_the_network_waits_for_its_rest() {
    let client =
        Client::new().sends(b"gr\xc3").waits(1).gave([]).sends(b"\xbc\xc3\x9fe").waits(1).gave(["grüße"]);
    client.sends(b"gr\xc3").waits(2).gave(["gr\u{fffd}"]);
}

#[test]
fn a_client_that_sends_line_ends_may_pause_inside_a_line() {
    Client::new().sends("ann\nhel").waits(19).gave(["ann"]).sends("lo\n").gave(["hello"]);
    Client::new().sends("ann\n").sends("h").waits(99).sends("ello\n").gave(["ann", "hello"]);
    Client::new().sends("ann\n").sends("hel").sends("lo").waits(99).gave(["ann"]);
}

#[test]
fn a_nickname_with_line_end_then_messages_without() {
    let client = Client::new().sends("ann\n").gave(["ann"]);
    let client = client.sends("hello").waits(20).gave(["hello"]);
    client.sends("again").waits(1).gave(["again"]);
}

#[test]
fn someone_typing_key_by_key_is_not_cut() {
    Client::new()
        .types("ann")
        .sends("\r\n")
        .gave(["ann"])
        .types("hi you")
        .waits(50)
        .sends("\r\n")
        .gave(["hi you"]);
    Client::new().sends(b"\xff\xfb\x18").sends("an").waits(99).sends("n\r\0").gave(["ann"]);
    // A nickname of one letter, without an end, is only a little later.
    Client::new().sends("A").waits(3).gave([]).waits(1).gave(["A"]);
}

#[test]
fn control_keys_alone_leave() {
    Client::new().sends("ann\r\n").sends([4]).waits(1).gave(["ann", "<end>"]);
    Client::new().sends("ann\r\n").sends([3]).waits(1).gave(["ann", "<interrupt>"]);
    stream(b"\x04\n", ["\u{4}"]);
}

#[test]
fn the_end_of_the_stream_ends_the_line() {
    Client::new().sends("ann\nbye").closes().gave(["ann", "bye"]);
    Client::new().sends("ann\n").closes().gave(["ann"]);
    Client::new().sends("ann\n").types("secr").closes().gave(["ann"]);
    Client::new().sends(b"\xff\xfb\x18ann\r\nhal").closes().gave(["ann"]);
    Client::new().sends("y".repeat(50)).closes().gave(["<too long>"]);
    Client::new().sends(b"bye\xff").closes().gave(["bye\u{fffd}"]);
}

#[test]
fn the_connection_may_pause_after_any_line() {
    let mut framer = Framer::new(LIMIT);
    let mut input: &[u8] = b"one\ntwo\nth";
    assert_eq!(framer.next(&mut input).map(show).as_deref(), Some("one"));
    framer.keep(input);
    framer.keep(b"ree\nfo");
    assert!(framer.has_kept() && !framer.pending() && framer.silence().is_none());
    let mut later: &[u8] = b"ur\n";
    let rest: Vec<String> = std::iter::from_fn(|| framer.next(&mut later).map(show)).collect();
    assert_eq!(rest, ["two", "three", "four"]);
    assert_eq!(framer.held_bytes(), 0);
}

#[test]
fn nothing_is_held_between_lines_and_little_inside() {
    assert!(size_of::<Framer>() <= 192, "{}", size_of::<Framer>());
    let client = Client::new().sends("ann\n".repeat(10_000));
    assert_eq!((client.out.len(), client.framer.held_bytes()), (10_000, 0));
    let client = client.sends("half");
    assert!(client.framer.held_bytes() > 0);
    assert_eq!(client.sends("\n").framer.held_bytes(), 0);
}

/// Bytes that mean something are as likely as text.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        any::<u8>(),
        Just(255_u8),
        240_u8..=255,
        prop::sample::select(&b"\r\n\0\x08\x7f\x03\x04/"[..]),
        b'a'..=b'z',
    ];
    prop::collection::vec(byte, 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_gives_the_same_lines(data in bytes()) {
        fuzz_one(&data);
    }

    #[test]
    fn lines_of_text_come_out_as_they_went_in(
        lines in prop::collection::vec("[^\\p{Cc}]{0,5}", 0..20),
        ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\r\0"]), 20),
        cut in 1_usize..40,
    ) {
        let sent: String = lines.iter().zip(&ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
        let client = sent.as_bytes().chunks(cut).fold(Client::new(), |client, read| client.sends(read));
        prop_assert_eq!(client.out, lines);
    }
}
