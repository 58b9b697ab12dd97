//! A very large house: how long a message takes to everyone in its largest room, and what memory all the others cost.
//!
//! Members of that room are hidden from each other, for otherwise *n* who come in are told of *n* squared comings.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Effort;
use super::hall::{TURN, Watch, enter, fence, join};
use super::meter::Meter;
use crate::check::{Checker, Groups};
use crate::histogram::Histogram;
use crate::report::{Figure, Latency};
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::usage::resident;
use crate::{Report, Target};

/// As many come first and are not counted as memory: what a server needs once is not what a connection costs.
const FIRST: usize = 100;
/// Members of the other rooms.
const SMALL: usize = 50;
/// How long everyone has been idle when they are weighed.
const REST: Duration = Duration::from_secs(3);
/// Messages, each said when everyone has heard the one before.
const MESSAGES: u32 = 5;

pub(super) fn run(
    target: &Target,
    name: String,
    listeners: usize,
    others: usize,
    effort: &Effort,
) -> Result<Report> {
    let pid = target.pid.context("its memory cannot be seen from here")?;
    let mut swarm = Swarm::new(target.address, target.dialect, effort.length)?;
    let hall = target.dialect.room(0);
    let small: Vec<String> = (0..=others.div_ceil(SMALL)).map(|room| target.dialect.room(1 + room)).collect();
    let room = |id: usize| match id.checked_sub(listeners) {
        None => hall.as_str(),
        Some(other) => small[other / SMALL].as_str(),
    };
    let (first, all) = (FIRST.min(listeners), listeners + others);
    enter(&mut swarm, target, 0..first, "b")?;
    join(&mut swarm, 0..1, room)?;
    swarm.hide_members(0, &hall);
    fence(&mut swarm, 0..1)?;
    join(&mut swarm, 1..first, room)?;
    fence(&mut swarm, 0..first)?;
    let before = resident(pid)?;
    enter(&mut swarm, target, first..all, "b")?;
    join(&mut swarm, first..all, room)?;
    fence(&mut swarm, 0..all)?;
    std::thread::sleep(REST);
    let after = resident(pid)?;

    let groups = Groups { rooms: 1, members: listeners, senders: 1 };
    let mut heard = Heards { checker: Checker::new(groups), latency: Histogram::default(), count: 0 };
    let listening = listeners - usize::from(!target.dialect.echoes());
    let meter = Meter::start(target, &swarm)?;
    let mut slowest = Duration::ZERO;
    for number in 0..MESSAGES {
        let said = Instant::now();
        swarm.say(0, &hall, Stamp { sender: 0, number, sent: swarm.now() }, 1);
        listen(&mut swarm, &mut heard, (number as usize + 1) * listening)?;
        slowest = slowest.max(said.elapsed());
    }
    let spent = meter.stop(&swarm)?;

    let main = Figure::cost("ms until all have heard", slowest.as_secs_f64() * 1e3);
    let mut report = Report::new(&target.name, name, main, heard.count as u64, &spent);
    report.latency = Latency::of(&heard.latency);
    report.faults = heard.checker.finish(&[MESSAGES], target.dialect.echoes(), |_| false);
    let each = after.saturating_sub(before) as f64 / (all - first).max(1) as f64;
    report.notes.push(format!("{each:.0} bytes per connection, {:.1} MB in all", after as f64 / 1e6));
    Ok(report)
}

struct Heards {
    checker: Checker,
    latency: Histogram,
    count: usize,
}

/// Until so many have been heard in all.
fn listen(swarm: &mut Swarm, heards: &mut Heards, all: usize) -> Result<()> {
    let mut watch = Watch::begin();
    while heards.count < all {
        let before = heards.count;
        swarm.turn(TURN, &mut |member, heard, now| match heard {
            Heard::Message(stamp, _) => {
                heards.count += 1;
                heards.checker.heard(member, stamp);
                heards.latency.record(now.saturating_sub(stamp.sent));
            }
            Heard::Word(..) | Heard::Closed(_) => watch.heard(heard),
        })?;
        let so_far = || format!("{} of {all} were heard", heards.count);
        watch.turned("tell everyone", heards.count > before, so_far)?;
    }
    Ok(())
}
