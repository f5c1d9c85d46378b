//! Keeping: the work on the bench, the run under way and the finished runs go to the browser's database, one
//! write after another. Nothing waits for it, and nothing stops when it fails: the page goes on in memory and
//! says so.

use super::Hand;
use crate::record::{self, OwnImages, Underway, Work};
use crate::session::{Fact, Notice, Run, ShelfFact, Source};
use crate::standing::Standing;
use crate::storage;
use crate::storage::database::{Database, Store, Trouble, number_key};
use crate::storage::{room, slots};
use glass_core::builtin::BuiltIn;
use glass_core::order::sort_by;
use glass_core::run::{KeptRun, RunImages, TestAnswers};
use glass_core::split::SplitName;
use glass_protocol::Prediction;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

/// Changes of the work within this time are written together, in milliseconds.
const REST_MILLIS: u64 = 300;
/// Finished runs that are kept; beyond them the oldest goes.
pub const MAX_KEPT_RUNS: usize = 100;
/// Finished runs whose weights are kept too.
const MAX_RECALLABLE: usize = 20;
/// Largest checkpoint that is kept, in bytes: a run of more begins anew, and comes to the same bits.
const MAX_CHECKPOINT_BYTES: usize = 32 << 20;

/// What is kept and what waits to be, as far as the session need not know.
#[derive(Default)]
pub(super) struct Keeping {
    database: RefCell<Option<Database>>,
    errands: RefCell<VecDeque<Errand>>,
    /// Runs and weights that could not be written, for when there is room again.
    failed: RefCell<Vec<Errand>>,
    is_writing: Cell<bool>,
    /// The person has switched it off: what was being written just then says nothing any more.
    is_off: Cell<bool>,
    /// The past is on the bench again: only now may the present be written over it.
    is_awake: Cell<bool>,
    is_due: Cell<bool>,
    was_told: Cell<bool>,
    was_reopened: Cell<bool>,
    was_asked_to_last: Cell<bool>,
    images: Cell<Option<KeptImages>>,
    last_set: Cell<u32>,
    /// The run under way whose record is kept, and when it began.
    underway: Cell<Option<Began>>,
    pub(super) n_set_aside: Cell<usize>,
    pub(super) cut_off_checkpoint: RefCell<Vec<u8>>,
    /// The set whose images a run waits for.
    awaited: Cell<Option<BuiltIn>>,
    /// The run that waits is not to take the place of one that was cut off: a link's claim asks for it, or a click
    /// before that one was offered.
    is_cautious: Cell<bool>,
    /// A run that was cut off would have been found by now.
    pub(super) is_past_known: Cell<bool>,
}

/// How far the images on the bench are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeptImages {
    pub(super) generation: u32,
    pub(super) set: u32,
    pub(super) n_images: usize,
    pub(super) n_portions: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Began {
    run: u32,
    millis: u64,
    cut_offs: u32,
}

/// Something to write.
enum Errand {
    /// The work as it stands when its turn comes.
    Work,
    /// The run under way, sealed.
    Underway(Vec<u8>),
    /// No run is under way.
    NoUnderway,
    /// A finished run as it is known when its turn comes; a run that is gone is deleted.
    Run(u32),
    /// The checkpoint a run ended with.
    Weights(u32, Vec<u8>),
    /// No weights of this run.
    NoWeights(u32),
    /// Nothing at all.
    Nothing,
    /// And nothing from now on.
    LetGo,
}

impl Keeping {
    pub(super) fn database(&self) -> Option<Database> {
        self.database.borrow().clone()
    }

    pub(super) fn hold(&self, database: Option<Database>) {
        *self.database.borrow_mut() = database;
    }

    pub(super) fn wake(&self) {
        self.is_awake.set(true);
    }

    /// Takes down what lies in the database of the images on the bench; the next set gets another number.
    pub(super) fn found_images(&self, kept: Option<KeptImages>, last_set: u32) {
        self.images.set(kept);
        self.last_set.set(last_set);
    }

