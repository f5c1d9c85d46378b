//! `predictions.csv`: `path,split,actual,predicted,confidence,p_<class>…`, one row an image.
//!
//! Probabilities are written with every digit of what the model computed, so that accuracy and log loss can
//! be worked out again from the file. A name that a spreadsheet would run as a formula gets a leading `'`.

use super::sheet::{Sheet, harmless};
use glass_core::split::SplitName;
use glass_protocol::Prediction;

/// The answer to one image, with what a reader needs to know of the image.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// Path of the image as dropped.
    pub path: &'a str,
    /// The split it is in.
    pub split: SplitName,
    /// The answer.
    pub prediction: &'a Prediction,
}

/// The file's text; `classes` in the order of the probabilities.
pub fn to_csv<'a>(classes: &[String], answers: impl IntoIterator<Item = Answer<'a>>) -> String {
    let mut sheet = Sheet::default();
    let named = classes.iter().map(|class| format!("p_{class}"));
    sheet.row(
        ["path", "split", "actual", "predicted", "confidence"].map(String::from).into_iter().chain(named),
    );
    for answer in answers {
        sheet.row(cells(classes, answer));
    }
    sheet.finish()
}

fn cells(classes: &[String], answer: Answer<'_>) -> Vec<String> {
    let Answer { path, split, prediction } = answer;
    let name = |class: u32| classes.get(class as usize).map_or_else(String::new, |name| harmless(name));
    let probability =
        |class: usize| prediction.probabilities.get(class).map_or_else(String::new, |&p| number(p));
    let mut cells = vec![
        harmless(path),
        split.as_str().to_owned(),
        name(prediction.actual),
        name(prediction.predicted),
        probability(prediction.predicted as usize),
    ];
    cells.extend((0..classes.len()).map(probability));
    cells
}

/// Every digit: the shortest text that reads back as the very same double.
fn number(value: f32) -> String {
    format!("{:?}", f64::from(value))
}
