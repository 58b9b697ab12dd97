//! PRIVMSG and NOTICE, to rooms and people.

use crate::codec::Message;
use crate::codec::numerics::{
    ERR_INPUTTOOLONG, ERR_NORECIPIENT, ERR_NOTEXTTOSEND, ERR_TOOMANYTARGETS, RPL_AWAY,
};
use crate::codec::tags::Tags;
use crate::commands::editing::{self, EDIT_TAG};
use crate::commands::playback;
use crate::commands::tagging::{self, Found, Then};
use crate::modes::{UserModes, role_marked};
use crate::pending::What;
use crate::refusals::{self, About};
use crate::render::{lines, messages};
use crate::services::{self, Service};
use crate::turn::{Turn, safe, text_of};
use parlor_model::{Command, Manner, MessageId, Number, Refusal, Role, RoomName, Text};
use parlor_server::{Answer, Ask, Look, Reply, RoomRef};

/// One message to one target.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    /// NOTICE: never answered by a program, so no refusal is told (RFC 2812 section 3.3.2).
    notice: bool,
    room: RoomRef,
    /// The target as the client wrote it.
    target: Box<str>,
    manner: Manner,
    text: Text,
    to_role: Role,
    reply_to: Option<Number>,
    /// Client-only tags as they were sent.
    tags: Option<Text>,
}

impl Speech {
    /// The target as the client wrote it.
    pub(crate) fn target(&self) -> &str {
        &self.target
    }

    /// The same as an answer to a message, or to none.
    pub(crate) fn answering(self, reply_to: Option<Number>) -> Self {
        Self { reply_to, ..self }
    }
}

/// `PRIVMSG target,target :text`.
pub(crate) fn privmsg(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    speak(turn, msg, false);
}

/// `NOTICE target,target :text`.
pub(crate) fn notice(turn: &mut Turn<'_, '_>, msg: &Message<'_>) {
    speak(turn, msg, true);
}

fn speak(turn: &mut Turn<'_, '_>, msg: &Message<'_>, notice: bool) {
    let Some(targets) = msg.params.first().filter(|targets| !targets.is_empty()) else {
        if !notice {
            turn.numeric(ERR_NORECIPIENT, &[], "No recipient given (PRIVMSG)");
        }
        return;
    };
    let text = msg.params.at(1).unwrap_or_default();
    let words = Words::of(turn, text, &msg.tags, notice);
    if words.text.is_empty() {
        if !notice {
            turn.numeric(ERR_NOTEXTTOSEND, &[], "No text to send");
        }
        return;
    }
    for (at, target) in targets.split(',').filter(|target| !target.is_empty()).enumerate() {
        if at >= turn.desk.rules().irc.targets_max {
            if !notice {
                turn.numeric(ERR_TOOMANYTARGETS, &[safe(target)], "Too many targets");
            }
            return;
        }
        speak_to(turn, target, &words);
    }
}

/// What is said, whoever it is said to.
pub(crate) struct Words {
    notice: bool,
    manner: Manner,
    text: Text,
    /// Client-only tags as they were sent, and the house's own about the message.
    tags: Option<Text>,
    /// The message it answers, if it is one of the target's.
    answers: Option<MessageId>,
    /// The message whose words these are from now on.
    edits: Option<Box<str>>,
    /// It may have more than one line of IRC.
    lines: bool,
}

impl Words {
    fn of(turn: &Turn<'_, '_>, text: &str, sent: &Tags<'_>, notice: bool) -> Self {
        let (manner, text) = manner_of(text, notice);
        let mut kept = tagging::relayed_tags(turn, sent);
        if turn.seat.modes.has(UserModes::BOT) {
            // Said with the message, so that history says it too (IRCv3 bot-mode).
            add_tag(&mut kept, "bot");
        }
        let answers = sent.get("+draft/reply").or_else(|| sent.get("+reply"));
        let answers = answers.and_then(|id| MessageId::parse(&id));
        let tags = (!kept.is_empty()).then(|| text_of(&kept));
        let edits = sent.get(EDIT_TAG).filter(|_| manner == Manner::Say).map(|id| (*id).into());
        Self { notice, manner, text: text_of(text), tags, answers, edits, lines: false }
    }

    /// The words.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// A message of several lines; `joints`: where one of them begins that belongs to the one before.
    pub(crate) fn of_lines(
        turn: &Turn<'_, '_>,
        text: &str,
        tags: &str,
        notice: bool,
        joints: &[usize],
    ) -> Self {
        let mut words = Self::of(turn, text, &Tags::from_raw(tags), notice);
        words.lines = true;
        if let Some(tag) = lines::joints_tag(text, joints) {
            let mut kept = words.tags.as_deref().unwrap_or_default().to_owned();
            add_tag(&mut kept, &tag);
            words.tags = Some(text_of(&kept));
        }
        words
    }
}

/// Puts a tag that is written as it is kept before others.
pub(crate) fn add_tag(section: &mut String, tag: &str) {
    section.insert_str(0, if section.is_empty() { "" } else { ";" });
    section.insert_str(0, tag);
}