    /// The set that a run waits for, and whether that run is to spare one that was cut off.
    pub(super) fn awaited(&self) -> (Option<BuiltIn>, bool) {
        (self.awaited.get(), self.is_cautious.get())
    }

    fn next(&self) -> Option<Errand> {
        self.errands.borrow_mut().pop_front()
    }

    /// Puts an errand in line. One that says the same as one that waits takes its place.
    fn push(&self, errand: Errand) {
        let mut errands = self.errands.borrow_mut();
        if matches!(errand, Errand::Nothing) {
            errands.clear();
            self.failed.borrow_mut().clear();
        }
        errands.retain(|other| !errand.says_the_same(other));
        self.failed.borrow_mut().retain(|other| !errand.says_the_same(other));
        errands.push_back(errand);
    }

    /// An errand failed. The work is tried again with every change; of runs and weights, the newest are remembered.
    fn failed_at(&self, errand: Errand) {
        if matches!(errand, Errand::Run(_) | Errand::Weights(..) | Errand::NoWeights(_)) {
            let mut failed = self.failed.borrow_mut();
            failed.retain(|other| !errand.says_the_same(other));
            failed.push(errand);
            let surplus = failed.len().saturating_sub(2 * MAX_RECALLABLE);
            failed.drain(..surplus);
        }
    }
}

impl Errand {
    /// Is what the other writes written over by this one?
    fn says_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Work, Self::Work) => true,
            (Self::Underway(_) | Self::NoUnderway, Self::Underway(_) | Self::NoUnderway) => true,
            (Self::Run(id), Self::Run(other)) => id == other,
            (
                Self::Weights(id, _) | Self::NoWeights(id),
                Self::Weights(other, _) | Self::NoWeights(other),
            ) => id == other,
            _ => false,
        }
    }
}

impl Hand {
    /// A run begins when this set is there as a whole; `None`: none does.
    pub(super) fn train_when_there(&self, set: Option<BuiltIn>, is_cautious: bool) {
        self.keeping.awaited.set(set);
        self.keeping.is_cautious.set(is_cautious);
        self.session.reduce(Fact::RunAwaited(set.is_some()));
    }

    // ---- the work ----

    /// The work changed: it is written in a moment, with what else changes until then.
    pub(super) fn work_changed(&self) {
        if self.keeping.is_due.replace(true) {
            return;
        }
        let me = self.me.clone();
        let keep = move || me.upgrade().into_iter().for_each(|hand| hand.keep_work());
        set_timeout(keep, Duration::from_millis(REST_MILLIS));
    }

    /// Writes the work if it changed: in its time, or at once because the page may be about to go.
    pub(super) fn keep_work(&self) {
        // While images come in there is no whole to keep; their end is a change of its own.
        let is_reading = self.session.import().with_untracked(Option::is_some);
        if self.keeping.is_due.replace(false) && self.keeping.is_awake.get() && !is_reading {
            self.keep(Errand::Work);
        }
    }

    fn keep(&self, errand: Errand) {
        if self.keeping.database.borrow().is_none() {
            return;
        }
        self.keeping.push(errand);
        if !self.keeping.is_writing.replace(true)
            && let Some(hand) = self.me.upgrade()
        {
            spawn_local(hand.write_all());
        }
    }

    async fn write_all(self: Rc<Self>) {
        while let Some(errand) = self.keeping.next() {
            let Some(database) = self.keeping.database() else { break };
            let outcome = self.write(&database, &errand).await;
            self.judge(errand, outcome).await;
        }
        self.keeping.is_writing.set(false);
        self.session.reduce(Fact::Shelf(ShelfFact::Measured(room::measure().await)));
    }

