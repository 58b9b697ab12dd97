//! What the server says about itself.

use crate::codec::Message;
use crate::codec::numerics::{
    ERR_NOADMININFO, ERR_NOMOTD, ERR_NOORIGIN, ERR_SUMMONDISABLED, ERR_USERSDISABLED, RPL_ADMINEMAIL,
    RPL_ADMINLOC1, RPL_ADMINLOC2, RPL_ADMINME, RPL_ENDOFINFO, RPL_ENDOFLINKS, RPL_ENDOFMOTD, RPL_ENDOFSTATS,
    RPL_GLOBALUSERS, RPL_INFO, RPL_LINKS, RPL_LOCALUSERS, RPL_LUSERCHANNELS, RPL_LUSERCLIENT, RPL_LUSERME,
    RPL_LUSEROP, RPL_LUSERUNKNOWN, RPL_MOTD, RPL_MOTDSTART, RPL_STATSUPTIME, RPL_TIME, RPL_VERSION,
};
use crate::modes::UserModes;
use crate::pending::What;
use crate::turn::{Turn, safe};
use crate::{VERSION, isupport, time as clock};
use parlor_server::{Answer, Ask, HouseView, Look, Reply};
use std::sync::Arc;

/// `PING token`: answered when everything before it is done.
pub(crate) fn ping(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    match msg.params.first().filter(|token| !token.is_empty()) {
        Some(token) => turn.ask(Ask::Fence, What::Pong((*token).into())),
        None => turn.numeric(ERR_NOORIGIN, &[], "No origin specified"),
    }
}

pub(crate) fn pong_now(turn: &mut Turn<'_, '_>, token: Box<str>) {
    // What was asked in answer to an answer came after the fence but belongs before it.
    if turn.seat.pending.any_chained() {
        return turn.ask(Ask::Fence, What::Pong(token));
    }
    let server = Arc::clone(&turn.seat.server);
    turn.start().source(&server).command("PONG").param(&server).trailing_cut(&token);
}

