//! Labelled images of one shape, as bytes: `n × C × S × S`, planar, and a class for each.

use glass_core::fault::Fault;

use crate::refused::Refused;

/// The largest side any recipe allows, in pixels.
const LARGEST_SIZE: usize = 96;

/// Labelled images of one shape. Pixels stay bytes until a batch is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageSet {
    channels: usize,
    size: usize,
    images: Vec<u8>,
    labels: Vec<u32>,
}

impl ImageSet {
    /// The set of `labels.len()` images, each `channels` planes of `size × size` bytes, row by row.
    pub fn checked(channels: usize, size: usize, images: Vec<u8>, labels: Vec<u32>) -> Result<Self, Refused> {
        if !matches!(channels, 1 | 3) || !(1..=LARGEST_SIZE).contains(&size) {
            return Err(Refused::Shape { channels, size });
        }
        let expected = labels.len().saturating_mul(channels * size * size);
        if images.len() != expected {
            return Err(Refused::PixelCount { expected, found: images.len() });
        }
        Ok(Self { channels, size, images, labels })
    }

    /// How many images.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// No images at all?
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Planes of an image.
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// Side of an image, in pixels.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Bytes of one image: `C × S × S`.
    pub fn image_len(&self) -> usize {
        self.channels * self.size * self.size
    }

    /// The bytes of image `index`, planar; empty beyond the last.
    pub fn image(&self, index: usize) -> &[u8] {
        let len = self.image_len();
        self.images.get(index * len..(index + 1) * len).unwrap_or_default()
    }

    /// All bytes, image after image.
    pub fn images(&self) -> &[u8] {
        &self.images
    }

    /// The class of each image.
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The images at `indices`, in that order; those beyond the last are left out.
    pub fn gathered(&self, indices: &[usize]) -> Self {
        let kept = || indices.iter().copied().filter(|&index| index < self.len());
        Self {
            channels: self.channels,
            size: self.size,
            images: kept().flat_map(|index| self.image(index).iter().copied()).collect(),
            labels: kept().map(|index| self.labels[index]).collect(),
        }
    }

    /// Images of each class.
    pub(crate) fn class_counts(&self, n_classes: usize) -> Vec<usize> {
        let mut counts = vec![0; n_classes];
        for &label in &self.labels {
            if let Some(count) = counts.get_mut(label as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// Does every label name one of `n_classes` classes?
    pub(crate) fn check_labels(&self, n_classes: usize) -> Result<(), Refused> {
        match self.labels.iter().find(|&&label| label as usize >= n_classes) {
            Some(&label) => Err(Refused::LabelOutOfRange { label, n_classes }),
            None => Ok(()),
        }
    }

    /// Can this set train a classifier of `n_classes`? At least two classes need an image; a class that has
    /// none is left to the caller, who knows its name.
    pub(crate) fn check_trainable(&self, n_classes: usize) -> Result<(), Refused> {
        if self.is_empty() {
            return Err(Fault::NothingToTrain.into());
        }
        self.check_labels(n_classes)?;
        let n_present = self.class_counts(n_classes).into_iter().filter(|&count| count > 0).count();
        if n_present < 2 { Err(Fault::TooFewClasses.into()) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sets_that_add_up_exist() {
        let table = [
            (1, 2, vec![0; 8], vec![0, 1], Ok(2)),
            (3, 2, vec![0; 12], vec![0], Ok(1)),
            (1, 8, vec![], vec![], Ok(0)),
            (1, 2, vec![0; 7], vec![0, 1], Err(Refused::PixelCount { expected: 8, found: 7 })),
            (1, 2, vec![0; 8], vec![0], Err(Refused::PixelCount { expected: 4, found: 8 })),
            (0, 2, vec![], vec![], Err(Refused::Shape { channels: 0, size: 2 })),
            (2, 2, vec![], vec![], Err(Refused::Shape { channels: 2, size: 2 })),
            (1, 0, vec![], vec![0], Err(Refused::Shape { channels: 1, size: 0 })),
            (1, 97, vec![], vec![], Err(Refused::Shape { channels: 1, size: 97 })),
        ];
        for (channels, size, images, labels, expected) in table {
            assert_eq!(ImageSet::checked(channels, size, images, labels).map(|set| set.len()), expected);
        }
    }

    #[test]
    fn gathering_keeps_order_and_leaves_out_what_is_not_there() {
        let set = ImageSet::checked(1, 1, vec![10, 20, 30], vec![0, 1, 2]).unwrap();
        let gathered = set.gathered(&[2, 9, 0]);
        assert_eq!((gathered.images(), gathered.labels()), (&[30, 10][..], &[2, 0][..]));
        assert!(set.image(3).is_empty());
    }
}
