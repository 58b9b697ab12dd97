//! People, as they are shown.

use parlor_model::Who;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody, as they were when something happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Person {
    /// What they were called.
    pub name: String,
    /// The account they were logged in to; guests have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The same for the same person, whatever they are called.
    pub person: String,
}

impl From<&Who> for Person {
    fn from(who: &Who) -> Self {
        Self {
            name: who.nick.as_str().to_owned(),
            account: who.account.as_ref().map(|a| a.as_str().to_owned()),
            person: who.person.0.to_string(),
        }
    }
}
