//! HELP: a line or two for each command.

use crate::codec::Message;
use crate::codec::numerics::{ERR_HELPNOTFOUND, RPL_ENDOFHELP, RPL_HELPSTART, RPL_HELPTXT};
use crate::turn::{Turn, safe};

/// What each command does, by name.
const TOPICS: &[(&str, &str)] = &[
    ("ACCEPT", "ACCEPT nick[,-nick]: hear them although you are +R; ACCEPT *: whom you hear"),
    ("ADMIN", "ADMIN: who runs this server"),
    ("AUTHENTICATE", "AUTHENTICATE mechanism: log in to an account (SASL); AUTHENTICATE * stops"),
    ("AWAY", "AWAY [words]: say that you are away; without words, that you are back"),
    ("BATCH", "BATCH +name draft/multiline target ... BATCH -name: say something in several lines"),
    ("CAP", "CAP LS|LIST|REQ|END: negotiate capabilities"),
    ("CHANSERV", "CHANSERV command: ask ChanServ, which looks after channels; CHANSERV HELP says more"),
    ("CHATHISTORY", "CHATHISTORY LATEST|BEFORE|AFTER|AROUND|BETWEEN target ... limit: what was said before"),
    ("CS", "CS command: the same as CHANSERV"),
    ("DEFCON", "DEFCON [level]: how much is let happen, 5 (all) to 1 (no new connections) (operators)"),
    ("DLINE", "DLINE [time] address[/bits] [reason]: ban a network; DLINE LIST (operators)"),
    ("HELP", "HELP [command]: this"),
    ("INFO", "INFO: about this server"),
    ("INVITE", "INVITE [nick #channel]: let somebody in; without parameters, where you are invited"),
    ("ISON", "ISON nick ...: which of these are here"),
    ("ISUPPORT", "ISUPPORT: what the server supports, as on connecting"),
    ("JOIN", "JOIN #channel[,#channel] [key[,key]]: come in; JOIN 0 leaves every channel"),
    ("KICK", "KICK #channel nick[,nick] [reason]: remove somebody"),
    ("KILL", "KILL nick [reason]: end somebody's connections (operators)"),
    ("KLINE", "KLINE [time] nick!user@host [reason]: ban a mask; KLINE LIST (operators)"),
    ("KNOCK", "KNOCK #channel [words]: ask to be let in"),
    ("LINKS", "LINKS: the servers of this network"),
    ("LIST", "LIST [filters]: channels; filters are masks, !mask, >n and <n members, C>n and T<n minutes"),
    ("LUSERS", "LUSERS: how many are here"),
    ("MARKREAD", "MARKREAD target [timestamp=...]: how far you have read, on all your connections"),
    (
        "METADATA",
        "METADATA target|* GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC ...: what people and channels say about themselves",
    ),
    (
        "MODE",
        "MODE #channel [modes [parameters]]: see or change what a channel is; MODE nick [modes]: yourself",
    ),
    ("MONITOR", "MONITOR + nick[,nick]|- nick[,nick]|C|L|S: be told when they come and go"),
    ("MOTD", "MOTD: the message of the day"),
    ("NAMES", "NAMES #channel[,#channel]: who is there"),
    ("NICK", "NICK name: be called something else"),
    ("NICKSERV", "NICKSERV command: ask NickServ, which looks after accounts; NICKSERV HELP says more"),
    ("NOTICE", "NOTICE target :text: like PRIVMSG, for programs"),
    ("NPC", "NPC #channel name text: say something as a character (+E)"),
    ("NPCA", "NPCA #channel name text: do something as a character (+E)"),
    ("NS", "NS command: the same as NICKSERV"),
    ("OPER", "OPER account password: be an operator of the server"),
    ("PART", "PART #channel[,#channel] [reason]: leave"),
    ("PASS", "PASS password: the password of the server, where it has one, before NICK and USER"),
    ("PERSISTENCE", "PERSISTENCE GET|SET ON|OFF|DEFAULT: whether you stay when your last connection closes"),
    ("PING", "PING token: answered with PONG when everything before is done"),
    ("PRIVMSG", "PRIVMSG target[,target] :text: say something to a channel or a person"),
    ("QUIT", "QUIT [reason]: leave the server"),
    ("REDACT", "REDACT target msgid [reason]: delete a message"),
    ("REGISTER", "REGISTER account|* email|* password: make an account"),
    ("REHASH", "REHASH: read the settings again (operators)"),
    ("RELAYMSG", "RELAYMSG #channel name/network :text: say what somebody elsewhere said"),
    ("RENAME", "RENAME #channel #new [reason]: give a channel another name"),
    ("SAJOIN", "SAJOIN [nick] #channel[,#channel]: bring somebody in (operators)"),
    (
        "SAMODE",
        "SAMODE #channel|nick modes [parameters]: change a channel, in it or not, or what somebody is taken for (operators)",
    ),
    ("SANICK", "SANICK nick newnick: call somebody something else (operators)"),
    ("SAPART", "SAPART [nick] #channel[,#channel] [reason]: have somebody leave (operators)"),
    ("SCENE", "SCENE #channel text: describe a scene (+E)"),
    (
        "SEARCH",
        "SEARCH in=target;from=nick;after=time;before=time;text=words;limit=n: look for what was said",
    ),
    ("SETNAME", "SETNAME :real name: change your real name"),
    ("STATS", "STATS u: for how long the server has run"),
    ("TAGMSG", "TAGMSG target: tags without a text, such as reactions"),
    ("TIME", "TIME: the server's time"),
    ("TOPIC", "TOPIC #channel [:topic]: see or set the topic"),
    (
        "UBAN",
        "UBAN ADD|DEL|LIST|INFO [network|mask|account] [DURATION time] [REQUIRE-SASL] [reason]: ban from the server (operators)",
    ),
    ("UNDLINE", "UNDLINE address[/bits]: lift a ban (operators)"),
    ("UNKLINE", "UNKLINE nick!user@host: lift a ban (operators)"),
    ("USER", "USER name 0 * :real name: part of connecting"),
    ("USERHOST", "USERHOST nick ...: hosts of up to ten people"),
    ("VERIFY", "VERIFY account code: say the code that was sent to you by mail"),
    ("VERSION", "VERSION: the server's version and what it supports"),
    ("WALLOPS", "WALLOPS :text: tell everybody who listens (operators)"),
    ("WEBIRC", "WEBIRC password gateway host ip [:options]: for gateways: for whom they connect"),
    (
        "WEBPUSH",
        "WEBPUSH REGISTER endpoint keys|UNREGISTER endpoint|VAPIDPUBKEY: be told of messages elsewhere",
    ),
    ("WHO", "WHO #channel|mask [%fields,token]: who is there"),
    ("WHOIS", "WHOIS nick: about somebody"),
    ("WHOWAS", "WHOWAS nick [count]: about somebody who was here"),
];

