//! Reports as a table for people.

use std::fmt::Write;

use crate::report::{CPU_PER_DELIVERY, Report};

/// The server that others are compared with.
pub const FLOOR: &str = "floor";

const COLUMNS: usize = 11;
const HEADS: [&str; COLUMNS] = [
    "server",
    "CPU s/M",
    "x floor",
    "",
    "x floor",
    "/s",
    "/write",
    "p50 ms",
    "p99 ms",
    "p99.9 ms",
    "generator CPU s/M (busy)",
];

/// A table for each workload, with what is to be said about it below.
pub fn table(reports: &[Report]) -> String {
    let mut text = String::new();
    for of_one in workloads(reports) {
        let Some(first) = of_one.first() else { continue };
        let mut rows = vec![HEADS.map(str::to_owned)];
        rows[0][3] = first.main.unit.to_owned();
        rows.extend(of_one.iter().map(|report| row(report, of_one)));
        if first.main.unit == CPU_PER_DELIVERY {
            // It is the processor time already.
            rows.iter_mut().for_each(|row| row[3..5].fill(String::new()));
        }
        let _ = writeln!(text, "\n{}", first.workload);
        write_rows(&rows, &mut text);
        for report in of_one {
            let notes = report.notes.iter().chain(&report.faults.samples);
            for note in notes {
                let _ = writeln!(text, "  {}: {note}", report.server);
            }
        }
    }
    text
}

/// How a server compares with the floor of the same workload; less than 1 is less of what is measured.
pub fn to_floor(report: &Report, reports: &[Report]) -> Option<f64> {
    let same = |other: &&Report| other.server == FLOOR && other.workload == report.workload;
    let floor = reports.iter().find(same)?.main.value;
    (floor > 0.0).then(|| report.main.value / floor)
}

fn cpu_to_floor(report: &Report, reports: &[Report]) -> Option<f64> {
    let same = |other: &&Report| other.server == FLOOR && other.workload == report.workload;
    let floor = reports.iter().find(same)?.server_cpu_per_million()?;
    Some(report.server_cpu_per_million()? / floor).filter(|ratio| ratio.is_finite())
}

/// Reports of the same workload stand together; this cuts between them.
pub fn workloads(reports: &[Report]) -> impl Iterator<Item = &[Report]> {
    reports.chunk_by(|one, other| one.workload == other.workload)
}

/// Three digits that count, whatever the size.
pub fn short(value: f64) -> String {
    match value {
        _ if value >= 1e6 => format!("{:.2} M", value / 1e6),
        _ if value >= 100.0 => thousands(value),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ if value >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    match digits.len() {
        0..=3 => digits,
        length => format!("{},{}", &digits[..length - 3], &digits[length - 3..]),
    }
}

fn row(report: &Report, others: &[Report]) -> [String; COLUMNS] {
    let or_dash = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), short);
    let rate = report.count as f64 / report.wall.max(f64::MIN_POSITIVE);
    let faults = if report.faults.none() {
        String::new()
    } else {
        let faults = &report.faults;
        format!(
            "  WRONG: {} lost, {} doubled, {} reordered, {} strayed",
            faults.lost, faults.doubled, faults.reordered, faults.strayed
        )
    };
    [
        report.server.clone(),
        or_dash(report.server_cpu_per_million()),
        or_dash(cpu_to_floor(report, others)),
        // Without a process to look at there is no such figure.
        if report.server_cpu.is_none() && report.main.unit == CPU_PER_DELIVERY {
            "-".to_owned()
        } else {
            short(report.main.value)
        },
        or_dash(to_floor(report, others)),
        short(rate),
        short(report.per_read),
        or_dash(report.latency.map(|latency| latency.p50)),
        or_dash(report.latency.map(|latency| latency.p99)),
        or_dash(report.latency.map(|latency| latency.p999)),
        format!(
            "{} ({:.0} %){faults}",
            short(report.generator_cpu_per_million()),
            report.generator_busy * 100.0
        ),
    ]
}

fn write_rows(rows: &[[String; COLUMNS]], text: &mut String) {
    let mut widths = [0; COLUMNS];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in rows {
        for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
            // The first column is words, the last is as long as it is.
            let _ = match at {
                0 => write!(text, "  {cell:width$}"),
                _ if width == 0 => Ok(()),
                10 => write!(text, "  {cell}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::report::{Figure, Spent};

    fn report(server: &str, workload: &str, value: f64) -> Report {
        let second = Duration::from_secs(1);
        let spent =
            Spent { wall: second, server: Some(second), generator: second, busy: second / 2, reads: 1 };
        Report::new(server, workload.into(), Figure::cost("CPU s", value), 1_000_000, &spent)
    }

    #[test]
    fn servers_are_compared_with_the_floor_of_their_workload() {
        let reports = [report("floor", "a", 2.0), report("x", "a", 3.0), report("floor", "b", 1.0)];
        assert_eq!(to_floor(&reports[1], &reports), Some(1.5));
        assert_eq!(to_floor(&report("x", "c", 1.0), &reports), None);
    }

    #[test]
    fn a_table_has_a_part_for_each_workload_and_says_what_went_wrong() {
        let mut wrong = report("x", "a", 3.0);
        wrong.faults.lost = 7;
        wrong.faults.samples.push("listener 1 lacks 7".into());
        let table = table(&[report("floor", "a", 2.0), wrong, report("floor", "b", 1.0)]);
        assert_eq!(table.matches("CPU s/M").count(), 4);
        assert!(table.contains("WRONG: 7 lost") && table.contains("\n  x: listener 1 lacks 7\n"), "{table}");
    }

    #[test]
    fn numbers_are_short() {
        let shown = [0.0512, 1.234, 12.34, 123.4, 12_345.0, 1_234_567.0].map(short);
        assert_eq!(shown, ["0.051", "1.23", "12.3", "123", "12,345", "1.23 M"]);
    }
}
