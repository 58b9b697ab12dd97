//! The page of a room for browsers: a few files that stand in the binary, and speak the API as every client does.

use crate::reception::Reception;
use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

const PAGE: &str = include_str!("../../page/index.html");
/// What the page loads: each file's address, kind and words.
macro_rules! files {
    ($($name:literal: $kind:literal),* $(,)?) => {
        [$((concat!("/page/", $name), $kind, include_str!(concat!("../../page/", $name)))),*]
    };
}

const FILES: [(&str, &str, &str); 10] = files! {
    "parlor.css": "text/css; charset=utf-8",
    "dom.js": "text/javascript; charset=utf-8",
    "enter.js": "text/javascript; charset=utf-8",
    "house.js": "text/javascript; charset=utf-8",
    "log.js": "text/javascript; charset=utf-8",
    "parlor.js": "text/javascript; charset=utf-8",
    "rooms.js": "text/javascript; charset=utf-8",
    "say.js": "text/javascript; charset=utf-8",
    "show.js": "text/javascript; charset=utf-8",
    "talk.js": "text/javascript; charset=utf-8",
};

/// What stands at `/` for who is no browser.
const WELCOME: &str = "\
This is Parlor, a house of rooms to talk in.
Read a room:      curl HOST/r/lobby
Say something:    curl -H 'Name: ann' -d 'hello' HOST/r/lobby
Follow it:        curl -N HOST/r/lobby?follow
The API:          HOST/api/
In a browser this address is a page.
";

pub(super) fn router() -> Router<Arc<Reception>> {
    FILES.into_iter().fold(Router::new().route("/", get(welcome)), |router, (path, kind, words)| {
        router.route(path, get(async move || ([(header::CONTENT_TYPE, kind)], words)))
    })
}

async fn welcome(headers: HeaderMap) -> Response {
    if is_browser(&headers) {
        return page();
    }
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("this-address");
    let text = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::VARY, "Accept")];
    (text, WELCOME.replace("HOST", host)).into_response()
}

/// Whether who asks wants a page: browsers say so, `curl` takes anything.
pub(super) fn is_browser(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accept.split([',', ';']).any(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

/// The page. It finds out by itself which room it is of, and whether one may see that.
pub(super) fn page() -> Response {
    ([(header::VARY, "Accept")], Html(PAGE)).into_response()
}
