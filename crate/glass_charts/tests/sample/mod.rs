//! One figure of each kind, as the page would make it.
#![allow(dead_code, reason = "each test file takes what it needs")]

use glass_charts::*;

pub fn words(x_axis: &str, y_axis: &str) -> Words {
    Words {
        x_axis: x_axis.into(),
        y_axis: y_axis.into(),
        empty: "no data yet".into(),
        missing: "n/a".into(),
        smoothed: "smoothed".into(),
        low: "from".into(),
        high: "to".into(),
        count: "images".into(),
        reference: "reference".into(),
        window: "window".into(),
        limit: "limit".into(),
        chance: "chance".into(),
        level: "level".into(),
        levels: ["steady".into(), "watch".into(), "alarm".into()],
        class: "class".into(),
        score: "AUC".into(),
    }
}

/// Noise without chance: the same figure every time.
fn wobble(index: usize, strength: f64) -> f64 {
    ((index as f64 * 12.9898).sin() * 43_758.545).fract() * strength
}

fn smooth(raw: &[Option<f64>]) -> Vec<Option<f64>> {
    let (mut sum, mut weight) = (0.0, 1.0);
    raw.iter()
        .map(|value| {
            value.map(|value| {
                (sum, weight) = (0.6 * sum + 0.4 * value, weight * 0.6);
                sum / (1.0 - weight)
            })
        })
        .collect()
}

fn series(name: &str, role: Role, n: usize, value: impl Fn(usize) -> Option<f64>) -> Series {
    let raw: Vec<_> = (1..=n).map(value).collect();
    Series { name: name.into(), role, smooth: smooth(&raw), raw }
}

pub fn loss() -> CurveFigure {
    let n = 30;
    CurveFigure {
        words: words("epoch", "loss (cross-entropy, nats)"),
        x: (1..=n).map(|epoch| epoch as f64).collect(),
        x_unit: Unit::Whole,
        x_end: Some(40.0),
        series: vec![
            series("training", Role::Training, n, |i| {
                Some(0.33 + 0.36 * (-(i as f64) / 6.0).exp() + wobble(i, 0.02))
            }),
            series("validation", Role::Validation, n, |i| match i {
                14 => None,
                20 => Some(2.6),
                _ => Some(0.36 + 0.34 * (-(i as f64) / 7.0).exp() + 0.003 * i as f64 + wobble(i + 50, 0.04)),
            }),
        ],
        lines: vec![ReferenceLine { y: 0.313_26, label: "floor ln(1+e⁻¹)".into() }],
        notes: vec![Note { x: 17.0, label: "best epoch 17".into() }],
        range: Range::FromZero,
    }
}

pub fn accuracy() -> CurveFigure {
    let n = 12;
    CurveFigure {
        words: Words { empty: "暂无数据".into(), ..words("轮次", "准确率") },
        x: (1..=n).map(|epoch| epoch as f64).collect(),
        x_unit: Unit::Whole,
        x_end: None,
        series: vec![
            series("训练集", Role::Training, n, |i| {
                Some((0.55 + 0.03 * i as f64 + wobble(i, 0.03)).min(1.0))
            }),
            series("验证集", Role::Validation, n, |i| {
                Some((0.5 + 0.03 * i as f64 + wobble(i + 9, 0.05)).min(1.0))
            }),
        ],
        lines: vec![ReferenceLine { y: 0.5, label: "随机水平".into() }],
        notes: vec![Note { x: 11.0, label: "最佳轮次 11".into() }],
        range: Range::Fraction,
    }
}

/// Kept runs side by side: of different lengths, one without validation until its third epoch.
pub fn runs() -> CurveFigure {
    let n = 24;
    let one = |name: &str, place: usize, last: usize, fall: f64| {
        let raw = (0..=n).map(|epoch| {
            let is_there = epoch <= last && (place != 2 || epoch >= 3);
            is_there.then(|| {
                0.2 + 0.08 * place as f64
                    + 0.5 * (-(epoch as f64) / fall).exp()
                    + wobble(epoch + 31 * place, 0.03)
            })
        });
        Series { name: name.into(), role: Role::Other(place), raw: raw.collect(), smooth: Vec::new() }
    };
    CurveFigure {
        words: words("epoch", "mean cross-entropy, nats"),
        x: (0..=n).map(|epoch| epoch as f64).collect(),
        x_unit: Unit::Whole,
        series: vec![one("Run 3", 0, 12, 4.0), one("wide net", 1, 24, 7.0), one("宽网络，翻转", 2, 18, 5.0)],
        range: Range::FromZero,
        ..CurveFigure::default()
    }
}