/// `PONG`: that something came is all that it says.
pub(crate) fn pong(_: &mut Turn<'_, '_>, _: &Message<'_>) {}

/// `MOTD`.
pub(crate) fn motd(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    motd_of(turn);
}

/// The message of the day, or that there is none.
pub(crate) fn motd_of(turn: &mut Turn<'_, '_>) {
    let rules = Arc::clone(turn.desk.rules());
    if rules.motd.is_empty() {
        return turn.numeric(ERR_NOMOTD, &[], "MOTD File is missing");
    }
    turn.numeric(RPL_MOTDSTART, &[], &format!("- {} Message of the day", rules.server_name));
    for line in rules.motd.lines() {
        turn.numeric(RPL_MOTD, &[], &format!("- {line}"));
    }
    turn.numeric(RPL_ENDOFMOTD, &[], "End of MOTD command");
}

/// `LUSERS`.
pub(crate) fn lusers(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    turn.ask(Ask::Look(Look::House), What::Lusers);
}

pub(crate) fn lusers_answered(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if let Reply::Answer(Answer::House(house)) = reply {
        lusers_of(turn, house);
    }
}

/// The counts of the house.
pub(crate) fn lusers_of(turn: &mut Turn<'_, '_>, house: &HouseView) {
    let HouseView { present, present_most, operators, invisible, rooms, .. } = *house;
    let visible = present.saturating_sub(invisible);
    turn.numeric(
        RPL_LUSERCLIENT,
        &[],
        &format!("There are {visible} users and {invisible} invisible on 1 servers"),
    );
    turn.numeric(RPL_LUSEROP, &[&operators.to_string()], "IRC Operators online");
    // Counts of nothing are left out (RFC 2812 section 3.4.2).
    let unknown = turn.seat.shared.strangers();
    if unknown > 0 {
        turn.numeric(RPL_LUSERUNKNOWN, &[&unknown.to_string()], "unknown connection(s)");
    }
    turn.numeric(RPL_LUSERCHANNELS, &[&rooms.to_string()], "channels formed");
    turn.numeric(RPL_LUSERME, &[], &format!("I have {present} clients and 1 servers"));
    let (now, most) = (present.to_string(), present_most.to_string());
    for (code, whose) in [(RPL_LOCALUSERS, "local"), (RPL_GLOBALUSERS, "global")] {
        turn.numeric(code, &[&now, &most], &format!("Current {whose} users {now}, max {most}"));
    }
}

/// `VERSION`: with RPL_ISUPPORT, which says more than a number.
pub(crate) fn version(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    let server = Arc::clone(&turn.seat.server);
    turn.numeric(RPL_VERSION, &[VERSION, &server], "Parlor, a self-hosted group-chat server");
    isupport::write(turn);
}

/// `TIME`.
pub(crate) fn time(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    let server = Arc::clone(&turn.seat.server);
    let now = turn.desk.now();
    turn.numeric(RPL_TIME, &[&server, &(now.0 / 1000).to_string(), "0"], &clock::words(now));
}

/// `INFO`.
pub(crate) fn info(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    let rules = Arc::clone(turn.desk.rules());
    turn.numeric(RPL_INFO, &[], &rules.description);
    turn.numeric(RPL_INFO, &[], &format!("This is {VERSION}, a self-hosted group-chat server."));
    turn.numeric(
        RPL_INFO,
        &[],
        "Every channel is a room with a durable log, open to other clients than IRC too.",
    );
    turn.numeric(RPL_ENDOFINFO, &[], "End of INFO list");
}

/// `ADMIN`.
pub(crate) fn admin(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    let (server, rules) = (Arc::clone(&turn.seat.server), Arc::clone(turn.desk.rules()));
    if rules.irc.admin.is_empty() {
        return turn.numeric(ERR_NOADMININFO, &[&server], "No administrative info available");
    }
    turn.numeric(RPL_ADMINME, &[&server], "Administrative info");
    for (code, line) in
        [RPL_ADMINLOC1, RPL_ADMINLOC2, RPL_ADMINEMAIL].into_iter().zip(rules.irc.admin.lines())
    {
        turn.numeric(code, &[], line);
    }
}

/// `LINKS`: there is one server. As on most networks, the list is for server operators; others see its end.
pub(crate) fn links(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    if turn.seat.modes.has(UserModes::OPERATOR) {
        let (server, rules) = (Arc::clone(&turn.seat.server), Arc::clone(turn.desk.rules()));
        turn.numeric(RPL_LINKS, &[&server, &server], &format!("0 {}", rules.description));
    }
    turn.numeric(RPL_ENDOFLINKS, &["*"], "End of /LINKS list");
}

/// `STATS letter`: `u` is for how long the server has run.
pub(crate) fn stats(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let letter = msg.params.first().copied().unwrap_or_default();
    if letter.eq_ignore_ascii_case("u") {
        return turn.ask(Ask::Look(Look::House), What::Uptime);
    }
    turn.numeric(RPL_ENDOFSTATS, &[safe(letter)], "End of /STATS report");
}

pub(crate) fn uptime_answered(turn: &mut Turn<'_, '_>, reply: &Reply) {
    if let Reply::Answer(Answer::House(house)) = reply {
        let seconds = turn.desk.now().since(house.started) / 1000;
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        let words = format!("Server Up {days} days {hours}:{minutes:02}:{:02}", seconds % 60);
        turn.numeric(RPL_STATSUPTIME, &[], &words);
    }
    turn.numeric(RPL_ENDOFSTATS, &["u"], "End of /STATS report");
}

/// `USERS`: about people at the machine, whom this server does not know.
pub(crate) fn users(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    turn.numeric(ERR_USERSDISABLED, &[], "USERS has been disabled");
}

/// `SUMMON`: likewise.
pub(crate) fn summon(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    turn.numeric(ERR_SUMMONDISABLED, &[], "SUMMON has been disabled");
}
