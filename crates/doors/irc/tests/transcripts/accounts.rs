//! REGISTER and AUTHENTICATE.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn an_account_before_connecting() {
    play(
        r"
hush
ann connects
ann > CAP LS 302

ann > REGISTER * * sesame-sesame
ann < :parlor.local FAIL REGISTER NEED_NICK * :Send NICK first, or name the account
ann > NICK ann
ann > REGISTER * * short
ann < :parlor.local FAIL REGISTER UNACCEPTABLE_PASSWORD ann :A password has 8 to 1024 bytes
ann > REGISTER * * sesame-sesame
ann < :parlor.local REGISTER SUCCESS ann :Account created
ann < :parlor.local 900 * *!*@* ann :You are now logged in as ann
ann > REGISTER * * sesame-sesame
ann < :parlor.local FAIL REGISTER ALREADY_AUTHENTICATED ann :You are logged in to an account
hush
ann > USER ann 0 * :Ann
ann > CAP END

ann > WHOIS ann
ann < :parlor.local 311 ann ann ann 127.0.0.1 * :Ann
ann < :parlor.local 338 ann ann ann@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 330 ann ann ann :is logged in as
ann < :parlor.local 317 ann ann 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
bob enters
bob > REGISTER ann * sesame-sesame
bob < :parlor.local FAIL REGISTER ACCOUNT_EXISTS ann :There is such an account
bob > REGISTER 2bad * sesame-sesame
bob < :parlor.local FAIL REGISTER BAD_ACCOUNT_NAME 2bad :That cannot be the name of an account
bob > REGISTER bob * sesame-sesame
bob < :parlor.local REGISTER SUCCESS bob :Account created
bob < :parlor.local 900 bob bob!bob@127.0.0.1 bob :You are now logged in as bob
bob > REGISTER bob2 * sesame-sesame
bob < :parlor.local FAIL REGISTER ALREADY_AUTHENTICATED bob :You are logged in to an account
bob > WHOIS bob
bob < :parlor.local 311 bob bob bob 127.0.0.1 * :bob real
bob < :parlor.local 338 bob bob bob@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
bob < :parlor.local 312 bob bob parlor.local :A Parlor house
bob < :parlor.local 330 bob bob bob :is logged in as
bob < :parlor.local 317 bob bob 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob bob :End of /WHOIS list
",
    );
}

#[test]
fn plain() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT

ann connects
ann > CAP REQ sasl
ann < :parlor.local CAP * ACK :sasl
ann > NICK ann
ann > USER ann 0 * :Ann
ann > AUTHENTICATE NONSENSE
ann < :parlor.local 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms
ann < :parlor.local 904 * :SASL authentication failed
ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE *
ann < :parlor.local 906 * :SASL authentication aborted
ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE bm9uc2Vuc2U=
ann < :parlor.local 904 * :SASL authentication failed
ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE AGFubgB3cm9uZw==
ann < :parlor.local 904 * :SASL authentication failed
hush
ann > AUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nCAP END

ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
ann < :parlor.local 903 ann :SASL authentication successful
",
    );
}

#[test]
fn logging_in_later() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT
bob enters account-notify
bob > JOIN #a
cid enters account-notify
cid > JOIN #a

bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
bob < :parlor.local 900 bob bob!bob@127.0.0.1 ann :You are now logged in as ann
bob < :bob!bob@127.0.0.1 ACCOUNT ann
bob < :parlor.local 903 bob :SASL authentication successful
cid < :bob!bob@127.0.0.1 ACCOUNT ann
bob > WHOIS bob
bob < :parlor.local 311 bob bob bob 127.0.0.1 * :bob real
bob < :parlor.local 338 bob bob bob@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
bob < :parlor.local 319 bob bob :@#a
bob < :parlor.local 312 bob bob parlor.local :A Parlor house
bob < :parlor.local 330 bob bob ann :is logged in as
bob < :parlor.local 317 bob bob 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob bob :End of /WHOIS list
",
    );
}

#[test]
fn names_of_accounts_are_theirs() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT

bob connects
bob > NICK ann
bob > USER bob 0 * :Bob
bob < :parlor.local 433 * ann :Nickname is reserved by an account; log in to it first
hush
bob > NICK bob


bob > NICK ann
bob < :parlor.local 433 bob ann :Nickname is reserved by an account; log in to it first
",
    );
}

#[test]
fn houses_without_guests_and_without_registration() {
    let mut rules = Rules::default();
    rules.house.guests = false;
    rules.house.registration = false;
    play_with(
        rules,
        r"
hush
ann connects
ann > CAP LS 302

ann > NICK ann
ann > REGISTER * * sesame-sesame
ann < :parlor.local FAIL REGISTER DISALLOWED ann :Accounts are not made here by asking
ann > USER ann 0 * :Ann
ann > CAP END
ann < :parlor.local FAIL * ACCOUNT_REQUIRED :You must log in to an account to connect
ann < ERROR :Closing Link: 127.0.0.1 (You must log in to an account to connect)

ann is closed
",
    );
}
