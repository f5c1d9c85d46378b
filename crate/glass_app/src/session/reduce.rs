//! The only writer of the session: facts come in, signals change.

mod epochs;
mod shelf;

pub use epochs::EpochFact;
pub use shelf::ShelfFact;

use super::{
    CameraFact, Challenger, Claim, Elsewhere, Ending, Evaluated, GradeFact, GradeView, Import, ImportStage,
    Journal, LivePoint, LogFact, LogView, Notice, PaceFact, Phase, Preview, Progress, Purpose, Question,
    RateSearch, Run, Service, Session, Source, Sweeping, WatchFact,
};
use crate::roster::{Change, Roster};
use crate::text::Language;
use glass_core::builtin::BuiltIn;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::Diagnosis;
use glass_core::fault::Rejected;
use glass_core::performance::{LatencyReport, PartTimes};
use glass_core::pixels::Sample;
use glass_core::plan::ImportPlan;
use glass_core::rate_sweep::RateSweep;
use glass_core::recipe::Recipe;
use glass_core::service::{Frame, ServiceReport};
use glass_core::setting::{Outcome, Setting};
use glass_core::split::{Split, SplitName};
use glass_core::stream::plan::{Plan, Steer};
use leptos::prelude::*;
use std::collections::BTreeMap;

const MAX_FRAMES: usize = 60;
const MAX_POINTS: usize = 2_000;
const MAX_NOTICES: usize = 8;

/// Something that is so now.
#[derive(Debug)]
pub enum Fact {
    /// The language was chosen.
    Spoke(Language),
    /// Dark or light was chosen.
    ThemeChosen(bool),
    /// The learner answers.
    LearnerReady,

    /// An import began, of a set that comes with the page or of other images.
    ImportOpened(u32, Purpose, Option<BuiltIn>),
    /// So many files of how many were looked at.
    ImportSurveyed(u32, u32),
    /// The plan of the import is there.
    Planned(ImportPlan),
    /// The import reads files: done, in all, the next.
    ImportProgressed(u32, u32, String),
    /// The import is over, for whatever reason.
    ImportClosed,
    /// No import followed the last for a moment.
    ImagesSettled,
    /// All images went; new ones will come from here.
    DataCleared(Source),
    /// Images arrived.
    SamplesArrived(Vec<Sample>, Purpose),
    /// Images of service went.
    ServiceCleared,
    /// Somebody said what an image of service is, or took it back.
    FrameLabelled(u32, Option<String>),
    /// Files were not taken in.
    FilesRefused(Vec<Rejected>, Purpose),
    /// System files were passed over.
    LitterCounted(u32, Purpose),
    /// Labels changed.
    RosterChanged(Roster, Change),

    /// Settings changed.
    RecipeChanged(Box<Recipe>),
    /// Prepared images are there.
    Previewed(Preview),

    /// A run begins by itself when the images are there, or does not any more.
    RunAwaited(bool),
    /// A run was asked for.
    RunBegan(Box<Run>),
    /// The images of the run were dealt.
    SplitDealt(Split),
    /// The run is this far.
    Progressed(Progress),
    /// An epoch is over.
    EpochEnded(EpochReport, Vec<Diagnosis>),
    /// The run broke off within an epoch, and this is what its curves say.
    Diagnosed(Vec<Diagnosis>),
    /// The run stands still, or goes on.
    RunPaused(bool),
    /// The run is over.
    RunEnded(Ending),
    /// The run could not go on.
    RunFailed,
    /// The run and all that came of it went.
    RunForgotten,

    /// A search for a learning rate began, with these settings.
    RateSearchBegan(u32, Box<Recipe>),
    /// The search is this far.
    RateSwept(u32, Box<RateSweep>),
    /// The search is over, or could not be made.
    RateSearchEnded(u32),
    /// The search was given up, or its images went.
    RateSearchDropped,
    /// Of the camera.
    Camera(CameraFact),
    /// Of the speed of the stream.
    Pace(PaceFact),
    /// Of the monitor's grading.
    Grade(GradeFact),
    /// Somebody answers beside the model in service, or nobody.
    Challenger(Challenger),

    /// The sweep over settings is this far, or went with its images.
    Swept(Option<Box<Sweeping>>),

