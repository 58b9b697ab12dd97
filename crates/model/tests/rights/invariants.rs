//! What holds in every case, said without looking at how `decide` does it.

use crate::askers::{Asker, LISTED_INSIDE, Listed, RANKS, Stand};
use crate::asks::{About, Ask};
use crate::cases::{Table, each, tables};
use crate::cells::{answer as answer_in, cell, is_so_already};
use crate::people::{happen_all, readers};
use crate::scenes::{Kind, Scene};
use parlor_model::{Audience, Change, Command, Fact, Flag, PersonId, Refusal, Role, Sign};

/// Whoever may do what `less` may do, or finds it done.
fn assert_no_less(table: &Table, less: Asker, more: Asker, except: impl Fn(&Ask) -> bool) {
    let (Some(low), Some(high)) = (table.get(less), table.get(more)) else { return };
    for ((ask, low), high) in low.asks.iter().zip(&low.answers).zip(&high.answers) {
        assert!(
            low.is_err() || high.is_ok() || is_so_already(high) || except(ask),
            "{}: {less:?} may {} ({:?}), but {more:?} gets {high:?}",
            table.scene.title,
            ask.row,
            ask.command,
        );
    }
}

#[test]
fn a_higher_role_never_means_less_right() {
    for table in tables().filter(|t| t.scene.kind == Kind::Named) {
        for listed in LISTED_INSIDE {
            for guest in [false, true] {
                let at = |stand| Asker { stand, listed, guest };
                for pair in RANKS.windows(2) {
                    let (less, more) = (at(Stand::Inside(pair[0])), at(Stand::Inside(pair[1])));
                    assert_no_less(&table, less, more, |_| false);
                }
                // Who is inside cannot come in; else members may what strangers may.
                let inside = at(Stand::Inside(Role::Plain));
                assert_no_less(&table, at(Stand::Outside), inside, |ask| ask.about == About::Entering);
            }
            let at = |stand| Asker::new(stand).listed(listed);
            let owner = at(Stand::Inside(Role::Owner));
            let of_the_founder = |ask: &Ask| matches!(ask.about, About::Rank { founder: true, .. });
            assert_no_less(&table, owner, at(Stand::Founder), of_the_founder);
        }
    }
}

#[test]
fn an_account_or_an_exception_never_means_less_right_nor_a_ban_more() {
    // One may knock where the other may walk in.
    let walks_in = |ask: &Ask| ask.row == "knock";
    for table in tables() {
        for asker in table.asked.iter().map(|asked| asked.asker) {
            if asker.guest {
                assert_no_less(&table, asker, Asker { guest: false, ..asker }, walks_in);
            }
            if matches!(asker.listed, Listed::Banned | Listed::Muted) {
                assert_no_less(&table, asker, asker.listed(Listed::Not), walks_in);
                assert_no_less(&table, asker, asker.listed(Listed::Excepted), walks_in);
            }
            if asker == Asker::new(Stand::Outside) || asker == Asker::new(Stand::Outside).guest() {
                assert_no_less(&table, asker, asker.listed(Listed::Awaited), walks_in);
                assert_no_less(&table, asker, asker.listed(Listed::Invited), walks_in);
            }
        }
    }
}

#[test]
fn server_operators_rule_every_room_as_its_owner_does() {
    each(|case| {
        let rules = matches!(case.ask.about, About::Ruling | About::Rank { .. });
        // The founder of these rooms is a member only while they do not ask.
        if rules
            && case.scene.kind == Kind::Named
            && case.asker.stand != Stand::Founder
            && case.answer.is_ok()
        {
            let above = Asker::new(Stand::ServerOperator);
            let answer = answer_in(&case.scene.room(above), &above.actor(), case.ask);
            assert!(answer.is_ok() || is_so_already(&answer), "{case}, a server operator: {answer:?}");
        }
    });
}

#[test]
fn a_secret_room_is_not_there_for_strangers() {
    each(|case| {
        let secret = case.scene.kind == Kind::Named && case.scene.policy.has(Flag::Secret);
        // Who says the name may come in, or hears what keeps them out: a name that is taken cannot be hidden.
        let joins = matches!(case.ask.command, Command::Join { .. });
        if secret && case.asker.stand == Stand::Outside && !joins {
            assert_eq!(*case.answer, Err(Refusal::NoSuchRoom), "{case}");
        }
    });
}

#[test]
fn a_closed_room_and_a_conversation_of_others_are_not_there() {
    each(|case| {
        let others = case.scene.kind == Kind::Direct && !case.asker.is_inside();
        if case.scene.kind == Kind::Closed || others {
            assert_eq!(*case.answer, Err(Refusal::NoSuchRoom), "{case}");
        }
    });
}

