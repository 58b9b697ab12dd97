//! What roles are called.

use parlor_model::Role;

/// The sign before a name, as in IRC; nothing for who has no role.
pub(crate) fn sign(role: Role) -> &'static str {
    match role {
        Role::Plain => "",
        Role::Voice => "+",
        Role::HalfOperator => "%",
        Role::Operator => "@",
        Role::Admin => "&",
        Role::Owner => "~",
    }
}

/// Somebody with this role.
pub(crate) fn somebody(role: Role) -> &'static str {
    match role {
        Role::Plain => "a plain member",
        Role::Voice => "voiced",
        Role::HalfOperator => "a half-operator",
        Role::Operator => "an operator",
        Role::Admin => "an admin",
        Role::Owner => "an owner",
    }
}

/// The role itself.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Plain => "membership",
        Role::Voice => "voice",
        Role::HalfOperator => "half-operator",
        Role::Operator => "operator",
        Role::Admin => "admin",
        Role::Owner => "owner",
    }
}

/// Everybody with at least this role.
pub(crate) fn those(role: Role) -> &'static str {
    match role {
        Role::Plain => "everyone",
        Role::Voice => "voiced members",
        Role::HalfOperator => "half-operators",
        Role::Operator => "operators",
        Role::Admin => "admins",
        Role::Owner => "owners",
    }
}
