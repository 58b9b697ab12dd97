//! METADATA, in both versions of the draft.

use super::stage::{play, play_with};
use parlor_server::Rules;

#[test]
fn set_got_listed_and_cleared() {
    play(
        r"
hush
ann enters draft/metadata-3 batch labeled-response
bob enters draft/metadata-2 batch
cid enters

ann > METADATA * GET display-name url
ann < :parlor.local BATCH +b2 metadata ann
ann < @batch=b2 :parlor.local 766 ann ann display-name :key not set
ann < @batch=b2 :parlor.local 766 ann ann url :key not set
ann < :parlor.local BATCH -b2
ann > METADATA * LIST
ann < :parlor.local BATCH +b3 metadata ann
ann < :parlor.local BATCH -b3
ann > METADATA * SET Display-Name :Ann The First
ann < :parlor.local 761 ann ann display-name * :Ann The First
ann > METADATA ANN GET display-name $url$
ann < :parlor.local BATCH +b4 metadata ann
ann < @batch=b4 :parlor.local 761 ann ann display-name * :Ann The First
ann < @batch=b4 :parlor.local FAIL METADATA INVALID_KEY $url$ :Invalid key
ann < :parlor.local BATCH -b4
ann > @label=l METADATA * SET display-name :Ann The First
ann < @label=l :parlor.local 761 ann ann display-name * :Ann The First
ann > @label=l METADATA * LIST
ann < @label=l :parlor.local BATCH +b8 metadata ann
ann < @batch=b8 :parlor.local 761 ann ann display-name * :Ann The First
ann < :parlor.local BATCH -b8
bob > METADATA ann GET display-name $url$ nothing
bob < :parlor.local BATCH +b2 metadata ann
bob < @batch=b2 :parlor.local 761 bob ann display-name * :Ann The First
bob < @batch=b2 :parlor.local FAIL METADATA KEY_INVALID $url$ :Invalid key
bob < @batch=b2 :parlor.local 766 bob ann nothing :key not set
bob < :parlor.local BATCH -b2
bob > METADATA ann SET display-name :Not Ann
bob < :parlor.local FAIL METADATA KEY_NO_PERMISSION ann display-name :Permission denied
bob > METADATA ann CLEAR
bob < :parlor.local FAIL METADATA KEY_NO_PERMISSION ann * :Permission denied
bob > METADATA * SET display-name
bob < :parlor.local 766 bob bob display-name :key not set
bob > METADATA * SET $url$ :x
bob < :parlor.local FAIL METADATA KEY_INVALID $url$ :Invalid key
ann > METADATA nobody LIST
ann < :parlor.local FAIL METADATA INVALID_TARGET nobody :Invalid target
ann > METADATA #nowhere LIST
ann < :parlor.local FAIL METADATA INVALID_TARGET #nowhere :Invalid target
ann > METADATA :what is this LIST
ann < :parlor.local FAIL METADATA NEED_MORE_PARAMS :Missing parameters
ann > METADATA * SET $url$ :x
ann < :parlor.local FAIL METADATA INVALID_KEY $url$ :Invalid key
ann > METADATA * DESTROY
ann < :parlor.local FAIL METADATA INVALID_SUBCOMMAND DESTROY :Invalid subcommand
ann > METADATA * SET
ann < :parlor.local FAIL METADATA NEED_MORE_PARAMS SET :Missing parameters
ann > METADATA *
ann < :parlor.local FAIL METADATA NEED_MORE_PARAMS :Missing parameters
cid > METADATA ann GET display-name
cid < :parlor.local 761 cid ann display-name * :Ann The First
ann > METADATA * SET url :http://example.org/ann
ann < :parlor.local 761 ann ann url * :http://example.org/ann
ann > METADATA * CLEAR
ann < :parlor.local BATCH +b10 metadata ann
ann < @batch=b10 :parlor.local 766 ann ann display-name :key not set
ann < @batch=b10 :parlor.local 766 ann ann url :key not set
ann < :parlor.local BATCH -b10
ann > METADATA * CLEAR
ann < :parlor.local BATCH +b11 metadata ann
ann < :parlor.local BATCH -b11
ann > METADATA * LIST
ann < :parlor.local BATCH +b12 metadata ann
ann < :parlor.local BATCH -b12
",
    );
}

