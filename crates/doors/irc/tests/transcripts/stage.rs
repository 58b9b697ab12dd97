//! Plays a transcript: what people send and what each of them hears, in a house that is rehearsed.
//!
//! ```text
//! ann enters echo-message      connects with these capabilities as ann; what she hears on coming in is left out
//! bob connects                 connects and says nothing yet
//! from 192.0.2.7               who connects from here on comes from there, not from 127.0.0.1
//! ann > JOIN #a                she sends this line
//! ann < :ann!ann@…             and this is heard of it: everybody's lines, in the order they came to the house
//! ann hangs up                 closes in good order; `breaks off`: the connection breaks; `is closed`: by the house
//! hush                         what is heard from here up to the next empty line is left out
//! pass 1000                    so many milliseconds pass
//! restart                      the house is killed and started again
//! post                         the letters that went out; `{code}` in what is sent is the code of the last
//! pushes                       what was pushed, to whose programs
//! appoint ann                  makes her account a server operator
//! ```
//!
//! With `REWRITE=1` and `--test-threads=1`, what was heard is written into the test's source in place of what was
//! expected.

use parlor_irc::{IrcDoor, push_words};
use parlor_server::Rules;
use parlor_server::rehearsal::{Guest, Rehearsal};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::Location;

/// Plays a transcript in a house with the default rules.
#[track_caller]
pub(crate) fn play(script: &str) {
    play_with(Rules { motd: "Be kind".into(), ..Rules::default() }, script);
}

/// Plays a transcript in a house with these rules.
#[track_caller]
pub(crate) fn play_with(rules: Rules, script: &str) {
    let caller = Location::caller();
    let mut stage = Stage {
        house: Rehearsal::with(rules),
        door: IrcDoor::new(),
        guests: BTreeMap::new(),
        order: Vec::new(),
        next_port: 4001,
        from: "127.0.0.1".to_owned(),
        hushed: false,
        code: String::new(),
        heard: String::new(),
    };
    for line in script.lines() {
        stage.line(line);
    }
    if stage.heard.trim_end() == script.trim_end() {
        return;
    }
    if std::env::var_os("REWRITE").is_some() {
        rewrite(caller.file(), script, &stage.heard);
    }
    let at = stage.heard.lines().zip(script.lines()).take_while(|(a, b)| a == b).count();
    panic!("{caller}: from line {} of the transcript on it is rather\n{}", at + 1, stage.heard);
}

fn rewrite(file: &str, script: &str, heard: &str) {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../");
    let path = format!("{root}{file}");
    let source = std::fs::read_to_string(&path).unwrap();
    let quoted = |text: &str| format!("r\"{text}\"");
    assert_eq!(source.matches(&quoted(script)).count(), 1, "the transcript is not to be found in {path}");
    std::fs::write(&path, source.replacen(&quoted(script), &quoted(heard), 1)).unwrap();
}

struct Stage {
    house: Rehearsal,
    door: IrcDoor,
    guests: BTreeMap<String, Guest>,
    /// Names in the order they came.
    order: Vec<String>,
    next_port: u16,
    from: String,
    /// The code of the last letter.
    code: String,
    /// What is heard is left out for now.
    hushed: bool,
    /// The transcript as it really is.
    heard: String,
}

impl Stage {
    fn line(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        if matches!(words[..], [_, "<", ..]) {
            return;
        }
        self.heard.push_str(line);
        self.heard.push('\n');
        match words[..] {
            [""] => self.hushed = false,
            ["from", address] => address.clone_into(&mut self.from),
            ["hush"] => self.hushed = true,
            [name, "connects"] => self.connect(name),
            [name, "enters", ..] => self.enter(name, words[2..].join(" ").trim()),
            [name, ">", ..] => {
                let text = line.split_once("> ").map_or("", |(_, text)| text);
                self.send(name, text);
            }
            [name, "hangs", "up"] => self.house.hang_up(self.guests[name]),
            [name, "breaks", "off"] => self.house.break_off(self.guests[name]),
            [name, "is", "closed"] => assert!(self.house.is_closed(self.guests[name]), "{line}"),
            ["pass", ms] => self.house.pass_ms(ms.parse().unwrap()),
            ["post"] => self.post(),
            ["pushes"] => self.pushes(),
            ["restart"] => self.house.restart(),
            ["appoint", name] => self.house.appoint(name),
            _ => panic!("what is {line:?}?"),
        }
        self.listen();
    }

    fn connect(&mut self, name: &str) {
        let guest = self.house.connect(&self.door, &format!("{}:{}", self.from, self.next_port));
        self.next_port += 1;
        self.order.retain(|n| n != name);
        self.order.push(name.to_owned());
        self.guests.insert(name.to_owned(), guest);
    }

    fn enter(&mut self, name: &str, caps: &str) {
        self.connect(name);
        if !caps.is_empty() {
            self.send(name, &format!("CAP REQ :{caps}"));
        }
        self.send(name, &format!("NICK {name}"));
        self.send(name, &format!("USER {name} 0 * :{name} real"));
        self.send(name, "CAP END");
        self.house.heard(self.guests[name]);
    }

    fn send(&mut self, name: &str, text: &str) {
        // What a transcript cannot show: `\1` is the byte of CTCP, `\n` a line end.
        let text = text.replace("{code}", &self.code).replace("\\1", "\u{1}").replace("\\n", "\r\n");
        self.house.send(self.guests[name], &format!("{text}\r\n"));
    }

    fn post(&mut self) {
        for letter in self.house.letters() {
            writeln!(self.heard, "post < to {}: {}", letter.to, letter.subject).unwrap();
            let code = letter.body.lines().find_map(|line| line.strip_prefix("The code is: "));
            self.code = code.unwrap().to_owned();
        }
    }

    fn pushes(&mut self) {
        for push in self.house.pushes() {
            let words = push_words(&push, "parlor.local").unwrap();
            let words = String::from_utf8(words).unwrap().replace('\u{1}', "\\1");
            for to in &push.to {
                writeln!(self.heard, "pushes < to {} at {}: {words}", push.nick, to.endpoint.path()).unwrap();
            }
        }
    }

    fn listen(&mut self) {
        for name in &self.order {
            for line in self.house.heard(self.guests[name]).lines().filter(|_| !self.hushed) {
                let line = line.replace('\u{1}', "\\1");
                writeln!(self.heard, "{name} < {line}").unwrap();
            }
        }
    }
}
