//! A house with an HTTP door, and a client that writes its requests by hand.

use parlor_http::{HttpDoor, HttpHandle, HttpListener, HttpSettings, push_words};
use parlor_model::PushRules;
use parlor_server::{
    Console, Courier, Delivered, Delivery, Handle, Parcel, Post, PushPost, Rules, Server, WrittenLetter,
};
use parlor_store::sqlite::{Sqlite, SqliteOptions, Sync};
use parlor_wires::{Approach, Bound, Place};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub(crate) struct House {
    server: Option<Handle>,
    door: Option<HttpHandle>,
    pub(crate) address: SocketAddr,
    folder: tempfile::TempDir,
    rules: Rules,
    settings: HttpSettings,
    letters: Option<Mutex<Receiver<String>>>,
    operators: Vec<String>,
    pushes: Option<Mutex<Receiver<Brought>>>,
}

/// Where letters go.
struct Letterbox(Sender<String>);

impl Post for Letterbox {
    fn send(&mut self, letter: &WrittenLetter) -> Result<(), String> {
        self.0.send(letter.body.clone()).map_err(|error| error.to_string())
    }
}

/// Where a push went, and what it was.
type Brought = (String, Vec<u8>);

/// Where pushes go: all but those to a server that is broken.
struct Pushbox(Sender<Brought>);

impl Courier for Pushbox {
    fn send(&mut self, parcel: Parcel, delivered: Delivered) {
        if parcel.endpoint.host() == "broken.example" {
            return delivered.how(Delivery::Failed("it is broken".into()));
        }
        let _ = self.0.send((parcel.endpoint.as_str().to_owned(), parcel.words));
        delivered.how(Delivery::Taken);
    }
}

/// A house that pushes.
pub(crate) fn pushing(rules: &mut Rules) {
    rules.push_key = Some("BKey".into());
    rules.house.push = Some(PushRules { subscriptions_max: 2, expire_ms: 14 * 86_400_000, delay_ms: 0 });
}

/// How long a test waits for what must come: only a failure takes this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

fn plain(listener: TcpListener) -> HttpListener {
    HttpListener { bound: Bound::Tcp(listener), approach: Approach::plain(), to_https: None }
}

impl House {
    pub(crate) fn open() -> Self {
        Self::with(|_| {}, |_| {})
    }

    pub(crate) fn with(rule: impl FnOnce(&mut Rules), set: impl FnOnce(&mut HttpSettings)) -> Self {
        let (mut rules, mut settings) = (Rules::default(), HttpSettings::default());
        rules.connection.lines_per_second = 0.0;
        settings.stop_timeout = Duration::from_secs(2);
        rule(&mut rules);
        set(&mut settings);
        let folder = tempfile::tempdir().unwrap();
        let address = ([127, 0, 0, 1], 0).into();
        let mut house = Self {
            server: None,
            door: None,
            address,
            folder,
            rules,
            settings,
            letters: None,
            pushes: None,
            operators: Vec::new(),
        };
        house.start();
        house
    }

    fn start(&mut self) {
        let (letterbox, letters) = channel();
        self.letters = Some(Mutex::new(letters));
        let (pushbox, pushes) = channel();
        self.pushes = Some(Mutex::new(pushes));
        let options = SqliteOptions { sync: Sync::Normal, ..SqliteOptions::default() };
        let server = Server {
            rules: self.rules.clone(),
            store: Box::new(Sqlite::open(self.folder.path(), options).unwrap()),
            listeners: Vec::new(),
            post: Some(Box::new(Letterbox(letterbox))),
            push: Some(PushPost {
                courier: Box::new(Pushbox(pushbox)),
                words: Box::new(|push, _| push_words(push)),
                counts: Arc::default(),
            }),
            shards: 1,
            operators: self.operators.clone(),
            console: Console::silent(),
            vault: self.settings.vault.clone(),
        };
        let server = server.start().unwrap();
        server.on_rehash(|answer| answer(Ok("Nothing changed.".into())));
        let listener = TcpListener::bind(self.address).unwrap();
        let rules = Arc::new(self.rules.clone());
        let settings = HttpSettings { figures: Some(Arc::clone(&server.figures)), ..self.settings.clone() };
        let door = HttpDoor::serve(
            vec![plain(listener)],
            server.annex.clone(),
            move || Arc::clone(&rules),
            settings,
        )
        .unwrap();
        let Place::Tcp(address) = door.places()[0] else { panic!("no address") };
        self.address = address;
        self.server = Some(server);
        self.door = Some(door);
    }

