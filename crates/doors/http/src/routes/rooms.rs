//! Rooms and who is in them.

use super::messages::write;
use crate::caller::Caller;
use crate::extract::{Json, Path, Query};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::unexpected;
use axum::extract::State;
use axum::http::StatusCode;
use parlor_api::{
    Answer, Ask, Change, ChangeRoom, Cursor, Done, House, InRoom, Join, Leave, Member, Nothing, People,
    PersonView, Place, Problem, Room, RoomLine, Topic, WhichPerson,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

type At = State<Arc<Reception>>;

/// How one comes in.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Joining {
    /// The room's key, if it has one.
    #[serde(default)]
    key: Option<String>,
}

/// A new topic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTopic {
    /// The words; empty takes the topic away.
    text: String,
}

/// Changes of what a room is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    /// What, in this order. What is refused does not stop the rest.
    changes: Vec<Change>,
}

/// A read position.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadTo {
    /// Everything up to this number is read.
    number: u64,
}

/// Why.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Why {
    /// Why; may be left out.
    #[serde(default)]
    reason: String,
}

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Mask {
    /// A name with `*` and `?`.
    mask: Option<String>,
    /// People at most.
    limit: Option<usize>,
}

/// Asks anything: the same asks and answers as over a stream, one at a time.
#[utoipa::path(
    post, path = "/api/v1/ask", tag = "anything", request_body = Ask,
    responses((status = 200, description = "The answer", body = Answer),
        Refused)
)]
pub(crate) async fn ask(
    State(reception): At,
    caller: Caller,
    Json(ask): Json<Ask>,
) -> Result<Json<Answer>, Refused> {
    match &ask {
        // These are about the connection, and a call has none.
        Ask::Enter(_) | Ask::LogIn(_) | Ask::LogOut(_) | Ask::Follow(_) | Ask::Resume(_) => {
            return Err(Problem::bad_request("that needs a stream: /api/v1/stream").into());
        }
        // These try a password, and end sessions: they have calls of their own, which see to that.
        Ask::Register(_) | Ask::Confirm(_) | Ask::ChangePassword(_) | Ask::DeleteAccount(_) => {
            return Err(Problem::bad_request("that has a call of its own: see /api/").into());
        }
        _ => {}
    }
    reception.talk_to_write(&caller).await?.ask(ask).await.map(Json)
}

/// Counts of the house.
#[utoipa::path(
    get, path = "/api/v1/house", tag = "house",
    responses((status = 200, description = "The house", body = House),
        Refused)
)]
pub(crate) async fn house(State(reception): At, caller: Caller) -> Result<Json<House>, Refused> {
    match reception.talk_of_nobody(&caller)?.ask(Ask::House(Nothing {})).await? {
        Answer::House(house) => Ok(Json(house)),
        other => Err(unexpected(other)),
    }
}

/// The rooms that one may see.
#[utoipa::path(
    get, path = "/api/v1/rooms", tag = "rooms",
    responses((status = 200, description = "By name", body = Vec<RoomLine>),
        Refused)
)]
pub(crate) async fn rooms(State(reception): At, caller: Caller) -> Result<Json<Vec<RoomLine>>, Refused> {
    match reception.read(&caller).await?.ask(Ask::Rooms(Nothing {})).await? {
        Answer::Rooms(rooms) => Ok(Json(rooms)),
        other => Err(unexpected(other)),
    }
}

/// One's direct conversations.
#[utoipa::path(
    get, path = "/api/v1/conversations", tag = "rooms",
    responses((status = 200, description = "With whom, and how long they are", body = Vec<RoomLine>),
        Refused)
)]
pub(crate) async fn conversations(
    State(reception): At,
    caller: Caller,
) -> Result<Json<Vec<RoomLine>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Conversations(Nothing {})).await? {
        Answer::Rooms(rooms) => Ok(Json(rooms)),
        other => Err(unexpected(other)),
    }
}

