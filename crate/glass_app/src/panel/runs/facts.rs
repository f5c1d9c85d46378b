//! What is said of a run in a line: its name, when it began, its images, its score.

use crate::format;
use crate::text::{Language, Text};
use glass_core::builtin::BuiltIn;
use glass_core::run::KeptRun;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

/// The name of a run, or what stands for it.
pub fn name_of(run: &KeptRun, text: &Text) -> String {
    if run.name.is_empty() { (text.runs.unnamed)(run.id) } else { run.name.clone() }
}

/// The images of a run: their set and how many.
pub fn images_of(run: &KeptRun, text: &Text) -> String {
    let set = BuiltIn::from_id(&run.images.set).map_or(text.runs.own_images, |set| (text.data.set)(set));
    (text.runs.images)(set, run.images.n_images)
}

/// Accuracy on the test images with its interval.
pub fn accuracy_of(run: &KeptRun) -> Option<String> {
    let test = run.test.as_ref()?;
    Some(format::percent_with_interval(test.accuracy()?, test.accuracy_interval()))
}

thread_local! {
    /// By language: making a format takes ten milliseconds, using it none.
    static FORMATS: RefCell<BTreeMap<&'static str, Function>> = RefCell::default();
}

/// A moment as the reader's language writes it.
pub fn moment(unix_millis: u64, language: Language) -> String {
    let date = Date::new(&JsValue::from_f64(unix_millis as f64));
    let said = FORMATS.with_borrow_mut(|formats| {
        let format = formats.entry(language.tag()).or_insert_with(|| format_of(language));
        format.call1(&JsValue::UNDEFINED, &date)
    });
    said.ok().and_then(|said| said.as_string()).unwrap_or_else(|| String::from(date.to_iso_string()))
}

fn format_of(language: Language) -> Function {
    let options = Object::new();
    for (name, style) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // A plain object takes any property.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(style));
    }
    Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str(language.tag())), &options).format()
}
