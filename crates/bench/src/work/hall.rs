//! Getting everyone in: connected, registered, in their rooms, and with nothing left to hear.

use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

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
pub(super) fn each(
    swarm: &mut Swarm,
    ids: Range<usize>,
    abreast: usize,
    what: &str,
    mut begin: impl FnMut(&mut Swarm, usize) -> Result<()>,
    done: impl Fn(Word<'_>) -> bool,
) -> Result<()> {
    let (mut next, mut finished) = (ids.start, 0);
    let mut progress = Instant::now();
    while finished < ids.len() {
        while next < ids.end && next - ids.start - finished < abreast {
            begin(swarm, next)?;
            next += 1;
        }
        let before = finished;
        let mut fault = None;
        swarm.turn(TURN, &mut |id, heard, _| match heard {
            Heard::Word(word, _) if done(word) && ids.contains(&id) => finished += 1,
            Heard::Word(Word::Refused, line) => {
                fault.get_or_insert_with(|| String::from_utf8_lossy(line).into_owned());
            }
            Heard::Closed => {
                fault.get_or_insert_with(|| "it closed a connection".into());
            }
            _ => {}
        })?;
        if let Some(fault) = fault {
            bail!("{what}: the server says: {fault}");
        }
        if finished > before {
            progress = Instant::now();
        } else if progress.elapsed() > STUCK {
            bail!("{what}: {finished} of {} were answered, and then no more", ids.len());
        }
    }
    Ok(())
}