/// What may be seen of a room.
#[utoipa::path(
    get, path = "/api/v1/rooms/{room}", tag = "rooms",
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`")),
    responses((status = 200, description = "The room", body = Room),
        Refused)
)]
pub(crate) async fn room(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<Json<Room>, Refused> {
    match reception.read(&caller).await?.ask(Ask::Room(InRoom { room })).await? {
        Answer::Room(room) => Ok(Json(*room)),
        other => Err(unexpected(other)),
    }
}

/// The members of a room that one may see.
#[utoipa::path(
    get, path = "/api/v1/rooms/{room}/members", tag = "rooms",
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`")),
    responses((status = 200, description = "By name", body = Vec<Member>),
        Refused)
)]
pub(crate) async fn members(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<Json<Vec<Member>>, Refused> {
    match reception.read(&caller).await?.ask(Ask::Room(InRoom { room })).await? {
        Answer::Room(room) => Ok(Json(room.members)),
        other => Err(unexpected(other)),
    }
}

/// Becomes a member of a room, which opens it where there is none.
#[utoipa::path(
    put, path = "/api/v1/rooms/{room}/members/me", tag = "rooms", request_body = Joining,
    params(("room" = String, Path, description = "`ops` or `!3f`")),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn join(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Json(Joining { key }): Json<Joining>,
) -> Result<Json<Done>, Refused> {
    write(&reception, &caller, Ask::Join(Join { room, key })).await.map(Json)
}

/// Is a member no more.
#[utoipa::path(
    delete, path = "/api/v1/rooms/{room}/members/me", tag = "rooms",
    params(("room" = String, Path, description = "`ops` or `!3f`"), Why),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn leave(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Query(Why { reason }): Query<Why>,
) -> Result<Json<Done>, Refused> {
    write(&reception, &caller, Ask::Leave(Leave { room, reason })).await.map(Json)
}

/// Sets the topic.
#[utoipa::path(
    put, path = "/api/v1/rooms/{room}/topic", tag = "rooms", request_body = NewTopic,
    params(("room" = String, Path, description = "`ops` or `!3f`")),
    responses((status = 200, description = "Kept", body = Done),
        Refused)
)]
pub(crate) async fn topic(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Json(NewTopic { text }): Json<NewTopic>,
) -> Result<Json<Done>, Refused> {
    write(&reception, &caller, Ask::Topic(Topic { room, text })).await.map(Json)
}

/// Changes rules, roles or lists.
#[utoipa::path(
    patch, path = "/api/v1/rooms/{room}", tag = "rooms", request_body = Changes,
    params(("room" = String, Path, description = "`ops` or `!3f`")),
    responses((status = 200, description = "Kept; `partly` says what was refused", body = Done),
        Refused)
)]
pub(crate) async fn change(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Json(Changes { changes }): Json<Changes>,
) -> Result<Json<Done>, Refused> {
    write(&reception, &caller, Ask::Change(ChangeRoom { room, changes })).await.map(Json)
}

/// Notes how far one has read. It only moves forward.
#[utoipa::path(
    put, path = "/api/v1/rooms/{room}/read", tag = "rooms", request_body = ReadTo,
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`")),
    responses((status = 204, description = "Noted"),
        Refused)
)]
pub(crate) async fn read(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Json(ReadTo { number }): Json<ReadTo>,
) -> Result<StatusCode, Refused> {
    write(&reception, &caller, Ask::Read(Cursor { room, number })).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How far one has read a room.
#[utoipa::path(
    get, path = "/api/v1/rooms/{room}/read", tag = "rooms",
    params(("room" = String, Path, description = "`ops`, `@ann` or `!3f`")),
    responses((status = 200, description = "The room's last number, and the last one read", body = Place),
        Refused)
)]
pub(crate) async fn has_read(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
) -> Result<Json<Place>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Room(InRoom { room })).await? {
        Answer::Room(room) => {
            let Room { room, room_id, last, read_up_to, .. } = *room;
            Ok(Json(Place { room, room_id, last, read_up_to }))
        }
        other => Err(unexpected(other)),
    }
}

/// How far one has read each room one is in.
#[utoipa::path(
    get, path = "/api/v1/read", tag = "rooms",
    responses((status = 200, description = "Each room's last number, and the last one read", body = Vec<Place>),
        Refused)
)]
pub(crate) async fn positions(State(reception): At, caller: Caller) -> Result<Json<Vec<Place>>, Refused> {
    match reception.talk(&caller).await?.ask(Ask::Positions(Nothing {})).await? {
        Answer::Positions(places) => Ok(Json(places)),
        other => Err(unexpected(other)),
    }
}

/// Everybody present whose name fits a mask.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people", params(Mask),
    responses((status = 200, description = "By name", body = Vec<PersonView>),
        Refused)
)]
pub(crate) async fn people(
    State(reception): At,
    caller: Caller,
    Query(Mask { mask, limit }): Query<Mask>,
) -> Result<Json<Vec<PersonView>>, Refused> {
    let mask = mask.unwrap_or_else(|| "*".to_owned());
    match reception.read(&caller).await?.ask(Ask::People(People { mask, limit })).await? {
        Answer::People(people) => Ok(Json(people)),
        other => Err(unexpected(other)),
    }
}

/// What may be seen of a person.
#[utoipa::path(
    get, path = "/api/v1/people/{name}", tag = "people",
    params(("name" = String, Path, description = "A nickname, or the name of an account")),
    responses((status = 200, description = "The person", body = PersonView),
        Refused)
)]
pub(crate) async fn person(
    State(reception): At,
    caller: Caller,
    Path(name): Path<String>,
) -> Result<Json<PersonView>, Refused> {
    match reception.read(&caller).await?.ask(Ask::Person(WhichPerson { name })).await? {
        Answer::Person(person) => Ok(Json(person)),
        other => Err(unexpected(other)),
    }
}
