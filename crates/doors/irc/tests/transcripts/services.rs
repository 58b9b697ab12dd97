//! NickServ, and the help of both services.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn an_account_by_nickserv() {
    play(
        r"
ann enters echo-message labeled-response
ann > NS REGISTER short
ann < :NickServ!NickServ@parlor.local NOTICE ann :A password has 8 to 1024 bytes
ann > NS REGISTER sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account created
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :You're now logged in as ann
ann > NS REGISTER sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :You are logged in to an account already
ann > PRIVMSG NickServ :INFO
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :Registered at: Sun, 09 Sep 2001 12:00:00 UTC
ann < :NickServ!NickServ@parlor.local NOTICE ann :Here as: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :E-mail address: none
ann > NICKSERV info bob
ann < :NickServ!NickServ@parlor.local NOTICE ann :There is nobody called bob, and no such account
ann > PRIVMSG nickserv
ann < :parlor.local 412 ann :No text to send
ann > PRIVMSG nickserv :
ann < :parlor.local 412 ann :No text to send
ann > @label=x PRIVMSG nickserv :frobnicate
ann < @label=x :NickServ!NickServ@parlor.local NOTICE ann :Unknown command. To see what there is, say NickServ HELP
ann > NOTICE nickserv :info
ann > NS
ann < :NickServ!NickServ@parlor.local NOTICE ann :NickServ HELP lists what can be asked here
ann > NS GET
ann < :NickServ!NickServ@parlor.local NOTICE ann :Syntax: GET setting
hush
ann > QUIT

bob enters
bob > NS IDENTIFY ann wrong-wrong
bob < :NickServ!NickServ@parlor.local NOTICE bob :Wrong account name or password
bob > NS IDENTIFY sesame-sesame
bob < :NickServ!NickServ@parlor.local NOTICE bob :Wrong account name or password
bob > NS IDENTIFY ann sesame-sesame
bob < :parlor.local 900 bob bob!bob@127.0.0.1 ann :You are now logged in as ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :You're now logged in as ann
bob > NICK ann
bob < :bob!bob@127.0.0.1 NICK ann
bob > NS REGISTER sesame-sesame
bob < :NickServ!NickServ@parlor.local NOTICE ann :You are logged in to an account already
bob > NICK ChanServ
bob < :parlor.local 432 ann ChanServ :Nickname is reserved
bob > TAGMSG NickServ
",
    );
}

#[test]
fn what_was_chosen() {
    play(
        r"
hush
ann enters
ann > NS SET always-on true
ann > NS REGISTER sesame-sesame

ann > NS GET always-on
ann < :NickServ!NickServ@parlor.local NOTICE ann :always-on: default (as the server has it)
ann > NS SET always-on true
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your always-on setting is true now
ann > NS GET ALWAYS-ON
ann < :NickServ!NickServ@parlor.local NOTICE ann :always-on: on
ann > NS SET always-on true
ann < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
ann > NS SET always-on default
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your always-on setting is default now
ann > NS SET always-on perhaps
ann < :NickServ!NickServ@parlor.local NOTICE ann :That can be on, off or default
ann > NS SET multiclient off
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your multiclient setting is off now
ann > NS GET multiclient
ann < :NickServ!NickServ@parlor.local NOTICE ann :multiclient: off
ann > NS SET autoaway on
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your auto-away setting is on now
ann > NS SET colour blue
ann < :NickServ!NickServ@parlor.local NOTICE ann :There is no such setting. NickServ HELP SET says what there is
ann > NS SET email ann@example.org
ann < :NickServ!NickServ@parlor.local NOTICE ann :Syntax: SET EMAIL address|none password
ann > NS SET email ann@example.org wrong-wrong
ann < :NickServ!NickServ@parlor.local NOTICE ann :Password incorrect
ann > NS SET email nonsense sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :That is no e-mail address
ann > NS SET email ann@example.org sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your email setting is ann@example.org now
ann > NS GET email
ann < :NickServ!NickServ@parlor.local NOTICE ann :email: ann@example.org (not verified)
ann > NS INFO
ann < :NickServ!NickServ@parlor.local NOTICE ann :Account: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :Registered at: Sun, 09 Sep 2001 12:00:00 UTC
ann < :NickServ!NickServ@parlor.local NOTICE ann :Here as: ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :E-mail address: ann@example.org (not verified)
hush
bob enters
bob > NS REGISTER sesame-sesame

bob > NS SASET ann email bob@example.org
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > NS SAGET ann email
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > NS SAVERIFY ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :There is no e-mail address to verify
hush
appoint bob

bob > NS SAVERIFY ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :The address of ann is verified
bob > NS SAGET ann email
bob < :NickServ!NickServ@parlor.local NOTICE bob :email: ann@example.org
bob > NS SASET ann always-on off
bob < :NickServ!NickServ@parlor.local NOTICE bob :Your always-on setting is off now
ann > NS GET always-on
ann < :NickServ!NickServ@parlor.local NOTICE ann :always-on: off
",
    );
}

