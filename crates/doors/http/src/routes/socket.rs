//! The WebSocket (RFC 6455): shaking hands. What goes over it then is its seat's.

use crate::caller::{Caller, Claim, query};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::seat::{Entrance, Hears, Opening};
use crate::wire::{Held, Wire};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use hyper::upgrade::Upgraded;
use parlor_api::Problem;
use parlor_wires::Stream;
use std::sync::Arc;
use tungstenite::handshake::server::create_response_with_body;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new().route("/api/v1/stream", get(stream))
}

async fn stream(
    State(reception): State<Arc<Reception>>,
    caller: Caller,
    uri: Uri,
    mut request: Request,
) -> Result<Response, Refused> {
    let upgraded = hyper::upgrade::on(&mut request);
    let agreed = create_response_with_body(&request, Body::empty)
        .map_err(|why| Problem::new(426, "not_a_websocket", &format!("This is a WebSocket: {why}.")))?;
    let after = super::sse::cursors(&query(&uri, "after").unwrap_or_default())?;
    let entrance = match caller.who {
        Claim::Nobody => Entrance::Asked,
        Claim::Somebody(entrance) => entrance,
    };
    let whence = (caller.from, caller.secure);
    if let Entrance::Password { name, .. } = &entrance {
        let caller = Caller { who: Claim::Nobody, by_cookie: false, ..caller };
        reception.may_try(&caller, name)?;
    }
    // Who is turned away hears it as an answer.
    let admitted = reception.admit(whence.0)?;
    let opening = Opening { entrance, hears: Hears::Frames, after };
    tokio::spawn(async move {
        let stream = upgraded.await.ok().and_then(stream_of);
        if let Some((stream, held)) = stream {
            reception.serve_socket(admitted, whence, opening, stream, held).await;
        }
    });
    Ok(agreed)
}

/// What hyper has carried until now.
fn stream_of(upgraded: Upgraded) -> Option<(Stream, Held)> {
    let parts = upgraded.downcast::<Wire>().ok()?;
    let (mut stream, held) = parts.io.into_inner().take()?;
    stream.put_back(parts.read_buf.into());
    Some((stream, held))
}
