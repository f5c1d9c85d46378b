//! Where a step's time goes: the clock is read at the end of every stage.

use glass_core::recipe::Backend;

use super::Workload;
use crate::engine::Learner;
use crate::fused::STAGES;
use crate::refused::Refused;

/// Steps before the measurement.
const N_WARM_UP: u32 = 50;

/// The time of a step of `flex`, by stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Milliseconds of a step. Reading the clock is part of it.
    pub step_ms: f64,
    /// Each stage, in the order of the step, and its milliseconds. Those that never came are left out.
    pub stages: Vec<(&'static str, f64)>,
}

impl Workload {
    /// Means over the steps of `millis` milliseconds, on batches made beforehand. A browser's clock ticks coarsely,
    /// but the mean of many differences is right: what one stage is given too much the next is given too little.
    pub fn profile(self, millis: f64, clock: &mut dyn FnMut() -> f64) -> Result<Profile, Refused> {
        let recipe = self.recipe(Backend::Flex);
        let mut learner = Learner::new(&recipe, self.shape())?;
        let batches = self.batches()?;
        let mut spent = [0.0; STAGES.len()];
        let (mut step, mut total) = (0, 0.0);
        while total < millis {
            let (images, targets) = batches[step as usize % batches.len()].clone();
            step += 1;
            if step == N_WARM_UP {
                spent.fill(0.0);
                total = 0.0;
            }
            let started = clock();
            let mut before = started;
            learner.step_watched(images, targets, step, recipe.optimizer.learning_rate, &mut |stage| {
                let now = clock();
                spent[stage as usize] += now - before;
                before = now;
            });
            total += before - started;
        }
        let n_steps = f64::from(step.saturating_sub(N_WARM_UP) + 1);
        let stages = STAGES.iter().zip(spent).filter(|(_, millis)| *millis > 0.0);
        Ok(Profile {
            step_ms: total / n_steps,
            stages: stages.map(|((_, name), millis)| (*name, millis / n_steps)).collect(),
        })
    }
}
