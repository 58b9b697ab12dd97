//! The workloads.

mod audience;
mod connects;
mod course;
mod fanout;
mod hall;
mod history;
mod idle;
mod joins;
mod meter;
mod reconnect;
mod resume;
mod rooms;
mod suite;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::servers::Server;
use crate::{Report, Target};
use course::Course;

pub use suite::{Suite, chosen};

/// How long and how hard each workload is run.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// How long those workloads go on that have no end of their own.
    pub time: Duration,
    /// The length of a message.
    pub length: usize,
}

/// What is put on a server.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Workload {
    /// One room; its senders speak as fast as they are heard.
    FanOut {
        /// Who is in the room.
        members: usize,
        /// How many of them speak.
        senders: usize,
        /// Messages of each sender that may be under way.
        window: u32,
        /// How many of the members stop reading.
        stalled: usize,
    },
    /// Many rooms, whose members speak at a given rate altogether.
    Rooms {
        /// How many rooms.
        rooms: usize,
        /// Members of each.
        members: usize,
        /// Messages a second in all rooms together.
        rate: u32,
    },
    /// Everyone enters one room.
    Joins {
        /// How many.
        members: usize,
        /// All of them without waiting for each other.
        at_once: bool,
    },
    /// Connections come, register and leave again.
    Connects {
        /// How many are under way at any time.
        abreast: usize,
    },
    /// Connections in small rooms that say nothing.
    Idle {
        /// How many.
        connections: usize,
        /// Members of a room.
        members: usize,
    },
    /// A very large house: one room whose members are hidden from each other hears a message, all others are idle.
    Audience {
        /// Who is in that room.
        listeners: usize,
        /// Who is in small rooms where nothing happens.
        others: usize,
    },
    /// Readers go back through a room's history, page by page.
    History {
        /// Messages in the room.
        messages: u32,
        /// Messages of a page.
        page: u32,
        /// How many read.
        readers: usize,
    },
    /// Everyone is cut off, and comes back at once.
    Reconnect {
        /// How many.
        connections: usize,
        /// Members of a room.
        members: usize,
    },
    /// Everyone is cut off, and comes back at once by what they heard last, to hear first what was said meanwhile.
    Resume {
        /// How many.
        connections: usize,
        /// Members of a room.
        members: usize,
        /// Messages that each missed.
        missed: u32,
    },
}

impl Workload {
    /// Its name with its sizes.
    pub fn name(&self) -> String {
        match self {
            Workload::FanOut { members, window, stalled: 0, .. } => {
                format!("fan-out, {members} members, window {window}")
            }
            Workload::FanOut { members, window, stalled, .. } => {
                format!("fan-out, {members} members, window {window}, {stalled} do not read")
            }
            Workload::Rooms { rooms, members, rate } => {
                format!("{rooms} rooms of {members}, {rate} messages/s")
            }
            Workload::Joins { members, at_once: false } => format!("{members} join one by one"),
            Workload::Joins { members, at_once: true } => format!("{members} join at once"),
            Workload::Connects { abreast } => format!("connect, register, quit, {abreast} abreast"),
            Workload::Idle { connections, members } => {
                format!("{connections} idle in rooms of {members}")
            }
            Workload::Audience { listeners, others } => {
                format!("{listeners} hear a message, {others} others idle")
            }
            Workload::History { messages, page, readers } => {
                format!("{readers} page through {messages} messages by {page}")
            }
            Workload::Reconnect { connections, members } => {
                format!("{connections} reconnect to rooms of {members}")
            }
            Workload::Resume { connections, members, missed } => {
                format!("{connections} resume in rooms of {members}, {missed} messages missed")
            }
        }
    }

    /// How many connections it needs on each side.
    pub fn connections(&self) -> usize {
        match *self {
            Workload::FanOut { members, .. } | Workload::Joins { members, .. } => members,
            Workload::Rooms { rooms, members, .. } => rooms * members,
            Workload::Connects { abreast } => abreast,
            Workload::Idle { connections, .. } | Workload::Reconnect { connections, .. } => connections,
            Workload::Resume { connections, .. } => connections + 1,
            Workload::Audience { listeners, others } => listeners + others,
            Workload::History { readers, .. } => readers + 1,
        }
    }

    /// Whether it can be taken further a slice at a time, other servers in between.
    pub fn goes_in_slices(&self) -> bool {
        matches!(self, Workload::FanOut { .. } | Workload::Joins { .. })
    }

    /// Why it means nothing to a server, if so.
    pub fn unfit(&self, server: Server) -> Option<&'static str> {
        match self {
            Workload::Joins { .. } if !server.dialect().knows_members() => Some("nobody is told who joins"),
            Workload::Resume { .. } if !server.dialect().resumes() => Some("nobody is told what they missed"),
            Workload::Audience { .. } if !server.hides_members() => Some("everyone is told of everyone"),
            Workload::History { .. } if server != Server::Parlor => Some("it keeps no history"),
            _ => None,
        }
    }
}

/// The workload on several servers that all run, in turn.
pub(crate) fn in_turn(targets: &[&Target], workload: &Workload, effort: &Effort) -> Vec<Result<Report>> {
    course::in_turn(targets.iter().map(|target| course(target, workload, effort)).collect())
}

/// Begins the workload on a server, to be taken further a slice at a time.
fn course(target: &Target, workload: &Workload, effort: &Effort) -> Result<Box<dyn Course>> {
    let name = workload.name();
    match *workload {
        Workload::FanOut { members, senders, window, stalled } => {
            fanout::begin(target, name, fanout::Crowd { members, senders, window, stalled }, effort)
        }
        Workload::Joins { members, at_once } => joins::begin(target, name, members, at_once),
        Workload::Rooms { .. }
        | Workload::Connects { .. }
        | Workload::Idle { .. }
        | Workload::Audience { .. }
        | Workload::History { .. }
        | Workload::Reconnect { .. }
        | Workload::Resume { .. } => bail!("{name} does not go in slices"),
    }
}

pub(crate) fn run(target: &Target, workload: &Workload, effort: &Effort) -> Result<Report> {
    let name = workload.name();
    match *workload {
        Workload::FanOut { .. } | Workload::Joins { .. } => course::run(course(target, workload, effort)?),
        Workload::Rooms { rooms, members, rate } => rooms::run(target, name, rooms, members, rate, effort),
        Workload::Connects { abreast } => connects::run(target, name, abreast, effort),
        Workload::Idle { connections, members } => idle::run(target, name, connections, members),
        Workload::Audience { listeners, others } => audience::run(target, name, listeners, others, effort),
        Workload::History { messages, page, readers } => {
            history::run(target, name, history::Archive { messages, page, readers }, effort)
        }
        Workload::Reconnect { connections, members } => reconnect::run(target, name, connections, members),
        Workload::Resume { connections, members, missed } => {
            resume::run(target, name, resume::Crowd { connections, members, missed })
        }
    }
}
