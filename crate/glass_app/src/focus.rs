//! The keyboard never loses its place: when the control that has the focus is switched off, hidden or taken away, the
//! focus moves to a control beside it instead of to nowhere.
//!
//! Browsers leave the focus on the body then, and who goes by the keyboard or listens begins again at the top.

use leptos::ev;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

/// What can take the focus over. No text field: on a phone that would open the keyboard.
const CONTROLS: &str = "button:not(:disabled), a[href], summary";

/// The control that had the focus last, and what it lies in, the innermost first.
#[derive(Default)]
struct Place {
    control: Option<Element>,
    within: Vec<Element>,
}

/// Brings a part of the page into sight.
pub fn show(id: &str) {
    if let Some(part) = document().get_element_by_id(id) {
        part.scroll_into_view();
    }
}

/// Watches over the focus from now on.
pub fn keep() {
    let place = Rc::new(RefCell::new(Place::default()));
    let seen = place.clone();
    window_event_listener(ev::focusin, move |event| {
        let Some(control) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let within =
            std::iter::successors(control.parent_element(), |element| element.parent_element()).collect();
        *seen.borrow_mut() = Place { control: Some(control), within };
    });
    let left = place.clone();
    window_event_listener(ev::focusout, move |event| {
        let left = left.clone();
        let from = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // Whoever clicks beside it leaves a control that is still there: that is no loss.
        queue_microtask(move || {
            let is_left = left.borrow().control == from;
            if is_left && from.as_ref().is_some_and(is_usable) {
                *left.borrow_mut() = Place::default();
            }
        });
    });
    let is_due = Rc::new(Cell::new(false));
    let changed = Closure::<dyn FnMut()>::new(move || {
        if is_due.replace(true) {
            return;
        }
        // Other changes of the same moment are still to come; and whether something is shown is known once the frame
        // has been laid out: asked before, the whole page would be laid out for it, many times a second in service.
        let (place, is_due) = (place.clone(), is_due.clone());
        request_animation_frame(move || {
            set_timeout(
                move || {
                    is_due.set(false);
                    let is_lost = place.borrow().control.as_ref().is_some_and(|control| !is_usable(control));
                    if is_lost {
                        let place = std::mem::take(&mut *place.borrow_mut());
                        move_on(&place);
                    }
                },
                Duration::ZERO,
            );
        });
    });
    let observed = MutationObserver::new(changed.as_ref().unchecked_ref()).ok().zip(document().body());
    if let Some((observer, body)) = observed {
        let what = MutationObserverInit::new();
        what.set_subtree(true);
        what.set_child_list(true);
        what.set_attribute_filter(&js_sys::Array::of2(&"disabled".into(), &"hidden".into()));
        // The body is a node and the options are sound.
        let _ = observer.observe_with_options(&body, &what);
    }
    changed.forget();
}

/// Can it have the focus?
fn is_usable(control: &Element) -> bool {
    control.is_connected() && !control.matches(":disabled").unwrap_or(false) && is_shown(control)
}

fn is_shown(element: &Element) -> bool {
    element.get_client_rects().length() > 0
}

fn move_on(place: &Place) {
    let has_focus = document()
        .active_element()
        .is_some_and(|active| active.tag_name() != "BODY" && place.control.as_ref() != Some(&active));
    if has_focus {
        return;
    }
    for around in &place.within {
        // Beyond a part of the page nothing lies beside the control any more: the part itself takes the focus.
        if around.matches("main, body, dialog, section").unwrap_or(false) && is_shown(around) {
            let next = if around.tag_name() == "SECTION" { beside(place, around) } else { None };
            return focus(next.as_ref().unwrap_or(around));
        }
        if let Some(next) = beside(place, around) {
            return focus(&next);
        }
    }
}

/// The next control after the lost one, or else the first.
fn beside(place: &Place, around: &Element) -> Option<Element> {
    let found = around.query_selector_all(CONTROLS).ok()?;
    let controls = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok());
    let controls: Vec<Element> = controls.filter(is_shown).collect();
    let follows = |control: &&Element| {
        let lost = place.control.as_ref().filter(|lost| lost.is_connected());
        lost.is_some_and(|lost| {
            lost.compare_document_position(control) & web_sys::Node::DOCUMENT_POSITION_FOLLOWING != 0
        })
    };
    controls.iter().find(follows).or(controls.first()).cloned()
}

fn focus(element: &Element) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    if !element.matches(CONTROLS).unwrap_or(false) && !element.has_attribute("tabindex") {
        // Focusable by us, not by the tab key; an element of our own takes an attribute.
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    // What cannot be focused leaves things as the browser left them.
    let _ = element.focus_with_options(&options);
}
