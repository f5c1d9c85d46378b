//! What a stream is to be: where its images come from and when, what disturbs them, how it is watched.
//!
//! A plan decides every image, every answer and every alert of a stream, given the model and the images: played again,
//! it comes to the same. Only times are measured anew. What is turned by hand while it runs goes into the script, so
//! that a stream's plan is its record.

use crate::disturbance::{self, Amounts, Dial, Preset, Script};
use crate::pixels::Pixels;
use crate::rng::Stream;
use crate::split::SplitName;
use crate::stream::recording::{MAX_RECORDINGS, Recording};
use serde::{Deserialize, Serialize};

/// Where the images of a stream come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The images of a split, again and again, in a seeded order, labels known.
    Replay(SplitName),
    /// The images dropped for service, once, recording after recording.
    Dropped,
    /// Images of service that come while it runs, each once, due when they come.
    Camera,
}

/// When images fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrivals {
    /// Evenly.
    #[default]
    Steady,
    /// By chance, each independent of the last (a Poisson process): gaps are exponential.
    Poisson,
}

/// The plan of a stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Where images come from.
    pub source: Source,
    /// Images due each second, on average.
    pub images_per_second: f64,
    /// When they fall due.
    pub arrivals: Arrivals,
    /// Images in a window.
    pub window: u32,
    /// One false alarm in this many windows is acceptable.
    pub once_in: u32,
    /// Images come in runs of about this many that are alike (a camera's frames); 1: each for itself.
    pub block: u32,
    /// The label of an image is known so many images later.
    pub label_delay: u32,
    /// What chance draws from.
    pub seed: u32,
    /// What disturbs it.
    pub script: Script,
    /// Before each of these images, rising, the window becomes the reference.
    #[serde(default)]
    pub renewals: Vec<u32>,
    /// Before each of these images, rising, probabilities are calibrated on the labels of the window.
    #[serde(default)]
    pub recalibrations: Vec<u32>,
    /// Before each of these images, rising, the calibration of the validation images comes back.
    #[serde(default)]
    pub restorations: Vec<u32>,
    /// Of images that were dropped for service: what they were recorded as, one after another.
    #[serde(default)]
    pub recordings: Vec<Recording>,
    /// Before each of these images, rising, the held-out images become the reference again.
    #[serde(default)]
    pub reversions: Vec<u32>,
}

/// Times a stream's reference may be renewed, and its probabilities calibrated.
pub const MAX_RENEWALS: usize = 100;

impl Plan {
    /// Bounds of [`Plan::images_per_second`].
    pub const RATES: (f64, f64) = (1.0, 200.0);
    /// Bounds of [`Plan::window`].
    pub const WINDOWS: (u32, u32) = (10, 500);
    /// Bounds of [`Plan::once_in`].
    pub const ONCE_IN: (u32, u32) = (2, 1_000);
    /// Bounds of [`Plan::block`].
    pub const BLOCKS: (u32, u32) = (1, 100);
    /// Bounds of [`Plan::label_delay`].
    pub const DELAYS: (u32, u32) = (0, 2_000);

    /// An undisturbed replay of the test images: 20 a second, a window of 100, about one false alarm in 100 windows.
    pub fn new(seed: u32) -> Self {
        Self {
            source: Source::Replay(SplitName::Test),
            images_per_second: 20.0,
            arrivals: Arrivals::Steady,
            window: 100,
            once_in: 100,
            block: 1,
            label_delay: 0,
            seed,
            script: Script::default(),
            renewals: Vec::new(),
            recalibrations: Vec::new(),
            restorations: Vec::new(),
            recordings: Vec::new(),
            reversions: Vec::new(),
        }
    }

    /// Every number within its bounds; a rate that is no number is the least.
    pub fn clamped(self) -> Self {
        let (low, high) = Self::RATES;
        let within = |value: u32, (low, high): (u32, u32)| value.clamp(low, high);
        let sound = |mut places: Vec<u32>| {
            places.sort_unstable();
            places.dedup();
            places.truncate(MAX_RENEWALS);
            places
        };
        let mut recordings = self.recordings;
        recordings.sort_by_key(|recording| recording.first);
        recordings.dedup_by_key(|recording| recording.first);
        recordings.truncate(MAX_RECORDINGS);
        Self {
            images_per_second: if self.images_per_second.is_nan() {
                low
            } else {
                self.images_per_second.clamp(low, high)
            },
            window: within(self.window, Self::WINDOWS),
            once_in: within(self.once_in, Self::ONCE_IN),
            block: within(self.block, Self::BLOCKS),
            label_delay: within(self.label_delay, Self::DELAYS),
            script: self.script.sound(),
            renewals: sound(self.renewals),
            recalibrations: sound(self.recalibrations),
            restorations: sound(self.restorations),
            recordings,
            reversions: sound(self.reversions),
            ..self
        }
    }