/// `HELP [subject]`.
pub(crate) fn help(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(subject) = msg.params.first().filter(|subject| !subject.is_empty()) else {
        turn.numeric(RPL_HELPSTART, &["*"], "The commands of this server; HELP <command> says more");
        for names in TOPICS.chunks(10) {
            let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
            turn.numeric(RPL_HELPTXT, &["*"], &names.join(" "));
        }
        return turn.numeric(RPL_ENDOFHELP, &["*"], "End of HELP");
    };
    let (shown, wanted) = (safe(subject), subject.to_ascii_uppercase());
    match TOPICS.iter().find(|(name, _)| *name == wanted) {
        Some((name, words)) => {
            turn.numeric(RPL_HELPSTART, &[shown], &format!("Help on {name}"));
            turn.numeric(RPL_HELPTXT, &[shown], words);
            turn.numeric(RPL_ENDOFHELP, &[shown], "End of HELP");
        }
        None => turn.numeric(ERR_HELPNOTFOUND, &[shown], "Help not found"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::NAMES;

    #[test]
    fn every_command_has_help() {
        assert!(TOPICS.is_sorted_by(|(a, _), (b, _)| a < b));
        for command in NAMES {
            let silent = ["HELPOP", "PONG", "SUMMON", "USERS"].contains(command);
            assert_eq!(TOPICS.iter().any(|(name, _)| name == command), !silent, "{command}");
        }
    }
}
