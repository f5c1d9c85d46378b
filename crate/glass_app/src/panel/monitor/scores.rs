//! The scores of the window where labels exist, its confidence, and the mix of its answers.

use super::LabelsHidden;
use super::moment::Moment;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::Session;
use crate::text::Text;
use glass_core::interval::Interval;
use glass_core::metric::windowed;
use glass_core::service::{Drift, Level, ServiceReport, Signal as Watched};
use glass_core::split::SplitName;
use glass_core::stream::plan::{Source, Steer};
use leptos::prelude::*;

/// What a tile shows: the window's value with its interval, and the reference's.
type Score = (Option<f64>, Option<Interval>, Option<f64>);

/// Validation images below which the calibration is called one of few: half of what a reliability diagram is asked for,
/// since this is one number and that are ten.
const FEW_TO_CALIBRATE_ON: usize = 100;

/// Accuracy, precision, recall and confidence of the window.
#[component]
pub fn Scores() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let labelled = Memo::new(move |_| {
        session.service().with(|service| {
            let report = &moment.point(service)?.report;
            Some((report.n_labelled, report.n, report.n_different))
        })
    });
    let LabelsHidden(is_hidden) = expect_context();
    let said = move || {
        let text = &session.text().monitor().window;
        if is_hidden.get() {
            return Some(text.labels_hidden.to_owned());
        }
        labelled.get().map(|(labelled, n, different)| match labelled {
            0 => unlabelled(session),
            labelled => (text.labelled)(labelled, n, different),
        })
    };
    let parted = Memo::new(move |_| {
        let window = session.service().with(|service| {
            let report = &moment.point(service)?.report;
            Some((report.accuracy?, report.accuracy_interval?, report.estimate?))
        });
        let (accuracy, interval, (estimate, band)) = window.filter(|_| !is_hidden.get())?;
        let band = band?;
        let is_apart = band.low > interval.high || band.high < interval.low;
        is_apart.then(|| {
            let estimate = format::percent_with_interval(estimate, Some(band));
            (estimate, format::percent_with_interval(accuracy, Some(interval)))
        })
    });
    let doubtful = Memo::new(move |_| {
        session.service().with(|service| {
            let report = &moment.point(service)?.report;
            let lies_elsewhere = |drift: &Drift| {
                let it = &drift.report;
                it.signal == Watched::Novelty
                    && it.level > Level::Steady
                    && it.shift.is_some_and(|it| it > 0.0)
            };
            let is_doubtful = report.drifts.iter().any(lies_elsewhere);
            // No more than of ordinary images would be no reason.
            let (n, of) = (report.n_novel, report.n);
            let ordinary = report.expected_novel.unwrap_or(0.0) * f64::from(of);
            is_doubtful.then(|| (f64::from(n) > ordinary).then_some((n, of)))
        })
    });
    let doubted = move || {
        let novel = doubtful.get()?;
        Some((session.text().monitor().window.estimate_doubtful)(novel))
    };
    let of_few = Memo::new(move |_| {
        let is_of_validation = session.service().with(|service| {
            let report = &moment.point(service)?.report;
            report.estimate.filter(|_| report.recalibrated_before.is_none())
        });
        let n = session.run().with(|run| Some(run.as_ref()?.split.indices(SplitName::Validation).len()))?;
        (n < FEW_TO_CALIBRATE_ON).then_some(n).filter(|_| is_of_validation.is_some())
    });
    let of_few = move || Some((session.text().monitor().window.estimate_of_few)(of_few.get()?));
    let parted = move || {
        let (estimate, accuracy) = parted.get()?;
        Some((session.text().monitor().window.estimate_parted)(&estimate, &accuracy))
    };
    view! {
        <div class="service-tiles">
            <Tile
                name=|text| text.monitor().window.accuracy
                test_id="window-accuracy"
                score=|report| (report.accuracy, report.accuracy_interval, report.reference_accuracy)
                is_of_labels=true
            />
            <Tile
                name=|text| text.monitor().window.estimate
                test_id="window-estimate"
                score=|report| {
                    let (accuracy, band) = report.estimate.unzip();
                    (accuracy, band.flatten(), None)
                }
                is_of_labels=false
            />
            <Tile
                name=|text| text.monitor().window.precision
                test_id="window-precision"
                score=|report| bootstrapped(report.scores.precision)
                is_of_labels=true
            />
            <Tile
                name=|text| text.monitor().window.recall
                test_id="window-recall"
                score=|report| bootstrapped(report.scores.recall)
                is_of_labels=true
            />
            <Tile
                name=|text| text.monitor().window.f1
                test_id="window-f1"
                score=|report| bootstrapped(report.scores.f1)
                is_of_labels=true
            />
            <Tile
                name=|text| text.monitor().window.confidence
                test_id="window-confidence"
                score=|report| (report.mean_confidence, None, report.reference_confidence)
                is_of_labels=false
            />
        </div>
        <p class="note" data-testid="window-labels">
            {said}
        </p>
        <p class="note note-warning" data-testid="estimate-doubtful">
            {doubted}
        </p>
        <p class="note note-warning" data-testid="estimate-of-few">
            {of_few}
        </p>
        <p class="note note-warning" data-testid="estimate-parted">
            {parted}
        </p>
        <Recalibrate />
        <label class="field field-flag">
            <input
                type="checkbox"
                data-testid="hide-labels"
                prop:checked=is_hidden
                on:change:target=move |event| is_hidden.set(event.target().checked())
            />
            <span>{session.say(|text| text.monitor().window.hide_labels)}</span>
        </label>
        <p class="note">{session.say(|text| text.monitor().window.estimate_hint)}</p>
    }
    .into_any()
}

