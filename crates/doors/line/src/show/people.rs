//! What a look at people shows.

use super::Paper;
use crate::words::clean::OneLine;
use crate::words::elapsed::Elapsed;
use crate::words::roles;
use crate::words::when::When;
use parlor_model::Time;
use parlor_server::PersonView;
use std::fmt;

/// `/whois`: everything that may be known of somebody.
pub(crate) fn person(view: &PersonView, now: Time, paper: &mut Paper<'_>) {
    let who = &view.who;
    let nick = &who.nick;
    match &who.account {
        Some(account) => paper.line(format_args!("{nick} has the account {account}.")),
        None => paper.line(format_args!("{nick} is a guest.")),
    }
    if !who.real.trim().is_empty() {
        paper.line(format_args!("Calls themselves: {}", OneLine(&who.real)));
    }
    if view.operator {
        paper.line(format_args!("Operator of the house."));
    }
    if !view.rooms.is_empty() {
        paper.line(format_args!("In {}.", Rooms(view)));
    }
    if view.sessions == 0 {
        paper.line(format_args!("Not connected now."));
    } else {
        let idle = Elapsed::between_ms(view.active.0, now.0);
        paper.line(format_args!("Here since {} UTC, silent for {idle}.", When(view.since)));
    }
    if let Some(away) = &view.away {
        paper.line(format_args!("Away: {}", OneLine(away)));
    }
    if let Some(address) = view.address.as_deref().filter(|address| !address.is_empty()) {
        let times =
            if view.sessions > 1 { format!(", {} connections", view.sessions) } else { String::new() };
        paper.line(format_args!("From {address}{times}."));
    }
}

/// `/who`: one line for each.
pub(crate) fn people(views: &[PersonView], people_max: usize, paper: &mut Paper<'_>) {
    for view in views {
        let account = match &view.who.account {
            Some(account) if account.as_str() != view.who.nick.as_str() => format!(" (account {account})"),
            Some(_) => " (account)".to_owned(),
            None => String::new(),
        };
        let away = if view.away.is_some() { ", away" } else { "" };
        let rooms = if view.rooms.is_empty() { String::new() } else { format!(" in {}", Rooms(view)) };
        paper.line(format_args!("{}{account}{rooms}{away}", view.who.nick));
    }
    match views.len() {
        all if all >= people_max => {
            paper.line(format_args!("These are the first {people_max}; /names shows a room's."));
        }
        1 => paper.line(format_args!("1 person is here.")),
        all => paper.line(format_args!("{all} people are here.")),
    }
}

/// Rooms with the role there: `#lobby, @#den`.
struct Rooms<'a>(&'a PersonView);

impl fmt::Display for Rooms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (room, roles)) in self.0.rooms.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{}{room}", roles::sign(roles.highest()))?;
        }
        Ok(())
    }
}