    /// The split to show was chosen.
    SplitChosen(SplitName),
    /// The model was evaluated.
    Evaluated(Box<Evaluated>),
    /// A cell of the confusion matrix was chosen, or none.
    CellSelected(Option<(usize, usize)>),
    /// Something about the run's epochs.
    Epochs(EpochFact),

    /// Inference is being measured.
    LatencyAsked,
    /// Inference is not being measured any more, and was not.
    LatencyGivenUp,
    /// Decoding files was timed, while they came in.
    DecodingMeasured(PartTimes),
    /// Inference was measured.
    LatencyMeasured(LatencyReport),
    /// What is known of the model on the other backend.
    Elsewhere(Option<Elsewhere>),

    /// The next stream is to be so.
    StreamDrafted(Box<Plan>),
    /// Something was done to the stream, or to the next one.
    StreamSteered(Steer),
    /// A stream was asked for.
    StreamBegan(u32, Box<Plan>),
    /// Its reference is answered and its limits found this far, 0 to 1.
    StreamPreparing(f64),
    /// Its plan, with what was done to it so far.
    StreamPlanned(Box<Plan>),
    /// Images of the stream were answered.
    Served(Vec<Frame>, Box<ServiceReport>),
    /// The same answers, told at this moment, in milliseconds since 1970: to be taken away.
    TakenDown(Vec<Frame>, f64),
    /// The stream is over.
    StreamEnded,

    /// A link hid these parts of the page, and shows all others.
    PartsHidden(Vec<String>),
    /// A link claimed what its run comes to, or the last link claimed nothing.
    Claimed(Option<Box<Claim>>),
    /// Something about what a person does about alarms.
    Watch(WatchFact),
    /// Something about what is kept.
    Shelf(ShelfFact),

    /// Something to tell.
    Noticed(Notice),
    /// A value was typed: what became of it, where it was not taken as it was.
    Corrected(Option<(Setting, Outcome)>),
    /// It was read.
    Dismissed(usize),
    /// Something about the prediction log.
    Log(LogFact),
    /// A question is open, or answered.
    Asked(Option<Question>),
}

impl Session {
    /// Takes a fact in.
    pub fn reduce(&self, fact: Fact) {
        match fact {
            Fact::Spoke(language) => self.language.set(language),
            Fact::ThemeChosen(is_dark) => self.is_dark.set(is_dark),
            Fact::PartsHidden(parts) => self.hidden_parts.set(parts),
            Fact::Claimed(claim) => self.claim.set(claim.map(|claim| *claim)),
            Fact::RunAwaited(is_awaited) => self.is_run_awaited.set(is_awaited),
            Fact::LearnerReady => self.is_learner_ready.set(true),
            Fact::Corrected(outcome) => self.corrected.set(outcome),
            Fact::Noticed(_) | Fact::Dismissed(_) | Fact::Asked(_) => self.reduce_notice(fact),
            Fact::RunBegan(_)
            | Fact::SplitDealt(_)
            | Fact::Progressed(_)
            | Fact::EpochEnded(..)
            | Fact::Diagnosed(_)
            | Fact::RunPaused(_)
            | Fact::RunEnded(_)
            | Fact::RunFailed
            | Fact::RunForgotten => self.reduce_run(fact),
            Fact::RateSearchBegan(..)
            | Fact::RateSwept(..)
            | Fact::RateSearchEnded(_)
            | Fact::RateSearchDropped => self.reduce_rate_search(fact),
            Fact::Camera(fact) => self.camera.reduce(fact),
            Fact::Pace(fact) => self.pace.reduce(fact),
            Fact::Challenger(challenger) => self.challenger.set(challenger),
            Fact::Elsewhere(elsewhere) => self.elsewhere.set(elsewhere),
            Fact::Grade(fact) => self.grade.update(|grade| *grade = GradeView::after(grade.take(), fact)),
            Fact::Log(fact) => self.log.update(|log| *log = LogView::after(log.take(), fact)),
            Fact::Swept(sweep) => self.sweep.set(sweep.map(|sweep| *sweep)),
            Fact::SplitChosen(split) => {
                self.eval_split.set(split);
                self.cell.set(None);
            }
            Fact::Evaluated(evaluated) if evaluated.epoch.is_some() => {
                self.reduce_epochs(EpochFact::Evaluated(evaluated));
            }
            Fact::Evaluated(evaluated) => self.evaluated.update(|all| {
                all.retain(|one| one.split != evaluated.split);
                all.push(*evaluated);
            }),
            Fact::CellSelected(cell) => {
                self.cell.set(cell);
                self.reduce_epochs(EpochFact::Picked(None));
            }
            Fact::Epochs(fact) => self.reduce_epochs(fact),
            Fact::LatencyAsked => self.is_measuring.set(true),
            Fact::LatencyGivenUp => self.is_measuring.set(false),
            Fact::LatencyMeasured(report) => {
                self.latency.set(Some(report));
                self.is_measuring.set(false);
            }
            Fact::DecodingMeasured(times) => self.decoding.set(Some(times)),
            Fact::StreamDrafted(plan) => self.desk.set(plan.clamped()),
            Fact::StreamSteered(steer) => self.steer(steer),
            Fact::StreamBegan(..) => {
                self.pace.reduce(PaceFact::Forgotten);
                self.reduce_service(fact);
            }
            Fact::TakenDown(frames, told_millis) => {
                self.journal.update_value(|journal| journal.take_down(&frames, told_millis));
                self.n_answered.set(self.with_journal(|journal| journal.rows.len()));
            }
            Fact::StreamPreparing(..) | Fact::StreamPlanned(_) | Fact::Served(..) | Fact::StreamEnded => {
                self.reduce_service(fact)
            }
            Fact::RecipeChanged(recipe) => self.recipe.set(*recipe),
            Fact::Previewed(preview) => self.preview.set(preview),
            Fact::Watch(fact) => self.watch.reduce(fact),
            Fact::Shelf(fact) => self.shelf.reduce(fact),
            fact => self.reduce_data(fact),
        }
    }

