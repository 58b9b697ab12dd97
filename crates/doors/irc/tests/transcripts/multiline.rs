//! Messages of several lines.

use super::stage::{play, play_with};
use parlor_model::Limits;
use parlor_server::{House, IrcRules, Rules};

#[test]
fn one_message_of_several_lines() {
    play(
        r"
hush
ann enters message-tags batch echo-message server-time labeled-response draft/multiline
bob enters message-tags batch echo-message server-time draft/multiline
cid enters message-tags batch echo-message server-time
dan enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
dan > JOIN #a

ann > @label=xyz BATCH +123 draft/multiline #a\n@batch=123 PRIVMSG #a hello\n@batch=123 privmsg #A :#how is \n@batch=123;draft/multiline-concat PRIVMSG #a :everyone?
ann > BATCH -123
ann < @label=xyz;time=2001-09-09T12:00:00.000Z;msgid=2-6 :ann!ann@127.0.0.1 BATCH +m2-6 draft/multiline #a
ann < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello
ann < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
ann < @batch=m2-6;draft/multiline-concat :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
ann < :parlor.local BATCH -m2-6
bob < @time=2001-09-09T12:00:00.000Z;msgid=2-6 :ann!ann@127.0.0.1 BATCH +m2-6 draft/multiline #a
bob < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello
bob < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
bob < @batch=m2-6;draft/multiline-concat :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
bob < :parlor.local BATCH -m2-6
cid < @time=2001-09-09T12:00:00.000Z;msgid=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello
cid < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
cid < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
dan < :ann!ann@127.0.0.1 PRIVMSG #a :hello
dan < :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
dan < :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
",
    );
}

#[test]
fn blank_lines_and_tags() {
    play(
        r"
hush
ann enters message-tags batch draft/multiline
bob enters message-tags batch draft/multiline
cid enters message-tags batch
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
cid > PRIVMSG #a :How is everyone?

ann > @+client-only-tag;+draft/reply=2-5 BATCH +123 draft/multiline #a\n@batch=123 PRIVMSG #a :\n@batch=123 PRIVMSG #a :#how is \n@batch=123;draft/multiline-concat PRIVMSG #a :everyone?\nBATCH -123
bob < @msgid=2-6;+draft/reply=2-5;+client-only-tag :ann!ann@127.0.0.1 BATCH +m2-6 draft/multiline #a
bob < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :
bob < @batch=m2-6 :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
bob < @batch=m2-6;draft/multiline-concat :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
bob < :parlor.local BATCH -m2-6
cid < @msgid=2-6;+draft/reply=2-5;+client-only-tag :ann!ann@127.0.0.1 PRIVMSG #a :#how is 
cid < @+client-only-tag :ann!ann@127.0.0.1 PRIVMSG #a :everyone?
ann > BATCH +b draft/multiline bob\n@batch=b NOTICE bob :one\n@batch=b NOTICE bob :two\nBATCH -b
bob < @msgid=3-2 :ann!ann@127.0.0.1 BATCH +m3-2 draft/multiline bob
bob < @batch=m3-2 :ann!ann@127.0.0.1 NOTICE bob :one
bob < @batch=m3-2 :ann!ann@127.0.0.1 NOTICE bob :two
bob < :parlor.local BATCH -m3-2
ann > BATCH +c draft/multiline @#a\n@batch=c PRIVMSG @#a :one\n@batch=c PRIVMSG @#a :two\nBATCH -c
ann > BATCH +d draft/multiline #a\n@batch=d PRIVMSG #a :alone\nBATCH -d
bob < @msgid=2-8 :ann!ann@127.0.0.1 PRIVMSG #a :alone
cid < @msgid=2-8 :ann!ann@127.0.0.1 PRIVMSG #a :alone
ann > BATCH +e draft/multiline #a\n@batch=e PRIVMSG #a :\1ACTION waves\n@batch=e PRIVMSG #a :and waves\1\nBATCH -e
bob < @msgid=2-9 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION waves\1
bob < :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION and waves\1
cid < @msgid=2-9 :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION waves\1
cid < :ann!ann@127.0.0.1 PRIVMSG #a :\1ACTION and waves\1
",
    );
}

#[test]
fn history_has_them_in_batches() {
    play(
        r"
hush
ann enters message-tags batch server-time labeled-response draft/chathistory draft/multiline
bob enters message-tags batch server-time draft/chathistory
ann > JOIN #a
bob > JOIN #a
ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :one,\n@batch=1;draft/multiline-concat PRIVMSG #a : two\n@batch=1 PRIVMSG #a :\n@batch=1 PRIVMSG #a :three\nBATCH -1
bob > PRIVMSG #a :four

ann > @label=h CHATHISTORY LATEST #a * 5
ann < @label=h;time=2001-09-09T12:00:00.000Z :parlor.local BATCH +b2 chathistory #a
ann < @batch=b2;time=2001-09-09T12:00:00.000Z;msgid=2-4 :ann!ann@127.0.0.1 BATCH +m2-4 draft/multiline #a
ann < @batch=m2-4 :ann!ann@127.0.0.1 PRIVMSG #a :one,
ann < @batch=m2-4;draft/multiline-concat :ann!ann@127.0.0.1 PRIVMSG #a : two
ann < @batch=m2-4 :ann!ann@127.0.0.1 PRIVMSG #a :
ann < @batch=m2-4 :ann!ann@127.0.0.1 PRIVMSG #a :three
ann < @batch=b2 :parlor.local BATCH -m2-4
ann < @batch=b2;time=2001-09-09T12:00:00.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :four
ann < @time=2001-09-09T12:00:00.000Z :parlor.local BATCH -b2
bob > CHATHISTORY LATEST #a * 5
bob < @time=2001-09-09T12:00:00.000Z :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1;time=2001-09-09T12:00:00.000Z;msgid=2-4 :ann!ann@127.0.0.1 PRIVMSG #a :one,
bob < @batch=b1;time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG #a : two
bob < @batch=b1;time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG #a :three
bob < @batch=b1;time=2001-09-09T12:00:00.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :four
bob < @time=2001-09-09T12:00:00.000Z :parlor.local BATCH -b1
",
    );
}

