//! The table of settings: one row per setting drives the form, the link, clamping and comparison.

mod relevance;

use crate::decimal;
use crate::recipe::{
    Backend, ClassWeights, ColorMode, EarlyStopping, FitMode, ModelKind, Normalize, OptimizerKind, Recipe,
    ScheduleKind,
};
use serde::{Deserialize, Serialize};

/// A setting of the recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Setting {
    /// [`Recipe::seed`].
    Seed,
    /// Share of training images, in percent.
    SplitTrain,
    /// Share of validation images, in percent.
    SplitValidation,
    /// Share of test images, in percent.
    SplitTest,
    /// Side of the input.
    Size,
    /// Gray or colour.
    Color,
    /// How the square is made.
    Fit,
    /// How bytes become numbers.
    Normalize,
    /// Mirroring.
    Flip,
    /// Largest shift.
    Shift,
    /// Largest rotation.
    Rotate,
    /// Largest change of brightness.
    Brightness,
    /// Noise.
    Noise,
    /// The architecture.
    Model,
    /// Hidden units.
    Hidden,
    /// Dropout share.
    Dropout,
    /// The optimiser.
    Optimizer,
    /// Step length.
    LearningRate,
    /// Momentum.
    Momentum,
    /// L2 penalty.
    WeightDecay,
    /// Images a step.
    BatchSize,
    /// Passes.
    Epochs,
    /// Patience of early stopping; 0: off.
    Patience,
    /// Class weights.
    ClassWeights,
    /// Who computes.
    Backend,
    /// How the learning rate changes.
    Schedule,
    /// Share of steps that climb to the learning rate.
    Warmup,
    /// Largest norm of the gradients; 0: off.
    Clip,
}

/// What values a setting can take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Domain {
    /// A number between two bounds, both included.
    Number {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// Step of the form's input.
        step: f64,
        /// Only whole numbers.
        is_whole: bool,
    },
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Yes (1) or no (0).
    Flag,
}

/// The value of a setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A word of the domain.
    Choice(&'static str),
    /// Yes or no.
    Flag(bool),
}

/// What became of a value someone asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Taken as it is.
    Taken,
    /// Moved into bounds: asked, used.
    Clamped {
        /// The number asked for.
        asked: f64,
        /// The number used.
        used: f64,
    },
    /// Not understood; the setting stays as it was.
    Unreadable,
}

const fn whole(min: f64, max: f64) -> Domain {
    Domain::Number { min, max, step: 1.0, is_whole: true }
}

const fn real(min: f64, max: f64, step: f64) -> Domain {
    Domain::Number { min, max, step, is_whole: false }
}

impl Setting {
    /// Every setting, in the order of links and comparisons.
    pub const ALL: [Self; 28] = [
        Self::Model,
        Self::Hidden,
        Self::Dropout,
        Self::Optimizer,
        Self::LearningRate,
        Self::Schedule,
        Self::Warmup,
        Self::Momentum,
        Self::WeightDecay,
        Self::Clip,
        Self::BatchSize,
        Self::Epochs,
        Self::Patience,
        Self::ClassWeights,
        Self::Seed,
        Self::Backend,
        Self::SplitTrain,
        Self::SplitValidation,
        Self::SplitTest,
        Self::Size,
        Self::Color,
        Self::Fit,
        Self::Normalize,
        Self::Flip,
        Self::Shift,
        Self::Rotate,
        Self::Brightness,
        Self::Noise,
    ];

