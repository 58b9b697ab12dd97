//! The house's refusals in words, for people who read what a program was answered.

use parlor_model::{ForwardError, ListKind, NameError, Refusal};

/// One calm sentence.
pub(crate) fn words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchRoom => "There is no such room.".into(),
        Refusal::NoSuchPerson(name) => format!("There is nobody called {name}."),
        Refusal::NoSuchMessage(number) => format!("There is no message {number} there."),
        Refusal::NotMember => "You are not in that room.".into(),
        Refusal::TheyAreNotMember(name) => format!("{name} is not in the room."),
        Refusal::AlreadyMember(name) => format!("{name} is in the room already."),
        Refusal::YouAreMember => "You are in that room already.".into(),
        Refusal::InviteOnly { .. } => "Only who is invited may join that room.".into(),
        Refusal::Banned { .. } => "You are banned from that room.".into(),
        Refusal::WrongKey { .. } => "That room wants its key.".into(),
        Refusal::Full { members_max, .. } => format!("That room is full, {members_max} of {members_max}."),
        Refusal::RegisteredOnly { .. } => "Only people with an account may join that room.".into(),
        Refusal::TooManyRooms { rooms_max } => {
            format!("You are in {rooms_max} rooms, which is as many as one person may be in.")
        }
        Refusal::GuestsMayNotCreate => {
            "There is no such room, and only people with an account may open one.".into()
        }
        Refusal::NoGuests => "Only people with an account may come in here.".into(),
        Refusal::NeedRole(role) => format!("That takes a role: {}.", role_word(*role)),
        Refusal::NeedOperator => "That is for operators of the house.".into(),
        Refusal::NeedAccount => "That takes an account.".into(),
        Refusal::Moderated => "Only voiced members may speak there.".into(),
        Refusal::MembersSpeak => "Only members may speak there.".into(),
        Refusal::RegisteredSpeak => "Only people with an account may speak there.".into(),
        Refusal::Muted => "You may not do that there: a ban or mute means you.".into(),
        Refusal::NoCtcp => "That room takes no client-to-client requests.".into(),
        Refusal::TheyOutrank(name) => format!("{name} ranks too high for that."),
        Refusal::NoRoleplay => "There is no roleplay in that room.".into(),
        Refusal::NoForward { to, why } => match why {
            ForwardError::NoSuchRoom => format!("There is no room {to}."),
            ForwardError::NotYours => format!("You do not run {to}."),
            ForwardError::Loop => format!("{to} leads back to that room."),
        },
        Refusal::NotYours => "That message is not yours.".into(),
        Refusal::Deleted(number) => format!("Message {number} is deleted."),
        Refusal::NothingToChange => "It is so already.".into(),
        Refusal::EmptyText => "There are no words in that.".into(),
        Refusal::TooLong { bytes, bytes_max } => {
            format!("That is too long: {bytes} bytes, of {bytes_max} at most. Nothing of it was used.")
        }
        Refusal::ListFull { list, entries_max } => {
            let list = match list {
                ListKind::Ban | ListKind::Mute => "list of bans and mutes",
                ListKind::BanException | ListKind::MuteException => "list of ban exceptions",
                ListKind::InviteException => "list of who may come uninvited",
            };
            format!("The room's {list} is full, {entries_max} of {entries_max}.")
        }
        Refusal::TooManyReactions { reactions_max } => {
            format!("That message has {reactions_max} reactions, which is as many as one may have.")
        }
        Refusal::Purged { reason } if reason.is_empty() => "no room may have that name".to_owned(),
        Refusal::Purged { reason } => format!("no room may have that name: {reason}"),
        Refusal::TooManyStandings { entries_max } => {
            format!("as many people have a role there for good as can ({entries_max})")
        }
        Refusal::TooManyFounded { rooms_max } => {
            format!("an account may be the founder of {rooms_max} rooms at most.")
        }
        Refusal::TooManyInvitations { entries_max } => {
            format!("{entries_max} invitations to the room are open, which is as many as may be.")
        }
        Refusal::TooMuchMetadata { keys_max } => {
            format!("There are {keys_max} keys of metadata, which is as many as may be.")
        }
        Refusal::OpenAnyway => "That room is open: just join it.".into(),
        Refusal::NameTaken(name) => format!("{name} is taken."),
        Refusal::NameLooksTaken { name, like } => {
            format!("{name} looks too much like {like}, which is taken.")
        }
        Refusal::NameIsAccount(name) => format!("{name} is somebody's account. If it is yours, log in."),
        Refusal::AccountExists(name) => format!("There is an account called {name} already."),
        Refusal::NickIsAccount(name) => {
            format!("You cannot be called {name}: people with an account go by its name here.")
        }
        Refusal::OneSessionOnly(name) => {
            format!("{name} is connected already, and takes one connection at a time.")
        }
        Refusal::NameUnfit { name, why } => unfit(name, *why),
        Refusal::WrongPassword => "Wrong name or password.".into(),
        Refusal::PasswordUnfit { bytes_min, bytes_max } => {
            format!("A password has {bytes_min} to {bytes_max} bytes.")
        }
        Refusal::WrongCode => "That code is wrong or too old.".into(),
        Refusal::NeedEmail => "An account is made here with an e-mail address only.".into(),
        Refusal::CertificateTaken => "That certificate belongs to another account.".into(),
        Refusal::TooManyCertificates { certificates_max } => {
            format!("The account has {certificates_max} certificates, which is as many as one may have.")
        }
        Refusal::PushUntaken => "The push server did not take a first push.".into(),
        Refusal::NoRegistration => {
            "Accounts are not made here by asking; whoever runs the house makes them.".into()
        }
        Refusal::TokenOver => "That token is none, or not any more. Log in again.".into(),
        Refusal::NoDeletion => "Messages are not deleted here.".into(),
        Refusal::NotInScope => "That token is not for this.".into(),
        Refusal::InvitationOver => "That invitation is none, or was used up.".into(),
        Refusal::TooManyKeys { keys_max } => format!("That is enough: {keys_max} at once."),
        Refusal::AlreadyEntered => "You are somebody already.".into(),
        Refusal::NotEntered => "First say who you are.".into(),
        Refusal::BannedFromHouse { reason } if reason.is_empty() => "You are banned from this house.".into(),
        Refusal::BannedFromHouse { reason } => format!("You are banned from this house ({reason})."),
        Refusal::TooFast { wait_ms } => {
            format!("Slower, please: try again in {} s.", wait_ms.div_ceil(1000))
        }
        Refusal::Busy => "The house is busy with that just now; try again in a moment.".into(),
        Refusal::OnGuard => "The house is on its guard just now. Try again later.".into(),
        Refusal::TooManyBans { bans_max } => {
            format!("There are as many bans as the house keeps ({bans_max}).")
        }
        Refusal::NotHere => "That cannot be done in a direct conversation.".into(),
        Refusal::NotReachable(name) => format!("{name} is not here."),
        Refusal::NeedAccountToReach(name) => {
            format!("{name} takes direct messages only from people with an account.")
        }
    }
}

const fn role_word(role: parlor_model::Role) -> &'static str {
    use parlor_model::Role;
    match role {
        Role::Plain => "none",
        Role::Voice => "voice or above",
        Role::HalfOperator => "half-operator or above",
        Role::Operator => "operator or above",
        Role::Admin => "admin or above",
        Role::Owner => "owner",
    }
}

fn unfit(name: &str, why: NameError) -> String {
    match why {
        NameError::Empty => "A name can't be empty.".into(),
        NameError::TooLong { chars_max } => format!("That name is too long: {chars_max} characters at most."),
        NameError::Unfit { char } => format!("A name like `{name}` has no {char:?} in it."),
        NameError::UnfitStart { char } => format!("A nickname does not begin with {char:?}."),
        NameError::NoHash => format!("The name of a room begins with #: #{name}."),
        NameError::Reserved => format!("{name} is kept for the house."),
    }
}
