//! Certificates that prove whose account it is.

use crate::{Kept, name, person};
use parlor_model::{CERTIFICATES_MAX, DirectoryCommand, Fingerprint, Refusal};

fn add(account: &str, certificate: u8) -> DirectoryCommand {
    DirectoryCommand::AddCertificate { name: name(account), certificate: Fingerprint([certificate; 32]) }
}

fn remove(account: &str, certificate: u8) -> DirectoryCommand {
    DirectoryCommand::RemoveCertificate { name: name(account), certificate: Fingerprint([certificate; 32]) }
}

fn owner(kept: &Kept, certificate: u8) -> Option<String> {
    kept.read_again().account_of(&Fingerprint([certificate; 32])).map(|a| a.name.as_str().to_owned())
}

#[test]
fn a_certificate_proves_one_account() {
    let mut kept = Kept::new();
    let (ann, bob, oda) =
        (person("ann", Some("ann")), person("bob", Some("bob")), person("oda", Some("oda")));
    assert_eq!(owner(&kept, 1), None);
    kept.ask(&ann, &add("ANN", 1)).unwrap();
    assert_eq!(owner(&kept, 1).as_deref(), Some("ann"));
    assert_eq!(kept.ask(&ann, &add("ann", 1)), Err(Refusal::NothingToChange));
    assert_eq!(kept.ask(&bob, &add("bob", 1)), Err(Refusal::CertificateTaken));
    assert_eq!(kept.ask(&bob, &remove("bob", 1)), Err(Refusal::NothingToChange));
    kept.ask(&oda, &remove("ann", 1)).unwrap();
    assert_eq!(owner(&kept, 1), None);
    kept.ask(&bob, &add("bob", 1)).unwrap();
    assert_eq!(owner(&kept, 1).as_deref(), Some("bob"));
    kept.ask(&bob, &DirectoryCommand::Delete { name: name("bob") }).unwrap();
    assert_eq!(owner(&kept, 1), None);
    kept.ask(&ann, &add("ann", 1)).unwrap();
}

#[test]
fn only_the_owner_and_operators_say_what_proves_an_account() {
    let mut kept = Kept::new();
    for stranger in [person("eve", None), person("ann", None), person("ann", Some("bob"))] {
        assert_eq!(kept.ask(&stranger, &add("ann", 1)), Err(Refusal::NeedOperator));
        assert_eq!(kept.ask(&stranger, &remove("ann", 1)), Err(Refusal::NeedOperator));
    }
    kept.ask(&person("oda", Some("oda")), &add("ann", 1)).unwrap();
    assert_eq!(owner(&kept, 1).as_deref(), Some("ann"));
}

#[test]
fn an_account_has_a_few_of_them() {
    let mut kept = Kept::new();
    let ann = person("ann", Some("ann"));
    let certificates = || 0..u8::try_from(CERTIFICATES_MAX).unwrap();
    for certificate in certificates() {
        kept.ask(&ann, &add("ann", certificate)).unwrap();
    }
    let full = Refusal::TooManyCertificates { certificates_max: CERTIFICATES_MAX };
    assert_eq!(kept.ask(&ann, &add("ann", 99)), Err(full));
    assert_eq!(certificates().filter(|c| owner(&kept, *c).is_some()).count(), CERTIFICATES_MAX);
}
