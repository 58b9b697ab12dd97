//! A message as lines of IRC: divided at its line ends, where its author divided it, and where a line is full.

use crate::codec::cut;
use crate::codec::tags::Tags;
use std::fmt::Write;

/// On the wire: this line goes on where the one before it ended
/// (<https://ircv3.net/specs/extensions/multiline>). With a message, in the log: where its author divided it, behind the
/// length of the words it is about.
pub(crate) const CONCAT_TAG: &str = "draft/multiline-concat";

/// One line of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Line<'t> {
    pub(crate) words: &'t str,
    /// It goes on where the one before it ended.
    pub(crate) joined: bool,
}

/// The lines of a message, each of at most `room` bytes; blank ones too.
pub(crate) fn divide<'t>(text: &'t str, joints: &[usize], room: usize) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    let (mut from, mut joints) = (0, joints.iter().copied().peekable());
    for line in text.split('\n') {
        let mut joined = false;
        let mut begin = from;
        let end = from + line.len();
        loop {
            let next = joints.next_if(|at| *at < end).filter(|at| *at > begin);
            let words = text.get(begin..next.unwrap_or(end)).unwrap_or_default();
            if words.is_empty() {
                lines.push(Line { words, joined });
            }
            for words in cut::pieces(words, room.max(1)) {
                lines.push(Line { words, joined });
                joined = true;
            }
            joined = true;
            match next {
                Some(at) => begin = at,
                None => break,
            }
        }
        from = end + 1;
        while joints.next_if(|at| *at < from).is_some() {}
    }
    lines
}

/// Where its author divided the message, if these are the words it was said with.
pub(crate) fn joints(text: &str, tags: &Tags<'_>) -> Vec<usize> {
    let kept = tags.get(CONCAT_TAG).unwrap_or_default();
    let mut numbers = kept.split(',').map_while(|number| number.parse::<usize>().ok());
    if numbers.next() != Some(text.len()) {
        return Vec::new();
    }
    numbers.filter(|at| text.is_char_boundary(*at)).collect()
}

/// The same as a tag to keep with the message; nothing where it was not divided.
pub(crate) fn joints_tag(text: &str, joints: &[usize]) -> Option<String> {
    if joints.is_empty() {
        return None;
    }
    let mut tag = format!("{CONCAT_TAG}={}", text.len());
    for at in joints {
        let _ = write!(tag, ",{at}");
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, joints: &[usize], room: usize) -> String {
        let lines = divide(text, joints, room);
        let shown: Vec<_> =
            lines.iter().map(|l| format!("{}{}", if l.joined { "+" } else { "" }, l.words)).collect();
        shown.join("|")
    }

    #[test]
    fn lines_are_divided_where_their_author_did_and_where_they_are_full() {
        assert_eq!(shown("hello\nhow is everyone?", &[13], 99), "hello|how is |+everyone?");
        assert_eq!(shown("\n\na\n", &[], 99), "||a|");
        assert_eq!(shown("abcdef", &[], 4), "abcd|+ef");
        assert_eq!(shown("abcdefgh\nij", &[3, 5, 10], 2), "ab|+c|+de|+fg|+h|i|+j");
        // Joints that mean nothing change nothing.
        assert_eq!(shown("ab\ncd", &[0, 2, 3, 5, 9], 99), "ab|cd");
    }

    #[test]
    fn what_was_kept_of_other_words_is_forgotten() {
        let tag = joints_tag("how is everyone?", &[7]).unwrap();
        assert_eq!(tag, "draft/multiline-concat=16,7");
        let tags = Tags::from_raw(&tag);
        assert_eq!(joints("how is everyone?", &tags), [7]);
        assert_eq!(joints("how are you all?!", &tags), [0; 0]);
        assert_eq!(joints_tag("one line", &[]), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_lines_fit(
            text in "[a-zé🦀 \n]{0,60}",
            joints in prop::collection::vec(0usize..80, 0..5),
            room in 4usize..20,
        ) {
            let mut joints = joints;
            joints.sort_unstable();
            joints.dedup();
            joints.retain(|at| text.is_char_boundary(*at));
            let lines = divide(&text, &joints, room);
            let mut again = String::new();
            for (n, line) in lines.iter().enumerate() {
                prop_assert!(line.words.len() <= room);
                if n > 0 && !line.joined {
                    again.push('\n');
                }
                again.push_str(line.words);
            }
            prop_assert_eq!(again, text);
        }
    }
}
