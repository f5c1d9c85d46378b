//! From a stream to the charts of a duel.

use crate::session::Service;
use crate::text::Text;
use glass_charts::{CurveFigure, Range, ReferenceLine, Role, Series, Unit, Words};
use glass_core::stream::duel::{DuelReport, Hits, Side};

/// The windows in which the model of this run answered too.
fn duels(service: &Service, run: u32) -> Vec<(f64, DuelReport)> {
    let points = service.points.iter();
    let duels = points.filter_map(|point| Some((f64::from(point.seen), point.report.duel?)));
    duels.filter(|(_, duel)| duel.run == run).collect()
}

fn figure(duels: &[(f64, DuelReport)], y_axis: &str, text: &Text) -> CurveFigure {
    CurveFigure {
        words: Words {
            x_axis: text.monitor().chart.seen_axis.to_owned(),
            y_axis: y_axis.to_owned(),
            empty: text.monitor().chart.empty.to_owned(),
            missing: text.monitor().chart.missing.to_owned(),
            ..Words::default()
        },
        x: duels.iter().map(|(seen, _)| *seen).collect(),
        x_unit: Unit::Whole,
        range: Range::Fraction,
        ..CurveFigure::default()
    }
}

fn line(
    name: &str,
    role: Role,
    duels: &[(f64, DuelReport)],
    read: impl Fn(&DuelReport) -> Option<f64>,
) -> Series {
    Series {
        name: name.to_owned(),
        role,
        raw: duels.iter().map(|(_, duel)| read(duel)).collect(),
        smooth: Vec::new(),
    }
}

/// The share of each window that either answered rightly.
pub(super) fn accuracy(service: &Service, run: u32, challenger: &str, text: &Text) -> CurveFigure {
    let duels = duels(service, run);
    let right = |side| {
        move |duel: &DuelReport| {
            let n = duel.window.n();
            (n > 0).then(|| duel.window.right(side) as f64 / n as f64)
        }
    };
    let challenger = (text.duel().challenger)(challenger);
    let series = vec![
        line(text.duel().champion, Role::Other(0), &duels, right(Side::Champion)),
        line(&challenger, Role::Other(1), &duels, right(Side::Challenger)),
    ];
    CurveFigure { series, ..figure(&duels, text.monitor().window.accuracy, text) }
}

/// The challenger's share of the images that only one answered rightly, in its band.
pub(super) fn evidence(service: &Service, run: u32, _challenger: &str, text: &Text) -> CurveFigure {
    let duels = duels(service, run);
    let share = |duel: &DuelReport| {
        let Hits { champion, challenger, .. } = duel.counted;
        let alone = champion + challenger;
        (alone > 0).then(|| challenger as f64 / alone as f64)
    };
    let series = vec![
        line(text.duel().share, Role::Other(1), &duels, share),
        line(text.duel().high, Role::Other(2), &duels, |duel| Some(duel.band.high)),
        line(text.duel().low, Role::Other(3), &duels, |duel| Some(duel.band.low)),
    ];
    let lines = vec![ReferenceLine { y: 0.5, label: text.duel().equal.to_owned() }];
    CurveFigure { series, lines, ..figure(&duels, text.duel().share_axis, text) }
}
