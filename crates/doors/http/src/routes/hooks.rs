//! `/hooks/{secret}`: whoever knows the address says things in one room, as a bot of that room.
//!
//! It takes plain text, our JSON, and the shape that Slack's incoming webhooks have, so that programs which know one of
//! these need nothing new.

use super::messages::key_of;
use crate::caller::{Caller, Claim};
use crate::extract::{Path, TextBody};
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use crate::seat::Entrance;
use crate::secret::hash_of;
use crate::talk::unexpected;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use parlor_api::{Answer, Ask, Join, Manner, Problem, Role, Say};
use serde::Deserialize;
use std::sync::Arc;

pub(super) fn router() -> Router<Arc<Reception>> {
    Router::new().route("/hooks/{secret}", post(said))
}

/// Our JSON and Slack's: both have `text`; fields of Slack's that say how it should look are left out.
#[derive(Debug, Deserialize)]
struct Hooked {
    #[serde(default)]
    text: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    attachments: Vec<Attachment>,
    #[serde(default)]
    blocks: Vec<Block>,
}

/// A part of a Slack message.
#[derive(Debug, Deserialize)]
struct Attachment {
    #[serde(default)]
    pretext: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    title_link: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    fallback: Option<String>,
}

/// A block of a Slack message: those with a text are shown.
#[derive(Debug, Deserialize)]
struct Block {
    #[serde(default)]
    text: Option<BlockText>,
}

#[derive(Debug, Deserialize)]
struct BlockText {
    #[serde(default)]
    text: String,
}

impl Hooked {
    fn read(body: &str, kind: &str) -> Result<Self, Problem> {
        let json = |text: &str| serde_json::from_str(text).map_err(|e| Problem::bad_request(&e.to_string()));
        match kind {
            "application/json" => json(body),
            // The older way of the same.
            "application/x-www-form-urlencoded" if body.starts_with("payload=") => {
                let payload =
                    body["payload=".len()..].split('&').next().unwrap_or_default().replace('+', " ");
                json(&percent_encoding::percent_decode_str(&payload).decode_utf8_lossy())
            }
            _ => Ok(Self { text: body.into(), key: None, attachments: Vec::new(), blocks: Vec::new() }),
        }
    }

    /// Everything with words in it, a line each.
    fn words(&self) -> String {
        let mut lines: Vec<&str> = Vec::new();
        let blocks = self.blocks.iter().filter_map(|b| b.text.as_ref()).map(|t| t.text.as_str());
        // Slack shows blocks in place of the text.
        if self.blocks.iter().any(|b| b.text.is_some()) {
            lines.extend(blocks);
        } else {
            lines.push(&self.text);
        }
        for attachment in &self.attachments {
            let Attachment { pretext, title, title_link, text, fallback } = attachment;
            let shown = [pretext, title, title_link, text].into_iter().flatten();
            let before = lines.len();
            lines.extend(shown.map(String::as_str));
            if lines.len() == before {
                lines.extend(fallback.as_deref());
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        lines.join("\n")
    }
}

async fn said(
    State(reception): State<Arc<Reception>>,
    Extension(peer): Extension<Peer>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    TextBody(body): TextBody,
) -> Result<Response, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let hooked = Hooked::read(body.trim_end_matches(['\n', '\r']), &kind)?;
    let key = key_of(&headers)?.or_else(|| hooked.key.clone());
    // Who sends is a program anywhere: the secret alone says who it is, and no proxy's header counts.
    let who = Claim::Somebody(Entrance::Token(hash_of(&secret)));
    let caller = Caller { from: peer.address, secure: peer.secure, who, by_cookie: false };
    let mut talk = reception.talk_to_write(&caller).await.map_err(no_hook)?;
    let room = talk.me().and_then(|me| me.hook.clone()).ok_or_else(|| no_hook(Refused(over())))?;
    let say = Ask::Say(Say {
        room: room.clone(),
        text: hooked.words(),
        key,
        manner: Manner::Say,
        reply_to: None,
        to_role: Role::Plain,
    });
    let answer = match talk.ask(say.clone()).await {
        Err(Refused(problem)) if ["members_speak", "not_member"].contains(&&*problem.code) => {
            talk.ask(Ask::Join(Join { room, key: None })).await?;
            talk.ask(say).await
        }
        answer => answer,
    };
    match answer? {
        // What Slack answers, and its clients look for.
        Answer::Done(done) => {
            let id = done.message_id.unwrap_or_default();
            let location = [(header::LOCATION, format!("/api/v1/messages/{id}"))];
            Ok((location, "ok").into_response())
        }
        other => Err(unexpected(other)),
    }
}

fn over() -> Problem {
    Problem::new(401, "session_over", "")
}

/// An address that is no hook's, or not any more, is nowhere.
fn no_hook(why: Refused) -> Refused {
    match why {
        Refused(problem) if problem.status == 401 => {
            Problem::new(404, "no_such_hook", "There is no hook at this address, or not any more.").into()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Hooked;

    fn words(body: &str, kind: &str) -> String {
        Hooked::read(body, kind).unwrap().words()
    }

    #[test]
    fn every_shape_becomes_words() {
        assert_eq!(words("build is green", "text/plain"), "build is green");
        assert_eq!(words(r#"{"text":"green"}"#, "application/json"), "green");
        let slack = r#"{"username":"ci","icon_emoji":":x:","text":"Build","attachments":[
            {"title":"main","title_link":"http://ci/7","text":"passed","color":"good"},{"fallback":"plain"}]}"#;
        assert_eq!(words(slack, "application/json"), "Build\nmain\nhttp://ci/7\npassed\nplain");
        let blocks = r#"{"text":"for old clients","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*new*"}},
            {"type":"divider"}]}"#;
        assert_eq!(words(blocks, "application/json"), "*new*");
        let form = "payload=%7B%22text%22%3A%22a+b%22%7D";
        assert_eq!(words(form, "application/x-www-form-urlencoded"), "a b");
        assert!(Hooked::read("{", "application/json").is_err());
    }
}
