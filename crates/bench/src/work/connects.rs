//! Connections come, register and leave, again and again.

use std::time::Instant;

use anyhow::Result;

use super::Effort;
use super::hall::{TURN, Watch};
use super::meter::Meter;
use crate::dialect::Word;
use crate::report::Figure;
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
use crate::{Report, Target};

pub(super) fn run(target: &Target, name: String, wanted: usize, effort: &Effort) -> Result<Report> {
    let abreast = wanted.min(target.abreast_max);
    let mut swarm = Swarm::new(target.address, target.dialect, Stamp::LENGTH_MIN)?;
    let mut count = 0_u64;
    let mut opened = 0_u64;
    let meter = Meter::start(target, &swarm)?;
    let begun = Instant::now();
    let mut watch = Watch::begin();
    let mut free: Vec<usize> = (0..abreast).rev().collect();
    let mut welcomed = Vec::new();
    while begun.elapsed() < effort.time || free.len() < abreast {
        let sending = Instant::now();
        if begun.elapsed() < effort.time {
            while let Some(id) = free.pop() {
                swarm.open(id, &target.nick("c", opened))?;
                opened += 1;
            }
        }
        for id in welcomed.drain(..) {
            swarm.quit(id);
            if !target.dialect.closes_on_quit() {
                count += 1;
                free.push(id);
            }
        }
        swarm.busy_since(sending);
        let before = count;
        swarm.turn(TURN, &mut |id, heard, _| match heard {
            Heard::Word(Word::Welcome, _) => welcomed.push(id),
            // The last word of IRC servers on a connection is an error, whoever wanted to leave.
            Heard::Word(Word::Refused, line) if line.starts_with(b"ERROR") => {}
            Heard::Closed(_) => {
                count += 1;
                free.push(id);
            }
            other @ (Heard::Message(..) | Heard::Word(..)) => watch.heard(other),
        })?;
        let moved = count > before || !welcomed.is_empty();
        watch.turned("register", moved, || format!("{count} came and went"))?;
    }
    let spent = meter.stop(&swarm)?;
    let rate = count as f64 / spent.wall.as_secs_f64();
    let mut report = Report::new(&target.name, name, Figure::rate("connections/s", rate), count, &spent);
    if abreast < wanted {
        report.notes.push(format!("only {abreast} abreast: it does not queue up more"));
    }
    report.note_if_held_back();
    Ok(report)
}
