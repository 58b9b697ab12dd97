//! The seat of a connection that is not let in: it says why, and closes.

use crate::{Desk, Dialect, Farewell, Reply, Seat};
use parlor_engine::{Ending, Signalled, Token, Told};
use parlor_model::Text;

pub(crate) struct TurnedAwaySeat {
    pub(crate) words: Vec<u8>,
}

impl Seat for TurnedAwaySeat {
    fn opened(&mut self, desk: &mut Desk<'_>) {
        desk.out().append(&mut self.words);
        desk.close(Ending::Closed(Text::none()));
    }

    fn received(&mut self, _: &[u8], _: &mut Desk<'_>) {}
    fn resumed(&mut self, _: &mut Desk<'_>) {}
    fn finished(&mut self, _: &mut Desk<'_>) {}
    fn answered(&mut self, _: Token, _: Reply, _: &mut Desk<'_>) {}
    fn told(&mut self, _: &Told, _: bool, _: &mut Desk<'_>) {}
    fn signalled(&mut self, _: &Signalled, _: &mut Desk<'_>) {}

    fn dialect(&self) -> Option<Dialect> {
        None
    }

    fn render(&self, _: &Told, _: &mut Vec<u8>) {}
    fn woken(&mut self, _: &mut Desk<'_>) {}

    fn nudged(&mut self, _: &mut Desk<'_>) -> bool {
        false
    }

    fn slowed(&mut self, _: &mut Desk<'_>) {}
    fn farewell(&mut self, _: &Farewell, _: &mut Desk<'_>) {}
}
