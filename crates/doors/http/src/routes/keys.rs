//! Tokens, bots, hooks and invitations.

use super::messages::write;
use crate::caller::Caller;
use crate::extract::{Json, Path};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::secret;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::StatusCode;
use parlor_api::{
    Answer, Ask, Done, InRoom, Keyring, MakeHook, MakeInvitation, MakeToken, Nothing, Problem, Scope,
    UseInvitation, WhichBot, WhichKey,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

type At = State<Arc<Reception>>;

/// A new token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// Of one's own account, or of a bot of one's own; left out: one's own.
    #[serde(default)]
    account: Option<String>,
    /// What it may be used for.
    scopes: Vec<Scope>,
    /// What to call it.
    #[serde(default)]
    label: String,
    /// How long it opens anything; left out: for ever.
    #[serde(default)]
    seconds: Option<u64>,
}

/// A secret, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewSecret {
    /// Its id, to end it.
    id: u64,
    /// The secret. It is nowhere else: who loses it makes another.
    secret: String,
    /// Where it is used.
    path: String,
}

/// A new hook.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewHook {
    /// The bot that speaks; it is made if it is not there.
    bot: String,
    /// What to call it.
    #[serde(default)]
    label: String,
}

/// A new invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewInvitation {
    /// The id of the room it leads to.
    #[serde(default)]
    room_id: Option<String>,
    /// Whether an account may be made with it where that is closed. For server operators.
    #[serde(default)]
    registers: bool,
    /// How often it may be used.
    #[serde(default = "once")]
    uses: u32,
    /// What to call it.
    #[serde(default)]
    label: String,
    /// How long it may be used; left out: for ever.
    #[serde(default)]
    seconds: Option<u64>,
}

/// The code of an invitation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    /// As it was shown.
    code: String,
}

const fn once() -> u32 {
    1
}

fn new_secret() -> Result<(String, String), Refused> {
    secret::make().map_err(|error| {
        tracing::error!(%error, "the machine gives no random numbers");
        Problem::fault().into()
    })
}

async fn made(
    reception: &Reception,
    caller: &Caller,
    ask: Ask,
    secret: String,
    path: &str,
) -> Result<(StatusCode, Json<NewSecret>), Refused> {
    let id = write(reception, caller, ask).await?.number.ok_or_else(Problem::fault)?;
    let path = format!("{path}{secret}");
    Ok((StatusCode::CREATED, Json(NewSecret { id, secret, path })))
}

async fn keyring(reception: &Reception, caller: &Caller, ask: Ask) -> Result<Json<Keyring>, Refused> {
    match reception.talk(caller).await?.ask(ask).await? {
        Answer::Keyring(keyring) => Ok(Json(keyring)),
        other => Err(unexpected(other)),
    }
}

/// One's tokens, those of one's bots, and one's invitations.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "keys",
    responses((status = 200, description = "Without their secrets", body = Keyring),
        Refused)
)]
pub(crate) async fn tokens(State(reception): At, caller: Caller) -> Result<Json<Keyring>, Refused> {
    keyring(&reception, &caller, Ask::Keyring(Nothing {})).await
}

/// Makes a token for a program.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "keys", request_body = NewToken,
    responses((status = 201, description = "Made; the secret goes into `Authorization: Bearer …`", body = NewSecret),
        Refused)
)]
pub(crate) async fn make_token(
    State(reception): At,
    caller: Caller,
    Json(NewToken { account, scopes, label, seconds }): Json<NewToken>,
) -> Result<(StatusCode, Json<NewSecret>), Refused> {
    let (secret, hash) = new_secret()?;
    let ask = MakeToken { account, hash, login: false, scopes, label, seconds };
    made(&reception, &caller, Ask::MakeToken(ask), secret, "Bearer ").await
}

