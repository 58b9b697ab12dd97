//! Reports as a picture: a row of bars for each workload.

use std::fmt::Write;

use crate::report::Report;
use crate::table::{FLOOR, short, to_floor, workloads};

const WIDTH: f64 = 860.0;
const NAMES: f64 = 110.0;
const BARS: f64 = 560.0;
const BAR: f64 = 16.0;
const GAP: f64 = 5.0;
const HEAD: f64 = 42.0;
/// The shortest bar, so that the least figure is still seen.
const SHORTEST: f64 = 8.0;

/// Bars begin at nought where the longest is no more than so many times the shortest.
const LINEAR_MAX: f64 = 30.0;

/// An SVG picture. Where servers differ by orders of magnitude the bars have a logarithmic scale.
pub fn svg(reports: &[Report]) -> String {
    let mut body = String::new();
    let mut y = 10.0;
    for of_one in workloads(reports) {
        y = panel(of_one, y, &mut body);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" height=\"{y}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         {body}</svg>\n"
    )
}

/// Draws one workload from `y` on; answers where the next begins.
fn panel(reports: &[Report], mut y: f64, body: &mut String) -> f64 {
    let Some(first) = reports.first() else { return y };
    let values = || reports.iter().map(|report| report.main.value).filter(|value| *value > 0.0);
    let (least, most) = (values().fold(f64::MAX, f64::min), values().fold(0.0, f64::max));
    let better = if first.main.less_is_better { "less is better" } else { "more is better" };
    let scale = if is_linear(least, most) { "" } else { ", logarithmic" };
    let _ = writeln!(
        body,
        "<text x=\"10\" y=\"{}\" font-weight=\"bold\">{}</text><text x=\"10\" y=\"{}\" fill=\"#666\">{} \
         ({better}{scale})</text>",
        y + 14.0,
        escaped(&first.workload),
        y + 30.0,
        escaped(first.main.unit)
    );
    y += HEAD;
    for report in reports {
        let middle = y + BAR * 0.75;
        let mut words = short(report.main.value);
        if let Some(ratio) = to_floor(report, reports).filter(|_| report.server != FLOOR) {
            let _ = write!(words, "  ({} x floor)", short(ratio));
        }
        if !report.faults.none() {
            words.push_str("  deliveries went wrong");
        }
        let length = length(report.main.value, least, most);
        let _ = writeln!(
            body,
            "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text><rect x=\"{NAMES}\" y=\"{y}\" \
             width=\"{length:.1}\" height=\"{BAR}\" fill=\"{}\"/><text x=\"{:.1}\" y=\"{middle}\">{words}</text>",
            NAMES - 6.0,
            escaped(&report.server),
            colour(&report.server),
            NAMES + length + 6.0
        );
        y += BAR + GAP;
    }
    y + 14.0
}

fn is_linear(least: f64, most: f64) -> bool {
    most <= least * LINEAR_MAX
}

fn length(value: f64, least: f64, most: f64) -> f64 {
    if value <= 0.0 {
        return SHORTEST;
    }
    if is_linear(least, most) {
        return (BARS * value / most).max(SHORTEST);
    }
    SHORTEST + (BARS - SHORTEST) * (value / least).ln() / (most / least).ln()
}

fn colour(server: &str) -> &'static str {
    match server {
        FLOOR => "#9aa5b1",
        _ if server.starts_with("parlor") => "#c2571a",
        _ => "#4a7ba6",
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_at_nought_where_they_can_all_be_seen() {
        assert!((length(2.0, 1.0, 4.0) - BARS / 2.0).abs() < 1e-9);
        assert!((length(5.0, 5.0, 5.0) - BARS).abs() < 1e-9);
        assert!((length(0.0, 1.0, 4.0) - SHORTEST).abs() < 1e-9);
        assert!((length(0.01, 1.0, 4.0) - SHORTEST).abs() < 1e-9);
    }

    #[test]
    fn bars_grow_with_the_logarithm_where_servers_differ_by_orders_of_magnitude() {
        assert!((length(1.0, 1.0, 100.0) - SHORTEST).abs() < 1e-9);
        assert!((length(100.0, 1.0, 100.0) - BARS).abs() < 1e-9);
        assert!((length(10.0, 1.0, 100.0) - (SHORTEST + BARS) / 2.0).abs() < 1e-9);
        assert!((length(0.0, 1.0, 100.0) - SHORTEST).abs() < 1e-9);
    }
}
