//! The engines as the page drives them, without a browser.

mod coins;
mod driver;

use coins::{quick, stream_of, train, with_coins};
use driver::Bench;
use glass_core::builtin::BuiltIn;
use glass_core::curve::Stopped;
use glass_core::diagnose::Verdict;
use glass_core::fault::Fault;
use glass_core::rate_sweep::RateSweep;
#[cfg(feature = "ndarray")]
use glass_core::recipe::Backend;
use glass_core::recipe::{EarlyStopping, OptimizerKind, Recipe, SplitShares};
use glass_core::service::Level;
use glass_core::split::SplitName;
use glass_core::stream::plan::Source;
use glass_protocol::{Command, Event, PixelShape, RosterRow};
use glass_worker::engine::{Attached, Engine, Next, Outgoing};
use glass_worker::learner::LearnEngine;

#[test]
fn a_run_tells_its_epochs_and_repeats_to_the_bit() {
    let mut bench = with_coins(40);
    let first = train(&mut bench, 1, quick());
    let epochs: Vec<u32> = bench
        .events()
        .filter_map(|event| match event {
            Event::EpochEnded { report, .. } => Some(report.epoch),
            _ => None,
        })
        .collect();
    assert_eq!(epochs, [0, 1, 2]);
    assert_eq!(train(&mut bench, 2, quick()), first);
    assert_ne!(train(&mut bench, 3, Recipe { seed: 1, ..quick() }), first);
}

#[test]
fn a_run_that_blows_up_is_called_diverged_and_keeps_sound_weights() {
    let mut bench = with_coins(100);
    let mut recipe = Recipe { epochs: 5, ..BuiltIn::Coins.recipe() };
    recipe.optimizer.kind = OptimizerKind::Momentum;
    recipe.optimizer.learning_rate = 1.0;
    bench.told.clear();
    bench.ask(Command::Train { run: 1, recipe, pause_after: None });
    bench.settle();
    let stopped = bench.find(|event| match event {
        Event::Trained { stopped, .. } => Some(*stopped),
        _ => None,
    });
    let Stopped::NotFinite { epoch: broken, .. } = stopped else { panic!("{stopped:?}") };
    let diagnosis = bench.find(|event| match event {
        Event::Diagnosed { run: 1, diagnosis } => Some(diagnosis.clone()),
        _ => None,
    });
    let diverged = diagnosis.iter().find_map(|one| match one.verdict {
        Verdict::Diverged { epoch, loss, .. } => Some((epoch, loss)),
        _ => None,
    });
    assert_eq!(diverged, Some((broken, None)), "{diagnosis:?}");
    assert!(diagnosis.iter().all(|one| !one.actions.is_empty()));
    assert!(
        bench.events().any(|event| matches!(event, Event::Failed { fault: Fault::LossNotFinite { .. } }))
    );
    bench.ask(Command::MeasureLatency { run: 1 });
    bench.settle();
    assert!(bench.events().any(|event| matches!(event, Event::LatencyMeasured { run: 1, .. })));
}

#[test]
fn steps_and_pauses_change_no_bit() {
    let mut bench = with_coins(40);
    let straight = train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::Train { run: 2, recipe: quick(), pause_after: Some(1) });
    bench.settle();
    assert!(bench.events().any(|event| matches!(event, Event::Paused { run: 2 })));
    bench.ask(Command::StepOnce);
    bench.settle();
    bench.ask(Command::Resume);
    bench.settle();
    let stepped = bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => Some((*history_digest, *weights_digest)),
        _ => None,
    });
    assert_eq!(stepped, straight);
}

