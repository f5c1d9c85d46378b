//! The learning curves: loss, accuracy, precision and recall of both splits over the epochs.

use crate::format;
use crate::session::{Run, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading, fine_percent};
use glass_charts::{CurveFigure, HoverValue, Note, Range, ReferenceLine, Role, Series, Unit, Words};
use glass_core::curve::{self, EpochReport, MAX_SCORED};
use glass_core::recipe::{ModelKind, Recipe};
use glass_core::smooth;
use leptos::prelude::*;

/// What a chart shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    Loss,
    Accuracy,
    Precision,
    Recall,
}

impl Curve {
    fn title(self, text: &Text) -> &'static str {
        let words = &text.train.chart;
        match self {
            Self::Loss => words.loss,
            Self::Accuracy => words.accuracy,
            Self::Precision => words.precision,
            Self::Recall => words.recall,
        }
    }

    /// Its value on training and on validation.
    fn values(self, row: &EpochReport) -> [Option<f64>; 2] {
        match self {
            Self::Loss => [Some(row.train_loss), row.validation_loss],
            Self::Accuracy => [Some(row.train_accuracy), row.validation_accuracy],
            Self::Precision => [row.train_precision_macro, row.validation_precision_macro],
            Self::Recall => [row.train_recall_macro, row.validation_recall_macro],
        }
    }

    fn print(self, value: f64) -> String {
        if self == Self::Loss { format::loss(value) } else { fine_percent(value) }
    }
}

/// The four charts.
#[component]
pub fn Curves() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <div class="chart-grid">
            <CurveChart curve=Curve::Loss chart_id="chart-loss" table_id="table-loss" />
            <CurveChart curve=Curve::Accuracy chart_id="chart-accuracy" table_id="table-accuracy" />
            <CurveChart curve=Curve::Precision chart_id="chart-precision" table_id="table-precision" />
            <CurveChart curve=Curve::Recall chart_id="chart-recall" table_id="table-recall" />
        </div>
        <p class="note" data-testid="curves-reading">
            {move || (session.text().train.chart.reading)(MAX_SCORED)}
        </p>
    }
    .into_any()
}

