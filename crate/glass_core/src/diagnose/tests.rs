//! The verdicts: one test each, and the order in which they are tried.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use proptest::prelude::*;

/// A two-class run with 100 validation images and nothing special.
fn run<'a>(train_loss: &'a [f64], validation_loss: &'a [f64]) -> Evidence<'a> {
    Evidence {
        train_loss,
        validation_loss,
        train_losses: None,
        validation_losses: None,
        n_classes: 2,
        n_validation: 100,
        n_images: 700,
        has_bounded_output: false,
        n_shared_duplicates: 0,
        patience: 3,
        is_best_kept: false,
        is_rate_high: false,
        is_regularised: false,
    }
}

fn names(evidence: &Evidence) -> Vec<&'static str> {
    diagnose(evidence, &mut Stream::named(1, "diagnose")).iter().map(|it| it.verdict.as_str()).collect()
}

const FALLING: [f64; 6] = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1];
const GOOD: [f64; 6] = [0.5, 0.3, 0.2, 0.105, 0.102, 0.1];
const SETTLED: [f64; 7] = [0.4, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1];
const FLAT: [f64; 7] = [0.6, 0.55, 0.5, 0.5, 0.5, 0.5, 0.5];
const GUESSING: [f64; 4] = [0.7, 0.69, 0.693, 0.692];
const HALF_LEARNED: [f64; 7] = [0.6, 0.55, 0.5, 0.48, 0.46, 0.45, 0.44];
const HARDLY: [f64; 7] = [0.7, 0.66, 0.65, 0.65, 0.65, 0.65, 0.65];
const RISING: [f64; 7] = [0.5, 0.4, 0.3, 0.35, 0.4, 0.45, 0.5];
const TURNED: [f64; 6] = [0.6, 0.5, 0.4, 0.3, 0.2, 0.25];
const RUNAWAY: [f64; 4] = [0.7, 0.5, 2.0, 1.8];
const RECOVERED: [f64; 9] = [0.69, 2.5, 0.6, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1];
const BROKEN: [f64; 3] = [0.7, f64::NAN, f64::INFINITY];

#[test]
fn each_verdict_has_its_curve() {
    let table: [(&str, Evidence, &[&str]); 18] = [
        ("settled", run(&SETTLED, &SETTLED), &["healthy"]),
        ("few", Evidence { n_validation: 29, ..run(&SETTLED, &SETTLED) }, &["too-little-evidence"]),
        ("not finite", run(&BROKEN, &BROKEN), &["diverged"]),
        ("spike", run(&RUNAWAY, &RUNAWAY), &["diverged"]),
        ("spike won back", run(&RECOVERED, &RECOVERED), &["healthy"]),
        ("guessing", run(&GUESSING, &GUESSING), &["not-learning"]),
        ("two epochs of guessing", run(&GUESSING[..2], &GUESSING[..2]), &["still-learning"]),
        (
            "sigmoids",
            Evidence { has_bounded_output: true, ..run(&FLAT, &FLAT) },
            &["bounded-output", "underfitting"],
        ),
        ("copies", Evidence { n_shared_duplicates: 2, ..run(&SETTLED, &SETTLED) }, &["leak-suspected"]),
        ("too good", run(&FLAT, &SETTLED[1..]), &["leak-suspected"]),
        ("dropout", Evidence { is_regularised: true, ..run(&FLAT, &SETTLED[1..]) }, &["healthy"]),
        ("flat", run(&FLAT, &FLAT), &["underfitting"]),
        ("rising", run(&SETTLED, &RISING), &["overfitting"]),
        ("patient", Evidence { patience: 5, ..run(&SETTLED, &RISING) }, &["healthy"]),
        ("falling", run(&FALLING, &FALLING), &["still-learning"]),
        ("memorised by a half", run(&HALF_LEARNED, &HARDLY), &["weak"]),
        ("kept the best", Evidence { is_best_kept: true, ..run(&SETTLED, &TURNED) }, &["healthy"]),
        ("falling, and turned", run(&SETTLED, &TURNED), &["healthy"]),
    ];
    for (name, evidence, want) in table {
        assert_eq!(names(&evidence), want, "{name}");
    }
}

#[test]
fn the_first_match_leads_and_the_rest_follow() {
    let evidence = Evidence {
        n_validation: 10,
        has_bounded_output: true,
        n_shared_duplicates: 1,
        ..run(&RUNAWAY, &RUNAWAY)
    };
    assert_eq!(names(&evidence), ["too-little-evidence", "diverged", "bounded-output", "leak-suspected"]);
}

