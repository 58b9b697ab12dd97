//! MARKREAD: how far one has read, on all of one's connections, and after a restart.

use super::stage::play;

#[test]
fn asked_for_set_and_never_back() {
    play(
        r"
hush
ann enters draft/read-marker server-time
bob enters

ann > MARKREAD #nowhere
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #nowhere *
ann > JOIN #a
ann < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 JOIN #a
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a *
ann < @time=2001-09-09T12:00:00.000Z :parlor.local 353 ann = #a :@ann
ann < @time=2001-09-09T12:00:00.000Z :parlor.local 366 ann #a :End of /NAMES list
ann > MARKREAD #a timestamp=2001-09-09T11:00:00.123Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.123Z
ann > MARKREAD #a
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.123Z
ann > MARKREAD #a timestamp=2001-09-09T10:00:00.000Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.123Z
ann > MARKREAD #a timestamp=2030-01-01T00:00:00.000Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a timestamp=2001-09-09T12:00:00.000Z
ann > PART #a
ann < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 PART #a
ann > JOIN #A
ann < @time=2001-09-09T12:00:00.000Z :ann!ann@127.0.0.1 JOIN #a
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD #a timestamp=2001-09-09T12:00:00.000Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local 353 ann = #a :@ann
ann < @time=2001-09-09T12:00:00.000Z :parlor.local 366 ann #a :End of /NAMES list
ann > MARKREAD bob
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD bob *
ann > MARKREAD bob timestamp=2001-09-09T11:00:00.000Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD bob timestamp=2001-09-09T11:00:00.000Z
ann > MARKREAD Bob
ann < @time=2001-09-09T12:00:00.000Z :parlor.local MARKREAD Bob timestamp=2001-09-09T11:00:00.000Z
ann > MARKREAD
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD NEED_MORE_PARAMS :Missing parameters
ann > MARKREAD #a *
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD INVALID_PARAMS #a * :Invalid parameters
ann > MARKREAD #a timestamp=soon
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD INVALID_PARAMS #a timestamp=soon :Invalid parameters
ann > MARKREAD #nowhere timestamp=2001-09-09T11:00:00.123Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD INVALID_PARAMS #nowhere :Invalid parameters
ann > MARKREAD nobody timestamp=2001-09-09T11:00:00.123Z
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD INVALID_PARAMS nobody :Invalid parameters
ann > MARKREAD :not a name
ann < @time=2001-09-09T12:00:00.000Z :parlor.local FAIL MARKREAD INVALID_PARAMS * :Invalid parameters
",
    );
}

#[test]
fn told_to_ones_other_connections() {
    play(
        r"
hush
ann enters sasl
ann > REGISTER * * sesame-sesame
ann > CAP REQ draft/read-marker
ann > JOIN #a
bob enters draft/read-marker
bob > JOIN #a
two connects
two > CAP REQ :sasl draft/read-marker labeled-response
two > AUTHENTICATE PLAIN
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two > NICK ann
two > USER ann 0 * :x
two > CAP END

two > @label=l MARKREAD #a timestamp=2001-09-09T11:00:00.000Z
ann < :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.000Z
two < @label=l :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.000Z
ann > MARKREAD bob timestamp=2001-09-09T11:30:00.000Z
ann < :parlor.local MARKREAD bob timestamp=2001-09-09T11:30:00.000Z
two < :parlor.local MARKREAD bob timestamp=2001-09-09T11:30:00.000Z
ann > MARKREAD bob timestamp=2001-09-09T11:20:00.000Z
ann < :parlor.local MARKREAD bob timestamp=2001-09-09T11:30:00.000Z
restart
hush
two connects
two > CAP REQ :sasl draft/read-marker no-implicit-names
two > AUTHENTICATE PLAIN
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two > NICK ann
two > USER ann 0 * :x

two > CAP END
two < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
two < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
two < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
two < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
two < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
two < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
two < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
two < :parlor.local 251 ann :There are 1 users and 0 invisible on 1 servers
two < :parlor.local 252 ann 0 :IRC Operators online
two < :parlor.local 254 ann 2 :channels formed
two < :parlor.local 255 ann :I have 1 clients and 1 servers
two < :parlor.local 265 ann 1 1 :Current local users 1, max 1
two < :parlor.local 266 ann 1 1 :Current global users 1, max 1
two < :parlor.local 375 ann :- parlor.local Message of the day
two < :parlor.local 372 ann :- Be kind
two < :parlor.local 376 ann :End of MOTD command
two < :ann!ann@127.0.0.1 JOIN #a
two < :parlor.local MARKREAD #a timestamp=2001-09-09T11:00:00.000Z
two > MARKREAD bob
two < :parlor.local MARKREAD bob timestamp=2001-09-09T11:30:00.000Z
",
    );
}
