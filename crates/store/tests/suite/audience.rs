//! Who was not in the audience learns nothing.

use super::story::{Deed, Story, batch};
use super::{House, Promise};
use parlor_model::{Number, PersonId, RoomId, Time};
use parlor_store::{History, Span};

pub const PROMISES: &[Promise] = &[("history leaves out what the reader did not hear", history_is_filtered)];

fn history_is_filtered(mut house: House) {
    let mut story = Story::default();
    let whisper = |only: &[u64]| Deed::Say {
        room: 1,
        by: 1,
        words: "psst".to_owned(),
        only: Some(only.to_vec()),
        key: false,
    };
    let events = [
        story.open(1),
        story.tell(&whisper(&[1, 2]), 1).unwrap(),
        story.tell(&whisper(&[1]), 1).unwrap(),
        story.tell(&whisper(&[]), 1).unwrap(),
        story.say(1, 1, "to all"),
    ];
    house.store.keep(&batch(events)).unwrap();
    let mut numbers = |reader, limit| {
        let query = History {
            room: RoomId(1),
            reader: PersonId(reader),
            span: Span::Latest,
            limit,
            told: Number(99),
            since: Time(0),
            messages_only: true,
        };
        let page = house.reader.history(&query).unwrap();
        (page.items.iter().map(|i| i.event.number.0).collect::<Vec<_>>(), page.more_before)
    };
    assert_eq!(numbers(1, 9), (vec![2, 3, 5], false));
    assert_eq!(numbers(2, 9), (vec![2, 5], false));
    // Not even that there is more.
    assert_eq!(numbers(3, 1), (vec![5], false));
    assert_eq!(numbers(2, 1), (vec![5], true));
}
