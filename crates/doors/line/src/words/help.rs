//! What `/help` shows.

use crate::codec::Verb;

pub use super::help_texts::help;

/// The help for one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Help {
    /// How it is typed: `/join #room [key]`.
    pub usage: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What else is worth knowing.
    pub more: &'static str,
}

/// `/help`: one line for each command, then how to learn more.
pub fn overview() -> impl Iterator<Item = String> {
    let width = Verb::ALL.iter().map(|verb| help(*verb).usage.chars().count()).max().unwrap_or(0);
    let lines = Verb::ALL.iter().map(move |verb| {
        let Help { usage, summary, .. } = help(*verb);
        format!("{usage:width$}  {summary}")
    });
    lines.chain([
        "A line without a slash is said to the room; // says a line that begins with /.".to_owned(),
        "/help join tells more about /join.".to_owned(),
    ])
}

/// `/help COMMAND`: usage, summary, other words for it, and the paragraph.
pub fn about(verb: Verb) -> impl Iterator<Item = String> {
    let Help { usage, summary, more } = help(verb);
    let aliases: Vec<String> = verb.aliases().iter().map(|alias| format!("/{alias}")).collect();
    let also = (!aliases.is_empty()).then(|| format!("Also: {}.", aliases.join(", ")));
    [Some(usage.to_owned()), Some(format!("{summary}.")), also, Some(more.to_owned())].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_help_under_its_own_name() {
        for verb in Verb::ALL {
            let Help { usage, summary, more } = help(*verb);
            let word = format!("/{}", verb.word());
            assert_eq!(usage.split(' ').next(), Some(&*word));
            assert!(!summary.is_empty() && !summary.ends_with('.'), "{word}: {summary}");
            assert!(more.ends_with('.') && more.len() > 30, "{word}: {more}");
            assert!(usage.len() <= 32 && summary.len() <= 46, "{word} is too wide for a terminal");
        }
    }

    #[test]
    fn the_overview_fits_a_terminal() {
        assert_eq!(overview().count(), Verb::ALL.len() + 2);
        for line in overview() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn one_command_told_in_full() {
        let lines: Vec<String> = about(Verb::Room).collect();
        assert_eq!(
            lines,
            [
                "/room #room",
                "Make a room you are in the current one.",
                "Also: /r.",
                "What you type is said to the current room. You hear all rooms you are in.",
            ]
        );
    }
}
