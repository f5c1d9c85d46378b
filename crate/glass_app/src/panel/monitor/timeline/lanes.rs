//! From a stream to the lanes of its timeline.

use crate::panel::monitor::album::alerts_of;
use crate::panel::monitor::charts::mark;
use crate::session::Service;
use crate::text::Text;
use glass_charts::{Lane, LaneSpan, SpanKind, TimelineFigure, Words};
use glass_core::disturbance::{Dial, Script};
use glass_core::service::{Alert, Signal};

/// Places at which the script is looked at: a burst that falls between two of them is not seen on the chart.
const N_PLACES: u32 = 400;
/// Amounts that differ by less are drawn as one.
const STEP: f64 = 0.05;

/// What was done to the stream, and what the monitor said.
pub fn timeline(service: &Service, are_labels_hidden: bool, text: &Text) -> TimelineFigure {
    let said = &text.timeline();
    let [lane, from, until, what] = said.columns.map(str::to_owned);
    let end = service.points.last().map_or(0, |point| point.seen);
    let mut lanes = vec![levels(service, text)];
    lanes.extend(recordings(service, text));
    if let Some(plan) = &service.plan {
        lanes.extend(disturbances(&plan.script, end, text));
    }
    lanes.extend(alerts(alerts_of(service), text));
    if !are_labels_hidden {
        lanes.extend(labels(service, text));
    }
    lanes.extend(references(service, text));
    lanes.extend(calibrations(service, text));
    lanes.extend(model(service, text));
    lanes.extend(challengers(service, text));
    TimelineFigure {
        words: Words {
            x_axis: text.monitor().chart.seen_axis.to_owned(),
            empty: text.monitor().chart.empty.to_owned(),
            missing: text.monitor().chart.missing.to_owned(),
            class: lane,
            low: from,
            high: until,
            score: what,
            ..Words::default()
        },
        end: end.into(),
        lanes,
    }
}

/// What disturbs at this image: name and amount.
pub fn disturbances_at(script: &Script, image: u32, text: &Text) -> Vec<String> {
    let amounts = script.amounts(image);
    amounts.some().map(|(dial, amount)| format!("{} {}", (text.desk().dial)(dial), signed(amount))).collect()
}

/// An amount with its sign.
fn signed(amount: f64) -> String {
    format!("{amount:+.2}").replace('-', "−")
}

fn span(from: f64, until: Option<f64>, kind: SpanKind, label: String) -> LaneSpan {
    LaneSpan { from, until, kind, label }
}

/// A level lasts from the window that it was first said of to the one that another is said of.
fn levels(service: &Service, text: &Text) -> Lane {
    let judged: Vec<_> = service.points.iter().filter(|point| !point.report.drifts.is_empty()).collect();
    let mut spans: Vec<LaneSpan> = Vec::new();
    for run in judged.chunk_by(|a, b| a.report.level == b.report.level) {
        let (level, from) = (run[0].report.level, f64::from(run[0].seen));
        if let Some(before) = spans.last_mut() {
            before.until = Some(from);
        }
        spans.push(span(from, None, SpanKind::Level(mark(level)), (text.monitor().level)(level).to_owned()));
    }
    Lane { name: text.timeline().level.to_owned(), spans }
}

/// What was recorded apart, one after another; nothing where all is one.
fn recordings(service: &Service, text: &Text) -> Option<Lane> {
    let recordings = &service.plan.as_ref()?.recordings;
    let seen = service.points.last()?.seen;
    let ends = recordings.iter().skip(1).map(|next| Some(f64::from(next.first))).chain([None]);
    let said = &text.timeline();
    let spans = recordings.iter().zip(ends).zip(0..).filter(|((recording, _), _)| recording.first < seen);
    let spans = spans.map(|((recording, end), nth)| {
        let name = if recording.name.is_empty() { said.unnamed.to_owned() } else { recording.name.clone() };
        // Neighbours are told apart.
        let strength = SpanKind::Strength(if nth % 2 == 0 { 0.1 } else { 0.3 });
        span(recording.first.into(), end.filter(|end| *end < f64::from(seen)), strength, name)
    });
    (recordings.len() > 1).then(|| Lane { name: said.recording.to_owned(), spans: spans.collect() })
}

/// A lane a dial that was turned, from first to last.
fn disturbances(script: &Script, end: u32, text: &Text) -> Vec<Lane> {
    let stride = end.div_ceil(N_PLACES).max(1);
    let places: Vec<u32> = (0..end).step_by(stride as usize).collect();
    let amounts: Vec<_> = places.iter().map(|image| script.amounts(*image)).collect();
    let lane = |dial: Dial| {
        let near = |amount: f64| (amount / STEP).round() as i32;
        let mut spans = Vec::new();
        let mut first = 0;
        for run in amounts.chunk_by(|a, b| near(a.get(dial)) == near(b.get(dial))) {
            let next = first + run.len();
            let amount = run.last().map_or(0.0, |last| last.get(dial));
            if near(amount) != 0 {
                let from = places.get(first).map_or(0.0, |image| f64::from(*image));
                let until = places.get(next).map(|image| f64::from(*image));
                spans.push(span(from, until, SpanKind::Strength(amount), signed(amount)));
            }
            first = next;
        }
        let name = (text.timeline().disturbance)((text.desk().dial)(dial));
        (!spans.is_empty()).then_some(Lane { name, spans })
    };
    Dial::ALL.into_iter().filter_map(lane).collect()
}

