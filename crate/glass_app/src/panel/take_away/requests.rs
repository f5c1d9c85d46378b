//! What left this page: the browser's own count of requests since the page was loaded.

use crate::session::{Phase, Session};
use crate::url;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

const EVERY: Duration = Duration::from_secs(1);

/// The count, and what was fetched.
#[component]
pub fn Requests() -> impl IntoView {
    let session = expect_context::<Session>();
    let fetched = RwSignal::new(Vec::<String>::new());
    let loaded_at = StoredValue::new(None::<f64>);
    Effect::new(move |_| {
        if session.phase().get() != Phase::Loading && loaded_at.get_value().is_none() {
            loaded_at.set_value(now_millis());
        }
    });
    let look = move || {
        let seen = loaded_at.get_value().map(requests_since).unwrap_or_default();
        if seen.len() != fetched.with_untracked(Vec::len) {
            fetched.set(seen);
        }
    };
    // Without a timer the count stays at what it was.
    if let Ok(timer) = set_interval_with_handle(look, EVERY) {
        on_cleanup(move || timer.clear());
    }
    let text = move || session.text().take_away();
    view! {
        <section class="take-requests" aria-labelledby="requests-title">
            <h3 class="service-heading" id="requests-title">{session.say(|text| text.take_away().network)}</h3>
            <p data-testid="network-requests">{move || (text().requests)(fetched.read().len())}</p>
            <p class="note">{session.say(|text| text.take_away().network_hint)}</p>
            <Show when=move || !fetched.read().is_empty()>
                <details>
                    <summary>{session.say(|text| text.take_away().network_list)}</summary>
                    <ul>
                        {move || {
                            fetched.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_view()
                        }}
                    </ul>
                </details>
            </Show>
        </section>
    }
    .into_any()
}

fn now_millis() -> Option<f64> {
    Some(web_sys::window()?.performance()?.now())
}

/// Addresses requested since `since`, as the browser lists them; those of this page shortened.
fn requests_since(since: f64) -> Vec<String> {
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
        return Vec::new();
    };
    let page = url::page_address();
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    performance
        .get_entries_by_type("resource")
        .iter()
        .filter_map(|entry| {
            let read = |name: &str| js_sys::Reflect::get(&entry, &JsValue::from_str(name)).ok();
            let start = read("startTime")?.as_f64()?;
            let name = read("name")?.as_string()?;
            // Addresses of this page's own memory are no requests.
            let is_memory = name.starts_with("blob:") || name.starts_with("data:");
            let shown = name.strip_prefix(folder).filter(|_| !folder.is_empty()).unwrap_or(&name);
            (start > since && !is_memory).then(|| shown.to_owned())
        })
        .collect()
}
