//! A house with people at its line door, for transcripts.

use parlor_line::{LineDoor, LineSettings};
use parlor_server::rehearsal::{Guest, Rehearsal};
use parlor_server::{Door, Rules};

pub(crate) struct Stage {
    pub(crate) house: Rehearsal,
    pub(crate) door: LineDoor,
    people: Vec<(&'static str, Guest)>,
    connections: u16,
}

impl Stage {
    pub(crate) fn new() -> Stage {
        Stage::with(|_| {})
    }

    /// A house with other rules, and no last lines on entry.
    pub(crate) fn with(change: impl FnOnce(&mut Rules)) -> Stage {
        let mut rules = Rules::default();
        rules.connection.lines_per_second = 0.0;
        change(&mut rules);
        let door = LineDoor::new(LineSettings { silence_ms: 150, history_lines: 0 });
        Stage { house: Rehearsal::with(rules), door, people: Vec::new(), connections: 0 }
    }

    /// A house that shows the last lines to who enters.
    pub(crate) fn with_history(history_lines: u32) -> Stage {
        let stage = Stage::new();
        stage.door.change_settings(LineSettings { silence_ms: 150, history_lines });
        stage
    }

    /// The house keeps running; they connect, and are asked who they are.
    pub(crate) fn connects(&mut self, name: &'static str) {
        self.connections += 1;
        let from = format!("127.0.0.1:{}", 4000 + self.connections);
        let guest = self.house.connect(&self.door, &from);
        self.people.retain(|(known, _)| *known != name);
        self.people.push((name, guest));
    }

    /// They connect through another door.
    pub(crate) fn connects_through(&mut self, door: &dyn Door, name: &'static str) {
        self.connections += 1;
        let guest = self.house.connect(door, &format!("127.0.0.1:{}", 4000 + self.connections));
        self.people.push((name, guest));
    }

    pub(crate) fn guest(&self, name: &str) -> Guest {
        self.people.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("who is {name}?")).1
    }

    /// They are in the lobby, and have read what that shows. The others have not read that they came.
    pub(crate) fn enters(&mut self, name: &'static str) {
        self.connects(name);
        self.says(name, name);
        self.heard(name);
    }

    /// All of them are in the lobby, and have read everything.
    pub(crate) fn enter<const N: usize>(&mut self, names: [&'static str; N]) {
        for name in names {
            self.enters(name);
        }
        self.all_read();
    }

    /// All of them are in #den and nowhere else, and have read everything. The first of them runs it.
    pub(crate) fn meet<const N: usize>(&mut self, names: [&'static str; N]) {
        for name in names {
            self.enters(name);
            self.says(name, "/join #den");
            self.says(name, "/part #lobby");
        }
        self.all_read();
    }

    pub(crate) fn all_read(&mut self) {
        for at in 0..self.people.len() {
            let name = self.people[at].0;
            self.heard(name);
        }
    }

    /// They type a line.
    pub(crate) fn says(&mut self, name: &str, line: &str) {
        let guest = self.guest(name);
        self.house.send(guest, &format!("{line}\n"));
    }

    /// They send bytes.
    pub(crate) fn sends(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        let guest = self.guest(name);
        self.house.send_bytes(guest, bytes.as_ref());
    }

    pub(crate) fn heard(&mut self, name: &str) -> String {
        let guest = self.guest(name);
        self.house.heard(guest)
    }

    /// What they were sent since the last look is this; the last line end may be left out.
    #[track_caller]
    pub(crate) fn hears(&mut self, name: &str, expected: &str) {
        let heard = self.heard(name);
        let heard = heard.strip_suffix('\n').unwrap_or(&heard);
        assert!(heard == expected, "{name} hears:\n{heard}\n--- and should hear:\n{expected}\n---");
    }

    /// They type a line and are answered.
    #[track_caller]
    pub(crate) fn asks(&mut self, name: &str, line: &str, answer: &str) {
        self.says(name, line);
        self.hears(name, answer);
    }

    pub(crate) fn hangs_up(&mut self, name: &str) {
        let guest = self.guest(name);
        self.house.hang_up(guest);
    }

    pub(crate) fn breaks_off(&mut self, name: &str) {
        let guest = self.guest(name);
        self.house.break_off(guest);
    }

    pub(crate) fn is_closed(&self, name: &str) -> bool {
        self.house.is_closed(self.guest(name))
    }
}