    /// Its short key in links.
    pub fn key(self) -> &'static str {
        match self {
            Self::Seed => "s",
            Self::SplitTrain => "st",
            Self::SplitValidation => "sv",
            Self::SplitTest => "se",
            Self::Size => "px",
            Self::Color => "col",
            Self::Fit => "fit",
            Self::Normalize => "nrm",
            Self::Flip => "flip",
            Self::Shift => "shift",
            Self::Rotate => "rot",
            Self::Brightness => "bri",
            Self::Noise => "noise",
            Self::Model => "m",
            Self::Hidden => "hid",
            Self::Dropout => "drop",
            Self::Optimizer => "o",
            Self::LearningRate => "lr",
            Self::Momentum => "mom",
            Self::WeightDecay => "wd",
            Self::BatchSize => "bs",
            Self::Epochs => "ep",
            Self::Patience => "es",
            Self::ClassWeights => "cw",
            Self::Backend => "b",
            Self::Schedule => "sch",
            Self::Warmup => "warm",
            Self::Clip => "clip",
        }
    }

    /// The setting of that key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.key() == key)
    }

    /// The values it can take.
    pub fn domain(self) -> Domain {
        match self {
            Self::Seed => whole(0.0, 4_294_967_295.0),
            Self::SplitTrain => whole(10.0, 98.0),
            Self::SplitValidation | Self::SplitTest => whole(1.0, 60.0),
            Self::Size => whole(8.0, 96.0),
            Self::Color => Domain::Choice(&["gray", "color"]),
            Self::Fit => Domain::Choice(&["crop", "letterbox", "stretch"]),
            Self::Normalize => Domain::Choice(&["unit", "standard", "article"]),
            Self::Flip => Domain::Flag,
            Self::Shift => real(0.0, 0.3, 0.01),
            Self::Rotate => whole(0.0, 180.0),
            Self::Brightness => real(0.0, 0.5, 0.01),
            Self::Noise => real(0.0, 0.3, 0.01),
            Self::Model => Domain::Choice(&["article", "linear", "mlp", "cnn"]),
            Self::Hidden => whole(4.0, 512.0),
            Self::Dropout => real(0.0, 0.8, 0.05),
            Self::Optimizer => Domain::Choice(&["sgd", "momentum", "adam"]),
            Self::LearningRate => real(0.000_001, 1.0, 0.0001),
            Self::Momentum => real(0.0, 0.99, 0.01),
            Self::WeightDecay => real(0.0, 0.1, 0.0001),
            Self::BatchSize => whole(1.0, 512.0),
            Self::Epochs => whole(1.0, 500.0),
            Self::Patience => whole(0.0, 100.0),
            Self::ClassWeights => Domain::Choice(&["equal", "balanced"]),
            Self::Backend => Domain::Choice(&["flex", "ndarray"]),
            Self::Schedule => Domain::Choice(&["constant", "step", "cosine", "onecycle"]),
            Self::Warmup => real(0.0, 0.5, 0.01),
            Self::Clip => real(0.0, 100.0, 0.1),
        }
    }

    /// Its value in a recipe.
    pub fn read(self, recipe: &Recipe) -> Value {
        let percent = |share: f64| Value::Number((share * 100.0 + 0.5).floor());
        match self {
            Self::Seed => Value::Number(f64::from(recipe.seed)),
            Self::SplitTrain => percent(recipe.split.train),
            Self::SplitValidation => percent(recipe.split.validation),
            Self::SplitTest => percent(recipe.split.test),
            Self::Size => Value::Number(f64::from(recipe.prepare.size)),
            Self::Color => Value::Choice(match recipe.prepare.color {
                ColorMode::Gray => "gray",
                ColorMode::Color => "color",
            }),
            Self::Fit => Value::Choice(match recipe.prepare.fit {
                FitMode::Crop => "crop",
                FitMode::Letterbox => "letterbox",
                FitMode::Stretch => "stretch",
            }),
            Self::Normalize => Value::Choice(match recipe.prepare.normalize {
                Normalize::Unit => "unit",
                Normalize::Standard => "standard",
                Normalize::Article => "article",
            }),
            Self::Flip => Value::Flag(recipe.augment.flip),
            Self::Shift => Value::Number(recipe.augment.shift),
            Self::Rotate => Value::Number(recipe.augment.rotate_degrees),
            Self::Brightness => Value::Number(recipe.augment.brightness),
            Self::Noise => Value::Number(recipe.augment.noise),
            Self::Model => Value::Choice(match recipe.model.kind {
                ModelKind::Article => "article",
                ModelKind::Linear => "linear",
                ModelKind::Mlp => "mlp",
                ModelKind::Cnn => "cnn",
            }),
            Self::Hidden => Value::Number(f64::from(recipe.model.hidden)),
            Self::Dropout => Value::Number(recipe.model.dropout),
            Self::Optimizer => Value::Choice(match recipe.optimizer.kind {
                OptimizerKind::Sgd => "sgd",
                OptimizerKind::Momentum => "momentum",
                OptimizerKind::Adam => "adam",
            }),
            Self::LearningRate => Value::Number(recipe.optimizer.learning_rate),
            Self::Momentum => Value::Number(recipe.optimizer.momentum),
            Self::WeightDecay => Value::Number(recipe.optimizer.weight_decay),
            Self::BatchSize => Value::Number(f64::from(recipe.batch_size)),
            Self::Epochs => Value::Number(f64::from(recipe.epochs)),
            Self::Patience => {
                Value::Number(recipe.early_stopping.map_or(0.0, |stopping| f64::from(stopping.patience)))
            }
            Self::ClassWeights => Value::Choice(match recipe.class_weights {
                ClassWeights::Equal => "equal",
                ClassWeights::Balanced => "balanced",
            }),
            Self::Backend => Value::Choice(recipe.backend.word()),
            Self::Schedule => Value::Choice(match recipe.schedule.kind {
                ScheduleKind::Constant => "constant",
                ScheduleKind::Step => "step",
                ScheduleKind::Cosine => "cosine",
                ScheduleKind::OneCycle => "onecycle",
            }),
            Self::Warmup => Value::Number(recipe.schedule.warmup),
            Self::Clip => Value::Number(recipe.clip.unwrap_or(0.0)),
        }
    }

    /// Writes a value of the right kind and within bounds; any other leaves the recipe as it is.
    fn write(self, recipe: &mut Recipe, value: Value) {
        match (self, value) {
            (Self::Seed, Value::Number(x)) => recipe.seed = x as u32,
            (Self::SplitTrain, Value::Number(x)) => recipe.split.train = x / 100.0,
            (Self::SplitValidation, Value::Number(x)) => recipe.split.validation = x / 100.0,
            (Self::SplitTest, Value::Number(x)) => recipe.split.test = x / 100.0,
            (Self::Size, Value::Number(x)) => recipe.prepare.size = x as u16,
            (Self::Color, Value::Choice(word)) => {
                recipe.prepare.color = if word == "color" { ColorMode::Color } else { ColorMode::Gray };
            }
            (Self::Fit, Value::Choice(word)) => {
                recipe.prepare.fit = match word {
                    "letterbox" => FitMode::Letterbox,
                    "stretch" => FitMode::Stretch,
                    _ => FitMode::Crop,
                };
            }
            (Self::Normalize, Value::Choice(word)) => {
                recipe.prepare.normalize = match word {
                    "unit" => Normalize::Unit,
                    "article" => Normalize::Article,
                    _ => Normalize::Standard,
                };
            }
            (Self::Flip, Value::Flag(on)) => recipe.augment.flip = on,
            (Self::Shift, Value::Number(x)) => recipe.augment.shift = x,
            (Self::Rotate, Value::Number(x)) => recipe.augment.rotate_degrees = x,
            (Self::Brightness, Value::Number(x)) => recipe.augment.brightness = x,
            (Self::Noise, Value::Number(x)) => recipe.augment.noise = x,
            (Self::Model, Value::Choice(word)) => {
                recipe.model.kind = match word {
                    "article" => ModelKind::Article,
                    "linear" => ModelKind::Linear,
                    "mlp" => ModelKind::Mlp,
                    _ => ModelKind::Cnn,
                };
            }
            (Self::Hidden, Value::Number(x)) => recipe.model.hidden = x as u16,
            (Self::Dropout, Value::Number(x)) => recipe.model.dropout = x,
            (Self::Optimizer, Value::Choice(word)) => {
                recipe.optimizer.kind = match word {
                    "sgd" => OptimizerKind::Sgd,
                    "momentum" => OptimizerKind::Momentum,
                    _ => OptimizerKind::Adam,
                };
            }
            (Self::LearningRate, Value::Number(x)) => recipe.optimizer.learning_rate = x,
            (Self::Momentum, Value::Number(x)) => recipe.optimizer.momentum = x,
            (Self::WeightDecay, Value::Number(x)) => recipe.optimizer.weight_decay = x,
            (Self::BatchSize, Value::Number(x)) => recipe.batch_size = x as u32,
            (Self::Epochs, Value::Number(x)) => recipe.epochs = x as u32,
            (Self::Patience, Value::Number(x)) => {
                recipe.early_stopping =
                    (x >= 1.0).then_some(EarlyStopping { patience: x as u32, min_delta: 1e-3 });
            }
            (Self::ClassWeights, Value::Choice(word)) => {
                recipe.class_weights =
                    if word == "balanced" { ClassWeights::Balanced } else { ClassWeights::Equal };
            }
            (Self::Backend, Value::Choice(word)) => {
                recipe.backend = if word == "ndarray" { Backend::Ndarray } else { Backend::Flex };
            }
            (Self::Schedule, Value::Choice(word)) => {
                recipe.schedule.kind = match word {
                    "step" => ScheduleKind::Step,
                    "cosine" => ScheduleKind::Cosine,
                    "onecycle" => ScheduleKind::OneCycle,
                    _ => ScheduleKind::Constant,
                };
            }
            (Self::Warmup, Value::Number(x)) => recipe.schedule.warmup = x,
            (Self::Clip, Value::Number(x)) => recipe.clip = (x > 0.0).then_some(x),
            _ => {}
        }
    }

    /// Parses `text`, moves it into bounds, writes it, and says what became of it.
    pub fn write_text(self, recipe: &mut Recipe, text: &str) -> Outcome {
        let text = text.trim();
        match self.domain() {
            Domain::Choice(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(text)) {
                Some(word) => {
                    self.write(recipe, Value::Choice(word));
                    Outcome::Taken
                }
                None => Outcome::Unreadable,
            },
            Domain::Flag => {
                let on = match text {
                    "1" | "true" | "yes" | "on" => true,
                    "0" | "false" | "no" | "off" => false,
                    _ => return Outcome::Unreadable,
                };
                self.write(recipe, Value::Flag(on));
                Outcome::Taken
            }
            Domain::Number { min, max, is_whole, .. } => {
                let Some(asked) = decimal::parse(text).filter(|number| number.is_finite()) else {
                    return Outcome::Unreadable;
                };
                let inside = asked.clamp(min, max);
                let used = if is_whole { libm::round(inside) } else { inside };
                self.write(recipe, Value::Number(used));
                if used == asked { Outcome::Taken } else { Outcome::Clamped { asked, used } }
            }
        }
    }

    /// Its value as text, the way links and forms write it: `.001`, `cnn`, `1`.
    pub fn text(self, recipe: &Recipe) -> String {
        match self.read(recipe) {
            Value::Number(number) => number.to_string(),
            Value::Choice(word) => word.to_owned(),
            Value::Flag(on) => String::from(if on { "1" } else { "0" }),
        }
    }
}

