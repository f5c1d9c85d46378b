//! `grafana.json`: a dashboard that draws what [`super::metrics`] writes, for Grafana's import.

use super::json;
use serde::Serialize;

/// A panel: title, unit as Grafana calls it, queries.
type Panel = (&'static str, &'static str, &'static [&'static str]);

/// The panels, left to right, top to bottom.
pub const PANELS: [Panel; 9] = [
    ("Level (0 steady, 1 watch, 2 alarm)", "none", &["watchglass_level"]),
    ("Open alerts", "none", &["watchglass_open_alerts"]),
    ("Images a second", "none", &["watchglass_throughput"]),
    (
        "Accuracy",
        "percentunit",
        &[
            "watchglass_accuracy_ratio{bound=\"value\"}",
            "watchglass_accuracy_ratio{by=\"labels\",bound!=\"value\"}",
        ],
    ),
    ("Confidence", "percentunit", &["watchglass_confidence_ratio"]),
    ("Predicted classes", "percentunit", &["watchglass_predicted_ratio"]),
    ("Response time", "s", &["watchglass_response_seconds"]),
    ("Shift of each signal (reference standard deviations)", "none", &["watchglass_drift_shift"]),
    ("Level of each signal", "none", &["watchglass_signal_level"]),
];

const COLUMNS: usize = 3;
const WIDTH: usize = 8;
const HEIGHT: usize = 8;

#[derive(Serialize)]
struct Dashboard {
    title: &'static str,
    #[serde(rename = "schemaVersion")]
    schema_version: u32,
    refresh: &'static str,
    panels: Vec<Drawn>,
}

#[derive(Serialize)]
struct Drawn {
    id: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    #[serde(rename = "gridPos")]
    place: Place,
    #[serde(rename = "fieldConfig")]
    field: Field,
    targets: Vec<Target>,
}

#[derive(Serialize)]
struct Place {
    x: usize,
    y: usize,
    w: usize,
    h: usize,
}

#[derive(Serialize)]
struct Field {
    defaults: Defaults,
    overrides: [u8; 0],
}

#[derive(Serialize)]
struct Defaults {
    unit: &'static str,
}

#[derive(Serialize)]
struct Target {
    #[serde(rename = "refId")]
    id: String,
    expr: &'static str,
}

/// The text of the dashboard.
pub fn to_json() -> String {
    let target = |(at, expr): (usize, &&'static str)| Target { id: format!("Q{at}"), expr };
    let panel = |(at, (title, unit, queries)): (usize, &Panel)| Drawn {
        id: at + 1,
        kind: "timeseries",
        title,
        place: Place { x: at % COLUMNS * WIDTH, y: at / COLUMNS * HEIGHT, w: WIDTH, h: HEIGHT },
        field: Field { defaults: Defaults { unit }, overrides: [] },
        targets: queries.iter().enumerate().map(target).collect(),
    };
    json::to_text(&Dashboard {
        title: "Watchglass",
        schema_version: 39,
        refresh: "10s",
        panels: PANELS.iter().enumerate().map(panel).collect(),
    })
}
