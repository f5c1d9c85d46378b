//! Streams as the page steers them, without a browser.

mod coins;
mod driver;

use coins::{quick, train, with_coins};
use driver::Bench;
use glass_core::disturbance::{Dial, Preset};
use glass_core::recipe::Recipe;
use glass_core::service::{Frame, Level, ServiceReport};
use glass_core::stream::plan::{Arrivals, Plan, Steer};
use glass_protocol::{Command, Event};
use glass_worker::engine::{Engine, Next};
use glass_worker::learner::LearnEngine;

/// Runs until so many images were answered in all, or nothing more is to be done.
fn serve(bench: &mut Bench<LearnEngine>, n_images: u32) {
    for _ in 0..20_000 {
        match bench.engine.next() {
            Next::At(millis) => bench.millis = bench.millis.max(millis),
            Next::Idle => return,
            Next::Now => {}
        }
        bench.slice();
        if frames(bench).len() >= n_images as usize {
            return;
        }
    }
}

fn frames(bench: &Bench<LearnEngine>) -> Vec<Frame> {
    let told = bench.events().filter_map(|event| match event {
        Event::Served { frames, .. } => Some(frames.clone()),
        _ => None,
    });
    told.flatten().collect()
}

fn last_report(bench: &Bench<LearnEngine>) -> ServiceReport {
    let told = bench.events().filter_map(|event| match event {
        Event::Served { report, .. } => Some(report.clone()),
        _ => None,
    });
    *told.last().expect("images were answered")
}

fn last_plan(bench: &Bench<LearnEngine>) -> Plan {
    let told = bench.events().filter_map(|event| match event {
        Event::StreamPlanned { plan, .. } => Some(plan.clone()),
        _ => None,
    });
    *told.last().expect("a stream was planned")
}

fn trained() -> Bench<LearnEngine> {
    let mut bench = with_coins(100);
    train(&mut bench, 1, Recipe { epochs: 6, ..quick() });
    bench.told.clear();
    bench
}

fn start(bench: &mut Bench<LearnEngine>, stream: u32, plan: &Plan) {
    bench.told.clear();
    bench.ask(Command::StartStream { stream, plan: Box::new(plan.clone()) });
}

/// What does not depend on how long anything took.
fn essence(frames: &[Frame]) -> Vec<(u32, u32, Option<u32>, bool, u32, u64)> {
    frames
        .iter()
        .map(|it| (it.index, it.sample, it.actual, it.is_unseen, it.predicted, it.confidence.to_bits()))
        .collect()
}

#[test]
fn what_was_done_by_hand_is_the_record_and_plays_again_to_the_same() {
    let mut bench = trained();
    let plan = Plan { window: 40, images_per_second: 100.0, arrivals: Arrivals::Poisson, ..Plan::new(5) };
    start(&mut bench, 1, &plan);
    serve(&mut bench, 60);
    bench.ask(Command::SteerStream(Steer::Turn(Dial::Brightness, -0.5)));
    serve(&mut bench, 120);
    bench.ask(Command::SteerStream(Steer::Play(Preset::NewThing, 20)));
    serve(&mut bench, 200);
    bench.ask(Command::SteerStream(Steer::Quiet));
    serve(&mut bench, 320);
    let (record, first, report) = (last_plan(&bench), frames(&bench), last_report(&bench));
    assert!(first.iter().any(|frame| frame.is_unseen) && !report.alerts.is_empty());
    assert!(first[310..].iter().all(|frame| frame.amounts.is_none()));

    start(&mut bench, 2, &record);
    serve(&mut bench, 320);
    let again = frames(&bench);
    let n = first.len().min(again.len());
    assert_eq!(essence(&first[..n]), essence(&again[..n]));
    let raised = |report: &ServiceReport| -> Vec<_> {
        report.alerts.iter().map(|alert| (alert.signal, alert.raised_sequence)).collect()
    };
    let again = last_report(&bench);
    let n = report.alerts.len().min(again.alerts.len());
    assert_eq!(raised(&report)[..n], raised(&again)[..n]);
}

#[test]
fn a_stream_stands_still_steps_goes_faster_and_is_sought() {
    let mut bench = trained();
    start(&mut bench, 1, &Plan { window: 20, ..Plan::new(1) });
    serve(&mut bench, 10);
    bench.ask(Command::SteerStream(Steer::Pause));
    serve(&mut bench, 10_000);
    let n = frames(&bench).len();
    assert!(last_report(&bench).is_paused && n < 200, "{n}");
    bench.ask(Command::SteerStream(Steer::Step));
    serve(&mut bench, 10_000);
    assert_eq!(frames(&bench).len(), n + 1);

    bench.ask(Command::SteerStream(Steer::Seek(700)));
    serve(&mut bench, 10_000);
    assert_eq!(frames(&bench).len(), 700);
    let report = last_report(&bench);
    assert!(report.is_paused && report.n_untimed >= 600, "what is sought is not timed");

    bench.ask(Command::SteerStream(Steer::Rate(200.0)));
    bench.ask(Command::SteerStream(Steer::Resume));
    let before = bench.millis;
    serve(&mut bench, 900);
    let pace = (frames(&bench).len() - 700) as f64 / (bench.millis - before) * 1_000.0;
    assert!((150.0..260.0).contains(&pace), "{pace}");
    assert!(!last_report(&bench).is_paused);
}

