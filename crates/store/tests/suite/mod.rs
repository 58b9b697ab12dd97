//! What every store promises. A store's own test file names it and a way to open it: `store_suite!(Folder::new)`.
//!
//! Nothing here knows which store it is; what is compared is a naive model in memory ([`story::Story`]).

mod audience;
mod deletion;
mod history;
mod keeping;
mod search;
mod small_questions;
mod starting;
pub mod story;

use parlor_store::{Reader, Store};

/// A place that can hold one store's data.
pub trait Ground {
    /// Opens the store on this place's data. One at a time.
    fn open(&self) -> Box<dyn Store>;
}

/// A store, a reader of it, and the place they stand on.
pub struct House {
    pub reader: Box<dyn Reader>,
    pub store: Box<dyn Store>,
    pub ground: Box<dyn Ground>,
}

impl House {
    pub fn on(ground: Box<dyn Ground>) -> Self {
        let store = ground.open();
        let reader = store.reader().unwrap();
        Self { reader, store, ground }
    }

    /// Closes it and opens it again.
    pub fn again(self) -> Self {
        let Self { reader, store, ground } = self;
        drop(reader);
        drop(store);
        Self::on(ground)
    }

    /// Does every chore there is.
    pub fn tidy(&mut self) {
        while self.store.tidy().unwrap() {}
    }
}

/// A promise: a name and a test.
pub type Promise = (&'static str, fn(House));

/// Every promise.
pub const PROMISES: &[&[Promise]] = &[
    keeping::PROMISES,
    starting::PROMISES,
    history::PROMISES,
    audience::PROMISES,
    small_questions::PROMISES,
    deletion::PROMISES,
    search::PROMISES,
];

/// Holds a store to every promise, each on its own ground, and says which were broken.
pub fn hold(new: fn() -> Box<dyn Ground>) {
    let mut broken = Vec::new();
    for (name, test) in PROMISES.iter().copied().flatten() {
        let run = || test(House::on(new()));
        if std::panic::catch_unwind(run).is_err() {
            broken.push(*name);
        }
    }
    assert!(broken.is_empty(), "broken promises: {broken:#?}");
}
