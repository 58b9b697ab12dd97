//! Getting everyone in: connected, registered, in their rooms, and with nothing left to hear.

use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Error, Result, anyhow, bail};

use crate::Target;
use crate::check::Groups;
use crate::dialect::Word;
use crate::swarm::{Heard, Swarm};

/// How long a turn waits when there is nothing else to do.
pub(super) const TURN: Duration = Duration::from_millis(50);
/// A server that gives no sign for so long is stuck.
pub(super) const STUCK: Duration = Duration::from_secs(20);
/// Fences under way at once.
const ABREAST: usize = 128;
/// Joins under way in one room: what a peer sends for them fits into its queues.
const JOINS_ABREAST: usize = 32;

/// Everyone of a workload, in their rooms.
pub(super) struct Hall {
    pub(super) swarm: Swarm,
    pub(super) rooms: Vec<String>,
}

impl Hall {
    /// Lets everyone in. When it answers, nothing of that is under way any more.
    pub(super) fn open(target: &Target, groups: Groups, length: usize) -> Result<Hall> {
        let mut swarm = Swarm::new(target.address, target.dialect, length)?;
        enter(&mut swarm, target, 0..groups.all(), "b")?;
        Hall::fill(swarm, target, groups)
    }

    /// The same, each from an address that it can come back from ([`Swarm::open_again`]).
    pub(super) fn open_each_from_its_own(target: &Target, groups: Groups, length: usize) -> Result<Hall> {
        let mut swarm = Swarm::new(target.address, target.dialect, length)?;
        let open = |swarm: &mut Swarm, id| swarm.open_again(id, id, &target.nick("b", id), None);
        each(&mut swarm, 0..groups.all(), target.abreast_max, "register", open, |word| {
            word == Word::Welcome
        })?;
        Hall::fill(swarm, target, groups)
    }

    fn fill(mut swarm: Swarm, target: &Target, groups: Groups) -> Result<Hall> {
        let rooms: Vec<String> = (0..groups.rooms).map(|room| target.dialect.room(room)).collect();
        join(&mut swarm, 0..groups.all(), |id| rooms[id / groups.members].as_str())?;
        fence(&mut swarm, 0..groups.all())?;
        Ok(Hall { swarm, rooms })
    }
}

/// Connects and registers; nicknames are `prefix` and a number.
pub(super) fn enter(swarm: &mut Swarm, target: &Target, ids: Range<usize>, prefix: &str) -> Result<()> {
    let open = |swarm: &mut Swarm, id| swarm.open(id, &target.nick(prefix, id));
    each(swarm, ids, target.abreast_max, "register", open, |word| word == Word::Welcome)
}

/// Lets each into its room.
pub(super) fn join<'a>(swarm: &mut Swarm, ids: Range<usize>, room: impl Fn(usize) -> &'a str) -> Result<()> {
    let join = |swarm: &mut Swarm, id| {
        swarm.join(id, room(id));
        Ok(())
    };
    each(swarm, ids, JOINS_ABREAST, "join", join, |word| word == Word::Joined)
}

/// Waits until each has heard all that was for it so far.
pub(super) fn fence(swarm: &mut Swarm, ids: Range<usize>) -> Result<()> {
    let fence = |swarm: &mut Swarm, id| {
        swarm.fence(id);
        Ok(())
    };
    each(swarm, ids, ABREAST, "answer a fence", fence, |word| word == Word::Pong)
}

/// Begins something for each connection, at most `abreast` at a time, until each has heard that it is done.
fn each(
    swarm: &mut Swarm,
    ids: Range<usize>,
    abreast: usize,
    what: &str,
    begin: impl FnMut(&mut Swarm, usize) -> Result<()>,
    done: impl Fn(Word<'_>) -> bool,
) -> Result<()> {
    each_hearing(swarm, ids, abreast, what, begin, |_, heard| {
        Ok(matches!(heard, Heard::Word(word, _) if done(word)))
    })
}

/// The same for who wants to know all that is heard meanwhile. `done`: whether that was the last that a connection
/// waited for.
pub(super) fn each_hearing(
    swarm: &mut Swarm,
    ids: Range<usize>,
    abreast: usize,
    what: &str,
    mut begin: impl FnMut(&mut Swarm, usize) -> Result<()>,
    mut done: impl FnMut(usize, Heard<'_>) -> Result<bool>,
) -> Result<()> {
    let (mut next, mut finished) = (ids.start, 0);
    let mut watch = Watch::begin();
    while finished < ids.len() {
        let sending = Instant::now();
        while next < ids.end && next - ids.start - finished < abreast {
            begin(swarm, next)?;
            next += 1;
        }
        swarm.busy_since(sending);
        let before = finished;
        swarm.turn(TURN, &mut |id, heard, _| {
            if !ids.contains(&id) {
                return watch.heard(heard);
            }
            match done(id, heard) {
                Ok(true) => finished += 1,
                Ok(false) => watch.heard(heard),
                Err(error) => watch.fault(error),
            }
        })?;
        let so_far = || format!("{finished} of {} were answered", ids.len());
        watch.turned(what, finished > before, so_far)?;
    }
    Ok(())
}

/// Finds out when a server refuses, closes a connection, or gives no sign any more.
pub(super) struct Watch {
    progress: Instant,
    fault: Option<Error>,
}

impl Watch {
    pub(super) fn begin() -> Self {
        Self { progress: Instant::now(), fault: None }
    }

    /// What is left of what was heard when all that is wanted has been taken out.
    pub(super) fn heard(&mut self, heard: Heard<'_>) {
        match heard {
            Heard::Word(Word::Refused, line) => {
                self.fault(anyhow!("the server says: {}", String::from_utf8_lossy(line)));
            }
            Heard::Closed(parting) => self.fault(anyhow!("{parting}")),
            Heard::Message(..) | Heard::Word(..) => {}
        }
    }

    /// The first counts.
    pub(super) fn fault(&mut self, fault: Error) {
        self.fault.get_or_insert(fault);
    }

    /// After a turn. Errors: its fault; or `so_far` nothing `moved` for too long.
    pub(super) fn turned(&mut self, what: &str, moved: bool, so_far: impl FnOnce() -> String) -> Result<()> {
        if let Some(fault) = self.fault.take() {
            return Err(fault.context(what.to_owned()));
        }
        if moved {
            self.progress = Instant::now();
        } else if self.progress.elapsed() > STUCK {
            bail!("{what}: {}, and then no more", so_far());
        }
        Ok(())
    }
}
