//! `history.csv`: one row an epoch, the same columns as `training.history` of the report.
//!
//! The learning rate of an epoch is that of its last step. The model before training (epoch 0) is no epoch of the
//! run and is left out of the file; the report has it as `training.before`. An empty cell is a number that does not
//! exist: no validation images, or a loss that was not finite.

use super::sheet::Sheet;
use glass_core::curve::EpochReport;
use glass_core::schedule::Course;
use serde::Serialize;

/// One epoch, as files show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryRow {
    /// From 1.
    pub epoch: u32,
    /// Mean cross-entropy in nats, evaluation mode.
    pub train_loss: Option<f64>,
    /// The same on the validation split.
    pub validation_loss: Option<f64>,
    /// Share of training images classified rightly.
    pub train_accuracy: Option<f64>,
    /// Share of validation images classified rightly.
    pub validation_accuracy: Option<f64>,
    /// Macro precision on the validation split.
    pub validation_precision_macro: Option<f64>,
    /// Macro recall on the validation split.
    pub validation_recall_macro: Option<f64>,
    /// Seconds spent training.
    pub seconds: Option<f64>,
    /// Training images a second of that time.
    pub images_per_second: Option<f64>,
    /// Learning rate of the epoch's last step.
    pub learning_rate: Option<f64>,
}

impl HistoryRow {
    /// The row of an epoch of a run on this course.
    pub fn of(report: &EpochReport, course: &Course) -> Self {
        let finite = |value: f64| value.is_finite().then_some(value);
        Self {
            epoch: report.epoch,
            train_loss: finite(report.train_loss),
            validation_loss: report.validation_loss.and_then(finite),
            train_accuracy: finite(report.train_accuracy),
            validation_accuracy: report.validation_accuracy.and_then(finite),
            validation_precision_macro: report.validation_precision_macro.and_then(finite),
            validation_recall_macro: report.validation_recall_macro.and_then(finite),
            seconds: finite(report.seconds),
            images_per_second: finite(report.images_per_second),
            learning_rate: (report.epoch > 0).then(|| course.rates_of_epoch(report.epoch).1),
        }
    }

    /// The cells under [`COLUMNS`]. Every digit of a number: the shortest text that reads back as the same double.
    fn cells(&self) -> [String; COLUMNS.len()] {
        let number = |value: Option<f64>| value.map(|value| format!("{value:?}")).unwrap_or_default();
        [
            self.epoch.to_string(),
            number(self.train_loss),
            number(self.validation_loss),
            number(self.train_accuracy),
            number(self.validation_accuracy),
            number(self.validation_precision_macro),
            number(self.validation_recall_macro),
            number(self.seconds),
            number(self.images_per_second),
            number(self.learning_rate),
        ]
    }
}

/// The names of the columns.
const COLUMNS: [&str; 10] = [
    "epoch",
    "train_loss",
    "validation_loss",
    "train_accuracy",
    "validation_accuracy",
    "validation_precision_macro",
    "validation_recall_macro",
    "seconds",
    "images_per_second",
    "learning_rate",
];

/// The epochs of a history, the state before training left out.
pub fn rows(history: &[EpochReport], course: &Course) -> Vec<HistoryRow> {
    history.iter().filter(|report| report.epoch > 0).map(|report| HistoryRow::of(report, course)).collect()
}

/// The file's text.
pub fn to_csv(history: &[EpochReport], course: &Course) -> String {
    let mut sheet = Sheet::default();
    sheet.row(COLUMNS);
    for row in rows(history, course) {
        sheet.row(row.cells());
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::recipe::{Recipe, Schedule, ScheduleKind};

    /// Two epochs of two steps; the rate falls to a tenth with the third and with the fourth.
    fn course() -> Course {
        let schedule = Schedule { kind: ScheduleKind::Step, warmup: 0.0 };
        let mut recipe = Recipe { schedule, epochs: 2, batch_size: 32, ..Recipe::default() };
        recipe.optimizer.learning_rate = 0.5;
        Course::of(&recipe, 64)
    }

    fn report(epoch: u32) -> EpochReport {
        EpochReport {
            epoch,
            train_loss: 0.5,
            validation_loss: Some(0.625),
            train_accuracy: 0.75,
            validation_accuracy: Some(0.7),
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: Some(0.1 + 0.2),
            validation_recall_macro: None,
            seconds: 0.25,
            images_per_second: 1000.0,
        }
    }

    #[test]
    fn a_history_is_one_row_an_epoch() {
        let broken = EpochReport { train_loss: f64::NAN, validation_loss: Some(f64::INFINITY), ..report(2) };
        let text = to_csv(&[report(0), report(1), broken], &course());
        let expected = "epoch,train_loss,validation_loss,train_accuracy,validation_accuracy,\
            validation_precision_macro,validation_recall_macro,seconds,images_per_second,learning_rate\r\n\
            1,0.5,0.625,0.75,0.7,0.30000000000000004,,0.25,1000.0,0.5\r\n\
            2,,,0.75,0.7,0.30000000000000004,,0.25,1000.0,0.005\r\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn an_empty_history_still_names_its_columns() {
        let course = course();
        assert_eq!(to_csv(&[], &course).lines().next(), to_csv(&[report(1)], &course).lines().next());
    }
}
