//! Several sessions of one account, and accounts that stay without one.

use super::stage::{play, play_with};
use parlor_server::{House, Offer, Rules};

fn on_request() -> Rules {
    Rules { house: House { always_on: Offer::OnRequest, ..House::default() }, ..Rules::default() }
}

#[test]
fn several_sessions_are_one_nickname() {
    play_with(
        on_request(),
        r"
hush
eve enters
eve > JOIN #a
ann enters
ann > REGISTER * * sesame-sesame
ann > NICK annie
ann > JOIN #a
two connects
two > CAP LS 302

two > AUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nNICK annie\nUSER a 0 * a\nCAP END
two < AUTHENTICATE +
two < :parlor.local 900 * *!*@* ann :You are now logged in as ann
two < :parlor.local 903 * :SASL authentication successful
two < :parlor.local 001 annie :Welcome to the Parlor IRC Network annie
two < :parlor.local 002 annie :Your host is parlor.local, running version parlor-0.1.0
two < :parlor.local 003 annie :This server was created Sun, 09 Sep 2001 12:00:00 UTC
two < :parlor.local 004 annie parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
two < :parlor.local 005 annie ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
two < :parlor.local 005 annie KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
two < :parlor.local 005 annie TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
two < :parlor.local 251 annie :There are 2 users and 0 invisible on 1 servers
two < :parlor.local 252 annie 0 :IRC Operators online
two < :parlor.local 254 annie 2 :channels formed
two < :parlor.local 255 annie :I have 2 clients and 1 servers
two < :parlor.local 265 annie 2 2 :Current local users 2, max 2
two < :parlor.local 266 annie 2 2 :Current global users 2, max 2
two < :parlor.local 422 annie :MOTD File is missing
two < :annie!ann@127.0.0.1 JOIN #a
two < :parlor.local 353 annie = #a :@eve annie
two < :parlor.local 366 annie #a :End of /NAMES list
hush
two > PING x

two > PRIVMSG eve :hello
eve < :annie!ann@127.0.0.1 PRIVMSG eve :hello
ann < :annie!ann@127.0.0.1 PRIVMSG eve :hello
ann > PRIVMSG #a :from one
eve < :annie!ann@127.0.0.1 PRIVMSG #a :from one
two < :annie!ann@127.0.0.1 PRIVMSG #a :from one
two > QUIT :two out
two < :annie!ann@127.0.0.1 QUIT :Quit: two out
two < ERROR :Closing Link: 127.0.0.1 (Quit: two out)
two is closed
eve > PRIVMSG #a :still there?
ann < :eve!eve@127.0.0.1 PRIVMSG #a :still there?
ann > NS SET MULTICLIENT OFF
ann < :NickServ!NickServ@parlor.local NOTICE annie :Your multiclient setting is OFF now
three connects
three > CAP LS 302\nAUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nNICK annie\nUSER a 0 * a\nCAP END
three < :parlor.local CAP * LS * :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration=before-connect,custom-account-name draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit draft/message-redaction draft/metadata-2=before-connect,max-subs=100,max-keys=100,max-value-bytes=300
three < :parlor.local CAP * LS * :draft/metadata-3=before-connect,max-subs=100,max-keys=100,max-value-bytes=300 draft/multiline=max-bytes=4096,max-lines=32 draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg=/ draft/search draft/whoami echo-message extended-join extended-monitor invite-notify labeled-response message-tags multi-prefix no-implicit-names sasl=PLAIN,SCRAM-SHA-256 server-time
three < :parlor.local CAP * LS :setname soju.im/search standard-replies userhost-in-names znc.in/playback znc.in/self-message
three < AUTHENTICATE +
three < :parlor.local 900 * *!*@* ann :You are now logged in as ann
three < :parlor.local 903 * :SASL authentication successful
three < :parlor.local 433 * annie :Your account is connected already, and takes one connection at a time
ann > QUIT :one out
eve < :annie!ann@127.0.0.1 QUIT :Quit: one out
ann < :annie!ann@127.0.0.1 QUIT :Quit: one out
ann < ERROR :Closing Link: 127.0.0.1 (Quit: one out)
",
    );
}

