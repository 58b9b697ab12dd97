//! NickServ: accounts.

mod accounts;
mod certificates;
pub(crate) mod login;
mod sessions;
mod settings;
mod suspending;

use super::Verb;
use super::voice::Voice;
use parlor_model::{AccountName, SecretHash};
use parlor_server::Reply;
use settings::Name;

/// What to do with an answer.
#[derive(Debug)]
pub(super) enum Then {
    /// IDENTIFY: the password was looked at.
    Identify,
    /// IDENTIFY: the session is the account's.
    LoggedIn(AccountName),
    /// GHOST: who is called that was looked at.
    Ghost,
    /// PASSWD: the password of now was looked at; this is the new one.
    PasswordProved(AccountName, String),
    /// PASSWD: the new one was made into credentials.
    PasswordMade(AccountName),
    /// RESETPASS: the new password was made into credentials; the hash of the code.
    ResetMade(AccountName, SecretHash),
    /// SET EMAIL: the password was looked at; this is the address.
    EmailProved(AccountName, String),
    /// GET.
    Show(Name),
    /// INFO.
    Info,
    /// LIST.
    List,
    /// UNREGISTER, with the code if one was said.
    Unregister(Option<String>),
    /// SAREGISTER: the password was made into credentials.
    Saregister(AccountName),
    /// SAVERIFY: whose address it is.
    Saverify,
    /// CLIENTS LIST.
    Clients,
    /// CERT LIST.
    Certificates,
    /// SUSPEND LIST.
    Suspensions,
    /// UNSUSPEND.
    Unsuspended(AccountName),
}

pub(super) const VERBS: &[Verb] = &[
    Verb {
        name: "CERT",
        params_min: 1,
        usage: "LIST [account] | ADD [account] [fingerprint] | DEL [account] fingerprint",
        help: "certificates that log you in (SASL EXTERNAL); ADD without one adds the one you connected with",
        run: certificates::cert,
    },
    Verb {
        name: "CLIENTS",
        params_min: 1,
        usage: "LIST [nickname] | LOGOUT [nickname] client|all",
        help: "the connections that are logged in to your account; LOGOUT closes some",
        run: sessions::clients,
    },
    Verb {
        name: "GET",
        params_min: 1,
        usage: "setting",
        help: "shows what you chose; HELP SET says what there is",
        run: settings::get,
    },
    Verb {
        name: "GHOST",
        params_min: 1,
        usage: "nickname",
        help: "closes your account's other connections, for instance one that hangs",
        run: login::ghost,
    },
    Verb {
        name: "IDENTIFY",
        params_min: 1,
        usage: "[account] password",
        help: "logs you in; without an account, to the one called like you",
        run: login::identify,
    },
    Verb {
        name: "INFO",
        params_min: 0,
        usage: "[account]",
        help: "about an account, yours if you name none",
        run: accounts::info,
    },
    Verb {
        name: "LIST",
        params_min: 0,
        usage: "[mask]",
        help: "the accounts there are (server operators)",
        run: accounts::list,
    },
    Verb {
        name: "PASSWD",
        params_min: 2,
        usage: "current new new-again | account new",
        help: "changes your password; server operators name an account to change anybody's",
        run: login::passwd,
    },
    Verb {
        name: "REGISTER",
        params_min: 1,
        usage: "password [email]",
        help: "makes an account with your nickname as its name",
        run: login::register,
    },
    Verb {
        name: "RESETPASS",
        params_min: 3,
        usage: "account code password",
        help: "sets a new password, with the code that SENDPASS had sent",
        run: login::reset_password,
    },
    Verb {
        name: "SADROP",
        params_min: 1,
        usage: "account [code]",
        help: "ends somebody's account (server operators)",
        run: accounts::unregister,
    },
    Verb {
        name: "SAGET",
        params_min: 2,
        usage: "account setting",
        help: "shows what was chosen for an account (server operators)",
        run: settings::saget,
    },
    Verb {
        name: "SAREGISTER",
        params_min: 2,
        usage: "account password",
        help: "makes an account for somebody else (server operators)",
        run: accounts::saregister,
    },
    Verb {
        name: "SASET",
        params_min: 3,
        usage: "account setting value",
        help: "chooses something for an account (server operators)",
        run: settings::saset,
    },
    Verb {
        name: "SAVERIFY",
        params_min: 1,
        usage: "account",
        help: "vouches for an account's e-mail address (server operators)",
        run: accounts::saverify,
    },
    Verb {
        name: "SENDCODE",
        params_min: 0,
        usage: "",
        help: "sends a code to your e-mail address, with which you verify it",
        run: login::send_address_code,
    },
    Verb {
        name: "SENDPASS",
        params_min: 1,
        usage: "account",
        help: "sends a code to the e-mail address of an account, with which a new password is set",
        run: login::send_code,
    },
    Verb {
        name: "SESSIONS",
        params_min: 0,
        usage: "[nickname]",
        help: "the same as CLIENTS LIST",
        run: sessions::sessions,
    },
    Verb {
        name: "SET",
        params_min: 2,
        usage: "ALWAYS-ON|MULTICLIENT|AUTO-AWAY on|off|default, or EMAIL address|none password",
        help: "chooses: whether you stay when you disconnect, whether several connections may share your \
               nickname, whether you are away while you have none, and where mail about your account goes",
        run: settings::set,
    },
    Verb {
        name: "SUSPEND",
        params_min: 1,
        usage: "ADD account [DURATION time] [reason] | DEL account | LIST",
        help: "keeps somebody's account out of the server, for a time or for good (server operators)",
        run: suspending::suspend,
    },
    Verb {
        name: "UNREGISTER",
        params_min: 0,
        usage: "[account] [code]",
        help: "ends your account; without the code it tells you the code",
        run: accounts::unregister,
    },
    Verb {
        name: "UNSUSPEND",
        params_min: 1,
        usage: "account",
        help: "the same as SUSPEND DEL (server operators)",
        run: suspending::unsuspend,
    },
    Verb {
        name: "VERIFY",
        params_min: 2,
        usage: "account code",
        help: "says the code that was sent to you: for a new account, or for its address",
        run: login::verify,
    },
];

pub(super) fn settled(voice: &mut Voice<'_, '_, '_>, then: Then, reply: Reply) {
    match then {
        Then::Identify => login::identified(voice, reply),
        Then::LoggedIn(account) => login::logged_in_now(voice, &account, reply),
        Then::Ghost => login::ghost_seen(voice, reply),
        Then::PasswordProved(account, new) => login::password_proved(voice, account, &new, reply),
        Then::PasswordMade(account) => login::password_made(voice, account, reply),
        Then::ResetMade(account, code) => login::reset_made(voice, account, code, reply),
        Then::EmailProved(account, address) => settings::email_proved(voice, account, &address, reply),
        Then::Show(name) => settings::shown(voice, name, reply),
        Then::Info => accounts::info_seen(voice, reply),
        Then::List => accounts::listed(voice, reply),
        Then::Unregister(code) => accounts::unregister_seen(voice, code.as_deref(), reply),
        Then::Saregister(account) => accounts::saregister_made(voice, account, reply),
        Then::Saverify => accounts::saverify_seen(voice, reply),
        Then::Clients => sessions::seen(voice, reply),
        Then::Certificates => certificates::seen(voice, reply),
        Then::Suspensions => suspending::listed(voice, reply),
        Then::Unsuspended(account) => suspending::unsuspended(voice, &account, reply),
    }
}
