//! Chromium without a window, driven over its DevTools protocol (<https://chromedevtools.github.io/devtools-protocol/>).
//!
//! The few methods that are needed here are JSON over a WebSocket, which the tests speak anyway: no driver of the
//! browser's version has to be installed beside it.

use crate::support::PATIENCE;
use crate::support::heard::Heard;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

/// A browser with a profile of its own. It is ended when this is dropped.
pub struct Chromium {
    child: Child,
    /// Where it takes commands.
    at: String,
    // Dropped after the browser has ended.
    _profile: TempDir,
}

/// A page in it, with cookies and storage of its own. Every wait has a bound.
pub struct Page {
    socket: WebSocket<TcpStream>,
    session: String,
    asked: u64,
    /// What the browser complained about, each in one line.
    complaints: Vec<String>,
}

/// Kept away: everything that Chromium does by itself on a network.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--remote-debugging-port=0",
];

/// Where it says where it takes commands.
const LISTENS: &str = "DevTools listening on ";

impl Chromium {
    /// Starts one.
    pub fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new("chromium")
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("chromium is needed for this test");
        let said = Heard::from(child.stderr.take().unwrap());
        let line = said.line_with(LISTENS);
        let line = line.unwrap_or_else(|| panic!("chromium did not start:\n{}", said.all().join("\n")));
        let at = line.split_once(LISTENS).unwrap().1.trim().to_owned();
        Self { child, at, _profile: profile }
    }

    /// An empty page for somebody who was never here, on a screen of this size.
    pub fn page(&self, width: u32, height: u32) -> Page {
        let host = self.at.trim_start_matches("ws://").split('/').next().unwrap();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(PATIENCE * 2)).unwrap();
        let (socket, _) = tungstenite::client(self.at.as_str(), stream).unwrap();
        let mut page = Page { socket, session: String::new(), asked: 0, complaints: Vec::new() };
        let person = page.ask("Target.createBrowserContext", &json!({}))["browserContextId"].clone();
        let blank = json!({ "url": "about:blank", "browserContextId": person });
        let target = page.ask("Target.createTarget", &blank)["targetId"].clone();
        let attach = json!({ "targetId": target, "flatten": true });
        page.session = page.ask("Target.attachToTarget", &attach)["sessionId"].as_str().unwrap().to_owned();
        for subject in ["Page", "Runtime", "Log"] {
            page.ask(&format!("{subject}.enable"), &json!({}));
        }
        page.screen(width, height);
        page
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Page {
    /// Asks the browser something, and waits for its answer; what it tells in between is noted.
    #[track_caller]
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_ask(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.asked += 1;
        let id = self.asked;
        let mut frame = json!({ "id": id, "method": method, "params": params });
        if !self.session.is_empty() {
            frame["sessionId"] = self.session.as_str().into();
        }
        self.socket.send(Message::text(frame.to_string())).unwrap();
        loop {
            let message = self.socket.read().unwrap_or_else(|error| panic!("{method}: {error}"));
            let Message::Text(text) = message else { continue };
            let mut frame: Value = serde_json::from_str(&text).unwrap();
            if frame["id"] != id {
                self.note(&frame);
            } else if frame["error"].is_null() {
                return Ok(frame["result"].take());
            } else {
                return Err(frame["error"].to_string());
            }
        }
    }

    fn note(&mut self, event: &Value) {
        let params = &event["params"];
        match event["method"].as_str() {
            // A server that is away for a while is no complaint about the page.
            Some("Log.entryAdded") if params["entry"]["source"] == "network" => {}
            Some("Log.entryAdded") => self.complaints.push(params["entry"]["text"].to_string()),
            Some("Runtime.exceptionThrown") => self.complaints.push(params["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => self.complaints.push(params["args"].to_string()),
            _ => {}
        }
    }

    /// What the browser complained about up to now: errors of scripts, and what the policy of the page forbids.
    pub fn complaints(&mut self) -> &[String] {
        self.value("0");
        &self.complaints
    }

    /// The screen has this size from now on.
    pub fn screen(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700 });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Goes to an address.
    #[track_caller]
    pub fn open(&mut self, address: &str) {
        let went = self.ask("Page.navigate", &json!({ "url": address }));
        assert!(went["errorText"].is_null(), "{address}: {}", went["errorText"]);
    }

    /// What an expression of JavaScript is.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        match self.try_value(expression) {
            Ok(value) => value,
            Err(error) => panic!("{expression}: {error}"),
        }
    }

    fn try_value(&mut self, expression: &str) -> Result<Value, String> {
        let what = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.try_ask("Runtime.evaluate", &what)?;
        match &answer["exceptionDetails"] {
            Value::Null => Ok(answer["result"]["value"].take()),
            thrown => panic!("{expression}: {thrown}"),
        }
    }

    /// Waits until an expression of JavaScript holds. It is looked at whenever something of the page has changed.
    #[track_caller]
    pub fn expect(&mut self, condition: &str) {
        let patience = PATIENCE.as_millis();
        let waits = format!(
            "new Promise((done) => {{
                const holds = () => {{ try {{ return {condition}; }} catch {{ return false; }} }};
                const look = () => {{ if (holds()) {{ seen.disconnect(); done(true); }} }};
                const seen = new MutationObserver(look);
                seen.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
                document.addEventListener('scroll', look, true);
                document.addEventListener('load', look, true);
                setTimeout(() => done(holds()), {patience});
                look();
            }})"
        );
        loop {
            match self.try_value(&waits) {
                Ok(Value::Bool(true)) => return,
                // The page was left while it was looked at: the next one may be it.
                Err(error) if ["navigated", "context", "destroyed"].iter().any(|w| error.contains(w)) => {}
                other => panic!("{condition} never was ({other:?}):\n{}", self.text()),
            }
        }
    }

    /// Waits until this is to be read on the page, in something that can be seen.
    #[track_caller]
    pub fn expect_text(&mut self, words: &str) {
        self.expect(&format!("document.body.innerText.includes({})", json!(words)));
    }

    /// What is to be read on the page.
    pub fn text(&mut self) -> String {
        self.value("document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Clicks on the middle of what a selector finds, once that can be seen.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let at = self.middle(selector);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.mouse(kind, &at);
        }
    }

    /// Puts the pointer on it.
    #[track_caller]
    pub fn hover(&mut self, selector: &str) {
        let at = self.middle(selector);
        self.mouse("mouseMoved", &at);
    }

    fn middle(&mut self, selector: &str) -> Value {
        let found = format!("document.querySelector({})", json!(selector));
        self.expect(&format!("{found}.checkVisibility() && !{found}.disabled"));
        self.value(&format!(
            "(() => {{ const it = {found}; it.scrollIntoView({{ block: 'nearest' }});
                const box = it.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ))
    }

    fn mouse(&mut self, kind: &str, at: &Value) {
        let button = if kind == "mouseMoved" { "none" } else { "left" };
        let clicks = u8::from(button == "left");
        let mouse = json!({ "type": kind, "x": at[0], "y": at[1], "button": button, "clickCount": clicks });
        self.ask("Input.dispatchMouseEvent", &mouse);
    }

    /// Types into a field, in place of what stands there.
    #[track_caller]
    pub fn fill(&mut self, selector: &str, text: &str) {
        self.click(selector);
        self.value(&format!("document.querySelector({}).select()", json!(selector)));
        self.ask("Input.insertText", &json!({ "text": text }));
    }

    /// Types into a field and presses Enter.
    #[track_caller]
    pub fn enter(&mut self, selector: &str, text: &str) {
        self.fill(selector, text);
        self.press("Enter", 13);
    }

    /// Presses a key, by its name and its old number.
    pub fn press(&mut self, key: &str, code: u32) {
        for kind in ["keyDown", "keyUp"] {
            let mut press = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && key == "Enter" {
                press["text"] = "\r".into();
            }
            self.ask("Input.dispatchKeyEvent", &press);
        }
    }

    /// A picture of the page, as PNG.
    pub fn picture(&mut self, to: &Path) {
        let picture = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
        std::fs::write(to, STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()).unwrap();
    }

    /// What the operating system's setting says: dark, or light.
    pub fn dark(&mut self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.ask("Emulation.setEmulatedMedia", &features);
    }
}