pub fn heat() -> HeatFigure {
    HeatFigure {
        words: Words { score: "Lowest validation loss".into(), ..words("Batch size", "Learning rate") },
        columns: ["8", "16", "32", "64"].map(str::to_owned).to_vec(),
        rows: ["0.001", "0.01", "0.1"].map(str::to_owned).to_vec(),
        scores: vec![
            vec![Some(0.41), Some(0.38), Some(0.52), Some(0.71)],
            vec![Some(0.22), Some(0.19), None, Some(0.33)],
            vec![Some(f64::INFINITY), Some(2.4), Some(1.1), Some(0.9)],
        ],
    }
}

pub fn confusion(n: usize) -> ConfusionFigure {
    let name = |i: usize| match n {
        2 => ["heads", "tails"][i].to_owned(),
        _ => format!("class {i}"),
    };
    let count = |a: usize, p: usize| match (a == p, (a * 7 + p * 3) % 5) {
        (true, _) => 40 + (a * 13 % 20) as u64,
        (false, 0) => 1 + (a + p) as u64 % 9,
        _ => 0,
    };
    ConfusionFigure {
        words: words("Predicted →", "Actual ↓"),
        classes: (0..n).map(name).collect(),
        counts: match n {
            2 => vec![vec![17, 1], vec![3, 15]],
            _ => (0..n).map(|a| (0..n).map(|p| count(a, p)).collect()).collect(),
        },
    }
}

pub fn latency() -> HistogramFigure {
    let bin = |i: usize| {
        let (low, high) = (1.2f64.powi(i as i32 - 4), 1.2f64.powi(i as i32 - 3));
        let middle = (low.ln() - 1.1f64.ln()) / 0.5;
        let height =
            (300.0 * (-middle * middle / 2.0).exp() + if i > 8 { 90.0 / i as f64 } else { 0.0 }).round();
        Bin { low, high, height }
    };
    HistogramFigure {
        words: words("latency, milliseconds", "images"),
        bins: (0..24).map(bin).collect(),
        outline: vec![],
        notes: [("p50 1.1 ms", 1.1), ("p95 4.8 ms", 4.8), ("p99 5.6 ms", 5.6)]
            .map(|(label, x)| Note { x, label: label.into() })
            .to_vec(),
        heights: Heights::Counts,
        spread: Spread::Logarithmic,
    }
}

pub fn bell(middle: f64, spread: f64) -> Vec<Bin> {
    (0..16)
        .map(|i| {
            let (low, high) = (f64::from(i) / 16.0, f64::from(i + 1) / 16.0);
            let z = ((low + high) / 2.0 - middle) / spread;
            Bin { low, high, height: (-z * z / 2.0).exp() / (spread * 40.0) }
        })
        .collect()
}

pub fn overlay() -> HistogramFigure {
    HistogramFigure {
        words: words("brightness", "share of images"),
        bins: bell(0.5, 0.12),
        outline: bell(0.68, 0.1),
        notes: vec![],
        heights: Heights::Shares,
        spread: Spread::Linear,
    }
}

