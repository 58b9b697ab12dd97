//! What comes out of the framer.

use std::borrow::Cow;

use super::text::LineError;

/// What a client's bytes came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Framed<'a> {
    /// One line without its end, as sent: not checked, perhaps empty.
    Line(Cow<'a, [u8]>),
    /// The line was over the limit ([`LineError::TooLong`], told once per line, the rest is read over), or does not
    /// end at all ([`LineError::Endless`], after which nothing more comes out: tell it and close).
    Refused(LineError),
    /// Ctrl-C through telnet. The half-typed line is gone; like Ctrl-C in `nc`, it should mean leaving.
    Interrupt,
    /// Ctrl-D through telnet: the client will send no more.
    End,
}

impl Framed<'_> {
    /// The same, without the read it was borrowed from.
    pub fn into_owned(self) -> Framed<'static> {
        match self {
            Framed::Line(line) => Framed::Line(Cow::Owned(line.into_owned())),
            Framed::Refused(error) => Framed::Refused(error),
            Framed::Interrupt => Framed::Interrupt,
            Framed::End => Framed::End,
        }
    }
}