#[component]
fn CurveChart(curve: Curve, chart_id: &'static str, table_id: &'static str) -> impl IntoView {
    let session = expect_context::<Session>();
    let n_classes = Memo::new(move |_| session.roster().with(|roster| roster.active_classes().len()));
    let figure = Memo::new(move |_| {
        let (text, recipe) = (session.text(), session.recipe());
        let visited = session.epochs().past().with(|past| past.visited);
        let plain = session.run().with(|run| match run {
            Some(run) => figure(curve, &run.history, &run.recipe, run.classes.len(), ends_at(run), text),
            None => {
                let recipe = recipe.get();
                figure(curve, &[], &recipe, n_classes.get(), Some(recipe.epochs), text)
            }
        });
        marked(plain, visited, text)
    });
    let summary = Signal::derive(move || {
        let text = session.text();
        let values = |figure: &CurveFigure| {
            let last = |series: &Series| (series.name.clone(), series.raw.last().copied().flatten());
            let known = figure.series.iter().map(last).filter_map(|(name, value)| Some((name, value?)));
            let said = known.map(|(name, value)| (text.train.chart.value)(&name, &curve.print(value), None));
            said.collect::<Vec<_>>().join(text.train.comma)
        };
        let epochs = session.run().with(|run| run.as_ref().map_or(0, |run| run.history.len()));
        (text.train.chart.summary)(curve.title(text), epochs, &figure.with(values))
    });
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        let hover = figure.with(|figure| figure.hover(at.x, at.size))?;
        let values = hover.values.iter().filter_map(|value| value_text(curve, value, text));
        let values = values.collect::<Vec<_>>().join(" · ");
        let (top, bottom) = hover.css_span;
        let mark = Mark { left: hover.css_x, top, width: 0.0, height: bottom - top };
        let epoch = (text.train.chart.at_epoch)(hover.x);
        (!values.is_empty()).then(|| Reading { text: format!("{epoch}: {values}"), mark: Some(mark) })
    });
    view! {
        <Chart
            figure
            chart_id
            table_id
            title=Signal::derive(move || curve.title(session.text()).to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
            missing=Signal::derive(session.say(|text| text.train.chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}

fn value_text(curve: Curve, value: &HoverValue, text: &Text) -> Option<String> {
    let smooth = value.smooth.map(|smooth| curve.print(smooth));
    Some((text.train.chart.value)(&value.name, &curve.print(value.raw?), smooth.as_deref()))
}

/// The right end of the axis while a run goes on: it does not jump with every epoch.
fn ends_at(run: &Run) -> Option<u32> {
    run.ending.is_none().then_some(run.recipe.epochs)
}

fn figure(
    curve: Curve,
    history: &[EpochReport],
    recipe: &Recipe,
    n_classes: usize,
    ends_at: Option<u32>,
    text: &Text,
) -> CurveFigure {
    let words = &text.train.chart;
    let y_axis = if curve == Curve::Loss { words.loss_axis } else { curve.title(text) };
    let series = |name: &str, role, side: usize| {
        let values: Vec<f64> =
            history.iter().map(|row| curve.values(row)[side].unwrap_or(f64::NAN)).collect();
        Series {
            name: name.to_owned(),
            role,
            raw: values.iter().map(|value| value.is_finite().then_some(*value)).collect(),
            smooth: smooth::smooth(&values, smooth::DEFAULT_WEIGHT),
        }
    };
    let best = curve::best_epoch(history);
    // Without a first point the axis would begin at its end.
    let x =
        if history.is_empty() { vec![0.0] } else { history.iter().map(|row| f64::from(row.epoch)).collect() };
    CurveFigure {
        words: Words {
            x_axis: words.epoch.to_owned(),
            y_axis: y_axis.to_owned(),
            empty: words.empty.to_owned(),
            missing: words.missing.to_owned(),
            smoothed: words.smoothed.to_owned(),
            ..Words::default()
        },
        x,
        x_unit: Unit::Whole,
        x_end: ends_at.map(f64::from),
        series: vec![series(words.train, Role::Training, 0), series(words.validation, Role::Validation, 1)],
        lines: lines(curve, recipe, n_classes, text),
        notes: best
            .map(|epoch| Note { x: f64::from(epoch), label: (words.best_epoch)(epoch) })
            .into_iter()
            .collect(),
        range: if curve == Curve::Loss { Range::FromZero } else { Range::Fraction },
    }
}

/// The figure with a mark at the epoch that is looked at.
fn marked(mut figure: CurveFigure, visited: Option<u32>, text: &Text) -> CurveFigure {
    let mark = |epoch| Note { x: f64::from(epoch), label: (text.epochs.visit.mark)(epoch) };
    figure.notes.extend(visited.map(mark));
    figure
}

/// What to compare with: guessing, and the lowest loss sigmoid outputs can reach.
fn lines(curve: Curve, recipe: &Recipe, n_classes: usize, text: &Text) -> Vec<ReferenceLine> {
    if n_classes < 2 {
        return Vec::new();
    }
    let (words, n) = (&text.train.chart, n_classes as f64);
    let floor = (1.0 + (n - 1.0) / std::f64::consts::E).ln();
    let floor_line = ReferenceLine { y: floor, label: (words.floor)(floor) };
    match curve {
        Curve::Loss => {
            let has_floor = recipe.model.kind == ModelKind::Article;
            let chance = ReferenceLine { y: n.ln(), label: (words.chance_loss)(n_classes) };
            std::iter::once(chance).chain(has_floor.then_some(floor_line)).collect()
        }
        Curve::Accuracy => vec![ReferenceLine { y: 1.0 / n, label: (words.chance_accuracy)(n_classes) }],
        Curve::Precision | Curve::Recall => Vec::new(),
    }
}
