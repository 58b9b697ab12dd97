//! Mode letters and what they mean in a room: one table for both ways.

use crate::codec::modes::{Change as LetterChange, Sign, Takes};
use parlor_model::{Flag, ListKind, Policy, Role, Roles};
use parlor_server::PersonFlags;

/// The yes-or-no rules of a room (CHANMODES type D), by letter.
pub(crate) const FLAGS: [(char, Flag); 11] = [
    ('C', Flag::NoCtcp),
    ('E', Flag::Roleplay),
    ('M', Flag::RegisteredSpeak),
    ('R', Flag::RegisteredJoin),
    ('U', Flag::OperatorModerated),
    ('i', Flag::InviteOnly),
    ('m', Flag::Moderated),
    ('n', Flag::MembersSpeak),
    ('s', Flag::Secret),
    ('t', Flag::TopicLocked),
    ('u', Flag::Auditorium),
];

/// The roles, highest first, with their mode letter and their mark before a nickname (PREFIX).
pub(crate) const ROLES: [(char, char, Role); 5] = [
    ('q', '~', Role::Owner),
    ('a', '&', Role::Admin),
    ('o', '@', Role::Operator),
    ('h', '%', Role::HalfOperator),
    ('v', '+', Role::Voice),
];

/// The lists (CHANMODES type A). A mute is a ban with `m:` before its mask (EXTBAN), and an exception from mutes only
/// has it too.
pub(crate) const LISTS: [(char, ListKind); 3] =
    [('b', ListKind::Ban), ('e', ListKind::BanException), ('I', ListKind::InviteException)];

/// What stands before the mask of a mute.
pub(crate) const MUTE_MARK: &str = "m:";

/// Every letter that needs a parameter when it is set, for RPL_MYINFO.
pub(crate) const WITH_PARAMS: &str = "Iabefhkloqv";

/// Every letter of a channel mode, for RPL_MYINFO.
pub(crate) const CHANNEL_LETTERS: &str = "CEIMRUabefhiklmnoqstuv";

/// CHANMODES of RPL_ISUPPORT.
pub(crate) const CHANMODES: &str = "Ibe,k,fl,CEMRUimnstu";

/// When a letter takes a parameter.
pub(crate) fn takes(letter: char) -> Takes {
    match letter {
        'b' | 'e' | 'I' => Takes::IfAny,
        'k' | 'q' | 'a' | 'o' | 'h' | 'v' => Takes::Always,
        'l' | 'f' => Takes::WithPlus,
        _ => Takes::Never,
    }
}

/// The flag of a letter.
pub(crate) fn flag(letter: char) -> Option<Flag> {
    FLAGS.iter().find(|(l, _)| *l == letter).map(|(_, flag)| *flag)
}

/// The letter of a flag.
pub(crate) const fn flag_letter(flag: Flag) -> char {
    match flag {
        Flag::NoCtcp => 'C',
        Flag::Roleplay => 'E',
        Flag::RegisteredSpeak => 'M',
        Flag::RegisteredJoin => 'R',
        Flag::OperatorModerated => 'U',
        Flag::InviteOnly => 'i',
        Flag::Moderated => 'm',
        Flag::MembersSpeak => 'n',
        Flag::Secret => 's',
        Flag::TopicLocked => 't',
        Flag::Auditorium => 'u',
    }
}

/// The role of a mode letter.
pub(crate) fn role(letter: char) -> Option<Role> {
    ROLES.iter().find(|(l, ..)| *l == letter).map(|(.., role)| *role)
}

/// The mode letter of a role; a member without one has none.
pub(crate) const fn role_letter(role: Role) -> Option<char> {
    match role {
        Role::Owner => Some('q'),
        Role::Admin => Some('a'),
        Role::Operator => Some('o'),
        Role::HalfOperator => Some('h'),
        Role::Voice => Some('v'),
        Role::Plain => None,
    }
}

/// The mark of a role.
pub(crate) const fn role_mark(role: Role) -> Option<char> {
    match role {
        Role::Owner => Some('~'),
        Role::Admin => Some('&'),
        Role::Operator => Some('@'),
        Role::HalfOperator => Some('%'),
        Role::Voice => Some('+'),
        Role::Plain => None,
    }
}

/// The role that a mark stands for.
pub(crate) fn role_marked(mark: char) -> Option<Role> {
    ROLES.iter().find(|(_, m, _)| *m == mark).map(|(.., role)| *role)
}

/// Writes the marks of a member: the highest one, or with `all` (multi-prefix) every one.
pub(crate) fn push_marks(out: &mut String, roles: Roles, all: bool) {
    // As nearly everybody in a room of thousands.
    if roles == Roles::NONE {
        return;
    }
    let marks = ROLES.iter().filter(|(.., role)| roles.has(*role)).map(|(_, mark, _)| *mark);
    out.extend(marks.take(if all { ROLES.len() } else { 1 }));
}

