//! Pushes on their way to push servers (RFC 8030): encrypted for one program, signed by us, over HTTPS to places that
//! anybody may reach.

mod reach;
mod seal;
mod vapid;

pub use vapid::PushKey;

use crate::tls::provider;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use parlor_model::Endpoint;
use parlor_server::{Courier, Delivered, Delivery, Parcel};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// Brings pushes to push servers.
pub struct PushCourier {
    /// Ends what is under way when the courier goes.
    runtime: Option<Runtime>,
    way: Arc<Way>,
}

/// What all deliveries share.
struct Way {
    key: PushKey,
    /// Who we are to push servers: a `mailto:` or `https:` address; may be empty.
    contact: String,
    connector: TlsConnector,
    timeout: Duration,
    private_addresses: bool,
}

/// How long a push server keeps what it cannot bring to its program (RFC 8030 §5.2).
const TIME_TO_LIVE: Duration = Duration::from_hours(7 * 24);
/// Threads that look up names, which the machine does one after the other.
const LOOKUPS_MAX: usize = 16;
/// How long the end of what is under way takes at most.
const LAST: Duration = Duration::from_millis(100);

type Failed = Box<dyn std::error::Error + Send + Sync>;

impl PushCourier {
    /// A courier with a thread of its own. `timeout` is for all of one delivery; with `private_addresses`, push servers
    /// may stand in our own network.
    ///
    /// # Errors
    /// When the machine does not give what that needs.
    pub fn new(
        key: PushKey,
        contact: String,
        timeout: Duration,
        private_addresses: bool,
    ) -> io::Result<Self> {
        let mut roots = RootCertStore::empty();
        // What cannot be read of them cannot vouch for anybody.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            tracing::warn!("this machine trusts no authority: no push server will be believed");
        }
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let connector = TlsConnector::from(Arc::new(config));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(LOOKUPS_MAX)
            .thread_name("push")
            .enable_io()
            .enable_time()
            .build()?;
        let way = Arc::new(Way { key, contact, connector, timeout, private_addresses });
        Ok(Self { runtime: Some(runtime), way })
    }
}

impl Courier for PushCourier {
    fn send(&mut self, parcel: Parcel, delivered: Delivered) {
        let Some(runtime) = &self.runtime else { return };
        let way = Arc::clone(&self.way);
        runtime.spawn(async move {
            let how = match timeout(way.timeout, way.deliver(&parcel)).await {
                Ok(Ok(status)) => judged(status),
                Ok(Err(error)) => Delivery::Failed(error.to_string()),
                Err(_) => Delivery::Failed("it took too long".to_owned()),
            };
            delivered.how(how);
        });
    }
}

impl Drop for PushCourier {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(LAST);
        }
    }
}

/// What the answer of a push server means (RFC 8030 §5, §7.3). Nobody is followed to another place.
fn judged(status: StatusCode) -> Delivery {
    match status {
        status if status.is_success() => Delivery::Taken,
        StatusCode::NOT_FOUND | StatusCode::GONE => Delivery::Gone,
        other => Delivery::Failed(format!("the push server answered {other}")),
    }
}

impl Way {
    async fn deliver(&self, parcel: &Parcel) -> Result<StatusCode, Failed> {
        let Parcel { endpoint, keys, words, urgent } = parcel;
        let body = seal::sealed(words, keys).ok_or("it cannot be encrypted with these keys")?;
        let authorization = self.key.authorization(endpoint, &self.contact, SystemTime::now());
        let request = Request::post(endpoint.path())
            .header(header::HOST, endpoint.authority())
            .header(header::AUTHORIZATION, authorization.ok_or("it cannot be signed")?)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("TTL", TIME_TO_LIVE.as_secs())
            .header("Urgency", if *urgent { "high" } else { "normal" })
            .body(Full::new(Bytes::from(body)))?;
        let stream = self.connect(endpoint).await?;
        let name = ServerName::try_from(endpoint.host().to_owned())?;
        let stream = self.connector.connect(name, stream).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        // Ends with the delivery, or with its timeout: nothing of the answer but its status is read.
        let mut answer = std::pin::pin!(sender.send_request(request));
        tokio::select! {
            biased;
            answer = &mut answer => Ok(answer?.status()),
            // Who answers and hangs up at once has answered.
            ended = connection => match (answer.await, ended) {
                (Ok(answer), _) => Ok(answer.status()),
                (Err(_), Err(error)) | (Err(error), Ok(())) => Err(error.into()),
            },
        }
    }

    /// The first of its addresses that answers, of those that may be reached.
    async fn connect(&self, endpoint: &Endpoint) -> Result<TcpStream, Failed> {
        let mut why: Failed = "its name leads nowhere".into();
        for address in tokio::net::lookup_host((endpoint.host(), endpoint.port())).await? {
            if !self.private_addresses && !reach::is_public(address.ip()) {
                why = "its address is none of the Internet".into();
                continue;
            }
            // One that leads nowhere leaves time for the next.
            match timeout(self.timeout / 3, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => why = error.into(),
                Err(_) => why = "it does not answer".into(),
            }
        }
        Err(why)
    }
}
