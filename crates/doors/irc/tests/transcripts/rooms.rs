//! JOIN, PART, NAMES, and what others see of them.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn joining_shows_topic_and_names() {
    play(
        r"
hush
ann enters
ann > JOIN #a
bob enters multi-prefix userhost-in-names
ann > TOPIC #a :Apples and pears
ann > MODE #a +v ann

bob > JOIN #A
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 332 bob #a :Apples and pears
bob < :parlor.local 333 bob #a ann!ann@127.0.0.1 1000036800
bob < :parlor.local 353 bob = #a :@+ann!ann@127.0.0.1 bob!bob@127.0.0.1
bob < :parlor.local 366 bob #a :End of /NAMES list
",
    );
}

#[test]
fn several_rooms_keys_and_reasons() {
    play(
        r"
hush
ann enters
ann > JOIN #a,#b,,#c
ann > MODE #b +k sesame
bob enters

bob > JOIN #a,#b,#c x,sesame
ann < :bob!bob@127.0.0.1 JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #b
ann < :bob!bob@127.0.0.1 JOIN #c
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 353 bob = #b :@ann bob
bob < :parlor.local 366 bob #b :End of /NAMES list
bob < :bob!bob@127.0.0.1 JOIN #c
bob < :parlor.local 353 bob = #c :@ann bob
bob < :parlor.local 366 bob #c :End of /NAMES list
bob > JOIN #b

bob > PART #a,#b :I am off
ann < :bob!bob@127.0.0.1 PART #a :I am off
ann < :bob!bob@127.0.0.1 PART #b :I am off
bob < :bob!bob@127.0.0.1 PART #a :I am off
bob < :bob!bob@127.0.0.1 PART #b :I am off
bob > PART #a
bob < :parlor.local 442 bob #a :You're not on that channel
bob > PART #nowhere
bob < :parlor.local 403 bob #nowhere :No such channel
bob > PART #c
ann < :bob!bob@127.0.0.1 PART #c
bob < :bob!bob@127.0.0.1 PART #c
bob > PART
bob < :parlor.local 461 bob PART :Not enough parameters
",
    );
}

#[test]
fn join_zero_leaves_all() {
    play(
        r"
hush
ann enters
ann > JOIN #a,#b

ann > JOIN 0
ann < :ann!ann@127.0.0.1 PART #a
ann < :ann!ann@127.0.0.1 PART #b
ann > NAMES #a
ann < :parlor.local 366 ann #a :End of /NAMES list
",
    );
}

#[test]
fn names_that_are_no_rooms() {
    play(
        r"
ann enters
ann > JOIN a
ann < :parlor.local 403 ann a :No such channel
ann > JOIN #
ann < :parlor.local 403 ann # :No such channel
ann > JOIN :#two words
ann < :parlor.local 403 ann * :No such channel
ann > JOIN &local
ann < :parlor.local 403 ann &local :No such channel
ann > JOIN :
ann < :parlor.local 461 ann JOIN :Not enough parameters
ann > JOIN #a*
ann < :parlor.local 403 ann #a* :No such channel
ann > JOIN #a23456789012345678901234567890123456789012345678901234567890123456789
ann < :parlor.local 403 ann #a23456789012345678901234567890123456789012345678901234567890123456789 :No such channel
ann > PART nowhere
ann < :parlor.local 403 ann nowhere :No such channel
ann > NAMES nowhere
ann < :parlor.local 366 ann nowhere :End of /NAMES list
",
    );
}

#[test]
fn why_one_cannot_join() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #i,#b,#k,#l,#r
ann > MODE #i +i
ann > MODE #b +b bob!*@*
ann > MODE #k +k key
ann > MODE #l +l 1
ann > MODE #r +R

bob > JOIN #i
bob < :parlor.local 473 bob #i :Cannot join channel (+i)
bob > JOIN #b
bob < :parlor.local 474 bob #b :Cannot join channel (+b)
bob > JOIN #k
bob < :parlor.local 475 bob #k :Cannot join channel (+k)
bob > JOIN #k wrong
bob < :parlor.local 475 bob #k :Cannot join channel (+k)
bob > JOIN #l
bob < :parlor.local 471 bob #l :Cannot join channel (+l)
bob > JOIN #r
bob < :parlor.local 477 bob #r :Cannot join channel (+R): log in to an account first
",
    );
}

