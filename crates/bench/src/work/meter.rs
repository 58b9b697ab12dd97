//! What passes between two moments: time by the clock, and processor time on both sides.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::Target;
use crate::report::Spent;
use crate::swarm::Swarm;
use crate::usage::{Usage, own_cpu};

pub(super) struct Meter {
    pid: Option<u32>,
    begun: Instant,
    server: Option<Usage>,
    own: Duration,
    busy: Duration,
    reads: u64,
}

impl Meter {
    pub(super) fn start(target: &Target, swarm: &Swarm) -> Result<Meter> {
        let server = target.pid.map(Usage::of).transpose()?;
        Ok(Meter {
            pid: target.pid,
            server,
            own: own_cpu(),
            busy: swarm.busy(),
            reads: swarm.reads(),
            begun: Instant::now(),
        })
    }

    pub(super) fn stop(self, swarm: &Swarm) -> Result<Spent> {
        let wall = self.begun.elapsed();
        let generator = own_cpu().saturating_sub(self.own);
        let after = self.pid.map(Usage::of).transpose()?;
        let server = self.server.zip(after).map(|(before, after)| after.cpu_since(&before));
        Ok(Spent {
            wall,
            server,
            generator,
            busy: swarm.busy().saturating_sub(self.busy),
            reads: swarm.reads() - self.reads,
        })
    }
}
