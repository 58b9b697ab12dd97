//! The secret of a house: made at the first start, and kept beside what it protects.

use parlor_model::Digits;
use parlor_server::Secret;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The file's name in the data folder.
const NAME: &str = "secret";

/// Reads the secret of a data folder, or makes it.
///
/// # Errors
/// Why it can be neither read nor made, in words.
pub fn of(folder: &Path) -> Result<Secret, String> {
    let path = folder.join(NAME);
    let words = |error: io::Error| format!("The secret in {} cannot be used: {error}.", path.display());
    match fs::read_to_string(&path) {
        Ok(text) => parse(text.trim()).ok_or_else(|| {
            words(io::Error::other("it is not 64 hexadecimal digits; without the file a new one is made"))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make(folder, &path).map_err(words),
        Err(error) => Err(words(error)),
    }
}

fn parse(text: &str) -> Option<Secret> {
    Digits::parse(text).map(|digits| Secret::new(digits.0))
}

/// Whole or not at all: a kill in between leaves no half of it.
fn make(folder: &Path, path: &Path) -> io::Result<Secret> {
    let mut bytes = [0; Secret::LEN];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    let digits = Digits(bytes);
    let new = folder.join(format!("{NAME}.new"));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    writeln!(file, "{digits}")?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    File::open(folder)?.sync_all()?;
    Ok(Secret::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let secret = of(folder.path()).unwrap();
        assert_eq!(of(folder.path()), Ok(secret.clone()));
        assert_ne!(secret, Secret::default());
        let mode = fs::metadata(folder.path().join(NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(!folder.path().join("secret.new").exists());
    }

    #[test]
    fn a_damaged_one_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        for damaged in ["", "abc", &"zz".repeat(32), &"ab".repeat(33)] {
            fs::write(folder.path().join(NAME), damaged).unwrap();
            assert!(of(folder.path()).unwrap_err().contains("64 hexadecimal digits"));
        }
    }
}
