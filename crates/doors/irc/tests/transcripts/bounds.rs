//! Bounds that settings move: each says what it is in 005 or in its refusal.

use crate::stage::play_with;
use parlor_model::Limits;
use parlor_server::{House, IrcRules, Rules};

fn with(limits: Limits) -> Rules {
    Rules { house: House { limits, ..House::default() }, ..Rules::default() }
}

#[test]
fn so_many_targets() {
    let irc = IrcRules { targets_max: 1, ..IrcRules::default() };
    play_with(
        Rules { irc, ..Rules::default() },
        r"
ann enters
bob enters
ann > PRIVMSG bob,#a :hi
ann < :parlor.local 407 ann #a :Too many targets
bob < :ann!ann@127.0.0.1 PRIVMSG bob :hi
",
    );
}

#[test]
fn so_many_names_are_watched() {
    play_with(
        with(Limits { watched_max: 1, ..Limits::default() }),
        r"
ann enters
ann > MONITOR + bob,carl
ann < :parlor.local 734 ann 1 carl :Monitor list is full
ann < :parlor.local 731 ann :bob
",
    );
}

#[test]
fn so_many_names_are_remembered() {
    play_with(
        with(Limits { whowas_max: 1, ..Limits::default() }),
        r"
ann enters
ann > NICK anna
ann < :ann!ann@127.0.0.1 NICK anna
ann > NICK anni
ann < :anna!ann@127.0.0.1 NICK anni
ann > WHOWAS ann
ann < :parlor.local 406 anni ann :There was no such nickname
ann < :parlor.local 369 anni ann :End of WHOWAS
ann > WHOWAS anna
ann < :parlor.local 314 anni anna ann 127.0.0.1 * :ann real
ann < :parlor.local 312 anni anna parlor.local :Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 369 anni anna :End of WHOWAS
",
    );
    play_with(
        with(Limits { whowas_max: 0, ..Limits::default() }),
        r"
ann enters
ann > NICK anna
ann < :ann!ann@127.0.0.1 NICK anna
ann > WHOWAS ann
ann < :parlor.local 406 anna ann :There was no such nickname
ann < :parlor.local 369 anna ann :End of WHOWAS
",
    );
}

#[test]
fn words_of_so_many_bytes() {
    play_with(
        with(Limits { away_bytes_max: 4, kick_bytes_max: 4, ..Limits::default() }),
        r"
ann enters
bob enters
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
ann > AWAY :lunch
ann < :parlor.local 417 ann :That is too long: 5 bytes of at most 4
ann > AWAY :tea!
ann < :parlor.local 306 ann :You have been marked as being away
ann > KICK #a bob :go away
ann < :parlor.local 417 ann :That is too long: 7 bytes of at most 4
ann > KICK #a bob :go!!
ann < :ann!ann@127.0.0.1 KICK #a bob :go!!
bob < :ann!ann@127.0.0.1 KICK #a bob :go!!
",
    );
}

#[test]
fn nothing_is_deleted() {
    play_with(
        with(Limits { deletion: false, ..Limits::default() }),
        r"
ann enters draft/message-redaction message-tags echo-message
ann > JOIN #a
ann < @msgid=2-2 :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann > PRIVMSG #a :hi
ann < @msgid=2-3 :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > REDACT #a 2-3 :oops
ann < :parlor.local FAIL REDACT REDACT_FORBIDDEN #a 2-3 :You may not delete this message
",
    );
}
