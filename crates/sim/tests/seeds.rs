//! A few dozen seeds, so that a plain `cargo test` notices; `cargo xtask simulate` tries thousands.

use parlor_sim::{try_seed, try_seeds};

#[test]
fn the_contract_holds_under_a_few_dozen_seeds() {
    let sum = match try_seeds(1, 48) {
        Ok(sum) => sum,
        Err(failure) => panic!("seed {}, step {}: {}", failure.seed, failure.step, failure.reason),
    };
    // A simulator that does nothing finds nothing.
    assert!(sum.events > 1_000 && sum.acknowledged > 1_000, "{sum:?}");
    assert!(sum.failures > 50 && sum.crashes > 20 && sum.compared > 100 && sum.pushed > 20, "{sum:?}");
}

#[test]
fn a_seed_is_the_same_run_every_time() {
    let run = || try_seed(7).map(|sum| format!("{sum:?}")).map_err(|failure| failure.reason);
    assert_eq!(run(), run());
}
