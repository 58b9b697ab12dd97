//! Capability negotiation (<https://ircv3.net/specs/extensions/capability-negotiation>).

use crate::codec::Message;
use crate::codec::numerics::{ERR_INVALIDCAPCMD, ERR_NEEDMOREPARAMS};
use crate::commands::{metadata, sasl};
use crate::registration;
use crate::turn::Turn;
use parlor_server::{Rules, Sts};
use std::borrow::Cow;
use std::sync::Arc;

/// What a connection has asked for: one bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Caps(u64);

macro_rules! caps {
    ($($name:ident $text:literal $value:expr;)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the names of the constants below")]
        enum Bit { $($name),* }

        impl Caps {
            $(#[doc = $text] pub(crate) const $name: Self = Self(1 << Bit::$name as u64);)*
        }

        /// Every capability: its name, its bit, and what `CAP LS 302` says it is worth.
        const OFFERED: &[(&str, Caps, &str)] = &[$(($text, Caps::$name, $value)),*];
    };
}

caps! {
    ACCOUNT_NOTIFY "account-notify" "";
    ACCOUNT_TAG "account-tag" "";
    AWAY_NOTIFY "away-notify" "";
    BATCH "batch" "";
    CAP_NOTIFY "cap-notify" "";
    CHGHOST "chghost" "";
    ACCOUNT_REGISTRATION "draft/account-registration" "";
    CHANNEL_RENAME "draft/channel-rename" "";
    CHATHISTORY "draft/chathistory" "";
    EVENT_PLAYBACK "draft/event-playback" "";
    EXTENDED_ISUPPORT "draft/extended-isupport" "";
    DRAFT_EXTENDED_MONITOR "draft/extended-monitor" "";
    MESSAGE_EDIT "draft/message-edit" "";
    REDACTION "draft/message-redaction" "";
    METADATA_2 "draft/metadata-2" "";
    METADATA_3 "draft/metadata-3" "";
    MULTILINE "draft/multiline" "";
    DRAFT_NO_NAMES "draft/no-implicit-names" "";
    PERSISTENCE "draft/persistence" "";
    PRE_AWAY "draft/pre-away" "";
    READ_MARKER "draft/read-marker" "";
    RELAYMSG "draft/relaymsg" "/";
    DRAFT_SEARCH "draft/search" "";
    WEBPUSH "draft/webpush" "";
    WHOAMI "draft/whoami" "";
    ECHO "echo-message" "";
    EXTENDED_JOIN "extended-join" "";
    EXTENDED_MONITOR "extended-monitor" "";
    INVITE_NOTIFY "invite-notify" "";
    LABELS "labeled-response" "";
    TAGS "message-tags" "";
    MULTI_PREFIX "multi-prefix" "";
    NO_NAMES "no-implicit-names" "";
    SASL "sasl" "";
    SERVER_TIME "server-time" "";
    SETNAME "setname" "";
    SEARCH "soju.im/search" "";
    SOJU_WEBPUSH "soju.im/webpush" "";
    STANDARD_REPLIES "standard-replies" "";
    USERHOST_IN_NAMES "userhost-in-names" "";
    PLAYBACK "znc.in/playback" "";
    SELF_MESSAGE "znc.in/self-message" "";
}

impl Caps {
    /// Not a capability: the client speaks version 302 of the negotiation.
    pub(crate) const VERSION_302: Self = Self(1 << 63);

    /// Those that change how an event of a room is written.
    pub(crate) const SHAPING: Self = Self(
        Self::ACCOUNT_NOTIFY.0
            | Self::ACCOUNT_TAG.0
            | Self::CHGHOST.0
            | Self::CHANNEL_RENAME.0
            | Self::REDACTION.0
            | Self::EXTENDED_JOIN.0
            | Self::INVITE_NOTIFY.0
            | Self::RELAYMSG.0
            | Self::MESSAGE_EDIT.0
            | Self::MULTILINE.0
            | Self::BATCH.0
            | Self::TAGS.0
            | Self::SERVER_TIME.0
            | Self::SETNAME.0,
    );

    /// Those of a server that sends pushes.
    const PUSHING: Self = Self(Self::WEBPUSH.0 | Self::SOJU_WEBPUSH.0);

    pub(crate) const fn has(self, cap: Self) -> bool {
        self.0 & cap.0 != 0
    }

    pub(crate) const fn with(self, cap: Self, on: bool) -> Self {
        Self(if on { self.0 | cap.0 } else { self.0 & !cap.0 })
    }

    /// Only those of `mask`.
    pub(crate) const fn only(self, mask: Self) -> Self {
        Self(self.0 & mask.0)
    }

    /// Those that change how an event of a room is written, and matter with the others.
    pub(crate) const fn shaping(self) -> Self {
        let multiline = self.multiline();
        self.only(Self::SHAPING).with(Self::MULTILINE, multiline).with(Self::BATCH, multiline)
    }

    /// Messages of several lines come in batches, which must be known too.
    pub(crate) const fn multiline(self) -> bool {
        self.has(Self::MULTILINE) && self.has(Self::BATCH)
    }

    pub(crate) const fn bits(self) -> u64 {
        self.0
    }
}

/// What this server offers of them, as it is set up.
fn offered(rules: &Rules) -> impl Iterator<Item = &'static (&'static str, Caps, &'static str)> + use<> {
    let pushes = rules.push_key.is_some();
    OFFERED.iter().filter(move |(_, cap, _)| pushes || !Caps::PUSHING.has(*cap))
}

