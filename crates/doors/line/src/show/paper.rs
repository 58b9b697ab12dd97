//! Where lines are written.

use std::fmt;

/// Takes lines and writes their ends as the reader wants them.
pub(crate) struct Paper<'a> {
    out: &'a mut Vec<u8>,
    telnet: bool,
}

impl<'a> Paper<'a> {
    /// Lines go to the end of `out`. For telnet they end in CR LF, which its terminal wants; all others take LF.
    pub(crate) fn new(out: &'a mut Vec<u8>, telnet: bool) -> Self {
        Self { out, telnet }
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, words: fmt::Arguments<'_>) {
        // Writing to memory does not fail, and nothing that is written here refuses to be.
        let _ = fmt::Write::write_fmt(self, words);
        self.end();
    }

    /// Writes one line, and rings the bell with it.
    pub(crate) fn line_with_bell(&mut self, words: fmt::Arguments<'_>) {
        let _ = fmt::Write::write_fmt(self, words);
        self.out.push(b'\x07');
        self.end();
    }

    fn end(&mut self) {
        self.out.extend_from_slice(if self.telnet { b"\r\n" } else { b"\n" });
    }
}

impl fmt::Write for Paper<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if !self.telnet {
            self.out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.end();
            }
            self.out.extend_from_slice(line.as_bytes());
        }
        Ok(())
    }
}
