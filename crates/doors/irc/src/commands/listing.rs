//! LIST, with the filters of ELIST (Modern IRC, "LIST message").

use crate::codec::Message;
use crate::codec::numerics::{RPL_LIST, RPL_LISTEND, RPL_LISTSTART};
use crate::pending::What;
use crate::turn::Turn;
use parlor_model::mask::glob;
use parlor_model::{RoomName, Time};
use parlor_server::{Answer, Ask, Look, Reply, RoomLine};

/// What rooms are wanted: one of the masks, if there are any, and everything else.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    masks: Vec<Box<str>>,
    others: Vec<Filter>,
}

#[derive(Debug)]
enum Filter {
    /// `!mask`: not of this name.
    Not(Box<str>),
    /// `>n` and `<n`: members.
    Members(Bound),
    /// `C>n` and `C<n`: created more or less than so many minutes ago.
    Created(Bound),
    /// `T>n` and `T<n`: topic set more or less than so many minutes ago.
    Topic(Bound),
}

#[derive(Debug)]
enum Bound {
    MoreThan(u64),
    LessThan(u64),
}

impl Bound {
    fn parse(text: &str) -> Option<Self> {
        let more = text.strip_prefix('>').and_then(|n| n.parse().ok()).map(Self::MoreThan);
        more.or_else(|| text.strip_prefix('<').and_then(|n| n.parse().ok()).map(Self::LessThan))
    }

    fn holds(&self, value: u64, unit: u64) -> bool {
        match self {
            Self::MoreThan(bound) => value > bound.saturating_mul(unit),
            Self::LessThan(bound) => value < bound.saturating_mul(unit),
        }
    }
}

impl Filters {
    fn parse(text: &str) -> Self {
        let mut filters = Self::default();
        for one in text.split(',').filter(|one| !one.is_empty()) {
            let timed = |letters: [char; 2]| one.strip_prefix(letters).and_then(Bound::parse);
            if let Some(mask) = one.strip_prefix('!') {
                filters.others.push(Filter::Not(mask.into()));
            } else if let Some(bound) = Bound::parse(one) {
                filters.others.push(Filter::Members(bound));
            } else if let Some(bound) = timed(['C', 'c']) {
                filters.others.push(Filter::Created(bound));
            } else if let Some(bound) = timed(['T', 't']) {
                filters.others.push(Filter::Topic(bound));
            } else {
                filters.masks.push(one.into());
            }
        }
        filters
    }

    fn let_through(&self, name: &str, line: &RoomLine, now: Time) -> bool {
        const MINUTE_MS: u64 = 60_000;
        let named = self.masks.is_empty() || self.masks.iter().any(|mask| glob(mask, name));
        named
            && self.others.iter().all(|filter| match filter {
                Filter::Not(mask) => !glob(mask, name),
                Filter::Members(bound) => bound.holds(line.members as u64, 1),
                Filter::Created(bound) => bound.holds(now.since(line.opened), MINUTE_MS),
                Filter::Topic(bound) => {
                    line.topic.as_ref().is_some_and(|topic| bound.holds(now.since(topic.at), MINUTE_MS))
                }
            })
    }
}

/// `LIST [filters]`.
pub(crate) fn list(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let filters = Filters::parse(msg.params.first().copied().unwrap_or_default());
    turn.ask(Ask::Look(Look::Rooms), What::List(Box::new(filters)));
}

pub(crate) fn answered(turn: &mut Turn<'_, '_>, filters: &Filters, reply: Reply) {
    turn.numeric(RPL_LISTSTART, &["Channel"], "Users  Name");
    let lines = match reply {
        Reply::Answer(Answer::Rooms(lines)) => lines,
        _ => Vec::new(),
    };
    let now = turn.desk.now();
    for line in &lines {
        let Some(name) = line.room.name.as_ref().map(RoomName::as_str) else { continue };
        if filters.let_through(name, line, now) {
            let topic = line.topic.as_ref().map_or("", |topic| &topic.text);
            turn.numeric(RPL_LIST, &[name, &line.members.to_string()], topic);
        }
    }
    turn.numeric(RPL_LISTEND, &[], "End of /LIST");
}
