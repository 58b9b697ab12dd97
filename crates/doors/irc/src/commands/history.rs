//! CHATHISTORY (<https://ircv3.net/specs/extensions/chathistory>).

use crate::caps::Caps;
use crate::codec::{self, Message};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render::{self, View};
use crate::telling::target_of;
use crate::time::{Stamp, parse_stamp};
use crate::turn::{Turn, safe};
use parlor_model::{Event, Fact, MessageId, Refusal, RoomId, RoomName, Sign, Time};
use parlor_server::{Answer, Ask, Item, Look, Page, Place, Reply, RoomRef, RoomTag, Span};
use std::sync::Arc;

/// A page that was asked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    subcommand: &'static str,
    target: Box<str>,
    /// The rooms of the message ids in the question: another room has nothing at these numbers.
    of: Vec<RoomId>,
}

/// Conversations between two moments that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct Between {
    from: Time,
    to: Time,
    limit: usize,
    /// What is being asked about now.
    name: Box<str>,
}

const SUBCOMMANDS: [(&str, usize); 6] =
    [("LATEST", 3), ("BEFORE", 3), ("AFTER", 3), ("AROUND", 3), ("BETWEEN", 4), ("TARGETS", 3)];

/// `CHATHISTORY subcommand …`.
pub(crate) fn chathistory(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let given = msg.params.first().copied().unwrap_or_default();
    let wanted = given.to_ascii_uppercase();
    let Some((subcommand, params)) = SUBCOMMANDS.into_iter().find(|(name, _)| *name == wanted) else {
        return fail(turn, "UNKNOWN_COMMAND", &[given], "Unknown subcommand");
    };
    let args = msg.params.get(1..).unwrap_or_default();
    if args.len() < params {
        return fail(turn, "NEED_MORE_PARAMS", &[subcommand], "Missing parameters");
    }
    let limit = args.get(params - 1).and_then(|limit| limit.parse::<usize>().ok());
    let Some(limit) = limit else {
        return fail(turn, "INVALID_PARAMS", &[subcommand], "The limit is a number");
    };
    let items_max = turn.desk.rules().history_items_max;
    let limit = if limit == 0 { items_max } else { limit.min(items_max) };
    if subcommand == "TARGETS" {
        targets(turn, args, limit);
    } else {
        messages(turn, subcommand, args, limit);
    }
}

fn fail(turn: &mut Turn<'_, '_>, code: &str, context: &[&str], words: &str) {
    turn.fail("CHATHISTORY", code, context, words);
}

fn messages(turn: &mut Turn<'_, '_>, subcommand: &'static str, args: &[&str], limit: usize) {
    let (Some(&target), Some(&from)) = (args.first(), args.get(1)) else { return };
    let room = match RoomName::parse(target, &turn.desk.rules().names) {
        // Through this door one reads the rooms one is in.
        Ok(name) => match turn.joined(&name) {
            Some(tag) => RoomRef::Id(tag.id),
            None => {
                return fail(turn, "INVALID_TARGET", &[subcommand, target], "You are not in that channel");
            }
        },
        Err(_) if target.starts_with('#') => {
            return fail(turn, "INVALID_TARGET", &[subcommand, target], "There is no such channel");
        }
        Err(_) => RoomRef::Direct(target.into()),
    };
    let mut of = Vec::new();
    let mut place = |text: &str| reference(text, &mut of);
    let span = match subcommand {
        "LATEST" if from == "*" => Some(Span::Latest),
        "LATEST" => place(from).map(Span::LatestAfter),
        "BEFORE" => place(from).map(Span::Before),
        "AFTER" => place(from).map(Span::After),
        "AROUND" => place(from).map(Span::Around),
        _ => match (place(from), args.get(2).and_then(|to| place(to))) {
            (Some(from), Some(to)) => Some(Span::Between(from, to)),
            _ => None,
        },
    };
    let span = span.map(exclusive);
    let Some(span) = span else {
        let words = "A place is msgid=… or timestamp=…";
        return fail(turn, "INVALID_PARAMS", &[subcommand], words);
    };
    let messages_only = !turn.caps().has(Caps::EVENT_PLAYBACK);
    let token = turn.desk.history(room, span, limit, messages_only);
    turn.expect(token, What::History(Box::new(Wanted { subcommand, target: target.into(), of })), false);
}

