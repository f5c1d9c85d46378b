//! Whatever the data and the size: no panic, every stroke on the canvas, no word cut off, few calls.

mod sample;

use glass_charts::*;
use plotters::prelude::IntoDrawingArea;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use proptest::prelude::*;
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

#[derive(Default)]
struct Seen {
    calls: usize,
    outside: Vec<String>,
    texts: Vec<String>,
}

/// A backend that draws nothing and notes what lies outside.
struct Watcher {
    size: (u32, u32),
    seen: Rc<RefCell<Seen>>,
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl Watcher {
    fn see(&self, what: &str, points: impl IntoIterator<Item = BackendCoord>, reach: i32) -> Done {
        let mut seen = self.seen.borrow_mut();
        seen.calls += 1;
        for (x, y) in points {
            let across = (reach..=self.size.0 as i32 - reach).contains(&x);
            if !across || !(reach..=self.size.1 as i32 - reach).contains(&y) {
                seen.outside.push(format!("{what} at {x},{y} reaching {reach}"));
            }
        }
        Ok(())
    }
}

impl DrawingBackend for Watcher {
    type ErrorType = Infallible;
    fn get_size(&self) -> (u32, u32) {
        self.size
    }
    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }
    fn present(&mut self) -> Done {
        Ok(())
    }
    fn draw_pixel(&mut self, point: BackendCoord, _: BackendColor) -> Done {
        self.see("pixel", [point], 0)
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S) -> Done {
        self.see("line", [from, to], 0)
    }
    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, _: &S, _: bool) -> Done {
        self.see("rect", [a, b], 0)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Done {
        self.see("path", path, 0)
    }
    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, _: &S, _: bool) -> Done {
        // Half a pixel of rounding, of the centre and of the radius.
        self.see("circle", [centre], (radius as i32 - 1).max(0))
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, p: I, _: &S) -> Done {
        self.see("polygon", p, 0)
    }
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Done {
        self.see("text", [(x, y)], 0)?;
        // Average letters of a plain font; wider ones are covered by the figure's own estimate.
        let ems = |letter: char| if letter.is_ascii_alphanumeric() { 0.5 } else { 0.3 };
        let wide = text.chars().map(ems).sum::<f64>() * style.size();
        let left = match style.anchor().h_pos {
            HPos::Left => f64::from(x),
            HPos::Center => f64::from(x) - wide / 2.0,
            HPos::Right => f64::from(x) - wide,
        };
        let mut seen = self.seen.borrow_mut();
        let up = style.size() * 0.4;
        let cut = left < -1.0
            || left + wide > f64::from(self.size.0) + 1.0
            || f64::from(y) < up
            || f64::from(y) + up > f64::from(self.size.1);
        if cut {
            seen.texts.push(format!("{text:?} at {x},{y} in {:?}", self.size));
        }
        Ok(())
    }
}

fn watch(figure: &impl Figure, (width, height): (u32, u32), ratio: f64) -> Seen {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let pixels = |css: u32| (f64::from(css) * ratio).round() as u32;
    let area = Watcher { size: (pixels(width), pixels(height)), seen: seen.clone() }.into_drawing_area();
    for theme in [Theme::Light, Theme::Dark] {
        figure.draw(&area, theme, Scale { pixel_ratio: ratio }).expect("this backend refuses nothing");
    }
    let table = figure.table();
    assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    seen.take()
}

fn check(figure: &impl Figure, size: (u32, u32), ratio: f64) {
    let seen = watch(figure, size, ratio);
    assert!(seen.outside.is_empty(), "{:?} at {size:?}", &seen.outside[..seen.outside.len().min(3)]);
    assert!(seen.calls < 8_000, "{} calls for two drawings", seen.calls);
    if size.0 >= 240 && size.1 >= 160 {
        assert!(seen.texts.is_empty(), "cut off: {:?} at {size:?}", seen.texts);
    }
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -1.5..2.5f64,
        1 => any::<f64>(),
        1 => prop::sample::select(vec![
            f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 0.0, -0.0, 1e18,
        ]),
    ]
}

fn numbers(most: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(number(), 0..most)
}