impl Recipe {
    /// The settings in which two recipes differ.
    pub fn differences(&self, other: &Self) -> Vec<Setting> {
        Setting::ALL.into_iter().filter(|setting| setting.read(self) != setting.read(other)).collect()
    }

    /// The same recipe with every setting inside its bounds, and which had to move. For recipes that
    /// come from files: a number that is none falls back to the default.
    pub fn clamped(self) -> (Self, Vec<(Setting, Outcome)>) {
        let mut recipe = self;
        let mut moved = Vec::new();
        for setting in Setting::ALL {
            let outcome = setting.write_text(&mut recipe, &setting.text(&self));
            if outcome == Outcome::Unreadable {
                setting.write(&mut recipe, setting.read(&Self::default()));
            }
            if outcome != Outcome::Taken {
                moved.push((setting, outcome));
            }
        }
        (recipe, moved)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::recipe::Schedule;
    use proptest::prelude::*;

    #[test]
    fn keys_are_distinct_and_lead_back() {
        for setting in Setting::ALL {
            assert_eq!(Setting::from_key(setting.key()), Some(setting));
        }
    }

    #[test]
    fn values_out_of_bounds_are_moved_and_told() {
        let mut recipe = Recipe::default();
        let told = Setting::LearningRate.write_text(&mut recipe, "50");
        assert_eq!(told, Outcome::Clamped { asked: 50.0, used: 1.0 });
        assert_eq!(recipe.optimizer.learning_rate, 1.0);
        for (text, epochs) in [("1e9", 500), ("-3", 1), ("0", 1), ("7.4", 7)] {
            Setting::Epochs.write_text(&mut recipe, text);
            assert_eq!(recipe.epochs, epochs, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_changes_nothing() {
        for text in ["", "NaN", "inf", "<script>", "0x10", "１"] {
            let mut recipe = Recipe::default();
            assert_eq!(Setting::Epochs.write_text(&mut recipe, text), Outcome::Unreadable, "{text}");
            assert_eq!(recipe, Recipe::default());
        }
    }

    #[test]
    fn a_recipe_from_a_file_is_clamped_where_no_form_was() {
        let wild = Recipe {
            clip: Some(f64::NAN),
            schedule: Schedule { kind: ScheduleKind::Cosine, warmup: 0.9 },
            ..Recipe::default()
        };
        let (recipe, moved) = wild.clamped();
        assert_eq!((recipe.clip, recipe.schedule.warmup), (None, 0.5));
        assert_eq!(
            moved.iter().map(|(setting, _)| *setting).collect::<Vec<_>>(),
            [Setting::Warmup, Setting::Clip]
        );
        let negative = Recipe { clip: Some(-1.0), ..Recipe::default() };
        assert_eq!(negative.clamped().0.clip, None);
    }

    proptest! {
        #[test]
        fn every_text_leaves_a_recipe_within_bounds(index in 0..Setting::ALL.len(), text: String) {
            let mut recipe = Recipe::default();
            Setting::ALL[index].write_text(&mut recipe, &text);
            prop_assert_eq!(recipe.clamped(), (recipe, vec![]));
        }

        #[test]
        fn what_is_written_reads_back(index in 0..Setting::ALL.len(), number in -10.0_f64..1000.0) {
            let mut recipe = Recipe::default();
            let setting = Setting::ALL[index];
            if setting.write_text(&mut recipe, &number.to_string()) != Outcome::Unreadable {
                let mut again = Recipe::default();
                setting.write_text(&mut again, &setting.text(&recipe));
                prop_assert_eq!(again, recipe);
            }
        }
    }
}
