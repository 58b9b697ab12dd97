//! Files: `curl -T photo.jpg http://host/r/ops/files/` shares one, and who may read its message may fetch it.

use crate::caller::{Caller, query};
use crate::extract::Path;
use crate::files::{Addresses, Coming, shown_inline};
use crate::problems::Refused;
use crate::reception::Reception;
use crate::talk::{Talk, unexpected};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use parlor_api::{
    Aim, Answer, Ask, Entered, History, InRoom, Join, Manner, Message, Problem, Role, RoomAddress, Say,
    Search,
};
use parlor_model::{Number, PersonId, RoomId};
use parlor_server::{FileId, FileNote, Vault};
use std::io::SeekFrom;
use std::sync::Arc;

type At = State<Arc<Reception>>;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new()
        .route("/r/{room}/files/", post(share))
        .route("/r/{room}/files/{name}", put(share_named).post(share_named))
        .route("/r/{room}/files/{id}/{name}", get(fetch))
        .route("/files", post(host).options(hosts))
        .route("/files/{id}/{name}", get(fetch_hosted))
        .layer(DefaultBodyLimit::disable())
}

async fn share(
    at: At,
    caller: Caller,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Refused> {
    let name = named_in(request.headers(), request.uri());
    let name = name.ok_or_else(|| Problem::bad_request("the file has no name: end the address with one"))?;
    share_as(&at.0, &caller, room, &name, request).await
}

async fn share_named(
    at: At,
    caller: Caller,
    Path((room, name)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refused> {
    share_as(&at.0, &caller, room, &name, request).await
}

/// What `Content-Disposition` or `?filename=` calls a file.
fn named_in(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let disposition = headers.get(header::CONTENT_DISPOSITION).and_then(|v| v.to_str().ok());
    let quoted = disposition.and_then(|d| d.split_once("filename=")).map(|(_, rest)| rest);
    let quoted = quoted.and_then(|q| q.trim_start_matches('"').split(['"', ';']).next());
    quoted.map(str::to_owned).or_else(|| query(uri, "filename")).filter(|name| !name.is_empty())
}

async fn share_as(
    reception: &Arc<Reception>,
    caller: &Caller,
    room: String,
    name: &str,
    request: Request,
) -> Result<Response, Refused> {
    let vault = vault_of(reception)?;
    let addresses = Addresses::of(request.headers(), reception);
    let key = super::messages::key_of(request.headers())?;
    let mut talk = reception.talk_to_write(caller).await?;
    let person = who_shares(reception, &talk)?;
    let room_id = enter_room(&mut talk, &room).await?;
    let note = Coming { vault: &vault, reception, person }.receive(request, name, Some(room_id.1)).await?;
    let address = addresses.of_file(&room_id.0, &note);
    let text = format!("{} ({}) {address}", note.name, size(note.bytes));
    let say = Ask::Say(Say {
        room: room_id.0,
        text,
        key,
        manner: Manner::Say,
        reply_to: None,
        to_role: Role::Plain,
    });
    let done = match talk.ask(say).await {
        Ok(Answer::Done(done)) => done,
        other => {
            vault.remove(&note.id);
            return Err(other.map_or_else(|why| why, unexpected));
        }
    };
    if let Some(number) = done.number
        && let Err(fault) = vault.attach(&note.id, Number(number))
    {
        tracing::error!(%fault, "a file does not know its message");
    }
    let id = done.message_id.unwrap_or_default();
    let words = format!("#{} {id}\n{address}\n", done.number.unwrap_or_default());
    let location = HeaderValue::from_str(&address).map_err(|_| Problem::fault())?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], words).into_response())
}

