//! What is said of a run's epochs: going back to one, and the map of the images.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::cartography::{Place, Region};

/// What is said of a run's epochs.
#[derive(Debug)]
pub struct EpochsText {
    /// Going back.
    pub visit: VisitText,
    /// The map.
    pub map: MapText,
}

/// Words of the slider that goes back to an epoch.
#[derive(Debug)]
pub struct VisitText {
    /// Name of the slider.
    pub label: &'static str,
    /// What it does.
    pub hint: &'static str,
    /// An epoch, of how many.
    pub epoch: fn(u32, u32) -> String,
    /// Added to the epoch of the model kept.
    pub is_kept: &'static str,
    /// The model kept, which stopped within an epoch.
    pub kept_within: &'static str,
    /// The run stands still within an epoch, where nobody answers.
    pub standing: &'static str,
    /// The loss on the validation split.
    pub validation_loss: fn(f64) -> String,
    /// The loss on the training split, where nothing is validated.
    pub training_loss: fn(f64) -> String,
    /// Goes to the best epoch.
    pub best: fn(Option<u32>) -> String,
    /// Goes back to the model kept.
    pub back: &'static str,
    /// Why it cannot be moved: no run yet.
    pub no_run: &'static str,
    /// Why it cannot be moved: the run goes on.
    pub running: &'static str,
    /// Why it cannot be moved: the weights are lost.
    pub lost: &'static str,
    /// So many of so many epochs are kept.
    pub thinned: fn(usize, usize) -> String,
    /// The answers of this epoch are on their way.
    pub is_coming: fn(u32) -> String,
    /// Digest of the weights that answer.
    pub weights: fn(u64) -> String,
    /// A split as the model of this epoch saw it.
    pub split_at: fn(&str, u32) -> String,
    /// Marks the epoch on a curve.
    pub mark: fn(u32) -> String,
    /// A headline, of this epoch.
    pub headline: fn(u32, &str) -> String,
    /// The model of this epoch answers in service too.
    pub in_service: fn(u32) -> String,
}

/// Words of the data map.
#[derive(Debug)]
pub struct MapText {
    /// Its name.
    pub title: &'static str,
    /// Its horizontal axis.
    pub variability: &'static str,
    /// Its vertical axis.
    pub confidence: &'static str,
    /// Share of epochs with the right answer.
    pub correctness: &'static str,
    /// Heads the column of images.
    pub image: &'static str,
    /// Heads the column of splits.
    pub split: &'static str,
    /// Heads the column of regions.
    pub region_column: &'static str,
    /// Name of a region.
    pub region: fn(Region) -> &'static str,
    /// What a region means, with its limits.
    pub meaning: fn(Region) -> &'static str,
    /// Said over the empty map.
    pub empty: &'static str,
    /// What the map covers: epochs; training images on it, of how many; validation images on it, of how many.
    pub coverage: fn(u32, [usize; 4]) -> String,
    /// There are too few epochs to speak of spread.
    pub few_epochs: &'static str,
    /// What a click does.
    pub hint: &'static str,
    /// Name of the row of buttons.
    pub regions: &'static str,
    /// Shows a region's images: its name, how many.
    pub show: fn(&str, usize) -> String,
    /// An image under the pointer: its path, its numbers, its region.
    pub reading: fn(&str, &Place, &str) -> String,
    /// Heading of the gallery with one image of the map.
    pub one_image: &'static str,
    /// What the gallery shows: how many, of how many, in what order.
    pub shown: fn(usize, usize, Region) -> String,
    /// An image in the gallery: its class, its split.
    pub labelled: fn(&str, &str) -> String,
    /// Its numbers.
    pub numbers: fn(&Place) -> String,
}

/// The first digits of a digest.
fn brief(digest: u64) -> String {
    format!("{:04x}…", digest >> 48)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_are_named() {
        assert_eq!((EN.visit.epoch)(7, 20), "epoch 7 of 20");
        assert_eq!((EN.visit.split_at)("test split", 0), "test split, before training (epoch 0)");
        assert_eq!((ZH.visit.split_at)("测试集", 7), "测试集（第 7 轮）");
        assert_eq!(
            (EN.map.coverage)(20, [1000, 1257, 270, 270]),
            "Epochs 1 to 20; 1000 of 1257 training images and all 270 validation images (hollow)."
        );
    }
}
