//! A server with wires, and clients that are wrapped in them.

use crate::support::PATIENCE;
use crate::support::house::{House, Starting};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{ring, verify_tls13_signature_with_raw_key};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, ServerConfig,
    SignatureScheme, StreamOwned,
};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A client's TLS.
pub type Tls = StreamOwned<ClientConnection, TcpStream>;

/// A server on this folder, on free ports, those of TLS as well.
#[track_caller]
pub fn house(folder: &Path, args: &[&str]) -> House {
    house_of(crate::support::house::parlor(), folder, args)
}

/// The same, of a command that was prepared.
#[track_caller]
pub fn house_of(command: std::process::Command, folder: &Path, args: &[&str]) -> House {
    // Addresses are what these tests are about.
    let ports =
        ["--cloak-enabled=false", "--line-tls-port", "0", "--irc-tls-port", "0", "--http-tls-port", "0"];
    Starting::on_with(command, folder, &[&ports[..], args].concat())
        .open()
        .unwrap_or_else(|ended| panic!("the server did not start: {ended:?}"))
}

/// Where the server says that it listens under this name.
#[track_caller]
pub fn address(house: &House, name: &str) -> SocketAddr {
    let line = house.out.line_with(name).unwrap_or_else(|| panic!("there is no {name:?}"));
    let at = line.split_once(name).unwrap().1.split_whitespace().next().unwrap();
    at.parse().unwrap()
}

/// A connection, with a bound on every wait.
pub fn connect(at: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

/// A client's certificate and key.
pub struct Identity {
    pub certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    pub fn new() -> Self {
        let pair = rcgen::generate_simple_self_signed(["ann".to_owned()]).unwrap();
        let key = PrivateKeyDer::from_pem_slice(pair.signing_key.serialize_pem().as_bytes()).unwrap();
        Self { certificate: pair.cert.der().clone(), key }
    }
}

/// Who vouches for certificates, and a server that they vouch for.
pub struct Vouched {
    pub issuer: CertifiedIssuer<'static, KeyPair>,
    /// The file with the certificate of who vouches.
    pub root: PathBuf,
    /// The TLS of the server.
    pub server: Arc<ServerConfig>,
}

impl Vouched {
    /// A server of this name or address; the file is written into the folder.
    pub fn server(name: &str, folder: &Path) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let root = folder.join("root.pem");
        std::fs::write(&root, issuer.pem()).unwrap();
        let key = KeyPair::generate().unwrap();
        let own = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
        let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .unwrap();
        Self { issuer, root, server: Arc::new(config) }
    }
}

/// Speaks TLS over a connection; `names`: what it wants to speak inside, as ALPN calls it.
pub fn tls_over(stream: TcpStream, names: &[&str], identity: Option<&Identity>) -> io::Result<Tls> {
    tls_over_as(stream, "chat.example.org", names, identity)
}

/// The same, to a server of this name.
pub fn tls_over_as(
    stream: TcpStream,
    server: &str,
    names: &[&str],
    identity: Option<&Identity>,
) -> io::Result<Tls> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyServer));
    let mut config = match identity {
        None => config.with_no_client_auth(),
        Some(i) => config.with_client_auth_cert(vec![i.certificate.clone()], i.key.clone_key()).unwrap(),
    };
    config.alpn_protocols = names.iter().map(|name| name.as_bytes().to_vec()).collect();
    let name = ServerName::try_from(server.to_owned()).unwrap();
    let mut tls = StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), stream);
    while tls.conn.is_handshaking() {
        tls.conn.complete_io(&mut tls.sock)?;
    }
    Ok(tls)
}

/// Connects and speaks TLS.
#[track_caller]
pub fn tls(at: SocketAddr, names: &[&str]) -> Tls {
    tls_over(connect(at), names, None).unwrap()
}

/// The certificate that the server at this address shows.
pub fn certificate_at(at: SocketAddr) -> CertificateDer<'static> {
    tls(at, &[]).conn.peer_certificates().unwrap()[0].clone()
}

/// A connection that is read line by line.
pub struct Talk<S>(pub S, Vec<u8>);

impl<S: Read + Write> Talk<S> {
    pub const fn over(stream: S) -> Self {
        Self(stream, Vec::new())
    }

    #[track_caller]
    pub fn say(&mut self, line: &str) {
        self.0.write_all(format!("{line}\r\n").as_bytes()).unwrap();
        self.0.flush().unwrap();
    }

    /// The next line. `None`: the end.
    #[track_caller]
    pub fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.1.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.1.drain(..=end).collect();
                return Some(String::from_utf8(line).unwrap().trim_end().to_owned());
            }
            let mut bytes = [0; 1024];
            match self.0.read(&mut bytes) {
                Ok(0) => return None,
                Ok(n) => self.1.extend_from_slice(&bytes[..n]),
                Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return None,
                Err(e) => panic!("{e}, after {:?}", String::from_utf8_lossy(&self.1)),
            }
        }
    }

    /// Reads until a line with these words.
    #[track_caller]
    pub fn until(&mut self, words: &str) -> String {
        let mut past = Vec::new();
        while let Some(line) = self.line() {
            if line.contains(words) {
                return line;
            }
            past.push(line);
        }
        panic!("{words:?} never came, after {past:#?}");
    }

    /// Comes in by IRC.
    #[track_caller]
    pub fn enter(mut self, nick: &str) -> Self {
        self.say(&format!("NICK {nick}\r\nUSER {nick} 0 * :{nick}"));
        self.until(" 001 ");
        self
    }

    /// The address that the server has of somebody, who asks themselves.
    #[track_caller]
    pub fn address(&mut self, nick: &str) -> String {
        self.say(&format!("USERHOST {nick}"));
        self.until(" 302 ").rsplit('@').next().unwrap().to_owned()
    }
}

/// Trusts every server that has the key of its certificate.
#[derive(Debug)]
struct AnyServer;

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = ring::default_provider().signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, &algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = ring::default_provider().signature_verification_algorithms;
        // With the key alone: the answer to an authority has a critical extension that webpki refuses.
        let bad = |_| Error::InvalidCertificate(CertificateError::BadEncoding);
        let (_, certificate) = X509Certificate::from_der(certificate).map_err(bad)?;
        let key = SubjectPublicKeyInfoDer::from(certificate.public_key().raw);
        verify_tls13_signature_with_raw_key(message, &key, signature, &algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}
