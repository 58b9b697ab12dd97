//! All or nothing, in order, once.

use super::story::{Story, batch, deeds, who};
use super::{House, Promise};
use parlor_model::{Audience, Fact, Key, Number, Roles, RoomId};
use parlor_store::{Batch, Digest};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::RefCell;

pub const PROMISES: &[Promise] = &[
    ("what was kept is read back as it was", what_was_kept_is_read_back),
    ("an event out of order is a conflict, and nothing of its batch is kept", out_of_order_keeps_nothing),
    ("after a conflict the writer goes on", after_a_conflict_it_goes_on),
    ("a key is kept once", a_key_is_kept_once),
    ("a digest of what was not kept is a conflict", a_digest_of_the_future),
    ("an empty batch is fine", an_empty_batch),
    ("after a rest the writer goes on", after_a_rest_it_goes_on),
];

fn what_was_kept_is_read_back(house: House) {
    let house = RefCell::new(Some(house));
    let rooms = RefCell::new(0u64);
    let mut runner = TestRunner::new(Config::with_cases(24));
    let done = runner.run(&deeds(), |batches| {
        let mut held = house.borrow_mut();
        let mut open = held.take().unwrap();
        // Each case has rooms of its own.
        *rooms.borrow_mut() += 10;
        let base = *rooms.borrow();
        let mut story = Story::default();
        for deeds in batches {
            let events: Vec<_> = deeds
                .iter()
                .filter_map(|(deed, later)| story.tell(&super::history::moved(deed, base), *later))
                .collect();
            open.store.keep(&batch(events)).unwrap();
        }
        for again in [false, true] {
            if again {
                open = open.again();
            }
            for &room in story.rooms.keys() {
                let all = story.erased(room);
                prop_assert_eq!(&open.reader.after(room, Number(0), usize::MAX).unwrap(), &all);
                let some = open.reader.after(room, Number(2), 3).unwrap();
                prop_assert_eq!(&some[..], all.get(2..).map_or(&[][..], |rest| &rest[..rest.len().min(3)]));
            }
        }
        *held = Some(open);
        Ok(())
    });
    if let Err(why) = done {
        panic!("{why}");
    }
}

fn after_a_rest_it_goes_on(mut house: House) {
    let mut story = Story::default();
    let (first, second, third) = (story.open(1), story.say(1, 1, "two"), story.say(1, 1, "three"));
    house.store.keep(&batch([first, second.clone()])).unwrap();
    house.store.rest().unwrap();
    let fault = house.store.keep(&batch([second])).unwrap_err();
    assert!(fault.is_conflict(), "{fault}");
    house.store.rest().unwrap();
    house.store.keep(&batch([third])).unwrap();
    assert_eq!(house.reader.after(RoomId(1), Number(0), 100).unwrap(), story.rooms[&RoomId(1)]);
}

fn out_of_order_keeps_nothing(mut house: House) {
    let mut story = Story::default();
    let (first, second, third, fourth) =
        (story.open(1), story.say(1, 1, "two"), story.say(1, 1, "three"), story.say(1, 1, "four"));
    house.store.keep(&batch([first.clone(), second.clone()])).unwrap();
    for bad in
        [vec![fourth.clone()], vec![second], vec![third.clone(), third.clone()], vec![third.clone(), first]]
    {
        let fault = house.store.keep(&batch(bad)).unwrap_err();
        assert!(fault.is_conflict(), "{fault}");
        assert_eq!(house.reader.after(RoomId(1), Number(0), 100).unwrap().len(), 2);
    }
    house.store.keep(&batch([third, fourth])).unwrap();
    assert_eq!(house.reader.after(RoomId(1), Number(0), 100).unwrap(), story.rooms[&RoomId(1)]);
}

fn after_a_conflict_it_goes_on(mut house: House) {
    let mut story = Story::default();
    let (first, second) = (story.open(1), story.say(1, 17, "somebody new"));
    house.store.keep(&batch([first])).unwrap();
    // The author of the refused batch was met in it for the first time.
    house.store.keep(&batch([second.clone(), second.clone()])).unwrap_err();
    house.store.keep(&batch([second])).unwrap();
    assert_eq!(house.reader.after(RoomId(1), Number(0), 100).unwrap(), story.rooms[&RoomId(1)]);
}

fn a_key_is_kept_once(mut house: House) {
    let mut story = Story::default();
    let key = Key::parse("once");
    let joined = || Fact::Joined { roles: Roles::NONE };
    let first = story.open(1);
    let second = story.push(RoomId(1), who(1), Audience::Room, key.clone(), joined());
    house.store.keep(&batch([first, second])).unwrap();
    let again = story.push(RoomId(1), who(11), Audience::Room, key, joined());
    house.store.keep(&batch([again.clone()])).unwrap_err();
    assert_eq!(house.reader.after(RoomId(1), Number(2), 9).unwrap(), []);
    // Somebody else's key is another key.
    let mut other = parlor_model::Event::clone(&again);
    other.by = who(2);
    house.store.keep(&batch([other.into()])).unwrap();
}

fn a_digest_of_the_future(mut house: House) {
    let mut story = Story::default();
    let digest = Digest { room: RoomId(1), as_of: Number(2), events: Vec::new() };
    let both = Batch { digests: vec![digest], ..batch([story.open(1)]) };
    assert!(house.store.keep(&both).unwrap_err().is_conflict());
    assert!(house.reader.rooms().unwrap().is_empty());
}

fn an_empty_batch(mut house: House) {
    house.store.keep(&Batch::default()).unwrap();
}
