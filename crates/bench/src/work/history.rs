//! Readers go back through a room's history, page by page, with IRC's `CHATHISTORY`.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};

use super::Effort;
use super::hall::{Hall, TURN, Watch};
use super::meter::Meter;
use crate::check::Groups;
use crate::dialect::Dialect;
use crate::histogram::Histogram;
use crate::report::{Figure, Latency};
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::{Report, Target};

/// Messages that may be under way while the room is filled.
const WINDOW: u32 = 32;

pub(super) struct Archive {
    pub(super) messages: u32,
    pub(super) page: u32,
    pub(super) readers: usize,
}

/// How far one reader is.
#[derive(Clone, Default)]
struct Reader {
    /// The number below which everything is still to be read.
    below: u32,
    /// What came on the page so far, in rising order.
    page: u32,
    first: Option<(u32, String)>,
    asked: u64,
    done: bool,
}

pub(super) fn run(target: &Target, name: String, archive: Archive, effort: &Effort) -> Result<Report> {
    if target.dialect != Dialect::Irc {
        bail!("history is paged through by IRC only");
    }
    let groups = Groups { rooms: 1, members: archive.readers + 1, senders: 1 };
    let Hall { mut swarm, rooms } = Hall::open(target, groups, effort.length)?;
    let room = rooms.first().context("there is no room")?;
    fill(&mut swarm, room, &archive)?;
    for id in 1..=archive.readers {
        swarm.send(id, b"CAP REQ :batch draft/chathistory message-tags server-time\r\n");
    }
    super::hall::fence(&mut swarm, 1..archive.readers + 1)?;

    let mut readers = vec![Reader { below: archive.messages, ..Reader::default() }; archive.readers];
    let mut latency = Histogram::default();
    let (mut read, mut faults) = (0_u64, 0_u64);
    let meter = Meter::start(target, &swarm)?;
    for (at, reader) in readers.iter_mut().enumerate() {
        reader.asked = swarm.now();
        swarm.send(at + 1, format!("CHATHISTORY LATEST {room} * {}\r\n", archive.page).as_bytes());
    }
    let mut watch = Watch::begin();
    while readers.iter().any(|reader| !reader.done) {
        let mut turned = Vec::new();
        let happened = swarm.turn(TURN, &mut |id, heard, now| {
            let Some(reader) = id.checked_sub(1).and_then(|at| readers.get_mut(at)) else { return };
            match heard {
                Heard::Message(stamp, line) => {
                    read += 1;
                    match &reader.first {
                        None => reader.first = Some((stamp.number, message_id(line))),
                        Some((first, _)) => faults += u64::from(stamp.number != first + reader.page),
                    }
                    reader.page += 1;
                }
                Heard::Word(_, line) if is_end(line) => {
                    latency.record(now.saturating_sub(reader.asked));
                    turned.push(id);
                }
                Heard::Word(_, line) if is_fault(line) => {
                    watch.fault(anyhow!("the server says: {}", String::from_utf8_lossy(line)));
                }
                _ => {}
            }
        })?;
        watch.turned("history", happened, || format!("{read} messages were read"))?;
        for id in turned {
            let Some(reader) = readers.get_mut(id - 1) else { continue };
            let Some((first, message)) = reader.first.take() else {
                reader.done = true;
                faults += u64::from(reader.below != 0);
                continue;
            };
            faults += u64::from(first + reader.page != reader.below);
            (reader.below, reader.page, reader.asked) = (first, 0, swarm.now());
            let ask = format!("CHATHISTORY BEFORE {room} msgid={message} {}\r\n", archive.page);
            swarm.send(id, ask.as_bytes());
        }
    }
    let spent = meter.stop(&swarm)?;
    let rate = read as f64 / spent.wall.as_secs_f64();
    let mut report = Report::new(&target.name, name, Figure::rate("messages read/s", rate), read, &spent);
    report.latency = Latency::of(&latency);
    if faults > 0 {
        report.faults.lost += faults;
        report.faults.samples.push(format!("{faults} times a page did not end where the next began"));
    }
    Ok(report)
}

/// Says as much as is to be read later.
fn fill(swarm: &mut Swarm, room: &str, archive: &Archive) -> Result<()> {
    let (mut sent, mut heard_by_last) = (0_u32, 0_u32);
    let last = archive.readers;
    let mut watch = Watch::begin();
    while heard_by_last < archive.messages {
        let count = WINDOW.saturating_sub(sent - heard_by_last).min(archive.messages - sent);
        if count > 0 {
            let stamp = Stamp { sender: 0, number: sent, sent: swarm.now() };
            swarm.say(0, room, stamp, count);
            sent += count;
        }
        let before = heard_by_last;
        swarm.turn(Duration::from_secs(1), &mut |id, heard, _| {
            heard_by_last += u32::from(id == last && matches!(heard, Heard::Message(..)));
        })?;
        let so_far = || format!("{heard_by_last} messages were said and heard");
        watch.turned("fill the room", heard_by_last > before, so_far)?;
    }
    Ok(())
}

/// The message id among a line's tags, or nothing readable.
fn message_id(line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let tags = line.strip_prefix('@').and_then(|line| line.split(' ').next()).unwrap_or_default();
    tags.split(';').find_map(|tag| tag.strip_prefix("msgid=")).unwrap_or_default().to_owned()
}

fn is_end(line: &[u8]) -> bool {
    let (verb, rest) = crate::dialect::irc_verb(line);
    verb == b"BATCH" && rest.starts_with(b"-")
}

fn is_fault(line: &[u8]) -> bool {
    let (verb, rest) = crate::dialect::irc_verb(line);
    verb == b"FAIL" || verb == b"421" || verb == b"CAP" && memchr::memmem::find(rest, b" NAK ").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_id_is_found_among_tags() {
        assert_eq!(message_id(b"@time=1;msgid=ab-3;batch=1 :x PRIVMSG #r :msgid=no"), "ab-3");
        assert_eq!(message_id(b":x PRIVMSG #r :msgid=no"), "");
    }

    #[test]
    fn the_end_of_a_page_and_a_refusal_are_told_apart() {
        assert!(is_end(b":irc.local BATCH -1"));
        assert!(!is_end(b":irc.local BATCH +1 chathistory #r0"));
        assert!(is_fault(b"FAIL CHATHISTORY INVALID_TARGET #r0 :no"));
        assert!(is_fault(b":irc.local CAP b1 NAK :draft/chathistory"));
        assert!(!is_fault(b":irc.local CAP b1 ACK :batch"));
    }
}
