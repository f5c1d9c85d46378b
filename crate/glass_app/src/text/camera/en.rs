//! The camera in English.

use super::CameraText;

/// English.
pub const EN: CameraText = CameraText {
    source: "the camera",
    hint: "At most 15 frames a second, made small; they stay in this tab. They are kept until the next stream, so “Play again” answers the same frames once more.",
    shows: "The camera shows",
    nobody_says: "(nobody says)",
    view: "What the camera sees",
    adopt: |n| format!("Add {n} labelled images to the training images"),
    adopt_hint: "They are trained on; every other image keeps its split, so that the test images stay the same. The set is your own from then on.",
};
