//! How far something is.

use leptos::prelude::*;

/// A bar with the role `progressbar`; without a value it says "busy".
#[component]
pub fn ProgressBar(
    test_id: &'static str,
    /// What is in progress.
    #[prop(into)]
    label: Signal<String>,
    /// Share done, 0 to 1; `None` while it is not known.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// The same in words, read out instead of the bare percentage.
    #[prop(into, optional)]
    words: Signal<String>,
) -> impl IntoView {
    let percent = Memo::new(move |_| value.get().map(|share| (share.clamp(0.0, 1.0) * 100.0).floor()));
    let words = move || Some(words.get()).filter(|words| !words.is_empty());
    view! {
        <div
            class="progress"
            class:is-busy=move || percent.get().is_none()
            role="progressbar"
            data-testid=test_id
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent.get().map(|percent| percent.to_string())
            aria-valuetext=words
        >
            // Not a width of our own: a native bar needs no style attribute.
            <progress aria-hidden="true" max="100" value=move || percent.get().map(|percent| percent.to_string())/>
        </div>
    }
}
