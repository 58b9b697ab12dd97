//! Where a server is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Where a server is, and whether the way there is encrypted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Address {
    /// TLS.
    pub secure: bool,
    /// A name or an IP address, without brackets.
    pub host: String,
    /// Its port.
    pub port: u16,
}

/// Something that is no address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotAnAddress(String);

impl fmt::Display for NotAnAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no address: chat.example.org, 127.0.0.1:8080 or http://chat.example.org:8080",
            self.0
        )
    }
}

impl std::error::Error for NotAnAddress {}

/// The HTTP door's own port.
const DOOR: u16 = 8080;

impl Default for Address {
    /// A server on this machine.
    fn default() -> Self {
        Self { secure: false, host: "127.0.0.1".into(), port: DOOR }
    }
}

impl Address {
    /// Whether what is sent there could be read on the way.
    #[must_use]
    pub fn is_open_to_eyes(&self) -> bool {
        !self.secure && !is_this_machine(&self.host)
    }

    /// As a URL's authority: with brackets around IPv6.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl FromStr for Address {
    type Err = NotAnAddress;

    /// `https://host`, `host:port`, `host`. Without a scheme, a bare name is meant with TLS at its usual port, and an IP
    /// address, this machine, or a port other than 443 without.
    fn from_str(written: &str) -> Result<Self, NotAnAddress> {
        let odd = || NotAnAddress(written.to_owned());
        let text = written.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, text),
        };
        let secure = match scheme.as_deref() {
            Some("https" | "wss") => Some(true),
            Some("http" | "ws") => Some(false),
            Some(_) => return Err(odd()),
            None => None,
        };
        let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = split_port(rest).ok_or_else(odd)?;
        let unfit = |c: char| c.is_whitespace() || c.is_control() || "@[]\\^`{}|<>\"%".contains(c);
        if host.is_empty() || host.contains(unfit) || (host.contains(':') && host.parse::<IpAddr>().is_err())
        {
            return Err(odd());
        }
        let by_itself = !is_this_machine(host) && host.parse::<IpAddr>().is_err();
        let secure = secure.unwrap_or(by_itself && matches!(port, None | Some(443)));
        let usual = match (secure, scheme.is_some()) {
            (true, _) => 443,
            (false, true) => 80,
            (false, false) => DOOR,
        };
        Ok(Self { secure, host: host.to_ascii_lowercase(), port: port.unwrap_or(usual) })
    }
}

fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']')?;
            (host, if after.is_empty() { None } else { Some(after.strip_prefix(':')?) })
        }
        // Two colons and no brackets: an IPv6 address alone.
        None if text.matches(':').count() > 1 => (text, None),
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    match port {
        None => Some((host, None)),
        Some(port) => port.parse().ok().filter(|port| *port > 0).map(|port| (host, Some(port))),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.secure { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_one() {
        for (written, meant) in [
            ("127.0.0.1", "http://127.0.0.1:8080"),
            ("localhost", "http://localhost:8080"),
            ("::1", "http://[::1]:8080"),
            ("[::1]:9000", "http://[::1]:9000"),
            ("chat.example.org", "https://chat.example.org:443"),
            ("Chat.example.org:443", "https://chat.example.org:443"),
            ("chat.example.org:8080", "http://chat.example.org:8080"),
            ("http://chat.example.org", "http://chat.example.org:80"),
            ("https://chat.example.org/", "https://chat.example.org:443"),
            ("wss://chat.example.org:8443/api", "https://chat.example.org:8443"),
            ("192.0.2.7", "http://192.0.2.7:8080"),
        ] {
            let address: Address = written.parse().unwrap();
            assert_eq!(address.to_string(), meant, "{written}");
            assert_eq!(address.to_string().parse(), Ok(address), "{written}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for odd in [
            "",
            "gopher://a",
            "a b",
            "host:",
            "host:0",
            "host:99999",
            "[::1",
            "[::1]9",
            "user@host",
            "%41",
            "a:b:c",
        ] {
            assert!(odd.parse::<Address>().is_err(), "{odd}");
        }
    }

    #[test]
    fn eyes() {
        assert!("192.0.2.7".parse::<Address>().unwrap().is_open_to_eyes());
        assert!(!"localhost:80".parse::<Address>().unwrap().is_open_to_eyes());
        assert!(!"chat.example.org".parse::<Address>().unwrap().is_open_to_eyes());
    }
}
