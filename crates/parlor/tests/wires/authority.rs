//! A certificate authority (RFC 8555) as small as it can be: one order at a time, proof by `tls-alpn-01` alone. It checks
//! what a real one checks: signatures, nonces, and the proof itself.

use crate::stage::{Vouched, connect, tls_over_as};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use rcgen::{CertificateSigningRequestParams, CertifiedIssuer, KeyPair};
use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use rustls::pki_types::{CertificateDer, CertificateSigningRequestDer};
use rustls::{ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, SystemTime};

/// The authority. Its thread ends with the test.
pub struct Authority {
    /// The file with the certificate that vouches for its server.
    pub root: PathBuf,
    at: SocketAddr,
    desk: Arc<Desk>,
}

struct Desk {
    base: String,
    issuer: CertifiedIssuer<'static, KeyPair>,
    books: Mutex<Books>,
    moved: Condvar,
}

#[derive(Default)]
struct Books {
    nonces: HashSet<String>,
    next_nonce: u64,
    /// Public keys of accounts, as JWK.
    accounts: Vec<Value>,
    domains: Vec<String>,
    proved: HashSet<usize>,
    issued: Vec<CertificateDer<'static>>,
    chain: String,
    nearly_over: bool,
    /// Where every domain is.
    domains_at: Option<SocketAddr>,
}

impl Authority {
    pub fn open(folder: &Path) -> Self {
        let Vouched { issuer, root, server } = Vouched::server("127.0.0.1", folder);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let base = format!("https://{at}");
        let desk = Arc::new(Desk { base, issuer, books: Mutex::default(), moved: Condvar::new() });
        let theirs = Arc::clone(&desk);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let connection = ServerConnection::new(Arc::clone(&server)).unwrap();
                let desk = Arc::clone(&theirs);
                // A client that goes away in between is none of the authority's business.
                std::thread::spawn(move || desk.serve(StreamOwned::new(connection, stream)));
            }
        });
        Self { root, at, desk }
    }

    pub fn directory(&self) -> String {
        format!("https://{}/directory", self.at)
    }

    /// From now on the authority finds every domain there.
    pub fn domains_are_at(&self, at: SocketAddr) {
        self.desk.books.lock().unwrap().domains_at = Some(at);
        self.desk.moved.notify_all();
    }

    /// The authority finds no domain until it is told where they are.
    pub fn domains_are_moving(&self) {
        self.desk.books.lock().unwrap().domains_at = None;
    }

    pub fn certificates_are_nearly_over(&self) {
        self.desk.books.lock().unwrap().nearly_over = true;
    }

    pub fn issued(&self) -> Vec<CertificateDer<'static>> {
        self.desk.books.lock().unwrap().issued.clone()
    }

    pub fn accounts(&self) -> usize {
        self.desk.books.lock().unwrap().accounts.len()
    }
}

impl Desk {
    fn serve(&self, stream: StreamOwned<ServerConnection, TcpStream>) -> Option<()> {
        let mut stream = BufReader::new(stream);
        loop {
            let mut head = String::new();
            let (mut line, mut length) = (String::new(), 0);
            loop {
                line.clear();
                if stream.read_line(&mut line).ok()? == 0 {
                    return None;
                }
                if let Some(n) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = n.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).ok()?;
            let mut words = head.split(' ');
            let (method, path) = (words.next()?, words.next()?);
            let (status, place, answer) = match (method, path) {
                ("GET", "/directory") => (200, "", self.places().to_string()),
                ("HEAD", "/nonce") => (200, "", String::new()),
                _ => self.asked(path, &body),
            };
            let nonce = self.nonce();
            let place =
                if place.is_empty() { String::new() } else { format!("Location: {}{place}\r\n", self.base) };
            let length = if method == "HEAD" { 0 } else { answer.len() };
            let head = format!(
                "HTTP/1.1 {status} Done\r\nReplay-Nonce: {nonce}\r\n{place}Content-Length: {length}\r\n\
                 Content-Type: application/json\r\n\r\n"
            );
            stream.get_mut().write_all(format!("{head}{answer}").as_bytes()).ok()?;
            stream.get_mut().flush().ok()?;
        }
    }

