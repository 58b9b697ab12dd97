//! Server-sent events (WHATWG HTML §9.2): what happens in rooms, resumed by `Last-Event-ID`.

use crate::caller::{Caller, queries, query};
use crate::counts::Streaming;
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::talk::{Talk, unexpected};
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parlor_api::{Answer, Ask, Cursor, Follow, InRoom, Problem};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new().route("/api/v1/events", get(events))
}

/// Rooms of one stream at most.
const ROOMS_MAX: usize = 1000;

async fn events(
    State(reception): State<Arc<Reception>>,
    Extension(peer): Extension<Peer>,
    caller: Caller,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).map(str::to_owned);
    let last = last.or_else(|| query(&uri, "last_event_id")).filter(|id| !id.is_empty());
    let after = cursors(last.as_deref().unwrap_or_default())?;
    let rooms: Vec<_> = queries(&uri, "room").take(ROOMS_MAX + 1).collect();
    if rooms.len().max(after.len()) > ROOMS_MAX {
        return Err(Problem::bad_request(&format!("a stream has {ROOMS_MAX} rooms at most")).into());
    }
    let mut talk = reception.listen(&caller, true, after.clone()).await?;
    let mut places: BTreeMap<_, _> = after.into_iter().map(|c| (c.room, c.number)).collect();
    let only = (!rooms.is_empty()).then_some(());
    // From the start every room has a place: else who breaks off before anything happens would miss what follows.
    let wanted = match (only, talk.me()) {
        (None, Some(me)) => me.rooms.iter().map(|r| r.room_id.clone()).collect(),
        (Some(()), _) | (None, None) => rooms,
    };
    let mut heard = Vec::new();
    for room in wanted {
        let (id, last) = look(&mut talk, room).await?;
        if !places.contains_key(&id) {
            let follow = Follow { room: id.clone(), on: true, after: Some(last) };
            talk.ask(Ask::Follow(follow)).await?;
            places.insert(id.clone(), last);
        }
        heard.push(id);
    }
    let only = only.map(|()| heard);
    let streaming = Streaming::sse(&reception.counts);
    let stream = Stream { talk, peer, places, only, begun: false, _streaming: streaming };
    let text = futures_util::stream::unfold(stream, async |mut stream| {
        let next = stream.next().await?;
        Some((Ok::<_, Infallible>(next), stream))
    });
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, Body::from_stream(text)).into_response())
}

/// A room's id and last number.
async fn look(talk: &mut Talk, room: String) -> Result<(String, u64), Refused> {
    match talk.ask(Ask::Room(InRoom { room })).await? {
        Answer::Room(room) => Ok((room.room_id, room.last)),
        other => Err(unexpected(other)),
    }
}

/// `!3f:12,!7:4`: a place in each of some rooms.
pub(super) fn cursors(text: &str) -> Result<Vec<Cursor>, Refused> {
    let cursor = |part: &str| {
        let (room, number) = part.trim().rsplit_once(':')?;
        Some(Cursor { room: room.to_owned(), number: number.parse().ok()? })
    };
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    let cursors: Option<Vec<_>> = parts.map(cursor).collect();
    cursors.ok_or_else(|| Problem::bad_request("places are written `!3f:12,!7:4`").into())
}

struct Stream {
    talk: Talk,
    peer: Peer,
    places: BTreeMap<String, u64>,
    /// Only these rooms, where some were named.
    only: Option<Vec<String>>,
    begun: bool,
    _streaming: Streaming,
}

/// What a frame says of itself.
#[derive(Deserialize)]
struct Heading {
    re: Option<u64>,
    room_id: Option<String>,
    number: Option<u64>,
    ping: Option<Value>,
    live: Option<Value>,
    behind: Option<Behind>,
}

/// Where one is behind.
#[derive(Deserialize)]
struct Behind {
    room_id: String,
}

impl Stream {
    /// The next events. `None`: one of the sides has closed.
    async fn next(&mut self) -> Option<String> {
        let mut out = String::new();
        if !std::mem::replace(&mut self.begun, true) {
            // The first thing a client gets is its place: one that breaks off at once can resume.
            out = format!("retry: 2000\nid: {}\nevent: begin\ndata: {{}}\n\n", self.id());
            return Some(out);
        }
        loop {
            let frame = tokio::select! {
                frame = self.talk.receive() => frame?,
                () = crate::wire::closed(&self.peer.stream) => return None,
            };
            self.write(&frame, &mut out);
            if !out.is_empty() && !self.talk.has_more() {
                return Some(out);
            }
        }
    }

    fn write(&mut self, frame: &[u8], out: &mut String) {
        let (Ok(heading), Ok(frame)) = (serde_json::from_slice::<Heading>(frame), std::str::from_utf8(frame))
        else {
            return;
        };
        if heading.ping.is_some() {
            // A comment keeps proxies from closing the stream; the socket tells whether anybody reads it.
            self.talk.alive();
            out.push_str(":\n\n");
            return;
        }
        let room_id = heading.room_id.as_ref().or(heading.behind.as_ref().map(|b| &b.room_id));
        let elsewhere = |id: &String| self.only.as_ref().is_some_and(|only| !only.contains(id));
        if heading.re.is_some() || heading.live.is_some() || room_id.is_some_and(elsewhere) {
            return;
        }
        if let (Some(room), Some(number)) = (heading.room_id, heading.number) {
            self.places.insert(room, number);
            out.push_str(&format!("id: {}\n", self.id()));
        }
        out.push_str(&format!("data: {frame}\n\n"));
    }

    fn id(&self) -> String {
        let places: Vec<_> = self.places.iter().map(|(room, number)| format!("{room}:{number}")).collect();
        places.join(",")
    }
}
