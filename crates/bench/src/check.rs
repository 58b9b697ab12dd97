//! Whether every listener got every message of every sender once, and in that sender's order.

use std::collections::HashSet;

use serde::Serialize;

use crate::stamp::Stamp;

/// A run that lost more than this is broken; it need not be known by how much.
const MISSING_MAX: usize = 1_000_000;
const SAMPLES_MAX: usize = 5;

/// What went wrong with deliveries. A run with any is no measurement.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Faults {
    /// Messages a listener never got.
    pub lost: u64,
    /// Messages a listener got again.
    pub doubled: u64,
    /// Messages a listener got after a later one of the same sender.
    pub reordered: u64,
    /// Messages a listener got though it is not in their room.
    pub strayed: u64,
    /// The first few, in words.
    pub samples: Vec<String>,
}

impl Faults {
    /// Whether everything was in order.
    pub fn none(&self) -> bool {
        self.lost + self.doubled + self.reordered + self.strayed == 0
    }

    fn note(&mut self, words: impl FnOnce() -> String) {
        if self.samples.len() < SAMPLES_MAX {
            self.samples.push(words());
        }
    }
}

/// Rooms of equal size, in each of which the first few members speak.
///
/// Members are counted through all rooms: those of room `r` are `r * members .. (r + 1) * members`.
#[derive(Clone, Copy, Debug)]
pub struct Groups {
    /// How many rooms there are.
    pub rooms: usize,
    /// Members of each.
    pub members: usize,
    /// How many of them speak.
    pub senders: usize,
}

impl Groups {
    /// Members of all rooms.
    pub fn all(self) -> usize {
        self.rooms * self.members
    }

    /// Where a sender is counted among all senders.
    pub fn sender(self, member: usize) -> usize {
        member / self.members * self.senders + member % self.members
    }
}

/// Follows what each listener hears.
pub struct Checker {
    groups: Groups,
    /// For each listener and sender of its room, the number expected next.
    next: Vec<u32>,
    /// Listener, sender and number of what was skipped and has not come since.
    missing: HashSet<(u32, u32, u32)>,
    faults: Faults,
}

impl Checker {
    /// Nobody has said anything yet.
    pub fn new(groups: Groups) -> Checker {
        Checker {
            groups,
            next: vec![0; groups.all() * groups.senders],
            missing: HashSet::new(),
            faults: Faults::default(),
        }
    }

    /// A listener got a message.
    #[inline]
    pub fn heard(&mut self, listener: usize, stamp: Stamp) {
        let Groups { members, senders, .. } = self.groups;
        let sender = stamp.sender as usize;
        let lane = sender.wrapping_sub(listener / members * members);
        if lane < senders
            && let Some(next) = self.next.get_mut(listener * senders + lane)
        {
            if *next == stamp.number {
                *next += 1;
            } else {
                self.out_of_step(listener, lane, stamp);
            }
        } else {
            self.faults.strayed += 1;
            self.faults.note(|| format!("listener {listener} got what {sender} said in another room"));
        }
    }

    #[cold]
    fn out_of_step(&mut self, listener: usize, lane: usize, stamp: Stamp) {
        let Stamp { sender, number, .. } = stamp;
        let Some(next) = self.next.get_mut(listener * self.groups.senders + lane) else { return };
        let who = u32::try_from(listener).unwrap_or(u32::MAX);
        let expected = *next;
        if number > expected {
            let room = MISSING_MAX.saturating_sub(self.missing.len());
            self.missing.extend((expected..number).take(room).map(|number| (who, sender, number)));
            *next = number + 1;
            self.faults
                .note(|| format!("listener {listener} got {number} of sender {sender}, not {expected}"));
        } else if self.missing.remove(&(who, sender, number)) {
            self.faults.reordered += 1;
        } else {
            self.faults.doubled += 1;
            self.faults.note(|| format!("listener {listener} got {number} of sender {sender} again"));
        }
    }

