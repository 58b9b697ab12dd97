//! `docs/rights.md`, written from the answers.

use crate::askers::{Asker, RANKS, Stand};
use crate::asks::{About, called, called_role};
use crate::cases::Table;
use crate::cells::{LEGEND, YES, cell, prefix};
use crate::columns::{askers, columns};
use crate::scenes::Scene;
use parlor_model::Role;
use std::collections::BTreeMap;
use std::fmt::Write;

const INTRO: &str = include_str!("intro.md");

/// A row for each thing asked, with a cell for each asker of the page.
type Rows = Vec<(String, Vec<String>)>;

/// A cell where nobody like that can be.
const NOBODY: &str = "—";
/// A cell that is as in the ordinary room.
const SAME: &str = "·";
const SO_ALREADY: &str = "so already";

/// The rows of one room, without those about ranks. Everything asked in one row is answered alike.
fn rows(table: &Table) -> Rows {
    let mut rows: Rows = Vec::new();
    for asker in askers() {
        let mut mine: Vec<(String, String)> = Vec::new();
        let Some(asked) = table.get(asker) else {
            rows.iter_mut().for_each(|(_, cells)| cells.push(NOBODY.into()));
            continue;
        };
        for (ask, answer) in asked.asks.iter().zip(&asked.answers) {
            if matches!(ask.about, About::Rank { .. }) && ask.row != "kick a member" {
                continue;
            }
            let cell = cell(answer);
            match mine.iter_mut().find(|(row, _)| *row == ask.row) {
                None => mine.push((ask.row.clone(), cell)),
                Some((_, there)) if *there == SO_ALREADY => *there = cell,
                Some((_, there)) => {
                    let alike = *there == cell || cell == SO_ALREADY;
                    assert!(alike, "{}: {asker:?} {}: {there} or {cell}?", table.scene.title, ask.row);
                }
            }
        }
        if rows.is_empty() {
            rows = mine.into_iter().map(|(row, cell)| (row, vec![cell])).collect();
        } else {
            rows.iter_mut().zip(mine).for_each(|((_, cells), (_, cell))| cells.push(cell));
        }
    }
    rows
}

/// Rows that are answered alike become one. `all` are the rows there are.
fn merged(rows: Rows, all: &Rows) -> Rows {
    let mut merged: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (row, cells) in rows {
        match merged.iter_mut().find(|(_, there)| *there == cells) {
            Some((names, _)) => names.push(row),
            None => merged.push((vec![row], cells)),
        }
    }
    merged.into_iter().map(|(names, cells)| (in_short(names, all), cells)).collect()
}

fn in_short(names: Vec<String>, all: &Rows) -> String {
    let missing: Vec<_> =
        all.iter().map(|(row, _)| row.as_str()).filter(|r| !names.iter().any(|n| n == r)).collect();
    if missing.is_empty() {
        return "do anything".into();
    }
    if missing.len() < names.len() / 2 {
        return format!("do anything but: {}", missing.join("; "));
    }
    names.join("; ")
}

fn grid(page: &mut String, corner: &str, rows: &Rows) {
    let cells: Vec<_> = rows.iter().map(|(_, cells)| cells.clone()).collect();
    let mut columns = columns(&cells);
    columns.retain(|c| cells.iter().any(|row| row[c.asker] != SAME && row[c.asker] != NOBODY));
    let headers: Vec<_> = columns.iter().map(|c| c.header.as_str()).collect();
    let _ = writeln!(page, "| {corner} | {} |\n|{}", headers.join(" | "), "---|".repeat(headers.len() + 1));
    for (row, cells) in rows {
        let cells: Vec<_> = columns.iter().map(|c| cells[c.asker].as_str()).collect();
        let _ = writeln!(page, "| {row} | {} |", cells.join(" | "));
    }
}

/// What differs from the ordinary room.
fn difference(page: &mut String, scene: Scene, ordinary: &Rows) {
    let _ = writeln!(page, "\n### {}\n", scene.title);
    let mut differing: Rows = rows(&Table::of(scene));
    for ((_, cells), (_, usual)) in differing.iter_mut().zip(ordinary) {
        for (cell, usual) in cells.iter_mut().zip(usual) {
            if cell == usual {
                *cell = SAME.into();
            }
        }
    }
    differing.retain(|(_, cells)| cells.iter().any(|c| c != SAME && c != NOBODY));
    if differing.is_empty() {
        page.push_str("The same people may do the same things.\n");
    } else {
        grid(page, "to …", &merged(differing, ordinary));
    }
}

