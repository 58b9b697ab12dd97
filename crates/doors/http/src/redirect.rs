//! The plain address of a door that speaks HTTPS: whoever comes is sent there.

use axum::Router;
use axum::body::Body;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;

/// The port of HTTPS that no address names.
const HTTPS_PORT: u16 = 443;

/// Answers every call with the same address at this port, encrypted.
pub(crate) fn to_https(port: u16) -> Router {
    Router::new().fallback(async move |headers: HeaderMap, uri: Uri| {
        let (status, place) = match place(&headers, &uri, port) {
            // The method and what is sent stay the same there.
            Some(place) => (StatusCode::PERMANENT_REDIRECT, place),
            None => (StatusCode::BAD_REQUEST, String::new()),
        };
        let words = match status {
            StatusCode::BAD_REQUEST => "This call does not say to which host it goes.\n".to_owned(),
            _ => format!("Encrypted only: {place}\n"),
        };
        let response = Response::builder().status(status).header(header::CONTENT_TYPE, "text/plain");
        let response = if place.is_empty() { response } else { response.header(header::LOCATION, place) };
        response.body(Body::from(words)).unwrap_or_default()
    })
}

/// The address there.
fn place(headers: &HeaderMap, uri: &Uri, port: u16) -> Option<String> {
    let host: Authority = headers.get(header::HOST)?.to_str().ok()?.parse().ok()?;
    // What stands before an `@` is no part of a host.
    if host.as_str().contains('@') || host.host().is_empty() {
        return None;
    }
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    Some(match port {
        HTTPS_PORT => format!("https://{}{path}", host.host()),
        port => format!("https://{}:{port}{path}", host.host()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place_of(host: &str, uri: &str, port: u16) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        place(&headers, &uri.parse().unwrap(), port)
    }

    #[test]
    fn the_same_place_encrypted() {
        let of = |host, uri, port| place_of(host, uri, port).unwrap();
        assert_eq!(of("chat.example.org", "/r/ops?n=5", 443), "https://chat.example.org/r/ops?n=5");
        assert_eq!(of("chat.example.org:8080", "/", 8443), "https://chat.example.org:8443/");
        assert_eq!(of("[::1]:8080", "/x", 8443), "https://[::1]:8443/x");
        assert_eq!(place_of("evil@example.org", "/", 443), None);
        assert_eq!(place_of("", "/", 443), None);
        assert_eq!(place(&HeaderMap::new(), &"/".parse().unwrap(), 443), None);
    }
}
