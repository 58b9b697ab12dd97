//! Pages of a room's history.

use super::columns::{SAID, event, heard_by, int};
use super::numbering::{Order, View};
use super::standing;
use super::trouble::Tried;
use super::whos::Whos;
use crate::{History, Item, Page, Place, Span};
use parlor_model::{Event, Fact, Number, Time};
use rusqlite::Connection;
use std::ops::Range;

/// One page.
pub(super) fn page(view: &View<'_>, whos: &mut Whos, query: &History) -> Tried<Page> {
    let end = query.told.min(view.last(query.room)?).next();
    let mut walk = Walk { view, whos, query, begin: Number(1), end };
    if query.since > Time(0) {
        walk.begin = walk.first_at(query.since)?;
    }
    let (gap, mut events) = walk.span()?;
    events.sort_by_key(|e| e.number);
    let (before, after) = match (events.first(), events.last()) {
        (Some(first), Some(last)) => (first.number, last.number.next()),
        (None, _) | (_, None) => (gap.start, gap.end),
    };
    let more_before = !walk.newest(walk.begin..before, 1)?.is_empty();
    let more_after = !walk.oldest(after..end, 1)?.is_empty();
    Ok(Page { items: stand(view.conn, whos, query, events)?, more_before, more_after })
}

/// Works in what was done to the messages of the page.
fn stand(conn: &Connection, whos: &mut Whos, query: &History, events: Vec<Event>) -> Tried<Vec<Item>> {
    let said = |e: &&Event| matches!(e.fact, Fact::Said { .. });
    let first = events.iter().find(said).map(|e| e.number);
    let last = events.iter().rfind(said).map(|e| e.number);
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(events.into_iter().map(|e| standing::Standing::default().item(e)).collect());
    };
    let mut standings = standing::of(conn, whos, query.room, (first, last), query.told)?;
    Ok(events.into_iter().map(|e| standings.remove(&e.number).unwrap_or_default().item(e)).collect())
}

/// A place between numbers: what is before it, and what is after it. An event's own place leaves the event out of both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    /// Below this is before.
    before: Number,
    /// From this on is after.
    after: Number,
}

struct Walk<'a> {
    view: &'a View<'a>,
    whos: &'a mut Whos,
    query: &'a History,
    /// The first number that is shown.
    begin: Number,
    /// The first number that is not there, or was not told.
    end: Number,
}

impl Walk<'_> {
    /// The events of the span, and where it lies when it has none.
    fn span(&mut self) -> Tried<(Range<Number>, Vec<Event>)> {
        let (begin, end, limit) = (self.begin, self.end, self.query.limit);
        Ok(match self.query.span {
            Span::Latest => (end..end, self.newest(begin..end, limit)?),
            Span::LatestAfter(place) => {
                let cut = self.cut(place)?;
                (cut.after..cut.after, self.newest(cut.after..end, limit)?)
            }
            Span::Before(place) => {
                let cut = self.cut(place)?;
                (cut.before..cut.before, self.newest(begin..cut.before, limit)?)
            }
            Span::After(place) => {
                let cut = self.cut(place)?;
                (cut.after..cut.after, self.oldest(cut.after..end, limit)?)
            }
            Span::Around(place) => {
                let cut = self.cut(place)?;
                let mut events = self.newest(begin..cut.before, limit / 2)?;
                events.extend(self.oldest(cut.before..end, limit - limit / 2)?);
                (cut.before..cut.before, events)
            }
            Span::Between(from, to) => {
                let (from, to) = (self.cut(from)?, self.cut(to)?);
                if from <= to {
                    (from.after..to.before, self.oldest(from.after..to.before, limit)?)
                } else {
                    (to.after..from.before, self.newest(to.after..from.before, limit)?)
                }
            }
        })
    }

    fn cut(&self, place: Place) -> Tried<Cut> {
        Ok(match place {
            Place::Number(number) => {
                let after = Number(number.0.saturating_add(1));
                Cut { before: number.clamp(self.begin, self.end), after: after.clamp(self.begin, self.end) }
            }
            Place::Time(time) => {
                let at = self.first_at(time)?;
                Cut { before: at, after: at }
            }
        })
    }

    /// The first event at or after a time, found by halving: numbers have no holes, and time goes on with them.
    fn first_at(&self, time: Time) -> Tried<Number> {
        let mut ask = self.view.conn.prepare_cached("SELECT at FROM events WHERE seq = ?1")?;
        let (mut low, mut high) = (self.begin.0, self.end.0);
        while low < high {
            let middle = low.midpoint(high);
            let seq = self.view.seq(self.query.room, Number(middle))?;
            let at: i64 = ask.query_row([seq], |row| row.get(0))?;
            if at < int(time.0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(Number(low))
    }

    fn newest(&mut self, range: Range<Number>, limit: usize) -> Tried<Vec<Event>> {
        self.items(range, limit, Order::NewestFirst)
    }

    fn oldest(&mut self, range: Range<Number>, limit: usize) -> Tried<Vec<Event>> {
        self.items(range, limit, Order::OldestFirst)
    }

    /// Items in the range that the reader may hear of. Edits, deletions and reactions are no items.
    fn items(&mut self, range: Range<Number>, limit: usize, order: Order) -> Tried<Vec<Event>> {
        let mut events = Vec::new();
        if limit == 0 {
            return Ok(events);
        }
        let kinds = if self.query.messages_only { SAID } else { "kind NOT IN (2, 3, 4)" };
        self.view.walk(self.query.room, range, order, kinds, |row| {
            if heard_by(row, self.query.reader)? {
                events.push(event(row, self.whos, self.view.conn)?);
            }
            Ok(events.len() == limit)
        })?;
        Ok(events)
    }
}
