//! The fuzz target, in the library so that tests and `cargo fuzz` run the same.

use super::telnet::REPLY_BYTES_MAX;
use super::{Framed, Framer, check, parse};

/// Beside twice the limit: answers to telnet (twice their bound, as vectors grow), what was refused, a little.
const HELD_BYTES_EXTRA: usize = 2 * REPLY_BYTES_MAX + 128;

/// Answers are at most ten times their question: up to here none is left out for the bound on untaken answers, which
/// depends on when they are taken.
const UNBOUNDED_STREAM_BYTES: usize = REPLY_BYTES_MAX / 10;

/// Reads `data` as a client's bytes, the first three bytes choosing the limit and the cuts, and asserts: no panic,
/// the same lines in any cut, memory bounded, and words for every error.
pub fn fuzz_one(data: &[u8]) {
    let [limit, step, pause, stream @ ..] = data else { return };
    let limit = usize::from(*limit % 64) + 1;
    let step = usize::from(*step % 16) + 1;

    let (whole, replies) = run(limit, &mut std::iter::once(stream), false);
    let cut = run(limit, &mut stream.chunks(step), pause & 1 == 1);
    assert!(whole == cut.0, "cut by {step}: {whole:?}, then {:?}", cut.0);
    if stream.len() <= UNBOUNDED_STREAM_BYTES {
        assert!(replies == cut.1, "cut by {step}: {replies:?}, then {:?}", cut.1);
    }

    for framed in &whole {
        match framed {
            Framed::Line(line) => {
                assert!(line.len() <= limit);
                understand(line);
            }
            Framed::Refused(error) => assert!(!error.to_string().is_empty()),
            Framed::Interrupt | Framed::End => {}
        }
    }
    with_silence(limit, stream, step);
}

fn run(limit: usize, cuts: &mut dyn Iterator<Item = &[u8]>, pauses: bool) -> (Vec<Framed<'static>>, Vec<u8>) {
    let mut framer = Framer::new(limit);
    let (mut lines, mut replies) = (Vec::new(), Vec::new());
    for cut in cuts {
        let mut input = cut;
        while let Some(framed) = framer.next(&mut input) {
            lines.push(framed.into_owned());
            if pauses {
                framer.keep(input);
                input = &[];
            }
        }
        assert!(input.is_empty() && !framer.has_kept(), "something was left unread");
        assert_bounded(&framer, limit);
        replies.extend(framer.take_replies());
    }
    (lines, replies)
}

/// Silences anywhere change the lines, and must break nothing.
fn with_silence(limit: usize, stream: &[u8], step: usize) {
    let mut framer = Framer::new(limit);
    for mut cut in stream.chunks(step) {
        while framer.next(&mut cut).is_some() {}
        let mut silences = 0;
        while framer.pending() {
            silences += 1;
            assert!(silences < 100, "silence never ends");
            if let Some(Framed::Line(line)) = framer.silence() {
                assert!(!line.is_empty(), "silence made an empty line");
                understand(&line);
            }
        }
        assert_bounded(&framer, limit);
    }
    framer.end();
    assert!(!framer.pending());
}

fn assert_bounded(framer: &Framer, limit: usize) {
    let held = framer.held_bytes();
    assert!(held <= 2 * limit + HELD_BYTES_EXTRA, "{held} bytes held for a limit of {limit}");
}

fn understand(line: &[u8]) {
    match check(line).map(parse) {
        Ok(Ok(input)) => drop(format!("{input:?}")),
        Ok(Err(error)) => assert!(!error.to_string().is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
