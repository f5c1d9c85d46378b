//! How long files take to decode, timed while an import reads them.

use crate::engine::MIN_TICKS;
use glass_core::latency::Latency;
use glass_core::performance::{Part, PartTimes};

/// Times of an import's files. A small picture decodes within one tick of the clock: files are then timed
/// together until the clock has moved far enough, and each counts with its share.
#[derive(Debug, Clone, Default)]
pub struct Decoding {
    tick_millis: f64,
    cold_millis: Option<f64>,
    warm: Latency,
    together: u32,
    together_millis: f64,
}

impl Decoding {
    /// Nothing decoded yet, by a clock of this tick, in milliseconds.
    pub fn by_clock(tick_millis: f64) -> Self {
        Self { tick_millis, ..Self::default() }
    }

    /// One more file was decoded, in so many milliseconds by the clock.
    pub fn record_millis(&mut self, millis: f64) {
        if self.cold_millis.is_none() {
            self.cold_millis = Some(millis);
            return;
        }
        self.together += 1;
        self.together_millis += millis;
        if self.together_millis >= MIN_TICKS * self.tick_millis {
            self.warm.record_repeats_millis(self.together_millis / f64::from(self.together), self.together);
            (self.together, self.together_millis) = (0, 0.0);
        }
    }

    /// The times; `None` when too few files came for the clock.
    pub fn times(&self) -> Option<PartTimes> {
        Some(PartTimes { part: Part::Decode, cold_millis: self.cold_millis?, warm: self.warm.summary()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_is_cold_and_short_ones_are_timed_together() {
        let mut decoding = Decoding::by_clock(0.1);
        decoding.record_millis(9.0);
        assert_eq!(decoding.times(), None);
        // A clock of 0.1 ms sees 0.05 ms as 0 or 0.1.
        for nth in 0..80 {
            decoding.record_millis(if nth % 2 == 0 { 0.0 } else { 0.1 });
        }
        let times = decoding.times().unwrap();
        assert_eq!((times.cold_millis, times.warm.count), (9.0, 80));
        assert!((times.warm.p50.millis - 0.05).abs() < 0.001, "{times:?}");
        decoding.record_millis(4.0);
        let warm = decoding.times().unwrap().warm;
        assert_eq!((warm.count, warm.max_millis), (81, 4.0), "a long one counts alone");
    }
}
