//! The host that others are shown in place of an address.

use crate::Rules;
use parlor_model::AccountName;
use std::net::IpAddr;
use std::sync::Arc;

/// How addresses are hidden.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloakRules {
    /// What stands after the hidden part, and a dot.
    pub suffix: String,
    /// Who comes with an account is shown by it, wherever they come from.
    pub accounts: bool,
}

/// Bytes of a hash that are shown: as many as make it hopeless to have the same as somebody else.
const SHOWN_BYTES: usize = 8;

/// The host that others are shown of somebody who comes from `address`: the same for everybody of a network, which
/// nobody can tell from it, nor find by trying. Addresses of this machine hide nobody and are shown. `None` where
/// addresses are not hidden, or it is none.
pub(crate) fn host(rules: &Rules, address: &str, account: Option<&AccountName>) -> Option<Arc<str>> {
    let cloak = rules.cloak.as_ref()?;
    let hidden = match account.filter(|_| cloak.accounts) {
        Some(account) => rules.secret.derive("cloak of an account", account.folded().as_str().as_bytes()),
        None => {
            let address: IpAddr = address.parse().ok()?;
            if address.to_canonical().is_loopback() {
                return None;
            }
            let network = rules.connection.network_of(address);
            rules.secret.derive("cloak of a network", network.to_string().as_bytes())
        }
    };
    Some(format!("{}.{}", base32(&hidden[..SHOWN_BYTES]), cloak.suffix).as_str().into())
}

/// Lower-case base 32 without padding (RFC 4648): host names have no case.
fn base32(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut out = String::new();
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(DIGITS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(DIGITS[(held << (5 - bits) & 31) as usize]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (text, shown) in
            [("", ""), ("f", "my"), ("fo", "mzxq"), ("foo", "mzxw6"), ("foobar", "mzxw6ytboi")]
        {
            assert_eq!(base32(text.as_bytes()), shown);
        }
    }

    #[test]
    fn a_cloak_is_of_a_network_a_secret_and_where_set_an_account() {
        let rules = |accounts| Rules {
            secret: Secret::new([1; 32]),
            cloak: Some(CloakRules { suffix: "irc".into(), accounts }),
            ..Rules::default()
        };
        let (of_networks, of_accounts) = (rules(false), rules(true));
        let ann = AccountName::trusted("Ann");
        let one = host(&of_networks, "192.0.2.7", None).unwrap();
        assert!(one.len() == 17 && one.ends_with(".irc"), "{one}");
        assert_eq!(host(&of_networks, "192.0.2.7", Some(&ann)).as_deref(), Some(&*one));
        assert_ne!(host(&of_networks, "192.0.2.8", None).as_deref(), Some(&*one));
        let other = Rules { secret: Secret::new([2; 32]), ..rules(false) };
        assert_ne!(host(&other, "192.0.2.7", None).as_deref(), Some(&*one));
        let six = |address| host(&of_networks, address, None).unwrap();
        assert_eq!(six("2001:db8::1"), six("2001:db8::2"));
        assert_ne!(six("2001:db8::1"), six("2001:db8:0:1::1"));
        let hers = host(&of_accounts, "192.0.2.7", Some(&ann)).unwrap();
        assert_ne!(hers, one);
        assert_eq!(host(&of_accounts, "127.0.0.1", Some(&AccountName::trusted("ANN"))), Some(hers));
        assert_eq!(host(&of_accounts, "192.0.2.7", None), Some(one));
        for none in ["127.0.0.1", "::1", "somewhere"] {
            assert_eq!(host(&of_networks, none, None), None, "{none}");
        }
        assert_eq!(host(&Rules::default(), "192.0.2.7", None), None);
    }
}
