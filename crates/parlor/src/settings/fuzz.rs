//! The entry for fuzzing.

use std::io;
use std::path::{Path, PathBuf};

use super::checked::Settings;
use super::error::SettingsError;
use super::layers::Given;
use super::parts::table;

/// Reads arbitrary bytes as settings, and checks what must always hold.
///
/// Up to the first NUL the bytes are a file; each further piece is a value: the byte at its head picks the setting, and
/// whether it comes by flag or variable.
///
/// # Panics
/// When reading breaks a promise: an error without words, or settings that do not survive being printed and read.
pub fn fuzz_one(data: &[u8]) {
    let mut pieces = data.split(|byte| *byte == 0);
    let file = String::from_utf8_lossy(pieces.next().unwrap_or_default()).into_owned();
    let mut given = Given { config: Some(PathBuf::from("fuzz.toml")), ..Given::default() };
    let mut variables = Vec::new();
    for piece in pieces {
        let Some((pick, text)) = piece.split_first() else { continue };
        let text = String::from_utf8_lossy(text).into_owned();
        let Some(setting) = table().nth(usize::from(*pick >> 1)) else { continue };
        if pick & 1 == 0 {
            variables.push((setting.variable(), text));
        } else {
            given.flags.entry(setting.key).or_default().push(text);
        }
    }
    let env = |name: &str| variables.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());

    match Settings::check(&given, &env, &|_: &Path| Ok(file.clone())) {
        Ok(settings) => {
            let printed = settings.effective();
            let printed_given = Given { config: given.config.clone(), ..Given::default() };
            let read = |_: &Path| -> io::Result<String> { Ok(printed.clone()) };
            let again = Settings::check(&printed_given, &|_| None, &read);
            let same = again.as_ref().is_ok_and(|again| super::reload_diff(&settings, again).is_empty());
            assert!(same, "printed settings read back as {again:?}\n{printed}");
        }
        Err(SettingsError::Problems(problems)) => {
            assert!(!problems.is_empty(), "refused without a word");
            assert!(
                problems.iter().all(|problem| !problem.to_string().is_empty()),
                "a problem without words"
            );
        }
        Err(SettingsError::Usage(usage)) => assert!(usage.use_stderr(), "no command line was read"),
    }
}
