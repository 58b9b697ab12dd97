//! What must hold for any bytes at all, for the fuzzer and the property tests alike.

use super::framer::{Flow, FrameError, Framer, Line};
use super::limits::Limits;
use super::message::{Message, command_in};
use super::modes::{self, Takes};

/// Panics if the codec breaks one of its promises on `data`.
pub fn fuzz_one(data: &[u8]) {
    let whole = frame(data, [data.len().max(1)], false);
    let cuts = data.iter().map(|&byte| usize::from(byte % 37) + 1);
    assert_eq!(frame(data, [1], false), whole, "byte by byte gives other lines");
    assert_eq!(frame(data, cuts, true), whole, "cuts and stops give other lines");
    for line in whole.0.iter().flatten() {
        assert!(Limits::CLIENT.check(line).is_ok());
        check_message(line);
    }
    check_message(data);
}

type Framed = (Vec<Option<Vec<u8>>>, Option<FrameError>);

/// Every line of `data` fed in pieces of the given lengths, over and over; `None` is one that was too long.
fn frame(data: &[u8], piece_lens: impl IntoIterator<Item = usize, IntoIter: Clone>, stop: bool) -> Framed {
    let mut framer = Framer::new(Limits::CLIENT);
    let mut lines = Vec::new();
    let mut rest = data;
    let mut lens = piece_lens.into_iter().cycle();
    while !rest.is_empty() {
        let (mut piece, after) = rest.split_at(lens.next().unwrap_or(1).min(rest.len()));
        while !piece.is_empty() {
            let fed = framer.feed(piece, |line| {
                lines.push(match line {
                    Line::Whole(line) => Some(line.to_vec()),
                    Line::TooLong => None,
                });
                if stop { Flow::Stop } else { Flow::Continue }
            });
            match fed {
                Ok(used) => {
                    assert!(used > 0 && (stop || used == piece.len()));
                    piece = piece.get(used..).unwrap_or_default();
                }
                Err(error) => return (lines, Some(error)),
            }
        }
        rest = after;
    }
    (lines, None)
}

/// A message that was read, written and read again is the same, no longer, and written alike.
fn check_message(line: &[u8]) {
    let command = command_in(line);
    let Ok(message) = Message::parse(line) else { return };
    assert!(command.is_none_or(|command| command == message.command));
    assert!(
        message.verb().as_str().is_empty() || message.verb().as_str().eq_ignore_ascii_case(message.command)
    );
    let mut written = Vec::new();
    message.write_to(&mut written);
    let Some(text) = written.strip_suffix(b"\r\n") else { panic!("no line end") };
    assert!(text.len() <= line.len(), "writing made it longer");
    match Message::parse(text) {
        Ok(again) => {
            assert_eq!(again, message);
            let mut twice = Vec::new();
            again.write_to(&mut twice);
            assert_eq!(twice, written);
        }
        Err(error) => panic!("{} was written and not read: {error}", text.escape_ascii()),
    }
    if let [letters, args @ ..] = &message.params[..] {
        check_modes(letters, args);
    }
}

/// Changes that were read, written and read again are the same.
fn check_modes(letters: &str, args: &[&str]) {
    let takes = |letter: char| match letter as u32 % 4 {
        0 => Takes::IfAny,
        1 => Takes::Always,
        2 => Takes::WithPlus,
        _ => Takes::Never,
    };
    let changes = modes::parse(letters, args, takes);
    let (letters, args) = modes::write(&changes);
    assert_eq!(modes::parse(&letters, &args, takes), changes);
}
