//! What a client may ask and say before it is in, and what it is told of itself on coming in.

use super::stage::play;

#[test]
fn what_the_server_supports() {
    play(
        r"
ann connects
ann > ISUPPORT
ann < :parlor.local 451 * :You have not registered
ann > CAP REQ :batch draft/extended-isupport
ann < :parlor.local CAP * ACK :batch draft/extended-isupport
ann > ISUPPORT
ann < :parlor.local BATCH +b1 draft/isupport
ann < @batch=b1 :parlor.local 005 * ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < @batch=b1 :parlor.local 005 * KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < @batch=b1 :parlor.local 005 * TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local BATCH -b1
hush
ann > NICK ann
ann > USER ann 0 * :x
ann > CAP END

ann > ISUPPORT
ann < :parlor.local BATCH +b3 draft/isupport
ann < @batch=b3 :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < @batch=b3 :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < @batch=b3 :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local BATCH -b3
ann > CAP REQ :-batch
ann < :parlor.local CAP ann ACK :-batch
ann > ISUPPORT
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
",
    );
}

#[test]
fn who_one_is_shown_as() {
    play(
        r"
ann connects
ann > CAP REQ :chghost draft/whoami draft/extended-isupport batch
ann < :parlor.local CAP * ACK :chghost draft/whoami draft/extended-isupport batch
ann > NICK ann
ann > USER ann 0 * :Ann's Name
ann > CAP END
ann < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
ann < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
ann < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
ann < :parlor.local BATCH +b1 draft/isupport
ann < @batch=b1 :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < @batch=b1 :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < @batch=b1 :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local BATCH -b1
ann < :ann!ann@127.0.0.1 SETNAME :Ann's Name
ann < :parlor.local 251 ann :There are 1 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 1 :channels formed
ann < :parlor.local 255 ann :I have 1 clients and 1 servers
ann < :parlor.local 265 ann 1 1 :Current local users 1, max 1
ann < :parlor.local 266 ann 1 1 :Current global users 1, max 1
ann < :parlor.local 375 ann :- parlor.local Message of the day
ann < :parlor.local 372 ann :- Be kind
ann < :parlor.local 376 ann :End of MOTD command
",
    );
}

#[test]
fn away_before_coming_in() {
    play(
        r"
hush
bob enters away-notify
bob > MONITOR + ann
bob > JOIN #a

ann connects
ann > AWAY :afk
ann < :parlor.local 451 * :You have not registered
ann > CAP REQ draft/pre-away
ann < :parlor.local CAP * ACK :draft/pre-away
ann > AWAY :afk
ann < :parlor.local 306 * :You have been marked as being away
ann > AWAY
ann < :parlor.local 305 * :You are no longer marked as being away
ann > AWAY :Gone to lunch
ann < :parlor.local 306 * :You have been marked as being away
ann > NICK ann
ann > USER ann 0 * :x
hush
ann > CAP END

bob > WHOIS ann
bob < :parlor.local 311 bob ann ann 127.0.0.1 * :x
bob < :parlor.local 312 bob ann parlor.local :A Parlor house
bob < :parlor.local 301 bob ann :Gone to lunch
bob < :parlor.local 317 bob ann 0 1000036800 :seconds idle, signon time
bob < :parlor.local 318 bob ann :End of /WHOIS list
ann > JOIN #a
bob < :ann!ann@127.0.0.1 JOIN #a
bob < :ann!ann@127.0.0.1 AWAY :Gone to lunch
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :@bob ann
ann < :parlor.local 366 ann #a :End of /NAMES list
hush
ann > REGISTER * * sesame-sesame
ann > AWAY

two connects
two > CAP REQ :sasl draft/pre-away
two < :parlor.local CAP * ACK :sasl draft/pre-away
two > AWAY *
two < :parlor.local 306 * :You have been marked as being away
two > AUTHENTICATE PLAIN
two < AUTHENTICATE +
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two < :parlor.local 900 * *!*@* ann :You are now logged in as ann
two < :parlor.local 903 * :SASL authentication successful
two > NICK ann
two > USER ann 0 * :x
hush
two > CAP END

bob > PRIVMSG ann :there?
ann < :bob!bob@127.0.0.1 PRIVMSG ann :there?
two < :bob!bob@127.0.0.1 PRIVMSG ann :there?
hush
two > QUIT
ann > QUIT
two connects
two > CAP REQ :sasl draft/pre-away
two > AWAY *
two > AUTHENTICATE PLAIN
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two > NICK ann
two > USER ann 0 * :x
two > CAP END

bob > PRIVMSG ann :there?
bob < :parlor.local 301 bob ann :*
two < :bob!bob@127.0.0.1 PRIVMSG ann :there?
",
    );
}

#[test]
fn whether_one_stays() {
    play(
        r"
hush
ann enters draft/persistence

ann > PERSISTENCE GET
ann < :parlor.local FAIL PERSISTENCE ACCOUNT_REQUIRED :An account is required
ann > PERSISTENCE NONSENSE
ann > REGISTER * * sesame-sesame
ann < :parlor.local REGISTER SUCCESS ann :Account created
ann < :parlor.local 900 ann ann!ann@127.0.0.1 ann :You are now logged in as ann
ann > PERSISTENCE GET
ann < :parlor.local PERSISTENCE STATUS DEFAULT OFF
ann > PERSISTENCE SET ON
ann < :parlor.local PERSISTENCE STATUS ON ON
ann > PERSISTENCE SET ON
ann < :parlor.local PERSISTENCE STATUS ON ON
ann > PERSISTENCE SET maybe
ann < :parlor.local FAIL PERSISTENCE INVALID_PARAMETERS :Invalid parameters
ann > PERSISTENCE SET
ann < :parlor.local FAIL PERSISTENCE INVALID_PARAMETERS :Invalid parameters
ann > PERSISTENCE SET DEFAULT
ann < :parlor.local PERSISTENCE STATUS DEFAULT OFF
ann > PERSISTENCE
ann < :parlor.local 461 ann PERSISTENCE :Not enough parameters
two connects
two > CAP REQ :sasl draft/persistence
two < :parlor.local CAP * ACK :sasl draft/persistence
two > AUTHENTICATE PLAIN
two < AUTHENTICATE +
two > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
two < :parlor.local 900 * *!*@* ann :You are now logged in as ann
two < :parlor.local 903 * :SASL authentication successful
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
two < :parlor.local 254 ann 1 :channels formed
two < :parlor.local 255 ann :I have 1 clients and 1 servers
two < :parlor.local 265 ann 1 1 :Current local users 1, max 1
two < :parlor.local 266 ann 1 1 :Current global users 1, max 1
two < :parlor.local PERSISTENCE STATUS DEFAULT OFF
two < :parlor.local 375 ann :- parlor.local Message of the day
two < :parlor.local 372 ann :- Be kind
two < :parlor.local 376 ann :End of MOTD command
",
    );
}
