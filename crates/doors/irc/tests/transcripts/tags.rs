//! What comes with tags: time, ids, accounts, replies, reactions, typing, deletions.

use super::stage::{play, play_with};
use parlor_server::{IrcRules, Rules};

#[test]
fn time_and_id() {
    play(
        r"
hush
ann enters message-tags server-time echo-message
bob enters server-time
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > PRIVMSG #a :hi
ann < @time=2001-09-09T12:00:00.000Z;msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :hi
bob < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG #a :hi
cid < :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > PRIVMSG bob :hi
ann < @time=2001-09-09T12:00:00.000Z;msgid=3-2 :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann > TOPIC #a :Apples
ann < @time=2001-09-09T12:00:00.000Z;msgid=2-6 :ann!ann@127.0.0.1 TOPIC #a :Apples
bob < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 TOPIC #a :Apples
cid < :ann!ann@127.0.0.1 TOPIC #a :Apples
ann > PING x
ann < @time=2001-09-09T12:00:00.000Z :parlor.local PONG parlor.local :x
",
    );
}

#[test]
fn replies_name_a_message() {
    play(
        r"
hush
ann enters message-tags echo-message
bob enters message-tags
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > PRIVMSG #a :What is for lunch?
ann < @msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :What is for lunch?
bob < @msgid=2-5 :ann!ann@127.0.0.1 PRIVMSG #a :What is for lunch?
cid < :ann!ann@127.0.0.1 PRIVMSG #a :What is for lunch?
bob > @+draft/reply=2-4 PRIVMSG #a :Soup
ann < @msgid=2-6;+draft/reply=2-4 :bob!bob@127.0.0.1 PRIVMSG #a :Soup
cid < :bob!bob@127.0.0.1 PRIVMSG #a :Soup
bob > @+draft/reply=2-5 PRIVMSG #a :That was a reply to a reply
ann < @msgid=2-7;+draft/reply=2-5 :bob!bob@127.0.0.1 PRIVMSG #a :That was a reply to a reply
cid < :bob!bob@127.0.0.1 PRIVMSG #a :That was a reply to a reply
bob > @+draft/reply=2-99 PRIVMSG #a :Of what was never said
ann < @msgid=2-8;+draft/reply=2-99 :bob!bob@127.0.0.1 PRIVMSG #a :Of what was never said
cid < :bob!bob@127.0.0.1 PRIVMSG #a :Of what was never said
bob > @+draft/reply=nonsense PRIVMSG #a :Nor of nonsense
ann < @msgid=2-9;+draft/reply=nonsense :bob!bob@127.0.0.1 PRIVMSG #a :Nor of nonsense
cid < :bob!bob@127.0.0.1 PRIVMSG #a :Nor of nonsense
bob > @+draft/reply=1-1 PRIVMSG #a :Nor of another room
ann < @msgid=2-a;+draft/reply=1-1 :bob!bob@127.0.0.1 PRIVMSG #a :Nor of another room
cid < :bob!bob@127.0.0.1 PRIVMSG #a :Nor of another room
bob > @+draft/reply=2-4 PRIVMSG ann :And not by another road
ann < @msgid=3-2;+draft/reply=2-4 :bob!bob@127.0.0.1 PRIVMSG ann :And not by another road
bob > PRIVMSG ann :hi
ann < @msgid=3-3 :bob!bob@127.0.0.1 PRIVMSG ann :hi
ann > @+draft/reply=3-3 PRIVMSG bob :A reply between two
ann < @msgid=3-4;+draft/reply=3-3 :ann!ann@127.0.0.1 PRIVMSG bob :A reply between two
bob < @msgid=3-4;+draft/reply=3-3 :ann!ann@127.0.0.1 PRIVMSG bob :A reply between two
",
    );
}

