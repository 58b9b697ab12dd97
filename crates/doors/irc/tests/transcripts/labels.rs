//! labeled-response.

use super::stage::play;

#[test]
fn nothing_one_line_several() {
    play(
        r"
ann enters labeled-response batch
bob enters
ann > @label=a PING x
ann < @label=a :parlor.local PONG parlor.local :x
ann > @label=b PONG x
ann < @label=b :parlor.local ACK
ann > @label=c JOIN #a
ann < @label=c :parlor.local BATCH +b6 labeled-response
ann < @batch=b6 :ann!ann@127.0.0.1 JOIN #a
ann < @batch=b6 :parlor.local 353 ann = #a :@ann
ann < @batch=b6 :parlor.local 366 ann #a :End of /NAMES list
ann < :parlor.local BATCH -b6
ann > @label=d PRIVMSG #a :hi
ann < @label=d :parlor.local ACK
ann > @label=e PRIVMSG nobody :hi
ann < @label=e :parlor.local 401 ann nobody :No such nick
ann > @label=f NONSENSE
ann < @label=f :parlor.local 421 ann NONSENSE :Unknown command
ann > @label=g WHOIS bob
ann < @label=g :parlor.local BATCH +b14 labeled-response
ann < @batch=b14 :parlor.local 311 ann bob bob 127.0.0.1 * :bob real
ann < @batch=b14 :parlor.local 312 ann bob parlor.local :A Parlor house
ann < @batch=b14 :parlor.local 317 ann bob 0 1000036800 :seconds idle, signon time
ann < @batch=b14 :parlor.local 318 ann bob :End of /WHOIS list
ann < :parlor.local BATCH -b14
ann > @label= PING y
ann < :parlor.local PONG parlor.local :y
ann > PING z
ann < :parlor.local PONG parlor.local :z
",
    );
}

#[test]
fn an_echo_is_the_answer() {
    play(
        r"
hush
ann enters labeled-response batch echo-message
bob enters labeled-response batch echo-message
ann > JOIN #a
bob > JOIN #a

ann > @label=a PRIVMSG #a :hi
ann < @label=a :ann!ann@127.0.0.1 PRIVMSG #a :hi
bob < :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > @label=b PRIVMSG bob :hi
ann < @label=b :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann > @label=c PRIVMSG bob,#a :hi
ann < @label=c :parlor.local BATCH +b6 labeled-response
ann < @batch=b6 :ann!ann@127.0.0.1 PRIVMSG bob :hi
ann < @batch=b6 :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann < :parlor.local BATCH -b6
bob < :ann!ann@127.0.0.1 PRIVMSG bob :hi
bob < :ann!ann@127.0.0.1 PRIVMSG #a :hi
ann > @label=d PRIVMSG ann :hi
ann < :ann!ann@127.0.0.1 PRIVMSG ann :hi
ann < @label=d :ann!ann@127.0.0.1 PRIVMSG ann :hi
ann > @label=e NOTICE nobody :hi
ann < @label=e :parlor.local ACK
",
    );
}

#[test]
fn several_at_once_keep_their_labels() {
    play(
        r"
hush
ann enters labeled-response batch echo-message
ann > JOIN #a

ann > @label=a PRIVMSG #a :one\n@label=b PRIVMSG #a :two\n@label=c PING x\nPRIVMSG #a :three\n@label=d MODE #a
ann < @label=a :ann!ann@127.0.0.1 PRIVMSG #a :one
ann < @label=b :ann!ann@127.0.0.1 PRIVMSG #a :two
ann < @label=c :parlor.local PONG parlor.local :x
ann < :ann!ann@127.0.0.1 PRIVMSG #a :three
ann < @label=d :parlor.local BATCH +b8 labeled-response
ann < @batch=b8 :parlor.local 324 ann #a +nt
ann < @batch=b8 :parlor.local 329 ann #a 1000036800
ann < :parlor.local BATCH -b8
",
    );
}

#[test]
fn without_the_capability_labels_are_nothing() {
    play(
        r"
ann enters
ann > @label=a PING x
ann < :parlor.local PONG parlor.local :x

bob enters labeled-response
bob > @label=a WHOIS bob
bob < @label=a :parlor.local 311 bob bob bob 127.0.0.1 * :bob real
bob < :parlor.local 338 bob bob bob@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
bob < :parlor.local 312 bob bob parlor.local :A Parlor house
bob < :parlor.local 317 bob bob 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob bob :End of /WHOIS list
",
    );
}
