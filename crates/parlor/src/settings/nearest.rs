//! The setting that was perhaps meant.

use super::part::Setting;
use super::parts::table;

/// Below this likeness a guess would puzzle more than help.
const LIKENESS_MIN: f64 = 0.6;

/// The key most like this one: by its whole, its last part (`port` for `line.port`), or a shorter flag.
pub(super) fn nearest(key: &str) -> Option<&'static str> {
    // A long text is no typo, and comparing it would take long.
    if key.len() > 80 {
        return None;
    }
    let key = key.to_ascii_lowercase().replace('-', "_");
    let ranked = table().map(|setting| (likeness(&key, setting), setting.key));
    let best = ranked.fold(None, |best: Option<(f64, _)>, next| match best {
        Some(best) if best.0 >= next.0 => Some(best),
        _ => Some(next),
    });
    best.filter(|(likeness, _)| *likeness >= LIKENESS_MIN).map(|(_, key)| key)
}

fn likeness(key: &str, setting: &Setting) -> f64 {
    let alike = strsim::normalized_damerau_levenshtein;
    let last = key.rsplit('.').next().unwrap_or(key);
    // A dot and an underscore are alike: the key may be made from a variable's name.
    let whole = alike(&key.replace('.', "_"), &setting.key.replace('.', "_"));
    // The right name in the wrong section counts for less than a slip of one letter.
    let name = alike(last, setting.name()) * 0.9;
    let short = setting.short_flag.map_or(0.0, |short| alike(last, &short.replace('-', "_")) * 0.85);
    whole.max(name).max(short)
}
