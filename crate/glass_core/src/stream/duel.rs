//! Champion and challenger: two models answer the same images, and are told apart as soon as the evidence allows.
//!
//! What counts are the images on which exactly one of the two was right, each image once, when it is first seen (a replay
//! shows the same images over and over, and saying a thing twice does not make it truer). Were the two equally good, each
//! such image would fall to either like the toss of a fair coin. With `b` that fell to the champion and `c` to the
//! challenger, the evidence against that is Jeffreys' mixture over all coins, against the fair one:
//!
//! > E(b, c) = B(b + ½, c + ½) / B(½, ½) · 2^(b + c)
//!
//! a martingale with mean 1: the chance that it *ever* reaches 1/α is at most α, however often somebody looks (Ville 1939;
//! Robbins 1970). The band of the challenger's share θ is what the same mixture does not rule out:
//! B(b + ½, c + ½) / B(½, ½) < θ^c (1 − θ)^b / α, valid at every time at once.

use crate::interval::Interval;
use serde::{Deserialize, Serialize};
use std::collections::{HashSet, VecDeque};

/// How often a verdict may be wrong: in one duel of twenty between models that are equally good.
pub const ALPHA: f64 = 0.05;

/// Halvings of the bracket in which an end of the band lies: as fine as a float.
const HALVINGS: u32 = 60;

/// Who of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The model in service.
    Champion,
    /// The one that answers beside it.
    Challenger,
}

/// Two answers to one image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Its number in the stream, rising.
    pub sequence: u64,
    /// Which image it was, before any disturbance.
    pub sample: u64,
    /// What the model in service said.
    pub champion: usize,
    /// What the other said.
    pub challenger: usize,
    /// The actual class, if it is known by now.
    pub actual: Option<usize>,
}

/// How many images either, both or none answered rightly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Hits {
    /// Both.
    pub both: u64,
    /// The champion alone.
    pub champion: u64,
    /// The challenger alone.
    pub challenger: u64,
    /// Neither.
    pub neither: u64,
}

impl Hits {
    /// Images in all.
    pub fn n(&self) -> u64 {
        self.both + self.champion + self.challenger + self.neither
    }

    /// Images that this side answered rightly.
    pub fn right(&self, side: Side) -> u64 {
        self.both
            + match side {
                Side::Champion => self.champion,
                Side::Challenger => self.challenger,
            }
    }

    fn add(&mut self, pair: &Pair, actual: usize) {
        let slot = match (pair.champion == actual, pair.challenger == actual) {
            (true, true) => &mut self.both,
            (true, false) => &mut self.champion,
            (false, true) => &mut self.challenger,
            (false, false) => &mut self.neither,
        };
        *slot += 1;
    }
}

/// A verdict, and when it was first due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The better of the two.
    pub better: Side,
    /// Number of the image that decided it.
    pub sequence: u64,
}

/// How a duel stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DuelReport {
    /// The challenger's run.
    pub run: u32,
    /// Number of the first image that both answered.
    pub since: u64,
    /// Images both answered.
    pub n: u64,
    /// Those on which they said the same.
    pub n_agreed: u64,
    /// The labelled ones of them all.
    pub hits: Hits,
    /// The labelled ones of the window.
    pub window: Hits,
    /// What counts as evidence: each image once.
    pub counted: Hits,
    /// Evidence against the two being equally good, as log10 E: 1.3 is one in twenty.
    pub log10_evidence: f64,
    /// The challenger's share of the images that only one answered rightly, with the band that holds at every time at once.
    pub band: Interval,
    /// Who is better, once that is beyond chance.
    pub verdict: Option<Verdict>,
}

/// A duel under way.
#[derive(Debug, Clone)]
pub struct Duel {
    run: u32,
    since: Option<u64>,
    size: usize,
    n: u64,
    n_agreed: u64,
    hits: Hits,
    counted: Hits,
    seen: HashSet<u64>,
    window: VecDeque<Pair>,
    /// Pairs whose label may still come, the oldest first; at most `n_waiting`: the window, which a person may label in any
    /// order, and what comes late by itself.
    waiting: VecDeque<Pair>,
    n_waiting: usize,
    verdict: Option<Verdict>,
}

