//! Every address of the door.

mod accounts;
mod curl;
mod docs;
mod files;
mod follow;
mod health;
mod hooks;
mod house;
mod keys;
mod messages;
mod overseeing;
mod page;
mod pushes;
mod rooms;
mod socket;
mod sse;

use crate::guard::guard;
use crate::problems::{Refused, not_found};
use crate::reception::Reception;
use axum::Router;
use axum::middleware::from_fn_with_state;
use parlor_api::Problem;
use std::sync::Arc;

/// All of them.
pub(crate) fn all(reception: &Arc<Reception>) -> Router {
    let (api, description) = docs::described();
    api.merge(docs::router(&description))
        .merge(curl::router())
        .merge(page::router())
        .merge(socket::router())
        .merge(sse::router())
        .merge(files::router())
        .merge(hooks::router())
        .merge(health::router())
        .fallback(async || not_found())
        .method_not_allowed_fallback(async || {
            Refused(Problem::new(405, "method_not_allowed", "That cannot be done to this address."))
        })
        .layer(from_fn_with_state(Arc::clone(reception), guard))
        .with_state(Arc::clone(reception))
}
