//! Server-sent events (WHATWG HTML §9.2): what happens in rooms, resumed by `Last-Event-ID`.

use crate::caller::{Caller, queries, query};
use crate::counts::Streaming;
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::seat::{Begin, Hears};
use crate::talk::{Talk, unexpected};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parlor_api::{Answer, Ask, Cursor, Follow, InRoom, Problem};
use parlor_server::Pipe;
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
    let mut talk = reception.listen(&caller, Hears::Events, after.clone()).await?;
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
    let begin = Begin { places, only: only.map(|()| heard) };
    let stream = Stream { pipe: talk.begin(&begin)?, peer, _streaming: Streaming::sse(&reception.counts) };
    let text = futures_util::stream::unfold(stream, async |stream| {
        let bytes = tokio::select! {
            bytes = stream.pipe.receive() => Bytes::from(bytes?),
            () = crate::wire::closed(&stream.peer.stream) => return None,
        };
        Some((Ok::<_, Infallible>(bytes), stream))
    });
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, Body::from_stream(text)).into_response())
}

/// A stream while it lasts. Its seat writes it.
struct Stream {
    pipe: Pipe,
    peer: Peer,
    _streaming: Streaming,
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
