//! Looking after accounts and connections: one's own, and (for server operators) everybody's.

use super::messages::write;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::StatusCode;
use parlor_api::{
    AccountView, Answer, Ask, EndSessions, Kill, People, SessionView, SetOperator, SetPassword, Suspend,
    WhichAccount, WhoseSessions,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

type At = State<Arc<Reception>>;

/// Why, and for how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Suspension {
    /// What the owner is told.
    #[serde(default)]
    reason: String,
    /// For how long; left out: for ever.
    #[serde(default)]
    seconds: Option<u64>,
}

/// A password for somebody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TheirPassword {
    /// The password from now on.
    password: String,
}

/// Whether an account rules the house.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rules {
    /// It does.
    operator: bool,
}

/// Why.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhyKilled {
    /// They and others are told.
    #[serde(default)]
    reason: String,
}

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichAccounts {
    /// A name with `*` and `?`.
    mask: Option<String>,
    /// Accounts at most.
    limit: Option<usize>,
}

/// Accounts whose name fits a mask. For server operators.
#[utoipa::path(
    get, path = "/api/v1/accounts", tag = "accounts",
    params(WhichAccounts),
    responses((status = 200, description = "By name", body = Vec<AccountView>),
        Refused)
)]
pub(crate) async fn accounts(
    State(reception): At,
    caller: Caller,
    Query(WhichAccounts { mask, limit }): Query<WhichAccounts>,
) -> Result<Json<Vec<AccountView>>, Refused> {
    let mask = mask.unwrap_or_else(|| "*".to_owned());
    match reception.talk(&caller).await?.ask(Ask::Accounts(People { mask, limit })).await? {
        Answer::Accounts(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// An account; its owner and server operators see more of it.
#[utoipa::path(
    get, path = "/api/v1/accounts/{name}", tag = "accounts",
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 200, description = "The account", body = AccountView),
        Refused)
)]
pub(crate) async fn account(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<AccountView>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Account(WhichAccount { name })).await? {
        Answer::Account(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Ends somebody's account. For server operators; one's own ends with `POST /api/v1/me/delete`.
#[utoipa::path(
    delete, path = "/api/v1/accounts/{name}", tag = "accounts",
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 204, description = "Ended"),
        Refused)
)]
pub(crate) async fn end_account(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndAccount(WhichAccount { name })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives somebody's account another password; its logins end. For server operators.
#[utoipa::path(
    put, path = "/api/v1/accounts/{name}/password", tag = "accounts", request_body = TheirPassword,
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 204, description = "Changed"),
        Refused)
)]
pub(crate) async fn set_password(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
    Json(TheirPassword { password }): Json<TheirPassword>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::SetPassword(SetPassword { name, password })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps an account and its bots out. For server operators.
#[utoipa::path(
    put, path = "/api/v1/accounts/{name}/suspension", tag = "accounts", request_body = Suspension,
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 204, description = "Suspended"),
        Refused)
)]
pub(crate) async fn suspend(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
    Json(Suspension { reason, seconds }): Json<Suspension>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Suspend(Suspend { name, reason, seconds })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets it in again. For server operators.
#[utoipa::path(
    delete, path = "/api/v1/accounts/{name}/suspension", tag = "accounts",
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 204, description = "Suspended no more"),
        Refused)
)]
pub(crate) async fn unsuspend(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Unsuspend(WhichAccount { name })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has an account rule the house, or no more. For server operators.
#[utoipa::path(
    put, path = "/api/v1/accounts/{name}/operator", tag = "accounts", request_body = Rules,
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 204, description = "Kept"),
        Refused)
)]
pub(crate) async fn set_operator(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
    Json(Rules { operator }): Json<Rules>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::SetOperator(SetOperator { name, operator })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One's own connections; that of this call is one of them.
#[utoipa::path(
    get, path = "/api/v1/me/sessions", tag = "accounts",
    responses((status = 200, description = "Oldest first", body = Vec<SessionView>),
        Refused)
)]
pub(crate) async fn own_sessions(
    State(reception): At,
    caller: Caller,
) -> Result<Json<Vec<SessionView>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Sessions(WhoseSessions { person: None })).await? {
        Answer::Sessions(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Closes one of one's own connections.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions/{id}", tag = "accounts",
    params(("id" = String, Path, description = "Its id")),
    responses((status = 204, description = "Closed"),
        Refused)
)]
pub(crate) async fn end_own_session(
    State(reception): At,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndSessions(EndSessions { person: None, id: Some(id), others: false }))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The connections of somebody. For server operators.
#[utoipa::path(
    get, path = "/api/v1/people/{name}/sessions", tag = "people",
    params(("name" = String, Path, description = "A nickname, or the name of an account")),
    responses((status = 200, description = "Oldest first", body = Vec<SessionView>),
        Refused)
)]
pub(crate) async fn sessions(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<Vec<SessionView>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Sessions(WhoseSessions { person: Some(name) })).await? {
        Answer::Sessions(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}

/// Closes all connections of somebody, who may come back. For server operators.
#[utoipa::path(
    delete, path = "/api/v1/people/{name}/sessions", tag = "people",
    params(("name" = String, Path, description = "A nickname, or the name of an account")),
    responses((status = 204, description = "Closed"),
        Refused)
)]
pub(crate) async fn end_sessions(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndSessions(EndSessions { person: Some(name), id: None, others: false }))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes a connection of somebody. For server operators.
#[utoipa::path(
    delete, path = "/api/v1/people/{name}/sessions/{id}", tag = "people",
    params(("name" = String, Path, description = "A nickname, or the name of an account"), ("id" = String, Path, description = "Its id")),
    responses((status = 204, description = "Closed"),
        Refused)
)]
pub(crate) async fn end_session(
    State(reception): At,
    caller: Caller,
    Path((name, id)): Path<(String, String)>,
) -> Result<StatusCode, Refused> {
    write(
        &reception,
        &caller,
        Ask::EndSessions(EndSessions { person: Some(name), id: Some(id), others: false }),
    )
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has somebody leave the house, and others told why. For server operators.
#[utoipa::path(
    post, path = "/api/v1/people/{name}/kill", tag = "people", request_body = WhyKilled,
    params(("name" = String, Path, description = "A nickname, or the name of an account")),
    responses((status = 204, description = "Gone"),
        Refused)
)]
pub(crate) async fn kill(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
    Json(WhyKilled { reason }): Json<WhyKilled>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Kill(Kill { person: name, reason })).await?;
    Ok(StatusCode::NO_CONTENT)
}
