//! Images in: plans, imports, built-in sets, labels.

use super::reading::Reading;
use super::{Hand, fetching};
use crate::files::{Dropped, Found, NamedFile};
use crate::intent::Intent;
use crate::link::Cargo;
use crate::lowercase::lowercase;
use crate::roster::{Change, Roster};
use crate::session::{Challenger, Fact, ImportStage, Notice, Purpose, Source};
use glass_core::builtin::{BuiltIn, COINS_PER_CLASS, COINS_SEED};
use glass_core::fault::{Fault, Rejected};
use glass_core::pixels::Sample;
use glass_core::plan::Present;
use glass_core::recipe::Recipe;
use glass_core::stream::recording::{Lay, Recording, recordings};
use glass_protocol::{Command, PixelShape, RosterRow};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// Files named at most when a drop held no image at all.
pub(super) const EXAMPLES: usize = 3;

/// After an import's end, before all its images are looked at once more: the page has shown them by then.
const SETTLING: Duration = Duration::from_millis(50);

/// The import under way, as far as the session need not know.
#[derive(Default)]
pub(super) struct Imports {
    ids: Cell<u32>,
    pub(super) job: RefCell<Option<Job>>,
    /// Images that arrived and are not on the page yet.
    arrived: RefCell<Vec<Sample>>,
}

pub(super) struct Job {
    pub(super) id: u32,
    pub(super) purpose: Purpose,
    /// The set that comes with the page; `None`: files of the person's own.
    set: Option<BuiltIn>,
    pub(super) found: Found,
    pub(super) accepted: Option<Accepted>,
    pub(super) reading: Reading,
    /// Its first image to train on has not come yet.
    awaiting: Option<Awaiting>,
}

/// What waits for the first image.
struct Awaiting {
    /// The set that is here goes when it comes.
    is_replacing: bool,
    refused: Vec<Rejected>,
    litter: u32,
}

/// What the person said to a plan.
#[derive(Clone)]
pub(super) struct Accepted {
    /// The class for images in no folder.
    pub(super) unlabelled_class: Option<String>,
    /// What was in the set before.
    pub(super) present: Present,
}

impl Job {
    /// Images to train on may have arrived, so that the learner needs their labels. Labels forget the model:
    /// a plan that was only looked at must not send any.
    fn has_taken_in(&self) -> bool {
        self.purpose == Purpose::Training
            && self.awaiting.is_none()
            && (self.set.is_some() || self.accepted.is_some())
    }
}

impl Hand {
    fn open_import(&self, purpose: Purpose, set: Option<BuiltIn>, found: Found) -> u32 {
        let id = self.imports.ids.get() + 1;
        self.imports.ids.set(id);
        let job = Job {
            id,
            purpose,
            set,
            found,
            accepted: None,
            reading: Reading::by(self.importer()),
            awaiting: None,
        };
        *self.imports.job.borrow_mut() = Some(job);
        self.session.reduce(Fact::ImportOpened(id, purpose, set));
        id
    }

    /// Opens an import that asks nothing and reads no files: the images come back from this browser.
    pub(super) fn open_return(&self) -> u32 {
        let id = self.open_import(Purpose::Training, None, Found::default());
        if let Some(job) = self.imports.job.borrow_mut().as_mut() {
            job.accepted = Some(Accepted { unlabelled_class: None, present: Present::default() });
        }
        id
    }

    /// Takes arriving images. What follows from all images is worked out anew when they are shown, so they are shown
    /// when they are half as many as were there before: that is linear in all, however many portions they come in.
    pub(super) fn take_in(&self, samples: Vec<Sample>, purpose: Purpose) {
        let n_arrived = {
            let mut arrived = self.imports.arrived.borrow_mut();
            arrived.extend(samples);
            arrived.len()
        };
        let is_first = self.imports.job.borrow().as_ref().is_some_and(|job| job.awaiting.is_some());
        let n_present = match purpose {
            Purpose::Training if is_first => 0,
            Purpose::Training => self.session.n_images().get_untracked(),
            Purpose::Service => self.session.n_service_images().get_untracked(),
        };
        if n_arrived >= n_present / 2 {
            self.show_arrived(purpose);
        }
    }

