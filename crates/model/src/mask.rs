//! Masks: whom a ban, an exception or a mute means.

use crate::{Folded, Network, Who};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use core::fmt;
use core::net::IpAddr;

/// Whom a list entry means: a pattern over `nick!user@host`, an account, or an address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Mask {
    /// `nick!user@host` with `*` and `?`; the host part is tried on the shown host, and where addresses count on the address.
    Source(Arc<str>),
    /// `a:name` (IRCv3 account-extban): the account, with `*` and `?`. `a:*` is everyone logged in.
    Account(Arc<str>),
    /// An address block, `192.0.2.0/24` or `2001:db8::/32`.
    Block {
        /// The network's address.
        net: IpAddr,
        /// Leading bits that count.
        bits: u8,
    },
}

/// Bytes of a mask at most: nobody needs a longer one, and each is tried on each join.
pub const MASK_BYTES_MAX: usize = 250;

impl Mask {
    /// Reads a mask and completes it: `ann` is `ann!*@*`, `*@host` is `*!*@host`, `a:ann` an account, `192.0.2.0/24`
    /// or `*!*@192.0.2.0/24` an address block.
    ///
    /// `None` for an empty text, white space, control characters, or more than [`MASK_BYTES_MAX`] bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty()
            || text.len() > MASK_BYTES_MAX
            || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ',')
        {
            return None;
        }
        let extban = text.strip_prefix('~').or_else(|| text.strip_prefix('$')).unwrap_or(text);
        if let Some(account) = extban.strip_prefix("a:").or_else(|| extban.strip_prefix("account:")) {
            return (!account.is_empty()).then(|| Self::Account(account.to_lowercase().as_str().into()));
        }
        if let Some(block) = parse_block(text.strip_prefix("*!*@").unwrap_or(text)) {
            return Some(block);
        }
        let (nick, rest) = match text.split_once('!') {
            Some((nick, rest)) => (nick, Some(rest)),
            None if text.contains('@') => ("*", Some(text)),
            None => (text, None),
        };
        let (user, host) = match rest {
            None => ("*", "*"),
            Some(rest) => rest.split_once('@').unwrap_or((rest, "*")),
        };
        let part = |p: &'_ str| if p.is_empty() { "*".to_string() } else { squeeze(p) };
        if !nick.contains(['*', '?']) && text == nick && text.parse::<IpAddr>().is_ok() {
            return Some(Self::Source(format!("*!*@{text}").as_str().into()));
        }
        Some(Self::Source(format!("{}!{}@{}", part(nick), part(user), part(host)).as_str().into()))
    }

    /// Everyone from this block of addresses.
    #[must_use]
    pub const fn block(network: Network) -> Self {
        Self::Block { net: network.base(), bits: network.bits() }
    }

    /// The block of addresses, when it means everyone from one.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        match self {
            Self::Block { net, bits } => Some(Network::of(*net, *bits)),
            Self::Source(_) | Self::Account(_) => None,
        }
    }

    /// Whether both mean the same people: names have no case, so neither have masks.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Source(a), Self::Source(b)) | (Self::Account(a), Self::Account(b)) => {
                Folded::of(a) == Folded::of(b)
            }
            (Self::Block { net: a, bits: m }, Self::Block { net: b, bits: n }) => {
                m == n && in_block(*a, *b, *m)
            }
            (Self::Source(_) | Self::Account(_) | Self::Block { .. }, _) => false,
        }
    }

    /// Whether the mask means this person, as shown or by the address.
    #[must_use]
    pub fn matches(&self, who: &Who) -> bool {
        self.matches_from(who, &who.host) || (who.address != who.host && self.matches_from(who, &who.address))
    }

    /// Whether the mask means this person as others see them: an address that a cloak hides is not looked at.
    #[must_use]
    pub fn matches_shown(&self, who: &Who) -> bool {
        self.matches_from(who, &who.host)
    }

    fn matches_from(&self, who: &Who, host: &str) -> bool {
        match self {
            Self::Source(pattern) => {
                // Tried on each message of who has no role: parts in a row, nothing put together first.
                let named = |bang, host| glob_parts(pattern, [who.nick.as_str(), bang, &who.user, "@", host]);
                // Elsewhere `~` stands before a user name that nobody vouches for: such a mask means who has it here.
                named("!", host) || (pattern.contains("!~") && named("!~", host))
            }
            Self::Account(pattern) => who.account.as_ref().is_some_and(|a| glob(pattern, a.as_str())),
            Self::Block { net, bits } => host.parse().is_ok_and(|a| in_block(a, *net, *bits)),
        }
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(pattern) => f.write_str(pattern),
            Self::Account(account) => write!(f, "a:{account}"),
            Self::Block { net, bits } => write!(f, "*!*@{net}/{bits}"),
        }
    }
}

