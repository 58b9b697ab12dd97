//! How rooms are written: `#ops` by name, `@ann` for the direct conversation with somebody, `!3f` by id.

use parlor_model::{MessageId, NameError, NameRules, Number, RoomId, RoomName};

/// A room as a client wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RoomAddress {
    /// `!3f`: its id, which outlives a new name.
    Id(RoomId),
    /// `#ops`, or just `ops`.
    Named(RoomName),
    /// `@ann`: the direct conversation with them.
    Direct(String),
}

impl RoomAddress {
    /// Reads what a client wrote. A name without a sign in front is a room's: `ops` is `#ops`, as `#` is awkward in
    /// an address line.
    ///
    /// # Errors
    /// [`NameError`] says what is wrong with the name.
    pub fn parse(written: &str, rules: &NameRules) -> Result<Self, NameError> {
        if let Some(id) = written.strip_prefix('!') {
            return parse_id(id).map(Self::Id).ok_or(NameError::Unfit { char: '!' });
        }
        if let Some(person) = written.strip_prefix('@') {
            return if person.is_empty() { Err(NameError::Empty) } else { Ok(Self::Direct(person.into())) };
        }
        if written.is_empty() || written.starts_with('#') {
            return RoomName::parse(written, rules).map(Self::Named);
        }
        RoomName::parse(&format!("#{written}"), rules).map(Self::Named)
    }
}

/// A room's id as clients see it: the first part of the ids of its messages.
#[must_use]
pub fn room_id(room: RoomId) -> String {
    let id = MessageId { room, number: Number(0) }.to_string();
    format!("!{}", id.split_once('-').map_or("", |(room, _)| room))
}

fn parse_id(id: &str) -> Option<RoomId> {
    MessageId::parse(&format!("{id}-0")).map(|id| id.room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(written: &str) -> Result<RoomAddress, NameError> {
        RoomAddress::parse(written, &NameRules::default())
    }

    #[test]
    fn every_way_to_write_a_room() {
        let named = |name| Ok(RoomAddress::Named(RoomName::trusted(name)));
        assert_eq!(parse("ops"), named("#ops"));
        assert_eq!(parse("#ops"), named("#ops"));
        assert_eq!(parse("##ops"), named("##ops"));
        assert_eq!(parse("@ann"), Ok(RoomAddress::Direct("ann".into())));
        assert_eq!(parse("!3f"), Ok(RoomAddress::Id(RoomId(3 * 32 + 15))));
        for odd in ["", "#", "@", "!", "!I", "a b", "!0x"] {
            assert!(parse(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn an_id_reads_back() {
        for id in [0, 1, 31, 32, u64::MAX] {
            assert_eq!(parse(&room_id(RoomId(id))), Ok(RoomAddress::Id(RoomId(id))));
        }
    }
}
