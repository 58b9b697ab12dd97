//! labeled-response: what answers one command comes back under its label, in one piece
//! (<https://ircv3.net/specs/extensions/labeled-response>).

use crate::caps::Caps;
use crate::codec::limits::Limits;
use crate::codec::{self, Message};
use crate::time::Stamp;

/// The labelled commands that are not answered completely.
#[derive(Debug, Default)]
#[expect(clippy::box_collection, reason = "one word while there are none")]
pub(crate) struct Labels {
    /// Nothing when there are none: an idle connection pays for each word.
    groups: Option<Box<Vec<Group>>>,
    next: u32,
}

/// Which labelled command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct LabelId(u32);

/// A labelled command and what answers it so far.
#[derive(Debug)]
pub(crate) struct Group {
    id: LabelId,
    label: Box<str>,
    lines: Vec<u8>,
    /// Its questions that have no answer yet, and its own line while that is being taken.
    open: u32,
}

impl Labels {
    /// A labelled line is being taken.
    pub(crate) fn begin(&mut self, label: &str) -> LabelId {
        let id = LabelId(self.next);
        self.next = self.next.wrapping_add(1);
        let group = Group { id, label: label.into(), lines: Vec::new(), open: 1 };
        self.groups.get_or_insert_default().push(group);
        id
    }

    /// Where its answers are written meanwhile.
    pub(crate) fn lines(&mut self, id: LabelId) -> Option<&mut Vec<u8>> {
        Some(&mut self.group(id)?.lines)
    }

    /// One more question is asked for it.
    pub(crate) fn hold(&mut self, id: LabelId) {
        if let Some(group) = self.group(id) {
            group.open += 1;
        }
    }

    /// A question is answered, or the line is taken. The group, when that was the last.
    pub(crate) fn release(&mut self, id: LabelId) -> Option<Group> {
        let groups = self.groups.as_mut()?;
        let at = groups.iter().position(|g| g.id == id)?;
        groups[at].open -= 1;
        if groups[at].open > 0 {
            return None;
        }
        let group = groups.swap_remove(at);
        if groups.is_empty() {
            self.groups = None;
        }
        Some(group)
    }

    fn group(&mut self, id: LabelId) -> Option<&mut Group> {
        self.groups.as_mut()?.iter_mut().find(|g| g.id == id)
    }

    /// A name for a batch that this connection has not seen.
    pub(crate) fn batch_name(&mut self) -> String {
        self.next = self.next.wrapping_add(1);
        format!("b{}", self.next)
    }
}

impl Group {
    /// Writes the answers under the label: `ACK` when there is none, the line with the label when there is one, a
    /// batch when there are several. Without the batch capability the label is on the first line.
    pub(crate) fn write(&self, server: &str, caps: Caps, now: Stamp, batch: &str, out: &mut Vec<u8>) {
        let start = |out: &mut Vec<u8>, label: &str, command: &str| {
            let mut line = codec::line(out).tag("label", label);
            if caps.has(Caps::SERVER_TIME) {
                line = line.tag("time", now.as_str());
            }
            line.source(server).command(command).end();
        };
        let mut lines = self.lines.split_inclusive(|&b| b == b'\n');
        match (lines.next(), lines.next()) {
            (None, _) => start(out, &self.label, "ACK"),
            (Some(only), None) => push_tagged(out, "label", &self.label, only),
            // A batch of its own kind that is the whole answer carries the label itself.
            (Some(first), Some(_)) if is_one_batch(&self.lines) => {
                push_tagged(out, "label", &self.label, first);
                out.extend_from_slice(&self.lines[first.len()..]);
            }
            (Some(first), Some(_)) if !caps.has(Caps::BATCH) => {
                push_tagged(out, "label", &self.label, first);
                out.extend_from_slice(&self.lines[first.len()..]);
            }
            (Some(_), Some(_)) => {
                let line = codec::line(out).tag("label", &self.label).source(server).command("BATCH");
                let mut name = String::from("+");
                name.push_str(batch);
                line.param(&name).param("labeled-response").end();
                for line in self.lines.split_inclusive(|&b| b == b'\n') {
                    // A line of an inner batch names that one only (batch, "nested batches").
                    if line.starts_with(b"@batch=") {
                        out.extend_from_slice(line);
                    } else {
                        push_tagged(out, "batch", batch, line);
                    }
                }
                name.replace_range(..1, "-");
                codec::line(out).source(server).command("BATCH").param(&name).end();
            }
        }
    }
}

/// Whether the first of these lines opens a batch that the last one closes.
fn is_one_batch(lines: &[u8]) -> bool {
    let named = |line: Option<&[u8]>, mark: char| {
        let line = line?.strip_suffix(b"\r\n")?;
        let message = Message::parse_within(line, Limits::SERVER).ok()?;
        let name = message.params.first().filter(|_| message.command == "BATCH")?;
        Some(name.strip_prefix(mark)?.to_owned())
    };
    let mut lines = lines.split_inclusive(|&b| b == b'\n');
    let opened = named(lines.next(), '+');
    opened.is_some() && opened == named(lines.next_back(), '-')
}

/// Writes a finished line with one more tag.
fn push_tagged(out: &mut Vec<u8>, key: &str, value: &str, line: &[u8]) {
    out.push(b'@');
    out.extend_from_slice(key.as_bytes());
    if !value.is_empty() {
        out.push(b'=');
        codec::tags::escape_into(out, value);
    }
    match line.strip_prefix(b"@") {
        Some(tagged) => {
            out.push(b';');
            out.extend_from_slice(tagged);
        }
        None => {
            out.push(b' ');
            out.extend_from_slice(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::Time;

    fn check(lines: &str, caps: Caps, expected: &str) {
        let mut labels = Labels::default();
        let id = labels.begin("x y");
        labels.hold(id);
        assert!(labels.release(id).is_none());
        labels.lines(id).unwrap().extend_from_slice(lines.as_bytes());
        let group = labels.release(id).unwrap();
        assert!(labels.lines(id).is_none());
        let mut out = Vec::new();
        group.write("irc.test", caps, Stamp::of(Time(0)), "b1", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn no_line_one_line_several_lines() {
        let plain = Caps::default().with(Caps::BATCH, true);
        check("", plain, "@label=x\\sy :irc.test ACK\r\n");
        check(
            "",
            plain.with(Caps::SERVER_TIME, true),
            "@label=x\\sy;time=1970-01-01T00:00:00.000Z :irc.test ACK\r\n",
        );
        check("A\r\n", plain, "@label=x\\sy A\r\n");
        check("@t=1 A\r\n", plain, "@label=x\\sy;t=1 A\r\n");
        check(
            "A\r\n@t=1 B\r\n@batch=b7 C\r\n",
            plain,
            "@label=x\\sy :irc.test BATCH +b1 labeled-response\r\n\
             @batch=b1 A\r\n@batch=b1;t=1 B\r\n@batch=b7 C\r\n:irc.test BATCH -b1\r\n",
        );
        check("A\r\nB\r\n", Caps::default(), "@label=x\\sy A\r\nB\r\n");
    }
}
