//! Server-wide bans, DEFCON, and who is held back.

use super::stage::{play, play_with};
use parlor_server::{CloakRules, ConnectionRules, Rate, Rules};

#[test]
fn a_banned_network_is_put_out_and_not_let_in() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > OPER ann sesame-sesame
appoint ann
ann > OPER ann sesame-sesame
from 192.0.2.7
bob enters
cid connects
from 198.51.100.1
dee enters
ann > JOIN #a
bob > JOIN #a
dee > JOIN #a

dee > UBAN ADD 192.0.2.0/24
dee < :parlor.local 481 dee :Permission denied: you're not an IRC operator
dee > UBAN LIST
dee < :parlor.local 481 dee :Permission denied: you're not an IRC operator
dee > DEFCON 3
dee < :parlor.local 481 dee :Permission denied: you're not an IRC operator
ann > UBAN
ann < :parlor.local 461 ann UBAN :Not enough parameters
ann > UBAN FOO bar
ann < :parlor.local FAIL UBAN UNKNOWN_COMMAND :UBAN knows ADD, DEL, LIST and INFO
ann > UBAN ADD
ann < :parlor.local FAIL UBAN INVALID_PARAMS :That is no address, network, mask or account
ann > UBAN ADD a,b!*@*
ann < :parlor.local FAIL UBAN INVALID_PARAMS :That is no address, network, mask or account
ann > UBAN ADD 192.0.2.0/24 DURATION soon
ann < :parlor.local FAIL UBAN INVALID_PARAMS soon :A duration is like 2h30m, 10d or 1y
ann > UBAN INFO 192.0.2.7
ann < :parlor.local NOTICE ann :There is no ban on 192.0.2.7
ann < :parlor.local NOTICE ann :192.0.2.7 means 1 of those who are here
ann < :parlor.local NOTICE ann :bob
ann > UBAN ADD 192.0.2.0/24 DURATION 1m no more of this
ann < :bob!bob@192.0.2.7 QUIT :banned from the house
ann < :parlor.local NOTICE ann :Added a ban on 192.0.2.0/24
bob < :parlor.local 465 bob :You are banned from this server (no more of this)
bob < ERROR :Closing Link: 192.0.2.7 (banned from the house)
cid < :parlor.local 465 * :You are banned from this server (no more of this)
cid < ERROR :Closing Link: 192.0.2.7 (banned from the house)
dee < :bob!bob@192.0.2.7 QUIT :banned from the house
bob is closed
cid is closed
from 192.0.2.9
eve connects
eve < ERROR :Closing Link: You are banned from this server (no more of this)
eve is closed
ann > UBAN LIST
ann < :parlor.local NOTICE ann :There are 1 bans
ann < :parlor.local NOTICE ann :Ban on 192.0.2.0/24 by ann since Sun, 09 Sep 2001 12:00:00 UTC until Sun, 09 Sep 2001 12:01:00 UTC: no more of this
ann > UBAN INFO 192.0.2.7
ann < :parlor.local NOTICE ann :There is no ban on 192.0.2.7
ann < :parlor.local NOTICE ann :Ban on 192.0.2.0/24 by ann since Sun, 09 Sep 2001 12:00:00 UTC until Sun, 09 Sep 2001 12:01:00 UTC: no more of this
ann < :parlor.local NOTICE ann :192.0.2.7 means 0 of those who are here
pass 60000
ann > UBAN LIST
ann < :parlor.local NOTICE ann :There are 0 bans
fay connects
fay > NICK fay
ann > UBAN DEL 192.0.2.0/24
ann < :parlor.local NOTICE ann :Removed the ban on 192.0.2.0/24
ann > UBAN DEL 192.0.2.0/24
ann < :parlor.local NOTICE ann :There is no ban on 192.0.2.0/24
",
    );
}

#[test]
fn klines_and_dlines_are_names_for_it() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
ann > OPER ann sesame-sesame
bob enters

