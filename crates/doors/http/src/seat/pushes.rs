//! Pushes: asks, answers, and what is pushed, translated.

use super::room_name;
use parlor_api::{
    Event, Happened, Problem, PushPlace, PushTo, PushedEvent, PushedRead, Pushes, WhichPush, at,
};
use parlor_model::{Endpoint, PushCommand, PushDialect, Subscription};
use parlor_server::{Push, Pushed, Rules, push_keys};
use std::sync::Arc;

/// Bytes of what is pushed, at most: push servers take no more.
const BYTES_MAX: usize = 3900;

pub(super) fn subscribe(to: &PushTo) -> Result<PushCommand, Problem> {
    let words = "The keys are `p256dh`, a point of P-256, and `auth`, 16 bytes, in Base64 for URLs.";
    let keys = push_keys(&to.keys.p256dh, &to.keys.auth);
    let keys = keys.ok_or_else(|| Problem::new(422, "push_unfit", words))?;
    Ok(PushCommand::Subscribe { endpoint: endpoint(&to.endpoint)?, keys, dialect: PushDialect::Json })
}

pub(super) fn unsubscribe(which: &WhichPush) -> Result<PushCommand, Problem> {
    Ok(PushCommand::Unsubscribe(endpoint(&which.endpoint)?))
}

fn endpoint(text: &str) -> Result<Endpoint, Problem> {
    let words = "An endpoint is an https address that could be pushed to.";
    Endpoint::parse(text).ok_or_else(|| Problem::new(422, "push_unfit", words))
}

/// Where somebody is pushed to, in the shapes of the API.
pub(super) fn pushes(places: &[Arc<Subscription>], rules: &Rules) -> Pushes {
    let place = |s: &Arc<Subscription>| PushPlace {
        endpoint: s.endpoint.as_str().to_owned(),
        json: match s.dialect {
            PushDialect::Json => true,
            PushDialect::Irc => false,
        },
        since: at(s.since),
        until: at(s.until),
    };
    Pushes { key: rules.push_key.as_deref().map(str::to_owned), places: places.iter().map(place).collect() }
}

/// What is pushed, as JSON. A message of many words is cut where it is full.
#[must_use]
pub fn push_words(push: &Push) -> Option<Vec<u8>> {
    let pushed = match &push.what {
        Pushed::First { .. } => parlor_api::Pushed::First {},
        Pushed::Marked { place, upto } => {
            let room = if place.starts_with('#') { place.to_string() } else { format!("@{place}") };
            parlor_api::Pushed::Read(PushedRead { room, upto: at(*upto) })
        }
        Pushed::Told(told) => {
            let event = Event::of(&told.event, room_name(&told.room, Some(push.person)));
            return fitting(event);
        }
    };
    serde_json::to_vec(&pushed).ok()
}

/// As much of it as fits.
fn fitting(event: Event) -> Option<Vec<u8>> {
    let mut pushed = PushedEvent { event, cut: false };
    loop {
        let words = serde_json::to_vec(&parlor_api::Pushed::Event(Box::new(pushed.clone()))).ok()?;
        if words.len() <= BYTES_MAX {
            return Some(words);
        }
        let Happened::Said(said) = &mut pushed.event.what else { return None };
        let keep = said.text.floor_char_boundary(said.text.len() * 3 / 4);
        if keep == said.text.len() {
            return None;
        }
        said.text.truncate(keep);
        pushed.cut = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_api::{Manner, Person, Role, Said};

    fn said(text: String) -> Event {
        let said = Said { text, manner: Manner::Say, reply_to: None, to_role: Role::Plain };
        Event {
            room: "@bob".into(),
            room_id: "!2".into(),
            number: 3,
            message_id: "2-3".into(),
            at: "2026-01-31T14:02:00.000Z".into(),
            by: Person::from(&parlor_model::Who::house()),
            what: Happened::Said(said),
        }
    }

    #[test]
    fn as_much_is_pushed_as_fits() {
        let read = |words: Vec<u8>| -> parlor_api::Pushed { serde_json::from_slice(&words).unwrap() };
        let short = said("hello".into());
        let pushed = parlor_api::Pushed::Event(Box::new(PushedEvent { event: short.clone(), cut: false }));
        assert_eq!(read(fitting(short).unwrap()), pushed);
        for text in ["é".repeat(60_000), "\u{1}".repeat(4096)] {
            let words = fitting(said(text.clone())).unwrap();
            assert!((2000..=BYTES_MAX).contains(&words.len()), "{}", words.len());
            let parlor_api::Pushed::Event(pushed) = read(words) else { panic!("no event") };
            let Happened::Said(said) = pushed.event.what else { panic!("no message") };
            assert!(pushed.cut && text.starts_with(&said.text) && !said.text.is_empty());
        }
    }
}
