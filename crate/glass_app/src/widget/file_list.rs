//! Files that were not taken in, each with its reason.

use crate::text::{DataText, FaultText};
use glass_core::fault::Rejected;
use leptos::prelude::*;

/// Files shown at most: what is wrong is seen from fewer.
const SHOWN: usize = 200;

/// A foldable list of files with their reasons, system files only counted. Hidden while there is nothing.
#[component]
pub fn FileList(
    test_id: &'static str,
    #[prop(into)] files: Signal<Vec<Rejected>>,
    #[prop(into)] litter: Signal<u32>,
    #[prop(into)] text: Signal<&'static DataText>,
    #[prop(into)] fault_text: Signal<&'static FaultText>,
) -> impl IntoView {
    let count = Memo::new(move |_| files.read().len());
    let surplus = move || {
        let surplus = count.get().saturating_sub(SHOWN);
        (surplus > 0).then(|| view! { <li class="file-reason">{(text.get().and_more)(surplus)}</li> })
    };
    let row = move |(_, file): (usize, Rejected)| {
        view! {
            <li>
                <bdi class="file-path">{file.path}</bdi>
                <span class="file-reason">{move || (fault_text.get().reject)(&file.reason)}</span>
            </li>
        }
    };
    view! {
        <details data-testid=test_id hidden=move || count.get() == 0 && litter.get() == 0>
            <summary>{move || (text.get().rejected)(count.get(), litter.get())}</summary>
            <ul class="file-list">
                <For
                    each=move || files.get().into_iter().take(SHOWN).enumerate()
                    key=|(index, file)| (*index, file.path.clone())
                    children=row
                />
                {surplus}
            </ul>
        </details>
    }
    .into_any()
}
