//! What passes while something is measured: time by the clock, and processor time on both sides.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::Target;
use crate::report::Spent;
use crate::swarm::Swarm;
use crate::usage::{cpu_of, own_cpu};

pub(super) struct Meter {
    pid: Option<u32>,
    /// Of the slices that are over.
    spent: Spent,
    slice: Option<Slice>,
}

/// The counts at the beginning of a slice.
struct Slice {
    begun: Instant,
    server: Option<Duration>,
    own: Duration,
    busy: Duration,
    reads: u64,
}

impl Meter {
    /// Measures from now on.
    pub(super) fn start(target: &Target, swarm: &Swarm) -> Result<Meter> {
        let mut meter = Meter::ready(target);
        meter.go_on(swarm)?;
        Ok(meter)
    }

    /// Measures nothing yet.
    pub(super) fn ready(target: &Target) -> Meter {
        let server = target.pid.map(|_| Duration::ZERO);
        let spent =
            Spent { wall: Duration::ZERO, server, generator: Duration::ZERO, busy: Duration::ZERO, reads: 0 };
        Meter { pid: target.pid, spent, slice: None }
    }

    /// Measures until the next pause.
    pub(super) fn go_on(&mut self, swarm: &Swarm) -> Result<()> {
        let server = self.pid.map(cpu_of).transpose()?;
        let (busy, reads) = (swarm.busy(), swarm.reads());
        self.slice = Some(Slice { server, own: own_cpu(), busy, reads, begun: Instant::now() });
        Ok(())
    }

    /// Measures nothing until it goes on.
    pub(super) fn pause(&mut self, swarm: &Swarm) -> Result<()> {
        let Some(slice) = self.slice.take() else { return Ok(()) };
        self.spent.wall += slice.begun.elapsed();
        self.spent.generator += own_cpu().saturating_sub(slice.own);
        let after = self.pid.map(cpu_of).transpose()?;
        if let Some(((before, after), server)) = slice.server.zip(after).zip(self.spent.server.as_mut()) {
            *server += after.saturating_sub(before);
        }
        self.spent.busy += swarm.busy().saturating_sub(slice.busy);
        self.spent.reads += swarm.reads() - slice.reads;
        Ok(())
    }

    /// What passed in all slices.
    pub(super) fn stop(mut self, swarm: &Swarm) -> Result<Spent> {
        self.pause(swarm)?;
        Ok(self.spent)
    }
}
