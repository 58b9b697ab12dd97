//! The house: the engine, and everyone who works for it.
//!
//! [`core`] is what it does; [`run`] is the thread in which it does it.

pub(crate) mod core;
mod digests;
mod entering;
mod guard;
mod looks;
pub(crate) mod notes;
mod pace;
mod proofs;
pub(crate) mod run;

use parlor_model::{DirectoryCommand, Refusal};
use std::sync::mpsc::Sender;

/// Something that whoever runs the house asks of it, past all doors.
pub enum Administer {
    /// Something of the directory.
    Directory {
        /// What.
        command: DirectoryCommand,
        /// Where to answer: once it is kept, or why not.
        done: Sender<Result<(), Refusal>>,
    },
    /// The names of all accounts, and who of them is a server operator.
    Accounts {
        /// Where to answer.
        done: Sender<Vec<(String, bool)>>,
    },
}