#[test]
fn a_run_taken_up_from_its_checkpoint_ends_on_the_same_bits() {
    let mut bench = with_coins(40);
    let straight = train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::Train { run: 2, recipe: quick(), pause_after: Some(2) });
    bench.settle();
    bench.ask(Command::Stop);
    let checkpoint = bench
        .told
        .iter()
        .find(|outgoing| matches!(outgoing.event, Event::Trained { stopped: Stopped::ByHand, .. }))
        .map(|outgoing| outgoing.bytes.clone())
        .unwrap();
    bench.told.clear();
    let attached = Attached { sources: Vec::new(), bytes: checkpoint };
    bench.send(Command::Train { run: 3, recipe: quick(), pause_after: None }, attached);
    bench.settle();
    let resumed = bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => Some((*history_digest, *weights_digest)),
        _ => None,
    });
    assert_eq!(resumed, straight);
}

fn swept(bench: &Bench<LearnEngine>, request: u32) -> Vec<RateSweep> {
    let of_request = |event: &Event| match event {
        Event::RateSwept { request: of, sweep } if *of == request => Some((**sweep).clone()),
        _ => None,
    };
    bench.events().filter_map(of_request).collect()
}

fn has_ended(bench: &Bench<LearnEngine>, request: u32) -> bool {
    bench.events().any(|event| *event == Event::RateSweepEnded { request })
}

#[test]
fn a_rate_is_found_beside_a_model_that_stays_as_it_is() {
    let mut bench = with_coins(60);
    train(&mut bench, 1, quick());
    bench.told.clear();
    // Other preparation than the model's, and errands of the model in the queue.
    let mut other = Recipe { batch_size: 8, ..quick() };
    other.prepare.size = 20;
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    bench.ask(Command::FindRate { request: 4, recipe: other });
    bench.settle();
    let sweeps = swept(&bench, 4);
    let last = sweeps.last().expect("told");
    assert!(sweeps.len() > 1 && last.end().is_some(), "told on the way, and to its end");
    assert!(sweeps.windows(2).all(|pair| pair[1].points().starts_with(pair[0].points())));
    assert!(has_ended(&bench, 4));
    let n = bench.find(|event| match event {
        Event::Evaluated { run: 1, evaluation, .. } => Some(evaluation.scores.n),
        _ => None,
    });
    assert_eq!(n, 18, "every test image was answered");

    bench.ask(Command::FindRate { request: 5, recipe: other });
    bench.settle();
    assert_eq!(swept(&bench, 5).last(), Some(last), "to the bit");
    // And nothing of it is left in a run that follows.
    let straight = train(&mut with_coins(60), 1, quick());
    assert_eq!(train(&mut bench, 2, quick()), straight);
}

#[test]
fn a_search_is_given_up_when_asked_and_when_its_images_go() {
    for ends_it in [Command::CancelFindRate, Command::ClearSamples] {
        let mut bench = with_coins(40);
        bench.ask(Command::FindRate { request: 1, recipe: quick() });
        while swept(&bench, 1).is_empty() {
            bench.slice();
        }
        bench.ask(ends_it);
        assert_eq!(bench.engine.next(), Next::Idle);
        assert!(!has_ended(&bench, 1), "who gives it up knows");
    }
}

#[test]
fn a_search_that_cannot_be_is_told_and_ended() {
    let mut bench = Bench::new(LearnEngine::default());
    bench.ask(Command::FindRate { request: 9, recipe: quick() });
    assert!(bench.events().any(|event| matches!(event, Event::Failed { fault: Fault::TooFewClasses })));
    assert!(has_ended(&bench, 9));
    let mut bench = with_coins(10);
    let foreign = Recipe { backend: glass_core::recipe::Backend::Ndarray, ..quick() };
    bench.told.clear();
    bench.ask(Command::FindRate { request: 10, recipe: foreign });
    bench.settle();
    assert!(has_ended(&bench, 10));
    let is_refused = |event: &Event| matches!(event, Event::Failed { fault: Fault::Refused(_) });
    assert_eq!(bench.events().any(is_refused), !cfg!(feature = "ndarray"));
}

