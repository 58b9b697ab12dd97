//! SEARCH (<https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md>), which became a draft of IRCv3
//! (<https://github.com/ircv3/ircv3-specifications/pull/496>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::tags::Tags;
use crate::commands::history::{self, Found};
use crate::pending::What;
use crate::time::parse_stamp;
use crate::turn::Turn;
use parlor_model::{Refusal, RoomName, Time};
use parlor_server::{Answer, Place, Reply, RoomRef, Search, Span};

/// `SEARCH in=…;from=…;before=…;after=…;text=…;limit=…`.
pub(crate) fn search(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let attributes = Tags::from_raw(msg.params.at(0).unwrap_or_default());
    let moment = |key| match attributes.get(key) {
        None => Ok(None),
        Some(text) => parse_stamp(&text).map(Some).ok_or(key),
    };
    let limit = match attributes.get("limit").map(|limit| limit.parse::<usize>()) {
        None => Ok(usize::MAX),
        Some(limit) => limit.map_err(|_| "limit"),
    };
    let (before, after, limit) = match (moment("before"), moment("after"), limit) {
        (Ok(before), Ok(after), Ok(limit)) => (before, after, limit),
        (Err(key), _, _) | (_, Err(key), _) | (_, _, Err(key)) => return invalid(turn, &[key]),
    };
    let room = match attributes.get("in") {
        None => None,
        Some(target) => match place(turn, &target) {
            Some(room) => Some(room),
            None => return invalid(turn, &["in"]),
        },
    };
    // The moment itself belongs to what is asked for.
    let before = before.map(|at: Time| at.plus(1));
    let text = attributes.get("text").unwrap_or_default();
    let terms: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let from = attributes.get("from").map(|from| from.into_owned()).filter(|from| !from.is_empty());
    let limit = limit.min(turn.desk.rules().search_results_max);
    if terms.is_empty() && from.is_none() {
        // Nothing to look for but a place and a time: that is history.
        let Some(room) = room else { return invalid(turn, &[]) };
        let span = match (before.map(Place::Time), after.map(Place::Time)) {
            (None, None) => Span::Latest,
            (Some(before), None) => Span::Before(before),
            (None, Some(after)) => Span::LatestAfter(after),
            (Some(before), Some(after)) => Span::Between(before, after),
        };
        let token = turn.desk.history(room, span, limit, true);
        return turn.expect(token, What::Searched, false);
    }
    let token = turn.desk.search(Search { terms, from, room, before, after, limit });
    turn.expect(token, What::Searched, false);
}

/// A room one is in, or a conversation.
fn place(turn: &Turn<'_, '_>, target: &str) -> Option<RoomRef> {
    match RoomName::parse(target, &turn.desk.rules().names) {
        Ok(name) => turn.joined(&name).map(|tag| RoomRef::Id(tag.id)),
        Err(_) if target.is_empty() || target.starts_with('#') => None,
        Err(_) => Some(RoomRef::Direct(target.into())),
    }
}

fn invalid(turn: &mut Turn<'_, '_>, which: &[&str]) {
    turn.fail(
        "SEARCH",
        "INVALID_PARAMS",
        which,
        "A search has words, a name or a place, and moments as in server-time",
    );
}

/// What was found, the oldest first.
pub(crate) fn searched(turn: &mut Turn<'_, '_>, reply: Reply) {
    let found: Vec<Found> = match reply {
        Reply::Found(found) => found.into_iter().rev().collect(),
        Reply::Page { room, page } => page.items.into_iter().map(|item| (room.clone(), item)).collect(),
        // The two have not written to each other yet.
        Reply::Answer(Answer::Refused(Refusal::NoSuchRoom | Refusal::NoSuchPerson(_))) => Vec::new(),
        _ => {
            return turn.fail("SEARCH", "INTERNAL_ERROR", &[], "The search could not be run");
        }
    };
    // Through this door one reads the rooms one is in.
    let mine = |room: &parlor_server::RoomTag| {
        room.name.is_none() || turn.seat.rooms.iter().any(|joined| joined.id == room.id)
    };
    let found: Vec<Found> = found.into_iter().filter(|(room, _)| mine(room)).collect();
    let draft = turn.caps().has(Caps::DRAFT_SEARCH) && !turn.caps().has(Caps::SEARCH);
    history::write(turn, &[if draft { "search" } else { "soju.im/search" }], &found);
}