/// Says it to one target.
pub(crate) fn speak_to(turn: &mut Turn<'_, '_>, target: &str, words: &Words) {
    let Words { notice, manner, .. } = *words;
    if let Some(service) = Service::named(target) {
        // A service answers with notices, and takes none.
        if !notice {
            services::asked(turn, service, &words.text);
        }
        return;
    }
    if playback::is_player(target) {
        if !notice {
            playback::asked(turn, &words.text);
        }
        return;
    }
    let Some((room, to_role)) = addressed(turn, target, notice) else { return };
    // What would reach others as two lines was meant as one: its sender can divide it better.
    let fits = turn.seat.me.as_ref().map(|me| messages::room_for(me, target, manner));
    if !words.lines && fits.is_some_and(|bytes_max| words.text.len() > bytes_max) {
        return turn.numeric(
            ERR_INPUTTOOLONG,
            &[],
            "Input line was too long: it would not reach others whole",
        );
    }
    if let Some(id) = &words.edits {
        return editing::edit(turn, target, room, words, id);
    }
    let target = target.into();
    let (text, tags) = (words.text.clone(), words.tags.clone());
    let speech = Speech { notice, room, target, manner, text, to_role, reply_to: None, tags };
    match words.answers.map(|id| (id, tagging::find(turn, &speech.room, id))) {
        None | Some((_, Found::Elsewhere)) => say(turn, speech, false),
        Some((id, Found::Here)) => say(turn, speech.answering(Some(id.number)), false),
        Some((id, Found::Unsure)) => {
            let room = speech.room.clone();
            tagging::locate(turn, id, room, Then::Say(speech));
        }
    }
}

/// What a text is meant as: CTCP stands between two bytes 1, of which clients leave the second out now and then.
fn manner_of(text: &str, notice: bool) -> (Manner, &str) {
    let Some(ctcp) = text.strip_prefix('\u{1}') else {
        return (if notice { Manner::Notice } else { Manner::Say }, text);
    };
    let ctcp = ctcp.strip_suffix('\u{1}').unwrap_or(ctcp);
    match ctcp.strip_prefix("ACTION ") {
        Some(action) if !notice && !action.is_empty() => (Manner::Action, action),
        _ if notice => (Manner::CtcpReply, ctcp),
        _ => (Manner::Ctcp, ctcp),
    }
}

/// The room or person that a target names, and the lowest role it is for (STATUSMSG).
fn addressed(turn: &mut Turn<'_, '_>, target: &str, notice: bool) -> Option<(RoomRef, Role)> {
    let name = target.trim_start_matches(|mark| role_marked(mark).is_some());
    if !name.starts_with('#') {
        return Some((RoomRef::Direct(target.into()), Role::Plain));
    }
    let marks = target.strip_suffix(name).unwrap_or_default();
    let to_role = marks.chars().filter_map(role_marked).min().unwrap_or(Role::Plain);
    let room =
        if notice { RoomName::parse(name, &turn.desk.rules().names).ok()? } else { turn.room_name(name)? };
    Some((RoomRef::Named(room), to_role))
}

/// Asks the house to keep it.
pub(crate) fn say(turn: &mut Turn<'_, '_>, speech: Speech, chained: bool) {
    let Speech { manner, to_role, reply_to, .. } = speech;
    let (text, tags) = (speech.text.clone(), speech.tags.clone());
    let command = Command::Say { manner, text, reply_to, to_role, tags };
    let away = (reply_to.is_none()).then(|| away_look(&speech)).flatten();
    let ask = Ask::Room { room: speech.room.clone(), command, key: None };
    let token = turn.desk.ask(ask);
    turn.expect(token, What::Said(Box::new(speech)), chained);
    if let Some(look) = away {
        let token = turn.desk.ask(look);
        turn.expect(token, What::AwayOf, chained);
    }
}

/// The question whether who is written to is away; notices are not answered.
fn away_look(speech: &Speech) -> Option<Ask> {
    match &speech.room {
        RoomRef::Direct(nick) if !speech.notice => Some(Ask::Look(Look::Person(nick.clone()))),
        RoomRef::Direct(_) | RoomRef::Named(_) | RoomRef::Id(_) => None,
    }
}

/// A message was answered; its echo was told just before.
pub(crate) fn said(turn: &mut Turn<'_, '_>, speech: Speech, reply: Reply) {
    let asked_away = speech.reply_to.is_none() && away_look(&speech).is_some();
    if let Reply::Answer(Answer::Done { .. }) = reply {
        if let Some(look) = away_look(&speech).filter(|_| !asked_away) {
            turn.ask_on(look, What::AwayOf);
        }
        return;
    }
    if asked_away {
        turn.seat.pending.forget_next();
    }
    let gone =
        matches!(reply, Reply::Answer(Answer::Refused(Refusal::NoSuchMessage(_) | Refusal::Deleted(_))));
    if gone && speech.reply_to.is_some() {
        // What it answers is not there (any more): the words are said all the same.
        return say(turn, speech.answering(None), true);
    }
    if !speech.notice {
        refusals::unanswered(turn, &About { verb: "PRIVMSG", target: &speech.target }, &reply);
    }
}

/// Somebody written to, or invited, may be away.
pub(crate) fn away_of(turn: &mut Turn<'_, '_>, reply: Reply) {
    let Reply::Answer(Answer::Person(person)) = reply else { return };
    if let Some(away) = &person.away {
        turn.numeric(RPL_AWAY, &[person.who.nick.as_str()], away);
    } else if person.auto_away {
        turn.numeric(RPL_AWAY, &[person.who.nick.as_str()], "Not connected");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ctcp_is_told_from_talk() {
        for (text, notice, manner, inner) in [
            ("hi", false, Manner::Say, "hi"),
            ("hi", true, Manner::Notice, "hi"),
            ("\u{1}ACTION waves\u{1}", false, Manner::Action, "waves"),
            ("\u{1}ACTION waves", false, Manner::Action, "waves"),
            ("\u{1}ACTION\u{1}", false, Manner::Ctcp, "ACTION"),
            ("\u{1}VERSION\u{1}", false, Manner::Ctcp, "VERSION"),
            ("\u{1}VERSION x\u{1}", true, Manner::CtcpReply, "VERSION x"),
            ("\u{1}\u{1}", false, Manner::Ctcp, ""),
        ] {
            assert_eq!(manner_of(text, notice), (manner, inner));
        }
    }
}
