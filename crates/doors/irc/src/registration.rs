//! Coming in: NICK, USER and PASS in any order, held open by CAP, until the house lets one enter (Modern IRC,
//! "Connection Registration").

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{
    ERR_ALREADYREGISTERED, ERR_ERRONEUSNICKNAME, ERR_NEEDMOREPARAMS, ERR_NICKNAMEINUSE, ERR_NONICKNAMEGIVEN,
    ERR_PASSWDMISMATCH, ERR_YOUREBANNEDCREEP, RPL_CREATED, RPL_MYINFO, RPL_UMODEIS, RPL_WELCOME,
    RPL_YOURHOST,
};
use crate::commands::{joining, metadata, persistence, sasl, server, user};
use crate::door::{Shared, Stranger};
use crate::modes::{self, UserModes};
use crate::pending::What;
use crate::render;
use crate::turn::{Turn, safe, text_of};
use crate::{VERSION, isupport, time};
use parlor_model::{AccountName, Metadata, NameError, Nickname, Refusal, Text, Who};
use parlor_server::{Answer, Ask, Beside, Ending, Entered, Entering, HouseView, Look, Reply};
use std::net::IpAddr;
use std::sync::Arc;

/// What has come of somebody who is not in yet.
#[derive(Default)]
pub(crate) struct Registering {
    nick: Option<Nickname>,
    user: Option<Box<str>>,
    real: Option<Box<str>>,
    /// CAP LS or REQ came, CAP END did not.
    negotiating: bool,
    /// The house is being asked.
    entering: bool,
    /// What SASL proved.
    pub(crate) account: Option<AccountName>,
    /// What they say about themselves, for programs to show.
    pub(crate) metadata: Metadata,
    /// Whether they are away, if they said so.
    pub(crate) away: Option<Option<Text>>,
    /// The house as it was just before.
    house: Option<HouseView>,
    counted: Option<Stranger>,
}

impl Registering {
    /// Somebody who is counted as not being in yet.
    pub(crate) fn counted(shared: &Arc<Shared>) -> Self {
        Self { counted: Some(Stranger::new(shared)), ..Self::default() }
    }

    /// They are on their way out.
    pub(crate) fn count_no_more(&mut self) {
        self.counted = None;
    }

    /// The nickname asked for so far.
    pub(crate) const fn nick(&self) -> Option<&Nickname> {
        self.nick.as_ref()
    }
}

/// Bytes of a user name at most (USERLEN).
pub(crate) const USER_BYTES_MAX: usize = 32;

pub(crate) fn cap_begin(turn: &mut Turn<'_, '_>) {
    if let Some(registering) = &mut turn.seat.registering {
        registering.negotiating = true;
    }
}

pub(crate) fn cap_end(turn: &mut Turn<'_, '_>) {
    if let Some(registering) = &mut turn.seat.registering {
        registering.negotiating = false;
    }
    sasl::abort(turn);
    enter_if_ready(turn);
}

/// `PASS password`: that of the server, where it has one.
pub(crate) fn pass(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    if turn.seat.registering.is_none() {
        return turn.numeric(ERR_ALREADYREGISTERED, &[], "You may not reregister");
    }
    turn.desk.say_house_password(msg.params.first().copied().unwrap_or_default());
}

/// `WEBIRC password gateway hostname ip [:options]` (<https://ircv3.net/specs/extensions/webirc>): a gateway says for whom
/// it connects. The host name is not believed: nobody has checked it.
pub(crate) fn webirc(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(registering) = &turn.seat.registering else {
        return turn.numeric(ERR_ALREADYREGISTERED, &[], "You may not reregister");
    };
    let begun = registering.nick.is_some() || registering.user.is_some() || registering.account.is_some();
    let gateways = &turn.desk.rules().gateways;
    let from = turn.desk.arrival().from.ip();
    let password = msg.params.first().copied().unwrap_or_default();
    if begun || !gateways.networks.has(from) || !gateways.is_password(password) {
        return give_up(turn, "WEBIRC is not for you");
    }
    let Some(ip) = msg.params.get(3).and_then(|ip| ip.parse::<IpAddr>().ok()) else {
        return give_up(turn, "WEBIRC names no address");
    };
    let secure = msg.params.get(4).is_some_and(|options| options.split(' ').any(|option| option == "secure"));
    if let Err(why) = turn.desk.stands_for(ip, secure) {
        give_up(turn, &crate::door::turned_away(&why));
    }
}

