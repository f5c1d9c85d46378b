//! From what a diagnosis advises to what it changes.

use crate::text::Text;
use glass_core::diagnose::Action;
use glass_core::recipe::{ModelKind, OptimizerKind, Recipe};
use glass_core::setting::{Setting, Value};

/// What an action changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// These settings, as one would type them.
    Settings(Vec<(Setting, String)>),
    /// Images are to be added or looked at.
    Images,
}

/// What an action changes, reckoned from the recipe of the run it is about.
pub fn answer(action: Action, run: &Recipe) -> Answer {
    let set = |changes: &[(Setting, &str)]| {
        Answer::Settings(changes.iter().map(|(setting, text)| (*setting, (*text).to_owned())).collect())
    };
    let scaled = |setting: Setting, factor: f64| match setting.read(run) {
        // Twelve digits: 0.003 times 10 is 0.03, not 0.030000000000000002.
        Value::Number(number) => {
            let product =
                format!("{:.12}", number * factor).trim_end_matches('0').trim_end_matches('.').to_owned();
            Answer::Settings(vec![(setting, product)])
        }
        _ => set(&[]),
    };
    match action {
        Action::AddImages { .. } | Action::KeepDuplicatesTogether => Answer::Images,
        Action::RaiseValidationShare => {
            let percent = |share: f64| (share * 100.0).round();
            let (train, before) = (percent(run.split.train), percent(run.split.validation));
            let after = (before * 2.0).clamp(20.0, 40.0).max(before);
            let train = (train - (after - before)).max(10.0);
            Answer::Settings(vec![
                (Setting::SplitTrain, train.to_string()),
                (Setting::SplitValidation, after.to_string()),
            ])
        }
        Action::ScaleLearningRate { factor } => scaled(Setting::LearningRate, factor),
        Action::ClipGradients => set(&[(Setting::Clip, "1")]),
        Action::ScaleEpochs { factor } => scaled(Setting::Epochs, factor),
        Action::UseAdam if run.optimizer.kind == OptimizerKind::Adam => set(&[]),
        Action::UseAdam => set(&[(Setting::Optimizer, "adam"), (Setting::LearningRate, "0.001")]),
        Action::Normalize => set(&[(Setting::Normalize, "standard")]),
        Action::UseLargerModel => match run.model.kind {
            ModelKind::Article | ModelKind::Linear => set(&[(Setting::Model, "mlp")]),
            ModelKind::Mlp => set(&[(Setting::Model, "cnn")]),
            // The convolutions grow with the image they see.
            ModelKind::Cnn if run.model.dropout > 0.0 => set(&[(Setting::Dropout, "0")]),
            ModelKind::Cnn => scaled(Setting::Size, 1.5),
        },
        Action::UseSmallerModel => match run.model.kind {
            ModelKind::Article => set(&[]),
            ModelKind::Linear => scaled(Setting::Size, 0.5),
            ModelKind::Mlp if run.model.hidden > 16 => scaled(Setting::Hidden, 0.5),
            ModelKind::Mlp => set(&[(Setting::Model, "linear")]),
            ModelKind::Cnn => set(&[(Setting::Model, "mlp")]),
        },
        Action::UseUnboundedModel => set(&[(Setting::Model, "linear")]),
        Action::ReshuffleSplit => {
            Answer::Settings(vec![(Setting::Seed, run.seed.wrapping_add(1).to_string())])
        }
        Action::StopEarly => set(&[(Setting::Patience, "8")]),
        Action::Augment => {
            set(&[(Setting::Shift, "0.1"), (Setting::Rotate, "10"), (Setting::Brightness, "0.1")])
        }
    }
}

/// The recipe with these settings.
pub fn applied(changes: &[(Setting, String)], recipe: &Recipe) -> Recipe {
    let mut changed = *recipe;
    for (setting, text) in changes {
        // Out of bounds means the nearest bound; the label shows what it comes to before anybody presses.
        let _ = setting.write_text(&mut changed, text);
    }
    changed
}

/// The differences between two recipes in words, one a setting.
pub fn changes(from: &Recipe, to: &Recipe, text: &Text) -> Vec<String> {
    let say = |setting: Setting, recipe: &Recipe| text.setting.value(setting, recipe);
    let change = |setting: Setting| {
        (text.train.change)((text.setting.name)(setting), &say(setting, from), &say(setting, to))
    };
    from.differences(to).into_iter().map(change).collect()
}