#[test]
fn who_asks_for_it_stays() {
    play_with(
        on_request(),
        r"
hush
eve enters away-notify
ann enters
ann > REGISTER * * sesame-sesame
ann > NS SET ALWAYS-ON true
ann > JOIN #a
eve > JOIN #a

ann > QUIT :bye
eve < :ann!ann@127.0.0.1 AWAY :Not connected
ann < :ann!ann@127.0.0.1 QUIT :Quit: bye
ann < ERROR :Closing Link: 127.0.0.1 (Quit: bye)
eve > NAMES #a
eve < :parlor.local 353 eve = #a :eve @ann
eve < :parlor.local 366 eve #a :End of /NAMES list
eve > WHOIS ann
eve < :parlor.local 311 eve ann ann 127.0.0.1 * :ann real
eve < :parlor.local 319 eve ann :@#a
eve < :parlor.local 312 eve ann parlor.local :A Parlor house
eve < :parlor.local 301 eve ann :Not connected
eve < :parlor.local 330 eve ann ann :is logged in as
eve < :parlor.local 318 eve ann :End of /WHOIS list
eve > PRIVMSG ann :are you there?
eve < :parlor.local 301 eve ann :Not connected
hush
restart
eve enters away-notify

eve > JOIN #a
hush
ann connects
ann > CAP LS 302\nAUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nNICK ann\nUSER a 0 * a

ann > CAP END
eve < :ann!a@127.0.0.1 AWAY
ann < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
ann < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
ann < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local 251 ann :There are 2 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 2 :channels formed
ann < :parlor.local 255 ann :I have 2 clients and 1 servers
ann < :parlor.local 265 ann 2 2 :Current local users 2, max 2
ann < :parlor.local 266 ann 2 2 :Current global users 2, max 2
ann < :parlor.local 422 ann :MOTD File is missing
ann < :ann!a@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :eve @ann
ann < :parlor.local 366 ann #a :End of /NAMES list
ann > NS SET ALWAYS-ON false
ann < :NickServ!NickServ@parlor.local NOTICE ann :Your always-on setting is false now
ann > QUIT :bye
eve < :ann!a@127.0.0.1 QUIT :Quit: bye
ann < :ann!a@127.0.0.1 QUIT :Quit: bye
ann < ERROR :Closing Link: 127.0.0.1 (Quit: bye)
eve > NAMES #a
eve < :parlor.local 353 eve = #a :eve
eve < :parlor.local 366 eve #a :End of /NAMES list
",
    );
}

#[test]
fn logging_in_to_another_account() {
    play_with(
        on_request(),
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT
bob enters
bob > REGISTER * * sesame-sesame
bob > QUIT
eve enters account-notify
eve > JOIN #a
user enters
user > JOIN #a

user > AUTHENTICATE PLAIN
user < AUTHENTICATE +
user > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
eve < :user!user@127.0.0.1 ACCOUNT ann
user < :parlor.local 900 user user!user@127.0.0.1 ann :You are now logged in as ann
user < :parlor.local 903 user :SASL authentication successful
user > AUTHENTICATE PLAIN
user < AUTHENTICATE +
user > AUTHENTICATE AGJvYgBzZXNhbWUtc2VzYW1l
eve < :user!user@127.0.0.1 ACCOUNT bob
user < :parlor.local 900 user user!user@127.0.0.1 bob :You are now logged in as bob
user < :parlor.local 903 user :SASL authentication successful
user > NAMES #a
user < :parlor.local 353 user = #a :user @eve
user < :parlor.local 366 user #a :End of /NAMES list
",
    );
}

#[test]
fn logging_in_to_another_account_from_one_that_stays() {
    play(
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > QUIT
bob enters
bob > REGISTER * * sesame-sesame
bob > QUIT
user connects
user > CAP LS 302\nAUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nNICK user\nUSER a 0 * a\nCAP END

user > AUTHENTICATE PLAIN
user < AUTHENTICATE +
user > AUTHENTICATE AGJvYgBzZXNhbWUtc2VzYW1l
user < :parlor.local 900 user user!a@127.0.0.1 bob :You are now logged in as bob
user < :parlor.local 903 user :SASL authentication successful
user > PRIVMSG user :hi
user < :user!a@127.0.0.1 PRIVMSG user :hi
",
    );
}

#[test]
fn nicknames_that_are_account_names() {
    let house = House { nick_equals_account: true, ..House::default() };
    play_with(
        Rules { house, ..Rules::default() },
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame

ann > NICK annie
ann < :parlor.local 433 ann annie :You must use your account name as your nickname
hush
ann > QUIT
two connects
two > CAP LS 302\nAUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l

two > NICK somebody\nUSER a 0 * a\nCAP END
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
two < :parlor.local 422 ann :MOTD File is missing
",
    );
}

#[test]
fn look_alikes_of_accounts() {
    play(
        r"
hush
bill enters
bill > REGISTER * * sesame-sesame
bill > NICK william

eve connects
eve > NICK bi11\nUSER e 0 * e
eve < :parlor.local 433 * bi11 :Nickname is already in use: it looks like bill
bill > NICK bi11
bill < :william!bill@127.0.0.1 NICK bi11
",
    );
}

#[test]
fn who_comes_back_from_elsewhere_is_named_with_the_host_of_now() {
    play_with(
        on_request(),
        r"
hush
eve enters userhost-in-names
eve > JOIN #a
ann enters
ann > REGISTER * * sesame-sesame
ann > NS SET always-on true
ann > JOIN #a
ann > QUIT
from 192.0.2.7
ann connects
ann > CAP REQ :sasl userhost-in-names\nAUTHENTICATE PLAIN\nAUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l\nNICK ann\nUSER ann 0 * :ann real\nCAP END

eve > NAMES #a
eve < :parlor.local 353 eve = #a :@eve!eve@127.0.0.1 ann!ann@192.0.2.7
eve < :parlor.local 366 eve #a :End of /NAMES list
eve > WHO #a
eve < :parlor.local 352 eve #a eve 127.0.0.1 parlor.local eve H@ :0 eve real
eve < :parlor.local 352 eve #a ann 192.0.2.7 parlor.local ann H :0 ann real
eve < :parlor.local 315 eve #a :End of WHO list
",
    );
}
