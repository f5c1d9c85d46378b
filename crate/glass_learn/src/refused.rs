//! Why learning could not begin or go on: [`Fault`]s the reader can mend, and mismatches that are a caller's.

use glass_core::fault::Fault;
use glass_core::recipe::Backend;

/// Why a set, a trainer or a predictor was not made.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// Something the reader can mend; it has words at the glass.
    Fault(Fault),
    /// The pixels do not fill the images: `n × channels × size × size` bytes were expected.
    PixelCount {
        /// Bytes expected.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// Images without an extent, or larger than any recipe allows.
    Shape {
        /// Channels found.
        channels: usize,
        /// Side found, in pixels.
        size: usize,
    },
    /// Two sets, or a set and the recipe, of different shapes.
    ShapeMismatch {
        /// Channels and side expected.
        expected: (usize, usize),
        /// Channels and side found.
        found: (usize, usize),
    },
    /// A label that names no class.
    LabelOutOfRange {
        /// The label found.
        label: u32,
        /// Classes there are.
        n_classes: usize,
    },
    /// The recipe's backend is not in this build.
    BackendNotBuilt(Backend),
    /// Weights that do not fit the architecture; the first that does not.
    Weights(String),
    /// A checkpoint that cannot be read: damaged, or of another version.
    CheckpointUnreadable,
    /// A checkpoint of another recipe or of other images.
    CheckpointOfAnotherRun,
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