    /// Seconds from this image's moment to the next one's.
    pub fn gap_seconds(&self, image: u32) -> f64 {
        let mean = 1.0 / self.images_per_second.max(1e-3);
        match self.arrivals {
            Arrivals::Steady => mean,
            Arrivals::Poisson => {
                let mut stream = Stream::indexed(self.seed.into(), "arrival", image.into());
                -mean * libm::log(1.0 - stream.next_f64())
            }
        }
    }

    /// What comes at this place under these disturbances: `order` are the images of the source as they follow each
    /// other, `first_class` those of the first class among them. `None` when there are none.
    pub fn comes(
        &self,
        image: u32,
        amounts: &Amounts,
        order: &[usize],
        first_class: &[usize],
    ) -> Option<Coming> {
        let mut stream = Stream::indexed(self.seed.into(), "coming", image.into());
        let [unseen, mix, swap] = [(); 3].map(|()| stream.next_f64());
        let is_unseen = unseen < amounts.get(Dial::UnseenClass);
        let is_first = mix < amounts.get(Dial::ClassMix) && !first_class.is_empty();
        let list = if is_first { first_class } else { order };
        let place = if is_first {
            stream.below(u32::try_from(list.len()).unwrap_or(u32::MAX)) as usize
        } else {
            image as usize % list.len().max(1)
        };
        Some(Coming {
            sample: *list.get(place)?,
            is_unseen,
            is_swapped: swap < amounts.get(Dial::SwappedLabels),
        })
    }

    /// The image as the model sees it: disturbed by so much, or a thing of no class in its place.
    pub fn seen(&self, image: u32, is_unseen: bool, amounts: &Amounts, pixels: &Pixels) -> Pixels {
        let mut stream = Stream::indexed(self.seed.into(), "sensor noise", image.into());
        let Pixels { width, height, channels, .. } = *pixels;
        let thing = is_unseen.then(|| disturbance::thing(width, height, channels, &mut stream)).flatten();
        disturbance::apply(amounts, thing.as_ref().unwrap_or(pixels), &mut stream)
    }
}

/// What comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coming {
    /// The image, or the one whose place a thing of no class takes.
    pub sample: usize,
    /// A thing of no class comes in its place.
    pub is_unseen: bool,
    /// Its label, if of the first two classes, is the other one.
    pub is_swapped: bool,
}

impl Coming {
    /// What it is by those who label: its class, the other of the first two, or one the model does not know.
    pub fn label(&self, class: Option<u32>, n_classes: usize) -> Option<u32> {
        match class {
            _ if self.is_unseen => Some(n_classes as u32),
            Some(class @ 0..=1) if self.is_swapped => Some(1 - class),
            class => class,
        }
    }
}

/// What is done to a running stream.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Steer {
    /// A dial is turned by hand, from the next image on.
    Turn(Dial, f64),
    /// A story begins with the next image; where it is slow, it takes so many.
    Play(Preset, u32),
    /// Nothing is disturbed from the next image on.
    Quiet,
    /// Stands still.
    Pause,
    /// Goes on.
    Resume,
    /// One image, then stands still.
    Step,
    /// So many images due each second from now on.
    Rate(f64),
    /// Goes to this image as fast as it can, untimed, then on as before.
    Seek(u32),
    /// The window becomes what later windows are held against.
    RenewReference,
    /// The model's probabilities are calibrated on the labels of the window.
    Recalibrate,
    /// They are taken again as they were calibrated on the validation images.
    RestoreCalibration,
    /// Later windows are held against the held-out images again.
    RestoreReference,
}

impl Steer {
    /// Is it something that only the window at hand can answer for, as the worker has it?
    pub fn is_of_window(self) -> bool {
        matches!(
            self,
            Self::RenewReference | Self::RestoreReference | Self::Recalibrate | Self::RestoreCalibration
        )
    }
}

impl Plan {
    /// Writes down what is done before image `next`; says whether the plan has changed.
    pub fn steer(&mut self, steer: Steer, next: u32) -> bool {
        match steer {
            Steer::Turn(dial, amount) => self.script.turn(dial, amount, next),
            Steer::Play(preset, over) => self.script.extend(preset.lines(next, over)),
            Steer::Quiet => self.script.quiet(next),
            Steer::Rate(images_per_second) => {
                let (low, high) = Self::RATES;
                let rate = if images_per_second.is_nan() { low } else { images_per_second };
                self.images_per_second = rate.clamp(low, high);
            }
            Steer::RenewReference => return take_over(&mut self.renewals, &mut self.reversions, next),
            Steer::RestoreReference => return take_over(&mut self.reversions, &mut self.renewals, next),
            Steer::Recalibrate => return take_over(&mut self.recalibrations, &mut self.restorations, next),
            Steer::RestoreCalibration => {
                return take_over(&mut self.restorations, &mut self.recalibrations, next);
            }
            Steer::Pause | Steer::Resume | Steer::Step | Steer::Seek(_) => return false,
        }
        true
    }
}

/// Writes a place down after all others; says whether it was.
fn take_down(places: &mut Vec<u32>, next: u32) -> bool {
    let is_taken = places.last().is_none_or(|last| *last < next) && places.len() < MAX_RENEWALS;
    if is_taken {
        places.push(next);
    }
    is_taken
}

