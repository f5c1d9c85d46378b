//! The hand of the page: turns an intent into facts for the session and commands to the workers, and a
//! worker's events into facts.

mod adopting;
mod camera;
mod challenging;
mod comparing;
mod epochs;
mod fetching;
mod finding;
mod grading;
mod importing;
mod keeping;
mod learning;
mod logging;
mod losing;
mod reading;
mod sight;
mod sweeping;
mod waking;

pub use keeping::MAX_KEPT_RUNS;

use crate::intent::Intent;
use crate::link::{Cargo, Link, News};
use crate::session::{CameraFact, Claim, EpochFact, Fact, Notice, Question, Session, Source};
use crate::standing::Standing;
use crate::{storage, url, wakeful};
use glass_core::fault::Fault;
use glass_core::recipe::Recipe;
use glass_core::setting::{Outcome, Setting};
use glass_core::share::{self, LinkedSet, Shared};
use glass_protocol::Command;
use importing::Imports;
use keeping::Keeping;
use learning::Runs;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use sweeping::Crew;
use wasm_bindgen::prelude::*;

/// The hand of the page. Copyable.
#[derive(Clone, Copy)]
pub struct Act {
    hand: StoredValue<Rc<Hand>, LocalStorage>,
}

impl std::fmt::Debug for Act {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Act")
    }
}

impl Act {
    /// Does what a person wants.
    pub fn run(&self, intent: Intent) {
        let hand = self.hand.get_value();
        hand.hear(intent);
    }

    /// What shows the camera, while it is on.
    pub fn camera_view(&self) -> Option<web_sys::HtmlVideoElement> {
        self.hand.get_value().camera_view()
    }
}

/// What the hand holds: the lines to the workers and what they are busy with.
struct Hand {
    /// Itself, for work that outlives a call.
    me: Weak<Hand>,
    session: Session,
    importer: RefCell<Option<Link>>,
    learner: RefCell<Option<Link>>,
    imports: Imports,
    runs: Runs,
    crew: Crew,
    other_backend: comparing::OtherBackend,
    keeping: Keeping,
    log: logging::LogDesk,
    camera: camera::CameraDesk,
    previews: Cell<u32>,
    /// What was asked for and waits for a yes, since something would be lost by it.
    pending: RefCell<Option<Intent>>,
}

/// Starts the page: the session, the workers, the first images.
pub fn start() -> (Session, Act) {
    let session = Session::new(storage::language(), storage::is_dark());
    let hand = Rc::new_cyclic(|me| Hand {
        me: me.clone(),
        session,
        importer: RefCell::new(None),
        learner: RefCell::new(None),
        imports: Imports::default(),
        runs: Runs::default(),
        crew: Crew::default(),
        other_backend: comparing::OtherBackend::default(),
        keeping: Keeping::default(),
        log: logging::LogDesk::default(),
        camera: camera::CameraDesk::default(),
        previews: Cell::new(0),
        pending: RefCell::new(None),
    });
    let line = |name: &str, hear: fn(&Rc<Hand>, News)| {
        let weak = Rc::downgrade(&hand);
        Link::new(name, move |news| {
            if let Some(hand) = weak.upgrade() {
                hear(&hand, news);
            }
        })
    };
    *hand.importer.borrow_mut() = Some(line("importer", Hand::hear_importer));
    *hand.learner.borrow_mut() = Some(line("learner", Hand::hear_learner));
    let act = Act { hand: StoredValue::new_local(hand.clone()) };
    hand.learner().start();
    leptos::task::spawn_local(hand.clone().wake());
    keep_work(&hand);
    sight::follow(&hand);
    wakeful::keep(session);
    listen_for_links(act);
    (session, act)
}

/// The work is kept as it changes, and at once when the page may be about to go.
fn keep_work(hand: &Rc<Hand>) {
    let session = hand.session;
    let changed = hand.clone();
    Effect::new(move |_| {
        session.recipe().track();
        session.source().track();
        session.roster().track();
        session.n_images().track();
        if session.import().read().is_none() {
            changed.work_changed();
        }
    });
    let leaving = hand.clone();
    let leave = Closure::<dyn FnMut()>::new(move || leaving.keep_work());
    if let Some(window) = web_sys::window() {
        // Hidden is the last thing a phone says of a page; both events at once write once.
        for event in ["pagehide", "visibilitychange"] {
            let target: &web_sys::EventTarget = match (event, window.document()) {
                ("visibilitychange", Some(document)) => &document.into(),
                _ => &window,
            };
            // Without the listener the last moment's change may be lost.
            let _ = target.add_event_listener_with_callback(event, leave.as_ref().unchecked_ref());
        }
    }
    // Listens as long as the page lives.
    leave.forget();
}

/// A link pasted into the address bar of an open page.
fn listen_for_links(act: Act) {
    let open = Closure::<dyn FnMut()>::new(move || {
        if let Some(fragment) = url::fragment() {
            act.run(Intent::OpenLink(fragment));
        }
    });
    if let Some(window) = web_sys::window() {
        // Without the listener a pasted link is opened by reloading.
        let _ = window.add_event_listener_with_callback("hashchange", open.as_ref().unchecked_ref());
    }
    // Listens as long as the page lives.
    open.forget();
}