pub fn live() -> LiveFigure {
    let n = 60;
    let at = |i: usize| 0.93 - if i > 38 { 0.011 * (i - 38) as f64 } else { 0.0 } + wobble(i, 0.02);
    let one = |name: &str, role, shift: f64| LiveSeries {
        name: name.into(),
        role,
        middle: (0..n).map(|i| (i != 22).then(|| at(i) - shift)).collect(),
        low: (0..n).map(|i| (i != 22).then(|| at(i) - shift - 0.06)).collect(),
        high: (0..n).map(|i| (i != 22).then(|| (at(i) - shift + 0.05).min(1.0))).collect(),
    };
    LiveFigure {
        words: words("time, minutes:seconds", "accuracy of the last 100 images"),
        x: (0..n).map(|i| i as f64 * 5.0).collect(),
        x_unit: Unit::Clock,
        series: vec![one("accuracy", Role::Training, 0.0), one("estimated", Role::Validation, 0.06)],
        levels: (0..n)
            .map(|i| match i {
                0..40 => Level::Steady,
                40..46 => Level::Watch,
                _ => Level::Alarm,
            })
            .collect(),
        events: vec![Note { x: 190.0, label: "brightness changed".into() }],
        lines: vec![ReferenceLine { y: 0.93, label: "reference 93\u{a0}%".into() }],
        range: Range::FractionZoomed,
    }
}

/// A minute and a half: the queue fills from 0:50 on; out of sight from 1:10 to 1:14.
pub fn speed() -> SpeedFigure {
    let stretch = |i: usize| {
        let slow = 1.0 + if i > 50 { 0.4 * (i - 50) as f64 } else { 0.0 } + wobble(i, 0.2);
        let is_untimed = (70..74).contains(&i);
        SpeedStretch {
            from: i as f64,
            until: i as f64 + 1.0,
            percentiles: (!is_untimed).then(|| [4.0, 6.0, 9.0, 20.0].map(|time| time * slow)),
            is_untimed,
            n_collected: u32::from([20, 21, 50].contains(&i)),
        }
    };
    SpeedFigure {
        words: words("time, minutes:seconds", "milliseconds"),
        names: ["p50", "p90", "p99", "max"].map(str::to_owned),
        untimed: "not timed: out of sight".into(),
        collected: "garbage collected".into(),
        stretches: (0..90).map(stretch).collect(),
        lines: vec![ReferenceLine { y: 100.0, label: "99\u{a0}% within 100 ms".into() }],
    }
}

/// The same time: two ways of answering, one ten times as slow as the other.
pub fn speed_heat() -> SpeedHeatFigure {
    let edges: Vec<f64> = (0..40)
        .map(|band| if band == 0 { 0.0 } else { 0.0625 * 2f64.powf((band - 1) as f64 / 2.0) })
        .collect();
    let stretch = |i: usize| {
        let at = |time: f64| edges.iter().rposition(|edge| *edge <= time).unwrap_or(0);
        let slow = 1.0 + if i > 50 { 0.1 * (i - 50) as f64 } else { 0.0 };
        let mut counts = vec![0; edges.len()];
        for (time, count) in [(3.0, 9), (4.5, 20), (6.4, 5), (30.0, 1), (45.0, 4)] {
            counts[at(time * slow)] += count;
        }
        HeatStretch { from: i as f64, until: i as f64 + 1.0, counts }
    };
    SpeedHeatFigure {
        words: words("time, minutes:seconds", "milliseconds"),
        stretches: (0..90).map(stretch).collect(),
        lines: speed().lines,
        edges,
    }
}

/// A lamp is changed, and everything follows.
pub fn timeline() -> TimelineFigure {
    let span = |from: f64, until, kind, label: &str| LaneSpan { from, until, kind, label: label.into() };
    let level = |from, until, level, label| span(from, until, SpanKind::Level(level), label);
    let lane = |name: &str, spans| Lane { name: name.into(), spans };
    TimelineFigure {
        words: Words { class: "lane".into(), ..words("images seen", "") },
        end: 640.0,
        lanes: vec![
            lane(
                "level",
                vec![
                    level(50.0, Some(210.0), Level::Steady, "steady"),
                    level(210.0, Some(240.0), Level::Watch, "watch"),
                    level(240.0, Some(500.0), Level::Alarm, "alarm"),
                    level(500.0, None, Level::Steady, "steady"),
                ],
            ),
            lane("darkness", vec![span(200.0, Some(450.0), SpanKind::Strength(-0.6), "−0.60")]),
            lane("brightness", vec![level(210.0, Some(500.0), Level::Alarm, "alarm")]),
            lane("mean confidence", vec![level(330.0, Some(336.0), Level::Watch, "watch")]),
            lane("labels", vec![span(0.0, Some(540.0), SpanKind::Strength(0.0), "known")]),
        ],
    }
}

