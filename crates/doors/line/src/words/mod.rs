//! What the line door says that depends on nothing but its arguments.

pub mod elapsed;
pub mod help;
mod help_texts;
