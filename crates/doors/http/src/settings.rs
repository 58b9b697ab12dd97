//! What may be set about the HTTP door.

use parlor_server::{Figures, PushCounts, Vault};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// The settings of an HTTP door.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Addresses whose `X-Forwarded-For` is believed: the proxies in front of this door. Its last entry is taken.
    pub proxies: Vec<IpAddr>,
    /// Bytes of a request's body at most; one with more is refused with 413.
    pub body_bytes_max: usize,
    /// Bytes of a request's head at most; one with more is refused with 431.
    pub head_bytes_max: usize,
    /// How long a request may take to arrive, head and body each. Also how long an idle connection is kept.
    pub read_timeout: Duration,
    /// How long a connection may take until its first byte of HTTP can be read.
    pub handshake_timeout: Duration,
    /// How long a client may read nothing while something waits for it.
    pub write_timeout: Duration,
    /// How long a login lasts.
    pub session_lifetime: Duration,
    /// Login attempts that an address, or an account, has at once; one more comes back each
    /// [`HttpSettings::login_wait`].
    pub login_attempts: u32,
    /// See [`HttpSettings::login_attempts`].
    pub login_wait: Duration,
    /// The cookie of a session is sent over HTTPS only, also where a login came without: a proxy that does not say so
    /// speaks HTTPS for this door.
    pub secure_cookies: bool,
    /// Where shared files are; `None`: none are shared.
    pub vault: Option<Arc<Vault>>,
    /// Kinds of files that are taken (`image/`, `text/plain`), by how they begin; empty: all.
    pub file_kinds: Vec<String>,
    /// Whether people without an account may share files.
    pub guests_share: bool,
    /// How this house is reached from outside, for addresses in messages; `None`: as who asks has reached it.
    pub public_url: Option<String>,
    /// What the server counts of itself, for who watches it.
    pub figures: Option<Arc<Figures>>,
    /// Pushes, for who watches the server; `None`: there are none.
    pub push_counts: Option<Arc<PushCounts>>,
    /// How long a stop waits for clients to read their last words.
    pub stop_timeout: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            proxies: Vec::new(),
            body_bytes_max: 256 * 1024,
            head_bytes_max: 16 * 1024,
            read_timeout: Duration::from_secs(20),
            handshake_timeout: Duration::from_secs(10),
            write_timeout: Duration::from_secs(60),
            session_lifetime: Duration::from_hours(30 * 24),
            login_attempts: 10,
            login_wait: Duration::from_secs(30),
            secure_cookies: false,
            vault: None,
            file_kinds: Vec::new(),
            guests_share: true,
            public_url: None,
            figures: None,
            push_counts: None,
            stop_timeout: Duration::from_secs(5),
        }
    }
}
