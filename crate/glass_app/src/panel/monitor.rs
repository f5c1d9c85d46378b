//! The Monitor station: the model in service, its window against the reference, and what moved.

mod alarm;
mod album;
mod alerts;
mod camera;
mod charts;
mod controls;
mod distances;
mod duel;
mod frames;
mod grade;
mod moment;
mod novelty;
mod scores;
mod speed;
mod status;
mod timeline;

pub(super) use status::limits_in_words;

use crate::session::Session;
use album::{Album, followed};
use alerts::Alerts;
use charts::{DriftCharts, LiveChart};
use controls::Controls;
use duel::Contest;
use frames::Frames;
use grade::Grade;
use leptos::prelude::*;
use moment::Moment;
use novelty::Novelty;
use scores::{Mix, Scores};
use speed::Speed;
use status::Status;
use timeline::{Earlier, Timeline};

/// What labels say is not shown, so that what is estimated without them stands alone.
#[derive(Debug, Clone, Copy)]
struct LabelsHidden(RwSignal<bool>);

/// The Monitor station.
#[component]
pub fn Monitor() -> impl IntoView {
    let session = expect_context::<Session>();
    let album = Memo::new_owning(move |before: Option<Album>| followed(before, session));
    let has_model = session.has_model();
    alarm::follow(session);
    provide_context(LabelsHidden(RwSignal::new(false)));
    provide_context(Moment::newest());
    let visited = move || {
        has_model.get().then_some(())?;
        let epoch = session.epochs().past().with(|past| past.visited)?;
        Some((session.text().epochs.visit.in_service)(epoch))
    };
    view! {
        <section class="panel monitor" id="monitor" aria-labelledby="monitor-title" hidden=session.is_hidden("monitor")>
            <h2 class="panel-title" id="monitor-title">{session.say(|text| text.monitor().title)}</h2>
            <p class="panel-lead">{session.say(|text| text.monitor().lead)}</p>
            <p class="note" data-testid="monitor-epoch">{visited}</p>
            <h3 class="service-heading">{session.say(|text| text.monitor().stream.title)}</h3>
            <p class="panel-lead">{session.say(|text| text.monitor().stream.lead)}</p>
            <div class="service-bench">
                <div class="service-side stack">
                    <Controls />
                </div>
                <div class="service-main stack">
                    <Status />
                    <Earlier />
                    <Scores />
                    <LiveChart />
                    <Frames album />
                </div>
            </div>
            <Timeline />
            <Contest />
            <DriftCharts />
            <Novelty />
            <div class="service-split">
                <Alerts album />
                <Mix />
            </div>
            <Speed />
            <Grade />
        </section>
    }
    .into_any()
}
