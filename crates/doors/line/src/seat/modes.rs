//! `/mode +m-k`: IRC's letters, read into changes.

use crate::words::refusals::Unfit;
use parlor_model::{Change, Flag, ListKind, Mask, NameRules, Role, RoomName, Sign};
use parlor_server::PersonRef;

/// What is said of a mask that is none.
pub(super) const NO_MASK: &str =
    "That is no mask: it is a nickname, nick!user@host with * for anything, a:ACCOUNT or an address.";

/// Reads `letters` like `+mo-k` with the words that some of them take.
///
/// # Errors
/// What the person is told; nothing is to be changed then.
pub(super) fn parse(
    letters: &str,
    words: &[&str],
    rules: &NameRules,
) -> Result<Vec<Change<PersonRef>>, String> {
    let needed = signed(letters).filter(|(letter, sign)| takes_word(*letter, *sign)).count();
    // IRC gives the old key with -k. It is not needed, and there only when no other letter takes it.
    let mut old_keys = words.len().saturating_sub(needed);
    let mut words = words.iter().copied();
    let mut changes = Vec::new();
    for (letter, sign) in signed(letters) {
        if (letter, sign) == ('k', Sign::Minus) && old_keys > 0 {
            old_keys -= 1;
            words.next();
        }
        changes.push(change(letter, sign, &mut words, rules)?);
    }
    match words.next() {
        Some(word) => Err(format!("None of these modes takes {word:?}, so nothing was changed.")),
        None if changes.is_empty() => Err("There is no mode in that. /help mode tells more.".to_owned()),
        None => Ok(changes),
    }
}

/// The letters, each with the sign that holds for it.
fn signed(letters: &str) -> impl Iterator<Item = (char, Sign)> + '_ {
    let mut sign = Sign::Plus;
    letters.chars().filter_map(move |letter| {
        match letter {
            '+' => sign = Sign::Plus,
            '-' => sign = Sign::Minus,
            _ => return Some((letter, sign)),
        }
        None
    })
}

fn takes_word(letter: char, sign: Sign) -> bool {
    match letter {
        'k' | 'l' | 'f' => sign == Sign::Plus,
        _ => role(letter).is_some() || list(letter).is_some(),
    }
}

fn change<'a>(
    letter: char,
    sign: Sign,
    words: &mut impl Iterator<Item = &'a str>,
    rules: &NameRules,
) -> Result<Change<PersonRef>, String> {
    let mut word = |what: &str| words.next().ok_or_else(|| format!("Mode {letter} takes {what}."));
    Ok(match (letter, sign) {
        ('k', Sign::Plus) => Change::Key(Some(word("a key")?.into())),
        ('k', Sign::Minus) => Change::Key(None),
        ('l', Sign::Plus) => {
            let count = word("a number")?;
            let members = count.parse().ok().filter(|members| *members > 0);
            Change::Capacity(Some(
                members.ok_or_else(|| format!("Mode l takes a number, and {count} is none."))?,
            ))
        }
        ('l', Sign::Minus) => Change::Capacity(None),
        ('f', Sign::Plus) => {
            let name = word("a #room")?;
            let room = RoomName::parse(name, rules);
            Change::Forward(Some(room.map_err(|why| Unfit { name, why }.to_string())?))
        }
        ('f', Sign::Minus) => Change::Forward(None),
        _ => match (flag(letter), role(letter), list(letter)) {
            (Some(flag), ..) => Change::Flag(flag, sign),
            (_, Some(role), _) => Change::Role(role, sign, word("a nickname")?.into()),
            (.., Some(kind)) => {
                let mask = word("a mask")?;
                // As on IRC, a mute is a ban from speaking only: b m:mask, and e m:mask excepts from it.
                let (kind, mask) = match (kind, mask.strip_prefix("m:")) {
                    (ListKind::Ban, Some(mask)) => (ListKind::Mute, mask),
                    (ListKind::BanException, Some(mask)) => (ListKind::MuteException, mask),
                    _ => (kind, mask),
                };
                Change::List(kind, sign, Mask::parse(mask).ok_or(NO_MASK)?)
            }
            (None, None, None) => return Err(format!("There is no mode {letter:?}. /help mode tells more.")),
        },
    })
}

