//! One room in which a few speak as fast as they are heard.
//!
//! A sender's window is opened by a listener's receipt, not by an echo: not every server has one. Each sender has a
//! listener of its own for that, and they are spread over the room, so that it does not matter in which order a
//! server goes through its members.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::Effort;
use super::hall::{Hall, STUCK, TURN};
use super::meter::Meter;
use crate::check::{Checker, Groups};
use crate::histogram::Histogram;
use crate::report::{CPU_PER_DELIVERY, Figure, Latency};
use crate::stamp::Stamp;
use crate::swarm::Heard;
use crate::{Report, Target};

/// How long those who did not read have to catch up.
const CATCH_UP: Duration = Duration::from_secs(60);

pub(super) struct Crowd {
    pub(super) members: usize,
    pub(super) senders: usize,
    pub(super) window: u32,
    pub(super) stalled: usize,
}

impl Crowd {
    /// Whether a member stops reading. They are the last, and none of them speaks.
    fn stalls(&self, member: usize) -> bool {
        member >= self.members - self.stalled
    }

    /// The listener whose receipt lets a sender say more.
    fn releaser(&self, sender: usize) -> usize {
        let readers = self.members - self.stalled;
        let listener = (2 * sender + 1) * readers / (2 * self.senders);
        if listener == sender { listener + 1 } else { listener }
    }
}

pub(super) fn run(target: &Target, name: String, crowd: Crowd, effort: &Effort) -> Result<Report> {
    if crowd.senders + crowd.stalled >= crowd.members {
        bail!("{} members are too few", crowd.members);
    }
    let groups = Groups { rooms: 1, members: crowd.members, senders: crowd.senders };
    let Hall { mut swarm, rooms } = Hall::open(target, groups, effort.length)?;
    let echoes = target.dialect.echoes();
    let room = rooms.first().map_or("", String::as_str);
    for member in (0..crowd.members).filter(|member| crowd.stalls(*member)) {
        swarm.hush(member, true)?;
    }

    let releasers: Vec<usize> = (0..crowd.senders).map(|sender| crowd.releaser(sender)).collect();
    let mut checker = Checker::new(groups);
    let mut latency = Histogram::default();
    let mut sent = vec![0_u32; crowd.senders];
    let mut due = vec![crowd.window; crowd.senders];
    let (mut heard_all, mut heard_by_readers) = (0_u64, 0_u64);
    let mut closed = vec![false; crowd.members];
    let listeners = (crowd.members - crowd.stalled - usize::from(!echoes)) as u64;

    let meter = Meter::start(target, &swarm)?;
    let begun = Instant::now();
    let mut progress = begun;
    let mut stuck = false;
    loop {
        let speaking = begun.elapsed() < effort.time;
        let sending = Instant::now();
        for (sender, due) in due.iter_mut().enumerate().filter(|(_, due)| speaking && **due > 0) {
            let number = sent.get(sender).copied().unwrap_or(0);
            let stamp = Stamp { sender: u32::try_from(sender)?, number, sent: swarm.now() };
            swarm.say(sender, room, stamp, *due);
            if let Some(sent) = sent.get_mut(sender) {
                *sent += *due;
            }
            *due = 0;
        }
        swarm.busy_since(sending);
        let expected = sent.iter().map(|sent| u64::from(*sent)).sum::<u64>() * listeners;
        if !speaking && heard_by_readers >= expected {
            break;
        }
        let before = heard_all;
        swarm.turn(TURN, &mut |member, heard, now| match heard {
            Heard::Message(stamp, _) => {
                heard_all += 1;
                heard_by_readers += u64::from(!crowd.stalls(member));
                checker.heard(member, stamp);
                latency.record(now.saturating_sub(stamp.sent));
                let sender = stamp.sender as usize;
                if releasers.get(sender) == Some(&member)
                    && let Some(due) = due.get_mut(sender)
                {
                    *due += 1;
                }
            }
            Heard::Closed(_) => {
                if let Some(closed) = closed.get_mut(member) {
                    *closed = true;
                }
            }
            Heard::Word(..) => {}
        })?;
        if heard_all > before {
            progress = Instant::now();
        } else if progress.elapsed() > STUCK {
            stuck = true;
            break;
        }
    }
    let spent = meter.stop(&swarm)?;

    let mut notes = Vec::new();
    if crowd.stalled > 0 {
        let all = u64::from(sent.iter().sum::<u32>()) * crowd.stalled as u64;
        catch_up(&mut swarm, &crowd, all, &mut checker, &mut closed)?;
        let cut = closed.iter().filter(|closed| **closed).count();
        let kept = crowd.stalled - cut.min(crowd.stalled);
        notes.push(format!("of {} who did not read, {cut} were cut off and {kept} caught up", crowd.stalled));
    }
    let cut_readers = (0..crowd.members).filter(|member| closed[*member] && !crowd.stalls(*member)).count();
    if cut_readers > 0 {
        notes.push(format!("{cut_readers} listeners who read were cut off"));
    }
    if stuck {
        notes.push("nothing came any more".into());
    }
    let faults = checker.finish(&sent, echoes, |member| closed[member] && crowd.stalls(member));
    let cost = spent.server.map_or(0.0, |cpu| cpu.as_secs_f64() * 1e6 / heard_by_readers.max(1) as f64);
    let main = Figure::cost(CPU_PER_DELIVERY, cost);
    let mut report = Report::new(&target.name, name, main, heard_by_readers, &spent);
    report.latency = Latency::of(&latency);
    report.faults = faults;
    report.notes.append(&mut notes);
    Ok(report)
}

/// Lets those read on who did not read, until they have all there was, or were cut off.
fn catch_up(
    swarm: &mut crate::swarm::Swarm,
    crowd: &Crowd,
    all: u64,
    checker: &mut Checker,
    closed: &mut [bool],
) -> Result<()> {
    for member in crowd.members - crowd.stalled..crowd.members {
        swarm.hush(member, false)?;
    }
    let begun = Instant::now();
    let mut heard_now = 0;
    let mut cut = 0;
    while heard_now < all && cut < crowd.stalled && begun.elapsed() < CATCH_UP {
        swarm.turn(TURN, &mut |member, heard, _| match heard {
            Heard::Message(stamp, _) => {
                heard_now += 1;
                checker.heard(member, stamp);
            }
            Heard::Closed(_) => {
                cut += 1;
                if let Some(closed) = closed.get_mut(member) {
                    *closed = true;
                }
            }
            Heard::Word(..) => {}
        })?;
    }
    Ok(())
}
