//! What of the training makes a model ready for what moved: the augmentation that shows it such images beforehand.

use super::Cause;
use crate::property::PropertyKind;
use crate::recipe::Recipe;
use crate::setting::{Domain, Setting, Value};

/// How much further each time, as a share of the most that can be set.
const STEP: f64 = 0.6;

impl Cause {
    /// The setting to change and its new value: an augmentation of that kind, by one step. `None` when none is of that
    /// kind, or it is at its most already.
    pub fn hardening(self, recipe: &Recipe) -> Option<(Setting, f64)> {
        let setting = match self {
            Self::Darker | Self::Brighter | Self::Mixed(PropertyKind::Brightness) => Setting::Brightness,
            Self::SharperOrNoisier | Self::Mixed(PropertyKind::Sharpness) => Setting::Noise,
            _ => return None,
        };
        let Domain::Number { max, step, .. } = setting.domain() else { return None };
        let Value::Number(now) = setting.read(recipe) else { return None };
        let next = ((now + STEP * max) / step).round() * step;
        (now < max).then_some((setting, next.min(max)))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn each_step_goes_further_and_the_last_to_the_end() {
        let mut recipe = Recipe::default();
        let first = Cause::Darker.hardening(&recipe);
        assert_eq!(first.map(|it| it.0), Some(Setting::Brightness));
        assert!(first.is_some_and(|(_, value)| (value - 0.3).abs() < 1e-12), "{first:?}");
        recipe.augment.brightness = 0.3;
        assert_eq!(Cause::Brighter.hardening(&recipe), Some((Setting::Brightness, 0.5)));
        recipe.augment.brightness = 0.5;
        assert_eq!(Cause::Darker.hardening(&recipe), None);
        assert!(matches!(Cause::SharperOrNoisier.hardening(&recipe), Some((Setting::Noise, _))));
        assert_eq!(Cause::MoreErrors.hardening(&recipe), None);
    }
}