#[test]
fn client_only_tags_are_kept_with_a_message() {
    play(
        r"
hush
ann enters message-tags echo-message batch draft/chathistory
bob enters message-tags
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > @+foo=a\sb;not-client=1;+bar;+foo=c\:d PRIVMSG #a :hi
ann < @msgid=2-5;+bar;+foo=c\:d :ann!ann@127.0.0.1 PRIVMSG #a :hi
bob < @msgid=2-5;+bar;+foo=c\:d :ann!ann@127.0.0.1 PRIVMSG #a :hi
cid < :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > @+foo=1 NOTICE bob :hi
ann < @msgid=3-2;+foo=1 :ann!ann@127.0.0.1 NOTICE bob :hi
bob < @msgid=3-2;+foo=1 :ann!ann@127.0.0.1 NOTICE bob :hi
bob > @+bar=2;+draft/reply=2-5 PRIVMSG #a :indeed
ann < @msgid=2-6;+draft/reply=2-5;+bar=2 :bob!bob@127.0.0.1 PRIVMSG #a :indeed
cid < :bob!bob@127.0.0.1 PRIVMSG #a :indeed
ann > CHATHISTORY LATEST #a * 5
ann < :parlor.local BATCH +b1 chathistory #a
ann < @batch=b1;msgid=2-5;+bar;+foo=c\:d :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann < @batch=b1;msgid=2-6;+draft/reply=2-5;+bar=2 :bob!bob@127.0.0.1 PRIVMSG #a :indeed
ann < :parlor.local BATCH -b1
ann > CHATHISTORY LATEST bob * 5
ann < :parlor.local BATCH +b2 chathistory bob
ann < @batch=b2;msgid=3-2;+foo=1 :ann!ann@127.0.0.1 NOTICE bob :hi
ann < :parlor.local BATCH -b2
ann > REDACT #a 2-5
bob > CAP REQ :draft/chathistory batch
bob < :parlor.local CAP bob ACK :draft/chathistory batch
bob > CHATHISTORY LATEST #a * 5
bob < :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1;msgid=2-6;+draft/reply=2-5;+bar=2 :bob!bob@127.0.0.1 PRIVMSG #a :indeed
bob < :parlor.local BATCH -b1
",
    );
}

#[test]
fn reactions() {
    play(
        r"
hush
ann enters message-tags echo-message
bob enters message-tags
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
ann > PRIVMSG #a :Lunch!

bob > @+draft/react=yum;+draft/reply=2-5 TAGMSG #a
ann < @msgid=2-6;+draft/react=yum;+draft/reply=2-5 :bob!bob@127.0.0.1 TAGMSG #a
ann > @+draft/react=yum;+draft/reply=2-5 TAGMSG #a
ann < @msgid=2-7;+draft/react=yum;+draft/reply=2-5 :ann!ann@127.0.0.1 TAGMSG #a
bob < @msgid=2-7;+draft/react=yum;+draft/reply=2-5 :ann!ann@127.0.0.1 TAGMSG #a
ann > @+draft/react=yum;+draft/reply=2-5 TAGMSG #a
bob > @+draft/unreact=yum;+draft/reply=2-5 TAGMSG #a
ann < @msgid=2-8;+draft/unreact=yum;+draft/reply=2-5 :bob!bob@127.0.0.1 TAGMSG #a
bob > @+draft/react=eek;+draft/reply=2-77 TAGMSG #a
ann < @+draft/react=eek;+draft/reply=2-77;msgid=tag.e8d6d6960000001.e8d6d69600.b1 :bob!bob@127.0.0.1 TAGMSG #a
ann > @+draft/react=eek;+draft/reply=nonsense TAGMSG bob
ann < @+draft/react=eek;+draft/reply=nonsense;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG bob
bob < @+draft/react=eek;+draft/reply=nonsense;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG bob
",
    );
}

