//! The house's refusals in the words of IRC.

use crate::codec::numerics::{
    ERR_ALREADYREGISTERED, ERR_BADCHANNELKEY, ERR_BANLISTFULL, ERR_BANNEDFROMCHAN, ERR_BANNICKCHANGE,
    ERR_CANNOTSENDRP, ERR_CANNOTSENDTOCHAN, ERR_CHANNELISFULL, ERR_CHANOPEN, ERR_CHANOPRIVSNEEDED,
    ERR_INPUTTOOLONG, ERR_INVALIDMODEPARAM, ERR_INVITEONLYCHAN, ERR_KNOCKONCHAN, ERR_NEEDREGGEDNICK,
    ERR_NICKNAMEINUSE, ERR_NOPRIVILEGES, ERR_NOSUCHCHANNEL, ERR_NOSUCHNICK, ERR_NOTEXTTOSEND,
    ERR_NOTONCHANNEL, ERR_NOTREGISTERED, ERR_PASSWDMISMATCH, ERR_TOOMANYCHANNELS, ERR_UNKNOWNERROR,
    ERR_USERNOTINCHANNEL, ERR_USERONCHANNEL, ERR_YOUREBANNEDCREEP, RPL_TRYAGAIN,
};
use crate::turn::{Turn, safe};
use parlor_model::{ForwardError, ListKind, Refusal, Role};
use parlor_server::{Answer, Reply};

/// What was refused.
pub(crate) struct About<'a> {
    pub(crate) verb: &'static str,
    /// The room or person as the client named it.
    pub(crate) target: &'a str,
}

