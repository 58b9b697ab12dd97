//! The rule of who hears, for one listener and one happening.

use parlor_model::{Flag, Policy, Role};

/// A kind of happening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Happening {
    Came,
    Went,
    /// Somebody was thrown out.
    Removed,
    /// Somebody took another name.
    Named,
    /// An invitation or a knock.
    DoorTalk,
    /// Said to those with this role and above; to everyone, when that is none.
    Said(Role),
    /// A message was edited or deleted, or got a reaction.
    OnMessage,
    /// Topic, rules, name, end.
    OfTheRoom,
}

/// Who listens.
#[derive(Debug)]
pub(crate) struct Listener {
    /// `None`: not in the room.
    pub(crate) role: Option<Role>,
    /// They did it, or it was done to them.
    pub(crate) concerned: bool,
    /// They heard the message it is about.
    pub(crate) heard_message: bool,
}

/// Whether `listener` hears. `seen_as` is the role of who does it; of the one removed, when somebody is.
pub(crate) fn hears(policy: &Policy, listener: &Listener, happening: Happening, seen_as: Role) -> bool {
    let Some(role) = listener.role else {
        // Outside one hears what one did oneself, or what was done to one. Of a message, what others who heard it do.
        return match happening {
            Happening::OnMessage => listener.heard_message && listener.concerned,
            _ => listener.concerned,
        };
    };
    match happening {
        Happening::OfTheRoom => true,
        Happening::OnMessage => listener.heard_message,
        _ if listener.concerned => true,
        Happening::DoorTalk => role >= Role::HalfOperator,
        Happening::Came | Happening::Went | Happening::Removed | Happening::Named => {
            let one_of_them_has_a_role = role >= Role::Voice || seen_as >= Role::Voice;
            !policy.has(Flag::Auditorium) || one_of_them_has_a_role
        }
        Happening::Said(to) => {
            let held_back = policy.has(Flag::OperatorModerated) && seen_as < Role::Voice;
            role >= to && (!held_back || role >= Role::HalfOperator)
        }
    }
}
