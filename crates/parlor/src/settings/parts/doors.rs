//! The doors, and the rooms behind them.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use parlor_model::{Network, PastFrom};

use crate::settings::kinds::{
    Address, Block, Choice, Count, FileOrNone, List, Machine, OneLine, Origin, Port, RoomName, Size, Switch,
    Time,
};
use crate::settings::part::part;

const PAST: &[(&str, PastFrom)] = &[
    ("beginning", PastFrom::Beginning),
    ("registration", PastFrom::Registration),
    ("joining", PastFrom::Joining),
];

part! {
    /// The rooms people find.
    pub struct RoomSettings {
        /// Room that everyone entering by the line door is shown into.
        lobby: String = RoomName, "rooms.lobby", "#lobby", Restart;

        /// That room is there from the start. If not, whoever enters it first opens it, like any other room.
        lobby_always: bool = Switch, "rooms.lobby_always", "true", Restart;

        /// A room without a founder stays, with its past, when the last member leaves it. If not, it ends, and its name
        /// begins anew. A locked one ends in any case.
        empty_stay: bool = Switch, "rooms.empty_stay", "true", Now;

        /// Guests may open rooms. If not, they enter those that there are.
        guests_may_create: bool = Switch, "rooms.guests_may_create", "true", Now;

        /// Messages can be deleted by who said them and by who rules their room. If not, only by server operators.
        deletion: bool = Switch, "rooms.deletion", "true", Now;

        /// From when on people may read what was said in a room: all of it, what was said since they registered their account
        /// (guests: since they came in), or since they came in.
        history_from: PastFrom = Choice(PAST), "rooms.history_from", "beginning", Now;

        /// With `rooms.history_from`, people may also read what was said this long before that moment: who left and comes
        /// back reads what they missed. It holds for everybody, whether they were there before or not.
        history_grace: Duration = Time { min: Duration::ZERO, max: Duration::from_secs(7 * 86_400) },
            "rooms.history_grace", "0s", Now;

        /// How long what was said is shown; it is kept all the same. 0 is for ever.
        history_age: Duration = Time { min: Duration::ZERO, max: Duration::from_secs(100 * 365 * 86_400) },
            "rooms.history_age", "0s", Now;

        /// Rooms may have plays, in which people speak as characters (IRC mode `E`, `NPC`, `NPCA`, `SCENE`).
        roleplay: bool = Switch, "rooms.roleplay", "true", Now;
    }
}

part! {
    /// The line door: plain text for `nc`, `telnet` and small programs.
    pub struct LineSettings {
        /// The line door is there.
        enabled: bool = Switch, "line.enabled", "true", Restart;

        /// Port of the line door; 0 is any free one, printed at the start.
        port: u16 = Port, "line.port", "5000", Restart, "port";

        /// Addresses on which the line door listens, in place of `line.port` and `open`. Not encrypted.
        listen: Vec<SocketAddr> = List(Address), "line.listen", "", Restart;

        /// Port of the line door's TLS, where there is a certificate; 0 is any free one, printed at the start.
        tls_port: u16 = Port, "line.tls_port", "5001", Restart;

        /// Addresses on which the line door listens with TLS, in place of `line.tls_port` and `open`.
        tls_listen: Vec<SocketAddr> = List(Address), "line.tls_listen", "", Restart;

        /// Bytes without a line end that are followed by this much silence count as a line, for programs that send
        /// none.
        silence: Duration = Time { min: Duration::from_millis(10), max: Duration::from_secs(10) },
            "line.silence", "150ms", Now;

        /// How many of the last messages of the room are shown to someone who enters.
        history: usize = Count { unit: "messages", min: 0, max: 1_000 }, "line.history", "20", Now;
    }
}

