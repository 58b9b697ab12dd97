//! The parameters of one message.

use std::fmt;
use std::ops::Deref;

/// How many parameters older software reads, and how many are held without allocating.
///
/// RFC 1459 allowed fifteen. Modern IRC asks to send no more than that but to read any number, so a sixteenth is
/// read as a parameter of its own and never glued to the fifteenth.
pub const PARAMS_COMMON_MAX: usize = 15;

/// The parameters of a message, read as a slice: `match &message.params[..] { [target, text, ..] => … }`.
///
/// Whether the last one was written with a colon is not remembered; it means the same (Modern IRC, "Parameters").
#[derive(Clone, Default)]
pub struct Params<'a> {
    few: [&'a str; PARAMS_COMMON_MAX],
    len: usize,
    /// All of them, once they are more than `few` holds; empty before.
    many: Vec<&'a str>,
}

impl<'a> Params<'a> {
    /// No parameters.
    pub fn new() -> Self {
        Params::default()
    }

    /// Adds one at the end.
    pub fn push(&mut self, param: &'a str) {
        if let Some(place) = self.few.get_mut(self.len) {
            *place = param;
        } else {
            if self.many.is_empty() {
                self.many.extend_from_slice(&self.few);
            }
            self.many.push(param);
        }
        self.len += 1;
    }

    /// The parameter at `index`, borrowed for as long as the line itself lives.
    pub fn at(&self, index: usize) -> Option<&'a str> {
        self.get(index).copied()
    }
}

impl<'a> Deref for Params<'a> {
    type Target = [&'a str];

    fn deref(&self) -> &Self::Target {
        self.few.get(..self.len).unwrap_or(&self.many)
    }
}

impl<'a> FromIterator<&'a str> for Params<'a> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(params: I) -> Self {
        let mut all = Params::new();
        params.into_iter().for_each(|param| all.push(param));
        all
    }
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Self) -> bool {
        self[..] == other[..]
    }
}

impl Eq for Params<'_> {}

impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_is_kept_in_order() {
        let words: Vec<String> = (0..40).map(|n| n.to_string()).collect();
        for len in 0..words.len() {
            let params: Params<'_> = words[..len].iter().map(String::as_str).collect();
            assert_eq!(params[..], words[..len]);
            assert_eq!(params.at(len), None);
        }
    }
}
