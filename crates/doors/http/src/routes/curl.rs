//! One line of `curl` in and out: `/r/{room}` and `/r/{room}/log.txt`.

use super::messages::key_of;
use crate::caller::Caller;
use crate::extract::{Path, Query, TextBody};
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::talk::{Talk, unexpected};
use crate::transcript::{Paper, Style};
use axum::Router;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use parlor_api::{
    Aim, Answer, Ask, Done, Happened, History, Join, Manner, Message, Page, Problem, Role, Say, Search,
};
use serde::Deserialize;
use std::sync::Arc;

type At = State<Arc<Reception>>;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new().route("/r/{room}", get(transcript).post(say)).route("/r/{room}/log.txt", get(log).post(say))
}

/// What is wanted of a transcript.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    n: Option<usize>,
    before: Option<String>,
    after: Option<String>,
    since: Option<String>,
    q: Option<String>,
    style: Option<String>,
    /// Also who comes and goes; there or not, whatever its value.
    all: Option<String>,
    follow: Option<String>,
    /// Text also for a browser.
    plain: Option<String>,
}

impl Wanted {
    pub(super) fn paper(&self) -> Result<Paper, Refused> {
        let style = match self.style.as_deref() {
            None | Some("dated") => Style::Dated,
            Some("elapsed") => Style::Elapsed,
            Some(other) => {
                let why = format!("`style` is `dated` or `elapsed`, not `{other}`");
                return Err(Problem::bad_request(&why).into());
            }
        };
        Ok(Paper { style, all: self.all.is_some(), before: None })
    }
}

/// Lines when nobody says how many.
const LINES: usize = 50;
/// Events of one page of a whole transcript.
const PAGE: usize = 500;
/// Lines at most; who wants more takes `log.txt`.
const LINES_MAX: usize = 1000;

async fn transcript(
    State(reception): At,
    Extension(peer): Extension<Peer>,
    caller: Caller,
    Path(room): Path<String>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    if super::page::is_browser(&headers) && wanted.plain.is_none() {
        return Ok(super::page::page());
    }
    let paper = wanted.paper()?;
    if wanted.follow.is_some() {
        return super::follow::follow(reception, peer, caller, room, wanted, paper).await;
    }
    let mut talk = reception.read(&caller).await?;
    let out = match wanted.q.clone() {
        Some(words) => found(&mut talk, room, words, &wanted, paper).await?,
        None => page(&mut talk, room, &wanted, paper).await?.0,
    };
    Ok(text(out))
}

fn text(out: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], out).into_response()
}

/// A page of a room as text, and the last number on it.
pub(super) async fn page(
    talk: &mut Talk,
    room: String,
    wanted: &Wanted,
    mut paper: Paper,
) -> Result<(String, Paper, Option<u64>), Refused> {
    let aim = |at: &Option<String>| at.clone().map(Aim::Written);
    // What happened since a moment has its first event in it; a number is left out.
    let after = aim(&wanted.after).or_else(|| aim(&wanted.since));
    let ask = History {
        room,
        before: aim(&wanted.before),
        after,
        around: None,
        limit: Some(wanted.n.unwrap_or(LINES).min(LINES_MAX)),
        messages_only: !paper.all,
    };
    let page = history(talk, ask).await?;
    set_clock(talk, &page, &mut paper).await?;
    let mut out = String::new();
    for message in &page.messages {
        paper.message(message, &mut out);
    }
    Ok((out, paper, page.messages.last().map(|m| m.event.number)))
}

pub(super) async fn history(talk: &mut Talk, ask: History) -> Result<Page, Refused> {
    match talk.ask(Ask::History(ask)).await? {
        Answer::Page(page) => Ok(page),
        other => Err(unexpected(other)),
    }
}

