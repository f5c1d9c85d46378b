//! The first moments of the page: what the last visit left is put back on the bench, and what was cut off is
//! offered, never begun.

use super::Hand;
use super::keeping::{KeptImages, portion_key, weights_key};
use crate::intent::Intent;
use crate::link::Cargo;
use crate::record::{self, OwnImages, Unreadable, Work};
use crate::roster::Change;
use crate::session::{Fact, Notice, Purpose, Run, ShelfFact, Source};
use crate::standing::Standing;
use crate::storage::database::{Database, Store, Trouble, key_number};
use crate::storage::slots::{self, Slots};
use crate::storage::{self, pen};
use crate::url;
use glass_core::builtin::BuiltIn;
use glass_core::pixels::SampleMeta;
use glass_core::share::{self, LinkedSet};
use glass_protocol::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

impl Hand {
    /// Opens the past and puts it on the bench.
    pub(super) async fn wake(self: Rc<Self>) {
        let (database, standing) = open().await;
        self.stand(standing);
        let is_writer = standing == Standing::Kept;
        if is_writer {
            self.keeping.hold(database.clone());
        }
        if standing == Standing::Elsewhere {
            self.session.reduce(Fact::Noticed(Notice::NotKept(standing)));
        }
        let work = match &database {
            Some(database) => self.read_work(database).await,
            None => Ok(None),
        };
        let is_readable = work.is_ok();
        let outcome = self.open_first(database.as_ref(), work.unwrap_or_default()).await;
        if !is_readable || outcome.is_err() {
            self.keep_no_more();
        }
        self.keeping.wake();
        self.work_changed();
        let Some(database) = database.filter(|_| is_readable) else {
            self.past_is_known();
            return;
        };
        // What cannot be read now stays where it is, and is read at the next visit.
        let _ = self.read_runs(&database).await;
        if is_writer {
            let _ = self.read_cut_off(&database).await;
        }
        self.past_is_known();
        self.count_set_aside(&database).await;
    }

    fn past_is_known(self: &Rc<Self>) {
        self.keeping.is_past_known.set(true);
        self.train_if_asked();
    }

    /// The work of the last visit. A new run never takes the id of one that lies in the database.
    async fn read_work(&self, database: &Database) -> Result<Option<Work>, Trouble> {
        let keys = database.keys(Store::Runs).await?;
        let greatest = keys.iter().filter_map(|key| key_number(key)).max().unwrap_or(0);
        self.runs.ids.set(self.runs.ids.get().max(greatest));
        self.read_slots(database, slots::WORK, record::open_work).await
    }

    /// The work of the last visit, or of a link, or the coins.
    async fn open_first(
        self: &Rc<Self>,
        database: Option<&Database>,
        work: Option<Work>,
    ) -> Result<(), Trouble> {
        let fragment = url::fragment();
        if fragment.is_some() {
            url::strip_fragment();
        }
        let kept = storage::kept_settings().or(work.as_ref().map(|work| work.settings.clone()));
        let kept = kept.and_then(|kept| share::decode(&kept).ok()).map(|(shared, _)| shared);
        let was_own = kept.as_ref().is_some_and(|shared| matches!(shared.set, LinkedSet::Own { .. }));
        let own = work.and_then(|work| work.own).filter(|_| was_own);
        let last_set = own.as_ref().map_or(0, |own| own.set);
        self.keeping.found_images(None, last_set);
        if let (Some(shared), Some(database), Some(own)) = (&kept, database, own) {
            self.session.reduce(Fact::RecipeChanged(Box::new(shared.recipe)));
            let outcome = self.put_images_back(database, &own).await;
            if let Some(fragment) = fragment {
                // Over images that lie nowhere else, a link asks.
                self.open_link(&fragment);
            }
            return outcome;
        }
        if let Some(shared) = fragment.and_then(|fragment| self.read_link(&fragment)) {
            self.take_link(shared);
        } else if let Some(shared) = kept {
            self.take_link(shared);
        } else {
            self.load_built_in(BuiltIn::Coins, None);
        }
        Ok(())
    }

