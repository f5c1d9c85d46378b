//! Keeps the screen on while a run is under way and the page is in sight, so that a laptop does not fall asleep
//! over it. A browser that will not only sleeps as it always did; the run goes on when it wakes.

use crate::session::{Phase, Session};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The lock on the screen, as far as the browser gave one.
#[derive(Default)]
struct Screen {
    is_wanted: Cell<bool>,
    is_asking: Cell<bool>,
    lock: RefCell<Option<JsValue>>,
}

/// Keeps the screen on whenever there is reason to.
pub fn keep(session: Session) {
    let screen = Rc::new(Screen::default());
    let phase = session.phase();
    let follow = {
        let screen = screen.clone();
        move |phase: Phase| {
            let is_seen = document().visibility_state() == web_sys::VisibilityState::Visible;
            screen.want(phase == Phase::Training && is_seen);
        }
    };
    let seen = follow.clone();
    Effect::new(move |_| follow(phase.get()));
    // The browser takes the lock back from a page that is hidden.
    let turn = Closure::<dyn FnMut()>::new(move || seen(phase.get_untracked()));
    // Without the listener the lock is asked for at the next run.
    let _ = document().add_event_listener_with_callback("visibilitychange", turn.as_ref().unchecked_ref());
    turn.forget();
}

impl Screen {
    fn want(self: &Rc<Self>, is_wanted: bool) {
        self.is_wanted.set(is_wanted);
        if !is_wanted {
            if let Some(lock) = self.lock.take() {
                call(&lock, "release", None);
            }
        } else if self.lock.borrow().is_none() && !self.is_asking.replace(true) {
            let screen = Rc::clone(self);
            spawn_local(async move {
                let lock = ask().await;
                screen.is_asking.set(false);
                *screen.lock.borrow_mut() = lock;
                if !screen.is_wanted.get() {
                    screen.want(false);
                }
            });
        }
    }
}

async fn ask() -> Option<JsValue> {
    let navigator = window().navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("wakeLock")).ok().filter(JsValue::is_object)?;
    let asked = call(&locks, "request", Some("screen"))?.dyn_into::<Promise>().ok()?;
    JsFuture::from(asked).await.ok()
}

fn call(object: &JsValue, name: &str, argument: Option<&str>) -> Option<JsValue> {
    let function: Function = Reflect::get(object, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
    match argument {
        Some(argument) => function.call1(object, &JsValue::from_str(argument)).ok(),
        None => function.call0(object).ok(),
    }
}
