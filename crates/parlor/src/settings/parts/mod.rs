//! The settings themselves, a file for each part of the program, and the table of all.

mod bearer;
mod doors;
mod files;
mod guarding;
mod house;
mod keeping;
mod limits;
mod lookups;
mod mail;
mod people;
mod push;
mod wires;

pub use bearer::BearerSettings;
pub use doors::{HttpSettings, IrcSettings, LineSettings, RoomSettings};
pub use files::FileSettings;
pub use guarding::{CloakSettings, GuardSettings};
pub use house::HouseSettings;
pub use keeping::{LogFormat, LogLevel, LogSettings, StoreSettings, Sync};
pub use limits::Limits;
pub use lookups::LookupSettings;
pub use mail::{Encryption, MailSettings};
pub use people::PeopleSettings;
pub use push::PushSettings;
pub use wires::{ListenSettings, ProxySettings, TlsSettings};

pub use super::kinds::{DoorName, Listen};

use super::part::Setting;

const PARTS: [&[Setting]; 19] = [
    HouseSettings::TABLE,
    ListenSettings::TABLE,
    RoomSettings::TABLE,
    LineSettings::TABLE,
    IrcSettings::TABLE,
    HttpSettings::TABLE,
    TlsSettings::TABLE,
    ProxySettings::TABLE,
    FileSettings::TABLE,
    PeopleSettings::TABLE,
    BearerSettings::TABLE,
    MailSettings::TABLE,
    PushSettings::TABLE,
    StoreSettings::TABLE,
    LogSettings::TABLE,
    Limits::TABLE,
    GuardSettings::TABLE,
    CloakSettings::TABLE,
    LookupSettings::TABLE,
];

/// Every setting, the parts one after the other.
pub(super) fn table() -> impl Iterator<Item = &'static Setting> {
    PARTS.into_iter().flatten()
}

/// The setting of this key.
pub(super) fn setting(key: &str) -> Option<&'static Setting> {
    table().find(|setting| setting.key == key)
}

/// The settings by section, in the order of the table; those without a section first, as TOML wants it.
pub(super) fn sections() -> Vec<(&'static str, Vec<&'static Setting>)> {
    let mut sections: Vec<(&'static str, Vec<&'static Setting>)> = vec![("", Vec::new())];
    for setting in table() {
        match sections.iter_mut().find(|(name, _)| *name == setting.section()) {
            Some((_, settings)) => settings.push(setting),
            None => sections.push((setting.section(), vec![setting])),
        }
    }
    sections
}
