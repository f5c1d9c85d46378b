//! The last words of the program. After a panic nothing is called in it again, so that the page would stand
//! there dead and look alive: `www/boot.js` says so instead, and offers to reload.

use js_sys::{Function, Reflect};
use std::panic::PanicHookInfo;
use wasm_bindgen::{JsCast, JsValue};

/// Logs every panic and shows it over the page.
pub fn show_on_page() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        show(panic);
    }));
}

fn show(panic: &PanicHookInfo<'_>) {
    let shown = Reflect::get(&js_sys::global(), &JsValue::from_str("watchglassFatal"))
        .and_then(JsCast::dyn_into::<Function>)
        .and_then(|fatal| fatal.call1(&JsValue::NULL, &JsValue::from_str(&panic.to_string())));
    // A page without its first script has the console's word only.
    let _ = shown;
}