fn flag(letter: char) -> Option<Flag> {
    Flag::ALL.into_iter().find(|flag| crate::words::changes::letter(*flag) == letter)
}

fn role(letter: char) -> Option<Role> {
    Some(match letter {
        'q' => Role::Owner,
        'a' => Role::Admin,
        'o' => Role::Operator,
        'h' => Role::HalfOperator,
        'v' => Role::Voice,
        _ => return None,
    })
}

fn list(letter: char) -> Option<ListKind> {
    Some(match letter {
        'b' => ListKind::Ban,
        'e' => ListKind::BanException,
        'I' => ListKind::InviteException,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Sign::{Minus, Plus};

    fn read(args: &str) -> Result<Vec<Change<PersonRef>>, String> {
        let words: Vec<&str> = args.split_whitespace().collect();
        let (letters, words) = words.split_first().unwrap();
        parse(letters, words, &NameRules::default())
    }

    #[test]
    fn letters_are_changes() {
        let mask = || Mask::parse("bob").unwrap();
        for (args, changes) in [
            ("+m", vec![Change::Flag(Flag::Moderated, Plus)]),
            ("m", vec![Change::Flag(Flag::Moderated, Plus)]),
            ("-mt", vec![Change::Flag(Flag::Moderated, Minus), Change::Flag(Flag::TopicLocked, Minus)]),
            ("+i-n", vec![Change::Flag(Flag::InviteOnly, Plus), Change::Flag(Flag::MembersSpeak, Minus)]),
            ("+kl key 5", vec![Change::Key(Some("key".into())), Change::Capacity(Some(5))]),
            ("-kl", vec![Change::Key(None), Change::Capacity(None)]),
            ("-k key", vec![Change::Key(None)]),
            ("-k+f #b", vec![Change::Key(None), Change::Forward(Some(RoomName::trusted("#b")))]),
            (
                "-kl+o key bob",
                vec![
                    Change::Key(None),
                    Change::Capacity(None),
                    Change::Role(Role::Operator, Plus, "bob".into()),
                ],
            ),
            ("+f #b", vec![Change::Forward(Some(RoomName::trusted("#b")))]),
            ("-f", vec![Change::Forward(None)]),
            (
                "+o-v bob ann",
                vec![
                    Change::Role(Role::Operator, Plus, "bob".into()),
                    Change::Role(Role::Voice, Minus, "ann".into()),
                ],
            ),
            (
                "+qah x y z",
                vec![
                    Change::Role(Role::Owner, Plus, "x".into()),
                    Change::Role(Role::Admin, Plus, "y".into()),
                    Change::Role(Role::HalfOperator, Plus, "z".into()),
                ],
            ),
            ("+b bob", vec![Change::List(ListKind::Ban, Plus, mask())]),
            ("-b m:bob", vec![Change::List(ListKind::Mute, Minus, mask())]),
            (
                "+eI bob bob",
                vec![
                    Change::List(ListKind::BanException, Plus, mask()),
                    Change::List(ListKind::InviteException, Plus, mask()),
                ],
            ),
        ] {
            assert_eq!(read(args), Ok(changes), "{args}");
        }
        for flag in Flag::ALL {
            assert_eq!(
                read(&format!("+{}", crate::words::changes::letter(flag))),
                Ok(vec![Change::Flag(flag, Plus)])
            );
        }
    }

    #[test]
    fn what_is_wrong_changes_nothing_and_is_named() {
        for (args, words) in [
            ("+z", "There is no mode 'z'. /help mode tells more."),
            ("+", "There is no mode in that. /help mode tells more."),
            ("+o", "Mode o takes a nickname."),
            ("+b", "Mode b takes a mask."),
            ("+k", "Mode k takes a key."),
            ("+l", "Mode l takes a number."),
            ("+l many", "Mode l takes a number, and many is none."),
            ("+l 0", "Mode l takes a number, and 0 is none."),
            ("+f", "Mode f takes a #room."),
            ("+f den", "The name of a room begins with #: #den."),
            ("+b a,b", NO_MASK),
            ("+m bob", "None of these modes takes \"bob\", so nothing was changed."),
        ] {
            assert_eq!(read(args), Err(words.to_owned()), "{args}");
        }
    }
}
