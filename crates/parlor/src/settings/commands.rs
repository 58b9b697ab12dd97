//! The command line: what is to be done, and what it says about settings.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::error::SettingsError;
use super::flags::{flags, given};
use super::layers::Given;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Run the server. Also when nothing is said.
    Serve,
    /// Print a commented sample of the settings.
    PrintSample,
    /// Print the settings in force and where each came from.
    PrintEffective,
    /// Print the page of the guide about settings.
    PrintMarkdown,
    /// Say whether the settings are all right.
    Check,
    /// Have the running server read its settings again.
    Reload,
    /// Look after accounts.
    Account(AccountAction),
}

/// What is to be done about accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountAction {
    /// Make one of this name.
    Create(String),
    /// Give it another password.
    Passwd(String),
    /// Name them all.
    List,
    /// Delete it.
    Delete(String),
}

/// A command line that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// What is to be done.
    pub action: Action,
    /// What it says about settings; not checked yet.
    pub given: Given,
}

impl Invocation {
    /// Reads a command line, the program's name first.
    ///
    /// # Errors
    /// When it is not understood, or asks for help or the version.
    pub fn parse<A: Into<OsString> + Clone>(
        args: impl IntoIterator<Item = A>,
    ) -> Result<Self, SettingsError> {
        let mut command = command();
        let matches = command.try_get_matches_from_mut(args)?;
        if let Some(name @ ("chat" | "bench")) = matches.subcommand_name() {
            let words = format!(
                "`{name}` comes first: parlor {name} ADDRESS; the server's settings are not the client's\n"
            );
            return Err(command.error(ErrorKind::ArgumentConflict, words).into());
        }
        let (action, innermost) = action(&matches);
        let mut given = given(innermost);
        if action == Action::Check
            && let Some(file) = innermost.get_one::<PathBuf>("file")
        {
            if given.config.is_some() {
                let words = "`config check FILE` and `--config FILE` both name a file; one is enough\n";
                return Err(command.error(ErrorKind::ArgumentConflict, words).into());
            }
            given.config = Some(file.clone());
        }
        Ok(Self { action, given })
    }
}

/// The whole command line, its flags made from the table of settings.
#[must_use]
pub fn command() -> Command {
    let print = Command::new("print")
        .about("Print a commented sample of all settings")
        .arg(
            switch("effective", "Print the values in force, and where each came from")
                .conflicts_with("markdown"),
        )
        .arg(switch("markdown", "Print the page of the guide"));
    let file = Arg::new("file").value_name("FILE").value_parser(value_parser!(PathBuf));
    let check = Command::new("check").about("Say whether the settings are all right").arg(
        file.help("The file to check, with environment and flags [default: the one that would be read]"),
    );
    let config = Command::new("config")
        .about("Look at settings")
        .subcommand_required(true)
        .subcommands([print, check]);

    let name = || Arg::new("name").value_name("NAME").required(true).help("Name of the account");
    let account =
        Command::new("account").about("Look after accounts").subcommand_required(true).subcommands([
            Command::new("create").about("Make an account").arg(name()),
            Command::new("passwd").about("Give an account another password").arg(name()),
            Command::new("list").about("Name all accounts"),
            Command::new("delete").about("Delete an account").arg(name()),
        ]);

    Command::new("parlor")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A group-chat server. Without a command it serves.")
        .after_help("`--help` shows every setting, `parlor config print` a file of them.")
        .args(flags())
        .subcommands([
            Command::new("serve").about("Run the server"),
            Command::new("chat").about("Talk: a client for the terminal (`parlor chat --help`)"),
            Command::new("bench").about("Measure a running server (`parlor bench --help`)"),
            config,
            Command::new("reload").about("Have the running server read its settings again; connections stay"),
            account,
        ])
}

fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// The action, and the matches of the innermost subcommand: flags of all levels are there.
fn action(matches: &ArgMatches) -> (Action, &ArgMatches) {
    let Some((name, inner)) = matches.subcommand() else { return (Action::Serve, matches) };
    match (name, inner.subcommand()) {
        ("config", Some(("print", print))) if print.get_flag("effective") => (Action::PrintEffective, print),
        ("config", Some(("print", print))) if print.get_flag("markdown") => (Action::PrintMarkdown, print),
        ("config", Some(("print", print))) => (Action::PrintSample, print),
        ("config", Some((_, check))) => (Action::Check, check),
        ("account", Some((what, account))) => (Action::Account(account_action(what, account)), account),
        ("reload", _) => (Action::Reload, inner),
        _ => (Action::Serve, inner),
    }
}

fn account_action(what: &str, matches: &ArgMatches) -> AccountAction {
    let name = || matches.get_one::<String>("name").cloned().unwrap_or_default();
    match what {
        "create" => AccountAction::Create(name()),
        "passwd" => AccountAction::Passwd(name()),
        "delete" => AccountAction::Delete(name()),
        _ => AccountAction::List,
    }
}
