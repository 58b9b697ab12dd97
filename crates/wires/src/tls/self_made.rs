//! A certificate that nobody vouches for, made on request: against listening in, not against somebody in between. People
//! compare its fingerprint.

use super::certificates::CertificateError;
use rcgen::generate_simple_self_signed;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The files of the certificate in this folder; they are made if they are not there. The key is for our user alone.
///
/// # Errors
/// When they cannot be made.
pub fn self_made(folder: &Path, names: &[String]) -> Result<(PathBuf, PathBuf), CertificateError> {
    let (chain, key) = (folder.join("self-made.pem"), folder.join("self-made-key.pem"));
    if chain.exists() && key.exists() {
        return Ok((chain, key));
    }
    let failed = |path: &Path, cause| CertificateError::File { path: path.to_owned(), cause };
    let mut all = names.to_vec();
    all.extend(["localhost", "127.0.0.1", "::1"].map(str::to_owned));
    let pair = generate_simple_self_signed(all).map_err(|why| failed(&chain, io::Error::other(why)))?;
    std::fs::create_dir_all(folder).map_err(|cause| failed(folder, cause))?;
    write_secret(&key, pair.signing_key.serialize_pem().as_bytes()).map_err(|cause| failed(&key, cause))?;
    write_secret(&chain, pair.cert.pem().as_bytes()).map_err(|cause| failed(&chain, cause))?;
    Ok((chain, key))
}

/// Puts a file in place in one step, for our user alone.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let new = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(new, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::Certificates;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn it_is_made_once_and_kept_for_oneself() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("tls");
        let names = ["chat.example.org".to_owned()];
        let (chain, key) = self_made(&folder, &names).unwrap();
        assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        let first = Certificates::open(&chain, &key).unwrap().fingerprint();
        let (chain, key) = self_made(&folder, &names).unwrap();
        assert_eq!(Certificates::open(&chain, &key).unwrap().fingerprint(), first);
    }
}
