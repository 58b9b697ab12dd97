//! WHOIS and WHOWAS. Only numerics of the Modern IRC document are used, and that of bot-mode
//! (<https://ircv3.net/specs/extensions/bot-mode>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::limits::LINE_LEN_MAX;
use crate::codec::numerics::{
    ERR_NONICKNAMEGIVEN, ERR_NOSUCHNICK, ERR_WASNOSUCHNICK, RPL_AWAY, RPL_ENDOFWHOIS, RPL_ENDOFWHOWAS,
    RPL_WHOISACCOUNT, RPL_WHOISACTUALLY, RPL_WHOISBOT, RPL_WHOISCHANNELS, RPL_WHOISIDLE, RPL_WHOISOPERATOR,
    RPL_WHOISSECURE, RPL_WHOISSERVER, RPL_WHOISUSER, RPL_WHOWASUSER,
};
use crate::commands::metadata;
use crate::pending::What;
use crate::turn::{Turn, safe};
use crate::{modes, time};
use parlor_server::{Answer, Ask, Look, PersonFlags, PersonView, Reply};
use std::sync::Arc;

/// `WHOIS [server] nick`. There is one server, so which is named makes no difference.
pub(crate) fn whois(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let nick = msg.params.at(1).or(msg.params.at(0)).unwrap_or_default();
    let nick = nick.split(',').next().unwrap_or_default();
    if nick.is_empty() {
        return turn.numeric(ERR_NONICKNAMEGIVEN, &[], "No nickname given");
    }
    turn.ask(Ask::Look(Look::Person(nick.into())), What::Whois(nick.into()));
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, nick: &str, reply: Reply) {
    match reply {
        Reply::Answer(Answer::Person(person)) => {
            show(turn, &person);
            turn.numeric(RPL_ENDOFWHOIS, &[person.who.nick.as_str()], "End of /WHOIS list");
        }
        _ => {
            turn.numeric(ERR_NOSUCHNICK, &[safe(nick)], "No such nick");
            turn.numeric(RPL_ENDOFWHOIS, &[safe(nick)], "End of /WHOIS list");
        }
    }
}

fn show(turn: &mut Turn<'_, '_>, person: &PersonView) {
    let rules = Arc::clone(turn.desk.rules());
    let (who, nick) = (&person.who, person.who.nick.as_str());
    turn.numeric(RPL_WHOISUSER, &[nick, &who.user, &who.host, "*"], &who.real);
    if let Some(address) = person.address.as_deref() {
        // What begins with a colon would be the last parameter.
        let address = if address.starts_with(':') { format!("0{address}") } else { address.to_owned() };
        let mask = format!("{}@{}", who.user, who.host);
        turn.numeric(RPL_WHOISACTUALLY, &[nick, &mask, &address], "Actual user@host, Actual IP");
    }
    let head = ": 319   :\r\n".len() + turn.seat.server.len() + turn.nick().len() + nick.len();
    let mut rooms = String::new();
    for (name, roles) in &person.rooms {
        let mut one = String::new();
        modes::push_marks(&mut one, *roles, turn.caps().has(Caps::MULTI_PREFIX));
        one.push_str(name.as_str());
        if !rooms.is_empty() && head + rooms.len() + 1 + one.len() > LINE_LEN_MAX {
            turn.numeric(RPL_WHOISCHANNELS, &[nick], &rooms);
            rooms.clear();
        }
        if !rooms.is_empty() {
            rooms.push(' ');
        }
        rooms.push_str(&one);
    }
    if !rooms.is_empty() {
        turn.numeric(RPL_WHOISCHANNELS, &[nick], &rooms);
    }
    let server = Arc::clone(&turn.seat.server);
    turn.numeric(RPL_WHOISSERVER, &[nick, &server], &rules.description);
    if person.operator {
        turn.numeric(RPL_WHOISOPERATOR, &[nick], "is an IRC operator");
    }
    if person.secure {
        turn.numeric(RPL_WHOISSECURE, &[nick], "is using a secure connection");
    }
    if person.flags.has(PersonFlags::BOT) {
        turn.numeric(RPL_WHOISBOT, &[nick], &format!("is a bot on {}", rules.network));
    }
    if let Some(away) = &person.away {
        turn.numeric(RPL_AWAY, &[nick], away);
    } else if person.auto_away {
        turn.numeric(RPL_AWAY, &[nick], "Not connected");
    }
    if let Some(account) = &who.account {
        turn.numeric(RPL_WHOISACCOUNT, &[nick, account.as_str()], "is logged in as");
    }
    metadata::whois(turn, person);
    if person.sessions > 0 {
        let idle = (turn.desk.now().since(person.active) / 1000).to_string();
        let since = (person.since.0 / 1000).to_string();
        turn.numeric(RPL_WHOISIDLE, &[nick, &idle, &since], "seconds idle, signon time");
    }
}

/// `WHOWAS nick [count]`; no count, or one that is not positive, means all.
pub(crate) fn whowas(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let nick = msg.params.first().copied().unwrap_or_default();
    if nick.is_empty() {
        return turn.numeric(ERR_NONICKNAMEGIVEN, &[], "No nickname given");
    }
    let count = msg.params.get(1).and_then(|count| count.parse().ok()).filter(|count| *count > 0);
    turn.ask(Ask::Look(Look::Whowas(nick.into())), What::Whowas(nick.into(), count.unwrap_or(usize::MAX)));
}

pub(crate) fn whowas_answered(turn: &mut Turn<'_, '_>, nick: &str, limit: usize, reply: Reply) {
    let found = match reply {
        Reply::Answer(Answer::Whowas(found)) => found,
        _ => Vec::new(),
    };
    if found.is_empty() {
        turn.numeric(ERR_WASNOSUCHNICK, &[safe(nick)], "There was no such nickname");
    }
    let server = Arc::clone(&turn.seat.server);
    for (who, left) in found.iter().take(limit) {
        let nick = who.nick.as_str();
        turn.numeric(RPL_WHOWASUSER, &[nick, &who.user, &who.host, "*"], &who.real);
        turn.numeric(RPL_WHOISSERVER, &[nick, &server], &time::words(*left));
    }
    turn.numeric(RPL_ENDOFWHOWAS, &[safe(nick)], "End of WHOWAS");
}