/// Writes a place down, which is then no place of the opposite: of two at one image, the later holds.
fn take_over(places: &mut Vec<u32>, opposite: &mut Vec<u32>, next: u32) -> bool {
    let is_taken = take_down(places, next);
    if is_taken {
        opposite.retain(|place| *place != next);
    }
    is_taken
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn gaps_have_the_mean_that_was_asked_for() {
        let steady = Plan { images_per_second: 50.0, ..Plan::new(1) };
        assert_eq!(steady.gap_seconds(3), 0.02);
        let by_chance = Plan { arrivals: Arrivals::Poisson, ..steady };
        let gaps: Vec<f64> = (0..20_000).map(|image| by_chance.gap_seconds(image)).collect();
        let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
        let beyond = gaps.iter().filter(|gap| **gap > 0.02).count() as f64 / gaps.len() as f64;
        // Exponential: the mean, and e⁻¹ of them beyond it.
        assert!((mean - 0.02).abs() < 5e-4, "{mean}");
        assert!((beyond - 0.3679).abs() < 0.01, "{beyond}");
    }

    #[test]
    fn what_comes_is_as_often_disturbed_as_asked() {
        let plan = Plan::new(7);
        let (order, first) = ([4, 5, 6], [4]);
        let mut amounts = Amounts::default();
        assert_eq!(plan.comes(5, &amounts, &order, &first).map(|it| it.sample), Some(6));
        amounts.set(Dial::ClassMix, 0.5);
        amounts.set(Dial::UnseenClass, 0.25);
        amounts.set(Dial::SwappedLabels, 0.1);
        let come: Vec<Coming> =
            (0..8_000).filter_map(|image| plan.comes(image, &amounts, &order, &first)).collect();
        let share = |count: fn(&Coming) -> bool| {
            come.iter().filter(|it| count(it)).count() as f64 / come.len() as f64
        };
        assert!((share(|it| it.sample == 4) - (0.5 + 0.5 / 3.0)).abs() < 0.02);
        assert!((share(|it| it.is_unseen) - 0.25).abs() < 0.02);
        assert!((share(|it| it.is_swapped) - 0.1).abs() < 0.02);
        assert_eq!(plan.comes(0, &amounts, &[], &[]), None);
    }

    #[test]
    fn labels_are_exchanged_unknown_or_what_they_were() {
        let it = Coming { sample: 0, is_unseen: false, is_swapped: true };
        assert_eq!(
            [Some(0), Some(1), Some(2), None].map(|class| it.label(class, 3)),
            [Some(1), Some(0), Some(2), None]
        );
        assert_eq!(Coming { is_unseen: true, ..it }.label(Some(1), 3), Some(3));
    }

    #[test]
    fn a_hostile_plan_is_kept_within_bounds() {
        let wild = Plan {
            images_per_second: f64::NAN,
            window: 0,
            once_in: 0,
            block: u32::MAX,
            label_delay: u32::MAX,
            renewals: vec![9, 3, 9],
            recalibrations: vec![7, 7, 2],
            restorations: vec![5, 4, 5],
            ..Plan::new(1)
        };
        let tame = wild.clamped();
        assert_eq!((tame.images_per_second, tame.window, tame.once_in), (1.0, 10, 2));
        assert_eq!((tame.block, tame.label_delay), (100, 2_000));
        assert_eq!((tame.renewals, tame.recalibrations), (vec![3, 9], vec![2, 7]));
        assert_eq!(tame.restorations, [4, 5]);
    }

    #[test]
    fn a_reference_is_renewed_once_an_image_and_not_without_end() {
        let mut plan = Plan::new(1);
        assert!(plan.steer(Steer::RenewReference, 40) && !plan.steer(Steer::RenewReference, 40));
        assert!(
            (41..200).filter(|next| plan.steer(Steer::RenewReference, *next)).count() == MAX_RENEWALS - 1
        );
        assert_eq!(plan.clone().clamped(), plan);
    }

    #[test]
    fn of_a_calibration_and_its_way_back_at_one_image_the_later_holds() {
        let mut plan = Plan::new(1);
        assert!(plan.steer(Steer::Recalibrate, 40) && plan.steer(Steer::RestoreCalibration, 40));
        assert_eq!((&plan.recalibrations[..], &plan.restorations[..]), (&[][..], &[40][..]));
        assert!(plan.steer(Steer::Recalibrate, 40));
        assert_eq!((&plan.recalibrations[..], &plan.restorations[..]), (&[40][..], &[][..]));
        assert!(plan.steer(Steer::RestoreCalibration, 60));
        assert_eq!((&plan.recalibrations[..], &plan.restorations[..]), (&[40][..], &[60][..]));
        assert!(plan.steer(Steer::RenewReference, 70) && plan.steer(Steer::RestoreReference, 70));
        assert_eq!((&plan.renewals[..], &plan.reversions[..]), (&[][..], &[70][..]));
    }
}