    /// Reads the person's own images, portion after portion, as if they were imported anew.
    async fn put_images_back(self: &Rc<Self>, database: &Database, own: &OwnImages) -> Result<(), Trouble> {
        let session = self.session;
        let import = self.open_return();
        session.reduce(Fact::DataCleared(Source::Own));
        self.learner().send(Command::ClearSamples, Cargo::Empty);
        let generation = session.generation();
        let is_current =
            || session.import().with_untracked(|it| it.as_ref().is_some_and(|it| it.id == import));
        session.reduce(Fact::ImportProgressed(0, own.n_images, String::new()));
        let mut metas: Vec<(usize, SampleMeta)> = Vec::new();
        let mut outcome = Ok(());
        for nth in 0..own.n_portions {
            let key = portion_key(own.set, nth);
            let portion = self.read(database, Store::Images, &key, record::open_portion).await;
            if !is_current() {
                // The person put something else on the bench, or had enough.
                return Ok(());
            }
            let (first, samples) = match portion {
                Ok(Some(portion)) => portion,
                Ok(None) => continue,
                Err(trouble) => {
                    outcome = Err(trouble);
                    continue;
                }
            };
            metas.extend(samples.iter().enumerate().map(|(at, sample)| (first + at, sample.meta.clone())));
            self.take_in(samples, Purpose::Training);
            session.reduce(Fact::ImportProgressed(metas.len() as u32, own.n_images, String::new()));
        }
        self.show_all_arrived();
        let roster = own.roster(metas.iter().map(|(index, meta)| (*index, meta)));
        if let Some(roster) = roster.filter(|_| !metas.is_empty()) {
            session.reduce(Fact::RosterChanged(roster, Change::Return));
        }
        self.close_import();
        let missing = own.n_images.saturating_sub(metas.len() as u32);
        if missing > 0 {
            // What is left is another set, and is kept as one.
            session.reduce(Fact::Noticed(Notice::ImagesMissing(missing)));
            return outcome;
        }
        let n_images = metas.len();
        let kept = KeptImages { generation, set: own.set, n_images, n_portions: own.n_portions };
        self.keeping.found_images(Some(kept), own.set);
        outcome
    }

    async fn read_runs(&self, database: &Database) -> Result<(), Trouble> {
        let mut runs = Vec::new();
        for key in database.keys(Store::Runs).await? {
            let run = self.read(database, Store::Runs, &key, record::open_run).await?;
            // Under another key it would be read twice.
            runs.extend(run.filter(|run| key_number(&key) == Some(run.id)));
        }
        let ids: Vec<u32> = runs.iter().map(|run| run.id).collect();
        self.session.reduce(Fact::Shelf(ShelfFact::RunsRead(runs)));
        let keys = database.keys(Store::Checkpoints).await?;
        let with_weights = keys.iter().filter_map(|key| key_number(key.strip_prefix("run/")?));
        let (recallable, orphans): (Vec<u32>, Vec<u32>) = with_weights.partition(|id| ids.contains(id));
        self.session.reduce(Fact::Shelf(ShelfFact::Recallable(recallable)));
        if self.keeping.database().is_some() {
            for id in orphans {
                // The weights of a run that was deleted.
                database.delete(Store::Checkpoints, &weights_key(id)).await?;
            }
        }
        Ok(())
    }

    async fn read_cut_off(&self, database: &Database) -> Result<(), Trouble> {
        let found = self.read_slots(database, slots::UNDERWAY, record::open_underway).await?;
        // A run that began meanwhile has taken its place.
        let Some((run, checkpoint)) = found.filter(|_| self.session.run().with_untracked(Option::is_none))
        else {
            return Ok(());
        };
        if self.session.shelf().run(run.id).is_some() {
            // It was over, only its record was not gone yet.
            return slots::UNDERWAY.clear(database).await;
        }
        self.runs.ids.set(self.runs.ids.get().max(run.id));
        *self.keeping.cut_off_checkpoint.borrow_mut() = checkpoint;
        self.session.reduce(Fact::Shelf(ShelfFact::CutOff(Some(Box::new(run)))));
        Ok(())
    }

