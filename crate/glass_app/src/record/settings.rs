//! A recipe by the keys of the settings table, each value as a form shows it: exact, and open to settings that
//! come later.

use glass_core::recipe::Recipe;
use glass_core::setting::Setting;

/// A recipe's settings, all of them.
pub(super) type Settings = Vec<(String, String)>;

/// Every setting of a recipe.
pub(super) fn settings_of(recipe: &Recipe) -> Settings {
    Setting::ALL.into_iter().map(|setting| (setting.key().to_owned(), setting.text(recipe))).collect()
}

/// The recipe of these settings; what is missing or unreadable is the default, the rest is within bounds.
pub(super) fn recipe_of(settings: &Settings) -> Recipe {
    let mut recipe = Recipe::default();
    for (key, text) in settings {
        if let Some(setting) = Setting::from_key(key) {
            // A record was within bounds when it was written.
            let _ = setting.write_text(&mut recipe, text);
        }
    }
    recipe
}
