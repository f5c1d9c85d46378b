//! A recipe: everything that decides a run, given the images.
//!
//! Two people with the same recipe and the same images get the same history. A [`Recipe`] only exists
//! within its bounds: whatever comes from a link, a file or a form goes through [`Recipe::clamped`],
//! which also says what it had to change.

use serde::{Deserialize, Serialize};

/// The schema's name in JSON files.
pub const SCHEMA: &str = "watchglass.recipe/1";

/// How many images go where, as shares of 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SplitShares {
    /// Share that trains.
    pub train: f64,
    /// Share that validates: watched while training.
    pub validation: f64,
    /// Share held back for the last word, and the reference for drift.
    pub test: f64,
}

/// Gray (one channel) or colour (three).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorMode {
    /// Luma, one channel.
    Gray,
    /// Red, green and blue.
    Color,
}

impl ColorMode {
    /// Channels of the prepared image.
    pub fn channels(self) -> usize {
        match self {
            Self::Gray => 1,
            Self::Color => 3,
        }
    }
}

/// How an image of any aspect becomes a square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FitMode {
    /// The largest centred square.
    Crop,
    /// The whole image, bars at the short sides.
    Letterbox,
    /// The whole image, squeezed.
    Stretch,
}

/// How bytes become the numbers a model sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Normalize {
    /// `x / 255`, in 0…1.
    Unit,
    /// `(x / 255 − mean) / std` per channel, mean and standard deviation of the training split.
    Standard,
    /// The article's `Normalize(0.1, 0.1)`: `(x / 255 − 0.1) / 0.1`.
    Article,
}

/// From a decoded image to the model's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Prepare {
    /// Side of the square input, in pixels: 8…96.
    pub size: u16,
    /// Channels kept.
    pub color: ColorMode,
    /// How the square is made.
    pub fit: FitMode,
    /// How bytes become numbers.
    pub normalize: Normalize,
}

/// Random changes of training images; never of validation, test or service images.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Augment {
    /// Mirror left and right, every second time.
    pub flip: bool,
    /// Largest shift, as a share of the side: 0…0.3.
    pub shift: f64,
    /// Largest rotation, in degrees: 0…180.
    pub rotate_degrees: f64,
    /// Largest change of brightness, as a share of the full range: 0…0.5.
    pub brightness: f64,
    /// Standard deviation of the added noise, as a share of the full range: 0…0.3.
    pub noise: f64,
}

impl Augment {
    /// No change at all.
    pub const NONE: Self = Self { flip: false, shift: 0.0, rotate_degrees: 0.0, brightness: 0.0, noise: 0.0 };

    /// Does this leave every image as it is?
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

/// The architectures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelKind {
    /// Flatten → Linear → Sigmoid, into cross-entropy: the article's model, exactly.
    Article,
    /// Flatten → Linear: softmax regression.
    Linear,
    /// Flatten → Linear → ReLU → Dropout → Linear.
    Mlp,
    /// Two blocks of 3×3 convolution, ReLU and 2×2 max-pooling, a dense layer, a linear head.
    Cnn,
}

/// The model and its own settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// The architecture.
    pub kind: ModelKind,
    /// Units of the hidden layer (`mlp`): 4…512.
    pub hidden: u16,
    /// Share of hidden units dropped while training (`mlp`, `cnn`): 0…0.8.
    pub dropout: f64,
}

/// The optimisers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptimizerKind {
    /// Plain stochastic gradient descent.
    Sgd,
    /// SGD with momentum.
    Momentum,
    /// Adam (β 0.9 and 0.999, ε 1e-8).
    Adam,
}

/// The optimiser and its own settings.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Optimizer {
    /// Which one.
    pub kind: OptimizerKind,
    /// Step length, before the schedule: 1e-6…1.
    pub learning_rate: f64,
    /// Momentum (`momentum` only): 0…0.99.
    pub momentum: f64,
    /// L2 penalty added to the gradient: 0…0.1.
    pub weight_decay: f64,
}

impl Optimizer {
    /// Are the steps longer than this optimiser usually bears? A model that does not learn then wants shorter ones.
    pub fn is_rate_high(&self) -> bool {
        let usual = match self.kind {
            OptimizerKind::Sgd => 0.3,
            OptimizerKind::Momentum => 0.1,
            OptimizerKind::Adam => 0.005,
        };
        self.learning_rate > usual
    }
}

/// How the learning rate changes over a run; [`crate::schedule`] has the formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScheduleKind {
    /// Not at all.
    Constant,
    /// A tenth from half of the run on, a hundredth from three quarters on.
    Step,
    /// Along half a cosine down to 0.
    Cosine,
    /// Up from a twenty-fifth, then down to next to nothing.
    OneCycle,
}

impl ScheduleKind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Constant, Self::Step, Self::Cosine, Self::OneCycle];
}

