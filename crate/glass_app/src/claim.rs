//! What a link claims of a run, and what becomes of the claim here.

use glass_core::curve::EpochReport;
use glass_core::proof::{Finding, Proof};
use glass_core::recipe::Recipe;

/// A claim and the settings it came with.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What is claimed.
    pub proof: Proof,
    /// With which settings.
    pub recipe: Recipe,
}

/// What the page has to hold against a claim.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Digest of the images at hand; `None` while there are none or they are still coming.
    pub data: Option<u64>,
    /// The settings on screen.
    pub recipe: &'a Recipe,
    /// The run at hand.
    pub run: Option<SeenRun<'a>>,
}

/// A run to hold against a claim.
#[derive(Debug, Clone, Copy)]
pub struct SeenRun<'a> {
    /// Its settings.
    pub recipe: &'a Recipe,
    /// Its rows so far.
    pub history: &'a [EpochReport],
    /// Digest of the weights it kept, once it is over.
    pub weights: Option<u64>,
}

/// How a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There are no images to try it on.
    NoImages,
    /// The images are others.
    OtherData,
    /// The settings on screen are others.
    OtherSettings,
    /// Nothing was tried yet.
    Waiting,
    /// A run is under way; nothing differs up to this epoch.
    Checking {
        /// The last epoch compared.
        epoch: Option<u32>,
    },
    /// The run ended early; nothing differs up to there.
    Unfinished {
        /// Epochs it had.
        epochs: u32,
    },
    /// Every bit is the same.
    Identical,
    /// The histories differ: the last epoch known to be the same, the first known to differ.
    Histories {
        /// See [`Finding::Histories`].
        after: Option<u32>,
        /// See [`Finding::Histories`].
        by: u32,
    },
    /// Only the weights kept differ.
    Weights,
}

impl Verdict {
    /// The word in `data-verdict`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoImages => "no-data",
            Self::OtherData => "other-data",
            Self::OtherSettings => "other-settings",
            Self::Waiting => "waiting",
            Self::Checking { .. } => "checking",
            Self::Unfinished { .. } => "unfinished",
            Self::Identical => "identical",
            Self::Histories { .. } | Self::Weights => "differs",
        }
    }
}

impl Claim {
    /// Holds what the page has against the claim. Labels cannot change under a run, so the images at hand are
    /// those it trained on.
    pub fn judge(&self, seen: Seen<'_>) -> Verdict {
        match (seen.data, seen.run.filter(|run| *run.recipe == self.recipe)) {
            (None, _) => Verdict::NoImages,
            (Some(data), _) if data != self.proof.data => Verdict::OtherData,
            (Some(_), Some(run)) => match self.proof.compare(run.history, run.weights) {
                Finding::SoFar { epoch } => Verdict::Checking { epoch },
                Finding::Identical => Verdict::Identical,
                Finding::Unfinished { epochs } => Verdict::Unfinished { epochs },
                Finding::Histories { after, by } => Verdict::Histories { after, by },
                Finding::Weights => Verdict::Weights,
            },
            (Some(_), None) if *seen.recipe != self.recipe => Verdict::OtherSettings,
            (Some(_), None) => Verdict::Waiting,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(epoch: u32) -> EpochReport {
        EpochReport {
            epoch,
            train_loss: 0.5,
            validation_loss: None,
            train_accuracy: 0.5,
            validation_accuracy: None,
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            seconds: 0.0,
            images_per_second: 0.0,
        }
    }

    #[test]
    fn a_claim_is_judged_by_what_is_at_hand() {
        let history: Vec<EpochReport> = (0..4).map(row).collect();
        let ours = Recipe { epochs: 3, ..Recipe::default() };
        let other = Recipe { seed: 1, ..ours };
        let claim = Claim { proof: Proof::of(9, &history, 7), recipe: ours };
        let mut strayed = history.clone();
        strayed[2].train_loss = 0.4;
        let run = |recipe, history, weights| Some(SeenRun { recipe, history, weights });
        let table = [
            (None, &ours, None, Verdict::NoImages),
            (Some(8), &ours, run(&ours, &history[..], Some(7)), Verdict::OtherData),
            (Some(9), &ours, None, Verdict::Waiting),
            (Some(9), &other, None, Verdict::OtherSettings),
            (Some(9), &ours, run(&other, &history[..], Some(7)), Verdict::Waiting),
            (Some(9), &ours, run(&ours, &history[..0], None), Verdict::Checking { epoch: None }),
            (Some(9), &ours, run(&ours, &history[..2], None), Verdict::Checking { epoch: Some(1) }),
            (Some(9), &ours, run(&ours, &history[..2], Some(1)), Verdict::Unfinished { epochs: 1 }),
            (Some(9), &other, run(&ours, &history[..], Some(7)), Verdict::Identical),
            (Some(9), &ours, run(&ours, &history[..], Some(6)), Verdict::Weights),
            (Some(9), &ours, run(&ours, &strayed[..3], None), Verdict::Histories { after: Some(1), by: 2 }),
        ];
        for (data, recipe, run, expected) in table {
            assert_eq!(claim.judge(Seen { data, recipe, run }), expected);
        }
    }
}
