//! Which workloads are run under which name.

use anyhow::{Result, bail};

use super::Workload;

const SENDERS: usize = 8;
const ROOM_OF_THE_IDLE: usize = 50;

/// A family of workloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Suite {
    /// One room, 8 senders, as fast as they are heard
    Fanout,
    /// 1,000 rooms of 10 members, at given rates
    Rooms,
    /// Everyone enters one room, one by one and all at once
    Joins,
    /// Connect, register, quit, again and again
    Connects,
    /// Connections that do nothing: what memory they cost
    Idle,
    /// A message to a very large room, among up to a million connections (as many as may be open)
    Audience,
    /// Going back through a room's history, page by page
    History,
    /// Everyone is cut off and comes back at once
    Reconnect,
    /// The same, and everyone first hears what was said meanwhile (the HTTP stream)
    Resume,
    /// Fan-out while 1 % of the listeners read nothing
    Slow,
}

impl Suite {
    /// All families.
    pub const ALL: [Suite; 10] = [
        Suite::Fanout,
        Suite::Rooms,
        Suite::Joins,
        Suite::Connects,
        Suite::Idle,
        Suite::Audience,
        Suite::History,
        Suite::Reconnect,
        Suite::Resume,
        Suite::Slow,
    ];

    /// What is run; when `quick`, the few that tell most.
    pub fn workloads(self, quick: bool) -> Vec<Workload> {
        let pick = |all: Vec<Workload>, few: &[usize]| {
            let few: Vec<Workload> = few.iter().filter_map(|at| all.get(*at)).copied().collect();
            if quick { few } else { all }
        };
        let fan_out =
            |members, window, stalled| Workload::FanOut { members, senders: SENDERS, window, stalled };
        let idle = |connections| Workload::Idle { connections, members: ROOM_OF_THE_IDLE };
        match self {
            Suite::Fanout => {
                let sizes = [50, 500, 2000];
                let all = [16, 1].iter().flat_map(|window| sizes.map(|members| fan_out(members, *window, 0)));
                pick(all.collect(), &[0, 1, 4])
            }
            Suite::Rooms => {
                let rates = [1_000, 5_000, 10_000, 20_000];
                let all = rates.map(|rate| Workload::Rooms { rooms: 1_000, members: 10, rate });
                pick(all.to_vec(), &[2])
            }
            Suite::Joins => {
                let members = if quick { 500 } else { 2_000 };
                [false, true].map(|at_once| Workload::Joins { members, at_once }).to_vec()
            }
            Suite::Connects => vec![Workload::Connects { abreast: 64 }],
            Suite::Idle => pick([1_000, 10_000, 100_000].map(idle).to_vec(), &[1]),
            Suite::Audience => {
                let all = [(15_000, 0), (100_000, 0), (100_000, 900_000)];
                let all = all.map(|(listeners, others)| Workload::Audience { listeners, others });
                pick(all.to_vec(), &[0])
            }
            Suite::History => {
                let messages = if quick { 2_000 } else { 20_000 };
                vec![Workload::History { messages, page: 100, readers: 8 }]
            }
            Suite::Reconnect => {
                let connections = if quick { 500 } else { 5_000 };
                vec![Workload::Reconnect { connections, members: ROOM_OF_THE_IDLE }]
            }
            Suite::Resume => {
                let connections = if quick { 500 } else { 5_000 };
                vec![Workload::Resume { connections, members: ROOM_OF_THE_IDLE, missed: 20 }]
            }
            Suite::Slow => vec![fan_out(500, 16, 5)],
        }
    }
}

/// The workloads of these families whose name has `only` in it.
///
/// # Errors
/// There is none; the error names those there are.
pub fn chosen(suites: &[Suite], quick: bool, only: Option<&str>) -> Result<Vec<Workload>> {
    let all: Vec<Workload> = suites.iter().flat_map(|suite| suite.workloads(quick)).collect();
    // A whole name is meant as such, also where another one begins with it.
    let whole = |text: &str| all.iter().any(|workload| workload.name() == text);
    let fits = |workload: &&Workload| {
        only.is_none_or(|text| workload.name() == text || (!whole(text) && workload.name().contains(text)))
    };
    let chosen: Vec<Workload> = all.iter().filter(fits).copied().collect();
    if chosen.is_empty() {
        let names: Vec<String> = all.iter().map(Workload::name).collect();
        bail!(
            "no workload has \"{}\" in its name; there are:\n  {}",
            only.unwrap_or_default(),
            names.join("\n  ")
        );
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_no_name_has_is_answered_with_the_names() {
        let found = chosen(&[Suite::Rooms], false, Some("10000 messages")).unwrap();
        assert_eq!(found.len(), 1);
        let whole = |name| chosen(&[Suite::Fanout], false, Some(name)).unwrap();
        assert_eq!(whole("fan-out, 500 members, window 1").len(), 1);
        assert_eq!(whole("500 members, window 1").len(), 2);
        let error = chosen(&[Suite::Rooms], false, Some("10,000")).unwrap_err().to_string();
        assert!(error.contains("1000 rooms of 10, 10000 messages/s"), "{error}");
    }
}
