//! Many rooms whose members speak at a given rate, whether or not the server keeps up.
//!
//! A message's latency counts from the moment at which it was to be sent, so a server that makes the generator wait
//! does not look better for it.
//!
//! The first messages are heard and checked like all others, but not counted: connections that are new cost every server
//! more for a second or two, and people stay connected for hours.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::Effort;
use super::hall::{Hall, STUCK, TURN};
use super::meter::Meter;
use crate::check::{Checker, Groups};
use crate::histogram::Histogram;
use crate::report::{CPU_PER_DELIVERY, Figure, Latency};
use crate::stamp::Stamp;
use crate::swarm::Heard;
use crate::{Report, Target};

/// Next to nothing of any number of rooms in use, so that neighbours in time are no neighbours in memory.
const STRIDE: usize = 617;
/// The system wakes us no more exactly than this; what is due sooner is waited for without sleeping.
const NAP: Duration = Duration::from_millis(2);
/// So many messages are heard by each before any is counted,
const WARMING: usize = 20;
/// or as many as come within this time.
const WARMING_MAX: Duration = Duration::from_secs(4);
/// Later than this, the generator did not keep its own time.
const LATE_MS: f64 = 2.0;

pub(super) fn run(
    target: &Target,
    name: String,
    rooms: usize,
    members: usize,
    rate: u32,
    effort: &Effort,
) -> Result<Report> {
    let groups = Groups { rooms, members, senders: members };
    let Hall { mut swarm, rooms: names } = Hall::open(target, groups, effort.length)?;
    let echoes = target.dialect.echoes();
    let listeners = (members - usize::from(!echoes)) as u64;
    let every = 1e9 / f64::from(rate.max(1));
    let warming = warming(rooms, rate);
    let messages = warming + messages_within(effort.time, rate);

    let mut checker = Checker::new(groups);
    let (mut latency, mut late) = (Histogram::default(), Histogram::default());
    let mut sent = vec![0_u32; groups.all()];
    let mut heard_all = 0_u64;
    let mut counted_from = None;
    let mut meter = Meter::ready(target);
    let begun = swarm.now();
    let due_at = |message: usize| begun + (message as f64 * every) as u64;
    let mut next = 0;
    let mut progress = Instant::now();
    while heard_all < next as u64 * listeners || next < messages {
        if next >= warming && counted_from.is_none() {
            counted_from = Some(heard_all);
            meter.go_on(&swarm)?;
        }
        let sending = Instant::now();
        let mut now = swarm.now();
        let first = next;
        while next < messages && due_at(next) <= now {
            let room = next.wrapping_mul(STRIDE) % rooms;
            let member = room * members + next / rooms % members;
            let Some(number) = sent.get_mut(member) else { break };
            if next >= warming {
                late.record(now - due_at(next));
            }
            let stamp = Stamp { sender: u32::try_from(member)?, number: *number, sent: due_at(next) };
            *number += 1;
            swarm.say(member, &names[room], stamp, 1);
            next += 1;
            now = swarm.now();
        }
        if next > first {
            swarm.busy_since(sending);
        }
        let patience = match next < messages {
            true if due_at(next).saturating_sub(now) < nanoseconds(NAP) => Duration::ZERO,
            true => NAP / 2,
            false => TURN,
        };
        let before = heard_all;
        swarm.turn(patience, &mut |member, heard, now| {
            if let Heard::Message(stamp, _) = heard {
                heard_all += 1;
                checker.heard(member, stamp);
                if stamp.sent >= due_at(warming) {
                    latency.record(now.saturating_sub(stamp.sent));
                }
            }
        })?;
        if heard_all > before || next < messages {
            progress = Instant::now();
        } else if progress.elapsed() > STUCK {
            break;
        }
    }
    let spent = meter.stop(&swarm)?;
    let counted = heard_all - counted_from.unwrap_or(heard_all);

    let cost = spent.server.map_or(0.0, |cpu| cpu.as_secs_f64() * 1e6 / counted.max(1) as f64);
    let main = Figure::cost(CPU_PER_DELIVERY, cost);
    let mut report = Report::new(&target.name, name, main, counted, &spent);
    report.latency = Latency::of(&latency);
    report.faults = checker.finish(&sent, echoes, |_| false);
    if let Some(late) = Latency::of(&late).filter(|late| late.p99 > LATE_MS) {
        report.notes.push(format!("the generator was {:.1} ms late with 1 of 100 messages", late.p99));
    }
    let offered = effort.time.as_secs_f64();
    if report.wall > offered * 1.1 {
        report.notes.push(format!("it took {:.1} s for what came in {offered:.1} s", report.wall));
    }
    Ok(report)
}

/// How many messages are not counted.
fn warming(rooms: usize, rate: u32) -> usize {
    (WARMING * rooms).min(messages_within(WARMING_MAX, rate))
}

/// How many messages are to be sent within so long.
fn messages_within(time: Duration, rate: u32) -> usize {
    (time.as_secs_f64() * f64::from(rate)) as usize
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_warms_connections_up_takes_four_seconds_at_most() {
        assert_eq!(warming(1_000, 10_000), 20_000);
        assert_eq!(warming(1_000, 5_000), 20_000);
        assert_eq!(warming(1_000, 1_000), 4_000);
        assert_eq!(warming(2, 1_000), 40);
    }
}
