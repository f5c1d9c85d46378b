//! Whether the run is the one that the link claimed, told while it goes on.

use crate::session::Session;
use glass_core::proof::Finding;
use leptos::prelude::*;

/// The word in `data-finding`.
fn word(finding: Finding) -> &'static str {
    match finding {
        Finding::OtherImages => "other-images",
        Finding::SameSoFar { .. } => "same-so-far",
        Finding::Same { .. } => "same",
        Finding::EndedElsewhere { .. } => "ended-elsewhere",
        Finding::Parted { .. } => "parted",
    }
}

/// What the run says of the claim; nothing without a claim.
#[component]
pub fn Claim() -> impl IntoView {
    let session = expect_context::<Session>();
    let finding = session.finding();
    let is_bad = move || {
        let finding = finding.get();
        finding.is_some_and(|finding| !matches!(finding, Finding::Same { .. } | Finding::SameSoFar { .. }))
    };
    let said = move || finding.get().map(|finding| (session.text().train.finding)(finding));
    view! {
        <div role="status" data-testid="proof" data-finding=move || finding.get().map(word)>
            <Show when=move || finding.get().is_some()>
                <div class="notice" class:notice-fault=is_bad>
                    <p>{said}</p>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
