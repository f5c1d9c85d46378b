//! The table of a comparison: JSON lines of ours and of the peers in, Markdown out.

use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;

/// In which part of the run something was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// In the peers' first round.
    Before,
    /// By us.
    Ours,
    /// In the peers' second round.
    After,
    /// By the fixed loop that tells how fast the machine is just now.
    Calibrating,
}

/// A line, and when it was said.
pub struct Said {
    /// The part of the run.
    pub when: When,
    /// The JSON.
    pub line: Value,
}

/// What a row of the table is about.
#[derive(Clone, Copy)]
enum Measure {
    Training,
    Single,
    Batches,
    Goal,
}

const ROWS: [(&str, Measure, &str); 7] = [
    ("A10", Measure::Training, "A10 training, images/s"),
    ("B", Measure::Training, "B training, images/s"),
    ("C28", Measure::Training, "C28 training, images/s"),
    ("C32", Measure::Training, "C32 training, images/s"),
    ("C28", Measure::Single, "C28 inference, one image, p50 ms"),
    ("C28", Measure::Batches, "C28 inference, batches of 64, images/s"),
    ("C28", Measure::Goal, "C28 to 97 % on digits, s of training"),
];

const BROWSER: &str = "watchglass-flex";
const NATIVE: &str = "watchglass-native-flex";

/// One row for each workload and peer. Ratios say how many times faster ours is than the better of both rounds.
pub fn table(said: &[Said]) -> String {
    let mut text = String::from(
        "| workload | ours, browser | ours, native | beside | round 1 | round 2 | browser ÷ beside | native ÷ beside |\n\
         | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |\n",
    );
    for (workload, measure, name) in ROWS {
        let find = |when, peer: &str| measure.figure(said, when, peer, workload);
        let (browser, native) = (find(When::Ours, BROWSER), find(When::Ours, NATIVE));
        let peers: BTreeSet<&str> = said
            .iter()
            .filter(|said| matches!(said.when, When::Before | When::After))
            .filter_map(|said| said.line["peer"].as_str())
            .collect();
        for peer in peers {
            let rounds = [find(When::Before, peer), find(When::After, peer)];
            let Some(beside) = measure.best(rounds.into_iter().flatten()) else { continue };
            let ratio = |ours: Option<f64>| {
                ours.map_or_else(dash, |ours| format!("{:.2}", measure.times_faster(ours, beside)))
            };
            let [first, second] = rounds.map(|figure| measure.shown(figure));
            let (shown_browser, shown_native) = (measure.shown(browser), measure.shown(native));
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "| {name} | {shown_browser} | {shown_native} | {peer} | {first} | {second} | {} | {} |",
                ratio(browser),
                ratio(native)
            );
        }
    }
    let _ = write!(
        text,
        "\nA ratio above 1: ours is faster, against the better of both rounds. Medians of five runs; of the seeds, \
         where there are several.\nCalibration loop, ms (before, before ours, after ours, after): {}. Peak of four \
         lanes, GFLOP/s: {} in the browser, {} natively.",
        calibrations(said),
        peak(said, BROWSER),
        peak(said, NATIVE),
    );
    text
}

impl Measure {
    /// The figure of a peer: its best way of doing the work, or the median of its seeds. `None` where it has none.
    fn figure(self, said: &[Said], when: When, peer: &str, workload: &str) -> Option<f64> {
        let lines = said.iter().filter(|said| said.when == when).map(|said| &said.line);
        let lines = lines.filter(|line| {
            line["peer"] == peer && line["workload"] == workload && line["kind"] == self.kind()
        });
        match self {
            Measure::Training => self.best(lines.filter_map(|line| line["images_per_s"].as_f64())),
            Measure::Single => self.best(lines.filter_map(|line| line["b1_p50_ms"].as_f64())),
            Measure::Batches => self.best(lines.filter_map(|line| line["b64_images_per_s"].as_f64())),
            // A run that never got there took for ever.
            Measure::Goal => {
                median(lines.map(|line| line["first97"]["wall_s"].as_f64().unwrap_or(f64::INFINITY)))
                    .filter(|seconds| seconds.is_finite())
            }
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Measure::Training => "train",
            Measure::Single | Measure::Batches => "infer",
            Measure::Goal => "mnist",
        }
    }