#[test]
fn told_to_who_is_subscribed_and_sees_them() {
    play(
        r"
hush
ann enters draft/metadata-3 batch
two enters draft/metadata-2 batch
tri enters draft/metadata-3 batch
cid enters draft/metadata-3 batch
not enters draft/metadata-3 batch
ann > METADATA * SET color :#c90076
ann > JOIN #a
not > JOIN #a

two > METADATA * SUB display-name color
two < :parlor.local 770 two display-name color
tri > METADATA * SUB color $url$ display-name
tri < :parlor.local 770 tri color display-name
tri < :parlor.local FAIL METADATA INVALID_KEY $url$ :Invalid key
cid > METADATA * SUB color display-name
cid < :parlor.local 770 cid color display-name
two > JOIN #a
ann < :two!two@127.0.0.1 JOIN #a
two < :two!two@127.0.0.1 JOIN #a
two < :parlor.local 353 two = #a :@ann two not
two < :parlor.local 366 two #a :End of /NAMES list
two < :parlor.local BATCH +b2 metadata #a
two < @batch=b2 :parlor.local METADATA ann color * :#c90076
two < :parlor.local BATCH -b2
not < :two!two@127.0.0.1 JOIN #a
tri > JOIN #a
ann < :tri!tri@127.0.0.1 JOIN #a
two < :tri!tri@127.0.0.1 JOIN #a
tri < :tri!tri@127.0.0.1 JOIN #a
tri < :parlor.local 353 tri = #a :@ann two tri not
tri < :parlor.local 366 tri #a :End of /NAMES list
tri < :parlor.local BATCH +b2 metadata #a
tri < @batch=b2 :parlor.local 761 tri ann color * :#c90076
tri < :parlor.local BATCH -b2
not < :tri!tri@127.0.0.1 JOIN #a
ann > METADATA * SET display-name :Ann
ann < :parlor.local 761 ann ann display-name * :Ann
two < :parlor.local METADATA ann display-name * :Ann
tri < :parlor.local 761 tri ann display-name * :Ann
ann > METADATA * SET display-name :Anna
ann < :parlor.local 761 ann ann display-name * :Anna
two < :parlor.local METADATA ann display-name * :Anna
tri < :parlor.local 761 tri ann display-name * :Anna
ann > METADATA * SET display-name
ann < :parlor.local 766 ann ann display-name :key not set
two < :parlor.local METADATA ann display-name *
tri < :parlor.local 766 tri ann display-name :key not set
ann > METADATA * SET pronouns :she
ann < :parlor.local 761 ann ann pronouns * :she
cid > MONITOR + ann
cid < :parlor.local 730 cid :ann!ann@127.0.0.1
cid < :parlor.local BATCH +b2 metadata ann
cid < @batch=b2 :parlor.local 761 cid ann color * :#c90076
cid < :parlor.local BATCH -b2
ann > METADATA * SET color :red
ann < :parlor.local 761 ann ann color * :red
two < :parlor.local METADATA ann color * :red
tri < :parlor.local 761 tri ann color * :red
cid < :parlor.local 761 cid ann color * :red
ann > METADATA #a SET display-name :Hash
ann < :parlor.local 761 ann #a display-name * :Hash
two < :parlor.local METADATA #a display-name * :Hash
tri < :parlor.local 761 tri #a display-name * :Hash
ann > METADATA #a SET display-name
ann < :parlor.local 766 ann #a display-name :key not set
two < :parlor.local METADATA #a display-name *
tri < :parlor.local 766 tri #a display-name :key not set
two > METADATA * UNSUB color nothing $url$
two < :parlor.local FAIL METADATA KEY_INVALID $url$ :Invalid key
two < :parlor.local 771 two color nothing
two > METADATA * SUBS
two < :parlor.local 772 two display-name
ann > METADATA * CLEAR
ann < :parlor.local BATCH +b2 metadata ann
ann < @batch=b2 :parlor.local 766 ann ann color :key not set
ann < @batch=b2 :parlor.local 766 ann ann pronouns :key not set
ann < :parlor.local BATCH -b2
tri < :parlor.local 766 tri ann color :key not set
cid < :parlor.local 766 cid ann color :key not set
tri > METADATA * SUB color
tri < :parlor.local 770 tri color
tri < :parlor.local 774 tri #a
two > METADATA * SET display-name :Two
two < :parlor.local 761 two two display-name * :Two
tri < :parlor.local 761 tri two display-name * :Two
tri > METADATA #a SYNC
tri < :parlor.local BATCH +b3 metadata #a
tri < @batch=b3 :parlor.local 761 tri two display-name * :Two
tri < :parlor.local BATCH -b3
tri > METADATA two SYNC
tri < :parlor.local BATCH +b4 metadata two
tri < @batch=b4 :parlor.local 761 tri two display-name * :Two
tri < :parlor.local BATCH -b4
two > METADATA #a SYNC
two < :parlor.local BATCH +b3 metadata #a
two < @batch=b3 :parlor.local METADATA two display-name * :Two
two < :parlor.local BATCH -b3
tri > WHOIS two
tri < :parlor.local 311 tri two two 127.0.0.1 * :two real
tri < :parlor.local 319 tri two :#a
tri < :parlor.local 312 tri two parlor.local :A Parlor house
tri < :parlor.local 760 tri two display-name * :Two
tri < :parlor.local 317 tri two 0 1000036800 :seconds idle, signon time
tri < :parlor.local 318 tri two :End of /WHOIS list
hush
ann > PART #a
ann > JOIN #a
ann > METADATA * SET color :blue

cid > JOIN #a
ann < :cid!cid@127.0.0.1 JOIN #a
two < :cid!cid@127.0.0.1 JOIN #a
tri < :cid!cid@127.0.0.1 JOIN #a
cid < :cid!cid@127.0.0.1 JOIN #a
cid < :parlor.local 353 cid = #a :ann two tri cid not
cid < :parlor.local 366 cid #a :End of /NAMES list
cid < :parlor.local BATCH +b3 metadata #a
cid < @batch=b3 :parlor.local 761 cid ann color * :blue
cid < @batch=b3 :parlor.local 761 cid two display-name * :Two
cid < :parlor.local BATCH -b3
not < :cid!cid@127.0.0.1 JOIN #a
ann > PART #a
ann < :ann!ann@127.0.0.1 PART #a
two < :ann!ann@127.0.0.1 PART #a
tri < :ann!ann@127.0.0.1 PART #a
cid < :ann!ann@127.0.0.1 PART #a
not < :ann!ann@127.0.0.1 PART #a
ann > JOIN #a
ann < :ann!ann@127.0.0.1 JOIN #a
ann < :parlor.local 353 ann = #a :ann two tri cid not
ann < :parlor.local 366 ann #a :End of /NAMES list
two < :ann!ann@127.0.0.1 JOIN #a
tri < :ann!ann@127.0.0.1 JOIN #a
tri < :parlor.local 761 tri ann color * :blue
cid < :ann!ann@127.0.0.1 JOIN #a
cid < :parlor.local 761 cid ann color * :blue
not < :ann!ann@127.0.0.1 JOIN #a
",
    );
}