impl Duel {
    /// Begins against the model of `run`, over windows of `size` images; labels that come by themselves are `label_delay`
    /// images late.
    pub fn new(run: u32, size: usize, label_delay: u32) -> Self {
        Self {
            run,
            since: None,
            size: size.max(1),
            n: 0,
            n_agreed: 0,
            hits: Hits::default(),
            counted: Hits::default(),
            seen: HashSet::new(),
            window: VecDeque::new(),
            waiting: VecDeque::new(),
            n_waiting: size.max(1) + label_delay as usize,
            verdict: None,
        }
    }

    /// The challenger's run.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// Both have answered.
    pub fn answered(&mut self, pair: Pair) {
        self.since.get_or_insert(pair.sequence);
        self.n += 1;
        self.n_agreed += u64::from(pair.champion == pair.challenger);
        if self.window.len() >= self.size {
            self.window.pop_front();
        }
        self.window.push_back(pair);
        match pair.actual {
            Some(actual) => self.judge(&pair, actual),
            None => {
                if self.waiting.len() >= self.n_waiting {
                    self.waiting.pop_front();
                }
                self.waiting.push_back(pair);
            }
        }
    }

    /// Somebody said what an image was that was answered before, or (`None`) took that back. The window follows; what has
    /// counted as evidence stays as it was said first.
    pub fn label(&mut self, sequence: u64, actual: Option<usize>) {
        let place = |pairs: &VecDeque<Pair>| pairs.binary_search_by_key(&sequence, |pair| pair.sequence).ok();
        if let Some(actual) = actual
            && let Some(pair) = place(&self.waiting).and_then(|at| self.waiting.remove(at))
        {
            self.judge(&pair, actual);
        }
        if let Some(at) = place(&self.window) {
            self.window[at].actual = actual;
        }
    }

    fn judge(&mut self, pair: &Pair, actual: usize) {
        self.hits.add(pair, actual);
        if !self.seen.insert(pair.sample) {
            return;
        }
        self.counted.add(pair, actual);
        let Hits { champion, challenger, .. } = self.counted;
        if self.verdict.is_none() && ln_evidence(champion, challenger) >= -libm::log(ALPHA) {
            let better = if challenger > champion { Side::Challenger } else { Side::Champion };
            self.verdict = Some(Verdict { better, sequence: pair.sequence });
        }
    }

    /// How it stands; `None` before the first pair.
    pub fn report(&self) -> Option<DuelReport> {
        let mut window = Hits::default();
        for pair in &self.window {
            if let Some(actual) = pair.actual {
                window.add(pair, actual);
            }
        }
        let Hits { champion, challenger, .. } = self.counted;
        Some(DuelReport {
            run: self.run,
            since: self.since?,
            n: self.n,
            n_agreed: self.n_agreed,
            hits: self.hits,
            window,
            counted: self.counted,
            log10_evidence: ln_evidence(champion, challenger) / std::f64::consts::LN_10,
            band: band(champion, challenger),
            verdict: self.verdict,
        })
    }
}

/// ln of Jeffreys' mixture of the likelihood, B(b + ½, c + ½) / B(½, ½).
fn ln_mixture(champion: u64, challenger: u64) -> f64 {
    let (b, c) = (champion as f64, challenger as f64);
    libm::lgamma(b + 0.5) + libm::lgamma(c + 0.5)
        - libm::lgamma(b + c + 1.0)
        - libm::log(std::f64::consts::PI)
}

/// ln E(b, c): evidence against a fair coin.
fn ln_evidence(champion: u64, challenger: u64) -> f64 {
    ln_mixture(champion, challenger) + (champion + challenger) as f64 * std::f64::consts::LN_2
}

