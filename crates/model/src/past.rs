//! How far back somebody may read a room.

use crate::{Limits, PersonId, Place, Room, Time, Who};

/// From when on people may read what was said in a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PastFrom {
    /// All of it.
    Beginning,
    /// Since they registered their account; without one, since they came into the room.
    Registration,
    /// Since they came into the room.
    Joining,
}

impl Room {
    /// The moment before which nothing that was said here is shown to `who`, who registered then; `Time(0)`: all of it
    /// is. A direct conversation is open to its two from its beginning, but for what is too old for everybody. Elsewhere
    /// a grace goes before that moment, so that who comes back reads what they missed.
    #[must_use]
    pub fn past_begins(&self, who: &Who, registered: Option<Time>, limits: &Limits, now: Time) -> Time {
        let mine = match (&self.place, limits.past_from) {
            (Place::Direct(_) | Place::Nowhere, _) | (_, PastFrom::Beginning) => Time(0),
            (Place::Named(_), PastFrom::Registration) => {
                registered.unwrap_or_else(|| self.came(who.person, now))
            }
            (Place::Named(_), PastFrom::Joining) => self.came(who.person, now),
        };
        let everybodys = match limits.past_ms {
            0 => Time(0),
            ms => before(now, ms),
        };
        before(mine, limits.past_grace_ms).max(everybodys)
    }

    /// When they came in; for who is no member that would be now.
    fn came(&self, person: PersonId, now: Time) -> Time {
        self.members.get(&person).map_or(now, |member| member.since)
    }
}

/// So many milliseconds earlier.
fn before(moment: Time, ms: u64) -> Time {
    Time(moment.0.saturating_sub(ms))
}
