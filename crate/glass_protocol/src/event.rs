//! What a worker tells the page: events in the past tense.

use glass_core::cartography::DataMap;
use glass_core::curve::{EpochReport, Stopped};
use glass_core::diagnose::Diagnosis;
use glass_core::evaluation::Evaluation;
use glass_core::fault::{Fault, Rejected};
use glass_core::log::{LogReport, LogStage, LogSummary, Refusal, Shortage};
use glass_core::performance::{LatencyReport, PartTimes};
use glass_core::pixels::SampleMeta;
use glass_core::plan::ImportPlan;
use glass_core::rate_sweep::RateSweep;
use glass_core::service::{Frame, ServiceReport};
use glass_core::speed::SpeedReport;
use glass_core::split::{Split, SplitName};
use glass_core::stream::grade::GradeReport;
use glass_core::stream::plan::Plan;
use serde::{Deserialize, Serialize};

/// Which worker speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Decodes files.
    Importer,
    /// Trains, evaluates, serves.
    Learner,
}

/// The shape of attached pixels: `width * height * channels` bytes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PixelShape {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// 1 or 3.
    pub channels: u8,
    /// Digest of the decoded pixels: equal images stay in one split.
    pub digest: u64,
    /// Columns before the image was made small.
    pub original_width: u32,
    /// Rows before the image was made small.
    pub original_height: u32,
}

/// The answer of a model to one image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Index of the image.
    pub sample: u32,
    /// Index of its class.
    pub actual: u32,
    /// Index of the most probable class.
    pub predicted: u32,
    /// Probability of each class.
    pub probabilities: Vec<f32>,
}

/// One image of a preview: how many attached bytes it has is `size * size * channels`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previewed {
    /// Which image.
    pub sample: u32,
    /// 0: prepared only; above: augmented.
    pub variant: u32,
}

