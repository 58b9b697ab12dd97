//! Accounts and sessions.

use crate::caller::{COOKIE, Caller, Claim};
use crate::extract::Json;
use crate::problems::Refused;
use crate::reception::Reception;
use crate::seat::Entrance;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use parlor_api::{Account, Answer, Ask, Away, DeleteAccount, Done, Entered, LogIn, NewPassword, Problem};
use parlor_model::{AccountName, PersonId};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

type At = State<Arc<Reception>>;

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoggedIn {
    /// Goes into `Authorization: Bearer …`. Shown once; browsers need it not, they have the cookie.
    token: String,
    /// How long it lasts.
    seconds: u64,
    /// Who one is.
    #[serde(flatten)]
    entered: Entered,
}

/// Makes an account.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts", request_body = Account,
    responses((status = 201, description = "It is yours: log in", body = Done),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn register(
    State(reception): At,
    caller: Caller,
    Json(account): Json<Account>,
) -> Result<(StatusCode, Json<Done>), Refused> {
    // Each costs as much as a password that is tried, and is not given back.
    reception.may_try(&caller, &account.name)?;
    match reception.talk_of_nobody(&caller)?.ask(Ask::Register(account)).await? {
        Answer::Done(done) => Ok((StatusCode::CREATED, Json(done))),
        other => Err(unexpected(other)),
    }
}

/// Logs in: a session, as a cookie for browsers and as a token for programs.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "accounts", request_body = LogIn,
    responses((status = 201, description = "Logged in", body = LoggedIn),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn log_in(
    State(reception): At,
    caller: Caller,
    Json(LogIn { name, password }): Json<LogIn>,
) -> Result<(StatusCode, HeaderMap, Json<LoggedIn>), Refused> {
    let claim = Claim::Somebody(Entrance::Password { name, password });
    let talk = reception.talk(&Caller { who: claim, ..caller }).await?;
    let entered = talk.me().cloned().ok_or_else(Problem::fault)?;
    let account = entered.me.account.as_deref().map(AccountName::trusted);
    let person = entered.me.person.parse().ok().map(PersonId);
    let (Some(account), Some(person)) = (account, person) else { return Err(Problem::fault().into()) };
    let lifetime = reception.settings.session_lifetime;
    let token = reception.sessions.begin(account, person, lifetime).map_err(|error| {
        tracing::error!(%error, "the machine gives no random numbers");
        Problem::fault()
    })?;
    let seconds = lifetime.as_secs();
    let headers = cookie(&reception, &token, seconds)?;
    Ok((StatusCode::CREATED, headers, Json(LoggedIn { token, seconds, entered })))
}

/// Ends the session that this call is made with.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "accounts",
    responses((status = 204, description = "Logged out"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn log_out(
    State(reception): At,
    caller: Caller,
) -> Result<(StatusCode, HeaderMap), Refused> {
    if let Some(token) = &caller.token {
        reception.sessions.end(token);
    }
    Ok((StatusCode::NO_CONTENT, cookie(&reception, "", 0)?))
}

/// Who one is.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "accounts",
    responses((status = 200, description = "Oneself, and the rooms one is in", body = Entered),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn me(State(reception): At, caller: Caller) -> Result<Json<Entered>, Refused> {
    let talk = reception.talk(&caller).await?;
    Ok(Json(talk.me().cloned().ok_or_else(Problem::fault)?))
}

/// Is away, or back.
#[utoipa::path(
    put, path = "/api/v1/me/away", tag = "accounts", request_body = Away,
    responses((status = 204, description = "Noted"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn away(
    State(reception): At,
    caller: Caller,
    Json(away): Json<Away>,
) -> Result<StatusCode, Refused> {
    super::messages::write(&reception, &caller, Ask::Away(away)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes one's password. Other sessions of the account end.
#[utoipa::path(
    put, path = "/api/v1/me/password", tag = "accounts", request_body = NewPassword,
    responses((status = 204, description = "Changed"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn change_password(
    State(reception): At,
    caller: Caller,
    Json(change): Json<NewPassword>,
) -> Result<StatusCode, Refused> {
    let account = prove(&reception, &caller, Ask::ChangePassword(change)).await?;
    reception.sessions.end_all(&account, caller.token.as_deref());
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one's account.
#[utoipa::path(
    post, path = "/api/v1/me/delete", tag = "accounts", request_body = DeleteAccount,
    responses((status = 204, description = "The account is no more"),
        (status = "4XX", description = "Refused", body = Problem, content_type = "application/problem+json"),
        (status = "5XX", description = "Not now", body = Problem, content_type = "application/problem+json"))
)]
pub(crate) async fn delete(
    State(reception): At,
    caller: Caller,
    Json(delete): Json<DeleteAccount>,
) -> Result<(StatusCode, HeaderMap), Refused> {
    let account = prove(&reception, &caller, Ask::DeleteAccount(delete)).await?;
    reception.sessions.end_all(&account, None);
    Ok((StatusCode::NO_CONTENT, cookie(&reception, "", 0)?))
}

/// Asks something that takes one's password once more: a wrong one counts as an attempt to log in.
async fn prove(reception: &Reception, caller: &Caller, ask: Ask) -> Result<AccountName, Refused> {
    let mut talk = reception.talk(caller).await?;
    let account = talk.me().and_then(|me| me.me.account.clone());
    let account = account.ok_or_else(|| Problem::from(&parlor_model::Refusal::NeedAccount))?;
    reception.may_try(caller, &account)?;
    match talk.ask(ask).await? {
        Answer::Done(_) => {
            reception.was_right(caller, &account);
            Ok(AccountName::trusted(&account))
        }
        other => Err(unexpected(other)),
    }
}

/// The session's cookie. No script can read it, and other sites' pages cannot use it to change anything.
fn cookie(reception: &Reception, token: &str, seconds: u64) -> Result<HeaderMap, Refused> {
    let secure = if reception.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| Problem::fault())?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
}
