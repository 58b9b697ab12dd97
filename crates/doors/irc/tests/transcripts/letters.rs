//! Accounts with an e-mail address: REGISTER, VERIFY, and new passwords.

use super::stage::play_with;
use parlor_server::Rules;

fn with_mail(required: bool) -> Rules {
    let mut rules = Rules::default();
    rules.house.mail = true;
    rules.house.email_required = required;
    rules
}

#[test]
fn an_address_is_required() {
    play_with(
        with_mail(true),
        r"
hush
ann connects
ann > CAP LS 302
ann > NICK ann

ann > REGISTER * * sesame-sesame
ann < :parlor.local FAIL REGISTER INVALID_EMAIL ann :An e-mail address is required
ann > REGISTER * nonsense sesame-sesame
ann < :parlor.local FAIL REGISTER INVALID_EMAIL ann :That is no e-mail address
ann > REGISTER * ann@example.org sesame-sesame
ann < :parlor.local REGISTER VERIFICATION_REQUIRED ann :Account created, pending verification; a code was sent to ann@example.org
post
post < to ann@example.org: Your account on Parlor
ann > REGISTER * ann@example.org sesame-sesame
ann < :parlor.local FAIL REGISTER ACCOUNT_EXISTS ann :There is such an account
ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann < :parlor.local 904 * :SASL authentication failed
ann > VERIFY ann nonsense
ann < :parlor.local FAIL VERIFY INVALID_CODE ann :That code is wrong or too old
ann > VERIFY bob {code}
ann < :parlor.local FAIL VERIFY INVALID_CODE bob :That code is wrong or too old
ann > VERIFY ann {code}
ann < :parlor.local VERIFY SUCCESS ann :Account verified
ann < :parlor.local 900 * *!*@* ann :You are now logged in as ann
hush
ann > USER ann 0 * :Ann
ann > CAP END

ann > VERIFY ann {code}
ann < :parlor.local FAIL VERIFY INVALID_CODE ann :That code is wrong or too old
ann > NS GET email
ann < :NickServ!NickServ@parlor.local NOTICE ann :email: ann@example.org
restart

hush
ann connects
ann > NICK ann
ann > USER ann 0 * :Ann
ann > AUTHENTICATE PLAIN

ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann < :parlor.local 900 * *!*@* ann :You are now logged in as ann
ann < :parlor.local 903 * :SASL authentication successful
",
    );
}

#[test]
fn who_has_entered_becomes_the_account_when_mail_was_answered() {
    play_with(
        with_mail(true),
        r"
hush
ann enters account-notify
ann > JOIN #a
bob enters account-notify
bob > JOIN #a

ann > NS REGISTER sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :An e-mail address is required. Syntax: REGISTER password email
ann > NS REGISTER sesame-sesame nonsense
ann < :NickServ!NickServ@parlor.local NOTICE ann :That is no e-mail address
ann > NS REGISTER sesame-sesame ann@example.org
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account created, pending verification; a code was sent to ann@example.org
post
post < to ann@example.org: Your account on Parlor
bob > REGISTER ann bob@example.org sesame-sesame
bob < :parlor.local FAIL REGISTER ACCOUNT_EXISTS ann :There is such an account
restart
hush
ann enters account-notify
bob enters account-notify

bob > NS VERIFY ann nonsense
bob < :NickServ!NickServ@parlor.local NOTICE bob :The name ann is taken
ann > NS VERIFY ann {code}
ann < :ann!ann@127.0.0.1 ACCOUNT ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account created
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :You're now logged in as ann
bob < :ann!ann@127.0.0.1 ACCOUNT ann
ann > NS INFO
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :Registered at: Sun, 09 Sep 2001 12:00:00 UTC
ann < :NickServ!NickServ@parlor.local NOTICE ann :Here as: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :E-mail address: ann@example.org
",
    );
}

#[test]
fn a_code_works_for_a_time() {
    play_with(
        with_mail(true),
        r"
hush
ann enters
ann > REGISTER * ann@example.org sesame-sesame

post
post < to ann@example.org: Your account on Parlor
pass 86400001
ann < PING parlor.local
ann < ERROR :Closing Link: 127.0.0.1 (Ping timeout: 180 seconds)
hush
ann enters

ann > VERIFY ann {code}
ann < :parlor.local FAIL VERIFY INVALID_CODE ann :That code is wrong or too old
ann > REGISTER * ann@example.org sesame-sesame
ann < :parlor.local REGISTER VERIFICATION_REQUIRED ann :Account created, pending verification; a code was sent to ann@example.org
post
post < to ann@example.org: Your account on Parlor
ann > VERIFY ann {code}
ann < :parlor.local VERIFY SUCCESS ann :Account verified
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
",
    );
}

