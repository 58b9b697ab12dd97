//! The connections that hear what is gathered in their own time: those who did some of it, and those who came in meanwhile.

use super::listeners::Index;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker {
    pub(super) index: Index,
    /// So many of the events it has heard, or is not to hear.
    pub(super) heard: usize,
}

/// All of them, in the order of their first words.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    all: Vec<Speaker>,
    /// For each connection one more than its place above; 0, or nothing: it has none. When a thousand come in at once,
    /// nobody is searched for among all others.
    places: Vec<u32>,
}

impl Speakers {
    pub(super) fn all(&self) -> &[Speaker] {
        &self.all
    }

    /// Where this connection stands among them.
    pub(super) fn place(&self, index: Index) -> Option<usize> {
        (*self.places.get(index as usize)? as usize).checked_sub(1)
    }

    /// The place of this connection, which has heard so many events unless it has a place already.
    pub(super) fn add(&mut self, index: Index, heard: usize) -> usize {
        if let Some(place) = self.place(index) {
            return place;
        }
        self.all.push(Speaker { index, heard });
        let at = index as usize;
        if self.places.len() <= at {
            self.places.resize(at + 1, 0);
        }
        // There are no more of them than connections, whose indices are as long.
        self.places[at] = self.all.len() as u32;
        self.all.len() - 1
    }

    /// The one at this place has heard so many events.
    pub(super) fn has_heard(&mut self, place: usize, events: usize) {
        self.all[place].heard = events;
    }

    /// Everyone has heard everything.
    pub(super) fn clear(&mut self) {
        for speaker in self.all.drain(..) {
            self.places[speaker.index as usize] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_again_keeps_the_place_until_all_is_told() {
        let mut speakers = Speakers::default();
        assert_eq!((speakers.add(7, 0), speakers.add(2, 3), speakers.add(7, 5)), (0, 1, 0));
        speakers.has_heard(0, 4);
        let heard =
            |speakers: &Speakers| speakers.all().iter().map(|s| (s.index, s.heard)).collect::<Vec<_>>();
        assert_eq!(heard(&speakers), [(7, 4), (2, 3)]);
        assert_eq!([1, 2, 7, 8].map(|index| speakers.place(index)), [None, Some(1), Some(0), None]);
        speakers.clear();
        assert_eq!([2, 7].map(|index| speakers.place(index)), [None, None]);
        assert_eq!((speakers.add(2, 1), heard(&speakers)), (0, vec![(2, 1)]));
    }
}
