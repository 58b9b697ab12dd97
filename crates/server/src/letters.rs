//! Letters to the owners of accounts: what stands in them, and the thread that hands them over.

use parlor_engine::{Letter, LetterCode, LetterKind};
use parlor_model::SecretHash;
use sha2::{Digest, Sha256};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

/// Whoever brings letters away.
pub trait Post: Send {
    /// Hands a letter over; waits as long as that takes.
    ///
    /// # Errors
    /// Why it could not be handed over, in words for the log.
    fn send(&mut self, letter: &WrittenLetter) -> Result<(), String>;
}

/// A letter with its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenLetter {
    /// Where to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its text, lines ended by a line feed.
    pub body: String,
}

/// Writes a letter of this network.
pub(crate) fn write(letter: &Letter, network: &str) -> WrittenLetter {
    let Letter { to, account, what, code } = letter;
    let (subject, first, verb) = match what {
        LetterKind::Registration => (
            "Your account",
            "Somebody, you we hope, asked for the account",
            format!("VERIFY {account} {code}"),
        ),
        LetterKind::Address => {
            ("Your address", "This address was given for the account", format!("VERIFY {account} {code}"))
        }
        LetterKind::Password => (
            "A new password",
            "Somebody, you we hope, lost the password of the account",
            format!("RESETPASS {account} {code} <your new password>"),
        ),
    };
    let elsewhere = match what {
        LetterKind::Registration | LetterKind::Address => {
            format!("At the line door:\n\n    /verify {account} {code}\n\n")
        }
        LetterKind::Password => String::new(),
    };
    let body = format!(
        "{first} {account} on {network}.\n\nThe code is: {code}\n\nOn IRC, say it with:\n\n    /msg NickServ {verb}\n\n{elsewhere}\
         If that was not you, there is nothing you need to do.\n"
    );
    WrittenLetter { to: to.to_string(), subject: format!("{subject} on {network}"), body }
}

/// Bytes of chance in a code: nobody guesses it while it works.
const CODE_BYTES: usize = 10;

/// A code for a letter. `None`: the machine has no chance to give.
pub(crate) fn new_code() -> Option<LetterCode> {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; CODE_BYTES];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the machine gives no random bytes");
        return None;
    }
    // Five bits a letter.
    let bits = bytes.iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
    let letter = |at: usize| DIGITS.get((bits >> (5 * at) & 31) as usize).map(|b| char::from(*b));
    let text: String = (0..CODE_BYTES * 8 / 5).filter_map(letter).collect();
    Some(LetterCode { hash: code_hash(&text), text: text.into() })
}

/// The hash of a code as somebody says it.
#[must_use]
pub fn code_hash(text: &str) -> SecretHash {
    SecretHash(Sha256::digest(text.trim().to_ascii_lowercase().as_bytes()).into())
}

/// Letters that may wait to be brought away. More are lost, which the log says.
const WAITING_MAX: usize = 256;

/// The thread that hands letters over: mail servers take their time.
pub(crate) struct Mailer {
    letters: Option<SyncSender<WrittenLetter>>,
    thread: Option<JoinHandle<()>>,
}

impl Mailer {
    /// Without a post letters go nowhere.
    pub(crate) fn start(post: Option<Box<dyn Post>>) -> std::io::Result<Self> {
        let Some(mut post) = post else { return Ok(Self { letters: None, thread: None }) };
        let (letters, todo): (_, Receiver<WrittenLetter>) = sync_channel(WAITING_MAX);
        let thread = std::thread::Builder::new().name("letters".into()).spawn(move || {
            for letter in todo {
                if let Err(error) = post.send(&letter) {
                    tracing::error!(error, "a letter was not sent; who waits for it can ask again");
                }
            }
        })?;
        Ok(Self { letters: Some(letters), thread: Some(thread) })
    }

    pub(crate) fn give(&self, letter: WrittenLetter) {
        let Some(letters) = &self.letters else { return };
        match letters.try_send(letter) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                tracing::error!("a letter was not sent: too many wait");
            }
        }
    }
}

impl Drop for Mailer {
    fn drop(&mut self) {
        self.letters = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parlor_model::{AccountName, Email};

    #[test]
    fn codes_are_long_and_each_is_another() {
        let (one, other) = (new_code().unwrap(), new_code().unwrap());
        assert_eq!(one.text.len(), 16);
        assert_ne!(one.text, other.text);
        assert_eq!(code_hash(&format!(" {} ", one.text.to_uppercase())), one.hash);
        assert_ne!(one.hash, other.hash);
    }

    #[test]
    fn a_letter_says_what_to_do() {
        let (to, account) = (Email::parse("ann@example.org").unwrap(), AccountName::trusted("ann"));
        let letter = |what| Letter { to: to.clone(), account: account.clone(), what, code: "abc".into() };
        for (what, subject, verb) in [
            (LetterKind::Registration, "Your account on Net", "NickServ VERIFY ann abc\n"),
            (LetterKind::Address, "Your address on Net", "NickServ VERIFY ann abc\n"),
            (
                LetterKind::Password,
                "A new password on Net",
                "NickServ RESETPASS ann abc <your new password>\n",
            ),
        ] {
            let written = write(&letter(what), "Net");
            assert_eq!((written.to.as_str(), written.subject.as_str()), ("ann@example.org", subject));
            assert!(written.body.contains(verb), "{}", written.body);
        }
    }
}
