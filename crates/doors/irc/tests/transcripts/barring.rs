//! Where who cannot join is sent, and who may not speak.

use super::stage::play;

#[test]
fn forwards_lead_to_rooms_that_one_runs_and_not_in_circles() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a,#b,#c
bob > JOIN #bob,#a
bob > MODE #bob +s

ann > MODE #a +f #nowhere
ann < :parlor.local 696 ann #a f #nowhere :No such channel
ann > MODE #a +f #bob
ann < :parlor.local 696 ann #a f #bob :No such channel
bob > MODE #bob -s
bob < :bob!bob@127.0.0.1 MODE #bob -s
ann > MODE #a +f #bob
ann < :parlor.local 482 ann #a :You're not a channel operator of #bob
ann > MODE #a +f #a
ann < :parlor.local 696 ann #a f #a :That channel leads back to this one
bob > MODE #a +f #bob
bob < :parlor.local 482 bob #a :You're not a channel operator
ann > MODE #a +f #b
ann < :ann!ann@127.0.0.1 MODE #a +f #b
bob < :ann!ann@127.0.0.1 MODE #a +f #b
ann > MODE #b +f #c
ann < :ann!ann@127.0.0.1 MODE #b +f #c
ann > MODE #c +f #a
ann < :parlor.local 696 ann #c f #a :That channel leads back to this one
ann > MODE #c +if #nowhere
ann < :ann!ann@127.0.0.1 MODE #c +i
ann < :parlor.local 696 ann #c f #nowhere :No such channel
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
ann > MODE #a +i
ann < :ann!ann@127.0.0.1 MODE #a +i
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 470 bob #a #b :Forwarding to another channel
bob < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 353 bob = #b :@ann bob
bob < :parlor.local 366 bob #b :End of /NAMES list
",
    );
}

#[test]
fn mutes_have_exceptions_of_their_own() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
ann > MODE #a +b m:bob!*@*
bob > JOIN #a

bob > PRIVMSG #a :hello
bob < :parlor.local 404 bob #a :Cannot send to channel (+b)
ann > MODE #a +e m:*!~bob@*
ann < :ann!ann@127.0.0.1 MODE #a +e m:*!~bob@*
bob < :ann!ann@127.0.0.1 MODE #a +e m:*!~bob@*
bob > PRIVMSG #a :hello
ann < :bob!bob@127.0.0.1 PRIVMSG #a :hello
ann > MODE #a e
ann < :parlor.local 348 ann #a m:*!~bob@* ann!ann@127.0.0.1 1000036800
ann < :parlor.local 349 ann #a :End of channel exception list
ann > MODE #a +b *!bob@*
ann < :ann!ann@127.0.0.1 MODE #a +b *!bob@*
bob < :ann!ann@127.0.0.1 MODE #a +b *!bob@*
bob > PRIVMSG #a :hello
bob < :parlor.local 404 bob #a :Cannot send to channel (+b)
ann > MODE #a -e m:*!~BOB@*
ann < :ann!ann@127.0.0.1 MODE #a -e m:*!~BOB@*
bob < :ann!ann@127.0.0.1 MODE #a -e m:*!~BOB@*
",
    );
}

#[test]
fn an_account_that_is_suspended() {
    play(
        r"
hush
oda enters
oda > REGISTER oda * correct-horse
appoint oda
oda > OPER oda correct-horse
ann enters sasl
ann > REGISTER ann * sesame-sesame
bob enters

oda > NS SUSPEND
oda < :NickServ!NickServ@parlor.local NOTICE oda :Syntax: SUSPEND ADD account [DURATION time] [reason] | DEL account | LIST
oda > NS SUSPEND ADD nobody
oda < :NickServ!NickServ@parlor.local NOTICE oda :There is nobody called nobody, and no such account
oda > NS SUSPEND ADD ANN DURATION soon
oda < :NickServ!NickServ@parlor.local NOTICE oda :A duration is like 2h30m, 10d or 1y
oda > NS SUSPEND ADD ANN DURATION 2h selling shoes
oda < :NickServ!NickServ@parlor.local NOTICE oda :The account ANN is suspended
ann < :parlor.local 465 ann :You are banned from this server (selling shoes)
ann < ERROR :Closing Link: 127.0.0.1 (banned from the house)
oda > NS SUSPEND LIST
oda < :NickServ!NickServ@parlor.local NOTICE oda :    ann: by oda since Sun, 09 Sep 2001 12:00:00 UTC until Sun, 09 Sep 2001 14:00:00 UTC: selling shoes
oda < :NickServ!NickServ@parlor.local NOTICE oda :1 accounts are suspended
bob > NS SUSPEND ADD oda
bob < :NickServ!NickServ@parlor.local NOTICE bob :Insufficient privileges
bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
bob < :parlor.local 904 bob :SASL authentication failed: the account is suspended (selling shoes)
bob > NS IDENTIFY ann sesame-sesame
bob < :NickServ!NickServ@parlor.local NOTICE bob :That is banned from this server (selling shoes)
two connects
two > CAP REQ sasl
two < :parlor.local CAP * ACK :sasl
two > AUTHENTICATE PLAIN
two < AUTHENTICATE +
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two < :parlor.local 904 * :SASL authentication failed: the account is suspended (selling shoes)
restart
hush
boss enters
boss > NS IDENTIFY oda correct-horse
bob enters

bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
bob < :parlor.local 904 bob :SASL authentication failed: the account is suspended (selling shoes)
boss > NS UNSUSPEND ann
boss < :NickServ!NickServ@parlor.local NOTICE boss :The account ann is suspended no more
boss > NS UNSUSPEND ann
boss < :NickServ!NickServ@parlor.local NOTICE boss :The account ann is not suspended
boss > NS SUSPEND LIST
boss < :NickServ!NickServ@parlor.local NOTICE boss :0 accounts are suspended
bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
bob < :parlor.local 900 bob bob!bob@127.0.0.1 ann :You are now logged in as ann
bob < :parlor.local 903 bob :SASL authentication successful
",
    );
}
