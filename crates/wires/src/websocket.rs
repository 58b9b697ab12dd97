//! WebSocket (RFC 6455) for IRC (<https://ircv3.net/specs/extensions/websocket>): one line to a message.

use crate::arrive::Arrived;
use crate::carry::{LINGER, UNREAD_BYTES_MAX, until_said};
use crate::lines::{Lines, line_of};
use crate::stream::Stream;
use futures_util::{SinkExt, StreamExt};
use parlor_server::{Networks, Pipe};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Bytes, Message};

/// The subprotocols, in no order: the client's first one counts. None at all means the text one.
pub const SUBPROTOCOLS: [&str; 2] = [TEXT, BINARY];
const TEXT: &str = "text.ircv3.net";
const BINARY: &str = "binary.ircv3.net";

/// Bytes for reading and writing that a connection holds.
const BUFFER_BYTES: usize = 2 * 1024;

/// Which pages may connect: a browser says on which it is, other programs need not. Empty: any.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Origins(pub Vec<String>);

impl Origins {
    /// Whether somebody on a page of this origin may connect. A `*` in the list stands for any characters. Who says
    /// nothing is no browser, and could say anything.
    #[must_use]
    pub fn let_in(&self, origin: Option<&str>) -> bool {
        let Some(origin) = origin else { return true };
        let fits = |pattern: &String| matches(&pattern.to_ascii_lowercase(), &origin.to_ascii_lowercase());
        self.0.is_empty() || self.0.iter().any(fits)
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|at| matches(after, &rest[at..]))
        }),
    }
}

/// A connection that speaks WebSocket.
pub(crate) struct Spoken {
    socket: WebSocketStream<Stream>,
    binary: bool,
}

/// Shakes hands inside of what has arrived. A believed proxy's headers say where the client is, and whether it is secure.
///
/// # Errors
/// When this is no WebSocket, or its page may not connect: it is told so.
pub(crate) async fn accept(
    arrived: Arrived,
    origins: &Origins,
    believed: &Networks,
    message_bytes_max: usize,
) -> io::Result<(Spoken, SocketAddr, bool)> {
    let Arrived { stream, mut from, mut secure, certificate: _ } = arrived;
    let mut binary = false;
    #[expect(clippy::result_large_err, reason = "the library's own type")]
    let asked = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        let headers = request.headers();
        if !origins.let_in(text(headers, header::ORIGIN.as_str())) {
            let mut no = ErrorResponse::new(Some("This page may not connect here.\n".into()));
            *no.status_mut() = StatusCode::FORBIDDEN;
            return Err(no);
        }
        if believed.has(from.ip()) {
            (from, secure) = forwarded(headers, from, secure);
        }
        if let Some(chosen) = chosen(headers) {
            binary = chosen == BINARY;
            response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(chosen));
        }
        Ok(response)
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_message_size(Some(message_bytes_max))
        .max_frame_size(Some(message_bytes_max));
    let socket = tokio_tungstenite::accept_hdr_async_with_config(stream, asked, Some(config))
        .await
        .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why.to_string()))?;
    Ok((Spoken { socket, binary }, from, secure))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The first of the client's subprotocols that we speak.
fn chosen(headers: &HeaderMap) -> Option<&'static str> {
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL);
    let mut offered = offered.iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    offered.find_map(|name| SUBPROTOCOLS.into_iter().find(|ours| ours.eq_ignore_ascii_case(name.trim())))
}

/// What the proxy in front says: the last address that it has added, and how the client speaks with it.
fn forwarded(headers: &HeaderMap, peer: SocketAddr, secure: bool) -> (SocketAddr, bool) {
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let last = last.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
    let ip: Option<IpAddr> = last.and_then(|a| a.trim().trim_matches(['[', ']']).parse().ok());
    let from = ip.map_or(peer, |ip| SocketAddr::new(ip, peer.port()));
    let https = text(headers, "x-forwarded-proto").is_some_and(|p| ["https", "wss"].contains(&p.trim()));
    (from, secure || https)
}

