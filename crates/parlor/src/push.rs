//! Pushes: who brings them away, and in which words.

use crate::settings::Settings;
use parlor_model::PushDialect;
use parlor_server::{PushCounts, PushPost};
use parlor_wires::push::{PushCourier, PushKey};
use std::sync::Arc;

/// Our key for push servers, within the data folder.
const KEY: &str = "push.pem";

/// Pushes as the settings want them.
pub struct Pushing {
    /// Who sees to them.
    pub post: PushPost,
    /// Our public key.
    pub key: Arc<str>,
    /// Counts them.
    pub counts: Arc<PushCounts>,
}

/// What sees to pushes, if there are to be any.
///
/// # Errors
/// What the machine does not give, in a sentence.
pub fn of(settings: &Settings) -> Result<Option<Pushing>, String> {
    let push = &settings.push;
    if !push.enabled {
        return Ok(None);
    }
    let path = settings.house.data.join(KEY);
    let key = PushKey::open(&path)
        .map_err(|error| format!("The key for pushes in {} cannot be used: {error}.", path.display()))?;
    let public = key.public().into();
    let courier = PushCourier::new(key, push.contact.clone(), push.timeout, push.private_addresses)
        .map_err(|error| format!("Pushes cannot be sent: {error}."))?;
    let server = settings.house.name.clone();
    let counts = Arc::new(PushCounts::default());
    let post = PushPost {
        courier: Box::new(courier),
        words: Box::new(move |push, dialect| match dialect {
            PushDialect::Irc => parlor_irc::push_words(push, &server),
            PushDialect::Json => parlor_http::push_words(push),
        }),
        counts: Arc::clone(&counts),
    };
    Ok(Some(Pushing { post, key: public, counts }))
}
