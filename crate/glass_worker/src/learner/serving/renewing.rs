//! A new normal: the window becomes what later windows are held against, and limits are found for it.
//!
//! It happens between two images, where the plan says so, and the stream stands still meanwhile: played again, it comes
//! to the same. What was found out about the model's probabilities and features is of the model, and stays.

use super::{Serving, bins_of, confidence_of};
use crate::engine::{Clock, Outgoing, SLICE_MILLIS};
use crate::learner::starting::watch_settings;
use glass_core::stream::plan::Steer;
use glass_core::stream::{Calibration, Observation, Reference};
use glass_protocol::Event;

impl Serving {
    /// Lets the window become the reference before the next image; says whether the plan has changed. A window that is
    /// too short to be judged is too short to judge by.
    pub(super) fn plan_renewal(&mut self) -> bool {
        self.is_window_long_enough() && self.plan.steer(Steer::RenewReference, self.next_index)
    }

    fn is_window_long_enough(&self) -> bool {
        self.monitor.window().len() >= watch_settings(&self.plan).min_window as usize
    }

    /// Is a renewal to be begun or ended before the next image?
    pub(super) fn is_renewing(&self) -> bool {
        self.renewing.is_some() || self.is_renewal_due()
    }

    fn is_renewal_due(&self) -> bool {
        self.renewed_before != Some(self.next_index)
            && self.plan.renewals.binary_search(&self.next_index).is_ok()
    }

    /// Works on a renewal for a slice, if there is one; says how far it is.
    pub(super) fn renew(&mut self, clock: Clock<'_>) -> Option<Outgoing> {
        if self.is_renewal_due() {
            self.take_reference();
        }
        let mut calibration = self.renewing.take()?;
        let begun = clock();
        let mut is_done = false;
        while !is_done && clock() - begun <= SLICE_MILLIS {
            is_done = calibration.step();
        }
        let stream = self.stream;
        if !is_done {
            let share = calibration.progress();
            self.renewing = Some(calibration);
            return Some(Event::StreamPreparing { stream, share }.into());
        }
        self.limits = calibration.limits_found();
        if let Some(limits) = self.limits {
            self.monitor.set_threshold(limits.threshold);
        }
        self.take_up(clock());
        // The page is to see at once how the stream stands.
        self.last_told_millis = f64::NEG_INFINITY;
        Some(Event::StreamPreparing { stream, share: 1.0 }.into())
    }

    fn take_reference(&mut self) {
        let next = self.next_index;
        if !self.is_window_long_enough() {
            // A plan may have been written by anybody; what is not done is not in the record.
            self.plan.renewals.retain(|before| *before != next);
            return;
        }
        self.renewed_before = Some(next);
        let observations: Vec<Observation> = self.monitor.window().cloned().collect();
        let n_classes = self.monitor.reference().n_classes();
        let Some(reference) = Reference::of(n_classes, observations) else { return };
        if self.held_out.is_none() {
            self.held_out = Some((self.monitor.reference().clone(), self.limits));
        }
        let settings = watch_settings(&self.plan);
        let (once_in, block, seed) = (self.plan.once_in, self.plan.block, self.plan.seed.into());
        self.renewing = Some(Calibration::new(&reference, &settings, once_in, block, seed));
        self.hold_against(reference);
    }

    /// Goes back to the held-out images before the next image; says whether the plan has changed.
    pub(super) fn plan_reversion(&mut self) -> bool {
        let is_planned = self.held_out.is_some() && self.plan.steer(Steer::RestoreReference, self.next_index);
        if is_planned {
            self.revert();
        }
        is_planned
    }

    /// Does so where the plan of an earlier stream says it.
    pub(super) fn revert_if_planned(&mut self) {
        if self.plan.reversions.binary_search(&self.next_index).is_ok() {
            self.revert();
        }
    }

    /// (Even when they are the reference: a window was renewed and taken back before the same image, and begins anew.)
    fn revert(&mut self) {
        let own = || (self.monitor.reference().clone(), self.limits);
        let (reference, limits) = self.held_out.take().unwrap_or_else(own);
        (self.renewing, self.renewed_before, self.limits) = (None, None, limits);
        if let Some(limits) = limits {
            self.monitor.set_threshold(limits.threshold);
        }
        self.hold_against(reference);
        // The page is to see at once how the stream stands.
        self.last_told_millis = f64::NEG_INFINITY;
    }

    fn hold_against(&mut self, reference: Reference) {
        self.bins = bins_of(&reference);
        self.reference_confidence = confidence_of(&reference);
        self.probabilities.clear();
        self.samples.clear();
        self.window = None;
        self.monitor.renew(reference);
    }
}
