//! WHO, WHOIS, WHOWAS, LIST, ISON, USERHOST, and what the server says of itself.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn who_is_where() {
    play(
        r"
hush
ann enters
bob enters multi-prefix
ann > JOIN #a
bob > JOIN #a
ann > MODE #a +v ann
ann > AWAY :out

bob > WHO #a
bob < :parlor.local 352 bob #a ann 127.0.0.1 parlor.local ann G@+ :0 ann real
bob < :parlor.local 352 bob #a bob 127.0.0.1 parlor.local bob H :0 bob real
bob < :parlor.local 315 bob #a :End of WHO list
bob > WHO ann
bob < :parlor.local 352 bob * ann 127.0.0.1 parlor.local ann G :0 ann real
bob < :parlor.local 315 bob ann :End of WHO list
bob > WHO ANN
bob < :parlor.local 352 bob * ann 127.0.0.1 parlor.local ann G :0 ann real
bob < :parlor.local 315 bob ANN :End of WHO list
bob > WHO b*
bob < :parlor.local 352 bob * bob 127.0.0.1 parlor.local bob H :0 bob real
bob < :parlor.local 315 bob b* :End of WHO list
bob > WHO *
bob < :parlor.local 352 bob * ann 127.0.0.1 parlor.local ann G :0 ann real
bob < :parlor.local 352 bob * bob 127.0.0.1 parlor.local bob H :0 bob real
bob < :parlor.local 315 bob * :End of WHO list
bob > WHO nobody
bob < :parlor.local 315 bob nobody :End of WHO list
bob > WHO #nowhere
bob < :parlor.local 315 bob #nowhere :End of WHO list
bob > WHO #a o
bob < :parlor.local 315 bob #a :End of WHO list
bob > WHO
bob < :parlor.local 461 bob WHO :Not enough parameters
",
    );
}

#[test]
fn who_with_chosen_fields() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a

bob > WHO ann %tcuihsnfdlaor,123
bob < :parlor.local 354 bob 123 * ann 255.255.255.255 127.0.0.1 parlor.local ann H 0 0 0 n/a :ann real
bob < :parlor.local 315 bob ann :End of WHO list
bob > WHO ann %roalidfnshuict,123
bob < :parlor.local 354 bob 123 * ann 255.255.255.255 127.0.0.1 parlor.local ann H 0 0 0 n/a :ann real
bob < :parlor.local 315 bob ann :End of WHO list
bob > WHO ann %tn,321
bob < :parlor.local 354 bob 321 ann
bob < :parlor.local 315 bob ann :End of WHO list
bob > WHO #a %cn
bob < :parlor.local 354 bob #a ann
bob < :parlor.local 315 bob #a :End of WHO list
bob > WHO bob %i
bob < :parlor.local 354 bob 127.0.0.1
bob < :parlor.local 315 bob bob :End of WHO list
bob > WHO ann %tr,12345
bob < :parlor.local 354 bob 0 :ann real
bob < :parlor.local 315 bob ann :End of WHO list
",
    );
}

#[test]
fn whois() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a,#b
ann > MODE #b +s
pass 5000

bob > WHOIS ann
bob < :parlor.local 311 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 319 bob ann :@#a
bob < :parlor.local 312 bob ann parlor.local :A Parlor house
bob < :parlor.local 317 bob ann 5 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob ann :End of /WHOIS list
ann > AWAY :out
ann < :parlor.local 306 ann :You have been marked as being away
bob > WHOIS parlor.local ann
bob < :parlor.local 311 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 319 bob ann :@#a
bob < :parlor.local 312 bob ann parlor.local :A Parlor house
bob < :parlor.local 301 bob ann :out
bob < :parlor.local 317 bob ann 5 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob ann :End of /WHOIS list
bob > WHOIS ann ann
bob < :parlor.local 311 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 319 bob ann :@#a
bob < :parlor.local 312 bob ann parlor.local :A Parlor house
bob < :parlor.local 301 bob ann :out
bob < :parlor.local 317 bob ann 5 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob ann :End of /WHOIS list
ann > WHOIS ann
ann < :parlor.local 311 ann ann ann 127.0.0.1 * :ann real
ann < :parlor.local 338 ann ann ann@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
ann < :parlor.local 319 ann ann :@#a @#b
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 301 ann ann :out
ann < :parlor.local 317 ann ann 5 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
bob > WHOIS nobody
bob < :parlor.local 401 bob nobody :No such nick
bob < :parlor.local 318 bob nobody :End of /WHOIS list
bob > WHOIS
bob < :parlor.local 461 bob WHOIS :Not enough parameters
",
    );
}

