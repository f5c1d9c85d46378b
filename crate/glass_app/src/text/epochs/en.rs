//! A run's epochs in English.

use super::{EpochsText, MapText, ProofText, VisitText, brief};
use crate::claim::Verdict;
use crate::format::{count, percent};
use glass_core::cartography::Region;
use glass_core::proof::Proof;

/// English.
pub const EN: EpochsText = EpochsText {
    visit: VisitText {
        label: "Look at epoch",
        hint: "The scores, charts and images below become those of that epoch, the curves mark it, and its model answers in Monitor. A running stream ends, because its reference was another model. Exports stay with the model kept.",
        epoch: |epoch, of| match epoch {
            0 => format!("before training (epoch 0 of {of})"),
            _ => format!("epoch {epoch} of {of}"),
        },
        is_kept: "the model kept",
        kept_within: "the model kept, stopped within an epoch",
        standing: "where the run stands now: not evaluated",
        validation_loss: |loss| format!("validation loss {loss:.2}"),
        training_loss: |loss| format!("training loss {loss:.2}"),
        best: |epoch| epoch.map_or("Best epoch".to_owned(), |epoch| format!("Best epoch ({epoch})")),
        back: "Back to the model kept",
        no_run: "After training, every epoch of the run can be looked at again.",
        running: "The run goes on: pause or stop it to look at an epoch.",
        lost: "The weights of past epochs went with a worker that was started again. Train again to have them.",
        thinned: |kept, all| {
            format!("{kept} of {all} epochs are kept: more weights than 64 MB would not fit.")
        },
        is_coming: |epoch| {
            format!(
                "Epoch {epoch} is being evaluated; until then the numbers are those they are named after."
            )
        },
        weights: |digest| format!("weights {}", brief(digest)),
        split_at: |split, epoch| match epoch {
            0 => format!("{split}, before training (epoch 0)"),
            _ => format!("{split}, epoch {epoch}"),
        },
        mark: |epoch| format!("looking at {epoch}"),
        headline: |epoch, score| format!("epoch {epoch}: {score}"),
        in_service: |epoch| format!("The model of epoch {epoch} answers here, as chosen in Evaluate."),
    },
    map: MapText {
        title: "Data map",
        variability: "variability: spread of p(label) over the epochs",
        confidence: "confidence: mean p(label) over the epochs",
        correctness: "share right",
        image: "image",
        split: "split",
        region_column: "region",
        region: |region| match region {
            Region::Easy => "easy",
            Region::Ambiguous => "ambiguous",
            Region::Hard => "hard or mislabelled",
            Region::Between => "between",
        },
        meaning: |region| match region {
            Region::Easy => "confidence at least 80 %, variability under 0.15: learned early and for good",
            Region::Ambiguous => "variability at least 0.2: learned late, or learned and lost again",
            Region::Hard => {
                "confidence at most 35 %, variability under 0.2: never learned; look at the label"
            }
            Region::Between => "everything else",
        },
        empty: "drawn once a run is over",
        coverage: |epochs, [train, of_train, validation, of_validation]| {
            let part = |n: usize, of: usize| {
                if n == of { format!("all {}", count(n)) } else { format!("{} of {}", count(n), count(of)) }
            };
            let epochs = if epochs == 1 { "Epoch 1".to_owned() } else { format!("Epochs 1 to {epochs}") };
            format!(
                "{epochs}; {} training images and {} validation images (hollow).",
                part(train, of_train),
                part(validation, of_validation)
            )
        },
        few_epochs: "After so few epochs the spread is mostly that of the first steps.",
        hint: "Click a point to see its image, a region to see all of its images.",
        regions: "Images by region",
        show: |region, n| format!("{region}: {}", count(n)),
        reading: |path, place, region| {
            format!(
                "{path}: confidence {}, variability {:.2}, right in {} of the epochs: {region}",
                percent(place.confidence),
                place.variability,
                percent(place.correctness)
            )
        },
        one_image: "An image of the map",
        shown: |shown, total, region| {
            let order = match region {
                Region::Easy => "the surest first",
                Region::Ambiguous => "the most variable first",
                Region::Hard | Region::Between => "the least sure first",
            };
            match total {
                0 => "No image lies in this region.".to_owned(),
                _ => format!("{shown} of {} images, {order}.", count(total)),
            }
        },
        labelled: |class, split| format!("{class} · {split}"),
        numbers: |place| {
            format!(
                "p(label) {} ± {:.2}, right in {} of the epochs",
                percent(place.confidence),
                place.variability,
                percent(place.correctness)
            )
        },
    },
    proof: ProofText {
        title: "This link makes a claim",
        lead: |epochs| {
            let epochs = if epochs == 1 { "1 epoch".to_owned() } else { format!("{epochs} epochs") };
            format!(
                "Who made it trained for {epochs} with these settings, and says that images, history and weights have these digests. Training again must give the same, to the last bit."
            )
        },
        data: "Images and labels",
        run: "Train and compare",
        dismiss: "Put the claim away",
        verdict,
        make: "Make it provable",
        make_hint: "Adds digests of the images, of every epoch and of the weights. Whoever opens the link can train and see whether every bit is the same, or where the first one differs.",
        needs_run: "Train first: there is no run to vouch for.",
        by_hand: "The run was stopped by hand: nobody else could stop at the same step. Let one run to its end.",
        other_settings: "The settings were changed since the run: train with them first.",
    },
};

fn verdict(verdict: Verdict, proof: &Proof) -> String {
    let epochs = |n: u32| if n == 1 { "1 epoch".to_owned() } else { format!("{n} epochs") };
    match verdict {
        Verdict::NoImages => "There are no images here yet to try it on.".into(),
        Verdict::OtherData => {
            "These are other images or other labels: the claim says nothing about them. Bring the sender's images to check it.".into()
        }
        Verdict::OtherSettings => {
            "The settings on screen are not the link's any more. “Train and compare” puts them back.".into()
        }
        Verdict::Waiting => "The images are the sender's. Nothing was trained yet.".into(),
        Verdict::Checking { epoch: None } => "Training; nothing to compare yet.".into(),
        Verdict::Checking { epoch: Some(epoch) } => {
            format!("Identical so far: epoch {epoch} of {}.", proof.epochs)
        }
        Verdict::Unfinished { epochs: n } => {
            format!("Identical as far as it went, but it ended after {n} of {}.", epochs(proof.epochs))
        }
        Verdict::Identical => {
            format!("Identical to the bit: {}, weights {}", epochs(proof.epochs), brief(proof.weights))
        }
        Verdict::Histories { after, by } => format!("First differs {}.", place(after, by)),
        Verdict::Weights => {
            format!("Every epoch is identical to the bit, but the weights kept are not {}", brief(proof.weights))
        }
    }
}

fn place(after: Option<u32>, by: u32) -> String {
    match after {
        None if by > 0 => format!("somewhere up to epoch {by}"),
        Some(after) if after + 1 < by => format!("between epochs {} and {by}", after + 1),
        _ => format!("at epoch {by}"),
    }
}
