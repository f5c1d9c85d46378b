//! The engines as the page drives them, without a browser.

use glass_core::builtin::BuiltIn;
use glass_core::curve::Stopped;
use glass_core::fault::Fault;
use glass_core::recipe::{ModelKind, Recipe};
use glass_core::service::Level;
use glass_core::split::SplitName;
use glass_intake::source::{Bytes, Source};
use glass_protocol::{Command, Event, ImportEntry, RosterRow, StreamSource};
use glass_worker::engine::{Attached, Engine, Next, Outgoing};
use glass_worker::importer::ImportEngine;
use glass_worker::learner::LearnEngine;

/// An engine, a clock that moves half a millisecond a look, and everything that was told.
struct Bench<E> {
    engine: E,
    millis: f64,
    told: Vec<Outgoing>,
}

impl<E: Engine> Bench<E> {
    fn new(engine: E) -> Self {
        Self { engine, millis: 0.0, told: Vec::new() }
    }

    fn send(&mut self, command: Command, attached: Attached) {
        let millis = &mut self.millis;
        let told = self.engine.handle(command, attached, &mut || {
            *millis += 0.5;
            *millis
        });
        self.told.extend(told);
    }

    fn ask(&mut self, command: Command) {
        self.send(command, Attached::default());
    }

    fn slice(&mut self) {
        let millis = &mut self.millis;
        let told = self.engine.slice(&mut || {
            *millis += 0.5;
            *millis
        });
        self.told.extend(told);
    }

    /// Works until there is nothing to do at once.
    fn settle(&mut self) {
        for _ in 0..200_000 {
            if self.engine.next() != Next::Now {
                return;
            }
            self.slice();
        }
        panic!("never came to rest");
    }

    fn events(&self) -> impl Iterator<Item = &Event> {
        self.told.iter().map(|outgoing| &outgoing.event)
    }

    fn find<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> T {
        self.events().find_map(pick).unwrap_or_else(|| panic!("not told"))
    }
}

fn png(shade: u8) -> Vec<u8> {
    let image = image::RgbImage::from_fn(12, 12, |x, y| image::Rgb([shade, (x * 20) as u8, (y * 20) as u8]));
    let mut bytes = Vec::new();
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

#[test]
fn files_are_planned_then_read_and_bad_ones_told() {
    let files = [
        ("set/cat/1.png", png(10)),
        ("set/dog/1.png", png(200)),
        ("set/dog/torn.png", png(90)[..60].to_vec()),
    ];
    let mut bench = Bench::new(ImportEngine::default());
    let sources =
        || files.iter().map(|(_, bytes)| Box::new(Bytes(bytes.clone())) as Box<dyn Source>).collect();
    let entries: Vec<ImportEntry> =
        files.iter().map(|(path, _)| ImportEntry { path: (*path).to_owned() }).collect();
    let attached = Attached { sources: sources(), bytes: Vec::new() };
    bench.send(Command::PlanImport { import: 7, entries }, attached);
    assert_eq!(bench.engine.next(), Next::Idle, "nothing is read before the plan is accepted");
    let plan = bench.find(|event| match event {
        Event::Planned { import: 7, plan } => Some(plan.clone()),
        _ => None,
    });
    assert_eq!(plan.images(), 3);
    bench.ask(Command::AcceptImport { import: 7, unlabelled_class: None, start: 0, is_careful: true });
    bench.settle();
    let metas: Vec<_> = bench
        .events()
        .filter_map(|event| match event {
            Event::Imported { metas, .. } => Some(metas.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    assert_eq!(
        metas.iter().map(|meta| meta.class.as_deref()).collect::<Vec<_>>(),
        [Some("cat"), Some("dog")]
    );
    let rejected = bench.find(|event| match event {
        Event::Refused { rejected, .. } => Some(rejected.clone()),
        _ => None,
    });
    assert!(rejected[0].path.ends_with("torn.png"), "{rejected:?}");
    assert_eq!(bench.events().filter(|event| matches!(event, Event::ImportEnded { import: 7 })).count(), 1);
}

#[test]
fn a_reader_that_died_goes_on_behind_the_file() {
    let mut bench = Bench::new(ImportEngine::default());
    let entries: Vec<ImportEntry> = (0..5).map(|at| ImportEntry { path: format!("a/{at}.png") }).collect();
    let sources = (0..5).map(|at| Box::new(Bytes(png(at * 40))) as Box<dyn Source>).collect();
    bench.send(Command::PlanImport { import: 1, entries }, Attached { sources, bytes: Vec::new() });
    bench.ask(Command::AcceptImport { import: 1, unlabelled_class: None, start: 3, is_careful: true });
    bench.settle();
    let n: usize = bench
        .events()
        .map(|event| match event {
            Event::Imported { metas, .. } => metas.len(),
            _ => 0,
        })
        .sum();
    assert_eq!(n, 2);
}

#[test]
fn a_sheet_of_another_size_is_refused() {
    let mut bench = Bench::new(ImportEngine::default());
    let attached = Attached { sources: Vec::new(), bytes: png(1) };
    bench.send(Command::ImportBuiltIn { import: 1, set: BuiltIn::Digits }, attached);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::Archive { .. } })));
}