#[test]
fn rooms_are_for_their_operators() {
    play(
        r"
hush
ann enters draft/metadata-3 batch
bob enters draft/metadata-3 batch
cid enters draft/metadata-3 batch
ann > JOIN #a
bob > JOIN #a

ann > METADATA #a SET display-name :Hash Channel
ann < :parlor.local 761 ann #a display-name * :Hash Channel
bob > METADATA #a SET display-name :Sharp Channel
bob < :parlor.local FAIL METADATA KEY_NO_PERMISSION #a display-name :Permission denied
bob > METADATA #a CLEAR
bob < :parlor.local FAIL METADATA KEY_NO_PERMISSION #a * :Permission denied
bob > METADATA #A LIST
bob < :parlor.local BATCH +b2 metadata #a
bob < @batch=b2 :parlor.local 761 bob #a display-name * :Hash Channel
bob < :parlor.local BATCH -b2
cid > METADATA #a GET display-name
cid < :parlor.local BATCH +b2 metadata #a
cid < @batch=b2 :parlor.local 761 cid #a display-name * :Hash Channel
cid < :parlor.local BATCH -b2
ann > METADATA #a SET url :http://example.org
ann < :parlor.local 761 ann #a url * :http://example.org
ann > MODE #a +i
ann < :ann!ann@127.0.0.1 MODE #a +i
bob < :ann!ann@127.0.0.1 MODE #a +i
cid > METADATA #a GET display-name
cid < :parlor.local FAIL METADATA KEY_NO_PERMISSION #a * :Permission denied
cid > METADATA #a LIST
cid < :parlor.local FAIL METADATA KEY_NO_PERMISSION #a * :Permission denied
cid > METADATA #a SYNC
cid < :parlor.local FAIL METADATA KEY_NO_PERMISSION #a * :Permission denied
ann > MODE #a +s
ann < :ann!ann@127.0.0.1 MODE #a +s
bob < :ann!ann@127.0.0.1 MODE #a +s
cid > METADATA #a LIST
cid < :parlor.local FAIL METADATA INVALID_TARGET #a :Invalid target
ann > METADATA #a CLEAR
ann < :parlor.local BATCH +b2 metadata #a
ann < @batch=b2 :parlor.local 766 ann #a display-name :key not set
ann < @batch=b2 :parlor.local 766 ann #a url :key not set
ann < :parlor.local BATCH -b2
ann > METADATA #a LIST
ann < :parlor.local BATCH +b3 metadata #a
ann < :parlor.local BATCH -b3
",
    );
}