#[test]
fn what_is_wrong_is_refused_once() {
    play(
        r"
hush
ann enters message-tags batch labeled-response draft/multiline
ann > JOIN #a

ann > @label=x BATCH +123 draft/multiline #a\n@batch=231 PRIVMSG #a :hi\n@batch=123 PRIVMSG #a :more\nBATCH -123
ann < @label=x :parlor.local FAIL BATCH MULTILINE_INVALID :There is no such batch
ann > BATCH +123 draft/multiline #a\n@batch=123 PRIVMSG #a :hi\n@batch=123;draft/multiline-concat PRIVMSG #a :\nBATCH -123
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A line has words, or stands alone
ann > BATCH +456 draft/multiline #foo\n@batch=456 PRIVMSG #bar hello\nBATCH -456
ann < :parlor.local FAIL BATCH MULTILINE_INVALID_TARGET #foo #bar :All lines of a message have one target
ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :\n@batch=1 PRIVMSG #a :\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A message has words
ann > BATCH +1 draft/multiline #a\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A message has words
ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :one\n@batch=1 NOTICE #a :two\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :The lines of a batch are all PRIVMSG or all NOTICE
ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :one\n@batch=1 TAGMSG #a\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :Messages only are said in a batch
ann > BATCH +1 draft/multiline #a\nPING x\n@batch=1 PRIVMSG #a :one\nTOPIC #a\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A batch is open, and this line is not of it
ann < :parlor.local PONG parlor.local :x
ann < :parlor.local 331 ann #a :No topic is set
ann > BATCH +1 draft/multiline #a\nBATCH +2 draft/multiline #a\nBATCH -2\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :Another batch is open
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :Another batch is open
ann > BATCH +1 netsplit #a
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :This is no batch of a message to one target
ann > BATCH +1 draft/multiline #a,#b
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :This is no batch of a message to one target
ann > BATCH +1 draft/multiline
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A batch has a type and a target
ann > BATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :There is no such batch
ann > BATCH nonsense
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :A batch is opened with + and closed with -
ann > @batch=1 PRIVMSG #a :hi
ann < :parlor.local FAIL BATCH MULTILINE_INVALID :There is no such batch
ann > @label=y BATCH +1 draft/multiline nobody\n@batch=1 PRIVMSG nobody :hi\n@batch=1 PRIVMSG nobody :you\nBATCH -1
ann < @label=y :parlor.local 401 ann nobody :No such nick
bob enters
bob > BATCH +1 draft/multiline ann
bob < :parlor.local FAIL BATCH MULTILINE_INVALID :This is no batch of a message to one target
bob > @batch=1 PRIVMSG ann :a tag that means nothing
ann < @msgid=3-2 :bob!bob@127.0.0.1 PRIVMSG ann :a tag that means nothing
",
    );
}

#[test]
fn bounds() {
    let irc = IrcRules { multiline_bytes_max: 40, multiline_lines_max: 3, ..IrcRules::default() };
    play_with(
        Rules { irc, ..Rules::default() },
        r"
hush
ann enters message-tags batch draft/multiline
ann > JOIN #a

ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a 1\n@batch=1 PRIVMSG #a 2\n@batch=1 PRIVMSG #a 3\n@batch=1 PRIVMSG #a 4\n@batch=1 PRIVMSG #a 5\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_MAX_LINES 3 :The message has too many lines
ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a 12345678901234567890\n@batch=1 PRIVMSG #a 12345678901234567890\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_MAX_BYTES 40 :The message has too many bytes
",
    );
    let limits = Limits { message_bytes_max: 20, ..Limits::default() };
    play_with(
        Rules { house: House { limits, ..House::default() }, ..Rules::default() },
        r"
hush
ann enters message-tags batch draft/multiline
ann > JOIN #a

ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a 1234567890\n@batch=1 PRIVMSG #a 1234567890\nBATCH -1
ann < :parlor.local FAIL BATCH MULTILINE_MAX_BYTES 20 :The message has too many bytes
",
    );
}

#[test]
fn long_lines_are_divided_for_others() {
    play(
        r"
hush
ann enters message-tags batch draft/multiline
bob enters message-tags batch draft/multiline
cid enters
bob > JOIN #a
ann > JOIN #a
cid > JOIN #a

ann > BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\nBATCH -1
bob < @msgid=2-5 :ann!ann@127.0.0.1 BATCH +m2-5 draft/multiline #a
bob < @batch=m2-5 :ann!ann@127.0.0.1 PRIVMSG #a :12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
bob < @batch=m2-5;draft/multiline-concat :ann!ann@127.0.0.1 PRIVMSG #a :01234567890
bob < :parlor.local BATCH -m2-5
cid < :ann!ann@127.0.0.1 PRIVMSG #a :12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
cid < :ann!ann@127.0.0.1 PRIVMSG #a :01234567890
",
    );
}
