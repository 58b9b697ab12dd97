//! Questions under way, and what their answers are to be shown as.

use crate::codec::Span;
use parlor_model::{AccountName, Email, Nickname, RoomName, Text};
use parlor_server::Token;

/// What an answer is shown as. A question without one is answered by what happens, or by a refusal.
#[derive(Debug)]
pub(super) enum Pending {
    /// To be let in.
    Enter,
    /// To have the password checked of who wants to be let in as an account.
    VerifyToEnter,
    /// To join a room, which [`Pending::EnteredRoom`] and [`Pending::EnteredPage`] then show.
    Join,
    /// A look at the room that is being entered.
    EnteredRoom,
    /// The last lines of the room that is being entered.
    EnteredPage,
    /// Whether one is in the room that is to be the current one.
    MakeCurrent(RoomName),
    /// Everything before is done: goodbye.
    Leave(Text),
    /// Who is in a room.
    Names,
    /// Its topic.
    Topic,
    /// How it works.
    Mode,
    /// The rooms, all or those that fit a pattern.
    Rooms(Option<Box<str>>),
    /// Somebody.
    Whois,
    /// Everybody.
    Who,
    /// Whether somebody who was written to is away.
    IsAway,
    /// Earlier messages.
    History {
        /// Which part, as it was asked.
        span: Span,
        /// Messages at most.
        limit: usize,
    },
    /// What was sought.
    Search,
    /// To be away, or back.
    Away(Option<Text>),
    /// Another nickname.
    Nick(Nickname),
    /// The nickname of the account one has become; one's own will do as well.
    NickOfAccount(Nickname),
    /// Credentials for a new account.
    Hash(AccountName, Option<Email>),
    /// The new account.
    Register(AccountName, Option<Email>),
    /// `/verify`.
    Confirm(AccountName),
    /// To have the password checked of who is in already.
    Verify,
    /// To be an account.
    LogIn(AccountName),
    /// Which rooms the account is in.
    RoomsOfAccount,
}

/// The questions under way that have something to say about their answers.
#[derive(Debug, Default)]
pub(super) struct Questions(Vec<(Token, Pending)>);

impl Questions {
    pub(super) fn add(&mut self, token: Token, pending: Pending) {
        self.0.push((token, pending));
    }

    pub(super) fn take(&mut self, token: Token) -> Option<Pending> {
        let at = self.0.iter().position(|(asked, _)| *asked == token)?;
        let (_, pending) = self.0.remove(at);
        if self.0.is_empty() {
            // An idle connection holds nothing.
            self.0 = Vec::new();
        }
        Some(pending)
    }
}