    /// Goes on with the run that was cut off.
    pub(super) fn resume_cut_off(self: &Rc<Self>) {
        let session = self.session;
        let Some(cut_off) = session.shelf().cut_off().get_untracked() else { return };
        let is_free = !session.phase().get_untracked().is_busy()
            && session.import().with_untracked(Option::is_none)
            && self.images_of_run().digest == cut_off.images.digest;
        if !is_free {
            return;
        }
        self.cancel_find_rate();
        self.forgive_learner();
        *self.runs.checkpoint.borrow_mut() = self.keeping.cut_off_checkpoint.take();
        let run = Run {
            id: cut_off.id,
            recipe: cut_off.recipe,
            classes: cut_off.classes.clone(),
            split: Default::default(),
            history: cut_off.history.clone(),
            diagnosis: Vec::new(),
            ending: None,
        };
        session.reduce(Fact::RunBegan(Box::new(run.clone())));
        self.run_began(cut_off.id, cut_off.began_millis, cut_off.cut_offs + 1);
        self.use_backend(cut_off.recipe.backend);
        self.retrain(&run);
    }

    /// Brings the model of a kept run back: its weights are taken up where the run ended.
    pub(super) fn recall_run(self: &Rc<Self>, id: u32) {
        let Some(kept) = self.session.shelf().run(id) else { return };
        let Some(database) = self.keeping.database() else { return };
        let hand = Rc::clone(self);
        spawn_local(async move {
            let session = hand.session;
            let record =
                hand.read(&database, Store::Checkpoints, &weights_key(id), record::open_weights).await;
            let is_free = !session.phase().get_untracked().is_busy()
                && session.import().with_untracked(Option::is_none)
                && hand.images_of_run().digest == kept.images.digest;
            let Some(checkpoint) = record.ok().flatten().filter(|_| is_free) else {
                hand.count_set_aside(&database).await;
                return;
            };
            hand.use_recipe(kept.recipe);
            hand.cancel_find_rate();
            hand.forgive_learner();
            *hand.runs.checkpoint.borrow_mut() = checkpoint;
            let run = Run {
                id,
                recipe: kept.recipe,
                classes: kept.classes.clone(),
                split: Default::default(),
                history: kept.history.clone(),
                diagnosis: kept.diagnosis.clone(),
                ending: Some(kept.ending),
            };
            hand.runs.taking_over.set(hand.to_be_taken_over(id));
            session.reduce(Fact::RunBegan(Box::new(run.clone())));
            if session.challenger().get_untracked().run() == Some(id) {
                // It would be compared with itself.
                hand.end_challenge();
            }
            hand.use_backend(kept.recipe.backend);
            hand.retrain(&run);
        });
    }

    /// Trains with a kept run's settings: on its own images where they come with the page, else on those on
    /// the bench.
    pub(super) fn rerun(self: &Rc<Self>, id: u32) {
        let Some(kept) = self.session.shelf().run(id) else { return };
        if self.session.phase().get_untracked().is_busy() {
            return;
        }
        let own_set = BuiltIn::from_id(&kept.images.set);
        let present = self.session.source().with_untracked(|source| match source {
            Source::BuiltIn(present) => Some(*present),
            Source::Own | Source::Address(_) => None,
        });
        self.use_recipe(kept.recipe);
        let (Some(set), Some(present)) = (own_set, present) else {
            self.run(Intent::Train);
            return;
        };
        if set != present {
            self.session.reduce(Fact::Claimed(None));
            self.load_built_in(set, None);
        }
        // At once, or when the whole set is there.
        self.train_when_there(Some(set), false);
        self.train_if_asked();
    }

