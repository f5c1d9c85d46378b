//! The alarm itself: the page's title, and a sound for those who want one.

use crate::session::Session;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Pitch of the sound, in hertz.
const PITCH: f64 = 880.0;
/// How long it lasts, in seconds.
const SECONDS: f64 = 0.25;

/// While an alarm is open that nobody acknowledged the title says so; when it opens there is a sound, if wanted.
pub fn follow(session: Session) {
    let is_alarming = Memo::new(move |_| session.is_alarming());
    let title = document().title();
    Effect::new(move |_| {
        let said = match is_alarming.get() {
            true => {
                format!("◆ {} – {title}", (session.text().monitor().level)(glass_core::service::Level::Alarm))
            }
            false => title.clone(),
        };
        document().set_title(&said);
    });
    Effect::new(move |before: Option<bool>| {
        let is_on = is_alarming.get();
        if is_on && before == Some(false) && session.watch().is_sounding().get_untracked() {
            // A browser without sound, or that forbids it, is silent.
            let _ = beep();
        }
        is_on
    });
}

/// One short tone.
fn beep() -> Result<(), JsValue> {
    let maker: Function = Reflect::get(&js_sys::global(), &"AudioContext".into())?.dyn_into()?;
    let context = Reflect::construct(&maker, &js_sys::Array::new())?;
    let tone = call(&context, "createOscillator", &[])?;
    let pitch = Reflect::get(&tone, &"frequency".into())?;
    Reflect::set(&pitch, &"value".into(), &PITCH.into())?;
    call(&tone, "connect", &[Reflect::get(&context, &"destination".into())?])?;
    let now = Reflect::get(&context, &"currentTime".into())?.as_f64().unwrap_or(0.0);
    call(&tone, "start", &[])?;
    call(&tone, "stop", &[(now + SECONDS).into()])?;
    Ok(())
}

fn call(object: &JsValue, method: &str, values: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    Reflect::apply(&method, object, &values.iter().collect())
}
