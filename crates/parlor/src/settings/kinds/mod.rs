//! The kinds of settings there are.

mod amount;
mod choice;
mod list;
mod name;
mod number;
mod operator;
mod place;
mod text;

pub(super) use amount::{Size, Time};
pub(super) use choice::{Choice, Switch};
pub(super) use list::{AccountName, Address, Block, List, Machine};
pub(super) use name::{HostName, NamePattern, NetworkName, RoomName};
pub(super) use number::{Count, CountOrZero, Port};
pub use operator::OperatorClass;
pub(super) use operator::{ClassOfOperators, Operator, UserModes};
pub use place::{DoorName, Listen};
pub(super) use place::{FileOrNone, Listener, Origin};
pub(super) use text::{Contact, Folder, OneLine, Password, SeveralLines};
