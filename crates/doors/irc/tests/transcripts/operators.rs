//! OPER, KILL, and what a server operator may.

use super::stage::play;

#[test]
fn oper_and_kill() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > OPER ann sesame-sesame
appoint ann
bob enters
cid enters
cid > JOIN #a
bob > JOIN #a

bob > OPER ann wrong
bob < :parlor.local 491 bob :That is no operator's name and password
bob > OPER nobody sesame
bob < :parlor.local 491 bob :That is no operator's name and password
bob > OPER ann
bob < :parlor.local 491 bob :That is no operator's name and password
bob > KILL cid :no
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
bob > OPER ann sesame-sesame
bob < :parlor.local 381 bob :You are now an IRC operator
bob < :bob!bob@127.0.0.1 MODE bob +o
bob > MODE bob
bob < :parlor.local 221 bob +o
bob > WHOIS bob
bob < :parlor.local 311 bob bob bob 127.0.0.1 * :bob real
bob < :parlor.local 338 bob bob bob@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
bob < :parlor.local 319 bob bob :#a
bob < :parlor.local 312 bob bob parlor.local :A Parlor house
bob < :parlor.local 313 bob bob :is an IRC operator
bob < :parlor.local 317 bob bob 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob bob :End of /WHOIS list
bob > WHO bob
bob < :parlor.local 352 bob * bob 127.0.0.1 parlor.local bob H* :0 bob real
bob < :parlor.local 315 bob bob :End of WHO list
bob > KILL nobody
bob < :parlor.local 401 bob nobody :No such nick
bob > KILL cid :spam
bob < :cid!cid@127.0.0.1 QUIT :Killed (bob (spam))
cid < :bob KILL cid :spam
cid < ERROR :Closing Link: 127.0.0.1 (Killed (bob (spam)))

cid is closed

bob > LUSERS
bob < :parlor.local 251 bob :There are 2 users and 0 invisible on 1 servers
bob < :parlor.local 252 bob 2 :IRC Operators online
bob < :parlor.local 254 bob 2 :channels formed
bob < :parlor.local 255 bob :I have 2 clients and 1 servers
bob < :parlor.local 265 bob 2 3 :Current local users 2, max 3
bob < :parlor.local 266 bob 2 3 :Current global users 2, max 3
",
    );
}

#[test]
fn announcements() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
ann > MODE ann +w
bob enters
cid enters
bob > MODE bob +w

bob > WALLOPS :Who listens?
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
ann > WALLOPS
ann < :parlor.local 461 ann WALLOPS :Not enough parameters
ann > WALLOPS :
ann < :parlor.local 412 ann :No text to send
ann > WALLOPS :Tea is ready
ann < :ann!ann@127.0.0.1 WALLOPS :Tea is ready
bob < :ann!ann@127.0.0.1 WALLOPS :Tea is ready
ann > MODE ann -w
ann < :ann!ann@127.0.0.1 MODE ann -w
ann > WALLOPS :And cake
bob < :ann!ann@127.0.0.1 WALLOPS :And cake
",
    );
}

#[test]
fn an_operator_stands_down() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
bob enters
bob > OPER ann sesame-sesame

bob > MODE bob -o
bob < :bob!bob@127.0.0.1 MODE bob -o
bob > MODE bob -o
bob > MODE bob +o
bob > MODE bob
bob < :parlor.local 221 bob +
bob > KILL ann
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
bob > LUSERS
bob < :parlor.local 251 bob :There are 2 users and 0 invisible on 1 servers
bob < :parlor.local 252 bob 1 :IRC Operators online
bob < :parlor.local 254 bob 1 :channels formed
bob < :parlor.local 255 bob :I have 2 clients and 1 servers
bob < :parlor.local 265 bob 2 2 :Current local users 2, max 2
bob < :parlor.local 266 bob 2 2 :Current global users 2, max 2
",
    );
}

#[test]
fn operators_delete_and_rule_elsewhere() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT
bob enters message-tags echo-message draft/message-redaction
bob > JOIN #a
bob > PRIVMSG #a :bad
rob enters message-tags draft/message-redaction