/// The learning rate over a run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Which one.
    pub kind: ScheduleKind,
    /// Share of the run's steps that climb to the learning rate first: 0…0.5. One-cycle brings its own climb.
    pub warmup: f64,
}

impl Schedule {
    /// The same rate at every step.
    pub const CONSTANT: Self = Self { kind: ScheduleKind::Constant, warmup: 0.0 };

    /// Does it climb to the learning rate first?
    pub fn has_warm_up(&self) -> bool {
        self.kind != ScheduleKind::OneCycle && self.warmup > 0.0
    }

    /// Is the rate the same at every step, however long the run?
    pub fn is_constant(&self) -> bool {
        self.kind == ScheduleKind::Constant && !self.has_warm_up()
    }
}

impl Default for Schedule {
    fn default() -> Self {
        Self::CONSTANT
    }
}

/// When to stop before the last epoch.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EarlyStopping {
    /// Epochs without improvement of the validation loss before stopping.
    pub patience: u32,
    /// Smallest drop of the loss that counts as improvement.
    pub min_delta: f64,
}

/// How much each class weighs in the loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassWeights {
    /// All the same.
    Equal,
    /// Inversely to the number of training images.
    Balanced,
}

/// Who computes the tensors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// Our kernels, with weights drawn by burn on its flex backend: the default, many times faster.
    Flex,
    /// burn-ndarray: the reference.
    Ndarray,
}

impl Backend {
    /// The one that is not this.
    pub fn other(self) -> Self {
        match self {
            Self::Flex => Self::Ndarray,
            Self::Ndarray => Self::Flex,
        }
    }

    /// Its name, as in links and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Flex => "flex",
            Self::Ndarray => "ndarray",
        }
    }
}

/// Everything that decides a run, given the images.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Decides every random draw of the run.
    pub seed: u32,
    /// Shares of the images.
    pub split: SplitShares,
    /// From decoded image to input.
    pub prepare: Prepare,
    /// Random changes while training.
    pub augment: Augment,
    /// The architecture.
    pub model: Model,
    /// How weights follow gradients.
    pub optimizer: Optimizer,
    /// Images a step: 1…512.
    pub batch_size: u32,
    /// Passes over the training images: 1…500.
    pub epochs: u32,
    /// Stop early, or not.
    pub early_stopping: Option<EarlyStopping>,
    /// Weights of the classes in the loss.
    pub class_weights: ClassWeights,
    /// Who computes.
    pub backend: Backend,
    /// The learning rate over the run.
    #[serde(default)]
    pub schedule: Schedule,
    /// Largest L2 norm of a step's gradients, all weights taken together; longer ones are scaled down to it:
    /// above 0, up to 100.
    #[serde(default)]
    pub clip: Option<f64>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 42,
            split: SplitShares { train: 0.70, validation: 0.15, test: 0.15 },
            prepare: Prepare {
                size: 32,
                color: ColorMode::Gray,
                fit: FitMode::Crop,
                normalize: Normalize::Standard,
            },
            augment: Augment::NONE,
            model: Model { kind: ModelKind::Cnn, hidden: 64, dropout: 0.0 },
            optimizer: Optimizer {
                kind: OptimizerKind::Adam,
                learning_rate: 0.001,
                momentum: 0.9,
                weight_decay: 0.0,
            },
            batch_size: 32,
            epochs: 20,
            early_stopping: None,
            class_weights: ClassWeights::Equal,
            backend: Backend::Flex,
            schedule: Schedule::CONSTANT,
            clip: None,
        }
    }
}

impl Recipe {
    /// The article's recipe: its model, SGD at 0.01, `Normalize(0.1, 0.1)`.
    pub fn article() -> Self {
        let base = Self::default();
        Self {
            prepare: Prepare { normalize: Normalize::Article, ..base.prepare },
            model: Model { kind: ModelKind::Article, ..base.model },
            optimizer: Optimizer { kind: OptimizerKind::Sgd, learning_rate: 0.01, ..base.optimizer },
            ..base
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_recipe_written_before_there_were_schedules_reads_as_it_ran() {
        let mut written = serde_json::to_value(Recipe::article()).unwrap();
        let settings = written.as_object_mut().unwrap();
        assert!(settings.remove("schedule").is_some() && settings.remove("clip").is_some());
        assert_eq!(serde_json::from_value::<Recipe>(written).unwrap(), Recipe::article());
    }

    #[test]
    fn only_what_changes_the_rate_is_a_schedule() {
        let table = [
            (ScheduleKind::Constant, 0.0, (true, false)),
            (ScheduleKind::Constant, 0.1, (false, true)),
            (ScheduleKind::Cosine, 0.0, (false, false)),
            (ScheduleKind::OneCycle, 0.1, (false, false)),
        ];
        for (kind, warmup, expected) in table {
            let schedule = Schedule { kind, warmup };
            assert_eq!((schedule.is_constant(), schedule.has_warm_up()), expected, "{schedule:?}");
        }
    }
}