/// Bytes of capabilities on one line of `CAP LS`: with the rest of the line well within 512.
const LINE_BYTES: usize = 400;

/// `CAP`.
pub(crate) fn cap(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let Some(&subcommand) = msg.params.first() else {
        return turn.numeric(ERR_NEEDMOREPARAMS, &["CAP"], "Not enough parameters");
    };
    match subcommand.to_ascii_uppercase().as_str() {
        "LS" => ls(turn, msg.params.at(1)),
        "LIST" => {
            let on: Vec<String> = OFFERED
                .iter()
                .filter(|(_, cap, _)| turn.caps().has(*cap))
                .map(|(name, ..)| (*name).to_owned())
                .collect();
            let on = if turn.caps().has(Caps::VERSION_302) { on } else { on_one_line(on) };
            list(turn, "LIST", &on);
        }
        "REQ" => req(turn, msg.params.at(1).unwrap_or_default()),
        "END" => registration::cap_end(turn),
        _ => {
            let shown = crate::turn::safe(subcommand);
            turn.numeric(ERR_INVALIDCAPCMD, &[shown], "Invalid CAP subcommand");
        }
    }
}

fn ls(turn: &mut Turn<'_, '_>, version: Option<&str>) {
    registration::cap_begin(turn);
    if version.and_then(|v| v.parse::<u32>().ok()).is_some_and(|v| v >= 302) {
        let caps = turn.caps().with(Caps::VERSION_302, true).with(Caps::CAP_NOTIFY, true);
        turn.seat.caps = caps;
    }
    let extras = turn.caps().has(Caps::VERSION_302);
    let rules = turn.desk.rules();
    let offered: Vec<String> = offered(rules)
        .map(
            |(name, cap, value)| {
                if extras { with_value(turn, rules, name, *cap, value) } else { (*name).to_owned() }
            },
        )
        .chain(sts(turn, rules).filter(|_| extras))
        .collect();
    let offered = if extras { offered } else { on_one_line(offered) };
    list(turn, "LS", &offered);
}

/// Who does not speak 302 is answered with one line (capability-negotiation, "Multiline replies"). What does not fit, of the
/// drafts and what other servers made up, may be asked for all the same.
fn on_one_line(offered: Vec<String>) -> Vec<String> {
    let (others, settled): (Vec<_>, Vec<_>) = offered.into_iter().partition(|name| name.contains('/'));
    let mut bytes = settled.iter().map(|name| name.len() + 1).sum::<usize>();
    let fits = |name: &String| {
        bytes += name.len() + 1;
        bytes <= LINE_BYTES
    };
    let mut shown: Vec<String> = settled.into_iter().chain(others.into_iter().take_while(fits)).collect();
    shown.sort_unstable();
    shown
}

/// What a client is told about coming back encrypted: where, on a plain connection; for how long, on an encrypted one
/// (<https://ircv3.net/specs/extensions/sts>). It is nothing to ask for.
fn sts(turn: &Turn<'_, '_>, rules: &Rules) -> Option<String> {
    let Sts { port, seconds, preload } = rules.sts.as_ref()?;
    Some(match (turn.desk.arrival().secure, preload) {
        (false, _) => format!("sts=port={port}"),
        (true, false) => format!("sts=duration={seconds}"),
        (true, true) => format!("sts=duration={seconds},preload"),
    })
}

/// A capability as `CAP LS 302` names it.
fn with_value(turn: &Turn<'_, '_>, rules: &Rules, name: &str, cap: Caps, value: &'static str) -> String {
    match worth(turn, rules, cap, value) {
        value if value.is_empty() => name.to_owned(),
        value => format!("{name}={value}"),
    }
}

