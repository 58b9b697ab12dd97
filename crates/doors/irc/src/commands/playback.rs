//! `PRIVMSG *playback`: what was said, as clients ask ZNC for it (<https://wiki.znc.in/Playback>).

use crate::commands::history::{self, Found};
use crate::pending::What;
use crate::telling::target_of;
use crate::turn::{Turn, safe};
use parlor_model::{Folded, RoomName, Time};
use parlor_server::{Answer, Ask, Look, Place, Reply, RoomRef, Span};

/// Who plays back: nobody can be called so.
pub(crate) const PLAYER: &str = "*playback";
const SOURCE: &str = "*playback!playback@parlor";

/// What is to be played.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    /// From this moment on.
    from: Option<Time>,
    /// Up to this moment, which is left out.
    to: Option<Time>,
    /// Only where each is, for LIST.
    list: bool,
}

/// `PLAY target[,target] [from] [to]`, `LIST [target]`, `CLEAR target`; moments are seconds, with a fraction.
pub(crate) fn asked(turn: &mut Turn<'_, '_>, text: &str) {
    let mut words = text.split_ascii_whitespace();
    let verb = words.next().unwrap_or_default().to_ascii_uppercase();
    let targets = words.next();
    let moments = (words.next().map(moment), words.next().map(moment));
    match (verb.as_str(), targets, moments) {
        (_, _, (Some(None), _) | (_, Some(None))) => say(turn, "A moment is a number of seconds since 1970"),
        ("PLAY", Some(targets), (from, to)) => {
            play(turn, targets, &Play { from: from.flatten(), to: to.flatten(), list: false });
        }
        ("LIST", targets, _) => {
            play(turn, targets.unwrap_or("*"), &Play { from: None, to: None, list: true });
        }
        ("CLEAR", ..) => say(turn, "What was said is kept by the server for everybody: nothing was cleared"),
        _ => say(turn, "PLAY <target>|* [from] [to], LIST [target]|*: moments are seconds since 1970"),
    }
}

/// A line of the player's own.
fn say(turn: &mut Turn<'_, '_>, words: &str) {
    let nick = turn.nick();
    turn.start().source(SOURCE).command("PRIVMSG").param(&nick).trailing(words);
}

fn moment(seconds: &str) -> Option<Time> {
    let seconds: f64 = seconds.parse().ok()?;
    if !(0.0..1e12).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be in range")]
    Some(Time((seconds * 1000.0).round() as u64))
}

fn play(turn: &mut Turn<'_, '_>, targets: &str, play: &Play) {
    if targets == "*" {
        turn.seat.blocked = true;
        return turn.ask(Ask::Look(Look::ReadableRooms), What::PlayRooms(Box::new(play.clone())));
    }
    for target in targets.split(',').filter(|target| !target.is_empty()) {
        let room = match RoomName::parse(target, &turn.desk.rules().names) {
            // Through this door one reads the rooms one is in.
            Ok(name) => turn.joined(&name).map(|tag| RoomRef::Id(tag.id)),
            Err(_) => Some(RoomRef::Direct(target.into())),
        };
        if let Some(room) = room {
            page(turn, room, target, play);
        }
    }
}

fn page(turn: &mut Turn<'_, '_>, room: RoomRef, target: &str, play: &Play) {
    let span = match (play.from.map(Place::Time), play.to.map(Place::Time)) {
        (None, None) => Span::Latest,
        (Some(from), None) => Span::LatestAfter(from),
        (None, Some(to)) => Span::Before(to),
        // From the newer end: of more than fits, the newest are shown.
        (Some(from), Some(to)) => Span::Between(to, from),
    };
    let limit = if play.list { 1 } else { turn.desk.rules().irc.playback_items_max };
    let token = turn.desk.history(room, span, limit, true);
    turn.expect(token, What::Played(target.into(), play.list), true);
}

/// Which rooms there are.
pub(crate) fn rooms(turn: &mut Turn<'_, '_>, play: &Play, reply: Reply) {
    turn.seat.blocked = false;
    let Reply::Answer(Answer::ReadableRooms { rooms, .. }) = reply else { return };
    let rooms: Vec<_> = rooms
        .into_iter()
        .map(|(room, ..)| room)
        .filter(|room| room.name.is_none() || turn.seat.rooms.iter().any(|r| r.id == room.id))
        .collect();
    for room in rooms {
        let name = target_of(turn, &room, true);
        page(turn, RoomRef::Id(room.id), &name, play);
    }
}

/// A page came.
pub(crate) fn played(turn: &mut Turn<'_, '_>, target: &str, list: bool, reply: Reply) {
    // What cannot be read has nothing to play.
    let Reply::Page { room, page } = reply else { return };
    if page.items.is_empty() {
        return;
    }
    if list {
        if let Some(newest) = page.items.last() {
            let seconds = |time: Time| format!("{}.{:03}", time.0 / 1000, time.0 % 1000);
            let words = format!("{} 0 {}", safe(target), seconds(newest.event.at));
            say(turn, &words);
        }
        return;
    }
    let found: Vec<Found> = page.items.into_iter().map(|item| (room.clone(), item)).collect();
    history::write(turn, &["chathistory", safe(target)], &found);
}

/// Whether a message is for the player.
pub(crate) fn is_player(target: &str) -> bool {
    target.starts_with('*') && Folded::of(target) == Folded::of(PLAYER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_seconds() {
        for (text, ms) in
            [("0", 0), ("1443298480.123", 1_443_298_480_123), ("1.0006", 1001), ("1e3", 1_000_000)]
        {
            assert_eq!(moment(text), Some(Time(ms)), "{text}");
        }
        for bad in ["", "-1", "x", "nan", "inf", "1e300"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