    fn reduce_data(&self, fact: Fact) {
        match fact {
            Fact::ImportOpened(id, purpose, set) => {
                if purpose == Purpose::Training {
                    self.is_settled.set(false);
                }
                self.import.set(Some(Import {
                    id,
                    purpose,
                    set,
                    stage: ImportStage::Planning { done: 0, total: 0 },
                }));
                if set.is_some() {
                    self.await_images();
                }
            }
            Fact::ImportSurveyed(done, total) => self.import.update(|import| {
                if let Some(import) = import {
                    import.stage = ImportStage::Planning { done, total };
                }
            }),
            Fact::Planned(plan) => self.import.update(|import| {
                if let Some(import) = import {
                    import.stage = ImportStage::Planned(plan);
                }
            }),
            Fact::ImportProgressed(done, total, next) => {
                self.import.update(|import| {
                    if let Some(import) = import {
                        import.stage = ImportStage::Running { done, total, next };
                    }
                });
                let purpose = self.import.with_untracked(|import| import.as_ref().map(|one| one.purpose));
                if purpose == Some(Purpose::Training) {
                    self.await_images();
                }
            }
            Fact::ImportClosed => {
                self.import.set(None);
                if self.phase.get_untracked() == Phase::Loading {
                    self.phase.set(self.resting_phase());
                }
            }
            Fact::ImagesSettled => self.is_settled.set(true),
            Fact::DataCleared(source) => {
                self.generation.update_value(|generation| *generation += 1);
                self.images.set_value(Vec::new());
                self.n_images.set(0);
                self.clear_service();
                self.roster.set(Roster::default());
                self.roster_before.set(Vec::new());
                self.source.set(source);
                self.rejected.set(Vec::new());
                self.litter.set(0);
                self.decoding.set(None);
                self.preview.set(Preview::default());
                self.rate_search.set(None);
                self.challenger.set(Challenger::None);
                self.reduce_run(Fact::RunForgotten);
            }
            Fact::SamplesArrived(samples, Purpose::Training) => {
                self.rate_search.set(None);
                self.roster_before.set(Vec::new());
                self.roster.update(|roster| samples.iter().for_each(|sample| roster.add(&sample.meta)));
                self.images.update_value(|images| images.extend(samples));
                self.n_images.set(self.images.with_value(Vec::len));
            }
            Fact::SamplesArrived(samples, Purpose::Service) => {
                self.roster_before.set(Vec::new());
                self.service_images.update_value(|images| images.extend(samples));
                self.n_service_images.set(self.service_images.with_value(Vec::len));
            }
            Fact::ServiceCleared => self.clear_service(),
            Fact::FrameLabelled(sample, class) => self.label_frame(sample, class),
            Fact::FilesRefused(rejected, purpose) => {
                let list = match purpose {
                    Purpose::Training => self.rejected,
                    Purpose::Service => self.service_rejected,
                };
                list.update(|all| all.extend(rejected));
            }
            Fact::LitterCounted(litter, purpose) => {
                let total = match purpose {
                    Purpose::Training => self.litter,
                    Purpose::Service => self.service_litter,
                };
                total.update(|count| *count += litter);
            }
            Fact::RosterChanged(roster, change) => {
                self.roster_before.update(|all| change.note(all));
                self.roster.set(roster);
                self.rate_search.set(None);
                self.challenger.set(Challenger::None);
                self.reduce_run(Fact::RunForgotten);
            }
            // `reduce` hands every other fact elsewhere.
            _ => {}
        }
    }

