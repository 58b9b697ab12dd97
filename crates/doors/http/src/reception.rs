//! Where calls come in: it opens pipes, lets people in, asks, and takes the answers.

use crate::caller::{Caller, Claim};
use crate::counts::{Counts, Streaming};
use crate::guests::{Guests, reader_name};
use crate::pace::Pace;
use crate::problems::Refused;
use crate::seat::{Entrance, EventSeat, Hears, JsonSeat, Opening, SocketSeat};
use crate::settings::HttpSettings;
use crate::talk::Talk;
use crate::wire::{Held, Shared};
use parlor_api::{Cursor, Problem};
use parlor_model::Refusal;
use parlor_server::{Admitted, Annex, Arrival, Pipe, Rules, Seat, TurnedAway};
use parlor_wires::Stream;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// The rules of the house, as they are now.
pub(crate) type RulesOf = Box<dyn Fn() -> Arc<Rules> + Send + Sync>;

/// What all calls share.
pub(crate) struct Reception {
    annex: Annex,
    rules: RulesOf,
    pub(crate) settings: HttpSettings,
    pub(crate) counts: Arc<Counts>,
    pub(crate) stopping: watch::Receiver<bool>,
    guests: Guests,
    /// How fast people say and change things.
    writing: Pace,
    /// How often passwords are tried.
    logins: Pace,
}

/// The other side of a connection.
#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) address: SocketAddr,
    pub(crate) stream: Shared,
    /// Nobody on the way can read it.
    pub(crate) secure: bool,
}

/// The door's name on the console and in logs.
pub(crate) const DOOR: &str = "http";

impl Reception {
    pub(crate) fn new(
        annex: Annex,
        rules: RulesOf,
        settings: HttpSettings,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        Self {
            annex,
            rules,
            settings,
            counts: Arc::default(),
            stopping,
            guests: Guests::default(),
            writing: Pace::default(),
            logins: Pace::default(),
        }
    }

    pub(crate) fn rules(&self) -> Arc<Rules> {
        (self.rules)()
    }

    /// A pipe with a seat that lets itself in.
    pub(crate) fn open(&self, from: SocketAddr, secure: bool, opening: Opening) -> Result<Pipe, Refused> {
        let arrival = arrival(from, secure, &opening);
        let seat: Box<dyn Seat> = match opening.hears {
            Hears::Answers | Hears::Frames => Box::new(JsonSeat::new(opening)),
            Hears::Events => Box::new(EventSeat::new(opening)),
        };
        Ok(self.annex.open(seat, arrival, &self.rules()).map_err(|why| turned_away(&why))?)
    }

    /// Counts a connection in that is to be a WebSocket.
    pub(crate) fn admit(&self, from: SocketAddr) -> Result<Admitted, Refused> {
        Ok(self.annex.admit(from.ip(), &self.rules()).map_err(|why| turned_away(&why))?)
    }

    /// Serves a connection that is a WebSocket by now, for as long as it lasts or until a shard has taken it over.
    pub(crate) async fn serve_socket(
        &self,
        admitted: Admitted,
        (from, secure): (SocketAddr, bool),
        opening: Opening,
        stream: Stream,
        held: Held,
    ) {
        // The shards write their last words themselves; the door waits for what is carried here.
        let Held { open, underway: _underway } = held;
        let arrival = arrival(from, secure, &opening);
        let streaming = Streaming::websocket(open);
        let seat = Box::new(SocketSeat::new(opening, self.settings.body_bytes_max, streaming));
        match stream.into_tcp() {
            Ok(Ok((stream, ahead))) => self.annex.settle(admitted, seat, arrival, stream, ahead),
            Ok(Err(error)) => tracing::warn!(%error, "a connection could not be handed over"),
            Err(stream) => {
                let pipe = self.annex.pipe(admitted, seat, arrival);
                parlor_wires::carry(stream, &pipe, self.settings.write_timeout).await;
            }
        }
    }

    /// A talk of somebody who says who they are.
    pub(crate) async fn talk(&self, caller: &Caller) -> Result<Talk, Refused> {
        match &caller.who {
            Claim::Nobody => Err(who_are_you()),
            Claim::Somebody(entrance) => {
                let talk = self.talk_as(caller, entrance.clone(), Hears::Answers, Vec::new()).await;
                talk.map_err(|why| if caller.has_only_an_old_cookie(&why) { who_are_you() } else { why })
            }
        }
    }

    /// A talk of somebody who only reads: who says no name gets one.
    pub(crate) async fn read(&self, caller: &Caller) -> Result<Talk, Refused> {
        self.listen(caller, Hears::Answers, Vec::new()).await
    }

    /// The same, and what happens is told, first what came `after`.
    pub(crate) async fn listen(
        &self,
        caller: &Caller,
        hears: Hears,
        after: Vec<Cursor>,
    ) -> Result<Talk, Refused> {
        let reader = || Ok::<_, Problem>(Entrance::Guest(reader_name().map_err(|_| Problem::fault())?));
        let entrance = match &caller.who {
            Claim::Nobody => reader()?,
            Claim::Somebody(entrance) => entrance.clone(),
        };
        match self.talk_as(caller, entrance, hears, after.clone()).await {
            // A browser goes on sending the cookie of a session that is over: it says nothing.
            Err(why) if caller.has_only_an_old_cookie(&why) => {
                self.talk_as(caller, reader()?, hears, after).await
            }
            talk => talk,
        }
    }

