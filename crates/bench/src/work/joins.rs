//! Everyone enters one room, and everyone in it is told of each.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::course::Course;
use super::hall::{TURN, Watch, enter};
use super::meter::Meter;
use crate::dialect::Word;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::{Report, Target};

/// Everyone is connected; some are in.
pub(super) struct Joins {
    target: String,
    name: String,
    swarm: Swarm,
    room: String,
    members: usize,
    at_once: bool,
    /// So many have asked to come in.
    next: usize,
    heard: HeardOf,
    meter: Meter,
}

/// What has been heard so far.
struct HeardOf {
    joined: usize,
    told: u64,
    /// For each member, names on its list and joins it was told of, its own included.
    knows: Vec<u64>,
}

pub(super) fn begin(target: &Target, name: String, members: usize, at_once: bool) -> Result<Box<dyn Course>> {
    let mut swarm = Swarm::new(target.address, target.dialect, Stamp::LENGTH_MIN)?;
    enter(&mut swarm, target, 0..members, "b")?;
    Ok(Box::new(Joins {
        target: target.name.clone(),
        name,
        swarm,
        room: target.dialect.room(0),
        members,
        at_once,
        next: 0,
        heard: HeardOf { joined: 0, told: 0, knows: vec![0; members] },
        meter: Meter::ready(target),
    }))
}

impl Course for Joins {
    /// One at a time: a join costs what the room has members, so every server must be as far as the others.
    fn go_on(&mut self, _: Duration) -> Result<bool> {
        self.meter.go_on(&self.swarm)?;
        let those = self.next..if self.at_once { self.members } else { self.next + 1 };
        self.next = those.end;
        let sending = Instant::now();
        those.for_each(|id| self.swarm.join(id, &self.room));
        self.swarm.busy_since(sending);
        listen(&mut self.swarm, &mut self.heard, self.next)?;
        self.meter.pause(&self.swarm)?;
        Ok(self.next < self.members)
    }

    fn report(self: Box<Self>) -> Result<Report> {
        let spent = self.meter.stop(&self.swarm)?;
        let members = self.members as u64;
        let rate = self.members as f64 / spent.wall.as_secs_f64();
        let mut report = Report::new(&self.target, self.name, Figure::rate("joins/s", rate), members, &spent);
        let mistaken = self.heard.knows.iter().filter(|knows| **knows != members + 1).count();
        if mistaken > 0 {
            report.faults.lost += mistaken as u64;
            report.faults.samples.push(format!("{mistaken} members do not know of everyone exactly once"));
        }
        Ok(report)
    }
}

/// Listens until the first `members` are in, and everyone in the room was told of each.
fn listen(swarm: &mut Swarm, of: &mut HeardOf, members: usize) -> Result<()> {
    let mut watch = Watch::begin();
    // Who is there knows everyone from the list or from being told; and its own coming twice over.
    let all = |of: &HeardOf| of.told >= members as u64 * (members as u64 + 1);
    while of.joined < members || !all(of) {
        let before = of.told;
        swarm.turn(TURN, &mut |id, heard, _| {
            let names = match heard {
                Heard::Word(Word::Told, _) => 1,
                Heard::Word(Word::Names(names), _) => u64::from(names),
                Heard::Word(Word::Joined, _) => {
                    of.joined += 1;
                    0
                }
                other => {
                    watch.heard(other);
                    0
                }
            };
            of.told += names;
            if let Some(knows) = of.knows.get_mut(id) {
                *knows += names;
            }
        })?;
        let so_far = || format!("{} of {members} are in and were told of {}", of.joined, of.told);
        watch.turned("join", of.told > before, so_far)?;
    }
    Ok(())
}