#[test]
fn an_address_that_is_not_required_is_verified_later() {
    play_with(
        with_mail(false),
        r"
hush
ann enters
ann > REGISTER * ann@example.org sesame-sesame

post
post < to ann@example.org: Your address on Parlor
ann > NS GET email
ann < :NickServ!NickServ@parlor.local NOTICE ann :email: ann@example.org (not verified)
ann > NS SENDCODE
ann < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
ann > NS SENDPASS ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :If the account has a verified e-mail address, a code was sent to it
post
ann > NS VERIFY ann {code}
ann < :NickServ!NickServ@parlor.local NOTICE ann :The address is verified
ann > NS GET email
ann < :NickServ!NickServ@parlor.local NOTICE ann :email: ann@example.org
ann > NS VERIFY ann {code}
ann < :NickServ!NickServ@parlor.local NOTICE ann :That code is wrong or too old
ann > NS SENDCODE
ann < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
hush
ann > NS SET email ann@example.net sesame-sesame

ann > NS GET email
ann < :NickServ!NickServ@parlor.local NOTICE ann :email: ann@example.net (not verified)
ann > NS SENDCODE
ann < :NickServ!NickServ@parlor.local NOTICE ann :A code was sent to your e-mail address; say it with VERIFY account code
post
post < to ann@example.net: Your address on Parlor
",
    );
}

#[test]
fn a_lost_password() {
    play_with(
        with_mail(true),
        r"
hush
ann enters
ann > REGISTER * ann@example.org sesame-sesame
post
post < to ann@example.org: Your account on Parlor
ann > VERIFY ann {code}
ann > QUIT
bob enters

bob > NS SENDPASS nobody
bob < :NickServ!NickServ@parlor.local NOTICE bob :If the account has a verified e-mail address, a code was sent to it
bob > NS SENDPASS ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :If the account has a verified e-mail address, a code was sent to it
post
post < to ann@example.org: A new password on Parlor
bob > NS SENDPASS ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :If the account has a verified e-mail address, a code was sent to it
post
bob > NS RESETPASS ann nonsense sesame-2222
bob < :NickServ!NickServ@parlor.local NOTICE bob :That code is wrong or too old
bob > NS RESETPASS ann {code} short
bob < :NickServ!NickServ@parlor.local NOTICE bob :A password has 8 to 1024 bytes
bob > NS RESETPASS ann {code} sesame-2222
bob < :NickServ!NickServ@parlor.local NOTICE bob :Password changed: log in with the new one
bob > NS RESETPASS ann {code} sesame-3333
bob < :NickServ!NickServ@parlor.local NOTICE bob :That code is wrong or too old
bob > NS IDENTIFY ann sesame-sesame
bob < :NickServ!NickServ@parlor.local NOTICE bob :Wrong account name or password
bob > NS IDENTIFY ann sesame-2222
bob < :parlor.local 900 bob bob!bob@127.0.0.1 ann :You are now logged in as ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :You're now logged in as ann
",
    );
}

#[test]
fn nothing_is_registered_before_one_has_entered_where_the_settings_say_so() {
    let mut rules = Rules::default();
    rules.irc.register_before_entering = false;
    play_with(
        rules,
        r"
hush
ann connects
ann > CAP LS 302
ann > NICK ann

ann > REGISTER * * sesame-sesame
ann < :parlor.local FAIL REGISTER COMPLETE_CONNECTION_REQUIRED ann :Complete the connection before you register
ann > VERIFY ann nonsense
ann < :parlor.local FAIL VERIFY COMPLETE_CONNECTION_REQUIRED ann :Complete the connection before you verify
hush
ann > USER ann 0 * :Ann
ann > CAP END

ann > REGISTER * * sesame-sesame
ann < :parlor.local REGISTER SUCCESS ann :Account created
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
ann > NS SENDPASS ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :That cannot be done there
",
    );
}
