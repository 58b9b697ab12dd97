//! The server's side of SCRAM-SHA-256 (RFC 5802, RFC 7677): the client proves that it knows the password without
//! sending it, and the server that it knew it once. Without channel binding.

use crate::secret::{Secret, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use parlor_model::{AccountName, Folded, Refusal};
use sha2::{Digest, Sha256};
use std::fmt;

const SALT_LEN: usize = 16;
const NONCE_LEN: usize = 18;

/// Most that a client may have us count up to, were the file to say so.
const ITERATIONS_MAX: u32 = 10_000_000;

/// What is kept of a password for SCRAM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Keys {
    iterations: u32,
    salt: Vec<u8>,
    stored: [u8; 32],
    server: [u8; 32],
}

impl Keys {
    /// Keys of a password, with a new salt. `None`: the machine gives no random bytes.
    pub(crate) fn make(password: &str, iterations: u32) -> Option<Self> {
        let mut salt = [0; SALT_LEN];
        random(&mut salt)?;
        Some(Self::derive(password, &salt, iterations))
    }

    fn derive(password: &str, salt: &[u8], iterations: u32) -> Self {
        // A password that cannot be prepared is taken as it is: its owner proves it with PLAIN.
        let prepared = stringprep::saslprep(password).unwrap_or(password.into());
        let mut salted = [0; 32];
        pbkdf2::pbkdf2_hmac::<Sha256>(prepared.as_bytes(), salt, iterations, &mut salted);
        let client = hmac(&salted, &[b"Client Key"]);
        let server = hmac(&salted, &[b"Server Key"]);
        Self { iterations, salt: salt.to_vec(), stored: Sha256::digest(client).into(), server }
    }

    /// Keys that nobody has the password of, for a name that has none: always the same for the same name, so that
    /// nobody learns from them which accounts there are.
    fn imagined(secret: &Secret, name: &str, iterations: u32) -> Self {
        let salt = secret.derive("scram salt", Folded::of(name).as_str().as_bytes());
        let key = secret.derive("scram key", name.as_bytes());
        Self { iterations, salt: salt[..SALT_LEN].to_vec(), stored: key, server: key }
    }

    /// Reads what [`Display`](fmt::Display) wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("SCRAM-SHA-256$")?.split(['$', ':']);
        let iterations = parts.next()?.parse().ok().filter(|n| (1..=ITERATIONS_MAX).contains(n))?;
        let mut bytes = || BASE64.decode(parts.next()?).ok();
        let (salt, stored, server) = (bytes()?, bytes()?, bytes()?);
        Some(Self { iterations, salt, stored: stored.try_into().ok()?, server: server.try_into().ok()? })
    }
}

impl fmt::Display for Keys {
    /// `SCRAM-SHA-256$iterations:salt$stored:server`, in base 64.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, stored, server) =
            (BASE64.encode(&self.salt), BASE64.encode(self.stored), BASE64.encode(self.server));
        write!(f, "SCRAM-SHA-256${}:{salt}${stored}:{server}", self.iterations)
    }
}

fn random(bytes: &mut [u8]) -> Option<()> {
    getrandom::fill(bytes).map_err(|error| tracing::error!(%error, "the machine gives no random bytes")).ok()
}

/// What a client begins with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ClientFirst {
    /// `n,,` or the like, which comes again later.
    header: String,
    bare: String,
    pub(crate) name: String,
    nonce: String,
}

impl ClientFirst {
    /// Reads a client-first-message. `None`: it is none, wants channel binding, or wants to act for somebody else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, ',');
        let (binding, acts_for, bare) = (parts.next()?, parts.next()?, parts.next()?);
        // `y`: the client could bind, and rightly thinks that we cannot.
        if !matches!(binding, "n" | "y") {
            return None;
        }
        let mut attributes = bare.split(',');
        let name = unescape(attributes.next()?.strip_prefix("n=")?)?;
        let nonce = attributes.next()?.strip_prefix("r=")?;
        if name.is_empty() || nonce.is_empty() || !nonce.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        if !acts_for.is_empty() {
            let other = unescape(acts_for.strip_prefix("a=")?)?;
            if Folded::of(&other) != Folded::of(&name) {
                return None;
            }
        }
        let header = format!("{binding},{acts_for},");
        Some(Self { header, bare: bare.to_owned(), nonce: nonce.to_owned(), name })
    }
}

