//! Looks: what may be seen, as of this place in the order of things.

use crate::engine::Asker;
use crate::person::Person;
use crate::slot::Slot;
use crate::{
    Answer, Engine, HouseView, Look, MemberView, PersonFlags, PersonView, RoomLine, RoomRef, RoomView,
    SessionId,
};
use parlor_model::mask::glob;
use parlor_model::{Flag, ListKind, MarkPlace, Member, PersonId, Place, Refusal, Role, Time};
use std::sync::Arc;

impl Engine {
    pub(crate) fn look(&mut self, asker: Asker, look: Look) {
        if look == Look::House {
            let view = self.house_view();
            return self.answer(asker, Answer::House(view));
        }
        let Some(me) = self.person_of(asker) else { return };
        let answer = self.seen(me, asker.session, look).unwrap_or_else(Answer::Refused);
        self.answer(asker, answer);
    }

    fn seen(&self, me: PersonId, asking: SessionId, look: Look) -> Result<Answer, Refusal> {
        let mine = self.people.get(me).ok_or(Refusal::NotEntered)?;
        Ok(match look {
            Look::House => Answer::House(self.house_view()),
            Look::Room(room) => {
                let slot = self.visible(mine, &room)?;
                Answer::Room(Box::new(self.room_view(slot, mine)))
            }
            Look::Faces(room) => {
                let slot = self.visible(mine, &room)?;
                let mut view = self.room_view(slot, mine);
                view.faces = view.members.iter().map(|m| self.member_view(m)).collect();
                Answer::Room(Box::new(view))
            }
            // A list that leaves out a room would say that it is not there.
            Look::Rooms if !self.keeping.rereading.is_empty() => return Err(Refusal::Busy),
            Look::Rooms => {
                let mut lines: Vec<_> = self
                    .rooms
                    .iter()
                    .filter(|s| matches!(s.room.place, Place::Named(_)) && !s.room.closed)
                    .filter(|s| s.room.may_see(me, mine.operator))
                    .map(|s| RoomLine { read: self.has_read(me, s.room.id), ..room_line(s, me) })
                    .collect();
                lines.sort_unstable_by(|a, b| a.room.name.cmp(&b.room.name));
                Answer::Rooms(lines)
            }
            Look::Person(nick) => {
                let who = self.find_person(&nick)?;
                let person = self.people.get(who.person).ok_or(Refusal::NoSuchPerson(nick))?;
                Answer::Person(Box::new(self.person_view(person, mine)))
            }
            Look::People { mask, limit } => {
                let mut found: Vec<_> = self
                    .people
                    .iter()
                    .filter(|p| !p.sessions.is_empty() && self.shows(p, mine))
                    .filter(|p| {
                        let who = &p.who;
                        glob(&mask, who.nick.as_str())
                            || glob(&mask, &format!("{}!{}@{}", who.nick, who.user, who.host))
                    })
                    .map(|p| self.person_view(p, mine))
                    .collect();
                found.sort_unstable_by(|a, b| a.who.nick.cmp(&b.who.nick));
                found.truncate(limit);
                Answer::People(found)
            }
            Look::Accepted => self.accepted(me),
            Look::Whowas(nick) => Answer::Whowas(self.people.whowas(&nick)),
            Look::Bans => {
                if !self.may(mine, crate::Duties::BAN) {
                    return Err(Refusal::NeedOperator);
                }
                Answer::Bans(self.directory.bans.iter().filter(|b| b.holds(self.now)).cloned().collect())
            }
            Look::Meant(mask) => {
                if !mine.operator {
                    return Err(Refusal::NeedOperator);
                }
                let meant = self.people.iter().filter(|p| !p.sessions.is_empty() && mask.matches(&p.who));
                let mut meant: Vec<_> = meant.map(|p| self.person_view(p, mine)).collect();
                meant.sort_unstable_by(|a, b| a.who.nick.cmp(&b.who.nick));
                Answer::People(meant)
            }
            Look::Purges if !mine.operator => return Err(Refusal::NeedOperator),
            Look::Purges => Answer::Purges(self.directory.purges.clone()),
            Look::Account(name) => self.account_seen(me, &name)?,
            Look::Accounts { mask, limit } => self.accounts_seen(me, &mask, limit)?,
            Look::Sessions(whom) => self.sessions_seen(me, asking, whom.as_deref())?,
            Look::Hooks(room) => Answer::Keyring(Box::new(self.hooks_view(me, &room)?)),
            Look::Pushes => Answer::Pushes(self.pushes_of(mine)?),
            Look::Keyring => Answer::Keyring(Box::new(self.keyring_view(asking, me)?)),
            Look::Metadata { of, members } => {
                Answer::Metadata(Box::new(self.metadata_view(mine, &of, members)?))
            }
            Look::Readable(room) => {
                let slot = self.visible(mine, &room)?;
                if !slot.room.may_read(&mine.who) {
                    return Err(Refusal::NotMember);
                }
                let since = self.past_of(mine, slot);
                Answer::Readable { room: self.tag_of(slot), told: self.told_by_then(slot), since, reader: me }
            }
            Look::Positions => Answer::Positions(self.positions_of(me)),
            Look::ReadableRooms => {
                let mut rooms: Vec<_> = self
                    .rooms
                    .iter()
                    .filter(|s| !s.loading && s.room.may_read(&mine.who) && s.room.may_see(me, false))
                    .map(|s| (self.tag_of(s), self.told_by_then(s), self.past_of(mine, s)))
                    .collect();
                rooms.sort_unstable_by_key(|(tag, ..)| tag.id);
                Answer::ReadableRooms { rooms, reader: me }
            }
        })
    }

