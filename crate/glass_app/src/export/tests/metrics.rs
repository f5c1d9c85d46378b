//! The metrics: the grammar of OpenMetrics as far as it is used, hostile names, and a dashboard that asks for nothing
//! that is not there.

use super::report::{latency, window};
use crate::export::dashboard;
use crate::export::metrics::{Facts, to_text};
use glass_core::service::{Alert, ServiceReport};
use glass_core::stream::{Cause, Level, Signal};
use std::collections::BTreeMap;

/// A sample: its name, its labels, its value.
type Sample = (String, BTreeMap<String, String>, f64);

/// Reads the text by the rules: families announced once, samples below their own, names and suffixes of their kind, the
/// end marked.
fn read(text: &str) -> Vec<Sample> {
    let body = text.strip_suffix("# EOF\n").expect("the end is marked");
    let (mut family, mut kind) = (String::new(), String::new());
    let mut seen = Vec::new();
    let mut samples: Vec<Sample> = Vec::new();
    for line in body.lines() {
        if let Some(announced) = line.strip_prefix("# TYPE ") {
            let (name, of_kind) = announced.split_once(' ').expect("name and kind");
            assert!(!seen.contains(&name.to_owned()), "{name} twice");
            seen.push(name.to_owned());
            (family, kind) = (name.to_owned(), of_kind.to_owned());
        } else if let Some(said) = line.strip_prefix("# UNIT ") {
            let (name, unit) = said.split_once(' ').expect("name and unit");
            assert!(name == family && name.ends_with(&format!("_{unit}")), "{line}");
        } else if let Some(said) = line.strip_prefix("# HELP ") {
            assert!(said.starts_with(&family), "{line}");
        } else {
            let (name, labels, value) = sample(line);
            let suffixes: &[&str] = match kind.as_str() {
                "counter" => &["_total"],
                "summary" => &["", "_count", "_sum"],
                _ => &[""],
            };
            assert!(suffixes.iter().any(|suffix| name == format!("{family}{suffix}")), "{line} in {family}");
            assert!(kind != "counter" || value >= 0.0);
            assert!(!samples.iter().any(|it| it.0 == name && it.1 == labels), "{line} twice");
            samples.push((name, labels, value));
        }
    }
    samples
}

fn sample(line: &str) -> Sample {
    let (head, value) = line.rsplit_once(' ').expect("a value");
    let value = value.parse().expect("a number");
    let Some((name, rest)) = head.split_once('{') else { return (head.to_owned(), BTreeMap::new(), value) };
    let mut labels = BTreeMap::new();
    let mut rest = rest.strip_suffix('}').expect("closed");
    while !rest.is_empty() {
        let (label, quoted) = rest.split_once("=\"").expect("a label");
        let (mut text, mut letters) = (String::new(), quoted.char_indices());
        let end = loop {
            let (at, letter) = letters.next().expect("a closing quote");
            match letter {
                '"' => break at,
                '\\' => text.push(match letters.next().expect("something marked").1 {
                    'n' => '\n',
                    other => other,
                }),
                other => text.push(other),
            }
        };
        labels.insert(label.trim_start_matches(',').to_owned(), text);
        rest = &quoted[end + 1..];
    }
    (name.to_owned(), labels, value)
}

fn alert() -> Alert {
    Alert {
        signal: Signal::Confidence,
        level: Level::Watch,
        raised_sequence: 5,
        raised_millis: 0.0,
        cleared_sequence: None,
        cleared_millis: None,
        level_now: Level::Watch,
        shift_now: None,
        worst_sequence: 5,
        statistic: None,
        p_adjusted: None,
        shift: None,
        frames: vec![],
        cause: Cause::LessCertain,
        n_returns: 0,
        returned_sequence: None,
    }
}

#[test]
fn what_is_there_is_written_once_in_base_units() {
    let latency = latency();
    let response = Some(latency.batch_1.clone());
    let window = ServiceReport { response, alerts: vec![alert()], ..window() };
    let classes = ["heads\"\\\n".to_owned(), "tails".to_owned()];
    let facts = Facts {
        classes: &classes,
        weights_digest: Some(0xbeef),
        window: Some(&window),
        latency: Some(&latency),
    };
    let samples = read(&to_text(&facts));
    let value = |name: &str, wanted: &[(&str, &str)]| {
        let is_it = |it: &&Sample| {
            it.0 == name && wanted.iter().all(|(label, text)| it.1.get(*label).is_some_and(|own| own == text))
        };
        samples.iter().find(is_it).map(|it| it.2)
    };
    assert_eq!(value("watchglass_images_total", &[]), Some(120.0));
    assert_eq!(value("watchglass_model", &[("weights", "000000000000beef")]), Some(1.0));
    assert_eq!(value("watchglass_level", &[]), Some(2.0));
    assert_eq!(value("watchglass_predicted_ratio", &[("class", "heads\"\\\n")]), Some(0.25));
    assert_eq!(value("watchglass_accuracy_ratio", &[("by", "reference")]), Some(0.9375));
    // There are no labels: nothing is said of what they would say.
    assert_eq!(value("watchglass_accuracy_ratio", &[("by", "labels")]), None);
    assert_eq!(value("watchglass_drift_p", &[("signal", "brightness")]), Some(0.009));
    assert_eq!(value("watchglass_open_alerts", &[]), Some(1.0));
    assert_eq!(value("watchglass_response_seconds", &[("quantile", "0.99")]), Some(0.003));
    assert_eq!(value("watchglass_response_seconds_count", &[]), Some(200.0));
    assert_eq!(value("watchglass_response_seconds_sum", &[]), Some(0.25));
    assert_eq!(value("watchglass_cold_start_seconds", &[]), Some(0.0125));
    assert_eq!(read(&to_text(&Facts::default())), []);
}

#[test]
fn the_dashboard_asks_for_what_is_written() {
    let latency = latency();
    let window = ServiceReport { response: Some(latency.batch_1.clone()), ..window() };
    let window = ServiceReport { drifts: window.drifts.iter().cloned().map(shifted).collect(), ..window };
    let classes = ["a".to_owned(), "b".to_owned()];
    let facts =
        Facts { classes: &classes, weights_digest: None, window: Some(&window), latency: Some(&latency) };
    let samples = read(&to_text(&facts));
    for (title, _, queries) in dashboard::PANELS {
        for query in queries {
            let name = query.split('{').next().unwrap_or_default();
            assert!(samples.iter().any(|it| it.0 == name), "{title}: {query}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&dashboard::to_json()).expect("JSON");
    let panels = json["panels"].as_array().expect("panels");
    assert_eq!(panels.len(), dashboard::PANELS.len());
    assert_eq!(panels[3]["targets"][0]["expr"], "watchglass_accuracy_ratio{bound=\"value\"}");
    assert_eq!((panels[4]["gridPos"]["x"].as_u64(), panels[4]["gridPos"]["y"].as_u64()), (Some(8), Some(8)));
}

fn shifted(mut drift: glass_core::service::Drift) -> glass_core::service::Drift {
    drift.report.shift = Some(-0.5);
    drift
}
