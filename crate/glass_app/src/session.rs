//! The session: what the page knows. Everybody reads it; only [`reduce`](self::reduce) writes it.

mod camera;
mod challenger;
mod claim;
mod elsewhere;
mod epochs;
mod grade;
mod journal;
mod log;
mod pace;
mod reduce;
mod shelf;
mod sweep;
mod watch;

pub use camera::{Camera, CameraFact};
pub use challenger::Challenger;
pub use claim::Claim;
pub use elsewhere::Elsewhere;
pub use epochs::{Epochs, MapPick};
pub use glass_core::run::Ending;
pub use grade::{GradeFact, GradeView};
pub use journal::Journal;
pub use log::{LogFact, LogTrouble, LogView, LogWork};
pub use pace::{Pace, PaceFact};
pub use reduce::{EpochFact, Fact, ShelfFact};
pub use shelf::Shelf;
pub use sweep::Sweeping;
pub use watch::{AlertKey, Watch, WatchFact};

use crate::loss::Loss;
use crate::roster::Roster;
use crate::standing::Standing;
use crate::text::{Language, Text};
use glass_core::builtin::BuiltIn;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::Diagnosis;
use glass_core::disturbance::Script;
use glass_core::evaluation::Evaluation;
use glass_core::fault::{Fault, Rejected};
use glass_core::performance::{LatencyReport, PartTimes};
use glass_core::pixels::Sample;
use glass_core::plan::ImportPlan;
use glass_core::rate_sweep::RateSweep;
use glass_core::recipe::{Recipe, SplitShares};
use glass_core::schedule::Course;
use glass_core::service::{Alert, Filled, Frame, ServiceReport};
use glass_core::setting::{Outcome, Setting};
use glass_core::share;
use glass_core::split::{Split, SplitName};
use glass_core::stream::plan::Plan;
use glass_protocol::{Prediction, Previewed};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Where the work stands; `<body data-status>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Starting, or the first set is on its way.
    Loading,
    /// No images.
    Empty,
    /// Images, no model.
    Ready,
    /// A run is under way.
    Training,
    /// A run stands still.
    Paused,
    /// A model answers.
    Trained,
    /// The last run could not be finished.
    Failed,
}

impl Phase {
    /// The word in `data-status`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Empty => "empty",
            Self::Ready => "ready",
            Self::Training => "training",
            Self::Paused => "paused",
            Self::Trained => "trained",
            Self::Failed => "failed",
        }
    }

    /// A run is under way or stands still.
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Training | Self::Paused)
    }
}

/// Where the images came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A set that comes with the page.
    BuiltIn(BuiltIn),
    /// The person's own.
    Own,
    /// The zip at this address, which a link spoke of.
    Address(String),
}

/// What an import is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To train on.
    Training,
    /// To answer in service.
    Service,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportStage {
    /// Looking at the files: how many of how many; none while folders are being walked.
    Planning {
        /// Files looked at.
        done: u32,
        /// Files in all.
        total: u32,
    },
    /// Waiting for the person to accept.
    Planned(ImportPlan),
    /// Reading.
    Running {
        /// Items done.
        done: u32,
        /// Items in all.
        total: u32,
        /// The file being read.
        next: String,
    },
}

/// An import under way.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// Its id.
    pub id: u32,
    /// What for.
    pub purpose: Purpose,
    /// The set that comes with the page, if it is one.
    pub set: Option<BuiltIn>,
    /// How far.
    pub stage: ImportStage,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress {
    /// Images are being prepared: done, in all.
    Preparing(u32, u32),
    /// Steps are being taken.
    Stepping {
        /// Epoch under way, from 1.
        epoch: u32,
        /// Steps done in it.
        batch: u32,
        /// Steps in an epoch.
        n_batches: u32,
        /// Loss of the last step.
        batch_loss: f64,
        /// Training images a second.
        images_per_second: f64,
        /// Seconds left.
        seconds_left: Option<f64>,
    },
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its id.
    pub id: u32,
    /// What decided it.
    pub recipe: Recipe,
    /// The classes, as they were.
    pub classes: Vec<String>,
    /// Who trained, validated, tested.
    pub split: Split,
    /// One row an epoch.
    pub history: Vec<EpochReport>,
    /// What the curves say.
    pub diagnosis: Vec<Diagnosis>,
    /// How it ended, once it has.
    pub ending: Option<Ending>,
}

impl Run {
    /// Its steps and the rate of each; empty until its images are dealt.
    pub fn course(&self) -> Course {
        Course::of(&self.recipe, self.split.indices(SplitName::Train).len())
    }
}

/// A search for a learning rate.
#[derive(Debug, Clone, PartialEq)]
pub struct RateSearch {
    /// Its id.
    pub request: u32,
    /// The settings it was made with.
    pub recipe: Recipe,
    /// How far it came.
    pub sweep: RateSweep,
    /// It is under way.
    pub is_running: bool,
}

/// A model's answers on one split.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The run.
    pub run: u32,
    /// The split.
    pub split: SplitName,
    /// The epoch whose model answered; `None`: the model kept.
    pub epoch: Option<u32>,
    /// The scores.
    pub evaluation: Evaluation,
    /// The answers.
    pub predictions: Vec<Prediction>,
}

/// Prepared images to look at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preview {
    /// Side.
    pub size: usize,
    /// Channels.
    pub channels: usize,
    /// Which, with their planar bytes.
    pub images: Vec<(Previewed, Vec<u8>)>,
}

/// A point of the live chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LivePoint {
    /// Images seen so far.
    pub seen: u32,
    /// The window then.
    pub report: ServiceReport,
}

/// The model in service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Service {
    /// Id of the stream.
    pub stream: u32,
    /// Images are being answered.
    pub is_running: bool,
    /// What it is, with what was done to it so far.
    pub plan: Option<Plan>,
    /// Whose answers: the run, and the epoch of it if a past one was looked at.
    pub model: Option<(u32, Option<u32>)>,
    /// How far what has to be known before the first image is, 0 to 1.
    pub preparing: Option<f64>,
    /// The last answers, newest last, at most 60.
    pub frames: Vec<Frame>,
    /// The window over time, at most 2,000 points.
    pub points: Vec<LivePoint>,
    /// Alerts, newest last.
    pub alerts: Vec<Alert>,
    /// The images it draws from, and how they were dealt: streams of equal ground and plan are one stream.
    pub ground: Option<Ground>,
    /// The same stream as another model answered it.
    pub before: Option<Before>,
}

/// What a stream draws from: the digest of the images, and the shares and the seed they are dealt by.
pub type Ground = (u64, SplitShares, u32);

/// A stream as another model answered it.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// Whose answers.
    pub model: Option<(u32, Option<u32>)>,
    /// The window over time.
    pub points: Vec<LivePoint>,
}

impl Before {
    /// The window's accuracy when so many images had been seen, as told last: two streams are not told of at the same images.
    pub fn accuracy_at(&self, seen: u32) -> Option<f64> {
        self.points.get(ended_by(&self.points, seen)?)?.report.accuracy
    }
}

/// The place of the last window that had ended when so many images were seen.
fn ended_by(points: &[LivePoint], seen: u32) -> Option<usize> {
    points.partition_point(|point| point.seen <= seen).checked_sub(1)
}

impl Service {
    /// The place of the last window that had ended when so many images were seen; of the first if none had.
    pub fn place_at(&self, seen: u32) -> usize {
        ended_by(&self.points, seen).unwrap_or(0)
    }

    /// What stays of it when its model goes: the plan, to be played again, and what came of it. It is no stream any more.
    pub(crate) fn left_behind(&self) -> Self {
        let seen = Before { model: self.model, points: self.points.clone() };
        let before = if self.points.is_empty() { self.before.clone() } else { Some(seen) };
        Self { plan: self.plan.clone(), ground: self.ground, before, ..Self::default() }
    }

    /// How that stream was answered by another model, once it is played again by this one.
    fn before(
        &self,
        plan: &Plan,
        ground: Option<Ground>,
        model: Option<(u32, Option<u32>)>,
    ) -> Option<Before> {
        let is_same = self.plan.as_ref() == Some(plan) && self.ground == ground && ground.is_some();
        self.left_behind().before.filter(|before| is_same && before.model != model)
    }

    /// Labels came late: what the windows they belong to had been is known now.
    pub(crate) fn fill_in(&mut self, filled: &[Filled]) {
        for it in filled {
            let place = self.points.binary_search_by(|point| u64::from(point.seen).cmp(&it.n_seen));
            if let Some(point) = place.ok().and_then(|place| self.points.get_mut(place)) {
                point.report.accuracy = Some(it.accuracy);
                point.report.accuracy_interval = it.interval;
                point.report.n_labelled = it.n_labelled as u32;
            }
        }
    }
}

/// Something to tell that is no fault of the work itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// A fault.
    Fault(Fault),
    /// Something about the link that was opened.
    Link(share::Notice),
    /// A link that was refused.
    LinkRefused(share::Refused),
    /// The link was made with the sender's own images: how many classes.
    BringYourOwn(u32),
    /// The link speaks of a zip on another site, which the person has to download and drop.
    BringFrom(String),
    /// The link hid these parts of the page.
    PartsHidden(Vec<String>),
    /// A worker died and was started again; its last words.
    Restarted(Option<String>),
    /// The work is not kept in this browser, and why.
    NotKept(Standing),
    /// Files were dropped while others were being read: those are read on, and these were not touched.
    StillReading,
    /// The stream that ran when a worker died is over: images it had answered.
    StreamCutOff(u32),
    /// So many records of earlier visits could not be read.
    SetAside(usize),
    /// The images of the last visit are not kept here any more, or not all of them: how many are missing.
    ImagesMissing(u32),
}

/// A question before something is lost.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// A link was opened over work: take it?
    OpenLink(Box<share::Shared>),
    /// This would be lost by what was asked for: go on?
    Lose(Loss),
    /// Delete everything this browser keeps of the page?
    ClearShelf,
}

/// What the page knows. Copyable: it is a handful of handles.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    phase: RwSignal<Phase>,
    language: RwSignal<Language>,
    is_dark: RwSignal<bool>,
    images: StoredValue<Vec<Sample>>,
    service_images: StoredValue<Vec<Sample>>,
    n_images: RwSignal<usize>,
    roster: RwSignal<Roster>,
    roster_before: RwSignal<Vec<Roster>>,
    source: RwSignal<Source>,
    rejected: RwSignal<Vec<Rejected>>,
    litter: RwSignal<u32>,
    service_rejected: RwSignal<Vec<Rejected>>,
    service_litter: RwSignal<u32>,
    import: RwSignal<Option<Import>>,
    recipe: RwSignal<Recipe>,
    preview: RwSignal<Preview>,
    run: RwSignal<Option<Run>>,
    progress: RwSignal<Option<Progress>>,
    rate_search: RwSignal<Option<RateSearch>>,
    challenger: RwSignal<Challenger>,
    grade: RwSignal<Option<GradeView>>,
    sweep: RwSignal<Option<Sweeping>>,
    eval_split: RwSignal<SplitName>,
    evaluated: RwSignal<Vec<Evaluated>>,
    cell: RwSignal<Option<(usize, usize)>>,
    epochs: Epochs,
    latency: RwSignal<Option<LatencyReport>>,
    elsewhere: RwSignal<Option<Elsewhere>>,
    journal: StoredValue<Journal>,
    n_answered: RwSignal<usize>,
    decoding: RwSignal<Option<PartTimes>>,
    is_measuring: RwSignal<bool>,
    service: RwSignal<Service>,
    n_service_images: RwSignal<usize>,
    frame_labels: RwSignal<BTreeMap<u32, Option<String>>>,
    desk: RwSignal<Plan>,
    pace: Pace,
    camera: Camera,
    corrected: RwSignal<Option<(Setting, Outcome)>>,
    notices: RwSignal<Vec<Notice>>,
    log: RwSignal<Option<LogView>>,
    question: RwSignal<Option<Question>>,
    is_learner_ready: RwSignal<bool>,
    is_settled: RwSignal<bool>,
    hidden_parts: RwSignal<Vec<String>>,
    claim: RwSignal<Option<Claim>>,
    is_run_awaited: RwSignal<bool>,
    generation: StoredValue<u32>,
    set_digest: Memo<u64>,
    split: Memo<Split>,
    shelf: Shelf,
    watch: Watch,
}

impl Session {
    /// An empty session.
    pub fn new(language: Language, is_dark: bool) -> Self {
        let source = Source::BuiltIn(BuiltIn::Coins);
        let roster = RwSignal::new(Roster::default());
        let recipe = RwSignal::new(BuiltIn::Coins.recipe());
        // Of all settings only these two deal images.
        let deal = Memo::new(move |_| recipe.with(|recipe| (recipe.split, recipe.seed)));
        let split = Memo::new(move |_| {
            let (split, seed) = deal.get();
            let recipe = Recipe { split, seed, ..recipe.get_untracked() };
            roster.with(|roster| roster.split(&recipe))
        });
        Self {
            phase: RwSignal::new(Phase::Loading),
            language: RwSignal::new(language),
            is_dark: RwSignal::new(is_dark),
            images: StoredValue::new(Vec::new()),
            service_images: StoredValue::new(Vec::new()),
            n_images: RwSignal::new(0),
            roster,
            roster_before: RwSignal::new(Vec::new()),
            source: RwSignal::new(source),
            rejected: RwSignal::new(Vec::new()),
            litter: RwSignal::new(0),
            service_rejected: RwSignal::new(Vec::new()),
            service_litter: RwSignal::new(0),
            import: RwSignal::new(None),
            recipe,
            preview: RwSignal::new(Preview::default()),
            run: RwSignal::new(None),
            progress: RwSignal::new(None),
            rate_search: RwSignal::new(None),
            challenger: RwSignal::new(Challenger::None),
            grade: RwSignal::new(None),
            sweep: RwSignal::new(None),
            eval_split: RwSignal::new(SplitName::Test),
            evaluated: RwSignal::new(Vec::new()),
            cell: RwSignal::new(None),
            epochs: Epochs::new(),
            latency: RwSignal::new(None),
            elsewhere: RwSignal::new(None),
            journal: StoredValue::new(Journal::default()),
            n_answered: RwSignal::new(0),
            decoding: RwSignal::new(None),
            is_measuring: RwSignal::new(false),
            service: RwSignal::new(Service::default()),
            n_service_images: RwSignal::new(0),
            frame_labels: RwSignal::new(BTreeMap::new()),
            desk: RwSignal::new(Plan::new(1)),
            pace: Pace::new(),
            camera: Camera::new(),
            corrected: RwSignal::new(None),
            notices: RwSignal::new(Vec::new()),
            log: RwSignal::new(None),
            question: RwSignal::new(None),
            is_learner_ready: RwSignal::new(false),
            is_settled: RwSignal::new(false),
            hidden_parts: RwSignal::new(Vec::new()),
            claim: RwSignal::new(None),
            is_run_awaited: RwSignal::new(false),
            generation: StoredValue::new(0),
            set_digest: Memo::new(move |_| roster.with(Roster::digest)),
            split,
            shelf: Shelf::new(),
            watch: Watch::new(),
        }
    }

    /// The catalogue of the chosen language. Reactive.
    pub fn text(&self) -> &'static Text {
        Text::of(self.language.get())
    }

    /// A text of the catalogue, as a view shows it. Reactive. Every one is the same type, so that the page holds the
    /// code that shows a text once and not once a text.
    pub fn say(
        self,
        pick: fn(&'static Text) -> &'static str,
    ) -> impl Fn() -> &'static str + Copy + Send + Sync {
        move || pick(self.text())
    }

    /// The chosen language.
    pub fn language(&self) -> Signal<Language> {
        self.language.into()
    }

    /// Dark colours.
    pub fn is_dark(&self) -> Signal<bool> {
        self.is_dark.into()
    }

    /// Where the work stands.
    pub fn phase(&self) -> Signal<Phase> {
        self.phase.into()
    }

    /// Number of images; changes when images come or go.
    pub fn n_images(&self) -> Signal<usize> {
        self.n_images.into()
    }

    /// Looks at the images; `None` past the end. Not reactive: images never change, see [`Self::n_images`].
    pub fn with_image<T>(&self, index: usize, look: impl FnOnce(&Sample) -> T) -> Option<T> {
        self.images.with_value(|images| images.get(index).map(look))
    }

    /// Looks at all images.
    pub fn with_images<T>(&self, look: impl FnOnce(&[Sample]) -> T) -> T {
        self.images.with_value(|images| look(images))
    }

    /// Looks at all images that were dropped for service.
    pub fn with_service_images<T>(&self, look: impl FnOnce(&[Sample]) -> T) -> T {
        self.service_images.with_value(|images| look(images))
    }

    /// How often all images went: two looks with the same answer saw one growing set. Not reactive.
    pub fn generation(&self) -> u32 {
        self.generation.get_value()
    }

    /// Digest of the images that take part, and their classes: a run's images are these when its own is equal.
    pub fn set_digest(&self) -> Signal<u64> {
        self.set_digest.into()
    }

    /// Who would train, validate and test by the settings as they stand.
    pub fn split(&self) -> Signal<Split> {
        self.split.into()
    }

    /// What is kept beyond the work on the bench.
    pub fn shelf(&self) -> Shelf {
        self.shelf
    }

    /// What was said of images of service one by one, by their index.
    pub fn frame_labels(&self) -> Signal<BTreeMap<u32, Option<String>>> {
        self.frame_labels.into()
    }

    /// Does any image of service carry a label, and any one that the model knows? Follows the number of images.
    pub fn service_labels(&self) -> (bool, bool) {
        self.n_service_images.track();
        let is_known =
            |name: &String| self.run.with(|run| run.as_ref().is_some_and(|run| run.classes.contains(name)));
        self.with_service_images(|images| {
            let mut names = images.iter().filter_map(|image| image.meta.class.as_ref()).peekable();
            (names.peek().is_some(), names.any(is_known))
        })
    }

    /// Number of images dropped for service.
    pub fn n_service_images(&self) -> Signal<usize> {
        self.n_service_images.into()
    }

    /// All labels.
    pub fn roster(&self) -> Signal<Roster> {
        self.roster.into()
    }

    /// The labels before each of the last changes to them: those that can be taken back.
    pub fn roster_before(&self) -> Signal<Vec<Roster>> {
        self.roster_before.into()
    }

    /// Where the images came from.
    pub fn source(&self) -> Signal<Source> {
        self.source.into()
    }

    /// Are there images of the person's own? Not reactive.
    pub fn has_own_images(&self) -> bool {
        let is_own = self.source.with_untracked(|source| *source == Source::Own);
        is_own && self.n_images.get_untracked() > 0
    }

    /// Files that were not taken in.
    pub fn rejected(&self) -> Signal<Vec<Rejected>> {
        self.rejected.into()
    }

    /// System files that were passed over.
    pub fn litter(&self) -> Signal<u32> {
        self.litter.into()
    }

    /// Files that were to be answered in service and were not taken in.
    pub fn service_rejected(&self) -> Signal<Vec<Rejected>> {
        self.service_rejected.into()
    }

    /// System files that were passed over among them.
    pub fn service_litter(&self) -> Signal<u32> {
        self.service_litter.into()
    }

    /// The import under way.
    pub fn import(&self) -> Signal<Option<Import>> {
        self.import.into()
    }

    /// Images to train on are on their way: no run can start.
    pub fn is_importing(&self) -> Signal<bool> {
        let import = self.import;
        Signal::derive(move || {
            import.with(|import| import.as_ref().is_some_and(|one| one.purpose == Purpose::Training))
        })
    }

    /// The set that comes with the page and is on its way: whole sooner or later, so that a run can be asked for.
    pub fn coming_set(&self) -> Signal<Option<BuiltIn>> {
        let import = self.import;
        Signal::derive(move || import.with(|import| import.as_ref()?.set))
    }

    /// A run begins by itself when the images are there.
    pub fn is_run_awaited(&self) -> Signal<bool> {
        self.is_run_awaited.into()
    }

    /// The images have all been there for a moment: time for what looks at all of them at length.
    pub fn is_settled(&self) -> Signal<bool> {
        self.is_settled.into()
    }

    /// The settings as they stand (a run keeps its own).
    pub fn recipe(&self) -> Signal<Recipe> {
        self.recipe.into()
    }

    /// What became of the value typed last, where it was not taken as it was: said beside its field.
    pub fn corrected(&self) -> Signal<Option<(Setting, Outcome)>> {
        self.corrected.into()
    }

    /// Prepared images to look at.
    pub fn preview(&self) -> Signal<Preview> {
        self.preview.into()
    }

    /// The run, under way or over.
    pub fn run(&self) -> Signal<Option<Run>> {
        self.run.into()
    }

    /// A model answers. A run whose loss ran away has failed, and yet its last sound weights are kept.
    pub fn has_model(&self) -> Signal<bool> {
        let (phase, run) = (self.phase, self.run);
        Signal::derive(move || match phase.get() {
            Phase::Trained => true,
            Phase::Failed => run.with(|run| {
                let ending = run.as_ref().and_then(|run| run.ending);
                ending.is_some_and(|ending| matches!(ending.stopped, Stopped::NotFinite { .. }))
            }),
            _ => false,
        })
    }

    /// The model that answers now: its run, and its epoch if a past one is looked at.
    pub fn model(&self) -> Option<(u32, Option<u32>)> {
        let run = self.run.with(|run| run.as_ref().map(|run| run.id))?;
        Some((run, self.epochs.past().with(|past| past.visited)))
    }

    /// What a stream would draw from now.
    fn ground(&self) -> Option<Ground> {
        let dealt = self.run.with(|run| run.as_ref().map(|run| (run.recipe.split, run.recipe.seed)));
        dealt.map(|(split, seed)| (self.set_digest.get(), split, seed))
    }

    /// How far the run is.
    pub fn progress(&self) -> Signal<Option<Progress>> {
        self.progress.into()
    }

    /// The monitor's grading, if there is or was one.
    pub fn grade(&self) -> Signal<Option<GradeView>> {
        self.grade.into()
    }

    /// The search for a learning rate, if there is or was one.
    pub fn rate_search(&self) -> Signal<Option<RateSearch>> {
        self.rate_search.into()
    }

    /// The last sweep over settings, under way or over.
    pub fn sweep(&self) -> Signal<Option<Sweeping>> {
        self.sweep.into()
    }

    /// The split shown in Evaluate.
    pub fn eval_split(&self) -> Signal<SplitName> {
        self.eval_split.into()
    }

    /// All evaluations of the model kept.
    pub fn evaluated(&self) -> Signal<Vec<Evaluated>> {
        self.evaluated.into()
    }

    /// The cell of the confusion matrix that was clicked: actual, predicted.
    pub fn cell(&self) -> Signal<Option<(usize, usize)>> {
        self.cell.into()
    }

    /// Measured inference performance.
    pub fn latency(&self) -> Signal<Option<LatencyReport>> {
        self.latency.into()
    }

    /// The model on the other backend, once somebody asked.
    pub fn elsewhere(&self) -> Signal<Option<Elsewhere>> {
        self.elsewhere.into()
    }

    /// Looks at the answers of the last stream.
    pub fn with_journal<T>(&self, look: impl FnOnce(&Journal) -> T) -> T {
        self.journal.with_value(look)
    }

    /// Answers of the last stream that can be taken away.
    pub fn n_answered(&self) -> Signal<usize> {
        self.n_answered.into()
    }

    /// How long it took to decode the files that came in.
    pub fn decoding(&self) -> Signal<Option<PartTimes>> {
        self.decoding.into()
    }

    /// Inference is being measured.
    pub fn is_measuring(&self) -> Signal<bool> {
        self.is_measuring.into()
    }

    /// The model in service.
    pub fn service(&self) -> Signal<Service> {
        self.service.into()
    }

    /// What the next stream is to be.
    pub fn desk(&self) -> Signal<Plan> {
        self.desk.into()
    }

    /// The script at work: of the stream under way, or of the next one.
    pub fn script(&self) -> Script {
        self.service
            .with(|service| {
                let plan = service.plan.as_ref().filter(|_| service.is_running)?;
                Some(plan.script.clone())
            })
            .unwrap_or_else(|| self.desk.with(|desk| desk.script.clone()))
    }

    /// The prediction log that is looked at.
    pub fn log(&self) -> Signal<Option<LogView>> {
        self.log.into()
    }

    /// What a link would carry now.
    pub fn shared(&self) -> share::Shared {
        let set = match self.source.get_untracked() {
            Source::BuiltIn(set) => share::LinkedSet::BuiltIn(set),
            Source::Address(address) => share::LinkedSet::Address(address),
            Source::Own => share::LinkedSet::Own {
                classes: self.roster.with_untracked(|roster| roster.active_classes().len() as u32),
            },
        };
        let (recipe, hidden) = (self.recipe.get_untracked(), self.hidden_parts.get_untracked());
        share::Shared { set, recipe, hidden, proof: None }
    }

    /// Did the link that was opened hide this part of the page, one of [`share::PARTS`]?
    pub fn is_hidden(&self, part: &'static str) -> Signal<bool> {
        let hidden = self.hidden_parts;
        Signal::derive(move || hidden.with(|hidden| hidden.iter().any(|one| one == part)))
    }

    /// Things to tell.
    pub fn notices(&self) -> Signal<Vec<Notice>> {
        self.notices.into()
    }

    /// A question to answer.
    pub fn question(&self) -> Signal<Option<Question>> {
        self.question.into()
    }

    /// The learner answers.
    pub fn is_learner_ready(&self) -> Signal<bool> {
        self.is_learner_ready.into()
    }
}
