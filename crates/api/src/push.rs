//! Pushes (Web Push): how a page or a program is told of messages while it is not connected, and what it is told.

use crate::Event;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// To be pushed to: what a browser's `PushSubscription` is as JSON.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushTo {
    /// Where: an `https` address.
    pub endpoint: String,
    /// What encrypts.
    pub keys: PushKeys,
    /// Browsers write it beside the others. It does not count.
    #[serde(default, rename = "expirationTime", skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<f64>,
}

/// What is pushed can be read with these alone (RFC 8291). Base64 for URLs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushKeys {
    /// A public key: a point of P-256, uncompressed.
    pub p256dh: String,
    /// Sixteen bytes besides.
    pub auth: String,
}

/// Where nothing is to be pushed any more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhichPush {
    /// Its address.
    pub endpoint: String,
}

/// Where one is pushed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Pushes {
    /// The public key of the house, Base64 for URLs: browsers call it `applicationServerKey`. Absent: the house pushes
    /// nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where, oldest first.
    pub places: Vec<PushPlace>,
}

/// One place that is pushed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PushPlace {
    /// Its address.
    pub endpoint: String,
    /// What is pushed there is JSON; otherwise it is lines of IRC.
    pub json: bool,
    /// Since when, RFC 3339.
    pub since: String,
    /// Nothing is pushed from then on, unless it is asked for again.
    pub until: String,
}

/// What is pushed: exactly one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pushed {
    /// The first push, to see that it is taken.
    First {},
    /// A direct message, a message that calls one by name, or an invitation.
    Event(Box<PushedEvent>),
    /// Something that was pushed is read.
    Read(PushedRead),
}

/// See [`Pushed::Event`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PushedEvent {
    /// It.
    #[serde(flatten)]
    pub event: Event,
    /// There are more words to it than a push can carry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// See [`Pushed::Read`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PushedRead {
    /// The room: `#ops`, or `@ann` for a direct conversation.
    pub room: String,
    /// Everything up to this moment, RFC 3339.
    pub upto: String,
}