#[test]
fn who_is_silenced_says_nothing_in_any_way() {
    each(|case| {
        if case.ask.about == About::Speaking && case.asker.is_silenced() && case.scene.kind == Kind::Named {
            assert!(case.answer.is_err(), "{case}");
        }
    });
}

#[test]
fn a_moderated_room_is_for_those_with_a_role() {
    each(|case| {
        let moderated = case.scene.policy.has(Flag::Moderated);
        if case.asker.is_plain() && case.ask.about == About::Speaking && moderated {
            assert!(case.answer.is_err(), "{case}");
        }
    });
}

#[test]
fn what_an_op_moderated_room_holds_back_reaches_no_plain_member() {
    each(|case| {
        let held = case.asker.is_plain() && case.scene.policy.has(Flag::OperatorModerated);
        let Ok(decision) = case.answer else { return };
        if held && case.ask.about == About::Speaking {
            let plain = PersonId(10);
            assert!(decision.facts.iter().all(|(_, heard)| !heard.includes(plain)), "{case}");
        }
    });
}

/// Who stands above whom, written out: rows ask, columns are plain, voice, half-operator, operator, admin, owner.
const ABOVE: [[bool; 6]; 6] = [
    [false, false, false, false, false, false],
    [false, false, false, false, false, false],
    [true, true, false, false, false, false],
    [true, true, true, true, false, false],
    [true, true, true, true, false, false],
    [true, true, true, true, true, true],
];

#[test]
fn nobody_kicks_or_demotes_who_stands_above_them() {
    each(|case| {
        let About::Rank { target, founder } = case.ask.about else { return };
        let puts_down = match &case.ask.command {
            Command::Kick { .. } => true,
            Command::Change(changes) => matches!(changes[..], [Change::Role(_, Sign::Minus, _)]),
            _ => false,
        };
        let may = match case.asker.stand {
            Stand::Outside => false,
            Stand::Inside(mine) => ABOVE[mine as usize][target as usize] && !(founder && case.scene.founded),
            Stand::Founder | Stand::ServerOperator | Stand::House => true,
        };
        assert!(may || !puts_down || case.answer.is_err(), "{case}");
    });
}

#[test]
fn rules_of_a_room_do_not_touch_who_ranks_above_whom() {
    let ordinary = Table::of(Scene::ordinary());
    for table in tables().filter(|t| t.scene.kind == Kind::Named && t.scene.founded) {
        for here in table.asked.iter().filter(|asked| asked.asker.stand != Stand::Outside) {
            let Some(there) = ordinary.get(here.asker) else { continue };
            for ((ask, here), there) in here.asks.iter().zip(&here.answers).zip(&there.answers) {
                let same = cell(here) == cell(there);
                assert!(
                    same || !matches!(ask.about, About::Rank { .. }),
                    "{}: {}",
                    table.scene.title,
                    ask.row
                );
            }
        }
    }
}

#[test]
fn what_is_done_is_done() {
    each(|case| {
        let Ok(decision) = case.answer else { return };
        let me = case.actor.who.person;
        let after = happen_all(case.room.clone(), &case.actor.who, decision);
        let again = answer_in(&after, case.actor, case.ask);
        // Who gave the room to somebody else has nothing more to give.
        let gave_away = after.founder != case.room.founder && after.founder.is_some_and(|f| f != me);
        match &case.ask.command {
            Command::Change(_) | Command::SetTopic { .. } | Command::Rename { .. } if !gave_away => {
                assert!(is_so_already(&again), "{case}, again: {again:?}");
            }
            Command::Join { .. } => assert_eq!(again, Err(Refusal::YouAreMember)),
            Command::Close { .. } => assert_eq!(again, Err(Refusal::NoSuchRoom)),
            Command::Leave { .. } | Command::Kick { .. } => assert!(again.is_err(), "{case}"),
            _ => {}
        }
    });
}

#[test]
fn nobody_hears_what_they_may_not_read() {
    each(|case| {
        let Ok(decision) = case.answer else { return };
        let me = &case.actor.who;
        let after = happen_all(case.room.clone(), me, decision);
        let readers = readers(&after, me);
        for (fact, heard) in &decision.facts {
            let concerned = match fact {
                Fact::Kicked { whom, .. } | Fact::Invited { whom } => whom.person,
                // These are for who heard the message, wherever they are by now.
                Fact::Edited { .. } | Fact::Deleted { .. } | Fact::Reacted { .. } => continue,
                _ => me.person,
            };
            match heard {
                Audience::Room => {}
                Audience::Nobody => panic!("{case}: nobody hears {fact:?}"),
                Audience::These(these) => {
                    assert!(these.contains(&me.person), "{case}: one hears what one did");
                    let may = |p: &PersonId| *p == me.person || *p == concerned || readers.contains(p);
                    assert!(these.iter().all(may), "{case}: {heard:?}");
                }
            }
        }
    });
}
