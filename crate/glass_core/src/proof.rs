//! A run that can be checked elsewhere: digests small enough for a link, and where two runs first part.
//!
//! A link carries them in three keys: `dd` the digest of the images and labels; `rd` what the run came to, as
//! `epochs-history-weights`; `rm` four hexadecimal digits of the history's digest after each epoch, from epoch 0
//! on ([`MAX_MARKS`] at most: a longer run is marked every second, every third … epoch). Each mark covers
//! everything before it, so that once two runs differ all later marks differ too (but for one in 65,536).

use crate::curve::{self, EpochReport};
use crate::split::SplitName;
use serde::{Deserialize, Serialize};

/// Marks in a link, at most: every epoch of a run of a hundred.
pub const MAX_MARKS: u32 = 101;
/// Longest run a link may speak of, in epochs.
const MAX_EPOCHS: u32 = 10_000;

/// What is claimed of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// [`digest_of_set`] of the images it trained on.
    pub data: u64,
    /// Its epochs, epoch 0 left out.
    pub epochs: u32,
    /// [`curve::digest`] of its history.
    pub history: u64,
    /// Digest of the weights it kept.
    pub weights: u64,
    /// 16 bits of the history's digest up to epoch 0, and to every [`stride`]-th after it.
    pub marks: Vec<u16>,
}

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The run goes on; nothing differs up to this epoch (`None`: not even epoch 0 is there).
    SoFar {
        /// The last epoch compared.
        epoch: Option<u32>,
    },
    /// Every bit of the history and of the weights.
    Identical,
    /// It ended after fewer epochs; nothing differs up to there.
    Unfinished {
        /// Epochs it had.
        epochs: u32,
    },
    /// The histories differ.
    Histories {
        /// The last epoch known to be the same; `None`: none is.
        after: Option<u32>,
        /// The first epoch known to differ.
        by: u32,
    },
    /// The histories are the same, the weights kept are not.
    Weights,
}

/// FNV-1a over the digest and the class of every image that takes part, in their order, and over the split its
/// folder asked for where it did.
pub fn digest_of_set(images: impl Iterator<Item = (u64, usize, Option<SplitName>)>) -> u64 {
    images
        .flat_map(|(digest, class, fixed)| {
            let place = fixed.map(|split| split as u8);
            digest.to_le_bytes().into_iter().chain((class as u64).to_le_bytes()).chain(place)
        })
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Epochs from one mark of a run to the next.
pub fn stride(epochs: u32) -> u32 {
    epochs.saturating_add(1).div_ceil(MAX_MARKS).max(1)
}

/// A digest in 16 bits: its quarters folded together.
fn mark(digest: u64) -> u16 {
    (digest ^ digest >> 16 ^ digest >> 32 ^ digest >> 48) as u16
}

impl Proof {
    /// What can be claimed of a run that is over.
    pub fn of(data: u64, history: &[EpochReport], weights: u64) -> Self {
        let epochs = history.len().saturating_sub(1) as u32;
        let marks = curve::digests_so_far(history).step_by(stride(epochs) as usize).map(mark);
        Self { data, epochs, history: curve::digest(history), weights, marks: marks.collect() }
    }

    /// Holds a run to the claim: its rows from epoch 0 on and, once it is over, the digest of its weights.
    pub fn compare(&self, history: &[EpochReport], weights: Option<u64>) -> Finding {
        let stride = stride(self.epochs);
        let digests: Vec<u64> = curve::digests_so_far(history).collect();
        let epoch = digests.len().checked_sub(1).map(|last| last as u32);
        let mut after = None;
        for (nth, claimed) in (0_u32..).zip(&self.marks) {
            let at = nth * stride;
            match digests.get(at as usize) {
                Some(found) if mark(*found) != *claimed => return Finding::Histories { after, by: at },
                Some(_) => after = Some(at),
                None => break,
            }
        }
        match (epoch, weights) {
            (Some(epoch), _) if epoch > self.epochs => {
                Finding::Histories { after: Some(self.epochs), by: self.epochs + 1 }
            }
            (Some(epoch), _) if epoch == self.epochs && digests.last() != Some(&self.history) => {
                Finding::Histories { after: after.filter(|after| *after < epoch), by: epoch }
            }
            (epoch, None) => Finding::SoFar { epoch },
            (Some(epoch), Some(weights)) if epoch == self.epochs => {
                if weights == self.weights {
                    Finding::Identical
                } else {
                    Finding::Weights
                }
            }
            (epoch, Some(_)) => Finding::Unfinished { epochs: epoch.unwrap_or(0) },
        }
    }

    /// The keys and values of a link, joined by `&`.
    pub fn to_link(&self) -> String {
        let Self { data, epochs, history, weights, marks } = self;
        let mut text = format!("dd={data:016x}&rd={epochs}-{history:016x}-{weights:016x}");
        if !marks.is_empty() {
            text.push_str("&rm=");
            text.extend(marks.iter().map(|mark| format!("{mark:04x}")));
        }
        text
    }

    /// Is this a key of a claim?
    pub fn has_key(key: &str) -> bool {
        matches!(key, "dd" | "rd" | "rm")
    }

    /// The claim in a link whose values `find` finds, and the keys that are missing from it or unreadable.
    /// Without marks a claim still says whether runs differ, only not where.
    pub fn from_link<'a>(find: impl Fn(&str) -> Option<&'a str>) -> (Option<Self>, Vec<&'static str>) {
        let (data, run, marks) = (find("dd"), find("rd"), find("rm"));
        if data.or(run).or(marks).is_none() {
            return (None, Vec::new());
        }
        let mut unread = Vec::new();
        let data = data.and_then(digest_from);
        let run = run.and_then(run_from);
        if data.is_none() {
            unread.push("dd");
        }
        if run.is_none() {
            unread.push("rd");
        }
        let epochs = run.map(|(epochs, ..)| epochs);
        let marks = match (marks, epochs) {
            (None, _) => Vec::new(),
            (Some(text), Some(epochs)) if marks_from(text, epochs).is_some() => {
                marks_from(text, epochs).unwrap_or_default()
            }
            (Some(_), _) => {
                unread.push("rm");
                Vec::new()
            }
        };
        let proof = data.zip(run).map(|(data, (epochs, history, weights))| Self {
            data,
            epochs,
            history,
            weights,
            marks,
        });
        (proof, unread)
    }
}

