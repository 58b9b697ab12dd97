//! How shapes that clients send are written down.

/// A shape that a client sends: unknown fields are refused, so that a misspelt one is found at once.
macro_rules! asked {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind),* }
    )+};
}
pub(crate) use asked;
