//! What one run found out.

use std::time::Duration;

use serde::Serialize;

use crate::check::Faults;
use crate::histogram::Histogram;

/// Above this share of its time the generator could not have done much more.
const GENERATOR_BUSY: f64 = 0.9;
/// Below this share of its time the server could have done more.
const SERVER_BUSY: f64 = 0.9;
/// Below this share of their time neither had much to do.
const HELD_BACK: f64 = 0.3;

/// Latencies in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Latency {
    /// Half of all.
    pub p50: f64,
    /// 99 of 100.
    pub p99: f64,
    /// 999 of 1,000.
    pub p999: f64,
    /// The worst.
    pub highest: f64,
}

impl Latency {
    /// Of what was counted in nanoseconds; nothing when nothing was.
    pub fn of(nanoseconds: &Histogram) -> Option<Latency> {
        let ms = |nanoseconds: u64| nanoseconds as f64 / 1e6;
        (nanoseconds.total() > 0).then(|| Latency {
            p50: ms(nanoseconds.percentile(0.5)),
            p99: ms(nanoseconds.percentile(0.99)),
            p999: ms(nanoseconds.percentile(0.999)),
            highest: ms(nanoseconds.highest()),
        })
    }
}

/// The unit of the figure that most is about.
pub const CPU_PER_DELIVERY: &str = "CPU s per million deliveries";

/// A figure with its unit.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What is measured, such as `joins/s`.
    pub unit: &'static str,
    /// How much of it.
    pub value: f64,
    /// Whether less of it is better.
    pub less_is_better: bool,
}

/// What one run of a workload against one server found out.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The server.
    pub server: String,
    /// The workload, with its sizes.
    pub workload: String,
    /// What servers are compared by.
    pub main: Figure,
    /// How many of what the workload is about: deliveries, joins, connections.
    pub count: u64,
    /// Seconds by the clock.
    pub wall: f64,
    /// Processor seconds of the server; nothing when it is not on this machine.
    pub server_cpu: Option<f64>,
    /// Processor seconds of the generator.
    pub generator_cpu: f64,
    /// How many of what was counted came with one read: what the server gathers before it writes.
    pub per_read: f64,
    /// The share of its time in which the generator had something to do.
    pub generator_busy: f64,
    /// From sending to hearing, where the workload has such.
    pub latency: Option<Latency>,
    /// What went wrong with deliveries.
    pub faults: Faults,
    /// What else is to be said.
    pub notes: Vec<String>,
}

/// Times of a run, as they are collected.
pub struct Spent {
    /// By the clock.
    pub wall: Duration,
    /// Of the server.
    pub server: Option<Duration>,
    /// Of the generator.
    pub generator: Duration,
    /// In which the generator had something to do.
    pub busy: Duration,
    /// How often the generator read something: about how often the server wrote.
    pub reads: u64,
}

impl Report {
    /// A report with times and nothing else to say; servers are compared by `main`.
    pub fn new(server: &str, workload: String, main: Figure, count: u64, spent: &Spent) -> Report {
        let wall = spent.wall.as_secs_f64();
        let busy = spent.busy.as_secs_f64() / wall.max(f64::MIN_POSITIVE);
        let mut report = Report {
            server: server.to_owned(),
            workload,
            main,
            count,
            wall,
            server_cpu: spent.server.map(|cpu| cpu.as_secs_f64()),
            generator_cpu: spent.generator.as_secs_f64(),
            per_read: count as f64 / spent.reads.max(1) as f64,
            generator_busy: busy,
            latency: None,
            faults: Faults::default(),
            notes: Vec::new(),
        };
        if report.generator_is_bottleneck() {
            report
                .notes
                .push("the generator was the bottleneck: the server could do more by the clock".into());
        }
        report
    }

    /// Whether the generator was busy all the time and the server was not.
    pub fn generator_is_bottleneck(&self) -> bool {
        self.generator_busy > GENERATOR_BUSY && self.server_is_below(SERVER_BUSY)
    }

    /// Says so if neither side had much to do, of a workload that goes on as fast as the server answers.
    pub fn note_if_held_back(&mut self) {
        if self.server_is_below(HELD_BACK) && self.generator_busy < HELD_BACK {
            let note = "neither the server nor the generator had much to do: the server's limits may hold people back";
            self.notes.push(note.into());
        }
    }

    /// Whether the server was busy for less than this share of the time, as far as that is to be seen.
    fn server_is_below(&self, share: f64) -> bool {
        self.server_cpu.is_some_and(|cpu| cpu / self.wall < share)
    }

    /// Processor seconds of the server for a million of what was counted.
    pub fn server_cpu_per_million(&self) -> Option<f64> {
        self.server_cpu.map(|cpu| cpu * 1e6 / self.count.max(1) as f64)
    }

    /// Processor seconds of the generator for a million of what was counted.
    pub fn generator_cpu_per_million(&self) -> f64 {
        self.generator_cpu * 1e6 / self.count.max(1) as f64
    }
}

impl Figure {
    /// Of which less is better.
    pub fn cost(unit: &'static str, value: f64) -> Figure {
        Figure { unit, value, less_is_better: true }
    }

    /// Of which more is better.
    pub fn rate(unit: &'static str, value: f64) -> Figure {
        Figure { unit, value, less_is_better: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(server: u64, busy: u64) -> Report {
        let ms = Duration::from_millis;
        let spent =
            Spent { wall: ms(1000), server: Some(ms(server)), generator: ms(500), busy: ms(busy), reads: 1 };
        Report::new("floor", "x".into(), Figure::rate("joins/s", 1.0), 2_000_000, &spent)
    }

    #[test]
    fn the_generator_says_when_it_is_the_bottleneck() {
        assert!(report(500, 990).notes[0].starts_with("the generator was the bottleneck"));
        assert_eq!(report(990, 990).notes, [""; 0]);
        assert_eq!(report(500, 500).notes, [""; 0]);
    }

    #[test]
    fn a_server_that_holds_people_back_is_told_from_one_that_is_busy() {
        for (server, busy, notes) in [(100, 100, 1), (400, 100, 0), (100, 400, 0)] {
            let mut report = report(server, busy);
            report.note_if_held_back();
            assert_eq!(report.notes.len(), notes, "{server} {busy} {:?}", report.notes);
        }
    }

    #[test]
    fn cost_is_per_million() {
        let report = report(500, 0);
        assert_eq!(report.server_cpu_per_million(), Some(0.25));
        assert!((report.generator_cpu_per_million() - 0.25).abs() < 1e-9);
    }
}
