//! The log from cells to a report.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::golden::{agree, cases, classes, number, numbers, text};
use crate::rng::Stream;
use crate::stream::{Cause, Level, Signal};
use proptest::prelude::*;

fn collected(header: &str, rows: &[&str]) -> Result<Log, Refusal> {
    let mut collector = Collector::default();
    let columns = collector.columns(header.split(','))?;
    for (index, row) in rows.iter().enumerate() {
        collector.row(index as u32 + 2, columns.iter().copied().zip(row.split(',')))?;
    }
    collector.finish()
}

/// Limits for so many false alarms are found soon.
fn quick(stride: Stride) -> LogSettings {
    LogSettings { stride, once_in: 2, ..LogSettings::default() }
}

fn watched(log: &Log, settings: &LogSettings) -> Result<LogReport, Shortage> {
    let mut watch = Watch::begin(log, settings)?;
    while watch.step(log) {}
    Ok(watch.conclude(log))
}

#[test]
fn rows_are_taken_in_or_refused_with_their_reason() {
    let log = collected(
        "Timestamp, actual,predicted,p_cat,p_dog,latency_ms,note",
        &[
            "2026-01-05T08:00:00Z,cat,cat,0.9,0.1,12,x",
            "2026-01-05T08:01:00Z,,dog,2,6,,x",
            "2026-01-05T08:02:00Z,'=owl,dog,,,3,x",
            "noon,cat,cat,1,0,1,x",
            "2026-01-05T08:03:00Z,cat,,1,0,1,x",
            "2026-01-05T08:03:00Z,cat,cat,one,0,1,x",
            "2026-01-05T08:03:00Z,cat,cat,-1,2,1,x",
            "2026-01-05T08:03:00Z,cat,cat,1,,1,x",
            "2026-01-05T08:03:00Z,cat,cat,0,0,1,x",
            "2026-01-05T08:03:00Z,cat,cat,1,0,-1,x",
        ],
    )
    .expect("a log");
    let it = log.summary();
    assert_eq!((it.n_rows, it.n_refused, it.n_labelled, it.n_probable), (3, 7, 2, 2));
    assert_eq!((it.n_normalised, it.n_confident, it.n_timed), (1, 2, 2));
    assert_eq!(it.classes, ["cat", "dog", "=owl"]);
    assert_eq!(it.span_millis, Some((1_767_600_000_000.0, 1_767_600_120_000.0)));
    let reasons: Vec<(u32, RowReason)> = it.refused.iter().map(|row| (row.line, row.reason)).collect();
    let probability = RowReason::Probability;
    let wanted =
        [RowReason::Time, RowReason::NoPrediction, probability, probability, probability, probability];
    let wanted = wanted.into_iter().chain([RowReason::Latency]);
    assert_eq!(reasons, (5..).zip(wanted).collect::<Vec<_>>());
    assert_eq!(log.rows[1].confidence, 0.75);
}

#[test]
fn names_that_look_the_same_are_one_and_what_is_not_seen_is_shown_as_such() {
    let rows = ["ca\u{200b}t,cat", "\u{202e}cat,cat", " cat\u{feff} ,cat", "dog,\u{200b}"];
    let log = collected("predicted,actual", &rows).expect("a log");
    assert_eq!(log.summary().classes, ["cat", "dog", "\u{fffd}"]);
}

