//! Arbitrary files and values: no panic, and what is taken survives being printed.

use proptest::prelude::*;

use super::World;
use crate::settings::fuzz_one;
use crate::settings::parts::table;

/// Text that looks enough like settings to get past the first check.
fn plausible() -> impl Strategy<Value = String> {
    let keys: Vec<&'static str> =
        table().map(|setting| setting.key).chain(["line", "limits", "x.y", "a"]).collect();
    let value = prop_oneof![
        "[0-9]{1,8}",
        "'[0-9]{1,6}(ms|s|m|h|KiB|MiB|GiB|B)?'",
        "\"[#a-z.,:\\[\\]0-9 -]{0,12}\"",
        "\\[('[a-z0-9.:]{0,12}',){0,3}\\]",
        "true|false|1\\.5|1979-05-27|\\{ x = 1 \\}|\\[\\[1\\]\\]",
    ];
    let line = (prop::sample::select(keys), value).prop_map(|(key, value)| format!("{key} = {value}\n"));
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn any_bytes(data in prop::collection::vec(any::<u8>(), 0..300)) {
        fuzz_one(&data);
    }

    #[test]
    fn any_text(text in "\\PC{0,120}") {
        fuzz_one(text.as_bytes());
    }

    #[test]
    fn plausible_files(text in plausible()) {
        fuzz_one(text.as_bytes());
    }

    #[test]
    fn any_value_of_any_setting(at in 0..table().count(), text in prop_oneof!["\\PC{0,20}", "(?s).{0,20}", "[0-9]{0,25}[A-Za-z]{0,4}"]) {
        let variable = table().nth(at).map(|setting| setting.variable()).unwrap_or_default();
        let _ = World { env: &[(&variable, &text)], ..World::default() }.load();
        let pick = u8::try_from(at * 2).unwrap_or(0);
        let mut data = vec![0, pick];
        data.extend(text.bytes().filter(|byte| *byte != 0));
        fuzz_one(&data);
    }
}
