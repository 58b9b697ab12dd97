//! The answer to one ask, as the page writes it.

use crate::asks::Ask;
use parlor_model::{Actor, Decision, Limits, Refusal, Role, Room, decide};

/// What came of an ask.
pub(crate) type Answer = Result<Decision, Refusal>;

pub(crate) fn answer(room: &Room, actor: &Actor, ask: &Ask) -> Answer {
    decide::decide(room, actor, &ask.command, ask.recall.as_ref(), &Limits::default())
}

/// Whether it is so already: nobody is refused a right by that.
pub(crate) fn is_so_already(answer: &Answer) -> bool {
    matches!(answer, Err(Refusal::NothingToChange))
}

/// The answer in a word or two.
pub(crate) fn cell(answer: &Answer) -> String {
    match answer {
        Ok(decision) => {
            assert!(decision.partly.is_empty(), "one thing was asked, and done in part");
            assert!(!decision.facts.is_empty(), "done, and nothing happened");
            YES.into()
        }
        Err(why) => short(why),
    }
}

pub(crate) const YES: &str = "yes";

/// What the page calls a refusal. One that is not for [`decide`] to give, or not asked for here, has no name.
fn short(refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoSuchRoom => "no such room".into(),
        Refusal::NoSuchMessage(_) => "no such message".into(),
        Refusal::NotMember => "not a member".into(),
        Refusal::TheyAreNotMember(_) => "they are no member".into(),
        Refusal::AlreadyMember(_) => "already here".into(),
        Refusal::YouAreMember => "already a member".into(),
        Refusal::InviteOnly { forward } => forwarded("invite-only", forward.as_ref()),
        Refusal::Banned { forward } => forwarded("banned", forward.as_ref()),
        Refusal::WrongKey { forward } => forwarded("wrong key", forward.as_ref()),
        Refusal::Full { forward, .. } => forwarded("full", forward.as_ref()),
        Refusal::RegisteredOnly { forward } => forwarded("account needed", forward.as_ref()),
        Refusal::NeedRole(role) => format!("needs {}", prefix(*role)),
        Refusal::NeedAccount => "account needed".into(),
        Refusal::Moderated => "moderated".into(),
        Refusal::MembersSpeak => "members speak".into(),
        Refusal::RegisteredSpeak => "account needed".into(),
        Refusal::Muted => "silenced".into(),
        Refusal::NoCtcp => "no requests".into(),
        Refusal::TheyOutrank(_) => "outranked".into(),
        Refusal::NoRoleplay => "no roleplay".into(),
        Refusal::NotYours => "not yours".into(),
        Refusal::Deleted(_) => "deleted".into(),
        Refusal::NothingToChange => "so already".into(),
        Refusal::OpenAnyway => "just walk in".into(),
        Refusal::OnGuard | Refusal::TooManyBans { .. } => "not asked here".into(),
        Refusal::NotHere => "not there".into(),
        Refusal::NoSuchPerson(_)
        | Refusal::TooManyRooms { .. }
        | Refusal::GuestsMayNotCreate
        | Refusal::NoGuests
        | Refusal::NeedOperator
        | Refusal::EmptyText
        | Refusal::TooLong { .. }
        | Refusal::ListFull { .. }
        | Refusal::TooManyReactions { .. }
        | Refusal::TooManyInvitations { .. }
        | Refusal::TooManyStandings { .. }
        | Refusal::TooManyFounded { .. }
        | Refusal::Purged { .. }
        | Refusal::TooMuchMetadata { .. }
        | Refusal::NameTaken(_)
        | Refusal::NameLooksTaken { .. }
        | Refusal::NameIsAccount(_)
        | Refusal::AccountExists(_)
        | Refusal::NickIsAccount(_)
        | Refusal::OneSessionOnly(_)
        | Refusal::NameUnfit { .. }
        | Refusal::WrongPassword
        | Refusal::PasswordUnfit { .. }
        | Refusal::TokenOver
        | Refusal::NoDeletion
        | Refusal::NotInScope
        | Refusal::InvitationOver
        | Refusal::TooManyKeys { .. }
        | Refusal::WrongCode
        | Refusal::NeedEmail
        | Refusal::CertificateTaken
        | Refusal::TooManyCertificates { .. }
        | Refusal::PushUntaken
        | Refusal::NoRegistration
        | Refusal::AlreadyEntered
        | Refusal::NotEntered
        | Refusal::BannedFromHouse { .. }
        | Refusal::TooFast { .. }
        | Refusal::Busy
        | Refusal::NotReachable(_)
        | Refusal::NoForward { .. }
        | Refusal::NeedAccountToReach(_) => panic!("not a matter of rights: {refusal:?}"),
    }
}

fn forwarded(why: &str, forward: Option<&parlor_model::RoomName>) -> String {
    forward.map_or_else(|| why.into(), |to| format!("{why}, sent to `{to}`"))
}

/// The sign that IRC clients show before a name.
pub(crate) const fn prefix(role: Role) -> &'static str {
    match role {
        Role::Plain => "membership",
        Role::Voice => "+",
        Role::HalfOperator => "%",
        Role::Operator => "@",
        Role::Admin => "&",
        Role::Owner => "~",
    }
}

/// What the short names mean, for the page.
pub(crate) const LEGEND: [(&str, &str); 25] = [
    ("needs %, @, ~", "only with that role or a higher one"),
    ("no such room", "the room is closed, or secret and not for the asker to know of"),
    ("not a member", "join first"),
    ("already a member", "the asker is in the room"),
    ("already here", "the one meant is in the room"),
    ("they are no member", "the one meant is not in the room"),
    ("banned", "a ban means the asker, and no exception does"),
    ("invite-only", "one has to be invited, or on the list of invite exceptions"),
    ("wrong key", "the room has a key, and it was not said"),
    ("full", "the room has as many members as it takes"),
    ("account needed", "guests may not"),
    ("sent to `#next`", "the client is told to try that room instead"),
    ("just walk in", "nothing keeps the asker out: no need to knock"),
    ("members speak", "only members may speak"),
    ("silenced", "a ban or a mute means the asker, and neither an exception nor a role helps"),
    ("moderated", "only with a role, from voice up"),
    ("no requests", "the room takes no client-to-client requests"),
    ("no roleplay", "there are plays in rooms with `E` only"),
    ("outranked", "the one meant stands too high"),
    ("not yours", "only who said it, or who keeps order in the room"),
    ("no such message", "not there, or not for the asker to read"),
    ("deleted", "the message was taken away before"),
    ("so already", "nothing would change"),
    ("not there", "direct conversations have no such thing, and rooms without a founder no roles for good"),
    ("yes", "done"),
];
