//! What kind of place a room is.

use crate::RoomName;
use alloc::sync::Arc;

/// A yes-or-no rule of a room. The letter is the IRC channel mode.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Flag {
    /// Not listed, and unknown to who is not in it (`s`).
    Secret = 0,
    /// Only who was invited may join (`i`).
    InviteOnly = 1,
    /// Only voice and above may speak (`m`).
    Moderated = 2,
    /// Only members may speak (`n`).
    MembersSpeak = 3,
    /// Only half-operators and above may set the topic (`t`).
    TopicLocked = 4,
    /// No client-to-client requests but actions (`C`).
    NoCtcp = 5,
    /// Roleplay commands may be used (`E`).
    Roleplay = 6,
    /// Only people with an account may speak (`M`).
    RegisteredSpeak = 7,
    /// Only people with an account may join (`R`).
    RegisteredJoin = 8,
    /// What members without a role say is heard by half-operators and above only (`U`).
    OperatorModerated = 9,
    /// Members without a role see only those with one, and those come and go (`u`).
    Auditorium = 10,
}

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 11] = [
        Self::Secret,
        Self::InviteOnly,
        Self::Moderated,
        Self::MembersSpeak,
        Self::TopicLocked,
        Self::NoCtcp,
        Self::Roleplay,
        Self::RegisteredSpeak,
        Self::RegisteredJoin,
        Self::OperatorModerated,
        Self::Auditorium,
    ];
}

/// The rules of a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    flags: u16,
    /// Who joins must say it (`k`).
    pub key: Option<Arc<str>>,
    /// Members at most (`l`).
    pub capacity: Option<u32>,
    /// Where who cannot join is sent (`f`).
    pub forward: Option<RoomName>,
}

impl Default for Policy {
    /// Only members speak, the topic is for half-operators and above: what IRC networks start with.
    fn default() -> Self {
        Self { flags: 0, key: None, capacity: None, forward: None }
            .with(Flag::MembersSpeak, true)
            .with(Flag::TopicLocked, true)
    }
}

impl Policy {
    /// No rule at all.
    #[must_use]
    pub const fn open() -> Self {
        Self { flags: 0, key: None, capacity: None, forward: None }
    }

    /// Whether the flag is set.
    #[must_use]
    pub const fn has(&self, flag: Flag) -> bool {
        self.flags & 1 << flag as u8 != 0
    }

    /// This policy with the flag set or cleared.
    #[must_use]
    pub fn with(mut self, flag: Flag, on: bool) -> Self {
        self.set(flag, on);
        self
    }

    /// Sets or clears the flag.
    pub fn set(&mut self, flag: Flag, on: bool) {
        let bit = 1 << flag as u8;
        if on {
            self.flags |= bit;
        } else {
            self.flags &= !bit;
        }
    }

    /// The flags as a number, for those who keep them; bit n is flag n.
    #[must_use]
    pub const fn bits(&self) -> u16 {
        self.flags
    }

    /// Sets all flags from [`Policy::bits`].
    pub fn set_bits(&mut self, bits: u16) {
        self.flags = bits & 0x7ff;
    }

    /// Whether a stranger could walk in: then its past is no secret either.
    #[must_use]
    pub fn lets_strangers_in(&self) -> bool {
        !self.has(Flag::Secret)
            && !self.has(Flag::InviteOnly)
            && !self.has(Flag::RegisteredJoin)
            && self.key.is_none()
    }
}
