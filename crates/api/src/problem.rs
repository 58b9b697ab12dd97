//! Refusals, as RFC 9457 problem details: a status for programs that know HTTP, a code for those that know Parlor.

use crate::words::words;
use parlor_model::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why something was not done (RFC 9457).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the `code` tells what it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status, also over a stream.
    pub status: u16,
    /// A stable word for programs.
    pub code: String,
    /// The same for people.
    pub detail: String,
    /// When to try again, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The room that this one points to instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<String>,
}

impl Problem {
    /// A problem from its parts.
    #[must_use]
    pub fn new(status: u16, code: &str, detail: &str) -> Self {
        Self {
            kind: "about:blank".into(),
            status,
            code: code.into(),
            detail: detail.into(),
            retry_after_ms: None,
            forward: None,
        }
    }

    /// The question cannot be read.
    #[must_use]
    pub fn bad_request(why: &str) -> Self {
        Self::new(400, "bad_request", why)
    }

    /// The disk failed: it may be kept or not.
    #[must_use]
    pub fn unconfirmed() -> Self {
        let detail = "The disk failed just now: that may be kept or not. Asked again with the same key, the house tells.";
        Self { retry_after_ms: Some(1000), ..Self::new(503, "unconfirmed", detail) }
    }

    /// The store could not say.
    #[must_use]
    pub fn fault() -> Self {
        let detail = "The house could not look that up just now. Nothing is lost; try again in a moment.";
        Self { retry_after_ms: Some(1000), ..Self::new(503, "fault", detail) }
    }

    /// To be tried again after so many milliseconds.
    #[must_use]
    pub fn after_ms(mut self, ms: u64) -> Self {
        self.retry_after_ms = Some(ms);
        self
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let (status, code) = status_and_code(refusal);
        let mut problem = Self::new(status, code, &words(refusal));
        match refusal {
            Refusal::TooFast { wait_ms } => problem.retry_after_ms = Some(*wait_ms),
            Refusal::Busy => problem.retry_after_ms = Some(1000),
            Refusal::InviteOnly { forward }
            | Refusal::Banned { forward }
            | Refusal::WrongKey { forward }
            | Refusal::Full { forward, .. }
            | Refusal::RegisteredOnly { forward } => {
                problem.forward = forward.as_ref().map(|r| r.as_str().to_owned());
            }
            _ => {}
        }
        problem
    }
}

/// A code is for ever: programs look at it.
const fn status_and_code(refusal: &Refusal) -> (u16, &'static str) {
    match refusal {
        Refusal::NoSuchRoom => (404, "no_such_room"),
        Refusal::NoSuchPerson(_) => (404, "no_such_person"),
        Refusal::NoSuchMessage(_) => (404, "no_such_message"),
        Refusal::NotMember => (403, "not_member"),
        Refusal::TheyAreNotMember(_) => (409, "they_are_not_member"),
        Refusal::AlreadyMember(_) => (409, "they_are_member"),
        Refusal::YouAreMember => (409, "you_are_member"),
        Refusal::InviteOnly { .. } => (403, "invite_only"),
        Refusal::Banned { .. } => (403, "banned"),
        Refusal::WrongKey { .. } => (403, "wrong_key"),
        Refusal::Full { .. } => (403, "full"),
        Refusal::RegisteredOnly { .. } => (403, "registered_only"),
        Refusal::TooManyRooms { .. } => (403, "too_many_rooms"),
        Refusal::GuestsMayNotCreate => (403, "guests_may_not_create"),
        Refusal::NoGuests => (401, "no_guests"),
        Refusal::NeedRole(_) => (403, "need_role"),
        Refusal::NeedOperator => (403, "need_operator"),
        Refusal::NeedAccount => (403, "need_account"),
        Refusal::Moderated => (403, "moderated"),
        Refusal::MembersSpeak => (403, "members_speak"),
        Refusal::RegisteredSpeak => (403, "registered_speak"),
        Refusal::Muted => (403, "muted"),
        Refusal::NoCtcp => (403, "no_ctcp"),
        Refusal::TheyOutrank(_) => (403, "they_outrank"),
        Refusal::NoRoleplay => (403, "no_roleplay"),
        Refusal::NoForward { .. } => (409, "no_forward"),
        Refusal::NotYours => (403, "not_yours"),
        Refusal::Deleted(_) => (410, "deleted"),
        Refusal::NothingToChange => (409, "nothing_to_change"),
        Refusal::EmptyText => (422, "empty_text"),
        Refusal::TooLong { .. } => (422, "too_long"),
        Refusal::ListFull { .. } => (409, "list_full"),
        Refusal::TooManyReactions { .. } => (409, "too_many_reactions"),
        Refusal::Purged { .. } => (403, "purged"),
        Refusal::TooManyStandings { .. } => (409, "too_many_standings"),
        Refusal::TooManyFounded { .. } => (403, "too_many_founded"),
        Refusal::TooManyInvitations { .. } => (409, "too_many_invitations"),
        Refusal::TooMuchMetadata { .. } => (409, "too_much_metadata"),
        Refusal::OpenAnyway => (409, "open_anyway"),
        Refusal::NameTaken(_) => (409, "name_taken"),
        Refusal::NameLooksTaken { .. } => (409, "name_looks_taken"),
        Refusal::NameIsAccount(_) => (401, "name_is_account"),
        Refusal::AccountExists(_) => (409, "account_exists"),
        Refusal::NickIsAccount(_) => (409, "nick_is_account"),
        Refusal::OneSessionOnly(_) => (409, "one_session_only"),
        Refusal::NameUnfit { .. } => (422, "name_unfit"),
        Refusal::WrongPassword => (401, "wrong_password"),
        Refusal::PasswordUnfit { .. } => (422, "password_unfit"),
        Refusal::WrongCode => (403, "wrong_code"),
        Refusal::NeedEmail => (403, "need_email"),
        Refusal::CertificateTaken => (409, "certificate_taken"),
        Refusal::TooManyCertificates { .. } => (409, "too_many_certificates"),
        Refusal::PushUntaken => (422, "push_untaken"),
        Refusal::NoRegistration => (403, "no_registration"),
        Refusal::TokenOver => (401, "session_over"),
        Refusal::NoDeletion => (403, "no_deletion"),
        Refusal::NotInScope => (403, "not_in_scope"),
        Refusal::InvitationOver => (404, "invitation_over"),
        Refusal::TooManyKeys { .. } => (409, "too_many_keys"),
        Refusal::AlreadyEntered => (409, "already_entered"),
        Refusal::NotEntered => (401, "not_entered"),
        Refusal::BannedFromHouse { .. } => (403, "banned_from_house"),
        Refusal::TooFast { .. } => (429, "too_fast"),
        Refusal::Busy => (503, "busy"),
        Refusal::OnGuard => (403, "on_guard"),
        Refusal::TooManyBans { .. } => (409, "too_many_bans"),
        Refusal::NotHere => (422, "not_here"),
        Refusal::NotReachable(_) => (409, "not_reachable"),
        Refusal::NeedAccountToReach(_) => (403, "need_account_to_reach"),
    }
}