impl Hand {
    fn importer(&self) -> Link {
        self.importer.borrow().clone().unwrap_or_else(|| Link::new("importer", |_| {}))
    }

    fn learner(&self) -> Link {
        self.learner.borrow().clone().unwrap_or_else(|| Link::new("learner", |_| {}))
    }

    /// Does what a person wants, or asks first.
    fn hear(self: &Rc<Self>, intent: Intent) {
        match self.loss_by(&intent) {
            Some(loss) => {
                *self.pending.borrow_mut() = Some(intent);
                self.session.reduce(Fact::Asked(Some(Question::Lose(loss))));
            }
            None => self.run(intent),
        }
    }

    fn run(self: &Rc<Self>, intent: Intent) {
        let session = self.session;
        match intent {
            Intent::PlanImport(found, purpose) => self.plan_import(found, purpose),
            Intent::PlanDrop(dropped, purpose) => self.plan_drop(dropped, purpose),
            Intent::AcceptImport { unlabelled_class, is_added } => {
                self.accept_import(unlabelled_class, is_added)
            }
            Intent::CancelImport => self.cancel_import(),
            Intent::LoadBuiltIn(set) => {
                session.reduce(Fact::Claimed(None));
                self.forgive_learner();
                self.load_built_in(set, Some(set.recipe()));
            }
            Intent::ClearData => {
                session.reduce(Fact::Claimed(None));
                self.drop_run();
                self.cancel_import();
                session.reduce(Fact::DataCleared(Source::Own));
                self.learner().send(Command::ClearSamples, Cargo::Empty);
                self.keep_settings();
            }
            Intent::RenameClass(..)
            | Intent::MergeClass { .. }
            | Intent::ToggleClass(_)
            | Intent::ToggleImage(_)
            | Intent::ExcludeImages(_)
            | Intent::UndoEdit => self.edit_roster(&intent),
            Intent::Set(setting, text) => self.set(setting, &text),
            Intent::UseRecipe(recipe) => self.use_recipe(*recipe),
            Intent::Preview => self.preview(),
            Intent::Train
            | Intent::PauseOrResume
            | Intent::Step
            | Intent::Stop
            | Intent::FindRate
            | Intent::CancelFindRate
            | Intent::Grade(_)
            | Intent::StopGrading
            | Intent::Evaluate(_)
            | Intent::MeasureLatency
            | Intent::DraftStream(_)
            | Intent::StartStream { .. }
            | Intent::Promise(_)
            | Intent::SteerStream(_)
            | Intent::StopStream => self.run_learning(intent),
            Intent::MeasureElsewhere => self.measure_elsewhere(),
            Intent::LeaveElsewhere => self.end_elsewhere(),
            Intent::LabelFrame(sample, class) => self.label_frame(sample, class),
            Intent::AdoptFrames => self.adopt_frames(),
            Intent::Challenge(Some(id)) => self.challenge(id),
            Intent::Challenge(None) => self.end_challenge(),
            Intent::LabelCamera(class) => session.reduce(Fact::Camera(CameraFact::Shows(class))),
            Intent::Watch(fact) => session.reduce(Fact::Watch(fact)),
            Intent::BeginSweep(plan) => self.begin_sweep(plan),
            Intent::EndSweep => self.end_sweep(),
            Intent::OpenLog(file, settings) => self.open_log(file.map(|file| *file), settings),
            Intent::RewatchLog(settings) => self.rewatch_log(settings),
            Intent::StopLog => self.stop_log(),
            Intent::CloseLog => self.close_log(),
            Intent::ResumeRun => self.resume_cut_off(),
            Intent::DiscardRun => self.discard_cut_off(),
            Intent::RecallRun(id) => self.recall_run(id),
            Intent::Rerun(id) => self.rerun(id),
            Intent::NameRun(id, name) => self.name_run(id, &name),
            Intent::DropRun(id) => self.drop_kept(id),
            Intent::PutRunBack => self.put_run_back(),
            Intent::KeepWork(is_wanted) => self.keep_from_now_on(is_wanted),
            Intent::ClearShelf => session.reduce(Fact::Asked(Some(Question::ClearShelf))),
            Intent::SaveSetAside(key) => self.save_set_aside(key),
            Intent::SelectCell(cell) => session.reduce(Fact::CellSelected(cell)),
            Intent::VisitEpoch(epoch) => self.visit_epoch(epoch),
            Intent::PickOnMap(pick) => session.reduce(Fact::Epochs(EpochFact::Picked(pick))),
            Intent::Speak(language) => {
                storage::keep_language(language);
                session.reduce(Fact::Spoke(language));
            }
            Intent::UseDark(is_dark) => {
                storage::keep_theme(is_dark);
                session.reduce(Fact::ThemeChosen(is_dark));
            }
            Intent::Dismiss(index) => session.reduce(Fact::Dismissed(index)),
            Intent::Answer(is_yes) => self.answer(is_yes),
            Intent::OpenLink(fragment) => self.open_link(&fragment),
        }
    }

