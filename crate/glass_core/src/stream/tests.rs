//! The watch over a stream: what stays steady, what raises an alarm, and how it comes down again.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::rng::Stream;
use proptest::prelude::*;

/// A plausible image: everything noisy around a centre, brightness moved by `light`.
pub(super) fn observation(sequence: u64, light: f64, stream: &mut Stream) -> Observation {
    let mut around = |centre: f64, spread: f64| centre + spread * stream.normal();
    let properties = Properties {
        area: 4096.0,
        aspect: 1.0,
        brightness: around(0.5 + light, 0.1),
        contrast: around(0.2, 0.03),
        red: around(0.33, 0.02),
        green: around(0.33, 0.02),
        blue: around(0.33, 0.02),
        sharpness: around(500.0, 100.0),
        brightness_p5: 0.1,
        brightness_p99: 0.9,
        entropy_bits: 6.0,
    };
    let predicted = (sequence % 2) as usize;
    let confidence = around(0.8, 0.05);
    Observation {
        sequence,
        at_millis: sequence as f64,
        predicted,
        confidence,
        actual: None,
        properties: Some(properties),
        novelty: None,
        latency_millis: None,
        image: None,
    }
}

pub(super) fn reference(n: u64) -> Reference {
    let mut stream = Stream::named(1, "reference");
    let observations =
        (0..n).map(|i| Observation { actual: Some((i % 2) as usize), ..observation(i, 0.0, &mut stream) });
    Reference::of(2, observations.collect()).expect("observations")
}

fn signal(report: &WindowReport, signal: Signal) -> &SignalReport {
    report.signals.iter().find(|line| line.signal == signal).expect("every signal is reported")
}

const BRIGHTNESS: Signal = Signal::Property(PropertyKind::Brightness);

#[test]
fn a_stream_like_the_reference_stays_steady_and_a_dark_one_alarms_and_recovers() {
    let mut monitor = Monitor::new(reference(300), WatchSettings::default());
    let mut stream = Stream::named(2, "service");
    let mut levels = Vec::new();
    for i in 0..700 {
        let light = if (200..400).contains(&i) { -0.2 } else { 0.0 };
        if let Some(report) = monitor.observe(observation(i, light, &mut stream)) {
            levels.push((i, report.level));
            if i == 299 {
                let line = signal(&report, BRIGHTNESS);
                assert!(line.p_adjusted < Some(1e-6) && line.shift < Some(-1.0), "{line:?}");
                assert_eq!((report.n, report.accuracy, report.predicted.clone()), (100, None, vec![50, 50]));
            }
        }
    }
    let at = |wanted: u64| levels.iter().find(|(i, _)| *i == wanted).expect("evaluated").1;
    assert_eq!((at(199), at(299), at(699)), (Level::Steady, Level::Alarm, Level::Steady));
    assert_eq!(levels.first().map(|(i, _)| *i), Some(29));

    let alert = monitor.alerts().iter().find(|it| it.signal == BRIGHTNESS).expect("an alert");
    assert_eq!((alert.level, alert.cause, alert.is_open()), (Level::Alarm, Cause::Darker, false));
    assert!(alert.raised_sequence < 250 && alert.cleared_sequence > Some(400), "{alert:?}");
    assert_eq!(alert.frames.len(), alert::MAX_FRAMES);
    assert!(alert.frames.iter().all(|frame| (200..400).contains(frame)), "{:?}", alert.frames);
    assert_eq!(alert.cause.remedies().first(), Some(&Remedy::CheckLight));
}

#[test]
fn what_comes_back_before_a_window_has_gone_by_was_never_over() {
    let mut monitor = Monitor::new(reference(300), WatchSettings::default());
    let mut stream = Stream::named(6, "service");
    let mut sequence = 0;
    let mut serve = |monitor: &mut Monitor, light: f64| {
        let _ = monitor.observe(observation(sequence, light, &mut stream));
        sequence += 1;
    };
    let told = |monitor: &Monitor| -> Vec<Alert> {
        monitor.alerts().iter().filter(|alert| alert.signal == BRIGHTNESS).cloned().collect()
    };
    let is_open = |monitor: &Monitor| told(monitor).iter().any(Alert::is_open);
    while !is_open(&monitor) {
        serve(&mut monitor, -0.3);
    }
    let raised = told(&monitor)[0].raised_sequence;
    while is_open(&monitor) {
        serve(&mut monitor, 0.0);
    }
    assert!(told(&monitor)[0].cleared_sequence.is_some());
    while !is_open(&monitor) {
        serve(&mut monitor, -0.4);
    }
    let again = told(&monitor);
    assert_eq!((again.len(), again[0].raised_sequence, again[0].cleared_sequence), (1, raised, None));
    let newest = monitor.window().last().expect("a window").sequence;
    assert_eq!((again[0].n_returns, again[0].returned_sequence), (1, Some(newest)));
    // A whole calm window later it is another.
    (0..300).for_each(|_| serve(&mut monitor, 0.0));
    (0..100).for_each(|_| serve(&mut monitor, -0.3));
    let later = told(&monitor);
    assert_eq!((later.len(), later[0].is_open(), later[1].is_open()), (2, false, true));
}

