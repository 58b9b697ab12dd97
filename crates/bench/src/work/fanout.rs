//! One room in which a few speak as fast as they are heard.
//!
//! A sender's window is opened by a listener's receipt, not by an echo: not every server has one. Each sender has a
//! listener of its own for that, and they are spread over the room, so that it does not matter in which order a
//! server goes through its members.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::Effort;
use super::course::Course;
use super::hall::{Hall, STUCK, TURN};
use super::meter::Meter;
use crate::check::{Checker, Groups};
use crate::histogram::Histogram;
use crate::report::{CPU_PER_DELIVERY, Figure, Latency};
use crate::stamp::Stamp;
use crate::swarm::{Heard, Swarm};
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

/// Everyone is in the room.
pub(super) struct FanOut {
    target: String,
    name: String,
    crowd: Crowd,
    echoes: bool,
    swarm: Swarm,
    room: String,
    releasers: Vec<usize>,
    checker: Checker,
    latency: Histogram,
    sent: Vec<u32>,
    due: Vec<u32>,
    heard_all: u64,
    heard_by_readers: u64,
    closed: Vec<bool>,
    /// Who hears each message, of those who read.
    listeners: u64,
    meter: Meter,
    /// How long they have yet to speak.
    left: Duration,
    stuck: bool,
}

pub(super) fn begin(target: &Target, name: String, crowd: Crowd, effort: &Effort) -> Result<Box<dyn Course>> {
    if crowd.senders + crowd.stalled >= crowd.members {
        bail!("{} members are too few", crowd.members);
    }
    let groups = Groups { rooms: 1, members: crowd.members, senders: crowd.senders };
    let Hall { mut swarm, rooms } = Hall::open(target, groups, effort.length)?;
    let echoes = target.dialect.echoes();
    for member in (0..crowd.members).filter(|member| crowd.stalls(*member)) {
        swarm.hush(member, true)?;
    }
    Ok(Box::new(FanOut {
        target: target.name.clone(),
        name,
        echoes,
        swarm,
        room: rooms.into_iter().next().unwrap_or_default(),
        releasers: (0..crowd.senders).map(|sender| crowd.releaser(sender)).collect(),
        checker: Checker::new(groups),
        latency: Histogram::default(),
        sent: vec![0; crowd.senders],
        due: vec![crowd.window; crowd.senders],
        heard_all: 0,
        heard_by_readers: 0,
        closed: vec![false; crowd.members],
        listeners: (crowd.members - crowd.stalled - usize::from(!echoes)) as u64,
        meter: Meter::ready(target),
        left: effort.time,
        stuck: false,
        crowd,
    }))
}

impl FanOut {
    /// Says what may be said, and answers whether anything of all that was said is under way.
    fn speak(&mut self, speaking: bool) -> Result<bool> {
        let sending = Instant::now();
        for (sender, due) in self.due.iter_mut().enumerate().filter(|(_, due)| speaking && **due > 0) {
            let number = self.sent.get(sender).copied().unwrap_or(0);
            let stamp = Stamp { sender: u32::try_from(sender)?, number, sent: self.swarm.now() };
            self.swarm.say(sender, &self.room, stamp, *due);
            if let Some(sent) = self.sent.get_mut(sender) {
                *sent += *due;
            }
            *due = 0;
        }
        self.swarm.busy_since(sending);
        let expected = self.sent.iter().map(|sent| u64::from(*sent)).sum::<u64>() * self.listeners;
        Ok(self.heard_by_readers < expected)
    }

    /// Answers whether anything was heard.
    fn listen(&mut self) -> Result<bool> {
        let before = self.heard_all;
        let Self {
            swarm, crowd, checker, latency, releasers, due, closed, heard_all, heard_by_readers, ..
        } = self;
        swarm.turn(TURN, &mut |member, heard, now| match heard {
            Heard::Message(stamp, _) => {
                *heard_all += 1;
                *heard_by_readers += u64::from(!crowd.stalls(member));
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
        Ok(self.heard_all > before)
    }
}

impl Course for FanOut {
    fn go_on(&mut self, time: Duration) -> Result<bool> {
        let time = time.min(self.left);
        self.left -= time;
        self.meter.go_on(&self.swarm)?;
        let begun = Instant::now();
        let mut progress = begun;
        loop {
            let speaking = begun.elapsed() < time;
            if !self.speak(speaking)? && !speaking {
                break;
            }
            if self.listen()? {
                progress = Instant::now();
            } else if progress.elapsed() > STUCK {
                self.stuck = true;
                break;
            }
        }
        self.meter.pause(&self.swarm)?;
        Ok(!self.left.is_zero() && !self.stuck)
    }

    fn report(self: Box<Self>) -> Result<Report> {
        let Self { crowd, mut swarm, mut checker, mut closed, sent, heard_by_readers, .. } = *self;
        let spent = self.meter.stop(&swarm)?;
        let mut notes = Vec::new();
        if crowd.stalled > 0 {
            let all = u64::from(sent.iter().sum::<u32>()) * crowd.stalled as u64;
            catch_up(&mut swarm, &crowd, all, &mut checker, &mut closed)?;
            let cut = closed.iter().filter(|closed| **closed).count();
            let kept = crowd.stalled - cut.min(crowd.stalled);
            notes.push(format!(
                "of {} who did not read, {cut} were cut off and {kept} caught up",
                crowd.stalled
            ));
        }
        let cut_readers =
            (0..crowd.members).filter(|member| closed[*member] && !crowd.stalls(*member)).count();
        if cut_readers > 0 {
            notes.push(format!("{cut_readers} listeners who read were cut off"));
        }
        if self.stuck {
            notes.push("nothing came any more".into());
        }
        let faults = checker.finish(&sent, self.echoes, |member| closed[member] && crowd.stalls(member));
        let cost = spent.server.map_or(0.0, |cpu| cpu.as_secs_f64() * 1e6 / heard_by_readers.max(1) as f64);
        let main = Figure::cost(CPU_PER_DELIVERY, cost);
        let mut report = Report::new(&self.target, self.name, main, heard_by_readers, &spent);
        report.latency = Latency::of(&self.latency);
        report.faults = faults;
        report.notes.append(&mut notes);
        report.note_if_held_back();
        Ok(report)
    }
}

/// Lets those read on who did not read, until they have all there was, or were cut off.
fn catch_up(
    swarm: &mut Swarm,
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
