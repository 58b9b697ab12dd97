//! MODE, TOPIC, KICK, INVITE, KNOCK, RENAME.

use super::stage::play;

#[test]
fn what_can_be_done_is_done() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
bob > JOIN #a

ann > MODE #a +ov nobody bob
ann < :ann!ann@127.0.0.1 MODE #a +v bob
ann < :parlor.local 401 ann nobody :No such nick
bob < :ann!ann@127.0.0.1 MODE #a +v bob
ann > MODE #a +o nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > MODE #a +oo nobody none
ann < :parlor.local 401 ann nobody :No such nick
ann < :parlor.local 401 ann none :No such nick
ann > MODE #a +vo bob nobody
ann < :parlor.local 401 ann nobody :No such nick
bob > MODE #a +ov ann nobody
bob < :parlor.local 401 bob nobody :No such nick
bob < :parlor.local 482 bob #a :You're not a channel operator
",
    );
}

#[test]
fn modes_are_shown_and_changed() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a,#hall
bob > JOIN #a

bob > MODE #a
bob < :parlor.local 324 bob #a +nt
bob < :parlor.local 329 bob #a 1000036800
ann > MODE #a +s-t+kl key 5
ann < :ann!ann@127.0.0.1 MODE #a +s-t+kl key 5
bob < :ann!ann@127.0.0.1 MODE #a +s-t+kl key 5
ann > MODE #a
ann < :parlor.local 324 ann #a +nskl key 5
ann < :parlor.local 329 ann #a 1000036800
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
bob > MODE #a
bob < :parlor.local 403 bob #a :No such channel
bob > MODE #nowhere
bob < :parlor.local 403 bob #nowhere :No such channel
ann > MODE #a -kl *
ann < :ann!ann@127.0.0.1 MODE #a -kl *
ann > MODE #a +nst
ann < :ann!ann@127.0.0.1 MODE #a +t
ann > MODE #a -s
ann < :ann!ann@127.0.0.1 MODE #a -s
ann > MODE #a +CEMRUimu
ann < :ann!ann@127.0.0.1 MODE #a +CEMRUimu
ann > MODE #a -CEMRUimu
ann < :ann!ann@127.0.0.1 MODE #a -CEMRUimu
ann > MODE #a +f #hall
ann < :ann!ann@127.0.0.1 MODE #a +f #hall
ann > MODE #a
ann < :parlor.local 324 ann #a +ntf #hall
ann < :parlor.local 329 ann #a 1000036800
",
    );
}

#[test]
fn roles_are_given_and_taken() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
bob > JOIN #a

ann > MODE #a +vo bob bob
ann < :ann!ann@127.0.0.1 MODE #a +vo bob bob
bob < :ann!ann@127.0.0.1 MODE #a +vo bob bob
ann > MODE #a +h-v bob bob
ann < :ann!ann@127.0.0.1 MODE #a +h-v bob bob
bob < :ann!ann@127.0.0.1 MODE #a +h-v bob bob
bob > MODE #a -o ann
ann < :bob!bob@127.0.0.1 MODE #a -o ann
bob < :bob!bob@127.0.0.1 MODE #a -o ann
ann > MODE #a +o ann
ann < :parlor.local 482 ann #a :You're not a channel operator
ann > MODE #a +v nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > MODE #a +v
ann < :parlor.local 696 ann #a v * :You must specify a parameter
ann > MODE #a +q ann
ann < :parlor.local 482 ann #a :You're not the channel's owner
",
    );
}

#[test]
fn what_modes_answer_when_refused() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a

bob > MODE #a +m
bob < :parlor.local 482 bob #a :You're not a channel operator
bob > MODE #a +mnt-s
bob < :parlor.local 482 bob #a :You're not a channel operator
bob > MODE #a +b x!*@*
bob < :parlor.local 482 bob #a :You're not a channel half-operator
cid > MODE #a +m
cid < :parlor.local 482 cid #a :You're not a channel operator
ann > MODE #a +z
ann < :parlor.local 472 ann z :is unknown mode char to me
ann > MODE #a +y-x
ann < :parlor.local 472 ann y :is unknown mode char to me
ann < :parlor.local 472 ann x :is unknown mode char to me
ann > MODE #a +o cid
ann < :parlor.local 441 ann cid #a :They aren't on that channel
ann > MODE #a +l many
ann < :parlor.local 696 ann #a l many :That is no number of members
ann > MODE #a +l 0
ann < :parlor.local 696 ann #a l 0 :That is no number of members
ann > MODE #a +k
ann < :parlor.local 696 ann #a k * :You must specify a parameter
ann > MODE #a +k :two words
ann < :parlor.local 525 ann #a :Key is not well-formed
ann > MODE #a +k :
ann < :parlor.local 696 ann #a k * :You must specify a parameter
ann > MODE #a +f nowhere
ann < :parlor.local 403 ann nowhere :No such channel
ann > MODE #a +b :two words
ann < :parlor.local 696 ann #a b * :That cannot be a mask
ann > MODE #nowhere +m
ann < :parlor.local 403 ann #nowhere :No such channel
",
    );
}

