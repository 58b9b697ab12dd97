//! A door through which anything can be said as it is, as an IRC client or a browser could.

use parlor_model::{Command, Manner, Nickname, Role, Text};
use parlor_server::{
    Arrival, Ask, Beside, Desk, Dialect, Door, Entering, Farewell, Reply, RoomRef, Seat, Signalled, Token,
    Told, TurnedAway,
};

/// The first thing sent is the nickname, everything after it is said to the lobby: as one message each, unchecked.
pub(crate) struct OtherDoor;

impl Door for OtherDoor {
    fn name(&self) -> &'static str {
        "other"
    }

    fn seat(&self, _: &Arrival) -> Box<dyn Seat> {
        Box::new(OtherSeat { entered: false })
    }

    fn turn_away(&self, _: &TurnedAway) -> Vec<u8> {
        Vec::new()
    }
}

struct OtherSeat {
    entered: bool,
}

impl Seat for OtherSeat {
    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        let text = String::from_utf8_lossy(bytes);
        let room = RoomRef::Named(desk.rules().lobby.clone());
        if !self.entered {
            self.entered = true;
            let entering = Entering {
                nick: Nickname::trusted(&text),
                user: "other".into(),
                address: "192.0.2.9".into(),
                host: "other.example".into(),
                real: "Somebody \x02Else".into(),
                account: None,
                token: None,
                secure: false,
                beside: Beside::default(),
            };
            desk.ask(Ask::Enter(Box::new(entering)));
            desk.ask(Ask::Room { room, command: Command::Join { key: None, forced: false }, key: None });
            return;
        }
        let text = Text::trusted(&text);
        let command =
            Command::Say { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None };
        desk.ask(Ask::Room { room, command, key: None });
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        desk.close(parlor_server::Ending::Quit(Text::trusted("\x02gone\nhome")));
    }

    fn opened(&mut self, _: &mut Desk<'_>) {}
    fn resumed(&mut self, _: &mut Desk<'_>) {}
    fn answered(&mut self, _: Token, _: Reply, _: &mut Desk<'_>) {}
    fn told(&mut self, _: &Told, _: bool, _: &mut Desk<'_>) {}
    fn signalled(&mut self, _: &Signalled, _: &mut Desk<'_>) {}
    fn render(&self, _: &Told, _: &mut Vec<u8>) {}
    fn woken(&mut self, _: &mut Desk<'_>) {}
    fn slowed(&mut self, _: &mut Desk<'_>) {}
    fn farewell(&mut self, _: &Farewell, _: &mut Desk<'_>) {}

    fn dialect(&self) -> Option<Dialect> {
        None
    }

    fn nudged(&mut self, _: &mut Desk<'_>) -> bool {
        false
    }
}