    async fn write(&self, database: &Database, errand: &Errand) -> Result<(), Trouble> {
        match errand {
            Errand::Work => self.write_work(database).await,
            Errand::Underway(record) => slots::UNDERWAY.put(database, record).await,
            Errand::NoUnderway => slots::UNDERWAY.clear(database).await,
            Errand::Run(id) => match self.session.shelf().run(*id) {
                Some(run) => database.put(Store::Runs, &number_key(*id), &record::seal_run(&run)).await,
                None => database.delete(Store::Runs, &number_key(*id)).await,
            },
            Errand::Weights(id, checkpoint) => {
                let record = record::seal_weights(checkpoint);
                database.put(Store::Checkpoints, &weights_key(*id), &record).await?;
                self.set_recallable(|ids| ids.push(*id));
                Ok(())
            }
            Errand::NoWeights(id) => database.delete(Store::Checkpoints, &weights_key(*id)).await,
            Errand::Nothing => {
                for store in Store::ALL {
                    database.clear(store).await?;
                }
                Ok(())
            }
            Errand::LetGo => {
                self.keeping.hold(None);
                Ok(())
            }
        }
    }

    async fn write_work(&self, database: &Database) -> Result<(), Trouble> {
        match self.write_bench(database).await {
            Err(Trouble::Full) => {}
            outcome => return outcome,
        }
        // The images of before still lie there until these are whole. They are off the bench: they make room.
        let settings = self.settings();
        slots::WORK.put(database, &record::seal_work(&Work { settings, own: None })).await?;
        let begun = self.keeping.images.get().filter(|kept| kept.generation == self.session.generation());
        match begun {
            Some(kept) => database.delete_beside(Store::Images, &portions_of(kept.set)).await?,
            None => database.clear(Store::Images).await?,
        }
        let outcome = self.write_bench(database).await;
        if outcome.is_err() {
            // Half a set is of no use to anybody, and takes the room of runs.
            self.keeping.images.set(None);
            database.clear(Store::Images).await?;
        }
        outcome
    }

    /// Images first, then what speaks of them, then what nothing speaks of any more is deleted.
    async fn write_bench(&self, database: &Database) -> Result<(), Trouble> {
        let session = self.session;
        let generation = session.generation();
        let is_own = session.source().with_untracked(|source| *source == Source::Own);
        let mut own = None;
        if is_own && session.n_images().get_untracked() > 0 {
            let mut kept = self.kept_images(generation);
            while let Some((record, n_images)) = next_portion(session, kept.n_images) {
                database.put(Store::Images, &portion_key(kept.set, kept.n_portions), &record).await?;
                if session.generation() != generation {
                    // Other images are on the bench by now: their own change is on its way.
                    return Ok(());
                }
                kept.n_images += n_images;
                kept.n_portions += 1;
                self.keeping.images.set(Some(kept));
            }
            let roster = session.roster();
            own = Some((kept.set, roster.with_untracked(|it| OwnImages::of(kept.set, kept.n_portions, it))));
        }
        let (set, own) = own.unzip();
        let work = Work { settings: self.settings(), own };
        slots::WORK.put(database, &record::seal_work(&work)).await?;
        match set {
            Some(set) => {
                database.delete_beside(Store::Images, &portions_of(set)).await?;
                self.ask_to_last();
                Ok(())
            }
            None => database.clear(Store::Images).await,
        }
    }

    fn kept_images(&self, generation: u32) -> KeptImages {
        let known = self.keeping.images.get().filter(|kept| kept.generation == generation);
        known.unwrap_or_else(|| {
            let set = self.keeping.last_set.get().wrapping_add(1);
            self.keeping.last_set.set(set);
            KeptImages { generation, set, n_images: 0, n_portions: 0 }
        })
    }

    /// Once the person's own images lie here, the browser is asked not to clear them.
    fn ask_to_last(&self) {
        if !self.keeping.was_asked_to_last.replace(true) {
            // Some browsers ask the person: nothing waits for the answer.
            spawn_local(room::ask_to_last());
        }
    }

