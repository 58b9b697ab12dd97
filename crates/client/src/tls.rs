//! TLS: certificates that the machine's own authorities vouch for, and those that somebody said to trust.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{self, CryptoProvider};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

/// What makes TLS connections.
pub(crate) struct Tls {
    judge: Arc<Judge>,
    connector: TlsConnector,
}

/// A certificate that was not believed.
#[derive(Clone, Debug)]
pub(crate) struct Doubt {
    pub(crate) fingerprint: String,
    pub(crate) why: String,
}

/// Decides which certificates are believed.
#[derive(Debug)]
struct Judge {
    provider: Arc<CryptoProvider>,
    /// `None` on a machine without authorities of its own.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    trusted: Mutex<Vec<String>>,
    doubt: Mutex<Option<Doubt>>,
}

impl Tls {
    /// Reads the machine's authorities.
    ///
    /// # Errors
    /// When TLS cannot be set up at all.
    pub(crate) fn new(trusted: Vec<String>) -> io::Result<Self> {
        let provider = Arc::new(crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        // What cannot be read of them cannot vouch for anybody.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let authorities =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok();
        let trusted = Mutex::new(trusted.iter().map(|f| plain(f)).collect());
        let judge = Arc::new(Judge {
            provider: Arc::clone(&provider),
            authorities,
            trusted,
            doubt: Mutex::default(),
        });
        let verifier: Arc<dyn ServerCertVerifier> = Arc::<Judge>::clone(&judge);
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { judge, connector: TlsConnector::from(Arc::new(config)) })
    }

    /// Believes this certificate from now on.
    pub(crate) fn trust(&self, fingerprint: &str) {
        self.judge.trusted.lock().unwrap_or_else(PoisonError::into_inner).push(plain(fingerprint));
    }

    /// The last certificate that was not believed, once.
    pub(crate) fn doubt(&self) -> Option<Doubt> {
        self.judge.doubt.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) const fn connector(&self) -> &TlsConnector {
        &self.connector
    }
}

/// Digits only, in lower case.
fn plain(fingerprint: &str) -> String {
    fingerprint.chars().filter(char::is_ascii_hexdigit).map(|c| c.to_ascii_lowercase()).collect()
}

/// A fingerprint as people compare them: `ab:cd:…`.
#[must_use]
pub fn fingerprint_words(fingerprint: &str) -> String {
    let digits: Vec<char> = plain(fingerprint).chars().collect();
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(":")
}

impl Judge {
    fn fingerprint(&self, certificate: &CertificateDer<'_>) -> Option<String> {
        let suites = self.provider.cipher_suites.iter().filter_map(|suite| suite.tls13());
        let hash = suites
            .map(|suite| suite.common.hash_provider)
            .find(|hash| hash.algorithm() == crypto::hash::HashAlgorithm::SHA256)?;
        let digest = hash.hash(certificate);
        Some(digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = match &self.authorities {
            Some(authorities) => {
                authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp, now)
            }
            None => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        };
        let Err(error) = verdict else { return verdict };
        let fingerprint =
            self.fingerprint(end_entity).ok_or_else(|| Error::General("no SHA-256 at hand".into()))?;
        if self.trusted.lock().unwrap_or_else(PoisonError::into_inner).contains(&fingerprint) {
            return Ok(ServerCertVerified::assertion());
        }
        let doubt = Doubt { fingerprint, why: words(&error).into() };
        *self.doubt.lock().unwrap_or_else(PoisonError::into_inner) = Some(doubt);
        Err(error)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

const fn words(error: &Error) -> &'static str {
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
            "Nobody that this machine trusts vouches for the server's certificate."
        }
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            "The server's certificate has expired."
        }
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "The server's certificate is for another name.",
        _ => "The server's certificate is not one that this machine can check.",
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint_words;

    #[test]
    fn fingerprints_are_written_in_pairs() {
        assert_eq!(fingerprint_words("ABcd01"), "ab:cd:01");
        assert_eq!(fingerprint_words("ab:cd:01"), "ab:cd:01");
    }
}
