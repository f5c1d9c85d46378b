//! ROC, precision-recall and calibration.

use super::{Look, figures};
use crate::format;
use crate::session::{Evaluated, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Pointer, Reading};
use glass_core::evaluation::Evaluation;
use leptos::prelude::*;
use std::sync::Arc;

fn evaluation(evaluated: &Option<Arc<Evaluated>>) -> Option<&Evaluation> {
    evaluated.as_ref().map(|one| &one.evaluation)
}

/// The three charts.
#[component]
pub(super) fn Charts(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let roc = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|it| look.classes.with(|classes| figures::roc(evaluation(it), classes, text)))
    });
    let pr = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|it| look.classes.with(|classes| figures::pr(evaluation(it), classes, text)))
    });
    let calibration = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|it| figures::calibration(evaluation(it), text))
    });
    let read_bin = Callback::new(move |at: Pointer| {
        let text = &session.text().evaluate().chart;
        calibration.with(|figure| {
            let bin = figure.bins.get(figure.bin_at(at.x, at.size)?)?;
            let accuracy = bin.accuracy.map(format::percent);
            let (low, high) = (format::percent(bin.low), format::percent(bin.high));
            Some(Reading { text: (text.bin)(&low, &high, accuracy.as_deref(), bin.count), mark: None })
        })
    });
    let title = move |pick: fn(&'static Text) -> &'static str| {
        Signal::derive(move || {
            let text = session.text();
            (text.evaluate().chart.titled)(pick(text), &look.split.read())
        })
    };
    let numbers = Signal::derive(session.say(|text| text.train.chart.numbers));
    let missing = Signal::derive(session.say(|text| text.train.chart.missing));
    let is_dark = session.is_dark();
    view! {
        <div class="chart-grid chart-grid-tall">
            <Chart
                figure=roc
                chart_id="chart-roc"
                table_id="table-roc"
                is_long=true
                title=title(|text| text.evaluate().chart.roc)
                numbers
                missing
                is_dark
            />
            <Chart
                figure=pr
                chart_id="chart-pr"
                table_id="table-pr"
                is_long=true
                title=title(|text| text.evaluate().chart.pr)
                numbers
                missing
                is_dark
            />
            <Chart
                figure=calibration
                chart_id="chart-calibration"
                table_id="table-calibration"
                title=title(|text| text.evaluate().chart.calibration)
                numbers
                missing
                is_dark
                read=read_bin
            />
        </div>
    }
    .into_any()
}
