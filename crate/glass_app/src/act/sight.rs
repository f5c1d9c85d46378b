//! Tells the learner when the page goes out of sight: what is answered then has no place among its times.

use super::Hand;
use crate::link::Cargo;
use glass_protocol::Command;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::VisibilityState;

impl Hand {
    /// Tells whether the page is hidden now.
    pub(super) fn tell_sight(&self) {
        let document = web_sys::window().and_then(|window| window.document());
        let is_hidden =
            document.is_some_and(|document| document.visibility_state() == VisibilityState::Hidden);
        self.learner().send(Command::SetHidden { is_hidden }, Cargo::Empty);
    }
}

/// Tells it again whenever it changes while something is being timed.
pub(super) fn follow(hand: &Rc<Hand>) {
    let hand = hand.clone();
    let session = hand.session;
    let turned = Closure::<dyn FnMut()>::new(move || {
        let is_serving = session.service().with_untracked(|service| service.is_running);
        // Whatever begins later is told first; a learner that ended is not started for this.
        if is_serving || session.is_measuring().get_untracked() {
            hand.tell_sight();
        }
    });
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        // Without the listener times of a hidden page count as any other.
        let _ =
            document.add_event_listener_with_callback("visibilitychange", turned.as_ref().unchecked_ref());
    }
    // Listens as long as the page lives.
    turned.forget();
}