fn bars(shares: [f64; 2]) -> Vec<Bin> {
    let bar = |(at, height): (usize, f64)| Bin { low: at as f64 - 0.5, high: at as f64 + 0.5, height };
    shares.into_iter().enumerate().map(bar).collect()
}

pub fn drift() -> DriftFigure {
    let panel = |name: &str, shift: f64, score: f64, p: f64, level| DriftPanel {
        name: name.into(),
        names: Vec::new(),
        reference: bell(0.5, 0.12),
        window: bell(0.5 + shift, 0.11),
        statistic: "KS".into(),
        score: Some(score),
        limit: Some(0.19),
        p: Some(p),
        level,
    };
    DriftFigure {
        words: words("property", "statistic"),
        panels: vec![
            panel("brightness", 0.22, 0.62, 0.000_01, Level::Alarm),
            panel("contrast", 0.06, 0.17, 0.07, Level::Watch),
            panel("sharpness", 0.01, 0.05, 0.8, Level::Steady),
            DriftPanel { name: "confidence".into(), statistic: "KS".into(), ..DriftPanel::default() },
            DriftPanel {
                name: "predicted class".into(),
                names: ["cat", "dog"].map(str::to_owned).to_vec(),
                reference: bars([0.5, 0.5]),
                window: bars([0.4, 0.6]),
                statistic: "χ²".into(),
                ..DriftPanel::default()
            },
            DriftPanel {
                name: "predicted animal".into(),
                names: ["a caterpillar", "a long-legged spider"].map(str::to_owned).to_vec(),
                reference: bars([0.5, 0.5]),
                window: bars([0.4, 0.6]),
                statistic: "χ²".into(),
                ..DriftPanel::default()
            },
        ],
    }
}

fn class_curve(
    name: &str,
    bend: f64,
    area: Option<f64>,
    flip: impl Fn(f64, f64) -> (f64, f64),
) -> ClassCurve {
    let points = (0..=30).map(|i| {
        let x = f64::from(i) / 30.0;
        flip(x, (x.powf(bend) * 40.0).round() / 40.0)
    });
    ClassCurve { name: name.into(), points: points.collect(), area, baseline: Some(0.33) }
}

pub fn roc() -> RocFigure {
    RocFigure {
        words: words("false positive rate", "true positive rate"),
        curves: vec![
            class_curve("heads", 0.12, Some(0.893), |x, y| (x, y)),
            class_curve("tails", 0.25, Some(0.8), |x, y| (x, y)),
            class_curve("edge of a coin", 0.6, None, |x, y| (x, y)),
        ],
    }
}

pub fn pr() -> PrFigure {
    PrFigure {
        words: Words { score: "average precision".into(), ..words("recall", "precision") },
        curves: vec![
            class_curve("heads", 8.0, Some(0.91), |x, y| (x, 1.0 - 0.67 * y)),
            class_curve("tails", 4.0, Some(0.86), |x, y| (x, 1.0 - 0.67 * y)),
            class_curve("edge", 1.5, Some(0.731), |x, y| (x, 1.0 - 0.67 * y)),
        ],
    }
}

pub fn calibration() -> CalibrationFigure {
    let bins = |bend: f64| -> Vec<CalibrationBin> {
        (0..15)
            .map(|i| {
                let (low, high) = (f64::from(i) / 15.0, f64::from(i + 1) / 15.0);
                let middle = (low + high) / 2.0;
                let count = if i < 6 { 0 } else { 4 + (i as u64 - 6).pow(3) };
                CalibrationBin {
                    low,
                    high,
                    confidence: (count > 0).then_some(middle),
                    accuracy: (count > 0).then(|| middle.powf(bend)),
                    count,
                }
            })
            .collect()
    };
    CalibrationFigure {
        words: Words { chance: "perfect".into(), ..words("confidence", "accuracy") },
        bars: "as trained, ECE 0.09".into(),
        bins: bins(1.6),
        second: Some(("temperature 1.8, ECE 0.02".into(), bins(1.08))),
    }
}

