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
