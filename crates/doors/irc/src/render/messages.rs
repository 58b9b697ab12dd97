//! What is said, and what is done to it.

use super::lines::{self, CONCAT_TAG, Line};
use super::{View, source, sourced, start};
use crate::caps::Caps;
use crate::codec::format::LineStart;
use crate::codec::tags::{Tag, Tags};
use crate::codec::{self, cut};
use crate::commands::editing::EDIT_TAG;
use crate::commands::relaying::RELAYED_TAG;
use crate::modes::role_mark;
use parlor_model::{Event, Fact, Manner, MessageId, Number, Role, Sign, Who};

/// What stands before the new words of an edited message, for clients know no edits.
const EDIT_MARK: &str = "[edit] ";

/// `PRIVMSG` or `NOTICE`: one line for each line of the message, cut where 512 bytes are full. The message id is on the
/// first of them. Who knows batches of lines gets several as one.
pub(super) fn said(view: &View<'_>, target: &str, event: &Event, out: &mut Vec<u8>) {
    let Fact::Said { manner, text, reply_to, to_role, tags } = &event.fact else { return };
    let words = Words { manner: *manner, mark: "", text, reply_to: *reply_to, tags: tags.as_deref() };
    match role_mark(*to_role) {
        None => words.write(view, target, event, out),
        Some(mark) => {
            debug_assert!(*to_role > Role::Plain);
            words.write(view, &format!("{mark}{target}"), event, out);
        }
    }
}

/// The new words of a message: for who knows edits (`draft/message-edit`) under its id, for others marked, and tagged as
/// an answer to it.
pub(super) fn edited(
    view: &View<'_>,
    target: &str,
    event: &Event,
    number: Number,
    text: &str,
    out: &mut Vec<u8>,
) {
    let knows = view.caps.has(Caps::MESSAGE_EDIT) && view.caps.has(Caps::TAGS);
    let tag = format!("{EDIT_TAG}={}", id_of(event, number));
    let (mark, reply_to, tags) =
        if knows { ("", None, Some(&*tag)) } else { (EDIT_MARK, Some(number), None) };
    let words = Words { manner: Manner::Say, mark, text, reply_to, tags };
    words.write(view, target, event, out);
}

/// The command of a manner, and what stands before and after the words.
const fn dress(manner: Manner) -> (&'static str, &'static str, &'static str) {
    match manner {
        Manner::Say => ("PRIVMSG", "", ""),
        Manner::Notice => ("NOTICE", "", ""),
        Manner::Action => ("PRIVMSG", "\u{1}ACTION ", "\u{1}"),
        Manner::Ctcp => ("PRIVMSG", "\u{1}", "\u{1}"),
        Manner::CtcpReply => ("NOTICE", "\u{1}", "\u{1}"),
    }
}

/// Bytes of words that fit on one line from somebody to a target.
pub(crate) fn room_for(who: &Who, target: &str, manner: Manner) -> usize {
    let (verb, before, after) = dress(manner);
    let head = ":!@   :".len() + who.nick.as_str().len() + who.user.len() + who.host.len();
    cut::room(head + verb.len() + target.len() + before.len() + after.len())
}

struct Words<'w> {
    manner: Manner,
    mark: &'w str,
    text: &'w str,
    reply_to: Option<Number>,
    /// Client-only tags as they were sent.
    tags: Option<&'w str>,
}

