//! What changes a room or who is in it.

use super::asking::{place, reason, text_or_none};
use parlor_api::{Ask, Problem};
use parlor_model::{Change, Command, Leaving, Refusal, RoomName};
use parlor_server::{Desk, PersonRef, RoomRef};

/// The command of such an ask, and the room it is for.
pub(super) fn command(ask: Ask, desk: &Desk<'_>) -> Result<(RoomRef, Command<PersonRef>), Problem> {
    Ok(match ask {
        Ask::Join(join) => {
            let key = join.key.as_deref().map(Into::into);
            (place(&join.room, desk)?, Command::Join { key, forced: false })
        }
        Ask::Leave(leave) => {
            let reason = reason(&leave.reason, desk)?;
            (place(&leave.room, desk)?, Command::Leave { how: Leaving::Parted, reason })
        }
        Ask::Topic(topic) => {
            let text = text_or_none(&topic.text, desk.rules().house.limits.topic_bytes_max)?;
            (place(&topic.room, desk)?, Command::SetTopic { text })
        }
        Ask::Change(change) => {
            let names = &desk.rules().names.clone();
            let changes: Result<Vec<Change<PersonRef>>, String> =
                change.changes.iter().map(|c| c.to_model(names)).collect();
            let changes = changes.map_err(|why| Problem::new(422, "change_unfit", &why))?;
            (place(&change.room, desk)?, Command::Change(changes))
        }
        Ask::Kick(kick) => {
            let command =
                Command::Kick { whom: kick.person.as_str().into(), reason: reason(&kick.reason, desk)? };
            (place(&kick.room, desk)?, command)
        }
        Ask::Invite(invite) => {
            (place(&invite.room, desk)?, Command::Invite { whom: invite.person.as_str().into() })
        }
        Ask::Knock(knock) => (place(&knock.room, desk)?, Command::Knock { text: reason(&knock.text, desk)? }),
        Ask::Rename(rename) => {
            let to = RoomName::parse(&rename.to, &desk.rules().names)
                .map_err(|why| Problem::from(&Refusal::NameUnfit { name: rename.to.as_str().into(), why }))?;
            (place(&rename.room, desk)?, Command::Rename { to, reason: reason(&rename.reason, desk)? })
        }
        Ask::CloseRoom(close) => {
            (place(&close.room, desk)?, Command::Close { reason: reason(&close.reason, desk)? })
        }
        _ => return Err(Problem::bad_request("that changes no room")),
    })
}