/// A moment itself belongs to what comes after it, for the store; for CHATHISTORY to neither side.
fn exclusive(span: Span) -> Span {
    let past = |place: Place| match place {
        Place::Time(time) => Place::Time(time.plus(1)),
        Place::Number(_) => place,
    };
    match span {
        Span::LatestAfter(place) => Span::LatestAfter(past(place)),
        Span::After(place) => Span::After(past(place)),
        Span::Between(Place::Time(from), Place::Time(to)) if from > to => {
            Span::Between(Place::Time(from), Place::Time(to.plus(1)))
        }
        Span::Between(from, to) => Span::Between(past(from), to),
        Span::Latest | Span::Before(_) | Span::Around(_) => span,
    }
}

/// A place in a history, as `MSGREFTYPES` offers them. An id that was never given out is before everything.
fn reference(text: &str, of: &mut Vec<RoomId>) -> Option<Place> {
    if let Some(id) = text.strip_prefix("msgid=") {
        let id =
            MessageId::parse(id).unwrap_or(MessageId { room: RoomId(u64::MAX), number: Default::default() });
        of.push(id.room);
        return Some(Place::Number(id.number));
    }
    text.strip_prefix("timestamp=").and_then(parse_stamp).map(Place::Time)
}

/// A page came.
pub(crate) fn page(turn: &mut Turn<'_, '_>, wanted: &Wanted, reply: Reply) {
    let context = [wanted.subcommand, &*wanted.target];
    match reply {
        Reply::Page { room, page } => {
            let page = if wanted.of.iter().all(|of| *of == room.id) { page } else { Page::default() };
            let batch = open_batch(turn, &["chathistory", safe(&wanted.target)]);
            for item in &page.items {
                show(turn, &room, item, batch.as_deref());
            }
            close_batch(turn, batch.as_deref());
        }
        // The two have not written to each other yet.
        Reply::Answer(Answer::Refused(Refusal::NoSuchRoom)) if !wanted.target.starts_with('#') => {
            let batch = open_batch(turn, &["chathistory", safe(&wanted.target)]);
            close_batch(turn, batch.as_deref());
        }
        Reply::Answer(Answer::Refused(
            Refusal::NoSuchRoom | Refusal::NoSuchPerson(_) | Refusal::NotMember,
        )) => {
            fail(turn, "INVALID_TARGET", &context, "You cannot read that");
        }
        Reply::Answer(Answer::Refused(why)) => {
            refusals::refuse(turn, &About { verb: "CHATHISTORY", target: &wanted.target }, &why);
        }
        _ => fail(turn, "MESSAGE_ERROR", &context, "Messages could not be read"),
    }
}

/// An item and where it was said.
pub(crate) type Found = (Arc<RoomTag>, Item);

/// Writes what was found as one batch of this kind.
pub(crate) fn write(turn: &mut Turn<'_, '_>, params: &[&str], found: &[Found]) {
    let batch = open_batch(turn, params);
    for (room, item) in found {
        show(turn, room, item, batch.as_deref());
    }
    close_batch(turn, batch.as_deref());
}

pub(crate) fn open_batch(turn: &mut Turn<'_, '_>, params: &[&str]) -> Option<String> {
    if !turn.caps().has(Caps::BATCH) {
        return None;
    }
    let name = turn.seat.labels.batch_name();
    let server = Arc::clone(&turn.seat.server);
    let mut line = turn.start().source(&server).command("BATCH").param(&format!("+{name}"));
    for param in params {
        line = line.param(param);
    }
    line.end();
    Some(name)
}

pub(crate) fn close_batch(turn: &mut Turn<'_, '_>, batch: Option<&str>) {
    if let Some(name) = batch {
        let server = Arc::clone(&turn.seat.server);
        turn.start().source(&server).command("BATCH").param(&format!("-{name}")).end();
    }
}