/// Carries lines until one of the sides has closed. `patience`: how long the client may read nothing.
pub(crate) async fn carry(spoken: Spoken, pipe: &Pipe, patience: Duration) {
    let Spoken { socket, binary } = spoken;
    let (mut to, mut from) = socket.split();
    let reading = async {
        while let Some(message) = from.next().await {
            let line = match message.map_err(broken)? {
                Message::Text(text) => line_of(text.as_bytes()),
                Message::Binary(bytes) => line_of(&bytes),
                Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
                Message::Close(_) => break,
            };
            if pipe.send(&line) > UNREAD_BYTES_MAX {
                pipe.taken().await;
            }
        }
        pipe.finish();
        Ok(())
    };
    let writing = async {
        let mut lines = Lines::default();
        while let Some(bytes) = pipe.receive().await {
            for line in lines.take(&bytes) {
                timeout(patience, to.feed(message(line, binary))).await?.map_err(broken)?;
            }
            // Everything at hand goes out in one write.
            timeout(patience, to.flush()).await?.map_err(broken)?;
        }
        Ok(())
    };
    if until_said(reading, writing).await.is_ok() {
        let parting = async {
            to.send(Message::Close(None)).await?;
            while from.next().await.is_some_and(|message| message.is_ok()) {}
            Ok::<_, tungstenite::Error>(())
        };
        // Who does not close in time, or has gone, is let go.
        let _ = timeout(LINGER, parting).await;
    }
}

/// Writes a last word to somebody who is not let in, and closes.
pub(crate) async fn turn_away(spoken: Spoken, words: &[u8]) {
    let Spoken { mut socket, binary } = spoken;
    let telling = async {
        for line in Lines::default().take(words) {
            socket.send(message(line, binary)).await?;
        }
        socket.close(None).await
    };
    let _ = timeout(LINGER, telling).await;
}

fn message(line: Vec<u8>, binary: bool) -> Message {
    if binary {
        return Message::Binary(Bytes::from(line));
    }
    // A message of text is UTF-8; a line that is not loses what cannot be said.
    let text =
        String::from_utf8(line).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned());
    Message::Text(text.into())
}

fn broken(why: tungstenite::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins() {
        assert!(Origins::default().let_in(Some("https://anywhere.example")));
        let some = Origins(vec!["https://chat.example.org".into(), "https://*.example.net".into()]);
        assert!(some.let_in(Some("https://chat.example.org")));
        assert!(some.let_in(Some("https://web.example.net")));
        assert!(some.let_in(None));
        assert!(!some.let_in(Some("https://example.net.evil.example")));
        assert!(!some.let_in(Some("https://chat.example.org.evil.example")));
        assert!(!some.let_in(Some("null")));
    }

    #[test]
    fn subprotocols() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::SEC_WEBSOCKET_PROTOCOL, text.parse().unwrap());
            chosen(&headers)
        };
        assert_eq!(chosen(&HeaderMap::new()), None);
        assert_eq!(of("text.ircv3.net, binary.ircv3.net"), Some(TEXT));
        assert_eq!(of("binary.ircv3.net,text.ircv3.net"), Some(BINARY));
        assert_eq!(of("chat, binary.ircv3.net"), Some(BINARY));
        assert_eq!(of("chat"), None);
    }

    #[test]
    fn a_proxy_says_where_from() {
        let peer: SocketAddr = "10.0.0.1:1000".parse().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 192.0.2.7".parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        assert_eq!(forwarded(&headers, peer, false), ("192.0.2.7:1000".parse().unwrap(), true));
        assert_eq!(forwarded(&HeaderMap::new(), peer, false), (peer, false));
    }

    #[test]
    fn text_is_utf_8() {
        let Message::Text(text) = message(b"a\xffb".to_vec(), false) else { panic!() };
        assert_eq!(text.as_str(), "a\u{fffd}b");
        assert_eq!(message(b"a\xffb".to_vec(), true), Message::Binary(Bytes::from_static(b"a\xffb")));
    }
}
