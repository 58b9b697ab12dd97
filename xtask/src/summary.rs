//! The table at the end of `cargo xtask test`, and the last line that CI reads.

use std::fmt::Write;
use std::time::Duration;

use crate::tally::Tally;

/// How a step ended.
pub(crate) enum Outcome {
    Passed(Tally),
    Failed(Tally),
    Skipped(String),
}

/// One line of the table.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

impl Row {
    pub(crate) fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }

    /// What this step adds to the last line. A step that failed before it came to a test counts as one failure.
    fn tally(&self) -> Tally {
        match self.outcome {
            Outcome::Passed(tally) => tally,
            Outcome::Failed(Tally { passed, failed }) => Tally { passed, failed: failed.max(1) },
            Outcome::Skipped(_) => Tally::default(),
        }
    }
}

/// The table with a line for each step, and then `N passed, N failed` alone on the last line.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut table = String::new();
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    for row in rows {
        let _ = writeln!(table, "  {:width$}  {:>7.1} s  {}", row.name, row.took.as_secs_f64(), words(row));
    }
    let took: Duration = rows.iter().map(|row| row.took).sum();
    let _ = writeln!(table, "  {:width$}  {:>7.1} s", "", took.as_secs_f64());
    let sum = rows.iter().map(Row::tally).fold(Tally::default(), Tally::plus);
    let _ = writeln!(table, "{} passed, {} failed", sum.passed, sum.failed);
    table
}

/// How one step ended, for a person.
pub(crate) fn words(row: &Row) -> String {
    match &row.outcome {
        Outcome::Passed(Tally { passed: 0, .. }) => "ok".to_owned(),
        Outcome::Passed(Tally { passed, .. }) => format!("ok, {passed} passed"),
        Outcome::Failed(Tally { passed: 0, failed: 0 }) => "FAILED".to_owned(),
        Outcome::Failed(Tally { passed, failed }) => format!("FAILED, {passed} passed and {failed} failed"),
        Outcome::Skipped(why) => format!("skipped: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_line(outcomes: Vec<Outcome>) -> String {
        let rows: Vec<Row> = outcomes
            .into_iter()
            .map(|outcome| Row { name: "step", outcome, took: Duration::from_secs(1) })
            .collect();
        table(&rows).lines().last().unwrap().to_owned()
    }

    #[test]
    fn the_last_line_sums_what_ran() {
        let passed = |passed| Outcome::Passed(Tally { passed, failed: 0 });
        assert_eq!(last_line(vec![passed(3), passed(0), passed(4)]), "7 passed, 0 failed");
        assert_eq!(
            last_line(vec![passed(3), Outcome::Failed(Tally { passed: 1, failed: 2 })]),
            "4 passed, 2 failed"
        );
    }

    #[test]
    fn a_step_that_did_not_come_to_a_test_is_a_failure_all_the_same() {
        assert_eq!(last_line(vec![Outcome::Failed(Tally::default())]), "0 passed, 1 failed");
        assert_eq!(last_line(vec![Outcome::Skipped("no compiler".to_owned())]), "0 passed, 0 failed");
    }
}