#[test]
fn passwords_and_ends() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame

ann > NS PASSWD wrong-wrong sesame-2222 sesame-2222
ann < :NickServ!NickServ@parlor.local NOTICE ann :Password incorrect
ann > NS PASSWD sesame-sesame sesame-2222 sesame-3333
ann < :NickServ!NickServ@parlor.local NOTICE ann :The two new passwords are not the same
ann > NS PASSWD sesame-sesame short short
ann < :NickServ!NickServ@parlor.local NOTICE ann :A password has 8 to 1024 bytes
ann > NS PASSWD sesame-sesame sesame-2222 sesame-2222
ann < :NickServ!NickServ@parlor.local NOTICE ann :Password changed
ann > NS PASSWD ann sesame-4444
ann < :NickServ!NickServ@parlor.local NOTICE ann :Syntax: PASSWD current new new-again
bob enters
bob > NS PASSWD ann sesame-4444
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > NS IDENTIFY ann sesame-sesame
bob < :NickServ!NickServ@parlor.local NOTICE bob :Wrong account name or password
bob > NS UNREGISTER ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > NS UNREGISTER
bob < :NickServ!NickServ@parlor.local NOTICE bob :You are not logged in to an account
ann > NS UNREGISTER
ann < :NickServ!NickServ@parlor.local NOTICE ann :This ends the account. Its rooms are nobody's then, and its name is free
ann < :NickServ!NickServ@parlor.local NOTICE ann :To confirm, say: UNREGISTER ann 545d26fa
ann > NS DROP ann 00000000
ann < :NickServ!NickServ@parlor.local NOTICE ann :This ends the account. Its rooms are nobody's then, and its name is free
ann < :NickServ!NickServ@parlor.local NOTICE ann :To confirm, say: UNREGISTER ann 545d26fa
ann > NS DROP ann 545d26fa
ann < ERROR :Closing Link: 127.0.0.1 (the account was deleted)
ann is closed
bob > NICK ann
bob < :bob!bob@127.0.0.1 NICK ann
",
    );
}

#[test]
fn accounts_for_others() {
    play(
        r"
hush
oda enters
oda > NS REGISTER sesame-sesame

oda > NS SAREGISTER ann sesame-sesame
oda < :NickServ!NickServ@parlor.local NOTICE oda :Insufficient privileges
oda > NS LIST
oda < :NickServ!NickServ@parlor.local NOTICE oda :Insufficient privileges
hush
appoint oda

oda > NS SAREGISTER ann sesame-sesame
oda < :NickServ!NickServ@parlor.local NOTICE oda :Successfully registered account ann
oda > NS SAREGISTER ann sesame-sesame
oda < :NickServ!NickServ@parlor.local NOTICE oda :The name ann is taken
oda > NS SAREGISTER bob short
oda < :NickServ!NickServ@parlor.local NOTICE oda :A password has 8 to 1024 bytes
oda > NS LIST
oda < :NickServ!NickServ@parlor.local NOTICE oda :    ann
oda < :NickServ!NickServ@parlor.local NOTICE oda :    oda
oda < :NickServ!NickServ@parlor.local NOTICE oda :2 accounts
oda > NS LIST a*
oda < :NickServ!NickServ@parlor.local NOTICE oda :    ann
oda < :NickServ!NickServ@parlor.local NOTICE oda :1 accounts
hush
ann connects
ann > CAP REQ sasl
ann > NICK ann
ann > USER ann 0 * :Ann

ann > AUTHENTICATE PLAIN
ann < AUTHENTICATE +
ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann < :parlor.local 900 * *!*@* ann :You are now logged in as ann
ann < :parlor.local 903 * :SASL authentication successful
oda > NS PASSWD ann sesame-2222
oda < :NickServ!NickServ@parlor.local NOTICE oda :Password changed
oda > NS SADROP ann
oda < :NickServ!NickServ@parlor.local NOTICE oda :This ends the account. Its rooms are nobody's then, and its name is free
oda < :NickServ!NickServ@parlor.local NOTICE oda :To confirm, say: UNREGISTER ann 545d26fa
",
    );
}

#[test]
fn several_connections() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame
phone enters
phone > NS IDENTIFY ann sesame-sesame
eve enters

