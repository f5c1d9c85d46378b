//! The monitor graded: which signal would have caught a story, how soon, and how often it cries wolf.

use super::controls::field::Field;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{GradeView, Session};
use crate::text::{GradeSaid as Said, Text};
use crate::widget::chart::Chart;
use crate::widget::progress_bar::ProgressBar;
use glass_charts::{ClassCurve, RocFigure, Words};
use glass_core::disturbance::Preset;
use glass_core::stream::grade::{GradeOrder, GradeReport, Mark, STREAMS, WINDOWS};
use leptos::prelude::*;

/// Curves drawn beside the whole monitor's, the best ones.
const MAX_CURVES: usize = 5;

/// The grading: what is asked, how far it is, the marks.
#[component]
pub(super) fn Grade() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_marks = Memo::new(move |_| report_of(session, |_, _| ()).is_some());
    view! {
        <section class="stack grade" aria-labelledby="grade-title">
            <h3 class="service-heading" id="grade-title">{session.say(|text| text.grade().title)}</h3>
            <p class="panel-lead">{session.say(|text| text.grade().lead)}</p>
            <Order />
            <Show when=move || has_marks.get()>
                <Marks />
            </Show>
        </section>
    }
    .into_any()
}

fn report_of<T>(session: Session, read: impl FnOnce(&GradeView, &GradeReport) -> T) -> Option<T> {
    session.grade().with(|grade| {
        let grade = grade.as_ref()?;
        Some(read(grade, grade.report.as_deref()?))
    })
}

#[component]
fn Order() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let story = RwSignal::new(Preset::DirtyLens);
    let [over, streams, windows] = [100.0, 20.0, 5.0].map(RwSignal::new);
    let has_model = session.has_model();
    let is_running =
        Memo::new(move |_| session.grade().with(|it| it.as_ref().is_some_and(|it| it.is_running)));
    let option = move |preset: Preset| {
        view! {
            <option value=preset.as_str() prop:selected=move || story.get() == preset>
                {move || (session.text().desk().preset)(preset)}
            </option>
        }
    };
    let choose = move |word: String| Preset::from_name(&word).into_iter().for_each(|it| story.set(it));
    let begin = move |_| {
        let seed = session.recipe().with_untracked(|recipe| recipe.seed);
        act.run(Intent::Grade(Box::new(GradeOrder {
            plan: glass_core::stream::plan::Plan { seed, ..session.desk().get_untracked() },
            story: story.get_untracked(),
            over: over.get_untracked() as u32,
            n_streams: streams.get_untracked() as u32,
            n_windows: windows.get_untracked() as u32,
        })));
    };
    let done = move || {
        session.grade().with(|grade| {
            let grade = grade.as_ref().filter(|grade| grade.is_running)?;
            let n_done = grade.report.as_ref().map_or(0, |report| report.n_pairs);
            let share = f64::from(n_done) / f64::from(grade.order.n_streams.max(1));
            Some((n_done, grade.order.n_streams, 0.2 * grade.prepared + 0.8 * share))
        })
    };
    let words =
        move || done().map(|(done, of, _)| (session.text().grade().done)(done, of)).unwrap_or_default();
    let bounds = |(low, high): (u32, u32)| (f64::from(low), f64::from(high));
    view! {
        <div class="fields">
            <div class="field">
                <label for="grade-story">{session.say(|text| text.grade().story)}</label>
                <select
                    id="grade-story"
                    data-testid="grade-story"
                    on:change:target=move |event| choose(event.target().value())
                >
                    {Preset::ALL.map(option).collect_view()}
                </select>
            </div>
            <Field
                name=|text| text.grade().over
                test_id="grade-over"
                bounds=(1.0, 10_000.0)
                value=over.into()
                then=Callback::new(move |value| over.set(value))
            />
            <Field
                name=|text| text.grade().streams
                test_id="grade-streams"
                bounds=bounds(STREAMS)
                value=streams.into()
                then=Callback::new(move |value| streams.set(value))
            />
            <Field
                name=|text| text.grade().windows
                test_id="grade-windows"
                bounds=bounds(WINDOWS)
                value=windows.into()
                then=Callback::new(move |value| windows.set(value))
            />
        </div>
        <div class="row">
            <button
                class="button"
                type="button"
                data-testid="grade-start"
                disabled=move || is_running.get() || !has_model.get()
                on:click=begin
            >
                {session.say(|text| text.grade().start)}
            </button>
            <button
                class="button"
                type="button"
                data-testid="grade-stop"
                disabled=move || !is_running.get()
                on:click=move |_| act.run(Intent::StopGrading)
            >
                {session.say(|text| text.grade().stop)}
            </button>
        </div>
        <Show when=move || is_running.get()>
            <ProgressBar
                test_id="grade-progress"
                label=Signal::derive(move || session.text().grade().progress.to_owned())
                value=Signal::derive(move || done().map(|(_, _, share)| share))
                words=Signal::derive(words)
            />
            <p class="note">{words}</p>
        </Show>
    }
    .into_any()
}

