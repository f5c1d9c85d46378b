//! `report.json`, schema `watchglass.report/1`: everything the page knows of a run, for programs.
//!
//! Fractions are between 0 and 1, times say their unit, digests are 16 hexadecimal digits. A number that
//! does not exist is `null`, and [`Report::notes`] says why, under its path with `[]` for every index
//! (`evaluation.precision.per_class[]`). A part that has not happened yet is `null` as a whole.

mod evaluation;
mod latency;
mod monitoring;
mod reason;
pub(in crate::export) mod section;

use evaluation::EvaluationSection;
use latency::Latency;
use monitoring::Monitoring;
use section::{Dataset, DiagnosisRow, Training};

use super::json;
use crate::roster::Roster;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::Diagnosis;
use glass_core::evaluation::Evaluation;
use glass_core::fault::Rejected;
use glass_core::health::Health;
use glass_core::performance::{LatencyReport, PartTimes};
use glass_core::recipe::{self, Recipe};
use glass_core::service::{Alert, ServiceReport};
use glass_core::speed::SpeedReport;
use glass_core::split::{Split, SplitName};
use glass_core::stream::plan::Plan;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The schema's name.
pub const SCHEMA: &str = "watchglass.report/1";

/// What a report is made from.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// The settings as they stand; a run's own win.
    pub recipe: &'a Recipe,
    /// Name of the set: a built-in one's, or `own`.
    pub set: &'a str,
    /// The labels.
    pub roster: &'a Roster,
    /// Files that were not taken in.
    pub rejected: &'a [Rejected],
    /// What is noteworthy about the images that take part.
    pub health: &'a Health,
    /// The run, if there is one.
    pub run: Option<RunFacts<'a>>,
    /// The scores shown, if there are any.
    pub evaluation: Option<(SplitName, &'a Evaluation)>,
    /// Measured inference.
    pub latency: Option<&'a LatencyReport>,
    /// How long decoding a file took.
    pub decoding: Option<&'a PartTimes>,
    /// The windows of the stream, oldest first.
    pub windows: Vec<&'a ServiceReport>,
    /// The alerts of the stream, oldest first.
    pub alerts: &'a [Alert],
    /// What the stream was to be.
    pub plan: Option<&'a Plan>,
    /// How fast it was answered.
    pub speed: Option<&'a SpeedReport>,
}

/// What a report says of a run.
#[derive(Debug, Clone, Copy)]
pub struct RunFacts<'a> {
    /// What decided it.
    pub recipe: &'a Recipe,
    /// Its classes.
    pub classes: &'a [String],
    /// Who trained, validated, tested.
    pub split: &'a Split,
    /// One row an epoch.
    pub history: &'a [EpochReport],
    /// What the curves say.
    pub diagnosis: &'a [Diagnosis],
    /// How it ended, once it has.
    pub ending: Option<EndingFacts>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy)]
pub struct EndingFacts {
    /// Why.
    pub stopped: Stopped,
    /// Digest of the history's bits.
    pub history_digest: u64,
    /// Digest of the weights' bits.
    pub weights_digest: u64,
    /// Number of weights.
    pub n_weights: u32,
}

/// The recipe, with its schema.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecipeSection {
    /// `watchglass.recipe/1`.
    pub schema: &'static str,
    /// The settings.
    #[serde(flatten)]
    pub recipe: Recipe,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Version of Watchglass.
    pub version: &'static str,
    /// What decided the run.
    pub recipe: RecipeSection,
    /// The images.
    pub dataset: Dataset,
    /// The run.
    pub training: Option<Training>,
    /// The scores of the split shown.
    pub evaluation: Option<EvaluationSection>,
    /// What the learning curves say, the leading verdict first.
    pub diagnosis: Vec<DiagnosisRow>,
    /// Inference performance on this machine.
    pub latency: Option<Latency>,
    /// The model in service.
    pub monitoring: Option<Monitoring>,
    /// Why a number is `null`, by its path.
    pub notes: BTreeMap<String, &'static str>,
}

impl Report {
    /// The report of these facts.
    pub fn of(facts: &Facts<'_>) -> Self {
        let recipe = facts.run.map_or(facts.recipe, |run| run.recipe);
        let report = Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            recipe: RecipeSection { schema: recipe::SCHEMA, recipe: *recipe },
            dataset: Dataset::of(facts),
            training: facts.run.map(|run| Training::of(&run)),
            evaluation: facts.evaluation.map(|(split, evaluation)| EvaluationSection::of(split, evaluation)),
            diagnosis: facts
                .run
                .map_or_else(Vec::new, |run| run.diagnosis.iter().map(DiagnosisRow::of).collect()),
            latency: facts.latency.map(|report| Latency::of(report, facts.decoding)),
            monitoring: Monitoring::of(facts),
            notes: BTreeMap::new(),
        };
        let mut notes = BTreeMap::new();
        note_nulls(&report.to_value(), "", &mut notes);
        Self { notes, ..report }
    }

    fn to_value(&self) -> Value {
        // Only text keys and plain numbers are in it: nothing to fail on.
        serde_json::to_value(self).unwrap_or_default()
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        let text = json::to_text(self);
        format!("{text}\n")
    }
}

/// Gives every `null` its reason.
fn note_nulls(value: &Value, path: &str, notes: &mut BTreeMap<String, &'static str>) {
    match value {
        Value::Null => {
            notes.insert(path.to_owned(), reason::of(path));
        }
        Value::Array(items) => items.iter().for_each(|item| note_nulls(item, &format!("{path}[]"), notes)),
        Value::Object(fields) => {
            for (name, field) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                note_nulls(field, &path, notes);
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
