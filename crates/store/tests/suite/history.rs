//! Pages of history against the naive model.

use super::story::{Deed, Story, batch, deeds};
use super::{House, Promise};
use parlor_model::{Fact, Number, PersonId, RoomId, Time};
use parlor_store::{History, Item, Page, Place, Span};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;

pub const PROMISES: &[Promise] = &[
    ("every span is what a naive reader makes of the log", every_span),
    ("around takes half before and half from the place on", around),
    ("between goes from the first place towards the second", between),
    ("a room that is not there has an empty history", no_room),
];

/// The deed in a room of this case's own.
pub fn moved(deed: &Deed, base: u64) -> Deed {
    let mut deed = deed.clone();
    match &mut deed {
        Deed::Say { room, .. }
        | Deed::Join { room, .. }
        | Deed::Part { room, .. }
        | Deed::Topic { room, .. } => {
            *room += base;
        }
        Deed::Edit { .. } | Deed::Delete { .. } | Deed::React { .. } => {}
    }
    deed
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        (0..40u64).prop_map(|n| Place::Number(Number(n))),
        (0..60u64).prop_map(|t| Place::Time(Time(t))),
        prop::sample::select(vec![Place::Number(Number(u64::MAX)), Place::Time(Time(u64::MAX))]),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        Just(Span::Latest),
        place().prop_map(Span::LatestAfter),
        place().prop_map(Span::Before),
        place().prop_map(Span::After),
        place().prop_map(Span::Around),
        (place(), place()).prop_map(|(a, b)| Span::Between(a, b)),
    ]
}

fn query() -> impl Strategy<Value = History> {
    let told = prop_oneof![3 => Just(u64::MAX), 1 => 0..30u64].prop_map(Number);
    let since = prop_oneof![3 => Just(0), 1 => 0..40u64].prop_map(Time);
    (1..4u64, 1..5u64, span(), 0..8usize, told, since, any::<bool>()).prop_map(
        |(room, reader, span, limit, told, since, messages_only)| History {
            room: RoomId(room),
            reader: PersonId(reader),
            span,
            limit,
            told,
            since,
            messages_only,
        },
    )
}

/// What the page is, written down plainly: look at everything, then cut.
pub fn naive(story: &Story, query: &History) -> Page {
    let log = story.rooms.get(&query.room).map_or(&[][..], |log| log);
    let log = &log[..log.len().min(usize::try_from(query.told.0).unwrap())];
    let shown: Vec<_> = log
        .iter()
        .filter(|e| e.heard.includes(query.reader) && e.at >= query.since)
        .filter(|e| !matches!(e.fact, Fact::Edited { .. } | Fact::Deleted { .. } | Fact::Reacted { .. }))
        .filter(|e| !query.messages_only || matches!(e.fact, Fact::Said { .. }))
        .collect();
    let before = |p: Place, e: &parlor_model::Event| match p {
        Place::Number(n) => e.number < n,
        Place::Time(t) => e.at < t,
    };
    let after = |p: Place, e: &parlor_model::Event| match p {
        Place::Number(n) => e.number > n,
        Place::Time(t) => e.at >= t,
    };
    // How many of the whole log lie before a place, and whether one lies on it: that is how places compare.
    let rank =
        |p: Place| (log.iter().filter(|e| before(p, e)).count(), log.iter().filter(|e| !after(p, e)).count());
    let oldest = |mut v: Vec<usize>, limit: usize| {
        v.truncate(limit);
        v
    };
    let newest = |v: Vec<usize>, limit: usize| v[v.len() - v.len().min(limit)..].to_vec();
    let all = |keep: &dyn Fn(&parlor_model::Event) -> bool| -> Vec<usize> {
        (0..shown.len()).filter(|&i| keep(shown[i])).collect()
    };
    let limit = query.limit;
    let (chosen, older, newer) = match query.span {
        Span::Latest => (newest(all(&|_| true), limit), shown.len(), 0),
        Span::LatestAfter(p) => {
            (newest(all(&|e| after(p, e)), limit), all(&|e| !after(p, e)).len(), all(&|e| after(p, e)).len())
        }
        Span::Before(p) => (
            newest(all(&|e| before(p, e)), limit),
            all(&|e| before(p, e)).len(),
            all(&|e| !before(p, e)).len(),
        ),
        Span::After(p) => {
            (oldest(all(&|e| after(p, e)), limit), all(&|e| !after(p, e)).len(), all(&|e| after(p, e)).len())
        }
        Span::Around(p) => {
            let mut chosen = newest(all(&|e| before(p, e)), limit / 2);
            chosen.extend(oldest(all(&|e| !before(p, e)), limit - limit / 2));
            (chosen, all(&|e| before(p, e)).len(), all(&|e| !before(p, e)).len())
        }
        Span::Between(a, b) => {
            let (low, high, forward) = if rank(a) <= rank(b) { (a, b, true) } else { (b, a, false) };
            let inside = all(&|e| after(low, e) && before(high, e));
            let chosen = if forward { oldest(inside, limit) } else { newest(inside, limit) };
            (chosen, all(&|e| !after(low, e)).len(), all(&|e| !before(high, e)).len())
        }
    };
    let (more_before, more_after) = match (chosen.first(), chosen.last()) {
        (Some(&first), Some(&last)) => (first > 0, last + 1 < shown.len()),
        _ => (older > 0, newer > 0),
    };
    let items = chosen.iter().map(|&i| story.item(query.room, shown[i].number, query.told)).collect();
    Page { items, more_before, more_after }
}

