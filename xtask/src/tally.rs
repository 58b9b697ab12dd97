//! Reads from a runner's own summary how many tests really ran.

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// One check that is not made of counted tests.
    pub(crate) fn one(passed: bool) -> Tally {
        Tally { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// The counts in the summary of `cargo nextest run`, or the sum of those of `cargo test`.
    pub(crate) fn read(output: &str) -> Tally {
        // nextest shows what a failed test printed, and that holds a summary of its own.
        let whole = output.lines().rev().find_map(|line| line.trim_start().strip_prefix("Summary ["));
        if let Some((_, counts)) = whole.and_then(|summary| summary.split_once("run: ")) {
            return Tally::counts(counts);
        }
        let each = output.lines().filter_map(|line| line.strip_prefix("test result:")?.split_once(". "));
        each.map(|(_, counts)| Tally::counts(counts)).fold(Tally::default(), Tally::plus)
    }

    /// Reads `3 passed; 0 failed; 1 ignored` and `7 passed (1 slow, 2 leaky), 1 timed out`.
    fn counts(counts: &str) -> Tally {
        let mut tally = Tally::default();
        for count in counts.split([';', ',']) {
            let Some((number, outcome)) = count.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            // What nextest says in brackets is about tests that are counted already.
            match outcome.split(" (").next() {
                Some("passed") => tally.passed += number,
                Some("failed" | "timed out" | "exec failed") => tally.failed += number,
                _ => {}
            }
        }
        tally
    }

    pub(crate) fn plus(self, other: Tally) -> Tally {
        Tally { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, passed: u64, failed: u64) {
        assert_eq!(Tally::read(output), Tally { passed, failed }, "{output}");
    }

    #[test]
    fn reads_cargo_test() {
        check(
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.0s",
            5,
            0,
        );
        check("test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured\n", 5, 2);
    }

    #[test]
    fn reads_nextest() {
        check("     Summary [   0.003s] 12 tests run: 12 passed, 0 skipped", 12, 0);
        check("     Summary [   0.003s] 1 test run: 1 passed (1 slow, 1 leaky), 4 skipped", 1, 0);
        check(
            "Summary [  60.0s] 9/12 tests run: 5 passed (1 flaky), 2 failed, 1 timed out, 1 exec failed",
            5,
            4,
        );
    }

    #[test]
    fn what_a_failed_test_printed_is_not_counted() {
        let test = "    test result: FAILED. 0 passed; 1 failed; 0 ignored\n";
        check(&format!("{test}   Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, 0 skipped\n{test}"), 2, 1);
    }

    #[test]
    fn sums_every_summary_and_nothing_else() {
        check(
            "test result: ok. 1 passed; 0 failed\nthe 7 passed\ntest result: ok. 2 passed; 0 failed\n",
            3,
            0,
        );
        check("error: could not compile", 0, 0);
    }
}
