//! Checked meaning: the settings in force.

use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use parlor_server::ShownSetting;
use parlor_wires::Place;

use super::agree::{addresses, disagreements};
use super::commands::Invocation;
use super::error::{Problem, SettingsError};
use super::file::from_file;
use super::layers::{Given, Values, from_environment, from_flags};
use super::part::Setting;
use super::parts::{
    BearerSettings, CloakSettings, DoorName, FileSettings, GuardSettings, HouseSettings, HttpSettings,
    IrcSettings, Limits, LineSettings, ListenSettings, LogSettings, LookupSettings, MailSettings,
    PeopleSettings, ProxySettings, PushSettings, RoomSettings, StoreSettings, Sync, TlsSettings, setting,
    table,
};
use super::reload;
use super::source::Source;

/// Settings that are each allowed and agree with each other, a struct for each part of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The house as a whole.
    pub house: HouseSettings,
    /// Listeners besides those of the doors.
    pub listen: ListenSettings,
    /// The rooms people find.
    pub rooms: RoomSettings,
    /// The line door.
    pub line: LineSettings,
    /// The IRC door.
    pub irc: IrcSettings,
    /// The HTTP door.
    pub http: HttpSettings,
    /// TLS.
    pub tls: TlsSettings,
    /// Proxies in front of the doors.
    pub proxy: ProxySettings,
    /// Shared files.
    pub files: FileSettings,
    /// Guests, accounts, operators.
    pub people: PeopleSettings,
    /// Tokens of an issuer.
    pub bearer: BearerSettings,
    /// Mail.
    pub mail: MailSettings,
    /// Pushes.
    pub push: PushSettings,
    /// The store.
    pub store: StoreSettings,
    /// Log and console.
    pub log: LogSettings,
    /// Bounds.
    pub limits: Limits,
    /// How much one network may try.
    pub guard: GuardSettings,
    /// What others are shown of addresses.
    pub cloak: CloakSettings,
    /// What is found out about people.
    pub lookups: LookupSettings,
    /// The file that was read, if any.
    pub file: Option<ConfigFile>,
    pub(super) values: Values,
}

/// A settings file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFile {
    /// Where it is.
    pub path: PathBuf,
    /// It was found in the data folder; nobody named it.
    pub found: bool,
}

impl Settings {
    /// Reads the command line (the program's name first), the environment and the file that counts.
    ///
    /// Touches nothing but what it is handed. Reports everything that is wrong at once.
    ///
    /// # Errors
    /// When the command line is not understood or asks for help, or when any value of any source is not allowed.
    pub fn load<A: Into<OsString> + Clone>(
        args: impl IntoIterator<Item = A>,
        env: &dyn Fn(&str) -> Option<String>,
        read_file: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Result<Self, SettingsError> {
        let invocation = Invocation::parse(args)?;
        Self::check(&invocation.given, env, read_file)
    }

    /// As [`load`](Self::load), for a command line that has been read.
    ///
    /// # Errors
    /// When any value of any source is not allowed.
    pub fn check(
        given: &Given,
        env: &dyn Fn(&str) -> Option<String>,
        read_file: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Result<Self, SettingsError> {
        let mut problems = Vec::new();
        let mut above_file = Values::default();
        above_file.take(from_environment(env), &mut problems);
        above_file.take(from_flags(given), &mut problems);

        let mut values = Values::default();
        let file = match config_file(given, env, read_file, &above_file) {
            Ok(Some((file, text))) => {
                let (said, mut wrong) = from_file(&file.path, &text);
                values.take(said, &mut wrong);
                // TOML tables come sorted by name; people read a file from the top.
                wrong.sort_by_key(Problem::line);
                wrong.append(&mut problems);
                problems = wrong;
                Some(file)
            }
            Ok(None) => None,
            Err(problem) => {
                problems.insert(0, problem);
                None
            }
        };
        if let Some(file) = file.as_ref().filter(|file| file.found) {
            problems.extend(points_elsewhere(file, &above_file, &values));
        }
        if !problems.is_empty() {
            return Err(SettingsError::Problems(problems));
        }
        Self::build(values.over(&above_file), file)
    }

    pub(super) fn build(values: Values, file: Option<ConfigFile>) -> Result<Self, SettingsError> {
        let settings = Self {
            house: HouseSettings::read(&values)?,
            listen: ListenSettings::read(&values)?,
            rooms: RoomSettings::read(&values)?,
            line: LineSettings::read(&values)?,
            irc: IrcSettings::read(&values)?,
            http: HttpSettings::read(&values)?,
            tls: TlsSettings::read(&values)?,
            proxy: ProxySettings::read(&values)?,
            files: FileSettings::read(&values)?,
            people: PeopleSettings::read(&values)?,
            bearer: BearerSettings::read(&values)?,
            mail: MailSettings::read(&values)?,
            push: PushSettings::read(&values)?,
            store: StoreSettings::read(&values)?,
            log: LogSettings::read(&values)?,
            limits: Limits::read(&values)?,
            guard: GuardSettings::read(&values)?,
            cloak: CloakSettings::read(&values)?,
            lookups: LookupSettings::read(&values)?,
            file,
            values,
        };
        let problems = disagreements(&settings);
        if problems.is_empty() { Ok(settings) } else { Err(SettingsError::Problems(problems)) }
    }

    /// What holds after a reload that read `new`: its settings where a reload may change them, the others as they are.
    ///
    /// # Errors
    /// When the mixture does not agree; then nothing should be changed.
    pub fn reloaded(&self, new: &Self) -> Result<Self, SettingsError> {
        Self::build(self.values.with(&new.values, reload::takes_now), new.file.clone())
    }

    /// Addresses of the line door: none when it is not there. With port 0 there is one, and it is IPv4. An IPv6
    /// address is for IPv6 alone; a machine without IPv6 may pass over those that `line.listen` does not name.
    #[must_use]
    pub fn line_addresses(&self) -> Vec<SocketAddr> {
        addresses(self.line.enabled, &self.line.listen, self.line.port, self.house.open)
    }

    /// Addresses of the IRC door, as [`line_addresses`](Self::line_addresses).
    #[must_use]
    pub fn irc_addresses(&self) -> Vec<SocketAddr> {
        addresses(self.irc.enabled, &self.irc.listen, self.irc.port, self.house.open)
    }

    /// Addresses of the HTTP door, as [`line_addresses`](Self::line_addresses).
    #[must_use]
    pub fn http_addresses(&self) -> Vec<SocketAddr> {
        addresses(self.http.enabled, &self.http.listen, self.http.port, self.house.open)
    }

    /// What the person who starts the server should read: which file counts, what is open and not encrypted, what is
    /// weaker than the default.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        if let Some(ConfigFile { path, found }) = &self.file {
            let how = if *found { ", found in the data folder" } else { "" };
            notices.push(format!("Settings are read from {}{how}.", path.display()));
        }
        for (door, name) in [(DoorName::Line, "line"), (DoorName::Irc, "IRC"), (DoorName::Http, "HTTP")] {
            let reached = |at: &Place| matches!(at, Place::Tcp(at) if !at.ip().is_loopback());
            let plain = self.openings().into_iter().filter(|o| o.door == door && o.tls.is_none());
            let open: Vec<String> = plain.filter(|o| reached(&o.at)).map(|o| o.at.to_string()).collect();
            if !open.is_empty() {
                let open = open.join(", ");
                notices.push(format!(
                    "The {name} door on {open} can be reached from other machines and is not encrypted: on the way, \
                     anyone can read what is said, passwords included."
                ));
            }
        }
        if self.store.sync == Sync::Normal {
            notices.push(
                "store.sync is normal: a power cut or a crash of this machine may lose the last confirmed messages."
                    .into(),
            );
        }
        notices
    }

