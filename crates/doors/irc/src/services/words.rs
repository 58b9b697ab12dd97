//! The house's refusals as a service says them.

use parlor_model::Refusal;

/// A sentence for who was refused.
pub(super) fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::NoSuchRoom => "There is no such channel".into(),
        Refusal::NoSuchPerson(name) => format!("There is nobody called {name}, and no such account"),
        Refusal::NoSuchMessage(_) | Refusal::Deleted(_) => "There is no such message".into(),
        Refusal::NotMember => "You are not on that channel".into(),
        Refusal::TheyAreNotMember(nick) => format!("{nick} is not on that channel"),
        Refusal::AlreadyMember(nick) => format!("{nick} is on that channel already"),
        Refusal::YouAreMember => "You are on that channel already".into(),
        Refusal::InviteOnly { .. }
        | Refusal::Banned { .. }
        | Refusal::WrongKey { .. }
        | Refusal::Full { .. }
        | Refusal::RegisteredOnly { .. } => "That channel does not let you in".into(),
        Refusal::TooManyRooms { rooms_max } => format!("One may be on at most {rooms_max} channels"),
        Refusal::Purged { reason } => format!("No channel may have that name ({reason})"),
        Refusal::NoGuests | Refusal::GuestsMayNotCreate | Refusal::NeedAccount => {
            "That takes an account: log in first".into()
        }
        Refusal::NeedRole(_) => "You do not rank high enough on that channel".into(),
        Refusal::NeedOperator => "Insufficient privileges".into(),
        Refusal::Moderated
        | Refusal::MembersSpeak
        | Refusal::RegisteredSpeak
        | Refusal::Muted
        | Refusal::NoCtcp => "You may not speak there".into(),
        Refusal::TheyOutrank(nick) => format!("{nick} ranks too high for that"),
        Refusal::NoRoleplay => "There is no roleplay on that channel".into(),
        Refusal::NoForward { to, .. } => format!("Nobody can be sent to {to} from there"),
        Refusal::NotYours => "That is not yours".into(),
        Refusal::NothingToChange => "Nothing to change".into(),
        Refusal::EmptyText => "There were no words".into(),
        Refusal::TooLong { bytes, bytes_max } => {
            format!("That is too long: {bytes} bytes of at most {bytes_max}")
        }
        Refusal::ListFull { entries_max, .. }
        | Refusal::TooManyInvitations { entries_max }
        | Refusal::TooManyStandings { entries_max } => {
            format!("The list is full ({entries_max})")
        }
        Refusal::TooManyFounded { rooms_max } => {
            format!("An account may be the founder of at most {rooms_max} channels")
        }
        Refusal::TooManyReactions { reactions_max } => format!("At most {reactions_max} reactions"),
        Refusal::TooMuchMetadata { keys_max } => format!("At most {keys_max} keys of metadata"),
        Refusal::OpenAnyway => "The channel is open".into(),
        Refusal::NameTaken(name) => format!("The name {name} is taken"),
        Refusal::NameLooksTaken { like, .. } => format!("The name is taken: it looks like {like}"),
        Refusal::NameIsAccount(name) => format!("The name {name} is an account's"),
        Refusal::AccountExists(name) => format!("There is an account called {name} already"),
        Refusal::NickIsAccount(_) => "You must use your account name as your nickname".into(),
        Refusal::OneSessionOnly(name) => {
            format!("{name} is connected already, and takes one connection at a time")
        }
        Refusal::NameUnfit { .. } => "That cannot be a name".into(),
        Refusal::TokenOver => "That token is none, or not any more.".into(),
        Refusal::NoDeletion => "Messages are not deleted here.".into(),
        Refusal::NotInScope => "That token is not for this.".into(),
        Refusal::InvitationOver => "That invitation is none, or was used up.".into(),
        Refusal::TooManyKeys { keys_max } => format!("That is enough: {keys_max} at once."),
        Refusal::WrongPassword => "Wrong account name or password".into(),
        Refusal::PasswordUnfit { bytes_min, bytes_max } => {
            format!("A password has {bytes_min} to {bytes_max} bytes")
        }
        Refusal::NoRegistration => "Accounts are not made here by asking".into(),
        Refusal::AlreadyEntered => "You are logged in already".into(),
        Refusal::NotEntered => "You have not registered".into(),
        Refusal::BannedFromHouse { reason } => format!("That is banned from this server ({reason})"),
        Refusal::TooFast { wait_ms } => {
            format!("Please wait {} seconds and try again", wait_ms.div_ceil(1000))
        }
        Refusal::Busy => "Please wait a moment and try again".into(),
        Refusal::OnGuard => "This server is on its guard just now.".into(),
        Refusal::TooManyBans { bans_max } => {
            format!("There are as many bans as this server keeps ({bans_max}).")
        }
        Refusal::NotHere => "That cannot be done there".into(),
        Refusal::NotReachable(nick) => format!("{nick} cannot be reached"),
        Refusal::NeedAccountToReach(nick) => format!("{nick} takes messages from accounts only"),
        Refusal::WrongCode => "That code is wrong or too old".into(),
        Refusal::NeedEmail => "An account is made here with an e-mail address only".into(),
        Refusal::CertificateTaken => "That certificate proves another account already".into(),
        Refusal::PushUntaken => "The push server did not take a first push".into(),
        Refusal::TooManyCertificates { certificates_max } => {
            format!("An account has at most {certificates_max} certificates")
        }
    }
}
