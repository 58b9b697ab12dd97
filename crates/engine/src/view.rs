//! What a look shows: copies, as of one moment in the order of things.

use crate::PersonFlags;
use parlor_model::{
    AccessToken, AccountName, Choice, Invitation, KeyId, ListEntry, ListKind, Metadata, Nickname, Number,
    PersonId, Policy, Role, Roles, RoomId, RoomName, Roster, Standing, Text, Time, Topic, Who,
};
use std::sync::Arc;

/// Which room, and what it is called: enough to show an event of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomTag {
    /// Its id.
    pub id: RoomId,
    /// Its name; `None` for a direct conversation.
    pub name: Option<RoomName>,
    /// The two of a direct conversation.
    pub between: Option<[Arc<Who>; 2]>,
}

impl RoomTag {
    /// Of a direct conversation: who is not `me` (with oneself: oneself).
    #[must_use]
    pub fn other(&self, me: PersonId) -> Option<&Arc<Who>> {
        let [a, b] = self.between.as_ref()?;
        Some(if a.person == me { b } else { a })
    }
}

/// A person who just came in.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Who they are now: the name may differ from the one asked for, where an account has another session.
    pub who: Arc<Who>,
    /// With an account: whether they chose to stay when the last connection closes, and whether they do.
    pub stays: Option<(Choice, bool)>,
    /// They have no other connection.
    pub alone: bool,
    /// They came back: to the rooms they were in.
    pub resumed: bool,
    /// The rooms they are in.
    pub rooms: Vec<Arc<RoomTag>>,
    /// How far they have read each of them.
    pub positions: Vec<ReadPosition>,
    /// Whether they rule the house.
    pub operator: bool,
    /// What they are taken for already, on another connection.
    pub flags: PersonFlags,
    /// Whether they are away.
    pub away: Option<Text>,
    /// People present, this one included.
    pub present: usize,
    /// They came with a hook's token: the room it is for.
    pub hook: Option<RoomId>,
    /// Those of them who want to be seen by few.
    pub invisible: usize,
}

/// How far somebody has read a room.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadPosition {
    /// Which.
    pub room: Arc<RoomTag>,
    /// The last number told.
    pub last: Number,
    /// Up to which they have read, if they said so.
    pub read: Option<Number>,
}

/// What may be seen of a room.
#[derive(Clone, Debug)]
pub struct RoomView {
    /// Which.
    pub room: Arc<RoomTag>,
    /// When it began.
    pub opened: Time,
    /// The topic.
    pub topic: Option<Topic>,
    /// The rules. The key is shown to members only.
    pub policy: Policy,
    /// Members the asker may see, by id: who they are as far as the room was told, which does not hear of a new host.
    pub members: Roster,
    /// Each of them as they are now, if the look was for that ([`crate::Look::Faces`]): it costs a look at everybody.
    pub faces: Vec<MemberView>,
    /// How many members there are.
    pub members_count: usize,
    /// The asker's roles; `None`: no member.
    pub mine: Option<Roles>,
    /// Whose room it is.
    pub founder: Option<PersonId>,
    /// The account of whose room it is.
    pub founder_account: Option<AccountName>,
    /// Who gets which role on each join: for who may see inside, by id.
    pub standings: Vec<Standing>,
    /// The lists, in the order of [`ListKind::ALL`].
    pub lists: [Vec<ListEntry>; ListKind::ALL.len()],
    /// The last number told.
    pub told: Number,
    /// Up to which number the asker has read it, if they said so.
    pub read: Option<Number>,
    /// Up to when the asker has read it, if they said so by time.
    pub marked: Option<Time>,
}

impl RoomView {
    /// Who the members are and their roles: of `faces`, if the look was for that.
    pub fn names(&self) -> impl Iterator<Item = (&Arc<Who>, Roles)> {
        let faces = self.faces.iter().map(|face| (&face.who, face.roles));
        let told = self.faces.is_empty().then(|| self.members.iter().map(|m| (&m.who, m.roles)));
        faces.chain(told.into_iter().flatten())
    }

