//! Server-wide bans: UBAN, and KLINE, UNKLINE, DLINE and UNDLINE as other names for its parts. Syntax as Ergo has it.

use crate::codec::{Message, duration};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::time;
use crate::turn::{Turn, text_of};
use parlor_model::{DirectoryCommand, Mask, Network, Refusal, ServerBan};
use parlor_server::{Answer, Ask, Look, PersonView, Reply};
use std::fmt::Write;

/// A question about bans under way.
#[derive(Debug)]
pub(crate) enum Banning {
    /// A ban is to begin.
    Add(Mask),
    /// A ban is to end.
    Remove(Mask),
    /// Which there are, of those that these names mean.
    List(Kind),
    /// Which ban there is on this, and whom it would mean.
    Info(Mask),
    /// Whom it would mean.
    Meant(Mask),
}

/// What bans are of, by the names that IRC has for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Any,
    /// Addresses and networks.
    Dline,
    /// Masks of `nick!user@host`.
    Kline,
}

impl Kind {
    const fn includes(self, mask: &Mask) -> bool {
        match self {
            Self::Any => true,
            Self::Dline => matches!(mask, Mask::Block { .. }),
            Self::Kline => matches!(mask, Mask::Source(_)),
        }
    }
}

/// `UBAN ADD target [DURATION time] [REQUIRE-SASL] [reason]`, `UBAN DEL target`, `UBAN LIST`, `UBAN INFO target`.
pub(crate) fn uban(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let subcommand = msg.params.first().copied().unwrap_or_default().to_ascii_uppercase();
    if subcommand == "LIST" {
        return look(turn, Banning::List(Kind::Any));
    }
    if !matches!(subcommand.as_str(), "ADD" | "DEL" | "REMOVE" | "RM" | "INFO") {
        return turn.fail("UBAN", "UNKNOWN_COMMAND", &[], "UBAN knows ADD, DEL, LIST and INFO");
    }
    let Some(mask) = msg.params.at(1).and_then(target) else {
        return turn.fail("UBAN", "INVALID_PARAMS", &[], NO_TARGET);
    };
    match subcommand.as_str() {
        "ADD" => add(turn, "UBAN", mask, msg.params.get(2..).unwrap_or_default()),
        "INFO" => look(turn, Banning::Info(mask)),
        _ => remove(turn, mask),
    }
}

/// `KLINE [time] mask [reason]`, `KLINE LIST`.
pub(crate) fn kline(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    line(turn, msg, "KLINE", Kind::Kline);
}

/// `DLINE [time] address[/bits] [reason]`, `DLINE LIST`.
pub(crate) fn dline(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    line(turn, msg, "DLINE", Kind::Dline);
}

fn line(turn: &mut Turn<'_, '_>, msg: &Message<'_>, verb: &'static str, kind: Kind) {
    let mut params = &msg.params[..];
    if let [only] = params
        && only.eq_ignore_ascii_case("LIST")
    {
        return look(turn, Banning::List(kind));
    }
    // Who is meant is always put out, and the asker never is: words that ask for it change nothing.
    while let [first, rest @ ..] = params
        && ["ANDKILL", "MYSELF"].iter().any(|word| first.eq_ignore_ascii_case(word))
    {
        params = rest;
    }
    let mut options = Vec::new();
    if let [first, rest @ ..] = params
        && duration::parse(first).is_some()
        && !rest.is_empty()
    {
        options.extend(["DURATION", *first]);
        params = rest;
    }
    let Some((mask, reason)) = params.split_first().and_then(|(t, rest)| Some((of_kind(t, kind)?, rest)))
    else {
        return turn.fail(verb, "INVALID_PARAMS", &[], NO_TARGET);
    };
    options.extend(reason);
    add(turn, verb, mask, &options);
}

/// `UNKLINE mask`.
pub(crate) fn unkline(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    unline(turn, msg, "UNKLINE", Kind::Kline);
}

/// `UNDLINE address[/bits]`.
pub(crate) fn undline(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    unline(turn, msg, "UNDLINE", Kind::Dline);
}

fn unline(turn: &mut Turn<'_, '_>, msg: &Message<'_>, verb: &'static str, kind: Kind) {
    match msg.params.first().and_then(|t| of_kind(t, kind)) {
        Some(mask) => remove(turn, mask),
        None => turn.fail(verb, "INVALID_PARAMS", &[], NO_TARGET),
    }
}

const NO_TARGET: &str = "That is no address, network, mask or account";

/// An address or network, a mask of `nick!user@host`, or the name of an account.
fn target(text: &str) -> Option<Mask> {
    if let Ok(network) = text.parse::<Network>() {
        return Some(Mask::block(network));
    }
    if text.contains(['!', '@']) || text.starts_with("a:") {
        return Mask::parse(text);
    }
    Mask::parse(&format!("a:{text}"))
}

fn of_kind(text: &str, kind: Kind) -> Option<Mask> {
    match kind {
        Kind::Dline => text.parse::<Network>().ok().map(Mask::block),
        Kind::Kline | Kind::Any => Mask::parse(text),
    }
}