#[test]
fn a_stream_is_answered_in_time_while_a_rate_is_sought() {
    let mut bench = with_coins(60);
    train(&mut bench, 1, quick());
    let start = stream_of(1, Source::Replay(SplitName::Test), 50.0, 10, 0.0);
    bench.ask(start);
    bench.told.clear();
    bench.ask(Command::FindRate { request: 1, recipe: quick() });
    for _ in 0..200 {
        bench.slice();
    }
    assert!(bench.events().any(|event| matches!(event, Event::Served { .. })));
    assert!(!swept(&bench, 1).is_empty());
}

#[test]
fn a_run_that_is_over_is_taken_up_as_it_ended() {
    let mut bench = with_coins(40);
    for early in [None, Some(EarlyStopping { patience: 1, min_delta: 0.0 })] {
        let recipe = Recipe { epochs: 12, early_stopping: early, ..quick() };
        train(&mut bench, 1, recipe);
        let over = |bench: &Bench<LearnEngine>| {
            let told = bench.told.iter().find(|told| matches!(told.event, Event::Trained { .. })).cloned();
            let Some(Outgoing {
                event: Event::Trained { stopped, history_digest, weights_digest, .. },
                bytes,
            }) = told
            else {
                panic!("not told")
            };
            ((stopped, history_digest, weights_digest), bytes)
        };
        let (ended, checkpoint) = over(&bench);
        bench.told.clear();
        let attached = Attached { sources: Vec::new(), bytes: checkpoint };
        bench.send(Command::Train { run: 1, recipe, pause_after: None }, attached);
        bench.settle();
        assert_eq!(over(&bench).0, ended);
        bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
        bench.settle();
        assert!(bench.events().any(|event| matches!(event, Event::Evaluated { run: 1, .. })));
    }
}

#[test]
fn a_run_that_was_over_is_brought_back_as_it_ended() {
    let mut bench = with_coins(40);
    let straight = train(&mut bench, 1, quick());
    let ended = bench.told.iter().find(|outgoing| matches!(outgoing.event, Event::Trained { .. }));
    let checkpoint = ended.map(|outgoing| outgoing.bytes.clone()).unwrap();
    bench.told.clear();
    let attached = Attached { sources: Vec::new(), bytes: checkpoint };
    bench.send(Command::Train { run: 2, recipe: quick(), pause_after: None }, attached);
    // As the page does for a run it knows to be over: not one step more.
    bench.ask(Command::Stop);
    bench.settle();
    let recalled = bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, stopped: Stopped::Completed, .. } => {
            Some((*history_digest, *weights_digest))
        }
        _ => None,
    });
    assert_eq!(recalled, straight);
}

#[test]
fn a_run_ended_by_hand_is_not_brought_back_without_its_weights() {
    let mut bench = with_coins(40);
    let attached = Attached { sources: Vec::new(), bytes: b"damaged".to_vec() };
    bench.send(Command::Train { run: 1, recipe: quick(), pause_after: None }, attached);
    bench.ask(Command::Stop);
    bench.settle();
    assert!(
        bench.events().any(|event| *event == Event::RunFailed { run: 1, fault: Fault::WeightsUnreadable })
    );
    assert!(!bench.events().any(|event| matches!(event, Event::Trained { .. })));
}

