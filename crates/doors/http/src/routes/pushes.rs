//! Where one is pushed to.

use super::messages::write;
use crate::caller::Caller;
use crate::extract::{Json, Query};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::StatusCode;
use parlor_api::{Answer, Ask, Done, Nothing, PushTo, Pushes, WhichPush};
use std::sync::Arc;

type At = State<Arc<Reception>>;

/// Where one is pushed to, and the key that a browser wants to know before it asks.
#[utoipa::path(
    get, path = "/api/v1/me/pushes", tag = "pushes",
    responses((status = 200, description = "All places of the account", body = Pushes),
        Refused)
)]
pub(crate) async fn pushes(State(reception): At, caller: Caller) -> Result<Json<Pushes>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Pushes(Nothing {})).await? {
        Answer::Pushes(pushes) => Ok(Json(pushes)),
        other => Err(unexpected(other)),
    }
}

/// Has what one must not miss pushed there from now on: each push is a `Pushed`, encrypted for the keys. Answered when
/// the push server has taken a first one.
#[utoipa::path(
    post, path = "/api/v1/me/pushes", tag = "pushes", request_body = PushTo,
    responses((status = 201, description = "From now on", body = Done),
        Refused)
)]
pub(crate) async fn push(
    State(reception): At,
    caller: Caller,
    Json(to): Json<PushTo>,
) -> Result<(StatusCode, Json<Done>), Refused> {
    let done = write(&reception, &caller, Ask::Push(to)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Has nothing pushed there any more.
#[utoipa::path(
    delete, path = "/api/v1/me/pushes", tag = "pushes",
    params(("endpoint" = String, Query, description = "Where, as it was given")),
    responses((status = 204, description = "Nothing is pushed there, perhaps as before"),
        Refused)
)]
pub(crate) async fn end(
    State(reception): At,
    caller: Caller,
    Query(which): Query<WhichPush>,
) -> Result<StatusCode, Refused> {
    match write(&reception, &caller, Ask::EndPush(which)).await {
        Err(Refused(problem)) if problem.code != "nothing_to_change" => Err(Refused(problem)),
        Ok(_) | Err(_) => Ok(StatusCode::NO_CONTENT),
    }
}
