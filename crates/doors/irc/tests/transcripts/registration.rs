//! Coming in and going.

use super::stage::{play, play_with};
use parlor_irc::IrcDoor;
use parlor_server::rehearsal::Rehearsal;
use parlor_server::{ConnectionRules, Rules};

#[test]
fn nick_and_user_bring_the_welcome() {
    play(
        r"
ann connects
ann > NICK ann
ann > USER ann 0 * :Ann Real
ann < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
ann < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
ann < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
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
fn user_before_nick_and_no_motd() {
    play_with(
        Rules { motd: String::new(), ..Rules::default() },
        r"
ann connects
ann > USER ann 0 * :Ann Real
ann > NICK ann
ann < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
ann < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
ann < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local 251 ann :There are 1 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 1 :channels formed
ann < :parlor.local 255 ann :I have 1 clients and 1 servers
ann < :parlor.local 265 ann 1 1 :Current local users 1, max 1
ann < :parlor.local 266 ann 1 1 :Current global users 1, max 1
ann < :parlor.local 422 ann :MOTD File is missing
",
    );
}

#[test]
fn names_that_cannot_be_had() {
    play(
        r"
ann enters
bob connects
bob > NICK
bob < :parlor.local 431 * :No nickname given
bob > NICK :
bob < :parlor.local 431 * :No nickname given
bob > NICK 2fast
bob < :parlor.local 432 * 2fast :Erroneous nickname
bob > NICK *
bob < :parlor.local 432 * * :Erroneous nickname
bob > NICK :two words
bob < :parlor.local 432 * * :Erroneous nickname
bob > NICK NickServ
bob < :parlor.local 432 * NickServ :Nickname is reserved
bob > NICK abcdefghijklmnopqrstuvwxyzabcdefg
bob < :parlor.local 432 * abcdefghijklmnopqrstuvwxyzabcdefg :Erroneous nickname
bob > NICK ANN
bob > USER bob 0 * :Bob
bob < :parlor.local 433 * ANN :Nickname is already in use
bob > NICK ann
bob < :parlor.local 433 * ann :Nickname is already in use
hush
bob > NICK bob

bob > NICK ann
bob < :parlor.local 433 bob ann :Nickname is already in use
bob > NICK
bob < :parlor.local 431 bob :No nickname given
bob > NICK 2fast
bob < :parlor.local 432 bob 2fast :Erroneous nickname
bob > NICK bobby
bob < :bob!bob@127.0.0.1 NICK bobby
ann > NICK anne
ann < :ann!ann@127.0.0.1 NICK anne
ann > NICK Anne
ann < :anne!ann@127.0.0.1 NICK Anne
ann > NICK Anne
",
    );
}

#[test]
fn too_little_too_early_and_twice() {
    play(
        r"
ann connects
ann > PRIVMSG bob :hi
ann < :parlor.local 451 * :You have not registered
ann > NONSENSE
ann < :parlor.local 421 * NONSENSE :Unknown command
ann > USER ann
ann < :parlor.local 461 * USER :Not enough parameters
ann > USER ann 0 * :
ann < :parlor.local 461 * USER :Not enough parameters
ann > USER : 0 * :Ann
ann < :parlor.local 461 * USER :Not enough parameters
ann > PASS
ann < :parlor.local 461 * PASS :Not enough parameters
ann > PASS secret
ann > PING x
ann < :parlor.local PONG parlor.local :x
ann > PING
ann < :parlor.local 409 * :No origin specified
ann > :source-is-ignored PING :two words
ann < :parlor.local PONG parlor.local :two words
ann > NICK ann
hush
ann > USER a!n@n 0 * :Ann

ann > PASS secret
ann < :parlor.local 462 ann :You may not reregister
ann > USER ann 0 * :Ann
ann < :parlor.local 462 ann :You may not reregister
ann > JOIN
ann < :parlor.local 461 ann JOIN :Not enough parameters
ann > NONSENSE x
ann < :parlor.local 421 ann NONSENSE :Unknown command
ann > nonsense
ann < :parlor.local 421 ann nonsense :Unknown command
ann > WHOIS ann
ann < :parlor.local 311 ann ann ann 127.0.0.1 * :Ann
ann < :parlor.local 338 ann ann ann@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
ann < :parlor.local 312 ann ann parlor.local :A Parlor house
ann < :parlor.local 317 ann ann 0 1000036800 :seconds idle, signon time
ann < :parlor.local 318 ann ann :End of /WHOIS list
",
    );
}

#[test]
fn lines_that_are_no_lines() {
    let (fits, long) = ("x".repeat(505), "x".repeat(506));
    let transcript = r"
ann enters
ann > PING FITS
ann < :parlor.local PONG parlor.local :CUT
ann > PING LONG
ann < :parlor.local 417 ann :Input line was too long
";
    let cut = &fits[..510 - ":parlor.local PONG parlor.local :".len()];
    play(&transcript.replace("FITS", &fits).replace("CUT", cut).replace("LONG", &long));
}

#[test]
fn quitting_is_told_when_everything_before_is_done() {
    play(
        r"
hush
ann enters
bob enters
ann > JOIN #a
bob > JOIN #a

bob > PRIVMSG #a :last words\nQUIT :gone fishing\nPRIVMSG #a :never heard
ann < :bob!bob@127.0.0.1 PRIVMSG #a :last words
ann < :bob!bob@127.0.0.1 QUIT :Quit: gone fishing
bob < :bob!bob@127.0.0.1 QUIT :Quit: gone fishing
bob < ERROR :Closing Link: 127.0.0.1 (Quit: gone fishing)
bob is closed

cid enters
cid > QUIT
cid < :cid!cid@127.0.0.1 QUIT :Quit
cid < ERROR :Closing Link: 127.0.0.1 (Quit)
cid is closed

hush
dan enters
dan > JOIN #a

dan hangs up
ann < :dan!dan@127.0.0.1 QUIT :Connection closed
dan < :dan!dan@127.0.0.1 QUIT :Connection closed
dan < ERROR :Closing Link: 127.0.0.1 (Connection closed)
dan is closed

hush
eve enters
eve > JOIN #a

eve breaks off
pass 20000
ann < :eve!eve@127.0.0.1 QUIT :connection reset
",
    );
}

#[test]
fn nobody_in_time_and_nothing_heard() {
    play_with(
        Rules {
            connection: ConnectionRules {
                name_ms: 1000,
                idle_ping_ms: 5000,
                ping_timeout_ms: 5000,
                ..ConnectionRules::default()
            },
            ..Rules::default()
        },
        r"
ann enters
bob connects
pass 1000
bob < ERROR :Closing Link: 127.0.0.1 (chose no name)
bob is closed
pass 5000
ann < PING parlor.local
ann > PONG parlor.local
pass 5000
ann < PING parlor.local
pass 5000
ann < ERROR :Closing Link: 127.0.0.1 (Ping timeout: 10 seconds)
ann is closed
",
    );
}

#[test]
fn a_guest_who_comes_back_in_time_is_in_their_rooms() {
    play(
        r"
hush
ann enters
ann > JOIN #a
ann > TOPIC #a :Apples

ann breaks off
ann connects
ann > CAP REQ :extended-join
ann < :parlor.local CAP * ACK :extended-join
ann > NICK ann
ann > USER ann 0 * :ann real
ann > CAP END
ann < :parlor.local 001 ann :Welcome to the Parlor IRC Network ann
ann < :parlor.local 002 ann :Your host is parlor.local, running version parlor-0.1.0
ann < :parlor.local 003 ann :This server was created Sun, 09 Sep 2001 12:00:00 UTC
ann < :parlor.local 004 ann parlor.local parlor-0.1.0 BRTZiow CEIMRUabefhiklmnoqstuv Iabefhkloqv
ann < :parlor.local 005 ann ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < :parlor.local 005 ann KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < :parlor.local 005 ann TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY WHOX :are supported by this server
ann < :parlor.local 251 ann :There are 1 users and 0 invisible on 1 servers
ann < :parlor.local 252 ann 0 :IRC Operators online
ann < :parlor.local 254 ann 2 :channels formed
ann < :parlor.local 255 ann :I have 1 clients and 1 servers
ann < :parlor.local 265 ann 1 1 :Current local users 1, max 1
ann < :parlor.local 266 ann 1 1 :Current global users 1, max 1
ann < :parlor.local 375 ann :- parlor.local Message of the day
ann < :parlor.local 372 ann :- Be kind
ann < :parlor.local 376 ann :End of MOTD command
ann < :ann!ann@127.0.0.1 JOIN #a * :ann real
ann < :parlor.local 332 ann #a :Apples
ann < :parlor.local 333 ann #a ann!ann@127.0.0.1 1000036800
ann < :parlor.local 353 ann = #a :@ann
ann < :parlor.local 366 ann #a :End of /NAMES list
",
    );
}

#[test]
fn a_house_that_is_full() {
    play_with(
        Rules {
            connection: ConnectionRules { connections_max: 1, ..ConnectionRules::default() },
            ..Rules::default()
        },
        r"
ann enters
bob connects
bob < ERROR :Closing Link: The house is full: 1 of 1 connections
",
    );
}

#[test]
fn bytes_that_are_no_text() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&IrcDoor::new(), "[::1]:4001");
    house.send_bytes(ann, b"privmsg \xff\r\n\xff\r\n\0\r\nPING \x00\n\r\n\n   \n@a\n:b\n::c d\nPI");
    house.send_bytes(ann, b"NG 1\nPING 2\r");
    house.send_bytes(ann, b"\nPING 3");
    assert_eq!(
        house.heard(ann),
        ":parlor.local FAIL PRIVMSG INVALID_UTF8 :Message rejected: it is not UTF-8\r\n\
         :parlor.local FAIL * INVALID_UTF8 :Message rejected: it is not UTF-8\r\n\
         :parlor.local 421 * d :Unknown command\r\n\
         :parlor.local PONG parlor.local :1\r\n:parlor.local PONG parlor.local :2\r\n"
    );
    house.send(ann, "\r\nNICK ann\r\nUSER ann 0 * :Ann\r\nWHOIS ann\r\n");
    let heard = house.heard(ann);
    assert!(heard.contains(":parlor.local 311 ann ann ann 0::1 * :Ann\r\n"), "{heard}");
}

#[test]
fn a_refused_line_is_refused_under_its_label() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&IrcDoor::new(), "127.0.0.1:4001");
    house.send(ann, "CAP REQ :labeled-response batch\r\n");
    house.heard(ann);
    house.send_bytes(ann, b"@label=xyz PRIVMSG #a :hi\xaa\r\n");
    let refused = "@label=xyz :parlor.local FAIL PRIVMSG INVALID_UTF8 :Message rejected: it is not UTF-8\r\n";
    assert_eq!(house.heard(ann), refused);
}

#[test]
fn a_line_without_an_end_ends_the_connection() {
    let mut house = Rehearsal::new();
    let ann = house.connect(&IrcDoor::new(), "127.0.0.1:4001");
    house.send(ann, &"x".repeat(16 * 1024));
    assert_eq!(house.heard(ann), "ERROR :Closing Link: 127.0.0.1 (16384 bytes without a line end)\r\n");
    assert!(house.is_closed(ann));
}