ann > KLINE bob!*@* spam
ann < :parlor.local NOTICE ann :Added a ban on bob!*@*
bob < :parlor.local 465 bob :You are banned from this server (spam)
bob < ERROR :Closing Link: 127.0.0.1 (banned from the house)
bob is closed
bob connects
bob > NICK bob
bob > USER bob 0 * :bob
bob < :parlor.local 465 * :You are banned from this server (spam)
bob < ERROR :Closing Link: 127.0.0.1 (You are banned from this server (spam))
bob is closed
ann > KLINE 1h cid!*@*
ann < :parlor.local NOTICE ann :Added a ban on cid!*@*
ann > DLINE 192.0.2.7
ann < :parlor.local NOTICE ann :Added a ban on 192.0.2.7
ann > DLINE bob
ann < :parlor.local FAIL DLINE INVALID_PARAMS :That is no address, network, mask or account
ann > KLINE LIST
ann < :parlor.local NOTICE ann :There are 2 bans
ann < :parlor.local NOTICE ann :Ban on bob!*@* by ann since Sun, 09 Sep 2001 12:00:00 UTC: spam
ann < :parlor.local NOTICE ann :Ban on cid!*@* by ann since Sun, 09 Sep 2001 12:00:00 UTC until Sun, 09 Sep 2001 13:00:00 UTC
ann > DLINE LIST
ann < :parlor.local NOTICE ann :There are 1 bans
ann < :parlor.local NOTICE ann :Ban on 192.0.2.7 by ann since Sun, 09 Sep 2001 12:00:00 UTC
ann > UNKLINE bob!*@*
ann < :parlor.local NOTICE ann :Removed the ban on bob!*@*
ann > UNKLINE bob!*@*
ann < :parlor.local NOTICE ann :There is no ban on bob!*@*
ann > UNDLINE 192.0.2.7
ann < :parlor.local NOTICE ann :Removed the ban on 192.0.2.7
ann > UBAN LIST
ann < :parlor.local NOTICE ann :There are 1 bans
ann < :parlor.local NOTICE ann :Ban on cid!*@* by ann since Sun, 09 Sep 2001 12:00:00 UTC until Sun, 09 Sep 2001 13:00:00 UTC
restart
cid connects
cid > NICK cid
cid > USER cid 0 * :cid
cid < :parlor.local 465 * :You are banned from this server ()
cid < ERROR :Closing Link: 127.0.0.1 (You are banned from this server ())
cid is closed
",
    );
}

#[test]
fn accounts_are_banned_by_name_or_spared() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
ann > OPER ann sesame-sesame
bob enters
bob > REGISTER * * sesame-sesame
from 192.0.2.7
cid enters
cid > REGISTER * * sesame-sesame
dee enters

ann > UBAN ADD nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > UBAN ADD bob tired of you
ann < :parlor.local NOTICE ann :Added a ban on account bob
bob < :parlor.local 465 bob :You are banned from this server (tired of you)
bob < ERROR :Closing Link: 127.0.0.1 (banned from the house)
bob is closed
bob connects
bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGJvYgBzZXNhbWUtc2VzYW1l
bob < :parlor.local 904 * :SASL authentication failed: the account is suspended (tired of you)
ann > UBAN ADD 192.0.2.7 REQUIRE-SASL log in there
ann < :parlor.local NOTICE ann :Added a ban on 192.0.2.7
dee < :parlor.local 465 dee :You are banned from this server (log in there)
dee < ERROR :Closing Link: 192.0.2.7 (banned from the house)
dee is closed
ann > ISON cid
ann < :parlor.local 303 ann :cid
dee connects
dee > NICK dee
dee > USER dee 0 * :dee
dee < :parlor.local FAIL * ACCOUNT_REQUIRED :You must log in to an account to connect
dee < ERROR :Closing Link: 192.0.2.7 (You must log in to an account to connect)
dee is closed
ann > UBAN LIST
ann < :parlor.local NOTICE ann :There are 2 bans
ann < :parlor.local NOTICE ann :Ban on account bob by ann since Sun, 09 Sep 2001 12:00:00 UTC: tired of you
ann < :parlor.local NOTICE ann :Ban on 192.0.2.7 by ann since Sun, 09 Sep 2001 12:00:00 UTC, not for accounts: log in there
",
    );
}

#[test]
fn defcon_lets_less_happen() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
ann > OPER ann sesame-sesame
from 192.0.2.7
bob enters
cid enters
cid > REGISTER * * sesame-sesame