    /// What a write came to, for the page.
    async fn judge(&self, errand: Errand, outcome: Result<(), Trouble>) {
        let session = self.session;
        if self.keeping.is_off.get() {
            return;
        }
        let Err(trouble) = outcome else {
            if matches!(errand, Errand::Work) {
                self.keeping.was_told.set(false);
                self.keeping.was_reopened.set(false);
                self.stand(Standing::Kept);
                // There is room again, it seems: what could not be kept is tried once more.
                self.keeping.failed.take().into_iter().for_each(|errand| self.keeping.push(errand));
            }
            return;
        };
        let is_work = matches!(errand, Errand::Work);
        self.keeping.failed_at(errand);
        let standing = match trouble {
            Trouble::Full => Standing::Full,
            Trouble::Refused => Standing::Refused,
            Trouble::Newer => Standing::Newer,
        };
        if trouble == Trouble::Refused && !self.keeping.was_reopened.replace(true) && self.reopen().await {
            return;
        }
        self.stand(standing);
        let is_own = session.source().with_untracked(|source| *source == Source::Own);
        let is_loss = is_own || !is_work;
        if is_loss && !self.keeping.was_told.replace(true) {
            session.reduce(Fact::Noticed(Notice::NotKept(standing)));
        }
    }

    /// The database may have been deleted while the page was open. A new one gets everything anew.
    async fn reopen(&self) -> bool {
        self.keeping.hold(None);
        let Ok(database) = Database::open().await else { return false };
        self.keeping.hold(Some(database));
        self.keeping.images.set(None);
        self.set_recallable(Vec::clear);
        self.keeping.push(Errand::Work);
        let ids = self
            .session
            .shelf()
            .runs()
            .with_untracked(|runs| runs.iter().map(|run| run.id).collect::<Vec<_>>());
        ids.into_iter().for_each(|id| self.keeping.push(Errand::Run(id)));
        true
    }

    /// Something that lies in the database could not be read just now: nothing is written over it.
    pub(super) fn keep_no_more(&self) {
        self.keeping.hold(None);
        self.stand(Standing::Refused);
        if !self.keeping.was_told.replace(true) {
            self.session.reduce(Fact::Noticed(Notice::NotKept(Standing::Refused)));
        }
    }

    pub(super) fn stand(&self, standing: Standing) {
        self.session.reduce(Fact::Shelf(ShelfFact::Standing(standing)));
    }

    fn set_recallable(&self, change: impl FnOnce(&mut Vec<u32>)) {
        let mut ids = self.session.shelf().recallable().get_untracked();
        change(&mut ids);
        sort_by(&mut ids, u32::cmp);
        ids.dedup();
        self.session.reduce(Fact::Shelf(ShelfFact::Recallable(ids)));
    }

    // ---- the run under way ----

    /// A run began, or goes on after it was cut off so many times.
    pub(super) fn run_began(&self, run: u32, millis: u64, cut_offs: u32) {
        self.keeping.underway.set(Some(Began { run, millis, cut_offs }));
        self.keeping.cut_off_checkpoint.borrow_mut().clear();
        self.session.reduce(Fact::Shelf(ShelfFact::CutOff(None)));
        self.keep_underway();
    }

    /// Writes the run under way with its last checkpoint.
    pub(super) fn keep_underway(&self) {
        let (Some(began), Some(run)) = (self.keeping.underway.get(), self.session.run().get_untracked())
        else {
            return;
        };
        if run.id != began.run || self.keeping.database.borrow().is_none() {
            return;
        }
        let images = self.images_of_run();
        let Run { id, recipe, classes, history, .. } = run;
        let (began_millis, cut_offs) = (began.millis, began.cut_offs);
        let underway = Underway { id, began_millis, recipe, images, classes, history, cut_offs };
        let checkpoint = self.runs.checkpoint.borrow();
        let checkpoint: &[u8] = if checkpoint.len() > MAX_CHECKPOINT_BYTES { &[] } else { &checkpoint };
        self.keep(Errand::Underway(record::seal_underway(&underway, checkpoint)));
    }

