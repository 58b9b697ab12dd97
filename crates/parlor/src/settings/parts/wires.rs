//! What connections are wrapped in: TLS, the PROXY protocol, listeners of their own.

use std::path::PathBuf;
use std::time::Duration;

use parlor_model::Network;

use crate::settings::kinds::{Block, FileOrNone, HostName, List, Listen, Listener, OneLine, Switch, Time};
use crate::settings::part::part;

part! {
    /// Listeners besides those that each door has by itself.
    pub struct ListenSettings {
        /// Listeners with settings of their own, besides those that each door has by itself. In a file each is a section
        /// `[[listen]]` with keys `door` and `at`, and where wanted `tls = true`, `certificate` and `key` (in place of
        /// those of `[tls]`), `websocket = true` (IRC) and `origins` (pages that may connect; else any), `proxy = true`
        /// (every connection begins with a PROXY header, and whoever connects is believed: only proxies should reach
        /// it). `at` may be a path: a socket for programs of this machine.
        listen: Vec<Listen> = List(Listener), "listen", "", Restart;
    }
}

part! {
    /// TLS.
    pub struct TlsSettings {
        /// File with the certificate and those that vouch for it, in PEM. With a certificate, each door has a TLS
        /// listener of its own besides the plain one. A change of the file is noticed.
        certificate: Option<PathBuf> = FileOrNone { example: "/etc/parlor/fullchain.pem" },
            "tls.certificate", "", Restart;

        /// File with the certificate's key, in PEM. Empty: it is in the file of the certificate.
        key: Option<PathBuf> = FileOrNone { example: "/etc/parlor/privkey.pem" }, "tls.key", "", Restart;

        /// Make a certificate that nobody vouches for, once, and keep it in the data folder. Its fingerprint is printed
        /// at the start: clients ask whether to trust it.
        self_made: bool = Switch, "tls.self_made", "false", Restart;

        /// Domains for which a certificate is asked of an authority, and renewed in time (ACME). It looks for proof at port
        /// 443 of each: a TLS listener of the IRC or HTTP door must be reached there.
        domains: Vec<String> = List(HostName), "tls.domains", "", Restart, "domain";

        /// The authority's directory. Using it means to agree to its terms.
        acme_directory: String = OneLine { bytes_max: 300 },
            "tls.acme_directory", "https://acme-v02.api.letsencrypt.org/directory", Restart;

        /// Address to which the authority may write. Empty is none.
        acme_contact: String = OneLine { bytes_max: 200 }, "tls.acme_contact", "", Restart;

        /// File with the certificate, in PEM, that vouches for the authority's own server; for one within a company.
        /// Empty: those that this machine trusts.
        acme_root: Option<PathBuf> = FileOrNone { example: "/etc/parlor/our-ca.pem" }, "tls.acme_root", "", Restart;

        /// How often to look whether the files of certificates have changed.
        look_every: Duration = Time { min: Duration::from_millis(50), max: Duration::from_hours(24) },
            "tls.look_every", "10s", Restart;

        /// How long a connection may take until its first own byte can be read: PROXY header, TLS and WebSocket.
        handshake_timeout: Duration = Time { min: Duration::from_millis(100), max: Duration::from_mins(5) },
            "tls.handshake_timeout", "10s", Restart;
    }
}

part! {
    /// Proxies in front of the doors.
    pub struct ProxySettings {
        /// Proxies in front of the line and IRC doors: only theirs are believed when they say by a PROXY header (version
        /// 1 or 2), or to a WebSocket by `X-Forwarded-For`, for whom they connect. Whoever else connects is somebody
        /// themselves. For the HTTP door there is `http.proxies`.
        believed: Vec<Network> = List(Block), "proxy.believed", "", Restart;
    }
}
