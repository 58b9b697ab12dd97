//! BATCH from a client: a message of several lines (<https://ircv3.net/specs/extensions/multiline>).

use crate::caps::Caps;
use crate::codec::Message;
use crate::commands::speaking::{self, Words};
use crate::label::LabelId;
use crate::render::lines::CONCAT_TAG;
use crate::turn::Turn;
use parlor_model::Folded;

/// The only type of batch that clients send.
const BATCH_TYPE: &str = "draft/multiline";

/// Bytes of the name that a client gives a batch: it is held until the batch is closed.
const REFERENCE_BYTES_MAX: usize = 64;

/// A batch that is open.
#[derive(Debug)]
pub(crate) struct Open {
    reference: Box<str>,
    target: Box<str>,
    /// The tags section of the line that opened it: the message's tags.
    tags: Box<str>,
    label: Option<LabelId>,
    /// What its lines are, once the first has come.
    notice: Option<bool>,
    text: String,
    /// Where in the text a line begins that belongs to the one before it.
    joints: Vec<usize>,
    lines: usize,
    /// It was refused: what still comes of it is passed over.
    refused: bool,
}

/// Why a batch is refused.
enum Unfit<'u> {
    Bytes(usize),
    Lines(usize),
    Target(&'u str, &'u str),
    Other(&'u str),
}

/// `BATCH +reference draft/multiline target`, `BATCH -reference`.
pub(crate) fn batch(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    let given = msg.params.first().copied().unwrap_or_default();
    if let Some(reference) = given.strip_prefix('+') {
        begin(turn, msg, reference);
    } else if let Some(reference) = given.strip_prefix('-') {
        finish(turn, reference);
    } else {
        refuse(turn, &Unfit::Other("A batch is opened with + and closed with -"));
    }
}

fn begin(turn: &mut Turn<'_, '_>, msg: &Message<'_>, reference: &str) {
    if open(turn).is_some_and(|open| !open.refused) {
        return refuse(turn, &Unfit::Other("Another batch is open"));
    }
    turn.rare().batch = None;
    let (Some(&kind), Some(&target)) = (msg.params.get(1), msg.params.get(2)) else {
        return refuse(turn, &Unfit::Other("A batch has a type and a target"));
    };
    let known = kind == BATCH_TYPE && turn.caps().has(Caps::MULTILINE);
    let named = !reference.is_empty() && reference.len() <= REFERENCE_BYTES_MAX;
    if !known || !named || target.is_empty() || target.contains(',') {
        return refuse(turn, &Unfit::Other("This is no batch of a message to one target"));
    }
    let label = turn.hold_label();
    turn.rare().batch = Some(Box::new(Open {
        reference: reference.into(),
        target: target.into(),
        tags: msg.tags.as_sent().into(),
        label,
        notice: None,
        text: String::new(),
        joints: Vec::new(),
        lines: 0,
        refused: false,
    }));
}

fn open<'t>(turn: &'t mut Turn<'_, '_>) -> Option<&'t mut Open> {
    turn.seat.rare.as_mut()?.batch.as_deref_mut()
}

/// Whether the line belongs to a batch: then it is done with.
pub(crate) fn takes(turn: &mut Turn<'_, '_>, msg: &Message<'_>) -> bool {
    let verb = msg.verb();
    let notice = match verb.as_str() {
        "PRIVMSG" => Some(false),
        "NOTICE" => Some(true),
        // The connection's own life goes on meanwhile.
        "BATCH" | "PING" | "PONG" | "QUIT" => return false,
        _ => None,
    };
    let reference = if msg.tags.is_empty() { None } else { msg.tags.get("batch") };
    let multiline = turn.caps().has(Caps::MULTILINE);
    match (reference.filter(|_| multiline), open(turn)) {
        (None, None) => false,
        (None, Some(open)) => {
            // The line is one of its own: the batch ends here, the line is done.
            if !open.refused {
                refuse(turn, &Unfit::Other("A batch is open, and this line is not of it"));
            }
            false
        }
        (Some(_), Some(open)) if open.refused => true,
        (Some(reference), Some(open)) if *reference == *open.reference => {
            match notice {
                Some(notice) => add(turn, msg, notice),
                None => refuse(turn, &Unfit::Other("Messages only are said in a batch")),
            }
            true
        }
        (Some(_), _) => {
            refuse(turn, &Unfit::Other("There is no such batch"));
            true
        }
    }
}

