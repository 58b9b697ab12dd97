//! RPL_ISUPPORT: what this server offers, at most thirteen tokens a line (Modern IRC, "RPL_ISUPPORT").

use crate::codec::numerics::RPL_ISUPPORT;
use crate::commands::changing::KEY_BYTES_MAX;
use crate::commands::looking::USERHOST_MAX;
use crate::commands::speaking::TARGETS_MAX;
use crate::modes;
use crate::registration::USER_BYTES_MAX;
use crate::turn::Turn;
use parlor_server::{Rules, WATCHED_MAX};

const TOKENS_PER_LINE: usize = 13;

/// Writes the tokens.
pub(crate) fn write(turn: &mut Turn<'_, '_>) {
    let tokens = tokens(turn.desk.rules());
    for line in tokens.chunks(TOKENS_PER_LINE) {
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        turn.numeric(RPL_ISUPPORT, &line, "are supported by this server");
    }
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
    let reason = limits.reason_bytes_max;
    vec![
        "ACCOUNTEXTBAN=a".into(),
        format!("AWAYLEN={reason}"),
        format!("BOT={}", modes::UserModes::BOT),
        "CASEMAPPING=ascii".into(),
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
        format!("KICKLEN={reason}"),
        "KNOCK".into(),
        format!("MAXLIST=beI:{}", limits.list_entries_max),
        format!("MAXTARGETS={TARGETS_MAX}"),
        "MODES".into(),
        format!("MONITOR={WATCHED_MAX}"),
        "MSGREFTYPES=msgid,timestamp".into(),
        format!("NETWORK={network}"),
        format!("NICKLEN={}", rules.names.nick_chars_max),
        format!("PREFIX=({letters}){marks}"),
        "SAFELIST".into(),
        format!("STATUSMSG={marks}"),
        format!(
            "TARGMAX=JOIN:,KICK:,LIST:,NAMES:,NOTICE:{TARGETS_MAX},PART:,PRIVMSG:{TARGETS_MAX},\
             TAGMSG:{TARGETS_MAX},USERHOST:{USERHOST_MAX},WHOIS:1"
        ),
        format!("TOPICLEN={}", limits.topic_bytes_max),
        format!("USERLEN={USER_BYTES_MAX}"),
        "UTF8ONLY".into(),
        "WHOX".into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_ascii_in_order_and_lines_fit() {
        let rules = Rules { network: "Café Parlor".into(), ..Rules::default() };
        let tokens = tokens(&rules);
        assert!(tokens.is_sorted());
        assert!(tokens.iter().all(|t| t.bytes().all(|b| b.is_ascii_graphic())));
        assert!(tokens.contains(&"NETWORK=Caf__Parlor".to_owned()));
        for line in tokens.chunks(TOKENS_PER_LINE) {
            assert!(line.iter().map(|t| t.len() + 1).sum::<usize>() < 400);
        }
    }
}
