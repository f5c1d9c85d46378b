//! The images a learner holds, with their labels, and the model inputs made of them.

use glass_core::pixels::Pixels;
use glass_core::recipe::Prepare;
use glass_core::split::{Member, SplitName};
use glass_intake::prepare::prepare;
use glass_learn::ImageSet;
use glass_protocol::PixelShape;

/// One image.
struct Leaf {
    pixels: Pixels,
    shape: PixelShape,
    class: Option<u32>,
    fixed: Option<SplitName>,
}

/// Images in the order they came.
#[derive(Default)]
pub struct Album {
    classes: Vec<String>,
    leaves: Vec<Leaf>,
    prepared: Option<Prepared>,
}

/// The model inputs of all images under one [`Prepare`], as far as they are made.
struct Prepared {
    how: Prepare,
    images: Vec<Vec<u8>>,
}

impl Album {
    /// Takes images in; shapes the bytes do not fit end the list.
    pub fn add(&mut self, shapes: &[PixelShape], bytes: &[u8]) {
        let mut rest = bytes;
        for shape in shapes {
            let length = usize::from(shape.width) * usize::from(shape.height) * usize::from(shape.channels);
            let Some((own, others)) = rest.split_at_checked(length) else { return };
            rest = others;
            let pixels = Pixels::checked(shape.width, shape.height, shape.channels, own.to_vec());
            let Some(pixels) = pixels else { return };
            self.leaves.push(Leaf { pixels, shape: *shape, class: None, fixed: None });
        }
    }

    /// Labels the newest images, as many as labels are given.
    pub fn label(&mut self, labels: impl ExactSizeIterator<Item = (Option<u32>, Option<SplitName>)>) {
        let first = self.leaves.len().saturating_sub(labels.len());
        for (leaf, (class, fixed)) in self.leaves[first..].iter_mut().zip(labels) {
            (leaf.class, leaf.fixed) = (class, fixed);
        }
    }

    /// Labels all images anew, from the first on.
    pub fn relabel(&mut self, labels: impl Iterator<Item = (Option<u32>, Option<SplitName>)>) {
        for (leaf, (class, fixed)) in self.leaves.iter_mut().zip(labels) {
            (leaf.class, leaf.fixed) = (class, fixed);
        }
    }

    /// Labels one image, or takes its label away.
    pub fn set_class(&mut self, index: usize, class: Option<u32>) {
        if let Some(leaf) = self.leaves.get_mut(index) {
            leaf.class = class;
        }
    }

    /// Names the classes.
    pub fn set_classes(&mut self, classes: Vec<String>) {
        self.classes = classes;
    }

    /// Names of the classes.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.leaves.len()
    }

    /// The master pixels of an image.
    pub fn pixels(&self, index: usize) -> Option<&Pixels> {
        self.leaves.get(index).map(|leaf| &leaf.pixels)
    }

    /// Size of an image before it was made small.
    pub fn original_size(&self, index: usize) -> Option<(u32, u32)> {
        self.leaves.get(index).map(|leaf| (leaf.shape.original_width, leaf.shape.original_height))
    }

    /// The class of an image, where known.
    pub fn class(&self, index: usize) -> Option<u32> {
        self.leaves.get(index).and_then(|leaf| leaf.class)
    }

    /// What splitting wants to know.
    pub fn members(&self) -> Vec<Member> {
        self.leaves
            .iter()
            .map(|leaf| Member {
                class: leaf.class.map(|class| class as usize).filter(|class| *class < self.classes.len()),
                group: leaf.shape.digest,
                fixed: leaf.fixed,
            })
            .collect()
    }

    /// Prepares images until `is_enough` says so; how many are done, in all.
    pub fn prepare_some(&mut self, how: &Prepare, mut is_enough: impl FnMut() -> bool) -> (usize, usize) {
        let is_other = self.prepared.as_ref().is_none_or(|prepared| prepared.how != *how);
        if is_other {
            self.prepared = Some(Prepared { how: *how, images: Vec::new() });
        }
        if let Some(prepared) = &mut self.prepared {
            while let Some(leaf) = self.leaves.get(prepared.images.len()) {
                prepared.images.push(prepare(&leaf.pixels, how));
                if is_enough() {
                    break;
                }
            }
            return (prepared.images.len(), self.leaves.len());
        }
        (0, self.leaves.len())
    }

    /// The prepared images at `indices`, labelled; `None` where one is not prepared or has no class.
    pub fn image_set(&self, how: &Prepare, indices: &[usize]) -> Option<ImageSet> {
        let prepared = self.prepared.as_ref().filter(|prepared| prepared.how == *how)?;
        let mut images = Vec::new();
        let mut labels = Vec::new();
        for &index in indices {
            images.extend_from_slice(prepared.images.get(index)?);
            labels.push(self.class(index)?);
        }
        ImageSet::checked(how.color.channels(), usize::from(how.size), images, labels).ok()
    }
}
