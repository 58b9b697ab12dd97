use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};

const SECRET: &[u8] = b"a secret of more than thirty-two bytes\n";
const NOW: Time = Time(1_000_000_000_000);

fn rules() -> BearerRules {
    let rules = BearerRules::new(Signing::Hs256, SECRET).unwrap();
    BearerRules { issuer: "https://id.example.org".into(), audience: "chat".into(), ..rules }
}

fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

fn signed(header: &str, claims: &str) -> String {
    let text = unsigned(header, claims);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.trim_ascii());
    let tag = ring::hmac::sign(&key, text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag))
}

const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
const ANN: &str =
    r#"{"iss":"https://id.example.org","aud":["chat","mail"],"exp":1000000010,"preferred_username":"ann"}"#;

#[test]
fn a_token_proves_whom_it_names() {
    assert_eq!(rules().whom(&signed(HS256, ANN), NOW).as_deref(), Some("ann"));
    let by_mail = BearerRules { claims: vec!["email".into(), "sub".into()], ..rules() };
    let claims = r#"{"iss":"https://id.example.org","aud":"chat","exp":1000000010.5,"email":"","sub":"zoë"}"#;
    assert_eq!(by_mail.whom(&signed(HS256, claims), NOW).as_deref(), Some("zoë"));
}

#[test]
fn a_token_that_proves_nobody() {
    let with = |from: &str, to: &str| signed(HS256, &ANN.replace(from, to));
    for (bad, why) in [
        (with("id.example.org", "evil.example"), "another issuer"),
        (with(r#""iss":"https://id.example.org","#, ""), "no issuer"),
        (with(r#""chat","#, ""), "for somebody else"),
        (with("1000000010", "999999939"), "over"),
        (with(r#""exp":1000000010,"#, ""), "for ever"),
        (with(r#""exp""#, r#""nbf":1000000061,"exp""#), "too early"),
        (with(r#""ann""#, r#"{"a":1}"#), "no name"),
        (with("preferred_username", "name"), "another claim"),
        (signed(r#"{"alg":"none"}"#, ANN), "not signed"),
        (signed(r#"{"alg":"HS384"}"#, ANN), "signed otherwise"),
        (format!("{}.", unsigned(HS256, ANN)), "no signature"),
        (unsigned(HS256, ANN), "half of one"),
        (format!("{}x", signed(HS256, ANN)), "another signature"),
        ("a.b.c".to_owned(), "nonsense"),
        (String::new(), "nothing"),
    ] {
        assert_eq!(rules().whom(&bad, NOW), None, "{why}");
    }
}

fn pem(prefix: &[u8], key: &[u8]) -> String {
    let der = [prefix, key].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
}

#[test]
fn a_public_key_cannot_make_tokens() {
    let random = SystemRandom::new();
    // SubjectPublicKeyInfo (RFC 5480, RFC 8410) of which only the key is missing.
    let p256 = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86,
        0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    let ed25519 = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    let ecdsa = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let ecdsa = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, ecdsa.as_ref(), &random).unwrap();
    let text = unsigned(r#"{"alg":"ES256"}"#, ANN);
    let token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(ecdsa.sign(&random, text.as_bytes()).unwrap()));
    let key = pem(&p256, ecdsa.public_key().as_ref());
    let es256 = BearerRules::new(Signing::Es256, key.as_bytes()).unwrap();
    assert_eq!(es256.whom(&token, NOW).as_deref(), Some("ann"));

    let edwards = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    let edwards = Ed25519KeyPair::from_pkcs8(edwards.as_ref()).unwrap();
    let text = unsigned(r#"{"alg":"EdDSA"}"#, ANN);
    let other = format!("{text}.{}", URL_SAFE_NO_PAD.encode(edwards.sign(text.as_bytes())));
    let eddsa = pem(&ed25519, edwards.public_key().as_ref());
    let eddsa = BearerRules::new(Signing::EdDsa, eddsa.as_bytes()).unwrap();
    assert_eq!(eddsa.whom(&other, NOW).as_deref(), Some("ann"));
    // The key of one is not that of another, and no public key is a secret.
    assert_eq!(eddsa.whom(&token, NOW), None);
    let forged = {
        let text = unsigned(HS256, ANN);
        let tag =
            ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key.as_bytes()), text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag))
    };
    assert_eq!(es256.whom(&forged, NOW), None);
}

#[test]
fn keys_that_are_none() {
    for signing in [Signing::Rs256, Signing::Es256, Signing::EdDsa, Signing::Hs256] {
        assert!(BearerRules::new(signing, b"too short").is_err(), "{signing:?}");
    }
    assert!(!format!("{:?}", rules()).contains("secret"));
}

/// An RSA key that was thrown away after it had signed one token.
const RSA: &str = "\
-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzOMZRlGm9zFxyLu5CcKc
hxvANhCLYtrC4F0xUe0R1jn07yuJEaekYyKop2nSt0rXdDKFGlS/M1eRyU0h4lTT
3eqtWhUP146srjttCBdY+abrGURl8zCBKodg3I6VDy6XhE7dMqusHHINIH7bFIId
8D9ivR0KzVhhingtBaldLl0lBrPO9iWoO2fcBc8oNXIf/bOdr00v4wv83cVzbZpk
1j/iUjBYdtGCv7QwaxIhblq488Mxo+cDkceyULzgQ8K2Apv9ghitTGaQkNL4HlYR
ycsW/rCvrk+LoIyzZPY7NiTo1K0Odr8X4AjWD3yfacFaFieE7oqyRlUQPlq/VVYE
lQIDAQAB
-----END PUBLIC KEY-----
";
const RSA_SIGNATURE: &str = "\
    npsm3PLKrqQmxszFeoD_CG9AEhdcb49uGZvEbKs_Bi8R5JGQh9LQEoDywRC2HY43MQY_jP6jrzRaEjPAU3BAk1Sakt\
    FF5KYNoiHmRe4KCJhqOLcf8NOByPnYwg7d5HScJHH1gb2z4i04mYp9AEH90ImfK7zvRc8K_AeMjUvXMB_OlKV1wCW9\
    IuJUZPB0KX1G8oUMESSQqLF8rrNt8LQ2ZwrNlW1fYAN0uOSsxPPd1qCTXmJ3i4RtqGbQs4i7YXT2kMdDKeK_kLiHdO\
    -UQlkb5E0xdtEHxwWcBIOYF-n7xCbP3EnfWvIXgmc2h3h3gA3HJsEtlt4E89mlSAtbrqkc7Q";

#[test]
fn rsa_as_most_issuers_have_it() {
    let rules = BearerRules::new(Signing::Rs256, RSA.as_bytes()).unwrap();
    let text = unsigned(r#"{"alg":"RS256"}"#, r#"{"exp":1000000010,"preferred_username":"ann"}"#);
    assert_eq!(rules.whom(&format!("{text}.{RSA_SIGNATURE}"), NOW).as_deref(), Some("ann"));
    let other = unsigned(r#"{"alg":"RS256"}"#, r#"{"exp":1000000010,"preferred_username":"bob"}"#);
    assert_eq!(rules.whom(&format!("{other}.{RSA_SIGNATURE}"), NOW), None);
}
