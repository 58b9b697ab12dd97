//! Ruling the house: settings, announcements, bans, names that no room may have.

use super::messages::write;
use crate::caller::Caller;
use crate::extract::{Json, Path};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::StatusCode;
use parlor_api::{
    Announce, Answer, Ask, Ban, BanView, Defcon, DefconLevel, InRoom, Nothing, Purge, PurgeView, Reloaded,
    Setting, Unban,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

type At = State<Arc<Reception>>;

/// How much the house is to let happen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLevel {
    /// From 5, all that the settings allow, to 1.
    #[schema(minimum = 1, maximum = 5)]
    level: u8,
}

/// Every setting in force, and who said so; secrets are left out. For server operators, like all of this.
#[utoipa::path(
    get, path = "/api/v1/settings", tag = "house",
    responses((status = 200, description = "In the order of the sample file", body = Vec<Setting>),
        Refused)
)]
pub(crate) async fn settings(State(reception): At, caller: Caller) -> Result<Json<Vec<Setting>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Settings(Nothing {})).await? {
        Answer::Settings(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Has the settings read again, as `parlor reload` does; connections stay.
#[utoipa::path(
    post, path = "/api/v1/settings/reload", tag = "house",
    responses((status = 200, description = "What changed, in words", body = Reloaded),
        Refused)
)]
pub(crate) async fn reload(State(reception): At, caller: Caller) -> Result<Json<Reloaded>, Refused> {
    match reception.talk_to_write(&caller).await?.ask(Ask::Reload(Nothing {})).await? {
        Answer::Reloaded(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Has everybody told something.
#[utoipa::path(
    post, path = "/api/v1/announcements", tag = "house", request_body = Announce,
    responses((status = 204, description = "Told"),
        Refused)
)]
pub(crate) async fn announce(
    State(reception): At,
    caller: Caller,
    Json(announce): Json<Announce>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Announce(announce)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How much the house lets happen.
#[utoipa::path(
    get, path = "/api/v1/defcon", tag = "house",
    responses((status = 200, description = "The level", body = Defcon),
        Refused)
)]
pub(crate) async fn defcon(State(reception): At, caller: Caller) -> Result<Json<Defcon>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Defcon(DefconLevel { level: None })).await? {
        Answer::Defcon(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Has the house let happen less or more, until it is changed again or the house starts anew.
#[utoipa::path(
    put, path = "/api/v1/defcon", tag = "house", request_body = NewLevel,
    responses((status = 200, description = "The level from now on", body = Defcon),
        Refused)
)]
pub(crate) async fn set_defcon(
    State(reception): At,
    caller: Caller,
    Json(NewLevel { level }): Json<NewLevel>,
) -> Result<Json<Defcon>, Refused> {
    match reception.talk_to_write(&caller).await?.ask(Ask::Defcon(DefconLevel { level: Some(level) })).await?
    {
        Answer::Defcon(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// The server-wide bans that hold.
#[utoipa::path(
    get, path = "/api/v1/bans", tag = "house",
    responses((status = 200, description = "Oldest first", body = Vec<BanView>),
        Refused)
)]
pub(crate) async fn bans(State(reception): At, caller: Caller) -> Result<Json<Vec<BanView>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Bans(Nothing {})).await? {
        Answer::Bans(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Keeps somebody out of the house; whoever it means and is here is put out.
#[utoipa::path(
    post, path = "/api/v1/bans", tag = "house", request_body = Ban,
    responses((status = 204, description = "Kept"),
        Refused)
)]
pub(crate) async fn ban(
    State(reception): At,
    caller: Caller,
    Json(ban): Json<Ban>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Ban(ban)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets them in again.
#[utoipa::path(
    delete, path = "/api/v1/bans/{mask}", tag = "house",
    params(("mask" = String, Path, description = "As it was set")),
    responses((status = 204, description = "Kept"),
        Refused)
)]
pub(crate) async fn unban(
    State(reception): At,
    caller: Caller,
    Path(mask): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Unban(Unban { mask })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Names that no room may have.
#[utoipa::path(
    get, path = "/api/v1/purges", tag = "house",
    responses((status = 200, description = "Oldest first", body = Vec<PurgeView>),
        Refused)
)]
pub(crate) async fn purges(State(reception): At, caller: Caller) -> Result<Json<Vec<PurgeView>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Purges(Nothing {})).await? {
        Answer::Purges(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Lets no room have a name; one that has it ends.
#[utoipa::path(
    post, path = "/api/v1/purges", tag = "house", request_body = Purge,
    responses((status = 204, description = "Kept"),
        Refused)
)]
pub(crate) async fn purge(
    State(reception): At,
    caller: Caller,
    Json(purge): Json<Purge>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Purge(purge)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets rooms have it again.
#[utoipa::path(
    delete, path = "/api/v1/purges/{room}", tag = "house",
    params(("room" = String, Path, description = "The name")),
    responses((status = 204, description = "Kept"),
        Refused)
)]
pub(crate) async fn unpurge(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Unpurge(InRoom { room })).await?;
    Ok(StatusCode::NO_CONTENT)
}
