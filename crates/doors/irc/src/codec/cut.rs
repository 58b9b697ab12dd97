//! Fitting a text into the 512 bytes of a line without breaking a character.

use super::limits::LINE_LEN_MAX;

/// How many bytes of text fit on a line whose part before the text, colon included, is `head_len` bytes long.
/// Tags do not count.
pub fn room(head_len: usize) -> usize {
    (LINE_LEN_MAX - 2).saturating_sub(head_len)
}

/// The longest beginning of `text` that is at most `room` bytes and ends between two characters, and the rest.
pub fn cut(text: &str, room: usize) -> (&str, &str) {
    text.split_at(text.floor_char_boundary(room))
}

/// All of `text` in pieces of at most `room` bytes, none empty; together they are the text.
///
/// A character wider than `room` still comes, alone, so that nothing is ever lost.
pub fn pieces(text: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let widest = room.max(rest.chars().next()?.len_utf8());
        let (piece, after) = cut(rest, widest);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_breaks_a_character() {
        for (text, room, kept) in
            [("abc", 2, "ab"), ("abc", 9, "abc"), ("aé", 2, "a"), ("aé", 3, "aé"), ("🦀", 3, ""), ("", 0, "")]
        {
            assert_eq!(cut(text, room), (kept, &text[kept.len()..]));
        }
    }

    #[test]
    fn pieces_are_the_whole_text() {
        let text = "plain, żółć, 🦀🦀 and the rest";
        for room in 0..40 {
            let all: Vec<&str> = pieces(text, room).collect();
            assert_eq!(all.concat(), text);
            assert!(all.iter().all(|piece| !piece.is_empty() && piece.len() <= room.max(4)));
        }
        assert_eq!(pieces("", 5).count(), 0);
    }

    #[test]
    fn the_line_end_has_its_room() {
        assert_eq!((room(10), room(510), room(600)), (500, 0, 0));
    }
}
