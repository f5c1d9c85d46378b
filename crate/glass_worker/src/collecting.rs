//! Sees that the browser collected this worker's garbage: an object that nobody holds is registered, and its end is told.
//!
//! A browser tells of it when it has time, and of large collections only; what it does not tell is not seen.

use js_sys::{Function, Object};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser's own.
    type FinalizationRegistry;

    #[wasm_bindgen(constructor, catch)]
    fn new(told: &Function) -> Result<FinalizationRegistry, JsValue>;

    #[wasm_bindgen(method)]
    fn register(this: &FinalizationRegistry, target: &Object, held: &JsValue);
}

/// Calls `told` after each collection that is seen, for as long as the worker lives.
pub fn watch(told: impl Fn() + 'static) {
    let registry: Rc<RefCell<Option<FinalizationRegistry>>> = Rc::default();
    let own = Rc::clone(&registry);
    let on_end = Closure::<dyn FnMut()>::new(move || {
        told();
        leave_behind(&own);
    });
    // A browser without it shows no collections.
    *registry.borrow_mut() = FinalizationRegistry::new(on_end.as_ref().unchecked_ref()).ok();
    leave_behind(&registry);
    on_end.forget();
}

/// Registers an object and lets it go.
fn leave_behind(registry: &RefCell<Option<FinalizationRegistry>>) {
    if let Some(registry) = registry.borrow().as_ref() {
        registry.register(&Object::new(), &JsValue::NULL);
    }
}