#[component]
fn Marks() -> impl IntoView {
    let session = expect_context::<Session>();
    let said = move || {
        let text = session.text();
        report_of(session, |grade, report| said(grade, report, text))
    };
    let rows = move || {
        let text = session.text();
        let marks = report_of(session, |_, report| (report.n_pairs, report.n_windows, report.marks.clone()));
        let (n_pairs, n_windows, marks) = marks.unwrap_or_default();
        let row = |mark: &Mark| row(mark, n_pairs, n_windows, text);
        marks.iter().rev().map(row).collect_view()
    };
    let figure = Memo::new(move |_| {
        let text = session.text();
        report_of(session, |_, report| figure(report, text)).unwrap_or_default()
    });
    let head = move || {
        let text = session.text().grade();
        text.columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()
    };
    view! {
        <p role="status" data-testid="grade-mark">{said}</p>
        <div class="service-split">
            <div class="stack">
                <div class="table-wrap" role="region" tabindex="0" aria-labelledby="grade-caption">
                    <table class="data-table" data-testid="table-grade">
                        <caption id="grade-caption">{session.say(|text| text.grade().table)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{session.say(|text| text.grade().detector)}</th>
                                {head}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="note">{session.say(|text| text.grade().columns_hint)}</p>
            </div>
            <Chart
                figure
                chart_id="chart-grade"
                table_id="table-grade-curve"
                title=Signal::derive(move || session.text().grade().chart.to_owned())
                numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
                missing=Signal::derive(session.say(|text| text.train.chart.missing))
                is_dark=session.is_dark()
            />
        </div>
    }
    .into_any()
}

fn name(mark: &Mark, text: &Text) -> &'static str {
    mark.signal.map_or(text.grade().whole, text.monitor().signal)
}

fn said(grade: &GradeView, report: &GradeReport, text: &Text) -> Option<String> {
    let whole = report.whole()?;
    let story = (text.desk().preset)(grade.order.story);
    let Mark { false_rate, false_interval, .. } = whole;
    let mark = (text.grade().mark)(&Said {
        story,
        n_caught: whole.n_caught,
        n_streams: report.n_pairs,
        delay: whole.delay.map(|[_, median, _]| median),
        false_rate: [*false_rate, false_interval.low, false_interval.high].map(|rate| 100.0 * rate),
        asked: 100.0 / f64::from(grade.order.plan.once_in.max(1)),
    });
    let most = report.marks.iter().filter(|mark| mark.signal.is_some()).map(|mark| mark.n_first).max()?;
    let first: Vec<&str> = report
        .marks
        .iter()
        .filter(|mark| most > 0 && mark.signal.is_some() && mark.n_first == most)
        .map(|mark| name(mark, text))
        .collect();
    Some(format!("{mark} {}", (text.grade().first)(&first, most)))
}

fn row(mark: &Mark, n_pairs: u32, n_windows: f64, text: &'static Text) -> impl IntoView + use<> {
    let share = f64::from(mark.n_caught) / f64::from(n_pairs.max(1));
    let cells = [
        format::percent_with_interval(share, mark.caught_interval),
        format::or_dash(mark.delay, text.grade().delay),
        mark.n_first.to_string(),
        format!("{} / {n_windows:.0}", mark.n_false),
        format::or_dash(mark.auc, |auc| format!("{auc:.2}")),
    ];
    view! {
        <tr class:average=mark.signal.is_none()>
            <th scope="row">{name(mark, text)}</th>
            {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
        </tr>
    }
}

/// The whole monitor's curve, and the best of the signals'.
fn figure(report: &GradeReport, text: &Text) -> RocFigure {
    let mut signals: Vec<&Mark> = report.marks.iter().filter(|mark| mark.signal.is_some()).collect();
    signals.sort_by(|a, b| b.auc.unwrap_or(0.0).total_cmp(&a.auc.unwrap_or(0.0)));
    signals.truncate(MAX_CURVES);
    let curve = |mark: &Mark| ClassCurve {
        name: name(mark, text).to_owned(),
        points: mark.roc.clone(),
        area: mark.auc,
        baseline: None,
    };
    RocFigure {
        words: Words {
            x_axis: text.grade().axes[0].to_owned(),
            y_axis: text.grade().axes[1].to_owned(),
            chance: text.grade().chance.to_owned(),
            class: text.grade().detector.to_owned(),
            score: text.evaluate().chart.auc.to_owned(),
            missing: text.train.chart.missing.to_owned(),
            empty: text.grade().empty.to_owned(),
            ..Words::default()
        },
        curves: report.whole().into_iter().chain(signals).map(curve).collect(),
    }
}
