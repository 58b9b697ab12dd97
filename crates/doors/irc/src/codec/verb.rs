//! A command's name made ready for `match`.

/// The longest name any command of IRC or IRCv3 has, with room to spare.
const VERB_LEN_MAX: usize = 22;

/// A command in capitals, held without allocating.
///
/// Commands are the same in any case (RFC 2812 section 2.4.1 and common practice). A name too long to be a command
/// of ours is the empty verb, which matches nothing; the message itself still holds it as it was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    bytes: [u8; VERB_LEN_MAX],
    len: u8,
}

impl Verb {
    /// The capitals of `command`.
    pub fn new(command: &str) -> Self {
        let mut verb = Verb { bytes: [0; VERB_LEN_MAX], len: 0 };
        if let Some(place) = verb.bytes.get_mut(..command.len()) {
            place.copy_from_slice(command.as_bytes());
            place.make_ascii_uppercase();
            verb.len = command.len() as u8;
        }
        verb
    }

    /// The name, for `match message.verb().as_str() { "PRIVMSG" => … }`.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        // Raising ASCII letters keeps UTF-8 whole, so the fallback is never taken.
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Debug for Verb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_whatever_was_typed() {
        for (typed, verb) in [
            ("privmsg", "PRIVMSG"),
            ("PrivMsg", "PRIVMSG"),
            ("005", "005"),
            ("zażółć", "ZAżółć"),
            ("AUTHENTICATE", "AUTHENTICATE"),
            ("acommandthatislongerthananyofours", ""),
            ("", ""),
        ] {
            assert_eq!(Verb::new(typed).as_str(), verb);
        }
    }
}
