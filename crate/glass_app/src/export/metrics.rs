//! `metrics.txt`: how the model in service stands, as OpenMetrics text (the format of 2020, version 1.0.0).
//!
//! Base units: seconds, ratios from 0 to 1, counts. What does not exist (no labels, no stream) is not written. A program
//! that scrapes files, such as Prometheus by its textfile collector, reads it as it is; [`super::dashboard`] draws it.

use glass_core::latency::LatencySummary;
use glass_core::performance::LatencyReport;
use glass_core::service::ServiceReport;
use glass_core::stream::Level;
use std::fmt::Write;

/// The kind of a family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Summary,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Summary => "summary",
        }
    }
}

/// What the metrics are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Facts<'a> {
    /// Names of the classes.
    pub classes: &'a [String],
    /// Digest of the weights that answer.
    pub weights_digest: Option<u64>,
    /// The last window of the stream.
    pub window: Option<&'a ServiceReport>,
    /// Measured inference.
    pub latency: Option<&'a LatencyReport>,
}

/// The text.
pub fn to_text(facts: &Facts) -> String {
    let mut page = Page::default();
    if let Some(digest) = facts.weights_digest {
        page.family("watchglass_model", Kind::Gauge, "1 for the weights that answer, by their digest");
        page.sample("watchglass_model", &[("weights", &format!("{digest:016x}"))], 1.0);
    }
    if let Some(window) = facts.window {
        window_of(&mut page, window, facts.classes);
        times(
            &mut page,
            "watchglass_response_seconds",
            "from the moment an image was due to its answer",
            window.response.as_ref(),
        );
        times(
            &mut page,
            "watchglass_service_seconds",
            "the work of an answer alone",
            window.service.as_ref(),
        );
    }
    if let Some(latency) = facts.latency {
        times(
            &mut page,
            "watchglass_inference_seconds",
            "one image at a time, warm, measured apart",
            Some(&latency.batch_1),
        );
        page.family("watchglass_cold_start_seconds", Kind::Gauge, "the first answer of a fresh model");
        page.sample("watchglass_cold_start_seconds", &[], latency.cold_ms / 1000.0);
    }
    page.text + "# EOF\n"
}