#[test]
fn tags_alone() {
    play(
        r"
hush
ann enters message-tags echo-message
bob enters message-tags server-time
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > @+typing=active TAGMSG #a
ann < @+typing=active :ann!ann@127.0.0.1 TAGMSG #a
bob < @time=2001-09-09T12:00:00.000Z;+typing=active :ann!ann@127.0.0.1 TAGMSG #a
bob > @+typing=done TAGMSG #a
ann < @+typing=done :bob!bob@127.0.0.1 TAGMSG #a
ann > @+typing=active TAGMSG bob
ann < @+typing=active :ann!ann@127.0.0.1 TAGMSG bob
bob < @time=2001-09-09T12:00:00.000Z;+typing=active :ann!ann@127.0.0.1 TAGMSG bob
ann > @+buzz=fizz\:buzz;cat=dog;+steel TAGMSG #a
ann < @+buzz=fizz\:buzz;+steel;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG #a
bob < @time=2001-09-09T12:00:00.000Z;+buzz=fizz\:buzz;+steel;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG #a
ann > @cat=dog TAGMSG #a
ann > TAGMSG #a
ann > @+a=b TAGMSG nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > @+a=b TAGMSG #nowhere
ann < :parlor.local 403 ann #nowhere :No such channel
ann > @+a=b TAGMSG ann
ann < @+a=b;msgid=tag.e8d6d6960000000.e8d6d69600.b4 :ann!ann@127.0.0.1 TAGMSG ann
ann < @+a=b;msgid=tag.e8d6d6960000000.e8d6d69600.b4 :ann!ann@127.0.0.1 TAGMSG ann
ann > @+a=b TAGMSG
ann < :parlor.local 461 ann TAGMSG :Not enough parameters
",
    );
}

#[test]
fn deletions() {
    play(
        r"
hush
ann enters message-tags echo-message draft/message-redaction
bob enters message-tags draft/message-redaction
cid enters message-tags
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
ann > PRIVMSG #a :one
bob > PRIVMSG #a :two
bob > PRIVMSG #a :three

bob > REDACT #a 2-5
bob < :parlor.local FAIL REDACT REDACT_FORBIDDEN #a 2-5 :You may not delete this message
bob > REDACT #a 2-6 :typo
ann < @msgid=2-8 :bob!bob@127.0.0.1 REDACT #a 2-6 :typo
bob < @msgid=2-8 :bob!bob@127.0.0.1 REDACT #a 2-6 :typo
ann > REDACT #a 2-7
ann < @msgid=2-9 :ann!ann@127.0.0.1 REDACT #a 2-7
bob < @msgid=2-9 :ann!ann@127.0.0.1 REDACT #a 2-7
ann > REDACT #a 2-7
ann < :parlor.local FAIL REDACT UNKNOWN_MSGID #a 2-7 :This message does not exist or was deleted
ann > REDACT #a nonsense
ann < :parlor.local FAIL REDACT UNKNOWN_MSGID #a nonsense :This message does not exist or was deleted
ann > REDACT #nowhere nonsense
ann < :parlor.local FAIL REDACT INVALID_TARGET #nowhere :You cannot delete messages there
ann > REDACT #nowhere 2-5
ann < :parlor.local FAIL REDACT INVALID_TARGET #nowhere :You cannot delete messages there
ann > REDACT #a 1-1
ann < :parlor.local FAIL REDACT UNKNOWN_MSGID #a 1-1 :This message does not exist or was deleted
ann > REDACT #a
ann < :parlor.local 461 ann REDACT :Not enough parameters
bob > PRIVMSG ann :psst
ann < @msgid=3-2 :bob!bob@127.0.0.1 PRIVMSG ann :psst

ann > REDACT bob 3-2
ann < :parlor.local FAIL REDACT REDACT_FORBIDDEN bob 3-2 :You may not delete this message
bob > REDACT ann 3-2 :wrong window
ann < @msgid=3-3 :bob!bob@127.0.0.1 REDACT ann 3-2 :wrong window
bob < @msgid=3-3 :bob!bob@127.0.0.1 REDACT ann 3-2 :wrong window
",
    );
}

#[test]
fn accounts_are_tagged() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
bob enters account-tag extended-join account-notify

ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a * :bob real
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list

ann > PRIVMSG #a :hi
bob < @account=ann :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > PRIVMSG bob :hi
bob < @account=ann :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann > NICK anna
ann < :ann!ann@127.0.0.1 NICK anna
bob < @account=ann :ann!ann@127.0.0.1 NICK anna
",
    );
}