/// A file for whoever has its address (soju.im/FILEHOST): IRC clients put that into a message themselves.
async fn host(at: At, caller: Caller, request: Request) -> Result<Response, Refused> {
    let reception = &at.0;
    let vault = vault_of(reception)?;
    let addresses = Addresses::of(request.headers(), reception);
    let name = named_in(request.headers(), request.uri()).unwrap_or_else(|| "file".to_owned());
    let talk = reception.talk_to_write(&caller).await?;
    let person = who_shares(reception, &talk)?;
    drop(talk);
    let note = Coming { vault: &vault, reception, person }.receive(request, &name, None).await?;
    let address = addresses.of_hosted(&note);
    let location = HeaderValue::from_str(&address).map_err(|_| Problem::fault())?;
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], format!("{address}\n")).into_response())
}

/// What may be uploaded there, for clients that ask first (soju.im/FILEHOST).
async fn hosts(at: At) -> Result<Response, Refused> {
    vault_of(&at.0)?;
    // A kind may be given by how it begins (`image/`).
    let whole = |kind: &String| if kind.ends_with('/') { format!("{kind}*") } else { kind.clone() };
    let kinds: Vec<String> = at.0.settings.file_kinds.iter().map(whole).collect();
    let kinds = if kinds.is_empty() { "*/*".to_owned() } else { kinds.join(", ") };
    let kinds = HeaderValue::from_str(&kinds).map_err(|_| Problem::fault())?;
    let accept_post = HeaderName::from_static("accept-post");
    let allow = HeaderValue::from_static("OPTIONS, POST");
    Ok((StatusCode::NO_CONTENT, [(header::ALLOW, allow), (accept_post, kinds)]).into_response())
}

fn vault_of(reception: &Reception) -> Result<Arc<Vault>, Refused> {
    let vault = reception.settings.vault.clone();
    Ok(vault.ok_or_else(|| Problem::new(404, "no_files", "No files are shared here."))?)
}

/// Whose quota a file counts against: all guests together have one person's.
fn who_shares(reception: &Reception, talk: &Talk) -> Result<PersonId, Refused> {
    let me = talk.me().ok_or_else(Problem::fault)?;
    match (&me.me.account, reception.settings.guests_share) {
        (Some(_), _) => person_of(me),
        (None, true) => Ok(PersonId::HOUSE),
        (None, false) => Err(Problem::from(&parlor_model::Refusal::NeedAccount).into()),
    }
}

fn person_of(me: &Entered) -> Result<PersonId, Refused> {
    Ok(me.me.person.parse().map(PersonId).map_err(|_| Problem::fault())?)
}

/// Becomes a member, which opens a room where there is none; the room's id, written and plain.
async fn enter_room(talk: &mut Talk, room: &str) -> Result<(String, RoomId), Refused> {
    if !room.starts_with('@') && !room.starts_with('!') {
        match talk.ask(Ask::Join(Join { room: room.to_owned(), key: None })).await {
            Ok(_) => {}
            Err(Refused(problem)) if problem.code == "you_are_member" => {}
            Err(why) => return Err(why),
        }
    }
    let id = match talk.ask(Ask::Room(InRoom { room: room.to_owned() })).await? {
        Answer::Room(view) => view.room_id,
        other => return Err(unexpected(other)),
    };
    let plain = room_of(&id).ok_or_else(Problem::fault)?;
    Ok((id, plain))
}

fn room_of(id: &str) -> Option<RoomId> {
    match RoomAddress::parse(id, &parlor_model::NameRules::default()) {
        Ok(RoomAddress::Id(id)) => Some(id),
        Ok(RoomAddress::Named(_) | RoomAddress::Direct(_)) | Err(_) => None,
    }
}

/// `34 kB`: as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000.. => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

