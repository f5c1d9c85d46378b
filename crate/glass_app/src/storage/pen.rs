//! Of all pages open on this site, one may write: the one that holds the pen, a Web Lock. It keeps it until
//! its tab is closed. A held lock also tells the browser that this tab, hidden or not, is at work.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "watchglass.pen";
/// How often the pen is asked for: a page that is being left, as in a reload, lets it go a moment later.
const ATTEMPTS: u32 = 6;
const REST_MILLIS: i32 = 120;
/// Time the browser has to answer.
const SILENCE_MILLIS: i32 = 1_000;

/// Takes the pen; `false` when another page holds it. A browser without locks has nobody to ask.
pub async fn take() -> bool {
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            // A promise that only resolves cannot fail.
            let _ = JsFuture::from(rest(REST_MILLIS)).await;
        }
        match try_take().await {
            Some(false) => {}
            Some(true) | None => return true,
        }
    }
    false
}

async fn try_take() -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    let locks = property(&navigator, "locks")?;
    let request: Function = property(&locks, "request")?.dyn_into().ok()?;
    let options = Object::new();
    // A plain object takes any property.
    let _ = Reflect::set(&options, &JsValue::from_str("ifAvailable"), &JsValue::TRUE);
    let mut resolve = None;
    let answer = Promise::new(&mut |answered, _| resolve = Some(answered));
    let resolve = resolve?;
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_held = lock.is_object();
        // The end of a promise takes every value.
        let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::from_bool(is_held));
        // The lock is held for as long as this promise is open: for ever.
        if is_held { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
    });
    let held = request.call3(&locks, &JsValue::from_str(NAME), &options, &granted).ok()?;
    // A refusal (an embedded page without a site of its own) settles the request and not the answer; a browser
    // that says nothing at all is not waited for.
    let any = Promise::race(&js_sys::Array::of3(&answer, &held, &rest(SILENCE_MILLIS)));
    JsFuture::from(any).await.ok()?.as_bool()
}

fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

fn rest(millis: i32) -> Promise {
    Promise::new(&mut |resolve, _| {
        let timer = web_sys::window()
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis));
        if !matches!(timer, Some(Ok(_))) {
            // Without a timer nobody would wake us: at once, then.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    })
}