/// `USER username 0 * :real name`.
pub(crate) fn user(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(registering) = &mut turn.seat.registering else {
        return turn.numeric(ERR_ALREADYREGISTERED, &[], "You may not reregister");
    };
    let (Some(&user), Some(&real)) = (msg.params.first(), msg.params.get(3)) else { return };
    if user.is_empty() || real.is_empty() {
        return turn.numeric(ERR_NEEDMOREPARAMS, &["USER"], "Not enough parameters");
    }
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let user: String = user.chars().filter(fits).take(USER_BYTES_MAX).collect();
    registering.user = Some(if user.is_empty() { "user".into() } else { user.into() });
    registering.real = Some(real.into());
    enter_if_ready(turn);
}

/// `NICK` of somebody who is not in yet, or who wants another name.
pub(crate) fn nick(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let wanted = msg.params.first().copied().unwrap_or_default();
    if wanted.is_empty() {
        return turn.numeric(ERR_NONICKNAMEGIVEN, &[], "No nickname given");
    }
    let nick = match Nickname::parse(wanted, &turn.desk.rules().names) {
        Ok(nick) => nick,
        Err(why) => {
            let words =
                if why == NameError::Reserved { "Nickname is reserved" } else { "Erroneous nickname" };
            return turn.numeric(ERR_ERRONEUSNICKNAME, &[safe(wanted)], words);
        }
    };
    if let Some(registering) = &mut turn.seat.registering {
        registering.nick = Some(nick);
        return enter_if_ready(turn);
    }
    turn.ask(Ask::Nick(nick.clone()), What::Nick(nick));
}

fn enter_if_ready(turn: &mut Turn<'_, '_>) {
    let ip = turn.desk.arrival().from.ip().to_canonical();
    let Some(registering) = &mut turn.seat.registering else { return };
    if registering.negotiating || registering.entering {
        return;
    }
    let (Some(nick), Some(user), Some(real)) = (&registering.nick, &registering.user, &registering.real)
    else {
        return;
    };
    // A parameter cannot begin with a colon, so an IPv6 address that does gets a zero before it.
    let address: Arc<str> = ip.to_string().into();
    let host = if address.starts_with(':') { format!("0{address}").into() } else { Arc::clone(&address) };
    let entering = Entering {
        nick: nick.clone(),
        user: (**user).into(),
        address,
        host,
        real: (**real).into(),
        account: registering.account.clone(),
        token: None,
        secure: false,
        beside: Beside::default(),
    };
    registering.entering = true;
    turn.ask(Ask::Look(Look::House), What::HouseBefore);
    turn.ask(Ask::Enter(Box::new(entering)), What::Enter);
}

/// The house as it is just before the newcomer: for LUSERS in the welcome.
pub(crate) fn house_before(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if let (Reply::Answer(Answer::House(house)), Some(registering)) = (reply, &mut turn.seat.registering) {
        registering.house = Some(*house);
    }
}

/// The house has said whether one is in.
pub(crate) fn entered(turn: &mut Turn<'_, '_>, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Entered(entered)) => welcome(turn, *entered),
        Reply::Answer(Answer::Refused(why)) => refused(turn, &why),
        _ => give_up(turn, "The server cannot let you in just now; try again later"),
    }
}

