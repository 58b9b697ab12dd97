//! The argument of `MODE`: letters with signs, and the parameters they take.

/// Whether a mode is given or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `+`, also meant where no sign stands.
    Plus,
    /// `-`.
    Minus,
}

/// When a mode letter takes a parameter: the types of `CHANMODES` in RPL_ISUPPORT (Modern IRC, "Mode types").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Type A, a list: takes one if there is one left; without it, it asks to see the list.
    IfAny,
    /// Type B, and the prefix modes: takes one both ways.
    Always,
    /// Type C: takes one with `+` only.
    WithPlus,
    /// Type D, and every letter that is not known.
    Never,
}

/// One letter of the argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// Given or taken.
    pub sign: Sign,
    /// Which mode.
    pub letter: char,
    /// Its parameter; absent where the letter takes none or none was left.
    pub param: Option<&'a str>,
}

/// Reads `letters` in order, taking parameters from `args` as `takes` says for each letter.
///
/// Nothing is refused here: a letter that lacks its parameter comes without it, and parameters left over are ignored,
/// so that the caller can answer each letter with its own numeric.
pub fn parse<'a>(letters: &str, args: &[&'a str], takes: impl Fn(char) -> Takes) -> Vec<Change<'a>> {
    let mut args = args.iter().copied();
    let mut sign = Sign::Plus;
    let mut changes = Vec::new();
    for letter in letters.chars() {
        match letter {
            '+' => sign = Sign::Plus,
            '-' => sign = Sign::Minus,
            letter => {
                let param = match (takes(letter), sign) {
                    (Takes::IfAny | Takes::Always, _) | (Takes::WithPlus, Sign::Plus) => args.next(),
                    (Takes::WithPlus, Sign::Minus) | (Takes::Never, _) => None,
                };
                changes.push(Change { sign, letter, param });
            }
        }
    }
    changes
}

/// The changes written as one argument (a sign only where it turns) and the parameters that follow it.
pub fn write<'a>(changes: &[Change<'a>]) -> (String, Vec<&'a str>) {
    let mut letters = String::with_capacity(changes.len() + 2);
    let mut sign = None;
    for change in changes {
        if sign != Some(change.sign) {
            sign = Some(change.sign);
            letters.push(match change.sign {
                Sign::Plus => '+',
                Sign::Minus => '-',
            });
        }
        letters.push(change.letter);
    }
    (letters, changes.iter().filter_map(|change| change.param).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(letter: char) -> Takes {
        match letter {
            'b' => Takes::IfAny,
            'k' | 'o' | 'v' => Takes::Always,
            'l' => Takes::WithPlus,
            _ => Takes::Never,
        }
    }

    fn check(letters: &str, args: &[&str], expected: &str, written: &str) {
        let changes = parse(letters, args, takes);
        let shown: Vec<String> = changes
            .iter()
            .map(|change| {
                let sign = if change.sign == Sign::Plus { '+' } else { '-' };
                format!(
                    "{sign}{}{}",
                    change.letter,
                    change.param.map(|p| format!("={p}")).unwrap_or_default()
                )
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
        let (letters, args) = write(&changes);
        assert_eq!(format!("{letters} {}", args.join(" ")).trim_end(), written);
    }

    #[test]
    fn letters_take_their_parameters_in_order() {
        check("+ov-b", &["ann", "bob", "*!*@x"], "+o=ann +v=bob -b=*!*@x", "+ov-b ann bob *!*@x");
        check("nt", &[], "+n +t", "+nt");
        check("+l-l+k-k", &["5", "key", "key"], "+l=5 -l +k=key -k=key", "+l-l+k-k 5 key key");
        check("-n+-+t", &["left", "over"], "-n +t", "-n+t");
        check("b", &[], "+b", "+b");
        check("+o", &[], "+o", "+o");
        check("+oé", &["ann"], "+o=ann +é", "+oé ann");
        check("+-", &[], "", "");
        check("", &[], "", "");
    }
}
