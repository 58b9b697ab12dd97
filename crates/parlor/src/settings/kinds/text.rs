//! Texts and folders.

use std::path::PathBuf;

use crate::settings::kind::{Kind, Raw, Wrong, one};

/// A text on one line, possibly empty.
pub(in crate::settings) struct OneLine {
    pub(in crate::settings) bytes_max: usize,
}

impl Kind for OneLine {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        if text.contains('\n') {
            return Err("has more than one line".into());
        }
        line(text, self.bytes_max)?;
        Ok(text.to_owned())
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        format!("one line of at most {} bytes without control characters", self.bytes_max)
    }

    fn example(&self) -> &'static str {
        "A quiet place"
    }
}

/// Where somebody can be written to, as an address of the web; possibly empty.
pub(in crate::settings) struct Contact;

impl Contact {
    const LINE: OneLine = OneLine { bytes_max: 255 };
}

impl Kind for Contact {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = Self::LINE.read(raw)?;
        let fits = text.is_empty() || ["mailto:", "https:"].iter().any(|scheme| text.starts_with(scheme));
        if fits { Ok(text) } else { Err("begins neither with mailto: nor with https:".into()) }
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "an address that begins with mailto: or https:, or nothing".into()
    }

    fn example(&self) -> &'static str {
        "mailto:ops@example.org"
    }
}

/// A password on one line, possibly empty.
pub(in crate::settings) struct Password {
    pub(in crate::settings) bytes_max: usize,
}

impl Password {
    const fn line(&self) -> OneLine {
        OneLine { bytes_max: self.bytes_max }
    }
}

impl Kind for Password {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        self.line().read(raw)
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        Kind::allowed(&self.line())
    }

    fn example(&self) -> &'static str {
        "correct horse"
    }

    fn is_secret(&self) -> bool {
        true
    }
}

/// A text of several lines, possibly empty.
pub(in crate::settings) struct SeveralLines {
    pub(in crate::settings) lines_max: usize,
    pub(in crate::settings) line_bytes_max: usize,
}

impl Kind for SeveralLines {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let Raw::One(text) = raw else { return one(raw).map(str::to_owned) };
        let text = text.replace("\r\n", "\n").trim_end().to_owned();
        if text.lines().count() > self.lines_max {
            return Err("has too many lines".into());
        }
        text.split('\n').try_for_each(|text| line(text, self.line_bytes_max))?;
        Ok(text)
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        let (lines, bytes) = (self.lines_max, self.line_bytes_max);
        format!("at most {lines} lines, each of at most {bytes} bytes without control characters")
    }

    fn example(&self) -> &'static str {
        "Welcome."
    }
}

fn line(text: &str, bytes_max: usize) -> Result<(), Wrong> {
    if let Some(unfit) = text.chars().find(|c| c.is_control()) {
        return Err(format!("has the control character U+{:04X}", u32::from(unfit)).into());
    }
    if text.len() > bytes_max {
        return Err(format!("has a line of {} bytes", text.len()).into());
    }
    Ok(())
}

/// The path of a folder. Whether it exists is asked when it is opened, not here.
pub(in crate::settings) struct Folder;

impl Kind for Folder {
    type Value = PathBuf;

    fn read(&self, raw: &Raw) -> Result<PathBuf, Wrong> {
        let text = one(raw)?;
        if text.is_empty() {
            return Err("is empty".into());
        }
        if text.chars().any(char::is_control) {
            return Err("has a control character".into());
        }
        Ok(PathBuf::from(text))
    }

    fn write(&self, value: &PathBuf) -> Raw {
        Raw::One(value.display().to_string())
    }

    fn allowed(&self) -> String {
        "the path of a folder".into()
    }

    fn example(&self) -> &'static str {
        "/var/lib/parlor"
    }
}
