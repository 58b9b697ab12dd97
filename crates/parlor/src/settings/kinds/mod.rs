//! The kinds of settings there are.

mod amount;
mod choice;
mod list;
mod name;
mod number;
mod text;

pub(super) use amount::{Size, Time};
pub(super) use choice::{Choice, Switch};
pub(super) use list::{AccountName, Address, Block, List, Machine};
pub(super) use name::{HostName, NetworkName, RoomName};
pub(super) use number::{Count, CountOrZero, Port};
pub(super) use text::{Folder, OneLine, SeveralLines};
