//! Streams as the page steers them, without a browser.

mod coins;
mod driver;

use coins::{quick, train, with_coins};
use driver::Bench;
use glass_core::disturbance::{Dial, Preset};
use glass_core::interval::wilson_of;
use glass_core::recipe::{Normalize, Recipe};
use glass_core::service::{Frame, Level, ServiceReport};
use glass_core::speed::objective::Objective;
use glass_core::speed::{Piece, SpeedReport};
use glass_core::split::SplitName;
use glass_core::stream::plan::{Arrivals, Plan, Source, Steer};
use glass_core::stream::recording::Recording;
use glass_protocol::{Command, Event, PixelShape, RosterRow};
use glass_worker::engine::{Attached, Engine, Next, Outgoing};
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

fn last_speed(bench: &Bench<LearnEngine>) -> SpeedReport {
    let told = bench.events().filter_map(|event| match event {
        Event::SpeedMeasured { report, .. } => Some((**report).clone()),
        _ => None,
    });
    told.last().expect("the speed was told")
}

#[test]
fn the_speed_is_told_over_time_and_judged_by_what_is_promised() {
    let mut bench = trained();
    bench.ask(Command::Promise(Objective { share: 0.9, millis: 60_000.0, minutes: 60.0 }));
    // The bench's clock moves half a millisecond a look: an answer takes 2.5 ms, so 200 a second are half its time.
    start(&mut bench, 1, &Plan { window: 20, images_per_second: 200.0, ..Plan::new(1) });
    serve(&mut bench, 1_000);
    let speed = last_speed(&bench);
    let n: u32 = speed.pieces.iter().map(|piece| piece.n).sum();
    assert!(speed.pieces.len() >= 4 && u64::from(n) == speed.n && n >= 800, "{n}");
    assert_eq!((speed.n_late, speed.alerts.len()), (0, 0));
    for piece in &speed.pieces {
        let [response, work] = [&piece.response, &piece.service].map(|it| it.quantiles.expect("timed"));
        assert!(work.p50 <= response.p50 && response.p50 <= response.p99 && response.p99 <= response.max);
        assert_eq!(piece.response.bands.iter().sum::<u32>(), piece.n);
    }

    // Promised another speed, it is counted anew: nothing is as fast as that.
    bench.ask(Command::Promise(Objective { share: 0.9, millis: 1.0, minutes: 60.0 }));
    serve(&mut bench, 3_000);
    let speed = last_speed(&bench);
    assert!(speed.n < 2_500 && speed.n_late == speed.n, "{} of {}", speed.n_late, speed.n);
    assert!((speed.spent().expect("timed") - 10.0).abs() < 1e-9);
    // All late is ten times the budget: over the limits of 6 and 1, not over that of 14.4.
    let pairs: Vec<u8> = speed.alerts.iter().map(|alert| alert.pair).collect();
    assert!(pairs.contains(&1) && pairs.contains(&2) && !pairs.contains(&0), "{pairs:?}");

    let told = bench.events().filter(|event| matches!(event, Event::SpeedMeasured { .. })).count();
    bench.ask(Command::StopStream);
    let after = bench.events().filter(|event| matches!(event, Event::SpeedMeasured { .. })).count();
    assert_eq!(after, told + 1, "the last word is told");
}

#[test]
fn recordings_play_one_after_another_with_the_classes_of_each_mixed() {
    let mut bench = trained();
    let shape =
        PixelShape { width: 8, height: 6, channels: 1, digest: 7, original_width: 640, original_height: 480 };
    // Two days of thirty images of each class, and one without folders by class.
    for image in 0..180_u32 {
        let attached = Attached { sources: Vec::new(), bytes: vec![image as u8; 48] };
        let labels = vec![(image < 120).then_some((image / 30) % 2)];
        bench.send(Command::AddServiceSamples { samples: vec![shape], labels }, attached);
    }
    let recording = |first, is_by_class| Recording { first, name: first.to_string(), is_by_class };
    let recordings = vec![recording(0, true), recording(60, true), recording(120, false)];
    let plan = Plan { source: Source::Dropped, images_per_second: 200.0, recordings, ..Plan::new(3) };
    start(&mut bench, 1, &plan);
    serve(&mut bench, 180);
    let first = frames(&bench);
    let samples: Vec<u32> = first.iter().map(|frame| frame.sample).collect();
    for day in [0..60, 60..120] {
        let own = &samples[day.clone()];
        assert!(own.iter().all(|sample| day.contains(&(*sample as usize))), "{own:?}");
        assert!(!own.is_sorted());
        let of_first_half = own[..30].iter().filter(|sample| (**sample as usize - day.start) < 30).count();
        assert!((5..=25).contains(&of_first_half), "both classes in each half: {of_first_half}");
    }
    assert_eq!(samples[120..], (120..180).collect::<Vec<_>>());
    let record = last_plan(&bench);
    start(&mut bench, 2, &record);
    serve(&mut bench, 180);
    assert_eq!(essence(&frames(&bench)), essence(&first));
}

