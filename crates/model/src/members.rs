//! Who is in a room.

use crate::{Member, PersonId, Role, Roles};
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Index;

/// The members of a room, by who they are. Those with a role are found without a look at all others: a room may have a
/// hundred thousand, and be one in which only these see who comes.
#[derive(Clone, Debug, Default)]
pub struct Members {
    /// In order, in pieces that are neither empty nor longer than [`PIECE_MAX`]: who comes or goes moves only a piece, and
    /// nearly all that is held is members. (A tree of the standard library is half empty where newcomers come last.)
    pieces: Vec<Arc<Vec<Member>>>,
    len: usize,
    /// Voice or higher.
    ranked: BTreeSet<PersonId>,
}

/// Members in a piece, at most.
const PIECE_MAX: usize = 32;
/// A piece that must grow grows by so many.
const GROWTH: usize = 8;

impl Members {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// This member.
    #[must_use]
    pub fn get(&self, person: &PersonId) -> Option<&Member> {
        let (piece, at) = self.find(*person).ok()?;
        self.pieces.get(piece)?.get(at)
    }

    /// Whether they are a member.
    #[must_use]
    pub fn contains_key(&self, person: &PersonId) -> bool {
        self.find(*person).is_ok()
    }

    /// Every member, in order.
    pub fn values(&self) -> impl Iterator<Item = &Member> + Clone {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// Every member's id, in order.
    pub fn keys(&self) -> impl Iterator<Item = &PersonId> + Clone {
        self.values().map(|member| &member.who.person)
    }

    /// Both, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&PersonId, &Member)> + Clone {
        self.values().map(|member| (&member.who.person, member))
    }

    /// Where a member stands, or would.
    fn find(&self, person: PersonId) -> Result<(usize, usize), (usize, usize)> {
        let begins_later = |piece: &Arc<Vec<Member>>| piece.first().is_none_or(|m| m.who.person <= person);
        let at = self.pieces.partition_point(begins_later).saturating_sub(1);
        let Some(piece) = self.pieces.get(at) else { return Err((0, 0)) };
        match piece.binary_search_by_key(&person, |member| member.who.person) {
            Ok(place) => Ok((at, place)),
            Err(place) => Err((at, place)),
        }
    }

    /// All of them, as they are now.
    #[must_use]
    pub fn roster(&self) -> Roster {
        Roster { pieces: self.pieces.clone() }
    }

    /// A piece to alter; rosters keep what it was.
    fn piece(&mut self, at: usize) -> &mut Vec<Member> {
        let piece = &mut self.pieces[at];
        if Arc::get_mut(piece).is_none() {
            let mut copy = Vec::with_capacity(PIECE_MAX.min(piece.len() + GROWTH));
            copy.extend_from_slice(piece);
            *piece = Arc::new(copy);
        }
        Arc::make_mut(piece)
    }

    /// Takes somebody in, in place of who they were here before.
    pub(crate) fn insert(&mut self, member: Member) {
        self.note(member.who.person, member.roles);
        let (at, place) = match self.find(member.who.person) {
            Ok((at, place)) => return self.piece(at)[place] = member,
            Err(place) => place,
        };
        self.len += 1;
        if self.pieces.is_empty() {
            return self.pieces.push(Arc::new([member].into()));
        }
        // Newcomers come last, mostly: the piece before them stays full.
        if place == PIECE_MAX {
            let mut next = Vec::with_capacity(GROWTH);
            next.push(member);
            return self.pieces.insert(at + 1, Arc::new(next));
        }
        let piece = self.piece(at);
        if piece.len() < PIECE_MAX {
            if piece.len() == piece.capacity() {
                piece.reserve_exact(GROWTH);
            }
            return piece.insert(place, member);
        }
        let mut rest = piece.split_off(PIECE_MAX / 2);
        if place > PIECE_MAX / 2 {
            rest.reserve_exact(GROWTH);
            rest.insert(place - PIECE_MAX / 2, member);
        } else {
            piece.insert(place, member);
        }
        self.pieces.insert(at + 1, Arc::new(rest));
    }

    pub(crate) fn remove(&mut self, person: PersonId) -> Option<Member> {
        self.ranked.remove(&person);
        let (at, place) = self.find(person).ok()?;
        let piece = self.piece(at);
        let member = piece.remove(place);
        let left = piece.len();
        self.len -= 1;
        if left == 0 {
            self.pieces.remove(at);
        } else if left <= PIECE_MAX / 4 {
            self.join(at);
        }
        Some(member)
    }

    /// A short piece and one beside it become one where that leaves room to grow; what it holds for more is given back.
    fn join(&mut self, at: usize) {
        let fits = |left: usize| {
            let pair = self.pieces.get(left).zip(self.pieces.get(left + 1));
            pair.is_some_and(|(a, b)| a.len() + b.len() <= PIECE_MAX * 3 / 4)
        };
        let left = [Some(at), at.checked_sub(1)].into_iter().flatten().find(|left| fits(*left));
        if let Some(left) = left {
            let right = self.pieces.remove(left + 1);
            self.piece(left).append(&mut Arc::unwrap_or_clone(right));
        } else {
            self.piece(at).shrink_to(GROWTH);
        }
    }