part! {
    /// The IRC door.
    pub struct IrcSettings {
        /// The IRC door is there.
        enabled: bool = Switch, "irc.enabled", "true", Restart;

        /// Port of the IRC door; 0 is any free one, printed at the start.
        port: u16 = Port, "irc.port", "6667", Restart;

        /// Addresses on which the IRC door listens, in place of `irc.port` and `open`. Not encrypted.
        listen: Vec<SocketAddr> = List(Address), "irc.listen", "", Restart;

        /// Bytes of one message that a client sends as several lines (`draft/multiline`); at most
        /// `limits.message_bytes`. A longer one is refused.
        multiline_bytes: usize = Size { min: 512, max: 1 << 20 }, "irc.multiline_bytes", "4096", Restart;

        /// Lines of one such message. One with more is refused.
        multiline_lines: usize = Count { unit: "lines", min: 2, max: 128 },
            "irc.multiline_lines", "32", Restart;

        /// Messages of one room that `*playback` plays at once, the newest; at most `limits.history_page`.
        playback: usize = Count { unit: "messages", min: 1, max: 100_000 }, "irc.playback", "1000", Now;

        /// A message of tags alone (`TAGMSG`) is kept, and played back by `draft/event-playback`, if it has one of these
        /// tags. Others are passed on and forgotten; reactions to a message are always kept.
        tagmsg_kept: Vec<String> = List(OneLine { bytes_max: 100 }), "irc.tagmsg_kept", "+draft/persist", Now;

        /// Whom one message may be said to at once (`MAXTARGETS`). Those after the last are refused.
        targets: usize = Count { unit: "targets", min: 1, max: 100 }, "irc.targets", "4", Now;

        /// Client-only tags that are not passed on, as `CLIENTTAGDENY` tells clients: names without `+`; `*` is all of
        /// them, `-name` is not that one.
        tags_denied: Vec<String> = List(OneLine { bytes_max: 100 }), "irc.tags_denied", "", Now;

        /// Address to which clients are told to upload files (`soju.im/FILEHOST`): `https://…`. Empty: `/files` of
        /// `http.public_url`, where that is set and files are shared.
        filehost: String = OneLine { bytes_max: 200 }, "irc.filehost", "", Now;

        /// Address of a picture that clients may show for this network (`draft/ICON`). Empty is none.
        icon: String = OneLine { bytes_max: 200 }, "irc.icon", "", Now;

        /// Port of the IRC door's TLS, where there is a certificate; 0 is any free one, printed at the start.
        tls_port: u16 = Port, "irc.tls_port", "6697", Restart;

        /// Addresses on which the IRC door listens with TLS, in place of `irc.tls_port` and `open`.
        tls_listen: Vec<SocketAddr> = List(Address), "irc.tls_listen", "", Restart;

        /// Clients that come without TLS are told to come back with it, and those that come with it to do so from then
        /// on (STS). They then refuse a certificate that nobody vouches for: without a real one they are locked out.
        sts: bool = Switch, "irc.sts", "false", Now;

        /// For how long clients remember that, counted from their last visit.
        sts_duration: Duration = Time { min: Duration::ZERO, max: Duration::from_hours(10 * 365 * 24) },
            "irc.sts_duration", "720h", Now;

        /// Lists of servers with STS that come with clients may name this one. Hard to undo.
        sts_preload: bool = Switch, "irc.sts_preload", "false", Now;

        /// Pages whose WebSockets may connect, at listeners that name none themselves. Empty is any.
        websocket_origins: Vec<String> = List(Origin), "irc.websocket_origins", "", Restart;

        /// File with the password of gateways that say for whom they connect (`WEBIRC`), on one line. Empty: there are no
        /// gateways.
        webirc_password_file: Option<PathBuf> = FileOrNone { example: "/etc/parlor/webirc" },
            "irc.webirc_password_file", "", Now;

        /// Where these gateways are: from elsewhere the password is worth nothing.
        webirc_from: Vec<Network> = List(Block), "irc.webirc_from", "127.0.0.1,::1", Now;
    }
}

part! {
    /// The HTTP door: `curl`, the API, streams.
    pub struct HttpSettings {
        /// The HTTP door is there.
        enabled: bool = Switch, "http.enabled", "true", Restart;

        /// Port of the HTTP door; 0 is any free one, printed at the start.
        port: u16 = Port, "http.port", "8080", Restart;

        /// Addresses on which the HTTP door listens, in place of `http.port` and `open`. Not encrypted.
        listen: Vec<SocketAddr> = List(Address), "http.listen", "", Restart;

        /// Port of HTTPS, where there is a certificate; 0 is any free one, printed at the start.
        tls_port: u16 = Port, "http.tls_port", "8443", Restart;

        /// Addresses on which the HTTP door speaks HTTPS, in place of `http.tls_port` and `open`.
        tls_listen: Vec<SocketAddr> = List(Address), "http.tls_listen", "", Restart;

        /// Whoever comes without TLS is sent to the same address with it, and served nothing else.
        redirect: bool = Switch, "http.redirect", "false", Restart;

        /// How this house is reached from outside, for addresses in messages: `https://chat.example.org`. Empty: as who
        /// asks has reached it.
        public_url: String = OneLine { bytes_max: 200 }, "http.public_url", "", Restart;

        /// Addresses of the proxies in front of the HTTP door: only theirs are believed when they say for whom they
        /// ask (`X-Forwarded-For`).
        proxies: Vec<IpAddr> = List(Machine), "http.proxies", "", Restart;
    }
}
