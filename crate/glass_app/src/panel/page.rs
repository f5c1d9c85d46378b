//! The page: the stations in the order of the work, and what belongs to all of them: files dropped or pasted
//! anywhere, the space bar, language and colours of the document.

use super::cut_off::CutOff;
use super::data::Data;
use super::header::Header;
use super::import_plan::ImportPlan;
use super::kept_model::KeptModel;
use super::later::Later;
use super::notices::{Notices, Questions};
use super::prepare::Prepare;
use super::train::Train;
use crate::act::{self, Act};
use crate::files;
use crate::focus;
use crate::intent::Intent;
use crate::session::{Phase, Purpose, Session};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, HtmlElement, KeyboardEvent};

/// The page.
#[component]
pub fn Page() -> impl IntoView {
    let (session, act) = act::start();
    provide_context(session);
    provide_context(act);
    mark_document(session);
    let is_dragging = RwSignal::new(false);
    listen_for_drops(act, is_dragging);
    listen_for_pictures(act);
    listen_for_space(session, act);
    listen_for_leaving(session);
    focus::keep();
    let leap = move |event: ev::MouseEvent| go_to(&event, "bench");
    view! {
        <a class="skip-link" href="#bench" on:click=leap>{session.say(|text| text.page.skip)}</a>
        <Header/>
        <main class="main" id="bench" tabindex="-1">
            <Notices/>
            <CutOff/>
            <KeptModel/>
            <div class="page-top">
                <div class="page-side">
                    <Data is_dragging=is_dragging/>
                    <Prepare/>
                </div>
                <Train/>
            </div>
            <Later/>
        </main>
        <ImportPlan/>
        <Questions/>
        <Veil is_dragging=is_dragging/>
    }
    .into_any()
}

/// Over the page while files hover: wherever they are let go is right.
#[component]
fn Veil(#[prop(into)] is_dragging: Signal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <div class="drop-veil" hidden=move || !is_dragging.get()>
            <p>{session.say(|text| text.page.drop_here)}</p>
        </div>
    }
}

/// Brings a part of the page into sight and puts the keyboard there. The fragment of the address belongs to
/// shared settings, so an anchor's own jump would be read as a link.
pub fn go_to(event: &ev::MouseEvent, id: &str) {
    event.prevent_default();
    let Some(target) = document().get_element_by_id(id) else { return };
    target.scroll_into_view();
    let Ok(target) = target.dyn_into::<HtmlElement>() else { return };
    if !target.has_attribute("tabindex") {
        // Focusable by us, not by the tab key; an element of our own takes an attribute.
        let _ = target.set_attribute("tabindex", "-1");
    }
    // An element that cannot be focused has been scrolled to all the same.
    let _ = target.focus();
}

/// The document follows the session: status, language, colours.
fn mark_document(session: Session) {
    Effect::new(move |_| {
        let status = session.phase().get().as_str();
        if let Some(body) = document().body() {
            // The name is a constant and valid.
            let _ = body.set_attribute("data-status", status);
        }
    });
    Effect::new(move |_| {
        let theme = if session.is_dark().get() { "dark" } else { "light" };
        set_on_root("data-theme", theme);
    });
    Effect::new(move |_| set_on_root("lang", session.language().get().tag()));
}

fn set_on_root(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        // The names are constants and valid.
        let _ = root.set_attribute(name, value);
    }
}

fn listen_for_drops(act: Act, is_dragging: RwSignal<bool>) {
    let hovers = move |event: DragEvent| {
        if carries_files(&event) {
            event.prevent_default();
            if !is_dragging.get_untracked() {
                is_dragging.set(true);
            }
        }
    };
    window_event_listener(ev::dragenter, hovers);
    window_event_listener(ev::dragover, hovers);
    window_event_listener(ev::dragleave, move |event| {
        // Leaving one element for another names the other; leaving the window names nothing.
        if event.related_target().is_none() {
            is_dragging.set(false);
        }
    });
    window_event_listener(ev::drop, move |event| {
        is_dragging.set(false);
        if !carries_files(&event) {
            return;
        }
        event.prevent_default();
        let Some(dropped) = event.data_transfer().map(|transfer| files::entries_of(&transfer)) else {
            return;
        };
        if !dropped.is_empty() {
            act.run(Intent::PlanDrop(dropped, Purpose::Training));
        }
    });
}

fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| {
        transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// Pasted pictures. Pasted text is left to the field it goes to.
fn listen_for_pictures(act: Act) {
    window_event_listener(ev::paste, move |event| {
        let Ok(event) = wasm_bindgen::JsValue::from(event).dyn_into::<ClipboardEvent>() else { return };
        let pasted = event.clipboard_data().map(|board| files::list_of(board.files())).unwrap_or_default();
        if !pasted.is_empty() {
            event.prevent_default();
            act.run(Intent::PlanImport(pasted.into(), Purpose::Training));
        }
    });
}

/// The space bar trains and pauses, as long as no control has it.
fn listen_for_space(session: Session, act: Act) {
    window_event_listener(ev::keydown, move |event| {
        if event.key() != " " || !is_free(&event) {
            return;
        }
        let intent = match session.phase().get_untracked() {
            Phase::Training | Phase::Paused => Intent::PauseOrResume,
            Phase::Loading | Phase::Ready | Phase::Trained | Phase::Failed => Intent::Train,
            Phase::Empty => return,
        };
        event.prevent_default();
        act.run(intent);
    });
}

/// Leaving the page ends a run or a stream and forgets images that only the page has: the browser asks first.
fn listen_for_leaving(session: Session) {
    window_event_listener(ev::beforeunload, move |event| {
        let is_serving = session.service().with_untracked(|service| service.is_running);
        if session.phase().get_untracked().is_busy() || is_serving || session.has_own_images() {
            event.prevent_default();
            // Older browsers ask only for this; the words are theirs.
            event.set_return_value("?");
        }
    });
}

/// Nobody else has a claim on this key: no modifier, no control, no dialog.
fn is_free(event: &KeyboardEvent) -> bool {
    let is_plain =
        !(event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key());
    let has_focus = document()
        .active_element()
        .is_some_and(|element| !matches!(element.tag_name().as_str(), "BODY" | "HTML" | "MAIN" | "SECTION"));
    let is_asked = document().query_selector("dialog[open]").ok().flatten().is_some();
    is_plain && !has_focus && !is_asked && !event.default_prevented()
}
