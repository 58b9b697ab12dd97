//! Bounds that the rules look at. All come from settings; every one has a refusal with the bound in it.

use crate::PastFrom;

/// What is too long, too many, too much.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one message.
    pub message_bytes_max: usize,
    /// Bytes of a topic.
    pub topic_bytes_max: usize,
    /// Bytes of the reason for a leave or a deletion.
    pub reason_bytes_max: usize,
    /// Bytes of the reason for a kick.
    pub kick_bytes_max: usize,
    /// Bytes of what one is away for.
    pub away_bytes_max: usize,
    /// Nicknames that one session may watch.
    pub watched_max: usize,
    /// Names that are remembered after nobody has them any more.
    pub whowas_max: usize,
    /// Whether messages can be deleted by who said them and by who rules their room; server operators always can.
    pub deletion: bool,
    /// Members of a room; 0 means no bound. A room's own capacity can only be lower.
    pub room_members_max: usize,
    /// Rooms one person may be in at once.
    pub rooms_per_person_max: usize,
    /// Rooms that one account may be the founder of.
    pub founded_rooms_max: usize,
    /// Entries of each list of a room (bans, exceptions, invite exceptions, mutes), and open invitations.
    pub list_entries_max: usize,
    /// Reactions that one message may carry.
    pub reactions_per_message_max: usize,
    /// Whether a room of nobody's that the last member leaves stays, with its past. One that is locked ends in any case.
    pub empty_rooms_stay: bool,
    /// Keys of metadata that one person or room may have.
    pub metadata_keys_max: usize,
    /// Bytes of a value of metadata; more than 300 are never taken.
    pub metadata_value_bytes_max: usize,
    /// Whether guests may open rooms.
    pub guests_may_create: bool,
    /// From when on people may read what was said in a room.
    pub past_from: PastFrom,
    /// Milliseconds before that moment from which on it is shown all the same.
    pub past_grace_ms: u64,
    /// Milliseconds after which what was said is shown to nobody any more; 0 means never.
    pub past_ms: u64,
    /// Whether there may be plays, where a room has them.
    pub roleplay: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes_max: 8 * 1024,
            topic_bytes_max: 390,
            reason_bytes_max: 390,
            kick_bytes_max: 390,
            away_bytes_max: 390,
            watched_max: 100,
            whowas_max: 1000,
            deletion: true,
            room_members_max: 0,
            rooms_per_person_max: 100,
            founded_rooms_max: 100,
            list_entries_max: 100,
            reactions_per_message_max: 500,
            empty_rooms_stay: true,
            metadata_keys_max: 100,
            metadata_value_bytes_max: 300,
            guests_may_create: true,
            past_from: PastFrom::Beginning,
            past_grace_ms: 0,
            past_ms: 0,
            roleplay: true,
        }
    }
}
