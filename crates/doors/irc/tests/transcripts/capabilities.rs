//! CAP.

use super::stage::play;

#[test]
fn ls_for_old_and_new_clients() {
    play(
        r"
ann connects
ann > CAP LS
ann < :parlor.local CAP * LS :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit echo-message extended-join extended-monitor invite-notify labeled-response message-tags multi-prefix no-implicit-names sasl server-time setname standard-replies userhost-in-names
ann > CAP LIST
ann < :parlor.local CAP * LIST :
bob connects
bob > CAP LS 302
bob < :parlor.local CAP * LS * :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration=before-connect,custom-account-name draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit draft/message-redaction draft/metadata-2=before-connect,max-subs=100,max-keys=100,max-value-bytes=300
bob < :parlor.local CAP * LS * :draft/metadata-3=before-connect,max-subs=100,max-keys=100,max-value-bytes=300 draft/multiline=max-bytes=4096,max-lines=32 draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg=/ draft/search draft/whoami echo-message extended-join extended-monitor invite-notify labeled-response message-tags multi-prefix no-implicit-names sasl=PLAIN,SCRAM-SHA-256 server-time
bob < :parlor.local CAP * LS :setname soju.im/search standard-replies userhost-in-names znc.in/playback znc.in/self-message
bob > CAP LIST
bob < :parlor.local CAP * LIST :cap-notify
bob > CAP REQ :-cap-notify
bob < :parlor.local CAP * NAK :-cap-notify
",
    );
}

#[test]
fn registration_waits_for_cap_end() {
    play(
        r"
ann connects
hush
ann > CAP LS 302

ann > NICK ann
ann > USER ann 0 * :Ann
hush
ann > CAP END

ann > CAP END
ann > CAP LIST
ann < :parlor.local CAP ann LIST :cap-notify
",
    );
}

#[test]
fn req_is_taken_whole_or_not_at_all() {
    play(
        r"
ann connects
ann > CAP REQ :foo multi-prefix bar
ann < :parlor.local CAP * NAK :foo multi-prefix bar
ann > CAP LIST
ann < :parlor.local CAP * LIST :
ann > CAP REQ :multi-prefix server-time
ann < @time=2001-09-09T12:00:00.000Z :parlor.local CAP * ACK :multi-prefix server-time
ann > CAP LIST
ann < @time=2001-09-09T12:00:00.000Z :parlor.local CAP * LIST :multi-prefix server-time
ann > CAP REQ :-multi-prefix
ann < @time=2001-09-09T12:00:00.000Z :parlor.local CAP * ACK :-multi-prefix
ann > CAP REQ -server-time
ann < :parlor.local CAP * ACK :-server-time
ann > CAP LIST
ann < :parlor.local CAP * LIST :
ann > CAP REQ :
ann < :parlor.local CAP * ACK :
ann > CAP REQ
ann < :parlor.local CAP * ACK :
ann > CAP
ann < :parlor.local 461 * CAP :Not enough parameters
ann > CAP FOO
ann < :parlor.local 410 * FOO :Invalid CAP subcommand
ann > cap req :ECHO-MESSAGE
ann < :parlor.local CAP * NAK :ECHO-MESSAGE
ann > CAP REQ :echo-message
ann < :parlor.local CAP * ACK :echo-message
ann > NICK ann
ann > USER ann 0 * :Ann
hush
ann > CAP END

ann > CAP LIST
ann < :parlor.local CAP ann LIST :echo-message
ann > CAP REQ :server-time
ann < @time=2001-09-09T12:00:00.000Z :parlor.local CAP ann ACK :server-time
ann > CAP LIST
ann < @time=2001-09-09T12:00:00.000Z :parlor.local CAP ann LIST :echo-message server-time
ann > CAP FOO
ann < @time=2001-09-09T12:00:00.000Z :parlor.local 410 ann FOO :Invalid CAP subcommand
",
    );
}

#[test]
fn what_is_on_is_listed_on_one_line_for_old_clients() {
    play(
        r"
hush
ann enters account-notify account-tag away-notify batch cap-notify chghost draft/account-registration draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit
ann > CAP REQ :draft/message-redaction draft/metadata-2 draft/metadata-3 draft/multiline draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg draft/search draft/whoami echo-message

ann > CAP LIST
ann < :parlor.local CAP ann LIST :account-notify account-tag away-notify batch cap-notify chghost draft/account-registration draft/channel-rename draft/chathistory draft/event-playback draft/extended-isupport draft/extended-monitor draft/message-edit draft/message-redaction draft/metadata-2 draft/metadata-3 draft/multiline draft/no-implicit-names draft/persistence draft/pre-away draft/read-marker draft/relaymsg echo-message
",
    );
}