#[test]
fn a_model_is_evaluated_measured_and_served() {
    let mut bench = with_coins(100);
    train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    bench.ask(Command::MeasureLatency { run: 1 });
    bench.settle();
    let (n, predictions) = bench.find(|event| match event {
        Event::Evaluated { evaluation, predictions, split: SplitName::Test, .. } => {
            Some((evaluation.scores.n, predictions.clone()))
        }
        _ => None,
    });
    assert_eq!(n as usize, predictions.len());
    assert_eq!(n, 30);
    let report = bench.find(|event| match event {
        Event::LatencyMeasured { report, .. } => Some(report.clone()),
        _ => None,
    });
    assert!(report.batch_1.p50.millis <= report.batch_1.p99.millis);
    assert!(report.tick_ms > 0.0 && report.throughput().is_some_and(|rate| rate > 0.0));
    let sizes: Vec<u32> = report.batches.iter().map(|batch| batch.size).collect();
    assert_eq!(sizes, [1, 2, 4, 8, 16, 32, 64]);
    // The bench's clock moves by looks alone: each size is timed as often, for as many images.
    assert!(report.batches.windows(2).all(|pair| pair[1].batch_ms == 2.0 * pair[0].batch_ms));

    for (brightness, expected) in [(0.0, Level::Steady), (-0.6, Level::Alarm)] {
        bench.told.clear();
        let start = stream_of(1, Source::Replay(SplitName::Test), 50.0, 40, brightness);
        bench.ask(start);
        for _ in 0..400 {
            if let Next::At(millis) = bench.engine.next() {
                bench.millis = bench.millis.max(millis);
            }
            bench.slice();
        }
        let last = bench
            .events()
            .filter_map(|event| match event {
                Event::Served { report, .. } => Some(report.clone()),
                _ => None,
            })
            .last()
            .unwrap();
        assert_eq!(last.level, expected, "{:?}", last.alerts);
        assert_eq!(last.n, 40);
        assert!(last.accuracy.is_some() && last.response.is_some());
        assert_eq!(last.alerts.is_empty(), expected == Level::Steady);
    }
    bench.ask(Command::StopStream);
    assert_eq!(bench.engine.next(), Next::Idle);
}

#[test]
fn a_large_reference_is_answered_in_slices_and_a_command_is_heard_between_them() {
    let mut bench = with_coins(200);
    let mut recipe = quick();
    recipe.split = SplitShares { train: 0.2, validation: 0.1, test: 0.7 };
    train(&mut bench, 1, recipe);
    let start = |stream| stream_of(stream, Source::Replay(SplitName::Test), 50.0, 40, 0.0);
    let slices_to_start = |bench: &mut Bench<LearnEngine>| {
        let mut slices = 0;
        while bench.engine.next() == Next::Now {
            bench.slice();
            slices += 1;
        }
        slices
    };
    bench.ask(start(1));
    assert!(
        slices_to_start(&mut bench) > 2,
        "280 images at half a millisecond a look are more than two slices"
    );
    assert!(matches!(bench.engine.next(), Next::At(_)), "the stream runs");
    bench.ask(start(2));
    bench.slice();
    bench.ask(Command::StopStream);
    assert_eq!(bench.engine.next(), Next::Idle, "stopped before it began");
}

#[test]
fn images_of_service_take_new_labels_and_go_with_the_others() {
    let mut bench = with_coins(40);
    let shape =
        PixelShape { width: 8, height: 8, channels: 1, digest: 1, original_width: 8, original_height: 8 };
    let attached = || Attached { sources: Vec::new(), bytes: vec![90; 2 * 64] };
    let labels = vec![Some(0), Some(1)];
    bench.send(Command::AddServiceSamples { samples: vec![shape; 2], labels }, attached());
    let rows = (0..80).map(|at| RosterRow { class: Some(at % 2), fixed: None }).collect();
    let classes = vec!["heads".into(), "tails".into()];
    bench.ask(Command::SetRoster { classes, rows, service: vec![Some(1), None] });
    train(&mut bench, 1, quick());
    let start = stream_of(1, Source::Dropped, 1_000.0, 10, 0.0);
    bench.told.clear();
    bench.ask(start.clone());
    while bench.engine.next() != Next::Idle {
        bench.slice();
    }
    let actual: Vec<Option<u32>> = bench
        .events()
        .filter_map(|event| match event {
            Event::Served { frames, .. } => Some(frames.iter().map(|frame| frame.actual).collect::<Vec<_>>()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(actual, [Some(1), None]);

    bench.told.clear();
    let replay = |stream| stream_of(stream, Source::Replay(SplitName::Test), 20.0, 10, 0.0);
    bench.ask(replay(2));
    bench.ask(Command::ClearServiceSamples);
    bench.settle();
    assert!(matches!(bench.engine.next(), Next::At(_)), "a replay needs no images of service");
    assert!(!bench.events().any(|event| matches!(event, Event::StreamEnded { .. })));

    bench.send(Command::AddServiceSamples { samples: vec![shape], labels: vec![None] }, attached());
    bench.ask(start.clone());
    bench.ask(Command::ClearServiceSamples);
    assert!(bench.events().any(|event| matches!(event, Event::StreamEnded { stream: 1 })), "its images went");
    bench.told.clear();
    bench.ask(start);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::EmptySplit })));
}

