//! How often things are sent to be kept.

use parlor_engine::SessionId;
use std::time::{Duration, Instant};

/// The least time between two batches: what a message may wait for others under load, where writing takes no longer.
const GATHER_MIN: Duration = Duration::from_millis(3);
/// The most, however long a shard takes to write to everyone: a room of thousands takes it so long.
const GATHER_MAX: Duration = Duration::from_millis(30);
/// The most where many ask, each for something else: those who were told last are not waited for.
const GATHER_MAX_OF_MANY: Duration = Duration::from_millis(10);
/// So many are many.
const MANY: u32 = 32;
/// The least where nobody is left to wait for, or one thing comes after one other: no crowd is there to fall into step.
const ALONE_MIN: Duration = Duration::from_micros(250);

/// The first batch after a rest goes at once. Under load so many things go together that one flush, and one write to each
/// listener, carries what came meanwhile: no batch is sent before the one before it can have been written to its
/// listeners and those who were last have answered, for which half as long again is left, or senders would fall into
/// step in several groups, each with writes of its own. When all who had something in the last batch have something
/// in this one there is nobody to wait for.
#[derive(Default)]
pub(super) struct Pace {
    sent_at: Option<Instant>,
    sent: Speakers,
    waiting: Speakers,
}

/// Who asked for the things of a batch: how many things, and a mark for each who did. Two may have the same mark; then a
/// batch goes a little early, or many are taken for a few less.
#[derive(Clone, Copy, Default)]
struct Speakers {
    things: usize,
    marks: u128,
}

impl Speakers {
    fn include(self, others: Self) -> bool {
        others.things > 0 && self.things >= others.things && self.marks & others.marks == others.marks
    }
}

/// One of 128. Connections are numbered on each shard from the same number on (Fibonacci hashing; Knuth, TAOCP 3, 6.4).
const fn mark(session: SessionId) -> u64 {
    session.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - u128::BITS.ilog2())
}

impl Pace {
    /// Somebody asked for something that is to be kept.
    pub(super) fn asked(&mut self, session: SessionId) {
        self.waiting.things += 1;
        self.waiting.marks |= 1 << mark(session);
    }

    /// How long what waits has yet to wait, when writing a turn to everyone takes that long; `None`: not at all.
    pub(super) fn wait(&self, writing: Duration, now: Instant) -> Option<Duration> {
        let one_by_one = self.sent.things == 1 && self.waiting.things == 1;
        let gather = if one_by_one || self.waiting.include(self.sent) {
            ALONE_MIN
        } else {
            let askers = self.sent.marks.count_ones().max(self.waiting.marks.count_ones());
            let most = if askers > MANY { GATHER_MAX_OF_MANY } else { GATHER_MAX };
            (writing * 3 / 2).clamp(GATHER_MIN, most)
        };
        let since = now.saturating_duration_since(self.sent_at?);
        gather.checked_sub(since).filter(|left| !left.is_zero())
    }

    /// Whether only such have spoken yet as spoke in the last batch: then the others of it are likely to come, too, and with
    /// the last of them it goes at once.
    pub(super) fn awaits_answers(&self) -> bool {
        self.waiting.marks & !self.sent.marks == 0
    }

    /// A batch was sent, if one was.
    pub(super) fn sent(&mut self, sent: bool, now: Instant) {
        if sent {
            self.sent_at = Some(now);
            self.sent = std::mem::take(&mut self.waiting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITING: Duration = Duration::from_millis(4);

    fn sent(speakers: &[u64], now: Instant) -> Pace {
        let mut pace = Pace::default();
        speak(&mut pace, speakers);
        pace.sent(true, now);
        pace
    }

    fn speak(pace: &mut Pace, speakers: &[u64]) {
        for speaker in speakers {
            pace.asked(SessionId(*speaker));
        }
    }

    #[test]
    fn the_first_goes_at_once() {
        let mut pace = Pace::default();
        speak(&mut pace, &[1]);
        assert_eq!(pace.wait(WRITING, Instant::now()), None);
    }

    #[test]
    fn what_comes_before_all_have_answered_waits_for_them() {
        let now = Instant::now();
        let mut pace = sent(&[1, 2, 3], now);
        speak(&mut pace, &[1, 3, 4]);
        assert_eq!(pace.wait(WRITING, now), Some(WRITING * 3 / 2));
        assert_eq!(pace.wait(WRITING, now + WRITING), Some(WRITING / 2));
        assert_eq!(pace.wait(WRITING, now + WRITING * 2), None);
        speak(&mut pace, &[2]);
        assert_eq!(pace.wait(WRITING, now + WRITING), None);
    }

    #[test]
    fn who_said_much_is_waited_for_until_it_is_as_much() {
        let now = Instant::now();
        let mut pace = sent(&[1, 1, 1], now);
        speak(&mut pace, &[1, 1]);
        assert!(pace.wait(WRITING, now + ALONE_MIN).is_some());
        assert!(pace.awaits_answers());
        speak(&mut pace, &[1]);
        assert_eq!(pace.wait(WRITING, now + ALONE_MIN), None);
        speak(&mut pace, &[2]);
        assert!(!pace.awaits_answers());
    }

    #[test]
    fn one_alone_does_not_get_a_flush_for_each_word() {
        let now = Instant::now();
        let mut pace = sent(&[1], now);
        speak(&mut pace, &[1]);
        assert_eq!(pace.wait(Duration::ZERO, now), Some(ALONE_MIN));
    }

    #[test]
    fn one_after_another_does_not_wait_for_a_crowd() {
        let now = Instant::now();
        let mut pace = sent(&[1], now);
        speak(&mut pace, &[2]);
        assert_eq!(pace.wait(WRITING, now), Some(ALONE_MIN));
        speak(&mut pace, &[3]);
        assert_eq!(pace.wait(WRITING, now), Some(WRITING * 3 / 2));
    }

    #[test]
    fn few_are_waited_for_as_long_as_writing_to_a_large_room_takes_and_a_crowd_is_not() {
        let (now, writing) = (Instant::now(), Duration::from_millis(18));
        let few: Vec<_> = (0..u64::from(MANY)).collect();
        let crowd: Vec<_> = (0..=u64::from(MANY)).collect();
        let mut pace = sent(&few, now);
        speak(&mut pace, &[900]);
        assert_eq!(pace.wait(writing, now), Some(writing * 3 / 2));
        assert_eq!(pace.wait(writing * 9, now), Some(GATHER_MAX));
        speak(&mut pace, &crowd);
        pace.sent(true, now);
        speak(&mut pace, &[900]);
        assert_eq!(pace.wait(writing, now), Some(GATHER_MAX_OF_MANY));
    }

    #[test]
    fn the_same_places_of_several_shards_have_marks_of_their_own() {
        let mut pace = Pace::default();
        for shard in 0..4 {
            for index in 0..30 {
                pace.asked(SessionId(shard << 56 | (index + 1) << 24 | index));
            }
        }
        assert!(pace.waiting.marks.count_ones() > MANY * 3 / 2, "{}", pace.waiting.marks.count_ones());
    }

    #[test]
    fn what_nobody_asked_for_is_not_waited_for_less() {
        let now = Instant::now();
        let mut pace = sent(&[], now);
        speak(&mut pace, &[1]);
        assert!(pace.wait(WRITING, now + ALONE_MIN).is_some());
    }
}
