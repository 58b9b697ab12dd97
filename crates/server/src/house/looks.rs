//! Questions of history and search: first the engine says what may be read, then a reader reads it.

use crate::link::{HistoryWish, SearchWish};
use crate::readers::Job;
use hashbrown::HashMap;
use parlor_engine::{Answer, Ask, Look, RoomRef, SessionId, Token};
use parlor_model::Number;
use parlor_store::{History, SearchQuery};

/// Questions that wait for the engine. At most one per connection: a seat that asks the store waits.
#[derive(Default)]
pub(crate) struct Looks {
    wishes: HashMap<(SessionId, Token), Wish>,
}

enum Wish {
    History(HistoryWish),
    Search(SearchWish),
    After { after: Number, limit: usize },
}

impl Looks {
    pub(crate) fn history(&mut self, session: SessionId, token: Token, wish: HistoryWish) -> Ask {
        let look = Look::Readable(wish.room.clone());
        self.wishes.insert((session, token), Wish::History(wish));
        Ask::Look(look)
    }

    pub(crate) fn after(
        &mut self,
        session: SessionId,
        token: Token,
        room: RoomRef,
        after: Number,
        limit: usize,
    ) -> Ask {
        self.wishes.insert((session, token), Wish::After { after, limit });
        Ask::Look(Look::Readable(room))
    }

    pub(crate) fn search(&mut self, session: SessionId, token: Token, wish: SearchWish) -> Ask {
        let look = match &wish.room {
            Some(room) => Look::Readable(room.clone()),
            None => Look::ReadableRooms,
        };
        self.wishes.insert((session, token), Wish::Search(wish));
        Ask::Look(look)
    }

    /// What there is to read now, or the answer as it was.
    pub(crate) fn answered(
        &mut self,
        session: SessionId,
        token: Token,
        answer: Answer,
        results_max: usize,
    ) -> Result<Job, Answer> {
        if self.wishes.is_empty() {
            return Err(answer);
        }
        let Some(wish) = self.wishes.remove(&(session, token)) else { return Err(answer) };
        let (rooms, reader) = match answer {
            Answer::Readable { room, told, since, reader } => (vec![(room, told, since)], reader),
            Answer::ReadableRooms { rooms, reader } => (rooms, reader),
            other => return Err(other),
        };
        match wish {
            Wish::History(wish) => {
                let Some((room, told, since)) = rooms.into_iter().next() else {
                    return Err(Answer::Refused(parlor_model::Refusal::NoSuchRoom));
                };
                let HistoryWish { span, limit, messages_only, .. } = wish;
                let query = History { room: room.id, reader, span, limit, told, since, messages_only };
                Ok(Job::History { session, token, room, query })
            }
            Wish::After { after, limit } => {
                let Some((room, told, since)) = rooms.into_iter().next() else {
                    return Err(Answer::Refused(parlor_model::Refusal::NoSuchRoom));
                };
                Ok(Job::After { session, token, room, reader, after, told, since, limit })
            }
            Wish::Search(wish) => {
                let query = SearchQuery {
                    terms: wish.terms,
                    from: wish.from,
                    rooms: rooms.iter().map(|(tag, told, since)| (tag.id, *told, *since)).collect(),
                    reader,
                    before: wish.before,
                    after: wish.after,
                    limit: wish.limit.min(results_max),
                };
                let rooms = rooms.into_iter().map(|(tag, ..)| tag).collect();
                Ok(Job::Search { session, token, rooms, query })
            }
        }
    }
}
