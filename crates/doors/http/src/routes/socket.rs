//! The WebSocket (RFC 6455): frames in both directions, one to a message.

use crate::caller::{Caller, Claim, query};
use crate::counts::Streaming;
use crate::problems::Refused;
use crate::reception::Reception;
use crate::seat::{Entrance, Opening};
use crate::talk::Talk;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use futures_util::{SinkExt, StreamExt};
use parlor_api::Problem;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new().route("/api/v1/stream", get(stream))
}

/// Bytes for reading that a connection always holds: most of them are idle. A longer frame gets what it needs.
const READ_BYTES: usize = 512;
/// Bytes at hand that go out before there are more.
const WRITE_BYTES: usize = 2 * 1024;
/// Bytes that wait to be read by the house before the client has to wait, too.
const UNREAD_BYTES_MAX: usize = 64 * 1024;
/// How long it waits before looking again.
const BREATH: Duration = Duration::from_millis(20);

async fn stream(
    State(reception): State<Arc<Reception>>,
    caller: Caller,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refused> {
    let upgrade = upgrade
        .map_err(|why| Problem::new(426, "not_a_websocket", &format!("This is a WebSocket: {why}.")))?;
    let after = super::sse::cursors(&query(&uri, "after").unwrap_or_default())?;
    let entrance = match caller.who {
        Claim::Nobody => Entrance::Asked,
        Claim::Somebody(entrance) => entrance,
    };
    if let Entrance::Password { name, .. } = &entrance {
        let caller = Caller { who: Claim::Nobody, by_cookie: false, ..caller };
        reception.may_try(&caller, name)?;
    }
    let pipe = reception.open(caller.from, caller.secure, Opening { entrance, hears: true, after })?;
    let talk = Talk::new(pipe, None);
    let streaming = Streaming::websocket(&reception.counts);
    let upgrade = upgrade
        .read_buffer_size(READ_BYTES)
        .write_buffer_size(WRITE_BYTES)
        .max_message_size(reception.settings.body_bytes_max)
        .max_frame_size(reception.settings.body_bytes_max);
    Ok(upgrade.on_upgrade(async move |socket| {
        let _streaming = streaming;
        carry(socket, talk).await;
    }))
}

/// Carries frames until one of the sides has closed.
async fn carry(socket: WebSocket, mut talk: Talk) {
    let (mut to, mut from) = socket.split();
    loop {
        tokio::select! {
            frame = talk.receive() => {
                let Some(frame) = frame else { break };
                if to.feed(message(frame)).await.is_err() {
                    return;
                }
                // Everything at hand goes out in one write.
                if !talk.has_more() && to.flush().await.is_err() {
                    return;
                }
            }
            message = from.next() => {
                let Some(Ok(message)) = message else { return };
                if !take(message, &talk).await {
                    return;
                }
            }
        }
    }
    let goodbye = CloseFrame { code: close_code::AWAY, reason: Utf8Bytes::from_static("see the last frame") };
    // Who is gone already needs no goodbye.
    let _ = to.send(Message::Close(Some(goodbye))).await;
}

/// A frame for the client. The house's question whether it is there is one that every WebSocket answers by itself.
fn message(frame: Vec<u8>) -> Message {
    if frame.starts_with(b"{\"ping\"") {
        return Message::Ping(Bytes::new());
    }
    match Utf8Bytes::try_from(Bytes::from(frame)) {
        Ok(text) => Message::Text(text),
        // JSON is UTF-8; an empty text harms nobody should it ever not be.
        Err(_) => Message::Text(Utf8Bytes::default()),
    }
}

/// A message of the client. `false`: it is closing.
async fn take(message: Message, talk: &Talk) -> bool {
    let mut frame = match message {
        Message::Text(text) => Vec::from(text.as_bytes()),
        Message::Binary(bytes) => Vec::from(bytes),
        Message::Ping(_) | Message::Pong(_) => Vec::new(),
        Message::Close(_) => return false,
    };
    // A line end between two parts of a frame is white space; within words it is not JSON.
    frame.iter_mut().filter(|b| **b == b'\n').for_each(|b| *b = b' ');
    frame.push(b'\n');
    let mut unread = talk.send(&frame);
    while unread > UNREAD_BYTES_MAX {
        tokio::time::sleep(BREATH).await;
        unread = talk.send(&[]);
    }
    true
}
