//! One message, one key, one person's positions.

use super::story::{Deed, Story, batch, text};
use super::{House, Promise};
use parlor_model::{Audience, Folded, Key, Mark, MarkPlace, Number, PersonId, Recall, RoomId, Time};
use parlor_store::{Batch, Position};

pub const PROMISES: &[Promise] = &[
    ("a message is recalled as it stands", recall),
    ("a key is found for ever, and only its person's", keys),
    ("read positions only move forward", positions),
    ("read marks only move forward, and can be taken away", marks),
];

fn recall(mut house: House) {
    let mut story = Story::default();
    let react = |which, by, reaction: &str, on| Deed::React { which, by, reaction: reaction.to_owned(), on };
    let whisper = Deed::Say { room: 1, by: 1, words: "psst".to_owned(), only: Some(vec![1, 2]), key: false };
    let events = [
        story.open(1),
        story.tell(&whisper, 1).unwrap(),
        story.tell(&react(0, 2, "+1", true), 1).unwrap(),
        story.tell(&react(0, 1, "+1", true), 1).unwrap(),
        story.tell(&react(0, 2, "+1", false), 1).unwrap(),
        story.tell(&react(0, 2, "-1", true), 1).unwrap(),
    ];
    house.store.keep(&batch(events)).unwrap();
    let mut expected = Recall {
        number: Number(2),
        by: PersonId(1),
        heard: Audience::these([PersonId(1), PersonId(2)]),
        deleted: false,
        reactions: vec![(PersonId(1), text("+1")), (PersonId(2), text("-1"))],
    };
    assert_eq!(house.reader.recall(RoomId(1), Number(2)).unwrap(), Some(expected.clone()));
    house.store.keep(&batch([story.tell(&Deed::Delete { which: 0 }, 1).unwrap()])).unwrap();
    (expected.deleted, expected.reactions) = (true, Vec::new());
    assert_eq!(house.reader.recall(RoomId(1), Number(2)).unwrap(), Some(expected.clone()));
    house = house.again();
    assert_eq!(house.reader.recall(RoomId(1), Number(2)).unwrap(), Some(expected));
    for (room, number) in [(1, 1), (1, 3), (1, 0), (1, 99), (2, 1), (1, u64::MAX)] {
        assert_eq!(house.reader.recall(RoomId(room), Number(number)).unwrap(), None, "{room} {number}");
    }
}

fn keys(mut house: House) {
    let mut story = Story::default();
    let said = Deed::Say { room: 5, by: 1, words: "x".to_owned(), only: None, key: true };
    let event = story.tell(&said, 1).unwrap();
    let key = event.key.clone().unwrap();
    let id = event.id();
    house.store.keep(&batch([event])).unwrap();
    house = house.again();
    assert_eq!(house.reader.find_key(PersonId(1), &key).unwrap(), Some(id));
    assert_eq!(house.reader.find_key(PersonId(2), &key).unwrap(), None);
    let other = Key::parse(&key.as_str().to_uppercase()).unwrap();
    assert_eq!(house.reader.find_key(PersonId(1), &other).unwrap(), None);
}

fn positions(mut house: House) {
    let position = |person, room, number, at| Position {
        person: PersonId(person),
        room: RoomId(room),
        number: Number(number),
        at: Time(at),
    };
    let mut keep = |positions| house.store.keep(&Batch { positions, ..Batch::default() }).unwrap();
    keep(vec![position(1, 1, 5, 1), position(1, 2, 7, 1), position(2, 1, 9, 1)]);
    keep(vec![position(1, 1, 3, 2), position(1, 2, 8, 2), position(1, 2, 8, 3)]);
    house = house.again();
    let kept = [position(1, 1, 5, 1), position(1, 2, 8, 2), position(2, 1, 9, 1)];
    assert_eq!(house.reader.positions().unwrap(), kept);
    // Who is gone for good has read nothing, whatever the same batch says of them.
    let [moved, stays] = [position(2, 3, 4, 4), position(1, 1, 6, 4)];
    let gone = Batch { positions: vec![moved, stays], forgotten: vec![PersonId(2)], ..Batch::default() };
    house.store.keep(&gone).unwrap();
    house.store.keep(&Batch { forgotten: vec![PersonId(2), PersonId(77)], ..Batch::default() }).unwrap();
    house = house.again();
    assert_eq!(house.reader.positions().unwrap(), [stays, position(1, 2, 8, 2)]);
}

fn marks(mut house: House) {
    let mark = |person, place: &MarkPlace, upto| Mark {
        person: PersonId(person),
        place: place.clone(),
        upto: Time(upto),
    };
    let (room, with) = (MarkPlace::Room(RoomId(7)), MarkPlace::With(Folded::of("Bob")));
    let mut keep = |marks| house.store.keep(&Batch { marks, ..Batch::default() }).unwrap();
    keep(vec![mark(1, &room, 5), mark(1, &with, 7), mark(2, &room, 9), mark(3, &room, 1)]);
    keep(vec![mark(1, &room, 4), mark(1, &with, 8), mark(3, &room, 0)]);
    house = house.again();
    assert_eq!(house.reader.marks().unwrap(), [mark(1, &with, 8), mark(1, &room, 5), mark(2, &room, 9)]);
}
