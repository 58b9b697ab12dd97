//! The answers of `parlor config`.

use std::io;
use std::path::Path;

use super::checked::Settings;
use super::commands::{Action, Invocation};
use super::error::SettingsError;
use super::markdown::markdown;
use super::print::sample;

/// What a `parlor config` command prints; `None` for every other command.
///
/// # Errors
/// When the settings it is about are not all right.
pub fn answer(
    invocation: &Invocation,
    env: &dyn Fn(&str) -> Option<String>,
    read_file: &dyn Fn(&Path) -> io::Result<String>,
) -> Result<Option<String>, SettingsError> {
    let settings = || Settings::check(&invocation.given, env, read_file);
    match invocation.action {
        Action::PrintSample => Ok(Some(sample())),
        Action::PrintMarkdown => Ok(Some(markdown())),
        Action::PrintEffective => Ok(Some(settings()?.effective())),
        Action::Check => Ok(Some(verdict(&settings()?))),
        Action::Serve | Action::Reload | Action::Account(_) => Ok(None),
    }
}

fn verdict(settings: &Settings) -> String {
    let notices: String = settings.notices().iter().map(|notice| format!("{notice}\n")).collect();
    let given = match settings.values.given() {
        0 => "all are defaults".to_owned(),
        1 => "1 is set, the others are defaults".to_owned(),
        given => format!("{given} are set, the others are defaults"),
    };
    format!("{notices}The settings are all right: {given}.\n")
}