rob > REDACT #a 2-3
rob < :parlor.local FAIL REDACT INVALID_TARGET #a :You cannot delete messages there
rob > OPER ann sesame-sesame
rob < :parlor.local 491 rob :That is no operator's name and password
appoint ann
rob > OPER ann sesame-sesame
rob < :parlor.local 381 rob :You are now an IRC operator
rob < :rob!rob@127.0.0.1 MODE rob +o
rob > REDACT #a 2-3 :spam
bob < @msgid=2-4 :rob!rob@127.0.0.1 REDACT #a 2-3 :spam
rob < @msgid=2-4 :rob!rob@127.0.0.1 REDACT #a 2-3 :spam
rob > MODE #a +m
bob < @msgid=2-5 :rob!rob@127.0.0.1 MODE #a +m
rob < @msgid=2-5 :rob!rob@127.0.0.1 MODE #a +m
rob > MODE #a
rob < :parlor.local 324 rob #a +mnt
rob < :parlor.local 329 rob #a 1000036800
bob > MODE #a +s
bob < @msgid=2-6 :bob!bob@127.0.0.1 MODE #a +s
rob > NAMES #a
rob < :parlor.local 353 rob @ #a :@bob
rob < :parlor.local 366 rob #a :End of /NAMES list
",
    );
}

#[test]
fn every_connection_of_an_operator_hears_of_it() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
tab enters
tab > NS IDENTIFY ann sesame-sesame
bob enters
bob > REGISTER * * sesame-sesame

appoint ann
ann < :ann!ann@127.0.0.1 MODE ann +o
tab < :ann!ann@127.0.0.1 MODE ann +o
tab > MODE ann -o
ann < :ann!ann@127.0.0.1 MODE ann -o
tab < :ann!ann@127.0.0.1 MODE ann -o
tab > OPER ann sesame-sesame
ann < :ann!ann@127.0.0.1 MODE ann +o
tab < :parlor.local 381 ann :You are now an IRC operator
tab < :ann!ann@127.0.0.1 MODE ann +o
ann > MODE ann -o
ann < :ann!ann@127.0.0.1 MODE ann -o
tab < :ann!ann@127.0.0.1 MODE ann -o
pad enters
pad > NS IDENTIFY ann sesame-sesame
pad < :pad!pad@127.0.0.1 NICK ann
pad < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
pad < :NickServ!NickServ@parlor.local NOTICE ann :You're now logged in as ann

bob > OPER ann sesame-sesame
bob < :parlor.local 381 bob :You are now an IRC operator
bob < :bob!bob@127.0.0.1 MODE bob +o
key enters
key > NS IDENTIFY bob sesame-sesame
key < :key!key@127.0.0.1 NICK bob
key < :bob!bob@127.0.0.1 MODE bob +o
key < :parlor.local 900 bob bob!bob@127.0.0.1 bob :You are now logged in as bob
key < :NickServ!NickServ@parlor.local NOTICE bob :You're now logged in as bob
key > MODE bob
key < :parlor.local 221 bob +o
cid enters
cid > REGISTER * * sesame-sesame
cid < :parlor.local REGISTER SUCCESS cid :Account created
cid < :parlor.local 900 cid cid!cid@127.0.0.1 cid :You are now logged in as cid
bob > MODE bob
bob < :parlor.local 221 bob +o
bob > MODE bob -o
bob < :bob!bob@127.0.0.1 MODE bob -o
key < :bob!bob@127.0.0.1 MODE bob -o
dan enters
dan > OPER ann sesame-sesame
dan < :parlor.local 381 dan :You are now an IRC operator
dan < :dan!dan@127.0.0.1 MODE dan +o
dan > NS IDENTIFY cid sesame-sesame
dan < :dan!dan@127.0.0.1 NICK cid
dan < :cid!cid@127.0.0.1 MODE cid -o
dan < :parlor.local 900 cid cid!cid@127.0.0.1 cid :You are now logged in as cid
dan < :NickServ!NickServ@parlor.local NOTICE cid :You're now logged in as cid
",
    );
}