#[test]
fn a_cameras_frames_are_due_when_they_come_and_play_again_as_images_of_service() {
    let mut bench = trained();
    let shape =
        PixelShape { width: 8, height: 6, channels: 1, digest: 7, original_width: 640, original_height: 480 };
    let plan = Plan { source: Source::Camera, window: 20, ..Plan::new(1) };
    start(&mut bench, 1, &plan);
    bench.settle();
    assert!(bench.events().any(|event| *event == Event::StreamPreparing { stream: 1, share: 1.0 }));
    assert_eq!(bench.engine.next(), Next::Idle, "nothing is due before the first frame");
    for frame in 0..40_u8 {
        let attached = Attached { sources: Vec::new(), bytes: vec![frame * 6; 48] };
        let labels = vec![(frame < 10).then_some(0)];
        bench.send(Command::AddServiceSamples { samples: vec![shape], labels }, attached);
        bench.millis += 100.0;
        serve(&mut bench, u32::from(frame) + 1);
    }
    bench.millis += 1_000.0;
    serve(&mut bench, 10_000);
    let (live, report) = (frames(&bench), last_report(&bench));
    assert_eq!((live.len(), report.queue), (40, 0));
    assert!(live.iter().all(|frame| frame.timing.wait_ms < 200.0), "due when it came");
    assert_eq!(live.iter().filter(|frame| frame.actual == Some(0)).count(), 10);
    assert!(!bench.events().any(|event| matches!(event, Event::StreamEnded { .. })), "a camera has no end");

    bench.ask(Command::SteerStream(Steer::Pause));
    bench.ask(Command::SteerStream(Steer::Step));
    bench.ask(Command::SteerStream(Steer::Seek(500)));
    serve(&mut bench, 10_000);
    assert_eq!(frames(&bench).len(), 40, "what has not come cannot be had");

    start(&mut bench, 2, &Plan { source: Source::Dropped, ..plan });
    serve(&mut bench, 40);
    assert_eq!(essence(&live), essence(&frames(&bench)));
}

