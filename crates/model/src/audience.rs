//! Who may hear of what: one rule, for live listeners and for history alike.

use crate::{Fact, Place, Role, Room, Who};
use crate::{Opening, PersonId, Recall};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Who may hear of an event. Nobody else ever learns of it, on any door, now or in history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Everyone who is in the room when it happens, and everyone who may read the room later.
    Room,
    /// These and nobody else; sorted, each once.
    These(Arc<[PersonId]>),
    /// Nobody but the house: facts about accounts.
    Nobody,
}

impl Audience {
    /// These people, sorted and each once.
    pub fn these(people: impl IntoIterator<Item = PersonId>) -> Self {
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_unstable();
        people.dedup();
        Self::These(people.into())
    }

    /// Whether the person belongs to it, given that they are in the room or may read it.
    #[must_use]
    pub fn includes(&self, person: PersonId) -> bool {
        match self {
            Self::Room => true,
            Self::These(people) => people.binary_search(&person).is_ok(),
            Self::Nobody => false,
        }
    }
}

/// Who hears that `by` did this, in the room as it was just before. `recall` is the message that the fact is about.
///
/// Who leaves or is kicked still hears of it; who joins hears their own join.
#[must_use]
pub fn audience(room: &Room, by: &Who, fact: &Fact, recall: Option<&Recall>) -> Audience {
    if let Place::Direct(two) = &room.place {
        return Audience::these(two.iter().map(|w| w.person));
    }
    let with_role_and =
        |role: Role, extra: &[PersonId]| Audience::these(room.with_role(role).chain(extra.iter().copied()));
    let staff_and = |extra: &[PersonId]| with_role_and(Role::HalfOperator, extra);
    // Auditorium: who has no role sees only those with one come and go; those see everyone.
    let seers_and = |extra: &[PersonId]| with_role_and(Role::Voice, extra);
    let hidden = |whom: &Who| room.hides(whom.person, None);
    match fact {
        Fact::Opened { what: Opening::Direct { between } } => {
            Audience::these(between.iter().map(|w| w.person))
        }
        Fact::Opened { what: Opening::Named { .. } } => Audience::Room,
        Fact::Joined { roles } if roles.highest() < Role::Voice && hidden(by) => seers_and(&[by.person]),
        Fact::Left { .. } if hidden(by) => seers_and(&[by.person]),
        // A guest who logs in is another person from then on, and hears of it as that one.
        Fact::BecameKnownAs { now } if hidden(by) => seers_and(&[by.person, now.person]),
        Fact::Kicked { whom, .. } if hidden(whom) => seers_and(&[by.person, whom.person]),
        Fact::Invited { whom } => staff_and(&[by.person, whom.person]),
        Fact::Knocked { .. } => staff_and(&[by.person]),
        Fact::Said { to_role, .. } if room.muffles(by.person) => {
            with_role_and(Role::HalfOperator.max(*to_role), &[by.person])
        }
        Fact::Tagged { .. } if room.muffles(by.person) => staff_and(&[by.person]),
        Fact::Said { to_role, .. } if *to_role > Role::Plain => with_role_and(*to_role, &[by.person]),
        // What is done to a message is heard by those who heard the message.
        Fact::Edited { .. } | Fact::Deleted { .. } | Fact::Reacted { .. } => {
            recall.map_or_else(|| Audience::these([by.person]), |r| r.heard.clone())
        }
        Fact::Said { .. }
        | Fact::Tagged { .. }
        | Fact::Joined { .. }
        | Fact::Left { .. }
        | Fact::BecameKnownAs { .. }
        | Fact::Kicked { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::Renamed { .. }
        | Fact::Closed { .. } => Audience::Room,
        Fact::Directory(_) => Audience::Nobody,
    }
}

/// Who sees what somebody in the room is (away, what they say about themselves): whoever sees them come and go.
#[must_use]
pub fn seen_by(room: &Room, person: PersonId) -> Audience {
    match &room.place {
        Place::Direct(two) => Audience::these(two.iter().map(|w| w.person)),
        Place::Named(_) | Place::Nowhere if room.hides(person, None) => {
            Audience::these(room.with_role(Role::Voice).chain([person]))
        }
        Place::Named(_) | Place::Nowhere => Audience::Room,
    }
}
