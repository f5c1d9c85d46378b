//! Faults in English.

use super::FaultText;
use crate::format;
use crate::text::page::counted;
use glass_core::fault::{CameraTrouble, Fault, RejectReason};

/// English.
pub const EN: FaultText = FaultText { fault, reject };

fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NoImages { skipped, examples } => {
            let skipped = match skipped {
                0 => String::new(),
                n => format!(" ({} skipped)", counted(*n as usize, "other file", "other files")),
            };
            let examples: String =
                examples.iter().map(|it| format!(" {}: {}.", it.path, reject(&it.reason))).collect();
            format!(
                "No pictures found{skipped}.{examples} Drop PNG, JPEG, GIF, WebP or BMP files, an IDX file of images with that of its labels, or a folder or zip that holds some."
            )
        }
        Fault::TooFewClasses => String::from(
            "Training needs at least two classes with images. Add a folder with images of a second class, or take back a class that is left out.",
        ),
        Fault::EmptyClass(class) => format!(
            "The class “{class}” has no image to train on. Add images to it, merge it into another class, or leave it out.",
        ),
        Fault::NothingToTrain => String::from(
            "No image is left to train on. Give the training split a larger share, or take back images that are left out.",
        ),
        Fault::LossNotFinite { epoch, step } => format!(
            "The loss stopped being a number in epoch {epoch}, step {step}: the steps were too long. The weights from before are kept. Lower the learning rate, to a tenth for a start, or clip the gradients at 1, and train again.",
        ),
        Fault::WorkerDied(words) => format!(
            "A background worker stopped ({}) and is left alone until you ask for something else. Smaller images or a smaller batch may help.",
            words.as_deref().map_or_else(|| String::from("no answer"), |words| format!("“{words}”"))
        ),
        Fault::VersionMismatch => {
            String::from("The page and its background worker come from different versions. Reload the page.")
        }
        Fault::Archive { name, reason } => {
            format!("The archive “{name}” could not be opened: {}.", reject(reason))
        }
        Fault::NotFetched(name) => {
            format!("“{name}” could not be fetched. Check the connection, then try again or reload the page.")
        }
        Fault::Camera(trouble) => String::from(match trouble {
            CameraTrouble::Missing => "No camera was found. Plug one in, or choose another source.",
            CameraTrouble::Insecure => {
                "Browsers give no camera to a page that did not come over https. Open the page by https, or from this machine."
            }
            CameraTrouble::Denied => {
                "The camera was refused. Allow it for this page in the browser's settings, then start again."
            }
            CameraTrouble::Busy => "The camera is in use by another program. Close that, then start again.",
            CameraTrouble::Lost => {
                "The camera is gone; the stream was stopped. What it saw can be played again."
            }
            CameraTrouble::Full { frames } => {
                return format!(
                    "{frames} frames of the camera are kept, and no more: the stream was stopped. It can be played again."
                );
            }
        }),
        Fault::NoModel => String::from("There is no model yet. Train one first."),
        Fault::WeightsUnreadable => String::from(
            "The weights kept with this run cannot be read any more. Train it again: it comes to the same bits.",
        ),
        Fault::EmptySplit => String::from(
            "This split holds no images. Choose another one, or give it a larger share and train again.",
        ),
        Fault::Refused(words) => {
            format!(
                "Training could not begin: “{words}”. Other settings may help; this text is worth a bug report."
            )
        }
    }
}

fn reject(reason: &RejectReason) -> String {
    match reason {
        RejectReason::EmptyFile => {
            String::from("empty file (0 bytes): copy it again from where it came from")
        }
        RejectReason::Litter => String::from("a system or hidden file"),
        RejectReason::NotAnImage => String::from("not a picture, by what is in it"),
        RejectReason::UnsupportedFormat(kind) => match kind.as_str() {
            "HEIC" | "HEIF" => format!("{kind} is not read here: export it as JPEG"),
            _ => format!("{kind} is not read here: save it as PNG or JPEG"),
        },
        RejectReason::Truncated => String::from("the file ends early: copy or download it again"),
        RejectReason::Damaged(words) => {
            format!("damaged ({words}): open and save it again with a picture program")
        }
        RejectReason::TooManyPixels { width, height } => {
            format!("{width} × {height} pixels are too many: make the picture smaller")
        }
        RejectReason::TooManyBytes { bytes, limit } => {
            format!("{} are too many, {} is the limit", format::bytes(*bytes), format::bytes(*limit))
        }
        RejectReason::TooManyImages { limit } => {
            format!("over the limit of {} images", format::count(*limit as usize))
        }
        RejectReason::TooManyPixelBytes { limit } => format!(
            "over the limit of {} of pixels in one set: drop fewer images, or smaller ones",
            format::bytes(*limit)
        ),
        RejectReason::TooManyClasses { limit } => {
            format!("its class is over the limit of {limit} classes: merge folders, or drop fewer")
        }
        RejectReason::TooManyFiles { limit } => {
            format!(
                "from here on nothing was looked at: more than {} files; drop fewer at once",
                format::count(*limit as usize)
            )
        }
        RejectReason::TooManyEntries { limit } => {
            format!("more than {} entries: pack fewer files into one archive", format::count(*limit as usize))
        }
        RejectReason::Encrypted => String::from("under a password: pack it again without one"),
        RejectReason::UnsupportedPacking(method) => format!(
            "packed in a way that is not read here ({method}): pack the zip again in the ordinary way (deflate)"
        ),
        RejectReason::NestedArchive => String::from("an archive inside an archive: unpack it first"),
        RejectReason::SymbolicLink => String::from("a link to another file, not a file"),
        RejectReason::CompressionBomb => String::from("unpacks to far more than a picture would"),
        RejectReason::DuplicateName => String::from("second entry of this name; the first was taken"),
        RejectReason::UnsafePath => String::from("a path that leads out of its archive"),
        RejectReason::DecoderCrashed => String::from("the reader crashed on it and was started again"),
        RejectReason::DecoderTimedOut => String::from("took too long to read"),
        RejectReason::Unreadable => {
            String::from("the browser would not hand it over: was it moved or changed meanwhile?")
        }
        RejectReason::IdxShape => String::from(
            "an IDX file that holds neither images nor labels in bytes: write images as [n, rows, columns], or [n, rows, columns, 3] for colour, and labels as [n], with n of at least 1",
        ),
        RejectReason::WrongLength { declared, bytes } => {
            format!("its header speaks of {declared} bytes, and there are {bytes}: copy or download it again")
        }
        RejectReason::LabelsMissing { expected } => {
            format!("images without their labels: add the file “{expected}” from where this one came from")
        }
        RejectReason::ImagesMissing { expected } => {
            format!("labels without their images: add the file “{expected}” from where this one came from")
        }
        RejectReason::CountMismatch { images, labels } => format!(
            "{} and {}: take both files from the same set",
            counted(*images as usize, "image", "images"),
            counted(*labels as usize, "label", "labels"),
        ),
        RejectReason::LabelTooHigh { label, image, limit } => {
            format!("image {image} has the label {label}: number the classes from 0 to {limit}")
        }
        RejectReason::OnlyFirst { limit } => format!(
            "only its first {} images were looked at: put others into a file of their own",
            format::count(*limit as usize)
        ),
        RejectReason::TakenAlready => String::from("the same images were taken from another file already"),
    }
}
