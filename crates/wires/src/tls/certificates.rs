//! Our certificate: two files, read again when they change.

use super::{ACME_TLS, fingerprint, provider};
use parlor_model::Fingerprint;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::{fmt, io};

/// Why a certificate cannot be used.
#[derive(Debug)]
pub enum CertificateError {
    /// A file cannot be read or written.
    File {
        /// The file.
        path: PathBuf,
        /// What the machine says.
        cause: io::Error,
    },
    /// A file has no certificate, or no key, in PEM.
    Empty {
        /// The file.
        path: PathBuf,
        /// What was looked for.
        what: &'static str,
    },
    /// Certificate and key are not a pair that can be used.
    NoPair {
        /// The file of the certificate.
        path: PathBuf,
        /// Why not.
        why: String,
    },
}

impl fmt::Display for CertificateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, cause } => write!(f, "{}: {cause}", path.display()),
            Self::Empty { path, what } => {
                write!(f, "{}: there is no {what} in PEM in this file", path.display())
            }
            Self::NoPair { path, why } => {
                write!(f, "{}: this certificate cannot be used with its key: {why}", path.display())
            }
        }
    }
}

impl std::error::Error for CertificateError {}

/// A certificate chain and its key in two PEM files.
#[derive(Debug)]
pub struct Certificates {
    chain: PathBuf,
    key: PathBuf,
    /// The texts of both files, as they are in use.
    read: Mutex<Option<(Vec<u8>, Vec<u8>)>>,
    used: RwLock<Option<Arc<CertifiedKey>>>,
    /// Answers to challenges of a certificate authority, by the name that is asked for.
    challenges: RwLock<HashMap<String, Arc<CertifiedKey>>>,
}

impl Certificates {
    /// The certificate in these files.
    ///
    /// # Errors
    /// When there is none that can be used.
    pub fn open(chain: &Path, key: &Path) -> Result<Arc<Self>, CertificateError> {
        let certificates = Self::awaited(chain, key);
        certificates.reload()?;
        Ok(certificates)
    }

    /// The certificate that will be in these files. Until then, handshakes fail.
    #[must_use]
    pub fn awaited(chain: &Path, key: &Path) -> Arc<Self> {
        Arc::new(Self {
            chain: chain.to_owned(),
            key: key.to_owned(),
            read: Mutex::default(),
            used: RwLock::default(),
            challenges: RwLock::default(),
        })
    }

    /// Reads the files again. Whether they have changed. When they cannot be used, what was in use stays so.
    ///
    /// # Errors
    /// Why they cannot be used.
    pub fn reload(&self) -> Result<bool, CertificateError> {
        let file = |path: &Path| {
            std::fs::read(path).map_err(|cause| CertificateError::File { path: path.to_owned(), cause })
        };
        let now = (file(&self.chain)?, file(&self.key)?);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.as_ref() == Some(&now) {
            return Ok(false);
        }
        let pair = self.pair(&now.0, &now.1)?;
        *self.used.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(pair));
        *read = Some(now);
        Ok(true)
    }

    fn pair(&self, chain: &[u8], key: &[u8]) -> Result<CertifiedKey, CertificateError> {
        let empty = |path: &Path, what| CertificateError::Empty { path: path.to_owned(), what };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|_| empty(&self.chain, "certificate"))?;
        if chain.is_empty() {
            return Err(empty(&self.chain, "certificate"));
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| empty(&self.key, "key"))?;
        CertifiedKey::from_der(chain, key, &provider())
            .map_err(|why| CertificateError::NoPair { path: self.chain.clone(), why: why.to_string() })
    }

    /// The certificate in use.
    #[must_use]
    pub fn certificate(&self) -> Option<CertificateDer<'static>> {
        let used = self.used.read().unwrap_or_else(PoisonError::into_inner);
        used.as_ref().and_then(|pair| pair.cert.first().cloned())
    }

    /// SHA-256 of the certificate in use: what people compare who cannot ask an authority.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.certificate().as_ref().map(fingerprint)
    }

    /// The file of the key.
    #[must_use]
    pub fn key_path(&self) -> &Path {
        &self.key
    }

    /// Answers a challenge for this name from now on; `None`: no longer.
    pub(crate) fn challenge(&self, name: &str, answer: Option<Arc<CertifiedKey>>) {
        let mut challenges = self.challenges.write().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Some(answer) => challenges.insert(name.to_ascii_lowercase(), answer),
            None => challenges.remove(&name.to_ascii_lowercase()),
        };
    }

    /// The file of the certificate.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.chain
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // An authority asks for this and for nothing else (RFC 8737 §3).
        if hello.alpn().is_some_and(|mut names| names.all(|name| name == ACME_TLS)) {
            let challenges = self.challenges.read().unwrap_or_else(PoisonError::into_inner);
            return challenges.get(&hello.server_name()?.to_ascii_lowercase()).cloned();
        }
        self.used.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, name: &str) -> String {
        let pair = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        std::fs::write(folder.join("chain.pem"), pair.cert.pem()).unwrap();
        std::fs::write(folder.join("key.pem"), pair.signing_key.serialize_pem()).unwrap();
        pair.signing_key.serialize_pem()
    }

    #[test]
    fn a_change_is_taken_and_nonsense_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
        let awaited = Certificates::awaited(&chain, &key);
        assert!(awaited.reload().is_err());
        assert_eq!(awaited.fingerprint(), None);

        write(folder.path(), "one.example.org");
        let certificates = Certificates::open(&chain, &key).unwrap();
        let first = certificates.fingerprint().unwrap();
        assert!(!certificates.reload().unwrap());

        let old_key = write(folder.path(), "two.example.org");
        assert!(certificates.reload().unwrap());
        let second = certificates.fingerprint().unwrap();
        assert_ne!(first, second);

        // Half of a change: the new certificate is there, its key is not yet.
        write(folder.path(), "three.example.org");
        std::fs::write(&key, old_key).unwrap();
        assert!(matches!(certificates.reload(), Err(CertificateError::NoPair { .. })));
        std::fs::write(&chain, "nothing").unwrap();
        let words = certificates.reload().unwrap_err().to_string();
        assert!(words.contains("no certificate in PEM"), "{words}");
        assert_eq!(certificates.fingerprint(), Some(second));
    }
}
