//! AWAY, SETNAME, MODE of oneself, and what others are told of them.

use super::stage::play;

#[test]
fn bots_say_that_they_are() {
    play(
        r"
hush
ann enters message-tags
bob enters message-tags
ann > JOIN #a
bob > JOIN #a

bob > MODE bob +B
bob < :bob!bob@127.0.0.1 MODE bob +B
bob > MODE bob
bob < :parlor.local 221 bob +B
ann > WHOIS bob
ann < :parlor.local 311 ann bob bob 127.0.0.1 * :bob real
ann < :parlor.local 319 ann bob :#a
ann < :parlor.local 312 ann bob parlor.local :A Parlor house
ann < :parlor.local 335 ann bob :is a bot on Parlor
ann < :parlor.local 317 ann bob 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann bob :End of /WHOIS list
ann > WHO bob
ann < :parlor.local 352 ann * bob 127.0.0.1 parlor.local bob HB :0 bob real
ann < :parlor.local 315 ann bob :End of WHO list
ann > WHO #a %fn
ann < :parlor.local 354 ann ann H@
ann < :parlor.local 354 ann bob HB
ann < :parlor.local 315 ann #a :End of WHO list
bob > PRIVMSG #a :beep
ann < @msgid=2-4;bot :bob!bob@127.0.0.1 PRIVMSG #a :beep
bob > @+foo=1 NOTICE ann :beep
ann < @msgid=3-2;bot;+foo=1 :bob!bob@127.0.0.1 NOTICE ann :beep
bob > @+foo=1 TAGMSG ann
ann < @+foo=1;msgid=tag.e8d6d6960000001.e8d6d69600.b1;bot :bob!bob@127.0.0.1 TAGMSG ann
bob > MODE bob -B
bob < :bob!bob@127.0.0.1 MODE bob -B
bob > PRIVMSG ann :I am a person
ann < @msgid=3-3 :bob!bob@127.0.0.1 PRIVMSG ann :I am a person
",
    );
}

#[test]
fn invisible_to_strangers() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
bob > JOIN #a

bob > MODE bob +i
bob < :bob!bob@127.0.0.1 MODE bob +i
cid > WHOIS bob
cid < :parlor.local 311 cid bob bob 127.0.0.1 * :bob real
cid < :parlor.local 312 cid bob parlor.local :A Parlor house
cid < :parlor.local 317 cid bob 0 1000036800 :seconds idle, signon time
cid < :parlor.local 318 cid bob :End of /WHOIS list
cid > WHO b*
cid < :parlor.local 315 cid b* :End of WHO list
cid > WHO bob
cid < :parlor.local 352 cid * bob 127.0.0.1 parlor.local bob H :0 bob real
cid < :parlor.local 315 cid bob :End of WHO list
ann > WHOIS bob
ann < :parlor.local 311 ann bob bob 127.0.0.1 * :bob real
ann < :parlor.local 319 ann bob :#a
ann < :parlor.local 312 ann bob parlor.local :A Parlor house
ann < :parlor.local 317 ann bob 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann bob :End of /WHOIS list
ann > WHO b*
ann < :parlor.local 352 ann * bob 127.0.0.1 parlor.local bob H :0 bob real
ann < :parlor.local 315 ann b* :End of WHO list
ann > LUSERS
ann < :parlor.local 251 ann :There are 2 users and 1 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 2 :channels formed
ann < :parlor.local 255 ann :I have 3 clients and 1 servers
ann < :parlor.local 265 ann 3 3 :Current local users 3, max 3
ann < :parlor.local 266 ann 3 3 :Current global users 3, max 3
bob > QUIT
ann < :bob!bob@127.0.0.1 QUIT :Quit
bob < :bob!bob@127.0.0.1 QUIT :Quit
bob < ERROR :Closing Link: 127.0.0.1 (Quit)
ann > LUSERS
ann < :parlor.local 251 ann :There are 2 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 2 :channels formed
ann < :parlor.local 255 ann :I have 2 clients and 1 servers
ann < :parlor.local 265 ann 2 3 :Current local users 2, max 3
ann < :parlor.local 266 ann 2 3 :Current global users 2, max 3
",
    );
}

