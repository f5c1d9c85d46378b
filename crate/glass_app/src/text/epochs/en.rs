//! A run's epochs in English.

use super::{EpochsText, MapText, VisitText, brief};
use crate::format::{count, percent};
use glass_core::cartography::Region;

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
        lost: "The weights of past epochs are not there any more. Train again to have them.",
        thinned: |kept, all| {
            format!(
                "{kept} of {all} epochs can be looked at: the weights of past epochs are kept within 64 MB, and only as long as the page is open."
            )
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
                "confidence at most 35 %, variability under 0.2: the model never came to its label; look at it"
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
};
