use super::*;
use crate::{Console, Desk, Dialect, Farewell, Reply};
use parlor_engine::{Answer, RoomTag, Signalled, Token, Told};
use parlor_model::{Audience, Event, Fact, Manner, Number, PersonId, Role, RoomId, RoomName, Text, Who};

/// Shows what is said and answered, a line each.
struct PlainSeat;

impl Seat for PlainSeat {
    fn opened(&mut self, _: &mut Desk<'_>) {}
    fn received(&mut self, _: &[u8], _: &mut Desk<'_>) {}
    fn resumed(&mut self, _: &mut Desk<'_>) {}
    fn finished(&mut self, _: &mut Desk<'_>) {}

    fn answered(&mut self, _: Token, _: Reply, desk: &mut Desk<'_>) {
        desk.out().extend_from_slice(b"!\n");
    }

    fn told(&mut self, told: &Told, _: bool, desk: &mut Desk<'_>) {
        self.render(told, desk.out());
    }

    fn signalled(&mut self, _: &Signalled, _: &mut Desk<'_>) {}

    fn dialect(&self) -> Option<Dialect> {
        Some(Dialect(0))
    }

    fn render(&self, told: &Told, out: &mut Vec<u8>) {
        let name = told.room.name.as_ref().map_or("", RoomName::as_str);
        out.extend_from_slice(format!("{name} {}\n", told.event.number).as_bytes());
    }

    fn woken(&mut self, _: &mut Desk<'_>) {}

    fn nudged(&mut self, _: &mut Desk<'_>) -> bool {
        false
    }

    fn slowed(&mut self, _: &mut Desk<'_>) {}
    fn farewell(&mut self, _: &Farewell, _: &mut Desk<'_>) {}
}

const START: Time = Time(1_000_000);

struct Stage {
    annex: AnnexShard,
    lines: Vec<Arc<Line>>,
}

impl Stage {
    /// An annex with so many pipes that hear two rooms.
    fn with(pipes: usize) -> Self {
        let (rules, gate) = (Arc::new(Rules::default()), Arc::new(Gate::default()));
        let core = Core::new(1, rules, Console::silent(), gate, START);
        let mail = || Arc::new(Mailbox::new(None));
        let mut stage = Self {
            annex: AnnexShard::new(core, Arc::new(Mailbox::new(None)), mail(), || START),
            lines: (0..pipes).map(|_| Arc::default()).collect(),
        };
        let arrive = |line: &Arc<Line>| ToShard::Pipe {
            line: Arc::clone(line),
            seat: Seated(Box::new(PlainSeat)),
            arrival: Arrival::plain("plain", ([127, 0, 0, 1], 1).into()),
            connections: 1,
        };
        let arrivals = stage.lines.iter().map(arrive).collect();
        stage.turn(arrivals);
        for index in 0..pipes as u32 {
            let session = stage.session(index);
            let listen = |room: &str| ToShard::Listen { session, room: tag(room), told: Number(0) };
            let person = PersonId(u64::from(index) + 10);
            stage.turn(vec![ToShard::Became { session, person }, listen("#a"), listen("#b")]);
        }
        stage
    }

    fn session(&self, index: u32) -> parlor_engine::SessionId {
        self.annex.core.conns.get(index).unwrap().session
    }

    fn turn(&mut self, mut mail: Vec<ToShard>) {
        self.annex.turn(&mut mail);
    }

    /// What came out of each pipe since the last time.
    fn heard(&self) -> Vec<String> {
        let heard = |line: &Arc<Line>| line.with(|s| String::from_utf8(std::mem::take(&mut s.out)).unwrap());
        self.lines.iter().map(heard).collect()
    }
}

fn tag(room: &str) -> Arc<RoomTag> {
    let name = RoomName::parse(room, &parlor_model::NameRules::default()).unwrap();
    Arc::new(RoomTag { id: RoomId(u64::from(room.as_bytes()[1])), name: Some(name), between: None })
}

fn said(room: &str, number: u64) -> ToShard {
    let room = tag(room);
    let fact = Fact::Said {
        manner: Manner::Say,
        text: Text::trusted("hello"),
        reply_to: None,
        to_role: Role::Plain,
        tags: None,
    };
    let event = Event {
        room: room.id,
        number: Number(number),
        at: START,
        by: Arc::new(Who::house()),
        key: None,
        heard: Audience::Room,
        fact,
    };
    ToShard::Tell(Arc::new(Told {
        event: Arc::new(event),
        room,
        act: number,
        actor: None,
        said_before: None,
    }))
}

#[test]
fn whatever_else_happens_in_a_turn_what_was_told_comes_out_of_each_pipe() {
    let mut stage = Stage::with(2);
    stage.turn(vec![said("#a", 1)]);
    assert_eq!(stage.heard(), ["#a 1\n"; 2]);
    let answer = |stage: &Stage| ToShard::Reply {
        session: stage.session(1),
        token: Token(1),
        reply: Box::new(Reply::Answer(Answer::Fence)),
    };
    stage.turn(vec![said("#a", 2), answer(&stage)]);
    assert_eq!(stage.heard(), ["#a 2\n", "#a 2\n!\n"]);
    stage.turn(vec![said("#a", 3), said("#b", 1), said("#a", 4)]);
    assert_eq!(stage.heard(), ["#a 3\n#b 1\n#a 4\n"; 2]);
    // The door's end moved: that is news of the connection, too.
    let moved = ToShard::PipeMoved(Arc::clone(&stage.lines[0]));
    stage.turn(vec![said("#a", 5), said("#b", 2), moved]);
    assert_eq!(stage.heard(), ["#a 5\n#b 2\n"; 2]);
    stage.turn(vec![said("#b", 3)]);
    assert_eq!(stage.heard(), ["#b 3\n"; 2]);
    assert!(!stage.annex.core.is_busy());
}
