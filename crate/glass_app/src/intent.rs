//! What a person wants: every control of the page runs one of these, nothing else changes anything.

use crate::files::{Dropped, Found, NamedFile};
use crate::session::{MapPick, Purpose, WatchFact};
use crate::text::Language;
use glass_core::builtin::BuiltIn;
use glass_core::log::LogSettings;
use glass_core::recipe::Recipe;
use glass_core::setting::Setting;
use glass_core::speed::objective::Objective;
use glass_core::split::SplitName;
use glass_core::stream::grade::GradeOrder;
use glass_core::stream::plan::{Plan, Steer};
use glass_core::sweep;

/// What a person wants.
#[derive(Debug, Clone)]
pub enum Intent {
    // Data.
    /// Look at these files and show a plan.
    PlanImport(Found, Purpose),
    /// The same with a drop whose folders are still to be walked.
    PlanDrop(Dropped, Purpose),
    /// Take the planned files in; the class for images in no folder; whether present images go first.
    AcceptImport {
        /// Class of images that lie in no folder.
        unlabelled_class: Option<String>,
        /// Put the new images beside the present ones (`true`) or in their place (`false`).
        is_added: bool,
    },
    /// Drop the plan, or stop reading.
    CancelImport,
    /// Load a set that comes with the page, in place of the present images.
    LoadBuiltIn(BuiltIn),
    /// Forget all images.
    ClearData,
    /// Give a class another name (an existing name merges).
    RenameClass(usize, String),
    /// Merge a class into another.
    MergeClass {
        /// This one goes.
        from: usize,
        /// This one stays.
        into: usize,
    },
    /// Leave a class out, or take it back.
    ToggleClass(usize),
    /// Leave an image out, or take it back.
    ToggleImage(usize),
    /// Leave these images out.
    ExcludeImages(Vec<usize>),
    /// Take the last change to the labels back.
    UndoEdit,

    // Recipe.
    /// Change a setting, as typed.
    Set(Setting, String),
    /// Take a whole recipe.
    UseRecipe(Box<Recipe>),
    /// Show prepared and augmented images.
    Preview,

    // Train.
    /// Train with the present recipe.
    Train,
    /// Pause, or go on.
    PauseOrResume,
    /// One step, then pause; starts a run when there is none.
    Step,
    /// End the run, keep the model.
    Stop,
    /// Look for a learning rate with the present settings.
    FindRate,
    /// Give the search up.
    CancelFindRate,
    /// Grade the monitor by a story.
    Grade(Box<GradeOrder>),
    /// Give the grading up; its marks so far stay.
    StopGrading,

    /// Sweep over settings, in place of the last sweep.
    BeginSweep(sweep::Plan),
    /// End the sweep; what it found stays.
    EndSweep,

    // Evaluate.
    /// Show the scores on this split.
    Evaluate(SplitName),
    /// Show the images of a cell of the confusion matrix, or of none.
    SelectCell(Option<(usize, usize)>),
    /// Let the model of an epoch answer; `None`: the model kept.
    VisitEpoch(Option<u32>),
    /// Show the images of a region of the map, one of them, or none.
    PickOnMap(Option<MapPick>),

    // Monitor.
    /// Measure inference.
    MeasureLatency,
    /// Measure the same model on the other backend.
    MeasureElsewhere,
    /// Leave that.
    LeaveElsewhere,
    /// The next stream is to be so.
    DraftStream(Box<Plan>),
    /// Start answering a stream, as drafted; or as the last one was, to its last turn of a dial.
    StartStream {
        /// As the last one was.
        is_again: bool,
    },
    /// Say what an image of service is: its class, or that nobody knows.
    LabelFrame(u32, Option<String>),
    /// Train on the labelled images of service, too.
    AdoptFrames,
    /// The camera shows a thing of this class; `None`: nobody says.
    LabelCamera(Option<String>),
    /// Let the model of this kept run answer beside the one in service; `None`: nobody.
    Challenge(Option<u32>),
    /// Promise a speed.
    Promise(Objective),
    /// Do something to the stream, or to the next one.
    SteerStream(Steer),
    /// Acknowledge an alert, mute a signal, want a sound.
    Watch(WatchFact),
    /// Stop the stream.
    StopStream,

    // What is kept.
    /// Read a prediction log (none: the sample) and watch it.
    OpenLog(Option<Box<NamedFile>>, LogSettings),
    /// Watch the log that was read otherwise.
    RewatchLog(LogSettings),
    /// Stop what is being done with it.
    StopLog,
    /// Put it away.
    CloseLog,
    /// Go on with the run that was cut off.
    ResumeRun,
    /// Let the run that was cut off go.
    DiscardRun,
    /// Bring a kept run's model back.
    RecallRun(u32),
    /// Train with a kept run's settings.
    Rerun(u32),
    /// Name a kept run.
    NameRun(u32, String),
    /// Delete a kept run.
    DropRun(u32),
    /// Put the run deleted last back.
    PutRunBack,
    /// Keep the work in this browser, or stop and delete what is there.
    KeepWork(bool),
    /// Delete everything that is kept, after asking.
    ClearShelf,
    /// Save a record that could not be read as a file.
    SaveSetAside(String),

    // Page.
    /// Speak this language.
    Speak(Language),
    /// Dark or light.
    UseDark(bool),
    /// Take a notice away.
    Dismiss(usize),
    /// Answer the open question.
    Answer(bool),
    /// Open a link's fragment.
    OpenLink(String),
}
