//! What a link claims of the run its settings lead to, and how a run is held to it.
//!
//! A proof is the digest of the images, the digest of the whole history (see [`crate::curve::digest`]) and its trail:
//! twelve bits of the digest of the history so far, after every epoch or, of long runs, after every few. The whole
//! digest says whether two runs are the same; the trail says where they part.

use crate::curve::{self, EpochReport};
use serde::{Deserialize, Serialize};

/// Marks of a trail, at most: a link stays short enough to paste.
const MAX_MARKS: usize = 100;
/// Bits of a mark: a parting goes unseen for one more mark once in 4,096.
const MARK_BITS: u64 = 0xfff;
/// Rows of a history that a claim may have, as many as any recipe gives.
const MAX_ROWS: usize = 100_000;

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    images: u64,
    n_rows: usize,
    history: u64,
    trail: Vec<u16>,
}

/// What a run says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The images are others: nothing can be the same.
    OtherImages,
    /// The same up to this epoch; the run is not over.
    SameSoFar {
        /// The last epoch looked at; `None` before the first.
        epoch: Option<u32>,
    },
    /// The same to the last bit, from the first epoch to the last.
    Same {
        /// The last epoch.
        epoch: u32,
    },
    /// The same as far as it goes, but it ended elsewhere.
    EndedElsewhere {
        /// Its last epoch.
        epoch: u32,
        /// The last epoch of the claim.
        claimed: u32,
    },
    /// They part between these epochs, both included.
    Parted {
        /// The first that may differ.
        first: u32,
        /// The last that may be the first to differ.
        last: u32,
    },
}

impl Proof {
    /// The claim of a run that is over; `None` when it has no history.
    pub fn of(images: u64, history: &[EpochReport]) -> Option<Self> {
        let n_rows = history.len();
        (1..=MAX_ROWS).contains(&n_rows).then(|| Self {
            images,
            n_rows,
            history: curve::digest(history),
            trail: marks(n_rows).map(|rows| mark(&history[..rows])).collect(),
        })
    }

    /// Holds a run to the claim. `images` is the digest of its images; `is_over` when no epoch will follow.
    pub fn check(&self, images: u64, history: &[EpochReport], is_over: bool) -> Finding {
        if images != self.images {
            return Finding::OtherImages;
        }
        let epoch_at = |row: usize| history.get(row).map_or(0, |row| row.epoch);
        let mut same = 0;
        for (rows, claimed) in marks(self.n_rows).zip(&self.trail) {
            let Some(begun) = history.get(..rows) else { break };
            if mark(begun) != *claimed {
                return Finding::Parted { first: epoch_at(same), last: epoch_at(rows - 1) };
            }
            same = rows;
        }
        let last = history.last().map(|row| row.epoch);
        match last {
            Some(epoch) if is_over && history.len() == self.n_rows => {
                if curve::digest(history) == self.history {
                    Finding::Same { epoch }
                } else {
                    // Its marks are the claim's, its digest is not: one chance in 4,096 hid where.
                    Finding::Parted { first: epoch_at(0), last: epoch }
                }
            }
            Some(epoch) if is_over => Finding::EndedElsewhere { epoch, claimed: (self.n_rows - 1) as u32 },
            _ => Finding::SameSoFar { epoch: same.checked_sub(1).map(epoch_at) },
        }
    }

    /// As links write it: images, rows, history, trail.
    pub fn to_text(&self) -> String {
        let trail: String = self.trail.iter().map(|mark| format!("{mark:03x}")).collect();
        format!("{:016x}-{}-{:016x}-{trail}", self.images, self.n_rows, self.history)
    }

    /// Reads what [`Proof::to_text`] wrote; `None` when it did not.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = || parts.next();
        let digest = |text: &str| (text.len() == 16).then(|| u64::from_str_radix(text, 16).ok()).flatten();
        let images = digest(next()?)?;
        let n_rows = next()?.parse().ok().filter(|rows| (1..=MAX_ROWS).contains(rows))?;
        let history = digest(next()?)?;
        let trail = next()?;
        let is_whole = next().is_none() && trail.is_ascii() && trail.len() == 3 * marks(n_rows).count();
        let trail = (0..trail.len() / 3)
            .map(|at| u16::from_str_radix(trail.get(3 * at..3 * at + 3)?, 16).ok())
            .collect::<Option<Vec<u16>>>()?;
        is_whole.then_some(Self { images, n_rows, history, trail })
    }
}

