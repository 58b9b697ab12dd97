//! Our certificates: those of the settings, or one that we make ourselves.

use crate::doors::NotOpened;
use crate::settings::{Pair, Settings};
use parlor_wires::acme::Wish;
use parlor_wires::tls::{CertificateError, Certificates, Speaks, Tls, self_made};
use std::path::Path;
use std::sync::Arc;

/// The folder of certificates within the data folder.
const FOLDER: &str = "tls";

/// Every certificate that is used.
#[derive(Default)]
pub struct OurCertificates {
    /// That of `[tls]`, and whether nobody vouches for it.
    common: Option<(Arc<Certificates>, bool)>,
    own: Vec<Arc<Certificates>>,
}

/// Opens the certificate that the doors have in common, if there is to be one.
pub(crate) fn open(settings: &Settings) -> Result<OurCertificates, CertificateError> {
    let tls = &settings.tls;
    let common = if let Some(chain) = &tls.certificate {
        let key = tls.key.as_ref().unwrap_or(chain);
        Some((Certificates::open(chain, key)?, false))
    } else if tls.self_made {
        let folder = settings.house.data.join(FOLDER);
        let (chain, key) = self_made(&folder, std::slice::from_ref(&settings.house.name))?;
        Some((Certificates::open(&chain, &key)?, true))
    } else if tls.domains.is_empty() {
        None
    } else {
        let folder = settings.house.data.join(FOLDER);
        let certificates = Certificates::awaited(&folder.join("acme.pem"), &folder.join("acme-key.pem"));
        if certificates.path().exists()
            && let Err(error) = certificates.reload()
        {
            tracing::warn!(%error, "the certificate of the last time cannot be used");
        }
        Some((certificates, false))
    };
    Ok(OurCertificates { common, own: Vec::new() })
}

impl OurCertificates {
    /// TLS with one of the certificates.
    pub(crate) fn tls(&mut self, pair: &Pair, speaks: Speaks) -> Result<Tls, NotOpened> {
        let certificates = match pair {
            Pair::Common => {
                let (common, _) =
                    self.common.as_ref().ok_or_else(|| NotOpened::Tls("there is no certificate".into()))?;
                Arc::clone(common)
            }
            Pair::Own(chain, key) => {
                let own = Certificates::open(Path::new(chain), Path::new(key))?;
                self.own.push(Arc::clone(&own));
                own
            }
        };
        Tls::new(&certificates, speaks).map_err(|why| NotOpened::Tls(why.to_string()))
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Certificates>> {
        self.common.iter().map(|(common, _)| common).chain(&self.own).map(Arc::clone).collect()
    }

    /// What to ask an authority for, if it is to be asked.
    #[must_use]
    pub fn wish(&self, settings: &Settings) -> Option<Wish> {
        let tls = &settings.tls;
        let (certificates, _) = self.common.as_ref().filter(|_| !tls.domains.is_empty())?;
        Some(Wish {
            directory: tls.acme_directory.clone(),
            root: tls.acme_root.clone(),
            contact: Some(tls.acme_contact.clone()).filter(|contact| !contact.is_empty()),
            domains: tls.domains.clone(),
            account: settings.house.data.join(FOLDER).join("acme-account.json"),
            certificates: Arc::clone(certificates),
        })
    }

    /// What to say of them at the start.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        let (common, self_made) = self.common.as_ref()?;
        let Some(fingerprint) = common.fingerprint() else {
            return Some("A certificate is asked for. Until it is there, encrypted connections fail.".into());
        };
        self_made.then(|| {
            format!(
                "The certificate is self-made, so clients ask whether to trust it. It is the right one when its SHA-256 \
                 fingerprint is\n  {fingerprint}"
            )
        })
    }

    /// Reads all of them again: a line for each that has changed, or cannot be used.
    #[must_use]
    pub fn reload(&self) -> Vec<String> {
        let look = |certificates: Arc<Certificates>| match certificates.reload() {
            Ok(true) => Some(format!("The certificate in {} is the new one.", certificates.path().display())),
            Ok(false) => None,
            Err(error) => Some(format!("The certificate stays what it was: {error}.")),
        };
        self.all().into_iter().filter_map(look).collect()
    }
}
