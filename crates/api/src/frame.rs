//! The frames of a stream: one JSON object each.

use crate::{Answer, Ask, Event, Problem, Signal};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// What a server sends over a stream.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Frame {
    /// An answer.
    Answered(Answered),
    /// Something happened.
    Event(Box<Event>),
    /// Something is told that is not kept.
    Signal(Box<Signal>),
    /// Some events are left out: read them from the history.
    Gap {
        /// Which.
        gap: Gap,
    },
    /// One has read too slowly: what was missed comes from the log now, in order, up to `live`.
    Behind {
        /// Where, and how far.
        behind: Gap,
    },
    /// A cursor cannot be resumed from: the room is not there any more, or one may not read it any more.
    Lost {
        /// Which.
        lost: Lost,
    },
    /// What came after a cursor, or was missed, has been told; from here on it is live.
    Live {
        /// Where.
        live: Live,
    },
    /// Frames come faster than the house takes them; they are taken, only slower.
    Slowed {
        /// How fast it takes them.
        slowed: Slowed,
    },
    /// Are you there? Any frame, or an empty line, answers.
    Ping {
        /// Nothing.
        ping: Empty,
    },
    /// The last word.
    Bye {
        /// Why.
        bye: Bye,
    },
}

/// An answer to the ask with this id. The door's own first question, to be let in, has the id 0.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Answered {
    /// The id of the ask; absent where the frame had none that could be read.
    pub re: Option<u64>,
    /// The answer.
    #[serde(flatten)]
    pub answer: Answer,
}

/// A stretch of numbers, both ends included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Gap {
    /// Which room.
    pub room: String,
    /// Its id.
    pub room_id: String,
    /// The first number.
    pub from: u64,
    /// The last.
    pub to: u64,
}

/// A room that cannot be resumed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Lost {
    /// Which room, as it was asked for.
    pub room: String,
    /// Why not.
    pub problem: Problem,
}

/// A room is live from after this number on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Live {
    /// Which room.
    pub room: String,
    /// Its id.
    pub room_id: String,
    /// Everything up to this number was told, as far as one may hear of it.
    pub after: u64,
}

/// See [`Frame::Slowed`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Slowed {
    /// Frames a second in the long run.
    pub per_second: f64,
}

/// Nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Empty {}

/// Why the house ends the connection.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bye {
    /// A stable word: `stopping`, `silent`, `not_reading`, `no_name`, `killed`, `banned`, `account_ended`,
    /// `logged_out`, `not_let_in`.
    pub code: String,
    /// The same in words.
    pub why: String,
}

/// A frame that is none.
#[derive(Clone, PartialEq, Debug)]
pub struct BadFrame {
    /// Its id, where it had one.
    pub id: Option<u64>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// Reads a client's frame: `{"id": 7, "say": {…}}`. The id is a number that the client chooses, from 1 on.
///
/// # Errors
/// [`BadFrame`] says what is wrong with it.
pub fn parse(frame: &[u8]) -> Result<(u64, Ask), Box<BadFrame>> {
    let bad = |id, why: String| Box::new(BadFrame { id, problem: Problem::bad_request(&why) });
    let value: Value = serde_json::from_slice(frame).map_err(|e| bad(None, format!("not JSON: {e}")))?;
    let Value::Object(mut fields) = value else { return Err(bad(None, "a frame is an object".into())) };
    let id = fields.remove("id").as_ref().and_then(Value::as_u64);
    let Some(id) = id else { return Err(bad(None, "a frame has an `id`, a whole number".into())) };
    let mut fields = fields.into_iter();
    let (Some((verb, asked)), None) = (fields.next(), fields.next()) else {
        return Err(bad(Some(id), "a frame has an `id` and one thing asked".into()));
    };
    let ask = Value::Object(Map::from_iter([(verb, asked)]));
    match serde_json::from_value(ask) {
        Ok(ask) => Ok((id, ask)),
        Err(error) => Err(bad(Some(id), error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Nothing, Say};

    #[test]
    fn asks_are_read() {
        let (id, ask) = parse(br##"{"say":{"room":"#ops","text":"hi"},"id":7}"##).unwrap();
        let Ask::Say(Say { room, text, key: None, reply_to: None, .. }) = ask else { panic!("{ask:?}") };
        assert_eq!((id, room.as_str(), text.as_str()), (7, "#ops", "hi"));
        assert_eq!(parse(br#"{"id":1,"fence":{}}"#), Ok((1, Ask::Fence(Nothing {}))));
    }

    #[test]
    fn what_is_no_ask_is_refused_with_words() {
        for (frame, id, words) in [
            ("", None, "not JSON"),
            ("[1]", None, "a frame is an object"),
            ("{\"say\":{}}", None, "`id`"),
            ("{\"id\":-1,\"fence\":{}}", None, "`id`"),
            ("{\"id\":1}", Some(1), "one thing asked"),
            ("{\"id\":1,\"fence\":{},\"rooms\":{}}", Some(1), "one thing asked"),
            ("{\"id\":1,\"sing\":{}}", Some(1), "unknown variant `sing`"),
            ("{\"id\":1,\"say\":{\"room\":\"#a\"}}", Some(1), "missing field `text`"),
            ("{\"id\":1,\"join\":{\"room\":\"#a\",\"kee\":\"\"}}", Some(1), "unknown field `kee`"),
        ] {
            let bad = parse(frame.as_bytes()).unwrap_err();
            assert_eq!(bad.id, id, "{frame}");
            assert!(bad.problem.detail.contains(words), "{frame}: {}", bad.problem.detail);
        }
    }

    #[test]
    fn an_answer_reads_back() {
        let text = r#"{"re":7,"done":{"number":12,"message_id":"1-c"}}"#;
        let frame: Frame = serde_json::from_str(text).unwrap();
        assert!(matches!(&frame, Frame::Answered(Answered { re: Some(7), answer: Answer::Done(_) })));
        assert_eq!(serde_json::to_string(&frame).unwrap(), text);
    }
}
