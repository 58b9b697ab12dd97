//! What happens when nothing happens: names not chosen, silence, readers that do not read, wishes to be woken.

use super::conn::Conn;
use super::core::Core;
use super::listeners::Index;
use crate::{ConnectionRules, Farewell};
use parlor_engine::SessionId;
use parlor_model::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// When to look at which connection again. Each connection has one look planned; an earlier one replaces it, and the
/// replaced one is recognised and dropped when it comes up.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    due: BinaryHeap<Reverse<(Time, SessionId)>>,
}

impl Timers {
    /// When the next look is due.
    pub(crate) fn next(&self) -> Option<Time> {
        self.due.peek().map(|Reverse((at, _))| *at)
    }

    fn pop(&mut self, now: Time) -> Option<(Time, SessionId)> {
        let Reverse((at, _)) = self.due.peek()?;
        if *at > now {
            return None;
        }
        self.due.pop().map(|Reverse(due)| due)
    }
}

/// The next moment at which something is to be done about the connection although nothing happens.
fn next_look(conn: &Conn, rules: &ConnectionRules) -> Option<Time> {
    if conn.gone {
        return conn.linger_until.map(Time::from);
    }
    let no_name = (conn.person().is_none() && rules.name_ms > 0).then(|| conn.opened_at.plus(rules.name_ms));
    let silence_ms = rules.idle_ping_ms + if conn.desk.nudged { rules.ping_timeout_ms } else { 0 };
    let silent = (rules.idle_ping_ms > 0).then(|| conn.heard_at.plus(silence_ms));
    let stalled = (conn.waiting() > 0).then(|| conn.moved_at.plus(rules.stall_ms));
    let (woken, slow) = (conn.desk.wake_at.map(Time::from), conn.desk.slow_until.map(Time::from));
    [no_name, silent, stalled, woken, slow].into_iter().flatten().min()
}

impl Core {
    /// Plans the next look at a connection, unless an earlier one is planned.
    pub(crate) fn plan(&mut self, index: Index) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        let Some(at) = next_look(conn, &self.rules.connection) else { return };
        // Never in the same instant again, whatever the settings.
        let at = at.max(self.now.plus(1));
        if conn.planned.is_none_or(|p| at < p.into()) {
            conn.planned = Some(at.into());
            self.timers.due.push(Reverse((at, conn.session)));
        }
    }

    /// Does what is due by now.
    pub(crate) fn run_timers(&mut self) {
        for index in std::mem::take(&mut self.retry_catch_up) {
            self.mark_dirty(index);
        }
        while let Some((at, session)) = self.timers.pop(self.now) {
            let Some(index) = self.index_of(session) else { continue };
            let Some(conn) = self.conns.get_mut(index) else { continue };
            if conn.planned == Some(at.into()) {
                conn.planned = None;
                self.look_after(index);
                self.plan(index);
            }
        }
    }

    fn look_after(&mut self, index: Index) {
        let now = self.now;
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.gone {
            if conn.linger_until.is_some_and(|t| t <= now.into()) {
                self.abandoned.push(index);
            }
            return;
        }
        if conn.desk.slow_until.is_some_and(|t| t <= now.into()) {
            conn.desk.slow_until = None;
            self.go_on(index);
        }
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.desk.wake_at.is_some_and(|t| t <= now.into()) {
            conn.desk.wake_at = None;
            self.call(index, |seat, desk| seat.woken(desk));
        }
        let stall_ms = self.rules.connection.stall_ms;
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.waiting() > 0 && now.since(conn.moved_at) >= stall_ms {
            return self.give_up(index);
        }
        if conn.desk.ending.is_none() {
            self.look_for_life(index);
        }
    }

    fn look_for_life(&mut self, index: Index) {
        let now = self.now;
        let (name_ms, ping_ms, timeout_ms) = {
            let rules = &self.rules.connection;
            (rules.name_ms, rules.idle_ping_ms, rules.ping_timeout_ms)
        };
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.person().is_none() && name_ms > 0 && now.since(conn.opened_at) >= name_ms {
            return self.end(index, &Farewell::NoName);
        }
        if ping_ms == 0 {
            return;
        }
        // Who is not read from is not silent.
        if conn.desk.waiting.is_some() || conn.desk.parked || conn.unread {
            conn.heard_at = now;
            return;
        }
        let silent_ms = now.since(conn.heard_at);
        if conn.desk.nudged && silent_ms >= ping_ms + timeout_ms {
            return self.end(index, &Farewell::Silent { seconds: silent_ms / 1000 });
        }
        if !conn.desk.nudged && silent_ms >= ping_ms {
            let mut asked = false;
            self.call(index, |seat, desk| asked = seat.nudged(desk));
            if let Some(conn) = self.conns.get_mut(index) {
                conn.desk.nudged = asked;
                if !asked {
                    // A door that cannot ask has nothing to wait for: the kernel finds out who is gone.
                    conn.heard_at = now;
                    self.unasked.push(index);
                }
            }
        }
    }

    /// Who reads nothing is told so, in case it ever looks, and is gone.
    fn give_up(&mut self, index: Index) {
        let Some(conn) = self.conns.get_mut(index) else { return };
        if conn.desk.ending.is_none() {
            self.end(index, &Farewell::NotReading);
        }
        let how = self.conns.get(index).and_then(|c| c.desk.ending.as_deref().cloned());
        if let Some(how) = how {
            self.gone(index, how);
        }
        self.abandoned.push(index);
    }
}