/// How many rows there are at each mark of a history; the last is the whole.
fn marks(n_rows: usize) -> impl Iterator<Item = usize> {
    let stride = n_rows.div_ceil(MAX_MARKS).max(1);
    (0..n_rows.div_ceil(stride)).map(move |mark| ((mark + 1) * stride).min(n_rows))
}

fn mark(history: &[EpochReport]) -> u16 {
    let digest = curve::digest(history);
    // Folded: the low bits of FNV-1a never hear of its high ones.
    ((digest ^ (digest >> 24) ^ (digest >> 48)) & MARK_BITS) as u16
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn history(n_rows: usize) -> Vec<EpochReport> {
        let row = |epoch: usize| EpochReport {
            epoch: epoch as u32,
            train_loss: 1.0 / (epoch + 1) as f64,
            validation_loss: Some(1.5 / (epoch + 1) as f64),
            train_accuracy: 0.5,
            validation_accuracy: None,
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            seconds: epoch as f64,
            images_per_second: 1.0,
        };
        (0..n_rows).map(row).collect()
    }

    #[test]
    fn the_same_run_is_the_same_all_the_way() {
        let whole = history(8);
        let proof = Proof::of(7, &whole).unwrap();
        assert_eq!(proof.check(7, &[], false), Finding::SameSoFar { epoch: None });
        for rows in 1..8 {
            let expected = Finding::SameSoFar { epoch: Some(rows as u32 - 1) };
            assert_eq!(proof.check(7, &whole[..rows], false), expected);
            let ended = Finding::EndedElsewhere { epoch: rows as u32 - 1, claimed: 7 };
            assert_eq!(proof.check(7, &whole[..rows], true), ended);
        }
        assert_eq!(proof.check(7, &whole, false), Finding::SameSoFar { epoch: Some(7) });
        assert_eq!(proof.check(7, &whole, true), Finding::Same { epoch: 7 });
        assert_eq!(proof.check(7, &history(9), true), Finding::EndedElsewhere { epoch: 8, claimed: 7 });
        assert_eq!(proof.check(8, &whole, true), Finding::OtherImages);
        assert_eq!(Proof::of(7, &[]), None);
    }

    #[test]
    fn one_bit_is_found_where_it_is() {
        for changed in 0..8 {
            let mut other = history(8);
            other[changed].train_loss = f64::from_bits(other[changed].train_loss.to_bits() ^ 1);
            let proof = Proof::of(7, &history(8)).unwrap();
            let epoch = changed as u32;
            assert_eq!(proof.check(7, &other, true), Finding::Parted { first: epoch, last: epoch });
        }
    }

    #[test]
    fn a_long_run_is_told_to_within_a_few_epochs() {
        let mut other = history(501);
        other[250].train_loss += 1e-9;
        let proof = Proof::of(7, &history(501)).unwrap();
        assert!(proof.to_text().len() < 350);
        let Finding::Parted { first, last } = proof.check(7, &other, true) else { panic!("the same?") };
        assert!((first..=last).contains(&250) && last - first < 7, "{first} {last}");
    }

    proptest! {
        #[test]
        fn claims_come_back_whole(images in any::<u64>(), n_rows in 1_usize..300) {
            let proof = Proof::of(images, &history(n_rows)).unwrap();
            prop_assert_eq!(Proof::from_text(&proof.to_text()), Some(proof));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}|[0-9a-f]{16}-[0-9]{1,7}-[0-9a-f]{16}-[0-9a-f]{0,40}") {
            if let Some(proof) = Proof::from_text(&text) {
                prop_assert_eq!(Proof::from_text(&proof.to_text()), Some(proof));
            }
        }

        #[test]
        fn wherever_runs_part_it_is_never_called_the_same(changed in 0_usize..40, bit in 0_u32..52) {
            let mut other = history(40);
            other[changed].train_loss = f64::from_bits(other[changed].train_loss.to_bits() ^ (1 << bit));
            let finding = Proof::of(7, &history(40)).unwrap().check(7, &other, true);
            let Finding::Parted { first, last } = finding else { panic!("{finding:?}") };
            prop_assert!(last >= changed as u32 && first <= last);
        }
    }
}