    /// One of the lists.
    #[must_use]
    pub fn list(&self, kind: ListKind) -> &[ListEntry] {
        &self.lists[kind as usize]
    }
}

/// A member.
#[derive(Clone, Debug)]
pub struct MemberView {
    /// Who.
    pub who: Arc<Who>,
    /// Their roles.
    pub roles: Roles,
    /// Whether they are away (or not connected, unless they want that unseen).
    pub away: bool,
    /// Whether they rule the house.
    pub operator: bool,
    /// What they want to be taken for.
    pub flags: PersonFlags,
}

impl MemberView {
    /// The highest role.
    #[must_use]
    pub fn role(&self) -> Role {
        self.roles.highest()
    }
}

/// What is said about somebody or a room.
#[derive(Clone, Debug)]
pub struct MetadataView {
    /// The nickname, or the name of the room.
    pub of: Arc<str>,
    /// What.
    pub metadata: Metadata,
    /// Likewise of the room's members, if that was asked; those of whom nothing is said are left out.
    pub members: Vec<(Arc<str>, Metadata)>,
}

/// A room in a list.
#[derive(Clone, Debug)]
pub struct RoomLine {
    /// Which.
    pub room: Arc<RoomTag>,
    /// The topic.
    pub topic: Option<Topic>,
    /// How many members.
    pub members: usize,
    /// When it began.
    pub opened: Time,
    /// Events so far.
    pub last: Number,
    /// Up to which number the asker has read it, if they said so.
    pub read: Option<Number>,
    /// When the last message was said.
    pub last_said: Option<Time>,
    /// Whether the asker is in it.
    pub mine: bool,
    /// Whether only members know of it.
    pub secret: bool,
    /// Whether it is somebody's: it has a founder.
    pub founded: bool,
}

/// What may be seen of a person.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// Who.
    pub who: Arc<Who>,
    /// Away, and the words.
    pub away: Option<Text>,
    /// Shown as away because no connection is there.
    pub auto_away: bool,
    /// Rules the house.
    pub operator: bool,
    /// What they want to be taken for.
    pub flags: PersonFlags,
    /// Connections now.
    pub sessions: usize,
    /// What each of them carries cannot be read on the way.
    pub secure: bool,
    /// When the first of them came.
    pub since: Time,
    /// When they last said something.
    pub active: Time,
    /// The rooms they are in that the asker may know of, with their role there.
    pub rooms: Vec<(RoomName, Roles)>,
    /// The address, for the person themselves and server operators.
    pub address: Option<Arc<str>>,
    /// It is the asker.
    pub me: bool,
    /// What they say about themselves, for programs to show.
    pub metadata: Metadata,
}

/// Counts of the house.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HouseView {
    /// People with a connection.
    pub present: usize,
    /// The most there were since the start.
    pub present_most: usize,
    /// Server operators among them.
    pub operators: usize,
    /// Those who want to be seen by few among them.
    pub invisible: usize,
    /// Named rooms.
    pub rooms: usize,
    /// Accounts.
    pub accounts: usize,
    /// When the house was started.
    pub started: Time,
}

/// A name for tests and logs.
impl std::fmt::Display for RoomTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.name, &self.between) {
            (Some(name), _) => name.fmt(f),
            (None, Some([a, b])) => {
                let nick: fn(&Arc<Who>) -> &Nickname = |w| &w.nick;
                write!(f, "{} and {}", nick(a), nick(b))
            }
            (None, None) => write!(f, "room {}", self.id.0),
        }
    }
}

/// What somebody holds of keys to the house.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyringView {
    /// Accounts with their tokens: one's own first, then bots by name.
    pub accounts: Vec<KeyHolder>,
    /// Open invitations, oldest first.
    pub invitations: Vec<Invitation>,
    /// The token that the asker came with.
    pub current: Option<KeyId>,
}

/// An account and its tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyHolder {
    /// The account.
    pub name: AccountName,
    /// Whether it is a program's.
    pub bot: bool,
    /// Oldest first.
    pub tokens: Vec<AccessToken>,
}
