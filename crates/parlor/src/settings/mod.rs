//! The settings of the binary: flags, environment and a TOML file, each setting defined once.
//!
//! A setting is a field of one of the structs in `parts/`: its doc comment is its help text, and beside it stand its
//! kind (what is allowed), key, default, and whether a reload may change it. Flags, names of environment
//! variables, the printed sample, the page in `docs/` and every error are made from that table.
//!
//! Two layers. Raw text says who said what: [`Given`] from the command line, the environment, a file. Checked
//! meaning is [`Settings`], one small struct for each part of the program. Nothing here touches the process: the
//! sources are handed in, so that the whole of it can be tried without an environment, files or a terminal.

mod agree;
mod answer;
mod checked;
mod commands;
mod error;
mod file;
mod flags;
mod fuzz;
mod kind;
mod kinds;
mod layers;
mod markdown;
mod nearest;
mod openings;
mod part;
mod parts;
mod print;
mod reload;
mod source;
#[cfg(test)]
mod tests;
mod variables;

pub use answer::answer;
pub use checked::{ConfigFile, Settings, shown};
pub use commands::{AccountAction, Action, Invocation, command};
pub use error::{Problem, SettingsError, WrongValue};
pub use fuzz::fuzz_one;
pub use kinds::OperatorClass;
pub use layers::Given;
pub use markdown::markdown;
pub use openings::{Opening, Pair};
pub use part::Takes;
pub use parts::{
    BearerSettings, CloakSettings, DoorName, Encryption, FileSettings, GuardSettings, HouseSettings,
    HttpSettings, IrcSettings, Limits, LineSettings, Listen, ListenSettings, LogFormat, LogLevel,
    LogSettings, LookupSettings, MailSettings, PeopleSettings, ProxySettings, PushSettings, RoomSettings,
    StoreSettings, Sync, TlsSettings,
};
pub use print::sample;
pub use reload::{Change, reload_diff};
pub use source::Source;
pub use variables::unknown_variables;
