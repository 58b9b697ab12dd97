//! What is said about a person.

use crate::{Actor, PersonId, Refusal};

/// Whether somebody may set what is said about a person: of themselves, or of anybody as a server operator.
///
/// # Errors
/// [`Refusal::NeedOperator`].
pub fn may_say_about(actor: &Actor, whom: PersonId) -> Result<(), Refusal> {
    let me = actor.who.person;
    if me == whom || actor.operator || me == PersonId::HOUSE { Ok(()) } else { Err(Refusal::NeedOperator) }
}
