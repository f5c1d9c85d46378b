//! The distances between window and reference: which one the small charts show, what it is, and all of them in a table.

use crate::format;
use crate::session::Session;
use crate::text::Text;
use glass_core::drift::distances::Distances;
use glass_core::service::{Drift, Signal};
use leptos::prelude::*;

/// The distance shown in the small charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    /// The statistic of the test that is judged.
    #[default]
    Test,
    /// Population stability index.
    Psi,
    /// Jensen-Shannon distance.
    JensenShannon,
    /// Wasserstein-1 in standard deviations.
    Wasserstein,
}

impl Shown {
    const ALL: [Self; 4] = [Self::Test, Self::Psi, Self::JensenShannon, Self::Wasserstein];

    fn place(self) -> usize {
        self as usize
    }

    /// Its symbol, value and limit for a signal; `None`: what the test says.
    pub fn of(self, distances: Option<&Distances>) -> Option<(&'static str, Option<f64>, Option<f64>)> {
        let read = |read: fn(&Distances) -> Option<f64>| distances.and_then(read);
        match self {
            Self::Test => None,
            Self::Psi => Some(("PSI", read(|it| it.psi), read(|it| it.psi_limit))),
            Self::JensenShannon => Some(("JS", read(|it| it.jensen_shannon), None)),
            Self::Wasserstein => Some(("W₁/σ", read(|it| it.wasserstein), None)),
        }
    }
}

/// The choice.
#[component]
pub fn Choice(shown: RwSignal<Shown>) -> impl IntoView {
    let session = expect_context::<Session>();
    let option = move |one: Shown| {
        view! {
            <option value=one.place().to_string() prop:selected=move || shown.get() == one>
                {move || session.text().distances().options[one.place()]}
            </option>
        }
    };
    let choose = move |word: String| {
        let chosen = Shown::ALL.into_iter().find(|one| one.place().to_string() == word);
        chosen.into_iter().for_each(|one| shown.set(one));
    };
    view! {
        <div class="field choice">
            <label for="distance">{session.say(|text| text.distances().choice)}</label>
            <select id="distance" data-testid="distance" on:change:target=move |event| choose(event.target().value())>
                {Shown::ALL.map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// What the distance is, and what the usual limits would do here.
#[component]
pub fn Hint(shown: RwSignal<Shown>) -> impl IntoView {
    let session = expect_context::<Session>();
    let usual = move || {
        (shown.get() == Shown::Psi).then_some(())?;
        // Of a signal that is one number an image; all of those have the same counts.
        let rates = with_drifts(session, |drifts| {
            let numeric = drifts
                .iter()
                .filter(|it| !matches!(it.report.signal, Signal::Quality | Signal::PredictedClass));
            numeric.filter_map(|it| it.distances?.usual_false_rates).next()
        })?;
        let [low, high] = rates.map(format::percent);
        Some((session.text().distances().usual)(&low, &high))
    };
    view! {
        <p class="note">{move || session.text().distances().hints[shown.get().place()]}</p>
        <p class="note" data-testid="psi-usual">{usual}</p>
    }
    .into_any()
}

fn with_drifts<T: Default>(session: Session, read: impl FnOnce(&[Drift]) -> T) -> T {
    session
        .service()
        .with(|service| service.points.last().map(|point| read(&point.report.drifts)).unwrap_or_default())
}

/// All of them.
#[component]
pub fn AllDistances() -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = move || {
        let text = session.text();
        with_drifts(session, |drifts| drifts.iter().map(|drift| row(drift, text)).collect::<Vec<_>>())
    };
    view! {
        <details class="more">
            <summary>{session.say(|text| text.distances().all)}</summary>
            <div class="table-wrap" role="region" tabindex="0" aria-label=session.say(|text| text.distances().all)>
                <table class="data-table" data-testid="table-distances">
                    <thead>
                        <tr>
                            <th scope="col">{session.say(|text| text.monitor().chart.signal)}</th>
                            {move || {
                                let columns = session.text().distances().columns;
                                columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()
                            }}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn row(drift: &Drift, text: &Text) -> impl IntoView + use<> {
    let of = |read: fn(&Distances) -> Option<f64>| {
        format::or_dash(drift.distances.as_ref().and_then(read), format::short_number)
    };
    let shift = drift.report.shift.filter(|_| drift.report.signal != Signal::Quality);
    let cells = [
        of(|it| it.psi),
        of(|it| it.psi_limit),
        of(|it| it.jensen_shannon),
        of(|it| it.wasserstein),
        format::or_dash(shift, |shift| format::signed(shift, 2)),
        format::or_dash(drift.report.p_adjusted, format::short_number),
    ];
    view! {
        <tr>
            <th scope="row">{(text.monitor().signal)(drift.report.signal)}</th>
            {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
        </tr>
    }
}