    /// Images are on their way. A model stays what it is until they are there.
    fn await_images(&self) {
        if matches!(self.phase.get_untracked(), Phase::Empty | Phase::Ready) {
            self.phase.set(Phase::Loading);
        }
    }

    fn label_frame(&self, sample: u32, class: Option<String>) {
        // What is labelled by hand is labelled by the names of now.
        self.roster_before.set(Vec::new());
        self.service_images.update_value(|images| {
            if let Some(image) = images.get_mut(sample as usize) {
                image.meta.class.clone_from(&class);
            }
        });
        self.frame_labels.update(|labels| {
            labels.insert(sample, class);
        });
    }

    fn clear_service(&self) {
        self.frame_labels.update(BTreeMap::clear);
        self.service_images.set_value(Vec::new());
        self.n_service_images.set(0);
        self.service_rejected.set(Vec::new());
        self.service_litter.set(0);
    }

    fn reduce_run(&self, fact: Fact) {
        match fact {
            Fact::RunBegan(run) => {
                let left_behind = self.service.with_untracked(Service::left_behind);
                self.reduce_run(Fact::RunForgotten);
                self.service.set(left_behind);
                self.grade.set(None);
                self.run.set(Some(*run));
                self.phase.set(Phase::Training);
            }
            Fact::SplitDealt(split) => self.update_run(|run| run.split = split),
            Fact::Progressed(progress) => self.progress.set(Some(progress)),
            Fact::EpochEnded(report, diagnosis) => self.update_run(|run| {
                // A run that went on from a checkpoint tells its last epochs again.
                run.history.retain(|row| row.epoch < report.epoch);
                run.history.push(report);
                run.diagnosis = diagnosis;
            }),
            Fact::Diagnosed(diagnosis) => self.update_run(|run| run.diagnosis = diagnosis),
            Fact::RunPaused(is_paused) => {
                if !is_paused {
                    self.reduce_epochs(EpochFact::Left);
                }
                self.phase.set(if is_paused { Phase::Paused } else { Phase::Training });
            }
            Fact::RunEnded(ending) => {
                self.update_run(|run| run.ending = Some(ending));
                self.reduce_epochs(EpochFact::Left);
                let is_failed = matches!(ending.stopped, Stopped::NotFinite { .. });
                self.phase.set(if is_failed { Phase::Failed } else { Phase::Trained });
            }
            Fact::RunFailed => {
                self.progress.set(None);
                self.is_measuring.set(false);
                self.reduce_service(Fact::StreamEnded);
                self.phase.set(Phase::Failed);
            }
            Fact::RunForgotten => {
                self.run.set(None);
                self.progress.set(None);
                self.evaluated.set(Vec::new());
                self.cell.set(None);
                self.reduce_epochs(EpochFact::Forgotten);
                self.latency.set(None);
                self.elsewhere.set(None);
                self.is_measuring.set(false);
                self.service.set(Service::default());
                self.pace.reduce(PaceFact::Forgotten);
                self.grade.set(None);
                self.phase.set(self.resting_phase());
            }
            _ => {}
        }
    }