#[test]
fn labels_that_come_late_fill_in_what_the_windows_were() {
    let mut bench = trained();
    start(&mut bench, 1, &Plan { window: 20, images_per_second: 100.0, label_delay: 50, ..Plan::new(1) });
    serve(&mut bench, 40);
    assert_eq!(last_report(&bench).accuracy, None);
    serve(&mut bench, 200);
    let reports: Vec<ServiceReport> = bench
        .events()
        .filter_map(|event| match event {
            Event::Served { report, .. } => Some(ServiceReport::clone(report)),
            _ => None,
        })
        .collect();
    let all = frames(&bench);
    let filled: Vec<_> = reports.iter().flat_map(|report| &report.filled).collect();
    assert!(filled.len() > 5);
    for it in filled {
        let window = &all[(it.n_seen as usize).saturating_sub(20)..it.n_seen as usize];
        let right = window.iter().filter(|frame| frame.actual == Some(frame.predicted)).count();
        assert_eq!(it.accuracy, right as f64 / window.len() as f64, "after {}", it.n_seen);
    }
}

#[test]
fn without_labels_accuracy_is_estimated_and_changed_rules_fool_the_estimate() {
    let mut bench = trained();
    let plan = Plan { window: 100, images_per_second: 200.0, ..Plan::new(1) };
    start(&mut bench, 1, &plan);
    serve(&mut bench, 200);
    let calm = last_report(&bench);
    let (estimate, band) = calm.estimate.expect("probabilities are there");
    let (accuracy, band) = (calm.accuracy.expect("labels are"), band.expect("so is a reference"));
    assert!(band.low <= accuracy && accuracy <= band.high, "{accuracy} {band:?}");
    bench.ask(Command::SteerStream(Steer::Play(Preset::ChangedRules, 1)));
    serve(&mut bench, 420);
    let fooled = last_report(&bench);
    assert!((fooled.estimate.expect("still").0 - estimate).abs() < 0.1);
    assert!(fooled.accuracy.expect("labels") < 0.5);
    assert_eq!(fooled.level, Level::Alarm);
}

#[test]
fn limits_are_found_for_the_rate_that_was_asked_for() {
    let mut bench = trained();
    let plan = Plan { window: 20, images_per_second: 200.0, once_in: 20, ..Plan::new(1) };
    start(&mut bench, 1, &plan);
    serve(&mut bench, 60);
    let preparing = |bench: &Bench<LearnEngine>| {
        bench.events().filter(|event| matches!(event, Event::StreamPreparing { .. })).count()
    };
    let limits = last_report(&bench).limits.expect("they are sought before the first image");
    assert_eq!((limits.once_in, limits.is_reduced), (20, false));
    let first = preparing(&bench);
    assert!(first > 3, "in slices");
    // The same again is known.
    start(&mut bench, 2, &plan);
    serve(&mut bench, 60);
    assert_eq!(last_report(&bench).limits, Some(limits));
    assert!(preparing(&bench) < first);
    start(&mut bench, 3, &Plan { once_in: 200, ..plan });
    serve(&mut bench, 60);
    assert!(last_report(&bench).limits.expect("others").threshold.alarm > limits.threshold.alarm);
}

#[test]
fn a_story_grades_the_monitor_and_the_same_order_gives_the_same_marks() {
    use glass_core::stream::grade::GradeOrder;
    let mut bench = trained();
    let order = GradeOrder {
        plan: Plan { window: 20, once_in: 20, ..Plan::new(3) },
        story: Preset::LampChanged,
        over: 1,
        n_streams: 6,
        n_windows: 2,
    };
    let mut grade = |request: u32| {
        bench.told.clear();
        bench.ask(Command::Grade { request, order: Box::new(order.clone()) });
        while bench.engine.next() == Next::Now {
            bench.slice();
        }
        assert!(bench.events().any(|it| *it == Event::GradingEnded { request }));
        let reports = bench.events().filter_map(|event| match event {
            Event::Graded { report, .. } => report.clone(),
            _ => None,
        });
        reports.last().expect("marks")
    };
    let report = grade(1);
    let whole = report.whole().expect("the whole is graded");
    assert_eq!((report.n_pairs, whole.n_caught, report.n_windows), (6, 6, 12.0));
    assert!(whole.delay.is_some_and(|[_, median, _]| median < 20.0), "{whole:?}");
    assert_eq!(grade(2), report);

    bench.ask(Command::Grade { request: 3, order: Box::new(order) });
    bench.ask(Command::StopGrading);
    assert!(bench.events().any(|it| *it == Event::GradingEnded { request: 3 }));
    assert_eq!(bench.engine.next(), Next::Idle);
}
