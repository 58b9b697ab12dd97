//! Compares what everybody noted with what is kept.

use crate::history::Pages;
use crate::notes::{Heard, Notes, parts};
use parlor_model::{Event, Fact, Number, Opening};
use parlor_store::sqlite::SqliteOptions;
use parlor_store::{Sqlite, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// A room as it is kept: what was said in it, oldest first.
type Rooms = BTreeMap<String, Vec<Heard>>;

/// Fails with what is wrong; else says what there was, in one line.
pub(crate) fn judge(folder: &Path, notes: &[Notes], pages: &Pages) -> String {
    let rooms = kept(folder);
    let said: usize = rooms.values().map(Vec::len).sum();
    nothing_twice(&rooms);
    whole_beginnings(&rooms);
    both_doors_show_all(&rooms, pages);
    for notes in notes {
        confirmed_is_kept_in_order(notes, &rooms);
        seen_is_kept(notes, &rooms);
        heard_in_order_without_holes(notes, &rooms);
        nothing_missed_on_return(notes, &rooms);
    }
    let acks: usize = notes.iter().map(|notes| notes.acked.len()).sum();
    let seen: usize = notes.iter().map(|notes| notes.seen.len()).sum();
    format!("{acks} confirmed, {said} in history, {seen} sightings, lost 0, doubled 0, unkept seen 0")
}

/// Reads the data folder itself, past any server.
fn kept(folder: &Path) -> Rooms {
    let store = Sqlite::open(folder, SqliteOptions::default()).unwrap();
    let mut reader = store.reader().unwrap();
    let mut rooms = Rooms::new();
    for log in reader.rooms().unwrap() {
        let events = reader.after(log.room, Number(0), usize::MAX).unwrap();
        let numbers: Vec<u64> = events.iter().map(|event| event.number.0).collect();
        let contiguous: Vec<u64> = (1..=log.last.0).collect();
        assert_eq!(numbers, contiguous, "the numbers of room {} have holes", log.room.0);
        let Some(Fact::Opened { what: Opening::Named { name, .. } }) = events.first().map(|e| &e.fact) else {
            panic!("room {} does not begin with its opening", log.room.0)
        };
        let room = name.as_str();
        rooms.insert(room.to_owned(), events.iter().filter_map(|event| said(room, event)).collect());
    }
    rooms
}

fn said(room: &str, event: &Event) -> Option<Heard> {
    let Fact::Said { text, .. } = &event.fact else { return None };
    let (who, ..) = parts(text).unwrap_or_else(|| panic!("nobody said this: {event:?}"));
    assert_eq!(event.by.nick.as_str(), who, "said by another: {event:?}");
    let id = Some(event.id().to_string());
    Some(Heard { room: room.into(), number: event.number.0, id, text: text.to_string() })
}

fn nothing_twice(rooms: &Rooms) {
    let mut seen = BTreeSet::new();
    for heard in rooms.values().flatten() {
        assert!(seen.insert(&heard.text), "kept twice: {heard:?}");
    }
}

/// Who said 1, 2, 3 before the house died finds 1 kept, or 1 and 2, or all: never 1 and 3.
fn whole_beginnings(rooms: &Rooms) {
    let mut kept: BTreeMap<(&str, u64), BTreeSet<u64>> = BTreeMap::new();
    for heard in rooms.values().flatten() {
        let (who, life, n) = parts(&heard.text).unwrap();
        kept.entry((who, life)).or_default().insert(n);
    }
    for ((who, life), numbers) in kept {
        let whole = numbers.iter().copied().eq(0..numbers.len() as u64);
        assert!(whole, "of what {who} said in life {life} there is kept, with a hole: {numbers:?}");
    }
}

fn both_doors_show_all(rooms: &Rooms, pages: &Pages) {
    for (door, shown) in [("line", &pages.line), ("IRC", &pages.irc)] {
        for (room, kept) in rooms {
            let numbered = |all: &[Heard]| -> Vec<(u64, String)> {
                all.iter().map(|heard| (heard.number, heard.text.clone())).collect()
            };
            let (shown, kept) = (numbered(&shown[room]), numbered(kept));
            let differ = shown.iter().zip(&kept).find(|(shown, kept)| shown != kept);
            assert_eq!(differ, None, "the history of {room} at the {door} door is not what is kept");
            assert_eq!(shown.len(), kept.len(), "the history of {room} at the {door} door is not whole");
        }
    }
}

fn confirmed_is_kept_in_order(notes: &Notes, rooms: &Rooms) {
    let mut last: HashMap<&str, u64> = HashMap::new();
    for acked in &notes.acked {
        assert!(is_kept(acked, rooms), "{} was confirmed this, and it is not there: {acked:?}", notes.nick);
        let before = last.insert(&acked.room, acked.number);
        assert!(before < Some(acked.number), "{}: confirmed out of order: {acked:?}", notes.nick);
    }
}

/// Whether it is in its room under its number, and its id is what it was.
fn is_kept(heard: &Heard, rooms: &Rooms) -> bool {
    let room = &rooms[&heard.room];
    let Ok(at) = room.binary_search_by_key(&heard.number, |kept| kept.number) else { return false };
    room[at].text == heard.text && (heard.id.is_none() || room[at].id == heard.id)
}

fn seen_is_kept(notes: &Notes, rooms: &Rooms) {
    let kept: BTreeSet<&String> = rooms.values().flatten().map(|heard| &heard.text).collect();
    let unkept = notes.seen.iter().find(|text| !kept.contains(text));
    assert_eq!(unkept, None, "{} saw what history does not have", notes.nick);
}

/// Between the first and the last that came over a connection there is nothing that did not come.
fn heard_in_order_without_holes(notes: &Notes, rooms: &Rooms) {
    for live in &notes.live {
        for (room, kept) in rooms {
            let heard: Vec<&Heard> = live.iter().filter(|heard| heard.room == *room).collect();
            let (Some(first), Some(last)) = (heard.first(), heard.last()) else { continue };
            let should = kept.iter().filter(|kept| (first.number..=last.number).contains(&kept.number));
            let should: Vec<(u64, &str)> = should.map(|kept| (kept.number, &*kept.text)).collect();
            let heard: Vec<(u64, &str)> = heard.iter().map(|heard| (heard.number, &*heard.text)).collect();
            let differ = heard.iter().zip(&should).find(|(heard, should)| heard != should);
            assert_eq!(differ, None, "{} heard this in {room} where that comes next", notes.nick);
            assert_eq!(heard.len(), should.len(), "{} did not hear everything in {room}", notes.nick);
        }
    }
}

fn nothing_missed_on_return(notes: &Notes, rooms: &Rooms) {
    for (room, has) in &notes.whole {
        let (Some((first, _)), Some((last, _))) = (has.first_key_value(), has.last_key_value()) else {
            continue;
        };
        let should = rooms[room].iter().filter(|kept| (first..=last).contains(&&kept.number));
        for kept in should {
            let id = has.get(&kept.number);
            assert_eq!(id, kept.id.as_ref(), "{} never got this of {room}: {kept:?}", notes.nick);
        }
    }
}
