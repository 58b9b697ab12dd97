//! SEARCH.

use super::stage::play;

#[test]
fn what_was_said_is_found() {
    play(
        r"
hush
ann enters batch server-time message-tags soju.im/search
bob enters
ann > JOIN #a
bob > JOIN #a
bob > JOIN #b
bob > PRIVMSG #a :That was fast!
pass 1000
ann > PRIVMSG #a :Fasting is hard
pass 1000
bob > PRIVMSG ann :fast food?
bob > PRIVMSG #b :fast and unheard

ann > SEARCH text=fast
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b1 soju.im/search
ann < @batch=b1;time=2001-09-09T12:00:00.000Z;msgid=2-4 :bob!bob@127.0.0.1 PRIVMSG #a :That was fast!
ann < @batch=b1;time=2001-09-09T12:00:01.000Z;msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :Fasting is hard
ann < @batch=b1;time=2001-09-09T12:00:02.000Z;msgid=4-2 :bob!bob@127.0.0.1 PRIVMSG ann :fast food?
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b1
ann > SEARCH text=fast;in=#a;limit=1
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b2 soju.im/search
ann < @batch=b2;time=2001-09-09T12:00:01.000Z;msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :Fasting is hard
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b2
ann > SEARCH text=was\sthat;from=bob
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b3 soju.im/search
ann < @batch=b3;time=2001-09-09T12:00:00.000Z;msgid=2-4 :bob!bob@127.0.0.1 PRIVMSG #a :That was fast!
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b3
ann > SEARCH from=BOB
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b4 soju.im/search
ann < @batch=b4;time=2001-09-09T12:00:00.000Z;msgid=2-4 :bob!bob@127.0.0.1 PRIVMSG #a :That was fast!
ann < @batch=b4;time=2001-09-09T12:00:02.000Z;msgid=4-2 :bob!bob@127.0.0.1 PRIVMSG ann :fast food?
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b4
ann > SEARCH text=fast;in=bob
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b5 soju.im/search
ann < @batch=b5;time=2001-09-09T12:00:02.000Z;msgid=4-2 :bob!bob@127.0.0.1 PRIVMSG ann :fast food?
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b5
ann > SEARCH in=#a;before=2001-09-09T12:00:00.000Z
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b6 soju.im/search
ann < @batch=b6;time=2001-09-09T12:00:00.000Z;msgid=2-4 :bob!bob@127.0.0.1 PRIVMSG #a :That was fast!
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b6
ann > SEARCH in=#a;after=2001-09-09T12:00:01.000Z
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b7 soju.im/search
ann < @batch=b7;time=2001-09-09T12:00:01.000Z;msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :Fasting is hard
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b7
ann > SEARCH text=nothing
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b8 soju.im/search
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b8
ann > SEARCH text=fast;in=#b
ann < @time=2001-09-09T12:00:02.000Z :parlor.local FAIL SEARCH INVALID_PARAMS in :A search has words, a name or a place, and moments as in server-time
ann > SEARCH text=fast;in=nobody
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH +b9 soju.im/search
ann < @time=2001-09-09T12:00:02.000Z :parlor.local BATCH -b9
ann > SEARCH text=fast;limit=many
ann < @time=2001-09-09T12:00:02.000Z :parlor.local FAIL SEARCH INVALID_PARAMS limit :A search has words, a name or a place, and moments as in server-time
ann > SEARCH text=fast;before=yesterday
ann < @time=2001-09-09T12:00:02.000Z :parlor.local FAIL SEARCH INVALID_PARAMS before :A search has words, a name or a place, and moments as in server-time
ann > SEARCH limit=5
ann < @time=2001-09-09T12:00:02.000Z :parlor.local FAIL SEARCH INVALID_PARAMS :A search has words, a name or a place, and moments as in server-time
ann > SEARCH
ann < @time=2001-09-09T12:00:02.000Z :parlor.local 461 ann SEARCH :Not enough parameters
",
    );
}

#[test]
fn a_draft_of_ircv3_has_a_batch_of_its_own() {
    play(
        r"
hush
ann enters batch draft/search
ann > JOIN #a
ann > PRIVMSG #a :a fast one

ann > SEARCH text=fast
ann < :parlor.local BATCH +b1 search
ann < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :a fast one
ann < :parlor.local BATCH -b1
ann > CAP REQ soju.im/search
ann < :parlor.local CAP ann ACK :soju.im/search
ann > SEARCH text=fast
ann < :parlor.local BATCH +b2 soju.im/search
ann < @batch=b2 :ann!ann@127.0.0.1 PRIVMSG #a :a fast one
ann < :parlor.local BATCH -b2
",
    );
}
