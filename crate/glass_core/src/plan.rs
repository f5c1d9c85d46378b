//! What an import would take in, shown before anything is read.

use crate::fault::Rejected;
use serde::{Deserialize, Serialize};

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
}
