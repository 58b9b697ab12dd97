//! Roles of a member, lowest first.

/// What a member may do more than others. `Plain` is a member without a role.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Role {
    /// No role.
    Plain = 0,
    /// May speak in a moderated room (`+`).
    Voice = 1,
    /// May also kick, voice, ban and set the topic (`%`).
    HalfOperator = 2,
    /// May also change what the room is, and make operators (`@`).
    Operator = 3,
    /// An operator whom operators cannot remove (`&`).
    Admin = 4,
    /// May do everything, delete the room included, but give it away: that is for its founder (`~`).
    Owner = 5,
}

impl Role {
    /// Every role, highest first, without `Plain`: the order of IRC's PREFIX.
    pub const LADDER: [Self; 5] = [Self::Owner, Self::Admin, Self::Operator, Self::HalfOperator, Self::Voice];

    /// Whether somebody with this role may kick or demote somebody with `other`.
    ///
    /// Owners anyone; admins and operators those below admin; half-operators those below half-operator.
    #[must_use]
    pub fn outranks(self, other: Self) -> bool {
        match self {
            Self::Owner => true,
            Self::Admin | Self::Operator => other < Self::Admin,
            Self::HalfOperator => other < Self::HalfOperator,
            Self::Voice | Self::Plain => false,
        }
    }

    /// The lowest role that may give or take this one.
    #[must_use]
    pub fn given_by(self) -> Self {
        match self {
            Self::Plain | Self::Voice => Self::HalfOperator,
            Self::HalfOperator | Self::Operator => Self::Operator,
            Self::Admin | Self::Owner => Self::Owner,
        }
    }
}

/// The roles a member has at once (an operator may also be voiced, as in IRC).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Roles(u8);

impl Roles {
    /// No role.
    pub const NONE: Self = Self(0);

    /// Just this role.
    #[must_use]
    pub const fn only(role: Role) -> Self {
        Self::NONE.with(role)
    }

    /// These and `role`.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        match role {
            Role::Plain => self,
            _ => Self(self.0 | 1 << role as u8),
        }
    }

    /// These without `role`.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    /// Whether `role` is among them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u8 != 0
    }

    /// The highest of them.
    #[must_use]
    pub fn highest(self) -> Role {
        Role::LADDER.into_iter().find(|&r| self.has(r)).unwrap_or(Role::Plain)
    }

    /// As a number, for those who keep or send them; bit n is role n.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// From [`Roles::bits`]; unknown bits are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0b11_1110)
    }
}