/// A lane a signal that had an alert, in the order of the first.
fn alerts(alerts: &[Alert], text: &Text) -> Vec<Lane> {
    let mut lanes: Vec<(Signal, Lane)> = Vec::new();
    for alert in alerts {
        let until = alert.cleared_sequence.map(|cleared| cleared as f64 + 1.0);
        let label = (text.monitor().level)(alert.level).to_owned();
        let new = span(alert.raised_sequence as f64 + 1.0, until, SpanKind::Level(mark(alert.level)), label);
        match lanes.iter_mut().find(|(signal, _)| *signal == alert.signal) {
            Some((_, lane)) => lane.spans.push(new),
            None => {
                let name = (text.timeline().alert)((text.monitor().signal)(alert.signal));
                lanes.push((alert.signal, Lane { name, spans: vec![new] }));
            }
        }
    }
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

/// How far labels are known; nothing where there are none.
fn labels(service: &Service, text: &Text) -> Option<Lane> {
    let last = service.points.last()?;
    let delay = service.plan.as_ref().map_or(0, |plan| plan.label_delay);
    let is_labelled = service.points.iter().any(|point| point.report.n_labelled > 0);
    let known = f64::from(last.seen.saturating_sub(delay));
    let all = span(0.0, Some(known), SpanKind::Strength(0.0), text.timeline().known.to_owned());
    (is_labelled && known > 0.0).then(|| Lane { name: text.timeline().labels.to_owned(), spans: vec![all] })
}

/// What windows were compared with, once that was renewed.
fn references(service: &Service, text: &Text) -> Option<Lane> {
    let said = text.timeline();
    let plan = service.plan.as_ref()?;
    let anew = plan.renewals.iter().map(|&before| (before, (said.renewed)(before + 1)));
    let back = plan.reversions.iter().map(|&before| (before, said.held_out.to_owned()));
    let mut places: Vec<(u32, String)> = anew.chain(back).collect();
    places.sort_by_key(|(before, _)| *before);
    let spans = stretches(service, places, said.held_out)?;
    Some(Lane { name: said.reference.to_owned(), spans })
}

/// What the estimate's probabilities were calibrated on, once that was done anew.
fn calibrations(service: &Service, text: &Text) -> Option<Lane> {
    let said = text.timeline();
    let plan = service.plan.as_ref()?;
    let anew = plan.recalibrations.iter().map(|&before| (before, (said.renewed)(before + 1)));
    let back = plan.restorations.iter().map(|&before| (before, said.validated.to_owned()));
    let mut places: Vec<(u32, String)> = anew.chain(back).collect();
    places.sort_by_key(|(before, _)| *before);
    let spans = stretches(service, places, said.validated)?;
    Some(Lane { name: said.calibration.to_owned(), spans })
}

/// From one of these images to the next: what was `first`, and then what is said beside each. Nothing before there is one.
fn stretches(service: &Service, mut places: Vec<(u32, String)>, first: &str) -> Option<Vec<LaneSpan>> {
    let seen = service.points.last()?.seen;
    places.retain(|(before, _)| *before <= seen);
    let ends: Vec<_> = places.iter().skip(1).map(|(next, _)| Some(f64::from(*next))).chain([None]).collect();
    let strength = SpanKind::Strength(0.1);
    let beginning = span(0.0, Some(places.first()?.0.into()), strength, first.to_owned());
    let others = places.into_iter().zip(ends).map(|((at, label), end)| span(at.into(), end, strength, label));
    Some([beginning].into_iter().chain(others).collect())
}

/// Whose answers these are.
fn model(service: &Service, text: &Text) -> Option<Lane> {
    let (run, epoch) = service.model?;
    let label = (text.timeline().run)(run, epoch);
    let spans = vec![span(0.0, None, SpanKind::Strength(0.2), label)];
    Some(Lane { name: text.timeline().model.to_owned(), spans })
}

/// Who answered beside it, and from where on.
fn challengers(service: &Service, text: &Text) -> Option<Lane> {
    let points: Vec<_> = service.points.iter().collect();
    let mut spans = Vec::new();
    let run_of = |point: &crate::session::LivePoint| point.report.duel.map(|duel| (duel.run, duel.since));
    let mut next = 0;
    for run in points.chunk_by(|a, b| run_of(a) == run_of(b)) {
        next += run.len();
        let until = points.get(next).map(|point| f64::from(point.seen));
        if let Some((id, since)) = run_of(run[0]) {
            spans.push(span(since as f64, until, SpanKind::Strength(0.2), (text.timeline().run)(id, None)));
        }
    }
    (!spans.is_empty()).then(|| Lane { name: text.duel().choice.to_lowercase(), spans })
}
