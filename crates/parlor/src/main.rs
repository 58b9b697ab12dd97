//! The `parlor` binary: hands the process's arguments, environment and files to the library.

use std::process::ExitCode;

use parlor::settings::{Invocation, Settings, SettingsError, answer, unknown_variables};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(SettingsError::Usage(usage)) => {
            // Help goes to stdout, mistakes to stderr; a closed pipe is no reason to complain.
            let _ = usage.print();
            ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(error.exit_code())
        }
    }
}

fn run() -> Result<ExitCode, SettingsError> {
    let invocation = Invocation::parse(std::env::args_os())?;
    for warning in unknown_variables(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        eprintln!("{warning}");
    }
    let env = |name: &str| std::env::var_os(name).map(|text| text.to_string_lossy().into_owned());
    let read_file = |path: &std::path::Path| std::fs::read_to_string(path);
    if let Some(text) = answer(&invocation, &env, &read_file)? {
        print!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    for notice in Settings::check(&invocation.given, &env, &read_file)?.notices() {
        eprintln!("{notice}");
    }
    // The doors and the store are wired in here; until then no command but `config` has anything to run.
    eprintln!("This build has no doors: only `parlor config` does something.");
    Ok(ExitCode::FAILURE)
}
