//! Deletion erases.

use super::story::{Deed, Story, batch};
use super::{House, Promise};
use parlor_model::{Fact, Number, RoomId};

pub const PROMISES: &[Promise] =
    &[("a deleted message's words and its edits' words are gone from the log", words_are_gone)];

fn words_are_gone(mut house: House) {
    let mut story = Story::default();
    let edit = Deed::Edit { which: 0, words: "secret two".to_owned() };
    let events = [story.open(1), story.say(1, 1, "secret one"), story.tell(&edit, 1).unwrap()];
    house.store.keep(&batch(events)).unwrap();
    house.store.keep(&batch([story.tell(&Deed::Delete { which: 0 }, 1).unwrap()])).unwrap();
    let log = house.reader.after(RoomId(1), Number(0), 99).unwrap();
    assert_eq!(log, story.erased(RoomId(1)));
    assert!(!format!("{log:?}").contains("secret"));
    assert!(matches!(&log[3].fact, Fact::Deleted { reason, .. } if reason.as_str() == "why"));
}