    /// Gives the images that arrived to the learner and the page.
    fn show_arrived(&self, purpose: Purpose) {
        let samples = std::mem::take(&mut *self.imports.arrived.borrow_mut());
        if !samples.is_empty() {
            self.begin_set();
            self.send_samples(&samples, purpose);
            self.session.reduce(Fact::SamplesArrived(samples, purpose));
        }
    }

    /// The first image is here: now the model goes, which has not seen it, and the set before, if this one takes its place.
    /// Until then they stay, since all of what was brought may turn out to be no picture.
    fn begin_set(&self) {
        let awaiting = self.imports.job.borrow_mut().as_mut().and_then(|job| job.awaiting.take());
        let Some(Awaiting { is_replacing, refused, litter }) = awaiting else { return };
        if is_replacing {
            self.leave_set();
            self.clear_set(self.source_of_import());
        } else {
            self.drop_run();
        }
        self.session.reduce(Fact::FilesRefused(refused, Purpose::Training));
        self.session.reduce(Fact::LitterCounted(litter, Purpose::Training));
    }

    /// Nothing is on the bench but where the next images come from.
    fn clear_set(&self, source: Source) {
        self.drop_run();
        self.session.reduce(Fact::DataCleared(source));
        self.learner().send(Command::ClearSamples, Cargo::Empty);
        self.keep_settings();
    }

    /// Files were refused: told at once, or with the set they belong to.
    pub(super) fn refuse(&self, rejected: Vec<Rejected>, purpose: Purpose) {
        let mut job = self.imports.job.borrow_mut();
        if let Some(awaiting) = job.as_mut().and_then(|job| job.awaiting.as_mut()) {
            awaiting.refused.extend(rejected);
            return;
        }
        drop(job);
        self.session.reduce(Fact::FilesRefused(rejected, purpose));
    }

    /// Nothing of what was brought could be read: the set and the model stay, and the refused files are listed.
    pub(super) fn tell_nothing_came(&self) {
        // It goes on waiting: an import that has taken nothing in must not send the labels, which forget the model.
        let waiting = self.imports.job.borrow_mut().as_mut().and_then(|job| {
            let awaiting = job.awaiting.as_mut()?;
            Some((std::mem::take(&mut awaiting.refused), awaiting.litter))
        });
        let Some((refused, litter)) = waiting else { return };
        let examples = refused.iter().take(EXAMPLES).cloned().collect();
        self.tell(Fault::NoImages { skipped: refused.len() as u32 + litter, examples });
        self.session.reduce(Fact::FilesRefused(refused, Purpose::Training));
    }

    /// Are a person's own images being read? Whatever is dropped meanwhile must not end that.
    fn is_reading_own(&self) -> bool {
        self.imports.job.borrow().as_ref().is_some_and(|job| job.accepted.is_some())
    }

    /// Shows what arrived by now, whatever its number.
    pub(super) fn show_all_arrived(&self) {
        let purpose = self.imports.job.borrow().as_ref().map(|job| job.purpose);
        if let Some(purpose) = purpose {
            self.show_arrived(purpose);
        }
    }

    /// The import is over, for whatever reason; what it took in is labelled.
    pub(super) fn close_import(&self) {
        self.show_all_arrived();
        let job = self.imports.job.borrow_mut().take();
        if let Some(job) = &job {
            job.reading.end_helpers();
        }
        if job.is_some_and(|job| job.has_taken_in()) {
            self.send_roster();
        }
        // What was to be trained on the whole set is not trained on a part of it.
        self.train_when_there(None, false);
        self.session.reduce(Fact::ImportClosed);
        let me = self.me.clone();
        let settle = move || me.upgrade().into_iter().for_each(|hand| hand.settle());
        set_timeout(settle, SETTLING);
    }

    /// The last import is a moment ago.
    fn settle(&self) {
        if self.imports.job.borrow().is_none() {
            self.session.reduce(Fact::ImagesSettled);
        }
    }

