//! METADATA of oneself before one is in (`before-connect`): it is said as soon as one is.

use super::{invalid_target, refused, show};
use crate::commands::history::{close_batch, open_batch};
use crate::turn::{Turn, text_of};
use parlor_model::{Metadata, MetadataKey, Refusal};

pub(super) fn metadata(turn: &mut Turn<'_, '_>, target: &str, subcommand: &str, rest: &[&str]) {
    let nick = turn.seat.registering.as_ref().and_then(|r| r.nick());
    if target != "*" && nick.is_none_or(|nick| nick.as_str() != target) {
        return invalid_target(turn, target);
    }
    let Some(said) = turn.seat.registering.as_ref().map(|r| r.metadata.clone()) else { return };
    match (subcommand, rest) {
        ("SET", [key, value @ ..]) => set(turn, said, key, value.first().copied()),
        ("CLEAR", _) => {
            keep(turn, Metadata::default());
            let batch = open_batch(turn, &["metadata", "*"]);
            for (key, _) in said.iter() {
                show::value(turn, batch.as_deref(), "*", key, None);
            }
            close_batch(turn, batch.as_deref());
        }
        ("GET", keys) => {
            let batch = open_batch(turn, &["metadata", "*"]);
            for text in keys {
                match MetadataKey::parse(text) {
                    Some(key) => show::value(turn, batch.as_deref(), "*", &key, said.get(&key)),
                    None => show::invalid_key(turn, batch.as_deref(), text),
                }
            }
            close_batch(turn, batch.as_deref());
        }
        // LIST and SYNC: there is nobody else yet.
        _ => {
            let batch = open_batch(turn, &["metadata", "*"]);
            for (key, value) in said.iter() {
                show::value(turn, batch.as_deref(), "*", key, Some(value));
            }
            close_batch(turn, batch.as_deref());
        }
    }
}

fn keep(turn: &mut Turn<'_, '_>, said: Metadata) {
    if let Some(registering) = &mut turn.seat.registering {
        registering.metadata = said;
    }
}

fn set(turn: &mut Turn<'_, '_>, mut said: Metadata, key: &str, value: Option<&str>) {
    let Some(key) = MetadataKey::parse(key) else { return show::invalid_key(turn, None, key) };
    let value = value.filter(|value| !value.is_empty()).map(text_of);
    let rules = std::sync::Arc::clone(turn.desk.rules());
    match said.may_set(&key, value.as_ref(), &rules.house.limits) {
        Ok(()) | Err(Refusal::NothingToChange) => {
            said.set(&key, value.as_ref());
            keep(turn, said);
            show::value(turn, None, "*", &key, value.as_ref());
        }
        Err(why) => refused(turn, "*", Some(&key), &why),
    }
}
