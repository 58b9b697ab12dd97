//! What a look at rooms shows.

use super::Paper;
use crate::words::changes::{flag_words, letter, list_name};
use crate::words::clean::OneLine;
use crate::words::roles;
use crate::words::when::When;
use parlor_model::{Flag, ListKind, RoomId};
use parlor_server::{MemberView, RoomLine, RoomView};
use std::fmt::Write as _;

/// Names shown to who comes in; `/names` shows all.
pub(crate) const NAMES_ON_ENTRY_MAX: usize = 50;
/// Where a line of names is broken.
const LINE_CHARS_MAX: usize = 78;

/// The topic and who set it, for `/topic`; `entering` is briefer, and silent where there is none.
pub(crate) fn topic(view: &RoomView, entering: bool, paper: &mut Paper<'_>) {
    match &view.topic {
        Some(topic) if entering => paper.line(format_args!("Topic: {}", OneLine(&topic.text))),
        Some(topic) => {
            paper.line(format_args!("The topic of {} is: {}", view.room, OneLine(&topic.text)));
            paper.line(format_args!("{} set it, {} UTC.", topic.by.nick, When(topic.at)));
        }
        None if entering => {}
        None => paper.line(format_args!("{} has no topic.", view.room)),
    }
}

/// Who is in the room, after `head`: highest role first, then by name. Beyond `names_max` it says how many more.
pub(crate) fn names(head: &str, view: &RoomView, names_max: usize, paper: &mut Paper<'_>) {
    let mut members: Vec<&MemberView> = view.faces.iter().collect();
    members.sort_by_cached_key(|m| (std::cmp::Reverse(m.role()), m.who.nick.folded()));
    let mut line = head.to_owned();
    let shown = members.len().min(names_max);
    for (at, member) in members[..shown].iter().enumerate() {
        let (sign, nick) = (roles::sign(member.role()), &member.who.nick);
        let away = if member.away { " (away)" } else { "" };
        let comma = if at + 1 < shown { "," } else { "" };
        let name = format!(" {sign}{nick}{away}{comma}");
        if at > 0 && line.chars().count() + name.chars().count() > LINE_CHARS_MAX {
            paper.line(format_args!("{line}"));
            line = String::from(" ");
        }
        line += &name;
    }
    let more = view.members_count.saturating_sub(shown);
    if more > 0 && shown == names_max {
        // Writing to a String does not fail.
        let _ = write!(line, " and {more} more; /names shows all");
    }
    if shown == 0 {
        line = match view.members_count {
            0 => format!("{head} nobody."),
            count => format!("{head} {count} members; who they are is shown to members only."),
        };
    }
    paper.line(format_args!("{line}"));
}

/// How the room works: `/mode` without changes.
pub(crate) fn mode(view: &RoomView, paper: &mut Paper<'_>) {
    let policy = &view.policy;
    let mut letters: String = Flag::ALL.into_iter().filter(|f| policy.has(*f)).map(letter).collect();
    let mut meaning: Vec<String> =
        Flag::ALL.into_iter().filter(|f| policy.has(*f)).map(|f| flag_words(f, true).to_owned()).collect();
    if let Some(key) = &policy.key {
        letters.push('k');
        meaning.push(if &**key == "*" {
            "joining takes a key".into()
        } else {
            format!("the key is {}", OneLine(key))
        });
    }
    if let Some(max) = policy.capacity {
        letters.push('l');
        meaning.push(format!("at most {max} members"));
    }
    if let Some(to) = &policy.forward {
        letters.push('f');
        meaning.push(format!("who cannot join is sent to {to}"));
    }
    paper.line(format_args!("{} is +{letters}, open since {} UTC.", view.room, When(view.opened)));
    for meaning in meaning {
        paper.line(format_args!("  {meaning}"));
    }
    for kind in ListKind::ALL {
        for entry in view.list(kind) {
            paper.line(format_args!("{}: {} (by {})", list_name(kind), entry.mask, entry.by.nick));
        }
    }
}

/// `/rooms`: one line for each.
pub(crate) fn room_lines<'a>(
    lines: impl Iterator<Item = &'a RoomLine>,
    current: Option<RoomId>,
    paper: &mut Paper<'_>,
) {
    let mut count = 0;
    for line in lines {
        count += 1;
        let here = match line.mine {
            true if current == Some(line.room.id) => ", where you speak",
            true => ", you are in it",
            false => "",
        };
        let secret = if line.secret { ", secret" } else { "" };
        let people =
            if line.members == 1 { "1 member".to_owned() } else { format!("{} members", line.members) };
        match &line.topic {
            Some(topic) => {
                paper.line(format_args!("{} ({people}{secret}{here}): {}", line.room, OneLine(&topic.text)));
            }
            None => paper.line(format_args!("{} ({people}{secret}{here})", line.room)),
        }
    }
    if count == 0 {
        paper.line(format_args!("There is no such room."));
    }
}
