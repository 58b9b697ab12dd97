//! Tokens, hooks and invitations: who comes in with them, who makes them, and what ends with them.

use crate::engine::Asker;
use crate::{Closing, Ending, Engine, KeyHolder, KeyringView, Out, RoomRef, SessionId};
use hashbrown::HashMap;
use parlor_model::{
    AccountName, Actor, Command, DirectoryCommand, DirectoryFact, Fact, Invitation, KeyId, KeyringCommand,
    KeyringFact, Nickname, PersonId, Refusal, Role, Roles, RoomId, SecretHash, Text, TokenKind, Who,
    audience, decide,
};
use std::sync::Arc;

/// How sessions came in, where it was not by a name or a password.
#[derive(Debug, Default)]
pub(crate) struct Ways {
    tokens: HashMap<SessionId, (KeyId, TokenKind)>,
    /// Who may make an account although that is closed.
    invited: HashMap<SessionId, SecretHash>,
}

/// What a token opens.
#[derive(Debug)]
pub(crate) struct Opened {
    id: KeyId,
    kind: TokenKind,
    pub(crate) account: AccountName,
    pub(crate) nick: Nickname,
}

impl Ways {
    pub(crate) fn came_with(&mut self, session: SessionId, opened: Option<Opened>) {
        self.tokens.extend(opened.map(|o| (session, (o.id, o.kind))));
    }

    pub(crate) fn token_of(&self, session: SessionId) -> Option<TokenKind> {
        self.tokens.get(&session).map(|(_, kind)| *kind)
    }

    pub(crate) fn is_invited(&self, session: SessionId) -> bool {
        self.invited.contains_key(&session)
    }

    pub(crate) fn forget(&mut self, session: SessionId) {
        self.tokens.remove(&session);
        self.invited.remove(&session);
    }

    fn id_of(&self, session: SessionId) -> Option<KeyId> {
        self.tokens.get(&session).map(|(id, _)| *id)
    }
}