    /// Changes a member's roles; nothing happens where there is no such member.
    pub(crate) fn change_roles(&mut self, person: PersonId, change: impl FnOnce(Roles) -> Roles) {
        let Ok((at, place)) = self.find(person) else { return };
        let member = &mut self.piece(at)[place];
        member.roles = change(member.roles);
        let roles = member.roles;
        self.note(person, roles);
    }

    fn note(&mut self, person: PersonId, roles: Roles) {
        if roles.highest() >= Role::Voice {
            self.ranked.insert(person);
        } else {
            self.ranked.remove(&person);
        }
    }

    /// Members with at least this role, in order.
    pub(crate) fn with_role(&self, role: Role) -> impl Iterator<Item = PersonId> + '_ {
        let everyone = (role <= Role::Plain).then(|| self.keys()).into_iter().flatten();
        let ranked = (role > Role::Plain).then(|| self.ranked.iter()).into_iter().flatten();
        let has = move |person: &PersonId| self.get(person).is_some_and(|m| m.roles.highest() >= role);
        everyone.chain(ranked.filter(move |person| has(person))).copied()
    }

    /// Members with any role, and this one, in order.
    pub(crate) fn ranked_and(&self, person: PersonId) -> impl Iterator<Item = &Member> {
        let own = (!self.ranked.contains(&person)).then_some(person);
        let ids = self.ranked.range(..person).copied().chain(own);
        ids.chain(self.ranked.range(person..).copied()).filter_map(|person| self.get(&person))
    }
}

/// Members as they were at one moment. Everyone who comes in is shown who is there: a roster costs a word for each
/// 32 of them, and whoever comes or goes later a copy of one piece.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    pieces: Vec<Arc<Vec<Member>>>,
}

impl Roster {
    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Member> + Clone {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }
}

impl FromIterator<Member> for Roster {
    fn from_iter<I: IntoIterator<Item = Member>>(all: I) -> Self {
        Self { pieces: Vec::from([Arc::new(all.into_iter().collect())]) }
    }
}

impl PartialEq for Members {
    /// Where pieces end makes no difference.
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.values().eq(other.values())
    }
}

impl Eq for Members {}

impl Index<&PersonId> for Members {
    type Output = Member;

    #[expect(clippy::expect_used, reason = "as of any map")]
    fn index(&self, person: &PersonId) -> &Member {
        self.get(person).expect("a member")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Time, Who};
    use alloc::collections::BTreeMap;
    use alloc::sync::Arc;

    fn member(person: u64, since: u64) -> Member {
        let who = Who { person: PersonId(person), ..Who::house() };
        Member { who: Arc::new(who), roles: Roles::NONE, since: Time(since) }
    }

    fn agree(members: &Members, map: &BTreeMap<u64, u64>) {
        let pieces = || members.pieces.iter().map(|piece| piece.len());
        assert!(pieces().all(|len| (1..=PIECE_MAX).contains(&len)), "{:?}", pieces().collect::<Vec<_>>());
        assert!(members.iter().map(|(id, m)| (id.0, m.since.0)).eq(map.iter().map(|(id, at)| (*id, *at))));
        assert_eq!(members.len(), map.len());
    }

    #[test]
    fn it_is_a_map_whoever_comes_and_goes() {
        let (mut members, mut map) = (Members::default(), BTreeMap::new());
        let (mut dice, mut roster) = (7_u64, None);
        for step in 0..6000_u64 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let person = (dice >> 33) % 400;
            // For a while more come than go, then more go than come.
            let comes = (dice >> 20) % 4 < if step / 1000 % 2 == 0 { 3 } else { 1 };
            if comes {
                members.insert(member(person, step));
                map.insert(person, step);
            } else {
                let gone = members.remove(PersonId(person)).map(|m| m.since.0);
                assert_eq!(gone, map.remove(&person));
            }
            assert_eq!(members.contains_key(&PersonId(person)), comes);
            if step % 50 == 0 {
                agree(&members, &map);
                let seen = |roster: &Roster| roster.iter().map(|m| m.since.0).collect::<Vec<_>>();
                let now = (members.roster(), map.values().copied().collect::<Vec<_>>());
                if let Some((before, as_it_was)) = roster.replace(now) {
                    assert_eq!(seen(&before), as_it_was);
                }
            }
        }
        for person in 0..400 {
            assert_eq!(members.get(&PersonId(person)).map(|m| m.since.0), map.get(&person).copied());
        }
    }

    #[test]
    fn newcomers_fill_pieces_and_equality_is_of_members() {
        let (mut up, mut down, mut map) = (Members::default(), Members::default(), BTreeMap::new());
        for person in 0..500 {
            up.insert(member(person, person));
            down.insert(member(499 - person, 499 - person));
            map.insert(person, person);
        }
        assert_eq!(up.pieces.len(), 500_usize.div_ceil(PIECE_MAX));
        assert_ne!(up.pieces.len(), down.pieces.len());
        agree(&down, &map);
        assert_eq!(up, down);
        down.remove(PersonId(3));
        assert_ne!(up, down);
    }
}