    /// Trains as soon as the images are there that a run was asked to be repeated on.
    pub(super) fn train_if_asked(self: &Rc<Self>) {
        let session = self.session;
        let (Some(set), is_cautious) = self.keeping.awaited() else { return };
        let is_there = session.source().with_untracked(|source| *source == Source::BuiltIn(set))
            && session.import().with_untracked(Option::is_none)
            && session.n_images().get_untracked() > 0;
        if !is_there || is_cautious && !self.keeping.is_past_known.get() {
            return;
        }
        self.train_when_there(None, false);
        // A new run takes the place of one that was cut off: only a person decides that.
        if !is_cautious || session.shelf().cut_off().with_untracked(Option::is_none) {
            self.run(Intent::Train);
        }
    }

    // ---- records ----

    /// Reads the newest record of two slots that can be read.
    async fn read_slots<T>(
        &self,
        database: &Database,
        slots: Slots,
        open: fn(&[u8]) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Trouble> {
        for (key, bytes) in slots.read(database).await? {
            match open(&bytes) {
                Ok(found) => return Ok(Some(found)),
                Err(_) => self.set_aside(database, slots.store(), &key, &bytes).await,
            }
        }
        Ok(None)
    }

    /// Reads a record; one that is damaged or newer is set aside.
    pub(super) async fn read<T>(
        &self,
        database: &Database,
        store: Store,
        key: &str,
        open: fn(&[u8]) -> Result<T, Unreadable>,
    ) -> Result<Option<T>, Trouble> {
        let Some(bytes) = database.get(store, key).await? else { return Ok(None) };
        match open(&bytes) {
            Ok(found) => Ok(Some(found)),
            Err(_) => {
                self.set_aside(database, store, key, &bytes).await;
                Ok(None)
            }
        }
    }

    /// Moves a record out of the way. Only whoever holds the pen moves anything.
    async fn set_aside(&self, database: &Database, store: Store, key: &str, bytes: &[u8]) {
        if self.keeping.database().is_none() {
            return;
        }
        let place = format!("{}/{key}/{}", store.name(), storage::unix_millis());
        if database.put(Store::SetAside, &place, bytes).await.is_ok() {
            self.keeping.n_set_aside.set(self.keeping.n_set_aside.get() + 1);
            // One that stays is set aside again at the next visit.
            let _ = database.delete(store, key).await;
        }
    }

    /// Says what lies aside, and tells what came there at this visit.
    pub(super) async fn count_set_aside(&self, database: &Database) {
        let n_new = self.keeping.n_set_aside.take();
        if n_new > 0 {
            self.session.reduce(Fact::Noticed(Notice::SetAside(n_new)));
        }
        let keys = database.keys(Store::SetAside).await.unwrap_or_default();
        self.session.reduce(Fact::Shelf(ShelfFact::SetAside(keys)));
    }

    /// Hands a record that was set aside to the person, as a file.
    pub(super) fn save_set_aside(&self, key: String) {
        let Some(database) = self.keeping.database() else { return };
        spawn_local(async move {
            if let Ok(Some(bytes)) = database.get(Store::SetAside, &key).await {
                let name = key.replace('/', "-");
                crate::panel::take_away::download::save_bytes(&format!("watchglass-{name}.bin"), &bytes);
            }
        });
    }
}

/// The database, and how this page stands to it. A second page may look, not write.
async fn open() -> (Option<Database>, Standing) {
    if !storage::is_keeping_wanted() {
        return (None, Standing::Off);
    }
    let is_writer = pen::take().await;
    match (Database::open().await, is_writer) {
        (Ok(database), true) => (Some(database), Standing::Kept),
        (Ok(database), false) => (Some(database), Standing::Elsewhere),
        (Err(Trouble::Full), _) => (None, Standing::Full),
        (Err(Trouble::Refused), _) => (None, Standing::Refused),
        (Err(Trouble::Newer), _) => (None, Standing::Newer),
    }
}
