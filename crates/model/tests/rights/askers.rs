//! Who asks: where they stand, what the lists say of them, and whether they have an account.

use crate::people::{actor, who};
use parlor_model::{Actor, Role, Who};
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stand {
    Outside,
    Inside(Role),
    /// An owner whose room it is.
    Founder,
    /// Of the server, not in the room.
    ServerOperator,
    House,
}

/// What the lists and the invitations say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Listed {
    Not,
    Banned,
    Muted,
    /// Banned and muted, but excepted.
    Excepted,
    /// May join an invite-only room uninvited.
    Awaited,
    /// Was invited.
    Invited,
    /// Was invited and is banned.
    InvitedBanned,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Asker {
    pub(crate) stand: Stand,
    pub(crate) listed: Listed,
    pub(crate) guest: bool,
}

/// Ranks inside, lowest first.
pub(crate) const RANKS: [Role; 6] =
    [Role::Plain, Role::Voice, Role::HalfOperator, Role::Operator, Role::Admin, Role::Owner];

/// What lists can say of a member.
pub(crate) const LISTED_INSIDE: [Listed; 4] = [Listed::Not, Listed::Banned, Listed::Muted, Listed::Excepted];

const LISTED: [Listed; 7] = [
    Listed::Not,
    Listed::Banned,
    Listed::Muted,
    Listed::Excepted,
    Listed::Awaited,
    Listed::Invited,
    Listed::InvitedBanned,
];

impl Asker {
    pub(crate) const fn new(stand: Stand) -> Self {
        Self { stand, listed: Listed::Not, guest: false }
    }

    pub(crate) const fn listed(self, listed: Listed) -> Self {
        Self { listed, ..self }
    }

    pub(crate) const fn guest(self) -> Self {
        Self { guest: true, ..self }
    }

    /// Everyone who could ask.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for guest in [false, true] {
            let mut add = |stand, listed| all.push(Self { stand, listed, guest });
            for listed in LISTED {
                add(Stand::Outside, listed);
            }
            for listed in LISTED_INSIDE {
                for rank in RANKS {
                    add(Stand::Inside(rank), listed);
                }
                // The room of a guest would be nobody's tomorrow: there is no such founder.
                if !guest {
                    add(Stand::Founder, listed);
                }
            }
            if !guest {
                add(Stand::ServerOperator, Listed::Not);
                add(Stand::House, Listed::Not);
            }
        }
        all
    }

    /// Whether they may be silenced by lists: no role and no exception.
    pub(crate) fn is_silenced(self) -> bool {
        self.is_plain() && matches!(self.listed, Listed::Banned | Listed::Muted | Listed::InvitedBanned)
    }

    /// Without a role, in the room or not.
    pub(crate) const fn is_plain(self) -> bool {
        matches!(self.stand, Stand::Outside | Stand::Inside(Role::Plain))
    }

    pub(crate) const fn is_inside(self) -> bool {
        matches!(self.stand, Stand::Inside(_) | Stand::Founder)
    }

    /// As a person: the lists of the room know them by the user part.
    pub(crate) fn who(self) -> Arc<Who> {
        let user = match self.listed {
            Listed::Not | Listed::Invited => "clear",
            Listed::Banned | Listed::InvitedBanned => "banned",
            Listed::Muted => "muted",
            Listed::Excepted => "excepted",
            Listed::Awaited => "awaited",
        };
        match self.stand {
            Stand::House => Arc::new(Who::house()),
            Stand::Outside | Stand::Inside(_) | Stand::Founder | Stand::ServerOperator => {
                who(1, "asker", user, !self.guest)
            }
        }
    }

    pub(crate) fn actor(self) -> Actor {
        Actor { operator: self.stand == Stand::ServerOperator, ..actor(&self.who()) }
    }
}
