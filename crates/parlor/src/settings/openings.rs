//! Every listener that the settings want, in one list.

use std::net::SocketAddr;
use std::path::PathBuf;

use parlor_server::Networks;
use parlor_wires::{Place, Proxy};

use super::agree::addresses;
use super::checked::Settings;
use super::parts::DoorName;

/// One listener, as the settings want it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Where it leads.
    pub door: DoorName,
    /// Where it stands.
    pub at: Place,
    /// Nobody named this address: a machine that does not have it is none to complain about.
    pub implied: bool,
    /// Whose PROXY header is read.
    pub proxy: Proxy,
    /// TLS is spoken, with this certificate.
    pub tls: Option<Pair>,
    /// WebSocket is spoken, with pages of these origins.
    pub websocket: Option<Vec<String>>,
}

/// A certificate and its key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pair {
    /// That of `[tls]`.
    Common,
    /// One of the listener's own.
    Own(PathBuf, PathBuf),
}

impl Settings {
    /// There is a certificate, or there will be.
    #[must_use]
    pub fn has_certificate(&self) -> bool {
        self.tls.certificate.is_some() || self.tls.self_made || !self.tls.domains.is_empty()
    }

    /// Addresses of the line door's TLS, as [`line_addresses`](Self::line_addresses).
    #[must_use]
    pub fn line_tls_addresses(&self) -> Vec<SocketAddr> {
        let there = self.line.enabled && self.has_certificate();
        addresses(there, &self.line.tls_listen, self.line.tls_port, self.house.open)
    }

    /// Addresses of the IRC door's TLS, as [`line_addresses`](Self::line_addresses).
    #[must_use]
    pub fn irc_tls_addresses(&self) -> Vec<SocketAddr> {
        let there = self.irc.enabled && self.has_certificate();
        addresses(there, &self.irc.tls_listen, self.irc.tls_port, self.house.open)
    }

    /// Addresses of HTTPS, as [`line_addresses`](Self::line_addresses).
    #[must_use]
    pub fn https_addresses(&self) -> Vec<SocketAddr> {
        let there = self.http.enabled && self.has_certificate();
        addresses(there, &self.http.tls_listen, self.http.tls_port, self.house.open)
    }

    /// Every listener: those of the doors, plain and with TLS, then those with settings of their own.
    #[must_use]
    pub fn openings(&self) -> Vec<Opening> {
        let Self { line, irc, http, .. } = self;
        let believed = || match self.proxy.believed.as_slice() {
            [] => Proxy::Nobodys,
            some => Proxy::Theirs(Networks(some.to_vec())),
        };
        let simple = [
            (DoorName::Line, None, self.line_addresses(), line.listen.is_empty()),
            (DoorName::Irc, None, self.irc_addresses(), irc.listen.is_empty()),
            (DoorName::Http, None, self.http_addresses(), http.listen.is_empty()),
            (DoorName::Line, Some(Pair::Common), self.line_tls_addresses(), line.tls_listen.is_empty()),
            (DoorName::Irc, Some(Pair::Common), self.irc_tls_addresses(), irc.tls_listen.is_empty()),
            (DoorName::Http, Some(Pair::Common), self.https_addresses(), http.tls_listen.is_empty()),
        ];
        let mut openings = Vec::new();
        for (door, tls, all, implied) in simple {
            let proxy = if door == DoorName::Http { Proxy::Nobodys } else { believed() };
            openings.extend(all.into_iter().map(|at| Opening {
                door,
                at: Place::Tcp(at),
                implied,
                proxy: proxy.clone(),
                tls: tls.clone(),
                websocket: None,
            }));
        }
        openings.extend(self.listen.listen.iter().map(|listen| Opening {
            door: listen.door,
            at: listen.at.clone(),
            implied: false,
            proxy: match (listen.proxy, listen.door) {
                (true, _) => Proxy::Everybodys,
                (false, DoorName::Http) => Proxy::Nobodys,
                (false, DoorName::Line | DoorName::Irc) => believed(),
            },
            tls: listen.tls.then(|| match &listen.own {
                Some((certificate, key)) => Pair::Own(certificate.clone(), key.clone()),
                None => Pair::Common,
            }),
            websocket: listen.websocket.then(|| match listen.origins.as_slice() {
                [] => irc.websocket_origins.clone(),
                own => own.to_vec(),
            }),
        }));
        openings
    }
}
