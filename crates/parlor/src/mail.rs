//! Letters are handed to a mail server (SMTP, RFC 5321), which sees to the rest.

use crate::settings::{Encryption, MailSettings};
use lettre::message::{Mailbox, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport};
use parlor_server::{Post, WrittenLetter};
use std::time::Duration;

/// How long one step of the talk with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server, and who letters are from.
pub struct Relay {
    from: Mailbox,
    transport: SmtpTransport,
}

/// The mail server of the settings, if there is one.
///
/// # Errors
/// What is wrong with the settings, in a sentence.
pub fn relay(settings: &MailSettings) -> Result<Option<Box<dyn Post>>, String> {
    let MailSettings { relay, port, encryption, user, password_file, from } = settings;
    if relay.is_empty() {
        return Ok(None);
    }
    let from: Mailbox =
        from.parse().map_err(|_| format!("mail.from: {from:?} is no address that a letter can be from."))?;
    let parameters = || {
        TlsParameters::new(relay.clone()).map_err(|error| format!("mail.encryption cannot be had: {error}."))
    };
    let tls = match encryption {
        Encryption::StartTls => Tls::Required(parameters()?),
        Encryption::Tls => Tls::Wrapper(parameters()?),
        Encryption::None => Tls::None,
    };
    let mut transport = SmtpTransport::builder_dangerous(relay).port(*port).tls(tls).timeout(Some(PATIENCE));
    if !user.is_empty() {
        let password = match password_file {
            None => String::new(),
            Some(path) => std::fs::read_to_string(path)
                .map_err(|error| format!("mail.password_file: {} cannot be read: {error}.", path.display()))?
                .lines()
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned(),
        };
        transport = transport.credentials(Credentials::new(user.clone(), password));
    }
    Ok(Some(Box::new(Relay { from, transport: transport.build() })))
}

impl Post for Relay {
    fn send(&mut self, letter: &WrittenLetter) -> Result<(), String> {
        let to: Mailbox = letter.to.parse().map_err(|error| format!("the address is none: {error}"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|error| error.to_string())?;
        self.transport.send(&message).map(|_| ()).map_err(|error| error.to_string())
    }
}
