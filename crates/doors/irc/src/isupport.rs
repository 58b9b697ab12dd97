//! RPL_ISUPPORT: what this server offers, at most thirteen tokens a line (Modern IRC, "RPL_ISUPPORT").

use crate::caps::Caps;
use crate::codec::Message;
use crate::codec::numerics::{ERR_NOTREGISTERED, RPL_ISUPPORT};
use crate::commands::changing::KEY_BYTES_MAX;
use crate::commands::history::{close_batch, open_batch};
use crate::commands::looking::USERHOST_MAX;
use crate::modes;
use crate::registration::USER_BYTES_MAX;
use crate::turn::Turn;
use parlor_server::Rules;
use std::sync::Arc;

const TOKENS_PER_LINE: usize = 13;
/// Bytes of tokens on a line: with the rest of the line within 512.
const LINE_BYTES: usize = 360;

/// Writes the tokens; in a batch for who asked for it
/// (<https://ircv3.net/specs/extensions/extended-isupport>).
pub(crate) fn write(turn: &mut Turn<'_, '_>) {
    let tokens = tokens(turn.desk.rules());
    let batched = turn.caps().has(Caps::EXTENDED_ISUPPORT);
    let batch = if batched { open_batch(turn, &["draft/isupport"]) } else { None };
    let (server, nick) = (Arc::clone(&turn.seat.server), turn.nick());
    for tokens in lines(&tokens) {
        let line = turn.start_in(batch.as_deref()).source(&server).numeric(RPL_ISUPPORT).param(&nick);
        let line = tokens.iter().fold(line, |line, token| line.param(token));
        line.trailing("are supported by this server");
    }
    close_batch(turn, batch.as_deref());
}

/// `ISUPPORT`: the tokens once more, or before one is in.
pub(crate) fn isupport(turn: &mut Turn<'_, '_>, _: &Message<'_>) {
    if turn.seat.me.is_none() && !turn.caps().has(Caps::EXTENDED_ISUPPORT) {
        return turn.numeric(ERR_NOTREGISTERED, &[], "You have not registered");
    }
    write(turn);
}

/// The tokens of each line: as many as there may be, and as fit.
fn lines(tokens: &[String]) -> Vec<Vec<&str>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    for token in tokens {
        bytes += token.len() + 1;
        let full = |line: &Vec<&str>| line.len() == TOKENS_PER_LINE || bytes > LINE_BYTES;
        if lines.last().is_none_or(full) {
            lines.push(Vec::new());
            bytes = token.len() + 1;
        }
        if let Some(line) = lines.last_mut() {
            line.push(token.as_str());
        }
    }
    lines
}

fn tokens(rules: &Rules) -> Vec<String> {
    let limits = &rules.house.limits;
    let letters: String = modes::ROLES.iter().map(|(letter, ..)| *letter).collect();
    let marks: String = modes::ROLES.iter().map(|(_, mark, _)| *mark).collect();
    let network: String = rules
        .network
        .chars()
        .map(|c| if c.is_ascii_graphic() && c != '\\' && c != '=' { c } else { '_' })
        .collect();
    let targets = rules.irc.targets_max;
    let mut tokens = vec![
        "ACCOUNTEXTBAN=a".into(),
        format!("AWAYLEN={}", limits.away_bytes_max),
        format!("BOT={}", modes::UserModes::BOT),
        format!("CASEMAPPING={}", if rules.names.unicode { "precis" } else { "ascii" }),
        format!("CHANLIMIT=#:{}", limits.rooms_per_person_max),
        format!("CHANMODES={}", modes::CHANMODES),
        format!("CHANNELLEN={}", rules.names.room_chars_max),
        "CHANTYPES=#".into(),
        format!("CHATHISTORY={}", rules.history_items_max),
        "ELIST=CMNTU".into(),
        "EXCEPTS=e".into(),
        "EXTBAN=,am".into(),
        "INVEX=I".into(),
        format!("KEYLEN={KEY_BYTES_MAX}"),
        format!("KICKLEN={}", limits.kick_bytes_max),
        "KNOCK".into(),
        format!("MAXLIST=beI:{}", limits.list_entries_max),
        format!("MAXTARGETS={targets}"),
        "MODES".into(),
        format!("MONITOR={}", limits.watched_max),
        "MSGREFTYPES=msgid,timestamp".into(),
        format!("NETWORK={network}"),
        format!("NICKLEN={}", rules.names.nick_chars_max),
        format!("PREFIX=({letters}){marks}"),
        "SAFELIST".into(),
        format!("STATUSMSG={marks}"),
        format!(
            "TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:{targets},PART:,PRIVMSG:{targets},\
             TAGMSG:{targets},USERHOST:{USERHOST_MAX},WHOIS:1"
        ),
        format!("TOPICLEN={}", limits.topic_bytes_max),
        format!("USERLEN={USER_BYTES_MAX}"),
        "UTF8ONLY".into(),
        "WHOX".into(),
    ];
    if let Some(key) = &rules.push_key {
        tokens.push(format!("VAPID={key}"));
        tokens.sort_unstable();
    }
    let denied = rules.irc.tags_denied.join(",");
    if !denied.is_empty() {
        tokens.push(format!("CLIENTTAGDENY={}", escaped(&denied)));
        tokens.sort_unstable();
    }
    for (name, address) in [("draft/ICON", &rules.irc.icon), ("soju.im/FILEHOST", &rules.irc.filehost)] {
        if !address.is_empty() {
            tokens.push(format!("{name}={}", escaped(address)));
        }
    }
    tokens
}

/// A value in which anything can stand (Modern IRC, "RPL_ISUPPORT": `\\x` and two digits).
fn escaped(value: &str) -> String {
    let mut escaped = String::new();
    for byte in value.bytes() {
        match byte {
            b'=' | b'\\' | 0..=b' ' | 127.. => escaped.push_str(&format!("\\x{byte:02X}")),
            plain => escaped.push(char::from(plain)),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_server::IrcRules;

    #[test]
    fn tokens_are_ascii_in_order_and_lines_fit() {
        let irc = IrcRules { icon: "https://a.example/é?a=b".into(), ..IrcRules::default() };
        let rules = Rules { network: "Café Parlor".into(), irc, ..Rules::default() };
        let tokens = tokens(&rules);
        assert!(tokens.is_sorted());
        assert!(tokens.iter().all(|t| t.bytes().all(|b| b.is_ascii_graphic())));
        assert!(tokens.contains(&"NETWORK=Caf__Parlor".to_owned()));
        assert!(tokens.contains(&r"draft/ICON=https://a.example/\xC3\xA9?a\x3Db".to_owned()));
        let lines = lines(&tokens);
        assert_eq!(lines.concat(), tokens);
        for line in lines {
            assert!(line.len() <= 13 && line.iter().map(|t| t.len() + 1).sum::<usize>() <= LINE_BYTES);
        }
    }
}
