//! The distances in English.

use super::DistancesText;

/// English.
pub const EN: DistancesText = DistancesText {
    choice: "Distance shown",
    options: [
        "test (KS, χ²), judged",
        "PSI",
        "Jensen–Shannon distance",
        "Wasserstein-1 / standard deviation",
    ],
    hints: [
        "Filled: the reference. Outline: the window. KS is the largest gap between the two cumulative distributions, p is Holm-corrected over all signals. Levels and alarms come of these tests.",
        "PSI: Σ (q − p) ln(q / p) over ten bins with a tenth of the reference each. The limit is passed in one window of a hundred without drift, at these sizes of reference and window.",
        "Jensen–Shannon distance, base 2: 0 is the same, 1 shares nothing. Its value without drift depends on the size of the window, so no limit is drawn.",
        "How far values have to be moved on average to turn the reference into the window, in standard deviations of the reference. Classes have no order, and none.",
    ],
    usual: |low, high| {
        format!(
            "The usual limits, 0.1 (“moderate”) and 0.25 (“significant”), would be passed without any drift in about {low} and {high} of such windows."
        )
    },
    all: "All distances",
    columns: ["PSI", "PSI limit (1 %)", "Jensen–Shannon", "Wasserstein / sd", "Shift (sd)", "p (corrected)"],
};
