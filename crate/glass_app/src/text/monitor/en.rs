//! The Monitor station in English.

use super::{AlertText, MonitorChartText, MonitorText, PerformanceText, StreamText, WindowText};
use crate::format::{self, millis};
use crate::text::page::counted;
use glass_core::performance::Part;
use glass_core::property::PropertyKind;
use glass_core::split::SplitName;
use glass_core::stream::{Cause, Level, Remedy, Signal};

/// English.
pub const EN: MonitorText = MonitorText {
    title: "Monitor",
    lead: "Put the model into service: how fast it answers, how well, and whether the images it meets are still those it knows.",
    needs_model: "Train a model first.",
    performance: PERFORMANCE,
    stream: STREAM,
    window: WINDOW,
    alert: ALERT,
    chart: CHART,
    level,
    signal,
};

fn level(level: Level) -> &'static str {
    match level {
        Level::Steady => "steady",
        Level::Watch => "watch",
        Level::Alarm => "alarm",
    }
}

fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::Property(PropertyKind::Area) => "image area",
        Signal::Property(PropertyKind::Aspect) => "aspect ratio",
        Signal::Property(PropertyKind::Brightness) => "brightness",
        Signal::Property(PropertyKind::Contrast) => "contrast",
        Signal::Property(PropertyKind::Red) => "share of red",
        Signal::Property(PropertyKind::Green) => "share of green",
        Signal::Property(PropertyKind::Blue) => "share of blue",
        Signal::Property(PropertyKind::Sharpness) => "sharpness",
        Signal::Confidence => "confidence",
        Signal::Novelty => "novelty (distance of features)",
        Signal::Latency => "latency",
        Signal::PredictedClass => "predicted classes",
        Signal::Quality => "accuracy",
    }
}

const PERFORMANCE: PerformanceText = PerformanceText {
    title: "Inference performance",
    lead: "How long the model takes to answer on this machine, in this browser: one image at a time, end to end, then 64 at once.",
    measure: "Measure inference",
    measuring: "Measuring …",
    none: "Not measured yet.",
    warm: |count| format!("Warm, one image at a time ({} measurements)", format::count(count as usize)),
    millis,
    mean: "mean",
    p50: "p50 (median)",
    p90: "p90",
    p95: "p95",
    p99: "p99",
    max: "largest",
    cold: "cold (first answer)",
    cold_hint: "The very first answer of a fresh model; never part of the percentiles.",
    interval: |low, high| match (low, high) {
        (Some(low), Some(high)) => format!("95 % interval {} to {}", millis(low), millis(high)),
        (Some(low), None) => {
            format!("95 % interval from {}, too few measurements for the upper end", millis(low))
        }
        (None, Some(high)) => {
            format!("95 % interval up to {}, too few measurements for the lower end", millis(high))
        }
        (None, None) => String::from("too few measurements for an interval"),
    },
    p99_uncertain: |count, needed| {
        format!("Grey: {count} measurements are too few to know p99; from {needed} on it is solid.")
    },
    batch: "throughput, batches of 64",
    batches: "What batches bring",
    batch_columns: ["Images in a batch", "A batch takes", "Throughput"],
    images_per_second: |rate| format!("{} images/s", format::count(rate.max(0.0).round() as usize)),
    clock: |tick, calls| {
        let tick = format!("This browser's clock ticks every {}.", millis(tick));
        if calls > 1 {
            format!(
                "{tick} One answer is shorter than 20 ticks, so it is timed in repeats of {calls} and divided: \
                 differences within a repeat are not seen, and the tails look smaller than they are."
            )
        } else {
            format!("{tick} Every answer is timed on its own.")
        }
    },
    parts: "By part, in milliseconds",
    not_decoded: "These images came with the page or by one sheet: decoding single files was not measured.",
    decoded: "Reading and decoding happen once, when files come in, and are no part of an answer's time.",
    cold_column: "Cold",
    part_column: "Part",
    share: "Share of all parts",
    part: |part| match part {
        Part::Decode => "read and decode",
        Part::Resize => "resize",
        Part::Normalize => "normalise",
        Part::Forward => "forward pass",
        Part::ReadBack => "read back",
    },
    histogram: "Latency of one answer",
    histogram_summary: |p50, p95, p99| {
        format!("Latency histogram: p50 {}, p95 {}, p99 {}.", millis(p50), millis(p95), millis(p99))
    },
    time_axis: "time of one answer (ms)",
    count_axis: "answers",
    empty: "measure to see the distribution",
};

