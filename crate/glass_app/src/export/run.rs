//! A kept run as a file, schema `watchglass.run/1`: what decided it, how it went, how it ended, and its answers
//! on the test images. `training` and `diagnosis` are those of the report, see there.

use super::json;
use super::report::section::{DiagnosisRow, Span, Training, hex, span};
use super::report::{EndingFacts, RunFacts};
use glass_core::recipe::{self, Recipe};
use glass_core::run::{KeptRun, SCHEMA, TestAnswers};
use glass_core::split::Split;
use serde::Serialize;

#[derive(Serialize)]
struct RunFile<'a> {
    schema: &'static str,
    version: &'static str,
    name: &'a str,
    /// Milliseconds since the beginning of 1970 (UTC).
    began_millis: u64,
    recipe_schema: &'static str,
    recipe: &'a Recipe,
    dataset: Dataset<'a>,
    training: Training,
    test: Option<Test<'a>>,
    diagnosis: Vec<DiagnosisRow>,
}

#[derive(Serialize)]
struct Dataset<'a> {
    /// A built-in set's name, or `own`.
    name: &'a str,
    digest: String,
    n: u32,
    classes: &'a [String],
}

#[derive(Serialize)]
struct Test<'a> {
    n: usize,
    accuracy: Option<f64>,
    accuracy_interval: Option<Span>,
    f1_macro: Option<f64>,
    /// One entry an image in each column.
    answers: Columns<'a>,
}

#[derive(Serialize)]
struct Columns<'a> {
    /// Digest of the image's pixels: the same image in another run has the same.
    image: Vec<String>,
    /// Index of its class.
    actual: &'a [u16],
    /// Index of the class that was most probable.
    predicted: &'a [u16],
}

/// The file's text.
pub fn to_json(run: &KeptRun) -> String {
    let split = Split::default();
    let facts = RunFacts {
        recipe: &run.recipe,
        classes: &run.classes,
        split: &split,
        history: &run.history,
        diagnosis: &run.diagnosis,
        ending: Some(EndingFacts {
            stopped: run.ending.stopped,
            history_digest: run.ending.history_digest,
            weights_digest: run.ending.weights_digest,
            n_weights: run.ending.n_weights,
        }),
    };
    let file = RunFile {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        name: &run.name,
        began_millis: run.began_millis,
        recipe_schema: recipe::SCHEMA,
        recipe: &run.recipe,
        dataset: Dataset {
            name: &run.images.set,
            digest: hex(run.images.digest),
            n: run.images.n_images,
            classes: &run.classes,
        },
        training: Training::of(&facts),
        test: run.test.as_ref().map(|test| test_of(test, run.classes.len())),
        diagnosis: run.diagnosis.iter().map(DiagnosisRow::of).collect(),
    };
    json::to_text(&file)
}

fn test_of(test: &TestAnswers, n_classes: usize) -> Test<'_> {
    Test {
        n: test.len(),
        accuracy: test.accuracy(),
        accuracy_interval: test.accuracy_interval().map(span),
        f1_macro: test.f1_macro(n_classes),
        answers: Columns {
            image: test.digests().iter().map(|digest| hex(*digest)).collect(),
            actual: test.actual(),
            predicted: test.predicted(),
        },
    }
}
