//! What is true of every call: it does not come from somebody else's page, it is counted, its answer says how it may
//! be shown.

use crate::problems::{self, Refused};
use crate::reception::{Peer, Reception};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use parlor_api::Problem;
use std::sync::Arc;

/// Nothing is loaded from elsewhere, no script or style stands within a page, and no page is shown in a frame.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
    object-src 'none'; img-src 'self' data: blob:; media-src 'self' blob:";

pub(crate) async fn guard(State(reception): State<Arc<Reception>>, request: Request, next: Next) -> Response {
    let upgrades = request.headers().contains_key(header::UPGRADE);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let in_words = is_for_people(&request);
    let mut response = if (upgrades || changes) && is_foreign(&request, &reception) {
        let words = "This call comes from a page of another site.";
        Refused(Problem::new(403, "cross_site", words)).into_response()
    } else {
        next.run(request).await
    };
    if in_words {
        response = problems::in_words(response);
    }
    reception.counts.called(response.status().as_u16());
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // What one may read depends on who one is, and changes.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether words are wanted rather than JSON: the call is one of those made for `curl`.
fn is_for_people(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    request.uri().path().starts_with("/r/") && !accepts.is_some_and(|accept| accept.contains("json"))
}

/// Whether a browser says that the call was made by a page of another site. Programs say nothing of the kind.
fn is_foreign(request: &Request, reception: &Reception) -> bool {
    let headers = request.headers();
    let get = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if get("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    let Some(origin) = get("origin") else { return false };
    let proxied = request
        .extensions()
        .get::<Peer>()
        .is_some_and(|peer| reception.settings.proxies.contains(&peer.address.ip()));
    let host = host_of(headers, proxied);
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    !matches!((authority, host), (Some(a), Some(h)) if a.eq_ignore_ascii_case(h))
}

fn host_of(headers: &HeaderMap, proxied: bool) -> Option<&str> {
    let forwarded = proxied.then(|| headers.get("x-forwarded-host")).flatten();
    forwarded.or_else(|| headers.get(header::HOST)).and_then(|v| v.to_str().ok())
}
