//! The commands: one table, and a module for each subject.

pub(crate) mod accepting;
pub(crate) mod account;
pub(crate) mod bans;
pub(crate) mod changing;
pub(crate) mod defcon;
pub(crate) mod editing;
pub(crate) mod forcing;
pub(crate) mod help;
pub(crate) mod history;
pub(crate) mod joining;
pub(crate) mod leaving;
pub(crate) mod listing;
pub(crate) mod looking;
pub(crate) mod markread;
pub(crate) mod metadata;
pub(crate) mod monitor;
pub(crate) mod multiline;
pub(crate) mod operator;
pub(crate) mod persistence;
pub(crate) mod playback;
pub(crate) mod playing;
pub(crate) mod relaying;
pub(crate) mod ruling;
pub(crate) mod sasl;
pub(crate) mod searching;
pub(crate) mod server;
pub(crate) mod speaking;
pub(crate) mod tagging;
pub(crate) mod user;
pub(crate) mod webpush;
pub(crate) mod who;
pub(crate) mod whois;

use crate::codec::Message;
use crate::turn::Turn;
use crate::{caps, isupport, registration, services};

/// A command.
pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// With fewer it is answered with ERR_NEEDMOREPARAMS.
    pub(crate) params_min: usize,
    pub(crate) when: When,
    /// It costs others something: counted against flooding.
    pub(crate) counts: bool,
    pub(crate) run: fn(&mut Turn<'_, '_>, &Message<'_>),
}

/// When a command may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum When {
    /// Also before registration.
    Always,
    /// After registration.
    Entered,
}

macro_rules! commands {
    ($($name:literal $params_min:literal $when:ident $counts:literal $run:path;)*) => {
        /// The command of that name, in capitals. Names of another length are passed over without a look at them; a
        /// search in a sorted table compares strings seven times, for every line of everyone.
        pub(crate) fn find(verb: &str) -> Option<&'static Command> {
            Some(match verb {
                $($name => &Command {
                    name: $name, params_min: $params_min, when: When::$when, counts: $counts, run: $run,
                },)*
                _ => return None,
            })
        }

        /// Every command's name, in order.
        #[cfg(test)]
        pub(crate) const NAMES: &[&str] = &[$($name),*];
    };
}

commands! {
    "ACCEPT" 0 Entered true accepting::accept;
    "ADMIN" 0 Entered false server::admin;
    "AUTHENTICATE" 1 Always true sasl::authenticate;
    "AWAY" 0 Always true user::away;
    "BATCH" 1 Entered true multiline::batch;
    "CAP" 0 Always false caps::cap;
    "CHANSERV" 0 Entered true services::chanserv;
    "CHATHISTORY" 1 Entered false history::chathistory;
    "CS" 0 Entered true services::chanserv;
    "DEFCON" 0 Entered false defcon::defcon;
    "DLINE" 1 Entered false bans::dline;
    "HELP" 0 Entered false help::help;
    "HELPOP" 0 Entered false help::help;
    "INFO" 0 Entered false server::info;
    "INVITE" 0 Entered true ruling::invite;
    "ISON" 1 Entered false looking::ison;
    "ISUPPORT" 0 Always false isupport::isupport;
    "JOIN" 1 Entered true joining::join;
    "KICK" 2 Entered true ruling::kick;
    "KILL" 1 Entered true operator::kill;
    "KLINE" 1 Entered false bans::kline;
    "KNOCK" 1 Entered true ruling::knock;
    "LINKS" 0 Entered false server::links;
    "LIST" 0 Entered false listing::list;
    "LUSERS" 0 Entered false server::lusers;
    "MARKREAD" 0 Entered true markread::markread;
    "METADATA" 0 Always true metadata::metadata;
    "MODE" 1 Entered true changing::mode;
    "MONITOR" 1 Entered true monitor::monitor;
    "MOTD" 0 Entered false server::motd;
    "NAMES" 0 Entered false looking::names;
    "NICK" 0 Always true registration::nick;
    "NICKSERV" 0 Entered true services::nickserv;
    "NOTICE" 0 Entered true speaking::notice;
    "NPC" 3 Entered true playing::npc;
    "NPCA" 3 Entered true playing::npca;
    "NS" 0 Entered true services::nickserv;
    "OPER" 1 Entered true operator::oper;
    "PART" 1 Entered true joining::part;
    "PASS" 1 Always false registration::pass;
    "PERSISTENCE" 1 Entered true persistence::persistence;
    "PING" 0 Always false server::ping;
    "PONG" 0 Always false server::pong;
    "PRIVMSG" 0 Entered true speaking::privmsg;
    "QUIT" 0 Always false leaving::quit;
    "REDACT" 2 Entered true tagging::redact;
    "REGISTER" 3 Always true account::register;
    "REHASH" 0 Entered true operator::rehash;
    "RELAYMSG" 3 Entered true relaying::relaymsg;
    "RENAME" 2 Entered true ruling::rename;
    "SAJOIN" 1 Entered true forcing::sajoin;
    "SAMODE" 2 Entered true forcing::samode;
    "SANICK" 2 Entered true forcing::sanick;
    "SAPART" 1 Entered true forcing::sapart;
    "SCENE" 2 Entered true playing::scene;
    "SEARCH" 1 Entered true searching::search;
    "SETNAME" 1 Entered true user::setname;
    "STATS" 0 Entered false server::stats;
    "SUMMON" 0 Entered false server::summon;
    "TAGMSG" 1 Entered true tagging::tagmsg;
    "TIME" 0 Entered false server::time;
    "TOPIC" 1 Entered true ruling::topic;
    "UBAN" 1 Entered false bans::uban;
    "UNDLINE" 1 Entered false bans::undline;
    "UNKLINE" 1 Entered false bans::unkline;
    "USER" 4 Always false registration::user;
    "USERHOST" 1 Entered false looking::userhost;
    "USERS" 0 Entered false server::users;
    "VERIFY" 2 Always true account::verify;
    "VERSION" 0 Entered false server::version;
    "WALLOPS" 1 Entered true operator::wallops;
    "WEBIRC" 4 Always false registration::webirc;
    "WEBPUSH" 0 Entered true webpush::webpush;
    "WHO" 1 Entered false who::who;
    "WHOIS" 1 Entered false whois::whois;
    "WHOWAS" 1 Entered false whois::whowas;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_name() {
        assert!(NAMES.is_sorted_by(|a, b| a < b));
        assert!(NAMES.iter().all(|name| find(name).is_some_and(|command| command.name == *name)));
        assert!(find("privmsg").is_none() && find("").is_none());
    }
}
