//! From bytes to the numbers a model sees: gather, augment, normalise. `f32`, `[B, C, H, W]`.

use glass_core::recipe::{Augment, Normalize};
use glass_core::rng::Stream;
use serde::{Deserialize, Serialize};

use crate::augment::augment_into;
use crate::image_set::ImageSet;

/// The least standard deviation a channel is divided by: one step of a byte. A channel that never varies
/// would otherwise be divided by zero.
const LEAST_STD: f64 = 1.0 / 255.0;

/// How bytes become numbers: `(x / 255 − mean) / std` for each channel. Measured once on the training images
/// and kept with the model, so that training and inference cannot differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Normalization {
    /// Mean of each channel, on the scale 0…1.
    pub mean: Vec<f32>,
    /// Standard deviation of each channel, on the scale 0…1.
    pub std: Vec<f32>,
}

impl Normalization {
    /// The constants the recipe asks for, measured on `training` where it asks for measuring.
    pub fn measured(normalize: Normalize, training: &ImageSet) -> Self {
        let channels = training.channels();
        match normalize {
            Normalize::Unit => Self { mean: vec![0.0; channels], std: vec![1.0; channels] },
            Normalize::Article => Self { mean: vec![0.1; channels], std: vec![0.1; channels] },
            Normalize::Standard => Self::standard(training),
        }
    }

    /// Mean and (population) standard deviation of each channel, from whole-number sums: exact, whatever the
    /// order of the images.
    fn standard(training: &ImageSet) -> Self {
        let plane = training.size() * training.size();
        let n = (training.len() * plane).max(1) as f64;
        let mut sums = vec![(0_u64, 0_u64); training.channels()];
        for (index, pixels) in training.images().chunks_exact(plane).enumerate() {
            let sum = &mut sums[index % training.channels()];
            for &byte in pixels {
                sum.0 += u64::from(byte);
                sum.1 += u64::from(byte) * u64::from(byte);
            }
        }
        let moments = sums.into_iter().map(|(sum, squares)| {
            let mean = sum as f64 / n;
            let variance = (squares as f64 / n - mean * mean).max(0.0);
            ((mean / 255.0) as f32, (libm::sqrt(variance) / 255.0).max(LEAST_STD) as f32)
        });
        let (mean, std) = moments.unzip();
        Self { mean, std }
    }

    /// How many channels this is for.
    pub fn channels(&self) -> usize {
        self.mean.len().min(self.std.len())
    }

    /// One value of one channel, on the scale 0…255, as the model sees it.
    pub fn value(&self, channel: usize, value: f32) -> f32 {
        (value / 255.0 - self.mean[channel]) / self.std[channel]
    }

    /// What each byte becomes, for each channel.
    pub fn table(&self) -> Vec<[f32; 256]> {
        (0..self.channels())
            .map(|channel| std::array::from_fn(|byte| self.value(channel, byte as f32)))
            .collect()
    }
}

/// Normalises images without changing them: what inference and evaluation see.
#[derive(Debug, Clone)]
pub(crate) struct Normaliser {
    table: Vec<[f32; 256]>,
}

impl Normaliser {
    pub(crate) fn new(normalization: &Normalization) -> Self {
        Self { table: normalization.table() }
    }

    /// Appends the numbers of planar images, `plane` bytes a channel.
    pub(crate) fn extend(&self, images: &[u8], plane: usize, values: &mut Vec<f32>) {
        for (index, pixels) in images.chunks_exact(plane).enumerate() {
            let table = &self.table[index % self.table.len()];
            values.extend(pixels.iter().map(|&byte| table[usize::from(byte)]));
        }
    }
}

/// How training images are changed: the recipe's settings, its seed and the epoch.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The settings.
    pub augment: &'a Augment,
    /// The recipe's seed.
    pub seed: u32,
    /// The epoch: each image is drawn anew in each.
    pub epoch: u32,
}

impl Change<'_> {
    /// The stream of one image in this epoch, whatever batch it falls into.
    fn stream(&self, image: usize) -> Stream {
        Stream::indexed(u64::from(self.seed), "augment", (u64::from(self.epoch) << 32) | image as u64)
    }
}

