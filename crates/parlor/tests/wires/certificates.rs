//! Our certificate and those of clients.

use crate::stage::{Identity, Talk, address, certificate_at, connect, house, tls_over};
use crate::support::house::run;
use rustls::pki_types::CertificateDer;
use std::path::Path;

fn write(folder: &Path, name: &str) -> CertificateDer<'static> {
    let pair = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), pair.signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("chain.pem"), pair.cert.pem()).unwrap();
    pair.cert.der().clone()
}

#[test]
fn a_changed_certificate_is_shown_to_who_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    let (data, files) = (folder.path().join("data"), folder.path());
    let first = write(files, "one.example.org");
    let (chain, key) = (files.join("chain.pem"), files.join("key.pem"));
    let args = ["--tls-certificate", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let house = house(&data, &[&args[..], &["--tls-look-every", "24h"]].concat());
    let at = address(&house, "IRC TLS");
    assert_eq!(certificate_at(at), first);
    let mut ann = Talk::over(tls_over(connect(at), &["irc"], None).unwrap()).enter("ann");

    let second = write(files, "two.example.org");
    let reloaded = run(&["reload", "--data", data.to_str().unwrap()], "");
    assert!(reloaded.out.contains("is the new one"), "{reloaded:?}");
    assert_eq!(certificate_at(at), second);
    assert_eq!(certificate_at(address(&house, "HTTPS")), second);

    std::fs::write(&key, "no key").unwrap();
    let reloaded = run(&["reload", "--data", data.to_str().unwrap()], "");
    assert!(reloaded.out.contains("stays what it was"), "{reloaded:?}");
    assert_eq!(certificate_at(at), second);
    // Nobody was disturbed.
    ann.say("PING :here");
    ann.until("PONG");
}

#[test]
fn a_change_is_noticed_without_being_told() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "one.example.org");
    let (chain, key) = (folder.path().join("chain.pem"), folder.path().join("key.pem"));
    let args = ["--tls-certificate", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let house = house(&folder.path().join("data"), &[&args[..], &["--tls-look-every", "50ms"]].concat());
    let second = write(folder.path(), "two.example.org");
    assert!(house.err.line_with("the new certificate is in use").is_some());
    assert_eq!(certificate_at(address(&house, "IRC TLS")), second);
}

#[test]
fn a_self_made_certificate_stays_the_same_and_its_fingerprint_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = house(folder.path(), &["--tls-self-made"]);
    let certificate = certificate_at(address(&first, "IRC TLS"));
    let printed = first.out.line_with("SHA-256").and_then(|_| first.out.line_with("  ")).unwrap();
    first.stop();
    let second = house(folder.path(), &["--tls-self-made"]);
    assert_eq!(certificate_at(address(&second, "HTTPS")), certificate);
    let again = second.out.line_with("SHA-256").and_then(|_| second.out.line_with("  ")).unwrap();
    assert_eq!(printed.trim().len(), again.trim().len());
}

#[test]
fn a_client_may_show_a_certificate_of_anybody_but_must_have_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), &["--tls-self-made"]);
    let at = address(&house, "IRC TLS");
    let identity = Identity::new();
    let stream = tls_over(connect(at), &["irc"], Some(&identity)).unwrap();
    Talk::over(stream).enter("ann");
    Talk::over(tls_over(connect(at), &["irc"], None).unwrap()).enter("bob");
    // A browser would ask the person: HTTPS asks for none.
    tls_over(connect(address(&house, "HTTPS")), &["http/1.1"], Some(&identity)).unwrap();
}

#[test]
fn a_certificate_that_cannot_be_used_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let start = |args: &[&str]| run(&[&["--data", data.to_str().unwrap(), "--port", "0"], args].concat(), "");
    let ended = start(&["--tls-certificate", "/nowhere/chain.pem"]);
    assert!(!ended.status.success() && ended.err.contains("/nowhere/chain.pem"), "{ended:?}");
    let ended = start(&["--http-redirect"]);
    assert!(!ended.status.success() && ended.err.contains("http.redirect needs a certificate"), "{ended:?}");
}