    /// What is wrong, now that nothing more will come.
    ///
    /// `sent` says how many messages each sender sent, counted as [`Groups::sender`] does. A sender hears itself only
    /// where the dialect `echoes`. Of a listener that is `excused` nothing is expected.
    pub fn finish(mut self, sent: &[u32], echoes: bool, excused: impl Fn(usize) -> bool) -> Faults {
        let Groups { members, senders, .. } = self.groups;
        self.missing.retain(|(listener, _, _)| !excused(*listener as usize));
        self.faults.lost += self.missing.len() as u64;
        for listener in (0..self.groups.all()).filter(|listener| !excused(*listener)) {
            for lane in 0..senders {
                let sender = listener / members * members + lane;
                if sender == listener && !echoes {
                    continue;
                }
                let next = self.next.get(listener * senders + lane).copied().unwrap_or(0);
                let sent = sent.get(self.groups.sender(sender)).copied().unwrap_or(0);
                let lost = sent.saturating_sub(next);
                self.faults.lost += u64::from(lost);
                if lost > 0 {
                    self.faults
                        .note(|| format!("listener {listener} lacks the last {lost} of sender {sender}"));
                }
            }
        }
        self.faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rooms of three, in each of which the first two speak.
    const GROUPS: Groups = Groups { rooms: 2, members: 3, senders: 2 };

    /// What is found when `sender` said `sent` messages and listener 5 hears `numbers` of them.
    fn faults(sender: u32, sent: u32, numbers: &[u32]) -> Faults {
        let mut checker = Checker::new(GROUPS);
        for number in numbers {
            checker.heard(5, Stamp { sender, number: *number, sent: 0 });
        }
        let mut all = [0; 4];
        if let Some(of_this) = all.get_mut(GROUPS.sender(sender as usize)) {
            *of_this = sent;
        }
        checker.finish(&all, false, |listener| listener != 5)
    }

    fn counts(faults: &Faults) -> [u64; 4] {
        [faults.lost, faults.doubled, faults.reordered, faults.strayed]
    }

    #[test]
    fn each_once_and_in_order_is_right() {
        assert!(faults(3, 3, &[0, 1, 2]).none());
        assert!(faults(4, 3, &[0, 1, 2]).none());
    }

    #[test]
    fn a_lost_message_is_found_wherever_it_was() {
        assert_eq!(counts(&faults(4, 3, &[1, 2])), [1, 0, 0, 0]);
        assert_eq!(counts(&faults(4, 3, &[0, 2])), [1, 0, 0, 0]);
        assert_eq!(counts(&faults(4, 3, &[0])), [2, 0, 0, 0]);
        assert_eq!(counts(&faults(4, 3, &[])), [3, 0, 0, 0]);
    }

    #[test]
    fn a_doubled_message_is_found() {
        assert_eq!(counts(&faults(4, 2, &[0, 0, 1])), [0, 1, 0, 0]);
        assert_eq!(counts(&faults(4, 2, &[0, 1, 0, 1])), [0, 2, 0, 0]);
    }

    #[test]
    fn a_reordered_message_is_neither_lost_nor_doubled() {
        assert_eq!(counts(&faults(4, 3, &[1, 0, 2])), [0, 0, 1, 0]);
        assert_eq!(counts(&faults(4, 3, &[2, 0, 1, 1])), [0, 1, 2, 0]);
    }

    #[test]
    fn what_belongs_in_another_room_is_found() {
        assert_eq!(counts(&faults(0, 0, &[0])), [0, 0, 0, 1]);
        // Member 5 is no sender.
        assert_eq!(counts(&faults(5, 0, &[0])), [0, 0, 0, 1]);
        assert_eq!(counts(&faults(900, 0, &[0])), [0, 0, 0, 1]);
    }

    #[test]
    fn a_sender_hears_itself_only_where_it_is_echoed() {
        let finish = |echoes| Checker::new(GROUPS).finish(&[1, 0, 0, 0], echoes, |_| false).lost;
        assert_eq!((finish(false), finish(true)), (2, 3));
    }

    #[test]
    fn of_who_is_excused_nothing_is_expected() {
        let mut checker = Checker::new(GROUPS);
        checker.heard(5, Stamp { sender: 3, number: 1, sent: 0 });
        assert!(checker.finish(&[0, 0, 2, 0], true, |listener| listener >= 3).none());
    }

    #[test]
    fn faults_are_told_in_words() {
        let faults = faults(4, 4, &[1, 1]);
        assert_eq!(
            faults.samples,
            [
                "listener 5 got 1 of sender 4, not 0",
                "listener 5 got 1 of sender 4 again",
                "listener 5 lacks the last 2 of sender 4"
            ]
        );
    }
}