#[test]
fn files_that_are_no_log_are_refused_as_a_whole() {
    for (header, rows, want) in [
        ("a,b", &["1,2"][..], Refusal::NoPredictions),
        ("predicted,predicted", &[], Refusal::RepeatedColumn("predicted".into())),
        ("predicted,p_a,p_a", &[], Refusal::RepeatedColumn("p_a".into())),
        ("predicted", &[], Refusal::Empty),
    ] {
        assert_eq!(collected(header, rows), Err(want), "{header}");
    }
    let many: Vec<String> = (0..=MAX_CLASSES).map(|class| format!("c{class}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(collected("predicted", &many), Err(Refusal::TooManyClasses { limit: 100 }));
    let refused = RefusedRow { line: 2, reason: RowReason::NoPrediction };
    assert_eq!(collected("predicted,x", &[",1"]), Err(Refusal::NoRows(vec![refused])));
    let long = "x".repeat(MAX_FIELD_CHARS + 1);
    let refused = RefusedRow { line: 2, reason: RowReason::TooLong };
    assert_eq!(collected("predicted", &[&long]), Err(Refusal::NoRows(vec![refused])));
}

#[test]
fn columns_that_do_not_name_every_class_make_no_certainty() {
    // The usual log of a filter: one column, two classes.
    let log =
        collected("actual,predicted,p_spam", &["spam,spam,0.9", "ham,ham,0.3", "spam,ham,0"]).expect("a log");
    let rows: Vec<_> = log.rows.iter().map(|row| (log.probabilities(row), row.confidence)).collect();
    for ((row, confidence), (spam, ham)) in rows.iter().zip([(0.9, 0.1), (0.3, 0.7), (0.0, 1.0)]) {
        let row = row.as_ref().expect("probabilities");
        assert!((row[0] - spam).abs() < 1e-6 && (row[1] - ham).abs() < 1e-6, "{row:?}");
        assert!((f64::from(*confidence) - f64::max(spam, ham)).abs() < 1e-6);
    }
    assert_eq!((log.summary().n_probable, log.summary().n_normalised), (3, 0));
    // A third class has no column: what is left of 1 may be its.
    let rows = ["a,a,0.5,0.2", "c,c,0.1,0.2", "b,b,0.4,0.6", "c,b,0.1,0.2"];
    let log = collected("actual,predicted,p_a,p_b", &rows).expect("a log");
    let known: Vec<bool> = log.rows.iter().map(|row| log.probabilities(row).is_some()).collect();
    assert_eq!(known, [false, false, true, false]);
    let confidence: Vec<f32> = log.rows.iter().map(|row| row.confidence).collect();
    assert!(
        (confidence[0] - 0.5).abs() < 1e-6 && confidence[1].is_nan() && (confidence[3] - 0.2).abs() < 1e-6
    );
    assert_eq!((log.summary().n_probable, log.summary().n_confident, log.summary().n_normalised), (1, 3, 0));
    // One column beside three classes says nothing about the others.
    let log = collected("predicted,p_a", &["a,0.6", "b,0.2", "c,0.1"]).expect("a log");
    assert_eq!((log.summary().n_probable, log.summary().n_confident), (0, 1));
}

#[test]
fn the_page_s_own_export_is_a_log() {
    let header = "path,split,actual,predicted,confidence,p_heads,p_tails";
    let log = collected(header, &["a.png,test,heads,tails,0.75,0.25,0.75"]).expect("a log");
    assert_eq!(log.summary().classes, ["heads", "tails"]);
    assert_eq!((log.summary().n_labelled, log.summary().span_millis), (1, None));
}

#[test]
fn rows_out_of_order_are_put_in_order() {
    let log = collected("timestamp,predicted", &["20,b", "10,a", "10,c"]).expect("a log");
    assert!(log.summary().is_reordered);
    assert_eq!(log.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 2]);
}

#[test]
fn estimates_agree_with_nannyml() {
    let mut n_windows = 0;
    for case in cases("nannyml") {
        let (inputs, name) = (&case["inputs"], text(&case["name"]));
        let chunk = inputs["chunk_size"].as_u64().expect("a number") as u32;
        if chunk < WINDOW_BOUNDS.0 {
            continue;
        }
        let mut collector = Collector::default();
        let columns =
            collector.columns(["actual", "predicted", "p_no", "p_yes"].into_iter()).expect("columns");
        let label = |is_yes: bool| if is_yes { "yes" } else { "no" };
        let reference = numbers(&inputs["reference"]["p"]);
        let actual = classes(&inputs["reference"]["y"]);
        let current = numbers(&inputs["current"]["p"]);
        let all = reference.iter().zip(actual.iter().map(|&y| label(y == 1)));
        for (p, actual) in all.chain(current.iter().map(|p| (p, ""))) {
            let shares = [1.0 - p, *p].map(|p| format!("{p}"));
            let cells = [actual, label(*p >= 0.5), &shares[0], &shares[1]];
            collector.row(1, columns.iter().copied().zip(cells)).expect("room");
        }
        let log = collector.finish().expect("rows");
        let settings =
            LogSettings { reference: Some(reference.len() as u32), window: chunk, ..quick(Stride::Tumbling) };
        let report = watched(&log, &settings).expect("rows enough");
        n_windows += report.windows.len();
        let expected = &case["expected"];
        for (index, window) in report.windows.iter().enumerate() {
            let want = number(&expected["uncalibrated_by_hand"][index]["accuracy"]);
            let got = window.estimate.accuracy.expect("an estimate");
            let is_calibrated = report.reference.temperature.is_some();
            assert_eq!(is_calibrated, name.contains("needs_calibration"), "{name}");
            if is_calibrated {
                // NannyML fits a staircase, this one number: they agree to a few hundredths, and far from what is not calibrated.
                let theirs = number(&expected["nannyml"]["accuracy"]["value"][index]);
                assert!(agree(Some(got.value), theirs, 0.03), "{name} {index}: {got:?} {theirs:?}");
                assert!(!agree(Some(got.value), want, 0.06), "{name} {index}: {got:?} {want:?}");
            } else {
                // Probabilities are kept in single precision.
                assert!(agree(Some(got.value), want, 1e-6), "{name} {index}: {got:?} {want:?}");
            }
            let error = number(&expected["nannyml"]["accuracy"]["sampling_error"][index]).expect("an error");
            let band = got.interval.expect("a labelled reference");
            let (low, high) = ((got.value - 3.0 * error).max(0.0), (got.value + 3.0 * error).min(1.0));
            assert!((band.low - low).abs() < 1e-6 && (band.high - high).abs() < 1e-6, "{name} {index}");
        }
    }
    assert!(n_windows > 3, "{n_windows}");
}

#[test]
fn the_sample_tells_its_story() {
    let log = sample(42).expect("a log");
    assert_eq!(log, sample(42).expect("the same log"));
    let summary = log.summary();
    assert_eq!((summary.n_rows, summary.n_refused, summary.n_labelled), (SAMPLE_ROWS, 0, 1_800));
    let report = watched(&log, &LogSettings::default()).expect("rows enough");
    assert_eq!((report.reference.n, report.reference.is_labelled), (600, true));
    let mean = |from: u32, to: u32, read: fn(&LogWindow) -> Option<Score>| {
        let inside = report.windows.iter().filter(|it| it.first >= from && it.last < to);
        let values: Vec<f64> = inside.filter_map(read).map(|score| score.value).collect();
        crate::describe::mean(&values).expect("windows")
    };
    let actual = |from, to| mean(from, to, |it| it.scores.accuracy);
    let estimated = |from, to| mean(from, to, |it| it.estimate.accuracy);
    // Calm: the estimate holds. Another mix: quality falls and the estimate follows. Another concept: it does not.
    assert!((actual(670, 1_000) - estimated(670, 1_000)).abs() < 0.05);
    assert!(actual(1_000, 1_500) < actual(670, 1_000) - 0.1, "{}", actual(1_000, 1_500));
    assert!((actual(1_000, 1_500) - estimated(1_000, 1_500)).abs() < 0.06);
    assert!(actual(1_500, 2_000) < estimated(1_500, 2_000) - 0.15);
    let calm = report.windows.iter().filter(|it| it.last < 1_000);
    assert!(calm.into_iter().all(|it| it.level(|_| true) < Level::Alarm));
    let causes: Vec<Cause> = report.alerts.iter().map(|alert| alert.cause).collect();
    assert!(causes.contains(&Cause::ClassMix { class: 2 }), "{causes:?}");
    assert!(causes.contains(&Cause::MoreErrors), "{causes:?}");
    let slow = report.alerts.iter().find(|alert| alert.cause == Cause::Slower).expect("slower answers");
    assert!((1_600..1_700).contains(&slow.raised_sequence), "{slow:?}");
    let last = report.windows.last().expect("windows");
    let drift = last.signal(Signal::PredictedClass).expect("watched");
    assert_eq!(drift.level, Level::Steady, "{drift:?}");
    assert!(last.times.expect("times").is_p99_uncertain);
    assert!(report.latency.expect("times").p99.millis > 12.0);
}

#[test]
fn a_log_without_labels_is_watched_without_quality() {
    let rows: Vec<&str> = ["a,0.9", "b,0.8", "a,0.7"].into_iter().cycle().take(300).collect();
    let log = collected("predicted,confidence", &rows).expect("a log");
    let report = watched(&log, &LogSettings::default()).expect("rows enough");
    assert!(!report.reference.is_labelled);
    assert_eq!((report.reference.n, report.windows.len()), (100, 11));
    assert!(
        report.windows.iter().all(|it| it.scores == Scores::default() && it.estimate == Scores::default())
    );
    assert!(report.alerts.is_empty() && report.latency.is_none());
}

#[test]
fn too_few_rows_are_told() {
    let log = collected("predicted", &["a"; 100]).expect("a log");
    let shortage = watched(&log, &LogSettings::default()).expect_err("no window");
    assert_eq!(shortage, Shortage { reference: 33, left: 67, window: 100 });
    let small = LogSettings { window: 40, ..LogSettings::default() };
    assert_eq!(watched(&log, &small).expect("a window").windows.len(), 7);
}

#[test]
fn long_logs_have_a_bounded_number_of_windows() {
    let rows = vec!["a"; 90_000];
    let log = collected("predicted", &rows).expect("a log");
    for stride in [Stride::Sliding, Stride::Tumbling] {
        let report = watched(&log, &LogSettings { window: 20, ..quick(stride) });
        let report = report.expect("rows enough");
        assert!(report.is_widened && report.windows.len() <= MAX_WINDOWS, "{stride:?}");
    }
}

/// A log of answers that are right by construction and hang together with nothing.
fn calm(seed: u64, n: u32) -> Log {
    let mut stream = Stream::named(seed, "calm log");
    let mut row = || {
        let sure = stream.uniform(0.5, 1.0);
        let predicted = if stream.next_f64() < 0.3 { "a" } else { "b" };
        let is_right = stream.next_f64() < sure;
        let actual = if is_right == (predicted == "a") { "a" } else { "b" };
        format!("{actual},{predicted},{sure}")
    };
    let rows: Vec<String> = (0..n).map(|_| row()).collect();
    collected("actual,predicted,confidence", &rows.iter().map(String::as_str).collect::<Vec<_>>())
        .expect("a log")
}

#[test]
fn a_log_in_which_nothing_changes_alarms_about_as_often_as_asked() {
    let settings = LogSettings { reference: Some(1_000), once_in: 10, ..LogSettings::default() };
    let (mut n_windows, mut n_alarms, mut measured) = (0.0, 0.0, Vec::new());
    for seed in 0..12 {
        let report = watched(&calm(seed, 3_000), &settings).expect("rows enough");
        let limits = report.limits.expect("limits");
        measured.push(limits.measured_rate);
        let levels: Vec<Level> = report.windows.iter().map(|it| it.level(|_| true)).collect();
        let raised = levels.windows(2).filter(|it| it[0] < Level::Alarm && it[1] == Level::Alarm).count();
        n_windows += 20.0;
        n_alarms += raised as f64;
    }
    let (rate, measured) = (n_alarms / n_windows, crate::describe::mean(&measured).expect("rates"));
    assert!((0.08..0.13).contains(&measured), "{measured}");
    // 24 are expected; the references differ in how well they stand for the rest.
    assert!((0.05..0.16).contains(&rate), "{rate}");
}

#[test]
fn rows_that_hang_together_are_seen_and_drawn_in_runs() {
    // The same class ten times, as sure all along.
    let mut stream = Stream::named(5, "runs");
    let rows: Vec<String> = (0..300)
        .flat_map(|_| {
            let (sure, class) = (stream.uniform(0.5, 1.0), if stream.next_f64() < 0.5 { "a" } else { "b" });
            vec![format!("{class},{sure}"); 10]
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let log = collected("predicted,confidence", &rows).expect("a log");
    let settings = LogSettings { once_in: 10, ..LogSettings::default() };
    let found = watched(&log, &settings).expect("rows enough");
    assert!((10..=30).contains(&found.block), "{}", found.block);
    let loose = watched(&log, &LogSettings { block: Some(1), ..settings }).expect("rows enough");
    let alarm = |report: &LogReport| report.limits.expect("limits").threshold.alarm;
    assert!(alarm(&found) > alarm(&loose) + 1.0, "{} {}", alarm(&found), alarm(&loose));
    assert_eq!(watched(&calm(1, 900), &settings).expect("rows enough").block, 1);
}

#[test]
fn columns_with_customary_names_are_taken_and_others_named() {
    let log = collected("Time,y_true,prediction,score,country", &["2026-01-01,a,a,0.5,fr"]).expect("a log");
    let it = log.summary();
    assert_eq!((it.n_rows, it.n_labelled, it.n_confident), (1, 1, 1));
    let taken: Vec<&str> = it.taken_for.iter().map(|(_, usual)| usual.as_str()).collect();
    assert_eq!(taken, ["timestamp", "actual", "predicted", "confidence"]);
    assert_eq!(it.ignored, ["country"]);
    // The usual name goes before the customary one.
    let both = collected("prediction,predicted,pred", &["x,a,y"]).expect("a log");
    assert_eq!((both.summary().classes.clone(), both.summary().ignored.len()), (vec!["a".to_owned()], 2));
}

#[test]
fn a_confidence_that_no_winner_can_have_is_counted() {
    // The score of one of two classes, whichever is predicted.
    let of_one = ["a,0.9", "b,0.2", "b,0.4", "a,0.5", "b,"];
    assert_eq!(collected("predicted,score", &of_one).expect("a log").summary().n_improbable, 2);
    let of_three = ["a,0.34", "b,0.9", "c,0.3"];
    assert_eq!(collected("predicted,confidence", &of_three).expect("a log").summary().n_improbable, 1);
    let sound = ["a,0.9,0.1", "b,0.2,0.8"];
    assert_eq!(collected("predicted,p_a,p_b", &sound).expect("a log").summary().n_improbable, 0);
}

#[test]
fn a_reference_in_which_nothing_varies_is_judged_by_the_usual_limits() {
    let rows: Vec<&str> = (0..400).map(|row| if row == 300 { "b" } else { "a" }).collect();
    let report = watched(&collected("predicted", &rows).expect("a log"), &LogSettings::default());
    let report = report.expect("rows enough");
    assert_eq!(report.limits.expect("limits").threshold, crate::stream::WatchSettings::default().threshold);
    assert!(report.windows.iter().all(|it| it.level(|_| true) == Level::Steady));
}

proptest! {
    #[test]
    fn any_cells_are_survived(
        header in "(timestamp|predicted|actual|p_a|p_b|latency_ms|x)(,(predicted|actual|p_b|confidence|.)){0,4}",
        rows in prop::collection::vec("(a|b|0\\.5|1|-3|,|.){0,12}", 0..60),
        window in 0_u32..60,
        reference in prop::option::of(0_u32..60),
        is_sliding: bool,
    ) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        if let Ok(log) = collected(&header, &rows) {
            let summary = log.summary();
            prop_assert_eq!(summary.n_rows as usize + summary.n_refused as usize, rows.len());
            let stride = if is_sliding { Stride::Sliding } else { Stride::Tumbling };
            if let Ok(report) = watched(&log, &LogSettings { reference, window, ..quick(stride) }) {
                prop_assert!(report.windows.len() <= MAX_WINDOWS);
                for window in &report.windows {
                    prop_assert!(window.last < summary.n_rows && window.first >= report.reference.end);
                    for score in [window.scores.accuracy, window.estimate.accuracy].into_iter().flatten() {
                        prop_assert!((0.0..=1.0 + 1e-9).contains(&score.value));
                    }
                }
            }
        }
    }
}
