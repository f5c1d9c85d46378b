//! What the browser keeps between visits. Here: the settings as a link's fragment, language and theme, which
//! the first frame needs; below: the database with the rest of the work, and who may write to it.
//!
//! Everything read back is as hostile as a link: it goes through the same decoder. A browser without
//! storage only forgets.

pub mod database;
pub mod pen;
pub mod room;
pub mod slots;

use crate::text::Language;

const SETTINGS: &str = "watchglass.settings";
const LANGUAGE: &str = "watchglass.language";
const THEME: &str = "watchglass.theme";
const KEEPING: &str = "watchglass.keeping";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn keep(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only forgets.
        let _ = storage.set_item(key, value);
    }
}

fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps the settings, as a link's fragment.
pub fn keep_settings(fragment: &str) {
    keep(SETTINGS, fragment);
}

/// The settings of the last visit.
pub fn kept_settings() -> Option<String> {
    kept(SETTINGS)
}

/// Forgets the settings.
pub fn forget_settings() {
    if let Some(storage) = storage() {
        // A forbidden storage has nothing to forget.
        let _ = storage.remove_item(SETTINGS);
    }
}

/// Keeps whether the person wants their work kept.
pub fn keep_wish(is_wanted: bool) {
    keep(KEEPING, if is_wanted { "1" } else { "0" });
}

/// Whether the person wants their work kept: yes, until they say no.
pub fn is_keeping_wanted() -> bool {
    kept(KEEPING).as_deref() != Some("0")
}

/// Keeps the language.
pub fn keep_language(language: Language) {
    keep(LANGUAGE, language.tag());
}

/// The language of the last visit, or the browser's.
pub fn language() -> Language {
    let tag = kept(LANGUAGE).or_else(|| web_sys::window()?.navigator().language());
    Language::preferred(tag.as_deref().unwrap_or("en"))
}

/// Keeps the theme.
pub fn keep_theme(is_dark: bool) {
    keep(THEME, if is_dark { "dark" } else { "light" });
}

/// The theme of the last visit, or the system's.
pub fn is_dark() -> bool {
    kept(THEME).map_or_else(
        || {
            let query = web_sys::window()
                .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten());
            query.is_some_and(|query| query.matches())
        },
        |theme| theme == "dark",
    )
}

/// Milliseconds since the beginning of 1970 (UTC), by this device's clock.
pub fn unix_millis() -> u64 {
    js_sys::Date::now() as u64
}
