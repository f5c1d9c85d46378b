//! The model's probabilities, calibrated anew on what labels say of the window.
//!
//! A model that was as often right as it said on the validation images may be too sure of what it sees in service, or not
//! sure enough; the estimate without labels is then off. It happens between two images, where the plan says so: played again
//! with the same labels, it comes to the same.

use super::Serving;
use glass_core::describe::mean;
use glass_core::metric::calibration::calibrate_in_the_large;
use glass_core::stream::plan::Steer;

/// Labelled images that a temperature is found on, at least.
const MIN_LABELLED: usize = 30;

impl Serving {
    /// Calibrates on the window before the next image; says whether the plan has changed. Too few labels say nothing.
    pub(super) fn plan_recalibration(&mut self) -> bool {
        let Some(temperature) = self.temperature_of_window() else { return false };
        let is_planned = self.plan.steer(Steer::Recalibrate, self.next_index);
        if is_planned {
            self.take_temperature(temperature);
        }
        is_planned
    }

    /// Does so where the plan of an earlier stream says it; what cannot be done is not in the record.
    pub(super) fn recalibrate_if_planned(&mut self) {
        let next = self.next_index;
        let is_due =
            self.recalibrated_before != Some(next) && self.plan.recalibrations.binary_search(&next).is_ok();
        if !is_due {
            return;
        }
        match self.temperature_of_window() {
            Some(temperature) => self.take_temperature(temperature),
            None => self.plan.recalibrations.retain(|before| *before != next),
        }
    }

    /// Goes back to the calibration of the validation images before the next image; says whether the plan has changed.
    pub(super) fn plan_restoration(&mut self) -> bool {
        let is_planned =
            self.recalibrated_before.is_some() && self.plan.steer(Steer::RestoreCalibration, self.next_index);
        if is_planned {
            self.restore();
        }
        is_planned
    }

    /// Does so where the plan of an earlier stream says it.
    pub(super) fn restore_if_planned(&mut self) {
        if self.plan.restorations.binary_search(&self.next_index).is_ok() {
            self.restore();
        }
    }

    fn restore(&mut self) {
        self.temperature = self.validated_temperature;
        self.recalibrated_before = None;
        self.last_told_millis = f64::NEG_INFINITY;
    }

    fn take_temperature(&mut self, temperature: f64) {
        self.temperature = temperature;
        self.recalibrated_before = Some(self.next_index);
        // The page is to see at once what it comes to.
        self.last_told_millis = f64::NEG_INFINITY;
    }

    /// The temperature at which the model would have been as sure as it was right, over the labelled images of the window.
    /// What is of no class counts as wrong, as it does in the accuracy.
    fn temperature_of_window(&self) -> Option<f64> {
        let known = self.monitor.window().zip(&self.probabilities);
        let known = known.filter_map(|(it, row)| Some((f64::from(it.actual? == it.predicted), row.clone())));
        let (hits, rows): (Vec<f64>, Vec<Vec<f64>>) = known.unzip();
        if rows.len() < MIN_LABELLED {
            return None;
        }
        calibrate_in_the_large(&rows, mean(&hits)?)
    }
}
