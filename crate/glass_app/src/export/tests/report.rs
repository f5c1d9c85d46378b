//! The report: its golden text, and a reason for every number that does not exist.

use crate::export::report::{EndingFacts, Facts, Report, RunFacts};
use crate::roster::{Class, Roster, Row};
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::{Action, Diagnosis, Verdict};
use glass_core::disturbance::Dial;
use glass_core::evaluation::{Evaluation, evaluate};
use glass_core::fault::{RejectReason, Rejected};
use glass_core::health::{DuplicateGroup, Health, Shortcut};
use glass_core::interval::Interval;
use glass_core::latency::{LatencySummary, Percentile};
use glass_core::metric::Predictions;
use glass_core::metric::windowed::MacroScores;
use glass_core::performance::{BatchSpeed, LatencyReport, Part, PartTimes};
use glass_core::property::PropertyKind;
use glass_core::recipe::Recipe;
use glass_core::service::{Alert, Drift, ServiceReport, Signal, SignalReport};
use glass_core::speed::SpeedWatch;
use glass_core::speed::objective::Objective;
use glass_core::split::SplitName;
use glass_core::stream::duel::{self, DuelReport, Hits, Side};
use glass_core::stream::plan::Plan;
use glass_core::stream::{Cause, Level};
use serde_json::Value;

fn roster() -> Roster {
    let classes = ["heads", "tails"]
        .map(|name| Class { name: name.to_owned(), former_names: Vec::new(), is_excluded: false })
        .to_vec();
    let row = |index: u64| Row {
        class: Some(index as usize % 2),
        fixed: None,
        is_excluded: false,
        digest: index.min(18),
    };
    Roster { classes, rows: (0..20).map(row).collect() }
}

fn history() -> Vec<EpochReport> {
    (0..3)
        .map(|epoch| EpochReport {
            epoch,
            train_loss: [0.7, 0.5, f64::NAN][epoch as usize],
            validation_loss: (epoch < 2).then_some(0.75),
            train_accuracy: 0.5,
            validation_accuracy: Some(0.5),
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: Some(0.5),
            validation_recall_macro: None,
            seconds: 0.5,
            images_per_second: 28.0,
        })
        .collect()
}

fn evaluation() -> Evaluation {
    let predictions =
        Predictions::checked(2, vec![0, 0, 0], vec![0.75, 0.25, 0.5, 0.5, 0.25, 0.75]).expect("rows fit");
    evaluate(&predictions, None, 42)
}

pub(super) fn latency() -> LatencyReport {
    let percentile = |q: f64, millis: f64| Percentile {
        q,
        millis,
        low_millis: None,
        high_millis: None,
        is_uncertain: q > 0.98,
    };
    let summary = LatencySummary {
        count: 200,
        n_refused: 0,
        mean_millis: 1.25,
        p50: percentile(0.5, 1.0),
        p90: percentile(0.9, 1.5),
        p95: percentile(0.95, 2.0),
        p99: percentile(0.99, 3.0),
        max_millis: 4.0,
    };
    LatencyReport {
        tick_ms: 0.1,
        calls_per_measurement: 2,
        cold_ms: 12.5,
        batch_1: summary.clone(),
        parts: vec![PartTimes { part: Part::ReadBack, cold_millis: 6.5, warm: summary }],
        histogram: vec![],
        batches: vec![BatchSpeed { size: 64, batch_ms: 31.25 }],
    }
}

pub(super) fn window() -> ServiceReport {
    ServiceReport {
        seen: 120,
        n: 100,
        n_labelled: 0,
        n_different: 0,
        accuracy: None,
        accuracy_interval: None,
        scores: MacroScores::default(),
        estimate: None,
        filled: vec![],
        reference_accuracy: Some(0.9375),
        mix: vec![0.25, 0.75],
        reference_mix: vec![0.5, 0.5],
        mean_confidence: Some(0.625),
        reference_confidence: Some(0.875),
        n_novel: 4,
        expected_novel: Some(0.0125),
        features: None,
        drifts: vec![Drift {
            report: SignalReport {
                signal: Signal::Property(PropertyKind::Brightness),
                statistic: Some(0.5),
                p_value: Some(0.001),
                p_adjusted: Some(0.009),
                distance: Some(2.0),
                shift: None,
                level: Level::Alarm,
            },
            edges: vec![0.0, 1.0],
            reference: vec![1.0],
            window: vec![1.0],
            distances: None,
        }],
        level: Level::Alarm,
        alerts: vec![],
        images_per_second: Some(20.0),
        queue: 0,
        response: None,
        service: None,
        n_untimed: 3,
        is_paused: false,
        limits: None,
        n_reference: 150,
        renewed_before: Some(400),
        temperature: 1.25,
        recalibrated_before: Some(450),
        duel: Some(DuelReport {
            run: 2,
            since: 20,
            n: 100,
            n_agreed: 75,
            hits: Hits { both: 50, champion: 10, challenger: 30, neither: 10 },
            window: Hits { both: 50, champion: 10, challenger: 30, neither: 10 },
            counted: Hits { both: 30, champion: 4, challenger: 20, neither: 2 },
            log10_evidence: 2.25,
            band: Interval { low: 0.625, high: 0.9375 },
            verdict: Some(duel::Verdict { better: Side::Challenger, sequence: 96 }),
        }),
        challenger_service: None,
    }
}

