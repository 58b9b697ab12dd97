//! Getting a connection.

use crate::tls::Tls;
use crate::{Address, Failure};
use parlor_api::{Cursor, Problem};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, RETRY_AFTER};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Error};

/// A stream of bytes, encrypted or not.
pub(crate) trait Bytes: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Bytes for T {}

/// A connection that speaks frames.
pub(crate) type Socket = WebSocketStream<Box<dyn Bytes>>;

/// A connection that takes longer than this will not be one.
const PATIENCE: Duration = Duration::from_secs(15);
/// A frame of the server is not larger: a page of the longest messages fits.
const FRAME_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A stream of bytes to the server.
pub(crate) async fn bytes(address: &Address, tls: &Tls) -> Result<Box<dyn Bytes>, Failure> {
    let connecting = async {
        let stream = TcpStream::connect((address.host.as_str(), address.port))
            .await
            .map_err(|error| unreachable(address, &error))?;
        // A line is sent when it is typed, not when there are more.
        stream.set_nodelay(true).map_err(|error| unreachable(address, &error))?;
        if !address.secure {
            return Ok(Box::new(stream) as Box<dyn Bytes>);
        }
        let name = ServerName::try_from(address.host.clone())
            .map_err(|_| failure(format!("`{}` is no name for a certificate.", address.host)))?;
        match tls.connector().connect(name, stream).await {
            Ok(stream) => Ok(Box::new(stream) as Box<dyn Bytes>),
            Err(error) => Err(match tls.doubt() {
                Some(doubt) => Failure::Untrusted { fingerprint: doubt.fingerprint, why: doubt.why },
                None => failure(format!("{} does not speak TLS ({error}).", address.authority())),
            }),
        }
    };
    match tokio::time::timeout(PATIENCE, connecting).await {
        Ok(done) => done,
        Err(_) => Err(failure(format!("{} does not answer.", address.authority()))),
    }
}

/// A WebSocket to the server.
pub(crate) async fn socket(
    address: &Address,
    tls: &Tls,
    token: Option<&str>,
    after: &[Cursor],
) -> Result<Socket, Failure> {
    let stream = bytes(address, tls).await?;
    let scheme = if address.secure { "wss" } else { "ws" };
    let after: Vec<_> = after.iter().map(|cursor| format!("{}:{}", cursor.room, cursor.number)).collect();
    let after = after.join(",");
    let query = match after.as_str() {
        "" => String::new(),
        after => format!("?after={}", utf8_percent_encode(after, NON_ALPHANUMERIC)),
    };
    let url = format!("{scheme}://{}/api/v1/stream{query}", address.authority());
    let odd = |error: &dyn std::fmt::Display| failure(format!("{address} is odd: {error}."));
    let mut request = url.into_client_request().map_err(|error| odd(&error))?;
    if let Some(token) = token {
        let value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|error| odd(&error))?;
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    let config = WebSocketConfig::default()
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX));
    let opening = tokio_tungstenite::client_async_with_config(request, stream, Some(config));
    match tokio::time::timeout(PATIENCE, opening).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Http(response))) => Err(refused(address, &response)),
        Ok(Err(_)) => Err(failure(format!("The connection to {} broke.", address.authority()))),
        Err(_) => Err(failure(format!("{} does not answer.", address.authority()))),
    }
}

fn failure(why: String) -> Failure {
    Failure::Unreachable { why, after_ms: None }
}

fn unreachable(address: &Address, error: &io::Error) -> Failure {
    let at = address.authority();
    failure(match error.kind() {
        io::ErrorKind::ConnectionRefused => format!("Nobody answers at {at}."),
        io::ErrorKind::TimedOut => format!("{at} does not answer."),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
            format!("There is no way to {at} just now.")
        }
        _ if error.raw_os_error().is_none() => format!("There is no server called {}.", address.host),
        _ => format!("There is no connection to {at} ({error})."),
    })
}

/// The server answered something else than a WebSocket.
fn refused(address: &Address, response: &tungstenite::http::Response<Option<Vec<u8>>>) -> Failure {
    let status = response.status().as_u16();
    let body = response.body().as_deref().unwrap_or_default();
    let after =
        response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) => Failure::Refused(problem),
        Err(_) if status == 401 => {
            Failure::Refused(Problem::new(401, "session_over", "The server asks to log in again."))
        }
        Err(_) if matches!(status, 429 | 500..) => Failure::Unreachable {
            why: format!("{} cannot be reached just now (status {status}).", address.authority()),
            after_ms: after.map(|seconds| seconds.saturating_mul(1000)),
        },
        Err(_) => failure(format!("There is no Parlor at {address} (status {status}).")),
    }
}
