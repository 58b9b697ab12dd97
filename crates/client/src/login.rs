//! Logging in: a name and a password for a token.

use crate::link::bytes;
use crate::tls::Tls;
use crate::{Address, Failure};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use parlor_api::{LogIn, Problem};
use std::time::Duration;

/// Checking a password takes a server a while, and it may have others to check first.
const PATIENCE: Duration = Duration::from_secs(30);
/// An answer is not larger, however many rooms one is in.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A new session's token.
pub(crate) async fn log_in(address: &Address, tls: &Tls, who: &LogIn) -> Result<String, Failure> {
    let broke = || Failure::Unreachable {
        why: format!("The connection to {} broke.", address.authority()),
        after_ms: None,
    };
    let asking = async {
        let stream = bytes(address, tls).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| broke())?;
        let body = serde_json::to_vec(who).map_err(|_| broke())?;
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/sessions")
            .header(HOST, address.authority())
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| broke())?;
        let answer = async {
            let response = sender.send_request(request).await.map_err(|_| broke())?;
            let status = response.status();
            let body = Limited::new(response.into_body(), BODY_BYTES_MAX).collect().await;
            Ok((status, body.map_err(|_| broke())?.to_bytes()))
        };
        tokio::pin!(answer);
        let (status, body) = tokio::select! {
            answer = &mut answer => answer?,
            _ = connection => answer.await?,
        };
        token_of(address, status, &body)
    };
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| Err(broke()))
}

fn token_of(address: &Address, status: StatusCode, body: &[u8]) -> Result<String, Failure> {
    if status == StatusCode::CREATED {
        let answer: Option<serde_json::Value> = serde_json::from_slice(body).ok();
        if let Some(token) = answer.as_ref().and_then(|answer| answer.get("token")?.as_str()) {
            return Ok(token.to_owned());
        }
    }
    match serde_json::from_slice::<Problem>(body) {
        Ok(problem) => Err(Failure::Refused(problem)),
        Err(_) => Err(Failure::Unreachable {
            why: format!("There is no Parlor at {address} (status {status})."),
            after_ms: None,
        }),
    }
}
