//! The crash test: the real binary is killed again and again while people talk at both of its doors, and afterwards
//! nothing that was confirmed is missing, doubled or out of order, and nobody saw what history does not have.
//!
//! `PARLOR_CRASH_KILLS` says how often (20 if it says nothing), `PARLOR_CRASH_SEED` from which dice. The dice choose
//! when: after how many confirmations, now and then while the server is only starting. What the server is doing in that
//! very moment is up to the machine, so a seed does not replay a run; it only chooses the same moments.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, unreachable_pub)]

mod at_irc;
mod at_line;
mod dice;
mod history;
mod notes;
mod stage;
mod talker;
mod verdict;

#[allow(dead_code)]
#[path = "../support/mod.rs"]
mod support;

use at_irc::AtIrc;
use at_line::AtLine;
use dice::Dice;
use notes::Notes;
use stage::{Addresses, Stage};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;
use support::PATIENCE;
use support::house::{House, Starting};
use talker::talk;

/// Nobody is slowed, so that the writer and the disk are what is waited for.
const ARGS: &[&str] = &["--limits-messages-per-second", "0", "--guests-grace", "5m"];
/// Confirmations before a kill, at most; now and then so many that the house gets to its chores meanwhile.
const ACKS_MAX: u64 = 1_500;
const ACKS_MAX_OF_A_LONG_LIFE: u64 = 12_000;
/// Confirmations after the last kill.
const ACKS_AT_LAST: u64 = 500;

const LOBBY: &[&str] = &["#lobby"];
const BOTH: &[&str] = &["#lobby", "#workshop"];

fn variable(name: &str, default: u64) -> u64 {
    let Ok(text) = std::env::var(name) else { return default };
    text.parse().unwrap_or_else(|_| panic!("{name} is {text:?}, which is no number"))
}

#[test]
fn nothing_confirmed_is_lost_by_kill_9() {
    let kills = variable("PARLOR_CRASH_KILLS", 20);
    let seed = variable("PARLOR_CRASH_SEED", dice::any_seed());
    println!("crash test: {kills} kills, PARLOR_CRASH_SEED={seed}");
    let started = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::default();
    let (acks, acked) = channel();
    let notes: Vec<Notes> = std::thread::scope(|threads| {
        let stage = &stage;
        let at_line = |nick: &'static str, rooms: &'static [&'static str], acks: Sender<u64>| {
            threads.spawn(move || talk::<AtLine>(nick, rooms, stage, &acks))
        };
        let at_irc = |nick: &'static str, rooms: &'static [&'static str], acks: Sender<u64>| {
            threads.spawn(move || talk::<AtIrc>(nick, rooms, stage, &acks))
        };
        let talkers = [
            at_line("ann", LOBBY, acks.clone()),
            at_line("bob", BOTH, acks.clone()),
            at_line("cem", LOBBY, acks.clone()),
            at_irc("dora", BOTH, acks.clone()),
            at_irc("emil", LOBBY, acks.clone()),
            at_irc("fay", BOTH, acks),
        ];
        let mut house = kill_again_and_again(folder.path(), stage, &acked, kills, &mut Dice::new(seed));
        stage.finish();
        let notes = talkers.map(|talker| talker.join().unwrap());
        house.stop();
        notes.into()
    });
    let pages = history::through_both_doors(folder.path(), BOTH);
    let summary = verdict::judge(folder.path(), &notes, &pages);
    println!("crash test: {kills} kills, {summary}, {:.1} s", started.elapsed().as_secs_f64());
}

/// Lets them talk, kills the server at a moment that the dice choose, starts it again. The server that is left runs.
fn kill_again_and_again(
    folder: &std::path::Path,
    stage: &Stage,
    acked: &Receiver<u64>,
    kills: u64,
    dice: &mut Dice,
) -> House {
    let mut killed = 0;
    loop {
        if killed < kills && dice.one_in(6) {
            // In the middle of a start: while it prints its first lines, or before it has said a word.
            Starting::on(folder, ARGS).kill_early(dice.one_in(2));
            killed += 1;
            continue;
        }
        let mut house = House::on(folder, ARGS);
        let life = stage.open(Addresses { line: house.line, irc: house.irc });
        let most = if dice.one_in(5) { ACKS_MAX_OF_A_LONG_LIFE } else { ACKS_MAX };
        let enough = if killed < kills { dice.below(most) } else { ACKS_AT_LAST };
        let mut count = 0;
        while count < enough {
            let of = acked.recv_timeout(PATIENCE).expect("the talk goes on");
            count += u64::from(of == life);
        }
        if killed == kills {
            return house;
        }
        house.kill();
        killed += 1;
    }
}