/// Writes the numeric of a refusal.
pub(crate) fn refuse(turn: &mut Turn<'_, '_>, about: &About<'_>, why: &Refusal) {
    let target = safe(about.target);
    match why {
        Refusal::NoSuchRoom => turn.numeric(ERR_NOSUCHCHANNEL, &[target], "No such channel"),
        Refusal::NoSuchPerson(nick) => turn.numeric(ERR_NOSUCHNICK, &[safe(nick)], "No such nick"),
        Refusal::NoSuchMessage(_) | Refusal::Deleted(_) => {
            turn.fail(about.verb, "UNKNOWN_MSGID", &[target], "This message does not exist or was deleted");
        }
        // MODE of a room one is not in is answered like MODE without the rank.
        Refusal::NotMember if about.verb == "MODE" => {
            turn.numeric(ERR_CHANOPRIVSNEEDED, &[target], "You're not a channel operator");
        }
        Refusal::NotMember if matches!(about.verb, "PRIVMSG" | "NOTICE" | "TAGMSG") => {
            turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel");
        }
        Refusal::NotMember => turn.numeric(ERR_NOTONCHANNEL, &[target], "You're not on that channel"),
        Refusal::TheyAreNotMember(nick) => {
            turn.numeric(ERR_USERNOTINCHANNEL, &[safe(nick), target], "They aren't on that channel");
        }
        Refusal::AlreadyMember(nick) => {
            turn.numeric(ERR_USERONCHANNEL, &[safe(nick), target], "is already on channel");
        }
        Refusal::YouAreMember => {
            turn.numeric(ERR_KNOCKONCHAN, &[target], "You are on that channel already");
        }
        Refusal::InviteOnly { .. } => {
            turn.numeric(ERR_INVITEONLYCHAN, &[target], "Cannot join channel (+i)");
        }
        Refusal::Banned { .. } => turn.numeric(ERR_BANNEDFROMCHAN, &[target], "Cannot join channel (+b)"),
        Refusal::WrongKey { .. } => turn.numeric(ERR_BADCHANNELKEY, &[target], "Cannot join channel (+k)"),
        Refusal::Full { .. } => turn.numeric(ERR_CHANNELISFULL, &[target], "Cannot join channel (+l)"),
        Refusal::RegisteredOnly { .. } => {
            turn.numeric(
                ERR_NEEDREGGEDNICK,
                &[target],
                "Cannot join channel (+R): log in to an account first",
            );
        }
        Refusal::TooManyRooms { rooms_max } => {
            let words = format!("You have joined as many channels as you may ({rooms_max})");
            turn.numeric(ERR_TOOMANYCHANNELS, &[target], &words);
        }
        Refusal::GuestsMayNotCreate => {
            turn.numeric(ERR_NOSUCHCHANNEL, &[target], "No such channel; log in to an account to create one");
        }
        Refusal::NoGuests => turn.fail(about.verb, "ACCOUNT_REQUIRED", &[], "Log in to an account first"),
        Refusal::NeedRole(role) => {
            let words = match role {
                Role::Plain | Role::Voice => "You need voice (+v) there",
                Role::HalfOperator => "You're not a channel half-operator",
                Role::Operator => "You're not a channel operator",
                Role::Admin | Role::Owner => "You're not the channel's owner",
            };
            turn.numeric(ERR_CHANOPRIVSNEEDED, &[target], words);
        }
        Refusal::NeedOperator => {
            turn.numeric(ERR_NOPRIVILEGES, &[], "Permission denied: you're not an IRC operator");
        }
        Refusal::NeedAccount => {
            turn.numeric(ERR_NEEDREGGEDNICK, &[target], "That takes an account");
        }
        Refusal::Moderated => turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel (+m)"),
        Refusal::MembersSpeak => turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel (+n)"),
        Refusal::RegisteredSpeak => {
            turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel (+M)");
        }
        Refusal::Muted if matches!(about.verb, "NICK" | "SETNAME") => {
            turn.numeric(ERR_BANNICKCHANGE, &[target], "You cannot change your name while banned or muted");
        }
        Refusal::Muted => turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel (+b)"),
        Refusal::NoCtcp => turn.numeric(ERR_CANNOTSENDTOCHAN, &[target], "Cannot send to channel (+C)"),
        Refusal::TheyOutrank(nick) => {
            let words = format!("{nick} ranks too high for that");
            turn.numeric(ERR_CHANOPRIVSNEEDED, &[target], &words);
        }
        Refusal::NoRoleplay => {
            turn.numeric(ERR_CANNOTSENDRP, &[target], "There is no roleplay on that channel (+E)");
        }
        Refusal::NoForward { to, why: ForwardError::NotYours } => {
            let words = format!("You're not a channel operator of {to}");
            turn.numeric(ERR_CHANOPRIVSNEEDED, &[target], &words);
        }
        Refusal::NoForward { to, why } => {
            let words = match why {
                ForwardError::Loop => "That channel leads back to this one",
                ForwardError::NoSuchRoom | ForwardError::NotYours => "No such channel",
            };
            turn.numeric(ERR_INVALIDMODEPARAM, &[target, "f", to.as_str()], words);
        }
        Refusal::NotYours => {
            turn.fail(about.verb, "REDACT_FORBIDDEN", &[target], "You may not do that to this message");
        }
        // IRC says nothing about what is so already.
        Refusal::NothingToChange => {}
        Refusal::EmptyText => turn.numeric(ERR_NOTEXTTOSEND, &[], "No text to send"),
        Refusal::TooLong { bytes, bytes_max } => {
            let words = format!("That is too long: {bytes} bytes of at most {bytes_max}");
            turn.numeric(ERR_INPUTTOOLONG, &[], &words);
        }
        Refusal::ListFull { list, entries_max } => {
            let letter = match list {
                ListKind::Ban | ListKind::Mute => "b",
                ListKind::BanException | ListKind::MuteException => "e",
                ListKind::InviteException => "I",
            };
            let words = format!("Channel list is full ({entries_max})");
            turn.numeric(ERR_BANLISTFULL, &[target, letter], &words);
        }
        Refusal::TooManyReactions { reactions_max } => {
            let words = format!("The message has as many reactions as it can carry ({reactions_max})");
            turn.fail(about.verb, "TOO_MANY_REACTIONS", &[target], &words);
        }
        Refusal::Purged { reason } => {
            let words = format!("No channel may have that name ({reason})");
            turn.numeric(ERR_NOSUCHCHANNEL, &[target], &words);
        }
        Refusal::TooManyStandings { entries_max } => {
            let words = format!("Too many people have a role there for good ({entries_max})");
            turn.numeric(ERR_BANLISTFULL, &[target, "o"], &words);
        }
        Refusal::TooManyFounded { rooms_max } => {
            let words = format!("An account may be the founder of at most {rooms_max} channels");
            turn.numeric(ERR_UNKNOWNERROR, &[about.verb], &words);
        }
        Refusal::TooManyInvitations { entries_max } => {
            let words = format!("Too many open invitations ({entries_max})");
            turn.numeric(ERR_BANLISTFULL, &[target, "i"], &words);
        }
        Refusal::TooMuchMetadata { keys_max } => {
            let words = format!("There are {keys_max} keys, which is as many as may be");
            turn.fail(about.verb, "LIMIT_REACHED", &[target], &words);
        }
        Refusal::OpenAnyway => turn.numeric(ERR_CHANOPEN, &[target], "Channel is open"),
        Refusal::NameTaken(name) if about.verb == "RENAME" => {
            let context = [target, &**name];
            turn.fail("RENAME", "CHANNEL_NAME_IN_USE", &context, "A channel of that name exists");
        }
        Refusal::NameLooksTaken { name, like } if name.starts_with('#') => {
            if about.verb == "RENAME" {
                let words = format!("It looks like {like}");
                turn.fail("RENAME", "CHANNEL_NAME_IN_USE", &[target, &**name], &words);
            } else {
                let words = format!("No such channel, and it looks like {like}");
                turn.numeric(ERR_NOSUCHCHANNEL, &[safe(name)], &words);
            }
        }
        Refusal::NameTaken(name)
        | Refusal::NameLooksTaken { name, .. }
        | Refusal::NameIsAccount(name)
        | Refusal::AccountExists(name)
        | Refusal::NickIsAccount(name)
        | Refusal::OneSessionOnly(name) => {
            turn.numeric(ERR_NICKNAMEINUSE, &[safe(name)], &name_words(why));
        }
        Refusal::NameUnfit { .. } => {
            turn.fail(about.verb, "INVALID_NAME", &[target], "That cannot be a name");
        }
        Refusal::WrongPassword => turn.numeric(ERR_PASSWDMISMATCH, &[], "Password incorrect"),
        Refusal::PasswordUnfit { bytes_min, bytes_max } => {
            let words = format!("A password has {bytes_min} to {bytes_max} bytes");
            turn.fail(about.verb, "UNACCEPTABLE_PASSWORD", &[target], &words);
        }
        Refusal::WrongCode => {
            turn.fail(about.verb, "INVALID_CODE", &[target], "That code is wrong or too old");
        }
        Refusal::NeedEmail => {
            turn.fail(
                about.verb,
                "INVALID_EMAIL",
                &[target],
                "An account is made here with an e-mail address only",
            );
        }
        Refusal::CertificateTaken => {
            turn.fail(
                about.verb,
                "CERTIFICATE_TAKEN",
                &[target],
                "That certificate belongs to another account",
            );
        }
        Refusal::TooManyCertificates { certificates_max } => {
            let words = format!("The account has as many certificates as it may ({certificates_max})");
            turn.fail(about.verb, "TOO_MANY_CERTIFICATES", &[target], &words);
        }
        Refusal::PushUntaken => {
            turn.fail(about.verb, "INVALID_PARAMS", &[target], "The push server did not take a first push");
        }
        Refusal::NoRegistration => {
            turn.fail(about.verb, "DISALLOWED", &[target], "Accounts are not made here by asking");
        }
        Refusal::TokenOver => turn.numeric(ERR_PASSWDMISMATCH, &[], "That token is none, or not any more"),
        Refusal::NoDeletion => {
            turn.fail(about.verb, "REDACT_FORBIDDEN", &[target], "Messages are not deleted here");
        }
        Refusal::NotInScope => turn.fail(about.verb, "NOT_IN_SCOPE", &[target], "That token is not for this"),
        Refusal::InvitationOver => {
            turn.fail(about.verb, "INVITATION_OVER", &[target], "That invitation is none, or was used up");
        }
        Refusal::TooManyKeys { keys_max } => {
            let words = format!("That is enough: {keys_max} at once");
            turn.fail(about.verb, "TOO_MANY_KEYS", &[target], &words);
        }
        Refusal::AlreadyEntered => turn.numeric(ERR_ALREADYREGISTERED, &[], "You may not reregister"),
        Refusal::NotEntered => turn.numeric(ERR_NOTREGISTERED, &[], "You have not registered"),
        Refusal::BannedFromHouse { reason } => {
            let words = format!("You are banned from this server ({reason})");
            turn.numeric(ERR_YOUREBANNEDCREEP, &[], &words);
        }
        Refusal::TooFast { wait_ms } => {
            let words = format!("Please wait {} seconds and try again", wait_ms.div_ceil(1000));
            turn.numeric(RPL_TRYAGAIN, &[about.verb], &words);
        }
        Refusal::Busy => turn.numeric(RPL_TRYAGAIN, &[about.verb], "Please wait a moment and try again"),
        Refusal::OnGuard => {
            turn.fail(
                about.verb,
                "TEMPORARILY_UNAVAILABLE",
                &[target],
                "This server is on its guard just now",
            );
        }
        Refusal::TooManyBans { bans_max } => {
            let words = format!("There are as many bans as this server keeps ({bans_max})");
            turn.numeric(ERR_UNKNOWNERROR, &[about.verb], &words);
        }
        Refusal::NotHere => turn.numeric(ERR_UNKNOWNERROR, &[about.verb], "That cannot be done there"),
        Refusal::NotReachable(nick) => turn.numeric(ERR_NOSUCHNICK, &[safe(nick)], "No such nick"),
        Refusal::NeedAccountToReach(nick) => {
            turn.numeric(ERR_NEEDREGGEDNICK, &[safe(nick)], "They take messages from accounts only");
        }
    }
}