fn window_of(page: &mut Page, window: &ServiceReport, classes: &[String]) {
    page.family("watchglass_images", Kind::Counter, "images answered since the stream began");
    page.sample("watchglass_images_total", &[], f64::from(window.seen));
    page.family(
        "watchglass_window_images",
        Kind::Gauge,
        "images in the window, by whether their class is known",
    );
    page.sample("watchglass_window_images", &[("labelled", "true")], f64::from(window.n_labelled));
    page.sample(
        "watchglass_window_images",
        &[("labelled", "false")],
        f64::from(window.n - window.n_labelled.min(window.n)),
    );
    page.family(
        "watchglass_accuracy_ratio",
        Kind::Gauge,
        "share of right answers: by labels in the window, estimated without them, on the reference",
    );
    let band = window.estimate.and_then(|(_, band)| band);
    let accuracy = [
        ("labels", "value", window.accuracy),
        ("labels", "low", window.accuracy_interval.map(|it| it.low)),
        ("labels", "high", window.accuracy_interval.map(|it| it.high)),
        ("estimate", "value", window.estimate.map(|(accuracy, _)| accuracy)),
        ("estimate", "low", band.map(|it| it.low)),
        ("estimate", "high", band.map(|it| it.high)),
        ("reference", "value", window.reference_accuracy),
    ];
    for (by, bound, value) in accuracy {
        page.known("watchglass_accuracy_ratio", &[("by", by), ("bound", bound)], value);
    }
    page.family("watchglass_confidence_ratio", Kind::Gauge, "mean probability of the answer");
    page.known("watchglass_confidence_ratio", &[("of", "window")], window.mean_confidence);
    page.known("watchglass_confidence_ratio", &[("of", "reference")], window.reference_confidence);
    page.family(
        "watchglass_predicted_ratio",
        Kind::Gauge,
        "share of each class among the answers of the window",
    );
    for (class, share) in classes.iter().zip(&window.mix) {
        page.sample("watchglass_predicted_ratio", &[("class", class)], *share);
    }
    if let Some(expected) = window.expected_novel {
        let help = "images that look like none of the classes: in the window, and the share of ordinary ones that do";
        page.family("watchglass_novel_ratio", Kind::Gauge, help);
        let share = f64::from(window.n_novel) / f64::from(window.n.max(1));
        page.sample("watchglass_novel_ratio", &[("of", "window")], share);
        page.sample("watchglass_novel_ratio", &[("of", "expected")], expected);
    }
    if let Some(features) = window.features {
        page.family("watchglass_features_p", Kind::Gauge, "MMD: probability of so much without drift");
        page.known("watchglass_features_p", &[], features.mmd.map(|it| it.p_value));
        page.family(
            "watchglass_domain_auc",
            Kind::Gauge,
            "how well window and reference can be told apart, 0.5 to 1",
        );
        page.known("watchglass_domain_auc", &[], features.domain.map(|it| it.auc));
    }
    page.family("watchglass_level", Kind::Gauge, "0 steady, 1 watch, 2 alarm: the worst of all signals");
    page.sample("watchglass_level", &[], number(window.level));
    page.family("watchglass_signal_level", Kind::Gauge, "the same of one signal");
    for drift in &window.drifts {
        page.sample(
            "watchglass_signal_level",
            &[("signal", drift.report.signal.as_str())],
            number(drift.report.level),
        );
    }
    page.family(
        "watchglass_drift_p",
        Kind::Gauge,
        "probability of so much without drift, corrected for all signals",
    );
    for drift in &window.drifts {
        page.known(
            "watchglass_drift_p",
            &[("signal", drift.report.signal.as_str())],
            drift.report.p_adjusted,
        );
    }
    page.family(
        "watchglass_drift_shift",
        Kind::Gauge,
        "mean of the window less that of the reference, in its standard deviations; for quality in accuracy",
    );
    for drift in &window.drifts {
        page.known("watchglass_drift_shift", &[("signal", drift.report.signal.as_str())], drift.report.shift);
    }
    page.family("watchglass_alerts", Kind::Counter, "alerts raised since the stream began");
    page.sample("watchglass_alerts_total", &[], window.alerts.len() as f64);
    page.family("watchglass_open_alerts", Kind::Gauge, "alerts that are not over");
    page.sample(
        "watchglass_open_alerts",
        &[],
        window.alerts.iter().filter(|alert| alert.is_open()).count() as f64,
    );
    page.family("watchglass_waiting_images", Kind::Gauge, "images due but not begun");
    page.sample("watchglass_waiting_images", &[], f64::from(window.queue));
    page.family("watchglass_throughput", Kind::Gauge, "images a second over the window");
    page.known("watchglass_throughput", &[], window.images_per_second);
}

fn number(level: Level) -> f64 {
    match level {
        Level::Steady => 0.0,
        Level::Watch => 1.0,
        Level::Alarm => 2.0,
    }
}

/// A summary of times.
fn times(page: &mut Page, name: &str, help: &str, summary: Option<&LatencySummary>) {
    let Some(it) = summary else { return };
    page.family(name, Kind::Summary, help);
    for (quantile, percentile) in [("0.5", &it.p50), ("0.9", &it.p90), ("0.95", &it.p95), ("0.99", &it.p99)] {
        page.sample(name, &[("quantile", quantile)], percentile.millis / 1000.0);
    }
    page.sample(&format!("{name}_count"), &[], it.count as f64);
    page.sample(&format!("{name}_sum"), &[], it.mean_millis * it.count as f64 / 1000.0);
}

/// The text as it grows.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn family(&mut self, name: &str, kind: Kind, help: &str) {
        // A text takes whatever is written.
        let _ = writeln!(self.text, "# TYPE {name} {}", kind.as_str());
        for unit in ["seconds", "ratio"] {
            if name.ends_with(&format!("_{unit}")) {
                let _ = writeln!(self.text, "# UNIT {name} {unit}");
            }
        }
        let _ = writeln!(self.text, "# HELP {name} {help}");
    }

    fn known(&mut self, name: &str, labels: &[(&str, &str)], value: Option<f64>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.sample(name, labels, value);
        }
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.text.push_str(name);
        for (at, (label, text)) in labels.iter().enumerate() {
            let _ = write!(self.text, "{}{label}=\"{}\"", if at == 0 { '{' } else { ',' }, escaped(text));
        }
        let _ = writeln!(self.text, "{} {value:?}", if labels.is_empty() { "" } else { "}" });
    }
}

/// A label's value: backslashes, quotes and line ends marked.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