const STREAM: StreamText = StreamText {
    title: "In service",
    lead: "A stream of images is answered in the worker, as a camera would send them. The last ones form the window, which is compared with the reference: the held-out test split, until another window is taken for it.",
    source: "Images from",
    replay: |split| match split {
        SplitName::Train => "replay of the training split",
        SplitName::Validation => "replay of the validation split",
        SplitName::Test => "replay of the test split",
    },
    dropped: |n| format!("your images for service ({})", format::count(n)),
    files: "Add images for service",
    folder: "Add a folder for service",
    files_hint: "They are answered, never trained on. A folder named like a class is its label; other images have none. Other folders are recordings, days for instance, and play one after another.",
    rate: "Images a second",
    window: "Window (images)",
    start: "Start service",
    stop: "Stop service",
    no_dropped: "Add images for service first.",
};

const WINDOW: WindowText = WindowText {
    status: "Status",
    not_started: "not started",
    standing: |level, is_running| {
        let said = match level {
            Level::Steady => "Steady: the window looks like the reference.",
            Level::Watch => "Watch: something is unusual; look closer.",
            Level::Alarm => "Alarm: this is stranger than chance explains; act.",
        };
        if is_running {
            String::from(said)
        } else {
            format!("The stream has stopped; what follows is its last window. {said}")
        }
    },
    seen: |seen, n| {
        format!("{} images seen, {} in the window.", format::count(seen as usize), format::count(n as usize))
    },
    before: "accuracy before",
    before_was: |share| format!("before {share}"),
    to_compare: "The stream that the model before answered is kept. Play it again: the same images, disturbed the same way, and its accuracy beside this one's.",
    other_model: "These answers were given by another model than the one the page shows now. Start anew to watch that one.",
    filling: "The window is filling; nothing is judged yet.",
    throughput: "throughput",
    queue: |queue| format!("{} waiting", format::count(queue as usize)),
    response: |p50, p95, p99| {
        format!("response p50 {}, p95 {}, p99 {}", millis(p50), millis(p95), millis(p99))
    },
    untimed: |n| {
        format!(
            "{} not timed: answered while the page was hidden, or on the way to an image",
            format::count(n as usize)
        )
    },
    response_hint: "From the moment an image was due to its answer: waiting counts.",
    accuracy: "accuracy",
    precision: "precision (macro)",
    recall: "recall (macro)",
    f1: "F1 (macro)",
    confidence: "mean confidence",
    reference: |value| format!("reference {value}"),
    labelled: |labelled, n, different| match different < labelled {
        true => format!(
            "{labelled} of {n} answers in the window have a label. They are of {different} different images, and the interval goes by those: an image that comes again is no new evidence."
        ),
        false => format!("{labelled} of {n} images in the window have a label."),
    },
    recalibrate: "Recalibrate on this window's labels",
    recalibrate_hint: "Finds the temperature at which the model would have been as sure, on average, as it was right in this window. The estimate goes by it from now on; the model and its answers stay.",
    restore_calibration: "Back to the calibration on the validation images",
    recalibrated: |before, temperature| {
        format!(
            "Since image {before} the estimate goes by probabilities that were calibrated on the labels of the window before it: temperature {temperature}. There the two agree by construction, as far as a temperature can bring them together; judge it by later windows."
        )
    },
    unusual: |names| format!("It is about: {}.", names.join(", ")),
    muted: |names| format!("Muted, and not in order: {}.", names.join(", ")),
    labels_late: |delay| {
        format!(
            "The labels of this window are not known yet: they come {delay} images late. The chart shows what is known of earlier images."
        )
    },
    labels_foreign: "These images carry labels, but none of a class that the model knows: there is no accuracy, precision or recall.",
    estimate_of_few: |n| {
        format!(
            "Do not rely on the estimate: how far the model's probabilities can be believed was found on {n} validation images only, and the band says nothing of that."
        )
    },
    estimate_doubtful: |novel| {
        let count = novel.map(|(n, of)| format!(" ({n} of {of} look like none of the classes)"));
        format!(
            "Do not rely on the estimate: it assumes images like the reference, and by their features these lie elsewhere{}.",
            count.unwrap_or_default()
        )
    },
    no_labels: "No labels: these images do not say what they are, so there is no accuracy, precision or recall. What is left is below: confidence, predicted classes, drift.",
    mix: "Predicted classes",
    mix_class: "Class",
    mix_window: "Window",
    mix_reference: "Reference",
    frames: "Last answers",
    label: "label …",
    label_of: |image| format!("label … what image {} is", image + 1),
    label_hint: "While the stream stands still, you can say under each picture what it is: that counts in the window, when the stream is played again, and when you train on labelled images.",
    frames_hint: "✓ right · ✗ wrong (dashed) · ? no label. Shown as the model saw them, disturbed.",
    frames_none: "No answer yet.",
    right: "right",
    wrong: "wrong",
    unknown: "no label",
    no_class: "a thing of no class",
    estimate: "estimated without labels",
    estimate_hint: "From the model's own probabilities (CBPE), calibrated on the validation images unless something else is said above. The band, where there is one, is ±3 standard errors of a window this long. It assumes that these probabilities still mean what they meant, and that what a class looks like has not changed: the story “the rules changed” breaks that.",
    estimate_parted: |estimate, accuracy| {
        format!(
            "The estimate, {estimate}, and what labels say, {accuracy}, lie apart: what the estimate assumes does not hold here. Believe the labels."
        )
    },
    hide_labels: "Hide the labels",
    labels_hidden: "The labels are hidden: what is estimated without them stands alone. Show them to see how good the estimate was.",
    frame: |index, predicted, confidence, actual| match actual {
        Some(actual) => format!("Image {}: predicted {predicted} ({confidence}), is {actual}", index + 1),
        None => format!("Image {}: predicted {predicted} ({confidence}), no label", index + 1),
    },
};

