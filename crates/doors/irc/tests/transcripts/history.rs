//! CHATHISTORY.

use super::stage::{play, play_with};
use parlor_model::PastFrom;
use parlor_server::Rules;

#[test]
fn pages_of_a_room() {
    play(
        r"
hush
ann enters batch message-tags server-time draft/chathistory
bob enters
ann > JOIN #a
bob > JOIN #a

ann > PRIVMSG #a :one
bob < :ann!ann@127.0.0.1 PRIVMSG #a :one

pass 1000
bob > PRIVMSG #a :two
ann < @time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two

pass 1000
ann > TOPIC #a :Apples
ann < @time=2001-09-09T12:00:02.000Z;msgid=2-6 :ann!ann@127.0.0.1 TOPIC #a :Apples
bob < :ann!ann@127.0.0.1 TOPIC #a :Apples

pass 1000
ann > PRIVMSG #a :\1ACTION three\1
bob < :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1

pass 1000
bob > NOTICE #a :four
ann < @time=2001-09-09T12:00:04.000Z;msgid=2-8 :bob!bob@127.0.0.1 NOTICE #a :four

ann > CHATHISTORY LATEST #a * 10
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1;time=2001-09-09T12:00:00.000Z;msgid=2-4 :ann!ann@127.0.0.1 PRIVMSG #a :one
ann < @batch=b1;time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two
ann < @batch=b1;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @batch=b1;time=2001-09-09T12:00:04.000Z;msgid=2-8 :bob!bob@127.0.0.1 NOTICE #a :four
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b1
ann > CHATHISTORY latest #A * 2
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b2 chathistory #A
ann < @batch=b2;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @batch=b2;time=2001-09-09T12:00:04.000Z;msgid=2-8 :bob!bob@127.0.0.1 NOTICE #a :four
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b2
ann > CHATHISTORY LATEST #a msgid=2-5 10
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b3 chathistory #a
ann < @batch=b3;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @batch=b3;time=2001-09-09T12:00:04.000Z;msgid=2-8 :bob!bob@127.0.0.1 NOTICE #a :four
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b3
ann > CHATHISTORY BEFORE #a msgid=2-7 1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b4 chathistory #a
ann < @batch=b4;time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b4
ann > CHATHISTORY AFTER #a timestamp=2001-09-09T12:00:00.000Z 1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b5 chathistory #a
ann < @batch=b5;time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b5
ann > CHATHISTORY AROUND #a msgid=2-5 3
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b6 chathistory #a
ann < @batch=b6;time=2001-09-09T12:00:00.000Z;msgid=2-4 :ann!ann@127.0.0.1 PRIVMSG #a :one
ann < @batch=b6;time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two
ann < @batch=b6;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b6
ann > CHATHISTORY BETWEEN #a msgid=2-4 msgid=2-8 10
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b7 chathistory #a
ann < @batch=b7;time=2001-09-09T12:00:01.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :two
ann < @batch=b7;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b7
ann > CHATHISTORY BETWEEN #a msgid=2-8 msgid=2-4 1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b8 chathistory #a
ann < @batch=b8;time=2001-09-09T12:00:03.000Z;msgid=2-7 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION three\1
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b8
ann > CHATHISTORY BEFORE #a msgid=1-7 5
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b9 chathistory #a
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b9
ann > CHATHISTORY LATEST #a msgid=nonsense 5
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH +b10 chathistory #a
ann < @time=2001-09-09T12:00:04.000Z :parlor.local BATCH -b10
",
    );
}

#[test]
fn what_cannot_be_asked() {
    play(
        r"
hush
ann enters batch draft/chathistory
bob enters
bob > JOIN #b

ann > CHATHISTORY
ann < :parlor.local 461 ann CHATHISTORY :Not enough parameters
ann > CHATHISTORY NONSENSE
ann < :parlor.local FAIL CHATHISTORY UNKNOWN_COMMAND NONSENSE :Unknown subcommand
ann > CHATHISTORY LATEST #a
ann < :parlor.local FAIL CHATHISTORY NEED_MORE_PARAMS LATEST :Missing parameters
ann > CHATHISTORY LATEST #a * many
ann < :parlor.local FAIL CHATHISTORY INVALID_PARAMS LATEST :The limit is a number
ann > CHATHISTORY LATEST #a sometime 5
ann < :parlor.local FAIL CHATHISTORY INVALID_TARGET LATEST #a :You are not in that channel
ann > CHATHISTORY LATEST #nowhere * 5
ann < :parlor.local FAIL CHATHISTORY INVALID_TARGET LATEST #nowhere :You are not in that channel
ann > CHATHISTORY LATEST #b * 5
ann < :parlor.local FAIL CHATHISTORY INVALID_TARGET LATEST #b :You are not in that channel
ann > CHATHISTORY LATEST nobody * 5
ann < :parlor.local FAIL CHATHISTORY INVALID_TARGET LATEST nobody :You cannot read that
ann > CHATHISTORY LATEST bob * 5
ann < :parlor.local BATCH +b1 chathistory bob
ann < :parlor.local BATCH -b1
ann > CHATHISTORY TARGETS timestamp=x timestamp=y 5
ann < :parlor.local FAIL CHATHISTORY INVALID_PARAMS TARGETS :The bounds are timestamp=…
",
    );
}

