use super::*;
use proptest::prelude::*;

const RFC_FIRST: &str = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
const RFC_FINAL: &str = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                         p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

fn rfc(account: Option<(AccountName, Keys)>) -> ScramExchange {
    let first = ClientFirst::parse(RFC_FIRST).unwrap();
    ScramExchange::begin_with(first, account, &Secret::default(), 4096, "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
}

fn user(password: &str) -> Option<(AccountName, Keys)> {
    let salt = BASE64.decode("W22ZaJ0SNY7soEsUEjb6gQ==").unwrap();
    Some((AccountName::trusted("user"), Keys::derive(password, &salt, 4096)))
}

/// The exchange of RFC 7677, section 3.
#[test]
fn the_exchange_of_the_rfc() {
    let exchange = rfc(user("pencil"));
    assert_eq!(
        exchange.challenge(),
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    );
    let (account, last) = exchange.finish(RFC_FINAL).unwrap();
    assert_eq!(account.as_str(), "user");
    assert_eq!(last, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assert_eq!(rfc(user("pen")).finish(RFC_FINAL), None);
    assert_eq!(rfc(None).finish(RFC_FINAL), None);
    for (from, to) in
        [("c=biws", "c=eSws"), ("Ilj)", "Ilj]"), (",p=", ",q="), ("dHzb", "dHzc"), ("VQ=", "VQ")]
    {
        assert_eq!(exchange.finish(&RFC_FINAL.replace(from, to)), None, "{to}");
    }
}

#[test]
fn keys_read_back() {
    let keys = Keys::make("sesame", 4096).unwrap();
    assert_eq!(Keys::parse(&keys.to_string()), Some(keys.clone()));
    assert_ne!(Keys::make("sesame", 4096), Some(keys));
    for bad in ["", "SCRAM-SHA-256$4096", "SCRAM-SHA-256$0:AA==$AA==:AA==", "SCRAM-SHA-1$1:AA==$AA==:AA=="] {
        assert_eq!(Keys::parse(bad), None, "{bad}");
    }
}

#[test]
fn a_password_is_prepared_as_clients_prepare_it() {
    let salt = [7; SALT_LEN];
    assert_eq!(Keys::derive("I\u{ad}X", &salt, 1), Keys::derive("IX", &salt, 1));
    assert_eq!(Keys::derive("\u{2168}", &salt, 1), Keys::derive("IX", &salt, 1));
}

#[test]
fn unknown_names_look_like_known_ones() {
    let secret = Secret::new([9; 32]);
    let challenge = |name: &str, nonce: &str| {
        let first = ClientFirst::parse(&format!("n,,n={name},r=c")).unwrap();
        ScramExchange::begin_with(first, None, &secret, 4096, nonce).challenge().to_owned()
    };
    assert_eq!(challenge("ann", "x"), challenge("ann", "x"));
    assert_eq!(challenge("ANN", "x"), challenge("ann", "x"));
    assert_ne!(challenge("ann", "x"), challenge("bob", "x"));
    let salt = challenge("ann", "x").split(",s=").nth(1).unwrap().split(",i=").next().unwrap().to_owned();
    assert_eq!(BASE64.decode(salt).unwrap().len(), SALT_LEN);
}

#[test]
fn who_begins_and_for_whom() {
    let name = |text: &str| ClientFirst::parse(text).map(|first| first.name);
    assert_eq!(name("n,,n=ann,r=c").as_deref(), Some("ann"));
    assert_eq!(name("y,a=ANN,n=ann,r=c,x=1").as_deref(), Some("ann"));
    assert_eq!(name("n,,n=a=2Cb=3Dc,r=c").as_deref(), Some("a,b=c"));
    for bad in [
        "",
        "n",
        "n,,",
        "n,,n=ann",
        "n,,n=,r=c",
        "n,,n=ann,r=",
        "n,a=bob,n=ann,r=c",
        "n,bob,n=ann,r=c",
        "p=tls-exporter,,n=ann,r=c",
        "n,,m=x,n=ann,r=c",
        "n,,n=a=2Db,r=c",
        "n,,n=ann,r=c c",
    ] {
        assert_eq!(name(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn nothing_a_stranger_sends_is_believed(first in ".{0,40}", last in ".{0,40}") {
        let _ = ClientFirst::parse(&first);
        prop_assert_eq!(rfc(user("pencil")).finish(&last), None);
    }
}
