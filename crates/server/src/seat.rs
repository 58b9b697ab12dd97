//! What a door is: it makes seats; a seat turns bytes into questions, and answers and events into bytes.

use crate::{Desk, Reply, Rules};
use parlor_engine::{Closing, RoomTag, Signalled, Token, Told};
use parlor_model::{Fingerprint, Number, Text};
use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// One way into the house.
pub trait Door: Send + Sync + 'static {
    /// What it is called on the console and in logs.
    fn name(&self) -> &'static str;

    /// A seat for a new connection.
    fn seat(&self, arrival: &Arrival) -> Box<dyn Seat>;

    /// What to say to a connection that is not let in at all.
    fn turn_away(&self, why: &TurnedAway) -> Vec<u8>;
}

/// A new connection.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The door's name.
    pub door: &'static str,
    /// Where it comes from.
    pub from: Origin,
    /// The end of the connection here, where it is one of this machine and anybody will ask about it.
    pub at: Option<Box<SocketAddr>>,
    /// Not shown on the console: one request of a program, come and gone.
    pub unshown: bool,
    /// What it carries cannot be read on the way.
    pub secure: bool,
    /// The certificate that the client proved to have the key of.
    pub certificate: Option<Box<Fingerprint>>,
}

impl Arrival {
    /// A connection that anybody on the way could read.
    #[must_use]
    pub const fn plain(door: &'static str, from: SocketAddr) -> Self {
        Self { door, from: Origin::of(from), at: None, unshown: false, secure: false, certificate: None }
    }
}

/// An address and a port; of a link of this machine, not which (`SocketAddr` knows, in half as much space again).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Origin {
    ip: IpAddr,
    port: u16,
}

impl Origin {
    /// Of a socket's other end.
    #[must_use]
    pub const fn of(from: SocketAddr) -> Self {
        Self { ip: from.ip(), port: from.port() }
    }

    /// The address.
    #[must_use]
    pub const fn ip(self) -> IpAddr {
        self.ip
    }

    pub(crate) const fn set_ip(&mut self, ip: IpAddr) {
        self.ip = ip;
    }
}

impl From<Origin> for SocketAddr {
    fn from(from: Origin) -> Self {
        Self::new(from.ip, from.port)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        SocketAddr::from(*self).fmt(f)
    }
}

/// Why a connection is not let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TurnedAway {
    /// The house has as many connections as it takes.
    HouseFull {
        /// How many that is.
        connections_max: usize,
    },
    /// This address has as many connections as one address may.
    AddressFull {
        /// How many that is.
        connections_max: usize,
    },
    /// This network has connected as often as it may for now.
    TooOften {
        /// When it may again.
        wait_ms: u64,
    },
    /// Nobody is let in from there.
    Banned {
        /// What the ban says; may be empty.
        reason: Text,
    },
    /// The house is on its guard and takes nobody new.
    OnGuard,
    /// The house is closing.
    Stopping,
}

/// Why the house ends a connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Farewell {
    /// No name was chosen in time.
    NoName,
    /// Nothing was heard, also when asked.
    Silent {
        /// Seconds since something was heard.
        seconds: u64,
    },
    /// It does not read what it is sent.
    NotReading,
    /// The house is closing.
    Stopping,
    /// Somebody had it closed.
    Closed(Closing),
}

impl Farewell {
    /// The same in a few words, for others who see the person leave and for the console.
    #[must_use]
    pub fn words(&self) -> Text {
        match self {
            Self::NoName => Text::trusted("chose no name"),
            Self::Silent { seconds } => Text::trusted(&format!("Ping timeout: {seconds} seconds")),
            Self::NotReading => Text::trusted("stopped reading"),
            Self::Stopping => Text::trusted("the house closed"),
            Self::Closed(Closing::Killed { by, reason }) => {
                Text::trusted(&format!("Killed ({by} ({reason}))"))
            }
            Self::Closed(Closing::Banned { .. }) => Text::trusted("banned from the house"),
            Self::Closed(Closing::AccountEnded) => Text::trusted("the account was deleted"),
            Self::Closed(Closing::LoggedOut) => Text::trusted("logged out"),
        }
    }
}

/// How a seat writes events: seats of one door with equal dialects write the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Dialect(pub u64);

/// One connection's side of the talk. Pure: it sees no socket, clock or lock; all it does goes through the desk.
pub trait Seat: Send {
    /// The connection is there.
    fn opened(&mut self, desk: &mut Desk<'_>);

    /// Bytes came, cut anywhere. After each question the seat looks at [`Desk::may_go_on`]: when that is false it keeps
    /// the rest and returns; [`Seat::resumed`] is called when it may go on.
    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>);

    /// The seat may go on with what it kept.
    fn resumed(&mut self, desk: &mut Desk<'_>);

    /// The other side will send no more. The seat says what remains to be said and closes.
    fn finished(&mut self, desk: &mut Desk<'_>);

    /// An answer came. Answers come in the order of the questions, between the events as they happened.
    fn answered(&mut self, token: Token, reply: Reply, desk: &mut Desk<'_>);

    /// Something happened that this seat's person did, or that was done to them, or that only some hear; or the seat
    /// does not share. `mine`: this very connection asked for it.
    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>);

    /// Something unnumbered was told.
    fn signalled(&mut self, signalled: &Signalled, desk: &mut Desk<'_>);

    /// The connection has read too slowly, and its queue took nothing more: of this room, `from` to `to` come from the log
    /// now, told one by one with [`Seat::told`]. Clients that count a room's numbers may be told.
    fn is_behind(&mut self, _room: &RoomTag, _from: Number, _to: Number, _desk: &mut Desk<'_>) {}

    /// Everything up to this number was told: from here on it is told as it happens again.
    fn is_level(&mut self, _room: &RoomTag, _upto: Number, _desk: &mut Desk<'_>) {}

    /// The dialect of [`Seat::render`]; `None`: every event is told one by one with [`Seat::told`].
    fn dialect(&self) -> Option<Dialect>;

    /// Writes an event for every seat of this dialect: looks at nothing but the dialect and the event.
    fn render(&self, told: &Told, out: &mut Vec<u8>);

    /// Whether facts of one act in several rooms (a new nickname, a departure) are told in each of them. Seats for
    /// people show such an act once; a client that counts a room's numbers needs them all. Asked once, at the start.
    fn hears_every_fact(&self) -> bool {
        false
    }

    /// The timer that [`Desk::wake_after`] set.
    fn woken(&mut self, desk: &mut Desk<'_>);

    /// Nothing was heard for a while. `true`: the seat has asked for a sign of life, and the connection ends when none
    /// comes.
    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool;

    /// Lines come faster than the house takes them; they are taken, but slower. Called once until the seat rests.
    fn slowed(&mut self, desk: &mut Desk<'_>);

    /// The rules changed; the desk has those of now.
    fn ruled(&mut self, _before: &Rules, _desk: &mut Desk<'_>) {}

    /// The house ends the connection: the last word.
    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>);
}
