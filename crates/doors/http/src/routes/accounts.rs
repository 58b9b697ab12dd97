//! Accounts and sessions.

use crate::caller::{COOKIE, Caller, Claim};
use crate::extract::{Json, Path};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::seat::Entrance;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use parlor_api::{
    Account, Answer, Ask, Away, Confirm, DeleteAccount, Done, Entered, LogIn, MakeToken, NewPassword,
    Nothing, Problem, UseInvitation,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Characters of a `User-Agent` that are kept.
const AGENT_CHARS_MAX: usize = 80;

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

/// A new account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// Its name.
    name: String,
    /// Its password.
    password: String,
    /// An e-mail address. Where the house asks for one, the account begins when the code that is sent there was said.
    #[serde(default)]
    email: Option<String>,
    /// The code of an invitation, where accounts are not made by everybody.
    #[serde(default)]
    invitation: Option<String>,
}

/// Makes an account.
#[utoipa::path(
    post, path = "/api/v1/accounts", tag = "accounts", request_body = NewAccount,
    responses((status = 201, description = "It is yours: log in", body = Done),
        (status = 202, description = "A code was sent to the address: confirm the account with it", body = Done),
        Refused)
)]
pub(crate) async fn register(
    State(reception): At,
    caller: Caller,
    Json(NewAccount { name, password, email, invitation }): Json<NewAccount>,
) -> Result<(StatusCode, Json<Done>), Refused> {
    // Each costs as much as a password that is tried, and is not given back.
    reception.may_try(&caller, &name)?;
    let mut talk = reception.talk_of_nobody(&caller)?;
    if let Some(code) = invitation {
        let hash = crate::secret::hex(&crate::secret::hash_of(&code));
        talk.ask(Ask::UseInvitation(UseInvitation { hash })).await?;
    }
    let waits = email.is_some() && reception.rules().house.email_required;
    let status = if waits { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    match talk.ask(Ask::Register(Account { name: name.clone(), password, email })).await {
        Ok(Answer::Done(done)) => Ok((status, Json(done))),
        Err(why) => Err(why),
        Ok(other) => Err(unexpected(other)),
    }
}

/// The code of a letter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    /// As it stands in the letter.
    code: String,
}

/// Says the code that was mailed: the account that waits for it begins, or its address is verified.
#[utoipa::path(
    post, path = "/api/v1/accounts/{name}/confirm", tag = "accounts", request_body = Code,
    params(("name" = String, Path, description = "The account's name")),
    responses((status = 200, description = "It is yours: log in", body = Done),
        Refused)
)]
pub(crate) async fn confirm(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
    Json(Code { code }): Json<Code>,
) -> Result<Json<Done>, Refused> {
    reception.may_try(&caller, &name)?;
    match reception.talk_of_nobody(&caller)?.ask(Ask::Confirm(Confirm { name, code })).await? {
        Answer::Done(done) => Ok(Json(done)),
        other => Err(unexpected(other)),
    }
}

/// Logs in: a session, as a cookie for browsers and as a token for programs.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "accounts", request_body = LogIn,
    responses((status = 201, description = "Logged in", body = LoggedIn),
        Refused)
)]
pub(crate) async fn log_in(
    State(reception): At,
    caller: Caller,
    headers: HeaderMap,
    Json(LogIn { name, password }): Json<LogIn>,
) -> Result<(StatusCode, HeaderMap, Json<LoggedIn>), Refused> {
    let claim = Claim::Somebody(Entrance::Password { name, password });
    let mut talk = reception.talk(&Caller { who: claim, ..caller }).await?;
    let entered = talk.me().cloned().ok_or_else(Problem::fault)?;
    let seconds = reception.settings.session_lifetime.as_secs();
    let (token, hash) = crate::secret::make().map_err(|error| {
        tracing::error!(%error, "the machine gives no random numbers");
        Problem::fault()
    })?;
    let (label, scopes) = (agent(&headers), Vec::new());
    let make = MakeToken { account: None, hash, login: true, scopes, label, seconds: Some(seconds) };
    match talk.ask(Ask::MakeToken(make)).await? {
        Answer::Done(_) => {}
        other => return Err(unexpected(other)),
    }
    let headers = cookie(&reception, caller.secure, &token, seconds)?;
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
    match reception.talk(&caller).await {
        Ok(mut talk) => match talk.ask(Ask::LogOut(Nothing {})).await? {
            Answer::Done(_) => {}
            other => return Err(unexpected(other)),
        },
        // It is over already.
        Err(Refused(problem)) if problem.status == 401 => {}
        Err(why) => return Err(why),
    }
    Ok((StatusCode::NO_CONTENT, cookie(&reception, caller.secure, "", 0)?))
}

/// Who one is.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "accounts",
    responses((status = 200, description = "Oneself, and the rooms one is in", body = Entered),
        Refused)
)]
pub(crate) async fn me(State(reception): At, caller: Caller) -> Result<Json<Entered>, Refused> {
    let talk = reception.talk(&caller).await?;
    Ok(Json(talk.me().cloned().ok_or_else(Problem::fault)?))
}

/// Is away, or back.
#[utoipa::path(
    put, path = "/api/v1/me/away", tag = "accounts", request_body = Away,
    responses((status = 204, description = "Noted"),
        Refused)
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
        Refused)
)]
pub(crate) async fn change_password(
    State(reception): At,
    caller: Caller,
    Json(change): Json<NewPassword>,
) -> Result<StatusCode, Refused> {
    prove(&reception, &caller, Ask::ChangePassword(change)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one's account.
#[utoipa::path(
    post, path = "/api/v1/me/delete", tag = "accounts", request_body = DeleteAccount,
    responses((status = 204, description = "The account is no more"),
        Refused)
)]
pub(crate) async fn delete(
    State(reception): At,
    caller: Caller,
    Json(delete): Json<DeleteAccount>,
) -> Result<(StatusCode, HeaderMap), Refused> {
    prove(&reception, &caller, Ask::DeleteAccount(delete)).await?;
    Ok((StatusCode::NO_CONTENT, cookie(&reception, caller.secure, "", 0)?))
}

/// Asks something that takes one's password once more: a wrong one counts as an attempt to log in.
async fn prove(reception: &Reception, caller: &Caller, ask: Ask) -> Result<(), Refused> {
    let mut talk = reception.talk(caller).await?;
    let account = talk.me().and_then(|me| me.me.account.clone());
    let account = account.ok_or_else(|| Problem::from(&parlor_model::Refusal::NeedAccount))?;
    reception.may_try(caller, &account)?;
    match talk.ask(ask).await? {
        Answer::Done(_) => {
            reception.was_right(caller, &account);
            Ok(())
        }
        other => Err(unexpected(other)),
    }
}

/// What a login is called in one's list of them: the program that asked for it.
fn agent(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    agent.chars().take(AGENT_CHARS_MAX).collect()
}

/// The session's cookie. No script can read it, and other sites' pages cannot use it to change anything.
fn cookie(reception: &Reception, secure: bool, token: &str, seconds: u64) -> Result<HeaderMap, Refused> {
    let secure = if secure || reception.settings.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let value = HeaderValue::from_str(&cookie).map_err(|_| Problem::fault())?;
    Ok(HeaderMap::from_iter([(header::SET_COOKIE, value)]))
}