    pub(super) fn plan_import(self: &Rc<Self>, found: Found, purpose: Purpose) {
        if let Some(file) = found.log() {
            self.show_log(file);
            return;
        }
        if self.is_reading_own() {
            self.session.reduce(Fact::Noticed(Notice::StillReading));
            return;
        }
        self.cancel_import();
        let id = self.open_import(purpose, None, found);
        self.send_plan(id, 0);
    }

    /// Walks the folders of a drop, then plans; the import is open, and can be ended, from the start.
    pub(super) fn plan_drop(self: &Rc<Self>, dropped: Dropped, purpose: Purpose) {
        let hand = Rc::clone(self);
        if self.is_reading_own() {
            leptos::task::spawn_local(async move {
                hand.plan_import(dropped.walk().await, purpose);
            });
            return;
        }
        self.cancel_import();
        let id = self.open_import(purpose, None, Found::default());
        leptos::task::spawn_local(async move {
            let found = dropped.walk().await;
            let is_current = hand.imports.job.borrow().as_ref().is_some_and(|job| job.id == id);
            if let (true, Some(file)) = (is_current, found.log()) {
                hand.close_import();
                hand.show_log(file);
                return;
            }
            if let Some(job) = hand.imports.job.borrow_mut().as_mut().filter(|job| job.id == id) {
                job.found = found;
            }
            hand.send_plan(id, 0);
        });
    }

    pub(super) fn accept_import(&self, unlabelled_class: Option<String>, is_added: bool) {
        let Some(purpose) = self.imports.job.borrow().as_ref().map(|job| job.purpose) else { return };
        let plan =
            self.session.import().with_untracked(|import| match import.as_ref().map(|one| &one.stage) {
                Some(ImportStage::Planned(plan)) => Some(plan.clone()),
                _ => None,
            });
        let Some(plan) = plan else { return };
        self.session.reduce(Fact::ImportProgressed(0, plan.images(), String::new()));
        let mut present = Present::default();
        match purpose {
            Purpose::Training => {
                // A link's claim is of its own images.
                self.session.reduce(Fact::Claimed(None));
                self.forgive_learner();
                let was_own = self.session.source().with_untracked(|source| *source == Source::Own);
                let is_replacing = !(is_added && was_own);
                if !is_replacing {
                    present = self.present();
                }
                if let Some(job) = self.imports.job.borrow_mut().as_mut() {
                    job.awaiting = Some(Awaiting { is_replacing, refused: Vec::new(), litter: 0 });
                }
            }
            Purpose::Service => {
                self.session.reduce(Fact::ServiceCleared);
                self.learner().send(Command::ClearServiceSamples, Cargo::Empty);
            }
        }
        self.refuse(plan.skipped, purpose);
        let is_counted = self.imports.job.borrow_mut().as_mut().is_some_and(|job| {
            job.accepted = Some(Accepted { unlabelled_class, present });
            job.awaiting.as_mut().map(|awaiting| awaiting.litter = plan.litter).is_some()
        });
        if !is_counted {
            self.session.reduce(Fact::LitterCounted(plan.litter, purpose));
        }
        self.send_accept(0);
        self.keep_settings();
    }

    /// The settings a built-in set came with were made for it: other images do not inherit them. What the person
    /// has set stays.
    fn leave_set(&self) {
        let session = self.session;
        let came_with = session.source().with_untracked(|source| match source {
            Source::BuiltIn(set) => Some(set.recipe()),
            Source::Own | Source::Address(_) => None,
        });
        if came_with.is_some_and(|recipe| session.recipe().with_untracked(|now| *now == recipe)) {
            session.reduce(Fact::RecipeChanged(Box::default()));
        }
    }

    /// What the set holds now.
    fn present(&self) -> Present {
        let bytes_of = |images: &[Sample]| images.iter().map(|image| image.pixels.data.len() as u64).sum();
        let bytes = self.session.with_images(bytes_of);
        self.session.roster().with_untracked(|roster| Present {
            images: roster.rows.len() as u32,
            bytes,
            classes: roster.classes.iter().map(|class| class.name.clone()).collect(),
        })
    }