#[test]
fn what_is_answered_while_the_page_is_hidden_is_not_timed() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    let start = stream_of(1, Source::Replay(SplitName::Test), 10.0, 10, 0.0);
    bench.ask(start);
    // An image every tenth of a second, from the first slice on.
    let go_on = |bench: &mut Bench<LearnEngine>, millis: f64| {
        let until = bench.millis + millis;
        while bench.millis < until {
            bench.slice();
            if let Next::At(due) = bench.engine.next() {
                bench.millis = bench.millis.max(due);
            }
        }
        bench
            .events()
            .filter_map(|event| match event {
                Event::Served { report, .. } => Some(report.clone()),
                _ => None,
            })
            .last()
            .expect("a report")
    };
    let before = go_on(&mut bench, 3_000.0);
    assert_eq!(before.n_untimed, 0);
    let timed =
        |report: &glass_core::service::ServiceReport| report.response.as_ref().map_or(0, |it| it.count);
    assert_eq!(timed(&before), u64::from(before.seen));

    bench.ask(Command::SetHidden { is_hidden: true });
    let hidden = go_on(&mut bench, 2_000.0);
    assert!((15..=25).contains(&hidden.n_untimed), "{}", hidden.n_untimed);
    // Starved for a minute, as browsers do.
    bench.millis += 60_000.0;
    bench.ask(Command::SetHidden { is_hidden: false });
    let after = go_on(&mut bench, 3_000.0);
    assert!((30..=60).contains(&(after.seen - hidden.seen)), "no minute's images at once");
    assert_eq!(timed(&after) + u64::from(after.n_untimed), u64::from(after.seen));
    assert!(after.response.expect("times").max_millis < 200.0, "no minute of waiting");
    assert!((9.0..11.0).contains(&after.images_per_second.expect("a pace")));
}

#[test]
fn a_measurement_waits_until_the_page_is_in_sight() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    bench.ask(Command::MeasureLatency { run: 1 });
    bench.slice();
    bench.ask(Command::SetHidden { is_hidden: true });
    bench.settle();
    let is_measured = |event: &Event| matches!(event, Event::LatencyMeasured { .. });
    assert!(!bench.events().any(is_measured));
    assert_eq!(bench.engine.next(), Next::Idle, "nothing to do in the dark");
    bench.ask(Command::SetHidden { is_hidden: false });
    bench.settle();
    assert!(bench.events().any(is_measured));
}

#[test]
fn what_cannot_be_done_beside_a_run_is_no_failure_of_the_run() {
    let mut bench = with_coins(40);
    bench.ask(Command::Train { run: 1, recipe: quick(), pause_after: None });
    bench.ask(stream_of(1, Source::Dropped, 1.0, 10, 0.0));
    assert!(bench.events().any(|event| *event == Event::Failed { fault: Fault::NoModel }));
    bench.settle();
    assert!(bench.events().any(|event| matches!(event, Event::Trained { run: 1, .. })));
    assert!(!bench.events().any(|event| matches!(event, Event::RunFailed { .. })));
}

#[test]
fn what_cannot_be_trained_is_told_not_tried() {
    let mut bench = Bench::new(LearnEngine::default());
    bench.ask(Command::Train { run: 1, recipe: quick(), pause_after: None });
    let failed = Event::RunFailed { run: 1, fault: Fault::TooFewClasses };
    assert_eq!(bench.events().next(), Some(&failed));
    bench.told.clear();
    let start = stream_of(1, Source::Dropped, 1.0, 10, 0.0);
    bench.ask(start);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::NoModel })));
    assert!(
        matches!(bench.events().nth(1), Some(Event::StreamEnded { stream: 1 })),
        "no stream is left open"
    );
}

