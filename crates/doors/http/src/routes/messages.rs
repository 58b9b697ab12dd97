//! Messages: what is said, and what is done to it.

use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use parlor_api::{
    Aim, Answer, Ask, Delete, Done, Edit, History, Manner, Message, Page, Problem, React, Role, Say, Search,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

type House = State<Arc<Reception>>;

/// What is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewMessage {
    /// The words.
    text: String,
    /// As what.
    #[serde(default)]
    manner: Manner,
    /// The id of the message that it answers, in the same room.
    #[serde(default)]
    reply_to: Option<String>,
    /// Only for members with this role and above.
    #[serde(default)]
    to_role: Role,
}

/// Other words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWords {
    /// The words from now on.
    text: String,
}

/// Why.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Why {
    /// Why; may be left out.
    #[serde(default)]
    reason: String,
}

/// Which part of a history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The newest before this: a number, a message's id, or a moment.
    before: Option<String>,
    /// The oldest after this.
    after: Option<String>,
    /// Half before this, half from it on.
    around: Option<String>,
    /// Events at most.
    limit: Option<usize>,
    /// Only what was said.
    #[serde(default)]
    messages_only: bool,
}

/// What is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Sought {
    /// Words that must all be in the message; `"two words"` in quotes are a phrase.
    #[serde(default)]
    text: String,
    /// Only what somebody of this name said.
    from: Option<String>,
    /// Only in this room.
    room: Option<String>,
    /// Only before this moment.
    before: Option<String>,
    /// Only from this moment on.
    after: Option<String>,
    /// Messages at most.
    limit: Option<usize>,
}

/// The idempotency key of a write: the same key is the same write, for ever.
pub(crate) fn key_of(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        // The draft standard writes it as a quoted string; most programs do not.
        Ok(key) => Ok(Some(key.trim().trim_matches('"').to_owned())),
        Err(_) => Err(Problem::bad_request("`Idempotency-Key` is not ASCII").into()),
    }
}

pub(crate) async fn write(reception: &Reception, caller: &Caller, ask: Ask) -> Result<Done, Refused> {
    match reception.talk_to_write(caller).await?.ask(ask).await? {
        Answer::Done(done) => Ok(done),
        other => Err(unexpected(other)),
    }
}

/// Says something in a room.
#[utoipa::path(
    post, path = "/api/v1/rooms/{room}/messages", tag = "messages", request_body = NewMessage,
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same message, for ever")),
    responses((status = 201, description = "Kept: its number and id", body = Done),
        Refused)
)]
pub(crate) async fn say(
    State(reception): House,
    caller: Caller,
    Path(room): Path<String>,
    headers: HeaderMap,
    Json(new): Json<NewMessage>,
) -> Result<(StatusCode, Json<Done>), Refused> {
    let NewMessage { text, manner, reply_to, to_role } = new;
    let ask = Ask::Say(Say { room, text, key: key_of(&headers)?, manner, reply_to, to_role });
    Ok((StatusCode::CREATED, Json(write(&reception, &caller, ask).await?)))
}

/// Changes the words of one's own message.
#[utoipa::path(
    patch, path = "/api/v1/messages/{message}", tag = "messages", request_body = NewWords,
    params(("message" = String, Path, description = "The message's id")),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn edit(
    State(reception): House,
    caller: Caller,
    Path(message): Path<String>,
    headers: HeaderMap,
    Json(NewWords { text }): Json<NewWords>,
) -> Result<Json<Done>, Refused> {
    let ask = Ask::Edit(Edit { message, text, key: key_of(&headers)? });
    write(&reception, &caller, ask).await.map(Json)
}