/// 16 hexadecimal digits.
fn digest_from(text: &str) -> Option<u64> {
    let is_digest = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest.then(|| u64::from_str_radix(text, 16).ok()).flatten()
}

fn run_from(text: &str) -> Option<(u32, u64, u64)> {
    let mut parts = text.split('-');
    let epochs = parts.next()?.parse().ok().filter(|epochs| *epochs <= MAX_EPOCHS)?;
    let (history, weights) = (digest_from(parts.next()?)?, digest_from(parts.next()?)?);
    parts.next().is_none().then_some((epochs, history, weights))
}

/// As many marks as a run of so many epochs has.
fn marks_from(text: &str, epochs: u32) -> Option<Vec<u16>> {
    let n_marks = (epochs / stride(epochs) + 1) as usize;
    if text.len() != 4 * n_marks || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..n_marks).map(|nth| u16::from_str_radix(text.get(4 * nth..4 * nth + 4)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn history(epochs: u32, loss: impl Fn(u32) -> f64) -> Vec<EpochReport> {
        let row = |epoch| EpochReport {
            epoch,
            train_loss: loss(epoch),
            validation_loss: Some(0.5),
            train_accuracy: 0.9,
            validation_accuracy: None,
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            // Clock readings are in no digest.
            seconds: f64::from(epoch) * 0.1,
            images_per_second: 1.0,
        };
        (0..=epochs).map(row).collect()
    }

    fn falling(epoch: u32) -> f64 {
        1.0 / (1.0 + f64::from(epoch))
    }

    /// The same but from `epoch` on, where one bit is another.
    fn parted(epochs: u32, epoch: u32) -> Vec<EpochReport> {
        history(epochs, |at| f64::from_bits(falling(at).to_bits() ^ u64::from(at == epoch)))
    }

    #[test]
    fn the_same_run_is_identical_and_on_the_way_the_same_so_far() {
        let run = history(20, falling);
        let proof = Proof::of(1, &run, 7);
        assert_eq!(proof.marks.len(), 21);
        assert_eq!(proof.compare(&run, Some(7)), Finding::Identical);
        assert_eq!(proof.compare(&[], None), Finding::SoFar { epoch: None });
        assert_eq!(proof.compare(&run[..1], None), Finding::SoFar { epoch: Some(0) });
        assert_eq!(proof.compare(&run[..8], None), Finding::SoFar { epoch: Some(7) });
        assert_eq!(proof.compare(&run, None), Finding::SoFar { epoch: Some(20) });
        assert_eq!(proof.compare(&run[..8], Some(3)), Finding::Unfinished { epochs: 7 });
        let mut slower = run;
        slower.iter_mut().for_each(|row| row.seconds += 1.0);
        assert_eq!(proof.compare(&slower, Some(7)), Finding::Identical, "time is not part of it");
    }

    #[test]
    fn one_bit_is_found_in_its_epoch() {
        let proof = Proof::of(1, &history(20, falling), 7);
        for epoch in 0..=20_u32 {
            let found = Finding::Histories { after: epoch.checked_sub(1), by: epoch };
            assert_eq!(proof.compare(&parted(20, epoch), Some(7)), found);
            let so_far = &parted(20, epoch)[..=epoch as usize];
            assert_eq!(proof.compare(so_far, None), found, "at once, not at the end");
        }
        assert_eq!(proof.compare(&history(20, falling), Some(8)), Finding::Weights);
        assert_eq!(
            proof.compare(&history(21, falling), Some(7)),
            Finding::Histories { after: Some(20), by: 21 }
        );
    }

    #[test]
    fn a_long_run_is_marked_now_and_then_and_the_gap_is_told() {
        assert_eq!([0, 100, 101, 201, 202, 500].map(stride), [1, 1, 2, 2, 3, 5]);
        let proof = Proof::of(1, &history(203, falling), 7);
        assert_eq!(proof.marks.len(), 68);
        assert_eq!(proof.compare(&history(203, falling), Some(7)), Finding::Identical);
        let found = proof.compare(&parted(203, 100), Some(7));
        assert_eq!(found, Finding::Histories { after: Some(99), by: 102 });
        // Behind the last mark (201) only the whole history's digest speaks.
        let found = proof.compare(&parted(203, 202), Some(7));
        assert_eq!(found, Finding::Histories { after: Some(201), by: 203 });
    }

    #[test]
    fn without_marks_a_difference_has_no_place() {
        let proof = Proof { marks: Vec::new(), ..Proof::of(1, &history(9, falling), 7) };
        assert_eq!(proof.compare(&history(9, falling), Some(7)), Finding::Identical);
        assert_eq!(proof.compare(&parted(9, 3), Some(7)), Finding::Histories { after: None, by: 9 });
    }

    #[test]
    fn a_set_is_its_images_labels_order_and_folders() {
        let set = |images: &[(u64, usize, Option<SplitName>)]| digest_of_set(images.iter().copied());
        let plain = [(1, 0, None), (2, 1, None)];
        let others = [
            [(1, 0, None), (2, 0, None)],
            [(1, 0, None), (3, 1, None)],
            [(2, 1, None), (1, 0, None)],
            [(1, 0, Some(SplitName::Train)), (2, 1, None)],
            [(1, 0, Some(SplitName::Test)), (2, 1, None)],
        ];
        let digests: std::collections::BTreeSet<u64> =
            others.iter().chain([&plain]).map(|images| set(images)).collect();
        assert_eq!(digests.len(), 6);
        assert_eq!(set(&plain), set(&plain));
    }

    fn read(link: &str) -> (Option<Proof>, Vec<&'static str>) {
        let pairs: Vec<_> = link.split('&').filter_map(|pair| pair.split_once('=')).collect();
        Proof::from_link(|wanted| pairs.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value))
    }

    #[test]
    fn a_claim_fits_a_link() {
        for epochs in [0, 1, 100, 101, 500] {
            let proof = Proof::of(0xfeed, &history(epochs, falling), 0xbeef);
            let link = proof.to_link();
            assert!(link.len() < 500, "{}", link.len());
            assert_eq!(read(&link), (Some(proof), vec![]));
        }
    }

    #[test]
    fn what_cannot_be_read_of_a_claim_is_named() {
        let proof = Proof::of(0xfeed, &history(3, falling), 0xbeef);
        let link = proof.to_link();
        let unmarked = Proof { marks: vec![], ..proof };
        let table = [
            ("m=cnn".to_owned(), None, vec![]),
            (link.replace("dd=0", "dd=g"), None, vec!["dd"]),
            (link.replace("rd=3", "rd=x"), None, vec!["rd", "rm"]),
            (link.replace("rd=3", "rd=99999"), None, vec!["rd", "rm"]),
            (link.replace("rd=3-", "rd=3-0-"), None, vec!["rd", "rm"]),
            (link[..link.len() - 1].to_owned(), Some(unmarked.clone()), vec!["rm"]),
            (link.replace("rm=", "rm=é"), Some(unmarked.clone()), vec!["rm"]),
            (unmarked.to_link(), Some(unmarked), vec![]),
            ("rm=0000".to_owned(), None, vec!["dd", "rd", "rm"]),
        ];
        for (link, claim, unread) in table {
            assert_eq!(read(&link), (claim, unread), "{link}");
        }
    }

    proptest! {
        #[test]
        fn any_value_is_survived(data: String, run: String, marks: String, epochs in 0_u32..20_000) {
            let run = if epochs % 2 == 0 { run } else { format!("{epochs}-{:016x}-{:016x}", 1, 2) };
            let find = |key: &str| Some(match key { "dd" => &data[..], "rd" => &run, _ => &marks });
            let (proof, unread) = Proof::from_link(find);
            prop_assert_eq!(proof.is_none(), unread.contains(&"dd") || unread.contains(&"rd"));
        }

        #[test]
        fn the_place_of_a_difference_is_never_missed(epochs in 0_u32..400, at in 0_u32..400) {
            let at = at.min(epochs);
            let found = Proof::of(0, &history(epochs, falling), 7).compare(&parted(epochs, at), Some(7));
            let Finding::Histories { after, by } = found else { panic!("{found:?}") };
            prop_assert!(after.is_none_or(|after| after < at) && by >= at && by - at < stride(epochs).max(2));
        }
    }
}