/// The modes of a room as RPL_CHANNELMODEIS shows them: letters, then parameters. The key is shown to members only
/// (Modern IRC, "RPL_CHANNELMODEIS").
pub(crate) fn of_room(policy: &Policy, member: bool) -> (String, Vec<String>) {
    let mut letters = String::from("+");
    let mut params = Vec::new();
    letters.extend(FLAGS.iter().filter(|(_, flag)| policy.has(*flag)).map(|(letter, _)| *letter));
    if let Some(to) = &policy.forward {
        letters.push('f');
        params.push(to.as_str().to_owned());
    }
    if let Some(key) = &policy.key {
        letters.push('k');
        params.push(if member { key.to_string() } else { "*".into() });
    }
    if let Some(capacity) = policy.capacity {
        letters.push('l');
        params.push(capacity.to_string());
    }
    (letters, params)
}

/// Modes of a person, kept with the seat: one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct UserModes(u8);

/// The letters of [`UserModes`], by bit: bot, messages from accounts only, no CTCP, encrypted, invisible, operator,
/// hears WALLOPS.
pub(crate) const USER_LETTERS: [char; 7] = ['B', 'R', 'T', 'Z', 'i', 'o', 'w'];

/// The letters that the house knows of, not only this connection.
const PERSON_LETTERS: [(char, PersonFlags); 4] = [
    ('B', PersonFlags::BOT),
    ('R', PersonFlags::ACCOUNTS_ONLY),
    ('T', PersonFlags::NO_CTCP),
    ('i', PersonFlags::INVISIBLE),
];

/// What the house calls a letter of a user mode.
pub(crate) fn person_flag(letter: char) -> PersonFlags {
    PERSON_LETTERS.iter().find(|(l, _)| *l == letter).map_or(PersonFlags::NONE, |(_, flag)| *flag)
}

impl UserModes {
    pub(crate) const BOT: char = 'B';
    pub(crate) const OPERATOR: char = 'o';
    /// The connection is encrypted: it comes with it, and cannot be set.
    pub(crate) const SECURE: char = 'Z';
    pub(crate) const WALLOPS: char = 'w';

    /// What a new connection has.
    pub(crate) fn new() -> Self {
        Self(0)
    }

    fn bit(letter: char) -> u8 {
        USER_LETTERS.iter().position(|&l| l == letter).map_or(0, |at| 1 << at)
    }

    pub(crate) fn has(self, letter: char) -> bool {
        self.0 & Self::bit(letter) != 0
    }

    /// Takes over what the house says of the person; what is this connection's own stays.
    pub(crate) fn take_over(&mut self, flags: PersonFlags, operator: bool) {
        for (letter, flag) in PERSON_LETTERS {
            self.set(letter, flags.has(flag));
        }
        self.set(Self::OPERATOR, operator);
    }

    /// What changed since then.
    pub(crate) fn since(self, before: Self) -> Vec<LetterChange<'static>> {
        let changed = USER_LETTERS.into_iter().filter(|letter| self.has(*letter) != before.has(*letter));
        let sign = |letter| if self.has(letter) { Sign::Plus } else { Sign::Minus };
        changed.map(|letter| LetterChange { sign: sign(letter), letter, param: None }).collect()
    }

    pub(crate) fn set(&mut self, letter: char, on: bool) {
        if on {
            self.0 |= Self::bit(letter);
        } else {
            self.0 &= !Self::bit(letter);
        }
    }
}

impl std::fmt::Display for UserModes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("+")?;
        USER_LETTERS.iter().filter(|&&letter| self.has(letter)).try_for_each(|letter| write!(f, "{letter}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_the_same_both_ways() {
        for (letter, of) in FLAGS {
            assert_eq!(flag_letter(of), letter);
        }
        assert_eq!(FLAGS.len(), Flag::ALL.len());
        for (letter, mark, role) in ROLES {
            assert_eq!((role_letter(role), role_mark(role)), (Some(letter), Some(mark)));
        }
        assert_eq!(ROLES.map(|(.., role)| role), Role::LADDER);
    }

    #[test]
    fn chanmodes_names_every_letter_once() {
        let mut named: Vec<char> = CHANMODES.chars().filter(|c| *c != ',').collect();
        named.extend(ROLES.map(|(letter, ..)| letter));
        named.sort_unstable();
        assert_eq!(named.iter().collect::<String>(), CHANNEL_LETTERS);
        let params: String = CHANNEL_LETTERS.chars().filter(|&l| takes(l) != Takes::Never).collect();
        assert_eq!(params, WITH_PARAMS);
    }

    #[test]
    fn user_modes_are_letters() {
        let mut modes = UserModes::new();
        assert_eq!(modes.to_string(), "+");
        modes.set('w', true);
        modes.set('i', true);
        modes.set('x', true);
        assert_eq!(modes.to_string(), "+iw");
        modes.set('i', false);
        assert!(modes.has('w') && !modes.has('i') && !modes.has('x'));
    }
}