#[test]
fn whowas() {
    play(
        r"
hush
ann enters
bob enters
ann > NICK anna
ann > NICK ann
ann > QUIT
pass 1000

bob > WHOWAS ann
bob < :parlor.local 314 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 312 bob ann parlor.local :Sun, 09 Sep 2001 12:00:00 UTC
bob < :parlor.local 314 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 312 bob ann parlor.local :Sun, 09 Sep 2001 12:00:00 UTC
bob < :parlor.local 369 bob ann :End of WHOWAS
bob > WHOWAS ANN 1
bob < :parlor.local 314 bob ann ann 127.0.0.1 * :ann real
bob < :parlor.local 312 bob ann parlor.local :Sun, 09 Sep 2001 12:00:00 UTC
bob < :parlor.local 369 bob ANN :End of WHOWAS
bob > WHOWAS anna 0
bob < :parlor.local 314 bob anna ann 127.0.0.1 * :ann real
bob < :parlor.local 312 bob anna parlor.local :Sun, 09 Sep 2001 12:00:00 UTC
bob < :parlor.local 369 bob anna :End of WHOWAS
bob > WHOWAS nobody
bob < :parlor.local 406 bob nobody :There was no such nickname
bob < :parlor.local 369 bob nobody :End of WHOWAS
bob > WHOWAS
bob < :parlor.local 461 bob WHOWAS :Not enough parameters
",
    );
}

#[test]
fn rooms_are_listed_and_filtered() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #apples
ann > TOPIC #apples :Red
pass 120000
ann > PONG x
bob > PONG x
ann > JOIN #pears,#secret
ann > MODE #secret +s
bob > JOIN #pears
pass 60000

ann > LIST
ann < :parlor.local 321 ann Channel :Users  Name
ann < :parlor.local 322 ann #apples 1 :Red
ann < :parlor.local 322 ann #lobby 0 :
ann < :parlor.local 322 ann #pears 2 :
ann < :parlor.local 322 ann #secret 1 :
ann < :parlor.local 323 ann :End of /LIST
bob > LIST
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 322 bob #lobby 0 :
bob < :parlor.local 322 bob #pears 2 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST *pp*
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 323 bob :End of /LIST
bob > LIST !*pp*
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #lobby 0 :
bob < :parlor.local 322 bob #pears 2 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST #APPLES
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 323 bob :End of /LIST
bob > LIST >1
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #pears 2 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST <1
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #lobby 0 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST C>2
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 322 bob #lobby 0 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST C<2,#p*
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #pears 2 :
bob < :parlor.local 323 bob :End of /LIST
bob > LIST T>2
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 323 bob :End of /LIST
bob > LIST T<2
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 323 bob :End of /LIST
bob > LIST #nowhere
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 323 bob :End of /LIST
bob > LIST #pears,#apples
bob < :parlor.local 321 bob Channel :Users  Name
bob < :parlor.local 322 bob #apples 1 :Red
bob < :parlor.local 322 bob #pears 2 :
bob < :parlor.local 323 bob :End of /LIST
",
    );
}

#[test]
fn single_nicknames() {
    play(
        r"
hush
ann enters
bob enters
bob > AWAY :out

ann > ISON bob nobody ANN
ann < :parlor.local 303 ann :bob ANN
ann > ISON :bob nobody ann
ann < :parlor.local 303 ann :bob ann
ann > ISON nobody
ann < :parlor.local 303 ann :
ann > ISON
ann < :parlor.local 461 ann ISON :Not enough parameters
ann > USERHOST bob ann nobody
ann < :parlor.local 302 ann :bob=-bob@127.0.0.1 ann=+ann@127.0.0.1
ann > USERHOST nobody
ann < :parlor.local 302 ann :
",
    );
}

