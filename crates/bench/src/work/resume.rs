//! Everyone is cut off, things are said meanwhile, and everyone comes back at once by what they heard last.

use anyhow::{Context, Result, bail};

use super::hall::{Hall, each_hearing, enter, fence};
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
    enter(&mut swarm, target, all..all + 1, "s")?;
    for (room, its_name) in rooms.iter().enumerate() {
        swarm.join(all, its_name);
        swarm.say(all, its_name, said(room, 1), crowd.missed);
    }
    fence(&mut swarm, all..all + 1)?;

    let meter = Meter::start(target, &swarm)?;
    let open = |swarm: &mut Swarm, id: usize| {
        swarm.open_again(id, id, &target.nick("b", id), after.get(id).map(String::as_str))
    };
    each_hearing(&mut swarm, 0..all, target.abreast_max, "resume", open, |id, heard| {
        if let Heard::Message(stamp, _) = heard {
            checker.heard(id, stamp);
        }
        Ok(matches!(heard, Heard::Word(Word::Live, _)))
    })?;
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
    let nothing = |_: &mut Swarm, _| Ok(());
    each_hearing(swarm, 0..all, all, "hear the first message", nothing, |id, heard| {
        let Heard::Message(stamp, line) = heard else { return Ok(false) };
        checker.heard(id, stamp);
        let unplaced = || format!("it does not say where this stands: {}", String::from_utf8_lossy(line));
        after[id] = place(line).with_context(unplaced)?;
        Ok(true)
    })?;
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
