//! What is written of metadata, in either version of the draft.

use super::{Part, subs};
use crate::caps::Caps;
use crate::codec::numerics::{RPL_KEYNOTSET, RPL_KEYVALUE, RPL_WHOISKEYVALUE};
use crate::commands::history::{close_batch, open_batch};
use crate::commands::monitor;
use crate::turn::{Turn, safe};
use parlor_model::{Metadata, MetadataKey, Text};
use parlor_server::{MetadataView, PersonView, Signalled};
use std::sync::Arc;

/// Which version a connection speaks; the newer one, if it asked for both.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Draft {
    /// `draft/metadata-2`.
    Two,
    /// `draft/metadata-3`.
    Three,
}

pub(super) fn draft(turn: &Turn<'_, '_>) -> Option<Draft> {
    let caps = turn.caps();
    let two = || caps.has(Caps::METADATA_2).then_some(Draft::Two);
    if caps.has(Caps::METADATA_3) { Some(Draft::Three) } else { two() }
}

/// The answer to a look.
pub(super) fn view(turn: &mut Turn<'_, '_>, part: &Part, view: &MetadataView) {
    let of = safe(&view.of);
    match part {
        Part::Get(keys) => {
            let batch = open_batch(turn, &["metadata", of]);
            for key in keys {
                match key {
                    Ok(key) => value(turn, batch.as_deref(), of, key, view.metadata.get(key)),
                    Err(text) => invalid_key(turn, batch.as_deref(), text),
                }
            }
            close_batch(turn, batch.as_deref());
        }
        Part::List => {
            let batch = open_batch(turn, &["metadata", of]);
            for (key, said) in view.metadata.iter() {
                value(turn, batch.as_deref(), of, key, Some(said));
            }
            close_batch(turn, batch.as_deref());
        }
        Part::Own => own(turn, of, &view.metadata),
        Part::Sync(quiet) => sync(turn, view, *quiet),
        // Answered otherwise.
        Part::Set(..) | Part::Clear => {}
    }
}

/// What somebody says about themselves, all of it.
fn own(turn: &mut Turn<'_, '_>, of: &str, metadata: &Metadata) {
    let batch = open_batch(turn, &["metadata", of]);
    for (key, said) in metadata.iter() {
        tell(turn, batch.as_deref(), of, key, Some(said));
    }
    close_batch(turn, batch.as_deref());
}

/// What one is subscribed to. `quiet`: nothing is written where there is nothing.
fn sync(turn: &mut Turn<'_, '_>, view: &MetadataView, quiet: bool) {
    let own = [(&view.of, &view.metadata)];
    let all = own.into_iter().chain(view.members.iter().map(|(of, metadata)| (of, metadata)));
    let mut wanted: Vec<(&Arc<str>, &MetadataKey, &Text)> = Vec::new();
    for (of, metadata) in all {
        let subscribed = metadata.iter().filter(|(key, _)| subs::has(turn, key));
        wanted.extend(subscribed.map(|(key, said)| (of, key, said)));
    }
    if quiet && wanted.is_empty() {
        return;
    }
    let batch = open_batch(turn, &["metadata", safe(&view.of)]);
    for (of, key, said) in wanted {
        tell(turn, batch.as_deref(), of, key, Some(said));
    }
    close_batch(turn, batch.as_deref());
}

/// Somebody on the list is here.
pub(crate) fn sync_person(turn: &mut Turn<'_, '_>, person: &PersonView) {
    if draft(turn).is_some() {
        let of = Arc::from(person.who.nick.as_str());
        let view = MetadataView { of, metadata: person.metadata.clone(), members: Vec::new() };
        sync(turn, &view, true);
    }
}

/// Something changed: told to who asked to hear of it, sees whom it is about, and did not do it.
pub(crate) fn changed(
    turn: &mut Turn<'_, '_>,
    signalled: &Signalled,
    of: &str,
    changes: &[(MetadataKey, Option<Text>)],
) {
    let own = turn.desk.person() == Some(signalled.by.person);
    let sees = own || signalled.room.is_some() || monitor::lists(turn, of);
    if draft(turn).is_none() || !sees {
        return;
    }
    for (key, said) in changes {
        if subs::has(turn, key) {
            tell(turn, None, of, key, said.as_ref());
        }
    }
}

/// `METADATA of key * :value`, or in the newer version the numerics.
fn tell(turn: &mut Turn<'_, '_>, batch: Option<&str>, of: &str, key: &MetadataKey, said: Option<&Text>) {
    if draft(turn) == Some(Draft::Three) {
        return value(turn, batch, of, key, said);
    }
    let server = Arc::clone(&turn.seat.server);
    let line = turn.start_in(batch).source(&server).command("METADATA").param(safe(of)).param(key.as_str());
    match said {
        Some(said) => line.param("*").trailing(said),
        None => line.last("*"),
    };
}

/// RPL_KEYVALUE, or RPL_KEYNOTSET where nothing is said.
pub(super) fn value(
    turn: &mut Turn<'_, '_>,
    batch: Option<&str>,
    of: &str,
    key: &MetadataKey,
    said: Option<&Text>,
) {
    let (server, nick) = (Arc::clone(&turn.seat.server), turn.nick());
    let code = if said.is_some() { RPL_KEYVALUE } else { RPL_KEYNOTSET };
    let line = turn.start_in(batch).source(&server).numeric(code).param(&nick);
    let line = line.param(safe(of)).param(key.as_str());
    match said {
        Some(said) => line.param("*").trailing_cut(said),
        None => line.trailing("key not set"),
    };
}

/// For WHOIS.
pub(crate) fn whois(turn: &mut Turn<'_, '_>, person: &PersonView) {
    if draft(turn).is_some() {
        for (key, said) in person.metadata.iter() {
            turn.numeric(RPL_WHOISKEYVALUE, &[person.who.nick.as_str(), key.as_str(), "*"], said);
        }
    }
}

pub(super) fn invalid_key(turn: &mut Turn<'_, '_>, batch: Option<&str>, key: &str) {
    let code = if draft(turn) == Some(Draft::Two) { "KEY_INVALID" } else { "INVALID_KEY" };
    let server = Arc::clone(&turn.seat.server);
    let line = turn.start_in(batch).source(&server).command("FAIL").param("METADATA").param(code);
    line.param(safe(key)).trailing("Invalid key");
}

pub(super) fn invalid_value(turn: &mut Turn<'_, '_>, key: &str, bytes_max: usize) {
    let words = format!("A value has at most {bytes_max} bytes");
    match draft(turn) {
        Some(Draft::Two) => turn.fail("METADATA", "VALUE_INVALID", &[], &words),
        Some(Draft::Three) | None => turn.fail("METADATA", "INVALID_VALUE", &[key], &words),
    }
}
