//! A model that was trained on the images of the page before, as in the last visit: offered, never put there by itself.

use super::runs::{accuracy_of, moment, name_of};
use crate::act::Act;
use crate::intent::Intent;
use crate::session::{Phase, Session};
use glass_core::run::KeptRun;
use glass_core::setting::Setting;
use leptos::prelude::*;
use std::sync::Arc;

/// The quiet offer. Shown while nothing was trained yet and nothing else is under way or offered.
#[component]
pub fn KeptModel() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_declined = RwSignal::new(false);
    let offered = Memo::new(move |_| -> Option<Arc<KeptRun>> {
        let is_free = session.phase().get() == Phase::Ready
            && session.run().with(Option::is_none)
            && !session.is_run_awaited().get()
            && session.shelf().cut_off().with(Option::is_none)
            && session.import().with(Option::is_none);
        if is_declined.get() || !is_free {
            return None;
        }
        let digest = session.set_digest().get();
        let recallable = session.shelf().recallable().get();
        let is_here = |run: &&Arc<KeptRun>| run.images.digest == digest && recallable.contains(&run.id);
        session.shelf().runs().with(|runs| runs.iter().rev().find(is_here).cloned())
    });
    let said = move || {
        offered.get().map(|run| {
            let text = session.text();
            let model = text.setting.value(Setting::Model, &run.recipe);
            let began = moment(run.began_millis, session.language().get());
            let facts = [Some(model), accuracy_of(&run), Some(began)];
            let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(text.train.comma);
            (text.runs.kept_model)(&name_of(&run, text), &facts)
        })
    };
    let recall = move |_| {
        if let Some(run) = offered.get_untracked() {
            act.run(Intent::RecallRun(run.id));
        }
    };
    view! {
        <div role="status" data-testid="kept-model">
            <Show when=move || offered.read().is_some()>
                <div class="notice">
                    <p>{said}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="button button-primary"
                            data-testid="kept-model-recall"
                            disabled=move || !session.is_learner_ready().get()
                            on:click=recall
                        >
                            {session.say(|text| text.runs.recall)}
                        </button>
                        <button
                            type="button"
                            class="button"
                            data-testid="kept-model-decline"
                            on:click=move |_| is_declined.set(true)
                        >
                            {session.say(|text| text.runs.kept_model_no)}
                        </button>
                    </div>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
