//! What settings change of the IRC door: ADMIN, user modes, classes of operators.

use super::stage::play_with;
use parlor_model::AccountName;
use parlor_server::{Duties, PersonFlags, Rules};

#[test]
fn who_runs_the_server_is_no_secret() {
    let mut rules = Rules::default();
    rules.irc.admin = "Under the stairs\nThe Parlor Society\nadmin@parlor.example".into();
    play_with(
        rules,
        r"
hush
ann enters

ann > ADMIN
ann < :parlor.local 256 ann parlor.local :Administrative info
ann < :parlor.local 257 ann :Under the stairs
ann < :parlor.local 258 ann :The Parlor Society
ann < :parlor.local 259 ann :admin@parlor.example
",
    );
    let mut rules = Rules::default();
    rules.irc.admin = "admin@parlor.example".into();
    play_with(
        rules,
        r"
hush
bob enters

bob > ADMIN
bob < :parlor.local 256 bob parlor.local :Administrative info
bob < :parlor.local 257 bob :admin@parlor.example
",
    );
}

#[test]
fn people_come_with_user_modes() {
    let mut rules = Rules::default();
    rules.house.flags = PersonFlags::INVISIBLE.and(PersonFlags::ACCOUNTS_ONLY);
    rules.irc.announcements = true;
    play_with(
        rules,
        r"
hush
ann enters

bob connects
bob > NICK bob
bob > USER bob 0 * :Bob
bob < :parlor.local 001 bob :Welcome to the Parlor IRC Network bob
bob < :parlor.local 002 bob :Your host is parlor.local, running version parlor-0.1.0
bob < :parlor.local 003 bob :This server was created Sun, 09 Sep 2001 12:00:00 UTC
bob < :parlor.local 004 bob parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
bob < :parlor.local 005 bob ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
bob < :parlor.local 005 bob KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
bob < :parlor.local 005 bob TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
bob < :parlor.local 251 bob :There are 0 users and 2 invisible on 1 servers
bob < :parlor.local 252 bob 0 :IRC Operators online
bob < :parlor.local 254 bob 1 :channels formed
bob < :parlor.local 255 bob :I have 2 clients and 1 servers
bob < :parlor.local 265 bob 2 2 :Current local users 2, max 2
bob < :parlor.local 266 bob 2 2 :Current global users 2, max 2
bob < :parlor.local 422 bob :MOTD File is missing
bob < :parlor.local 221 bob +Riw
bob > PRIVMSG ann :hello
bob < :parlor.local 477 bob ann :They take messages from accounts only
ann > MODE ann -iR
ann < :ann!ann@127.0.0.1 MODE ann -iR
ann > LUSERS
ann < :parlor.local 251 ann :There are 1 users and 1 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 1 :channels formed
ann < :parlor.local 255 ann :I have 2 clients and 1 servers
ann < :parlor.local 265 ann 2 2 :Current local users 2, max 2
ann < :parlor.local 266 ann 2 2 :Current global users 2, max 2
bob > PRIVMSG ann :hello
ann < :bob!bob@127.0.0.1 PRIVMSG ann :hello
",
    );
}

#[test]
fn operators_of_a_class_may_what_it_may() {
    let mut rules = Rules::default();
    rules.house.classes = [(AccountName::trusted("ann"), Duties::KILL)].into_iter().collect();
    play_with(
        rules,
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
bob enters
bob > REGISTER * * sesame-sesame
cid enters
cid > JOIN #a
dan enters
appoint ann
appoint bob

ann > MODE ann
ann < :parlor.local 221 ann +o
ann > WALLOPS :hello
ann < :parlor.local 481 ann :Permission denied: you're not an IRC operator
ann > REHASH
ann < :parlor.local 481 ann :Permission denied: you're not an IRC operator
ann > SAJOIN ann #a
ann < :parlor.local 481 ann :Permission denied: you're not an IRC operator
ann > SAMODE #a +m
ann < :parlor.local 481 ann :Permission denied: you're not an IRC operator
ann > MODE #a +m
ann < :parlor.local 482 ann #a :You're not a channel operator
ann > KILL dan :enough
dan < :ann KILL dan :enough
dan < ERROR :Closing Link: 127.0.0.1 (Killed (ann (enough)))
cid > OPER ann sesame-sesame
cid < :parlor.local 381 cid :You are now an IRC operator
cid < :cid!cid@127.0.0.1 MODE cid +o
cid > SAJOIN dan #a
cid < :parlor.local 481 cid :Permission denied: you're not an IRC operator
cid > MODE cid -o
cid < :cid!cid@127.0.0.1 MODE cid -o
cid > OPER bob sesame-sesame
cid < :parlor.local 381 cid :You are now an IRC operator
cid < :cid!cid@127.0.0.1 MODE cid +o
cid > SAJOIN ann #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :ann @cid
ann < :parlor.local 366 ann #a :End of /NAMES list
cid < :ann!ann@127.0.0.1 JOIN #a
bob > REHASH
bob < :parlor.local 400 bob REHASH :That cannot be done there
bob > SAMODE #a +m
ann < :bob!bob@127.0.0.1 MODE #a +m
bob < :bob!bob@127.0.0.1 MODE #a +m
cid < :bob!bob@127.0.0.1 MODE #a +m
",
    );
}
