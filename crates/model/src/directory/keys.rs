//! Tokens and invitations: what is asked becomes a fact, or is refused.

use super::Directory;
use crate::keyring::Holder;
use crate::{AccountName, Actor, KeyringCommand, KeyringFact, PersonId, Refusal, Time};

impl Directory {
    /// Decides about tokens and invitations at `now`.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing happened then.
    pub fn decide_key(
        &self,
        actor: &Actor,
        command: &KeyringCommand,
        now: Time,
    ) -> Result<KeyringFact, Refusal> {
        let rules = actor.operator || actor.who.person == PersonId::HOUSE;
        let holder = Holder { person: actor.who.person, rules };
        let opened_by = |name: &AccountName| match self.account(name.as_str()) {
            Some(account) if rules || account.is_of(actor) => Ok(account.person),
            Some(_) | None if actor.who.is_guest() && !rules => Err(Refusal::NeedAccount),
            Some(_) | None => Err(Refusal::NeedOperator),
        };
        Ok(match command {
            KeyringCommand::MakeToken { name, hash, kind, label, until } => {
                let (person, hash, kind) = (opened_by(name)?, *hash, *kind);
                self.keyring.has_room_for_token(person, kind, now)?;
                KeyringFact::TokenMade { person, hash, kind, label: label.clone(), until: *until }
            }
            KeyringCommand::EndToken { id } => {
                let token = self.keyring.token_named(*id).ok_or(Refusal::NothingToChange)?;
                let mine = self.account_by_id(token.person).is_some_and(|a| a.is_of(actor));
                if !rules && !mine {
                    return Err(Refusal::NothingToChange);
                }
                KeyringFact::TokenEnded { id: *id }
            }
            KeyringCommand::EndLogins { name, but } => {
                KeyringFact::LoginsEnded { person: opened_by(name)?, but: *but }
            }
            KeyringCommand::Invite { hash, room, registers, uses, label, until } => {
                if actor.who.is_guest() && !rules {
                    return Err(Refusal::NeedAccount);
                }
                let (hash, room, registers, uses) = (*hash, *room, *registers, *uses);
                self.keyring.may_invite(holder, room, registers, now)?;
                let (label, until) = (label.clone(), *until);
                KeyringFact::InvitationMade { hash, room, registers, uses, label, until }
            }
            KeyringCommand::EndInvitation { id } => {
                self.keyring.may_end_invitation(holder, *id)?;
                KeyringFact::InvitationEnded { id: *id }
            }
            KeyringCommand::Use { hash } => {
                let invitation = self.keyring.invitation(hash, now).ok_or(Refusal::InvitationOver)?;
                KeyringFact::InvitationUsed { id: invitation.id }
            }
        })
    }
}