#[test]
fn verdicts_carry_their_numbers() {
    let first = |evidence: &Evidence| diagnose(evidence, &mut Stream::named(1, "diagnose")).remove(0);
    let Verdict::Diverged { epoch, loss, lowest_before } = first(&run(&RUNAWAY, &RUNAWAY)).verdict else {
        panic!("diverged")
    };
    assert_eq!((epoch, loss, lowest_before), (3, Some(2.0), Some(0.5)));
    let bounded = Evidence { has_bounded_output: true, ..run(&FLAT, &FLAT) };
    let Verdict::BoundedOutput { loss_floor, confidence_ceiling, .. } = first(&bounded).verdict else {
        panic!("bounded")
    };
    assert!((loss_floor - 0.3133).abs() < 5e-5 && (confidence_ceiling - 0.7311).abs() < 5e-5);
    let Verdict::Overfitting { best_epoch, epochs_since_best, rise, .. } =
        first(&run(&SETTLED, &RISING)).verdict
    else {
        panic!("overfitting")
    };
    assert_eq!((best_epoch, epochs_since_best), (3, 4));
    let turned = first(&run(&SETTLED, &TURNED));
    let Verdict::Healthy { best_epoch, rise: since, .. } = turned.verdict else { panic!("healthy") };
    assert!(best_epoch == 5 && (since - 0.25).abs() < 1e-12 && turned.verdict.is_past_best());
    assert_eq!(turned.actions, [Action::StopEarly]);
    assert!((rise - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn advice_leads_somewhere() {
    let first = |evidence: &Evidence| diagnose(evidence, &mut Stream::named(1, "diagnose")).remove(0);
    // 10 of 65 are validation images: with 130 more it is 30 of 195, and no share that leaves enough to learn from will do.
    let few = Evidence { n_validation: 10, n_images: 65, ..run(&SETTLED, &SETTLED) };
    assert_eq!(first(&few).actions, [Action::AddImages { about: 130 }]);
    let some = Evidence { n_validation: 20, n_images: 135, ..run(&SETTLED, &SETTLED) };
    assert_eq!(first(&some).actions, [Action::RaiseValidationShare, Action::AddImages { about: 68 }]);
    let fast = Evidence { is_rate_high: true, ..run(&GUESSING, &GUESSING) };
    assert_eq!(first(&fast).actions[0], Action::ScaleLearningRate { factor: 0.1 });
    let kept = first(&Evidence { is_best_kept: true, ..run(&SETTLED, &TURNED) });
    assert!(!kept.verdict.is_past_best() && kept.actions.is_empty());
}

#[test]
fn losses_per_image_decide_how_sure_the_gap_is() {
    // The same mean gap; loud losses of few images cannot tell it from 0, quiet ones of many can.
    let loud_train: Vec<f64> = (0..40).map(|i| f64::from(i % 10) * 0.1).collect();
    let loud_validation: Vec<f64> = loud_train.iter().map(|loss| loss + 0.05).collect();
    let quiet_train = vec![0.1; 400];
    let quiet_validation = vec![0.15; 400];
    let with = |train, validation| {
        let evidence = Evidence {
            train_losses: Some(train),
            validation_losses: Some(validation),
            ..run(&SETTLED, &RISING)
        };
        names(&evidence)
    };
    assert_eq!(with(&loud_train, &loud_validation), ["healthy"]);
    assert_eq!(with(&quiet_train, &quiet_validation), ["overfitting"]);
}

#[test]
fn every_verdict_but_health_has_an_action() {
    for evidence in [
        Evidence { n_validation: 1, has_bounded_output: true, n_shared_duplicates: 1, ..run(&FLAT, &FLAT) },
        run(&RUNAWAY, &RUNAWAY),
        run(&GUESSING, &GUESSING),
        run(&SETTLED, &RISING),
        run(&FALLING, &FALLING),
        run(&FLAT, &SETTLED[1..]),
        run(&GOOD, &GOOD),
    ] {
        for it in diagnose(&evidence, &mut Stream::named(1, "diagnose")) {
            let is_well = matches!(it.verdict, Verdict::Healthy { .. }) && !it.verdict.is_past_best();
            assert_eq!(it.actions.is_empty(), is_well, "{it:?}");
        }
    }
}

#[test]
fn nothing_to_say() {
    assert!(names(&run(&[], &[])).is_empty());
    assert!(names(&Evidence { n_classes: 1, ..run(&SETTLED, &SETTLED) }).is_empty());
}

/// Mostly losses as they are, now and then anything.
fn any_loss() -> impl Strategy<Value = f64> {
    prop_oneof![20 => 0.0..3.0_f64, 2 => Just(0.0), 1 => any::<f64>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn never_panics_and_never_says_nan(
        train in prop::collection::vec(any_loss(), 0..12),
        validation in prop::collection::vec(any_loss(), 0..12),
        images in prop::collection::vec(any_loss(), 0..12),
        n_classes in 0_usize..5,
    ) {
        let evidence = Evidence {
            n_classes,
            train_losses: Some(&images),
            validation_losses: Some(&validation),
            ..run(&train, &validation)
        };
        for it in diagnose(&evidence, &mut Stream::named(1, "diagnose")) {
            let words = format!("{:?}", it.verdict);
            prop_assert!(!words.contains("NaN") && !words.contains("inf"), "{}", words);
        }
    }
}
