//! Every case there is: who asks, in which room, for what, and the answer.

use crate::askers::Asker;
use crate::asks::{Ask, asks};
use crate::cells::{Answer, answer};
use crate::scenes::Scene;
use parlor_model::{Actor, Room};
use std::fmt;
use std::sync::LazyLock;

/// Everyone who could ask, and everything they can ask.
static ASKS: LazyLock<Vec<(Asker, Actor, Vec<Ask>)>> = LazyLock::new(|| {
    let everyone = Asker::all().into_iter().map(|asker| (asker, asker.actor()));
    everyone.map(|(asker, actor)| (asker, actor.clone(), asks(&actor.who))).collect()
});

/// All that one asker is answered in one room.
pub(crate) struct Asked {
    pub(crate) asker: Asker,
    pub(crate) actor: &'static Actor,
    pub(crate) room: Room,
    pub(crate) asks: &'static [Ask],
    pub(crate) answers: Vec<Answer>,
}

/// All that is answered in one room.
pub(crate) struct Table {
    pub(crate) scene: Scene,
    pub(crate) asked: Vec<Asked>,
}

impl Table {
    pub(crate) fn of(scene: Scene) -> Self {
        let there = ASKS.iter().filter(|(asker, ..)| scene.has(*asker));
        let asked = there.map(|(asker, actor, asks)| {
            let room = scene.room(*asker);
            let before = room.clone();
            let answers = asks.iter().map(|ask| answer(&room, actor, ask)).collect();
            assert_eq!(room, before, "asking changed the room");
            Asked { asker: *asker, actor, room, asks, answers }
        });
        let asked = asked.collect();
        Self { scene, asked }
    }

    /// What this asker is answered; `None` for who cannot be there.
    pub(crate) fn get(&self, asker: Asker) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.asker == asker)
    }
}

/// The table of every room.
pub(crate) fn tables() -> impl Iterator<Item = Table> {
    Scene::all().into_iter().map(Table::of)
}

/// One case.
pub(crate) struct Case<'a> {
    pub(crate) scene: &'a Scene,
    pub(crate) asker: Asker,
    pub(crate) actor: &'a Actor,
    pub(crate) room: &'a Room,
    pub(crate) ask: &'a Ask,
    pub(crate) answer: &'a Answer,
}

impl fmt::Display for Case<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scene, asker, ask, answer, .. } = self;
        write!(f, "{}: {asker:?} asks to {} ({:?}): {answer:?}", scene.title, ask.row, ask.command)
    }
}

/// Calls `check` for every case.
pub(crate) fn each(mut check: impl FnMut(&Case<'_>)) {
    for table in tables() {
        let scene = &table.scene;
        for Asked { asker, actor, room, asks, answers } in &table.asked {
            for (ask, answer) in asks.iter().zip(answers) {
                check(&Case { scene, asker: *asker, actor, room, ask, answer });
            }
        }
    }
}