/// A learner that has drawn coins and labelled them.
fn with_coins(per_class: u32) -> Bench<LearnEngine> {
    let mut bench = Bench::new(LearnEngine::default());
    bench.ask(Command::DrawCoins { import: 1, per_class, seed: 3 });
    bench.settle();
    let mut rows = Vec::new();
    for Outgoing { event, bytes } in std::mem::take(&mut bench.told) {
        if let Event::Imported { shapes, metas, .. } = event {
            rows.extend(metas.iter().map(|meta| RosterRow {
                class: Some(u32::from(meta.class.as_deref() == Some("tails"))),
                fixed: None,
            }));
            bench.send(Command::AddSamples { samples: shapes }, Attached { sources: Vec::new(), bytes });
        }
    }
    assert_eq!(rows.len() as u32, 2 * per_class);
    bench.ask(Command::SetRoster { classes: vec!["heads".into(), "tails".into()], rows });
    bench
}

fn quick() -> Recipe {
    let mut recipe = Recipe { epochs: 2, ..Recipe::default() };
    recipe.prepare.size = 12;
    recipe.model.kind = ModelKind::Mlp;
    recipe
}

fn train(bench: &mut Bench<LearnEngine>, run: u32, recipe: Recipe) -> (u64, u64) {
    bench.told.clear();
    bench.ask(Command::Train { run, recipe, pause_after: None });
    bench.settle();
    bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => Some((*history_digest, *weights_digest)),
        _ => None,
    })
}

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
    assert!(report.tick_ms > 0.0 && report.batch_64_images_per_second > 0.0);

    for (brightness, expected) in [(0.0, Level::Steady), (-0.6, Level::Alarm)] {
        bench.told.clear();
        let start = Command::StartStream {
            stream: 1,
            source: StreamSource::Replay(SplitName::Test),
            images_per_second: 50.0,
            window: 40,
            brightness,
            blur: 0.0,
        };
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
fn what_cannot_be_trained_is_told_not_tried() {
    let mut bench = Bench::new(LearnEngine::default());
    bench.ask(Command::Train { run: 1, recipe: quick(), pause_after: None });
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::TooFewClasses })));
    bench.told.clear();
    let start = Command::StartStream {
        stream: 1,
        source: StreamSource::Dropped,
        images_per_second: 1.0,
        window: 10,
        brightness: 0.0,
        blur: 0.0,
    };
    bench.ask(start);
    assert!(matches!(bench.events().next(), Some(Event::Failed { fault: Fault::NoModel })));
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
    let start = Command::StartStream {
        stream: 9,
        source: StreamSource::Replay(SplitName::Test),
        images_per_second: 50.0,
        window: 10,
        brightness: 0.0,
        blur: 0.0,
    };
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
