//! A challenger beside the model in service: it sees what that model saw, after that model has answered.

use super::Serving;
use crate::engine::Clock;
use crate::learner::Model;
use glass_core::latency::Latency;
use glass_core::metric::most_probable;
use glass_core::pixels::Pixels;
use glass_core::service::SecondAnswer;
use glass_core::stream::Observation;
use glass_core::stream::duel::{Duel, Pair};
use glass_intake::prepare::prepare;

impl Serving {
    /// Lets the challenger answer what the model in service has answered. Another challenger begins another duel; without
    /// one, there is none. The time is that of its own work, from the disturbed image on.
    pub(super) fn duel_over(
        &mut self,
        challenger: Option<&Model>,
        seen: &Pixels,
        sample: u64,
        observation: &Observation,
        clock: Clock<'_>,
    ) -> Option<SecondAnswer> {
        let Some(challenger) = challenger else {
            self.duel = None;
            return None;
        };
        if self.duel.as_ref().is_none_or(|duel| duel.run() != challenger.run) {
            self.begin_duel(challenger.run);
        }
        let begun = clock();
        let image = prepare(seen, &challenger.recipe.prepare);
        let probabilities = challenger.predictor.probabilities(&image, 1);
        let service_ms = clock() - begun;
        let row: Vec<f64> = probabilities.iter().map(|&p| f64::from(p)).collect();
        let predicted = most_probable(&row);
        let confidence = row.get(predicted).copied().unwrap_or(0.0);
        let pair = Pair {
            sequence: observation.sequence,
            sample,
            champion: observation.predicted,
            challenger: predicted,
            // A label that comes late comes to both.
            actual: observation.actual.filter(|_| self.plan.label_delay == 0),
        };
        if let Some(duel) = &mut self.duel {
            duel.answered(pair);
        }
        Some(SecondAnswer { predicted: predicted as u32, confidence, service_ms })
    }

    /// Begins anew: what was found before is forgotten.
    pub fn begin_duel(&mut self, run: u32) {
        self.duel = Some(Duel::new(run, self.plan.window as usize, self.plan.label_delay));
        self.challenger_service = Latency::new();
        // The page is to see at once that it did.
        self.last_told_millis = f64::NEG_INFINITY;
    }
}
