//! When a picture is painted: in its turn, at most ten times a second, and after its size, the window or the
//! screen's pixels changed. Its table is written in the same way, not as often.

use super::turns::{self, now_millis};
use leptos::ev;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlCanvasElement, MediaQueryList, ResizeObserver};

/// Between two paintings.
const REST_MILLIS: f64 = 100.0;

/// A picture that is painted as often as needed and no oftener. Gone with its owner.
#[derive(Clone, Copy)]
pub struct Easel(StoredValue<Picture, LocalStorage>);

struct Picture {
    paint: Rc<dyn Fn()>,
    rest_millis: f64,
    is_due: bool,
    painted_millis: f64,
}

impl Easel {
    /// An easel for what `paint` paints.
    pub fn new(paint: impl Fn() + 'static) -> Self {
        Self::resting(REST_MILLIS, paint)
    }

    /// An easel that rests so many milliseconds between two paintings.
    pub fn resting(rest_millis: f64, paint: impl Fn() + 'static) -> Self {
        let picture =
            Picture { paint: Rc::new(paint), rest_millis, is_due: false, painted_millis: f64::NEG_INFINITY };
        Self(StoredValue::new_local(picture))
    }

    /// Asks for a new painting; asking again before it is done changes nothing.
    pub fn ask(self) {
        let wait = self.0.try_update_value(|picture| {
            let is_new = !picture.is_due;
            picture.is_due = true;
            is_new.then(|| (picture.painted_millis + picture.rest_millis - now_millis()).max(0.0))
        });
        let Some(Some(wait)) = wait else { return };
        let queue = move || turns::queue(move || self.paint());
        if wait > 0.0 {
            set_timeout(queue, Duration::from_millis(wait as u64));
        } else {
            queue();
        }
    }

    fn paint(self) {
        let paint = self.0.try_update_value(|picture| {
            picture.is_due = false;
            picture.painted_millis = now_millis();
            picture.paint.clone()
        });
        if let Some(paint) = paint {
            paint();
        }
    }
}

/// Watches the room a canvas has; stops when dropped.
pub struct Watch {
    observer: ResizeObserver,
    resolution: Option<MediaQueryList>,
    callback: Closure<dyn FnMut()>,
    on_zoom: Option<WindowListenerHandle>,
}

impl Watch {
    /// Calls `changed` now and whenever the canvas' box or the pixels of the screen change.
    pub fn on(canvas: &HtmlCanvasElement, changed: impl Fn() + 'static) -> Option<Self> {
        let changed = Rc::new(changed);
        let on_zoom = window_event_listener(ev::resize, {
            let changed = changed.clone();
            move |_| changed()
        });
        let callback = Closure::<dyn FnMut()>::new(move || changed());
        let function = callback.as_ref().unchecked_ref();
        let observer = ResizeObserver::new(function).ok()?;
        observer.observe(canvas);
        // A window that moves to a screen of other pixels fires nothing else. Moving on to a third fires
        // this again, because the query then stops matching or starts to.
        let query = format!("(resolution: {}dppx)", window().device_pixel_ratio());
        let resolution = window().match_media(&query).ok().flatten();
        if let Some(resolution) = &resolution {
            // A browser without this event repaints with the next size or figure.
            let _ = resolution.add_event_listener_with_callback("change", function);
        }
        Some(Self { observer, resolution, callback, on_zoom: Some(on_zoom) })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(resolution) = &self.resolution {
            let _ = resolution
                .remove_event_listener_with_callback("change", self.callback.as_ref().unchecked_ref());
        }
        if let Some(on_zoom) = self.on_zoom.take() {
            on_zoom.remove();
        }
    }
}
