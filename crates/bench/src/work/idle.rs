//! What memory a connection costs that does nothing.

use std::time::Duration;

use anyhow::{Context, Result};

use super::hall::{enter, fence, join};
use super::meter::Meter;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::Swarm;
use crate::usage::resident;
use crate::{Report, Target};

/// As many come first and are not counted: what a server needs once is not what a connection costs.
const FIRST: usize = 100;

/// How long they have been idle when they are weighed.
const REST: Duration = Duration::from_secs(3);

pub(super) fn run(target: &Target, name: String, connections: usize, members: usize) -> Result<Report> {
    let pid = target.pid.context("its memory cannot be seen from here")?;
    let mut swarm = Swarm::new(target.address, target.dialect, Stamp::LENGTH_MIN)?;
    let rooms: Vec<String> =
        (0..=(connections + FIRST) / members.max(1)).map(|room| target.dialect.room(room)).collect();
    let room = |id: usize| rooms[id / members.max(1)].as_str();
    let all = FIRST + connections;
    enter(&mut swarm, target, 0..FIRST, "b")?;
    join(&mut swarm, 0..FIRST, room)?;
    fence(&mut swarm, 0..FIRST)?;
    // What it needed to start, and for the first to come in, is not what they cost either.
    std::thread::sleep(REST);
    let before = resident(pid)?;

    let meter = Meter::start(target, &swarm)?;
    enter(&mut swarm, target, FIRST..all, "b")?;
    join(&mut swarm, FIRST..all, room)?;
    fence(&mut swarm, 0..all)?;
    let spent = meter.stop(&swarm)?;
    // Some servers give back a little later what a crowd needed to come in: what is asked is what the idle cost.
    std::thread::sleep(REST);
    let after = resident(pid)?;

    let each = after.saturating_sub(before) as f64 / connections.max(1) as f64;
    let main = Figure::cost("bytes per connection", each);
    let mut report = Report::new(&target.name, name, main, connections as u64, &spent);
    report.notes.push(format!("{:.1} MB in all", after as f64 / 1e6));
    Ok(report)
}
