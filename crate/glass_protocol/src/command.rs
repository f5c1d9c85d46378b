//! What the page asks of a worker: commands in the imperative.

use glass_core::builtin::BuiltIn;
use glass_core::fault::Rejected;
use glass_core::log::LogAsk;
use glass_core::plan::Present;
use glass_core::recipe::{Backend, Recipe};
use glass_core::speed::objective::Objective;
use glass_core::split::SplitName;
use glass_core::stream::grade::GradeOrder;
use glass_core::stream::plan::{Plan, Steer};
use serde::{Deserialize, Serialize};

/// A file by name; the file itself is an attachment, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportEntry {
    /// Path as dropped.
    pub path: String,
}

/// The label of one image, as the page has it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// Index of its class; `None` when unlabelled or excluded.
    pub class: Option<u32>,
    /// The split its folder asked for.
    pub fixed: Option<SplitName>,
}

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    // Importer.
    /// Look at files (attached) and tell what an import would take in.
    PlanImport {
        /// Id of the import.
        import: u32,
        /// The files, in the order attached.
        entries: Vec<ImportEntry>,
        /// What the browser would not hand over, or was not asked for; the plan lists it.
        left_out: Vec<Rejected>,
    },
    /// Go on with a plan: fit its items into the set.
    AcceptImport {
        /// Id of the import.
        import: u32,
        /// Class for images that lie in no folder.
        unlabelled_class: Option<String>,
        /// What the images are added to.
        present: Present,
    },
    /// Read a part of an accepted plan's items; several importers may share them.
    ReadImport {
        /// Id of the import.
        import: u32,
        /// Position of the first item.
        start: u32,
        /// Position after the last one.
        end: u32,
        /// Tell the name of every item before it is read, so that a death can be laid at its door.
        is_careful: bool,
    },
    /// Cut a built-in set's sprite sheet (attached) into samples.
    ImportBuiltIn {
        /// Id of the import.
        import: u32,
        /// Which set.
        set: BuiltIn,
    },
    /// Stop an import; samples already sent stay.
    CancelImport {
        /// Id of the import.
        import: u32,
    },

    /// Something about a prediction log (attached, to be read: its file).
    Log {
        /// Id of the log.
        log: u32,
        /// What is asked.
        ask: LogAsk,
    },

    // Learner: the data set.
    /// Draw synthetic coins, two classes; answered like an import.
    DrawCoins {
        /// Id of the import.
        import: u32,
        /// Coins per class.
        per_class: u32,
        /// Seed of the generator.
        seed: u32,
    },
    /// Forget every image, those of service too.
    ClearSamples,
    /// Take more images in (attached: their pixels, one after another).
    AddSamples {
        /// Shapes and digests, in order.
        samples: Vec<crate::PixelShape>,
    },
    /// Forget the images of service.
    ClearServiceSamples,
    /// Take images for service in (attached: their pixels, one after another).
    AddServiceSamples {
        /// Shapes and digests, in order.
        samples: Vec<crate::PixelShape>,
        /// Their labels, where known, as class indices.
        labels: Vec<Option<u32>>,
    },
    /// Somebody said what an image of service is, or took it back.
    LabelServiceSample {
        /// Which of them.
        sample: u32,
        /// Its class.
        class: Option<u32>,
    },
    /// The classes and the label of every image.
    SetRoster {
        /// Class names.
        classes: Vec<String>,
        /// One row per image, in the order added.
        rows: Vec<RosterRow>,
        /// Class of each image of service, where known.
        service: Vec<Option<u32>>,
    },
    /// Show what preparation and augmentation make of some images.
    Preview {
        /// Echoed in the answer.
        request: u32,
        /// The settings to show.
        recipe: Recipe,
        /// The images to show.
        samples: Vec<u32>,
        /// Augmented variants after the plain one.
        variants: u32,
    },

    // Learner: a run.
    /// Train (attached, optionally: a checkpoint to go on from).
    Train {
        /// Id of the run.
        run: u32,
        /// What decides it.
        recipe: Recipe,
        /// Stop after this many steps and wait (the "one step" button before a run); `None`: go on.
        pause_after: Option<u32>,
    },
    /// Pause before the next step.
    Pause,
    /// Go on.
    Resume,
    /// One step, then pause.
    StepOnce,
    /// End the run now; the model is kept.
    Stop,
    /// Sweep the learning rate from fresh weights; whatever model there is stays.
    FindRate {
        /// Echoed.
        request: u32,
        /// What decides it, but for its rate, schedule and epochs.
        recipe: Recipe,
    },
    /// Give the sweep up.
    CancelFindRate,
    /// Evaluate on a split.
    Evaluate {
        /// Echoed.
        run: u32,
        /// Where.
        split: SplitName,
    },
    /// Let the model of an epoch answer from now on: evaluations, latency, streams. Heard when the run is over
    /// or stands still; a stream under way ends.
    VisitEpoch {
        /// Echoed.
        run: u32,
        /// Its number; `None`: the model kept. While the run stands still there is none, and nobody answers.
        epoch: Option<u32>,
    },
    /// Let the model answer on another backend from now on, with the weights it has.
    UseBackend {
        /// Whose model.
        run: u32,
        /// Where it is to answer.
        backend: Backend,
    },
    /// Measure inference: cold, warm, by part, batched.
    MeasureLatency {
        /// Echoed.
        run: u32,
    },

    // Learner: service.
    /// Let the model of a past run answer beside the model in service (attached: its checkpoint). Told of by
    /// `ChallengerStands`. The challenger before it goes; the same again begins the comparison anew.
    Challenge {
        /// Id of the run.
        run: u32,
        /// What decided it.
        recipe: Recipe,
        /// So many images take part in it, the first: others may have been added since.
        n_images: u32,
    },
    /// Nobody answers beside the model in service any more.
    EndChallenge,
    /// Grade the monitor: many seeded streams, with a story and without.
    Grade {
        /// Echoed.
        request: u32,
        /// What is to be graded.
        order: Box<GradeOrder>,
    },
    /// Give the grading up; what came of it so far stays.
    StopGrading,
    /// Start answering a stream.
    StartStream {
        /// Echoed.
        stream: u32,
        /// What it is to be.
        plan: Box<Plan>,
    },
    /// The speed that is promised, of the stream under way and of those to come.
    Promise(Objective),
    /// Do something to the stream, running or about to.
    SteerStream(Steer),
    /// Stop the stream.
    StopStream,
    /// The page went out of sight, or came back: times from then are not the model's.
    SetHidden {
        /// Out of sight.
        is_hidden: bool,
    },

    /// Run one workload of the benchmark and answer with its JSON lines (attached, for `MNIST`: the digits).
    Bench {
        /// Its name: `A10`, `B`, `C28`, `C32`, `PEAK` or `MNIST`.
        workload: String,
        /// `flex` or `ndarray`.
        backend: String,
    },
    /// Are you there?
    Ping {
        /// Echoed.
        count: u32,
    },
}