#[test]
fn lists_say_who_and_when() {
    play(
        r"
ann enters
bob enters
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann > MODE #a +b bad
ann < :ann!ann@127.0.0.1 MODE #a +b bad!*@*
ann > MODE #a +b m:*!*@noisy.example
ann < :ann!ann@127.0.0.1 MODE #a +b m:*!*@noisy.example
ann > MODE #a +be a:troll a:friend
ann < :ann!ann@127.0.0.1 MODE #a +be a:troll a:friend
ann > MODE #a +I 192.0.2.0/24
ann < :ann!ann@127.0.0.1 MODE #a +I *!*@192.0.2.0/24
ann > MODE #a +b bad!*@*
ann > MODE #a b
ann < :parlor.local 367 ann #a bad!*@* ann!ann@127.0.0.1 1000036800
ann < :parlor.local 367 ann #a a:troll ann!ann@127.0.0.1 1000036800
ann < :parlor.local 367 ann #a m:*!*@noisy.example ann!ann@127.0.0.1 1000036800
ann < :parlor.local 368 ann #a :End of channel ban list
ann > MODE #a +e
ann < :parlor.local 348 ann #a a:friend ann!ann@127.0.0.1 1000036800
ann < :parlor.local 349 ann #a :End of channel exception list
ann > MODE #a I
ann < :parlor.local 346 ann #a *!*@192.0.2.0/24 ann!ann@127.0.0.1 1000036800
ann < :parlor.local 347 ann #a :End of channel invite exception list
bob > MODE #a b
bob < :parlor.local 367 bob #a bad!*@* ann!ann@127.0.0.1 1000036800
bob < :parlor.local 367 bob #a a:troll ann!ann@127.0.0.1 1000036800
bob < :parlor.local 367 bob #a m:*!*@noisy.example ann!ann@127.0.0.1 1000036800
bob < :parlor.local 368 bob #a :End of channel ban list
bob > MODE #a e
bob < :parlor.local 349 bob #a :End of channel exception list
ann > MODE #a -b bad!*@*
ann < :ann!ann@127.0.0.1 MODE #a -b bad!*@*
ann > MODE #a -b m:*!*@noisy.example
ann < :ann!ann@127.0.0.1 MODE #a -b m:*!*@noisy.example
ann > MODE #a -b nobody
ann > MODE #a +b
ann < :parlor.local 367 ann #a a:troll ann!ann@127.0.0.1 1000036800
ann < :parlor.local 368 ann #a :End of channel ban list
",
    );
}

#[test]
fn account_bans_and_what_excepts_from_them() {
    play(
        r"
ann enters
bob enters
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann > MODE #a +b *!*@*
ann < :ann!ann@127.0.0.1 MODE #a +b *!*@*
bob > JOIN #a
bob < :parlor.local 474 bob #a :Cannot join channel (+b)
ann > MODE #a +e bob!*@*
ann < :ann!ann@127.0.0.1 MODE #a +e bob!*@*
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
",
    );
}

#[test]
fn topics() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a

ann > TOPIC #a
ann < :parlor.local 331 ann #a :No topic is set
ann > TOPIC #a :Apples
ann < :ann!ann@127.0.0.1 TOPIC #a :Apples
bob < :ann!ann@127.0.0.1 TOPIC #a :Apples
bob > TOPIC #a
bob < :parlor.local 332 bob #a :Apples
bob < :parlor.local 333 bob #a ann!ann@127.0.0.1 1000036800
cid > TOPIC #a
cid < :parlor.local 332 cid #a :Apples
cid < :parlor.local 333 cid #a ann!ann@127.0.0.1 1000036800
bob > TOPIC #a :Pears
bob < :parlor.local 482 bob #a :You're not a channel half-operator
cid > TOPIC #a :Plums
cid < :parlor.local 442 cid #a :You're not on that channel
ann > TOPIC #a :Apples
ann > TOPIC #a :
ann < :ann!ann@127.0.0.1 TOPIC #a :
bob < :ann!ann@127.0.0.1 TOPIC #a :
ann > TOPIC #a
ann < :parlor.local 331 ann #a :No topic is set
ann > TOPIC #nowhere
ann < :parlor.local 403 ann #nowhere :No such channel
ann > TOPIC #nowhere :x
ann < :parlor.local 403 ann #nowhere :No such channel
ann > TOPIC
ann < :parlor.local 461 ann TOPIC :Not enough parameters
",
    );
}

#[test]
fn kicks() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

bob > KICK #a ann
bob < :parlor.local 482 bob #a :You're not a channel half-operator
ann > KICK #a nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > KICK #nowhere bob
ann < :parlor.local 403 ann #nowhere :No such channel
ann > KICK #a bob,cid :enough
ann < :ann!ann@127.0.0.1 KICK #a bob :enough
ann < :ann!ann@127.0.0.1 KICK #a cid :enough
bob < :ann!ann@127.0.0.1 KICK #a bob :enough
cid < :ann!ann@127.0.0.1 KICK #a bob :enough
cid < :ann!ann@127.0.0.1 KICK #a cid :enough
ann > KICK #a bob
ann < :parlor.local 441 ann bob #a :They aren't on that channel
bob > KICK #a ann
bob < :parlor.local 442 bob #a :You're not on that channel
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob
bob < :parlor.local 366 bob #a :End of /NAMES list
ann > KICK #a bob
ann < :ann!ann@127.0.0.1 KICK #a bob :ann
bob < :ann!ann@127.0.0.1 KICK #a bob :ann
",
    );
}

