//! The house's refusals, in words: one calm sentence each.

use parlor_model::{ForwardError, ListKind, NameError, Refusal, RoomName};
use std::fmt;

use super::clean::OneLine;
use super::roles;

/// A refusal as the person is told it.
pub(crate) struct Refused<'a>(pub(crate) &'a Refusal);

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Refusal::NoSuchRoom => f.write_str("There is no such room."),
            Refusal::NoSuchPerson(name) => write!(f, "There is nobody called {}.", OneLine(name)),
            Refusal::NoSuchMessage(number) => write!(f, "There is no message #{number} here."),
            Refusal::NotMember => f.write_str("You are not in that room; /join enters one."),
            Refusal::TheyAreNotMember(name) => write!(f, "{name} is not in the room."),
            Refusal::AlreadyMember(name) => write!(f, "{name} is in the room already."),
            Refusal::YouAreMember => f.write_str("You are in that room already."),
            Refusal::InviteOnly { forward } => {
                write!(f, "Only who is invited may join that room.{}", Forward(forward))
            }
            Refusal::Banned { forward } => write!(f, "You are banned from that room.{}", Forward(forward)),
            Refusal::WrongKey { forward } => {
                write!(f, "That room wants its key: /join #room KEY.{}", Forward(forward))
            }
            Refusal::Full { members_max, forward } => {
                write!(f, "That room is full, {members_max} of {members_max}.{}", Forward(forward))
            }
            Refusal::RegisteredOnly { forward } => write!(
                f,
                "Only people with an account may join that room; /register makes one.{}",
                Forward(forward)
            ),
            Refusal::TooManyRooms { rooms_max } => {
                write!(f, "You are in {rooms_max} rooms, which is as many as one person may be in; /part leaves one.")
            }
            Refusal::GuestsMayNotCreate => {
                f.write_str("There is no such room, and only people with an account may open one; /register makes an account.")
            }
            Refusal::NoGuests => {
                f.write_str("Only people with an account may come in here. If you have one: /login NAME PASSWORD.")
            }
            Refusal::NeedRole(role) => write!(f, "That is for {} of the room and above.", roles::those(*role)),
            Refusal::NeedOperator => f.write_str("That is for operators of the house."),
            Refusal::NeedAccount => f.write_str("That takes an account; /register makes one, /login uses it."),
            Refusal::Moderated => f.write_str("Only voiced members may speak here, so that was not said."),
            Refusal::MembersSpeak => f.write_str("Only members may speak there, so that was not said; /join enters a room."),
            Refusal::RegisteredSpeak => {
                f.write_str("Only people with an account may speak here, so that was not said; /register makes one.")
            }
            Refusal::Muted => f.write_str("You may not do that here: a ban or mute means you."),
            Refusal::NoCtcp => f.write_str("That room takes no client-to-client requests."),
            Refusal::TheyOutrank(name) => write!(f, "{name} ranks too high for that."),
            Refusal::NoRoleplay => f.write_str("There is no roleplay in that room."),
            Refusal::NoForward { to, why: ForwardError::NoSuchRoom } => write!(f, "There is no room {to}."),
            Refusal::NoForward { to, why: ForwardError::NotYours } => write!(f, "You do not run {to}."),
            Refusal::NoForward { to, why: ForwardError::Loop } => write!(f, "{to} leads back to this room."),
            Refusal::NotYours => f.write_str("That message is not yours."),
            Refusal::Deleted(number) => write!(f, "Message #{number} is deleted."),
            Refusal::NothingToChange => f.write_str("It is so already."),
            Refusal::EmptyText => f.write_str("There are no words in that."),
            Refusal::TooLong { bytes, bytes_max } => {
                write!(f, "That is too long: {bytes} bytes, of {bytes_max} at most. Nothing of it was used.")
            }
            Refusal::ListFull { list, entries_max } => {
                let list = match list {
                    ListKind::Ban | ListKind::Mute => "list of bans and mutes",
                    ListKind::BanException | ListKind::MuteException => "list of ban exceptions",
                    ListKind::InviteException => "list of who may come uninvited",
                };
                write!(f, "The room's {list} is full, {entries_max} of {entries_max}.")
            }
            Refusal::TooManyReactions { reactions_max } => {
                write!(f, "That message has {reactions_max} reactions, which is as many as one may have.")
            }
            Refusal::Purged { reason } if reason.is_empty() => f.write_str("no room may have that name"),
            Refusal::Purged { reason } => write!(f, "no room may have that name ({reason})"),
            Refusal::TooManyStandings { entries_max } => {
                write!(f, "as many people have a role there for good as can ({entries_max})")
            }
            Refusal::TooManyFounded { rooms_max } => {
                write!(f, "an account may be the founder of {rooms_max} rooms at most.")
            }
            Refusal::TooManyInvitations { entries_max } => {
                write!(f, "{entries_max} invitations to the room are open, which is as many as may be.")
            }
            Refusal::TooMuchMetadata { keys_max } => {
                write!(f, "There are {keys_max} keys of metadata, which is as many as may be.")
            }
            Refusal::OpenAnyway => f.write_str("That room is open: /join enters it."),
            Refusal::NameTaken(name) => write!(f, "{} is taken.", OneLine(name)),
            Refusal::NameLooksTaken { name, like } => {
                write!(f, "{} looks too much like {}, which is taken.", OneLine(name), OneLine(like))
            }
            Refusal::NameIsAccount(name) => {
                write!(f, "{0} is somebody's account. If it is yours: /login {0} PASSWORD.", OneLine(name))
            }
            Refusal::AccountExists(name) => {
                let name = OneLine(name);
                write!(f, "There is an account called {name} already. If it is yours: /login {name} PASSWORD.")
            }
            Refusal::NickIsAccount(name) => write!(
                f,
                "You cannot be called {}: people with an account go by its name here.", OneLine(name)
            ),
            Refusal::OneSessionOnly(name) => write!(
                f,
                "{} is connected already, and takes one connection at a time.", OneLine(name)
            ),
            Refusal::NameUnfit { name, why } => write!(f, "{}", Unfit { name, why: *why }),
            Refusal::WrongPassword => f.write_str("Wrong name or password."),
            Refusal::PasswordUnfit { bytes_min, bytes_max } => {
                write!(f, "A password has {bytes_min} to {bytes_max} bytes.")
            }
            Refusal::WrongCode => f.write_str("That code is wrong or too old."),
            Refusal::NeedEmail => f.write_str("An account is made here with an e-mail address only."),
            Refusal::CertificateTaken => f.write_str("That certificate belongs to another account."),
            Refusal::TooManyCertificates { certificates_max } => write!(
                f,
                "The account has {certificates_max} certificates, which is as many as one may have."
            ),
            Refusal::PushUntaken => f.write_str("The push server did not take a first push."),
            Refusal::NoRegistration => f.write_str("Accounts are not made here by asking; whoever runs the house makes them."),
            Refusal::TokenOver => f.write_str("That token is none, or not any more."),
            Refusal::NoDeletion => f.write_str("Messages are not deleted here."),
            Refusal::NotInScope => f.write_str("That token is not for this."),
            Refusal::InvitationOver => f.write_str("That invitation is none, or was used up."),
            Refusal::TooManyKeys { keys_max } => write!(f, "That is enough: {keys_max} at once."),
            Refusal::AlreadyEntered => f.write_str("You are somebody already; /logout comes first."),
            Refusal::NotEntered => f.write_str("First a nickname: type the one you want."),
            Refusal::BannedFromHouse { reason } if reason.is_empty() => f.write_str("You are banned from this house."),
            Refusal::BannedFromHouse { reason } => {
                write!(f, "You are banned from this house ({}).", OneLine(reason))
            }
            Refusal::TooFast { wait_ms } => {
                write!(f, "Slower, please: try again in {} s.", wait_ms.div_ceil(1000))
            }
            Refusal::Busy => f.write_str("The house is busy with that just now; try again in a moment."),
            Refusal::OnGuard => f.write_str("The house is on its guard just now. Try again later."),
            Refusal::TooManyBans { bans_max } => {
                write!(f, "There are as many bans as the house keeps ({bans_max}).")
            }
            Refusal::NotHere => f.write_str("That cannot be done in a direct conversation."),
            Refusal::NotReachable(name) => write!(f, "{} is not here.", OneLine(name)),
            Refusal::NeedAccountToReach(name) => {
                write!(f, "{} takes direct messages only from people with an account; /register makes one.", OneLine(name))
            }
        }
    }
}

struct Forward<'a>(&'a Option<RoomName>);

impl fmt::Display for Forward<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(room) => write!(f, " It points to {room} instead: /join {room}."),
            None => Ok(()),
        }
    }
}

/// Why a typed name is none.
pub(crate) struct Unfit<'a> {
    pub(crate) name: &'a str,
    pub(crate) why: NameError,
}

impl fmt::Display for Unfit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = OneLine(self.name);
        match self.why {
            NameError::Empty => f.write_str("A name can't be empty."),
            NameError::TooLong { chars_max } => {
                write!(f, "That name is too long: {chars_max} characters at most.")
            }
            NameError::Unfit { char: ' ' } => f.write_str("A name has no blanks in it."),
            NameError::Unfit { char } => write!(f, "A name has no {char:?} in it."),
            NameError::UnfitStart { char } => write!(f, "A nickname does not begin with {char:?}."),
            NameError::NoHash => write!(f, "The name of a room begins with #: #{name}."),
            NameError::Reserved => write!(f, "{name} is kept for the house."),
        }
    }
}

#[cfg(test)]
#[path = "refusals_tests.rs"]
mod tests;
