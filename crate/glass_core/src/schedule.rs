//! Learning-rate schedules: the rate of each step of a run, as a pure function of its place in the run.
//!
//! With η the recipe's rate, N the steps the schedule has and t = 0 … N − 1 the step:
//!
//! - **constant**: η.
//! - **step**: η, then η / 10 from N / 2 on, then η / 100 from 3 N / 4 on. He et al. (2016) divide by ten at a half
//!   and at three quarters of their CIFAR runs (32k and 48k of 64k steps), and so do Huang et al. (2017);
//!   PyTorch's `MultiStepLR(milestones=[N / 2, 3 N / 4], gamma=0.1)`.
//! - **cosine**: ½ η (1 + cos(π t / N)), from η down to 0 at t = N: the step after the last, so that every step
//!   learns. SGDR without restarts (Loshchilov and Hutter 2017); PyTorch's `CosineAnnealingLR(T_max=N, eta_min=0)`.
//! - **one-cycle** (Smith and Topin 2018): along half a cosine from η / 25 up to η over the first 30 % of the steps,
//!   along another down to η / 250,000 at the last. PyTorch's `OneCycleLR(max_lr=η, total_steps=N)` with its
//!   defaults (`pct_start` 0.3, `div_factor` 25, `final_div_factor` 1e4, `cos`), but the momentum stays as it is.
//!
//! A **warm-up** goes before any of the first three: over its share W of the run's steps, to the nearest whole one,
//! the rate grows evenly from η / W to η (Goyal et al. 2017); the schedule has the steps that are left. One-cycle
//! brings its own, and asks for no other.

use crate::recipe::{Recipe, Schedule, ScheduleKind};
use std::f64::consts::PI;

/// How many times smaller the rate becomes at each milestone of the step schedule.
const STEP_DIVISOR: f64 = 10.0;
/// The milestones, as shares of the steps.
const MILESTONES: [f64; 2] = [0.5, 0.75];
/// Share of a cycle in which the rate rises.
const RISE: f64 = 0.3;
/// How many times smaller a cycle begins than its top.
const START_DIVISOR: f64 = 25.0;
/// How many times smaller than its beginning a cycle ends.
const END_DIVISOR: f64 = 1e4;

/// A run's steps and the rate of each: what trains, what is drawn and what is written down ask the same course.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    schedule: Schedule,
    base_rate: f64,
    epochs: u32,
    n_batches: u32,
}

impl Course {
    /// The course of a recipe's run on so many training images.
    pub fn of(recipe: &Recipe, n_images: usize) -> Self {
        let batch_size = (recipe.batch_size as usize).clamp(1, n_images.max(1));
        Self {
            schedule: recipe.schedule,
            base_rate: recipe.optimizer.learning_rate,
            epochs: recipe.epochs,
            n_batches: n_images.div_ceil(batch_size) as u32,
        }
    }

    /// Epochs planned.
    pub fn epochs(&self) -> u32 {
        self.epochs
    }

    /// Batches, and so steps, of an epoch; the last may be smaller.
    pub fn n_batches(&self) -> u32 {
        self.n_batches
    }

    /// Steps of all epochs planned.
    pub fn n_steps(&self) -> u64 {
        u64::from(self.epochs) * u64::from(self.n_batches)
    }

    /// The rate of a step, counted from 0 over the whole run.
    pub fn rate(&self, step: u64) -> f64 {
        rate(self.schedule, self.base_rate, step, self.n_steps())
    }

    /// The rates of the first and of the last step of an epoch, counted from 1.
    pub fn rates_of_epoch(&self, epoch: u32) -> (f64, f64) {
        let last = u64::from(epoch) * u64::from(self.n_batches);
        let first = last.saturating_sub(u64::from(self.n_batches));
        (self.rate(first), self.rate(last.saturating_sub(1)))
    }
}

/// The rate of a run's step. `step` counts from 0; one beyond the last has the last one's rate.
pub fn rate(schedule: Schedule, base_rate: f64, step: u64, n_steps: u64) -> f64 {
    let n_steps = n_steps.max(1);
    let step = step.min(n_steps - 1);
    let n_warm = warm_steps(schedule, n_steps);
    if step < n_warm {
        return base_rate * ((step + 1) as f64 / n_warm as f64);
    }
    let (at, n) = ((step - n_warm) as f64, (n_steps - n_warm) as f64);
    match schedule.kind {
        ScheduleKind::Constant => base_rate,
        ScheduleKind::Step => {
            let passed = MILESTONES.iter().filter(|&&milestone| at >= milestone * n).count();
            (0..passed).fold(base_rate, |rate, _| rate / STEP_DIVISOR)
        }
        ScheduleKind::Cosine => eased(base_rate, 0.0, at / n),
        ScheduleKind::OneCycle => one_cycle(base_rate, at, n),
    }
}