/// A score of the labels with its interval; the reference has none.
fn bootstrapped(score: Option<windowed::Score>) -> Score {
    (score.map(|it| it.value), score.and_then(|it| it.interval), None)
}

/// Windows that are looked back on.
const RECENT: usize = 20;
/// Labels that a temperature is found on, at least, as the worker has it.
const MIN_LABELLED: u32 = 30;

/// Lets the estimate learn from the labels that are there.
#[component]
fn Recalibrate() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let LabelsHidden(is_hidden) = expect_context();
    let can = Memo::new(move |_| {
        !is_hidden.get()
            && session.service().with(|service| {
                let is_ready = service.is_running && service.preparing.is_none();
                // What was off a moment ago may be in a moment: a button that comes and goes cannot be pressed.
                let recent = service.points.iter().rev().take(RECENT);
                is_ready && recent.into_iter().any(|point| is_off(&point.report))
            })
    });
    let can_restore = Memo::new(move |_| {
        session.service().with(|service| {
            let last = service.points.last().map(|point| &point.report);
            service.is_running && last.is_some_and(|report| report.recalibrated_before.is_some())
        })
    });
    let said = Memo::new(move |_| {
        session.service().with(|service| {
            let report = &service.points.last()?.report;
            Some((report.recalibrated_before?, format::short_number(report.temperature)))
        })
    });
    let said = move || {
        let (before, temperature) = said.get()?;
        Some((session.text().monitor().window.recalibrated)(before + 1, &temperature))
    };
    view! {
        <p class="note" data-testid="estimate-recalibrated">
            {said}
        </p>
        <div class="row">
        <Show when=move || can.get()>
            <button
                type="button"
                class="button"
                data-testid="recalibrate"
                title=session.say(|text| text.monitor().window.recalibrate_hint)
                on:click=move |_| act.run(Intent::SteerStream(Steer::Recalibrate))
            >
                {session.say(|text| text.monitor().window.recalibrate)}
            </button>
        </Show>
        <Show when=move || can_restore.get()>
            <button
                type="button"
                class="button"
                data-testid="restore-calibration"
                on:click=move |_| act.run(Intent::SteerStream(Steer::RestoreCalibration))
            >
                {session.say(|text| text.monitor().window.restore_calibration)}
            </button>
        </Show>
        </div>
    }
    .into_any()
}

