//! WEBPUSH: who may have pushes, where, and what is pushed.

use super::stage::{play, play_with};
use parlor_model::PushRules;
use parlor_server::Rules;

fn pushing() -> Rules {
    let mut rules = Rules { push_key: Some("BKey".into()), ..Rules::default() };
    rules.house.push = Some(PushRules { subscriptions_max: 2, expire_ms: 14 * 86_400_000, delay_ms: 0 });
    rules
}

#[test]
fn a_server_without_pushes_offers_none() {
    play(
        r"
hush
ann enters

ann > CAP REQ draft/webpush
ann < :parlor.local CAP ann NAK :draft/webpush
ann > CAP REQ soju.im/webpush
ann < :parlor.local CAP ann NAK :soju.im/webpush
ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local FAIL WEBPUSH FORBIDDEN REGISTER https://push.example/a :This server sends no pushes
ann > WEBPUSH VAPIDPUBKEY
ann < :parlor.local FAIL WEBPUSH FORBIDDEN VAPIDPUBKEY * :This server sends no pushes
",
    );
}

#[test]
fn registering_takes_an_account_and_a_push_server_that_answers() {
    play_with(
        pushing(),
        r"
hush
ann enters draft/webpush soju.im/webpush standard-replies

ann > WEBPUSH VAPIDPUBKEY
ann < :parlor.local WEBPUSH VAPIDPUBKEY BKey
ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local FAIL WEBPUSH FORBIDDEN REGISTER https://push.example/a :Log in to an account to receive pushes
hush
ann > REGISTER * * sesame-sesame

ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local WEBPUSH REGISTER https://push.example/a
pushes
pushes < to ann at /a: PING webpush
ann > WEBPUSH register https://broken.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS REGISTER https://broken.example/a :The push server did not take a first push
pushes
pushes < to ann at /a: PING webpush
ann > WEBPUSH REGISTER https://push.example/b p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local WEBPUSH REGISTER https://push.example/b
ann > WEBPUSH REGISTER https://push.example/c p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local FAIL WEBPUSH MAX_REGISTRATIONS REGISTER https://push.example/c :Your account has 2 registrations, which is as many as it may have
ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local WEBPUSH REGISTER https://push.example/a
ann > WEBPUSH UNREGISTER https://push.example/b
ann < :parlor.local WEBPUSH UNREGISTER https://push.example/b
ann > WEBPUSH UNREGISTER https://push.example/b
ann < :parlor.local WEBPUSH UNREGISTER https://push.example/b
ann > WEBPUSH REGISTER http://push.example/b p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS REGISTER http://push.example/b :The endpoint is no https address that could be pushed to
ann > WEBPUSH REGISTER https://push.example/b p256dh=abc
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS REGISTER https://push.example/b :The keys are not p256dh=...;auth=... in Base64 for URLs
ann > WEBPUSH REGISTER https://push.example/b
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS REGISTER https://push.example/b :Missing parameters, or too many
ann > WEBPUSH UNREGISTER
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS UNREGISTER * :Missing parameters, or too many
ann > WEBPUSH UNREGISTER nowhere
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS UNREGISTER nowhere :The endpoint is no https address
ann > WEBPUSH VAPIDPUBKEY more
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS VAPIDPUBKEY more :Missing parameters, or too many
ann > WEBPUSH LIST
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS LIST * :Invalid subcommand
ann > WEBPUSH
ann < :parlor.local FAIL WEBPUSH INVALID_PARAMS * * :Invalid subcommand
",
    );
}

#[test]
fn the_key_is_in_isupport() {
    play_with(
        pushing(),
        r"
ann connects
ann > CAP LS 302
ann < :parlor.local CAP * LS * :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration=before-connect,custom-account-name draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit draft/message-redaction draft/metadata-2=before-connect,max-subs=100,max-keys=100,max-value-bytes=300
ann < :parlor.local CAP * LS * :draft/metadata-3=before-connect,max-subs=100,max-keys=100,max-value-bytes=300 draft/multiline=max-bytes=4096,max-lines=32 draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg=/ draft/search draft/webpush draft/whoami echo-message extended-join extended-monitor invite-notify labeled-response message-tags multi-prefix no-implicit-names sasl=PLAIN,SCRAM-SHA-256
ann < :parlor.local CAP * LS :server-time setname soju.im/search soju.im/webpush standard-replies userhost-in-names znc.in/playback znc.in/self-message
ann > CAP REQ :draft/webpush soju.im/webpush draft/extended-isupport batch
ann < :parlor.local CAP * ACK :draft/webpush soju.im/webpush draft/extended-isupport batch
ann > ISUPPORT
ann < :parlor.local BATCH +b1 draft/isupport
ann < @batch=b1 :parlor.local 005 * ACCOUNTEXTBAN=a AWAYLEN=390 BOT=B CASEMAPPING=ascii CHANLIMIT=#:100 CHANMODES=Ibe,k,fl,CEMRUimnstu CHANNELLEN=64 CHANTYPES=# CHATHISTORY=1000 ELIST=CMNTU EXCEPTS=e EXTBAN=,am INVEX=I :are supported by this server
ann < @batch=b1 :parlor.local 005 * KEYLEN=32 KICKLEN=390 KNOCK MAXLIST=beI:100 MAXTARGETS=4 MODES MONITOR=100 MSGREFTYPES=msgid,timestamp NETWORK=Parlor NICKLEN=32 PREFIX=(qaohv)~&@%+ SAFELIST STATUSMSG=~&@%+ :are supported by this server
ann < @batch=b1 :parlor.local 005 * TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,USERHOST:10,WHOIS:1 TOPICLEN=390 USERLEN=32 UTF8ONLY VAPID=BKey WHOX :are supported by this server
ann < :parlor.local BATCH -b1
",
    );
}

