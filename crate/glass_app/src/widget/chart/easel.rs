//! When a picture is painted: in its turn, at most ten times a second, and after its size, the window or the
//! screen's pixels changed; once it was painted, only in sight. Its table is written in the same way, not as often.

use super::turns::{self, now_millis};
use leptos::ev;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    HtmlCanvasElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    MediaQueryList, ResizeObserver,
};

/// Between two paintings.
const REST_MILLIS: f64 = 100.0;
/// Around the window, where what is about to be scrolled to is painted too.
const MARGIN: &str = "240px";

/// A picture that is painted as often as needed and no oftener. Gone with its owner.
#[derive(Clone, Copy)]
pub struct Easel(StoredValue<Picture, LocalStorage>);

struct Picture {
    paint: Rc<dyn Fn()>,
    rest_millis: f64,
    is_due: bool,
    painted_millis: f64,
    is_in_sight: bool,
    /// It was asked for while nobody could see it.
    is_put_off: bool,
}

impl Easel {
    /// An easel for what `paint` paints.
    pub fn new(paint: impl Fn() + 'static) -> Self {
        Self::resting(REST_MILLIS, paint)
    }

    /// An easel that rests so many milliseconds between two paintings.
    pub fn resting(rest_millis: f64, paint: impl Fn() + 'static) -> Self {
        let picture = Picture {
            paint: Rc::new(paint),
            rest_millis,
            is_due: false,
            painted_millis: f64::NEG_INFINITY,
            is_in_sight: true,
            is_put_off: false,
        };
        Self(StoredValue::new_local(picture))
    }

    /// Asks for a new painting; asking again before it is done changes nothing.
    pub fn ask(self) {
        let wait = self.0.try_update_value(|picture| {
            // What was never painted is painted at once: a picture that comes into sight is not to be empty first.
            if !picture.is_in_sight && picture.painted_millis.is_finite() {
                picture.is_put_off = true;
                return None;
            }
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

    /// The picture came into sight, or left it.
    pub fn sight(self, is_in_sight: bool) {
        let is_behind = self.0.try_update_value(|picture| {
            picture.is_in_sight = is_in_sight;
            is_in_sight && std::mem::take(&mut picture.is_put_off)
        });
        if is_behind == Some(true) {
            self.ask();
        }
    }

    /// What was put off is painted now: no frame comes before the page is printed.
    fn catch_up(self) {
        if self.0.try_update_value(|picture| std::mem::take(&mut picture.is_put_off)) == Some(true) {
            self.paint();
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

/// Watches the room a canvas has, and whether it can be seen; stops when dropped.
pub struct Watch {
    observer: ResizeObserver,
    sight: Option<Sight>,
    resolution: Option<MediaQueryList>,
    callback: Closure<dyn FnMut()>,
    on_zoom: Option<WindowListenerHandle>,
}

impl Watch {
    /// Calls `changed` now and whenever the canvas' box or the pixels of the screen change, and tells the easel whether it
    /// can be seen.
    pub fn on(canvas: &HtmlCanvasElement, easel: Easel, changed: impl Fn() + 'static) -> Option<Self> {
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
        let sight = Sight::of(canvas, easel);
        Some(Self { observer, sight, resolution, callback, on_zoom: Some(on_zoom) })
    }
}

/// Watches whether a canvas can be seen.
struct Sight {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(js_sys::Array)>,
    on_print: Option<WindowListenerHandle>,
}

impl Sight {
    fn of(canvas: &HtmlCanvasElement, easel: Easel) -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            // Of several, the last is how it stands now.
            if let Ok(entry) = entries.at(-1).dyn_into::<IntersectionObserverEntry>() {
                easel.sight(entry.is_intersecting());
            }
        });
        let how = IntersectionObserverInit::new();
        how.set_root_margin(MARGIN);
        let function = callback.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(function, &how).ok()?;
        observer.observe(canvas);
        let on_print = window_event_listener_untyped("beforeprint", move |_| easel.catch_up());
        Some(Self { observer, _callback: callback, on_print: Some(on_print) })
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
        if let Some(on_print) = self.on_print.take() {
            on_print.remove();
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.sight = None;
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
