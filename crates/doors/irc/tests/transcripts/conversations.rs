//! What other doors say, and several connections of one person.

use super::stage::play;

#[test]
fn two_connections_of_one_account() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > JOIN #a
bob enters
bob > JOIN #a

ann2 connects
ann2 > AUTHENTICATE PLAIN
ann2 < AUTHENTICATE +
ann2 > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann2 < :parlor.local 900 * *!*@* ann :You are now logged in as ann
ann2 < :parlor.local 903 * :SASL authentication successful
ann2 > NICK other
hush
ann2 > USER ann 0 * :ann real


ann > PRIVMSG #a :from the first
bob < :ann!ann@127.0.0.1 PRIVMSG #a :from the first
ann2 < :ann!ann@127.0.0.1 PRIVMSG #a :from the first
ann2 > PRIVMSG #a :from the second
ann < :ann!ann@127.0.0.1 PRIVMSG #a :from the second
bob < :ann!ann@127.0.0.1 PRIVMSG #a :from the second
bob > PRIVMSG ann :to both
ann < :bob!bob@127.0.0.1 PRIVMSG ann :to both
ann2 < :bob!bob@127.0.0.1 PRIVMSG ann :to both
ann2 > PRIVMSG bob :from the second
ann < :ann!ann@127.0.0.1 PRIVMSG bob :from the second
bob < :ann!ann@127.0.0.1 PRIVMSG bob :from the second
ann > JOIN #b
ann < :ann!ann@127.0.0.1 JOIN #b
ann < :parlor.local 353 ann = #b :@ann
ann < :parlor.local 366 ann #b :End of /NAMES list
ann2 < :ann!ann@127.0.0.1 JOIN #b
ann2 < :parlor.local 353 ann = #b :@ann
ann2 < :parlor.local 366 ann #b :End of /NAMES list
ann2 > PART #a :enough
ann < :ann!ann@127.0.0.1 PART #a :enough
bob < :ann!ann@127.0.0.1 PART #a :enough
ann2 < :ann!ann@127.0.0.1 PART #a :enough
ann > NICK anna
ann < :ann!ann@127.0.0.1 NICK anna
ann2 < :ann!ann@127.0.0.1 NICK anna
ann2 > QUIT
ann2 < :anna!ann@127.0.0.1 QUIT :Quit
ann2 < ERROR :Closing Link: 127.0.0.1 (Quit)
ann > PING x
ann < :parlor.local PONG parlor.local :x
",
    );
}

#[test]
fn a_conversation_goes_on_under_another_name() {
    play(
        r"
ann enters echo-message
bob enters
ann > PRIVMSG bob :hi
ann < :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob > NICK bobby
bob < :bob!bob@127.0.0.1 NICK bobby
ann > PRIVMSG bobby :hi again
ann < :ann!ann@127.0.0.1 PRIVMSG bobby :hi again
bob < :ann!ann@127.0.0.1 PRIVMSG bobby :hi again
bob > PRIVMSG ann :hello
ann < :bobby!bob@127.0.0.1 PRIVMSG ann :hello
ann > PRIVMSG BOBBY :shouting
ann < :ann!ann@127.0.0.1 PRIVMSG bobby :shouting
bob < :ann!ann@127.0.0.1 PRIVMSG bobby :shouting
",
    );
}

#[test]
fn a_conversation_is_found_under_the_name_of_now() {
    play(
        r"
hush
ann enters batch draft/chathistory
ann > REGISTER * * sesame-sesame
two connects
two > AUTHENTICATE PLAIN
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two > NICK ann
two > USER ann 0 * :ann real
bob enters
ann > PRIVMSG bob :hi
bob > NICK bobby

ann > PRIVMSG bobby :again
two < :ann!ann@127.0.0.1 PRIVMSG bobby :again
bob < :ann!ann@127.0.0.1 PRIVMSG bobby :again
ann > CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z timestamp=2200-01-01T00:00:00.000Z 10
ann < :parlor.local BATCH +b1 draft/chathistory-targets
ann < @batch=b1 :parlor.local CHATHISTORY TARGETS bobby 2001-09-09T12:00:00.000Z
ann < :parlor.local BATCH -b1
ann > CHATHISTORY LATEST bobby * 10
ann < :parlor.local BATCH +b2 chathistory bobby
ann < @batch=b2 :ann!ann@127.0.0.1 PRIVMSG bobby :hi
ann < @batch=b2 :ann!ann@127.0.0.1 PRIVMSG bobby :again
ann < :parlor.local BATCH -b2
",
    );
}
