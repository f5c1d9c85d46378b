//! Novelty in English.

use super::NoveltyText;

/// English.
pub const EN: NoveltyText = NoveltyText {
    title: "Does the model know such images?",
    none_of: |n, of, expected| {
        format!("Like none of the classes: {n} of the last {of}; of ordinary images it is about {expected}.")
    },
    frame: "looks like none of the classes",
    hint: "By the features its last layer sees: the distance to the fifth-nearest image of the reference. A model that knows few classes may see nothing special in a thing of no class: silence is no proof.",
    waiting: "The features are compared when a window is whole.",
    mmd: |squared, p| format!("MMD² {squared}, p {p}"),
    domain: |auc| format!("domain classifier: AUC {auc}"),
    compared: |n_window, n_reference, seen| {
        format!("{n_window} images of the window against {n_reference} of the reference, after {seen} images")
    },
    features_hint: "Second opinions on all features at once, which raise no alarm. MMD: how far the two clouds are apart; p by 200 shuffles. The domain classifier tries to tell window from reference, on images it was not fitted on: 0.5, it cannot; 1, nothing in common.",
};