    /// A talk of nobody yet: to register, to log in, to count the house.
    pub(crate) fn talk_of_nobody(&self, caller: &Caller) -> Result<Talk, Refused> {
        let opening = Opening { entrance: Entrance::Asked, hears: Hears::Answers, after: Vec::new() };
        Ok(Talk::new(self.open(caller.from, caller.secure, opening)?, None))
    }

    async fn talk_as(
        &self,
        caller: &Caller,
        entrance: Entrance,
        hears: Hears,
        after: Vec<Cursor>,
    ) -> Result<Talk, Refused> {
        let account = match &entrance {
            Entrance::Password { name, .. } => Some(name.clone()),
            Entrance::Asked | Entrance::Guest(_) | Entrance::Token(_) => None,
        };
        if let Some(account) = &account {
            self.may_try(caller, account)?;
        }
        let turn = match &entrance {
            Entrance::Guest(name) => Some(self.guests.turn(caller.from.ip(), name).await),
            Entrance::Asked | Entrance::Password { .. } | Entrance::Token(_) => None,
        };
        let pipe = self.open(caller.from, caller.secure, Opening { entrance, hears, after })?;
        let mut talk = Talk::new(pipe, turn);
        talk.come_in().await?;
        if hears != Hears::Answers {
            // A stream lasts too long to have others wait for it: calls come beside it.
            talk.end_turn();
        }
        if let Some(account) = &account {
            self.was_right(caller, account);
        }
        Ok(talk)
    }

    /// Whether a password may be tried now: so many by an address, so many for an account.
    pub(crate) fn may_try(&self, caller: &Caller, account: &str) -> Result<(), Refused> {
        let (burst, wait) = (f64::from(self.settings.login_attempts), self.settings.login_wait);
        let per_second = 1.0 / wait.as_secs_f64().max(0.001);
        for whom in attempts_of(caller, account) {
            self.logins.take(&whom, burst, per_second).map_err(|wait| {
                let ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
                let words = format!("Too many attempts. Try again in {} s.", ms.div_ceil(1000));
                Problem::new(429, "too_many_attempts", &words).after_ms(ms)
            })?;
        }
        Ok(())
    }

    /// The password was right: that was no attempt.
    pub(crate) fn was_right(&self, caller: &Caller, account: &str) {
        for whom in attempts_of(caller, account) {
            self.logins.give_back(&whom);
        }
    }

    /// A talk of somebody who says or changes something. That is counted: a call has no connection that would remember the
    /// last one. An account has one pace, whatever it comes with; guests have that of their address.
    pub(crate) async fn talk_to_write(&self, caller: &Caller) -> Result<Talk, Refused> {
        let said = match &caller.who {
            // Whose it is, the house says.
            Claim::Somebody(Entrance::Token(_)) => None,
            Claim::Somebody(Entrance::Password { name, .. }) => Some(format!("a {}", name.to_lowercase())),
            Claim::Somebody(Entrance::Guest(_) | Entrance::Asked) | Claim::Nobody => {
                Some(format!("i {}", caller.from.ip()))
            }
        };
        if let Some(whom) = &said {
            self.count_write(whom)?;
        }
        let talk = self.talk(caller).await?;
        if let (None, Some(me)) = (&said, talk.me()) {
            let account = me.me.account.as_ref().unwrap_or(&me.me.name);
            self.count_write(&format!("a {}", account.to_lowercase()))?;
        }
        Ok(talk)
    }

    fn count_write(&self, whom: &str) -> Result<(), Refused> {
        let rules = self.rules();
        let (burst, per_second) = (rules.connection.burst_lines, rules.connection.lines_per_second);
        self.writing.take(whom, burst, per_second).map_err(|wait| {
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1);
            Refused(Problem::from(&parlor_model::Refusal::TooFast { wait_ms }))
        })
    }
}

/// Who listens is there for others to see; a call is come and gone.
fn arrival(from: SocketAddr, secure: bool, opening: &Opening) -> Arrival {
    Arrival { unshown: opening.hears == Hears::Answers, secure, ..Arrival::plain(DOOR, from) }
}

fn attempts_of(caller: &Caller, account: &str) -> [String; 2] {
    [format!("i {}", caller.from.ip()), format!("a {}", account.to_lowercase())]
}

fn turned_away(why: &TurnedAway) -> Problem {
    match why {
        TurnedAway::HouseFull { .. } => {
            Problem::new(503, "house_full", "The house is full. Try again later.").after_ms(5000)
        }
        TurnedAway::AddressFull { connections_max } => {
            let words =
                format!("Your address is connected {connections_max} times already. Try again later.");
            Problem::new(503, "address_full", &words).after_ms(5000)
        }
        TurnedAway::TooOften { wait_ms } => {
            Problem::new(429, "too_fast", "You connect too often. Try again later.").after_ms(*wait_ms)
        }
        TurnedAway::Banned { reason } => {
            Problem::from(&Refusal::BannedFromHouse { reason: reason.as_str().into() })
        }
        TurnedAway::OnGuard => {
            Problem::new(503, "on_guard", "The house takes nobody new just now. Try again later.")
                .after_ms(60_000)
        }
        TurnedAway::Stopping => {
            Problem::new(503, "stopping", "The house is closing. Try again later.").after_ms(5000)
        }
    }
}

fn who_are_you() -> Refused {
    let words =
        "Say who you are: `-u name:password`, a bearer token, or as a guest `-H 'Name: ann'` or `?name=ann`.";
    Problem::new(401, "not_entered", words).into()
}