fn maybe(most: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    prop::collection::vec(prop::option::weighted(0.9, number()), 0..most)
}

fn size() -> impl Strategy<Value = ((u32, u32), f64)> {
    let sizes = prop_oneof![4 => (240..1600u32, 160..900u32), 1 => (0..240u32, 0..160u32)];
    (sizes, prop_oneof![Just(1.0), Just(2.0), Just(3.0), 1.0..3.0f64])
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just("验证集损失".to_owned()), "[ -~]{1,40}"]
}

fn words() -> impl Strategy<Value = Words> {
    prop::collection::vec(word(), 4).prop_map(|said| Words {
        empty: said[0].clone(),
        reference: said[1].clone(),
        chance: said[2].clone(),
        ..sample::words(&said[3], &said[0])
    })
}

fn notes() -> impl Strategy<Value = Vec<Note>> {
    prop::collection::vec((number(), word()).prop_map(|(x, label)| Note { x, label }), 0..5)
}

fn lines() -> impl Strategy<Value = Vec<ReferenceLine>> {
    prop::collection::vec((number(), word()).prop_map(|(y, label)| ReferenceLine { y, label }), 0..3)
}

fn bins() -> impl Strategy<Value = Vec<Bin>> {
    let bin = (number(), number(), number()).prop_map(|(low, high, height)| Bin { low, high, height });
    prop::collection::vec(bin, 0..30)
}

