//! Tests of the settings: sources are handed in, nothing touches the process.

mod command_line;
mod kinds;
mod layers;
mod random;
mod reload;
mod table;
mod words;

use std::io;
use std::path::Path;

use super::{Settings, SettingsError};

/// A world in which settings are read: arguments after the program's name, variables, files.
#[derive(Default)]
struct World<'a> {
    args: &'a [&'a str],
    env: &'a [(&'a str, &'a str)],
    files: &'a [(&'a str, &'a str)],
}

impl World<'_> {
    fn env(&self, name: &str) -> Option<String> {
        self.env.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
    }

    fn read(&self, path: &Path) -> io::Result<String> {
        let file = self.files.iter().find(|(known, _)| Path::new(known) == path);
        file.map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
    }

    fn args(&self) -> impl Iterator<Item = String> {
        std::iter::once("parlor").chain(self.args.iter().copied()).map(str::to_owned)
    }

    fn load(&self) -> Result<Settings, SettingsError> {
        Settings::load(self.args(), &|name| self.env(name), &|path| self.read(path))
    }
}

/// The settings of a file's text.
fn of_file(text: &str) -> Result<Settings, SettingsError> {
    World { args: &["--config", "p.toml"], files: &[("p.toml", text)], ..World::default() }.load()
}

/// The words of the refusal, one problem on a line.
#[track_caller]
fn refusal(result: Result<Settings, SettingsError>) -> String {
    match result {
        Ok(_) => panic!("was taken"),
        Err(error) => error.to_string(),
    }
}
