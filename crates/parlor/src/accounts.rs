//! `parlor account …` and `parlor reload`: through the running server, or straight in the data folder when none runs.

use crate::settings::{AccountAction, Settings};
use crate::{control, wiring};
use parlor_server::{Secret, offline};
use parlor_store::Sqlite;
use std::io::{BufRead, IsTerminal};

/// Has the running server read its settings again. What changed, in words.
///
/// # Errors
/// Why not, in words.
pub fn reload(settings: &Settings) -> Result<String, String> {
    let folder = &settings.house.data;
    match control::ask(folder, "reload").map_err(|e| format!("The server does not answer: {e}."))? {
        Some(answer) => answer,
        None => Err(format!("No server runs on {}.", folder.display())),
    }
}

/// Looks after accounts. The answer, for standard output.
///
/// # Errors
/// Why not, in words.
pub fn account(action: &AccountAction, settings: &Settings) -> Result<String, String> {
    let (question, done) = match action {
        AccountAction::Create(name) => {
            (format!("create {name}\n{}", credentials(settings)?), format!("{name} has an account."))
        }
        AccountAction::Passwd(name) => {
            (format!("passwd {name}\n{}", credentials(settings)?), format!("{name} has a new password."))
        }
        AccountAction::Delete(name) => (format!("delete {name}"), format!("The account {name} is deleted.")),
        AccountAction::List => ("accounts".to_owned(), String::new()),
    };
    let folder = &settings.house.data;
    let answer =
        match control::ask(folder, &question).map_err(|e| format!("The server does not answer: {e}."))? {
            Some(answer) => answer,
            None => without_server(&question, settings),
        };
    answer.map(|text| if text.is_empty() { done } else { text })
}

fn without_server(question: &str, settings: &Settings) -> Result<String, String> {
    let mut store =
        Sqlite::open(&settings.house.data, wiring::sqlite(settings)).map_err(|e| e.to_string())?;
    let rules = wiring::rules(settings, &Secret::default());
    let (first, credentials) = question.split_once('\n').unwrap_or((question, ""));
    let (verb, name) = first.split_once(' ').unwrap_or((first, ""));
    if verb == "accounts" {
        let accounts = offline::accounts(&store, &rules).map_err(|e| e.to_string())?;
        return Ok(control::list(&accounts));
    }
    let command = control::command(verb, name, credentials, &rules.names)?;
    match offline::rule(&mut store, &rules, &command) {
        Ok(Ok(())) => Ok(String::new()),
        Ok(Err(why)) => Err(control::words(&why)),
        Err(fault) => Err(fault.to_string()),
    }
}

/// Asks for a password (on a terminal twice, unseen; else one line of standard input) and makes credentials of it.
fn credentials(settings: &Settings) -> Result<String, String> {
    let password = if std::io::stdin().is_terminal() {
        let ask = |prompt: &str| {
            rpassword::prompt_password(prompt).map_err(|e| format!("No password could be read: {e}."))
        };
        let password = ask("Password: ")?;
        if ask("Again: ")? != password {
            return Err("The two passwords differ. Nothing was changed.".into());
        }
        password
    } else {
        let mut line = String::new();
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|e| format!("No password could be read: {e}."))?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    let min = settings.people.accounts_password_min;
    if password.len() < min {
        return Err(format!("A password needs at least {min} characters. Nothing was changed."));
    }
    // Nothing that is asked of accounts here takes the secret.
    offline::credentials(&password, &wiring::rules(settings, &Secret::default()))
        .ok_or_else(|| "The password could not be hashed. Nothing was changed.".into())
}
