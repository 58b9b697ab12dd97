//! The plainest door there could be, to try the shell with: the first line is a name, every other is said to the lobby;
//! a line `?` is a fence. A name with `&` behind it comes beside its other connections; one with `-` stays outside of the
//! lobby until the line `in`.

use parlor_model::{Command, Fact, Manner, Nickname, Role, Text};
use parlor_server::{
    Answer, Arrival, Ask, Beside, Desk, Dialect, Door, Ending, Entering, Farewell, Reply, RoomRef, Seat,
    Signalled, Token, Told, TurnedAway,
};
use std::cell::Cell;

pub(crate) struct PlainDoor;

#[derive(Default)]
struct PlainSeat {
    kept: Vec<u8>,
    entered: bool,
}

impl Door for PlainDoor {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn seat(&self, _: &Arrival) -> Box<dyn Seat> {
        Box::new(PlainSeat::default())
    }

    fn turn_away(&self, why: &TurnedAway) -> Vec<u8> {
        format!("{why:?}\n").into_bytes()
    }
}

impl PlainSeat {
    fn lines(&mut self, desk: &mut Desk<'_>) {
        while desk.may_go_on() {
            let Some(end) = self.kept.iter().position(|b| *b == b'\n') else { return };
            let line: Vec<u8> = self.kept.drain(..=end).collect();
            self.line(&String::from_utf8_lossy(&line[..end]), desk);
        }
    }

    fn line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let lobby = RoomRef::Named(desk.rules().lobby.clone());
        let join = Command::Join { key: None, forced: false };
        if !self.entered {
            self.entered = true;
            let outside = line.strip_suffix('-');
            let line = outside.unwrap_or(line);
            let (name, beside) = match line.strip_suffix('&') {
                Some(name) => (name, Beside::Comes),
                None => (line, Beside::Nobody),
            };
            let Ok(nick) = Nickname::parse(name, &desk.rules().names) else {
                panic!("{line:?} is no nickname")
            };
            let address: std::sync::Arc<str> = desk.arrival().from.ip().to_string().as_str().into();
            let entering = Entering {
                nick,
                user: "plain".into(),
                host: address.clone(),
                address,
                real: "".into(),
                account: None,
                token: None,
                secure: false,
                beside,
            };
            desk.ask(Ask::Enter(Box::new(entering)));
            if outside.is_none() {
                desk.ask(Ask::Room { room: lobby, command: join, key: None });
            }
        } else if line == "in" {
            desk.ask(Ask::Room { room: lobby, command: join, key: None });
        } else if line == "?" {
            desk.ask(Ask::Fence);
        } else if line == "exit" {
            desk.close(Ending::Quit(Text::none()));
        } else {
            desk.count_line();
            let text = Text::trusted(line);
            let command =
                Command::Say { manner: Manner::Say, text, reply_to: None, to_role: Role::Plain, tags: None };
            desk.ask(Ask::Room { room: lobby, command, key: None });
        }
    }
}

thread_local! {
    static RENDERED: Cell<usize> = const { Cell::new(0) };
}

/// How often something was rendered on this thread for all who hear it in the same words, since the last time.
pub(crate) fn rendered() -> usize {
    RENDERED.take()
}

fn show(told: &Told, out: &mut Vec<u8>) {
    let (n, by) = (told.event.number, &told.event.by.nick);
    let line = match &told.event.fact {
        Fact::Said { text, .. } => format!("{n} {by}: {text}\n"),
        Fact::Joined { .. } => format!("{n} +{by}\n"),
        Fact::Left { reason, .. } => format!("{n} -{by} ({reason})\n"),
        other => format!("{n} {other:?}\n"),
    };
    out.extend_from_slice(line.as_bytes());
}

impl Seat for PlainSeat {
    fn opened(&mut self, _: &mut Desk<'_>) {}

    fn received(&mut self, bytes: &[u8], desk: &mut Desk<'_>) {
        self.kept.extend_from_slice(bytes);
        self.lines(desk);
    }

    fn resumed(&mut self, desk: &mut Desk<'_>) {
        self.lines(desk);
    }

    fn finished(&mut self, desk: &mut Desk<'_>) {
        desk.close(Ending::Quit(Text::trusted("hung up")));
    }

    fn answered(&mut self, _: Token, reply: Reply, desk: &mut Desk<'_>) {
        match reply {
            Reply::Answer(Answer::Fence) => desk.out().extend_from_slice(b"!\n"),
            Reply::Answer(Answer::Refused(why)) => {
                let line = format!("no: {why:?}\n");
                desk.out().extend_from_slice(line.as_bytes());
            }
            _ => {}
        }
    }

    fn told(&mut self, told: &Told, mine: bool, desk: &mut Desk<'_>) {
        if mine {
            desk.out().extend_from_slice(b"ok ");
        } else if desk.person() == Some(told.event.by.person) {
            desk.out().extend_from_slice(b"elsewhere ");
        }
        show(told, desk.out());
    }

    fn signalled(&mut self, _: &Signalled, _: &mut Desk<'_>) {}

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect(0))
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        RENDERED.set(RENDERED.get() + 1);
        show(told, out);
    }

    fn woken(&mut self, _: &mut Desk<'_>) {}

    fn nudged(&mut self, desk: &mut Desk<'_>) -> bool {
        desk.out().extend_from_slice(b"there?\n");
        true
    }

    fn slowed(&mut self, desk: &mut Desk<'_>) {
        desk.out().extend_from_slice(b"slower\n");
    }

    fn farewell(&mut self, why: &Farewell, desk: &mut Desk<'_>) {
        let line = format!("bye: {}\n", why.words());
        desk.out().extend_from_slice(line.as_bytes());
    }
}