/// Takes a message away: one's own, or any as an operator of the room.
#[utoipa::path(
    delete, path = "/api/v1/messages/{message}", tag = "messages",
    params(("message" = String, Path, description = "The message's id"), Why),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn delete(
    State(reception): House,
    caller: Caller,
    Path(message): Path<String>,
    Query(Why { reason }): Query<Why>,
    headers: HeaderMap,
) -> Result<Json<Done>, Refused> {
    let ask = Ask::Delete(Delete { message, reason, key: key_of(&headers)? });
    write(&reception, &caller, ask).await.map(Json)
}

/// Puts a reaction on a message.
#[utoipa::path(
    put, path = "/api/v1/messages/{message}/reactions/{reaction}", tag = "messages",
    params(("message" = String, Path, description = "The message's id"),
        ("reaction" = String, Path, description = "An emoji or a short word")),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn react(
    State(reception): House,
    caller: Caller,
    Path((message, reaction)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Done>, Refused> {
    let ask = Ask::React(React { message, reaction, on: true, key: key_of(&headers)? });
    write(&reception, &caller, ask).await.map(Json)
}

/// Takes one's reaction off a message.
#[utoipa::path(
    delete, path = "/api/v1/messages/{message}/reactions/{reaction}", tag = "messages",
    params(("message" = String, Path, description = "The message's id"),
        ("reaction" = String, Path, description = "An emoji or a short word")),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn unreact(
    State(reception): House,
    caller: Caller,
    Path((message, reaction)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Done>, Refused> {
    let ask = Ask::React(React { message, reaction, on: false, key: key_of(&headers)? });
    write(&reception, &caller, ask).await.map(Json)
}

/// A page of a room's history: the newest, or what is before, after, around or between places.
#[utoipa::path(
    get, path = "/api/v1/rooms/{room}/messages", tag = "messages",
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`"), Which),
    responses((status = 200, description = "Oldest first", body = Page),
        Refused)
)]
pub(crate) async fn history(
    State(reception): House,
    caller: Caller,
    Path(room): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<Page>, Refused> {
    let aim = |at: Option<String>| at.map(Aim::Written);
    let ask = Ask::History(History {
        room,
        before: aim(which.before),
        after: aim(which.after),
        around: aim(which.around),
        limit: which.limit,
        messages_only: which.messages_only,
    });
    match reception.read(&caller).await?.ask(ask).await? {
        Answer::Page(page) => Ok(Json(page)),
        other => Err(unexpected(other)),
    }
}

/// One message, as it stands by now.
#[utoipa::path(
    get, path = "/api/v1/messages/{message}", tag = "messages",
    params(("message" = String, Path, description = "The message's id")),
    responses((status = 200, description = "The message", body = Message),
        Refused)
)]
pub(crate) async fn message(
    State(reception): House,
    caller: Caller,
    Path(message): Path<String>,
) -> Result<Json<Message>, Refused> {
    let none = || Refused(Problem::new(404, "no_such_message", "There is no message with that id."));
    let (room, _) = message.split_once('-').ok_or_else(none)?;
    let ask = Ask::History(History {
        room: format!("!{room}"),
        before: None,
        after: None,
        around: Some(Aim::Written(message.clone())),
        limit: Some(2),
        messages_only: false,
    });
    match reception.read(&caller).await?.ask(ask).await? {
        Answer::Page(page) => {
            let found = page.messages.into_iter().find(|m| m.event.message_id == message);
            found.map(Json).ok_or_else(none)
        }
        other => Err(unexpected(other)),
    }
}

/// Searches all that one may read.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "messages", params(Sought),
    responses((status = 200, description = "Newest first", body = Vec<Message>),
        Refused)
)]
pub(crate) async fn search(
    State(reception): House,
    caller: Caller,
    Query(sought): Query<Sought>,
) -> Result<Json<Vec<Message>>, Refused> {
    let Sought { text, from, room, before, after, limit } = sought;
    let ask = Ask::Search(Search { text, from, room, before, after, limit });
    match reception.read(&caller).await?.ask(ask).await? {
        Answer::Found(found) => Ok(Json(found)),
        other => Err(unexpected(other)),
    }
}
