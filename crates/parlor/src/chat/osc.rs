//! What terminals do besides showing cells: titles, bells, notifications, a clipboard.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// How a terminal shows a notification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Notifies {
    /// `OSC 9`: iTerm2, kitty, WezTerm, Windows Terminal, Ghostty.
    Osc9,
    /// `OSC 777`: rxvt, foot, VTE.
    Osc777,
    /// Not at all.
    No,
}

impl Notifies {
    /// What the environment says about the terminal.
    pub(crate) fn of(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let term = env("TERM").unwrap_or_default();
        if term == "linux" || term == "dumb" || env("TMUX").is_some() || env("STY").is_some() {
            Self::No
        } else if term.starts_with("rxvt") || term.starts_with("foot") || env("VTE_VERSION").is_some() {
            Self::Osc777
        } else {
            Self::Osc9
        }
    }

    pub(crate) fn notify(self, title: &str, body: &str) -> String {
        match self {
            Self::Osc9 => format!("\x1b]9;{}\x07", plain(&format!("{title}: {body}"))),
            // A semicolon would end the title.
            Self::Osc777 => {
                format!("\x1b]777;notify;{};{}\x07", plain(title).replace(';', ","), plain(body))
            }
            Self::No => String::new(),
        }
    }
}

/// Nothing that would end the sequence, or begin another.
fn plain(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `OSC 2`
pub(crate) fn title(words: &str) -> String {
    format!("\x1b]2;{}\x07", plain(words))
}

/// Has the terminal remember its title, and give it back: what shells set would be lost.
pub(crate) const PUSH_TITLE: &str = "\x1b[22;2t";
/// See [`PUSH_TITLE`].
pub(crate) const POP_TITLE: &str = "\x1b[23;2t";
/// The bell.
pub(crate) const BELL: &str = "\x07";

/// `OSC 52`: into the clipboard of the machine that the terminal is on.
pub(crate) fn copy(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", STANDARD.encode(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_others_end_no_sequence() {
        assert_eq!(title("a\x07\x1b]0;b"), "\x1b]2;a  ]0;b\x07");
        assert_eq!(Notifies::Osc777.notify("a;b", "c\x1b\\"), "\x1b]777;notify;a,b;c \\\x07");
        assert_eq!(copy("hi\x07"), "\x1b]52;c;aGkH\x07");
    }

    #[test]
    fn terminals_are_known() {
        let with = |name: &'static str, value: &'static str| {
            Notifies::of(&move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(with("TERM", "foot"), Notifies::Osc777);
        assert_eq!(with("TERM", "xterm-kitty"), Notifies::Osc9);
        assert_eq!(with("TERM", "linux"), Notifies::No);
        assert_eq!(with("TMUX", "x"), Notifies::No);
    }
}
