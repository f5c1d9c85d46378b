//! A run that was cut off: offered, never begun by itself.

use super::runs::moment;
use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use leptos::prelude::*;

/// The quiet offer. Shown while the images of that run are on the page and nothing else is under way.
#[component]
pub fn CutOff() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let offered = Memo::new(move |_| {
        let run = session.shelf().cut_off().get()?;
        let is_free = !session.phase().get().is_busy() && session.import().read().is_none();
        (is_free && session.set_digest().get() == run.images.digest).then_some(run)
    });
    let said = move || {
        offered.get().map(|run| {
            let text = session.text().runs;
            let began = moment(run.began_millis, session.language().get());
            let mut words = (text.cut_off)(run.n_epochs(), run.recipe.epochs, &began);
            if run.cut_offs > 0 {
                words.push(' ');
                words.push_str(&(text.cut_off_again)(run.cut_offs + 1));
            }
            words
        })
    };
    let resume = move || offered.get().map(|run| (session.text().runs.resume)(run.n_epochs() + 1));
    view! {
        <div role="status" data-testid="cut-off">
            <Show when=move || offered.read().is_some()>
                <div class="notice">
                    <p>{said}</p>
                    <div class="row">
                        <button
                            type="button"
                            class="button button-primary"
                            data-testid="resume-run"
                            disabled=move || !session.is_learner_ready().get()
                            on:click=move |_| act.run(Intent::ResumeRun)
                        >
                            {resume}
                        </button>
                        <button
                            type="button"
                            class="button"
                            data-testid="discard-run"
                            on:click=move |_| act.run(Intent::DiscardRun)
                        >
                            {session.say(|text| text.runs.discard)}
                        </button>
                    </div>
                </div>
            </Show>
        </div>
    }
    .into_any()
}