impl Engine {
    /// Whose account this secret opens.
    pub(crate) fn opened_by(&self, hash: &SecretHash) -> Result<Opened, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let token = self.directory.keyring.token(hash, self.now).ok_or(Refusal::TokenOver)?;
        let account = self.directory.account_by_id(token.person).ok_or(Refusal::TokenOver)?;
        let nick = Nickname::trusted(account.name.as_str());
        Ok(Opened { id: token.id, kind: token.kind, account: account.name.clone(), nick })
    }

    pub(crate) fn key_asked(&mut self, asker: Asker, command: &KeyringCommand) {
        let result = match command {
            KeyringCommand::Use { hash } => self.use_invitation(asker, hash),
            KeyringCommand::MakeToken { .. }
            | KeyringCommand::EndToken { .. }
            | KeyringCommand::EndLogins { .. }
            | KeyringCommand::Invite { .. }
            | KeyringCommand::EndInvitation { .. } => self.change_keys(asker, command).map(Some),
        };
        match result {
            Ok(id) => self.done(asker, id),
            Err(why) => self.refuse(asker, why),
        }
    }

    fn change_keys(
        &mut self,
        asker: Asker,
        command: &KeyringCommand,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let mut actor = self.actor_of(asker)?;
        match command {
            KeyringCommand::Invite { room: Some(room), .. } => self.may_open_ways(*room, &actor)?,
            // Who rules the room may silence its hooks, whosever they are.
            KeyringCommand::EndToken { id } => {
                if let Some(TokenKind::Hook(room)) = self.directory.keyring.token_named(*id).map(|t| t.kind) {
                    actor.operator |= self.may_open_ways(room, &actor).is_ok();
                }
            }
            KeyringCommand::MakeToken { .. }
            | KeyringCommand::EndLogins { .. }
            | KeyringCommand::Invite { .. }
            | KeyringCommand::EndInvitation { .. }
            | KeyringCommand::Use { .. } => {}
        }
        let fact = self.directory.decide_key(&actor, command, self.now)?;
        let id = self.happen_in_directory(&actor.who, DirectoryFact::Keyring(fact));
        self.close_ended_tokens(asker.session);
        Ok(id)
    }

    /// Sessions whose token is no more are closed. The one that asked hears its answer first.
    pub(crate) fn close_ended_tokens(&mut self, asked: SessionId) {
        let ended = |id: KeyId| self.directory.keyring.token_named(id).is_none();
        let over = self.ways.tokens.iter().filter(|(s, (id, _))| **s != asked && ended(*id)).map(|(s, _)| *s);
        let mut over: Vec<_> = over.collect();
        over.sort_unstable();
        for session in over {
            self.emit(Out::Close { session, why: Closing::LoggedOut });
            self.ended(session, &Ending::Closed(Text::trusted("logged out")));
        }
    }

    /// The password changed: who came with a login of before does so no more, but for who changed it.
    pub(crate) fn end_logins(&mut self, person: PersonId, asked: Option<SessionId>) {
        let but = asked.and_then(|session| self.ways.id_of(session));
        let is_login = |t: &&parlor_model::AccessToken| t.kind == TokenKind::Login && Some(t.id) != but;
        if self.directory.keyring.tokens_of(person, self.now).iter().any(is_login) {
            let fact = KeyringFact::LoginsEnded { person, but };
            self.happen_in_directory(&Arc::new(Who::house()), DirectoryFact::Keyring(fact));
            self.close_ended_tokens(asked.unwrap_or(SessionId(u64::MAX)));
        }
    }

    /// The login that this session came with is over.
    pub(crate) fn end_own_login(&mut self, session: SessionId) -> Option<parlor_model::MessageId> {
        let (id, _) = self.ways.tokens.get(&session).copied().filter(|(_, k)| *k == TokenKind::Login)?;
        self.directory.keyring.token_named(id)?;
        if self.directory_is_reloading() {
            return None;
        }
        let fact = DirectoryFact::Keyring(KeyringFact::TokenEnded { id });
        let done = self.happen_in_directory(&Arc::new(Who::house()), fact);
        self.close_ended_tokens(session);
        Some(done)
    }

    /// Programs' accounts end with the account that answers for them.
    pub(crate) fn bots_of(&self, name: &AccountName) -> Vec<AccountName> {
        let Some(owner) = self.directory.account(name.as_str()).map(|a| a.person) else { return Vec::new() };
        let bots = self.directory.accounts.values().filter(|a| a.bot_of == Some(owner));
        bots.map(|a| a.name.clone()).collect()
    }

    fn actor_of(&self, asker: Asker) -> Result<Actor, Refusal> {
        let person = self.person_at(asker.session).and_then(|me| self.people.get(me));
        Ok(person.ok_or(Refusal::NotEntered)?.actor())
    }

    fn may_open_ways(&self, room: RoomId, actor: &Actor) -> Result<(), Refusal> {
        let slot = self.rooms.get(room).ok_or(Refusal::NoSuchRoom)?;
        if slot.loading {
            return Err(Refusal::Busy);
        }
        decide::may_open_ways(&slot.room, actor, &self.house.limits)
    }

    pub(crate) fn hook_asked(
        &mut self,
        asker: Asker,
        room: &RoomRef,
        bot: AccountName,
        hash: SecretHash,
        label: Text,
    ) {
        match self.make_hook(asker, room, bot, hash, label) {
            Ok(id) => self.done(asker, Some(id)),
            Err(why) => self.refuse(asker, why),
        }
    }

    fn make_hook(
        &mut self,
        asker: Asker,
        room: &RoomRef,
        bot: AccountName,
        hash: SecretHash,
        label: Text,
    ) -> Result<parlor_model::MessageId, Refusal> {
        let actor = self.actor_of(asker)?;
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let room = self.find_room(actor.who.person, room)?;
        self.may_open_ways(room, &actor)?;
        if actor.who.is_guest() {
            return Err(Refusal::NeedAccount);
        }
        if self.directory.account(bot.as_str()).is_none_or(|a| a.bot_of != Some(actor.who.person)) {
            self.make_bot(&actor, &bot)?;
        }
        let kind = TokenKind::Hook(room);
        let command = KeyringCommand::MakeToken { name: bot.clone(), hash, kind, label, until: None };
        let fact = self.directory.decide_key(&actor, &command, self.now)?;
        let id = self.happen_in_directory(&actor.who, DirectoryFact::Keyring(fact));
        self.bring_in(room, &bot);
        Ok(id)
    }

    /// A new account for a program of theirs.
    pub(crate) fn make_bot(
        &mut self,
        actor: &Actor,
        name: &AccountName,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let nick = Nickname::trusted(name.as_str());
        self.may_be_called(None, &Who { nick, account: Some(name.clone()), ..Who::house() })?;
        let command = DirectoryCommand::MakeBot { person: self.new_person(), name: name.clone() };
        let fact = self.directory.decide(actor, &command)?;
        let id = self.happen_in_directory(&actor.who, fact);
        if let Some(account) = self.directory.account(name.as_str()).cloned() {
            self.adopt_account(&account);
        }
        Ok(id)
    }

    /// A bot with leave to speak becomes a member, past the room's rules: its operators want it there.
    fn bring_in(&mut self, room: RoomId, bot: &AccountName) {
        let Some(person) = self.directory.account(bot.as_str()).map(|a| a.person) else { return };
        let Some(who) = self.people.get(person).map(|p| Arc::clone(&p.who)) else { return };
        let Some(slot) = self.rooms.get(room).filter(|s| !s.room.is_member(person)) else { return };
        let fact = Fact::Joined { roles: Roles::only(Role::Voice) };
        let heard = audience(&slot.room, &who, &fact, None);
        let told = slot.room.last;
        self.is_in(person, room);
        self.listen_all(person, room, told);
        let act = self.new_act();
        self.happen(room, &who, None, vec![(fact, heard)], act, None);
    }

    /// An invitation is used: by somebody here for its room at once, by somebody who wants an account when it is made.
    fn use_invitation(
        &mut self,
        asker: Asker,
        hash: &SecretHash,
    ) -> Result<Option<parlor_model::MessageId>, Refusal> {
        if self.directory_is_reloading() {
            return Err(Refusal::Busy);
        }
        let invitation = self.directory.keyring.invitation(hash, self.now).ok_or(Refusal::InvitationOver)?;
        let (invitation, me) = (invitation.clone(), self.person_at(asker.session));
        let who = me.and_then(|me| self.people.get(me)).map(|p| Arc::clone(&p.who));
        match who {
            Some(who) if !who.is_guest() || !invitation.registers => {
                self.redeem(&invitation, hash, &who).map(Some)
            }
            Some(_) | None if invitation.registers => {
                self.ways.invited.insert(asker.session, *hash);
                Ok(None)
            }
            Some(_) | None => Err(Refusal::NotEntered),
        }
    }

    /// The account that an invitation made possible is there.
    pub(crate) fn registered_with_invitation(&mut self, session: SessionId, person: PersonId) {
        let Some(hash) = self.ways.invited.remove(&session) else { return };
        let Some(invitation) = self.directory.keyring.invitation(&hash, self.now).cloned() else { return };
        let Some(who) = self.people.get(person).map(|p| Arc::clone(&p.who)) else { return };
        if self.redeem(&invitation, &hash, &who).is_err() {
            // The room wants nobody any more; the account is made all the same, once for each use.
            let fact = KeyringFact::InvitationUsed { id: invitation.id };
            self.happen_in_directory(&who, DirectoryFact::Keyring(fact));
        }
    }

    fn redeem(
        &mut self,
        invitation: &Invitation,
        hash: &SecretHash,
        who: &Arc<Who>,
    ) -> Result<parlor_model::MessageId, Refusal> {
        if let Some(room) = invitation.room {
            let by = self.people.get(invitation.by).ok_or(Refusal::InvitationOver)?.actor();
            let slot = self.rooms.get(room).ok_or(Refusal::InvitationOver)?;
            if slot.loading {
                return Err(Refusal::Busy);
            }
            let command = Command::Invite { whom: Arc::clone(who) };
            match decide::decide(&slot.room, &by, &command, None, &self.house.limits) {
                Ok(decision) => {
                    let act = self.new_act();
                    self.happen(room, &by.who, None, decision.facts, act, None);
                }
                Err(Refusal::AlreadyMember(_)) => return Err(Refusal::YouAreMember),
                Err(Refusal::Busy) => return Err(Refusal::Busy),
                Err(_) => return Err(Refusal::InvitationOver),
            }
        }
        let actor = Actor { who: Arc::clone(who), operator: false };
        let fact = self.directory.decide_key(&actor, &KeyringCommand::Use { hash: *hash }, self.now)?;
        Ok(self.happen_in_directory(who, DirectoryFact::Keyring(fact)))
    }

    /// What somebody holds.
    pub(crate) fn keyring_view(&self, session: SessionId, me: PersonId) -> Result<KeyringView, Refusal> {
        let mine = self.directory.account_by_id(me).ok_or(Refusal::NeedAccount)?;
        let bots = self.directory.accounts.values().filter(|a| a.bot_of == Some(me));
        let keys = &self.directory.keyring;
        let accounts = std::iter::once(mine).chain(bots).map(|account| KeyHolder {
            name: account.name.clone(),
            bot: account.bot_of.is_some(),
            tokens: keys.tokens_of(account.person, self.now).into_iter().cloned().collect(),
        });
        let rules = self.people.get(me).is_some_and(|p| p.operator);
        let by = if rules { None } else { Some(me) };
        Ok(KeyringView {
            accounts: accounts.collect(),
            invitations: keys.invitations_of(by, self.now).into_iter().cloned().collect(),
            current: self.ways.id_of(session),
        })
    }

    /// The hooks of a room.
    pub(crate) fn hooks_view(&self, me: PersonId, room: &RoomRef) -> Result<KeyringView, Refusal> {
        let room = self.find_room(me, room)?;
        let actor = self.people.get(me).ok_or(Refusal::NotEntered)?.actor();
        self.may_open_ways(room, &actor)?;
        let kind = TokenKind::Hook(room);
        let hooks = self.directory.accounts.values().map(|account| KeyHolder {
            name: account.name.clone(),
            bot: account.bot_of.is_some(),
            tokens: {
                let tokens = self.directory.keyring.tokens_of(account.person, self.now);
                tokens.into_iter().filter(|t| t.kind == kind).cloned().collect()
            },
        });
        let accounts = hooks.filter(|h| !h.tokens.is_empty()).collect();
        Ok(KeyringView { accounts, invitations: Vec::new(), current: None })
    }
}