#[test]
fn an_errand_without_its_model_is_answered_and_one_of_a_paused_run_waits() {
    let unanswered = |bench: &Bench<LearnEngine>| {
        let runs = bench.events().filter_map(|event| match event {
            Event::Unanswered { run, fault: Fault::NoModel } => Some(*run),
            _ => None,
        });
        runs.collect::<Vec<_>>()
    };
    let mut bench = with_coins(20);
    bench.ask(Command::MeasureLatency { run: 1 });
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    bench.settle();
    assert_eq!(unanswered(&bench), [1, 1]);

    bench.told.clear();
    bench.ask(Command::Train { run: 2, recipe: quick(), pause_after: Some(1) });
    bench.settle();
    bench.ask(Command::Evaluate { run: 2, split: SplitName::Test });
    bench.ask(Command::MeasureLatency { run: 1 });
    bench.settle();
    assert_eq!(unanswered(&bench), Vec::<u32>::new(), "the run may yet have a model");
    bench.ask(Command::Resume);
    bench.settle();
    assert!(bench.events().any(|event| matches!(event, Event::Evaluated { run: 2, .. })));
    assert_eq!(unanswered(&bench), [1], "the model of run 1 is gone");
}

#[test]
fn a_preview_shows_the_plain_image_and_its_variants() {
    let mut bench = with_coins(2);
    let mut recipe = quick();
    recipe.augment.flip = true;
    recipe.augment.noise = 0.1;
    bench.told.clear();
    bench.ask(Command::Preview { request: 5, recipe, samples: vec![0, 3, 99], variants: 2 });
    let outgoing = &bench.told[0];
    let Event::PreviewReady { request: 5, size: 12, channels: 1, images } = &outgoing.event else {
        panic!("{outgoing:?}")
    };
    assert_eq!(images.len(), 6, "an image that is not there is left out");
    assert_eq!(outgoing.bytes.len(), 6 * 12 * 12);
}

/// The events of a kind since the bench was last cleared.
fn all<T>(bench: &Bench<LearnEngine>, pick: impl Fn(&Event) -> Option<T>) -> Vec<T> {
    bench.events().filter_map(pick).collect()
}

fn visited(event: &Event) -> Option<(Option<u32>, Option<u64>)> {
    match event {
        Event::EpochVisited { run: 1, epoch, weights_digest } => Some((*epoch, *weights_digest)),
        _ => None,
    }
}

fn evaluated(event: &Event) -> Option<(Option<u32>, SplitName, Option<f64>)> {
    match event {
        Event::Evaluated { run: 1, epoch, split, evaluation, .. } => {
            Some((*epoch, *split, evaluation.scores.accuracy))
        }
        _ => None,
    }
}

#[test]
fn every_epoch_answers_again_as_its_report_says() {
    let mut bench = with_coins(40);
    let (_, kept_digest) = train(&mut bench, 1, Recipe { epochs: 4, ..quick() });
    let reports = all(&bench, |event| match event {
        Event::EpochEnded { report, .. } => Some(report.clone()),
        _ => None,
    });
    let (epochs, kept) = bench.find(|event| match event {
        Event::EpochsKept { run: 1, epochs, kept } => Some((epochs.clone(), *kept)),
        _ => None,
    });
    assert_eq!((epochs, kept), (vec![0, 1, 2, 3, 4], Some(4)));
    for report in &reports {
        bench.told.clear();
        bench.ask(Command::VisitEpoch { run: 1, epoch: Some(report.epoch) });
        bench.ask(Command::Evaluate { run: 1, split: SplitName::Validation });
        bench.settle();
        let (epoch, digest) = bench.find(visited);
        assert_eq!(epoch, Some(report.epoch));
        assert_eq!(digest == Some(kept_digest), report.epoch == 4);
        let accuracy = report.validation_accuracy;
        assert_eq!(bench.find(evaluated), (Some(report.epoch), SplitName::Validation, accuracy));
    }
    bench.told.clear();
    bench.ask(Command::VisitEpoch { run: 1, epoch: None });
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Validation });
    bench.settle();
    assert_eq!(bench.find(visited), (None, Some(kept_digest)));
    let last = reports.last().and_then(|report| report.validation_accuracy);
    assert_eq!(bench.find(evaluated), (None, SplitName::Validation, last));
}