/// What a worker tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker listens.
    Ready {
        /// [`crate::VERSION`] of its build.
        version: u64,
        /// Who it is.
        role: Role,
    },
    /// Answer to a ping.
    Pong {
        /// Echoed.
        count: u32,
    },
    /// Something could not be done; what was under way goes on.
    Failed {
        /// What and why.
        fault: Fault,
    },

    // Importing.
    /// How many files of the drop have been looked at for the plan.
    Surveyed {
        /// Id of the import.
        import: u32,
        /// Files looked at.
        done: u32,
        /// Files in all.
        total: u32,
    },
    /// What the import would take in.
    Planned {
        /// Id of the import.
        import: u32,
        /// The plan.
        plan: ImportPlan,
    },
    /// An accepted plan's items are fitted into the set, and can be read.
    Settled {
        /// Id of the import.
        import: u32,
        /// Items to read.
        total: u32,
        /// Digest of the items: the same for importers that mean the same by a position.
        digest: u64,
        /// Any item can be read without those before it.
        is_divisible: bool,
        /// What found no room.
        rejected: Vec<Rejected>,
    },
    /// Images (attached: their pixels, one after another; shapes as in the metas' `PixelShape`).
    Imported {
        /// Id of the import.
        import: u32,
        /// Shapes, in order.
        shapes: Vec<PixelShape>,
        /// Names, labels, measurements, in order.
        metas: Vec<SampleMeta>,
    },
    /// Files that were not taken in.
    Refused {
        /// Id of the import.
        import: u32,
        /// Each with its reason.
        rejected: Vec<Rejected>,
    },
    /// How far the import is. Sent before an item is begun, so that a dead worker's last word names it.
    ImportProgress {
        /// Id of the import.
        import: u32,
        /// Items done.
        done: u32,
        /// Items in all.
        total: u32,
        /// The next item.
        next: String,
    },
    /// What was asked for is read.
    ImportEnded {
        /// Id of the import.
        import: u32,
        /// How long decoding a file took; `None` when no files were decoded one by one, or too few to tell.
        decoding: Option<PartTimes>,
    },

    // A prediction log.
    /// How far the log is: bytes read, limits found, rows watched.
    LogProgressed {
        /// Id of the log.
        log: u32,
        /// What is being done.
        stage: LogStage,
        /// Bytes, hundredths or rows done.
        done: u32,
        /// Bytes, hundredths or rows in all.
        total: u32,
    },
    /// The log was read, or not taken in.
    LogRead {
        /// Id of the log.
        log: u32,
        /// What it holds.
        outcome: Result<LogSummary, Refusal>,
    },
    /// The log was watched, or is too short for it.
    LogWatched {
        /// Id of the log.
        log: u32,
        /// What it came to.
        outcome: Result<Box<LogReport>, Shortage>,
    },

    // The data set.
    /// Prepared and augmented images (attached, planar, one after another).
    PreviewReady {
        /// Echoed.
        request: u32,
        /// Side of the images.
        size: u32,
        /// Channels of the images.
        channels: u32,
        /// Which images, in order.
        images: Vec<Previewed>,
    },

    // A run.
    /// The run could not begin, or could not go on: it is over, without a model.
    RunFailed {
        /// Id of the run.
        run: u32,
        /// What and why.
        fault: Fault,
    },
    /// Images are prepared and dealt; training begins.
    TrainingBegan {
        /// Id of the run.
        run: u32,
        /// Who trains, validates, tests.
        split: Split,
    },
    /// Preparing images before training.
    Preparing {
        /// Id of the run.
        run: u32,
        /// Images prepared.
        done: u32,
        /// Images in all.
        total: u32,
    },
    /// How far the run is; at most ten a second.
    TrainProgress {
        /// Id of the run.
        run: u32,
        /// The epoch under way, from 1.
        epoch: u32,
        /// Steps done in it.
        batch: u32,
        /// Steps in an epoch.
        n_batches: u32,
        /// Loss of the last step.
        batch_loss: f64,
        /// Training images a second, lately.
        images_per_second: f64,
        /// Seconds to the last epoch at this speed.
        seconds_left: Option<f64>,
    },
    /// The run stands still.
    Paused {
        /// Id of the run.
        run: u32,
    },
    /// The run goes on.
    Resumed {
        /// Id of the run.
        run: u32,
    },
    /// An epoch is over (attached: a checkpoint, sometimes).
    EpochEnded {
        /// Id of the run.
        run: u32,
        /// Its numbers.
        report: EpochReport,
        /// What the curves say now.
        diagnosis: Vec<Diagnosis>,
    },
    /// What the curves say of a run that broke off within an epoch.
    Diagnosed {
        /// Id of the run.
        run: u32,
        /// What they say.
        diagnosis: Vec<Diagnosis>,
    },
    /// The run is over; the model answers.
    Trained {
        /// Id of the run.
        run: u32,
        /// Why it ended.
        stopped: Stopped,
        /// Digest of the history's bits.
        history_digest: u64,
        /// Digest of the weights' bits.
        weights_digest: u64,
        /// Number of weights.
        n_weights: u32,
    },
    /// The run is over or stands still: these epochs can be visited.
    EpochsKept {
        /// Id of the run.
        run: u32,
        /// Their numbers, in order.
        epochs: Vec<u32>,
        /// The epoch whose weights the model kept has; `None` when it stopped within an epoch.
        kept: Option<u32>,
    },
    /// Who answers now: told when an epoch was asked for, whether or not it could be had.
    EpochVisited {
        /// Id of the run.
        run: u32,
        /// The epoch; `None`: the model kept, or nobody while the run stands still.
        epoch: Option<u32>,
        /// Digest of the weights' bits, where somebody answers.
        weights_digest: Option<u64>,
    },
    /// The run is over: how sure its model was of each image over the epochs.
    Mapped {
        /// Id of the run.
        run: u32,
        /// The map.
        map: Box<DataMap>,
    },
    /// The run was ended before its first step; there is no model.
    Abandoned {
        /// Id of the run.
        run: u32,
    },
    /// The sweep of the learning rate, as far as it is.
    RateSwept {
        /// Echoed.
        request: u32,
        /// Every rate tried so far.
        sweep: Box<RateSweep>,
    },
    /// The sweep is over, or could not be.
    RateSweepEnded {
        /// Echoed.
        request: u32,
    },
    /// The challenger is there, or could not be.
    ChallengerStands {
        /// Id of its run.
        run: u32,
        /// Digest of the bits of its weights; `None`: they could not be brought back.
        weights_digest: Option<u64>,
    },
    /// The grading of the monitor, as far as it is.
    Graded {
        /// Echoed.
        request: u32,
        /// How far the reference and the limits are, 0 to 1.
        prepared: f64,
        /// The marks so far; `None` before the first pair of streams is over.
        report: Option<Box<GradeReport>>,
    },
    /// The grading is over, or could not be.
    GradingEnded {
        /// Echoed.
        request: u32,
    },
    /// The model was evaluated.
    Evaluated {
        /// Id of the run.
        run: u32,
        /// Where.
        split: SplitName,
        /// The epoch whose model answered; `None`: the model kept.
        epoch: Option<u32>,
        /// The scores.
        evaluation: Box<Evaluation>,
        /// Every answer.
        predictions: Vec<Prediction>,
    },
    /// An evaluation or a measurement could not be done.
    Unanswered {
        /// Id of the run it was asked of.
        run: u32,
        /// Why.
        fault: Fault,
    },
    /// Inference was measured.
    LatencyMeasured {
        /// Id of the run.
        run: u32,
        /// The figures.
        report: LatencyReport,
    },

    // Service.
    /// The reference is being answered, and limits are sought, before the stream begins.
    StreamPreparing {
        /// Id of the stream.
        stream: u32,
        /// How far, 0 to 1.
        share: f64,
    },
    /// The stream's plan, with what was done to it so far.
    StreamPlanned {
        /// Id of the stream.
        stream: u32,
        /// The plan.
        plan: Box<Plan>,
    },
    /// Images of the stream were answered.
    Served {
        /// Id of the stream.
        stream: u32,
        /// The answers, in order.
        frames: Vec<Frame>,
        /// The window as it stands.
        report: Box<ServiceReport>,
    },
    /// How fast the stream was answered so far; about once a second.
    SpeedMeasured {
        /// Id of the stream.
        stream: u32,
        /// Its speed over time.
        report: Box<SpeedReport>,
    },
    /// The stream has no more images.
    StreamEnded {
        /// Id of the stream.
        stream: u32,
    },

    /// Lines of the benchmark.
    Benched {
        /// JSON, one a line.
        lines: Vec<String>,
    },
}