    /// The run under way is over, or its images are going.
    pub(super) fn forget_underway(&self) {
        if self.keeping.underway.take().is_some() {
            self.keep(Errand::NoUnderway);
        }
    }

    /// The run that was cut off is not wanted.
    pub(super) fn discard_cut_off(&self) {
        self.keeping.cut_off_checkpoint.borrow_mut().clear();
        self.session.reduce(Fact::Shelf(ShelfFact::CutOff(None)));
        if self.keeping.underway.get().is_none() {
            self.keep(Errand::NoUnderway);
        }
    }

    /// The images on the bench, as a run tells of them.
    pub(super) fn images_of_run(&self) -> RunImages {
        let set = self.session.source().with_untracked(|source| match source {
            Source::BuiltIn(set) => set.id(),
            Source::Own | Source::Address(_) => "own",
        });
        self.session.roster().with_untracked(|roster| RunImages {
            set: set.to_owned(),
            digest: roster.digest(),
            n_images: roster.active_labels().iter().flatten().count() as u32,
        })
    }

    // ---- finished runs ----

    /// The run is over: it is kept from now on.
    pub(super) fn keep_run(&self) {
        let Some(run) = self.session.run().get_untracked() else { return };
        let Some(ending) = run.ending else { return };
        let before = self.session.shelf().run(run.id);
        let began = self.keeping.underway.get().filter(|began| began.run == run.id);
        let kept = KeptRun {
            id: run.id,
            name: before.as_ref().map(|run| run.name.clone()).unwrap_or_default(),
            began_millis: before
                .as_ref()
                .map(|run| run.began_millis)
                .or(began.map(|began| began.millis))
                .unwrap_or_else(storage::unix_millis),
            recipe: run.recipe,
            images: self.images_of_run(),
            classes: run.classes,
            history: run.history,
            diagnosis: run.diagnosis,
            ending,
            test: before.and_then(|run| run.test.clone()),
        };
        let id = kept.id;
        self.session.reduce(Fact::Shelf(ShelfFact::RunKept(Box::new(kept))));
        self.keep(Errand::Run(id));
        if began.is_some() {
            self.forget_underway();
        }
        self.keep_weights(id);
        self.let_oldest_go();
    }

    fn keep_weights(&self, id: u32) {
        let checkpoint = self.runs.checkpoint.borrow().clone();
        if checkpoint.is_empty() || checkpoint.len() > MAX_CHECKPOINT_BYTES {
            return;
        }
        self.keep(Errand::Weights(id, checkpoint));
        let known = self.session.shelf().recallable().get_untracked();
        let surplus = (known.len() + usize::from(!known.contains(&id))).saturating_sub(MAX_RECALLABLE);
        known.into_iter().take(surplus).for_each(|oldest| self.forget_weights(oldest));
    }

    fn forget_weights(&self, id: u32) {
        self.set_recallable(|ids| ids.retain(|other| *other != id));
        self.keep(Errand::NoWeights(id));
    }

    fn let_oldest_go(&self) {
        let ids: Vec<u32> =
            self.session.shelf().runs().with_untracked(|runs| runs.iter().map(|run| run.id).collect());
        for id in ids.iter().take(ids.len().saturating_sub(MAX_KEPT_RUNS)) {
            self.session.reduce(Fact::Shelf(ShelfFact::RunLetGo(*id)));
            self.keep(Errand::Run(*id));
            self.forget_weights(*id);
        }
    }