#[test]
fn monitored_nicknames() {
    play(
        r"
hush
ann enters

ann > MONITOR + bob,cid,*!*@*
ann < :parlor.local 731 ann :bob,cid
bob enters
ann < :parlor.local 730 ann :bob!bob@127.0.0.1
ann > MONITOR S
ann < :parlor.local 730 ann :bob!bob@127.0.0.1
ann < :parlor.local 731 ann :cid
ann > MONITOR L
ann < :parlor.local 732 ann :bob,cid
ann < :parlor.local 733 ann :End of MONITOR list
ann > MONITOR +
ann < :parlor.local 461 ann MONITOR :Not enough parameters
bob > NICK rob
ann < :parlor.local 731 ann :bob
bob < :bob!bob@127.0.0.1 NICK rob
bob > NICK Bob
ann < :parlor.local 730 ann :Bob!bob@127.0.0.1
bob < :rob!bob@127.0.0.1 NICK Bob
bob breaks off
pass 30000
ann < :parlor.local 731 ann :Bob
cid enters
ann < :parlor.local 730 ann :cid!cid@127.0.0.1
cid > REGISTER * * sesame-sesame
cid < :parlor.local REGISTER SUCCESS cid :Account created
cid < :parlor.local 900 cid cid!cid@127.0.0.1 cid :You are now logged in as cid
ann > MONITOR - cid
cid > QUIT
cid < :cid!cid@127.0.0.1 QUIT :Quit
cid < ERROR :Closing Link: 127.0.0.1 (Quit)
ann > MONITOR + BOB
ann < :parlor.local 731 ann :BOB
ann > MONITOR C
ann > MONITOR L
ann < :parlor.local 733 ann :End of MONITOR list
ann > MONITOR S
bob enters
",
    );
}

#[test]
fn monitored_at_most() {
    let names: Vec<String> = (0..100).map(|n| format!("p{n}")).collect();
    play(&format!(
        "hush\nann enters\nann > MONITOR + {}\nann > MONITOR + {}\n\nann > MONITOR + p1,q1,q2\n\
         ann < :parlor.local 734 ann 100 q1,q2 :Monitor list is full\nann < :parlor.local 731 ann :p1\n",
        names[..50].join(","),
        names[50..].join(",")
    ));
}

#[test]
fn hard_to_reach() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
bob enters
cid enters

cid > MODE cid +RT
cid < :cid!cid@127.0.0.1 MODE cid +RT
bob > PRIVMSG cid :hi
bob < :parlor.local 477 bob cid :They take messages from accounts only
bob > NOTICE cid :hi
ann > PRIVMSG cid :hi
cid < :ann!ann@127.0.0.1 PRIVMSG cid :hi
ann > PRIVMSG cid :\1VERSION\1
ann < :parlor.local 401 ann cid :No such nick
ann > PRIVMSG cid :\1ACTION waves\1
cid < :ann!ann@127.0.0.1 PRIVMSG cid :\1ACTION waves\1
cid > MODE cid -RT
cid < :cid!cid@127.0.0.1 MODE cid -RT
bob > PRIVMSG cid :\1VERSION\1
cid < :bob!bob@127.0.0.1 PRIVMSG cid :\1VERSION\1
",
    );
}

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
ann < :parlor.local 338 ann ann ann@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
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

#[test]
fn who_takes_messages_from_accounts_only_accepts_others() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > MODE ann +R

bob > PRIVMSG ann :hello
bob < :parlor.local 477 bob ann :They take messages from accounts only
ann > ACCEPT
ann < :parlor.local 282 ann :End of /ACCEPT list
ann > ACCEPT bob,nobody
ann < :parlor.local 401 ann nobody :No such nick
ann > ACCEPT *
ann < :parlor.local 281 ann bob
ann < :parlor.local 282 ann :End of /ACCEPT list
bob > PRIVMSG ann :hello
ann < :bob!bob@127.0.0.1 PRIVMSG ann :hello
cid > PRIVMSG ann :hello
cid < :parlor.local 477 cid ann :They take messages from accounts only
ann > PRIVMSG cid :what is it
cid < :ann!ann@127.0.0.1 PRIVMSG cid :what is it
cid > PRIVMSG ann :hello
ann < :cid!cid@127.0.0.1 PRIVMSG ann :hello
ann > ACCEPT *
ann < :parlor.local 281 ann bob
ann < :parlor.local 281 ann cid
ann < :parlor.local 282 ann :End of /ACCEPT list
ann > ACCEPT -bob,-cid
ann > ACCEPT *
ann < :parlor.local 282 ann :End of /ACCEPT list
bob > PRIVMSG ann :hello
bob < :parlor.local 477 bob ann :They take messages from accounts only
",
    );
}
