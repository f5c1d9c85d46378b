//! The scores in numbers: four large ones with their intervals, and the rest.

use super::Look;
use crate::format;
use crate::session::Session;
use crate::text::Text;
use crate::widget::chart::fine_percent;
use glass_core::evaluation::Evaluation;
use glass_core::interval::Interval;
use leptos::prelude::*;

/// A headline score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Score {
    Accuracy,
    Precision,
    Recall,
    F1,
}

impl Score {
    const ALL: [Self; 4] = [Self::Accuracy, Self::Precision, Self::Recall, Self::F1];

    fn test_id(self) -> &'static str {
        match self {
            Self::Accuracy => "metric-accuracy",
            Self::Precision => "metric-precision",
            Self::Recall => "metric-recall",
            Self::F1 => "metric-f1",
        }
    }

    fn name(self, text: &Text) -> &'static str {
        let text = &text.evaluate().score;
        match self {
            Self::Accuracy => text.accuracy,
            Self::Precision => text.precision,
            Self::Recall => text.recall,
            Self::F1 => text.f1,
        }
    }

    fn read(self, evaluation: &Evaluation) -> (Option<f64>, Option<Interval>) {
        let (scores, intervals) = (&evaluation.scores, &evaluation.intervals);
        match self {
            Self::Accuracy => (scores.accuracy, evaluation.accuracy_interval),
            Self::Precision => (scores.precision.macro_mean, intervals.precision.macro_mean),
            Self::Recall => (scores.recall.macro_mean, intervals.recall.macro_mean),
            Self::F1 => (scores.f1.macro_mean, intervals.f1.macro_mean),
        }
    }
}

/// Accuracy, precision, recall, F1.
#[component]
pub(super) fn Headline(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <div class="metric-grid" role="group" aria-label=session.say(|text| text.evaluate().score.heading)>
            {Score::ALL.map(|score| view! { <Metric look score /> }).collect_view()}
        </div>
    }
    .into_any()
}

/// One score. The number is first, so that whoever reads the text finds it; the style sheet puts the name
/// above it.
#[component]
fn Metric(look: Look, score: Score) -> impl IntoView {
    let session = expect_context::<Session>();
    let read = Memo::new(move |_| {
        look.evaluated.with(|evaluated| evaluated.as_ref().map(|one| score.read(&one.evaluation)))
    });
    let value = move || match read.get() {
        Some((value, _)) => value.map_or(session.text().train.chart.missing.to_owned(), fine_percent),
        None => "–".to_owned(),
    };
    let interval = move || {
        let (value, interval) = read.get()?;
        let none = value.map(|_| session.text().evaluate().score.no_interval.to_owned());
        interval.map(format::interval).or(none)
    };
    let hint = move || {
        let (value, interval) = read.get()?;
        (value.is_some() && interval.is_none()).then(|| session.text().evaluate().score.no_interval_hint)
    };
    let name = move || {
        let text = session.text();
        let name = score.name(text);
        if score == Score::Accuracy {
            name.to_owned()
        } else {
            format!("{name}{}{}", text.train.comma, text.evaluate().score.macro_mean)
        }
    };
    view! {
        <div class="metric" data-testid=score.test_id()>
            <span class="metric-value">{value}</span>
            " "
            <span class="metric-interval" title=hint>{interval}</span>
            " "
            <span class="metric-name">{name}</span>
            " "
            <span class="metric-note">{move || measured_on(look, session)}</span>
        </div>
    }
    .into_any()
}

/// The split with its number of images.
pub(super) fn measured_on(look: Look, session: Session) -> Option<String> {
    let n = look.evaluated.with(|evaluated| evaluated.as_ref().map(|one| one.evaluation.scores.n))?;
    Some((session.text().evaluate().on_split)(&look.split.read(), n))
}

/// One of the other scores.
#[derive(Debug, Clone, PartialEq)]
struct Other {
    name: &'static str,
    value: String,
    note: String,
    is_faint: bool,
}

/// Every other score, with what it means to read it.
#[component]
pub(super) fn Others(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = Memo::new(move |_| {
        let text = session.text();
        look.evaluated
            .with(|evaluated| evaluated.as_ref().map(|one| others(&one.evaluation, text)).unwrap_or_default())
    });
    let row = |other: Other| {
        view! {
            <div class:faint=other.is_faint>
                <dt>{other.name}</dt>
                <dd>
                    <strong>{other.value}</strong>
                    " "
                    <span class="note">{other.note}</span>
                </dd>
            </div>
        }
    };
    view! {
        <section class="others" aria-labelledby="others-title">
            <h3 id="others-title">{session.say(|text| text.evaluate().score.others)}</h3>
            <p class="note">
                {move || {
                    measured_on(look, session)
                        .unwrap_or_else(|| session.text().evaluate().nothing_yet.to_owned())
                }}
            </p>
            <dl class="scores">{move || rows.get().into_iter().map(row).collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn others(evaluation: &Evaluation, text: &Text) -> Vec<Other> {
    let names = &text.evaluate().score;
    let missing = text.train.chart.missing;
    let plain = |name, value: Option<String>| Other {
        name,
        value: value.unwrap_or_else(|| missing.to_owned()),
        note: String::new(),
        is_faint: false,
    };
    let share = |name, value: Option<f64>| plain(name, value.map(fine_percent));
    let number = |name, value: Option<f64>| plain(name, value.map(|value| format!("{value:.3}")));
    let within = |other: Other, note: Option<String>| Other { note: note.unwrap_or_default(), ..other };
    let number_within = |name, value, interval: Option<Interval>| {
        within(number(name, value), interval.map(|it| format!("[{:.3}, {:.3}]", it.low, it.high)))
    };
    let scores = &evaluation.scores;
    let intervals = &evaluation.overall_intervals;
    let reliability = evaluation.reliability.as_ref();
    let is_uncertain = reliability.is_some_and(|reliability| reliability.is_uncertain);
    let band = evaluation.null_band.as_ref().map(|band| (names.ece_band)(band)).unwrap_or_default();
    let doubt = if is_uncertain { names.ece_uncertain } else { "" };
    let comma = if band.is_empty() || doubt.is_empty() { "" } else { text.train.comma };
    let calibration = evaluation.calibration.as_ref();
    vec![
        within(
            share(names.balanced_accuracy, scores.balanced_accuracy),
            intervals.balanced_accuracy.map(format::interval),
        ),
        number_within(names.mcc, scores.mcc, intervals.mcc),
        number_within(names.kappa, scores.kappa, intervals.kappa),
        number_within(names.roc_auc, evaluation.roc_auc.macro_mean, intervals.roc_auc),
        number_within(
            names.average_precision,
            evaluation.average_precision.macro_mean,
            intervals.average_precision,
        ),
        number_within(names.log_loss, evaluation.log_loss, intervals.log_loss),
        number_within(names.brier, evaluation.brier, intervals.brier),
        Other {
            note: format!("{band}{comma}{doubt}"),
            is_faint: is_uncertain,
            ..share(names.ece, reliability.map(|reliability| reliability.ece))
        },
        Other {
            note: calibration.map(|it| (names.temperature_note)(it)).unwrap_or_default(),
            ..number(names.temperature, calibration.map(|it| it.temperature))
        },
    ]
}
