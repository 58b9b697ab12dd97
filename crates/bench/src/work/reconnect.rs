//! Everyone is cut off, as by a broken cable, and comes back at once.

use std::time::Instant;

use anyhow::Result;

use super::hall::{Hall, TURN, Watch, fence};
use super::meter::Meter;
use crate::check::Groups;
use crate::dialect::Word;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::Heard;
use crate::{Report, Target};

pub(super) fn run(target: &Target, name: String, connections: usize, members: usize) -> Result<Report> {
    let groups = Groups { rooms: connections / members, members, senders: 1 };
    let Hall { mut swarm, rooms } = Hall::open(target, groups, Stamp::LENGTH_MIN)?;
    let all = groups.all();
    let meter = Meter::start(target, &swarm)?;
    (0..all).for_each(|id| swarm.cut(id));
    // Under new names: the old ones may be kept for a while for who comes back by other means.
    let (mut opened, mut back) = (0, 0);
    let mut watch = Watch::begin();
    while back < all {
        let sending = Instant::now();
        while opened < all && opened - back < target.abreast_max {
            swarm.open(opened, &target.nick("a", opened))?;
            opened += 1;
        }
        swarm.busy_since(sending);
        let before = back;
        let mut welcomed = Vec::new();
        swarm.turn(TURN, &mut |id, heard, _| match heard {
            Heard::Word(Word::Welcome, _) => welcomed.push(id),
            Heard::Word(Word::Joined, _) => back += 1,
            other => watch.heard(other),
        })?;
        let moved = back > before || !welcomed.is_empty();
        watch.turned("reconnect", moved, || format!("{back} of {all} are back"))?;
        for id in welcomed {
            swarm.join(id, &rooms[id / members]);
        }
    }
    fence(&mut swarm, 0..all)?;
    let spent = meter.stop(&swarm)?;
    let rate = all as f64 / spent.wall.as_secs_f64();
    Ok(Report::new(&target.name, name, Figure::rate("reconnects/s", rate), all as u64, &spent))
}
