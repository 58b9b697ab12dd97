//! Every case of `decide`: who may ask what of which room. The page `docs/rights.md` is written from here.

#[path = "../people/mod.rs"]
mod people;

mod askers;
mod asks;
mod cases;
mod cells;
mod columns;
mod invariants;
mod opening;
mod page;
mod scenes;
