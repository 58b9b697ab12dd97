//! A certificate from an authority that asks for nothing but proof (ACME, RFC 8555), renewed in time. The proof is given at
//! our own TLS listeners (`tls-alpn-01`, RFC 8737): the authority connects to port 443 of each domain.

use crate::tls::{Certificates, provider, write_secret};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Identifier, NewAccount, NewOrder, Order,
    OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A certificate to ask for.
#[derive(Debug)]
pub struct Wish {
    /// The authority's directory.
    pub directory: String,
    /// A file with the certificate that vouches for the authority's own server, in PEM; else those that this machine
    /// trusts.
    pub root: Option<PathBuf>,
    /// Where the authority may write to.
    pub contact: Option<String>,
    /// The names that the certificate is for.
    pub domains: Vec<String>,
    /// Where our account with the authority is kept.
    pub account: PathBuf,
    /// Where the certificate goes.
    pub certificates: Arc<Certificates>,
}

/// Our account with an authority, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    directory: String,
    account: AccountCredentials,
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// How long to wait after a failure, at first and at most: authorities count attempts.
const AGAIN_MIN: Duration = Duration::from_secs(60);
const AGAIN_MAX: Duration = Duration::from_hours(6);
/// A machine that slept looks again soon.
const LOOK_AT_MOST: Duration = Duration::from_hours(1);
/// How long the authority may take to look at our proof, and to make the certificate.
const PATIENCE: Duration = Duration::from_mins(2);

/// Sees to it that there is a certificate, for ever.
pub(crate) async fn keep(wish: Wish) {
    // Whoever else has chosen a provider for this process has chosen the same one.
    let _ = Arc::unwrap_or_clone(provider()).install_default();
    let mut again = AGAIN_MIN;
    loop {
        let left = renew_in(&wish, SystemTime::now());
        if left > Duration::ZERO {
            tokio::time::sleep(left.min(LOOK_AT_MOST)).await;
            continue;
        }
        tracing::info!(directory = wish.directory, "asking for a certificate");
        match obtain(&wish).await {
            Ok(()) => {
                tracing::info!(domains = wish.domains.join(" "), "there is a new certificate");
                again = AGAIN_MIN;
                // One that is over already, by a clock that is wrong, is no reason to ask without end.
                tokio::time::sleep(LOOK_AT_MOST).await;
            }
            Err(error) => {
                tracing::error!(%error, again_in = ?again, "the authority gave no certificate");
                tokio::time::sleep(again).await;
                again = (again * 2).min(AGAIN_MAX);
            }
        }
    }
}

/// How long the certificate in use is good: until a third of its life is left. Zero: there is none for all domains.
fn renew_in(wish: &Wish, now: SystemTime) -> Duration {
    let Some(der) = wish.certificates.certificate() else { return Duration::ZERO };
    let Ok((_, certificate)) = X509Certificate::from_der(&der) else { return Duration::ZERO };
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.map_or(&[][..], |names| &names.value.general_names);
    let is_for = |domain: &String| {
        names.iter().any(|name| matches!(name, GeneralName::DNSName(n) if n.eq_ignore_ascii_case(domain)))
    };
    if !wish.domains.iter().all(is_for) {
        return Duration::ZERO;
    }
    let validity = certificate.validity();
    let (from, until) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    let renew = u64::try_from(until - (until - from) / 3).unwrap_or_default();
    (UNIX_EPOCH + Duration::from_secs(renew)).duration_since(now).unwrap_or_default()
}

async fn obtain(wish: &Wish) -> Result<(), Failed> {
    let account = account(wish).await?;
    let identifiers: Vec<_> = wish.domains.iter().cloned().map(Identifier::Dns).collect();
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    let mut answered = Vec::new();
    let ready = prove(wish, &mut order, &mut answered).await;
    for domain in answered {
        wish.certificates.challenge(&domain, None);
    }
    ready?;
    let key = order.finalize().await?;
    let chain = order.poll_certificate(&RetryPolicy::default().timeout(PATIENCE)).await?;
    // A server that ends in between has a key without its certificate, and asks again.
    write_secret(wish.certificates.key_path(), key.as_bytes())?;
    write_secret(wish.certificates.path(), chain.as_bytes())?;
    wish.certificates.reload()?;
    Ok(())
}

