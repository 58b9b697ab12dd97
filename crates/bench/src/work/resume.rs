//! Everyone is cut off, things are said meanwhile, and everyone comes back at once by what they heard last.

use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::hall::{Hall, STUCK, TURN, fence};
use super::meter::Meter;
use crate::check::{Checker, Groups};
use crate::dialect::Word;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::{Report, Target};

/// How many, and how many messages each misses in its room.
pub(super) struct Crowd {
    pub(super) connections: usize,
    pub(super) members: usize,
    pub(super) missed: u32,
}

pub(super) fn run(target: &Target, name: String, crowd: Crowd) -> Result<Report> {
    if !target.dialect.resumes() {
        bail!("who comes back is not told what they missed, in what is spoken here");
    }
    let groups = Groups { rooms: crowd.connections / crowd.members, members: crowd.members, senders: 1 };
    let all = groups.all();
    let Hall { mut swarm, rooms } = Hall::open_each_from_its_own(target, groups, Stamp::LENGTH_MIN)?;
    let mut checker = Checker::new(groups);
    let said = |room: usize, number| Stamp {
        sender: u32::try_from(room * crowd.members).unwrap_or(u32::MAX),
        number,
        sent: 0,
    };
    // One message in each room, so that everyone has a last one that they heard.
    for (room, its_name) in rooms.iter().enumerate() {
        swarm.say(room * crowd.members, its_name, said(room, 0), 1);
    }
    let after = last_heard(&mut swarm, all, &mut checker)?;
    (0..all).for_each(|id| swarm.cut(id));
    // A stranger says what they miss.
    swarm.open(all, &target.nick("s", all))?;
    listen(&mut swarm, "speak", 1, |word| word == Word::Welcome, &mut checker)?;
    for (room, its_name) in rooms.iter().enumerate() {
        swarm.join(all, its_name);
        swarm.say(all, its_name, said(room, 1), crowd.missed);
    }
    fence(&mut swarm, all..all + 1)?;

    let meter = Meter::start(target, &swarm)?;
    let (mut opened, mut back) = (0, 0);
    let mut progress = Instant::now();
    while back < all {
        let sending = Instant::now();
        while opened < all && opened - back < target.abreast_max {
            swarm.open_again(opened, opened, &target.nick("b", opened), Some(&after[opened]))?;
            opened += 1;
        }
        swarm.busy_since(sending);
        let before = back;
        turn(&mut swarm, |word| word == Word::Live, &mut back, all, &mut checker)?;
        if back > before {
            progress = Instant::now();
        } else if progress.elapsed() > STUCK {
            bail!("resume: {back} of {all} are back, and then no more");
        }
    }
    let spent = meter.stop(&swarm)?;
    let faults = checker.finish(&vec![1 + crowd.missed; groups.rooms], true, |_| false);
    let rate = all as f64 / spent.wall.as_secs_f64();
    let mut report = Report::new(&target.name, name, Figure::rate("resumes/s", rate), all as u64, &spent);
    report.faults = faults;
    Ok(report)
}

/// Where each of them is in its room, as a server writes it, when all have heard one message.
fn last_heard(swarm: &mut Swarm, all: usize, checker: &mut Checker) -> Result<Vec<String>> {
    let mut after = vec![String::new(); all];
    let (mut heard, mut progress) = (0, Instant::now());
    while heard < all {
        let before = heard;
        let mut fault = None;
        swarm.turn(TURN, &mut |id, what, _| match what {
            Heard::Message(stamp, line) if id < all => {
                checker.heard(id, stamp);
                match place(line) {
                    Some(place) => after[id] = place,
                    None => fault = Some(String::from_utf8_lossy(line).into_owned()),
                }
                heard += 1;
            }
            _ => {}
        })?;
        if let Some(fault) = fault {
            bail!("resume: it does not say where this stands: {fault}");
        }
        if heard > before {
            progress = Instant::now();
        } else if progress.elapsed() > STUCK {
            bail!("resume: {heard} of {all} heard the first message, and then no more");
        }
    }
    Ok(after)
}

/// `!2:12` of an event of room `!2` with number 12.
fn place(event: &[u8]) -> Option<String> {
    let event = String::from_utf8_lossy(event);
    let between = |from: &str, to: char| {
        event.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(found, _)| found)
    };
    Some(format!("{}:{}", between("\"room_id\":\"", '"')?, between("\"number\":", ',')?))
}

/// Takes turns until so many are done.
fn listen(
    swarm: &mut Swarm,
    what: &str,
    wanted: usize,
    done: impl Fn(Word<'_>) -> bool,
    checker: &mut Checker,
) -> Result<()> {
    let (mut found, begun) = (0, Instant::now());
    let listeners = swarm.len() - 1;
    while found < wanted {
        turn(swarm, &done, &mut found, listeners, checker).with_context(|| what.to_owned())?;
        if begun.elapsed() > STUCK {
            bail!("{what}: it does not answer");
        }
    }
    Ok(())
}

/// One turn: counts what is done, and checks what the first `listeners` hear.
fn turn(
    swarm: &mut Swarm,
    done: impl Fn(Word<'_>) -> bool,
    count: &mut usize,
    listeners: usize,
    checker: &mut Checker,
) -> Result<()> {
    let mut fault = None;
    swarm.turn(TURN, &mut |id, heard, _| match heard {
        Heard::Message(stamp, _) if id < listeners => checker.heard(id, stamp),
        Heard::Word(word, _) if done(word) => *count += 1,
        Heard::Word(Word::Refused, line) => {
            fault.get_or_insert_with(|| String::from_utf8_lossy(line).into_owned());
        }
        Heard::Closed => {
            fault.get_or_insert_with(|| "it closed a connection".into());
        }
        _ => {}
    })?;
    fault.map_or(Ok(()), |fault| bail!("the server says: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_event_stands() {
        let event = br##"{"room":"#bench0","room_id":"!2","number":3,"message_id":"2-3","said":{}}"##;
        assert_eq!(place(event).as_deref(), Some("!2:3"));
        assert_eq!(place(b"{}"), None);
    }
}
