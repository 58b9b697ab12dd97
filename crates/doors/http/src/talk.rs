//! A conversation with a seat: frames go in, frames come out.

use crate::problems::Refused;
use crate::seat::Begin;
use parlor_api::{Answer, Answered, Ask, Bye, Entered, Frame, Problem};
use parlor_server::Pipe;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::OwnedMutexGuard;

/// An open pipe, and what came out of it in part. Dropped: the connection is over; a guest may come back within the
/// grace.
pub(crate) struct Talk {
    pipe: Pipe,
    /// Let go of after the pipe: who has the next turn finds this one gone.
    turn: Option<OwnedMutexGuard<()>>,
    /// Bytes of a frame that is not whole yet.
    half: Vec<u8>,
    frames: VecDeque<Vec<u8>>,
    next_id: u64,
    me: Option<Entered>,
}

/// How long an answer may take. The house answers at once; the store may be busy, passwords take their time.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Asked<'a> {
    id: u64,
    #[serde(flatten)]
    ask: &'a Ask,
}

/// Whether a frame is an answer, and to what.
#[derive(Deserialize)]
struct Heading {
    re: Option<u64>,
}

impl Talk {
    pub(crate) fn new(pipe: Pipe, turn: Option<OwnedMutexGuard<()>>) -> Self {
        Self { pipe, turn, half: Vec::new(), frames: VecDeque::new(), next_id: 0, me: None }
    }

    /// Waits to be let in.
    pub(crate) async fn come_in(&mut self) -> Result<(), Refused> {
        match self.answer(0).await? {
            Answer::Entered(entered) => self.me = Some(entered),
            other => return Err(unexpected(other)),
        }
        Ok(())
    }

    /// Others of the same name need not wait for this one to end.
    pub(crate) fn end_turn(&mut self) {
        self.turn = None;
    }

    /// Who one is, once let in.
    pub(crate) const fn me(&self) -> Option<&Entered> {
        self.me.as_ref()
    }

    /// Asks, and waits for the answer; a refusal is an error. What is told meanwhile stays to be received.
    pub(crate) async fn ask(&mut self, ask: Ask) -> Result<Answer, Refused> {
        self.next_id += 1;
        let mut frame = serde_json::to_vec(&Asked { id: self.next_id, ask: &ask }).map_err(|error| {
            tracing::error!(%error, "a question could not be written");
            Problem::fault()
        })?;
        frame.push(b'\n');
        self.pipe.send(&frame);
        self.answer(self.next_id).await
    }

    async fn answer(&mut self, re: u64) -> Result<Answer, Refused> {
        let answer = tokio::time::timeout(ANSWER_TIMEOUT, self.find(re)).await;
        match answer.map_err(|_| Problem::fault())? {
            Some(Answer::Refused(problem)) => Err(problem.into()),
            Some(answer) => Ok(answer),
            None => Err(why_closed(self.frames.iter().map(Vec::as_slice)).into()),
        }
    }

    /// Takes the answer to this out of what comes; the rest stays in order.
    async fn find(&mut self, re: u64) -> Option<Answer> {
        let mut looked_at = 0;
        loop {
            while let Some(frame) = self.frames.get(looked_at) {
                let heading: Option<Heading> = serde_json::from_slice(frame).ok();
                if heading.is_some_and(|h| h.re == Some(re)) {
                    let frame = self.frames.remove(looked_at)?;
                    return serde_json::from_slice::<Answered>(&frame).ok().map(|a| a.answer);
                }
                looked_at += 1;
            }
            self.fill().await?;
        }
    }

    /// The next frame that is told. `None`: the house has closed the connection.
    pub(crate) async fn receive(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                return Some(frame);
            }
            self.fill().await?;
        }
    }

    /// Whether a frame is at hand without waiting.
    pub(crate) fn has_more(&self) -> bool {
        !self.frames.is_empty()
    }

    /// Waits for bytes. Nothing is lost when the waiting is given up.
    async fn fill(&mut self) -> Option<()> {
        // A stream waits here for most of its life: what it held of a crowd is let go of.
        if self.frames.is_empty() && self.frames.capacity() > 0 {
            self.frames = VecDeque::new();
        }
        let bytes = self.pipe.receive().await?;
        for piece in bytes.split_inclusive(|b| *b == b'\n') {
            self.half.extend_from_slice(piece);
            if self.half.last() == Some(&b'\n') {
                self.half.pop();
                self.frames.push_back(std::mem::take(&mut self.half));
            }
        }
        Some(())
    }

    /// The seat is to write server-sent events from now on: what comes out of the pipe is those, and nothing else.
    pub(crate) fn begin(self, begin: &Begin) -> Result<Pipe, Refused> {
        let begin = begin.to_bytes().map_err(|error| {
            tracing::error!(%error, "a stream could not be begun");
            Problem::fault()
        })?;
        self.pipe.send(&begin);
        Ok(self.pipe)
    }

    /// A sign of life.
    pub(crate) fn alive(&self) {
        self.pipe.send(b"\n");
    }
}

/// Why the house has closed the connection before it answered: its last word says so.
fn why_closed<'f>(frames: impl DoubleEndedIterator<Item = &'f [u8]>) -> Problem {
    let bye = frames.rev().find_map(|frame| match serde_json::from_slice(frame) {
        Ok(Frame::Bye { bye }) => Some(bye),
        Ok(_) | Err(_) => None,
    });
    let stopping = || Problem::new(503, "stopping", "The house is closing.").after_ms(5000);
    let Some(Bye { code, why }) = bye else { return stopping() };
    match code.as_str() {
        "killed" => Problem::new(403, "killed", &why),
        "banned" => Problem::new(403, "banned_from_house", &why),
        "account_ended" | "logged_out" => Problem::new(401, "session_over", &why),
        _ => stopping(),
    }
}

/// An answer of another kind than the question's.
pub(crate) fn unexpected(answer: Answer) -> Refused {
    match answer {
        Answer::Refused(problem) => problem.into(),
        other => {
            tracing::error!(kind = ?std::mem::discriminant(&other), "an answer of another kind was given");
            Problem::fault().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::why_closed;

    #[test]
    fn who_was_put_out_is_not_told_that_the_house_closes() {
        for (code, expected) in [
            ("killed", "403 killed"),
            ("banned", "403 banned_from_house"),
            ("account_ended", "401 session_over"),
            ("logged_out", "401 session_over"),
            ("stopping", "503 stopping"),
        ] {
            let bye = format!(r#"{{"bye":{{"code":"{code}","why":"because"}}}}"#);
            let frames: [&[u8]; 2] = [br#"{"ping":{}}"#, bye.as_bytes()];
            let problem = why_closed(frames.into_iter());
            assert_eq!(format!("{} {}", problem.status, problem.code), expected);
        }
        assert_eq!(why_closed([].into_iter()).status, 503);
    }
}