#[test]
fn said_before_coming_in() {
    play(
        r"
ann connects
ann > METADATA * SET display-name :Ann
ann < :parlor.local 451 * :You have not registered
ann > CAP LS 302
ann < :parlor.local CAP * LS * :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration=before-connect,custom-account-name draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit draft/message-redaction draft/metadata-2=before-connect,max-subs=100,max-keys=100,max-value-bytes=300
ann < :parlor.local CAP * LS * :draft/metadata-3=before-connect,max-subs=100,max-keys=100,max-value-bytes=300 draft/multiline=max-bytes=4096,max-lines=32 draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg=/ draft/search draft/whoami echo-message extended-join extended-monitor invite-notify labeled-response message-tags multi-prefix no-implicit-names sasl=PLAIN,SCRAM-SHA-256 server-time
ann < :parlor.local CAP * LS :setname soju.im/search standard-replies userhost-in-names znc.in/playback znc.in/self-message
hush
ann > CAP REQ :draft/metadata-2 batch

ann > METADATA * SET display-name :Ann The First
ann < :parlor.local 761 * * display-name * :Ann The First
ann > METADATA * SET color :red
ann < :parlor.local 761 * * color * :red
ann > METADATA * SET color
ann < :parlor.local 766 * * color :key not set
ann > METADATA * GET display-name color
ann < :parlor.local BATCH +b1 metadata *
ann < @batch=b1 :parlor.local 761 * * display-name * :Ann The First
ann < @batch=b1 :parlor.local 766 * * color :key not set
ann < :parlor.local BATCH -b1
ann > METADATA * LIST
ann < :parlor.local BATCH +b2 metadata *
ann < @batch=b2 :parlor.local 761 * * display-name * :Ann The First
ann < :parlor.local BATCH -b2
ann > METADATA * SUB display-name
ann < :parlor.local 770 * display-name
ann > METADATA bob LIST
ann < :parlor.local FAIL METADATA INVALID_TARGET bob :Invalid target
hush
ann > NICK ann
ann > USER ann 0 * :x

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
ann < :parlor.local 254 ann 1 :channels formed
ann < :parlor.local 255 ann :I have 1 clients and 1 servers
ann < :parlor.local 265 ann 1 1 :Current local users 1, max 1
ann < :parlor.local 266 ann 1 1 :Current global users 1, max 1
ann < :parlor.local 375 ann :- parlor.local Message of the day
ann < :parlor.local 372 ann :- Be kind
ann < :parlor.local 376 ann :End of MOTD command
ann < :parlor.local BATCH +b3 metadata ann
ann < @batch=b3 :parlor.local METADATA ann display-name * :Ann The First
ann < :parlor.local BATCH -b3
ann > METADATA * GET display-name
ann < :parlor.local BATCH +b4 metadata ann
ann < @batch=b4 :parlor.local 761 ann ann display-name * :Ann The First
ann < :parlor.local BATCH -b4
bob enters draft/metadata-3 batch
bob > METADATA * SET url :x
bob < :parlor.local 761 bob bob url * :x
bob > CAP REQ :-draft/metadata-3
bob < :parlor.local CAP bob ACK :-draft/metadata-3
bob > CAP REQ draft/metadata-3
bob < :parlor.local CAP bob ACK :draft/metadata-3
bob < :parlor.local BATCH +b2 metadata bob
bob < @batch=b2 :parlor.local 761 bob bob url * :x
bob < :parlor.local BATCH -b2
",
    );
}