    /// Where planned images come from: the one zip a link spoke of, or the person.
    fn source_of_import(&self) -> Source {
        let job = self.imports.job.borrow();
        let files = job.as_ref().map_or(&[][..], |job| &job.found.files);
        match (self.session.source().get_untracked(), files) {
            (Source::Address(address), [file]) if file.path == file_name(&address) => {
                Source::Address(address)
            }
            _ => Source::Own,
        }
    }

    /// Is the learner drawing the coins? Every other import is the importer's.
    pub(super) fn is_drawing(&self) -> bool {
        self.imports.job.borrow().as_ref().is_some_and(|job| job.set == Some(BuiltIn::Coins))
    }

    pub(super) fn cancel_import(&self) {
        let Some(import) = self.imports.job.borrow().as_ref().map(|job| job.id) else { return };
        if self.is_drawing() {
            self.learner().send(Command::CancelImport { import }, Cargo::Empty);
        } else {
            // Cancelling needs no co-operation: a stuck decoder is ended all the same.
            self.importer().end();
        }
        self.close_import();
    }

    /// Loads a set that comes with the page, and the settings that were made for it, if they are given.
    pub(super) fn load_built_in(self: &Rc<Self>, set: BuiltIn, recipe: Option<Recipe>) {
        self.cancel_import();
        self.train_when_there(None, false);
        let id = self.open_import(Purpose::Training, Some(set), Found::default());
        // A set that has to be fetched may not come: what is here stays until it has.
        let is_here = set == BuiltIn::Coins || self.session.n_images().get_untracked() == 0;
        let begin = move |hand: &Self| {
            if let Some(recipe) = recipe {
                hand.use_recipe(recipe);
            }
            hand.clear_set(Source::BuiltIn(set));
        };
        if is_here {
            begin(self);
        }
        if set == BuiltIn::Coins {
            let draw = Command::DrawCoins { import: id, per_class: COINS_PER_CLASS, seed: COINS_SEED };
            self.learner().send(draw, Cargo::Empty);
            return;
        }
        let hand = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let address = format!("sample/{}.png", set.id());
            let fetched = fetching::bytes(&address).await;
            let is_current = hand.imports.job.borrow().as_ref().is_some_and(|job| job.id == id);
            match fetched {
                _ if !is_current => {}
                Ok(bytes) => {
                    if !is_here {
                        begin(&hand);
                    }
                    hand.importer().send(Command::ImportBuiltIn { import: id, set }, Cargo::Bytes(bytes));
                }
                Err(fault) => {
                    hand.close_import();
                    hand.tell(fault);
                }
            }
        });
    }

    /// Fetches a zip a link spoke of, and plans its import like a dropped one.
    pub(super) fn fetch_zip(self: &Rc<Self>, address: String) {
        let hand = Rc::clone(self);
        leptos::task::spawn_local(async move {
            let file = fetching::pieces(&address).await.and_then(|pieces| {
                let parts = pieces.iter().collect::<js_sys::Array>();
                let name = file_name(&address).to_owned();
                web_sys::File::new_with_u8_array_sequence(&parts, &name)
                    .map(|file| NamedFile { path: name, file })
                    .map_err(|_| Fault::NotFetched(address.clone()))
            });
            // The person may have gone on to other images meanwhile.
            let is_wanted =
                hand.session.source().with_untracked(|source| *source == Source::Address(address));
            match file {
                Ok(file) if is_wanted => hand.plan_import(vec![file].into(), Purpose::Training),
                Ok(_) => {}
                Err(fault) => hand.tell(fault),
            }
        });
    }

    /// The labels after an edit; `None` when it changes nothing, or not now.
    pub(super) fn edited_roster(&self, intent: &Intent) -> Option<Roster> {
        if self.session.phase().get_untracked().is_busy() {
            return None;
        }
        self.show_all_arrived();
        let mut roster = self.session.roster().get_untracked();
        match intent {
            // In the composed form, as the importer makes the names of folders.
            Intent::RenameClass(class, name) => {
                roster.rename(*class, &composed(name));
            }
            Intent::MergeClass { from, into } => roster.merge(*from, *into),
            Intent::ToggleClass(class) => roster.toggle_class(*class),
            Intent::ToggleImage(image) => roster.toggle_image(*image),
            Intent::ExcludeImages(images) => roster.exclude_images(images),
            Intent::UndoEdit => {
                roster = self.session.roster_before().with_untracked(|before| before.last().cloned())?
            }
            _ => return None,
        }
        self.session.roster().with_untracked(|before| *before != roster).then_some(roster)
    }

    pub(super) fn edit_roster(&self, intent: &Intent) {
        if let Some(roster) = self.edited_roster(intent) {
            self.drop_run();
            let change = match intent {
                Intent::UndoEdit => Change::Undo,
                _ => Change::Edit(self.session.roster().get_untracked()),
            };
            self.session.reduce(Fact::RosterChanged(roster, change));
            self.send_roster();
        }
    }

    /// Tells the learner every label as it is now.
    pub(super) fn send_roster(&self) {
        // A challenger learned from these images as they were.
        self.session.reduce(Fact::Challenger(Challenger::None));
        self.learner().send(self.roster_command(), Cargo::Empty);
    }

    /// Every label as it is now.
    pub(super) fn roster_command(&self) -> Command {
        let (classes, rows) = self.session.roster().with_untracked(|roster| {
            let labels = roster.active_labels();
            let rows = roster
                .rows
                .iter()
                .zip(labels)
                .map(|(row, class)| RosterRow { class: class.map(|class| class as u32), fixed: row.fixed })
                .collect();
            (roster.active_classes(), rows)
        });
        let service = self.session.with_service_images(|images| self.service_labels(images));
        Command::SetRoster { classes, rows, service }
    }

    /// What the images of service were recorded as.
    pub(super) fn recordings(&self) -> Vec<Recording> {
        self.session.with_service_images(|images| {
            let labels = self.service_labels(images);
            recordings(images.iter().zip(labels).map(|(image, label)| {
                let class = image.meta.class.as_deref().filter(|_| label.is_some());
                let is_class = |folder: &str| {
                    class.is_some_and(|class| {
                        class == folder || lowercase(class) == lowercase(composed(folder).trim())
                    })
                };
                Lay::of(&image.meta.path, is_class)
            }))
        })
    }

    /// Sends samples to the learner: to train on, or to answer.
    pub(super) fn send_samples(&self, samples: &[Sample], purpose: Purpose) {
        self.learner().send(self.samples_command(samples, purpose), Cargo::Bytes(bytes_of(samples)));
    }

    /// What announces samples to the learner; their pixels come along.
    pub(super) fn samples_command(&self, samples: &[Sample], purpose: Purpose) -> Command {
        let shapes: Vec<PixelShape> = samples.iter().map(shape_of).collect();
        match purpose {
            Purpose::Training => Command::AddSamples { samples: shapes },
            Purpose::Service => {
                Command::AddServiceSamples { samples: shapes, labels: self.service_labels(samples) }
            }
        }
    }

    /// Labels of images of service: their folders' names, as the classes are called or were called.
    pub(super) fn service_labels(&self, samples: &[Sample]) -> Vec<Option<u32>> {
        self.session.roster().with_untracked(|roster| {
            let names = samples.iter().map(|sample| sample.meta.class.as_deref());
            roster.labels_by_name(names).into_iter().map(|class| class.map(|class| class as u32)).collect()
        })
    }
}

/// The pixels of all samples, one after the other.
pub(super) fn bytes_of(samples: &[Sample]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(samples.iter().map(|sample| sample.pixels.data.len()).sum());
    for sample in samples {
        bytes.extend_from_slice(&sample.pixels.data);
    }
    bytes
}

/// A name in Unicode's composed form.
fn composed(name: &str) -> String {
    js_sys::JsString::from(name).normalize("NFC").into()
}

/// The last part of an address, as a browser names what it downloads from there.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("linked.zip")
}

fn shape_of(sample: &Sample) -> PixelShape {
    PixelShape {
        width: sample.pixels.width,
        height: sample.pixels.height,
        channels: sample.pixels.channels,
        digest: sample.meta.digest,
        original_width: sample.meta.original_width,
        original_height: sample.meta.original_height,
    }
}
