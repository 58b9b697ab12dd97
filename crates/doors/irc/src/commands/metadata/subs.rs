//! What a connection is subscribed to.

use super::show;
use crate::codec::numerics::{
    RPL_METADATASUBOK, RPL_METADATASUBS, RPL_METADATASYNCLATER, RPL_METADATAUNSUBOK,
};
use crate::commands::metadata::Draft;
use crate::turn::Turn;
use parlor_model::MetadataKey;

/// Bytes of keys on one line: with the rest of the line well within 512.
const KEYS_BYTES_MAX: usize = 350;

fn subscribed<'t>(turn: &'t Turn<'_, '_>) -> &'t [MetadataKey] {
    turn.seat.rare.as_ref().map_or(&[], |rare| &rare.subscribed)
}

pub(super) fn any(turn: &Turn<'_, '_>) -> bool {
    !subscribed(turn).is_empty()
}

pub(super) fn has(turn: &Turn<'_, '_>, key: &MetadataKey) -> bool {
    subscribed(turn).contains(key)
}

/// In order; the first that is one too many ends it.
pub(super) fn subscribe(turn: &mut Turn<'_, '_>, keys: &[&str]) {
    let subs_max = turn.desk.rules().metadata_subscriptions_max;
    let (mut taken, mut invalid, mut over) = (Vec::new(), Vec::new(), None);
    for text in keys {
        let Some(key) = MetadataKey::parse(text) else {
            invalid.push(*text);
            continue;
        };
        if !has(turn, &key) {
            if subscribed(turn).len() >= subs_max {
                over = Some(key);
                break;
            }
            turn.rare().subscribed.push(key.clone());
        }
        taken.push(key);
    }
    lines(turn, RPL_METADATASUBOK, &taken);
    for key in invalid {
        show::invalid_key(turn, None, key);
    }
    if let Some(key) = over {
        turn.fail("METADATA", "TOO_MANY_SUBS", &[key.as_str()], "Too many subscriptions");
    }
    // What is there already comes when it is asked for.
    if show::draft(turn) == Some(Draft::Three) && !taken.is_empty() {
        let rooms: Vec<_> = turn.seat.rooms.iter().filter_map(|room| room.name.clone()).collect();
        for room in rooms {
            turn.values(RPL_METADATASYNCLATER, &[room.as_str()]);
        }
    }
}

pub(super) fn unsubscribe(turn: &mut Turn<'_, '_>, keys: &[&str]) {
    let mut gone = Vec::new();
    for text in keys {
        match MetadataKey::parse(text) {
            Some(key) => {
                turn.rare().subscribed.retain(|k| *k != key);
                gone.push(key);
            }
            None => show::invalid_key(turn, None, text),
        }
    }
    lines(turn, RPL_METADATAUNSUBOK, &gone);
}

pub(super) fn list(turn: &mut Turn<'_, '_>) {
    let keys = subscribed(turn).to_vec();
    lines(turn, RPL_METADATASUBS, &keys);
}

/// Keys as parameters, on as many lines as they need.
fn lines(turn: &mut Turn<'_, '_>, code: u16, keys: &[MetadataKey]) {
    let mut rest = keys;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|key| {
            bytes += 1 + key.as_str().len();
            bytes <= KEYS_BYTES_MAX
        });
        let (now, later) = rest.split_at(fits.count().clamp(1, 12));
        let words: Vec<&str> = now.iter().map(MetadataKey::as_str).collect();
        turn.values(code, &words);
        rest = later;
    }
}