#[test]
fn what_is_sought_is_in_no_time() {
    let mut bench = trained();
    start(&mut bench, 1, &Plan { window: 20, ..Plan::new(1) });
    serve(&mut bench, 10);
    bench.ask(Command::SteerStream(Steer::Pause));
    bench.ask(Command::SteerStream(Steer::Seek(300)));
    serve(&mut bench, 10_000);
    let speed = last_speed(&bench);
    let count = |of: fn(&Piece) -> u32| speed.pieces.iter().map(of).sum::<u32>();
    assert!(count(|it| it.n_untimed) >= 280 && count(|it| it.n) < 20);
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

#[test]
fn a_renewed_reference_makes_the_new_normal_steady_and_plays_again_to_the_same() {
    let mut bench = trained();
    let plan = Plan { window: 40, images_per_second: 100.0, ..Plan::new(9) };
    start(&mut bench, 1, &plan);
    // Too early: there is nothing to take.
    serve(&mut bench, 5);
    bench.ask(Command::SteerStream(Steer::RenewReference));
    bench.ask(Command::SteerStream(Steer::Turn(Dial::Brightness, -0.5)));
    serve(&mut bench, 120);
    let before = last_report(&bench);
    assert_eq!((before.level, before.renewed_before), (Level::Alarm, None));
    bench.ask(Command::SteerStream(Steer::RenewReference));
    serve(&mut bench, 320);
    let (record, first, after) = (last_plan(&bench), frames(&bench), last_report(&bench));
    let at = after.renewed_before.expect("renewed");
    assert_eq!((record.renewals.as_slice(), after.n_reference), (&[at][..], 40));
    assert_eq!(after.level, Level::Steady, "{:?}", after.alerts);
    assert!(after.alerts.iter().all(|alert| !alert.is_open()));
    assert!(after.limits.is_some() && after.limits != before.limits);

    // A renewal where no window is there yet is passed over.
    let wild = Plan { renewals: vec![0, 3, at], ..record };
    start(&mut bench, 2, &wild);
    serve(&mut bench, 320);
    let again = last_report(&bench);
    assert_eq!(essence(&frames(&bench)), essence(&first));
    assert_eq!(again.renewed_before, Some(at));
    let raised = |report: &ServiceReport| -> Vec<_> {
        report.alerts.iter().map(|it| (it.signal, it.raised_sequence, it.cleared_sequence)).collect()
    };
    assert_eq!(raised(&again), raised(&after));

    // And the way back: against the held-out images, with their limits, the dark is strange again.
    bench.ask(Command::SteerStream(Steer::RestoreReference));
    serve(&mut bench, 420);
    let (record, first, back) = (last_plan(&bench), frames(&bench), last_report(&bench));
    assert_eq!(
        (back.renewed_before, back.n_reference, back.limits),
        (None, before.n_reference, before.limits)
    );
    assert_eq!((back.level, record.renewals.len(), record.reversions.len()), (Level::Alarm, 1, 1));
    start(&mut bench, 3, &record);
    serve(&mut bench, 420);
    assert_eq!(essence(&frames(&bench)), essence(&first));
    assert_eq!(raised(&last_report(&bench)), raised(&back));
    // Where nothing was renewed, there is nothing to go back from.
    bench.ask(Command::SteerStream(Steer::RestoreReference));
    assert_eq!(last_plan(&bench).reversions.len(), 1);
    // Renewed and taken back before the same image: the window begins anew, when it is played again too.
    bench.ask(Command::SteerStream(Steer::RenewReference));
    bench.ask(Command::SteerStream(Steer::Pause));
    bench.slice();
    bench.ask(Command::SteerStream(Steer::RestoreReference));
    bench.ask(Command::SteerStream(Steer::Resume));
    serve(&mut bench, 560);
    let (record, live) = (last_plan(&bench), last_report(&bench));
    assert_eq!((record.renewals.len(), record.reversions.len()), (1, 2));
    start(&mut bench, 4, &record);
    serve(&mut bench, 560);
    assert_eq!(raised(&last_report(&bench)), raised(&live));
}

#[test]
fn what_is_asked_of_a_stream_before_its_first_image_is_done_then() {
    let mut bench = trained();
    start(&mut bench, 1, &Plan { window: 20, ..Plan::new(1) });
    bench.ask(Command::SteerStream(Steer::Pause));
    bench.ask(Command::SteerStream(Steer::Seek(150)));
    serve(&mut bench, 10_000);
    let report = last_report(&bench);
    assert_eq!((report.seen, report.is_paused), (150, true));
}

#[test]
fn an_estimate_that_is_off_is_calibrated_on_the_labels_of_a_window_and_plays_again_to_the_same() {
    let mut bench = trained();
    let plan = Plan { window: 100, images_per_second: 100.0, ..Plan::new(4) };
    start(&mut bench, 1, &plan);
    // Too early: too few labels.
    serve(&mut bench, 20);
    bench.ask(Command::SteerStream(Steer::Recalibrate));
    bench.ask(Command::SteerStream(Steer::Turn(Dial::Noise, 0.8)));
    bench.ask(Command::SteerStream(Steer::Turn(Dial::Rotation, 0.5)));
    serve(&mut bench, 200);
    let error = |report: &ServiceReport| {
        (report.estimate.expect("an estimate").0 - report.accuracy.expect("labels")).abs()
    };
    let before = last_report(&bench);
    assert_eq!(before.recalibrated_before, None);
    assert!(error(&before) > 0.1, "{:?} {:?}", before.estimate, before.accuracy);
    bench.ask(Command::SteerStream(Steer::Recalibrate));
    serve(&mut bench, 400);
    let (record, first, after) = (last_plan(&bench), frames(&bench), last_report(&bench));
    let at = after.recalibrated_before.expect("recalibrated");
    assert_eq!(record.recalibrations, [at]);
    assert_ne!(after.temperature, before.temperature);
    assert!(error(&after) < error(&before) / 2.0, "{:?} {:?}", after.estimate, after.accuracy);

    let wild = Plan { recalibrations: vec![0, 7, at], ..record };
    start(&mut bench, 2, &wild);
    serve(&mut bench, 400);
    let again = last_report(&bench);
    assert_eq!(essence(&frames(&bench)), essence(&first));
    assert_eq!((again.recalibrated_before, again.temperature), (Some(at), after.temperature));

    // And the way back, which is in the record too.
    bench.ask(Command::SteerStream(Steer::RestoreCalibration));
    serve(&mut bench, 500);
    let (record, first, back) = (last_plan(&bench), frames(&bench), last_report(&bench));
    assert_eq!((back.recalibrated_before, back.temperature), (None, before.temperature));
    assert_eq!((record.recalibrations.len(), record.restorations.len()), (1, 1));
    start(&mut bench, 3, &record);
    serve(&mut bench, 500);
    assert_eq!(essence(&frames(&bench)), essence(&first));
    assert_eq!(last_report(&bench).temperature, before.temperature);
    // Where nothing was calibrated anew, there is nothing to go back from.
    bench.ask(Command::SteerStream(Steer::RestoreCalibration));
    assert_eq!(last_plan(&bench).restorations.len(), 1);
}

/// Trains and returns the checkpoint and the digest of the weights.
fn kept_run(bench: &mut Bench<LearnEngine>, run: u32, recipe: Recipe) -> (Vec<u8>, u64) {
    let (_, digest) = train(bench, run, recipe);
    let ended = bench.told.iter().find(|told| matches!(told.event, Event::Trained { .. }));
    (ended.expect("the run is over").bytes.clone(), digest)
}

fn stood(bench: &Bench<LearnEngine>) -> Vec<(u32, Option<u64>)> {
    let told = bench.events().filter_map(|event| match event {
        Event::ChallengerStands { run, weights_digest } => Some((*run, *weights_digest)),
        _ => None,
    });
    told.collect()
}

#[test]
fn a_challenger_answers_the_same_images_and_leaves_the_champion_as_it_is() {
    let mut bench = with_coins(100);
    let mut other = Recipe { epochs: 1, seed: 7, ..quick() };
    other.prepare.size = 8;
    let (checkpoint, digest) = kept_run(&mut bench, 1, other);
    train(&mut bench, 2, Recipe { epochs: 8, ..quick() });
    let plan = Plan { window: 40, images_per_second: 100.0, label_delay: 6, ..Plan::new(5) };
    start(&mut bench, 1, &plan);
    serve(&mut bench, 90);
    let (alone, report) = (frames(&bench), last_report(&bench));
    assert!(report.duel.is_none() && alone.iter().all(|frame| frame.challenger.is_none()));
    // The thirty test images went round: the window's interval goes by the different ones.
    assert!(
        report.n_labelled > 30 && report.n_different <= 30,
        "{} {}",
        report.n_labelled,
        report.n_different
    );
    let by_different = report.accuracy.and_then(|share| wilson_of(share, report.n_different.into()));
    assert_eq!(report.accuracy_interval, by_different);

    let challenge = Command::Challenge { run: 1, recipe: other, n_images: u32::MAX };
    bench.send(challenge.clone(), Attached { sources: Vec::new(), bytes: checkpoint });
    bench.ask(Command::StopStream);
    bench.settle();
    assert_eq!(stood(&bench), [(1, Some(digest))]);
    start(&mut bench, 2, &plan);
    serve(&mut bench, 90);
    let (both, report) = (frames(&bench), last_report(&bench));
    assert_eq!(essence(&alone), essence(&both));
    let duel = report.duel.expect("there is a challenger");
    let (n, n_labelled) = (both.len(), both.len() - 6);
    assert_eq!((duel.run, duel.since, duel.n, duel.hits.n()), (1, 0, n as u64, n_labelled as u64));
    let agreed = both.iter().filter(|it| it.challenger.is_some_and(|said| said.predicted == it.predicted));
    assert_eq!(agreed.count() as u64, duel.n_agreed);
    let right = |of: fn(&Frame) -> Option<u32>| {
        both[..n_labelled].iter().filter(|frame| of(frame) == frame.actual).count() as u64
    };
    assert_eq!(duel.hits.both + duel.hits.champion, right(|frame| Some(frame.predicted)));
    let challenger = right(|frame| frame.challenger.map(|said| said.predicted));
    assert_eq!(duel.hits.both + duel.hits.challenger, challenger);
    assert!(duel.counted.n() < duel.hits.n(), "30 test images went round: each counts once");
    assert!(report.challenger_service.is_some_and(|times| times.count == n as u64));

    // The same again begins anew; nobody is asked any more; what cannot be read is said.
    bench.told.clear();
    bench.ask(challenge);
    serve(&mut bench, 20);
    assert!(last_report(&bench).duel.is_some_and(|duel| duel.since >= 90));
    bench.told.clear();
    bench.ask(Command::EndChallenge);
    serve(&mut bench, 20);
    assert!(last_report(&bench).duel.is_none());
    let attached = Attached { sources: Vec::new(), bytes: vec![1, 2, 3] };
    bench.send(Command::Challenge { run: 1, recipe: other, n_images: u32::MAX }, attached);
    bench.ask(Command::StopStream);
    bench.settle();
    assert_eq!(stood(&bench), [(1, None)]);

    // Without weights there is none.
    bench.ask(Command::Challenge { run: 1, recipe: other, n_images: u32::MAX });
    assert_eq!(stood(&bench).last(), Some(&(1, None)));
}

#[test]
fn a_model_from_before_images_were_added_challenges_the_one_from_after() {
    let mut bench = with_coins(60);
    // What images are scaled by is measured on those that were there.
    let mut recipe = quick();
    recipe.prepare.normalize = Normalize::Standard;
    let (checkpoint, digest) = kept_run(&mut bench, 1, recipe);
    let dealt = bench.find(|event| match event {
        Event::TrainingBegan { split, .. } => Some(split.assignment.clone()),
        _ => None,
    });
    bench.told.clear();
    bench.ask(Command::DrawCoins { import: 2, per_class: 5, seed: 9 });
    bench.settle();
    for Outgoing { event, bytes } in std::mem::take(&mut bench.told) {
        if let Event::Imported { shapes, .. } = event {
            bench.send(Command::AddSamples { samples: shapes }, Attached { sources: Vec::new(), bytes });
        }
    }
    let fixed = dealt.into_iter().chain([Some(SplitName::Train); 10]);
    let rows = fixed.enumerate().map(|(at, fixed)| RosterRow { class: Some(at as u32 % 2), fixed }).collect();
    let classes = vec!["heads".into(), "tails".into()];
    bench.ask(Command::SetRoster { classes, rows, service: Vec::new() });
    train(&mut bench, 2, recipe);
    for (n_images, stands) in [(130, None), (120, Some(digest))] {
        let attached = Attached { sources: Vec::new(), bytes: checkpoint.clone() };
        bench.send(Command::Challenge { run: 1, recipe, n_images }, attached);
        bench.settle();
        assert_eq!(stood(&bench).last(), Some(&(1, stands)), "{n_images}");
    }
    start(&mut bench, 1, &Plan { window: 30, ..Plan::new(1) });
    serve(&mut bench, 60);
    assert!(frames(&bench).iter().all(|frame| frame.challenger.is_some()));
}

#[test]
fn what_a_person_says_of_an_image_counts_at_once() {
    let mut bench = trained();
    let shape =
        PixelShape { width: 8, height: 6, channels: 1, digest: 7, original_width: 640, original_height: 480 };
    start(&mut bench, 1, &Plan { source: Source::Camera, window: 20, ..Plan::new(1) });
    bench.settle();
    for frame in 0..30_u8 {
        let attached = Attached { sources: Vec::new(), bytes: vec![frame * 8; 48] };
        bench.send(Command::AddServiceSamples { samples: vec![shape], labels: vec![None] }, attached);
        bench.millis += 100.0;
        serve(&mut bench, u32::from(frame) + 1);
    }
    serve(&mut bench, 10_000);
    assert_eq!((last_report(&bench).n, last_report(&bench).n_labelled), (20, 0));
    // One of them has left the window.
    for (sample, class) in [(25, Some(0)), (26, Some(1)), (3, Some(0)), (999, Some(1))] {
        bench.ask(Command::LabelServiceSample { sample, class });
    }
    serve(&mut bench, 10_000);
    let report = last_report(&bench);
    assert_eq!((report.n_labelled, report.n_different), (2, 2));
    let answers = frames(&bench);
    let right = [(25, 0), (26, 1)].iter().filter(|(at, class)| answers[*at].predicted == *class).count();
    assert_eq!(report.accuracy, Some(right as f64 / 2.0));
    bench.ask(Command::LabelServiceSample { sample: 25, class: None });
    serve(&mut bench, 10_000);
    assert_eq!(last_report(&bench).n_labelled, 1);
    // And when the stream has ended, in its last window; when its images are gone, nowhere.
    bench.ask(Command::StopStream);
    bench.ask(Command::LabelServiceSample { sample: 27, class: Some(0) });
    assert_eq!(last_report(&bench).n_labelled, 2);
    bench.ask(Command::ClearServiceSamples);
    bench.told.clear();
    bench.ask(Command::LabelServiceSample { sample: 27, class: None });
    assert_eq!(bench.events().count(), 0);
}