#[test]
fn an_epoch_that_cannot_be_had_changes_nothing_and_says_who_answers() {
    let mut bench = with_coins(40);
    let (_, kept_digest) = train(&mut bench, 1, quick());
    for (run, epoch) in [(1, Some(77)), (1, None)] {
        bench.told.clear();
        bench.ask(Command::VisitEpoch { run, epoch });
        assert_eq!(bench.find(visited), (None, Some(kept_digest)));
    }
}

#[test]
fn leaving_an_epoch_drops_its_errands_but_not_those_of_the_model_kept() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    for epoch in [0, 1] {
        bench.ask(Command::VisitEpoch { run: 1, epoch: Some(epoch) });
        bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
        bench.slice();
    }
    bench.settle();
    let epochs: Vec<_> = all(&bench, evaluated).into_iter().map(|(epoch, ..)| epoch).collect();
    assert_eq!(epochs, [None, Some(1)]);
    let start = stream_of(9, Source::Replay(SplitName::Test), 50.0, 10, 0.0);
    bench.ask(start);
    bench.told.clear();
    bench.ask(Command::VisitEpoch { run: 1, epoch: Some(1) });
    assert!(bench.events().all(|event| !matches!(event, Event::StreamEnded { .. })), "nobody moved");
    bench.ask(Command::VisitEpoch { run: 1, epoch: Some(2) });
    assert!(bench.events().any(|event| matches!(event, Event::StreamEnded { stream: 9 })));
    assert_eq!(bench.engine.next(), Next::Idle);
}

#[test]
fn a_run_that_stands_still_can_be_looked_at_and_ends_on_the_same_bits() {
    let mut bench = with_coins(40);
    let straight = train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::Train { run: 1, recipe: quick(), pause_after: Some(3) });
    bench.ask(Command::VisitEpoch { run: 1, epoch: Some(0) });
    assert!(bench.events().next().is_none(), "a run under way is not looked into");
    bench.settle();
    let epochs = bench.find(|event| match event {
        Event::EpochsKept { run: 1, epochs, kept: None } => Some(epochs.clone()),
        _ => None,
    });
    assert_eq!(epochs, [0, 1]);
    for epoch in [Some(1), Some(0), None, Some(1)] {
        bench.told.clear();
        bench.ask(Command::VisitEpoch { run: 1, epoch });
        bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
        bench.settle();
        assert_eq!(bench.find(visited).0, epoch);
        let answered: Vec<_> = all(&bench, evaluated).into_iter().map(|(epoch, ..)| epoch).collect();
        assert_eq!(answered, epoch.map(Some).into_iter().collect::<Vec<_>>(), "nobody else answers");
    }
    bench.told.clear();
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Train });
    bench.ask(Command::Resume);
    bench.settle();
    assert_eq!(all(&bench, evaluated), vec![]);
    let resumed = bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => Some((*history_digest, *weights_digest)),
        _ => None,
    });
    assert_eq!(resumed, straight);
}

#[test]
fn the_map_holds_each_image_that_was_measured_once_and_in_its_split() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    let split = bench.find(|event| match event {
        Event::TrainingBegan { split, .. } => Some(split.clone()),
        _ => None,
    });
    let map = bench.find(|event| match event {
        Event::Mapped { run: 1, map } => Some(map.clone()),
        _ => None,
    });
    assert_eq!(map.n_epochs, 2);
    let measured = [SplitName::Train, SplitName::Validation].map(|split| map.covered(split) as u32);
    assert_eq!(measured, [map.n_train, map.n_validation], "a small set is measured whole");
    let mut samples: Vec<u32> = map.spots.iter().map(|spot| spot.sample).collect();
    for spot in &map.spots {
        assert_eq!(split.assignment[spot.sample as usize], Some(spot.split));
    }
    samples.sort_unstable();
    samples.dedup();
    assert_eq!(samples.len(), map.spots.len());

    bench.told.clear();
    bench.ask(Command::Train { run: 2, recipe: quick(), pause_after: Some(0) });
    bench.settle();
    bench.ask(Command::Stop);
    assert!(bench.events().any(|event| matches!(event, Event::Trained { stopped: Stopped::ByHand, .. })));
    assert!(!bench.events().any(|event| matches!(event, Event::Mapped { .. })), "no epoch, no map");
}

