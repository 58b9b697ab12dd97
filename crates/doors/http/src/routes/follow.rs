//! `?follow`: a transcript that goes on.

use super::curl::{Wanted, page};
use crate::caller::Caller;
use crate::counts::Streaming;
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::seat::Hears;
use crate::talk::Talk;
use crate::transcript::Paper;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use parlor_api::{Ask, Follow, Frame};
use std::convert::Infallible;
use std::sync::Arc;

/// A transcript that goes on as people talk, until either side has enough.
pub(super) async fn follow(
    reception: Arc<Reception>,
    peer: Peer,
    caller: Caller,
    room: String,
    wanted: Wanted,
    paper: Paper,
) -> Result<Response, Refused> {
    let mut talk = reception.listen(&caller, Hears::Frames, Vec::new()).await?;
    let (first, paper, last) = page(&mut talk, room.clone(), &wanted, paper).await?;
    // Exactly what came after the page, then what happens.
    let after = Some(last.unwrap_or_default());
    talk.ask(Ask::Follow(Follow { room, on: true, after })).await?;
    let streaming = Streaming::follow(&reception.counts);
    let state = Following { talk, paper, peer, room_id: None, first: Some(first), _streaming: streaming };
    let lines = futures_util::stream::unfold(state, async |mut state| {
        let next = state.next().await?;
        Some((Ok::<_, Infallible>(next), state))
    });
    let body = Body::from_stream(lines);
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response())
}

struct Following {
    talk: Talk,
    paper: Paper,
    peer: Peer,
    /// The room's id, once it is live: one may hear of others, too.
    room_id: Option<String>,
    first: Option<String>,
    _streaming: Streaming,
}

impl Following {
    /// The next lines. `None`: one of the sides has closed.
    async fn next(&mut self) -> Option<String> {
        if let Some(first) = self.first.take().filter(|first| !first.is_empty()) {
            return Some(first);
        }
        let mut out = String::new();
        loop {
            let frame = tokio::select! {
                frame = self.talk.receive() => frame?,
                () = crate::wire::closed(&self.peer.stream) => return None,
            };
            match serde_json::from_slice(&frame) {
                Ok(Frame::Event(event)) if self.room_id.as_ref().is_none_or(|id| *id == event.room_id) => {
                    self.paper.event(&event, &mut out);
                }
                Ok(Frame::Live { live }) => self.room_id = Some(live.room_id),
                Ok(Frame::Ping { .. }) => self.talk.alive(),
                Ok(Frame::Bye { .. }) => return None,
                Ok(_) | Err(_) => {}
            }
            if !out.is_empty() && !self.talk.has_more() {
                return Some(out);
            }
        }
    }
}
