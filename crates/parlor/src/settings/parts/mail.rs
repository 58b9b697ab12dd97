//! Letters to the owners of accounts.

use std::path::PathBuf;

use crate::settings::kinds::{Choice, FileOrNone, OneLine, Port};
use crate::settings::part::part;

part! {
    /// Mail: letters with codes to the owners of accounts.
    pub struct MailSettings {
        /// The mail server that takes letters; without one none are sent.
        relay: String = OneLine { bytes_max: 255 }, "mail.relay", "", Restart;

        /// Its port.
        port: u16 = Port, "mail.port", "587", Restart;

        /// How the connection to it is encrypted: `starttls`, `tls` from the start, or `none`, for a mail server on the
        /// same machine.
        encryption: Encryption = Choice(&[
            ("starttls", Encryption::StartTls),
            ("tls", Encryption::Tls),
            ("none", Encryption::None),
        ]), "mail.encryption", "starttls", Restart;

        /// Name to log in to it with; without one nobody logs in.
        user: String = OneLine { bytes_max: 255 }, "mail.user", "", Restart;

        /// File with the password for it, on one line.
        password_file: Option<PathBuf> = FileOrNone { example: "/etc/parlor/mail" },
            "mail.password_file", "", Restart;

        /// Who letters are from: an address, or `Name <address>`.
        from: String = OneLine { bytes_max: 255 }, "mail.from", "", Restart;
    }
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// It begins plain and must become encrypted.
    StartTls,
    /// From its first byte.
    Tls,
    /// Not at all.
    None,
}
