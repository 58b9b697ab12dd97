//! The `parlor` binary: hands the process's arguments, environment and files to the library.

use std::path::Path;
use std::process::ExitCode;

use parlor::settings::{Action, Invocation, Settings, SettingsError, answer, unknown_variables};
use parlor::{accounts, chat, serve};

/// An idle connection costs a fifth less than with the C library's allocator, and entering less time
/// (`docs/performance.md`). Its settings stand in `.cargo/config.toml`.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    // The client has no settings of the server, nor should it list them.
    if std::env::args_os().nth(1).is_some_and(|first| first == "chat") {
        return chat::run(std::env::args_os().skip(1));
    }
    #[cfg(target_os = "linux")]
    if std::env::args_os().nth(1).is_some_and(|first| first == "bench") {
        return parlor_bench::against::main(std::env::args_os().skip(1));
    }
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

fn env(name: &str) -> Option<String> {
    std::env::var_os(name).map(|text| text.to_string_lossy().into_owned())
}

fn read_file(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

fn run() -> Result<ExitCode, SettingsError> {
    let invocation = Invocation::parse(std::env::args_os())?;
    for warning in unknown_variables(std::env::vars_os().filter_map(|(name, _)| name.into_string().ok())) {
        eprintln!("{warning}");
    }
    if let Some(text) = answer(&invocation, &env, &read_file)? {
        print!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    let read = || Settings::check(&invocation.given, &env, &read_file);
    let settings = read()?;
    let done = match &invocation.action {
        Action::Reload => accounts::reload(&settings).map(|text| {
            println!("{text}");
            ExitCode::SUCCESS
        }),
        Action::Account(action) => accounts::account(action, &settings).map(|text| {
            println!("{text}");
            ExitCode::SUCCESS
        }),
        Action::Serve
        | Action::PrintSample
        | Action::PrintEffective
        | Action::PrintMarkdown
        | Action::Check => serve::serve(&settings, &|| read().map_err(|e| e.to_string())),
    };
    Ok(done.unwrap_or_else(|words| {
        eprintln!("{words}");
        ExitCode::FAILURE
    }))
}