/// The settings were read again: who asked for it hears what is offered in another way from now on (cap-notify).
pub(crate) fn ruled(turn: &mut Turn<'_, '_>, before: &Rules) {
    if !turn.caps().has(Caps::CAP_NOTIFY) {
        return;
    }
    let extras = turn.caps().has(Caps::VERSION_302);
    let rules = Arc::clone(turn.desk.rules());
    let mut new: Vec<String> = Vec::new();
    for (name, cap, value) in offered(&rules) {
        let was = offered(before).any(|(_, other, _)| other == cap);
        let now = with_value(turn, &rules, name, *cap, value);
        if !was || (extras && now != with_value(turn, before, name, *cap, value)) {
            new.push(if extras { now } else { (*name).to_owned() });
        }
    }
    let still = |cap| offered(&rules).any(|(_, other, _)| *other == cap);
    let gone: Vec<_> = offered(before).filter(|(_, cap, _)| !still(*cap)).collect();
    for (_, cap, _) in &gone {
        turn.seat.caps = turn.caps().with(*cap, false);
    }
    if !gone.is_empty() {
        let names: Vec<String> = gone.iter().map(|(name, ..)| (*name).to_owned()).collect();
        list(turn, "DEL", &names);
    }
    let (sts_before, sts_now) = (sts(turn, before), sts(turn, &rules));
    // A policy is never taken back with DEL, but with a duration of nothing (STS, "The duration key").
    let over = sts_before.is_some() && sts_now.is_none() && turn.desk.arrival().secure;
    let sts_now = sts_now.or_else(|| over.then(|| "sts=duration=0".to_owned()));
    new.extend(sts_now.filter(|now| extras && Some(now) != sts_before.as_ref()));
    if !new.is_empty() {
        list(turn, "NEW", &new);
    }
}

/// What `CAP LS 302` says of a capability: what the table has, what the settings say, or what this connection can do.
fn worth(turn: &Turn<'_, '_>, rules: &Rules, cap: Caps, value: &'static str) -> Cow<'static, str> {
    match cap {
        Caps::MULTILINE => {
            let (bytes_max, lines_max) = rules.multiline();
            format!("max-bytes={bytes_max},max-lines={lines_max}").into()
        }
        Caps::ACCOUNT_REGISTRATION => {
            let before = if rules.irc.register_before_entering { "before-connect," } else { "" };
            let email = if rules.house.email_required { ",email-required" } else { "" };
            format!("{before}custom-account-name{email}").into()
        }
        Caps::SASL => sasl::mechanisms(turn, rules).into(),
        Caps::METADATA_2 | Caps::METADATA_3 => metadata::offer(rules).into(),
        _ => value.into(),
    }
}

/// As many lines as it takes. Who speaks 302 is shown by a `*` that more follow; others have one, but for a long `LIST`.
fn list(turn: &mut Turn<'_, '_>, subcommand: &str, names: &[String]) {
    let mut lines = vec![String::new()];
    for name in names {
        if lines.last().is_some_and(|line| !line.is_empty() && line.len() + name.len() > LINE_BYTES) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(name);
        }
    }
    let (last, more) = lines.split_last().map_or(("", &[][..]), |(l, m)| (l.as_str(), m));
    let marked = [subcommand, "*"];
    // Each line of NEW and DEL stands for itself.
    let continues = turn.caps().has(Caps::VERSION_302) && !matches!(subcommand, "NEW" | "DEL");
    let params = if continues { &marked[..] } else { &marked[..1] };
    for line in more {
        turn.answer("CAP", params, line);
    }
    turn.answer("CAP", &[subcommand], last);
}

/// All of it or nothing. The text goes back as it came.
fn req(turn: &mut Turn<'_, '_>, wanted: &str) {
    registration::cap_begin(turn);
    let mut caps = turn.caps();
    for name in wanted.split_ascii_whitespace() {
        let (name, on) = name.strip_prefix('-').map_or((name, true), |name| (name, false));
        let offered = offered(turn.desk.rules()).find(|(offered, ..)| *offered == name);
        // Who speaks 302 cannot be without cap-notify (capability-negotiation, "cap-notify").
        let pinned = !on && name == "cap-notify" && caps.has(Caps::VERSION_302);
        let (Some((_, cap, _)), false) = (offered, pinned) else {
            return turn.answer("CAP", &["NAK"], wanted);
        };
        caps = caps.with(*cap, on);
    }
    let before = std::mem::replace(&mut turn.seat.caps, caps);
    turn.answer("CAP", &["ACK"], wanted);
    metadata::requested(turn, before);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_fits_on_one_line() {
        let all: Vec<String> = OFFERED.iter().map(|(name, ..)| (*name).to_owned()).collect();
        let shown = on_one_line(all.clone());
        assert!(shown.iter().map(|name| name.len() + 1).sum::<usize>() <= LINE_BYTES);
        assert!(all.iter().filter(|name| !name.contains('/')).all(|name| shown.contains(name)));
        assert!(shown.contains(&"draft/chathistory".to_owned()));
    }

    #[test]
    fn names_are_in_order_and_bits_are_their_own() {
        assert!(OFFERED.is_sorted_by(|(a, ..), (b, ..)| a < b));
        let all = OFFERED.iter().fold(0u64, |all, (_, cap, _)| {
            assert_eq!(all & cap.0, 0);
            all | cap.0
        });
        assert_eq!(all & Caps::VERSION_302.0, 0);
    }
}
