//! People: guests, accounts, operators.

use parlor_server::Offer;
use std::time::Duration;

use crate::settings::kinds::{
    Choice, ClassOfOperators, Count, List, NamePattern, Operator, OperatorClass, Size, Switch, Time,
    UserModes,
};
use crate::settings::part::part;

/// Who stays without a connection.
const STAYING: &[(&str, Offer)] = &[
    ("never", Offer::Never),
    ("on-request", Offer::OnRequest),
    ("until-quit", Offer::UntilQuit),
    ("by-default", Offer::ByDefault),
    ("always", Offer::Always),
];

/// What the house lets accounts choose.
const OFFERS: &[(&str, Offer)] = &[
    ("never", Offer::Never),
    ("on-request", Offer::OnRequest),
    ("by-default", Offer::ByDefault),
    ("always", Offer::Always),
];

part! {
    /// Guests, accounts, operators.
    pub struct PeopleSettings {
        /// Accounts whose holders are operators of the server, once logged in. `ann` may everything, `ann:helper` what
        /// the class `helper` of `operator_classes` may.
        operators: Vec<String> = List(Operator), "operators", "", Now;

        /// Classes of operators who may less than all: a name, `=`, and what they may, with `+` between. `rooms` is
        /// ruling every room, `kill` closing connections, `ban` server-wide bans, `accounts` looking after other
        /// people's accounts, `announce` telling everybody something, `rehash` having the settings read again.
        operator_classes: Vec<OperatorClass> = List(ClassOfOperators), "operator_classes", "", Now;

        /// What people are taken for when they come, as IRC user modes, until they say otherwise: `i` not found by
        /// strangers, `R` direct messages from accounts only, `T` no client-to-client requests, `w` hears WALLOPS.
        user_modes: String = UserModes, "user_modes", "", Now;

        /// Nicknames and accounts may have letters of all living scripts, as PRECIS has it (RFC 8265); IRC clients are told so
        /// (`CASEMAPPING=precis`). If not, only ASCII. In both cases nobody may be called what looks like somebody else (UTS 39).
        names_unicode: bool = Switch, "names.unicode", "false", Restart;

        /// Nicknames and accounts that nobody may have, and nothing that looks like them; `*` and `?` stand for any characters.
        names_reserved: Vec<String> = List(NamePattern), "names.reserved", "", Now;

        /// People may enter without an account.
        guests_allowed: bool = Switch, "guests.allowed", "true", Now;

        /// How long a guest whose connection broke may come back, before others see a leave. 0s is not at all.
        guests_grace: Duration = Time { min: Duration::ZERO, max: Duration::from_hours(1) },
            "guests.grace", "20s", Now;

        /// Which accounts stay in their rooms when their last connection closes, and over a restart: none, those that
        /// ask for it, those that do not decline, or all; with `until-quit` those that do not decline, but who says goodbye
        /// (`QUIT`, `/quit`) leaves, unless they asked to stay. The others leave, as guests do.
        accounts_always_on: Offer = Choice(STAYING), "accounts.always_on", "until-quit", Now;

        /// Which accounts may have several connections at once, all under one nickname.
        accounts_multiclient: Offer = Choice(OFFERS), "accounts.multiclient", "by-default", Now;

        /// Which accounts that stay without a connection are shown as away.
        accounts_auto_away: Offer = Choice(OFFERS), "accounts.auto_away", "by-default", Now;

        /// Whoever is logged in to an account is called as it is.
        accounts_nick_equals_account: bool = Switch, "accounts.nick_equals_account", "false", Now;

        /// People may register accounts by themselves. If not, `parlor account create` does it.
        accounts_registration: bool = Switch, "accounts.registration", "true", Now;

        /// They may do so before they have entered (IRC's `before-connect`).
        accounts_register_before_entering: bool = Switch, "accounts.register_before_entering", "true", Now;

        /// Who registers must give an e-mail address, and say the code that is sent there. Needs `mail.relay`.
        accounts_email_required: bool = Switch, "accounts.email_required", "false", Now;

        /// How long a code that was sent by mail works.
        accounts_code_time: Duration = Time { min: Duration::from_mins(1), max: Duration::from_hours(24 * 30) },
            "accounts.code_time", "24h", Now;

        /// Shortest password for an account.
        accounts_password_min: usize = Count { unit: "characters", min: 1, max: 128 },
            "accounts.password_min", "8", Now;

        /// Longest password for an account.
        accounts_password_max: usize = Count { unit: "characters", min: 8, max: 1_024 },
            "accounts.password_max", "1024", Now;

        /// Memory that the hash of a password takes (argon2id), for passwords set from now on. More makes guessing
        /// dearer for who has stolen the data folder, and logging in slower.
        accounts_hash_memory: usize = Size { min: 64 << 10, max: 1 << 30 }, "accounts.hash_memory", "19MiB", Now;

        /// How often that hash goes over its memory.
        accounts_hash_passes: usize = Count { unit: "passes", min: 1, max: 100 }, "accounts.hash_passes", "2", Now;

        /// People may log in with SCRAM-SHA-256, which does not send the password. What is kept for it is a hash that
        /// is cheaper to guess at than that of the password itself, should the data folder be stolen.
        accounts_scram: bool = Switch, "accounts.scram", "true", Now;

        /// Rounds of that hash, for passwords set from now on. Clients do as many when they log in.
        accounts_scram_rounds: usize = Count { unit: "rounds", min: 4096, max: 1_000_000 },
            "accounts.scram_rounds", "20000", Now;
    }
}
