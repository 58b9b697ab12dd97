//! What the `parlor` binary is made of, as a library so that tests and fuzz targets reach it.

pub mod accounts;
pub mod certificates;
pub mod chat;
pub mod control;
pub mod doors;
pub mod files;
pub mod greeting;
pub mod logs;
pub mod mail;
pub mod push;
pub mod secret;
pub mod serve;
pub mod settings;
pub mod wiring;
