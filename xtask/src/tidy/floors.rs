//! The arrows between crates do not turn round: lower never imports higher, doors never import each other.

use super::Complaint;
use super::source::{line_of, word_starts};
use super::tree::{File, Tree};

/// Which crates of ours a crate may import.
enum May {
    These(&'static [&'static str]),
    /// These, and every door.
    Doors(&'static [&'static str]),
}

/// By folder under `crates/`. Every folder under `crates/doors/` is a door.
const FLOORS: &[(&str, May)] = &[
    ("model", May::These(&[])),
    ("api", May::These(&["parlor-model"])),
    ("engine", May::These(&["parlor-model"])),
    ("store", May::These(&["parlor-model"])),
    ("server", May::These(&["parlor-model", "parlor-engine", "parlor-store"])),
    ("wires", May::These(&["parlor-model", "parlor-server"])),
    ("client", May::These(&["parlor-api"])),
    ("tui", May::These(&["parlor-api", "parlor-client"])),
    // It measures from outside, whatever stands there.
    ("bench", May::These(&[])),
    ("sim", May::These(&["parlor-model", "parlor-engine"])),
    (
        "parlor",
        May::Doors(&[
            "parlor-model",
            "parlor-server",
            "parlor-store",
            "parlor-wires",
            "parlor-api",
            "parlor-client",
            "parlor-tui",
            "parlor-bench",
        ]),
    ),
];

const DOOR: May = May::These(&["parlor-model", "parlor-server", "parlor-api", "parlor-wires"]);

/// Their tests look at the house from outside and may use any of it.
const FREE_IN_TESTS: &[&str] = &["sim", "parlor", "http"];

const DEPENDENCY_KINDS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// One crate of ours.
struct Crate<'a> {
    manifest: &'a File,
    /// From the workspace, with `/` at the end.
    folder: &'a str,
    /// The folder's own name.
    floor: &'a str,
    table: toml::Table,
    door: bool,
}

/// Every import of a crate that may not be imported from there, in a manifest or in a source file.
pub(crate) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let crates = read(tree, &mut complaints);
    let doors: Vec<&str> = crates.iter().filter(|house| house.door).filter_map(Crate::name).collect();
    let ours: Vec<&str> = crates.iter().filter_map(Crate::name).collect();
    for house in &crates {
        let Some(may) = house.may() else {
            let words = "is a crate with no floor: say in xtask/src/tidy/floors.rs what it may import";
            complaints.push(Complaint::file(&house.manifest.path, words));
            continue;
        };
        let forbidden: Vec<&str> = ours
            .iter()
            .copied()
            .filter(|other| house.name() != Some(other))
            .filter(|other| match may {
                May::These(these) => !these.contains(other),
                May::Doors(these) => !these.contains(other) && !doors.contains(other),
            })
            .collect();
        complaints.extend(house.check_manifest(&forbidden));
        complaints.extend(house.check_sources(tree, &forbidden));
    }
    complaints
}

fn read<'a>(tree: &'a Tree, complaints: &mut Vec<Complaint>) -> Vec<Crate<'a>> {
    let mut crates = Vec::new();
    for manifest in &tree.files {
        let Some(folder) =
            manifest.path.strip_suffix("Cargo.toml").filter(|path| path.starts_with("crates/"))
        else {
            continue;
        };
        let floor = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        match manifest.text.parse::<toml::Table>() {
            Ok(table) => {
                let door = folder.starts_with("crates/doors/");
                crates.push(Crate { manifest, folder, floor, table, door });
            }
            Err(fault) => complaints.push(Complaint::file(&manifest.path, fault.message().to_owned())),
        }
    }
    crates
}

