//! Keys to the house that are no passwords: tokens of programs and browsers, and invitations.
//!
//! Only the hash of a secret is known here: who reads the disk cannot come in with it. A secret has 256 random bits,
//! so a plain SHA-256 of it is enough; the slow hashes are for passwords, which people choose.

use crate::{AccountName, Number, PersonId, Refusal, RoomId, Text, Time};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The SHA-256 of a secret.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SecretHash(pub [u8; 32]);

/// A token or an invitation: the number of the directory's event that made it. Never given twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyId(pub Number);

/// What may be done with a token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scopes {
    /// Rooms, people, history and search may be read, and what happens be heard.
    pub read: bool,
    /// Things may be said, rooms joined and left.
    pub write: bool,
    /// Rooms, the account and (for server operators) the house may be ruled.
    pub manage: bool,
}

impl Scopes {
    /// Everything that the account may.
    pub const ALL: Self = Self { read: true, write: true, manage: true };
}

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A login, in a browser mostly. All of them end when the password changes.
    Login,
    /// A program's: it may do this. Lasts until it is revoked or runs out.
    Program(Scopes),
    /// A hook's: it may say something in this room, and nothing else.
    Hook(RoomId),
}

/// A key to an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessToken {
    /// Its name for who manages it.
    pub id: KeyId,
    /// Whose account it opens.
    pub person: PersonId,
    /// What it is for.
    pub kind: TokenKind,
    /// What its owner calls it; may be empty.
    pub label: Text,
    /// When it was made.
    pub since: Time,
    /// Until when it opens anything; `None` for ever.
    pub until: Option<Time>,
}

/// Leave to come in: to make an account where that is closed, to enter a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitation {
    /// Its name for who manages it.
    pub id: KeyId,
    /// Who made it.
    pub by: PersonId,
    /// The room it leads to; `None`: only into the house.
    pub room: Option<RoomId>,
    /// Whether an account may be made with it where that is closed.
    pub registers: bool,
    /// How often it may still be used.
    pub uses: u32,
    /// What its maker calls it; may be empty.
    pub label: Text,
    /// When it was made.
    pub since: Time,
    /// Until when it may be used; `None` for ever.
    pub until: Option<Time>,
}

/// What may be asked of the keyring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyringCommand {
    /// Make a token of one's own account, of a bot of one's own, or of any account as a server operator.
    MakeToken {
        /// Whose.
        name: AccountName,
        /// Of its secret.
        hash: SecretHash,
        /// What for.
        kind: TokenKind,
        /// What to call it.
        label: Text,
        /// Until when.
        until: Option<Time>,
    },
    /// End a token of such an account.
    EndToken {
        /// Which.
        id: KeyId,
    },
    /// End every login of such an account, but perhaps one.
    EndLogins {
        /// Whose.
        name: AccountName,
        /// Which stays.
        but: Option<KeyId>,
    },
    /// Make an invitation. Into the house it takes a server operator; that the maker may let people into the room is
    /// decided by the room.
    Invite {
        /// Of its secret.
        hash: SecretHash,
        /// Where to.
        room: Option<RoomId>,
        /// Whether an account may be made with it.
        registers: bool,
        /// How often.
        uses: u32,
        /// What to call it.
        label: Text,
        /// Until when.
        until: Option<Time>,
    },
    /// End an invitation of one's own, or any as a server operator.
    EndInvitation {
        /// Which.
        id: KeyId,
    },
    /// Use an invitation once.
    Use {
        /// Of its secret.
        hash: SecretHash,
    },
}

/// What happened to the keyring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyringFact {
    /// A token was made. Its id is the event's number.
    TokenMade {
        /// Whose.
        person: PersonId,
        /// Of its secret.
        hash: SecretHash,
        /// What for.
        kind: TokenKind,
        /// What it is called.
        label: Text,
        /// Until when.
        until: Option<Time>,
    },
    /// A token ended.
    TokenEnded {
        /// Which.
        id: KeyId,
    },
    /// Every login of an account ended, but perhaps one.
    LoginsEnded {
        /// Whose.
        person: PersonId,
        /// Which stays.
        but: Option<KeyId>,
    },
    /// An invitation was made. Its id is the event's number.
    InvitationMade {
        /// Of its secret.
        hash: SecretHash,
        /// Where to.
        room: Option<RoomId>,
        /// Whether an account may be made with it.
        registers: bool,
        /// How often.
        uses: u32,
        /// What it is called.
        label: Text,
        /// Until when.
        until: Option<Time>,
    },
    /// An invitation ended.
    InvitationEnded {
        /// Which.
        id: KeyId,
    },
    /// An invitation was used once.
    InvitationUsed {
        /// Which.
        id: KeyId,
    },
}

/// Logins of one account at once: the oldest ends when there is one more.
pub const LOGINS_MAX: usize = 64;
/// Tokens of programs and hooks that one account has at most.
pub const TOKENS_MAX: usize = 100;
/// Invitations that one person has open at most.
pub const INVITATIONS_MAX: usize = 100;

/// Every key, by the hash of its secret.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keyring {
    tokens: BTreeMap<SecretHash, AccessToken>,
    invitations: BTreeMap<SecretHash, Invitation>,
}

/// Who asks something of the keyring.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Holder {
    pub(crate) person: PersonId,
    pub(crate) rules: bool,
}

impl Keyring {
    /// What this secret opens at `now`.
    #[must_use]
    pub fn token(&self, hash: &SecretHash, now: Time) -> Option<&AccessToken> {
        self.tokens.get(hash).filter(|t| t.until.is_none_or(|until| now < until))
    }

