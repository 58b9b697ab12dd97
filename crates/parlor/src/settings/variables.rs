//! Variables of the environment that look like settings and are none.

use super::nearest::nearest;
use super::parts::{setting, table};

/// A sentence for each name that begins with `PARLOR_` and belongs to no setting.
///
/// A warning and not an error: Kubernetes makes such names for a service called "parlor", and nobody chose them.
#[must_use]
pub fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let known = |name: &str| name == "PARLOR_CONFIG" || table().any(|setting| setting.variable() == name);
    let mut unknown: Vec<String> = names
        .into_iter()
        .filter(|name| name.starts_with("PARLOR_") && !known(name))
        .map(|name| {
            let meant = nearest(name.trim_start_matches("PARLOR_")).and_then(setting);
            let hint = meant.map(|meant| format!(" Did you mean {}?", meant.variable())).unwrap_or_default();
            format!("No setting belongs to the environment variable {name}.{hint}")
        })
        .collect();
    unknown.sort();
    unknown
}
