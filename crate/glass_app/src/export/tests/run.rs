//! A kept run as a file: whole, readable, and the same numbers as on the page.

use crate::export::run::to_json;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::recipe::Recipe;
use glass_core::run::{Ending, KeptRun, RunImages, TestAnswers};
use serde_json::{Value, json};

fn run() -> KeptRun {
    let report = EpochReport {
        epoch: 1,
        train_loss: 0.5,
        validation_loss: Some(0.625),
        train_accuracy: 0.75,
        validation_accuracy: None,
        train_precision_macro: None,
        train_recall_macro: None,
        validation_precision_macro: None,
        validation_recall_macro: None,
        seconds: 0.25,
        images_per_second: 1000.0,
    };
    KeptRun {
        id: 3,
        name: String::from("\"=1+1\" </script>"),
        began_millis: 1_764_000_000_000,
        recipe: Recipe::default(),
        images: RunImages { set: String::from("own"), digest: 0xab, n_images: 12 },
        classes: vec![String::from("heads"), String::from("tails")],
        history: vec![report],
        diagnosis: Vec::new(),
        ending: Ending {
            stopped: Stopped::ByHand,
            history_digest: u64::MAX,
            weights_digest: 1,
            n_weights: 9,
        },
        test: TestAnswers::checked(2, vec![u64::MAX, 2], vec![0, 1], vec![0, 0]),
    }
}

#[test]
fn a_run_is_a_file_of_its_own() {
    let file: Value = serde_json::from_str(&to_json(&run())).expect("JSON");
    assert_eq!(file["schema"], "watchglass.run/1");
    assert_eq!(file["name"], "\"=1+1\" </script>");
    assert_eq!(file["recipe"]["seed"], 42);
    assert_eq!(
        file["dataset"],
        json!({"name": "own", "digest": "00000000000000ab", "n": 12, "classes": ["heads", "tails"]})
    );
    assert_eq!(file["training"]["stopped"], "by_hand");
    assert_eq!(file["training"]["digest"], "ffffffffffffffff");
    assert_eq!(file["training"]["history"][0]["validation_loss"], 0.625);
    assert_eq!(file["test"]["accuracy"], 0.5);
    assert_eq!(
        file["test"]["answers"],
        json!({"image": ["ffffffffffffffff", "0000000000000002"], "actual": [0, 1], "predicted": [0, 0]})
    );
}

#[test]
fn a_run_without_test_images_says_so_by_null() {
    let file: Value = serde_json::from_str(&to_json(&KeptRun { test: None, ..run() })).expect("JSON");
    assert_eq!(file["test"], Value::Null);
}