fn refused(turn: &mut Turn<'_, '_>, why: &Refusal) {
    let Some(registering) = &mut turn.seat.registering else { return };
    registering.entering = false;
    let nick = registering.nick.clone();
    let nick = nick.as_ref().map_or("*", Nickname::as_str);
    match why {
        Refusal::NameTaken(_)
        | Refusal::NameLooksTaken { .. }
        | Refusal::NameIsAccount(_)
        | Refusal::OneSessionOnly(_) => {
            registering.nick = None;
            turn.numeric(ERR_NICKNAMEINUSE, &[nick], &crate::refusals::name_words(why));
        }
        Refusal::BannedFromHouse { reason } => {
            let words = format!("You are banned from this server ({reason})");
            turn.numeric(ERR_YOUREBANNEDCREEP, &[], &words);
            give_up(turn, &words);
        }
        Refusal::WrongPassword => {
            turn.numeric(ERR_PASSWDMISMATCH, &[], "Password incorrect");
            give_up(turn, "Password incorrect");
        }
        Refusal::NoGuests => {
            turn.fail("*", "ACCOUNT_REQUIRED", &[], "You must log in to an account to connect");
            give_up(turn, "You must log in to an account to connect");
        }
        _ => give_up(turn, "You cannot come in now; try again later"),
    }
}

fn give_up(turn: &mut Turn<'_, '_>, words: &str) {
    turn.seat.last_word(words, turn.desk);
    turn.desk.close(Ending::Closed(text_of(words)));
}

fn welcome(turn: &mut Turn<'_, '_>, entered: Entered) {
    // The rest of it ends here: this connection is no stranger any more.
    let registering = turn.seat.registering.take();
    let (house, said, absent) = registering.map(|r| (r.house, r.metadata, r.away)).unwrap_or_default();
    let Entered { who, stays, alone, rooms, operator, flags, away, present, invisible, .. } = entered;
    turn.seat.me = Some(Arc::clone(&who));
    turn.seat.set_away(away);
    turn.seat.modes.take_over(flags, operator);
    let secure = turn.desk.arrival().secure;
    turn.seat.modes.set(modes::UserModes::SECURE, secure);
    let rules = Arc::clone(turn.desk.rules());
    turn.seat.modes.set(UserModes::WALLOPS, rules.irc.announcements);
    let server = Arc::clone(&turn.seat.server);
    let started = house.map_or_else(|| turn.desk.now(), |h| h.started);
    turn.numeric(RPL_WELCOME, &[], &format!("Welcome to the {} IRC Network {}", rules.network, who.nick));
    turn.numeric(RPL_YOURHOST, &[], &format!("Your host is {server}, running version {VERSION}"));
    turn.numeric(RPL_CREATED, &[], &format!("This server was created {}", time::words(started)));
    let user_letters: String = modes::USER_LETTERS.iter().collect();
    turn.values(RPL_MYINFO, &[&server, VERSION, &user_letters, modes::CHANNEL_LETTERS, modes::WITH_PARAMS]);
    isupport::write(turn);
    whoami(turn, &who);
    if let Some(mut house) = house {
        house.present = present;
        house.present_most = house.present_most.max(present);
        house.invisible = invisible;
        server::lusers_of(turn, &house);
    }
    persistence::begin(turn, stays);
    server::motd_of(turn);
    if turn.seat.modes != UserModes::new() {
        let modes = turn.seat.modes.to_string();
        turn.values(RPL_UMODEIS, &[&modes]);
    }
    for room in rooms {
        rejoin(turn, &who, &room);
    }
    user::away_begins(turn, absent, alone);
    metadata::begin(turn, &said);
}

/// What the client is shown as, for who asked (<https://ircv3.net/specs/extensions/whoami>).
fn whoami(turn: &mut Turn<'_, '_>, who: &Who) {
    if turn.caps().has(Caps::WHOAMI) && turn.caps().has(Caps::CHGHOST) {
        render::source(turn.start(), who).command("SETNAME").trailing(&who.real);
    }
}

/// Shows a room one was in already when one came.
pub(crate) fn rejoin(turn: &mut Turn<'_, '_>, who: &Who, room: &Arc<parlor_server::RoomTag>) {
    let Some(name) = &room.name else { return };
    turn.seat.entered_room(room);
    let extended = turn.caps().has(Caps::EXTENDED_JOIN);
    render::coming::join_line(turn.start(), who, name.as_str(), extended);
    joining::ask_inside(turn, room.id);
}