/// Who gives which role, and who stands above whom.
fn ranks(page: &mut String) {
    let table = Table::of(Scene::ordinary());
    let stands =
        RANKS[2..].iter().map(|role| Stand::Inside(*role)).chain([Stand::Founder, Stand::ServerOperator]);
    let asked: Vec<_> = stands.filter_map(|stand| table.get(Asker::new(stand))).collect();
    let answers: Vec<BTreeMap<&str, String>> = asked
        .iter()
        .map(|a| a.asks.iter().map(|ask| ask.row.as_str()).zip(a.answers.iter().map(cell)).collect())
        .collect();
    let mut grid = |corner: &str, rows: &[(String, String)]| {
        let _ =
            writeln!(page, "| {corner} | half-op | operator | admin | owner | founder | server operator |");
        let _ = writeln!(page, "|{}", "---|".repeat(7));
        for (name, key) in rows {
            let cells = answers.iter().map(|of| match of[key.as_str()].as_str() {
                "they are no member" => NOBODY,
                other => other,
            });
            let _ = writeln!(page, "| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
        }
        page.push('\n');
    };
    let give = Role::LADDER.map(|role| {
        (called_role(role).to_owned(), format!("give {}: {}", called_role(role), called(Role::Plain)))
    });
    grid("to give", &give);
    let mut kick: Vec<_> =
        RANKS.map(|role| (called(role).to_owned(), format!("kick {}", called(role)))).into();
    kick.push(("the founder".into(), "kick the founder".into()));
    grid("to kick, or take a role from", &kick);
    // What the page says in words: to take a role needs the right to give it, and to stand above who has it.
    for answers in &answers {
        for role in Role::LADDER {
            for target in RANKS {
                let done = |row: &str| matches!(answers[row].as_str(), YES | SO_ALREADY);
                let (role, who) = (called_role(role), called(target));
                let both = done(&format!("give {role}: a member")) && done(&format!("kick {who}"));
                assert_eq!(done(&format!("take {role}: {who}")), both, "take {role} from {who}");
            }
        }
    }
}

fn page() -> String {
    let mut page = String::from(INTRO);
    let ordinary = rows(&Table::of(Scene::ordinary()));
    page.push_str("\n## An ordinary room\n\nNew rooms are like this (`+nt`). This one has a founder.\n\n");
    grid(&mut page, "to …", &merged(ordinary.clone(), &ordinary));
    page.push_str(include_str!("ranks.md"));
    ranks(&mut page);
    page.push_str(include_str!("differences.md"));
    for scene in Scene::described() {
        difference(&mut page, scene, &ordinary);
    }
    page.push_str("\n## What the answers mean\n\n| answer | meaning |\n|---|---|\n");
    for (short, meaning) in LEGEND {
        let _ = writeln!(page, "| {short} | {meaning} |");
    }
    page
}

#[test]
fn the_page_shows_the_rights_as_they_are() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rights.md");
    let page = page();
    if std::env::var_os("PARLOR_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let first = kept.lines().zip(page.lines()).find(|(kept, now)| kept != now);
    assert!(
        kept == page,
        "docs/rights.md is not what `decide` does any more{}\nIf it should: PARLOR_BLESS=1 cargo test -p parlor-model \
         --test rights, and read the difference.",
        first.map_or_else(String::new, |(kept, now)| format!(":\n- {kept}\n+ {now}")),
    );
}

#[test]
fn every_answer_of_the_page_is_explained() {
    let needs = |cell: &str| RANKS.iter().any(|role| cell == format!("needs {}", prefix(*role)));
    for scene in Scene::described().into_iter().chain([Scene::ordinary()]) {
        for (_, cells) in rows(&Table::of(scene)) {
            for cell in cells.iter().filter(|c| *c != NOBODY && !needs(c)) {
                let word = cell.split(", sent to").next().unwrap_or_default();
                assert!(LEGEND.iter().any(|(short, _)| *short == word), "what is {cell:?}?");
            }
        }
    }
}