fn add(turn: &mut Turn<'_, '_>, verb: &'static str, mask: Mask, options: &[&str]) {
    let (mut until, mut spares_accounts, mut rest) = (None, false, options);
    loop {
        match rest {
            [word, time, more @ ..] if until.is_none() && word.eq_ignore_ascii_case("DURATION") => {
                let Some(ms) = duration::parse(time) else {
                    let words = "A duration is like 2h30m, 10d or 1y";
                    return turn.fail(verb, "INVALID_PARAMS", &[time], words);
                };
                until = Some(turn.desk.now().plus(ms));
                rest = more;
            }
            [word, more @ ..] if !spares_accounts && word.eq_ignore_ascii_case("REQUIRE-SASL") => {
                spares_accounts = true;
                rest = more;
            }
            _ => break,
        }
    }
    let reason = text_of(&rest.join(" "));
    let command = DirectoryCommand::Ban { mask: mask.clone(), reason, until, spares_accounts };
    turn.ask(Ask::Directory(command), What::Bans(Box::new(Banning::Add(mask))));
}

fn remove(turn: &mut Turn<'_, '_>, mask: Mask) {
    let command = DirectoryCommand::Unban { mask: mask.clone() };
    turn.ask(Ask::Directory(command), What::Bans(Box::new(Banning::Remove(mask))));
}

fn look(turn: &mut Turn<'_, '_>, banning: Banning) {
    turn.ask(Ask::Look(Look::Bans), What::Bans(Box::new(banning)));
}

pub(crate) fn settled(turn: &mut Turn<'_, '_>, banning: Banning, reply: Reply) {
    match (banning, reply) {
        (Banning::Add(mask), Reply::Answer(Answer::Done { .. })) => {
            say(turn, &format!("Added a ban on {}", shown(&mask)));
        }
        (Banning::Remove(mask), Reply::Answer(Answer::Done { .. })) => {
            say(turn, &format!("Removed the ban on {}", shown(&mask)));
        }
        (Banning::Remove(mask), Reply::Answer(Answer::Refused(Refusal::NothingToChange))) => {
            say(turn, &format!("There is no ban on {}", shown(&mask)));
        }
        (Banning::List(kind), Reply::Answer(Answer::Bans(bans))) => list(turn, kind, &bans),
        (Banning::Info(mask), Reply::Answer(Answer::Bans(bans))) => {
            match bans.iter().find(|ban| ban.mask.same(&mask)) {
                Some(ban) => say(turn, &described(ban)),
                None => say(turn, &format!("There is no ban on {}", shown(&mask))),
            }
            let wider = mask.network().map(|network| network.base());
            let wider = |ban: &&ServerBan| {
                !ban.mask.same(&mask)
                    && wider.is_some_and(|a| ban.mask.network().is_some_and(|n| n.contains(a)))
            };
            for ban in bans.iter().filter(wider) {
                say(turn, &described(ban));
            }
            let meant = Banning::Meant(mask.clone());
            turn.ask_on(Ask::Look(Look::Meant(mask)), What::Bans(Box::new(meant)));
        }
        (Banning::Meant(mask), Reply::Answer(Answer::People(people))) => meant(turn, &mask, &people),
        (_, other) => refusals::unanswered(turn, &About { verb: "UBAN", target: "*" }, &other),
    }
}

fn list(turn: &mut Turn<'_, '_>, kind: Kind, bans: &[ServerBan]) {
    let bans: Vec<_> = bans.iter().filter(|ban| kind.includes(&ban.mask)).collect();
    say(turn, &format!("There are {} bans", bans.len()));
    for ban in bans {
        say(turn, &described(ban));
    }
}

/// Bytes of names on one line.
const NAMES_BYTES: usize = 300;

fn meant(turn: &mut Turn<'_, '_>, mask: &Mask, people: &[PersonView]) {
    say(turn, &format!("{} means {} of those who are here", shown(mask), people.len()));
    let mut names = String::new();
    for person in people {
        if names.len() > NAMES_BYTES {
            say(turn, &std::mem::take(&mut names));
        }
        let gap = if names.is_empty() { "" } else { " " };
        let _ = write!(names, "{gap}{}", person.who.nick);
    }
    if !names.is_empty() {
        say(turn, &names);
    }
}

/// A mask as one would type it after `UBAN ADD`.
fn shown(mask: &Mask) -> String {
    match (mask, mask.network()) {
        (_, Some(network)) => network.to_string(),
        (Mask::Account(name), None) => format!("account {name}"),
        (mask, None) => mask.to_string(),
    }
}

fn described(ban: &ServerBan) -> String {
    let mut words = format!("Ban on {} by {} since {}", shown(&ban.mask), ban.by.nick, time::words(ban.at));
    // Writing to a string cannot fail.
    if let Some(until) = ban.until {
        let _ = write!(words, " until {}", time::words(until));
    }
    if ban.spares_accounts {
        words.push_str(", not for accounts");
    }
    if !ban.reason.is_empty() {
        let _ = write!(words, ": {}", ban.reason);
    }
    words
}

fn say(turn: &mut Turn<'_, '_>, words: &str) {
    turn.answer("NOTICE", &[], words);
}
