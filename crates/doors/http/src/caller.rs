//! Who calls: what a request says about that, before anybody has looked whether it is true.

use crate::problems::Refused;
use crate::reception::Reception;
use crate::seat::Entrance;
use crate::secret::hash_of;
use axum::http::{HeaderMap, Uri, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parlor_api::Problem;
use std::net::{IpAddr, SocketAddr};

/// The cookie that holds a session's token.
pub(crate) const COOKIE: &str = "parlor_session";

/// Who calls.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// Where from: the client itself, also behind a proxy that is believed.
    pub(crate) from: SocketAddr,
    /// Nobody on the way can read the call, as far as is known.
    pub(crate) secure: bool,
    pub(crate) who: Claim,
    /// Nothing but a cookie says who they are.
    pub(crate) by_cookie: bool,
}

/// Who somebody says to be.
#[derive(Clone, Debug)]
pub(crate) enum Claim {
    /// Nobody said.
    Nobody,
    /// A name, a password or a session.
    Somebody(Entrance),
}

impl Caller {
    /// Reads who calls: `Authorization`, then the session's cookie, then `Name` or `?name=`.
    ///
    /// # Errors
    /// A header that cannot be read, or a token that is none.
    pub(crate) fn of(
        peer: SocketAddr,
        secure: bool,
        headers: &HeaderMap,
        uri: &Uri,
        reception: &Reception,
    ) -> Result<Self, Refused> {
        let proxies = &reception.settings.proxies;
        let from = origin_of(peer, headers, proxies);
        let secure = secure || proxies.contains(&peer.ip()) && spoken_to_proxy(headers) == Some("https");
        let somebody = |entrance| Ok(Self { from, secure, who: Claim::Somebody(entrance), by_cookie: false });
        if let Some(authorization) = text(headers, header::AUTHORIZATION.as_str())? {
            if let Some(token) = scheme(authorization, "bearer") {
                return somebody(Entrance::Token(hash_of(token)));
            }
            let basic = scheme(authorization, "basic").and_then(basic).ok_or_else(|| {
                Problem::bad_request("`Authorization` is neither Basic (name:password) nor Bearer")
            })?;
            return match basic {
                (name, password) if password.is_empty() => somebody(Entrance::Guest(name)),
                (name, password) => somebody(Entrance::Password { name, password }),
            };
        }
        if let Some(token) = cookie(headers).filter(|token| !token.is_empty()) {
            let who = Claim::Somebody(Entrance::Token(hash_of(token)));
            return Ok(Self { from, secure, who, by_cookie: true });
        }
        if let Some(name) = text(headers, "name")? {
            return somebody(Entrance::Guest(name.to_owned()));
        }
        match query(uri, "name") {
            Some(name) => somebody(Entrance::Guest(name)),
            None => Ok(Self { from, secure, who: Claim::Nobody, by_cookie: false }),
        }
    }

    /// Whether this went wrong for nothing but a cookie of a session that is over.
    pub(crate) fn has_only_an_old_cookie(&self, why: &Refused) -> bool {
        self.by_cookie && why.0.code == "session_over"
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Result<Option<&'h str>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    match std::str::from_utf8(value.as_bytes()) {
        Ok(value) => Ok(Some(value.trim())),
        Err(_) => Err(Problem::bad_request(&format!("`{name}` is not UTF-8"))),
    }
}

/// What follows the name of an authentication scheme, which has no case (RFC 9110 §11.1).
fn scheme<'a>(authorization: &'a str, name: &str) -> Option<&'a str> {
    let (scheme, rest) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case(name).then(|| rest.trim())
}

/// Name and password (RFC 7617).
fn basic(encoded: &str) -> Option<(String, String)> {
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, token)| token)
}

/// The value of one parameter of the query, decoded.
pub(crate) fn query(uri: &Uri, name: &str) -> Option<String> {
    queries(uri, name).next()
}

/// Every value of one parameter of the query, decoded.
pub(crate) fn queries<'u>(uri: &'u Uri, name: &'u str) -> impl Iterator<Item = String> + 'u {
    uri.query().unwrap_or_default().split('&').filter_map(move |pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = value.replace('+', " ");
        (key == name).then(|| percent_encoding::percent_decode_str(&value).decode_utf8_lossy().into_owned())
    })
}

/// Where a request comes from: the last address that a believed proxy has added.
fn origin_of(peer: SocketAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> SocketAddr {
    if !proxies.contains(&peer.ip()) {
        return peer;
    }
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let last = last.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
    let address = last.and_then(|a| a.trim().trim_matches(['[', ']']).parse().ok());
    address.map_or(peer, |ip| SocketAddr::new(ip, peer.port()))
}

/// What a believed proxy says that its client speaks.
fn spoken_to_proxy(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-forwarded-proto").and_then(|v| v.to_str().ok()).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_believed_proxies_say_where_from() {
        let peer: SocketAddr = "10.0.0.1:1000".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 192.0.2.7".parse().unwrap());
        assert_eq!(origin_of(peer, &headers, &[]), peer);
        let origin = origin_of(peer, &headers, &[peer.ip()]);
        assert_eq!(origin.ip(), "192.0.2.7".parse::<IpAddr>().unwrap());
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(origin_of(peer, &headers, &[peer.ip()]), peer);
    }

    #[test]
    fn credentials_are_read() {
        assert_eq!(basic("YW5uOnBhc3M6d29yZA=="), Some(("ann".into(), "pass:word".into())));
        assert_eq!(basic("YW5u"), None);
        assert_eq!(scheme("bEARER  x", "bearer"), Some("x"));
        let uri: Uri = "/r/ops?n=5&name=zo%C3%AB+x&follow".parse().unwrap();
        assert_eq!(query(&uri, "name").as_deref(), Some("zoë x"));
        assert_eq!(query(&uri, "follow").as_deref(), Some(""));
        assert_eq!(query(&uri, "missing"), None);
    }
}