/// The images at `indices`, changed and normalised: `[B, C, S, S]`.
pub fn training_batch(
    set: &ImageSet,
    indices: &[usize],
    change: Change<'_>,
    normalization: &Normalization,
) -> Vec<f32> {
    let (channels, size) = (set.channels(), set.size());
    let mut values = Vec::with_capacity(indices.len() * set.image_len());
    if change.augment.is_none() {
        let normaliser = Normaliser::new(normalization);
        for &index in indices {
            normaliser.extend(set.image(index), size * size, &mut values);
        }
        return values;
    }
    let mut changed = vec![0.0; set.image_len()];
    for &index in indices {
        let mut stream = change.stream(index);
        augment_into(set.image(index), channels, size, change.augment, &mut stream, &mut changed);
        for (channel, plane) in changed.chunks_exact(size * size).enumerate() {
            values.extend(plane.iter().map(|&value| normalization.value(channel, value)));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> ImageSet {
        let images = (0..2 * 3 * 4).map(|index| (index * 10) as u8).collect();
        ImageSet::checked(3, 2, images, vec![0, 1]).unwrap()
    }

    #[test]
    fn each_normalisation_by_its_definition() {
        let table = [(Normalize::Unit, 0.0, 1.0), (Normalize::Article, 0.1, 0.1)];
        for (normalize, mean, std) in table {
            let normalization = Normalization::measured(normalize, &set());
            for byte in [0_u8, 1, 128, 255] {
                let expected = (f64::from(byte) / 255.0 - mean) / std;
                let found = f64::from(normalization.value(1, f32::from(byte)));
                assert!((found - expected).abs() < 1e-5, "{normalize:?} {byte}: {found} {expected}");
            }
        }
        // Channel 0 of the set holds 0, 10, 20, 30 and 120, 130, 140, 150.
        let standard = Normalization::measured(Normalize::Standard, &set());
        assert!((standard.mean[0] - 75.0 / 255.0).abs() < 1e-6);
        assert!((standard.std[0] - 3725.0_f32.sqrt() / 255.0).abs() < 1e-6);
    }

    #[test]
    fn standard_images_have_mean_zero_and_deviation_one() {
        let set = set();
        let normalization = Normalization::measured(Normalize::Standard, &set);
        let change = Change { augment: &Augment::NONE, seed: 1, epoch: 1 };
        let batch = training_batch(&set, &[0, 1], change, &normalization);
        let mean = batch.iter().sum::<f32>() / batch.len() as f32;
        let variance = batch.iter().map(|value| value * value).sum::<f32>() / batch.len() as f32;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "{mean} {variance}");
    }

    #[test]
    fn a_flat_channel_stays_finite() {
        let flat = ImageSet::checked(1, 2, vec![9; 8], vec![0, 1]).unwrap();
        let normalization = Normalization::measured(Normalize::Standard, &flat);
        assert!(normalization.table()[0].iter().all(|value| value.is_finite()));
        assert_eq!(normalization.value(0, 9.0), 0.0);
    }

    #[test]
    fn training_and_inference_see_the_same_numbers() {
        let set = set();
        let normalization = Normalization::measured(Normalize::Standard, &set);
        // A change so small that it changes nothing takes the other way through the code.
        let barely = Augment { brightness: 1e-30, ..Augment::NONE };
        let ways = [Augment::NONE, barely].map(|augment| {
            let change = Change { augment: &augment, seed: 1, epoch: 1 };
            training_batch(&set, &[1, 0], change, &normalization)
        });
        let mut inference = Vec::new();
        for index in [1, 0] {
            Normaliser::new(&normalization).extend(set.image(index), 4, &mut inference);
        }
        assert_eq!(ways[0], inference);
        assert_eq!(ways[1], inference);
    }

    #[test]
    fn an_image_is_changed_the_same_in_any_batch_and_anew_in_each_epoch() {
        let set = ImageSet::checked(1, 8, (0..192).map(|byte| byte as u8).collect(), vec![0, 1, 0]).unwrap();
        let normalization = Normalization::measured(Normalize::Unit, &set);
        let augment = Augment { noise: 0.1, ..Augment::NONE };
        let batch = |indices: &[usize], epoch| {
            training_batch(&set, indices, Change { augment: &augment, seed: 3, epoch }, &normalization)
        };
        assert_eq!(batch(&[2, 0], 1)[..64], batch(&[2], 1)[..]);
        assert_ne!(batch(&[2], 1), batch(&[2], 2));
    }
}