    /// Where the value in force of a setting came from; `None` for a key that is none.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<Source> {
        setting(key).map(|setting| self.values.in_force(setting).1)
    }

    /// Every setting as TOML, one to a line, each with where it came from.
    #[must_use]
    pub fn effective(&self) -> String {
        let line = |setting| {
            let (raw, source) = self.values.in_force(setting);
            (format!("{} = {}", setting.key, setting.kind.toml(&raw)), source)
        };
        let lines: Vec<(String, Source)> = table().map(line).collect();
        let width =
            lines.iter().map(|(text, _)| text.chars().count()).filter(|w| *w <= 60).max().unwrap_or(0);
        // A path is the one thing in a source that may hold a line break, and a comment cannot.
        let tail = |source: &Source| source.to_string().replace(|c: char| c.is_control(), "?");
        lines.iter().map(|(text, source)| format!("{text:width$}  # {}\n", tail(source))).collect()
    }
}

/// Each setting in force, as server operators may see it.
pub fn shown(settings: &Settings) -> Vec<ShownSetting> {
    let show = |setting: &'static Setting| {
        let (raw, source) = settings.values.in_force(setting);
        ShownSetting {
            key: setting.key,
            value: (!setting.kind.is_secret()).then(|| setting.kind.toml(&raw)),
            from: source.to_string(),
            reloads: reload::takes_now(setting),
        }
    };
    table().map(show).collect()
}

/// The file that counts and its text: the one that is named, else the one in the data folder, if it is there.
fn config_file(
    given: &Given,
    env: &dyn Fn(&str) -> Option<String>,
    read_file: &dyn Fn(&Path) -> io::Result<String>,
    above_file: &Values,
) -> Result<Option<(ConfigFile, String)>, Problem> {
    let named = match &given.config {
        Some(path) => Some((path.clone(), Source::Flag("--config".into()))),
        None => env("PARLOR_CONFIG")
            .filter(|path| !path.is_empty())
            .map(|path| (path.into(), Source::Environment("PARLOR_CONFIG".into()))),
    };
    if let Some((path, source)) = named {
        let text = read_file(&path).map_err(|error| {
            let why = format!("this file cannot be read: {error}. It is named by {source}");
            Problem::File { path: path.clone(), line: None, why }
        })?;
        return Ok(Some((ConfigFile { path, found: false }, text)));
    }
    let path = HouseSettings::read(above_file)?.data.join("parlor.toml");
    match read_file(&path) {
        Ok(text) => Ok(Some((ConfigFile { path, found: true }, text))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => {
            let why = format!("this file is in the data folder but cannot be read: {error}");
            Err(Problem::File { path, line: None, why })
        }
    }
}

/// A file found in the data folder must not name another data folder: the next start would not find it.
fn points_elsewhere(file: &ConfigFile, above_file: &Values, values: &Values) -> Option<Problem> {
    let data = setting("data")?;
    let (said, source) = values.in_force(data);
    if source == Source::Default || said == above_file.in_force(data).0 {
        return None;
    }
    let why = "names another data folder than the one this file was found in".to_owned();
    let mut problem = Problem::value(data, &source, &said, why);
    if let Problem::Value(wrong) = &mut problem {
        wrong.allowed =
            "leave it out here, and name the folder by flag, variable, or a file named by --config".into();
        wrong.example = format!("--data {} --config {}", said.shown(), file.path.display());
    }
    Some(problem)
}