impl Words<'_> {
    /// Adds what it answers, on the `first` of its lines, and the client-only tags. Which message of the room is
    /// answered says the room; an id that means nothing to it goes on as it came (message-tags: client-only tags are
    /// relayed untouched).
    fn tagged<'o>(
        &self,
        view: &View<'_>,
        event: &Event,
        (first, sent): (bool, &[Tag<'_>]),
        mut line: LineStart<'o>,
    ) -> LineStart<'o> {
        let relayed = sent.iter().find(|tag| tag.key == RELAYED_TAG && view.caps.has(Caps::RELAYMSG));
        if let Some(tag) = relayed {
            line = line.tag(tag.key, &tag.value());
        }
        if !view.caps.has(Caps::TAGS) {
            return line;
        }
        if let Some(number) = self.reply_to.filter(|_| first) {
            line = line.tag("+draft/reply", &id_of(event, number));
        }
        let reply = |key: &str| matches!(key, "+draft/reply" | "+reply");
        let apart = |key: &str| matches!(key, CONCAT_TAG | RELAYED_TAG);
        let said = |key: &str| reply(key) && (self.reply_to.is_some() || !first);
        for tag in sent.iter().filter(|tag| !said(tag.key) && !apart(tag.key)) {
            line = line.tag(tag.key, &tag.value());
        }
        line
    }

    fn write(&self, view: &View<'_>, target: &str, event: &Event, out: &mut Vec<u8>) {
        let (verb, before, after) = dress(self.manner);
        // What another door lets people say must not turn into a request to programs.
        let text = if before.is_empty() { self.text.trim_matches('\u{1}') } else { self.text };
        let room = room_for(&event.by, target, self.manner).saturating_sub(self.mark.len());
        let tags = Tags::from_raw(self.tags.unwrap_or_default());
        let sent = tags.unique();
        let lines = if text.len() <= room && !text.contains('\n') {
            vec![Line { words: text, joined: false }]
        } else {
            lines::divide(text, &lines::joints(text, &tags), room)
        };
        if view.caps.multiline() && lines.len() > 1 && before.is_empty() {
            return self.write_batch(view, target, event, (&lines, &sent), out);
        }
        let shown = lines.iter().filter(|line| !line.words.is_empty());
        for (n, line) in shown.enumerate() {
            let first = n == 0;
            let tags = self.tagged(view, event, (first, &sent), start(view, event, first, out));
            let mark = if first { self.mark } else { "" };
            let params = source(tags, &event.by).command(verb).param(target);
            params.trailing_parts(&[before, mark, line.words, after]);
        }
    }

    /// The lines in a batch, which carries what the message carries.
    fn write_batch(
        &self,
        view: &View<'_>,
        target: &str,
        event: &Event,
        (lines, sent): (&[Line<'_>], &[Tag<'_>]),
        out: &mut Vec<u8>,
    ) {
        let (verb, ..) = dress(self.manner);
        // Of one message there is one batch open at a time.
        let name = format!("m{}", event.id());
        let begin = self.tagged(view, event, (true, sent), start(view, event, true, out));
        let begin = source(begin, &event.by).command("BATCH").param(&format!("+{name}"));
        begin.param("draft/multiline").param(target).end();
        for (n, line) in lines.iter().enumerate() {
            let mut tags = codec::line(out).tag("batch", &name);
            if line.joined {
                tags = tags.tag(CONCAT_TAG, "");
            }
            let mark = if n == 0 { self.mark } else { "" };
            source(tags, &event.by).command(verb).param(target).trailing_parts(&[mark, line.words]);
        }
        let mut end = codec::line(out);
        if let Some(outer) = view.batch {
            end = end.tag("batch", outer);
        }
        end.source(view.server).command("BATCH").param(&format!("-{name}")).end();
    }
}

/// `REDACT` for who knows it (<https://ircv3.net/specs/extensions/message-redaction>), nothing for others.
pub(super) fn deleted(
    view: &View<'_>,
    target: &str,
    event: &Event,
    number: Number,
    reason: &str,
    out: &mut Vec<u8>,
) {
    if !view.caps.has(Caps::REDACTION) {
        return;
    }
    let line = sourced(view, event, out).command("REDACT").param(target).param(&id_of(event, number));
    if reason.is_empty() {
        line.end()
    } else {
        line.trailing(reason)
    };
}

/// `TAGMSG` with the reaction and the message it is on, for who gets tags.
pub(super) fn reacted(
    view: &View<'_>,
    target: &str,
    event: &Event,
    number: Number,
    (reaction, sign): (&str, Sign),
    out: &mut Vec<u8>,
) {
    if !view.caps.has(Caps::TAGS) {
        return;
    }
    let key = match sign {
        Sign::Plus => "+draft/react",
        Sign::Minus => "+draft/unreact",
    };
    let tags = start(view, event, true, out).tag(key, reaction).tag("+draft/reply", &id_of(event, number));
    source(tags, &event.by).command("TAGMSG").param(target).end();
}

/// `TAGMSG` with the tags that were kept, for who gets tags.
pub(super) fn tagged(view: &View<'_>, target: &str, event: &Event, tags: &str, out: &mut Vec<u8>) {
    if !view.caps.has(Caps::TAGS) {
        return;
    }
    let mut line = start(view, event, true, out);
    for tag in Tags::from_raw(tags).unique() {
        line = line.tag(tag.key, &tag.value());
    }
    source(line, &event.by).command("TAGMSG").param(target).end();
}

/// The id of another event of the same room.
fn id_of(event: &Event, number: Number) -> String {
    MessageId { room: event.room, number }.to_string()
}