    fn reduce_rate_search(&self, fact: Fact) {
        self.rate_search.update(|search| match (fact, &mut *search) {
            (Fact::RateSearchBegan(request, recipe), _) => {
                let (recipe, sweep) = (*recipe, RateSweep::default());
                *search = Some(RateSearch { request, recipe, sweep, is_running: true });
            }
            (Fact::RateSwept(request, sweep), Some(search)) if search.request == request => {
                search.sweep = *sweep;
            }
            (Fact::RateSearchEnded(request), Some(it)) if it.request == request => {
                // One that could not be made leaves nothing to look at.
                let is_whole = it.sweep.end().is_some();
                it.is_running = false;
                search.take_if(|_| !is_whole);
            }
            (Fact::RateSearchDropped, _) => *search = None,
            _ => {}
        });
    }

    fn update_run(&self, change: impl FnOnce(&mut Run)) {
        self.run.update(|run| {
            if let Some(run) = run {
                change(run);
            }
        });
    }

    /// What is done is kept for the next stream, too; a story, and what is made of a window, belong to the stream that they
    /// happened to.
    fn steer(&self, steer: Steer) {
        let is_running = self.service.with_untracked(|service| service.is_running);
        if !is_running || !(matches!(steer, Steer::Play(..)) || steer.is_of_window()) {
            self.desk.update(|desk| {
                desk.steer(steer, 0);
            });
        }
        if is_running {
            // Until the worker says at which image it was.
            self.service.update(|service| {
                let next = service.points.last().map_or(0, |point| point.seen);
                if let Some(plan) = service.plan.as_mut().filter(|_| !steer.is_of_window()) {
                    plan.steer(steer, next);
                }
            });
        }
    }

    fn reduce_service(&self, fact: Fact) {
        if matches!(fact, Fact::StreamBegan(..)) {
            let classes = self.run.with_untracked(|run| run.as_ref().map(|run| run.classes.clone()));
            self.journal.set_value(Journal::of(classes.unwrap_or_default()));
            self.n_answered.set(0);
            // What was muted was muted for what was seen then.
            self.watch.muted.set(Vec::new());
        }
        self.service.update(|service| match fact {
            Fact::StreamBegan(stream, plan) => {
                let (model, ground) = untrack(|| (self.model(), self.ground()));
                let before = service.before(&plan, ground, model);
                let (plan, preparing, is_running) = (Some(*plan), Some(0.0), true);
                *service = Service {
                    stream,
                    is_running,
                    plan,
                    preparing,
                    model,
                    ground,
                    before,
                    ..Service::default()
                };
            }
            Fact::StreamPreparing(share) => service.preparing = (share < 1.0).then_some(share),
            Fact::StreamPlanned(plan) => service.plan = Some(*plan),
            Fact::Served(frames, report) => {
                service.preparing = None;
                service.fill_in(&report.filled);
                service.frames.extend(frames);
                let surplus = service.frames.len().saturating_sub(MAX_FRAMES);
                service.frames.drain(..surplus);
                service.alerts.clone_from(&report.alerts);
                if service.points.len() >= MAX_POINTS {
                    // Half as many points, twice as far apart: the whole stream stays in sight.
                    let mut nth = 0;
                    service.points.retain(|_| {
                        nth += 1;
                        nth % 2 == 0
                    });
                }
                service.points.push(LivePoint { seen: report.seen, report: *report });
            }
            Fact::StreamEnded => {
                service.is_running = false;
                service.preparing = None;
            }
            _ => {}
        });
    }

    fn reduce_notice(&self, fact: Fact) {
        match fact {
            Fact::Noticed(notice) => self.notices.update(|notices| {
                if !notices.contains(&notice) {
                    notices.push(notice);
                }
                let surplus = notices.len().saturating_sub(MAX_NOTICES);
                notices.drain(..surplus);
            }),
            Fact::Dismissed(index) => self.notices.update(|notices| {
                if index < notices.len() {
                    notices.remove(index);
                }
            }),
            Fact::Asked(question) => self.question.set(question),
            _ => {}
        }
    }

    /// The phase without a run: images or none, still coming or not.
    fn resting_phase(&self) -> Phase {
        let is_coming = self.import.with_untracked(|import| {
            import.as_ref().is_some_and(|import| {
                import.purpose == Purpose::Training && !matches!(import.stage, ImportStage::Planned(_))
            })
        });
        match (is_coming, self.n_images.get_untracked()) {
            (true, _) => Phase::Loading,
            (false, 0) => Phase::Empty,
            (false, _) => Phase::Ready,
        }
    }
}
