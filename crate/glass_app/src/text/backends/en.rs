//! Two backends in English.

use super::BackendsText;

/// English.
pub const EN: BackendsText = BackendsText {
    caption: "The same model on both backends",
    columns: ["Backend", "p50", "p99", "In batches of 64"],
    measure: |name| format!("Measure on {name} too"),
    hint: "The weights of this run, in a worker of its own; ndarray is fetched the first time (about a megabyte).",
    measuring: |name| format!("The model is being brought to {name} and measured there."),
    leave: "Cancel",
    times: |name, ratio| format!("On {name} one answer takes {ratio} times as long (p50)."),
};