fn add(turn: &mut Turn<'_, '_>, msg: &Message<'_>, notice: bool) {
    let (bytes_max, lines_max) = turn.desk.rules().multiline();
    let Some(open) = open(turn) else { return };
    let target = msg.params.first().copied().unwrap_or_default();
    if Folded::of(target) != Folded::of(&open.target) {
        let wanted = open.target.clone();
        return refuse(turn, &Unfit::Target(&wanted, target));
    }
    let joined = msg.tags.get(CONCAT_TAG).is_some();
    let Some(&words) = msg.params.get(1).filter(|words| !(joined && words.is_empty())) else {
        return refuse(turn, &Unfit::Other("A line has words, or stands alone"));
    };
    if open.notice.is_some_and(|before| before != notice) {
        return refuse(turn, &Unfit::Other("The lines of a batch are all PRIVMSG or all NOTICE"));
    }
    let breaks = open.lines > 0 && !joined;
    if open.text.len() + usize::from(breaks) + words.len() > bytes_max {
        return refuse(turn, &Unfit::Bytes(bytes_max));
    }
    if open.lines == lines_max {
        return refuse(turn, &Unfit::Lines(lines_max));
    }
    if breaks {
        open.text.push('\n');
    } else if open.lines > 0 {
        open.joints.push(open.text.len());
    }
    open.text.push_str(words);
    open.lines += 1;
    open.notice = Some(notice);
}

fn finish(turn: &mut Turn<'_, '_>, reference: &str) {
    match open(turn) {
        Some(open) if *open.reference != *reference => {
            return refuse(turn, &Unfit::Other("Another batch is open"));
        }
        Some(open) if open.refused => {
            turn.rare().batch = None;
            return;
        }
        Some(open) if open.text.trim_matches('\n').is_empty() => {
            refuse(turn, &Unfit::Other("A message has words"));
            turn.rare().batch = None;
            return;
        }
        Some(_) => {}
        None => return refuse(turn, &Unfit::Other("There is no such batch")),
    }
    let Some(open) = turn.rare().batch.take() else { return };
    let mut turn = Turn::new(turn.seat, turn.desk, open.label);
    let words = Words::of_lines(&turn, &open.text, &open.tags, open.notice == Some(true), &open.joints);
    speaking::speak_to(&mut turn, &open.target, &words);
    turn.end();
}

/// Says under the label of the batch why it is refused, and passes over what still comes of it.
fn refuse(turn: &mut Turn<'_, '_>, why: &Unfit<'_>) {
    let label = match open(turn).filter(|open| !open.refused) {
        Some(open) => {
            open.refused = true;
            open.text = String::new();
            open.label
        }
        None => return fail(turn, why),
    };
    let mut turn = Turn::new(turn.seat, turn.desk, label);
    fail(&mut turn, why);
    turn.end();
}

fn fail(turn: &mut Turn<'_, '_>, why: &Unfit<'_>) {
    match why {
        Unfit::Bytes(max) => {
            turn.fail("BATCH", "MULTILINE_MAX_BYTES", &[&max.to_string()], "The message has too many bytes");
        }
        Unfit::Lines(max) => {
            turn.fail("BATCH", "MULTILINE_MAX_LINES", &[&max.to_string()], "The message has too many lines");
        }
        Unfit::Target(wanted, given) => {
            let words = "All lines of a message have one target";
            turn.fail("BATCH", "MULTILINE_INVALID_TARGET", &[wanted, given], words);
        }
        Unfit::Other(words) => turn.fail("BATCH", "MULTILINE_INVALID", &[], words),
    }
}
