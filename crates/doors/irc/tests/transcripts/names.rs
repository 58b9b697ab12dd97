//! What people may be called: letters beyond ASCII, look-alikes, names that are reserved.

use super::stage::play_with;
use parlor_model::NameRules;
use parlor_server::Rules;

fn with(names: NameRules) -> Rules {
    Rules { names, ..Rules::default() }
}

#[test]
fn letters_beyond_ascii_by_setting() {
    play_with(
        with(NameRules { unicode: true, ..NameRules::default() }),
        r"
evan enters sasl
evan > REGISTER evan * sesame-opens
evan < :parlor.local REGISTER SUCCESS evan :Account created
evan < :parlor.local 900 evan evan!evan@127.0.0.1 evan :You are now logged in as evan

eve connects
eve > USER e 0 * e
eve > NICK еvan
eve < :parlor.local 433 * еvan :Nickname is already in use: it looks like evan
eve > NICK Zoë
eve < :parlor.local 001 Zoë :Welcome to the Parlor IRC Network Zoë
eve < :parlor.local 002 Zoë :Your host is parlor.local, running version parlor-0.1.0
eve < :parlor.local 003 Zoë :This server was created Sun, 09 Sep 2001 12:00:00 UTC
eve < :parlor.local 004 Zoë parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
eve < :parlor.local 005 Zoë ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=precis CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
eve < :parlor.local 005 Zoë KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
eve < :parlor.local 005 Zoë TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
eve < :parlor.local 251 Zoë :There are 2 users and 0 invisible on 1 servers
eve < :parlor.local 252 Zoë 0 :IRC Operators online
eve < :parlor.local 254 Zoë 1 :channels formed
eve < :parlor.local 255 Zoë :I have 2 clients and 1 servers
eve < :parlor.local 265 Zoë 2 2 :Current local users 2, max 2
eve < :parlor.local 266 Zoë 2 2 :Current global users 2, max 2
eve < :parlor.local 422 Zoë :MOTD File is missing

evan > NICK еvan
evan < :evan!evan@127.0.0.1 NICK еvan
evan > PRIVMSG ZOË hi
eve < :еvan!evan@127.0.0.1 PRIVMSG Zoë :hi
evan > NICK aש
evan < :parlor.local 432 еvan aש :Erroneous nickname
",
    );
}

#[test]
fn names_that_are_reserved() {
    play_with(
        with(NameRules { reserved: ["admin*".to_owned(), "0ps".to_owned()].into(), ..NameRules::default() }),
        r"
ann enters
ann > NICK Administrator
ann < :parlor.local 432 ann Administrator :Nickname is reserved
ann > NICK OPS
ann < :parlor.local 432 ann OPS :Nickname is reserved
ann > REGISTER admin1 * correct-horse
ann < :parlor.local FAIL REGISTER BAD_ACCOUNT_NAME admin1 :That cannot be the name of an account
",
    );
}

#[test]
fn rooms_that_look_alike() {
    play_with(
        Rules::default(),
        r"
hush
ann enters draft/channel-rename

ann > JOIN #l
ann < :ann!ann@127.0.0.1 JOIN #l
ann < :parlor.local 353 ann = #l :@ann
ann < :parlor.local 366 ann #l :End of /NAMES list
ann > JOIN #1
ann < :ann!ann@127.0.0.1 JOIN #1
ann < :parlor.local 353 ann = #1 :@ann
ann < :parlor.local 366 ann #1 :End of /NAMES list
ann > JOIN #ops
ann < :ann!ann@127.0.0.1 JOIN #ops
ann < :parlor.local 353 ann = #ops :@ann
ann < :parlor.local 366 ann #ops :End of /NAMES list
ann > JOIN #оps
ann < :parlor.local 403 ann #оps :No such channel, and it looks like #ops
ann > JOIN #日本
ann < :ann!ann@127.0.0.1 JOIN #日本
ann < :parlor.local 353 ann = #日本 :@ann
ann < :parlor.local 366 ann #日本 :End of /NAMES list
ann > JOIN #Café
ann < :ann!ann@127.0.0.1 JOIN #Café
ann < :parlor.local 353 ann = #Café :@ann
ann < :parlor.local 366 ann #Café :End of /NAMES list
ann > RENAME #1 #οps
ann < :parlor.local FAIL RENAME CHANNEL_NAME_IN_USE #1 #οps :It looks like #ops
ann > RENAME #ops #news
ann < :ann!ann@127.0.0.1 RENAME #ops #news :
ann > JOIN #оps
ann < :ann!ann@127.0.0.1 JOIN #оps
ann < :parlor.local 353 ann = #оps :@ann
ann < :parlor.local 366 ann #оps :End of /NAMES list
ann > JOIN #ops
ann < :parlor.local 403 ann #ops :No such channel, and it looks like #оps
restart
hush
ann enters

ann > JOIN #ops
ann < :parlor.local 403 ann #ops :No such channel, and it looks like #оps
",
    );
}