impl Crate<'_> {
    fn name(&self) -> Option<&str> {
        self.table.get("package")?.get("name")?.as_str()
    }

    fn may(&self) -> Option<&'static May> {
        if self.door {
            return Some(&DOOR);
        }
        FLOORS.iter().find(|(floor, _)| *floor == self.floor).map(|(_, may)| may)
    }

    fn free_in_tests(&self) -> bool {
        FREE_IN_TESTS.contains(&self.floor)
    }

    fn words(&self, other: &str) -> String {
        let why = if self.door {
            "a door knows the model and the server, never another door, the store or the engine"
        } else {
            "the arrows go down only (see ARCHITECTURE.md); what both need belongs on the lower floor"
        };
        format!("{} may not import {other}: {why}", self.name().unwrap_or(self.floor))
    }

    fn check_manifest(&self, forbidden: &[&str]) -> Vec<Complaint> {
        let mut tables = vec![&self.table];
        let targets = self.table.get("target").and_then(toml::Value::as_table);
        tables.extend(targets.into_iter().flat_map(toml::Table::values).filter_map(toml::Value::as_table));
        let mut complaints = Vec::new();
        for (table, kind) in
            tables.iter().flat_map(|table| DEPENDENCY_KINDS.iter().map(move |kind| (table, *kind)))
        {
            if kind == "dev-dependencies" && self.free_in_tests() {
                continue;
            }
            let Some(dependencies) = table.get(kind).and_then(toml::Value::as_table) else { continue };
            for (key, value) in dependencies {
                // `engine = { package = "parlor-engine" }` is the same import under another name.
                let name = value.get("package").and_then(toml::Value::as_str).unwrap_or(key);
                if forbidden.contains(&name) {
                    complaints.push(Complaint::file(&self.manifest.path, self.words(name)));
                }
            }
        }
        complaints
    }

    /// Looks for the crates' names in code: a re-export would get round the manifest.
    fn check_sources(&self, tree: &Tree, forbidden: &[&str]) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        for file in tree.rust(self.folder).filter(|file| !(self.free_in_tests() && file.is_test())) {
            for other in forbidden {
                // The binary's own name is an everyday word of the house; nothing below can build on it anyhow.
                if *other == "parlor" {
                    continue;
                }
                for at in word_starts(&file.code, &other.replace('-', "_")) {
                    complaints.push(Complaint::line(&file.path, line_of(&file.code, at), self.words(other)));
                }
            }
        }
        complaints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small house in which everything is in order, with `files` added.
    fn check_with(files: &[(&str, &str)]) -> Vec<String> {
        let mut house = vec![
            ("crates/model/Cargo.toml", "package.name = \"parlor-model\""),
            ("crates/engine/Cargo.toml", "package.name = \"parlor-engine\"\ndependencies.parlor-model = {}"),
            (
                "crates/doors/line/Cargo.toml",
                "package.name = \"parlor-line\"\ndependencies.parlor-model = {}",
            ),
        ];
        house.retain(|(path, _)| files.iter().all(|(other, _)| other != path));
        house.extend(files);
        check(&Tree::of(&house)).into_iter().map(|complaint| complaint.to_string()).collect()
    }

    fn complains(files: &[(&str, &str)], expected: &str) {
        let complaints = check_with(files);
        assert!(complaints.len() == 1 && complaints[0].starts_with(expected), "{complaints:?}");
    }

    #[test]
    fn a_house_in_order() {
        assert_eq!(
            check_with(&[("crates/engine/src/lib.rs", "use parlor_model::Room; // parlor_line")]),
            [""; 0]
        );
    }

    #[test]
    fn lower_may_not_import_higher() {
        let manifest = "package.name = \"parlor-model\"\ndependencies.parlor-engine = {}";
        complains(
            &[("crates/model/Cargo.toml", manifest)],
            "crates/model/Cargo.toml: parlor-model may not import parlor-engine: the arrows go down only",
        );
    }

    #[test]
    fn tests_target_tables_and_other_names_are_no_way_round() {
        for dependency in [
            "dev-dependencies.parlor-engine = {}",
            "build-dependencies.parlor-engine = {}",
            "target.'cfg(unix)'.dependencies.parlor-engine = {}",
            "dependencies.machine = { package = \"parlor-engine\" }",
        ] {
            let manifest = format!("package.name = \"parlor-line\"\n{dependency}");
            complains(
                &[("crates/doors/line/Cargo.toml", &manifest)],
                "crates/doors/line/Cargo.toml: parlor-line may",
            );
        }
    }

    #[test]
    fn doors_do_not_know_each_other_nor_the_engine() {
        let irc = ("crates/doors/irc/Cargo.toml", "package.name = \"parlor-irc\"");
        complains(
            &[irc, ("crates/doors/irc/src/a.rs", "\nuse parlor_line::x;")],
            "crates/doors/irc/src/a.rs:2: parlor-irc may not import parlor-line: a door knows",
        );
        complains(
            &[irc, ("crates/doors/irc/src/a.rs", "parlor_engine::x()")],
            "crates/doors/irc/src/a.rs:1: parlor-irc may not import parlor-engine",
        );
    }

    #[test]
    fn tests_of_the_binary_may_use_the_whole_house_but_its_source_may_not() {
        let parlor = (
            "crates/parlor/Cargo.toml",
            "package.name = \"parlor\"\ndependencies.parlor-line = {}\ndev-dependencies.parlor-engine = {}",
        );
        assert_eq!(check_with(&[parlor, ("crates/parlor/tests/a.rs", "use parlor_engine::x;")]), [""; 0]);
        complains(
            &[parlor, ("crates/parlor/src/main.rs", "use parlor_engine::x;")],
            "crates/parlor/src/main.rs:1: parlor may not import parlor-engine",
        );
    }

    #[test]
    fn a_new_crate_needs_a_floor() {
        complains(
            &[("crates/attic/Cargo.toml", "package.name = \"parlor-attic\"")],
            "crates/attic/Cargo.toml: is a crate with no floor",
        );
    }
}