/// Do enough labels say something else than the estimate, or did they before?
fn is_off(report: &ServiceReport) -> bool {
    let is_outside = report
        .estimate
        .zip(report.accuracy_interval)
        .is_some_and(|((estimate, _), labels)| !labels.contains(estimate));
    report.n_labelled >= MIN_LABELLED && (is_outside || report.recalibrated_before.is_some())
}

/// Why a window has no labels.
fn unlabelled(session: Session) -> String {
    let text = &session.text().monitor().window;
    let plan =
        session.service().with(|service| service.plan.as_ref().map(|plan| (plan.source, plan.label_delay)));
    let Some((source, delay)) = plan else { return text.no_labels.to_owned() };
    let (is_labelled, is_known) = match source {
        Source::Replay(_) => (true, true),
        Source::Dropped | Source::Camera => session.service_labels(),
    };
    match (is_labelled, is_known) {
        (_, true) if delay > 0 => (text.labels_late)(delay),
        (true, false) => text.labels_foreign.to_owned(),
        _ => text.no_labels.to_owned(),
    }
}

#[component]
fn Tile(
    name: fn(&Text) -> &'static str,
    test_id: &'static str,
    score: fn(&ServiceReport) -> Score,
    is_of_labels: bool,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let LabelsHidden(is_hidden) = expect_context();
    let score = Memo::new(move |_| {
        if is_of_labels && is_hidden.get() {
            return (None, None, None);
        }
        session
            .service()
            .with(|service| moment.point(service).map_or((None, None, None), |point| score(&point.report)))
    });
    let value = move || format::or_dash(score.get().0, format::percent);
    let interval = move || score.get().1.map(format::interval);
    let reference = move || {
        score
            .get()
            .2
            .map(|reference| (session.text().monitor().window.reference)(&format::percent(reference)))
    };
    // Only the accuracy was taken down of an earlier model.
    let earlier = move || {
        if test_id != "window-accuracy" || is_hidden.get() {
            return None;
        }
        session.service().with(|service| {
            let share = service.before.as_ref()?.accuracy_at(moment.point(service)?.seen)?;
            Some((session.text().monitor().window.before_was)(&format::percent(share)))
        })
    };
    view! {
        <div class="metric service-tile">
            <span class="metric-name">{move || name(session.text())}</span>
            <span class="metric-value" data-testid=test_id>
                {value}
            </span>
            <span class="metric-interval">{interval}</span>
            <span class="note">{reference}</span>
            <span class="note" data-testid=format!("{test_id}-before")>{earlier}</span>
        </div>
    }
    .into_any()
}

/// Predicted classes of the window beside those of the reference.
#[component]
pub fn Mix() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let rows = Memo::new(move |_| {
        let classes =
            session.run().with(|run| run.as_ref().map(|run| run.classes.clone())).unwrap_or_default();
        session.service().with(|service| {
            let report = moment.point(service).map(|point| &point.report);
            let share =
                |shares: Option<&Vec<f64>>, class: usize| shares.and_then(|all| all.get(class).copied());
            let row = |(class, name): (usize, String)| {
                (
                    name,
                    share(report.map(|it| &it.mix), class),
                    share(report.map(|it| &it.reference_mix), class),
                )
            };
            classes.into_iter().enumerate().map(row).collect::<Vec<_>>()
        })
    });
    let text = move || &session.text().monitor().window;
    let bar = |share: Option<f64>, class: &'static str| {
        view! {
            <span class=class style=format!("--share: {:.3}", share.unwrap_or(0.0))>
                {format::or_dash(share, format::percent)}
            </span>
        }
    };
    let row = move |(name, window, reference): (String, Option<f64>, Option<f64>)| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{bar(window, "service-bar service-bar-window")}</td>
                <td>{bar(reference, "service-bar")}</td>
            </tr>
        }
    };
    view! {
        <div class="service-mix">
            <h3 class="service-heading">{move || text().mix}</h3>
            <div class="table-wrap">
                <table class="data-table" data-testid="table-mix">
                    <thead>
                        <tr>
                            <th scope="col">{move || text().mix_class}</th>
                            <th scope="col">{move || text().mix_window}</th>
                            <th scope="col">{move || text().mix_reference}</th>
                        </tr>
                    </thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
