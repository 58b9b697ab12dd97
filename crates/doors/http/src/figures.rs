//! What the house counts of itself, in the Prometheus text format (version 0.0.4).

use parlor_server::{Figures, Histogram};
use std::fmt::Write;

/// All of it.
pub(crate) fn text(figures: &Figures) -> String {
    let mut page = Page(String::new());
    let labelled = |label: &str, values: Vec<(String, u64)>| -> Vec<(String, u64)> {
        values.into_iter().map(|(value, n)| (format!("{{{label}=\"{value}\"}}"), n)).collect()
    };
    let one = |n: u64| vec![(String::new(), n)];
    let doors = figures.connections().into_iter().map(|(door, n)| (door.to_owned(), n)).collect();
    page.metric("connections", "gauge", "Connections now, by door.", &labelled("door", doors));
    page.metric("people", "gauge", "People who are here now.", &one(figures.people.get()));
    page.metric("messages_total", "counter", "Messages kept and told.", &one(figures.messages.get()));
    page.metric(
        "events_total",
        "counter",
        "Events kept and told, messages among them.",
        &one(figures.events.get()),
    );
    page.metric(
        "refusals_total",
        "counter",
        "What was asked and refused, by kind.",
        &labelled("kind", figures.refusals()),
    );
    page.metric(
        "queued_bytes",
        "gauge",
        "Bytes that wait for listeners who do not read.",
        &one(figures.queued_bytes.get()),
    );
    page.metric(
        "catch_ups_total",
        "counter",
        "How often a slow listener was read to from the log.",
        &one(figures.catch_ups.get()),
    );
    page.histogram("keeping_seconds", "How long keeping a batch took, with its flush.", &figures.keeping);
    page.histogram(
        "telling_seconds",
        "From deciding a message to handing it to the kernel for the last listener of a shard.",
        &figures.telling,
    );
    page.0
}

struct Page(String);

/// Writing to a string does not fail.
impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP parlor_{name} {help}\n# TYPE parlor_{name} {kind}");
    }

    fn metric(&mut self, name: &str, kind: &str, help: &str, values: &[(String, u64)]) {
        self.head(name, kind, help);
        for (labels, value) in values {
            let _ = writeln!(self.0, "parlor_{name}{labels} {value}");
        }
    }

    fn histogram(&mut self, name: &str, help: &str, histogram: &Histogram) {
        self.head(name, "histogram", help);
        let mut all = 0;
        for (end, count) in histogram.steps() {
            let end = end.map_or_else(|| "+Inf".to_owned(), |seconds| seconds.to_string());
            let _ = writeln!(self.0, "parlor_{name}_bucket{{le=\"{end}\"}} {count}");
            all = count;
        }
        let _ = writeln!(self.0, "parlor_{name}_sum {}\nparlor_{name}_count {all}", histogram.sum());
    }
}
