//! Parts of a request, or a problem that says what is wrong with them.

use crate::caller::Caller;
use crate::problems::Refused;
use crate::reception::{Peer, Reception};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{header, request::Parts};
use axum::response::{IntoResponse, Response};
use parlor_api::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

type State = Arc<Reception>;

impl FromRequestParts<State> for Caller {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, reception: &State) -> Result<Self, Refused> {
        let peer = parts.extensions.get::<Peer>().ok_or_else(Problem::fault)?;
        Self::of(peer.address, peer.secure, &parts.headers, &parts.uri, reception)
    }
}

/// What is in the path, decoded.
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<State> for Path<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refused> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|p| Self(p.0)).map_err(|e| Problem::bad_request(&e.body_text()).into())
    }
}

/// What is in the query.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequestParts<State> for Query<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refused> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|q| Self(q.0)).map_err(|e| Problem::bad_request(&e.body_text()).into())
    }
}

/// A body of bytes, whole and in time.
async fn body(request: Request, reception: &State) -> Result<axum::body::Bytes, Refused> {
    let settings = &reception.settings;
    let bytes_max = settings.body_bytes_max;
    let too_large = || {
        let words = format!("A body has {bytes_max} bytes at most. Nothing of it was used.");
        Refused(Problem::new(413, "body_too_large", &words))
    };
    let said = request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok());
    if said.and_then(|n| n.parse::<usize>().ok()).is_some_and(|n| n > bytes_max) {
        return Err(too_large());
    }
    let body = axum::body::to_bytes(request.into_body(), bytes_max);
    match tokio::time::timeout(settings.read_timeout, body).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Problem::new(408, "too_slow", "The body did not arrive in time.").into()),
    }
}

/// A body of text, UTF-8.
pub(crate) struct TextBody(pub(crate) String);

impl FromRequest<State> for TextBody {
    type Rejection = Refused;

    async fn from_request(request: Request, reception: &State) -> Result<Self, Refused> {
        let bytes = body(request, reception).await?;
        match String::from_utf8(bytes.into()) {
            Ok(text) => Ok(Self(text)),
            Err(_) => Err(Problem::new(422, "text_unfit", "The body is not UTF-8 text.").into()),
        }
    }
}

/// JSON, in and out.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<State> for Json<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, reception: &State) -> Result<Self, Refused> {
        // A form on somebody else's page cannot send this type without asking first.
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        let kind = kind.split(';').next().unwrap_or("").trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let words = "The body is JSON: `Content-Type: application/json`.";
            return Err(Problem::new(415, "not_json", words).into());
        }
        let bytes = body(request, reception).await?;
        match serde_json::from_slice(&bytes) {
            Ok(value) => Ok(Self(value)),
            Err(error) => Err(Problem::bad_request(&error.to_string()).into()),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}