/// An event as it stands now: with its newest words, gone when it was deleted, and with event-playback its reactions.
fn show(turn: &mut Turn<'_, '_>, room: &RoomTag, item: &Item, batch: Option<&str>) {
    if item.deleted.is_some() {
        return;
    }
    let (caps, server) = (turn.caps(), Arc::clone(&turn.seat.server));
    let me = turn.desk.person();
    let view = View { caps, server: &server, batch };
    let target = target_of(turn, room, me == Some(item.event.by.person));
    render::event(&view, &target, &item.event, turn.out());
    if !caps.has(Caps::EVENT_PLAYBACK) {
        return;
    }
    for reaction in &item.reactions {
        let target = target_of(turn, room, me == Some(reaction.by.person));
        let fact = Fact::Reacted {
            target: item.event.number,
            reaction: reaction.reaction.clone(),
            sign: Sign::Plus,
        };
        let (by, number) = (Arc::clone(&reaction.by), reaction.number);
        let event = Event { by, number, fact, key: None, heard: item.event.heard.clone(), ..*item.event };
        render::event(&view, &target, &event, turn.out());
    }
}

/// `CHATHISTORY TARGETS timestamp=… timestamp=… limit`: conversations whose newest message is between the two.
fn targets(turn: &mut Turn<'_, '_>, args: &[&str], limit: usize) {
    let moment = |at: usize| args.get(at).and_then(|t| t.strip_prefix("timestamp=")).and_then(parse_stamp);
    let (Some(from), Some(to)) = (moment(0), moment(1)) else {
        return fail(turn, "INVALID_PARAMS", &["TARGETS"], "The bounds are timestamp=…");
    };
    let between = Between { from, to, limit, name: "".into() };
    turn.seat.blocked = true;
    turn.ask(Ask::Look(Look::ReadableRooms), What::TargetRooms(Box::new(between)));
}

pub(crate) fn target_rooms(turn: &mut Turn<'_, '_>, between: &Between, reply: Reply) {
    let readable = match reply {
        Reply::Answer(Answer::ReadableRooms { rooms, .. }) => rooms,
        _ => Vec::new(),
    };
    let mine: Vec<_> = readable
        .into_iter()
        .map(|(room, ..)| room)
        .filter(|room| room.name.is_none() || turn.seat.rooms.iter().any(|r| r.id == room.id))
        .collect();
    if mine.is_empty() {
        return show_targets(turn, between);
    }
    turn.rare().targets_open = mine.len();
    for room in mine {
        let name = target_of(turn, &room, true);
        let between = Between { name: (*name).into(), ..between.clone() };
        let token = turn.desk.history(RoomRef::Id(room.id), Span::Latest, 1, true);
        turn.expect(token, What::Target(Box::new(between)), true);
    }
}

pub(crate) fn target(turn: &mut Turn<'_, '_>, between: &Between, reply: Reply) {
    if let Reply::Page { page, .. } = reply
        && let Some(newest) = page.items.last()
    {
        let at = newest.event.at;
        if at > between.from.min(between.to) && at < between.from.max(between.to) {
            turn.rare().targets.push((at, between.name.clone()));
        }
    }
    let open = &mut turn.rare().targets_open;
    *open = open.saturating_sub(1);
    if *open == 0 {
        show_targets(turn, between);
    }
}

fn show_targets(turn: &mut Turn<'_, '_>, between: &Between) {
    turn.seat.blocked = false;
    let mut found = std::mem::take(&mut turn.rare().targets);
    found.sort_unstable();
    if between.from > between.to {
        found.reverse();
    }
    let batch = open_batch(turn, &["draft/chathistory-targets"]);
    let server = Arc::clone(&turn.seat.server);
    for (at, name) in found.iter().take(between.limit) {
        let mut line = codec::line(turn.out());
        if let Some(batch) = &batch {
            line = line.tag("batch", batch);
        }
        let line = line.source(&server).command("CHATHISTORY").param("TARGETS").param(safe(name));
        line.last(Stamp::of(*at).as_str());
    }
    close_batch(turn, batch.as_deref());
}