/// What can be compared of an item: everything.
pub fn plain(items: &[Item]) -> String {
    format!("{items:#?}")
}

fn every_span(house: House) {
    let house = RefCell::new(house);
    let base = RefCell::new(0u64);
    let mut runner = TestRunner::new(Config::with_cases(60));
    let done = runner.run(&(deeds(), prop::collection::vec(query(), 40)), |(batches, queries)| {
        let house = &mut *house.borrow_mut();
        *base.borrow_mut() += 10;
        let base = *base.borrow();
        let mut story = Story::default();
        for deeds in batches {
            let events: Vec<_> =
                deeds.iter().filter_map(|(deed, later)| story.tell(&moved(deed, base), *later)).collect();
            house.store.keep(&batch(events)).unwrap();
        }
        for mut query in queries {
            query.room.0 += base;
            let page = house.reader.history(&query).unwrap();
            let expected = naive(&story, &query);
            prop_assert_eq!(plain(&page.items), plain(&expected.items), "{:?}", &query);
            prop_assert_eq!(
                (page.more_before, page.more_after),
                (expected.more_before, expected.more_after),
                "more of {:?}",
                &query
            );
        }
        Ok(())
    });
    if let Err(why) = done {
        panic!("{why}");
    }
}

/// Ten messages, numbers 1 to 10, at times 10 to 100.
fn keep_ten(house: &mut House) {
    let mut story = Story::default();
    let mut say = |_| {
        story.now += 9;
        story.say(1, 1, "x")
    };
    house.store.keep(&batch((0..10).map(&mut say))).unwrap();
}

/// The numbers of a page.
fn numbers(house: &mut House, span: Span, limit: usize) -> Vec<u64> {
    let (room, reader, told) = (RoomId(1), PersonId(1), Number(u64::MAX));
    let query = History { room, reader, span, limit, told, since: Time(0), messages_only: false };
    house.reader.history(&query).unwrap().items.iter().map(|i| i.event.number.0).collect()
}

fn around(mut house: House) {
    keep_ten(&mut house);
    let mut of = |place, limit| numbers(&mut house, Span::Around(place), limit);
    let at = |n| Place::Number(Number(n));
    assert_eq!(of(at(5), 4), [3, 4, 5, 6]);
    assert_eq!(of(at(5), 5), [3, 4, 5, 6, 7]);
    assert_eq!(of(at(1), 4), [1, 2]);
    assert_eq!(of(at(10), 4), [8, 9, 10]);
    assert_eq!(of(Place::Time(Time(50)), 4), [3, 4, 5, 6]);
    assert_eq!(of(Place::Time(Time(51)), 4), [4, 5, 6, 7]);
}

fn between(mut house: House) {
    keep_ten(&mut house);
    let mut of = |from, to, limit| numbers(&mut house, Span::Between(from, to), limit);
    let at = |n| Place::Number(Number(n));
    assert_eq!(of(at(3), at(8), 2), [4, 5]);
    assert_eq!(of(at(8), at(3), 2), [6, 7]);
    assert!(of(at(3), at(4), 2).is_empty());
    assert!(of(at(3), at(3), 2).is_empty());
    assert_eq!(of(Place::Time(Time(30)), Place::Time(Time(60)), 9), [3, 4, 5]);
}

fn no_room(mut house: House) {
    keep_ten(&mut house);
    assert_eq!(numbers(&mut house, Span::Latest, 3), [8, 9, 10]);
    let query = History {
        room: RoomId(99),
        reader: PersonId(1),
        span: Span::Around(Place::Time(Time(5))),
        limit: 10,
        told: Number(5),
        since: Time(0),
        messages_only: false,
    };
    let page = house.reader.history(&query).unwrap();
    assert!(page.items.is_empty() && !page.more_before && !page.more_after);
    assert!(house.reader.after(RoomId(99), Number(0), 10).unwrap().is_empty());
}