pub fn embedding() -> ScatterFigure {
    let dot = |i: usize| {
        let class = i % 3;
        let angle = class as f64 * 2.1;
        Dot {
            x: angle.cos() * 2.0 + wobble(i, 1.2),
            y: angle.sin() * 2.0 + wobble(i + 500, 1.2),
            class,
            predicted: Some(if i.is_multiple_of(17) { (class + 1) % 3 } else { class }),
        }
    };
    ScatterFigure {
        words: words("first component", "second component"),
        classes: ["heads", "tails", "edge"].map(String::from).to_vec(),
        dots: (0..120).map(dot).collect(),
    }
}

/// Cosine behind a warm-up, 12 epochs of 5 steps, a third of the way.
pub fn rate() -> RateFigure {
    let at = |step: usize| match step {
        0..9 => 0.003 * (step + 1) as f64 / 9.0,
        _ => 0.0015 * (1.0 + (std::f64::consts::PI * (step - 9) as f64 / 51.0).cos()),
    };
    RateFigure {
        words: Words {
            low: "first step".into(),
            high: "last step".into(),
            ..words("epoch", "learning rate")
        },
        line: (0..60).map(|step| RateStretch { begin: step as f64 / 5.0, rate: at(step) }).collect(),
        epochs: (0..12).map(|epoch| EpochRates { first: at(epoch * 5), last: at(epoch * 5 + 4) }).collect(),
        now: Some(Note { x: 4.4, label: "now 0.00254".into() }),
    }
}

pub fn sweep() -> SweepFigure {
    let mut average = 0.0;
    let point = |i: usize| {
        let rate = 1e-6 * 10f64.powf(6.0 * i as f64 / 99.0);
        let loss = 0.3 + 2.0 / (1.0 + (rate / 0.002).powi(2)) + (rate / 0.08).powi(3) + wobble(i, 0.3);
        average = 0.98 * average + 0.02 * loss;
        SweepPoint { rate, loss, smoothed: average / (1.0 - 0.98f64.powi(i as i32 + 1)) }
    };
    SweepFigure {
        words: Words { score: "loss of the batch".into(), ..words("learning rate", "loss, nats") },
        span: (1e-6, 1.0),
        points: (0..92).map(point).collect(),
        suggestion: Some(Note { x: 0.0035, label: "suggested 0.0035".into() }),
    }
}

pub fn map() -> MapFigure {
    let region = |name: &str, limits| MapRegion { name: name.into(), limits };
    // From sure to lost, the middle of the way wavering most.
    let dot = |i: usize| {
        let sure = ((i * 7) % 160) as f64 / 160.0;
        let confidence = (1.0 - sure * sure + wobble(i, 0.04)).clamp(0.0, 1.0);
        let variability =
            (0.02 + 1.1 * confidence * (1.0 - confidence) + wobble(i + 99, 0.1)).clamp(0.0, 0.5);
        let region = match (confidence, variability) {
            (_, 0.2..) => 1,
            (..=0.35, _) => 2,
            (0.8.., ..0.15) => 0,
            _ => 3,
        };
        MapDot {
            name: format!("coin/{i}.png"),
            variability,
            confidence,
            correctness: (confidence * 8.0).round() / 8.0,
            region,
            kind: usize::from(i.is_multiple_of(5)),
        }
    };
    MapFigure {
        words: Words {
            class: "region".into(),
            count: "share right".into(),
            ..words("variability of p(label)", "confidence, mean p(label)")
        },
        image: "image".into(),
        kind: "split".into(),
        kinds: ["training".into(), "validation".into()],
        greatest_variability: 0.5,
        regions: vec![
            region("easy", Some(([0.0, 0.15], [0.8, 1.0]))),
            region("ambiguous", Some(([0.2, 0.5], [0.0, 1.0]))),
            region("hard or mislabelled", Some(([0.0, 0.2], [0.0, 0.35]))),
            region("between", None),
        ],
        dots: (0..160).map(dot).collect(),
    }
}