#[test]
fn kept_for_accounts_and_rooms() {
    play(
        r"
hush
ann enters draft/metadata-3 batch
ann > METADATA * SET display-name :Ann The Guest
ann > REGISTER * * sesame-sesame
ann > METADATA * SET url :http://example.org/ann
ann > JOIN #a
ann > METADATA #a SET url :http://example.org/a
bob enters draft/metadata-3 batch
bob > METADATA * SET display-name :Bob
restart
ann connects
ann > CAP REQ :sasl draft/metadata-3 batch
ann > AUTHENTICATE PLAIN
ann > AUTHENTICATE AGFubgBzZXNhbWUtc2VzYW1l
ann > NICK ann
ann > USER ann 0 * :x
ann > CAP END
bob enters draft/metadata-3 batch

ann > METADATA * LIST
ann < :parlor.local BATCH +b2 metadata ann
ann < @batch=b2 :parlor.local 761 ann ann display-name * :Ann The Guest
ann < @batch=b2 :parlor.local 761 ann ann url * :http://example.org/ann
ann < :parlor.local BATCH -b2
ann > METADATA #a LIST
ann < :parlor.local BATCH +b3 metadata #a
ann < @batch=b3 :parlor.local 761 ann #a url * :http://example.org/a
ann < :parlor.local BATCH -b3
bob > METADATA ann LIST
bob < :parlor.local BATCH +b2 metadata ann
bob < @batch=b2 :parlor.local 761 bob ann display-name * :Ann The Guest
bob < @batch=b2 :parlor.local 761 bob ann url * :http://example.org/ann
bob < :parlor.local BATCH -b2
bob > METADATA * LIST
bob < :parlor.local BATCH +b3 metadata bob
bob < :parlor.local BATCH -b3
",
    );
}

#[test]
fn bounds() {
    let mut rules = Rules { metadata_subscriptions_max: 2, ..Rules::default() };
    rules.house.limits.metadata_keys_max = 1;
    rules.house.limits.metadata_value_bytes_max = 5;
    play_with(
        rules,
        r"
hush
ann enters draft/metadata-3
bob enters draft/metadata-2

ann > METADATA * SET a :12345
ann < :parlor.local 761 ann ann a * :12345
ann > METADATA * SET a :123456
ann < :parlor.local FAIL METADATA INVALID_VALUE a :A value has at most 5 bytes
bob > METADATA * SET a :123456
bob < :parlor.local FAIL METADATA VALUE_INVALID :A value has at most 5 bytes
ann > METADATA * SET b :1
ann < :parlor.local FAIL METADATA LIMIT_REACHED * :There are 1 keys, which is as many as may be
ann > METADATA * SUB a b a c d
ann < :parlor.local 770 ann a b a
ann < :parlor.local FAIL METADATA TOO_MANY_SUBS c :Too many subscriptions
ann > METADATA * SUBS
ann < :parlor.local 772 ann a b
",
    );
}