#[test]
fn invitations() {
    play(
        r"
hush
ann enters
bob enters
cid enters invite-notify
dan enters
ann > JOIN #a
cid > JOIN #a
dan > JOIN #a
ann > MODE #a +io cid

ann > INVITE bob #a
ann < :parlor.local 341 ann bob #a
bob < :ann!ann@127.0.0.1 INVITE bob #a
cid < :ann!ann@127.0.0.1 INVITE bob #a
bob > INVITE
bob < :parlor.local 336 bob #a
bob < :parlor.local 337 bob :End of /INVITE list
bob > JOIN #a
ann < :bob!bob@127.0.0.1 JOIN #a
bob < :bob!bob@127.0.0.1 JOIN #a
bob < :parlor.local 353 bob = #a :@ann bob @cid dan
bob < :parlor.local 366 bob #a :End of /NAMES list
cid < :bob!bob@127.0.0.1 JOIN #a
dan < :bob!bob@127.0.0.1 JOIN #a
bob > INVITE
bob < :parlor.local 337 bob :End of /INVITE list
bob > INVITE ann #a
bob < :parlor.local 443 bob ann #a :is already on channel
dan > INVITE eve #a
dan < :parlor.local 401 dan eve :No such nick
ann > INVITE nobody #a
ann < :parlor.local 401 ann nobody :No such nick
ann > INVITE bob #nowhere
ann < :parlor.local 403 ann #nowhere :No such channel
ann > INVITE bob
ann < :parlor.local 461 ann INVITE :Not enough parameters
bob > PART #a
ann < :bob!bob@127.0.0.1 PART #a
bob < :bob!bob@127.0.0.1 PART #a
cid < :bob!bob@127.0.0.1 PART #a
dan < :bob!bob@127.0.0.1 PART #a
bob > INVITE dan #a
bob < :parlor.local 442 bob #a :You're not on that channel
bob > AWAY :out
bob < :parlor.local 306 bob :You have been marked as being away
ann > INVITE bob #a
ann < :parlor.local 341 ann bob #a
ann < :parlor.local 301 ann bob :out
bob < :ann!ann@127.0.0.1 INVITE bob #a
cid < :ann!ann@127.0.0.1 INVITE bob #a
",
    );
}

#[test]
fn knocks() {
    play(
        r"
hush
ann enters
bob enters
cid enters server-time
ann > JOIN #a
cid > JOIN #a
ann > MODE #a +h cid

bob > KNOCK #a
bob < :parlor.local 713 bob #a :Channel is open
ann > MODE #a +i
ann < :ann!ann@127.0.0.1 MODE #a +i
cid < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 MODE #a +i
bob > KNOCK #a
ann < :parlor.local 710 #a #a bob!bob@127.0.0.1 :has asked for an invite
bob < :parlor.local 711 bob #a :Your KNOCK has been delivered
cid < @time=2001-09-09T12:00:00.000Z :parlor.local 710 #a #a bob!bob@127.0.0.1 :has asked for an invite
bob > KNOCK #a :let me in
ann < :parlor.local 710 #a #a bob!bob@127.0.0.1 :let me in
bob < :parlor.local 711 bob #a :Your KNOCK has been delivered
cid < @time=2001-09-09T12:00:00.000Z :parlor.local 710 #a #a bob!bob@127.0.0.1 :let me in
ann > KNOCK #a
ann < :parlor.local 714 ann #a :You are on that channel already
bob > KNOCK #nowhere
bob < :parlor.local 403 bob #nowhere :No such channel
",
    );
}

#[test]
fn rooms_are_renamed() {
    play(
        r"
hush
ann enters draft/channel-rename
bob enters
cid enters draft/channel-rename
ann > JOIN #a
bob > JOIN #a
cid > JOIN #a

bob > RENAME #a #b
bob < :parlor.local 482 bob #a :You're not a channel operator
ann > RENAME #a #lobby
ann < :parlor.local FAIL RENAME CHANNEL_NAME_IN_USE #a #lobby :A channel of that name exists
ann > RENAME #a #b :It is better
ann < :ann!ann@127.0.0.1 RENAME #a #b :It is better
bob < :bob!bob@127.0.0.1 PART #a :It is better
bob < :bob!bob@127.0.0.1 JOIN #b
bob < :parlor.local 353 bob = #b :@ann bob cid
bob < :parlor.local 366 bob #b :End of /NAMES list
cid < :ann!ann@127.0.0.1 RENAME #a #b :It is better
ann > PRIVMSG #b :here
bob < :ann!ann@127.0.0.1 PRIVMSG #b :here
cid < :ann!ann@127.0.0.1 PRIVMSG #b :here
",
    );
}
