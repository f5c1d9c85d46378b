//! The desk in English.

use super::DeskText;
use glass_core::disturbance::{Course, Dial, Preset};

/// English.
pub const EN: DeskText = DeskText {
    title: "Disturb the stream",
    hint: "Changes every image before the model sees it, from the next one on. The pictures below show what it saw.",
    more: "All dials",
    dial,
    dial_hint: |dial| match dial {
        Dial::Warmth => Some("Blue to orange. A gray image has no colour to change."),
        Dial::ClassMix => Some("Share of images replaced by one of the first class."),
        Dial::UnseenClass => Some(
            "Share of images replaced by a striped thing of no class, drawn here. No answer to it is right.",
        ),
        Dial::SwappedLabels => Some(
            "Share of images of the first two classes whose labels change places: concept drift. The pixels stay as they are.",
        ),
        _ => None,
    },
    quiet: "Undisturbed",
    now: |amounts| {
        let said: Vec<String> =
            amounts.iter().map(|(of, amount)| format!("{} {amount:+.2}", dial(*of))).collect();
        if said.is_empty() {
            String::from("The last image was not disturbed.")
        } else {
            format!("The last image: {}.", said.join(", "))
        }
    },

    story: "Story",
    preset: |preset| match preset {
        Preset::LampChanged => "the lamp was changed",
        Preset::DayAndNight => "day and night",
        Preset::DirtyLens => "the lens gets dirty",
        Preset::CameraMoved => "the camera was moved",
        Preset::OldSensor => "the sensor ages",
        Preset::SlowLine => "the line is slow",
        Preset::InTheWay => "something in the way",
        Preset::NewThing => "a new coin was minted",
        Preset::Fashion => "one class in fashion",
        Preset::ChangedRules => "the rules changed",
    },
    preset_hint: |preset| match preset {
        Preset::LampChanged => "At once darker and warmer: brightness and colour should alarm.",
        Preset::DayAndNight => {
            "Brightness comes and goes: alarms open and close, where a day takes several windows."
        }
        Preset::DirtyLens => "Slowly blurred and flat: sharpness first, confidence later.",
        Preset::CameraMoved => "Turned, and nearer: the model may fail while the light is the same.",
        Preset::OldSensor => "Noise grows: sharpness rises, for noise looks like detail.",
        Preset::SlowLine => "Strongly compressed for a while, again and again.",
        Preset::InTheWay => "A gray patch covers part of the image, now and then.",
        Preset::NewThing => "Things of no class come more and more often: the model has no word for them.",
        Preset::Fashion => {
            "One class comes more and more often: the mix of answers should alarm, accuracy may stay."
        }
        Preset::ChangedRules => {
            "Two classes change names at once. The images are as before: only labels show it, and what is estimated without labels is wrong."
        }
    },
    over: "Images it takes",
    play: "Begin the story",
    play_next: "Write it into the next stream",
    play_waits: "No stream runs: the story begins with the next one you start.",

    script: "Script",
    script_hint: "What happens at which image. It can be written before the start; stories, and dials turned by hand, are written down as they happen. Play again repeats it all.",
    script_none: "Nothing is written.",
    line: |of, amount, course, ends| {
        let when = match course {
            Course::Step { at } => format!("from image {}", at + 1),
            Course::Ramp { at, over } => format!("growing over {over} images from image {}", at + 1),
            Course::Season { at, every } => {
                format!("coming and going every {every} images from image {}", at + 1)
            }
            Course::Burst { at, every, lasts } => {
                format!("for {lasts} images every {every} from image {}", at + 1)
            }
        };
        let end = ends.map(|ends| format!(", over at image {}", ends + 1)).unwrap_or_default();
        format!("{} {amount:+.2}, {when}{end}", dial(of))
    },
    turn: |of, amount, at| format!("{} {amount:+.2} by hand, from image {}", dial(of), at + 1),
    remove: "Remove",
    add: "Add to the script",
    which: "Dial",
    amount: "Amount",
    course: "Course",
    courses: ["at once", "growing", "coming and going", "in bursts"],
    at: "From image",
    length: "Over images",

    arrivals: "Images come",
    arrival: ["evenly", "by chance (Poisson)"],
    delay: "Labels come later by (images)",
    pause: "Pause",
    resume: "Resume",
    step: "One image",
    again: "Play again",
    again_hint: "The same images, the same disturbances: the same answers and alerts.",
    seek: "Image",
    go: "Go there",
    stream_more: "Arrivals, late labels, going to an image",
    once_in: "One false alarm in about … windows",
    block: "Images come in runs of … alike",
    limits: |once_in, is_reduced, rate, low, high| {
        let reduced = if is_reduced { " (the rarest that can be simulated)" } else { "" };
        format!(
            "Limits for one false alarm in {once_in} windows{reduced}, that is {:.2} in 100. Measured on other simulated streams without drift: {rate:.2} in 100 windows [{low:.2}, {high:.2}].",
            100.0 / f64::from(once_in)
        )
    },
    renewing: |share| format!("Finding limits for the new reference; the stream stands still: {share}."),
    renewed: |n, before| {
        format!(
            "The reference was renewed: since image {before}, windows are compared with the {n} images before it, no longer with the held-out test split."
        )
    },
    restore_reference: "Compare with the held-out images again",
    preparing: |share| format!("Learning what is normal, before the first image: {share}."),
    is_paused: "Standing still.",
};

fn dial(dial: Dial) -> &'static str {
    match dial {
        Dial::Brightness => "Brightness",
        Dial::Contrast => "Contrast",
        Dial::Warmth => "Colour cast",
        Dial::Blur => "Blur",
        Dial::Noise => "Noise",
        Dial::Rotation => "Rotation",
        Dial::Scale => "Scale",
        Dial::Occlusion => "Occlusion",
        Dial::Jpeg => "JPEG compression",
        Dial::Pixelation => "Pixelation",
        Dial::ClassMix => "Class mix",
        Dial::UnseenClass => "Unseen class",
        Dial::SwappedLabels => "Swapped labels",
    }
}
