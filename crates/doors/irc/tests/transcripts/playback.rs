//! `*playback`, as of ZNC.

use super::stage::{play, play_with};
use parlor_server::{IrcRules, Rules};

#[test]
fn what_was_said_is_played_back() {
    play(
        r"
hush
ann enters batch server-time znc.in/playback echo-message
bob enters server-time message-tags
ann > JOIN #a
ann > JOIN #b
bob > JOIN #a
bob > JOIN #c
bob > PRIVMSG ann :psst
bob > PRIVMSG #c :not hers

hush
pass 1000
bob > PRIVMSG #a :one
pass 1000
ann > PRIVMSG #a :two
pass 1000
bob > NOTICE #a :three
ann > PRIVMSG #b :alone

ann > PRIVMSG *playback :play * 0
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1;time=2001-09-09T12:00:01.000Z :bob!bob@127.0.0.1 PRIVMSG #a :one
ann < @batch=b1;time=2001-09-09T12:00:02.000Z :ann!ann@127.0.0.1 PRIVMSG #a :two
ann < @batch=b1;time=2001-09-09T12:00:03.000Z :bob!bob@127.0.0.1 NOTICE #a :three
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b1
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b2 chathistory #b
ann < @batch=b2;time=2001-09-09T12:00:03.000Z :ann!ann@127.0.0.1 PRIVMSG #b :alone
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b2
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b3 chathistory bob
ann < @batch=b3;time=2001-09-09T12:00:00.000Z :bob!bob@127.0.0.1 PRIVMSG ann :psst
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b3
ann > PRIVMSG *Playback :PLAY #a 1000036801.500 1000036803
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b4 chathistory #a
ann < @batch=b4;time=2001-09-09T12:00:02.000Z :ann!ann@127.0.0.1 PRIVMSG #a :two
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b4
ann > PRIVMSG *playback :PLAY #A,bob
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b5 chathistory #A
ann < @batch=b5;time=2001-09-09T12:00:01.000Z :bob!bob@127.0.0.1 PRIVMSG #a :one
ann < @batch=b5;time=2001-09-09T12:00:02.000Z :ann!ann@127.0.0.1 PRIVMSG #a :two
ann < @batch=b5;time=2001-09-09T12:00:03.000Z :bob!bob@127.0.0.1 NOTICE #a :three
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b5
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b6 chathistory bob
ann < @batch=b6;time=2001-09-09T12:00:00.000Z :bob!bob@127.0.0.1 PRIVMSG ann :psst
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b6
ann > PRIVMSG *playback :PLAY BOB 1000036800
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH +b7 chathistory BOB
ann < @batch=b7;time=2001-09-09T12:00:00.000Z :bob!bob@127.0.0.1 PRIVMSG ann :psst
ann < @time=2001-09-09T12:00:03.000Z :parlor.local BATCH -b7
ann > PRIVMSG *playback :PLAY #c
ann > PRIVMSG *playback :PLAY nobody
ann > PRIVMSG *playback :LIST
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :#a 0 1000036803.000
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :#b 0 1000036803.000
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :bob 0 1000036800.000
ann > PRIVMSG *playback :LIST #a
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :#a 0 1000036803.000
ann > PRIVMSG *playback :CLEAR #a
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :What was said is kept by the server for everybody: nothing was cleared
ann > PRIVMSG *playback :PLAY #a soon
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :A moment is a number of seconds since 1970
ann > PRIVMSG *playback :what?
ann < @time=2001-09-09T12:00:03.000Z :*playback!playback@parlor PRIVMSG ann :PLAY <target>|* [from] [to], LIST [target]|*: moments are seconds since 1970
ann > NOTICE *playback :PLAY *
bob > NICK *playback
bob < @time=2001-09-09T12:00:03.000Z :parlor.local 432 bob *playback :Erroneous nickname
",
    );
}

#[test]
fn as_many_as_the_setting_says() {
    let irc = IrcRules { playback_items_max: 2, ..IrcRules::default() };
    play_with(
        Rules { irc, ..Rules::default() },
        r"
hush
ann enters
ann > JOIN #a
ann > PRIVMSG #a :one
ann > PRIVMSG #a :two
ann > PRIVMSG #a :three

ann > PRIVMSG *playback :PLAY #a 0
ann < :ann!ann@127.0.0.1 PRIVMSG #a :two
ann < :ann!ann@127.0.0.1 PRIVMSG #a :three
",
    );
}
