//! Looking after accounts while no server runs: the same engine, for one question.

use crate::Rules;
use crate::proof::credentials;
use crate::server::{clock, read_house};
use parlor_engine::{In, Out};
use parlor_model::{DirectoryCommand, Refusal};
use parlor_store::{Batch, Fault, Store};

/// Makes what a password must match.
#[must_use]
pub fn credentials(password: &str, rules: &Rules) -> Option<String> {
    credentials::make(password, rules.making()).map(|c| c.to_string())
}

/// The names of all accounts, and who of them is a server operator.
///
/// # Errors
/// [`Fault`] when what was kept cannot be read.
pub fn accounts(store: &dyn Store, rules: &Rules) -> Result<Vec<(String, bool)>, Fault> {
    let engine = read_house(store, rules, clock())?;
    Ok(engine.directory().accounts.values().map(|a| (a.name.as_str().to_owned(), a.operator)).collect())
}

/// Asks something of the directory, and keeps what comes of it.
///
/// # Errors
/// [`Fault`] when it is not kept; inside, the refusal.
pub fn rule(
    store: &mut dyn Store,
    rules: &Rules,
    command: &DirectoryCommand,
) -> Result<Result<(), Refusal>, Fault> {
    let mut engine = read_house(store, rules, clock())?;
    if let Err(why) = engine.rule_as_house(command) {
        return Ok(Err(why));
    }
    for out in engine.take() {
        if let Out::Keep { batch, events, forgotten, .. } = out {
            store.keep(&Batch { events, forgotten, ..Batch::default() })?;
            engine.handle(In::Kept(batch), clock());
        }
    }
    Ok(Ok(()))
}