/// Steps of a run that warm up.
pub fn warm_steps(schedule: Schedule, n_steps: u64) -> u64 {
    if schedule.has_warm_up() { libm::round(schedule.warmup * n_steps as f64) as u64 } else { 0 }
}

/// PyTorch counts a phase's end from 0, so that the top lies at step `RISE * n − 1`. A run of fewer than four steps
/// has no room to rise and begins near the top; one of a single step is all top.
fn one_cycle(top: f64, at: f64, n: f64) -> f64 {
    let (peak, last) = (RISE * n - 1.0, n - 1.0);
    let start = top / START_DIVISOR;
    if last <= 0.0 {
        top
    } else if at <= peak {
        eased(start, top, at / peak)
    } else {
        eased(top, start / END_DIVISOR, (at - peak) / (last - peak))
    }
}

/// Half a cosine from one value to another; `share` 0 to 1.
fn eased(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) / 2.0 * (libm::cos(PI * share) + 1.0)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn plain(kind: ScheduleKind) -> Schedule {
        Schedule { kind, warmup: 0.0 }
    }

    fn rates(schedule: Schedule, base_rate: f64, n_steps: u64) -> Vec<f64> {
        (0..n_steps).map(|step| rate(schedule, base_rate, step, n_steps)).collect()
    }

    /// To twelve digits: the oracle's cosine and ours may differ in the last bits.
    fn assert_close(name: &str, found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len(), "{name}");
        for (step, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{name} {step}: {found} {expected}");
        }
    }

    #[test]
    fn what_pytorch_does() {
        // The formulas of torch.optim.lr_scheduler evaluated elsewhere in double precision, η = 0.1, ten steps.
        let table = [
            (ScheduleKind::Constant, [0.1; 10]),
            (ScheduleKind::Cosine, COSINE),
            (ScheduleKind::OneCycle, ONE_CYCLE),
        ];
        for (kind, expected) in table {
            assert_close(&format!("{kind:?}"), &rates(plain(kind), 0.1, 10), &expected);
        }
        let steps = [0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.001, 0.001];
        assert_close("step", &rates(plain(ScheduleKind::Step), 0.1, 8), &steps);
    }

    const COSINE: [f64; 10] = [
        0.1,
        0.097_552_825_814_757_69,
        0.090_450_849_718_747_38,
        0.079_389_262_614_623_66,
        0.065_450_849_718_747_37,
        0.05,
        0.034_549_150_281_252_63,
        0.020_610_737_385_376_35,
        0.009_549_150_281_252_633,
        0.002_447_174_185_242_323_5,
    ];
    const ONE_CYCLE: [f64; 10] = [
        0.004,
        0.052,
        0.1,
        0.095_048_463_201_347_38,
        0.081_174_565_394_976_3,
        0.061_126_202_193_628_93,
        0.038_874_197_806_371_07,
        0.018_825_834_605_023_7,
        0.004_951_936_798_652_629,
        0.000_000_4,
    ];

    #[test]
    fn a_warm_up_climbs_evenly_and_leaves_the_rest_to_the_schedule() {
        let warm = |kind| Schedule { kind, warmup: 0.2 };
        let constant = rates(warm(ScheduleKind::Constant), 1.0, 20);
        assert_close("climb", &constant[..5], &[0.25, 0.5, 0.75, 1.0, 1.0]);
        for kind in [ScheduleKind::Step, ScheduleKind::Cosine] {
            let rest = &rates(warm(kind), 1.0, 20)[4..];
            assert_close("the rest", rest, &rates(plain(kind), 1.0, 16));
        }
        let cycle = rates(warm(ScheduleKind::OneCycle), 1.0, 20);
        assert_eq!(cycle, rates(plain(ScheduleKind::OneCycle), 1.0, 20), "brings its own");
    }

    #[test]
    fn a_course_counts_batches_and_knows_the_ends_of_its_epochs() {
        let schedule = plain(ScheduleKind::Cosine);
        let recipe = Recipe { schedule, epochs: 4, batch_size: 32, ..Recipe::default() };
        // Images, batches an epoch.
        for (n_images, n_batches) in [(0, 0), (1, 1), (31, 1), (32, 1), (33, 2), (100, 4)] {
            let course = Course::of(&recipe, n_images);
            assert_eq!(
                (course.n_batches(), course.n_steps()),
                (n_batches, u64::from(4 * n_batches)),
                "{n_images}"
            );
        }
        let course = Course::of(&recipe, 100);
        let all: Vec<f64> = (0..16).map(|step| course.rate(step)).collect();
        assert_eq!(all, rates(schedule, 0.001, 16));
        assert_eq!(course.rates_of_epoch(1), (all[0], all[3]));
        assert_eq!(course.rates_of_epoch(4), (all[12], all[15]));
    }

    #[test]
    fn short_runs_learn_all_the_same() {
        for kind in ScheduleKind::ALL {
            for warmup in [0.0, 0.5] {
                for n_steps in 0..5 {
                    let first = rate(Schedule { kind, warmup }, 0.1, 0, n_steps);
                    assert!(first > 0.001, "{kind:?} {warmup} {n_steps}: {first}");
                }
            }
        }
    }

    fn any_schedule() -> impl Strategy<Value = Schedule> {
        (prop::sample::select(ScheduleKind::ALL.to_vec()), 0.0..=0.5_f64)
            .prop_map(|(kind, warmup)| Schedule { kind, warmup })
    }

    proptest! {
        #[test]
        fn a_rate_is_above_nothing_and_never_above_the_base(
            schedule in any_schedule(), base_rate in 1e-6..=1.0_f64, step: u64, n_steps in 0_u64..50_000_000,
        ) {
            let rate = rate(schedule, base_rate, step, n_steps);
            prop_assert!(rate > 0.0 && rate <= base_rate * (1.0 + 1e-12), "{}", rate);
        }

        #[test]
        fn a_rate_scales_with_its_base(schedule in any_schedule(), step in 0_u64..500, n_steps in 1_u64..500) {
            let (one, three) = (rate(schedule, 0.25, step, n_steps), rate(schedule, 0.75, step, n_steps));
            prop_assert!((three - 3.0 * one).abs() <= 1e-12);
        }

        #[test]
        fn the_ends_are_where_they_belong(schedule in any_schedule(), n_steps in 100_u64..5_000) {
            let rates = rates(schedule, 1.0, n_steps);
            let (first, last) = (rates[0], rates[rates.len() - 1]);
            let top = rates.iter().copied().fold(0.0, f64::max);
            prop_assert!(top > 0.998, "{}", top);
            match schedule.kind {
                ScheduleKind::Constant => prop_assert_eq!(last, 1.0),
                ScheduleKind::Step => prop_assert!((last - 0.01).abs() < 1e-15),
                ScheduleKind::Cosine => prop_assert!(last < 0.001),
                ScheduleKind::OneCycle => {
                    prop_assert!((first - 0.04).abs() < 1e-12 && (last - 4e-6).abs() < 1e-12);
                }
            }
            let n_warm = warm_steps(schedule, n_steps);
            if n_warm > 0 {
                prop_assert!((first - 1.0 / n_warm as f64).abs() < 1e-12);
                prop_assert_eq!(rates[n_warm as usize - 1], 1.0);
            }
        }

        /// Only the step schedule jumps, and it does so twice.
        #[test]
        fn rates_move_without_jumps(schedule in any_schedule(), n_steps in 100_u64..2_000) {
            let n = n_steps as f64;
            let n_warm = warm_steps(schedule, n_steps) as f64;
            let steepest = match schedule.kind {
                ScheduleKind::Constant | ScheduleKind::Step => 0.0,
                ScheduleKind::Cosine => PI / 2.0 / (n - n_warm),
                ScheduleKind::OneCycle => PI / 2.0 / (RISE * n - 1.0),
            };
            let bound = f64::max(steepest, if n_warm > 0.0 { 1.0 / n_warm } else { 0.0 }) * 1.0001 + 1e-12;
            let rates = rates(schedule, 1.0, n_steps);
            let n_jumps = rates.windows(2).filter(|pair| (pair[1] - pair[0]).abs() > bound).count();
            let jumps = if schedule.kind == ScheduleKind::Step { 2 } else { 0 };
            // A climb as steep as the second fall hides it.
            prop_assert!(n_jumps <= jumps, "{} jumps", n_jumps);
            if n_warm == 0.0 {
                prop_assert_eq!(n_jumps, jumps);
            }
        }

        #[test]
        fn falling_schedules_never_rise_again(schedule in any_schedule(), n_steps in 4_u64..2_000) {
            let rates = rates(schedule, 1.0, n_steps);
            let top = rates.iter().copied().fold(0.0, f64::max);
            let behind = rates.iter().rposition(|&rate| rate == top).unwrap_or(0);
            prop_assert!(rates[..=behind].is_sorted());
            prop_assert!(rates[behind..].is_sorted_by(|a, b| a >= b));
        }
    }
}