async fn fetch(
    at: At,
    caller: Caller,
    Path((room, id, _)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let reception = &at.0;
    let vault = vault_of(reception)?;
    let (id, room_id) = FileId::parse(&id).zip(room_of(&room)).ok_or_else(no_such_file)?;
    let note = vault.find(&id).filter(|n| n.room == Some(room_id)).ok_or_else(no_such_file)?;
    let mut talk = reception.read(&caller).await?;
    let message = shown_by(&mut talk, &room, &note).await?;
    if message.deleted_at.is_some() {
        vault.remove(&id);
        return Err(no_such_file());
    }
    serve(&vault, &note, &headers).await
}

/// The message that shows a file, if one may read it.
async fn shown_by(talk: &mut Talk, room: &str, note: &FileNote) -> Result<Message, Refused> {
    let found = match note.number {
        Some(number) => {
            let around = Some(Aim::Number(number.0));
            let room = room.to_owned();
            let ask =
                History { room, before: None, after: None, around, limit: Some(1), messages_only: true };
            let page = super::curl::history(talk, ask).await?;
            page.messages.into_iter().find(|m| m.event.number == number.0)
        }
        // The server ended before it could write down which message that is.
        None => {
            let (text, room) = (format!("\"{}\"", note.id.as_str()), Some(room.to_owned()));
            let search = Search { text, from: None, room, before: None, after: None, limit: Some(1) };
            match talk.ask(Ask::Search(search)).await? {
                Answer::Found(found) => found.into_iter().next(),
                other => return Err(unexpected(other)),
            }
        }
    };
    found.ok_or_else(no_such_file)
}

async fn fetch_hosted(
    at: At,
    Path((id, _)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let vault = vault_of(&at.0)?;
    let id = FileId::parse(&id).ok_or_else(no_such_file)?;
    let note = vault.find(&id).filter(|n| n.room.is_none()).ok_or_else(no_such_file)?;
    serve(&vault, &note, &headers).await
}

fn no_such_file() -> Refused {
    Problem::new(404, "no_such_file", "There is no such file, or none that you may fetch.").into()
}

/// The bytes, so that no browser takes them for a page of this house.
async fn serve(vault: &Vault, note: &FileNote, headers: &HeaderMap) -> Result<Response, Refused> {
    let tag = format!("\"{}\"", note.id.as_str());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let file = tokio::fs::File::open(vault.path(&note.id)).await.map_err(|error| {
        tracing::error!(%error, "a shared file cannot be read");
        Problem::fault()
    })?;
    let how = if shown_inline(&note.kind) { "inline" } else { "attachment" };
    let name = percent_encoding::utf8_percent_encode(&note.name, percent_encoding::NON_ALPHANUMERIC);
    let mut response = Response::new(Body::empty());
    let (status, from, length) = match crate::files::part(headers, note.bytes) {
        None => (StatusCode::OK, 0, note.bytes),
        Some(Ok((from, length))) => (StatusCode::PARTIAL_CONTENT, from, length),
        Some(Err(())) => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{}", note.bytes))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, range).into_response());
        }
    };
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, note.kind.clone()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, format!("{how}; filename*=UTF-8''{name}")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "private, max-age=86400".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, tag),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_str(&value).map_err(|_| Problem::fault())?);
    }
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{}", from + length - 1, note.bytes);
        let range = HeaderValue::from_str(&range).map_err(|_| Problem::fault())?;
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    *response.body_mut() = crate::files::body(file, SeekFrom::Start(from), length);
    Ok(response)
}

/// The checked name and kind of what comes, for tests of both.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::{kind_of, safe_name};

    #[test]
    fn sizes_are_as_people_say_them() {
        assert_eq!([size(12), size(33_400), size(1_250_000)], ["12 B", "34 kB", "1.2 MB"]);
    }

    #[test]
    fn names_come_from_headers_or_the_query() {
        let mut headers = HeaderMap::new();
        let uri: Uri = "/files?filename=a%20b.txt".parse().unwrap();
        assert_eq!(named_in(&headers, &uri).as_deref(), Some("a b.txt"));
        headers.insert(header::CONTENT_DISPOSITION, "attachment; filename=\"c.txt\"".parse().unwrap());
        assert_eq!(named_in(&headers, &uri).as_deref(), Some("c.txt"));
        assert_eq!(safe_name("../../etc/pass\nwd"), "pass_wd");
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n0000"), "image/png");
        assert_eq!(kind_of(b"<html><script>"), "text/plain; charset=utf-8");
        assert_eq!(kind_of(&[0, 159, 146, 150]), "application/octet-stream");
    }
}
