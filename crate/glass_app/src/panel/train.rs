//! The Train station: what to train and how, the run, its curves and what they say.

mod answer;
mod controls;
mod curves;
mod diagnosis;
mod ending;
mod proof;
mod settings;

use crate::session::Session;
use controls::Controls;
use curves::Curves;
use diagnosis::Diagnoses;
use ending::{Changed, End};
use leptos::prelude::*;
use proof::ProofCheck;
use settings::Settings;

/// The Train station.
#[component]
pub fn Train() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <section class="panel train" id="train" aria-labelledby="train-title">
            <h2 class="panel-title" id="train-title">{move || session.text().train.title}</h2>
            <p class="panel-lead">{move || session.text().train.lead}</p>
            <ProofCheck />
            <Controls />
            <Settings />
            <Changed />
            <Curves />
            <Diagnoses />
            <End />
        </section>
    }
    .into_any()
}
