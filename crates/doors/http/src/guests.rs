//! Guests of single calls: the same name from the same address is one guest, whose calls take turns.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// Guests with a call under way.
#[derive(Default)]
pub(crate) struct Guests {
    turns: Mutex<HashMap<(IpAddr, String), Turn>>,
}

type Turn = Arc<tokio::sync::Mutex<()>>;

/// Names that are remembered before those without a call are forgotten.
const SWEEP_AT: usize = 1024;

/// Letters and figures of which no two look alike, so that no two names made of them do.
const LETTERS: &[u8; 16] = b"acdefghjkpqtxy34";

impl Guests {
    /// Waits for one's turn: a guest is one session at a time, for nothing else proves that two are the same.
    pub(crate) async fn turn(&self, from: IpAddr, name: &str) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= SWEEP_AT {
                turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            }
            Arc::clone(turns.entry((from, name.to_lowercase())).or_default())
        };
        turn.lock_owned().await
    }
}

/// A name for who only reads, and gave none.
pub(crate) fn reader_name() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 10];
    getrandom::fill(&mut bytes)?;
    let letters = bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 16)]));
    Ok("reader-".chars().chain(letters).collect())
}