/// The shares of the challenger that the evidence does not rule out.
fn band(champion: u64, challenger: u64) -> Interval {
    let (b, c) = (champion as f64, challenger as f64);
    if champion + challenger == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    let least = ln_mixture(champion, challenger) + libm::log(ALPHA);
    // 0 · ln 0 is 0: what did not happen speaks for no share.
    let term = |times: f64, share: f64| if times > 0.0 { times * libm::log(share) } else { 0.0 };
    let is_possible = |share: f64| term(c, share) + term(b, 1.0 - share) > least;
    // The likelihood rises up to the observed share and falls from there.
    let end = |mut inside: f64, mut outside: f64| {
        if is_possible(outside) {
            return outside;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (inside + outside);
            *(if is_possible(middle) { &mut inside } else { &mut outside }) = middle;
        }
        inside
    };
    let observed = c / (b + c);
    Interval { low: end(observed, 0.0), high: end(observed, 1.0) }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::rng::Stream;
    use proptest::prelude::*;

    fn pair(sequence: u64, sample: u64, champion: usize, challenger: usize, actual: Option<usize>) -> Pair {
        Pair { sequence, sample, champion, challenger, actual }
    }

    /// A duel in which only one is right of each new image, the challenger with this chance.
    fn verdict_of(chance: f64, n: u64, seed: u64) -> Option<Verdict> {
        let mut stream = Stream::indexed(seed, "duel", 0);
        let mut duel = Duel::new(1, 100, 0);
        for at in 0..n {
            let challenger = usize::from(stream.next_f64() >= chance);
            duel.answered(pair(at, at, 1 - challenger, challenger, Some(0)));
        }
        duel.verdict
    }

    #[test]
    fn evidence_has_its_closed_form() {
        // E(0, 0) = 1; E(1, 0) = 1; E(1, 1) = ½; E(2, 0) = 3/2; E(3, 0) = 5/2.
        for (b, c, expected) in [(0, 0, 1.0), (1, 0, 1.0), (1, 1, 0.5), (2, 0, 1.5), (3, 0, 2.5_f64)] {
            assert!((libm::exp(ln_evidence(b, c)) - expected).abs() < 1e-12, "{b} {c}");
        }
        // Eight in a row are beyond one in twenty: 2^8 · (15!!/16!!) = 50.27…; six are not: 2^6 · 11!!/12!! = 14.4….
        assert!((libm::exp(ln_evidence(8, 0)) - 256.0 * 6435.0 / 32768.0).abs() < 1e-9);
        assert!(ln_evidence(6, 0) < -libm::log(ALPHA) && ln_evidence(7, 0) > -libm::log(ALPHA));
    }

    /// The challenger's share of the images that only one answers rightly; of 1,000 duels, those decided within 20, 50, 200
    /// and 1,000 such images; those decided wrongly.
    const SOON: [(f64, [usize; 4], usize); 5] = [
        (0.5, [23, 27, 33, 37], 37),
        (0.6, [44, 99, 448, 997], 5),
        (0.7, [192, 507, 996, 1000], 2),
        (0.8, [508, 933, 1000, 1000], 0),
        (0.9, [901, 1000, 1000, 1000], 0),
    ];

    #[test]
    fn the_table_of_the_documentation_is_true() {
        let measured = SOON.map(|(share, ..)| {
            let verdicts: Vec<Verdict> = (0..1000).filter_map(|seed| verdict_of(share, 1000, seed)).collect();
            let within = |n: u64| verdicts.iter().filter(|verdict| verdict.sequence < n).count();
            let wrong = verdicts.iter().filter(|verdict| share == 0.5 || verdict.better == Side::Champion);
            (share, [20, 50, 200, 1000].map(within), wrong.count())
        });
        assert_eq!(measured, SOON);
    }

    #[test]
    fn an_image_counts_once_and_is_seen_as_often_as_it_comes() {
        let mut duel = Duel::new(3, 4, 0);
        assert!(duel.report().is_none());
        for at in 0..10 {
            duel.answered(pair(at + 5, at % 2, 1, 0, Some(0)));
        }
        let report = duel.report().expect("pairs were answered");
        assert_eq!((report.run, report.since, report.n, report.n_agreed), (3, 5, 10, 0));
        assert_eq!(report.hits, Hits { challenger: 10, ..Hits::default() });
        assert_eq!(report.window, Hits { challenger: 4, ..Hits::default() });
        assert_eq!(report.counted, Hits { challenger: 2, ..Hits::default() });
        assert_eq!(report.verdict, None);
    }

    #[test]
    fn late_labels_come_to_the_same() {
        let answers = |at: u64| ((at % 3) as usize, (at % 2) as usize, (at % 5 % 2) as usize);
        let (mut at_once, mut late) = (Duel::new(1, 6, 0), Duel::new(1, 6, 7));
        for at in 0..40 {
            let (champion, challenger, actual) = answers(at);
            at_once.answered(pair(at, at, champion, challenger, Some(actual)));
            late.answered(pair(at, at, champion, challenger, None));
            if let Some(labelled) = at.checked_sub(7) {
                late.label(labelled, Some(answers(labelled).2));
            }
        }
        assert_eq!(late.hits.n(), 33);
        for labelled in 33..40 {
            late.label(labelled, Some(answers(labelled).2));
        }
        let [one, other] = [&at_once, &late].map(|duel| duel.report().expect("pairs were answered"));
        assert_eq!((one.hits, one.window, one.counted), (other.hits, other.window, other.counted));
        assert!(late.waiting.is_empty());
    }

    #[test]
    fn a_person_labels_in_any_order_and_may_take_it_back() {
        let mut duel = Duel::new(1, 10, 0);
        for at in 0..20 {
            duel.answered(pair(at, at, 0, 1, None));
        }
        for (sequence, actual) in [(17, Some(0)), (12, Some(1)), (17, Some(1)), (5, Some(0))] {
            duel.label(sequence, actual);
        }
        let report = duel.report().expect("pairs were answered");
        // One has left the window; of the others the window has the last word, the evidence the first.
        assert_eq!(report.counted, Hits { champion: 1, challenger: 1, ..Hits::default() });
        assert_eq!(report.window, Hits { challenger: 2, ..Hits::default() });
        duel.label(12, None);
        assert_eq!(duel.report().map(|report| report.window.n()), Some(1));
    }

    #[test]
    fn what_is_never_labelled_is_not_kept() {
        let mut duel = Duel::new(1, 10, 5);
        for at in 0..1000 {
            duel.answered(pair(at, at, 0, 0, None));
        }
        assert_eq!((duel.waiting.len(), duel.window.len(), duel.hits.n()), (15, 10, 0));
        let report = duel.report().expect("pairs were answered");
        assert_eq!((report.n_agreed, report.band), (1000, Interval { low: 0.0, high: 1.0 }));
    }

    proptest! {
        #[test]
        fn the_next_image_of_equals_is_expected_to_change_nothing(b in 0_u64..500, c in 0_u64..500) {
            let next = 0.5 * (libm::exp(ln_evidence(b + 1, c) - ln_evidence(b, c)) + libm::exp(ln_evidence(b, c + 1) - ln_evidence(b, c)));
            prop_assert!((next - 1.0).abs() < 1e-9);
        }

        #[test]
        fn the_band_holds_the_share_and_a_verdict_is_a_band_without_the_half(b in 0_u64..300, c in 0_u64..300) {
            let band = band(b, c);
            prop_assert!(0.0 <= band.low && band.low <= band.high && band.high <= 1.0);
            if b + c > 0 {
                prop_assert!(band.contains(c as f64 / (b + c) as f64));
            }
            prop_assert_eq!(ln_evidence(b, c) >= -libm::log(ALPHA), !band.contains(0.5));
            let mirrored = super::band(c, b);
            prop_assert!((band.low - (1.0 - mirrored.high)).abs() < 1e-12);
        }
    }
}
