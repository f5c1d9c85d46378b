//! What happens to a run, said once to those who do not see the curves: begun, standing still, ended, failed.

use crate::session::{Phase, Session};
use leptos::prelude::*;

/// The status line of the run. Not seen: whoever sees the page sees the same beside the buttons.
#[component]
pub fn Announcement() -> impl IntoView {
    let session = expect_context::<Session>();
    let ended = Memo::new(move |_| {
        session.run().with(|run| {
            let run = run.as_ref()?;
            Some((run.ending?.stopped, run.history.last().map_or(0, |row| row.epoch)))
        })
    });
    let said = Memo::new(move |_| {
        let text = session.text().train;
        match session.phase().get() {
            Phase::Loading | Phase::Empty | Phase::Ready => String::new(),
            Phase::Training => text.said_training.to_owned(),
            Phase::Paused => text.said_paused.to_owned(),
            Phase::Trained | Phase::Failed => match ended.get() {
                Some((stopped, epochs)) => (text.stopped)(stopped, epochs),
                None => text.said_failed.to_owned(),
            },
        }
    });
    view! {
        <p class="visually-hidden" role="status" data-testid="train-status">
            {said}
        </p>
    }
}