/// `***` says no more than `*`, but costs more to try.
fn squeeze(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        if !(c == '*' && out.ends_with('*')) {
            out.push(c);
        }
    }
    out
}

fn parse_block(text: &str) -> Option<Mask> {
    let (net, bits) = text.split_once('/')?;
    let net: IpAddr = net.parse().ok()?;
    let bits: u8 = bits.parse().ok()?;
    let width = if net.is_ipv4() { 32 } else { 128 };
    (bits <= width).then_some(Mask::Block { net, bits })
}

fn in_block(address: IpAddr, net: IpAddr, bits: u8) -> bool {
    Network::of(net, bits).contains(address)
}

/// `*` any run, `?` one character, the rest without case. Linear in pattern times text, never exponential.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    glob_chars(pattern, text.chars())
}

/// Like [`glob`], on several texts in a row.
fn glob_parts(pattern: &str, parts: [&str; 5]) -> bool {
    let [nick, bang, user, at, host] = parts.map(str::chars);
    glob_chars(pattern, nick.chain(bang).chain(user).chain(at).chain(host))
}

fn glob_chars<T: Iterator<Item = char> + Clone>(pattern: &str, mut t: T) -> bool {
    let fold = |c: char| c.to_lowercase().next().unwrap_or(c);
    let mut p = pattern.chars();
    let mut retry: Option<(core::str::Chars<'_>, T)> = None;
    loop {
        let at = t.clone();
        match (p.next(), t.next()) {
            (Some('*'), _) => {
                t = at.clone();
                retry = Some((p.clone(), at));
            }
            (Some('?'), Some(_)) => {}
            (Some(a), Some(b)) if fold(a) == fold(b) => {}
            (None, None) => return true,
            _ => {
                let Some((after, from)) = &mut retry else { return false };
                if from.next().is_none() {
                    return false;
                }
                p = after.clone();
                t = from.clone();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountName, Nickname, PersonId};

    fn ann() -> Who {
        Who {
            person: PersonId(1),
            nick: Nickname::trusted("Ann"),
            user: "ann".into(),
            host: "cloak.example".into(),
            address: "192.0.2.7".into(),
            account: Some(AccountName::trusted("Annie")),
            real: "".into(),
        }
    }

    #[test]
    fn masks_are_completed_and_matched() {
        for (text, shown, hits) in [
            ("ann", "ann!*@*", true),
            ("bob", "bob!*@*", false),
            ("*@cloak.*", "*!*@cloak.*", true),
            ("*!*@192.0.2.*", "*!*@192.0.2.*", true),
            ("192.0.2.7", "*!*@192.0.2.7", true),
            ("192.0.2.0/24", "*!*@192.0.2.0/24", true),
            ("*!*@198.51.100.0/24", "*!*@198.51.100.0/24", false),
            ("a:annie", "a:annie", true),
            ("a:*", "a:*", true),
            ("a:bob", "a:bob", false),
            ("A**n!*@*", "A*n!*@*", true),
            ("an?!a", "an?!a@*", false),
            ("*!~ann@*", "*!~ann@*", true),
            ("*!~bob@*", "*!~bob@*", false),
        ] {
            let mask = Mask::parse(text).unwrap();
            assert_eq!(mask.to_string(), shown);
            assert_eq!(mask.matches(&ann()), hits, "{text}");
            let by_address = text.contains("192.0.2");
            assert_eq!(mask.matches_shown(&ann()), hits && !by_address, "{text}");
        }
        let seen = Who { host: "192.0.2.7".into(), ..ann() };
        for text in ["*!*@192.0.2.*", "192.0.2.7", "192.0.2.0/24"] {
            assert!(Mask::parse(text).unwrap().matches_shown(&seen), "{text}");
        }
        for bad in ["", "  ", "a b", "a,b", "a:", &"x".repeat(251)] {
            assert_eq!(Mask::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn masks_have_no_case() {
        for (one, other, same) in [
            ("BAR!*@*", "bar!*@*", true),
            ("bar", "BAR!*@*", true),
            ("a:Ann", "a:ann", true),
            ("192.0.2.7/24", "192.0.2.0/24", true),
            ("192.0.2.0/24", "192.0.2.0/25", false),
            ("192.0.2.0/24", "192.0.3.0/24", false),
            ("a:ann", "ann", false),
        ] {
            assert_eq!(Mask::parse(one).unwrap().same(&Mask::parse(other).unwrap()), same, "{one} {other}");
        }
    }

    #[test]
    fn a_pattern_of_stars_ends() {
        let pattern = "*a".repeat(100) + "b";
        assert!(!glob(&pattern, &"a".repeat(2000)));
    }
}