/// Our account with the authority: the one that is kept, or a new one.
async fn account(wish: &Wish) -> Result<Account, Failed> {
    let builder = || match &wish.root {
        Some(root) => Account::builder_with_root(root),
        None => Account::builder(),
    };
    let kept = std::fs::read(&wish.account).ok().and_then(|text| serde_json::from_slice::<Kept>(&text).ok());
    if let Some(kept) = kept.filter(|kept| kept.directory == wish.directory) {
        return Ok(builder()?.from_credentials(kept.account).await?);
    }
    let contact = wish.contact.as_ref().map(|address| format!("mailto:{address}"));
    let contact: Vec<&str> = contact.iter().map(String::as_str).collect();
    let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
    let (made, credentials) = builder()?.create(&new, wish.directory.clone(), None).await?;
    let kept = Kept { directory: wish.directory.clone(), account: credentials };
    if let Some(folder) = wish.account.parent() {
        std::fs::create_dir_all(folder)?;
    }
    write_secret(&wish.account, &serde_json::to_vec(&kept)?)?;
    Ok(made)
}

/// Answers a challenge for every domain, and waits until the authority has looked.
async fn prove(wish: &Wish, order: &mut Order, answered: &mut Vec<String>) -> Result<(), Failed> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = authorization
            .challenge(ChallengeType::TlsAlpn01)
            .ok_or("the authority does not look for proof over TLS (tls-alpn-01)")?;
        let domain = challenge.identifier().to_string();
        let proof = answer(&domain, challenge.key_authorization().digest().as_ref())?;
        wish.certificates.challenge(&domain, Some(Arc::new(proof)));
        answered.push(domain);
        challenge.set_ready().await?;
    }
    match order.poll_ready(&RetryPolicy::default().timeout(PATIENCE)).await? {
        OrderStatus::Ready => Ok(()),
        other => Err(format!("the order is {other:?}: was port 443 of every domain reached?").into()),
    }
}

/// The certificate that is the answer: for this domain, with the digest in it (RFC 8737 §3).
fn answer(domain: &str, digest: &[u8]) -> Result<CertifiedKey, Failed> {
    let mut params = CertificateParams::new([domain.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let certificate: CertificateDer<'static> = params.self_signed(&key)?.der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der())?;
    let key = provider().key_provider.load_private_key(key)?;
    // Not checked as a pair: that refuses the digest's extension, which is critical and unknown there.
    Ok(CertifiedKey::new(vec![certificate], key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_renewed_when_two_thirds_of_its_life_are_over_or_a_domain_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
        let mut wish = Wish {
            directory: String::new(),
            root: None,
            contact: None,
            domains: vec!["chat.example.org".into()],
            account: folder.path().join("account"),
            certificates: Certificates::awaited(&chain, &key),
        };
        let day = |day: u64| UNIX_EPOCH + Duration::from_hours(24 * day);
        assert_eq!(renew_in(&wish, day(0)), Duration::ZERO);

        let mut params = CertificateParams::new(wish.domains.clone()).unwrap();
        params.not_before = day(10_000).into();
        params.not_after = day(10_090).into();
        let pair = KeyPair::generate().unwrap();
        std::fs::write(&chain, params.self_signed(&pair).unwrap().pem()).unwrap();
        std::fs::write(&key, pair.serialize_pem()).unwrap();
        wish.certificates.reload().unwrap();
        assert_eq!(renew_in(&wish, day(10_000)), Duration::from_hours(24 * 60));
        assert_eq!(renew_in(&wish, day(10_061)), Duration::ZERO);
        wish.domains.push("irc.example.org".into());
        assert_eq!(renew_in(&wish, day(10_000)), Duration::ZERO);
    }
}
