//! Problems as responses: RFC 9457, with what RFC 9110 wants around them.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use parlor_api::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::{self, Content, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// A refusal on its way to the client.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Refused(pub(crate) Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(problem) = self;
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut body = serde_json::to_vec_pretty(&problem).unwrap_or_default();
        // It is read in terminals as well.
        body.push(b'\n');
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json; charset=utf-8"),
        );
        if let Some(ms) = problem.retry_after_ms {
            headers.insert(header::RETRY_AFTER, ms.div_ceil(1000).max(1).into());
        }
        if status == StatusCode::UNAUTHORIZED {
            // A browser would ask for a password in a window of its own: it has a page for that.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(problem);
        response
    }
}

/// Whatever a call answers, it may answer this instead: so the description says of each.
impl IntoResponses for Refused {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        let problem = || Content::new(Some(Ref::from_schema_name(Problem::name())));
        let with = |description: &str| {
            let response = ResponseBuilder::new().description(description);
            RefOr::T(response.content("application/problem+json", problem()).build())
        };
        BTreeMap::from([("4XX".into(), with("Refused")), ("5XX".into(), with("Not now"))])
    }
}

/// Where people call with `curl`, a refusal is one line of words; its code for scripts is in the head.
/// Who asks for JSON gets it here as well.
pub(crate) fn in_words(mut response: Response) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let (mut head, _) = response.into_parts();
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    if let Ok(code) = HeaderValue::from_str(&problem.code) {
        head.headers.insert("problem-code", code);
    }
    Response::from_parts(head, format!("{}\n", problem.detail).into())
}

/// There is nothing at this address.
pub(crate) fn not_found() -> Refused {
    Problem::new(404, "not_found", "There is nothing at this address.").into()
}