    fn places(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.base);
        json!({ "newNonce": at("/nonce"), "newAccount": at("/account"), "newOrder": at("/order") })
    }

    fn nonce(&self) -> String {
        let mut books = self.books.lock().unwrap();
        books.next_nonce += 1;
        let nonce = format!("nonce{}", books.next_nonce);
        books.nonces.insert(nonce.clone());
        nonce
    }

    /// A signed question (RFC 8555 §6.2): what is answered, and at which place it is from then on.
    fn asked(&self, path: &str, body: &[u8]) -> (u16, &'static str, String) {
        let signed: Value = serde_json::from_slice(body).unwrap();
        let part = |name: &str| signed[name].as_str().unwrap();
        let protected: Value = serde_json::from_slice(&B64.decode(part("protected")).unwrap()).unwrap();
        let nonce = protected["nonce"].as_str().unwrap();
        assert!(self.books.lock().unwrap().nonces.remove(nonce), "{nonce} is none, or was used already");
        assert_eq!(protected["url"], format!("{}{path}", self.base));
        let jwk = match &protected["jwk"] {
            Value::Null => self.books.lock().unwrap().accounts[0].clone(),
            jwk => jwk.clone(),
        };
        let text = format!("{}.{}", part("protected"), part("payload"));
        let point = [&[4][..], &decoded(&jwk["x"]), &decoded(&jwk["y"])].concat();
        let signature = B64.decode(part("signature")).unwrap();
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
        key.verify(text.as_bytes(), &signature).expect("the question is signed by its asker");
        let payload = B64.decode(part("payload")).unwrap();
        let payload: Value = serde_json::from_slice(&payload).unwrap_or(Value::Null);
        self.answer(path, &payload, jwk)
    }

    fn answer(&self, path: &str, payload: &Value, jwk: Value) -> (u16, &'static str, String) {
        let number = path.rsplit('/').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        match path.rsplit_once('/').map_or(path, |(before, _)| before) {
            "" if path == "/account" => {
                self.books.lock().unwrap().accounts.push(jwk);
                (201, "/account/1", json!({ "status": "valid" }).to_string())
            }
            "" if path == "/order" => {
                let mut books = self.books.lock().unwrap();
                let names = payload["identifiers"].as_array().unwrap();
                books.domains = names.iter().map(|name| name["value"].as_str().unwrap().to_owned()).collect();
                books.proved.clear();
                books.chain.clear();
                (201, "/order/1", self.order(&books).to_string())
            }
            "/order" => (200, "/order/1", self.order(&self.books.lock().unwrap()).to_string()),
            "/authz" => (200, "", self.authorization(number).to_string()),
            "/chal" => {
                self.look(number, &jwk);
                (200, "", self.challenge(number).to_string())
            }
            "/finalize" => {
                self.issue(payload["csr"].as_str().unwrap());
                (200, "/order/1", self.order(&self.books.lock().unwrap()).to_string())
            }
            "/cert" => (200, "", self.books.lock().unwrap().chain.clone()),
            other => panic!("asked for {other}"),
        }
    }

    fn order(&self, books: &Books) -> Value {
        let all_proved = books.proved.len() == books.domains.len();
        let status = match (all_proved, books.chain.is_empty()) {
            (false, _) => "pending",
            (true, true) => "ready",
            (true, false) => "valid",
        };
        let authorizations: Vec<_> =
            (0..books.domains.len()).map(|n| format!("{}/authz/{n}", self.base)).collect();
        let mut order = json!({
            "status": status, "authorizations": authorizations, "finalize": format!("{}/finalize/1", self.base),
        });
        if status == "valid" {
            order["certificate"] = format!("{}/cert/1", self.base).into();
        }
        order
    }

    fn authorization(&self, n: usize) -> Value {
        let domain = self.books.lock().unwrap().domains[n].clone();
        let challenge = self.challenge(n);
        json!({
            "status": challenge["status"], "identifier": { "type": "dns", "value": domain },
            "challenges": [challenge],
        })
    }

    fn challenge(&self, n: usize) -> Value {
        let status = if self.books.lock().unwrap().proved.contains(&n) { "valid" } else { "pending" };
        json!({ "type": "tls-alpn-01", "url": format!("{}/chal/{n}", self.base), "token": format!("token{n}"),
            "status": status })
    }

    /// Connects to the domain and looks for the proof (RFC 8737 §3).
    fn look(&self, n: usize, jwk: &Value) {
        let books = self.books.lock().unwrap();
        let books = self.moved.wait_while(books, |books| books.domains_at.is_none()).unwrap();
        let (at, domain) = (books.domains_at.unwrap(), books.domains[n].clone());
        drop(books);
        let stream = tls_over_as(connect(at), &domain, &["acme-tls/1"], None).expect("the domain answers");
        assert_eq!(stream.conn.alpn_protocol(), Some(&b"acme-tls/1"[..]));
        let shown = stream.conn.peer_certificates().unwrap()[0].clone();
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
        let thumbprint = B64.encode(digest(&SHA256, canonical.as_bytes()));
        let proof = digest(&SHA256, format!("token{n}.{thumbprint}").as_bytes());
        assert!(
            shown.windows(32).any(|bytes| bytes == proof.as_ref()),
            "the certificate has the proof in it"
        );
        self.books.lock().unwrap().proved.insert(n);
    }

    fn issue(&self, csr: &str) {
        let csr = CertificateSigningRequestDer::from(B64.decode(csr).unwrap());
        let mut request = CertificateSigningRequestParams::from_der(&csr).unwrap();
        let mut books = self.books.lock().unwrap();
        assert_eq!(books.proved.len(), books.domains.len());
        let (day, now) = (Duration::from_hours(24), SystemTime::now());
        request.params.not_before = (now - day * 80).into();
        request.params.not_after = (now + day * if books.nearly_over { 10 } else { 1000 }).into();
        let certificate = request.signed_by(&self.issuer).unwrap();
        books.chain = certificate.pem();
        books.issued.push(certificate.der().clone());
        // One that is nearly over is renewed at once: the next one is good for long.
        books.nearly_over = false;
    }
}

fn decoded(value: &Value) -> Vec<u8> {
    B64.decode(value.as_str().unwrap()).unwrap()
}