#[test]
fn forwards() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a,#b
ann > MODE #a +if #b

bob > JOIN #a\nPING after
ann < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 470 bob #a #b :Forwarding to another channel
bob < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 353 bob = #b :@ann bob
bob < :parlor.local 366 bob #b :End of /NAMES list
bob < :parlor.local PONG parlor.local :after
",
    );
}

#[test]
fn as_many_rooms_as_one_may_have() {
    let mut rules = Rules::default();
    rules.house.limits.rooms_per_person_max = 1;
    play_with(
        rules,
        r"
ann enters
ann > JOIN #a,#b
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann < :parlor.local 405 ann #b :You have joined as many channels as you may (1)
",
    );
}

#[test]
fn extended_join_says_account_and_real_name() {
    play(
        r"
ann enters extended-join
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a * :ann real
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list

bob enters
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a * :bob real
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
",
    );
}

#[test]
fn names_are_asked_for_or_not() {
    play(
        r"
ann enters draft/no-implicit-names
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann > NAMES
ann < :parlor.local 366 ann * :End of /NAMES list
ann > NAMES #a,#lobby,#nowhere
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a,#lobby,#nowhere :End of /NAMES list
ann > MODE #a +s
ann < :ann!ann@127.0.0.1 MODE #a +s
ann > NAMES #a
ann < :parlor.local 353 ann @ #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
bob enters
bob > NAMES #a
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob @ #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > NAMES #a
bob < :parlor.local 353 bob @ #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
bob > NAMES #a
bob < :parlor.local 366 bob #a :End of /NAMES list
",
    );
}

#[test]
fn a_room_of_many() {
    play(
        r"
hush
ann-with-a-name-of-thirtytwo-abc enters
bob-with-a-name-of-thirtytwo-abc enters
cid-with-a-name-of-thirtytwo-abc enters
dan-with-a-name-of-thirtytwo-abc enters
eve-with-a-name-of-thirtytwo-abc enters
fay-with-a-name-of-thirtytwo-abc enters userhost-in-names
ann-with-a-name-of-thirtytwo-abc > JOIN #a
bob-with-a-name-of-thirtytwo-abc > JOIN #a
cid-with-a-name-of-thirtytwo-abc > JOIN #a
dan-with-a-name-of-thirtytwo-abc > JOIN #a
eve-with-a-name-of-thirtytwo-abc > JOIN #a

fay-with-a-name-of-thirtytwo-abc > NAMES #a
fay-with-a-name-of-thirtytwo-abc < :parlor.local 353 fay-with-a-name-of-thirtytwo-abc = #a :@ann-with-a-name-of-thirtytwo-abc!ann-with-a-name-of-thirtytwo-abc@127.0.0.1 bob-with-a-name-of-thirtytwo-abc!bob-with-a-name-of-thirtytwo-abc@127.0.0.1 cid-with-a-name-of-thirtytwo-abc!cid-with-a-name-of-thirtytwo-abc@127.0.0.1 dan-with-a-name-of-thirtytwo-abc!dan-with-a-name-of-thirtytwo-abc@127.0.0.1 eve-with-a-name-of-thirtytwo-abc!eve-with-a-name-of-thirtytwo-abc@127.0.0.1
fay-with-a-name-of-thirtytwo-abc < :parlor.local 366 fay-with-a-name-of-thirtytwo-abc #a :End of /NAMES list
",
    );
}

#[test]
fn names_of_several_rooms_end_once() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
bob > JOIN #b

ann > NAMES #a,#b
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 353 ann = #b :@bob
ann < :parlor.local 366 ann #a,#b :End of /NAMES list
ann > NAMES #a,#nowhere
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a,#nowhere :End of /NAMES list
ann > NAMES #nowhere,#a,bad
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #nowhere,#a,bad :End of /NAMES list
ann > NAMES bad
ann < :parlor.local 366 ann bad :End of /NAMES list
ann > NAMES
ann < :parlor.local 366 ann * :End of /NAMES list
",
    );
}