    /// The run was evaluated on the test images: from now on it can be compared.
    pub(super) fn keep_answers(&self, run: u32, split: SplitName, predictions: &[Prediction]) {
        let Some(kept) = self.session.shelf().run(run).filter(|_| split == SplitName::Test) else { return };
        let test = self.session.roster().with_untracked(|roster| {
            let digest = |it: &Prediction| roster.rows.get(it.sample as usize).map(|row| row.digest);
            let digests = predictions.iter().map(digest).collect::<Option<Vec<u64>>>()?;
            let column =
                |pick: fn(&Prediction) -> u32| predictions.iter().map(|it| pick(it) as u16).collect();
            TestAnswers::checked(
                kept.classes.len(),
                digests,
                column(|it| it.actual),
                column(|it| it.predicted),
            )
        });
        if kept.test != test {
            let kept = KeptRun { test, ..KeptRun::clone(&kept) };
            self.session.reduce(Fact::Shelf(ShelfFact::RunKept(Box::new(kept))));
            self.keep(Errand::Run(run));
        }
    }

    pub(super) fn name_run(&self, id: u32, name: &str) {
        self.session.reduce(Fact::Shelf(ShelfFact::RunNamed(id, glass_core::run::clean_name(name))));
        self.keep(Errand::Run(id));
    }

    /// Deletes a run; its weights wait until it cannot be put back any more.
    pub(super) fn drop_kept(&self, id: u32) {
        let before = self.session.shelf().dropped().get_untracked();
        self.session.reduce(Fact::Shelf(ShelfFact::RunDropped(id)));
        self.keep(Errand::Run(id));
        if let Some(before) = before {
            self.forget_weights(before.id);
        }
    }

    pub(super) fn put_run_back(&self) {
        let Some(run) = self.session.shelf().dropped().get_untracked() else { return };
        self.session.reduce(Fact::Shelf(ShelfFact::RunPutBack));
        self.keep(Errand::Run(run.id));
    }

    // ---- all of it ----

    /// Deletes everything this browser keeps, but language and colours.
    pub(super) fn clear_shelf(&self) {
        self.keeping.is_due.set(false);
        self.keeping.images.set(None);
        self.keeping.underway.set(None);
        self.keeping.cut_off_checkpoint.borrow_mut().clear();
        self.session.reduce(Fact::Shelf(ShelfFact::Cleared));
        storage::forget_settings();
        self.keep(Errand::Nothing);
    }

    /// Starts keeping, or stops and deletes what is kept. What is on the page stays.
    pub(super) fn keep_from_now_on(&self, is_wanted: bool) {
        storage::keep_wish(is_wanted);
        self.keeping.is_off.set(!is_wanted);
        if !is_wanted {
            self.keeping.images.set(None);
            self.keeping.underway.set(None);
            self.set_recallable(Vec::clear);
            storage::forget_settings();
            self.keep(Errand::Nothing);
            self.keep(Errand::LetGo);
            self.stand(Standing::Off);
            return;
        }
        let Some(hand) = self.me.upgrade() else { return };
        spawn_local(async move {
            if !storage::pen::take().await {
                hand.stand(Standing::Elsewhere);
            } else if hand.reopen().await {
                hand.keep_settings();
                hand.keep(Errand::Work);
            } else {
                hand.stand(Standing::Refused);
            }
        });
    }
}

/// The portion that begins with the image at `first`, sealed, and how many images it holds.
fn next_portion(session: crate::session::Session, first: usize) -> Option<(Vec<u8>, usize)> {
    session.with_images(|images| {
        let rest = images.get(first..).filter(|rest| !rest.is_empty())?;
        let n_images = record::portion_len(rest);
        Some((record::seal_portion(first, rest.get(..n_images)?), n_images))
    })
}

pub(super) fn portions_of(set: u32) -> String {
    format!("{}/", number_key(set))
}

pub(super) fn portion_key(set: u32, nth: u32) -> String {
    format!("{}{}", portions_of(set), number_key(nth))
}

pub(super) fn weights_key(run: u32) -> String {
    format!("run/{}", number_key(run))
}
