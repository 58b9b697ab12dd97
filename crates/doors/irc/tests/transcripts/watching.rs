//! extended-monitor: more of who is on the MONITOR list than that they come and go.

use super::stage::play;

#[test]
fn what_changes_of_somebody_elsewhere() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT
mon enters extended-monitor away-notify account-notify setname
old enters draft/extended-monitor away-notify setname
few enters away-notify account-notify setname
bob enters

mon > MONITOR + bob
mon < :parlor.local 730 mon :bob!bob@127.0.0.1
old > MONITOR + bob
old < :parlor.local 730 old :bob!bob@127.0.0.1
few > MONITOR + bob
few < :parlor.local 730 few :bob!bob@127.0.0.1
bob > AWAY :afk
mon < :bob!bob@127.0.0.1 AWAY :afk
old < :bob!bob@127.0.0.1 AWAY :afk
bob < :parlor.local 306 bob :You have been marked as being away
bob > AWAY
mon < :bob!bob@127.0.0.1 AWAY
old < :bob!bob@127.0.0.1 AWAY
bob < :parlor.local 305 bob :You are no longer marked as being away
bob > SETNAME :Bob Two
mon < :bob!bob@127.0.0.1 SETNAME :Bob Two
old < :bob!bob@127.0.0.1 SETNAME :Bob Two
bob > NICK BOB
bob < :bob!bob@127.0.0.1 NICK BOB
bob > AUTHENTICATE PLAIN
bob < AUTHENTICATE +
bob > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
mon < :BOB!bob@127.0.0.1 ACCOUNT ann
bob < :parlor.local 900 BOB BOB!bob@127.0.0.1 ann :You are now logged in as ann
bob < :parlor.local 903 BOB :SASL authentication successful
bob > JOIN #a
bob < :BOB!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 BOB = #a :@BOB
bob < :parlor.local 366 BOB #a :End of /NAMES list
mon > JOIN #a
mon < :mon!mon@127.0.0.1 JOIN #a
mon < :parlor.local 353 mon = #a :@BOB mon
mon < :parlor.local 366 mon #a :End of /NAMES list
bob < :mon!mon@127.0.0.1 JOIN #a
bob > SETNAME :Bob Three
mon < :BOB!bob@127.0.0.1 SETNAME :Bob Three
old < :BOB!bob@127.0.0.1 SETNAME :Bob Three
bob > AWAY :again
mon < :BOB!bob@127.0.0.1 AWAY :again
old < :BOB!bob@127.0.0.1 AWAY :again
bob < :parlor.local 306 BOB :You have been marked as being away
bob > AWAY
mon < :BOB!bob@127.0.0.1 AWAY
old < :BOB!bob@127.0.0.1 AWAY
bob < :parlor.local 305 BOB :You are no longer marked as being away
bob > NICK rob
mon < :BOB!bob@127.0.0.1 NICK rob
mon < :parlor.local 731 mon :BOB
old < :parlor.local 731 old :BOB
few < :parlor.local 731 few :BOB
bob < :BOB!bob@127.0.0.1 NICK rob
bob > SETNAME :Bob Four
mon < :rob!bob@127.0.0.1 SETNAME :Bob Four
",
    );
}

#[test]
fn an_auditorium_does_not_show_who_is_away() {
    play(
        r"
hush
ann enters away-notify
bob enters away-notify
cid enters away-notify
ann > JOIN #a
ann > MODE #a +u
bob > JOIN #a
cid > JOIN #a

bob > AWAY :afk
ann < :bob!bob@127.0.0.1 AWAY :afk
bob < :parlor.local 306 bob :You have been marked as being away
ann > AWAY :me too
ann < :parlor.local 306 ann :You have been marked as being away
bob < :ann!ann@127.0.0.1 AWAY :me too
cid < :ann!ann@127.0.0.1 AWAY :me too
",
    );
}