    /// Nothing that was said before is for them.
    fn past_of(&self, mine: &Person, slot: &Slot) -> Time {
        let account = mine.who.account.as_ref().and_then(|name| self.directory.account(name.as_str()));
        slot.room.past_begins(&mine.who, account.map(|a| a.since), &self.house.limits, self.now)
    }

    /// What is told when this answer comes out: everything decided by now, for answers wait until that is kept.
    fn told_by_then(&self, slot: &Slot) -> parlor_model::Number {
        slot.room.last
    }

    pub(crate) fn visible(&self, mine: &Person, room: &RoomRef) -> Result<&Slot, Refusal> {
        let id = self.find_room(mine.who.person, room)?;
        let slot = self.rooms.get(id).filter(|s| s.room.may_see(mine.who.person, mine.operator));
        let slot = slot.ok_or(Refusal::NoSuchRoom)?;
        if slot.loading { Err(Refusal::Busy) } else { Ok(slot) }
    }

    fn room_view(&self, slot: &Slot, mine: &Person) -> RoomView {
        let (room, me) = (&slot.room, mine.who.person);
        let role = room.role(me);
        let inside = role.is_some() || mine.operator;
        let mut policy = room.policy.clone();
        if !inside {
            policy.key = policy.key.map(|_| "*".into());
        }
        let lists = ListKind::ALL.map(|kind| {
            let shown = match kind {
                ListKind::Ban | ListKind::Mute => true,
                // Who may come in past the rules is for those who keep them.
                ListKind::BanException | ListKind::InviteException | ListKind::MuteException => {
                    mine.operator || role.is_some_and(|r| r >= Role::HalfOperator)
                }
            };
            if shown { room.list(kind).to_vec() } else { Vec::new() }
        });
        RoomView {
            room: self.tag_of(slot),
            opened: room.opened,
            topic: room.topic.clone(),
            policy,
            members: room.seen_by(me, mine.operator),
            faces: Vec::new(),
            members_count: room.members.len(),
            mine: room.members.get(&me).map(|m| m.roles),
            founder: room.founder,
            standings: if inside { room.standings.values().cloned().collect() } else { Vec::new() },
            founder_account: room.founder.and_then(|p| self.people.get(p)?.who.account.clone()),
            lists,
            told: self.told_by_then(slot),
            read: self.has_read(me, room.id),
            marked: self.marks.get(me, &MarkPlace::Room(room.id)),
        }
    }

    fn member_view(&self, member: &Member) -> MemberView {
        let person = self.people.get(member.who.person);
        MemberView {
            who: Arc::clone(person.map_or(&member.who, |p| &p.who)),
            roles: member.roles,
            away: person.is_none_or(|p| self.is_away(p)),
            operator: person.is_some_and(|p| p.operator),
            flags: person.map(|p| p.flags).unwrap_or_default(),
        }
    }

    pub(crate) fn person_view(&self, person: &Person, asker: &Person) -> PersonView {
        let me = asker.who.person;
        let own = person.who.person == me;
        let shows = self.shows(person, asker);
        let rooms = person
            .rooms
            .iter()
            .filter(|_| shows)
            .filter_map(|r| self.rooms.get(*r))
            .filter(|s| !s.loading)
            .filter(|s| own || s.room.may_see(me, asker.operator))
            .filter_map(|s| {
                let roles = s.room.members.get(&person.who.person)?.roles;
                // Who sits unseen in an auditorium is not given away by a look at them.
                let hidden = !own && !asker.operator && s.room.hides(person.who.person, Some(me));
                if hidden { None } else { Some((s.room.name()?.clone(), roles)) }
            })
            .collect();
        PersonView {
            who: Arc::clone(&person.who),
            away: person.rare.away.clone(),
            auto_away: person.rare.away.is_none() && self.is_away(person),
            operator: person.operator,
            flags: person.flags,
            sessions: person.sessions.len(),
            secure: !person.sessions.is_empty() && person.sessions.iter().all(|s| self.is_secure(*s)),
            since: person.since,
            active: person.active,
            rooms,
            address: (own || asker.operator).then(|| Arc::clone(&person.who.address)),
            me: own,
            metadata: self.metadata_of(person).clone(),
        }
    }

    fn is_secure(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|s| s.secure)
    }

    /// Whether somebody is found by who looks around: the invisible by those who share a room with them.
    fn shows(&self, person: &Person, asker: &Person) -> bool {
        let strangers = || !person.rooms.iter().any(|r| asker.rooms.contains(r));
        let hides = person.flags.has(PersonFlags::INVISIBLE);
        !hides || asker.operator || person.who.person == asker.who.person || !strangers()
    }

    fn house_view(&self) -> HouseView {
        HouseView {
            present: self.present,
            present_most: self.present_most,
            operators: self.operators,
            invisible: self.invisible,
            rooms: self.rooms.named_count(),
            accounts: self.directory.accounts.len(),
            started: self.started,
        }
    }
}

fn room_line(slot: &Slot, me: PersonId) -> RoomLine {
    RoomLine {
        room: Arc::clone(&slot.tag),
        topic: slot.room.topic.clone(),
        members: slot.room.members.len(),
        opened: slot.room.opened,
        last: slot.room.last,
        read: None,
        last_said: slot.last_said,
        mine: slot.room.is_member(me),
        secret: slot.room.policy.has(Flag::Secret),
        founded: slot.room.founder.is_some(),
    }
}
