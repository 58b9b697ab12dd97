//! Lists of addresses and names.

use std::net::{IpAddr, SocketAddr};

use crate::settings::kind::{Kind, Raw, Wrong, one};

/// Several values of one kind: a TOML list, a flag given several times, or text with commas. Repeats count once.
pub(in crate::settings) struct List<K>(pub(in crate::settings) K);

/// More than this is a mistake, and reading it would take long.
const ITEMS_MAX: usize = 1_000;

impl<K: Kind<Value: PartialEq>> Kind for List<K> {
    type Value = Vec<K::Value>;

    fn read(&self, raw: &Raw) -> Result<Self::Value, Wrong> {
        let texts: Vec<&str> = match raw {
            Raw::One(text) => text.split(',').collect(),
            Raw::Many(texts) => texts.iter().flat_map(|text| text.split(',')).collect(),
        };
        let mut values = Vec::new();
        for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
            let value = self.0.read(&Raw::One(text.to_owned()));
            let value = value.map_err(|why| Wrong::from(format!("has an entry {text:?} that {why}")))?;
            if values.len() == ITEMS_MAX {
                return Err("has too many entries".into());
            }
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Ok(values)
    }

    fn write(&self, values: &Self::Value) -> Raw {
        let text = |value| match self.0.write(value) {
            Raw::One(text) => text,
            Raw::Many(texts) => texts.join(","),
        };
        Raw::Many(values.iter().map(text).collect())
    }

    fn allowed(&self) -> String {
        format!("a list, each entry {}; in a flag or variable separated by commas", self.0.allowed())
    }

    fn example(&self) -> &'static str {
        self.0.example()
    }

    fn is_list(&self) -> bool {
        true
    }
}

/// An address with its port.
pub(in crate::settings) struct Address;

impl Kind for Address {
    type Value = SocketAddr;

    fn read(&self, raw: &Raw) -> Result<SocketAddr, Wrong> {
        one(raw)?.parse().map_err(|_| "is no address with a port".into())
    }

    fn write(&self, value: &SocketAddr) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        "an IP address with a port, like 192.0.2.7:5000 or [::1]:5000".into()
    }

    fn example(&self) -> &'static str {
        "192.0.2.7:5000"
    }
}

/// An address without a port: a machine.
pub(in crate::settings) struct Machine;

impl Kind for Machine {
    type Value = IpAddr;

    fn read(&self, raw: &Raw) -> Result<IpAddr, Wrong> {
        one(raw)?.parse().map_err(|_| "is no address".into())
    }

    fn write(&self, value: &IpAddr) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        "an IP address, like 192.0.2.7 or ::1".into()
    }

    fn example(&self) -> &'static str {
        "192.0.2.7"
    }
}

/// A block of addresses.
pub(in crate::settings) struct Block;

impl Kind for Block {
    type Value = parlor_model::Network;

    fn read(&self, raw: &Raw) -> Result<parlor_model::Network, Wrong> {
        one(raw)?.parse().map_err(|_| "is no address and no network".into())
    }

    fn write(&self, value: &parlor_model::Network) -> Raw {
        Raw::One(value.to_string())
    }

    fn allowed(&self) -> String {
        "an IP address or a network, like 192.0.2.0/24 or 2001:db8::/32".into()
    }

    fn example(&self) -> &'static str {
        "192.0.2.0/24"
    }
}

/// The name of an account. Whether it exists is not known here.
pub(in crate::settings) struct AccountName;

impl Kind for AccountName {
    type Value = String;

    fn read(&self, raw: &Raw) -> Result<String, Wrong> {
        let text = one(raw)?;
        match text.chars().find(|c| c.is_whitespace() || c.is_control() || "#&@!:*?,".contains(*c)) {
            Some(unfit) => Err(format!("has the unfit character {unfit:?}").into()),
            None => Ok(text.to_owned()),
        }
    }

    fn write(&self, value: &String) -> Raw {
        Raw::One(value.clone())
    }

    fn allowed(&self) -> String {
        "the name of an account".into()
    }

    fn example(&self) -> &'static str {
        "ann"
    }
}