#[test]
fn between_two_and_targets() {
    play(
        r"
hush
ann enters batch server-time draft/chathistory
bob enters batch
cid enters batch
bob > JOIN #a
ann > JOIN #a
ann > PRIVMSG bob :hi
pass 1000
bob > PRIVMSG ann :hello
pass 1000
ann > PRIVMSG cid :unrelated
pass 1000
bob > PRIVMSG #a :in the room

ann > CHATHISTORY LATEST bob * 10
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b1 chathistory bob
ann < @batch=b1;time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann < @batch=b1;time=2001-09-09T12:00:01.000Z :bob!bob@127.0.0.1 PRIVMSG ann :hello
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b1
bob > CHATHISTORY LATEST ANN * 10
bob < :parlor.local BATCH +b1 chathistory ANN
bob < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < @batch=b1 :bob!bob@127.0.0.1 PRIVMSG ann :hello
bob < :parlor.local BATCH -b1
cid > CHATHISTORY LATEST bob * 10
cid < :parlor.local BATCH +b1 chathistory bob
cid < :parlor.local BATCH -b1
ann > CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z timestamp=2002-01-01T00:00:00.000Z 10
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b2 draft/chathistory-targets
ann < @batch=b2 :parlor.local CHATHISTORY TARGETS bob 2001-09-09T12:00:01.000Z
ann < @batch=b2 :parlor.local CHATHISTORY TARGETS cid 2001-09-09T12:00:02.000Z
ann < @batch=b2 :parlor.local CHATHISTORY TARGETS #a 2001-09-09T12:00:03.000Z
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b2
ann > CHATHISTORY TARGETS timestamp=2002-01-01T00:00:00.000Z timestamp=2001-01-01T00:00:00.000Z 2
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b3 draft/chathistory-targets
ann < @batch=b3 :parlor.local CHATHISTORY TARGETS #a 2001-09-09T12:00:03.000Z
ann < @batch=b3 :parlor.local CHATHISTORY TARGETS cid 2001-09-09T12:00:02.000Z
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b3
ann > CHATHISTORY TARGETS timestamp=2002-01-01T00:00:00.000Z timestamp=2003-01-01T00:00:00.000Z 2
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b4 draft/chathistory-targets
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b4
ann > PING x
ann < @time=2001-09-09T12:00:03.000Z :parlor.local PONG parlor.local :x
",
    );
}

#[test]
fn events_are_played_back_to_who_asks() {
    play(
        r"
hush
ann enters batch message-tags draft/chathistory draft/event-playback labeled-response
bob enters message-tags draft/message-redaction
ann > JOIN #a
bob > JOIN #a
ann > TOPIC #a :Apples
ann > PRIVMSG #a :one
bob > PRIVMSG #a :two
bob > @+draft/react=ok;+draft/reply=2-5 TAGMSG #a
bob > REDACT #a 2-6
bob > NICK bobby
ann > MODE #a +v bobby
bob > QUIT :bye

ann > @label=x CHATHISTORY LATEST #a * 20
ann < @label=x :parlor.local BATCH +b2 chathistory #a
ann < @batch=b2;msgid=2-2 :ann!ann@127.0.0.1 JOIN #a
ann < @batch=b2 :parlor.local MODE #a +o ann
ann < @batch=b2;msgid=2-3 :bob!bob@127.0.0.1 JOIN #a
ann < @batch=b2;msgid=2-4 :ann!ann@127.0.0.1 TOPIC #a :Apples
ann < @batch=b2;msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :one
ann < @batch=b2;msgid=2-7;+draft/react=ok;+draft/reply=2-5 :bob!bob@127.0.0.1 TAGMSG #a
ann < @batch=b2 :bob!bob@127.0.0.1 NICK bobby
ann < @batch=b2;msgid=2-a :ann!ann@127.0.0.1 MODE #a +v bobby
ann < @batch=b2 :bobby!bob@127.0.0.1 QUIT :Quit: bye
ann < :parlor.local BATCH -b2
",
    );
}

