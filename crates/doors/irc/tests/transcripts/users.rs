//! AWAY, SETNAME, MODE of oneself, and what others are told of them.

use super::stage::play;

#[test]
fn away_and_back() {
    play(
        r"
hush
ann enters
bob enters away-notify
ann > JOIN #a,#b
bob > JOIN #a,#b

ann > AWAY :at lunch
ann < :parlor.local 306 ann :You have been marked as being away
bob < :ann!ann@127.0.0.1 AWAY :at lunch
ann > AWAY :at lunch
ann < :parlor.local 306 ann :You have been marked as being away
ann > AWAY
ann < :parlor.local 305 ann :You are no longer marked as being away
bob < :ann!ann@127.0.0.1 AWAY
ann > AWAY :
ann < :parlor.local 305 ann :You are no longer marked as being away
ann > AWAY :out again
ann < :parlor.local 306 ann :You have been marked as being away
bob < :ann!ann@127.0.0.1 AWAY :out again
ann > PART #a
ann < :ann!ann@127.0.0.1 PART #a
bob < :ann!ann@127.0.0.1 PART #a
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :ann bob
ann < :parlor.local 366 ann #a :End of /NAMES list
bob < :ann!ann@127.0.0.1 JOIN #a
bob < :ann!ann@127.0.0.1 AWAY :out again
",
    );
}

#[test]
fn real_names_change() {
    play(
        r"
hush
ann enters setname
bob enters setname
cid enters
ann > SETNAME :Ann One
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

ann > SETNAME :Ann Two
ann < :ann!ann@127.0.0.1 SETNAME :Ann Two
bob < :ann!ann@127.0.0.1 SETNAME :Ann Two
cid > SETNAME :Cid Two
ann < :cid!cid@127.0.0.1 SETNAME :Cid Two
bob < :cid!cid@127.0.0.1 SETNAME :Cid Two
ann > SETNAME :
ann < :parlor.local FAIL SETNAME INVALID_REALNAME :That cannot be a real name
ann > SETNAME
ann < :parlor.local 461 ann SETNAME :Not enough parameters
ann > WHOIS ann
ann < :parlor.local 311 ann ann ann 127.0.0.1 * :Ann Two
ann < :parlor.local 338 ann ann 127.0.0.1 :Actual IP
ann < :parlor.local 319 ann ann :@#a
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 317 ann ann 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
",
    );
}

#[test]
fn nicknames_change_once_for_all_rooms() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a,#b
bob > JOIN #a,#b

ann > NICK anna
ann < :ann!ann@127.0.0.1 NICK anna
bob < :ann!ann@127.0.0.1 NICK anna
bob > PRIVMSG anna :hi
ann < :bob!bob@127.0.0.1 PRIVMSG anna :hi
bob > PRIVMSG ann :hi
bob < :parlor.local 401 bob ann :No such nick
",
    );
}

#[test]
fn ones_own_modes() {
    play(
        r"
ann enters
bob enters
ann > MODE ann
ann < :parlor.local 221 ann +
ann > MODE ann +iw
ann < :ann!ann@127.0.0.1 MODE ann +iw
ann > MODE ann +i
ann > MODE ANN -i
ann < :ann!ann@127.0.0.1 MODE ann -i
ann > MODE ann
ann < :parlor.local 221 ann +w
ann > MODE ann +o
ann > MODE ann +z
ann < :parlor.local 501 ann :Unknown MODE flag
ann > MODE bob
ann < :parlor.local 502 ann :Cannot see or change the modes of other users
ann > MODE bob +i
ann < :parlor.local 502 ann :Cannot see or change the modes of other users
ann > MODE nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > MODE
ann < :parlor.local 461 ann MODE :Not enough parameters
",
    );
}