    // ---- settings and links ----

    fn set(&self, setting: Setting, text: &str) {
        let mut recipe = self.session.recipe().get_untracked();
        let outcome = setting.write_text(&mut recipe, text);
        let correction = (outcome != Outcome::Taken).then_some((setting, outcome));
        self.session.reduce(Fact::Corrected(correction));
        self.use_recipe(recipe);
    }

    fn use_recipe(&self, recipe: Recipe) {
        self.session.reduce(Fact::RecipeChanged(Box::new(recipe)));
        self.keep_settings();
    }

    fn keep_settings(&self) {
        // Another page's settings, or nobody's: not ours to write.
        let standing = self.session.shelf().standing().get_untracked();
        if !matches!(standing, Standing::Elsewhere | Standing::Off) {
            storage::keep_settings(&self.settings());
        }
    }

    /// The settings as they are kept. What a link hides, a reload shows again: nobody is left without a part of
    /// the page.
    fn settings(&self) -> String {
        share::encode(&Shared { hidden: Vec::new(), ..self.session.shared() })
    }

    fn open_link(self: &Rc<Self>, fragment: &str) {
        url::strip_fragment();
        let Some(shared) = self.read_link(fragment) else { return };
        if self.work().is_some() {
            self.session.reduce(Fact::Asked(Some(Question::OpenLink(Box::new(shared)))));
        } else {
            self.take_link(shared);
        }
    }

    fn read_link(&self, fragment: &str) -> Option<Shared> {
        match share::decode(fragment) {
            Ok((shared, notices)) => {
                for notice in notices {
                    self.session.reduce(Fact::Noticed(Notice::Link(notice)));
                }
                Some(shared)
            }
            Err(refused) => {
                self.session.reduce(Fact::Noticed(Notice::LinkRefused(refused)));
                None
            }
        }
    }

    fn answer(self: &Rc<Self>, is_yes: bool) {
        let question = self.session.question().get_untracked();
        let pending = self.pending.borrow_mut().take();
        self.session.reduce(Fact::Asked(None));
        match question {
            Some(Question::OpenLink(shared)) if is_yes => self.take_link(*shared),
            Some(Question::Lose(_)) if is_yes => {
                if let Some(intent) = pending {
                    self.run(intent);
                }
            }
            Some(Question::ClearShelf) if is_yes => self.clear_shelf(),
            _ => {}
        }
    }

    fn take_link(self: &Rc<Self>, shared: Shared) {
        let session = self.session;
        self.train_when_there(None, false);
        session.reduce(Fact::RecipeChanged(Box::new(shared.recipe)));
        if !shared.hidden.is_empty() {
            session.reduce(Fact::Noticed(Notice::PartsHidden(shared.hidden.clone())));
        }
        session.reduce(Fact::PartsHidden(shared.hidden));
        let recipe = shared.recipe;
        let claim = shared.proof.map(|proof| Box::new(Claim { proof, recipe }));
        let is_claimed = claim.is_some();
        session.reduce(Fact::Claimed(claim));
        match shared.set {
            LinkedSet::BuiltIn(set) => {
                self.load_built_in(set, None);
                // A claim is there to be checked.
                self.train_when_there(is_claimed.then_some(set), is_claimed);
            }
            LinkedSet::Own { classes } => {
                session.reduce(Fact::ImportClosed);
                if session.n_images().get_untracked() == 0 {
                    session.reduce(Fact::DataCleared(Source::Own));
                    // Settings without any images are no one's link, but what was kept of an empty bench.
                    if classes > 0 {
                        session.reduce(Fact::Noticed(Notice::BringYourOwn(classes)));
                    }
                }
            }
            LinkedSet::Address(address) => {
                self.cancel_import();
                self.drop_run();
                session.reduce(Fact::DataCleared(Source::Address(address.clone())));
                self.learner().send(Command::ClearSamples, Cargo::Empty);
                if url::is_same_origin(&address) {
                    self.fetch_zip(address);
                } else {
                    // The page may reach its own site only: the person fetches, and drops what came.
                    session.reduce(Fact::Noticed(Notice::BringFrom(address)));
                }
            }
        }
        self.keep_settings();
    }

    fn preview(&self) {
        /// Images shown in the preview.
        const SHOWN: usize = 4;
        let session = self.session;
        let n_images = session.n_images().get_untracked();
        if n_images == 0 || !session.is_learner_ready().get_untracked() {
            return;
        }
        // Spread over the set, so that more than one class is seen.
        let count = SHOWN.min(n_images);
        let samples = (0..count).map(|nth| (nth * n_images / count) as u32).collect();
        self.previews.set(self.previews.get() + 1);
        self.learner().send(
            Command::Preview {
                request: self.previews.get(),
                recipe: session.recipe().get_untracked(),
                samples,
                variants: 3,
            },
            Cargo::Empty,
        );
    }

    fn tell(&self, fault: Fault) {
        self.session.reduce(Fact::Noticed(Notice::Fault(fault)));
    }
}