ann > NS SESSIONS
ann < :NickServ!NickServ@parlor.local NOTICE ann :2 connected
ann < :NickServ!NickServ@parlor.local NOTICE ann :Client 0-16777216 (this one): from 127.0.0.1, since Sun, 09 Sep 2001 12:00:00 UTC
ann < :NickServ!NickServ@parlor.local NOTICE ann :Client 0-33554433: from 127.0.0.1, since Sun, 09 Sep 2001 12:00:00 UTC
eve > NS CLIENTS LIST ann
eve < :NickServ!NickServ@parlor.local NOTICE eve :Insufficient privileges
eve > NS CLIENTS LOGOUT ann all
eve < :NickServ!NickServ@parlor.local NOTICE eve :Insufficient privileges
eve > NS GHOST ann
eve < :NickServ!NickServ@parlor.local NOTICE eve :Insufficient privileges
phone > NS CLIENTS LOGOUT 9-9
phone < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
phone > NS CLIENTS LOGOUT nonsense
phone < :NickServ!NickServ@parlor.local NOTICE ann :CLIENTS LIST shows which clients there are
phone > NS GHOST ann
ann < ERROR :Closing Link: 127.0.0.1 (logged out)
phone < :NickServ!NickServ@parlor.local NOTICE ann :Ghosted
ann is closed
phone > NS GHOST ann
phone < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
phone > NS CLIENTS LIST
phone < :NickServ!NickServ@parlor.local NOTICE ann :1 connected
phone < :NickServ!NickServ@parlor.local NOTICE ann :Client 0-33554433 (this one): from 127.0.0.1, since Sun, 09 Sep 2001 12:00:00 UTC
phone > NS CLIENTS LOGOUT all
phone < :NickServ!NickServ@parlor.local NOTICE ann :Logged out
phone < ERROR :Closing Link: 127.0.0.1 (logged out)
phone is closed
",
    );
}

#[test]
fn certificates() {
    play(
        r"
hush
ann enters
ann > NS REGISTER sesame-sesame

ann > NS CERT LIST
ann < :NickServ!NickServ@parlor.local NOTICE ann :0 certificates log in to ann
ann > NS CERT ADD
ann < :NickServ!NickServ@parlor.local NOTICE ann :You connected without a certificate; name its SHA-256 fingerprint
ann > NS CERT ADD nonsense
ann < :NickServ!NickServ@parlor.local NOTICE ann :That is no SHA-256 fingerprint: 64 hexadecimal digits
ann > NS CERT ADD 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
ann < :NickServ!NickServ@parlor.local NOTICE ann :Certificate fingerprint added
ann > NS CERT LIST
ann < :NickServ!NickServ@parlor.local NOTICE ann :1 certificates log in to ann
ann < :NickServ!NickServ@parlor.local NOTICE ann :1: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
bob enters
bob > NS CERT LIST ann
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > NS CERT DEL ann 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
ann > NS CERT DEL 00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff
ann < :NickServ!NickServ@parlor.local NOTICE ann :Certificate fingerprint removed
ann > NS CERT DEL 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
ann < :NickServ!NickServ@parlor.local NOTICE ann :Nothing to change
",
    );
}

#[test]
fn help() {
    play(
        r"
ann enters
ann > NS HELP IDENTIFY
ann < :NickServ!NickServ@parlor.local NOTICE ann :Syntax: IDENTIFY [account] password
ann < :NickServ!NickServ@parlor.local NOTICE ann :logs you in; without an account, to the one called like you
ann > NS HELP frobnicate
ann < :NickServ!NickServ@parlor.local NOTICE ann :There is no help on that
ann > CS HELP set
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :Syntax: SET #channel setting on|off, or #channel FOUNDER account
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :changes what a channel is: SECRET INVITE-ONLY MODERATED MEMBERS-SPEAK TOPIC-LOCK NO-CTCP ACCOUNTS-SPEAK ACCOUNTS-JOIN OPERATOR-MODERATED AUDITORIUM ROLEPLAY
ann > CS HELP
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :ChanServ looks after channels that are somebody's
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :AMODE: roles for good: who of +v +h +o +a +q an account gets on each join; without a mode, shows them
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :CLEAR: removes everybody but you from a channel, or takes every role for good
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :DEOP: takes the roles of operators from people, or from you
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :GET: shows what a channel is
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :INFO: about a channel
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :LIST: the registered channels that you may know of
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :OP: makes people operators of a channel, or you
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :PURGE: ends a channel for good: no channel may have its name (server operators)
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :REGISTER: makes you the founder of a channel whose operator you are: it is yours, and stays
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :SET: changes what a channel is: SECRET INVITE-ONLY MODERATED MEMBERS-SPEAK TOPIC-LOCK NO-CTCP ACCOUNTS-SPEAK ACCOUNTS-JOIN OPERATOR-MODERATED AUDITORIUM ROLEPLAY
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :TRANSFER: makes another account the founder of your channel; without the code it tells you the code
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :UNREGISTER: makes a channel nobody's; without the code it tells you the code
ann < :ChanServ!ChanServ@parlor.local NOTICE ann :ChanServ HELP <command> says more
",
    );
}

#[test]
fn where_nobody_registers() {
    let mut rules = Rules::default();
    rules.house.registration = false;
    play_with(
        rules,
        r"
ann enters
ann > NS REGISTER sesame-sesame
ann < :NickServ!NickServ@parlor.local NOTICE ann :Accounts are not made here by asking
",
    );
}
