//! Everyone enters one room, and everyone in it is told of each.

use std::time::Instant;

use anyhow::Result;

use super::hall::{TURN, Watch, enter};
use super::meter::Meter;
use crate::dialect::Word;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::{Report, Target};

/// What has been heard so far.
struct HeardOf {
    joined: usize,
    told: u64,
    /// For each member, names on its list and joins it was told of, its own included.
    knows: Vec<u64>,
}

pub(super) fn run(target: &Target, name: String, members: usize, at_once: bool) -> Result<Report> {
    let mut swarm = Swarm::new(target.address, target.dialect, Stamp::LENGTH_MIN)?;
    enter(&mut swarm, target, 0..members, "b")?;
    let room = target.dialect.room(0);
    let mut heard = HeardOf { joined: 0, told: 0, knows: vec![0; members] };

    let meter = Meter::start(target, &swarm)?;
    if at_once {
        let sending = Instant::now();
        (0..members).for_each(|id| swarm.join(id, &room));
        swarm.busy_since(sending);
        listen(&mut swarm, &mut heard, members)?;
    } else {
        for id in 0..members {
            swarm.join(id, &room);
            listen(&mut swarm, &mut heard, id + 1)?;
        }
    }
    let spent = meter.stop(&swarm)?;

    let rate = members as f64 / spent.wall.as_secs_f64();
    let mut report = Report::new(&target.name, name, Figure::rate("joins/s", rate), members as u64, &spent);
    let mistaken = heard.knows.iter().filter(|knows| **knows != members as u64 + 1).count();
    if mistaken > 0 {
        report.faults.lost += mistaken as u64;
        report.faults.samples.push(format!("{mistaken} members do not know of everyone exactly once"));
    }
    Ok(report)
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
