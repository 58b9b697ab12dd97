//! What the line door says that depends on nothing but its arguments.

pub(crate) mod changes;
pub(crate) mod clean;
pub mod elapsed;
pub(crate) mod farewells;
pub mod help;
mod help_texts;
pub(crate) mod refusals;
pub(crate) mod roles;
pub(crate) mod when;
