//! Words of people elsewhere, and new words for old messages.

use super::stage::play;

#[test]
fn relayed_messages() {
    play(
        r"
hush
baz enters batch labeled-response echo-message draft/chathistory
qux enters batch labeled-response echo-message message-tags
cid enters
baz > JOIN #a
qux > JOIN #a
cid > JOIN #a

baz > RELAYMSG #a invalid!nick/discord hi
baz < :parlor.local FAIL RELAYMSG INVALID_NICK :A name of somebody elsewhere has a / and no other marks
baz > RELAYMSG #a regular_nick hi
baz < :parlor.local FAIL RELAYMSG INVALID_NICK :A name of somebody elsewhere has a / and no other marks
baz > RELAYMSG #a smt/discord hi
baz < :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi
qux < @msgid=2-5 :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi
cid < :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi
baz > @label=x;+foo=bar RELAYMSG #a smt/discord :hi again
baz < @label=x :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi again
qux < @msgid=2-6;+foo=bar :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi again
cid < :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi again
qux > RELAYMSG #a smt/discord :hi a third time
qux < :parlor.local FAIL RELAYMSG PRIVS_NEEDED :Half-operators and above relay what others said
baz > MODE #a +o qux
baz < :baz!baz@127.0.0.1 MODE #a +o qux
qux < @msgid=2-7 :baz!baz@127.0.0.1 MODE #a +o qux
cid < :baz!baz@127.0.0.1 MODE #a +o qux
baz > CAP REQ draft/relaymsg
baz < :parlor.local CAP baz ACK :draft/relaymsg
qux > RELAYMSG #a smt/discord :hi a third time
baz < @draft/relaymsg=qux :smt/discord!qux@127.0.0.1 PRIVMSG #a :hi a third time
qux < @msgid=2-8 :smt/discord!qux@127.0.0.1 PRIVMSG #a :hi a third time
cid < :smt/discord!qux@127.0.0.1 PRIVMSG #a :hi a third time
baz > CHATHISTORY LATEST #a * 10
baz < :parlor.local BATCH +b3 chathistory #a
baz < @batch=b3;draft/relaymsg=baz :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi
baz < @batch=b3;draft/relaymsg=baz :smt/discord!baz@127.0.0.1 PRIVMSG #a :hi again
baz < @batch=b3;draft/relaymsg=qux :smt/discord!qux@127.0.0.1 PRIVMSG #a :hi a third time
baz < :parlor.local BATCH -b3
baz > RELAYMSG #nowhere smt/discord :hi
baz < :parlor.local 403 baz #nowhere :No such channel
baz > RELAYMSG #a smt/discord
baz < :parlor.local 461 baz RELAYMSG :Not enough parameters
baz > REDACT #a 2-6
",
    );
}

#[test]
fn edits() {
    play(
        r"
hush
ann enters message-tags echo-message batch draft/message-edit draft/multiline
bob enters message-tags draft/message-edit
cid enters message-tags
dan enters draft/message-edit
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a
dan > JOIN #a
ann > PRIVMSG #a :hello wrld
bob > PRIVMSG #a :hi ann

ann > @+draft/edit=2-6 PRIVMSG #a :hello world
ann < @msgid=2-8;+draft/edit=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello world
bob < @msgid=2-8;+draft/edit=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello world
cid < @msgid=2-8;+draft/reply=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :[edit] hello world
dan < :ann!ann@127.0.0.1 PRIVMSG #a :[edit] hello world
ann > @+draft/edit=2-7 PRIVMSG #a :bye ann
ann < :parlor.local FAIL PRIVMSG EDIT_FORBIDDEN #a 2-7 :You may not change this message
ann > @+draft/edit=2-99 PRIVMSG #a :what?
ann < :parlor.local FAIL PRIVMSG UNKNOWN_MSGID #a 2-99 :This message does not exist or was deleted
ann > @+draft/edit=nonsense PRIVMSG #a :what?
ann < :parlor.local FAIL PRIVMSG UNKNOWN_MSGID #a nonsense :This message does not exist or was deleted
ann > @+draft/edit=2-6 PRIVMSG bob :what?
ann < :parlor.local FAIL PRIVMSG UNKNOWN_MSGID bob 2-6 :This message does not exist or was deleted
ann > @+draft/edit=2-6 BATCH +1 draft/multiline #a\n@batch=1 PRIVMSG #a :hello\n@batch=1 PRIVMSG #a :world\nBATCH -1
ann < @msgid=2-9;+draft/edit=2-6 :ann!ann@127.0.0.1 BATCH +m2-9 draft/multiline #a
ann < @batch=m2-9 :ann!ann@127.0.0.1 PRIVMSG #a :hello
ann < @batch=m2-9 :ann!ann@127.0.0.1 PRIVMSG #a :world
ann < :parlor.local BATCH -m2-9
bob < @msgid=2-9;+draft/edit=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello
bob < @+draft/edit=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :world
cid < @msgid=2-9;+draft/reply=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :[edit] hello
cid < :ann!ann@127.0.0.1 PRIVMSG #a :world
dan < :ann!ann@127.0.0.1 PRIVMSG #a :[edit] hello
dan < :ann!ann@127.0.0.1 PRIVMSG #a :world
ann > PRIVMSG bob :psst
ann < @msgid=3-2 :ann!ann@127.0.0.1 PRIVMSG bob :psst
bob < @msgid=3-2 :ann!ann@127.0.0.1 PRIVMSG bob :psst
ann > @+draft/edit=3-2 PRIVMSG bob :psssst
ann < @msgid=3-3;+draft/edit=3-2 :ann!ann@127.0.0.1 PRIVMSG bob :psssst
bob < @msgid=3-3;+draft/edit=3-2 :ann!ann@127.0.0.1 PRIVMSG bob :psssst
bob > CAP REQ :draft/chathistory batch
bob < :parlor.local CAP bob ACK :draft/chathistory batch
bob > CHATHISTORY LATEST #a * 5
bob < :parlor.local BATCH +b1 chathistory #a
bob < @batch=b1;msgid=2-6 :ann!ann@127.0.0.1 PRIVMSG #a :hello
bob < @batch=b1 :ann!ann@127.0.0.1 PRIVMSG #a :world
bob < @batch=b1;msgid=2-7 :bob!bob@127.0.0.1 PRIVMSG #a :hi ann
bob < :parlor.local BATCH -b1
",
    );
}
