//! Names of the server, its network and a room.

use crate::settings::kind::{Kind, Raw, Wrong, one};

/// A host name with a dot, fit to stand as the sender of an IRC line.
pub(in crate::settings) struct HostName;

/// What IRC clients and servers commonly make room for.
const HOST_BYTES_MAX: usize = 63;

impl Kind for HostName {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        if text.len() > HOST_BYTES_MAX {
            return Err("is too long".into());
        }
        // IRC clients tell a server from a person by the dot.
        if !text.contains('.') {
            return Err("has no dot".into());
        }
        let fit = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if let Some(unfit) = text.chars().find(|c| !fit(*c)) {
            return Err(format!("has the unfit character {unfit:?}").into());
        }
        if text.split('.').any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-')) {
            return Err("has a part that is empty or begins or ends with '-'".into());
        }
        Ok(text.to_owned())
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        format!("a host name with a dot, of letters, digits, '-' and '.', at most {HOST_BYTES_MAX} long")
    }

    fn example(&self) -> &'static str {
        "chat.example.org"
    }
}

/// The name of the network as IRC clients show it: one word.
pub(in crate::settings) struct NetworkName;

const NETWORK_BYTES_MAX: usize = 32;

impl Kind for NetworkName {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        let fit = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if text.is_empty() {
            Err("is empty".into())
        } else if text.len() > NETWORK_BYTES_MAX {
            Err("is too long".into())
        } else if let Some(unfit) = text.chars().find(|c| !fit(*c)) {
            Err(format!("has the unfit character {unfit:?}").into())
        } else {
            Ok(text.to_owned())
        }
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        format!("one word of letters, digits, '-', '_' and '.', at most {NETWORK_BYTES_MAX} long")
    }

    fn example(&self) -> &'static str {
        "Parlor"
    }
}

/// The name of a room. Its length is checked against `limits.room_name_chars`, with the others.
pub(in crate::settings) struct RoomName;

impl Kind for RoomName {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        if !text.starts_with('#') {
            return Err("does not begin with '#'".into());
        }
        if text.chars().nth(1).is_none() {
            return Err("has nothing after its '#'".into());
        }
        match text.chars().find(|c| c.is_whitespace() || c.is_control() || *c == ',' || *c == ':') {
            Some(unfit) => Err(format!("has the unfit character {unfit:?}").into()),
            None => Ok(text.to_owned()),
        }
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "'#' and a name without spaces, commas and colons".into()
    }

    fn example(&self) -> &'static str {
        "#lobby"
    }
}

/// Names of people, with `*` and `?` for any characters.
pub(in crate::settings) struct NamePattern;

const PATTERN_BYTES_MAX: usize = 100;

impl Kind for NamePattern {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        if text.len() > PATTERN_BYTES_MAX {
            return Err("is too long".into());
        }
        match text.chars().find(|c| c.is_whitespace() || c.is_control() || "#&@!:,".contains(*c)) {
            Some(unfit) => Err(format!("has the unfit character {unfit:?}").into()),
            None if text.is_empty() => Err("is empty".into()),
            None => Ok(text.to_owned()),
        }
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "a name, in which '*' stands for any characters and '?' for one".into()
    }

    fn example(&self) -> &'static str {
        "admin*"
    }
}
