//! The seeded simulator: the real engine, a store that fails in every way a store may fail, clients that ask anything,
//! and a small reference that holds each step against the contract. See `docs/simulator.md`.

mod acting;
mod dice;
mod ending;
mod kept;
mod looks;
mod naive;
mod run;
mod seat;
mod shard;
mod store;
mod trace;
mod turn;
mod wishes;
mod witness;
mod world;

pub use run::{Failure, replay, try_seed, try_seeds};
pub use world::Summary;
