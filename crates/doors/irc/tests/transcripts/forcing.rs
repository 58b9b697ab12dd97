//! SAJOIN, SAPART, SANICK, SAMODE, and what a server operator does outside of a room.

use super::stage::play;

#[test]
fn people_are_brought_in_put_out_and_renamed() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
bob enters
cid enters
cid > JOIN #a
cid > MODE #a +ib bob!*@*

bob > SAJOIN cid #b
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
bob > SAPART cid #a
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
bob > SANICK cid dee
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
bob > SAMODE #a -i
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
ann > SAJOIN bob #a,#new
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #new
bob < :parlor.local 353 bob = #a :bob @cid
bob < :parlor.local 366 bob #a :End of /NAMES list
bob < :parlor.local 353 bob = #new :@bob
bob < :parlor.local 366 bob #new :End of /NAMES list
cid < :bob!bob@127.0.0.1 JOIN #a
ann > SAJOIN bob #a
ann < :parlor.local 443 ann bob #a :is already on channel
ann > SAJOIN nobody #a
ann < :parlor.local 401 ann nobody :No such nick
ann > SAJOIN bob nowhere
ann < :parlor.local 403 ann nowhere :No such channel
ann > SAJOIN bob
ann < :parlor.local 461 ann SAJOIN :Not enough parameters
ann > SAJOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :ann bob @cid
ann < :parlor.local 366 ann #a :End of /NAMES list
bob < :ann!ann@127.0.0.1 JOIN #a
cid < :ann!ann@127.0.0.1 JOIN #a
ann > SAPART bob #a :that is enough
ann < :bob!bob@127.0.0.1 PART #a :that is enough
bob < :bob!bob@127.0.0.1 PART #a :that is enough
cid < :bob!bob@127.0.0.1 PART #a :that is enough
ann > SAPART bob #a
ann < :parlor.local 441 ann bob #a :They aren't on that channel
ann > SAPART #a
ann < :ann!ann@127.0.0.1 PART #a
cid < :ann!ann@127.0.0.1 PART #a
ann > SAPART bob #nowhere
ann < :parlor.local 403 ann #nowhere :No such channel
ann > SANICK bob cid
ann < :parlor.local 433 ann cid :Nickname is already in use
ann > SANICK bob 2bad
ann < :parlor.local 432 ann 2bad :Erroneous nickname
ann > SANICK bob bobby
bob < :bob!bob@127.0.0.1 NICK bobby
ann > SANICK bobby bobby
ann > SANICK nobody bob
ann < :parlor.local 401 ann nobody :No such nick
",
    );
}

#[test]
fn a_room_is_ruled_from_outside() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
bob enters message-tags
cid enters
bob > JOIN #a
cid > JOIN #a
bob > PRIVMSG #a :spam

cid > SAMODE #a +m
cid < :parlor.local 481 cid :Permission denied: you're not an IRC operator
ann > SAMODE #a +mo-t cid
ann < :ann!ann@127.0.0.1 MODE #a +mo-t cid
bob < @msgid=2-5 :ann!ann@127.0.0.1 MODE #a +mo-t cid
cid < :ann!ann@127.0.0.1 MODE #a +mo-t cid
ann > SAMODE #a +zk
ann < :parlor.local 472 ann z :is unknown mode char to me
ann < :parlor.local 696 ann #a k * :You must specify a parameter
ann > SAMODE #nowhere +m
ann < :parlor.local 403 ann #nowhere :No such channel
ann > SAMODE #a
ann < :parlor.local 461 ann SAMODE :Not enough parameters
ann > MODE #a -m
ann < :ann!ann@127.0.0.1 MODE #a -m
bob < @msgid=2-6 :ann!ann@127.0.0.1 MODE #a -m
cid < :ann!ann@127.0.0.1 MODE #a -m
ann > TOPIC #a :order
ann < :ann!ann@127.0.0.1 TOPIC #a :order
bob < @msgid=2-7 :ann!ann@127.0.0.1 TOPIC #a :order
cid < :ann!ann@127.0.0.1 TOPIC #a :order
ann > KICK #a bob :out
ann < :ann!ann@127.0.0.1 KICK #a bob :out
bob < @msgid=2-8 :ann!ann@127.0.0.1 KICK #a bob :out
cid < :ann!ann@127.0.0.1 KICK #a bob :out
ann > REDACT #a 2-4
ann > PRIVMSG #a :hello
ann < :parlor.local 404 ann #a :Cannot send to channel (+n)
ann > MODE #a -n
ann < :ann!ann@127.0.0.1 MODE #a -n
cid < :ann!ann@127.0.0.1 MODE #a -n
ann > PRIVMSG #a :hello
cid < :ann!ann@127.0.0.1 PRIVMSG #a :hello
",
    );
}

#[test]
fn who_speaks_from_outside_hears_the_echo() {
    play(
        r"
hush
ann enters
bob enters echo-message
ann > JOIN #a
ann > MODE #a -n

bob > PRIVMSG #a :hello
ann < :bob!bob@127.0.0.1 PRIVMSG #a :hello
bob < :bob!bob@127.0.0.1 PRIVMSG #a :hello
ann > PRIVMSG #a :hi
bob > PRIVMSG #a :bye
ann < :bob!bob@127.0.0.1 PRIVMSG #a :bye
bob < :bob!bob@127.0.0.1 PRIVMSG #a :bye
",
    );
}

#[test]
fn people_are_taken_for_something_else() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
appoint ann
bob enters
bob > REGISTER * * sesame-sesame
two connects
two > AUTHENTICATE PLAIN
two > AUTHENTICATE AGJvYgBzZXNhbWUtc2VzYW1l
two > NICK bob
two > USER bob 0 * :bob real

bob > SAMODE ann +B
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
ann > SAMODE bob +iB-T
ann < :ann!ann@127.0.0.1 MODE bob +iB-T
bob < :bob!bob@127.0.0.1 MODE bob +Bi
two < :bob!bob@127.0.0.1 MODE bob +Bi
ann > SAMODE bob -B+Rxo
ann < :parlor.local 501 ann :Unknown MODE flag
ann < :ann!ann@127.0.0.1 MODE bob -B+R
bob < :bob!bob@127.0.0.1 MODE bob -B+R
two < :bob!bob@127.0.0.1 MODE bob -B+R
ann > SAMODE nobody +i
ann < :parlor.local 401 ann nobody :No such nick
ann > SAMODE bob
ann < :parlor.local 461 ann SAMODE :Not enough parameters
ann > SAMODE ann +i
ann < :ann!ann@127.0.0.1 MODE ann +i
bob > MODE bob
bob < :parlor.local 221 bob +Ri
two > MODE bob -i
bob < :bob!bob@127.0.0.1 MODE bob -i
two < :bob!bob@127.0.0.1 MODE bob -i
bob > MODE bob
bob < :parlor.local 221 bob +R
appoint bob
bob < :bob!bob@127.0.0.1 MODE bob +o
two < :bob!bob@127.0.0.1 MODE bob +o
bob > OPER bob sesame-sesame
bob < :parlor.local 381 bob :You are now an IRC operator
bob < :bob!bob@127.0.0.1 MODE bob +o
ann > SAMODE bob -o
ann < :ann!ann@127.0.0.1 MODE bob -o
bob < :bob!bob@127.0.0.1 MODE bob -o
two < :bob!bob@127.0.0.1 MODE bob -o
bob > KILL ann :mine
bob < :parlor.local 481 bob :Permission denied: you're not an IRC operator
",
    );
}
