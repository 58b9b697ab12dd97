//! The description of the API, made from the code, and a page to read it.

use super::{accounts, house, keys, messages, overseeing, pushes, rooms};
use crate::reception::Reception;
use axum::Router;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use std::fmt::Write;
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Parlor",
        description = "The API of a Parlor house. Streams are described in docs/http.md."
    ),
    components(schemas(parlor_api::Frame, parlor_api::Ask, parlor_api::Pushed))
)]
struct Description;

/// The calls of the API, and the document that describes them.
pub(super) fn described() -> (Router<Arc<Reception>>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(rooms::house))
        .routes(routes!(rooms::ask))
        .routes(routes!(rooms::rooms))
        .routes(routes!(rooms::room, rooms::change))
        .routes(routes!(rooms::members))
        .routes(routes!(rooms::join, rooms::leave))
        .routes(routes!(rooms::topic))
        .routes(routes!(rooms::has_read, rooms::read))
        .routes(routes!(rooms::positions))
        .routes(routes!(rooms::conversations))
        .routes(routes!(rooms::people))
        .routes(routes!(rooms::person))
        .routes(routes!(messages::history, messages::say))
        .routes(routes!(messages::message, messages::edit, messages::delete))
        .routes(routes!(messages::react, messages::unreact))
        .routes(routes!(messages::search))
        .routes(routes!(accounts::register, overseeing::accounts))
        .routes(routes!(overseeing::account, overseeing::end_account))
        .routes(routes!(overseeing::set_password))
        .routes(routes!(overseeing::suspend, overseeing::unsuspend))
        .routes(routes!(overseeing::set_operator))
        .routes(routes!(overseeing::own_sessions))
        .routes(routes!(overseeing::end_own_session))
        .routes(routes!(overseeing::sessions, overseeing::end_sessions))
        .routes(routes!(overseeing::end_session))
        .routes(routes!(overseeing::kill))
        .routes(routes!(house::settings))
        .routes(routes!(house::reload))
        .routes(routes!(house::announce))
        .routes(routes!(house::defcon, house::set_defcon))
        .routes(routes!(house::bans, house::ban))
        .routes(routes!(house::unban))
        .routes(routes!(house::purges, house::purge))
        .routes(routes!(house::unpurge))
        .routes(routes!(accounts::confirm))
        .routes(routes!(accounts::log_in))
        .routes(routes!(accounts::log_out))
        .routes(routes!(accounts::me))
        .routes(routes!(accounts::away))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::delete))
        .routes(routes!(pushes::pushes, pushes::push, pushes::end))
        .routes(routes!(keys::tokens, keys::make_token))
        .routes(routes!(keys::end_token))
        .routes(routes!(keys::make_bot))
        .routes(routes!(keys::end_bot))
        .routes(routes!(keys::hooks, keys::make_hook))
        .routes(routes!(keys::invite))
        .routes(routes!(keys::use_invitation))
        .routes(routes!(keys::end_invitation))
        .split_for_parts()
}

/// The document and the page.
pub(super) fn router(description: &utoipa::openapi::OpenApi) -> Router<Arc<Reception>> {
    let document: Arc<str> = description.to_pretty_json().unwrap_or_default().into();
    let page: Arc<str> = page(description).into();
    let json = [(header::CONTENT_TYPE, "application/json")];
    Router::new()
        .route("/api/openapi.json", get(async move || (json, document.to_string())))
        .route("/api/", get(async move || Html(page.to_string())))
}

/// A page without a script: every call, what it takes and what it answers.
fn page(description: &utoipa::openapi::OpenApi) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Parlor API</title>\
         <h1>Parlor API</h1><p>For programs: <a href=\"/api/openapi.json\">openapi.json</a>.</p>\n",
    );
    for (path, item) in &description.paths.paths {
        for (method, operation) in [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ] {
            if let Some(operation) = operation {
                describe(method, path, operation, &mut out);
            }
        }
    }
    out
}

fn describe(method: &str, path: &str, operation: &Operation, out: &mut String) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "<h2><code>{method} {}</code></h2>", escaped(path));
    if let Some(summary) = &operation.summary {
        let _ = writeln!(out, "<p>{}</p>", escaped(summary));
    }
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        let words = parameter.description.as_deref().unwrap_or_default();
        let _ = writeln!(out, "<p><code>{}</code>: {}</p>", escaped(&parameter.name), escaped(words));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
