//! The learning rate over the run: as the settings plan it, and while a run is under way as that run takes it,
//! with the place where it stands.

use crate::session::{Progress, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{EpochRates, Note, RateFigure, RateStretch, Words};
use glass_core::schedule::Course;
use leptos::prelude::*;

/// Stretches drawn at most: more than can be told apart.
const MOST_STRETCHES: u64 = 400;

/// The rate over the run.
#[component]
pub fn RatePlan(n_training: Memo<usize>) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = Memo::new(move |_| {
        let text = session.text();
        let of_run = || {
            let is_busy = session.phase().get().is_busy();
            is_busy.then(|| session.run().with(|run| run.as_ref().map(|run| run.course()))).flatten()
        };
        match of_run().filter(|course| course.n_steps() > 0) {
            Some(course) => figure(&course, session.progress().get(), text),
            None => figure(&Course::of(&session.recipe().get(), n_training.get()), None, text),
        }
    });
    let summary = Signal::derive(move || {
        let text = session.text();
        figure.with(|figure| match (figure.line.first(), figure.line.last()) {
            (Some(first), Some(last)) => {
                let highest = figure.line.iter().map(|stretch| stretch.rate).fold(0.0, f64::max);
                (text.rate.plan_summary)(figure.epochs.len(), [first.rate, highest, last.rate])
            }
            _ => text.rate.no_images.to_owned(),
        })
    });
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        figure.with(|figure| {
            let index = figure.epoch_at(at.x, at.size)?;
            let EpochRates { first, last } = *figure.epochs.get(index)?;
            let (left, top, width, height) = figure.epoch_box(index, at.size)?;
            let mark = Mark { left, top, width, height };
            Some(Reading { text: (text.rate.at_epoch)(index + 1, first, last), mark: Some(mark) })
        })
    });
    view! {
        <Chart
            figure
            chart_id="chart-rate"
            table_id="table-rate"
            title=Signal::derive(move || session.text().rate.plan.to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
            missing=Signal::derive(session.say(|text| text.train.chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}

fn figure(course: &Course, progress: Option<Progress>, text: &Text) -> RateFigure {
    let (n_steps, n_batches) = (course.n_steps(), f64::from(course.n_batches()));
    let n_stretches = n_steps.min(MOST_STRETCHES);
    let stretch = |index: u64| {
        let step = index * n_steps / n_stretches;
        RateStretch { begin: step as f64 / n_batches, rate: course.rate(step) }
    };
    let rates = |epoch: u32| {
        let (first, last) = course.rates_of_epoch(epoch);
        EpochRates { first, last }
    };
    let epochs = if n_steps > 0 { course.epochs() } else { 0 };
    RateFigure {
        words: Words {
            x_axis: text.train.chart.epoch.to_owned(),
            y_axis: text.rate.rate_axis.to_owned(),
            low: text.rate.first_step.to_owned(),
            high: text.rate.last_step.to_owned(),
            empty: text.rate.no_images.to_owned(),
            ..Words::default()
        },
        line: (0..n_stretches).map(stretch).collect(),
        epochs: (1..=epochs).map(rates).collect(),
        now: progress.and_then(|progress| now(course, progress, text)),
    }
}

/// The middle of the step that was taken last.
fn now(course: &Course, progress: Progress, text: &Text) -> Option<Note> {
    let Progress::Stepping { epoch, batch, .. } = progress else { return None };
    let n_done = u64::from(epoch.saturating_sub(1)) * u64::from(course.n_batches()) + u64::from(batch);
    let step = n_done.checked_sub(1)?;
    let x = (step as f64 + 0.5) / f64::from(course.n_batches());
    Some(Note { x, label: (text.rate.now)(course.rate(step)) })
}