    /// The code of the next letter that goes out.
    pub(crate) fn letter(&self) -> String {
        let letter = self.letters.as_ref().unwrap().lock().unwrap().recv_timeout(PATIENCE).unwrap();
        letter.lines().find_map(|line| line.strip_prefix("The code is: ")).unwrap().to_owned()
    }

    /// The next push: where to, and what.
    pub(crate) fn push(&self) -> Brought {
        self.pushes.as_ref().unwrap().lock().unwrap().recv_timeout(PATIENCE).unwrap()
    }

    pub(crate) fn stop(&mut self) {
        let server = self.server.take().unwrap();
        server.stop();
        assert!(server.wait(PATIENCE), "the server does not stop");
        self.door.take().unwrap().stop();
    }

    /// The house closes and opens again; what was kept is there.
    pub(crate) fn restart(&mut self) {
        self.stop();
        self.start();
    }

    /// An account that rules the house, and the header that logs in with it.
    pub(crate) fn operator(&mut self, name: &str) -> String {
        let header = self.register(name);
        self.operators.push(name.to_owned());
        self.restart();
        header
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// One call, HTTP/1.0 by hand: the answer ends where the connection does.
    pub(crate) fn call(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let mut stream = self.connect();
        let mut request = format!("{method} {path} HTTP/1.0\r\nContent-Length: {}\r\n", body.len());
        for header in headers {
            request += &format!("{header}\r\n");
        }
        request += "\r\n";
        request += body;
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        Answer::read(&answer)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], "")
    }

    /// A call with JSON, as the guest or account that `who` says: a header line.
    pub(crate) fn json(&self, method: &str, path: &str, who: &str, body: &str) -> Answer {
        self.call(method, path, &[who, "Content-Type: application/json"], body)
    }

    /// An account, and the header that logs in with its password.
    pub(crate) fn register(&self, name: &str) -> String {
        let body = format!(r#"{{"name":"{name}","password":"correct horse"}}"#);
        let made = self.json("POST", "/api/v1/accounts", "X: y", &body);
        assert_eq!(made.status, 201, "{}", made.body);
        let body = self.json("POST", "/api/v1/sessions", "X: y", &body).body;
        format!("Authorization: Bearer {}", field(&body, "token"))
    }

    /// A call whose answer goes on.
    pub(crate) fn stream(&self, path: &str, headers: &[&str]) -> Lines {
        let mut stream = self.connect();
        let mut request = format!("GET {path} HTTP/1.0\r\n");
        for header in headers {
            request += &format!("{header}\r\n");
        }
        stream.write_all((request + "\r\n").as_bytes()).unwrap();
        let mut lines = Lines { reader: BufReader::new(stream) };
        let status = lines.next();
        assert!(status.contains(" 200 "), "{status}");
        while !lines.next().is_empty() {}
        lines
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.stop();
        }
    }
}

/// An answer that goes on, by lines.
pub(crate) struct Lines {
    reader: BufReader<TcpStream>,
}

impl Lines {
    /// The next line, without its end.
    pub(crate) fn next(&mut self) -> String {
        let mut line = String::new();
        self.reader.read_line(&mut line).unwrap();
        line.trim_end_matches(['\r', '\n']).to_owned()
    }

    pub(crate) fn is_over(&mut self) -> bool {
        self.reader.fill_buf().unwrap().is_empty()
    }
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap();
        Self { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    /// The status, and the code of its problem if it is one.
    pub(crate) fn outcome(&self) -> String {
        if self.head.contains("application/problem+json") {
            format!("{} {}", self.status, field(&self.body, "code"))
        } else if let Some(code) = self.head.lines().find_map(|line| line.strip_prefix("problem-code: ")) {
            format!("{} {}", self.status, code.trim_end())
        } else {
            self.status.to_string()
        }
    }
}

/// A field of JSON: the text of the first one of that name.
#[track_caller]
pub(crate) fn field(json: &str, name: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).unwrap_or_else(|e| panic!("{e}: {json}"));
    match &value[name] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A text without what changes from run to run: dates.
pub(crate) fn undated(text: &str) -> String {
    text.lines().map(|line| line.get(20..).unwrap_or(line).to_owned() + "\n").collect()
}