bob > DEFCON
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
ann > DEFCON
ann < :parlor.local NOTICE ann :DEFCON level is 5: normal
ann > DEFCON 9
ann < :parlor.local FAIL DEFCON INVALID_PARAMS :A level is a number from 1 to 5
ann > DEFCON 4
ann < :parlor.local NOTICE ann :DEFCON level is 4: no new accounts and founders
bob > REGISTER * * sesame-sesame
bob < :parlor.local FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :This server is on its guard just now
bob > PRIVMSG cid :hello
cid < :bob!bob@192.0.2.7 PRIVMSG cid :hello
ann > DEFCON 3
ann < :parlor.local NOTICE ann :DEFCON level is 3: only accounts write to people directly
bob > PRIVMSG cid :hello
bob < :parlor.local 477 bob cid :They take messages from accounts only
cid > PRIVMSG bob :hello
bob < :cid!cid@192.0.2.7 PRIVMSG bob :hello
ann > DEFCON 2
ann < :parlor.local NOTICE ann :DEFCON level is 2: only accounts come in, and into channels
bob > JOIN #a
bob < :parlor.local 477 bob #a :Cannot join channel (+R): log in to an account first
cid > JOIN #a
cid < :cid!cid@192.0.2.7 JOIN #a
cid < :parlor.local 353 cid = #a :@cid
cid < :parlor.local 366 cid #a :End of /NAMES list
dee connects
dee > NICK dee
dee > USER dee 0 * :dee
dee < :parlor.local FAIL * ACCOUNT_REQUIRED :You must log in to an account to connect
dee < ERROR :Closing Link: 192.0.2.7 (You must log in to an account to connect)
dee is closed
ann > DEFCON 1
ann < :parlor.local NOTICE ann :DEFCON level is 1: no new connections but from trusted networks
eve connects
eve < ERROR :Closing Link: This server takes no new connections just now; try again later
eve is closed
ann > DEFCON 5
ann < :parlor.local NOTICE ann :DEFCON level is 5: normal
bob > JOIN #a
bob < :bob!bob@192.0.2.7 JOIN #a
bob < :parlor.local 353 bob = #a :bob @cid
bob < :parlor.local 366 bob #a :End of /NAMES list
cid < :bob!bob@192.0.2.7 JOIN #a
",
    );
}

fn held_back(connection: ConnectionRules) -> Rules {
    Rules { connection, ..Rules::default() }
}

#[test]
fn who_guesses_passwords_waits() {
    let rules = held_back(ConnectionRules {
        wrong_passwords: Rate { most: 2, window_ms: 60_000 },
        registering: Rate { most: 1, window_ms: 60_000 },
        ..ConnectionRules::default()
    });
    play_with(
        rules,
        r"
hush
ann enters
bob enters
ann > REGISTER * * sesame-sesame

bob > REGISTER * * sesame-sesame
bob < :parlor.local 263 bob REGISTER :Please wait 60 seconds and try again
bob > OPER ann wrong
bob < :parlor.local 491 bob :That is no operator's name and password
bob > OPER ann wrong
bob < :parlor.local 491 bob :That is no operator's name and password
bob > OPER ann sesame-sesame
bob < :parlor.local 263 bob OPER :Please wait 60 seconds and try again
pass 60000
bob > OPER ann sesame-sesame
bob < :parlor.local 491 bob :That is no operator's name and password
bob > REGISTER * * sesame-sesame
bob < :parlor.local REGISTER SUCCESS bob :Account created
bob < :parlor.local 900 bob bob!bob@127.0.0.1 bob :You are now logged in as bob
",
    );
}

#[test]
fn lines_of_operators_and_exempt_networks_are_not_slowed() {
    let rules = |exempt: &str| {
        held_back(ConnectionRules {
            lines_per_second: 1.0,
            burst_lines: 2.0,
            exempt: vec![exempt.parse().unwrap()],
            ..ConnectionRules::default()
        })
    };
    play_with(
        rules("127.0.0.0/8"),
        r"
ann enters
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann > NOTICE ann :1\nNOTICE ann :2\nNOTICE ann :3
ann < :ann!ann@127.0.0.1 NOTICE ann :1
ann < :ann!ann@127.0.0.1 NOTICE ann :2
ann < :ann!ann@127.0.0.1 NOTICE ann :3
",
    );
    play_with(
        rules("192.0.2.0/24"),
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
pass 60000

ann > NOTICE ann :1\nNOTICE ann :2\nNOTICE ann :3
ann < :ann!ann@127.0.0.1 NOTICE ann :1
ann < :ann!ann@127.0.0.1 NOTICE ann :2
ann < :ann!ann@127.0.0.1 NOTICE ann :3
bob enters
bob > NOTICE ann :1\nNOTICE ann :2\nNOTICE ann :3\nNOTICE ann :4
ann < :bob!bob@127.0.0.1 NOTICE ann :1
ann < :bob!bob@127.0.0.1 NOTICE ann :2
ann < :bob!bob@127.0.0.1 NOTICE ann :3
pass 2000
ann < :bob!bob@127.0.0.1 NOTICE ann :4
",
    );
}