#[test]
fn history_survives_a_restart() {
    play(
        r"
hush
ann enters echo-message message-tags
ann > JOIN #a

ann > PRIVMSG #a :kept
ann < @msgid=2-3 :ann!ann@127.0.0.1 PRIVMSG #a :kept
restart
hush
ann connects
ann > CAP REQ :batch message-tags draft/chathistory
ann > NICK ann
ann > USER ann 0 * :ann real
ann > CAP END

ann > JOIN #a
ann > CHATHISTORY LATEST #a * 5
ann < :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1;msgid=2-3 :ann!ann@127.0.0.1 PRIVMSG #a :kept
ann < :parlor.local BATCH -b1
",
    );
}

#[test]
fn what_was_said_before_somebody_came_is_not_for_them() {
    let mut rules = Rules::default();
    rules.house.limits.past_from = PastFrom::Joining;
    play_with(
        rules,
        r"
hush
ann enters batch draft/chathistory
ann > JOIN #a
ann > PRIVMSG #a :early fish
pass 1000
bob enters batch draft/chathistory soju.im/search
bob > JOIN #a
pass 1000
ann > PRIVMSG #a :late fish

bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b1
bob > CHATHISTORY BEFORE #a msgid=2-6 10
bob < :parlor.local BATCH +b2 chathistory #a
bob < @batch=b2 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b2
bob > CHATHISTORY AFTER #a timestamp=2001-01-01T00:00:00.000Z 10
bob < :parlor.local BATCH +b3 chathistory #a
bob < @batch=b3 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b3
bob > CHATHISTORY AROUND #a msgid=2-4 10
bob < :parlor.local BATCH +b4 chathistory #a
bob < @batch=b4 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b4
bob > SEARCH text=fish
bob < :parlor.local BATCH +b5 soju.im/search
bob < @batch=b5 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b5
bob > PRIVMSG *playback :PLAY #a
bob < :parlor.local BATCH +b6 chathistory #a
bob < @batch=b6 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
bob < :parlor.local BATCH -b6
pass 1000
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b7 chathistory #a
bob < :parlor.local BATCH -b7
ann > CHATHISTORY LATEST #a * 10
ann < :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :early fish
ann < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :late fish
ann < :parlor.local BATCH -b1
",
    );
}

#[test]
fn who_comes_back_soon_reads_what_they_missed() {
    let mut rules = Rules::default();
    rules.house.limits.past_from = PastFrom::Joining;
    rules.house.limits.past_grace_ms = 5000;
    play_with(
        rules,
        r"
hush
ann enters batch draft/chathistory
ann > JOIN #a
ann > PRIVMSG #a :long ago
ann > PRIVMSG bob :before you came
bob enters batch draft/chathistory
ann > PRIVMSG bob :since you came
bob > JOIN #a
pass 4000
bob > PART #a
ann > PRIVMSG #a :missed
pass 3000
bob > JOIN #a

bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :missed
bob < :parlor.local BATCH -b1
pass 3000
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b2 chathistory #a
bob < :parlor.local BATCH -b2
bob > CHATHISTORY LATEST ann * 10
bob < :parlor.local BATCH +b3 chathistory ann
bob < @batch=b3 :ann!ann@127.0.0.1 PRIVMSG bob :since you came
bob < :parlor.local BATCH -b3
",
    );
}

#[test]
fn what_was_said_before_an_account_was_made_is_not_for_it() {
    let mut rules = Rules::default();
    rules.house.limits.past_from = PastFrom::Registration;
    play_with(
        rules,
        r"
hush
ann enters
ann > JOIN #a
ann > PRIVMSG #a :early
pass 1000
bob enters batch draft/chathistory
bob > REGISTER * * sesame-sesame
pass 1000
ann > PRIVMSG #a :between
pass 1000
bob > JOIN #a
cid enters batch draft/chathistory
cid > JOIN #a

bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :between
bob < :parlor.local BATCH -b1
cid > CHATHISTORY LATEST #a * 10
cid < :parlor.local BATCH +b1 chathistory #a
cid < :parlor.local BATCH -b1
",
    );
}

#[test]
fn what_is_too_old_is_shown_to_nobody() {
    let mut rules = Rules::default();
    rules.house.limits.past_ms = 5000;
    play_with(
        rules,
        r"
hush
ann enters batch draft/chathistory
bob enters
ann > JOIN #a
ann > PRIVMSG #a :old
ann > PRIVMSG bob :old
pass 4000
ann > PRIVMSG #a :new

ann > CHATHISTORY LATEST #a * 10
ann < :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :old
ann < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :new
ann < :parlor.local BATCH -b1
pass 2000
ann > CHATHISTORY LATEST #a * 10
ann < :parlor.local BATCH +b2 chathistory #a
ann < @batch=b2 :ann!ann@127.0.0.1 PRIVMSG #a :new
ann < :parlor.local BATCH -b2
ann > CHATHISTORY LATEST bob * 10
ann < :parlor.local BATCH +b3 chathistory bob
ann < :parlor.local BATCH -b3
",
    );
}
