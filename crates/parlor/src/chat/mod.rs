//! `parlor chat`: the terminal client.

mod lines;
mod memory;
mod osc;
mod plain;
mod screen;
mod terminal;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use memory::{Memory, Remembered};
use parlor_client::{Address, Identity, Settings, Target};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
pub use terminal::Taken;

/// What was asked for on the command line.
struct Options {
    address: Address,
    name: Option<String>,
    password: Option<String>,
    rooms: Vec<String>,
    plain: bool,
    listen: bool,
    whole: bool,
    lines: Option<usize>,
    trusted: Vec<String>,
    colors: String,
    memory: Memory,
    remembered: Remembered,
}

/// The command line of `parlor chat`.
#[must_use]
pub fn command() -> Command {
    let switch = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    Command::new("chat")
        .bin_name("parlor chat")
        .about("Talk: a client for the terminal")
        .after_help(
            "In pipes:  echo hi | parlor chat --plain -r ops\n           \
             parlor chat --plain -r ops --listen | grep --line-buffered deploy",
        )
        .args([
            Arg::new("address").value_name("ADDRESS").help(
                "The server: chat.example.org, 127.0.0.1:8080, http://… \
                 [default: the last one, or this machine's]",
            ),
            Arg::new("name").long("name").value_name("NAME").help("Nickname, or the name of an account"),
            Arg::new("room")
                .short('r')
                .long("room")
                .value_name("ROOM")
                .action(ArgAction::Append)
                .help("Room to be in; @NAME with --plain is a conversation"),
            Arg::new("password-file")
                .long("password-file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The account's password, in the first line of a file"),
            switch("plain", "Line by line: for pipes and screen readers"),
            switch("listen", "With --plain: go on when the input is at its end"),
            switch("whole", "With --plain: the whole input is one message"),
            Arg::new("lines")
                .short('n')
                .long("lines")
                .value_name("N")
                .value_parser(value_parser!(usize))
                .help("With --plain: begin with so many lines of before"),
            Arg::new("trust")
                .long("trust")
                .value_name("SHA256")
                .action(ArgAction::Append)
                .help("Believe the certificate with this fingerprint"),
            Arg::new("color")
                .long("color")
                .value_name("COLORS")
                .value_parser(["auto", "24bit", "256", "16", "none"])
                .default_value("auto")
                .help("How many colours the terminal has; NO_COLOR is heeded"),
        ])
}

/// Runs `parlor chat` with these arguments, of which the first is its name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(usage) => {
            let _ = usage.print();
            return ExitCode::from(u8::try_from(usage.exit_code()).unwrap_or(2));
        }
    };
    let done = Options::of(&matches)
        .and_then(|options| if options.plain { plain::run(options) } else { screen::run(options) });
    done.unwrap_or_else(|words| {
        eprintln!("{words}");
        ExitCode::FAILURE
    })
}

impl Options {
    fn of(matches: &ArgMatches) -> Result<Self, String> {
        let memory = Memory::open();
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        let many = |name: &str| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
        let written = text("address").or_else(|| memory.last()).unwrap_or_default();
        let address = if written.is_empty() {
            Address::default()
        } else {
            Address::from_str(&written).map_err(|odd| odd.to_string())?
        };
        let remembered = memory.of(&address.to_string());
        let password = match matches.get_one::<PathBuf>("password-file") {
            None => None,
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
                Some(text.lines().next().unwrap_or_default().to_owned())
            }
        };
        let mut trusted: Vec<String> = many("trust");
        trusted.extend(remembered.trusted.iter().cloned());
        let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
        Ok(Self {
            address,
            name: text("name"),
            password,
            rooms: many("room"),
            plain: matches.get_flag("plain") || !terminal,
            listen: matches.get_flag("listen"),
            whole: matches.get_flag("whole"),
            lines: matches.get_one::<usize>("lines").copied(),
            trusted,
            colors: text("color").unwrap_or_default(),
            memory,
            remembered,
        })
    }

    /// Who to be, as far as that is known.
    fn identity(&self) -> Option<Identity> {
        let known = self.remembered.name.as_ref();
        let name = self.name.as_ref().or(known)?.clone();
        let is_known = known.is_some_and(|known| known.to_lowercase() == name.to_lowercase());
        let token = self.remembered.token.clone().filter(|_| is_known);
        if self.password.is_some() || token.is_some() || (is_known && self.remembered.account) {
            return Some(Identity::Account { name, password: self.password.clone(), token });
        }
        Some(Identity::Guest { name })
    }

    fn target(&self) -> Target {
        Target { address: self.address.clone(), trusted: self.trusted.clone() }
    }

    fn client(&self, page: usize, patient: bool) -> Result<Settings, String> {
        let mut seed = [0; 8];
        getrandom::fill(&mut seed)
            .map_err(|error| format!("The machine gives no random numbers: {error}."))?;
        Ok(Settings { page, seed: u64::from_le_bytes(seed), patient })
    }
}
