//! What an import would take in, shown before anything is read.

use crate::fault::Rejected;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::mem::discriminant;

/// The most images of a data set: MNIST, its test images too.
pub const MAX_IMAGES: u32 = 70_000;
/// The most bytes of pixels of a data set, 384 MiB: the page holds them, and the learner once more. Ten thousand
/// photographs fit, or all the small images there may be.
pub const MAX_PIXEL_BYTES: u64 = 384 << 20;
/// The most classes of a data set: a confusion matrix of more cannot be read, and every image carries a
/// probability for each.
pub const MAX_CLASSES: u32 = 100;

/// What a data set holds already when an import adds to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Present {
    /// Images.
    pub images: u32,
    /// Bytes of their pixels.
    pub bytes: u64,
    /// Class names.
    pub classes: Vec<String>,
}

/// One class of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedClass {
    /// Name, cleaned.
    pub name: String,
    /// Images found.
    pub images: u32,
    /// How many of them lie in train, validation and test folders.
    pub fixed: [u32; 3],
}

/// What an import would take in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ImportPlan {
    /// Classes by name, in natural order.
    pub classes: Vec<PlannedClass>,
    /// Images in no folder: their class is to be asked for.
    pub unlabelled: u32,
    /// Files left out, each with its reason.
    pub skipped: Vec<Rejected>,
    /// System and hidden files, only counted.
    pub litter: u32,
    /// Archives that were opened.
    pub archives: u32,
    /// Class names that differed only in case or form and were made one.
    pub merged_names: Vec<String>,
}

impl ImportPlan {
    /// Images that would be taken in.
    pub fn images(&self) -> u32 {
        self.unlabelled + self.classes.iter().map(|class| class.images).sum::<u32>()
    }

    /// Of the files left out, the first `at_most` that have different kinds of reasons.
    pub fn examples(&self, at_most: usize) -> Vec<Rejected> {
        let mut kinds = HashSet::new();
        let is_new = |rejected: &&Rejected| kinds.insert(discriminant(&rejected.reason));
        self.skipped.iter().filter(is_new).take(at_most).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::RejectReason;

    #[test]
    fn examples_have_different_reasons() {
        let rejected = |path: &str, reason| Rejected { path: path.to_owned(), reason };
        let skipped = vec![
            rejected("a", RejectReason::EmptyFile),
            rejected("b", RejectReason::EmptyFile),
            rejected("c", RejectReason::NotAnImage),
            rejected("d", RejectReason::Truncated),
        ];
        let plan = ImportPlan { skipped, ..ImportPlan::default() };
        let paths: Vec<_> = plan.examples(2).into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["a", "c"]);
    }
}
