//! Reading the golden values: inputs and outputs computed with scikit-learn, SciPy, Evidently and NannyML.
//!
//! JSON has no NaN: the files write the strings "NaN", "Infinity" and "-Infinity".

use serde_json::Value;

/// The cases of a golden file.
pub fn cases(name: &str) -> Vec<Value> {
    let text = match name {
        "classification_binary_scores" => {
            include_str!("../../../tests/golden/classification_binary_scores.json")
        }
        "classification_labels" => include_str!("../../../tests/golden/classification_labels.json"),
        "classification_multiclass_scores" => {
            include_str!("../../../tests/golden/classification_multiclass_scores.json")
        }
        "descriptive" => include_str!("../../../tests/golden/descriptive.json"),
        "distances" => include_str!("../../../tests/golden/distances.json"),
        "drift_categorical" => include_str!("../../../tests/golden/drift_categorical.json"),
        "drift_continuous" => include_str!("../../../tests/golden/drift_continuous.json"),
        "evidently" => include_str!("../../../tests/golden/evidently.json"),
        "nannyml" => include_str!("../../../tests/golden/nannyml.json"),
        other => panic!("no golden file {other}"),
    };
    let file: Value = serde_json::from_str(text).expect("golden files are JSON");
    file["cases"].as_array().expect("golden files hold cases").clone()
}

/// A finite number, or `None` for NaN, an infinity, null, or an error object.
pub fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

/// A column of numbers, NaN and infinities included.
pub fn numbers(value: &Value) -> Vec<f64> {
    let one = |value: &Value| match value.as_str() {
        Some("NaN") => f64::NAN,
        Some("Infinity") => f64::INFINITY,
        Some("-Infinity") => f64::NEG_INFINITY,
        _ => value.as_f64().expect("a number"),
    };
    value.as_array().expect("a column").iter().map(one).collect()
}

/// A column of class numbers.
pub fn classes(value: &Value) -> Vec<usize> {
    value.as_array().expect("a column").iter().map(|it| it.as_u64().expect("a class") as usize).collect()
}

/// A string.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether `got` and `want` agree to `tolerance`, taken relative to numbers above 1; no value agrees with no
/// value.
pub fn agree(got: Option<f64>, want: Option<f64>, tolerance: f64) -> bool {
    match (got, want) {
        (Some(got), Some(want)) => (got - want).abs() <= tolerance * want.abs().max(1.0),
        (got, want) => got.is_none() && want.is_none(),
    }
}