/// A saslname: `=2C` is a comma, `=3D` an equals sign, and no equals sign stands for itself.
fn unescape(text: &str) -> Option<String> {
    let mut pieces = text.split('=');
    let mut out = pieces.next()?.to_owned();
    for piece in pieces {
        let (c, rest) = match (piece.strip_prefix("2C"), piece.strip_prefix("3D")) {
            (Some(rest), _) => (',', rest),
            (None, Some(rest)) => ('=', rest),
            (None, None) => return None,
        };
        out.push(c);
        out.push_str(rest);
    }
    Some(out)
}

/// One exchange under way. It tells nothing about whether the account exists.
#[derive(Clone, PartialEq, Eq)]
pub struct ScramExchange {
    /// `None`: nobody of that name could log in this way, and nobody will.
    account: Option<AccountName>,
    keys: Keys,
    header: String,
    bare: String,
    challenge: String,
    nonce: String,
    /// Why the account lets nobody in just now.
    barred: Option<Refusal>,
}

impl fmt::Debug for ScramExchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramExchange").finish_non_exhaustive()
    }
}

impl ScramExchange {
    /// Begins. `account`: who is called that, with the keys they have. `None`: no random bytes.
    pub(crate) fn begin(
        first: ClientFirst,
        account: Option<(AccountName, Keys)>,
        secret: &Secret,
        iterations: u32,
    ) -> Option<Self> {
        let mut bytes = [0; NONCE_LEN];
        random(&mut bytes)?;
        Some(Self::begin_with(first, account, secret, iterations, &BASE64.encode(bytes)))
    }

    fn begin_with(
        first: ClientFirst,
        account: Option<(AccountName, Keys)>,
        secret: &Secret,
        iterations: u32,
        server_nonce: &str,
    ) -> Self {
        let (account, keys) = match account {
            Some((name, keys)) => (Some(name), keys),
            None => (None, Keys::imagined(secret, &first.name, iterations)),
        };
        let nonce = format!("{}{server_nonce}", first.nonce);
        let challenge = format!("r={nonce},s={},i={}", BASE64.encode(&keys.salt), keys.iterations);
        Self { account, keys, header: first.header, bare: first.bare, challenge, nonce, barred: None }
    }

    /// The same, with why nobody may log in to the account just now, if that is so.
    pub(crate) fn barring(mut self, why: Option<Refusal>) -> Self {
        self.barred = why;
        self
    }

    /// Why whoever has proven to be the account's owner is not let in. For nobody's eyes before that.
    #[must_use]
    pub fn barred(&self) -> Option<&Refusal> {
        self.barred.as_ref()
    }

    /// The server-first-message.
    #[must_use]
    pub fn challenge(&self) -> &str {
        &self.challenge
    }

    /// Checks the client-final-message. When it proves the password: whose account it is, and the
    /// server-final-message, which the client has to see before it believes in us.
    #[must_use]
    pub fn finish(&self, client_final: &str) -> Option<(AccountName, String)> {
        let (without_proof, proof) = client_final.rsplit_once(",p=")?;
        let mut attributes = without_proof.split(',');
        let binding = attributes.next()?.strip_prefix("c=")?;
        let nonce = attributes.next()?.strip_prefix("r=")?;
        if BASE64.decode(binding).ok()? != self.header.as_bytes() || nonce != self.nonce {
            return None;
        }
        let proof: [u8; 32] = BASE64.decode(proof).ok()?.try_into().ok()?;
        let message = [&self.bare, ",", &self.challenge, ",", without_proof].concat();
        let signature = hmac(&self.keys.stored, &[message.as_bytes()]);
        let mut key = [0; 32];
        for ((key, proof), signature) in key.iter_mut().zip(proof).zip(signature) {
            *key = proof ^ signature;
        }
        // A digest is compared: how long that takes tells nothing that helps to find what was digested.
        let proven = <[u8; 32]>::from(Sha256::digest(key)) == self.keys.stored;
        let account = self.account.clone().filter(|_| proven)?;
        let signature = hmac(&self.keys.server, &[message.as_bytes()]);
        Some((account, format!("v={}", BASE64.encode(signature))))
    }
}

#[cfg(test)]
#[path = "scram_tests.rs"]
mod tests;
