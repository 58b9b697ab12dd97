//! The rooms in which everything is asked.

use crate::askers::{Asker, Listed, Stand};
use crate::people::{Log, one_of_each, who};
use parlor_model::{Change, Fact, Flag, ListKind, Opening, Policy, Role, Room, RoomName, Text, Who};
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Named,
    Direct,
    Closed,
}

#[derive(Clone, Debug)]
pub(crate) struct Scene {
    /// What the page calls it.
    pub(crate) title: String,
    pub(crate) kind: Kind,
    pub(crate) policy: Policy,
    pub(crate) founded: bool,
}

impl Scene {
    fn new(title: &str, policy: Policy) -> Self {
        Self { title: title.into(), kind: Kind::Named, policy, founded: true }
    }

    /// The room everything is compared with.
    pub(crate) fn ordinary() -> Self {
        Self::new("An ordinary room", Policy::default())
    }

    /// The same room, founded by nobody.
    pub(crate) fn unfounded(self) -> Self {
        Self { founded: false, ..self }
    }

    /// Whether somebody who stands so can be there at all.
    pub(crate) fn has(&self, asker: Asker) -> bool {
        let founder = asker.stand == Stand::Founder;
        match self.kind {
            Kind::Named => self.founded || !founder,
            // The two of a conversation have no roles, and it has no lists.
            Kind::Direct => {
                !matches!(asker.stand, Stand::Inside(role) if role > Role::Plain)
                    && !founder
                    && asker.listed == Listed::Not
            }
            Kind::Closed => !founder,
        }
    }

    /// The room with the asker in their place.
    pub(crate) fn room(&self, asker: Asker) -> Room {
        let me = asker.who();
        if self.kind == Kind::Direct {
            let first = if asker.is_inside() { me } else { who(20, "dora", "t", true) };
            return Log::open(Opening::Direct { between: [first, who(10, "paul", "t", false)] }).room;
        }
        let mut log = Log::named(self.policy.clone());
        for (role, member) in one_of_each() {
            log.join(&member, role);
        }
        for (kind, text) in [
            (ListKind::Ban, "*!banned@*"),
            (ListKind::Ban, "*!excepted@*"),
            (ListKind::Mute, "*!muted@*"),
            (ListKind::Mute, "*!excepted@*"),
            (ListKind::BanException, "*!excepted@*"),
            (ListKind::InviteException, "*!awaited@*"),
        ] {
            log.list(kind, text);
        }
        if matches!(asker.listed, Listed::Invited | Listed::InvitedBanned) {
            log.happen(&Arc::new(Who::house()), Fact::Invited { whom: Arc::clone(&me) });
        }
        match asker.stand {
            Stand::Inside(role) => log.join(&me, role),
            Stand::Founder => log.join(&me, Role::Owner),
            Stand::Outside | Stand::ServerOperator | Stand::House => {}
        }
        if self.founded {
            let founder = if asker.stand == Stand::Founder { me } else { founder() };
            log.join(&founder, Role::Owner);
            log.change(Change::Founder(Some(founder)));
        }
        if self.kind == Kind::Closed {
            log.happen(&Arc::new(Who::house()), Fact::Closed { reason: Text::none() });
        }
        log.room
    }

    /// The rooms the page describes, after the ordinary one.
    pub(crate) fn described() -> Vec<Self> {
        let with = |title: &str, flag| Self::new(title, Policy::default().with(flag, true));
        let without = |title: &str, flag| Self::new(title, Policy::default().with(flag, false));
        let ruled = |title: &str, rule: fn(&mut Policy)| {
            let mut policy = Policy::default();
            rule(&mut policy);
            Self::new(title, policy)
        };
        let both = Policy::default().with(Flag::Moderated, true).with(Flag::OperatorModerated, true);
        let next = || Some(RoomName::trusted("#next"));
        let mut list = vec![
            Self { title: "A room without a founder".into(), ..Self::ordinary().unfounded() },
            with("Secret (`s`)", Flag::Secret),
            with("Invite-only (`i`)", Flag::InviteOnly),
            with("Only people with an account may join (`R`)", Flag::RegisteredJoin),
            ruled("With a key (`k`)", |p| p.key = Some("sesame".into())),
            ruled("With a bound on members, not reached (`l`)", |p| p.capacity = Some(99)),
            ruled("With a bound on members, full (`l`)", |p| p.capacity = Some(1)),
            with("Moderated (`m`)", Flag::Moderated),
            with("Only people with an account may speak (`M`)", Flag::RegisteredSpeak),
            with("Op-moderated (`U`)", Flag::OperatorModerated),
            Self::new("Moderated and op-moderated (`mU`)", both),
            without("Strangers may speak (`-n`)", Flag::MembersSpeak),
            without("Anyone sets the topic (`-t`)", Flag::TopicLocked),
            with("No client-to-client requests (`C`)", Flag::NoCtcp),
            with("Roleplay (`E`)", Flag::Roleplay),
            with("Auditorium (`u`)", Flag::Auditorium),
        ];
        let mut forwarding = Policy::default().with(Flag::InviteOnly, true);
        forwarding.forward = next();
        list.push(Self::new("Invite-only, with a forward to `#next` (`if`)", forwarding));
        list.push(Self { kind: Kind::Direct, ..Self::new("A direct conversation", Policy::open()) });
        list.push(Self { kind: Kind::Closed, ..Self::new("A closed room", Policy::default()) });
        list
    }

    /// Every room in which the invariants are tried: the described ones, also without a founder, and every two rules
    /// together.
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::ordinary(), Self::new("no rule", Policy::open())];
        all.extend(Self::described());
        let founded = all.iter().filter(|s| s.founded && s.kind == Kind::Named);
        let unfounded: Vec<_> = founded.map(|s| s.clone().unfounded()).collect();
        all.extend(unfounded);
        let toggled = |p: Policy, flag| if p.has(flag) { p.with(flag, false) } else { p.with(flag, true) };
        for (i, one) in Flag::ALL.into_iter().enumerate() {
            all.push(Self::new(&format!("only {one:?}"), Policy::open().with(one, true)));
            for other in Flag::ALL.into_iter().skip(i + 1) {
                let policy = toggled(toggled(Policy::default(), one), other);
                all.push(Self::new(&format!("{one:?} and {other:?} turned round"), policy));
            }
        }
        all
    }
}

/// Whose room it is, where the asker is not that.
pub(crate) fn founder() -> Arc<Who> {
    who(16, "fay", "t", true)
}
