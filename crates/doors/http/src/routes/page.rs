//! The page of a room for browsers: three files that stand in the binary, and speak the API as every client does.

use crate::reception::Reception;
use axum::Router;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

const PAGE: &str = include_str!("../../page/index.html");
const STYLE: &str = include_str!("../../page/parlor.css");
const SCRIPT: &str = include_str!("../../page/parlor.js");

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
    let style = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    let script = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    Router::new()
        .route("/", get(welcome))
        .route("/page/parlor.css", get(async move || (style, STYLE)))
        .route("/page/parlor.js", get(async move || (script, SCRIPT)))
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
