//! The stages of a step, for whoever asks where its time goes.
//!
//! A step tells a watcher of every stage that is over; training passes one that does nothing. It is called through
//! a pointer, about seven times an image, so that there is one step and not a second one for the benchmark.

/// Told of each stage as it ends.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(Stage);

/// What a step is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Images laid out channels-last inside their borders; the first image's also holds the weights' panels.
    LayOut,
    /// The first block's convolution, ReLU and pooling.
    FirstForward,
    /// The second block's.
    SecondForward,
    /// The dense layers.
    DenseForward,
    /// Loss, and its gradient by the outputs.
    Loss,
    /// The dense layers' gradients.
    DenseBackward,
    /// Listing the places of both blocks that have a gradient.
    Hits,
    /// The gradient of the second block's weights.
    SecondWeights,
    /// The gradient of the second block's inputs.
    SecondInputs,
    /// The gradient of the first block's weights.
    FirstWeights,
    /// The optimiser.
    Update,
}

/// All of them with their names, in the order of [`Stage`].
pub(crate) const STAGES: [(Stage, &str); 11] = [
    (Stage::LayOut, "lay out"),
    (Stage::FirstForward, "first block, forward"),
    (Stage::SecondForward, "second block, forward"),
    (Stage::DenseForward, "dense, forward"),
    (Stage::Loss, "loss"),
    (Stage::DenseBackward, "dense, gradients"),
    (Stage::Hits, "places with a gradient"),
    (Stage::SecondWeights, "second block, weights' gradient"),
    (Stage::SecondInputs, "second block, inputs' gradient"),
    (Stage::FirstWeights, "first block, weights' gradient"),
    (Stage::Update, "update"),
];
