//! Drawing the synthetic coins, a few at a time, so that the page can show them as they come.

use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use crate::importer::Portion;
use glass_core::pixels::Sample;
use glass_intake::coins::{CoinDials, coins};
use glass_protocol::Event;

/// Coins under way.
pub struct Drawing {
    import: u32,
    coins: Box<dyn ExactSizeIterator<Item = Sample>>,
    total: u32,
    /// Drawn and not yet told: the page lays itself out for each portion, which costs it as much as drawing costs here.
    portion: Portion,
    told_millis: f64,
}

impl Drawing {
    /// All coins of a seed.
    pub fn new(import: u32, per_class: u32, seed: u32) -> Self {
        let coins = coins(CoinDials { per_class, seed, ..CoinDials::default() });
        let total = coins.len() as u32;
        // The first few are shown at once.
        let told_millis = f64::NEG_INFINITY;
        Self { import, coins: Box::new(coins), total, portion: Portion::default(), told_millis }
    }

    /// Its import.
    pub fn import(&self) -> u32 {
        self.import
    }

    /// Draws for a slice; says whether these were the last.
    pub fn slice(&mut self, clock: Clock<'_>) -> (Vec<Outgoing>, bool) {
        let begun = clock();
        let mut now = begun;
        let mut is_over = true;
        for coin in self.coins.by_ref() {
            self.portion.add(coin);
            now = clock();
            if now - begun > SLICE_MILLIS {
                is_over = false;
                break;
            }
        }
        if !is_over && now - self.told_millis < PROGRESS_MILLIS {
            return (Vec::new(), false);
        }
        self.told_millis = now;
        let import = self.import;
        let mut told = std::mem::take(&mut self.portion).told(import);
        let done = self.total - self.coins.len() as u32;
        told.push(Event::ImportProgress { import, done, total: self.total, next: String::new() }.into());
        if is_over {
            told.push(Event::ImportEnded { import, decoding: None }.into());
        }
        (told, is_over)
    }
}
