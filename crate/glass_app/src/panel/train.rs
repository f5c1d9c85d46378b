//! The Train station: what to train and how, the run, its curves and what they say.

mod announce;
mod answer;
mod claim;
mod controls;
mod curves;
mod diagnosis;
mod ending;
mod hindrance;
mod rate_finder;
mod rate_plan;
mod settings;

use crate::session::Session;
use announce::Announcement;
use claim::Claim;
use controls::Controls;
use curves::Curves;
use diagnosis::Diagnoses;
use ending::{Changed, End};
pub use hindrance::{Hindrance, n_training};
use leptos::prelude::*;
use settings::Settings;

/// The Train station.
#[component]
pub fn Train() -> impl IntoView {
    let session = expect_context::<Session>();
    let n_training = n_training(session);
    let hindrance = Hindrance::memo(session, n_training);
    view! {
        <section class="panel train" id="train" aria-labelledby="train-title" hidden=session.is_hidden("train")>
            <h2 class="panel-title" id="train-title">{session.say(|text| text.train.title)}</h2>
            <p class="panel-lead">{session.say(|text| text.train.lead)}</p>
            <Controls n_training hindrance />
            <Announcement />
            <Claim />
            <Settings n_training hindrance />
            <Changed />
            <Curves />
            <Diagnoses />
            <End />
        </section>
    }
    .into_any()
}