#[test]
fn a_run_brought_back_has_its_map_and_its_last_epoch() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    let mapped = |event: &Event| match event {
        Event::Mapped { map, .. } => Some(map.clone()),
        _ => None,
    };
    let map = bench.find(mapped);
    let trained = bench.told.iter().find(|outgoing| matches!(outgoing.event, Event::Trained { .. }));
    let bytes = trained.map(|outgoing| outgoing.bytes.clone()).unwrap();
    bench.told.clear();
    let command = Command::Train { run: 2, recipe: quick(), pause_after: None };
    bench.send(command, Attached { sources: Vec::new(), bytes });
    bench.settle();
    assert_eq!(bench.find(mapped), map);
    let kept = bench.find(|event| match event {
        Event::EpochsKept { run: 2, epochs, kept } => Some((epochs.clone(), *kept)),
        _ => None,
    });
    assert_eq!(kept, (vec![0, 1, 2], Some(2)), "past weights come back with it");
}

/// The model of a run, moved to the backend that it was not trained on, answers as it did.
#[cfg(feature = "ndarray")]
#[test]
fn a_model_is_brought_back_and_measured_on_the_other_backend() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    let trained = bench.told.iter().find(|told| matches!(told.event, Event::Trained { .. }));
    let bytes = trained.map(|told| told.bytes.clone()).unwrap();
    let answers = |bench: &Bench<LearnEngine>| {
        bench.find(|event| match event {
            Event::Evaluated { predictions, .. } => {
                Some(predictions.iter().flat_map(|it| it.probabilities.clone()).collect::<Vec<f32>>())
            }
            _ => None,
        })
    };
    bench.told.clear();
    bench.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    bench.settle();
    let here = answers(&bench);

    let mut other = with_coins(40);
    let command = Command::Train { run: 1, recipe: quick(), pause_after: None };
    other.send(command, Attached { sources: Vec::new(), bytes });
    other.ask(Command::Stop);
    other.settle();
    other.told.clear();
    other.ask(Command::UseBackend { run: 1, backend: Backend::Ndarray });
    other.ask(Command::MeasureLatency { run: 1 });
    other.ask(Command::Evaluate { run: 1, split: SplitName::Test });
    other.settle();
    assert!(other.events().any(|event| matches!(event, Event::LatencyMeasured { run: 1, .. })));
    let there = answers(&other);
    assert_eq!(here.len(), there.len());
    assert!(here.iter().zip(&there).all(|(a, b)| (a - b).abs() < 1e-5), "{here:?} {there:?}");

    other.told.clear();
    other.ask(Command::UseBackend { run: 7, backend: Backend::Flex });
    assert!(other.events().any(|event| matches!(event, Event::Unanswered { run: 7, .. })));
}

#[test]
fn a_measurement_begins_again_with_whoever_answers() {
    let mut bench = with_coins(40);
    train(&mut bench, 1, quick());
    bench.told.clear();
    bench.ask(Command::MeasureLatency { run: 1 });
    for epoch in [Some(0), Some(1), None] {
        bench.slice();
        bench.slice();
        bench.ask(Command::VisitEpoch { run: 1, epoch });
    }
    bench.settle();
    let measured = all(&bench, |event| match event {
        Event::LatencyMeasured { run, .. } => Some(*run),
        _ => None,
    });
    assert_eq!(measured, [1]);
}