#[test]
fn what_programs_tell_each_other_is_kept_where_they_ask() {
    play(
        r"
hush
ann enters message-tags echo-message batch labeled-response draft/chathistory draft/event-playback
bob enters message-tags echo-message batch draft/chathistory
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > @label=x;+test=success;+draft/persist TAGMSG #a
ann < @label=x;msgid=2-5;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG #a
bob < @msgid=2-5;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG #a
bob > @+test=forgotten TAGMSG #a
ann < @+test=forgotten;msgid=tag.e8d6d6960000001.e8d6d69600.b1 :bob!bob@127.0.0.1 TAGMSG #a
bob < @+test=forgotten;msgid=tag.e8d6d6960000001.e8d6d69600.b1 :bob!bob@127.0.0.1 TAGMSG #a
ann > CHATHISTORY LATEST #a * 1
ann < :parlor.local BATCH +b3 chathistory #a
ann < @batch=b3;msgid=2-5;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG #a
ann < :parlor.local BATCH -b3
bob > CHATHISTORY LATEST #a * 10
bob < :parlor.local BATCH +b2 chathistory #a
bob < :parlor.local BATCH -b2
ann > @+test=success;+draft/persist TAGMSG bob
ann < @msgid=3-2;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG bob
bob < @msgid=3-2;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG bob
ann > CHATHISTORY LATEST bob * 10
ann < :parlor.local BATCH +b4 chathistory bob
ann < @batch=b4;msgid=3-2;+test=success;+draft/persist :ann!ann@127.0.0.1 TAGMSG bob
ann < :parlor.local BATCH -b4
bob > CHATHISTORY LATEST ann * 10
bob < :parlor.local BATCH +b3 chathistory ann
bob < :parlor.local BATCH -b3
ann > @+draft/persist TAGMSG ann
ann < @msgid=4-2;+draft/persist :ann!ann@127.0.0.1 TAGMSG ann
ann < @msgid=4-2;+draft/persist :ann!ann@127.0.0.1 TAGMSG ann
ann > REDACT #a 2-5
ann < :parlor.local FAIL REDACT UNKNOWN_MSGID #a 2-5 :This message does not exist or was deleted
ann > MODE #a +m
ann < @msgid=2-6 :ann!ann@127.0.0.1 MODE #a +m
bob < @msgid=2-6 :ann!ann@127.0.0.1 MODE #a +m
cid < :ann!ann@127.0.0.1 MODE #a +m
bob > @+draft/persist TAGMSG #a
bob < :parlor.local 404 bob #a :Cannot send to channel (+m)
ann > PRIVMSG bob :hi
ann < @msgid=3-3 :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < @msgid=3-3 :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann > @label=y;+draft/react=ok;+draft/reply=3-3 TAGMSG bob
ann < @label=y;msgid=3-4;+draft/react=ok;+draft/reply=3-3 :ann!ann@127.0.0.1 TAGMSG bob
bob < @msgid=3-4;+draft/react=ok;+draft/reply=3-3 :ann!ann@127.0.0.1 TAGMSG bob
",
    );
}

#[test]
fn some_tags_are_denied() {
    let tags_denied = vec!["*".into(), "-draft/reply".into(), "-a".into()];
    let irc = IrcRules { tags_denied, ..IrcRules::default() };
    play_with(
        Rules { irc, ..Rules::default() },
        r"
hush
ann enters message-tags echo-message
bob enters message-tags
ann > JOIN #a
bob > JOIN #a

ann > @+a=1;+b=2;+draft/reply=x PRIVMSG #a :hi
ann < @msgid=2-4;+a=1;+draft/reply=x :ann!ann@127.0.0.1 PRIVMSG #a :hi
bob < @msgid=2-4;+a=1;+draft/reply=x :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > @+b=2 TAGMSG #a
ann > @+a=1;+b=2 TAGMSG #a
ann < @+a=1;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG #a
bob < @+a=1;msgid=tag.e8d6d6960000000.e8d6d69600.b1 :ann!ann@127.0.0.1 TAGMSG #a
ann > @+typing=active TAGMSG #a
",
    );
    let irc = IrcRules { tags_denied: vec!["b".into()], ..IrcRules::default() };
    play_with(
        Rules { irc, ..Rules::default() },
        r"
hush
ann enters message-tags echo-message
ann > JOIN #a

ann > @+a=1;+b=2;+c PRIVMSG #a :hi
ann < @msgid=2-3;+a=1;+c :ann!ann@127.0.0.1 PRIVMSG #a :hi
",
    );
}