fn range() -> impl Strategy<Value = Range> {
    prop::sample::select(vec![Range::FromZero, Range::Fraction, Range::FractionZoomed, Range::Fit])
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::Plain, Unit::Whole, Unit::Percent, Unit::Clock])
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Training), Just(Role::Validation), (0..20usize).prop_map(Role::Other)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn curves(
        words in words(), x in numbers(60), x_unit in unit(), x_end in prop::option::of(number()),
        series in prop::collection::vec((word(), role(), maybe(60), maybe(60)), 0..5),
        lines in lines(), notes in notes(), range in range(), (size, ratio) in size(), pointer in number(),
    ) {
        let series = series.into_iter().map(|(name, role, raw, smooth)| Series { name, role, raw, smooth });
        let figure = CurveFigure { words, x, x_unit, x_end, series: series.collect(), lines, notes, range };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.hover(pointer * css.width, css);
    }

    #[test]
    fn live(
        words in words(), x in numbers(60), x_unit in unit(),
        series in prop::collection::vec((word(), role(), maybe(60), maybe(60), maybe(60)), 0..3),
        levels in prop::collection::vec(0..3usize, 0..60),
        events in notes(), lines in lines(), range in range(), (size, ratio) in size(),
    ) {
        let series = series.into_iter()
            .map(|(name, role, middle, low, high)| LiveSeries { name, role, middle, low, high });
        let levels = levels.into_iter().map(|rank| [Level::Steady, Level::Watch, Level::Alarm][rank]);
        let (series, levels) = (series.collect(), levels.collect());
        check(&LiveFigure { words, x, x_unit, series, levels, events, lines, range }, size, ratio);
    }

    #[test]
    fn timelines(
        words in words(), end in number(),
        lanes in prop::collection::vec(
            (word(), prop::collection::vec((number(), prop::option::of(number()), number(), word()), 0..9)), 0..20,
        ),
        (size, ratio) in size(), pointer in number(),
    ) {
        let lanes = lanes.into_iter().map(|(name, spans)| Lane {
            name,
            spans: spans.into_iter().map(|(from, until, strength, label)| LaneSpan {
                from,
                until,
                kind: if strength < 0.0 { SpanKind::Level(Level::Watch) } else { SpanKind::Strength(strength) },
                label,
            }).collect(),
        });
        let figure = TimelineFigure { words, end, lanes: lanes.collect() };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.x_at(pointer * css.width, css);
        let _ = figure.x_of(pointer, css);
    }

    #[test]
    fn speeds(
        words in words(), name in word(),
        stretches in prop::collection::vec((number(), number(), number(), any::<bool>()), 0..60),
        counts in prop::collection::vec(any::<u32>(), 0..40), edges in numbers(40), lines in lines(),
        (size, ratio) in size(), x in number(), y in number(),
    ) {
        let heat = stretches.iter().map(|(from, until, ..)| HeatStretch {
            from: *from, until: *until, counts: counts.clone(),
        });
        let heat = SpeedHeatFigure { words: words.clone(), edges, stretches: heat.collect(), lines: lines.clone() };
        let stretches = stretches.into_iter().map(|(from, until, time, is_untimed)| SpeedStretch {
            from, until, percentiles: (time > 0.0).then_some([time, time * 2.0, until, time * 9.0]), is_untimed, n_collected: u32::from(until > 1.0),
        });
        let figure = SpeedFigure {
            words, names: [(); 4].map(|()| name.clone()), untimed: name, collected: "garbage".into(), stretches: stretches.collect(), lines,
        };
        check(&figure, size, ratio);
        check(&heat, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.stretch_at(x * css.width, css);
        let _ = heat.cell_at(x * css.width, y * css.height, css);
    }

    #[test]
    fn confusion(
        words in words(), classes in prop::collection::vec(word(), 0..51),
        counts in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..20), 0..20),
        (size, ratio) in size(), x in number(), y in number(),
    ) {
        let figure = ConfusionFigure { words, classes, counts };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.cell_at(x * css.width, y * css.height, css);
    }

    #[test]
    fn heats(
        words in words(), columns in prop::collection::vec(word(), 0..17), rows in prop::collection::vec(word(), 0..17),
        scores in prop::collection::vec(maybe(20), 0..20), (size, ratio) in size(), x in number(), y in number(),
    ) {
        let figure = HeatFigure { words, columns, rows, scores };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.cell_at(x * css.width, y * css.height, css);
    }

    #[test]
    fn histograms(
        words in words(), bins in bins(), outline in bins(), notes in notes(), log in any::<bool>(),
        shares in any::<bool>(), (size, ratio) in size(),
    ) {
        let spread = if log { Spread::Logarithmic } else { Spread::Linear };
        let heights = if shares { Heights::Shares } else { Heights::Counts };
        check(&HistogramFigure { words, bins, outline, notes, heights, spread }, size, ratio);
    }

    #[test]
    fn drifts(
        words in words(),
        panels in prop::collection::vec((word(), bins(), bins(), prop::option::of(number())), 0..12),
        (size, ratio) in size(),
    ) {
        let panels = panels.into_iter().map(|(name, reference, window, score)| DriftPanel {
            names: if score.is_some() { vec![name.clone(); window.len()] } else { Vec::new() },
            name, reference, window, statistic: "PSI".into(), score, limit: Some(0.1), p: score,
            level: Level::Watch,
        });
        check(&DriftFigure { words, panels: panels.collect() }, size, ratio);
    }

    #[test]
    fn tradeoffs(
        words in words(),
        curves in prop::collection::vec((word(), numbers(40), prop::option::of(number())), 0..30),
        (size, ratio) in size(),
    ) {
        let curves: Vec<_> = curves.into_iter().map(|(name, values, area)| ClassCurve {
            name, points: values.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(), area, baseline: area,
        }).collect();
        check(&RocFigure { words: words.clone(), curves: curves.clone() }, size, ratio);
        check(&PrFigure { words, curves }, size, ratio);
    }

    #[test]
    fn calibrations(
        words in words(), bars in word(),
        bins in prop::collection::vec((number(), number(), prop::option::of(number()), any::<u64>()), 0..20),
        (size, ratio) in size(),
    ) {
        let bins: Vec<_> = bins.into_iter().map(|(low, high, accuracy, count)| CalibrationBin {
            low, high, confidence: accuracy, accuracy, count,
        }).collect();
        let second = Some((bars.clone(), bins.clone()));
        check(&CalibrationFigure { words, bars, bins, second }, size, ratio);
    }

    #[test]
    fn rates(
        words in words(), line in prop::collection::vec((number(), number()), 0..60),
        epochs in prop::collection::vec((number(), number()), 0..40), now in notes(),
        (size, ratio) in size(), pointer in number(),
    ) {
        let figure = RateFigure {
            words,
            line: line.into_iter().map(|(begin, rate)| RateStretch { begin, rate }).collect(),
            epochs: epochs.into_iter().map(|(first, last)| EpochRates { first, last }).collect(),
            now: now.into_iter().next(),
        };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        if let Some(epoch) = figure.epoch_at(pointer * css.width, css) {
            prop_assert!(figure.epoch_box(epoch, css).is_some());
        }
    }

    #[test]
    fn sweeps(
        words in words(), points in prop::collection::vec((number(), number(), number()), 0..110),
        span in (number(), number()), suggestion in notes(), (size, ratio) in size(), pointer in number(),
    ) {
        let points = points.into_iter().map(|(rate, loss, smoothed)| SweepPoint { rate, loss, smoothed });
        let figure =
            SweepFigure { words, span, points: points.collect(), suggestion: suggestion.into_iter().next() };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        if let Some(index) = figure.point_at(pointer * css.width, css) {
            prop_assert!(figure.point_line(index, css).is_some());
        }
    }

    #[test]
    fn scatters(
        words in words(), classes in prop::collection::vec(word(), 0..12),
        dots in prop::collection::vec((number(), number(), 0..20usize, prop::option::of(0..20usize)), 0..80),
        (size, ratio) in size(),
    ) {
        let dots = dots.into_iter().map(|(x, y, class, predicted)| Dot { x, y, class, predicted });
        check(&ScatterFigure { words, classes, dots: dots.collect() }, size, ratio);
    }

    #[test]
    fn maps(
        words in words(), greatest_variability in number(),
        regions in prop::collection::vec(
            (word(), prop::option::of((number(), number(), number(), number()))), 0..6,
        ),
        dots in prop::collection::vec((word(), number(), number(), 0..9usize, 0..3usize), 0..80),
        (size, ratio) in size(), x in number(), y in number(),
    ) {
        let regions = regions.into_iter().map(|(name, limits)| MapRegion {
            name, limits: limits.map(|(left, right, low, high)| ([left, right], [low, high])),
        });
        let dots = dots.into_iter().map(|(name, variability, confidence, region, kind)| MapDot {
            name, variability, confidence, correctness: confidence, region, kind,
        });
        let figure = MapFigure {
            words, greatest_variability, regions: regions.collect(), dots: dots.collect(), ..sample::map()
        };
        check(&figure, size, ratio);
        let css = Size { width: f64::from(size.0), height: f64::from(size.1) };
        let _ = figure.dot_at(x * css.width, y * css.height, css);
        let _ = figure.values_at(x * css.width, y * css.height, css);
    }
}

