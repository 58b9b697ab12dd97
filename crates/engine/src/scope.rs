//! What a token's session may ask: less than its account may, never more.

use crate::{Ask, Engine, Look, MetadataOf, RoomRef, SessionId};
use parlor_model::{Command, RoomId, Scopes, TokenKind};

impl Engine {
    /// Whether the session's token, if it came with one, is for ruling.
    pub(crate) fn manages(&self, session: SessionId) -> bool {
        match self.ways.token_of(session) {
            None | Some(TokenKind::Login) => true,
            Some(TokenKind::Program(scopes)) => Need::Manage.is_met_by(scopes),
            Some(TokenKind::Hook(_)) => false,
        }
    }

    /// Whether the session's token, if it came with one, is for this.
    pub(crate) fn is_in_scope(&self, session: SessionId, ask: &Ask) -> bool {
        match self.ways.token_of(session) {
            None | Some(TokenKind::Login) => true,
            Some(TokenKind::Program(scopes)) => need_of(ask).is_met_by(scopes),
            Some(TokenKind::Hook(room)) => is_for_hook(ask, room),
        }
    }
}

/// The scope that an ask takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Need {
    Nothing,
    Read,
    Write,
    Manage,
}

impl Need {
    const fn is_met_by(self, scopes: Scopes) -> bool {
        match self {
            Self::Nothing => true,
            Self::Read => scopes.read,
            Self::Write => scopes.write,
            Self::Manage => scopes.manage,
        }
    }
}

fn need_of(ask: &Ask) -> Need {
    match ask {
        Ask::Enter(_) | Ask::Fence => Need::Nothing,
        Ask::Look(
            Look::Bans
            | Look::Meant(_)
            | Look::Keyring
            | Look::Pushes
            | Look::Hooks(_)
            | Look::Accounts { .. }
            | Look::Sessions(_)
            | Look::Purges,
        ) => Need::Manage,
        Ask::Look(_) | Ask::Follow { .. } | Ask::Watch { .. } | Ask::Read { .. } | Ask::Mark { .. } => {
            Need::Read
        }
        Ask::SetMetadata { of: MetadataOf::Room(_), .. } | Ask::ClearMetadata(MetadataOf::Room(_)) => {
            Need::Manage
        }
        Ask::SetMetadata { .. } | Ask::ClearMetadata(_) => Need::Write,
        Ask::Room { command, .. } => need_of_command(command),
        Ask::Nick(_)
        | Ask::Describe(_)
        | Ask::Away(_)
        | Ask::SetFlags { .. }
        | Ask::Signal { .. }
        | Ask::Accept { .. } => Need::Write,
        Ask::Register { .. }
        | Ask::RegisterByMail { .. }
        | Ask::Confirm { .. }
        | Ask::SendCode { .. }
        | Ask::ResetPassword { .. }
        | Ask::LogIn(_)
        | Ask::LogOut
        | Ask::Operate(_)
        | Ask::Directory(_)
        | Ask::Keyring(_)
        | Ask::Push(_)
        | Ask::MakeHook { .. }
        | Ask::Kill { .. }
        | Ask::Announce(_)
        | Ask::Force { .. }
        | Ask::Overrule { .. }
        | Ask::Dismiss { .. }
        | Ask::Defcon(_)
        | Ask::StandDown => Need::Manage,
    }
}

fn need_of_command<P>(command: &Command<P>) -> Need {
    match command {
        Command::Join { .. }
        | Command::Leave { .. }
        | Command::Say { .. }
        | Command::Play { .. }
        | Command::Relay { .. }
        | Command::Tag { .. }
        | Command::Edit { .. }
        | Command::Delete { .. }
        | Command::React { .. }
        | Command::Knock { .. }
        | Command::BecomeKnownAs { .. } => Need::Write,
        Command::SetTopic { .. }
        | Command::Change(_)
        | Command::Kick { .. }
        | Command::Invite { .. }
        | Command::Rename { .. }
        | Command::Close { .. } => Need::Manage,
    }
}

/// A hook says things in its room, and comes in to do so.
fn is_for_hook(ask: &Ask, hook: RoomId) -> bool {
    match ask {
        Ask::Enter(_) | Ask::Fence => true,
        Ask::Room {
            room: RoomRef::Id(room), command: Command::Say { .. } | Command::Join { .. }, ..
        } => *room == hook,
        _ => false,
    }
}