    /// A token by its name, whether it has run out or not.
    #[must_use]
    pub fn token_named(&self, id: KeyId) -> Option<&AccessToken> {
        self.tokens.values().find(|t| t.id == id)
    }

    /// The invitation with this secret, as long as it may be used at `now`.
    #[must_use]
    pub fn invitation(&self, hash: &SecretHash, now: Time) -> Option<&Invitation> {
        self.invitations.get(hash).filter(|i| i.uses > 0 && i.until.is_none_or(|until| now < until))
    }

    /// The tokens of an account that still open something, oldest first.
    #[must_use]
    pub fn tokens_of(&self, person: PersonId, now: Time) -> Vec<&AccessToken> {
        let alive = |t: &&AccessToken| t.person == person && t.until.is_none_or(|until| now < until);
        let mut tokens: Vec<_> = self.tokens.values().filter(alive).collect();
        tokens.sort_unstable_by_key(|t| t.id);
        tokens
    }

    /// Open invitations, oldest first: of one person, or all.
    #[must_use]
    pub fn invitations_of(&self, person: Option<PersonId>, now: Time) -> Vec<&Invitation> {
        let open = |i: &&Invitation| {
            person.is_none_or(|p| i.by == p) && i.uses > 0 && i.until.is_none_or(|until| now < until)
        };
        let mut open: Vec<_> = self.invitations.values().filter(open).collect();
        open.sort_unstable_by_key(|i| i.id);
        open
    }

    /// Whether one more token fits.
    pub(crate) fn has_room_for_token(
        &self,
        person: PersonId,
        kind: TokenKind,
        now: Time,
    ) -> Result<(), Refusal> {
        let is_login = kind == TokenKind::Login;
        let there = self.tokens_of(person, now);
        let kept = there.iter().filter(|t| t.kind != TokenKind::Login).count();
        if !is_login && kept >= TOKENS_MAX {
            return Err(Refusal::TooManyKeys { keys_max: TOKENS_MAX });
        }
        Ok(())
    }

    /// Whether this person may make this invitation.
    pub(crate) fn may_invite(
        &self,
        holder: Holder,
        room: Option<RoomId>,
        registers: bool,
        now: Time,
    ) -> Result<(), Refusal> {
        if !holder.rules && (room.is_none() || registers) {
            return Err(Refusal::NeedOperator);
        }
        if self.invitations_of(Some(holder.person), now).len() >= INVITATIONS_MAX {
            return Err(Refusal::TooManyKeys { keys_max: INVITATIONS_MAX });
        }
        Ok(())
    }

    /// Whether this person may end this invitation.
    pub(crate) fn may_end_invitation(&self, holder: Holder, id: KeyId) -> Result<(), Refusal> {
        match self.invitations.values().find(|i| i.id == id) {
            Some(invitation) if holder.rules || invitation.by == holder.person => Ok(()),
            Some(_) | None => Err(Refusal::NothingToChange),
        }
    }

    /// Takes in what happened; `id` is the number of the event, `by` who did it.
    pub(crate) fn apply(&mut self, fact: &KeyringFact, id: KeyId, by: PersonId, at: Time) {
        match fact {
            KeyringFact::TokenMade { person, hash, kind, label, until } => {
                self.tokens.retain(|_, t| t.until.is_none_or(|until| at < until));
                self.end_oldest_login(*person, *kind);
                let (person, kind, label, until) = (*person, *kind, label.clone(), *until);
                let token = AccessToken { id, person, kind, label, since: at, until };
                self.tokens.insert(*hash, token);
            }
            KeyringFact::TokenEnded { id } => self.tokens.retain(|_, t| t.id != *id),
            KeyringFact::LoginsEnded { person, but } => self
                .tokens
                .retain(|_, t| t.person != *person || t.kind != TokenKind::Login || Some(t.id) == *but),
            KeyringFact::InvitationMade { hash, room, registers, uses, label, until } => {
                self.invitations.retain(|_, i| i.until.is_none_or(|until| at < until));
                let (room, registers, uses) = (*room, *registers, *uses);
                let (label, until) = (label.clone(), *until);
                let made = Invitation { id, by, room, registers, uses, label, since: at, until };
                self.invitations.insert(*hash, made);
            }
            KeyringFact::InvitationEnded { id } => self.invitations.retain(|_, i| i.id != *id),
            KeyringFact::InvitationUsed { id } => {
                for invitation in self.invitations.values_mut().filter(|i| i.id == *id) {
                    invitation.uses = invitation.uses.saturating_sub(1);
                }
                self.invitations.retain(|_, i| i.uses > 0);
            }
        }
    }

    fn end_oldest_login(&mut self, person: PersonId, kind: TokenKind) {
        let mine = |t: &&AccessToken| t.person == person && t.kind == TokenKind::Login;
        if kind != TokenKind::Login || self.tokens.values().filter(mine).count() < LOGINS_MAX {
            return;
        }
        if let Some(oldest) = self.tokens.values().filter(mine).map(|t| t.id).min() {
            self.tokens.retain(|_, t| t.id != oldest);
        }
    }

    /// An account ended: its tokens open nothing, and its invitations lead nowhere.
    pub(crate) fn forget(&mut self, person: PersonId) {
        self.tokens.retain(|_, t| t.person != person);
        self.invitations.retain(|_, i| i.by != person);
    }
}
