//! The bounds of the house, each with what happens there. Nothing is ever cut short: whole, or refused with words.

use std::time::Duration;

use parlor_model::METADATA_VALUE_BYTES_MAX;

use crate::settings::kinds::{Count, CountOrZero, Size, Time};
use crate::settings::part::part;

const NO_LIMIT: &str = "no limit";
const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;
const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

part! {
    /// Bounds, each with what happens there.
    pub struct Limits {
        /// Connections in all. One more is told that the house is full, and closed. Never more than the system's limit of
        /// open files (`ulimit -n`, systemd's `LimitNOFILE`) has room for; Parlor takes all that it may have.
        connections: usize = Count { unit: "connections", min: 1, max: 1_000_000 },
            "limits.connections", "50000", Now, "max-clients";

        /// Connections from one address, loopback like any other; 0 is no limit. One more is told so, and closed. By
        /// default one address can take a fifth of the house: enough for a school behind one router or a proxy,
        /// and nobody alone can keep everyone else out.
        connections_per_address: Option<usize> =
            CountOrZero { unit: "connections", zero: NO_LIMIT, max: 1_000_000 },
            "limits.connections_per_address", "10000", Now;

        /// Members of a room; 0 is no limit. A join beyond it is refused. A room may set a lower one for itself.
        room_members: Option<usize> = CountOrZero { unit: "members", zero: NO_LIMIT, max: 10_000_000 },
            "limits.room_members", "0", Now;

        /// Rooms one person may be in. A join beyond it is refused.
        rooms_per_person: usize = Count { unit: "rooms", min: 1, max: 10_000 },
            "limits.rooms_per_person", "100", Now;

        /// Rooms that one account may be the founder of (`ChanServ REGISTER`). One more is refused.
        founded_rooms: usize = Count { unit: "rooms", min: 1, max: 10_000 }, "limits.founded_rooms", "100", Now;

        /// Longest line a door reads. A longer one is refused and skipped up to its end; the connection stays.
        line_bytes: usize = Size { min: 512, max: MIB }, "limits.line_bytes", "16KiB", Restart;

        /// Longest message. A longer one is refused. Must be less than `limits.line_bytes`.
        message_bytes: usize = Size { min: 128, max: MIB }, "limits.message_bytes", "8KiB", Restart;

        /// Longest topic of a room. A longer one is refused.
        topic_bytes: usize = Size { min: 1, max: 64 * KIB }, "limits.topic_bytes", "390", Restart;

        /// Longest nickname. A longer one is refused.
        nick_chars: usize = Count { unit: "characters", min: 1, max: 64 }, "limits.nick_chars", "32", Restart;

        /// Longest name of a room, its '#' included. A longer one is refused.
        room_name_chars: usize = Count { unit: "characters", min: 2, max: 200 },
            "limits.room_name_chars", "64", Restart;

        /// Longest reason for a leave or a deletion. A longer one is refused.
        reason_bytes: usize = Size { min: 1, max: 64 * KIB }, "limits.reason_bytes", "390", Restart;

        /// Longest reason for a kick. A longer one is refused.
        kick_bytes: usize = Size { min: 1, max: 64 * KIB }, "limits.kick_bytes", "390", Restart;

        /// Longest message of who is away. A longer one is refused.
        away_bytes: usize = Size { min: 1, max: 64 * KIB }, "limits.away_bytes", "390", Restart;

        /// Nicknames that one connection may watch for (IRC `MONITOR`). One more is refused.
        watched: usize = Count { unit: "nicknames", min: 1, max: 10_000 }, "limits.watched", "100", Restart;

        /// Nicknames that are remembered after nobody has them any more (IRC `WHOWAS`); 0 remembers none. One more
        /// takes the place of the oldest.
        whowas: Option<usize> = CountOrZero { unit: "nicknames", zero: "none are remembered", max: 100_000 },
            "limits.whowas", "1000", Now;

        /// Entries in each list of a room: bans, exceptions, invitations, mutes. One more is refused.
        list_entries: usize = Count { unit: "entries", min: 1, max: 10_000 }, "limits.list_entries", "100", Restart;

        /// Keys of metadata that one person or room may have. One more is refused.
        metadata_keys: usize = Count { unit: "keys", min: 1, max: 1_000 }, "limits.metadata_keys", "100", Restart;

        /// Longest value of metadata. A longer one is refused.
        metadata_value_bytes: usize = Size { min: 1, max: METADATA_VALUE_BYTES_MAX },
            "limits.metadata_value_bytes", "300", Restart;

        /// Keys of metadata that one connection may subscribe to. One more is refused.
        metadata_subscriptions: usize = Count { unit: "keys", min: 1, max: 1_000 },
            "limits.metadata_subscriptions", "100", Restart;

        /// Messages a person may send each second, on average; 0 is no limit. More are taken as well, only slower.
        messages_per_second: Option<usize> = CountOrZero { unit: "messages", zero: NO_LIMIT, max: 1_000_000 },
            "limits.messages_per_second", "10", Now;

        /// Messages a person may send at once after being quiet; 0 is no limit, whatever `limits.messages_per_second` is.
        burst: Option<usize> = CountOrZero { unit: "messages", zero: NO_LIMIT, max: 1_000_000 },
            "limits.burst", "50", Now;

        /// Time to choose a name after connecting. Then the connection is told so, and closed.
        name_time: Duration = Time { min: SECOND, max: HOUR }, "limits.name_time", "60s", Now;

        /// After this much silence a connection is asked whether it is still there, where its door can ask.
        idle_ping: Duration = Time { min: SECOND, max: HOUR }, "limits.idle_ping", "120s", Now;

        /// How long it may take to answer. Then the connection is closed.
        ping_timeout: Duration = Time { min: SECOND, max: HOUR }, "limits.ping_timeout", "60s", Now;

        /// Bytes that wait for one slow listener. Beyond it nothing more is queued; once the listener has read what waits,
        /// what came after is read again from the store: it misses nothing. Must be at least `limits.line_bytes`.
        queue_bytes: usize = Size { min: 16 * KIB, max: 1024 * MIB }, "limits.queue_bytes", "1MiB", Now;

        /// How long a listener may read nothing while something waits for it. Then it is told why, and closed.
        stall: Duration = Time { min: SECOND, max: HOUR }, "limits.stall", "60s", Now;

        /// Bytes a thread reads from a connection at a time, before others have their turn.
        read_buffer: usize = Size { min: 512, max: MIB }, "limits.read_buffer", "16KiB", Restart;

        /// Requests of one connection that may wait for their answer. Until then no more are read from it.
        requests_in_flight: usize = Count { unit: "requests", min: 1, max: 10_000 },
            "limits.requests_in_flight", "64", Now;

        /// Most messages a search answers with.
        search_results: usize = Count { unit: "messages", min: 1, max: 10_000 },
            "limits.search_results", "100", Now;

        /// Most messages in one answer about the history. There is always a next page.
        history_page: usize = Count { unit: "messages", min: 1, max: 100_000 },
            "limits.history_page", "1000", Now;
    }
}

impl Limits {
    /// Messages a second and the burst before it; `None` when either has no limit.
    #[must_use]
    pub fn rate(&self) -> Option<(usize, usize)> {
        self.messages_per_second.zip(self.burst)
    }
}