#[test]
fn direct_messages_calls_by_name_and_invitations_are_pushed_and_taken_back() {
    play_with(
        pushing(),
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann > JOIN #tea
bob enters message-tags draft/multiline batch
bob > JOIN #tea
pushes
pushes < to ann at /a: PING webpush

bob > @+draft/reply=x;+typing=no PRIVMSG ann :hi ann
ann < :bob!bob@127.0.0.1 PRIVMSG ann :hi ann
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=3-2;+draft/reply=x;+typing=no :bob!bob@127.0.0.1 PRIVMSG ann :hi ann
bob > PRIVMSG #tea :anybody?
ann < :bob!bob@127.0.0.1 PRIVMSG #tea :anybody?
pushes
bob > PRIVMSG #tea :Ann, are you there?
ann < :bob!bob@127.0.0.1 PRIVMSG #tea :Ann, are you there?
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=2-5 :bob!bob@127.0.0.1 PRIVMSG #tea :Ann, are you there?
bob > PRIVMSG #tea :\1ACTION waves to ann\1
ann < :bob!bob@127.0.0.1 PRIVMSG #tea :\1ACTION waves to ann\1
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=2-6 :bob!bob@127.0.0.1 PRIVMSG #tea :\1ACTION waves to ann\1
bob > NOTICE #tea :ann
ann < :bob!bob@127.0.0.1 NOTICE #tea :ann
bob > PRIVMSG ann :\1VERSION\1
ann < :bob!bob@127.0.0.1 PRIVMSG ann :\1VERSION\1
bob > PRIVMSG @#tea :ann, this is for operators
ann < :bob!bob@127.0.0.1 PRIVMSG @#tea :ann, this is for operators
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=2-8 :bob!bob@127.0.0.1 PRIVMSG @#tea :ann, this is for operators
bob > BATCH +1 draft/multiline ann
bob > @batch=1 PRIVMSG ann :first
bob > @batch=1 PRIVMSG ann :second
bob > BATCH -1
ann < :bob!bob@127.0.0.1 PRIVMSG ann :first
ann < :bob!bob@127.0.0.1 PRIVMSG ann :second
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=3-4 :bob!bob@127.0.0.1 PRIVMSG ann :first
hush
bob > JOIN #other

bob > INVITE ann #other
ann < :bob!bob@127.0.0.1 INVITE ann #other
bob < :parlor.local 341 bob ann #other
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=4-3 :bob!bob@127.0.0.1 INVITE ann #other
ann > MARKREAD bob timestamp=2030-01-01T00:00:00.000Z
ann < :parlor.local MARKREAD bob timestamp=2001-09-09T12:00:00.000Z
ann > MARKREAD bob timestamp=2030-01-01T00:00:00.000Z
ann < :parlor.local MARKREAD bob timestamp=2001-09-09T12:00:00.000Z
ann > MARKREAD #tea timestamp=2030-01-01T00:00:00.000Z
ann < :parlor.local MARKREAD #tea timestamp=2001-09-09T12:00:00.000Z
pushes
pushes < to ann at /a: :parlor.local MARKREAD bob timestamp=2001-09-09T12:00:00.000Z
pushes < to ann at /a: :parlor.local MARKREAD #tea timestamp=2001-09-09T12:00:00.000Z
ann > WEBPUSH UNREGISTER https://push.example/a
ann < :parlor.local WEBPUSH UNREGISTER https://push.example/a
bob > PRIVMSG ann :bye
ann < :bob!bob@127.0.0.1 PRIVMSG ann :bye
pushes
",
    );
}

#[test]
fn a_restart_and_a_departure_change_nothing() {
    play_with(
        pushing(),
        r"
hush
ann enters
ann > REGISTER * * sesame-sesame
ann > WEBPUSH REGISTER https://push.example/a p256dh=BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4;auth=BTBZMqHH6r4Tts7J_aSIgg
ann > QUIT :later
restart
bob enters
pushes

bob > PRIVMSG ann :while you were out
bob < :parlor.local 301 bob ann :Not connected
pushes
pushes < to ann at /a: @time=2001-09-09T12:00:00.000Z;msgid=2-2 :bob!bob@127.0.0.1 PRIVMSG ann :while you were out
",
    );
}
