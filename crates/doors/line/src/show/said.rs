//! One message as a line.

use crate::words::clean::Clean;
use crate::words::elapsed::{Elapsed, Said};
use crate::words::roles;
use parlor_model::{Folded, Manner, Number, Role, Text};
use std::fmt;

/// A message, to be displayed without its prefix.
#[derive(Clone, Copy)]
pub(crate) struct Message<'a> {
    pub(crate) who: &'a dyn fmt::Display,
    pub(crate) manner: Manner,
    pub(crate) text: &'a Text,
    pub(crate) reply_to: Option<Number>,
    pub(crate) to_role: Role,
    /// The time since the message before, where it is wanted and known.
    pub(crate) elapsed: Option<Elapsed>,
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { who, manner, text, elapsed, .. } = *self;
        let text = Clean(text);
        let aside = Aside { reply_to: self.reply_to, to_role: self.to_role };
        match (manner, elapsed) {
            (Manner::Say, None) => write!(f, "{who}{aside}: {text}"),
            (Manner::Say, Some(elapsed)) => {
                write!(f, "{}", Said { who: format_args!("{who}{aside}"), elapsed, text })
            }
            (Manner::Action, None) => write!(f, "* {who}{aside} {text}"),
            (Manner::Action, Some(elapsed)) => write!(f, "* {who}{aside}:({elapsed})-{text}"),
            (Manner::Notice, None) => write!(f, "-{who}{aside}- {text}"),
            (Manner::Notice, Some(elapsed)) => write!(f, "-{who}{aside}-:({elapsed})-{text}"),
            (Manner::Ctcp, _) => write!(f, "{who}{aside} asks other programs: {text}"),
            (Manner::CtcpReply, _) => write!(f, "{who}{aside} answers other programs: {text}"),
        }
    }
}

/// To which message it answers, and to whom it goes if not to all.
struct Aside {
    reply_to: Option<Number>,
    to_role: Role,
}

impl fmt::Display for Aside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.reply_to {
            write!(f, " (to #{number})")?;
        }
        if self.to_role > Role::Plain {
            write!(f, " (to {})", roles::those(self.to_role))?;
        }
        Ok(())
    }
}

/// Whether the name stands in the text as a word of its own, whatever its case.
pub(crate) fn names_me(text: &str, nick: &str) -> bool {
    let (text, nick) = (Folded::of(text), Folded::of(nick));
    let (text, nick) = (text.as_str(), nick.as_str());
    let part_of_a_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(nick).any(|(at, found)| {
        !part_of_a_word(text[..at].chars().next_back())
            && !part_of_a_word(text[at + found.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_word() {
        for text in ["ann", "Ann: hi", "hi @ann!", "so,ann", "is that ANN's?", "joanna and ann"] {
            assert!(names_me(text, "ann"), "{text}");
        }
        for text in ["", "joann", "anna", "ann_2", "an n", "änn"] {
            assert!(!names_me(text, "ann"), "{text}");
        }
        assert!(names_me("hi [x]!", "[x]"));
    }

    #[test]
    fn every_manner_has_its_form() {
        let text = Text::trusted("hello\nall");
        let message = |manner, elapsed: bool, reply_to, to_role| {
            let elapsed = elapsed.then(|| Elapsed::between_ms(0, 12_000));
            Message { who: &"ann", manner, text: &text, reply_to, to_role, elapsed }.to_string()
        };
        let plain = |manner, elapsed| message(manner, elapsed, None, Role::Plain);
        assert_eq!(plain(Manner::Say, false), "ann: hello\n  all");
        assert_eq!(plain(Manner::Say, true), "ann:(0:12)-hello\n  all");
        assert_eq!(plain(Manner::Action, false), "* ann hello\n  all");
        assert_eq!(plain(Manner::Action, true), "* ann:(0:12)-hello\n  all");
        assert_eq!(plain(Manner::Notice, false), "-ann- hello\n  all");
        assert_eq!(plain(Manner::Notice, true), "-ann-:(0:12)-hello\n  all");
        assert_eq!(plain(Manner::Ctcp, true), "ann asks other programs: hello\n  all");
        assert_eq!(plain(Manner::CtcpReply, false), "ann answers other programs: hello\n  all");
        assert_eq!(
            message(Manner::Say, true, Some(Number(7)), Role::Voice),
            "ann (to #7) (to voiced members):(0:12)-hello\n  all"
        );
    }
}