/// Ends a token: one's own, a bot's of one's own, or a hook's of a room that one rules.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "keys",
    params(("id" = u64, Path, description = "Its id")),
    responses((status = 204, description = "It opens nothing any more; who came with it is logged out"),
        Refused)
)]
pub(crate) async fn end_token(
    State(reception): At,
    caller: Caller,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndToken(WhichKey { id })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes an account for a program of one's own. It has no password: make it a token.
#[utoipa::path(
    post, path = "/api/v1/bots", tag = "keys", request_body = WhichBot,
    responses((status = 201, description = "Made", body = Done),
        Refused)
)]
pub(crate) async fn make_bot(
    State(reception): At,
    caller: Caller,
    Json(bot): Json<WhichBot>,
) -> Result<(StatusCode, Json<Done>), Refused> {
    let done = write(&reception, &caller, Ask::MakeBot(bot)).await?;
    Ok((StatusCode::CREATED, Json(done)))
}

/// Ends a bot of one's own.
#[utoipa::path(
    delete, path = "/api/v1/bots/{name}", tag = "keys",
    params(("name" = String, Path, description = "The name of its account")),
    responses((status = 204, description = "It is no more"),
        Refused)
)]
pub(crate) async fn end_bot(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndBot(WhichBot { name })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The hooks of a room.
#[utoipa::path(
    get, path = "/api/v1/rooms/{room}/hooks", tag = "keys",
    params(("room" = String, Path, description = "`ops` or `!3f`")),
    responses((status = 200, description = "By bot, without their secrets", body = Keyring),
        Refused)
)]
pub(crate) async fn hooks(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<Json<Keyring>, Refused> {
    keyring(&reception, &caller, Ask::Hooks(InRoom { room })).await
}

/// Makes a hook: an address that says what is sent to it in the room.
#[utoipa::path(
    post, path = "/api/v1/rooms/{room}/hooks", tag = "keys", request_body = NewHook,
    params(("room" = String, Path, description = "`ops` or `!3f`")),
    responses((status = 201, description = "Made; the path is the hook's address", body = NewSecret),
        Refused)
)]
pub(crate) async fn make_hook(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Json(NewHook { bot, label }): Json<NewHook>,
) -> Result<(StatusCode, Json<NewSecret>), Refused> {
    let (secret, hash) = new_secret()?;
    made(&reception, &caller, Ask::MakeHook(MakeHook { room, bot, hash, label }), secret, "/hooks/").await
}

/// Makes an invitation: into a room that one rules, or (as a server operator) to make an account.
#[utoipa::path(
    post, path = "/api/v1/invitations", tag = "keys", request_body = NewInvitation,
    responses((status = 201, description = "Made; the secret is its code", body = NewSecret),
        Refused)
)]
pub(crate) async fn invite(
    State(reception): At,
    caller: Caller,
    Json(NewInvitation { room_id: room, registers, uses, label, seconds }): Json<NewInvitation>,
) -> Result<(StatusCode, Json<NewSecret>), Refused> {
    let (secret, hash) = new_secret()?;
    let ask = MakeInvitation { hash, room, registers, uses, label, seconds };
    made(&reception, &caller, Ask::MakeInvitation(ask), secret, "/join/").await
}

/// Ends an invitation.
#[utoipa::path(
    delete, path = "/api/v1/invitations/{id}", tag = "keys",
    params(("id" = u64, Path, description = "Its id")),
    responses((status = 204, description = "It leads nowhere any more"),
        Refused)
)]
pub(crate) async fn end_invitation(
    State(reception): At,
    caller: Caller,
    Path(id): Path<u64>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::EndInvitation(WhichKey { id })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Uses an invitation into a room: one is invited there, and joins as ever.
#[utoipa::path(
    post, path = "/api/v1/invitations/use", tag = "keys", request_body = Code,
    responses((status = 200, description = "Used", body = Done),
        Refused)
)]
pub(crate) async fn use_invitation(
    State(reception): At,
    caller: Caller,
    Json(Code { code }): Json<Code>,
) -> Result<Json<Done>, Refused> {
    let hash = secret::hex(&secret::hash_of(&code));
    write(&reception, &caller, Ask::UseInvitation(UseInvitation { hash })).await.map(Json)
}
