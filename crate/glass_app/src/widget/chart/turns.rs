//! Whose turn it is to paint: after a message that changes every chart, all of them at once would hold the page for
//! a tenth of a second. A frame paints as many as it has time for; the others wait for the next.

use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// How long a frame goes on beginning to paint. At 60 frames a second one lasts 16.7 ms, and layout has its share.
const BUDGET_MILLIS: f64 = 8.0;

thread_local! {
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = RefCell::default();
    static IS_FRAME_DUE: Cell<bool> = const { Cell::new(false) };
}

/// Lets `paint` have its turn, on an animation frame.
pub(super) fn queue(paint: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(Box::new(paint)));
    ask_for_frame();
}

/// Milliseconds since the page began.
pub(super) fn now_millis() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

fn ask_for_frame() {
    if !IS_FRAME_DUE.replace(true) {
        request_animation_frame(frame);
    }
}

fn frame() {
    IS_FRAME_DUE.set(false);
    let begun = now_millis();
    while let Some(paint) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        paint();
        if now_millis() - begun >= BUDGET_MILLIS {
            break;
        }
    }
    if WAITING.with_borrow(|waiting| !waiting.is_empty()) {
        ask_for_frame();
    }
}
