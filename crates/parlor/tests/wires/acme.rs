//! A certificate from an authority, which is a small one of our own.

use crate::authority::Authority;
use crate::stage::{Talk, address, certificate_at, connect, house, tls, tls_over};

#[test]
fn a_certificate_is_asked_for_proved_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let authority = Authority::open(folder.path());
    let (root, directory) = (authority.root.to_str().unwrap(), authority.directory());
    let args = ["--domain", "chat.example.org", "--domain", "irc.example.org", "--tls-acme-root", root];
    let args =
        [&args[..], &["--tls-acme-directory", &directory, "--tls-acme-contact", "ann@example.org"]].concat();
    let mut first = house(&data, &args);
    let at = address(&first, "HTTPS");
    assert!(first.out.line_with("A certificate is asked for").is_some());
    assert!(tls_over(connect(at), &["http/1.1"], None).is_err());
    // The authority looks where the domain is: there.
    authority.domains_are_at(at);
    assert!(first.err.line_with("there is a new certificate").is_some());
    let issued = authority.issued();
    assert_eq!(issued.len(), 1);
    assert_eq!(certificate_at(at), issued[0]);
    Talk::over(tls(address(&first, "IRC TLS"), &["irc"])).enter("ann");
    // The proof is not shown any more.
    assert!(tls_over(connect(at), &["acme-tls/1"], None).is_err());
    first.stop();

    // It is good for long: the next start asks nobody.
    let second = house(&data, &args);
    assert_eq!(certificate_at(address(&second, "IRC TLS")), issued[0]);
    assert_eq!(authority.issued().len(), 1);
    assert_eq!(authority.accounts(), 1);
}

#[test]
fn a_certificate_that_is_soon_over_is_renewed_by_the_same_account() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let authority = Authority::open(folder.path());
    authority.certificates_are_nearly_over();
    let (root, directory) = (authority.root.to_str().unwrap(), authority.directory());
    let args = ["--domain", "chat.example.org", "--tls-acme-root", root, "--tls-acme-directory", &directory];
    let mut first = house(&data, &args);
    authority.domains_are_at(address(&first, "IRC TLS"));
    assert!(first.err.line_with("there is a new certificate").is_some());
    first.stop();
    authority.domains_are_moving();
    // Ten days of ninety are left: less than a third.
    let second = house(&data, &args);
    let at = address(&second, "IRC TLS");
    authority.domains_are_at(at);
    assert!(second.err.line_with("there is a new certificate").is_some());
    assert_eq!(certificate_at(at), authority.issued()[1]);
    assert_eq!(authority.accounts(), 1);
}
