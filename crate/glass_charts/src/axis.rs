//! One axis: a range, nice ticks, short numbers.

/// Values beyond this are drawn as if they were this: differences stay finite.
const HUGE: f64 = 1e30;
/// More ticks than this are not asked for in search of a second one.
const FINEST: usize = 16;

/// Ranges no wider than this are a single value.
const NOTHING: f64 = 1e-12;

/// How the numbers of an axis are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    /// As they are.
    #[default]
    Plain,
    /// Whole numbers only: epochs, images.
    Whole,
    /// Shares, printed as percent.
    Percent,
    /// Seconds, printed as minutes:seconds.
    Clock,
}

impl Unit {
    /// The number in few characters, to the precision of `step`.
    pub(crate) fn print(self, value: f64, step: f64) -> String {
        match self {
            Self::Percent => format!("{}\u{a0}%", decimal(value * 100.0, step * 100.0)),
            Self::Clock => {
                let seconds = value.abs().round();
                let sign = if value < 0.0 { "-" } else { "" };
                let (minutes, rest) = ((seconds / 60.0).floor(), seconds % 60.0);
                format!("{sign}{minutes}:{rest:02}")
            }
            Self::Plain | Self::Whole => decimal(value, step),
        }
    }

    /// One value by itself, to three significant digits.
    pub(crate) fn print_value(self, value: f64) -> String {
        match self {
            Self::Percent => format!("{}\u{a0}%", short(value * 100.0)),
            Self::Clock => self.print(value, 1.0),
            Self::Plain | Self::Whole => short(value),
        }
    }
}

/// A number to three significant digits, thousands as k and M.
pub fn short(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let size = value.abs();
    let step = if size == 0.0 { 1.0 } else { 10f64.powf(size.log10().floor() - 2.0) };
    let text = decimal(value, step);
    if !text.contains('.') || text.ends_with(|c: char| !c.is_ascii_digit()) || text.contains('e') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn decimal(value: f64, step: f64) -> String {
    let size = value.abs();
    let step = if step > 0.0 && step.is_finite() { step } else { size.max(1e-12) };
    let places = |step: f64| (-(step * 1.000_001).log10().floor()).clamp(0.0, 6.0) as usize;
    if size >= 1e15 || (size > 0.0 && size < 1e-5) {
        return format!("{value:.1e}");
    }
    for (unit, letter) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] {
        if size >= unit * 10.0 || (size >= unit && unit > 1e3) {
            let text = format!("{:.*}", places(step / unit).min(2), value / unit);
            let text =
                if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            return format!("{text}{letter}");
        }
    }
    let text = format!("{value:.*}", places(step));
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        return text.trim_start_matches('-').to_owned();
    }
    text
}

/// A labelled place on an axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tick {
    pub value: f64,
    pub label: String,
}

/// A range of values, linear or logarithmic.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Axis {
    pub low: f64,
    pub high: f64,
    pub unit: Unit,
    log: bool,
}

impl Axis {
    /// A linear axis; an empty or senseless range becomes one that can be drawn.
    pub fn linear(low: f64, high: f64, unit: Unit) -> Self {
        let (mut low, mut high) = (tame(low), tame(high));
        if !(low.is_finite() && high.is_finite()) {
            (low, high) = (0.0, 1.0);
        }
        if high - low <= (low.abs().max(high.abs()) * 1e-9).max(NOTHING) {
            // Next to nothing counts as nothing: around it no step is small enough to print or to draw.
            let half = if low.abs() <= NOTHING { 0.5 } else { low.abs() * 0.5 };
            (low, high) = (low - half, low + half);
        }
        Self { low, high, unit, log: false }
    }

    /// A logarithmic axis; values at or below zero have no place on it.
    pub fn logarithmic(low: f64, high: f64, unit: Unit) -> Self {
        let (mut low, mut high) = (tame(low), tame(high));
        if !(low > 0.0 && high >= low && high.is_finite()) {
            (low, high) = (0.1, 1.0);
        }
        low = low.max(1e-30);
        high = high.max(low);
        if high / low < 1.5 {
            (low, high) = (low / 1.5, high * 1.5);
        }
        Self { low, high, unit, log: true }
    }

    /// Where a value lies between the ends, 0 to 1; kept near the range so that it can be clipped.
    pub fn share(&self, value: f64) -> Option<f64> {
        let value = tame(value);
        let share = if self.log {
            if value <= 0.0 {
                return None;
            }
            (value / self.low).ln() / (self.high / self.low).ln()
        } else {
            (value - self.low) / (self.high - self.low)
        };
        share.is_finite().then(|| share.clamp(-1e4, 1e4))
    }

    /// The value at a share of the range.
    pub fn value(&self, share: f64) -> f64 {
        if self.log {
            self.low * (self.high / self.low).powf(share)
        } else {
            self.low + (self.high - self.low) * share
        }
    }

    /// The range grown outwards to whole steps.
    pub fn rounded(self, ticks: usize) -> Self {
        if self.log {
            return self;
        }
        let step = nice_step(self.high - self.low, ticks, self.unit);
        let low = (self.low / step + 1e-9).floor() * step;
        let high = (self.high / step - 1e-9).ceil() * step;
        Self { low, high, ..self }
    }

