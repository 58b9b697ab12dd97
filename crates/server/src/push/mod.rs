//! Pushes on their way: who of the house's people waits for which, and the thread that hands them to a courier.

mod queue;
mod thread;

pub(crate) use thread::Pusher;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use parlor_engine::Push;
use parlor_model::{Endpoint, PushDialect, PushKeys};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The keys of a program, as it writes them: Base64 for URLs, with padding or without.
#[must_use]
pub fn push_keys(public: &str, secret: &str) -> Option<PushKeys> {
    let public: [u8; 65] = B64.decode(public).ok()?.try_into().ok()?;
    // A point that is written out (SEC 1, §2.3.3).
    (public[0] == 4).then_some(PushKeys { public, secret: B64.decode(secret).ok()?.try_into().ok()? })
}

const B64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Something to bring to a push server, not encrypted yet.
pub struct Parcel {
    /// Where to.
    pub endpoint: Endpoint,
    /// What encrypts it.
    pub keys: PushKeys,
    /// What is inside.
    pub words: Vec<u8>,
    /// Somebody is to see it at once, even on a device that saves power (RFC 8030 §5.3).
    pub urgent: bool,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Delivery {
    /// The push server has it.
    Taken,
    /// The push server knows no such program any more.
    Gone,
    /// It was not taken, in words for the log.
    Failed(String),
}

/// Whoever brings pushes away.
pub trait Courier: Send {
    /// Takes one on its way and does not wait for it; [`Delivered`] is told later. Several are under way at once.
    fn send(&mut self, parcel: Parcel, delivered: Delivered);
}

/// Who is told what became of a parcel. One that nobody told anything has failed.
pub struct Delivered(Option<Box<dyn FnOnce(Delivery) + Send>>);

impl Delivered {
    pub(crate) fn new(tell: impl FnOnce(Delivery) + Send + 'static) -> Self {
        Self(Some(Box::new(tell)))
    }

    /// Tells.
    pub fn how(mut self, how: Delivery) {
        if let Some(tell) = self.0.take() {
            tell(how);
        }
    }
}

impl Drop for Delivered {
    fn drop(&mut self) {
        if let Some(tell) = self.0.take() {
            tell(Delivery::Failed("the courier lost it".to_owned()));
        }
    }
}

/// How something pushed is written; `None`: it is nothing to a program of that kind.
pub type PushWords = Box<dyn Fn(&Push, PushDialect) -> Option<Vec<u8>> + Send>;

/// How pushes are written and brought away.
pub struct PushPost {
    /// By whom.
    pub courier: Box<dyn Courier>,
    /// In which words.
    pub words: PushWords,
    /// Counts them.
    pub counts: Arc<PushCounts>,
}

/// Pushes since the start.
#[derive(Debug, Default)]
pub struct PushCounts {
    taken: AtomicU64,
    gone: AtomicU64,
    failed: AtomicU64,
    dropped: AtomicU64,
}

impl PushCounts {
    /// What became of how many: `taken` by their push server, `gone` with their program, `failed`, `dropped` because too
    /// many waited.
    #[must_use]
    pub fn all(&self) -> [(&'static str, u64); 4] {
        let of = |n: &AtomicU64| n.load(Relaxed);
        [
            ("taken", of(&self.taken)),
            ("gone", of(&self.gone)),
            ("failed", of(&self.failed)),
            ("dropped", of(&self.dropped)),
        ]
    }

    pub(crate) fn dropped(&self) {
        self.dropped.fetch_add(1, Relaxed);
    }

    pub(crate) fn delivered(&self, how: &Delivery) {
        let count = match how {
            Delivery::Taken => &self.taken,
            Delivery::Gone => &self.gone,
            Delivery::Failed(_) => &self.failed,
        };
        count.fetch_add(1, Relaxed);
    }
}