#[test]
fn the_server_itself() {
    play(
        r"
ann enters
pass 61000
ann > MOTD
ann < :parlor.local 375 ann :- parlor.local Message of the day
ann < :parlor.local 372 ann :- Be kind
ann < :parlor.local 376 ann :End of MOTD command
ann > VERSION
ann < :parlor.local 351 ann parlor-0.1.0 parlor.local :Parlor, a self-hosted group-chat server
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann > TIME
ann < :parlor.local 391 ann parlor.local 1000036861 0 :Sun, 09 Sep 2001 12:01:01 UTC
ann > INFO
ann < :parlor.local 371 ann :A Parlor house
ann < :parlor.local 371 ann :This is parlor-0.1.0, a self-hosted group-chat server.
ann < :parlor.local 371 ann :Every channel is a room with a durable log, open to other clients than IRC too.
ann < :parlor.local 374 ann :End of INFO list
ann > ADMIN
ann < :parlor.local 423 ann parlor.local :No administrative info available
ann > LINKS
ann < :parlor.local 365 ann * :End of /LINKS list
ann > LUSERS
ann < :parlor.local 251 ann :There are 1 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 1 :channels formed
ann < :parlor.local 255 ann :I have 1 clients and 1 servers
ann < :parlor.local 265 ann 1 1 :Current local users 1, max 1
ann < :parlor.local 266 ann 1 1 :Current global users 1, max 1
ann > STATS u
ann < :parlor.local 242 ann :Server Up 0 days 0:01:01
ann < :parlor.local 219 ann u :End of /STATS report
ann > STATS
ann < :parlor.local 219 ann * :End of /STATS report
ann > USERS
ann < :parlor.local 446 ann :USERS has been disabled
ann > SUMMON bob
ann < :parlor.local 445 ann :SUMMON has been disabled
ann > HELP privmsg
ann < :parlor.local 704 ann privmsg :Help on PRIVMSG
ann < :parlor.local 705 ann privmsg :PRIVMSG target[,target] :text: say something to a channel or a person
ann < :parlor.local 706 ann privmsg :End of HELP
ann > HELP nonsense
ann < :parlor.local 524 ann nonsense :Help not found
",
    );
}

#[test]
fn a_long_topic_of_the_day() {
    play_with(
        Rules { motd: format!("{}\n\nlast", "x".repeat(600)), ..Rules::default() },
        r"
ann enters
ann > MOTD
ann < :parlor.local 375 ann :- parlor.local Message of the day
ann < :parlor.local 372 ann :- xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
ann < :parlor.local 372 ann :- 
ann < :parlor.local 372 ann :- last
ann < :parlor.local 376 ann :End of MOTD command
",
    );
}

#[test]
fn an_empty_house() {
    let rules = Rules { lobby_always: false, ..Rules::default() };
    play_with(
        rules,
        r"
hush
ann enters

ann > LIST
ann < :parlor.local 321 ann Channel :Users  Name
ann < :parlor.local 323 ann :End of /LIST
ann > JOIN #lobby
ann < :ann!ann@127.0.0.1 JOIN #lobby
ann < :parlor.local 353 ann = #lobby :@ann
ann < :parlor.local 366 ann #lobby :End of /NAMES list
",
    );
}

#[test]
fn an_auditorium_lists_who_has_a_role() {
    play(
        r"
hush
ann enters
bob enters
cid enters
ann > JOIN #a
ann > MODE #a +u
bob > JOIN #a

cid > JOIN #a
ann < :cid!cid@127.0.0.1 JOIN #a
cid < :cid!cid@127.0.0.1 JOIN #a
cid < :parlor.local 353 cid = #a :@ann
cid < :parlor.local 366 cid #a :End of /NAMES list
ann > NAMES #a
ann < :parlor.local 353 ann = #a :@ann bob cid
ann < :parlor.local 366 ann #a :End of /NAMES list
bob > NAMES #a
bob < :parlor.local 353 bob = #a :@ann
bob < :parlor.local 366 bob #a :End of /NAMES list
ann > MODE #a +v bob
ann < :ann!ann@127.0.0.1 MODE #a +v bob
bob < :ann!ann@127.0.0.1 MODE #a +v bob
cid < :ann!ann@127.0.0.1 MODE #a +v bob
bob > NAMES #a
bob < :parlor.local 353 bob = #a :@ann +bob cid
bob < :parlor.local 366 bob #a :End of /NAMES list
cid > NAMES #a
cid < :parlor.local 353 cid = #a :@ann +bob
cid < :parlor.local 366 cid #a :End of /NAMES list
",
    );
}