    /// About `most` ticks at round numbers, never more than twice as many, except that one alone, which gives no
    /// scale, calls for a finer step.
    pub fn ticks(&self, most: usize) -> Vec<Tick> {
        if self.log {
            return self.log_ticks(most);
        }
        let step = nice_step(self.high - self.low, most, self.unit);
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        let count = ((last - first).clamp(0.0, 100.0)) as usize;
        if count == 0 && most < FINEST {
            return self.ticks(most.max(1) * 2);
        }
        (0..=count)
            .map(|index| (first + index as f64) * step)
            .filter(|value| *value <= self.high + step * 1e-6)
            .map(|value| Tick { value, label: self.unit.print(value, step) })
            .collect()
    }

    fn log_ticks(&self, most: usize) -> Vec<Tick> {
        let (first, last) = (self.low.log10().floor() as i32, self.high.log10().ceil() as i32);
        let decades = (last - first).max(1) as usize;
        let digits: &[f64] = match most / decades {
            0 | 1 => &[1.0],
            2 => &[1.0, 3.0],
            _ => &[1.0, 2.0, 5.0],
        };
        let every = decades.div_ceil(most.max(1)).max(1);
        (first..=last)
            .step_by(every)
            .flat_map(|decade| digits.iter().map(move |digit| digit * 10f64.powi(decade)))
            .filter(|value| (self.low * 0.999..=self.high * 1.001).contains(value))
            .map(|value| Tick { value, label: self.unit.print_value(value) })
            .collect()
    }
}

fn tame(value: f64) -> f64 {
    value.clamp(-HUGE, HUGE)
}

/// 1, 2 or 5 times a power of ten (for seconds also 15 and 30, and their like), so that about `most` fit.
fn nice_step(span: f64, most: usize, unit: Unit) -> f64 {
    let rough = (span / most.max(1) as f64).max(1e-30);
    if unit == Unit::Clock {
        let clock = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0];
        if let Some(step) = clock.into_iter().find(|step| *step >= rough) {
            return step;
        }
    }
    let power = 10f64.powf(rough.log10().floor());
    let lead = rough / power;
    let step = power * [1.0, 2.0, 5.0].into_iter().find(|nice| *nice >= lead - 1e-9).unwrap_or(10.0);
    if unit == Unit::Whole { step.max(1.0) } else { step }
}

/// The least and greatest of the finite values.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|v| v.is_finite()).fold(None, |seen, value| {
        Some(seen.map_or((value, value), |(low, high): (f64, f64)| (low.min(value), high.max(value))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis, most: usize) -> Vec<String> {
        axis.ticks(most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_stand_at_round_numbers() {
        assert_eq!(labels(Axis::linear(0.0, 1.0, Unit::Percent), 4), ["0\u{a0}%", "50\u{a0}%", "100\u{a0}%"]);
        assert_eq!(labels(Axis::linear(0.0, 0.7, Unit::Plain), 4), ["0.0", "0.2", "0.4", "0.6"]);
        assert_eq!(labels(Axis::linear(0.36, 0.78, Unit::Plain), 1), ["0.4", "0.6"]);
        assert_eq!(labels(Axis::linear(1.0, 3.0, Unit::Whole), 9), ["1", "2", "3"]);
        assert_eq!(labels(Axis::linear(0.0, 90.0, Unit::Clock), 3), ["0:00", "0:30", "1:00", "1:30"]);
        assert_eq!(labels(Axis::logarithmic(0.5, 200.0, Unit::Plain), 4), ["1", "10", "100"]);
        assert_eq!(labels(Axis::linear(0.0, 40_000.0, Unit::Whole), 4), ["0", "10k", "20k", "30k", "40k"]);
    }

    #[test]
    fn numbers_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (0.313_26, "0.313"),
            (-0.5, "-0.5"),
            (12.34, "12.3"),
            (1234.5, "1234"),
            (56_789.0, "56.8k"),
            (2.5e6, "2.5M"),
            (1e20, "1.0e20"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(short(value), text);
        }
    }

    #[test]
    fn no_range_is_senseless() {
        let ranges = [
            (0.0, 0.0),
            (5.0, 5.0),
            (f64::NAN, 1.0),
            (f64::MIN, f64::MAX),
            (3.0, -3.0),
            // Less than a step can be.
            (1.95e-309, 1.95e-309),
            (-1e-40, -1e-40),
            (1e-13, 1e-13),
            (2e-12, 2e-12),
        ];
        for (low, high) in ranges {
            for axis in [Axis::linear(low, high, Unit::Plain), Axis::logarithmic(low, high, Unit::Plain)] {
                assert!(axis.high > axis.low && axis.share(1.0).is_some(), "{axis:?}");
                let ticks = axis.ticks(5);
                assert!(ticks.len() <= 12, "{axis:?}");
                let is_inside = |tick: &Tick| {
                    axis.share(tick.value).is_some_and(|share| (-0.001..=1.001).contains(&share))
                };
                assert!(ticks.iter().all(is_inside), "{axis:?} {ticks:?}");
            }
        }
    }
}