    fn is_time(self) -> bool {
        matches!(self, Measure::Single | Measure::Goal)
    }

    fn best(self, figures: impl Iterator<Item = f64>) -> Option<f64> {
        figures.reduce(if self.is_time() { f64::min } else { f64::max })
    }

    fn times_faster(self, ours: f64, beside: f64) -> f64 {
        if self.is_time() { beside / ours } else { ours / beside }
    }

    fn shown(self, figure: Option<f64>) -> String {
        figure.map_or_else(dash, |figure| match self {
            Measure::Training | Measure::Batches => thousands(figure),
            Measure::Single => format!("{figure:.3}"),
            Measure::Goal => format!("{figure:.1}"),
        })
    }
}

fn dash() -> String {
    "–".to_owned()
}

fn median(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// 12,345
fn thousands(figure: f64) -> String {
    let digits = format!("{figure:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn calibrations(said: &[Said]) -> String {
    let lines = said.iter().filter(|said| said.when == When::Calibrating);
    let millis = lines.filter_map(|said| said.line["best_ms"].as_f64()).map(|millis| format!("{millis:.0}"));
    millis.collect::<Vec<_>>().join(", ")
}

fn peak(said: &[Said], peer: &str) -> String {
    let found = said.iter().find(|said| said.line["peer"] == peer && said.line["kind"] == "peak");
    let gflops = found.and_then(|said| said.line["gflops"].as_f64());
    gflops.map_or_else(dash, |gflops| format!("{gflops:.1}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn train(when: When, peer: &str, workload: &str, speed: f64) -> Said {
        let line = json!({ "peer": peer, "workload": workload, "kind": "train", "images_per_s": speed });
        Said { when, line }
    }

    #[test]
    fn ratios_are_to_the_better_round_and_its_best_api() {
        let said = [
            train(When::Before, "torch-1t", "B", 20_000.0),
            train(When::Before, "torch-1t", "B", 25_000.0),
            train(When::After, "torch-1t", "B", 24_000.0),
            train(When::Ours, BROWSER, "B", 50_000.0),
            train(When::Ours, NATIVE, "B", 100_000.0),
            Said { when: When::After, line: json!({ "peer": "tfjs", "workload": "B", "error": "cannot" }) },
        ];
        let table = table(&said);
        let row = "| B training, images/s | 50,000 | 100,000 | torch-1t | 25,000 | 24,000 | 2.00 | 4.00 |";
        assert!(table.contains(row), "{table}");
        assert!(!table.contains("tfjs"), "a peer without a figure has no row");
    }

    #[test]
    fn less_time_is_faster() {
        let infer = |when, peer, millis: f64| Said {
            when,
            line: json!({ "peer": peer, "workload": "C28", "kind": "infer", "b1_p50_ms": millis }),
        };
        let goal = |when, peer, seconds: Option<f64>| Said {
            when,
            line: json!({ "peer": peer, "workload": "C28", "kind": "mnist", "first97": { "wall_s": seconds } }),
        };
        let table = table(&[
            infer(When::Before, "slow", 0.4),
            infer(When::After, "slow", 0.3),
            infer(When::Ours, BROWSER, 0.1),
            goal(When::Ours, BROWSER, Some(2.0)),
            goal(When::Ours, BROWSER, None),
            goal(When::Ours, BROWSER, Some(4.0)),
            goal(When::Before, "slow", Some(8.0)),
            goal(When::Before, "never", None),
        ]);
        assert!(table.contains("| 0.100 | – | slow | 0.400 | 0.300 | 3.00 | – |"), "{table}");
        assert!(table.contains("| 4.0 | – | slow | 8.0 | – | 2.00 | – |"), "{table}");
        assert!(!table.contains("never"), "{table}");
    }

    #[test]
    fn numbers_are_grouped() {
        for (figure, expected) in [(0.0, "0"), (999.4, "999"), (1_000.0, "1,000"), (1_234_567.0, "1,234,567")]
        {
            assert_eq!(thousands(figure), expected);
        }
    }
}
