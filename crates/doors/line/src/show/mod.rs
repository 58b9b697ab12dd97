//! What the house tells, as lines of text. Pure: nothing here asks anything or changes anything.

mod direct;
mod fact;
mod item;
mod paper;
mod people;
mod rooms;
mod said;
mod style;

pub(crate) use direct::direct;
pub(crate) use fact::fact;
pub(crate) use item::{Before, found, items};
pub(crate) use paper::Paper;
pub(crate) use people::{people, person};
pub(crate) use rooms::{NAMES_ON_ENTRY_MAX, mode, names, room_lines, topic};
pub(crate) use said::names_me;
pub(crate) use style::{Prefix, Style};
