//! For those who watch: is it alive, does it answer, how much does it do.

use crate::caller::{Caller, Claim};
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::{counts, figures};
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use parlor_api::{Ask, Nothing};
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Whether the house answers a question.
async fn ready(
    State(reception): State<Arc<Reception>>,
    Extension(peer): Extension<Peer>,
) -> Result<&'static str, Refused> {
    let caller = Caller { from: peer.address, secure: peer.secure, who: Claim::Nobody, by_cookie: false };
    reception.talk_of_nobody(&caller)?.ask(Ask::House(Nothing {})).await?;
    Ok("ready\n")
}

async fn metrics(State(reception): State<Arc<Reception>>) -> impl IntoResponse {
    let mut text = reception.counts.text();
    if let Some(figures) = &reception.settings.figures {
        text.push_str(&figures::text(figures));
    }
    if let Some(counts) = &reception.settings.push_counts {
        text.push_str(&counts::pushes(counts));
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}