/// Finds out when the message before a page was said, where the style shows it.
async fn set_clock(talk: &mut Talk, page: &Page, paper: &mut Paper) -> Result<(), Refused> {
    let (Style::Elapsed, true, Some(first)) = (paper.style, page.more_before, page.messages.first()) else {
        return Ok(());
    };
    let ask = History {
        room: page.room_id.clone(),
        before: Some(Aim::Number(first.event.number)),
        after: None,
        around: None,
        limit: Some(1),
        messages_only: true,
    };
    for message in history(talk, ask).await?.messages {
        if let Happened::Said(_) = message.event.what {
            paper.message(&message, &mut String::new());
        }
    }
    Ok(())
}

async fn found(
    talk: &mut Talk,
    room: String,
    words: String,
    wanted: &Wanted,
    mut paper: Paper,
) -> Result<String, Refused> {
    let ask = Search {
        text: words,
        from: None,
        room: Some(room),
        before: wanted.before.clone(),
        after: wanted.after.clone().or_else(|| wanted.since.clone()),
        limit: Some(wanted.n.unwrap_or(LINES)),
    };
    match talk.ask(Ask::Search(ask)).await? {
        Answer::Found(found) => {
            let mut out = String::new();
            found.iter().rev().for_each(|message| paper.message(message, &mut out));
            Ok(out)
        }
        other => Err(unexpected(other)),
    }
}

/// The whole transcript, page by page as it is read.
async fn log(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    let paper = wanted.paper()?;
    let mut talk = reception.read(&caller).await?;
    let first = history(&mut talk, whole(room, 0, paper.all)).await?;
    let read = futures_util::stream::unfold(Some((talk, first, paper)), async |state| {
        let (mut talk, page, mut paper) = state?;
        let mut out = String::new();
        page.messages.iter().for_each(|message: &Message| paper.message(message, &mut out));
        let last = page.messages.last().map(|m| m.event.number).filter(|_| page.more_after);
        let next = match last {
            None => None,
            Some(last) => match history(&mut talk, whole(page.room_id, last, paper.all)).await {
                Ok(page) => Some((talk, page, paper)),
                // Cut off where it is, so that nobody takes it for the whole.
                Err(Refused(problem)) => {
                    return Some((Err(std::io::Error::other(problem.detail)), None));
                }
            },
        };
        Some((Ok(out), next))
    });
    let body = Body::from_stream(read);
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response())
}

fn whole(room: String, after: u64, all: bool) -> History {
    let after = Some(Aim::Number(after));
    History { room, before: None, after, around: None, limit: Some(PAGE), messages_only: !all }
}

async fn say(
    State(reception): At,
    caller: Caller,
    Path(room): Path<String>,
    headers: HeaderMap,
    TextBody(body): TextBody,
) -> Result<Response, Refused> {
    // The line end is the shell's, not the message's.
    let text = body.strip_suffix('\n').map_or(body.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
    let (text, key) = (text.to_owned(), key_of(&headers)?);
    let say = Ask::Say(Say {
        room: room.clone(),
        text,
        key,
        manner: Manner::Say,
        reply_to: None,
        to_role: Role::Plain,
    });
    let mut talk = reception.talk_to_write(&caller).await?;
    let answer = match talk.ask(say.clone()).await {
        Err(Refused(problem))
            if ["members_speak", "not_member", "no_such_room"].contains(&&*problem.code) =>
        {
            talk.ask(Ask::Join(Join { room, key: None })).await?;
            talk.ask(say).await
        }
        answer => answer,
    };
    match answer? {
        Answer::Done(done) => Ok(said(&headers, &done)),
        other => Err(unexpected(other)),
    }
}

/// `#12 1-c`, or the same in JSON.
fn said(headers: &HeaderMap, done: &Done) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (number, id) = (done.number.unwrap_or_default(), done.message_id.as_deref().unwrap_or_default());
    let location = [(header::LOCATION, format!("/api/v1/messages/{id}"))];
    if accept.contains("application/json") {
        return (StatusCode::CREATED, location, axum::Json(done)).into_response();
    }
    (StatusCode::CREATED, location, text(format!("#{number} {id}\n"))).into_response()
}
