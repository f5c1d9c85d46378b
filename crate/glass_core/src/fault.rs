//! What can go wrong, as data. The words are chosen at the glass, in the reader's language.

use serde::{Deserialize, Serialize};

/// Why a file, or an entry of an archive, was not taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RejectReason {
    /// Zero bytes.
    EmptyFile,
    /// A system or hidden file (`.DS_Store`, `Thumbs.db`, `__MACOSX`, dotfiles): counted, not listed.
    Litter,
    /// Not an image, by its content.
    NotAnImage,
    /// A kind of image we do not decode; the name of the kind.
    UnsupportedFormat(String),
    /// The file ends early.
    Truncated,
    /// The decoder gave up; its words.
    Damaged(String),
    /// More pixels than the limit.
    TooManyPixels {
        /// Declared columns.
        width: u32,
        /// Declared rows.
        height: u32,
    },
    /// More bytes than the limit.
    TooManyBytes {
        /// Size found.
        bytes: u64,
        /// Size allowed.
        limit: u64,
    },
    /// The set holds as many images as allowed already.
    TooManyImages {
        /// Images allowed.
        limit: u32,
    },
    /// The set holds as many bytes of pixels as allowed already.
    TooManyPixelBytes {
        /// Bytes allowed.
        limit: u64,
    },
    /// The set holds as many classes as allowed already.
    TooManyClasses {
        /// Classes allowed.
        limit: u32,
    },
    /// A folder with more files than are looked at; the rest was not.
    TooManyFiles {
        /// Files looked at.
        limit: u32,
    },
    /// An archive with more entries than allowed.
    TooManyEntries {
        /// Entries allowed.
        limit: u32,
    },
    /// An archive entry under a password.
    Encrypted,
    /// An archive inside an archive.
    NestedArchive,
    /// An archive entry packed by a method that is not read; the method's name.
    UnsupportedPacking(String),
    /// A symbolic link.
    SymbolicLink,
    /// An archive entry that unpacks to far more than an image would.
    CompressionBomb,
    /// Two archive entries of one name; the first was taken.
    DuplicateName,
    /// An unsafe path (absolute, or climbing out with `..`).
    UnsafePath,
    /// The decoder crashed on it; the worker was restarted.
    DecoderCrashed,
    /// The decoder did not come back in time; the worker was restarted.
    DecoderTimedOut,
    /// The browser would not hand over the bytes.
    Unreadable,
    /// An IDX file that holds neither images nor labels as they are read here.
    IdxShape,
    /// An IDX file that is longer or shorter than its header says.
    WrongLength {
        /// Bytes its header speaks of.
        declared: u64,
        /// Bytes there are.
        bytes: u64,
    },
    /// Images of an IDX file without the file of their labels.
    LabelsMissing {
        /// The name such a file would have.
        expected: String,
    },
    /// Labels of an IDX file without the file of their images.
    ImagesMissing {
        /// The name such a file would have.
        expected: String,
    },
    /// Not as many labels as images.
    CountMismatch {
        /// Images.
        images: u32,
        /// Labels.
        labels: u32,
    },
    /// A label that is too high a number for a class.
    LabelTooHigh {
        /// The label.
        label: u8,
        /// The image it belongs to, counted from 0.
        image: u32,
        /// The highest there may be.
        limit: u8,
    },
    /// A file of more images than are looked at; only the first were.
    OnlyFirst {
        /// Images looked at.
        limit: u32,
    },
    /// The same images were taken already, from another file.
    TakenAlready,
}

/// A file that was not taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejected {
    /// Its path as dropped.
    pub path: String,
    /// Why.
    pub reason: RejectReason,
}

/// What is wrong with a camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CameraTrouble {
    /// There is none, or none the browser can use.
    Missing,
    /// The page did not come over a safe line: browsers hand out no camera then.
    Insecure,
    /// The person or the browser said no.
    Denied,
    /// Another program has it.
    Busy,
    /// It was unplugged or taken away while it was on.
    Lost,
    /// As many frames as are kept.
    Full {
        /// So many.
        frames: u32,
    },
}

/// Why something that was asked for could not be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// No image was found; other files skipped.
    NoImages {
        /// Files that were no images.
        skipped: u32,
        /// Some of them, each with another reason.
        examples: Vec<Rejected>,
    },
    /// Fewer than two classes with images.
    TooFewClasses,
    /// A class without a training image; its name.
    EmptyClass(String),
    /// No training images at all.
    NothingToTrain,
    /// The loss is not a number any more.
    LossNotFinite {
        /// The epoch it happened in.
        epoch: u32,
        /// The step of the run it happened in.
        step: u32,
    },
    /// A worker died again and again, and is left alone; its last words, unless it just fell silent.
    WorkerDied(Option<String>),
    /// A worker of another version than the page.
    VersionMismatch,
    /// The archive could not be opened; its name and why.
    Archive {
        /// Name of the archive.
        name: String,
        /// Why not.
        reason: RejectReason,
    },
    /// A file of this product's own could not be fetched; its name.
    NotFetched(String),
    /// Asked of a model before there is one.
    NoModel,
    /// The camera cannot be had, or no longer.
    Camera(CameraTrouble),
    /// The weights of a kept run cannot be taken up again.
    WeightsUnreadable,
    /// The chosen split holds no images.
    EmptySplit,
    /// Training was refused for a reason nobody foresaw; the reason, for a bug report.
    Refused(String),
}
