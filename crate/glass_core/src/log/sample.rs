//! A log to look at first: synthetic, seeded, three classes. Calm at first; then one class is asked for far more often,
//! and it is a hard one; then the mix is calm again, but what the classes look like has changed, which no probability
//! shows. Every tenth row has no label; from row 1,600 on answers come later.

use super::{Collector, Log, Refusal, stamp};
use crate::rng::Stream;

/// Its rows.
pub const SAMPLE_ROWS: u32 = 2_000;

const CLASSES: [&str; 3] = ["bolt", "nut", "washer"];
/// Rows from which on the mix of classes is another.
const MIX_FROM: u32 = 1_000;
/// Rows from which on the classes look otherwise, in the old mix.
const CONCEPT_FROM: u32 = 1_500;
const SLOW_FROM: u32 = 1_600;
/// How far each class stands out: washers are hard to tell.
const CLARITY: [f64; 3] = [2.6, 2.4, 1.1];
/// 2026-01-05, 08:00 UTC.
const START_MILLIS: f64 = 1_767_600_000_000.0;

/// The sample log; the same rows for the same seed.
///
/// # Errors
/// As any log; it has none of the reasons.
pub fn sample(seed: u64) -> Result<Log, Refusal> {
    let mut collector = Collector::default();
    let names = ["timestamp", "actual", "predicted", "p_bolt", "p_nut", "p_washer", "latency_ms"];
    let columns = collector.columns(names.into_iter())?;
    let mut stream = Stream::named(seed, "sample log");
    for row in 0..SAMPLE_ROWS {
        let shares = row_of(row, &mut stream);
        let predicted = crate::metric::most_probable(&shares);
        let mut actual = drawn(&shares, &mut stream);
        // The concept drifts: bolts and nuts are called by each other's names, now and then.
        if row >= CONCEPT_FROM && actual < 2 && stream.next_f64() < 0.4 {
            actual = 1 - actual;
        }
        let slow = if row >= SLOW_FROM { 1.8 } else { 1.0 };
        let latency = 12.0 * slow * libm::exp(0.3 * stream.normal());
        let jitter = stream.below(20_000);
        let at_millis = START_MILLIS + f64::from(row) * 60_000.0 + f64::from(jitter);
        let name = |class: usize| CLASSES.get(class).map_or_else(String::new, |name| String::from(*name));
        let mut cells = vec![
            stamp::print(at_millis).unwrap_or_default(),
            if row % 10 == 9 { String::new() } else { name(actual) },
            name(predicted),
        ];
        cells.extend(shares.iter().map(|p| format!("0.{:04}", (p * 1e4) as u32 % 10_000)));
        let tenths = (latency * 10.0) as u32;
        cells.push(format!("{}.{}", tenths / 10, tenths % 10));
        collector.row(row + 2, columns.iter().copied().zip(cells.iter().map(String::as_str)))?;
    }
    collector.finish()
}

/// Probabilities that are right by construction: the actual class is drawn from them.
fn row_of(row: u32, stream: &mut Stream) -> [f64; 3] {
    let mix = if (MIX_FROM..CONCEPT_FROM).contains(&row) { [0.1, 0.15, 0.75] } else { [0.4, 0.35, 0.25] };
    let shown = drawn(&mix, stream);
    let mut shares = [0.0; 3];
    for (class, share) in shares.iter_mut().enumerate() {
        let clarity = CLARITY.get(shown).copied().unwrap_or(1.0);
        let height = if class == shown { clarity } else { 0.0 };
        *share = libm::exp(1.2 * (height + 0.8 * stream.normal()));
    }
    let total: f64 = shares.iter().sum();
    shares.map(|share| (share / total).clamp(0.0, 0.999_9))
}

fn drawn(shares: &[f64; 3], stream: &mut Stream) -> usize {
    let mut left = stream.next_f64() * shares.iter().sum::<f64>();
    for (class, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return class;
        }
    }
    shares.len() - 1
}