/// Writes the numerics of several; several refused for one reason are one refusal to a reader.
pub(crate) fn refuse_each(turn: &mut Turn<'_, '_>, about: &About<'_>, partly: &[Refusal]) {
    for (at, why) in partly.iter().enumerate() {
        if !partly.iter().take(at).any(|said| said == why) {
            refuse(turn, about, why);
        }
    }
}

/// Why a nickname cannot be had.
pub(crate) fn name_words(why: &Refusal) -> String {
    match why {
        Refusal::NameLooksTaken { like, .. } => {
            format!("Nickname is already in use: it looks like {like}")
        }
        Refusal::NameIsAccount(_) => "Nickname is reserved by an account; log in to it first".into(),
        Refusal::NickIsAccount(_) => "You must use your account name as your nickname".into(),
        Refusal::OneSessionOnly(_) => {
            "Your account is connected already, and takes one connection at a time".into()
        }
        _ => "Nickname is already in use".into(),
    }
}

/// Says what became of a question that was neither done nor refused.
pub(crate) fn unanswered(turn: &mut Turn<'_, '_>, about: &About<'_>, reply: &Reply) {
    match reply {
        Reply::Answer(Answer::Refused(why)) => refuse(turn, about, why),
        Reply::Answer(Answer::Unconfirmed) => {
            turn.fault(
                about.verb,
                "The disk failed: nobody knows whether that was stored. Look before you repeat it",
            );
        }
        _ => turn.fault(about.verb, "The server had a fault; try again later"),
    }
}