/// Hands a whole report's facts to `look`.
fn with_facts<T>(look: impl FnOnce(&Facts<'_>) -> T) -> T {
    let mut plan = Plan::new(7);
    plan.script.turn(Dial::Brightness, 0.25, 30);
    let speed = SpeedWatch::new(Objective::default()).report(0.0);
    let (recipe, roster, history, evaluation) = (Recipe::article(), roster(), history(), evaluation());
    let split = roster.split(&recipe);
    let (latency, window) = (latency(), window());
    let rejected = [Rejected {
        path: "=big.png".to_owned(),
        reason: RejectReason::TooManyPixels { width: 30_000, height: 30_000 },
    }];
    let duplicates =
        vec![DuplicateGroup { members: vec![18, 19], classes: vec![0, 1], splits: vec![SplitName::Train] }];
    let shortcut = Shortcut { property: PropertyKind::Red, class: 1, auc: 0.9375, is_higher: true };
    let health = Health { duplicates, dark: vec![3], shortcuts: vec![shortcut], ..Health::default() };
    let interval = Interval { low: 0.25, high: 0.5 };
    let verdict = Verdict::Overfitting {
        gap: 0.375,
        gap_interval: interval,
        best_epoch: 1,
        epochs_since_best: 1,
        rise: 0.25,
    };
    let actions = vec![Action::StopEarly, Action::ScaleLearningRate { factor: 0.5 }];
    let alerts = [Alert {
        signal: Signal::Property(PropertyKind::Brightness),
        level: Level::Alarm,
        raised_sequence: 119,
        raised_millis: 5950.0,
        cleared_sequence: None,
        cleared_millis: None,
        level_now: Level::Watch,
        shift_now: Some(-0.5),
        worst_sequence: 120,
        statistic: Some(0.5),
        p_adjusted: Some(0.009),
        shift: Some(3.5),
        frames: vec![118, 119],
        cause: Cause::Brighter,
        n_returns: 0,
        returned_sequence: None,
    }];
    let ending = EndingFacts {
        stopped: Stopped::NotFinite { epoch: 2, step: 3 },
        history_digest: 0xfeed,
        weights_digest: 0xbeef,
        n_weights: 2050,
    };
    let facts = Facts {
        recipe: &Recipe::default(),
        set: "coins",
        roster: &roster,
        rejected: &rejected,
        health: &health,
        run: Some(RunFacts {
            recipe: &recipe,
            classes: &["heads".to_owned(), "tails".to_owned()],
            split: &split,
            history: &history,
            diagnosis: &[Diagnosis { verdict, actions }],
            ending: Some(ending),
        }),
        evaluation: Some((SplitName::Test, &evaluation)),
        latency: Some(&latency),
        decoding: latency.parts.first(),
        windows: vec![&window],
        plan: Some(&plan),
        speed: Some(&speed),
        alerts: &alerts,
    };
    look(&facts)
}

#[test]
fn a_whole_report() {
    let text = with_facts(|facts| Report::of(facts).to_json());
    if std::env::var_os("WATCHGLASS_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/tests/report.json");
        std::fs::write(path, &text).expect("the golden file can be written");
    }
    assert_eq!(text, include_str!("report.json"));
}

#[test]
fn a_page_without_a_run_has_a_report_too() {
    let (recipe, roster) = (Recipe::default(), Roster::default());
    let facts = Facts {
        recipe: &recipe,
        set: "own",
        roster: &roster,
        rejected: &[],
        health: &Health::default(),
        run: None,
        evaluation: None,
        latency: None,
        decoding: None,
        windows: vec![],
        plan: None,
        speed: None,
        alerts: &[],
    };
    let report: Value = serde_json::from_str(&Report::of(&facts).to_json()).expect("JSON");
    for part in ["training", "evaluation", "latency", "monitoring"] {
        assert!(report[part].is_null() && report["notes"][part].is_string(), "{part}");
    }
}

#[test]
fn every_null_has_its_own_reason() {
    let report = with_facts(Report::of);
    assert!(report.notes.len() > 5, "{:?}", report.notes);
    for (path, reason) in &report.notes {
        assert_ne!(*reason, "not available", "{path}");
    }
}

#[test]
fn labels_changed_after_the_run_leave_no_wrong_counts() {
    let counts = with_facts(|facts| {
        let mut changed = facts.roster.clone();
        changed.rename(0, "obverse");
        Report::of(&Facts { roster: &changed, ..facts.clone() }).dataset.counts
    });
    assert_eq!(counts, None);
}