#[test]
fn samples_fit_every_size() {
    for size in [(240, 160), (340, 220), (560, 280), (1600, 900)] {
        for ratio in [1.0, 1.5, 2.0, 3.0] {
            check(&sample::loss(), size, ratio);
            check(&sample::accuracy(), size, ratio);
            check(&sample::runs(), size, ratio);
            check(&sample::latency(), size, ratio);
            check(&sample::live(), size, ratio);
            check(&sample::drift(), size, ratio);
            check(&sample::speed(), size, ratio);
            check(&sample::speed_heat(), size, ratio);
            check(&sample::roc(), size, ratio);
            check(&sample::pr(), size, ratio);
            check(&sample::calibration(), size, ratio);
            check(&sample::embedding(), size, ratio);
            check(&sample::rate(), size, ratio);
            check(&sample::sweep(), size, ratio);
            check(&sample::map(), size, ratio);
            for n in [2, 10, 50] {
                check(&sample::confusion(n), size, ratio);
            }
        }
    }
}

#[test]
fn a_hundred_thousand_points_take_few_calls() {
    let n = 100_000;
    let raw: Vec<_> = (0..n).map(|i| Some((f64::from(i) * 0.37).sin().abs())).collect();
    let series = Series { name: "training".into(), role: Role::Training, smooth: raw.clone(), raw };
    let figure =
        CurveFigure { x: (0..n).map(f64::from).collect(), series: vec![series], ..Default::default() };
    assert!(watch(&figure, (560, 280), 2.0).calls < 400);
}
