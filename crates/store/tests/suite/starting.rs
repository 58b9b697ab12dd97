//! What a start and a reload read.

use super::story::{Deed, Story, batch, who};
use super::{House, Promise};
use parlor_model::{AccountName, Audience, DirectoryFact, Event, Fact, Number, PersonId, Room, RoomId, Time};
use parlor_store::{Batch, Digest, RoomLog};

pub const PROMISES: &[Promise] = &[
    ("a start reads every room without its messages", every_room_without_messages),
    ("a digest stands for what came before it, and an older one changes nothing", digests),
    ("a reload reads what was not told", a_reload),
    ("the directory is read whole, and is no room", the_directory),
];

fn join(story: &mut Story, room: u64, by: u64) -> std::sync::Arc<Event> {
    story.tell(&Deed::Join { room, by, only: None }, 1).unwrap()
}

fn room(logs: Vec<RoomLog>, id: u64) -> RoomLog {
    logs.into_iter().find(|l| l.room == RoomId(id)).unwrap()
}

fn every_room_without_messages(mut house: House) {
    let mut story = Story::default();
    for id in [1, 2, 3, 1 << 63, u64::MAX] {
        let mut events = vec![story.open(id), join(&mut story, id, 1)];
        events.extend((0..5).map(|n| story.say(id, 1, &format!("word {n}"))));
        events.push(join(&mut story, id, 2));
        house.store.keep(&batch(events)).unwrap();
    }
    house = house.again();
    let mut logs = house.reader.rooms().unwrap();
    logs.sort_by_key(|l| l.room);
    assert_eq!(
        logs.iter().map(|l| l.room).collect::<Vec<_>>(),
        story.rooms.keys().copied().collect::<Vec<_>>()
    );
    for log in logs {
        let all = &story.rooms[&log.room];
        let altering: Vec<_> = all.iter().filter(|e| e.fact.alters_room()).cloned().collect();
        assert_eq!(log.altering, altering);
        assert_eq!(log.last, Number(8));
        assert_eq!(log.last_said, Some(all[6].at));
        assert!(log.digest.is_none());
        assert!(log.untold.is_empty());
    }
}

fn digests(mut house: House) {
    let mut story = Story::default();
    let mut live = Room::unopened(RoomId(1));
    let events = [story.open(1), join(&mut story, 1, 1), story.say(1, 1, "hello"), join(&mut story, 1, 2)];
    for event in &events {
        live.apply(event);
    }
    let digest = Digest { room: live.id, as_of: live.last, events: live.digest() };
    house.store.keep(&Batch { digests: vec![digest], ..batch(events) }).unwrap();
    let later = [join(&mut story, 1, 3), story.tell(&Deed::Part { room: 1, by: 1 }, 1).unwrap()];
    for event in &later {
        live.apply(event);
    }
    house.store.keep(&batch(later.clone())).unwrap();
    let older = Digest { room: live.id, as_of: Number(1), events: Vec::new() };
    house.store.keep(&Batch { digests: vec![older], ..Batch::default() }).unwrap();

    house = house.again();
    let log = room(house.reader.rooms().unwrap(), 1);
    assert_eq!(log.altering, later.map(|e| Event::clone(&e)));
    // No message since the digest: it knows of the one before.
    assert_eq!(log.last_said, Some(Time(2)));
    assert_eq!(fold(&log), live);

    let newer = Digest { room: live.id, as_of: live.last, events: live.digest() };
    house.store.keep(&Batch { digests: vec![newer], ..Batch::default() }).unwrap();
    let log = room(house.reader.rooms().unwrap(), 1);
    assert!(log.altering.is_empty());
    assert_eq!(log.last_said, Some(Time(2)));
    assert_eq!(fold(&log), live);
}

fn fold(log: &RoomLog) -> Room {
    let mut room = Room::unopened(log.room);
    if let Some(digest) = &log.digest {
        digest.events.iter().for_each(|e| room.apply(e));
        room.last = digest.as_of;
    }
    log.altering.iter().for_each(|e| room.apply_sparse(e));
    room.last = log.last;
    room
}

fn a_reload(mut house: House) {
    let mut story = Story::default();
    assert!(house.store.reload(RoomId(1), Number(0)).unwrap().is_none());
    let events =
        [story.open(1), story.say(1, 1, "told"), story.say(1, 1, "not told"), join(&mut story, 1, 2)];
    house.store.keep(&batch(events)).unwrap();
    let log = house.store.reload(RoomId(1), Number(2)).unwrap().unwrap();
    assert_eq!(log.untold, story.rooms[&RoomId(1)][2..]);
    assert_eq!(log.altering.len(), 2);
    assert_eq!(log.last, Number(4));
    assert!(house.store.reload(RoomId(2), Number(0)).unwrap().is_none());
}

fn the_directory(mut house: House) {
    let mut story = Story::default();
    let fact = Fact::Directory(DirectoryFact::Registered {
        person: PersonId(7),
        name: AccountName::trusted("Ann"),
        credentials: "$argon2id$…".into(),
    });
    let event = story.push(RoomId::DIRECTORY, who(0), Audience::Nobody, None, fact);
    house.store.keep(&batch([event.clone()])).unwrap();
    assert!(house.reader.rooms().unwrap().is_empty());
    house = house.again();
    assert_eq!(house.reader.directory().unwrap(), [Event::clone(&event)]);
    assert!(house.reader.rooms().unwrap().is_empty());
}
