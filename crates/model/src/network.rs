//! Blocks of addresses.

use core::fmt;
use core::net::IpAddr;
use core::str::FromStr;

/// A block of addresses: `192.0.2.0/24`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

/// What was written is no block of addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoNetwork;

impl Network {
    /// The block of `address` whose first `bits` bits count; more than it has means all of them. Addresses of IPv4
    /// written as IPv6 are those of IPv4.
    #[must_use]
    pub fn of(address: IpAddr, bits: u8) -> Self {
        match address.to_canonical() {
            IpAddr::V4(a) => {
                let bits = bits.min(32);
                let mask = u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
                Self { base: IpAddr::V4((u32::from(a) & mask).into()), bits }
            }
            IpAddr::V6(a) => {
                let bits = bits.min(128);
                let mask = u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
                Self { base: IpAddr::V6((u128::from(a) & mask).into()), bits }
            }
        }
    }

    /// The block of one address.
    #[must_use]
    pub fn one(address: IpAddr) -> Self {
        Self::of(address, u8::MAX)
    }

    /// Its first address.
    #[must_use]
    pub const fn base(&self) -> IpAddr {
        self.base
    }

    /// How many leading bits count.
    #[must_use]
    pub const fn bits(&self) -> u8 {
        self.bits
    }

    /// Whether it is one address.
    #[must_use]
    pub const fn is_one(&self) -> bool {
        self.bits == if self.base.is_ipv4() { 32 } else { 128 }
    }

    /// Whether the address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.base.is_ipv4() && Self::of(address, self.bits) == *self
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (base, bits) = match text.split_once('/') {
            None => (text, None),
            Some((base, bits)) => (base, Some(bits.parse::<u8>().map_err(|_| NoNetwork)?)),
        };
        let base: IpAddr = base.parse().map_err(|_| NoNetwork)?;
        match bits {
            None => Ok(Self::one(base)),
            Some(bits) if bits <= if base.is_ipv4() { 32 } else { 128 } => {
                // The bits of an IPv4 address written as IPv6 count from where that begins.
                let mapped = base.is_ipv6() && base.to_canonical().is_ipv4();
                Ok(Self::of(base, if mapped { bits.checked_sub(96).ok_or(NoNetwork)? } else { bits }))
            }
            Some(_) => Err(NoNetwork),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_one() { self.base.fmt(f) } else { write!(f, "{}/{}", self.base, self.bits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn blocks_are_read_shown_and_tried() {
        for (text, shown, inside, outside) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.7/24", "192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("0.0.0.0/0", "0.0.0.0/0", "203.0.113.1", "2001:db8::1"),
            ("2001:db8::7/32", "2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("::1", "::1", "::1", "::2"),
            ("::ffff:192.0.2.0/120", "192.0.2.0/24", "::ffff:192.0.2.9", "192.0.3.1"),
            ("::/0", "::/0", "2001:db8::1", "192.0.2.1"),
        ] {
            let network: Network = text.parse().unwrap();
            assert_eq!(network.to_string(), shown);
            assert!(network.contains(inside.parse().unwrap()), "{text} {inside}");
            assert!(!network.contains(outside.parse().unwrap()), "{text} {outside}");
        }
        for bad in ["", "ann", "192.0.2", "192.0.2.0/33", "::/129", "192.0.2.0/x", "/24", "192.0.2.0/"] {
            assert_eq!(bad.parse::<Network>(), Err(NoNetwork), "{bad}");
        }
    }
}
