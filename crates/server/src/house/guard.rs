//! What the gate must know of the directory: from where nobody is let in.

use crate::gate::{AddressBan, Gate};
use parlor_engine::{Defcon, Engine};
use parlor_model::Number;
use std::sync::Arc;

/// What the gate was told last.
pub(crate) struct Guard {
    gate: Arc<Gate>,
    /// The directory and the level as of then.
    told: Option<(Number, Defcon)>,
    bans: Vec<AddressBan>,
}

impl Guard {
    pub(crate) const fn new(gate: Arc<Gate>) -> Self {
        Self { gate, told: None, bans: Vec::new() }
    }

    /// Tells the gate what has changed. Whether there are other bans than before.
    pub(crate) fn is_new(&mut self, engine: &Engine) -> bool {
        let now = (engine.directory().last, engine.defcon());
        if self.told.replace(now) == Some(now) {
            return false;
        }
        // A ban that spares accounts is for who decides about names.
        let bans: Vec<_> = engine
            .directory()
            .bans
            .iter()
            .filter(|ban| !ban.spares_accounts)
            .filter_map(|ban| {
                let (until, reason) = (ban.until, ban.reason.clone());
                Some(AddressBan { network: ban.mask.network()?, until, reason })
            })
            .collect();
        let new = bans != self.bans;
        self.bans.clone_from(&bans);
        self.gate.guard(bans, !engine.defcon().takes_connections());
        new
    }
}