#[test]
fn addresses_are_cloaked() {
    let cloak = Some(CloakRules { suffix: "irc".into(), accounts: false });
    play_with(
        Rules { cloak, ..Rules::default() },
        r"
hush
from 192.0.2.7
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
ann > OPER ann sesame-sesame
from 127.0.0.1
bob enters

ann > JOIN #a
ann < :ann!ann@wqteezsukiuky.irc JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > WHOIS ann
bob < :parlor.local 311 bob ann ann wqteezsukiuky.irc * :ann real
bob < :parlor.local 319 bob ann :@#a
bob < :parlor.local 312 bob ann parlor.local :A Parlor house
bob < :parlor.local 313 bob ann :is an IRC operator
bob < :parlor.local 330 bob ann ann :is logged in as
bob < :parlor.local 317 bob ann 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob ann :End of /WHOIS list
ann > WHOIS ann
ann < :parlor.local 311 ann ann ann wqteezsukiuky.irc * :ann real
ann < :parlor.local 338 ann ann ann@wqteezsukiuky.irc 192.0.2.7 :Actual user@host, Actual IP
ann < :parlor.local 319 ann ann :@#a
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 313 ann ann :is an IRC operator
ann < :parlor.local 330 ann ann ann :is logged in as
ann < :parlor.local 317 ann ann 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
ann > MODE #a +b *!*@192.0.2.8
ann < :ann!ann@wqteezsukiuky.irc MODE #a +b *!*@192.0.2.8
bob < :ann!ann@wqteezsukiuky.irc MODE #a +b *!*@192.0.2.8
from 192.0.2.8
cid enters
cid > JOIN #a
ann < :cid!cid@i27xmj3wsx47u.irc JOIN #a
bob < :cid!cid@i27xmj3wsx47u.irc JOIN #a
cid < :cid!cid@i27xmj3wsx47u.irc JOIN #a
cid < :parlor.local 353 cid = #a :@ann bob cid
cid < :parlor.local 366 cid #a :End of /NAMES list
ann > MODE #a +b *!*@i27*.irc
ann < :ann!ann@wqteezsukiuky.irc MODE #a +b *!*@i27*.irc
bob < :ann!ann@wqteezsukiuky.irc MODE #a +b *!*@i27*.irc
cid < :ann!ann@wqteezsukiuky.irc MODE #a +b *!*@i27*.irc
cid > PRIVMSG #a :hello
cid < :parlor.local 404 cid #a :Cannot send to channel (+b)
cid > PART #a
ann < :cid!cid@i27xmj3wsx47u.irc PART #a
bob < :cid!cid@i27xmj3wsx47u.irc PART #a
cid < :cid!cid@i27xmj3wsx47u.irc PART #a
cid > JOIN #a
cid < :parlor.local 474 cid #a :Cannot join channel (+b)
",
    );
}

#[test]
fn a_server_with_a_password() {
    play_with(
        Rules { house_password: Some("open sesame".into()), ..Rules::default() },
        r"
ann connects
ann > NICK ann
ann > USER ann 0 * :ann
ann < :parlor.local 464 * :Password incorrect
ann < ERROR :Closing Link: 127.0.0.1 (Password incorrect)
ann is closed
bob connects
bob > PASS sesame
bob > REGISTER bob * sesame-sesame
bob < :parlor.local FAIL REGISTER DISALLOWED bob :Accounts are not made here by asking
bob > NICK bob
bob > USER bob 0 * :bob
bob < :parlor.local 464 * :Password incorrect
bob < ERROR :Closing Link: 127.0.0.1 (Password incorrect)
bob is closed
hush
cid connects
cid > PASS :open sesame
cid > NICK cid
cid > USER cid 0 * :cid

cid > PASS again
cid < :parlor.local 462 cid :You may not reregister
",
    );
}
