//! Coming to rest: what must be true when nothing is under way, and when nobody is there any more.

use crate::store::Faults;
use crate::world::World;
use parlor_engine::{Ending, In};
use parlor_model::Text;

/// More than any run needs to come to rest.
const TURNS_MAX: usize = 5_000;

impl World {
    /// Lets everything that is under way come to its end, on a disk that works.
    pub(crate) fn drain(&mut self) {
        let faults = std::mem::take(&mut self.store.faults);
        for turn in 0..TURNS_MAX {
            self.turn_quietly();
            if let Some(input) = self.store.work(&mut self.dice) {
                self.put(input);
            } else if self.store.is_idle() {
                self.put(In::Tick);
                self.turn_quietly();
                if self.store.is_idle() {
                    break;
                }
            }
            assert!(turn + 1 < TURNS_MAX, "the house does not come to rest");
        }
        self.store.faults = faults;
    }

    /// Nothing is under way: the engine, what was told and what is kept are the same.
    pub(crate) fn compare(&mut self) {
        self.put(In::Tick);
        self.turn_quietly();
        if !self.store.is_idle() {
            return;
        }
        self.summary.compared += 1;
        self.witness.check_idle(&self.store.kept, &self.shard);
        for seat in &self.seats {
            assert!(seat.open.is_empty(), "never answered: {:?}", seat.open);
        }
        let report = self.engine.idle_report();
        assert!(report.is_empty(), "nothing is under way, but: {report:#?}");
        let kept = &self.store.kept;
        for (id, log) in &kept.rooms {
            assert_eq!(self.engine.room(*id), Some(&log.room), "the engine has another room than was kept");
        }
        let ids = self.engine.room_ids();
        assert!(ids.iter().all(|id| kept.rooms.contains_key(id)), "a room that was never kept: {ids:?}");
        assert_eq!(self.engine.directory(), &kept.accounts, "other accounts than were kept");
    }

    fn turn_quietly(&mut self) {
        for out in self.engine.take() {
            self.trace.output(self.now, &out);
            self.do_it(out);
        }
    }

    /// The end of a run: every write is asked after, everyone goes, and nothing may be left.
    pub(crate) fn finish(&mut self) {
        self.store.faults = Faults::default();
        self.trace.say(self.now, "the disk works from now on");
        self.drain();
        self.compare();
        self.ask_after_writes();
        self.drain();
        self.compare();
        for at in 0..self.seats.len() {
            let how =
                if self.dice.chance(500) { Ending::Quit(Text::none()) } else { Ending::Broken(Text::none()) };
            self.leave(at, &how);
        }
        self.drain();
        self.now = self.now.plus(60_000);
        self.drain();
        self.compare();
        assert_eq!(self.engine.present(), 0, "nobody is there, and somebody is counted");
        for (id, log) in &self.store.kept.rooms {
            let guest = log.room.members.values().find(|m| m.who.is_guest());
            assert!(guest.is_none(), "a guest stays in {id:?} for ever: {guest:?}");
        }
    }

    /// What became of an unconfirmed write can be asked, for ever.
    fn ask_after_writes(&mut self) {
        for write in 0..self.writes.len() {
            if let Some(at) = (0..self.seats.len()).find(|at| self.may_write(*at, write)) {
                let (person, key) = (self.writes[write].person, self.writes[write].key.clone());
                let there = self.store.kept.find_key(person, &key);
                self.try_write(at, write);
                self.drain();
                let done = self.writes[write].done;
                assert!(there.is_none() || there == done, "kept, and not said so: {:?}", self.writes[write]);
            }
        }
    }
}
