//! The terminal client's screen: what happens goes in, what to do comes out, and it can be drawn at any time.
//!
//! [`App::update`] takes keys and news and answers with [`Effect`]s; [`App::draw`] paints into a buffer of cells. There
//! are no sockets, no clock and no terminal here, so that anything that has keys and cells can serve the same screen.

mod answers;
mod app;
mod commands;
mod complete;
mod draw;
mod editor;
mod effect;
mod entry;
mod form;
mod input;
mod keys;
mod log;
mod news;
mod overlay;
mod room;
mod rows;
mod saying;
mod scroll;
mod selecting;
mod text;
mod theme;
mod time;
mod wrap;

pub use app::{App, Settings};
pub use effect::{Effect, Memory};
pub use input::{Input, Key, Now, Press};
pub use text::clean;
pub use theme::Depth;
pub use wrap::width;