const ALERT: AlertText = AlertText {
    harden: |name, value| format!("Show it such images in training: {name} {value}"),
    hardened: "Set. Train again, then play the same stream again to compare.",
    retrain: "Train again",
    acknowledge: "Acknowledge",
    acknowledge_all: "Acknowledge all",
    renew: "Take this window as the reference",
    renew_hint: "If this is the new normal: alerts close, limits are found anew, and what comes is compared with the images of this window, until you go back to the held-out images or start the service anew.",
    acknowledged: "Acknowledged",
    mute: "Mute this signal",
    mute_hint: "It is still watched and listed; until the next stream, the level, the page's title and the sound pass over it.",
    unmute: "Unmute",
    sound: "Sound an alarm",
    title: "Alerts",
    none: "None. An alert opens when a signal stays unusual for two evaluations, and closes when it returns.",
    moved: |which, shift, is_now| {
        let is = if is_now { "is" } else { "was" };
        match (which, shift) {
            (Signal::Quality, Some(shift)) => format!(
                "Accuracy {is} {:.1} percentage points {} the reference",
                shift.abs() * 100.0,
                if shift < 0.0 { "below" } else { "above" }
            ),
            (Signal::PredictedClass, _) => {
                format!("The mix of predicted classes {is} unlike the reference")
            }
            (which, Some(shift)) => format!(
                "{} {is} {:.1} reference standard deviations {}",
                capital(signal(which)),
                shift.abs(),
                if shift < 0.0 { "lower" } else { "higher" }
            ),
            (which, None) => format!("{} {is} distributed unlike the reference", capital(signal(which))),
        }
    },
    eased: |worst, now| format!("{}, now {}", level(worst), level(now)),
    when: |raised, cleared| match cleared {
        Some(cleared) => format!("Raised at image {}, over at image {}.", raised + 1, cleared + 1),
        None => format!("Raised at image {}, still open.", raised + 1),
    },
    returned: |n, image| {
        format!("Came back {}, last at image {}.", counted(n as usize, "time", "times"), image + 1)
    },
    evidence: |signal, shift, statistic, p| {
        let shift = shift.map(|shift| match signal {
            Signal::Quality => format!("shift {} percentage points", format::signed(shift * 100.0, 1)),
            _ => format!("shift {}", format::signed(shift, 1)),
        });
        let statistic = statistic.map(|it| format!("statistic {}", format::short_number(it)));
        let p = p.map(|p| if p < 0.001 { "p < 0.001".into() } else { format!("p = {p:.3}") });
        let p = p.map(|p| format!("{p} (corrected for all signals)"));
        let known: Vec<String> = [shift, statistic, p].into_iter().flatten().collect();
        known.join(", ")
    },
    worst: |image, evidence| format!("At its worst, at image {}: {evidence}.", image + 1),
    cause_label: "Likely cause, as of its worst",
    cause: |cause, class| {
        let said = match cause {
            Cause::ImageSize => "images of another size: another camera, resolution or export",
            Cause::ImageShape => "images of another shape: another crop or orientation",
            Cause::Darker => "the light changed, it is darker: lamp, exposure, time of day",
            Cause::Brighter => "the light changed, it is brighter: lamp, exposure, time of day",
            Cause::LessContrast => "less contrast: fog, a dirty lens, back-light",
            Cause::MoreContrast => "more contrast: hard light, deep shadows",
            Cause::ColourCast => "other colours: white balance, coloured light or another background",
            Cause::Blurrier => "out of focus, moving, or a dirty lens",
            Cause::SharperOrNoisier => {
                "more detail, or noise: another camera, higher gain, stronger compression"
            }
            Cause::Mixed(_) => "the same on average but spread otherwise: a mix of conditions",
            Cause::LessCertain => "the model is less sure: images unlike the training set",
            Cause::MoreCertain => {
                "the model is surer than it was: easier images, many alike, or images it is surely wrong about; only labels tell"
            }
            Cause::Unlike => {
                "images unlike all the model was tested on: perhaps a new class, perhaps another world"
            }
            Cause::Alike => {
                "images more alike than those the model was tested on: perhaps one scene again and again"
            }
            Cause::ClassMix { .. } => return format!("“{class}” is predicted more often than before"),
            Cause::MoreErrors => "the model is wrong more often: the images or their labels have changed",
            Cause::Slower => "answers take longer than in the reference: load, hardware, or larger inputs",
            Cause::Faster => {
                "answers come sooner than in the reference: less load, other hardware, or smaller inputs"
            }
            Cause::Uneven => "answers take as long on average, but vary otherwise than in the reference",
        };
        String::from(said)
    },
    remedy_label: "What to do",
    remedy: |remedy| match remedy {
        Remedy::CheckLight => "Check the light: lamp, exposure, shade.",
        Remedy::CheckCamera => "Check the camera: focus, distance, a clean lens.",
        Remedy::CheckColour => "Check white balance, coloured light and background.",
        Remedy::CheckPreparation => "Check how images are cropped, scaled and exported.",
        Remedy::LabelFrames => "Label the images below to see whether quality suffers.",
        Remedy::TrainOnFrames => "Add such images to the training set and train again.",
        Remedy::RenewReference => {
            "If this is the new normal, take this window as the reference, or train again with it."
        }
    },
    frames: "Most responsible",
};

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect())
}

const CHART: MonitorChartText = MonitorChartText {
    numbers: "Numbers",
    missing: "n/a",
    empty: "no window yet",
    live: "Accuracy in the window, and the level",
    live_summary: |seen, accuracy, level| match accuracy {
        Some(accuracy) => format!("After {seen} images: windowed accuracy {accuracy}, level {level}."),
        None => format!("After {seen} images: no labels, level {level}."),
    },
    seen_axis: "images seen",
    share_axis: "share of the window",
    reference_line: |value| format!("reference {value}"),
    drift: "Drift: window against reference",
    drift_summary: |moved| match moved {
        [] => String::from("Drift charts: no signal has moved."),
        moved => format!("Drift charts. Moved: {}.", moved.join(", ")),
    },
    low: "low",
    high: "high",
    level: "level",
    reference: "reference",
    window: "window",
    signal: "signal",
    statistic: "test",
    score: "statistic",
    limit: "limit",
    quality: "answers",
    classes: "predicted class",
};
