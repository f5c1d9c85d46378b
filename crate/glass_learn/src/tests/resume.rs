//! A run put away and taken up again is the run that was never interrupted, to the bit.

use glass_core::recipe::{
    Augment, EarlyStopping, Model, ModelKind, Optimizer, OptimizerKind, Recipe, Schedule, ScheduleKind,
};

use super::{digests, recipe, run, ticking, xor};
use crate::refused::Refused;
use crate::trainer::{Stopped, Trainer};

fn rich(kind: ModelKind, optimizer: OptimizerKind) -> Recipe {
    let base = recipe(kind, 8, 3);
    Recipe {
        augment: Augment { flip: true, noise: 0.05, ..Augment::NONE },
        model: Model { dropout: 0.25, ..base.model },
        optimizer: Optimizer { kind: optimizer, momentum: 0.9, weight_decay: 1e-4, learning_rate: 0.003 },
        early_stopping: Some(EarlyStopping { patience: 8, min_delta: 0.0 }),
        ..base
    }
}

fn new(recipe: &Recipe) -> Trainer {
    Trainer::new(recipe, 2, xor(50, 8, 1), Some(xor(20, 8, 2))).unwrap()
}

fn resume(recipe: &Recipe, checkpoint: &[u8]) -> Result<Trainer, Refused> {
    Trainer::resume(recipe, 2, xor(50, 8, 1), Some(xor(20, 8, 2)), checkpoint)
}

#[test]
fn from_any_step() {
    let table = [
        (ModelKind::Mlp, OptimizerKind::Adam),
        (ModelKind::Mlp, OptimizerKind::Sgd),
        (ModelKind::Linear, OptimizerKind::Momentum),
        (ModelKind::Cnn, OptimizerKind::Adam),
    ];
    for (kind, optimizer) in table {
        let recipe = rich(kind, optimizer);
        let mut straight = new(&recipe);
        run(&mut straight);
        let mut interrupted = new(&recipe);
        let mut clock = ticking();
        // Before anything; while measuring; between epochs; amid an epoch; at the end.
        for taken in 0..24 {
            let mut resumed = resume(&recipe, &interrupted.checkpoint()).unwrap();
            run(&mut resumed);
            assert_eq!(digests(&resumed), digests(&straight), "{kind:?} {optimizer:?} after {taken} steps");
            assert_eq!(resumed.history(), straight.history(), "clock readings too");
            assert_eq!(resumed.survey(), straight.survey());
            interrupted.step(&mut clock);
        }
    }
}

#[test]
fn a_completed_run_goes_on_when_more_is_asked() {
    let short = Recipe { epochs: 2, ..rich(ModelKind::Mlp, OptimizerKind::Adam) };
    let long = Recipe { epochs: 4, ..short };
    let mut straight = new(&long);
    run(&mut straight);
    let mut first = new(&short);
    assert_eq!(run(&mut first).1, Stopped::Completed);
    let mut second = resume(&long, &first.checkpoint()).unwrap();
    run(&mut second);
    assert_eq!(digests(&second), digests(&straight));
    let mut done = resume(&short, &first.checkpoint()).unwrap();
    assert_eq!(run(&mut done), (vec![], Stopped::Completed));
    assert_eq!(digests(&done), digests(&first));
}

#[test]
fn under_a_schedule_and_clipped() {
    let rich = rich(ModelKind::Mlp, OptimizerKind::Adam);
    for (kind, warmup) in [(ScheduleKind::Cosine, 0.3), (ScheduleKind::OneCycle, 0.0)] {
        let recipe = Recipe { schedule: Schedule { kind, warmup }, clip: Some(0.2), ..rich };
        let mut straight = new(&recipe);
        run(&mut straight);
        let mut interrupted = new(&recipe);
        for taken in 0..24 {
            let mut resumed = resume(&recipe, &interrupted.checkpoint()).unwrap();
            run(&mut resumed);
            assert_eq!(digests(&resumed), digests(&straight), "{kind:?} after {taken} steps");
            interrupted.step(&mut || 0.0);
        }
    }
}

#[test]
fn a_schedule_belongs_to_its_number_of_epochs() {
    let constant = rich(ModelKind::Mlp, OptimizerKind::Adam);
    let table = [
        (ScheduleKind::Constant, 0.0, true),
        (ScheduleKind::Constant, 0.1, false),
        (ScheduleKind::Step, 0.0, false),
        (ScheduleKind::Cosine, 0.0, false),
        (ScheduleKind::OneCycle, 0.0, false),
    ];
    for (kind, warmup, goes_on) in table {
        let short = Recipe { schedule: Schedule { kind, warmup }, epochs: 2, ..constant };
        let mut first = new(&short);
        run(&mut first);
        let longer = resume(&Recipe { epochs: 4, ..short }, &first.checkpoint());
        assert_eq!(longer.is_ok(), goes_on, "{kind:?} {warmup}");
        assert!(resume(&short, &first.checkpoint()).is_ok(), "{kind:?} {warmup}");
        let other_schedule = Schedule { kind, warmup: warmup + 0.1 };
        let other = resume(&Recipe { schedule: other_schedule, ..short }, &first.checkpoint());
        assert_eq!(other.err(), Some(Refused::CheckpointOfAnotherRun));
    }
}

#[test]
fn what_does_not_belong_is_refused() {
    let recipe = rich(ModelKind::Mlp, OptimizerKind::Adam);
    let checkpoint = new(&recipe).checkpoint();
    assert_eq!(
        resume(&Recipe { seed: 9, ..recipe }, &checkpoint).err(),
        Some(Refused::CheckpointOfAnotherRun)
    );
    let other_images = Trainer::resume(&recipe, 2, xor(50, 8, 5), Some(xor(20, 8, 2)), &checkpoint);
    assert_eq!(other_images.err(), Some(Refused::CheckpointOfAnotherRun));
    for end in [0, 3, 12, checkpoint.len() / 2, checkpoint.len() - 1] {
        assert_eq!(resume(&recipe, &checkpoint[..end]).err(), Some(Refused::CheckpointUnreadable));
    }
    for place in (0..checkpoint.len()).step_by(97) {
        let mut damaged = checkpoint.clone();
        damaged[place] ^= 1;
        assert_eq!(resume(&recipe, &damaged).err(), Some(Refused::CheckpointUnreadable), "byte {place}");
    }
}

#[test]
fn a_checkpoint_that_ends_before_the_survey_goes_on_to_the_same_bits() {
    let recipe = recipe(ModelKind::Mlp, 8, 3);
    let mut straight = new(&recipe);
    let mut clock = ticking();
    while straight.history().len() < 2 {
        straight.step(&mut clock);
    }
    let checkpoint = straight.checkpoint();
    let survey = postcard::to_allocvec(straight.survey()).unwrap();
    let (bytes, _) = checkpoint.split_last_chunk::<8>().unwrap();
    let mut older = bytes.strip_suffix(&survey[..]).unwrap().to_vec();
    older.extend(xxhash_rust::xxh3::xxh3_64(&older).to_le_bytes());
    let mut resumed = resume(&recipe, &older).unwrap();
    run(&mut straight);
    run(&mut resumed);
    assert_eq!(digests(&resumed), digests(&straight));
    assert_eq!((straight.survey().n_epochs(), resumed.survey().n_epochs()), (3, 2));
}
