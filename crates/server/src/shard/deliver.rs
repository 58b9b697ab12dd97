//! Telling: an event comes to a shard once and goes to each of its listeners, rendered once per dialect.

use super::core::Core;
use super::listeners::Index;
use super::rendered::Rendered;
use parlor_engine::{Signalled, Told};
use parlor_model::{Audience, Fact, Leaving, PersonId};
use std::sync::Arc;

/// Facts that are one act although several rooms keep them; who shares several rooms sees them once.
pub(super) fn shown_once(fact: &Fact) -> bool {
    match fact {
        Fact::BecameKnownAs { .. } => true,
        Fact::Left { how, .. } => match how {
            Leaving::Quit | Leaving::Lost => true,
            Leaving::Parted => false,
        },
        Fact::Opened { .. }
        | Fact::Joined { .. }
        | Fact::Kicked { .. }
        | Fact::Invited { .. }
        | Fact::Knocked { .. }
        | Fact::Tagged { .. }
        | Fact::Said { .. }
        | Fact::Edited { .. }
        | Fact::Deleted { .. }
        | Fact::Reacted { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::Renamed { .. }
        | Fact::Closed { .. }
        | Fact::Directory(_) => false,
    }
}

/// Facts that who did them is shown also outside of the room: words, and what a server operator does there. Who comes
/// in hears the room by then; other things are answered to who asked.
fn shown_to_its_actor(fact: &Fact) -> bool {
    match fact {
        Fact::Said { .. }
        | Fact::Edited { .. }
        | Fact::Deleted { .. }
        | Fact::Reacted { .. }
        | Fact::TopicSet { .. }
        | Fact::Changed { .. }
        | Fact::Renamed { .. }
        | Fact::Kicked { .. } => true,
        Fact::Opened { .. }
        | Fact::Joined { .. }
        | Fact::Left { .. }
        | Fact::Invited { .. }
        | Fact::Knocked { .. }
        | Fact::Tagged { .. }
        | Fact::Closed { .. }
        | Fact::BecameKnownAs { .. }
        | Fact::Directory(_) => false,
    }
}

/// Whom an event names besides its author: they hear it in their own way.
fn named(fact: &Fact) -> Option<PersonId> {
    match fact {
        Fact::Kicked { whom, .. } | Fact::Invited { whom } => Some(whom.person),
        Fact::BecameKnownAs { now } => Some(now.person),
        _ => None,
    }
}

impl Core {
    /// Tells an event to every listener of its audience on this shard.
    pub(crate) fn tell(&mut self, told: &Arc<Told>) {
        let room = told.event.room;
        let mut to = std::mem::take(&mut self.hearers);
        to.clear();
        match &told.event.heard {
            Audience::Room => {
                to.extend(self.tables.rooms.get(&room).into_iter().flat_map(|l| l.conns.iter()));
            }
            Audience::These(people) => to.extend(self.connections_of(people.iter())),
            Audience::Nobody => {}
        }
        let once = shown_once(&told.event.fact);
        let whom = named(&told.event.fact);
        let mut rendered = std::mem::take(&mut self.rendered);
        for &index in &to {
            self.tell_one(index, (std::slice::from_ref(told), 0), once, whom, &mut rendered);
        }
        rendered.clear();
        self.rendered = rendered;
        if let Some(actor) = self.outsider(told)
            && !to.contains(&actor)
        {
            self.tell_outsider(actor, told);
        }
        if let Some(listeners) = self.tables.rooms.get_mut(&room) {
            listeners.told = listeners.told.max(told.event.number);
            if matches!(told.event.fact, Fact::Renamed { .. } | Fact::Opened { .. }) {
                listeners.tag = std::sync::Arc::clone(&told.room);
            }
        }
        self.hearers = to;
    }

    /// The connection that did this, where it does not hear the room and nothing else would show it what it did.
    pub(super) fn outsider(&self, told: &Told) -> Option<Index> {
        let index =
            told.actor.filter(|_| shown_to_its_actor(&told.event.fact)).and_then(|s| self.index_of(s))?;
        (!self.listens(index, told.event.room)).then_some(index)
    }

    /// Shows somebody who is not in the room what they did there. Best effort: there is nothing to catch up with.
    pub(super) fn tell_outsider(&mut self, index: Index, told: &Told) {
        let queue_bytes_max = self.rules.connection.queue_bytes_max;
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.gone || conn.desk.ending.is_some() || conn.lag.is_some() || conn.waiting() >= queue_bytes_max
        {
            return;
        }
        self.call(index, |seat, desk| seat.told(told, true, desk));
    }

    /// Tells one listener one of the events.
    pub(super) fn tell_one(
        &mut self,
        index: Index,
        (events, at): (&[Arc<Told>], usize),
        once: bool,
        whom: Option<PersonId>,
        rendered: &mut Rendered,
    ) {
        let told = &events[at];
        let queue_bytes_max = self.rules.connection.queue_bytes_max;
        let Some(conn) = self.conns.get_mut(index) else { return };
        // Who said its last word, or was told goodbye, hears no more.
        if conn.gone || conn.desk.ending.is_some() {
            return;
        }
        let mine = told.actor == Some(conn.session);
        if let Some(lag) = &mut conn.lag {
            // Its own events, too: they come in their place when it catches up.
            lag.miss(told, mine);
            return;
        }
        if once && !conn.every_fact {
            if conn.act == told.act {
                return;
            }
            conn.act = told.act;
        }
        // What becomes of the room itself every seat must know, not only its client.
        let own = conn.person() == Some(told.event.by.person)
            || (whom.is_some() && conn.person() == whom)
            || matches!(told.event.fact, Fact::Renamed { .. } | Fact::Closed { .. });
        let shared = if own || told.room.name.is_none() { None } else { conn.dialect() };
        let Some(dialect) = shared else {
            if !mine && conn.waiting() >= queue_bytes_max {
                conn.lag.get_or_insert_default().miss(told, mine);
                return;
            }
            return self.call(index, |seat, desk| seat.told(told, mine, desk));
        };
        let said = rendered.all(events, conn.door, dialect, &*conn.seat).event(at);
        if said.is_empty() {
            return;
        }
        if conn.waiting() + said.len() > queue_bytes_max {
            conn.lag.get_or_insert_default().miss(told, mine);
            return;
        }
        conn.own_out(self.now, &mut self.buffers).extend_from_slice(said);
        self.mark_dirty(index);
    }

    /// Tells something unnumbered. Who lags does not get it: best effort.
    pub(crate) fn tell_signal(&mut self, signalled: &Signalled) {
        let to: Vec<Index> = match (&signalled.heard, &signalled.room) {
            (Audience::These(people), _) => self.connections_of(people.iter()),
            (Audience::Room, Some(tag)) => {
                self.tables.rooms.get(&tag.id).map(|l| l.conns.clone()).unwrap_or_default()
            }
            (Audience::Room, None) => self.conns.iter().map(|(i, _)| i).collect(),
            (Audience::Nobody, _) => Vec::new(),
        };
        let queue_bytes_max = self.rules.connection.queue_bytes_max;
        for index in to {
            let Some(conn) = self.conns.get_mut(index) else { continue };
            let own = signalled.actor == Some(conn.session);
            if conn.gone
                || own
                || conn.act == signalled.act
                || conn.lag.is_some()
                || conn.waiting() >= queue_bytes_max
            {
                continue;
            }
            conn.act = signalled.act;
            self.call(index, |seat, desk| seat.signalled(signalled, desk));
        }
    }
}
