//! TLS: who we are, by a certificate that may change while we run, and who a client proves to be.

mod certificates;
mod client;
mod self_made;

pub use certificates::{CertificateError, Certificates};
pub use self_made::self_made;
pub(crate) use self_made::write_secret;

use crate::stream::Stream;
use client::AnyClient;
use parlor_model::Fingerprint;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::server::NoClientAuth;
use rustls::{ServerConfig, ServerConnection};
use std::io;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// What is spoken inside, as ALPN calls it (RFC 7301), and whether clients are asked for a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Speaks {
    /// IRC: a client may log in by its certificate.
    Irc,
    /// Lines, for which there is no name: no client says what it wants to speak.
    Lines,
    /// HTTP, WebSocket inside of it as well. A browser that is asked for a certificate asks the person: it is not.
    Http,
}

/// The name under which a certificate authority looks for the answer to its challenge (RFC 8737).
pub(crate) const ACME_TLS: &[u8] = b"acme-tls/1";

/// One way to speak TLS.
#[derive(Clone, Debug)]
pub struct Tls {
    config: Arc<ServerConfig>,
}

/// The cryptography that all of Parlor uses.
pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// SHA-256 of a certificate.
pub(crate) fn fingerprint(certificate: &CertificateDer<'_>) -> Fingerprint {
    let digest = ::ring::digest::digest(&::ring::digest::SHA256, certificate);
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(digest.as_ref()).for_each(|(to, from)| *to = *from);
    Fingerprint(bytes)
}

impl Tls {
    /// Speaks TLS 1.2 and 1.3 with this certificate, whichever it is at the time.
    ///
    /// # Errors
    /// When the cryptography at hand cannot do that: a bug of the build.
    pub fn new(certificates: &Arc<Certificates>, speaks: Speaks) -> Result<Self, rustls::Error> {
        let provider = provider();
        let verifier: Arc<dyn rustls::server::danger::ClientCertVerifier> = match speaks {
            Speaks::Irc | Speaks::Lines => Arc::new(AnyClient::new(&provider)),
            Speaks::Http => Arc::new(NoClientAuth),
        };
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier)
            .with_cert_resolver(Arc::<Certificates>::clone(certificates));
        let name: &[&[u8]] = match speaks {
            Speaks::Irc => &[b"irc"],
            Speaks::Lines => &[],
            Speaks::Http => &[b"http/1.1"],
        };
        if !name.is_empty() {
            config.alpn_protocols = name.iter().chain(&[ACME_TLS]).map(|name| name.to_vec()).collect();
        }
        Ok(Self { config: Arc::new(config) })
    }

    /// Shakes hands. What is inside, and the certificate that the client has proved to be the owner of.
    pub(crate) async fn accept(&self, stream: Stream) -> io::Result<(Stream, Option<Fingerprint>)> {
        let stream = TlsAcceptor::from(Arc::clone(&self.config)).accept(stream).await?;
        let (_, connection) = stream.get_ref();
        if connection.alpn_protocol() == Some(ACME_TLS) {
            // The handshake was all that the authority came for.
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        let certificate = proved(connection);
        Ok((stream.into(), certificate))
    }
}

fn proved(connection: &ServerConnection) -> Option<Fingerprint> {
    connection.peer_certificates().and_then(<[_]>::first).map(fingerprint)
}
