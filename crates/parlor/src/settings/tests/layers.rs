//! Who wins, and which file counts.

use std::path::Path;

use super::{World, of_file, refusal};
use crate::settings::{Source, unknown_variables};

const FILE: (&str, &str) = ("p.toml", "[line]\nport = 1\n");

#[test]
fn a_flag_wins_over_a_variable_over_the_file_over_the_default() {
    type Case<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], u16, &'a str);
    let cases: [Case<'_>; 5] = [
        (&[], &[], 5000, "default"),
        (&["--config", "p.toml"], &[], 1, "p.toml, line 2"),
        (&[], &[("PARLOR_CONFIG", "p.toml")], 1, "p.toml, line 2"),
        (&["--config", "p.toml"], &[("PARLOR_LINE_PORT", "2")], 2, "environment variable PARLOR_LINE_PORT"),
        (
            &["--config", "p.toml", "--port", "3"],
            &[("PARLOR_LINE_PORT", "2")],
            3,
            "flag --line-port (or --port)",
        ),
    ];
    for (args, env, port, source) in cases {
        let settings = World { args, env, files: &[FILE] }.load().unwrap();
        assert_eq!(settings.line.port, port);
        assert_eq!(settings.source("line.port").unwrap().to_string(), source);
        assert_eq!(settings.source("line.history"), Some(Source::Default));
    }
}

#[test]
fn no_file_in_the_current_folder_is_read_but_one_in_the_data_folder_is_and_says_so() {
    let files = [("parlor.toml", "[line]\nport = 1\n"), ("kept/parlor.toml", "[line]\nport = 2\n")];
    let here = World { files: &files, ..World::default() }.load().unwrap();
    assert_eq!((here.line.port, here.file.as_ref(), here.notices()), (5000, None, vec![]));

    let found = World { args: &["--data", "kept"], files: &files, ..World::default() }.load().unwrap();
    assert_eq!(found.line.port, 2);
    assert_eq!(found.notices(), ["Settings are read from kept/parlor.toml, found in the data folder."]);

    let named =
        World { args: &["--data", "kept", "--config", "parlor.toml"], files: &files, ..World::default() };
    let named = named.load().unwrap();
    assert_eq!(named.line.port, 1);
    assert_eq!(named.notices(), ["Settings are read from parlor.toml."]);
}

#[test]
fn a_file_found_in_the_data_folder_cannot_move_the_data_folder() {
    let load = |text| World { files: &[("parlor-data/parlor.toml", text)], ..World::default() }.load();
    assert_eq!(load("data = 'parlor-data'").unwrap().house.data, Path::new("parlor-data"));
    assert_eq!(
        refusal(load("\ndata = 'else'")),
        "parlor-data/parlor.toml, line 2: data is \"else\", which names another data folder than the one this file \
         was found in. Allowed: leave it out here, and name the folder by flag, variable, or a file named by --config. \
         Example: --data \"else\" --config parlor-data/parlor.toml"
    );
    assert_eq!(of_file("data = 'else'").unwrap().house.data, Path::new("else"));
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let by_flag = World { args: &["--config", "gone.toml"], ..World::default() };
    assert_eq!(
        refusal(by_flag.load()),
        "gone.toml: this file cannot be read: no such file. It is named by flag --config"
    );
    let by_variable = World { env: &[("PARLOR_CONFIG", "gone.toml")], ..World::default() };
    assert_eq!(
        refusal(by_variable.load()),
        "gone.toml: this file cannot be read: no such file. It is named by environment variable PARLOR_CONFIG"
    );
    World { env: &[("PARLOR_CONFIG", "")], ..World::default() }.load().unwrap();
}

#[test]
fn a_wrong_value_is_reported_even_when_another_wins() {
    let world = World {
        args: &["--config", "p.toml", "--port", "3"],
        files: &[("p.toml", "line.port = 'x'")],
        env: &[],
    };
    assert!(
        refusal(world.load()).starts_with("p.toml, line 1: line.port is \"x\", which is not a whole number.")
    );
}

#[test]
fn lists_come_from_a_file_a_variable_or_repeated_flags() {
    let of = |world: World<'_>| world.load().unwrap().people.operators;
    assert_eq!(of_file("operators = ['ann', 'bo']").unwrap().people.operators, ["ann", "bo"]);
    assert_eq!(of_file("operators = 'ann, bo'").unwrap().people.operators, ["ann", "bo"]);
    assert_eq!(of(World { env: &[("PARLOR_OPERATORS", "ann,bo")], ..World::default() }), ["ann", "bo"]);
    let args = ["--operators", "ann", "--operators", "bo,cy"];
    assert_eq!(of(World { args: &args, ..World::default() }), ["ann", "bo", "cy"]);
}

#[test]
fn variables_that_belong_to_no_setting_get_a_warning() {
    let names = ["PARLOR_LINE_PROT", "PARLOR_LINE_PORT", "PARLOR_CONFIG", "HOME", "PARLOR_XYZZY"];
    assert_eq!(
        unknown_variables(names.map(str::to_owned)),
        [
            "No setting belongs to the environment variable PARLOR_LINE_PROT. Did you mean PARLOR_LINE_PORT?",
            "No setting belongs to the environment variable PARLOR_XYZZY.",
        ]
    );
}
