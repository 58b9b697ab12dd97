//! Finding words: nothing missed, nothing false, newest first, whether the index has caught up or not.

use super::history::{moved, plain};
use super::story::{Deed, Story, batch, deeds, who, words};
use super::{House, Promise};
use parlor_model::{Audience, Fact, Number, PersonId, RoomId, Time};
use parlor_store::{Item, SearchQuery};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;

pub const PROMISES: &[Promise] = &[
    ("search finds what a naive reader finds", what_a_naive_reader_finds),
    ("case, accents and width do not count, and any part of a word will do", parts_of_words),
    ("one character and two are enough, in any script", short_words),
    ("an edit and a deletion are believed at once", edits_and_deletions),
    ("who asks finds only what they heard, in rooms they may read, up to what was told", only_what_was_heard),
    ("from finds the nickname of then and the account", from_somebody),
    ("before and after bound the time", times),
    ("results are the newest of very many", the_newest_of_many),
    ("what is mostly elsewhere is found here", mostly_elsewhere),
];

/// The words as the model folds them: by a table of what the tests write.
fn fold(text: &str) -> String {
    let fold = |c: char| match c {
        'é' => "e".to_owned(),
        'ß' => "ss".to_owned(),
        'ﬁ' => "fi".to_owned(),
        '…' => "...".to_owned(),
        '\n' => " ".to_owned(),
        other => other.to_lowercase().to_string(),
    };
    let folded: String = text.chars().map(fold).collect();
    folded.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn naive(story: &Story, query: &SearchQuery) -> Vec<Item> {
    let terms: Vec<_> = query.terms.iter().map(|t| fold(t)).filter(|t| !t.is_empty()).collect();
    if terms.is_empty() && query.from.is_none() {
        return Vec::new();
    }
    let found = story.said.iter().rev().filter_map(|&(room, number)| {
        let (_, told, since) = *query.rooms.iter().find(|(r, ..)| *r == room)?;
        let item = story.item(room, number, told);
        let event = &item.event;
        let Fact::Said { text, .. } = &event.fact else { return None };
        let words = fold(text);
        let by = &event.by;
        let right = number <= told
            && item.deleted.is_none()
            && event.heard.includes(query.reader)
            && event.at >= since
            && query.before.is_none_or(|t| event.at < t)
            && query.after.is_none_or(|t| event.at >= t)
            && terms.iter().all(|t| words.contains(t))
            && query.from.as_ref().is_none_or(|from| {
                by.nick.folded().as_str() == from
                    || by.account.as_ref().is_some_and(|a| a.folded().as_str() == from)
            });
        right.then_some(item)
    });
    found.take(query.limit).collect()
}

fn query() -> impl Strategy<Value = SearchQuery> {
    let term = prop_oneof![
        2 => words(),
        3 => prop::sample::select(vec![
            "hel", "l", "lo", "o w", "E", "日本", "本", "日本語", "ab", "ba", "aba", "strasse", "straß", "ss", "fi",
            "か", "が", "-", "%", "\"", "..", "zzz", "",
        ]).prop_map(str::to_owned),
    ];
    let from = prop::option::weighted(0.25, prop::sample::select(vec!["p1", "p1x", "p2", "acc2", "nobody"]));
    let told = prop_oneof![3 => Just(u64::MAX), 1 => 0..20u64];
    let since = prop_oneof![3 => Just(0), 1 => 0..40u64];
    let rooms = prop::collection::btree_map(1..4u64, (told, since), 0..4);
    let time = || prop::option::weighted(0.2, (0..40u64).prop_map(Time));
    (prop::collection::vec(term, 0..3), from, rooms, 1..5u64, time(), time(), 0..6usize).prop_map(
        |(terms, from, rooms, reader, before, after, limit)| SearchQuery {
            terms,
            from: from.map(str::to_owned),
            rooms: rooms
                .into_iter()
                .map(|(r, (told, since))| (RoomId(r), Number(told), Time(since)))
                .collect(),
            reader: PersonId(reader),
            before,
            after,
            limit,
        },
    )
}

fn what_a_naive_reader_finds(house: House) {
    let house = RefCell::new(house);
    let base = RefCell::new(0u64);
    let mut runner = TestRunner::new(Config::with_cases(60));
    let story = (deeds(), prop::collection::vec(any::<bool>(), 10));
    let done = runner.run(&(story, prop::collection::vec(query(), 30)), |((batches, tidied), queries)| {
        let house = &mut *house.borrow_mut();
        *base.borrow_mut() += 10;
        let base = *base.borrow();
        let mut story = Story::default();
        for (deeds, tidy) in batches.iter().zip(tidied) {
            let events: Vec<_> =
                deeds.iter().filter_map(|(deed, later)| story.tell(&moved(deed, base), *later)).collect();
            house.store.keep(&batch(events)).unwrap();
            if tidy {
                house.tidy();
            }
        }
        for mut query in queries {
            query.rooms.iter_mut().for_each(|(room, ..)| room.0 += base);
            let found = house.reader.search(&query).unwrap();
            prop_assert_eq!(plain(&found), plain(&naive(&story, &query)), "{:?}", &query);
        }
        Ok(())
    });
    if let Err(why) = done {
        panic!("{why}");
    }
}

fn asking(terms: &[&str]) -> SearchQuery {
    SearchQuery {
        terms: terms.iter().map(|t| (*t).to_owned()).collect(),
        from: None,
        rooms: vec![(RoomId(1), Number(u64::MAX), Time(0))],
        reader: PersonId(1),
        before: None,
        after: None,
        limit: 100,
    }
}

fn numbers(house: &mut House, query: &SearchQuery) -> Vec<u64> {
    house.reader.search(query).unwrap().iter().map(|i| i.event.number.0).collect()
}

/// Checks before the index has taken anything in, and after.
fn both_ways(house: &mut House, mut check: impl FnMut(&mut House)) {
    check(house);
    house.tidy();
    check(house);
}

fn keep(house: &mut House, said: &[&str]) -> Story {
    let mut story = Story::default();
    let events: Vec<_> = said.iter().map(|words| story.say(1, 1, words)).collect();
    house.store.keep(&batch(events)).unwrap();
    story
}

fn parts_of_words(mut house: House) {
    keep(&mut house, &["Crème Brûlée, s'il vous plaît", "Die Straße", "ＰＡＲＬＯＲ", "Łódź", "two\nlines"]);
    both_ways(&mut house, |house| {
        for (terms, expected) in [
            (&["creme"][..], &[1][..]),
            (&["REME BRU"], &[1]),
            (&["brulee", "vous"], &[1]),
            (&["vous", "straße"], &[]),
            (&["STRASSE"], &[2]),
            (&["parlor"], &[3]),
            (&["lodz"], &[4]),
            (&["two lines"], &[5]),
            (&["  straße "], &[2]),
            (&["twolines"], &[]),
            (&["s'il"], &[1]),
            (&["\" OR words"], &[]),
        ] {
            assert_eq!(numbers(house, &asking(terms)), expected, "{terms:?}");
        }
    });
}

fn short_words(mut house: House) {
    keep(&mut house, &["日本語を話す", "東京都", "京都", "abc", "c", "x+y", "한국어"]);
    both_ways(&mut house, |house| {
        for (term, expected) in [
            ("日", &[1][..]),
            ("語", &[1]),
            ("京都", &[3, 2]),
            ("都", &[3, 2]),
            ("本語を", &[1]),
            ("c", &[5, 4]),
            ("bc", &[4]),
            ("+", &[6]),
            ("国", &[]),
            ("국", &[7]),
            ("구", &[]),
        ] {
            assert_eq!(numbers(house, &asking(&[term])), expected, "{term}");
        }
    });
}

fn edits_and_deletions(mut house: House) {
    let mut story = keep(&mut house, &["first apple", "second apple", "third apple"]);
    house.tidy();
    let edit = |which, words: &str| Deed::Edit { which, words: words.to_owned() };
    let edits = [edit(0, "first pear"), edit(1, "second pear"), edit(1, "second plum")];
    let edits: Vec<_> = edits.iter().map(|deed| story.tell(deed, 1).unwrap()).collect();
    house.store.keep(&batch(edits)).unwrap();
    both_ways(&mut house, |house| {
        assert_eq!(numbers(house, &asking(&["apple"])), [3]);
        assert_eq!(numbers(house, &asking(&["pear"])), [1]);
        assert_eq!(numbers(house, &asking(&["plum"])), [2]);
        // What was not told yet is not known yet.
        let mut early = asking(&["pear"]);
        early.rooms = vec![(RoomId(1), Number(5), Time(0))];
        assert_eq!(numbers(house, &early), [2, 1]);
    });
    let deletions = [1, 2].map(|which| story.tell(&Deed::Delete { which }, 1).unwrap());
    house.store.keep(&batch(deletions)).unwrap();
    both_ways(&mut house, |house| {
        for gone in ["apple", "plum", "second", "third"] {
            assert_eq!(numbers(house, &asking(&[gone])), [0u64; 0], "{gone}");
        }
        let mut anything = asking(&[]);
        anything.from = Some("p1".to_owned());
        assert_eq!(numbers(house, &anything), [1]);
    });
}

fn only_what_was_heard(mut house: House) {
    let mut story = Story::default();
    let whisper = Deed::Say { room: 1, by: 1, words: "fish".to_owned(), only: Some(vec![1, 2]), key: false };
    let events = [
        story.say(1, 1, "fish"),
        story.say(2, 1, "fish"),
        story.tell(&whisper, 1).unwrap(),
        story.say(3, 1, "fish"),
        story.say(1, 1, "fish"),
    ];
    house.store.keep(&batch(events)).unwrap();
    both_ways(&mut house, |house| {
        let mut found = |reader, rooms: &[(u64, u64)]| {
            let mut query = asking(&["fish"]);
            query.reader = PersonId(reader);
            query.rooms = rooms.iter().map(|&(r, told)| (RoomId(r), Number(told), Time(0))).collect();
            let found = house.reader.search(&query).unwrap();
            found.iter().map(|i| (i.event.room.0, i.event.number.0)).collect::<Vec<_>>()
        };
        assert_eq!(found(1, &[(1, 9), (2, 9)]), [(1, 3), (1, 2), (2, 1), (1, 1)]);
        assert_eq!(found(3, &[(1, 9), (2, 9)]), [(1, 3), (2, 1), (1, 1)]);
        assert_eq!(found(1, &[(1, 2)]), [(1, 2), (1, 1)]);
        assert_eq!(found(1, &[]), []);
        // More rooms than an index would be asked for.
        let many: Vec<_> = (2..500).map(|r| (r, 9)).collect();
        assert_eq!(found(1, &many), [(3, 1), (2, 1)]);
    });
}

fn from_somebody(mut house: House) {
    let mut story = Story::default();
    for (by, words) in [(2, "as P2"), (12, "as P2x"), (1, "as P1")] {
        story.say(1, by, words);
    }
    let by = who(22);
    let edited = Fact::Edited { target: Number(1), text: super::story::text("reworded") };
    story.push(RoomId(1), by, Audience::Room, None, edited);
    let events: Vec<_> = story.rooms[&RoomId(1)].iter().cloned().map(std::sync::Arc::new).collect();
    house.store.keep(&batch(events)).unwrap();
    both_ways(&mut house, |house| {
        let mut found = |from: &str, terms: &[&str]| {
            let query = SearchQuery { from: Some(from.to_owned()), ..asking(terms) };
            numbers(house, &query)
        };
        assert_eq!(found("p2", &[]), [1]);
        assert_eq!(found("p2x", &[]), [2]);
        assert_eq!(found("acc2", &[]), [2, 1]);
        assert_eq!(found("acc2", &["p2x"]), [2]);
        assert_eq!(found("p", &[]), [0u64; 0]);
        // The name of when it was said, not of when it was changed.
        assert_eq!(found("p2", &["reworded"]), [1]);
        assert_eq!(found("p2xx", &["reworded"]), [0u64; 0]);
    });
}

fn times(mut house: House) {
    // At 1, 2, 3.
    keep(&mut house, &["fish", "fish", "fish"]);
    both_ways(&mut house, |house| {
        let mut found = |before: Option<u64>, after: Option<u64>| {
            let (before, after) = (before.map(Time), after.map(Time));
            numbers(house, &SearchQuery { before, after, ..asking(&["fish"]) })
        };
        assert_eq!(found(Some(2), None), [1]);
        assert_eq!(found(None, Some(2)), [3, 2]);
        assert_eq!(found(Some(3), Some(2)), [2]);
        assert_eq!(found(None, Some(4)), [0u64; 0]);
    });
}

fn the_newest_of_many(mut house: House) {
    let mut story = Story::default();
    story.say(1, 1, "needle, the first");
    let events: Vec<_> = (0..9_000u64)
        .map(|n| story.say(1, 1, &format!("straw {n} {}", if n % 100 == 0 { "needle" } else { "hay" })))
        .collect();
    let first = story.rooms[&RoomId(1)][0].clone();
    house.store.keep(&batch([std::sync::Arc::new(first)])).unwrap();
    house.store.keep(&batch(events)).unwrap();
    // An old message that is edited stays an old message.
    let edit = Deed::Edit { which: 0, words: "needle 猫".to_owned() };
    house.store.keep(&batch([story.tell(&edit, 1).unwrap()])).unwrap();
    // Nothing fed, one piece, another, and all: search is right with the index half fed.
    for pieces in [0, 1, 1, usize::MAX] {
        let mut left = pieces;
        while left > 0 && house.store.tidy().unwrap() {
            left -= 1;
        }
        let asked =
            [(&["needle"][..], 3), (&["e"], 2), (&["猫"], 5), (&["straw 8", "needle"], 4), (&["le"], 200)];
        for (terms, limit) in asked {
            let query = SearchQuery { limit, ..asking(terms) };
            let expected: Vec<_> = naive(&story, &query).iter().map(|i| i.event.number.0).collect();
            assert_eq!(numbers(&mut house, &query), expected, "{terms:?}");
        }
    }
}

fn mostly_elsewhere(mut house: House) {
    let mut story = Story::default();
    let events: Vec<_> =
        (0..5_000u64).map(|n| story.say(if n % 1_000 == 7 { 1 } else { 2 }, 1, "needle")).collect();
    house.store.keep(&batch(events)).unwrap();
    both_ways(&mut house, |house| {
        assert_eq!(numbers(house, &asking(&["needle"])), [5, 4, 3, 2, 1]);
        assert_eq!(numbers(house, &asking(&["ee"])), [5, 4, 3, 2, 1]);
        assert_eq!(numbers(house, &SearchQuery { limit: 3, ..asking(&["needle"]) }), [5, 4, 3]);
    });
}