#[test]
fn an_alert_names_each_image_once_however_often_it_came() {
    let mut monitor = Monitor::new(reference(300), WatchSettings::default());
    let mut stream = Stream::named(8, "service");
    for sequence in 0..150 {
        // Twelve images in turn: the strangest of them would take all places.
        let light = -0.25 - 0.01 * (sequence % 12) as f64;
        let image = Some(sequence % 12);
        let _ = monitor.observe(Observation { image, ..observation(sequence, light, &mut stream) });
    }
    let alert = monitor.alerts().iter().find(|alert| alert.signal == BRIGHTNESS).expect("it is darker");
    let mut images: Vec<u64> = alert.frames.iter().map(|sequence| sequence % 12).collect();
    images.sort_unstable();
    images.dedup();
    assert_eq!(
        (alert.frames.len(), images.len()),
        (alert::MAX_FRAMES, alert::MAX_FRAMES),
        "{:?}",
        alert.frames
    );
}

#[test]
fn labels_bring_quality_and_its_alarm() {
    let mut monitor = Monitor::new(reference(200), WatchSettings::default());
    let mut stream = Stream::named(3, "service");
    let mut last = None;
    for i in 0..100 {
        let report = monitor.observe(observation(i, 0.0, &mut stream));
        // Every other image turns out to be of the other class.
        monitor.label(i, if i % 4 < 2 { (i % 2) as usize } else { 1 - (i % 2) as usize });
        last = report.or(last);
    }
    let report = last.expect("evaluated");
    assert!(report.n_labelled >= 99 && report.accuracy < Some(0.6), "{report:?}");
    assert!(report.accuracy_interval.expect("labels").contains(0.5));
    assert_eq!(signal(&report, Signal::Quality).level, Level::Alarm);
    assert!(monitor.alerts().iter().any(|it| it.cause == Cause::MoreErrors));
}

#[test]
fn one_class_only_is_a_class_mix() {
    let mut monitor = Monitor::new(reference(200), WatchSettings::default());
    let mut stream = Stream::named(4, "service");
    for i in 0..100 {
        let _ = monitor.observe(Observation { predicted: 1, ..observation(i, 0.0, &mut stream) });
    }
    let alert = monitor.alerts().iter().find(|it| it.signal == Signal::PredictedClass).expect("an alert");
    assert_eq!((alert.cause, alert.is_open()), (Cause::ClassMix { class: 1 }, true));
}

#[test]
fn nothing_measured_is_nothing_judged() {
    let bare = |i: u64| Observation {
        sequence: i,
        at_millis: 0.0,
        predicted: 0,
        confidence: f64::NAN,
        actual: None,
        properties: None,
        novelty: None,
        latency_millis: None,
        image: None,
    };
    assert_eq!(Reference::of(2, vec![]), None);
    let reference = Reference::of(2, (0..40).map(bare).collect()).expect("observations");
    let mut monitor = Monitor::new(reference, WatchSettings::default());
    let reports: Vec<WindowReport> = (0..60).filter_map(|i| monitor.observe(bare(i))).collect();
    assert!(!reports.is_empty() && reports.iter().all(|it| it.level == Level::Steady));
    assert_eq!(reports[0].mean_confidence, None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_stream_is_survived(
        values in prop::collection::vec((any::<f64>(), any::<f64>(), 0_usize..5, prop::option::of(0_usize..5)), 1..80),
        window in 0_u32..30,
        stride in 0_u32..10,
    ) {
        let observations: Vec<Observation> = values
            .iter()
            .enumerate()
            .map(|(i, &(a, b, predicted, actual))| {
                let base = observation(i as u64, 0.0, &mut Stream::named(i as u64, "any"));
                let properties = base.properties.map(|it| Properties { brightness: a, area: b, ..it });
                Observation { confidence: a, at_millis: b, predicted, actual, properties, ..base }
            })
            .collect();
        let reference = Reference::of(3, observations.clone()).expect("observations");
        let settings = WatchSettings { window, min_window: 1, stride, ..WatchSettings::default() };
        let mut monitor = Monitor::new(reference, settings);
        for observation in observations {
            if let Some(report) = monitor.observe(observation) {
                for line in &report.signals {
                    prop_assert!(line.p_adjusted.is_none_or(|p| (0.0..=1.0).contains(&p)));
                    prop_assert!(line.shift.is_none_or(f64::is_finite));
                }
            }
        }
    }
}

#[test]
fn against_a_renewed_reference_the_new_normal_is_steady_and_the_old_one_strange() {
    let mut monitor = Monitor::new(reference(300), WatchSettings::default());
    let mut stream = Stream::named(5, "service");
    let mut sequence = 0;
    let mut serve = |monitor: &mut Monitor, n: u64, light: f64| {
        let mut last = None;
        for _ in 0..n {
            last = monitor.observe(observation(sequence, light, &mut stream)).or(last);
            sequence += 1;
        }
        last.map(|report| report.level)
    };
    assert_eq!(serve(&mut monitor, 300, -0.2), Some(Level::Alarm));
    let window: Vec<Observation> = monitor.window().cloned().collect();
    monitor.renew(Reference::of(2, window).expect("observations"));
    assert_eq!((monitor.level(), monitor.window().len()), (Level::Steady, 0));
    assert!(monitor.alerts().iter().all(|alert| !alert.is_open() && alert.level_now == Level::Steady));
    let brightness = monitor.alerts().iter().find(|alert| alert.signal == BRIGHTNESS);
    assert_eq!(brightness.and_then(|alert| alert.cleared_sequence), Some(299));
    // Nothing is said before a window is there.
    assert_eq!(serve(&mut monitor, 20, -0.2), None);
    assert_eq!(serve(&mut monitor, 300, -0.2), Some(Level::Steady));
    assert_eq!(serve(&mut monitor, 300, 0.0), Some(Level::Alarm));
}
