//! The grading in English.

use super::{GradeText, Said};

/// English.
pub const EN: GradeText = GradeText {
    title: "Grade the monitor",
    lead: "Would it have noticed, and when? A story is told in many seeded streams, each with a twin in which nothing happens. All are answered by the model and watched with the window and limits set above.",
    story: "Story to grade by",
    over: "Images the story takes",
    streams: "Streams",
    windows: "Windows in each",
    start: "Grade",
    stop: "Stop grading",
    progress: "Grading the monitor",
    done: |done, of| format!("{done} of {of} pairs of streams"),
    mark: |&Said { story, n_caught, n_streams, delay, false_rate: [rate, low, high], asked }| {
        let when = delay.map(|it| format!(", half of the times within {it:.0} images")).unwrap_or_default();
        format!(
            "“{story}” raised an alarm in {n_caught} of {n_streams} streams{when}. False alarms in the undisturbed twins: {rate:.2} in 100 windows [{low:.2}, {high:.2}]; asked for: {asked:.2}."
        )
    },
    first: |names, of| {
        if names.is_empty() {
            String::new()
        } else {
            format!("First to alarm, most often in {of} streams: {}.", names.join(", "))
        }
    },
    table: "Each signal graded",
    detector: "Signal",
    whole: "any signal",
    columns: ["Caught", "Delay (images)", "First", "False alarms", "AUC"],
    columns_hint: "Caught: disturbed streams in which it alarmed, with the 95 % interval. Delay: median, and from the 10th to the 90th percentile. First: streams in which no signal was earlier. False alarms: in the undisturbed twins. AUC: how well it tells disturbed from undisturbed at any limit; 0.5 is chance.",
    chart: "Caught against false alarms, limit by limit",
    axes: ["undisturbed streams that alarm", "disturbed streams that alarm"],
    chance: "chance",
    empty: "No stream is graded yet.",
    delay: |[low, median, high]| format!("{median:.0} ({low:.0}–{high:.0})"),
};
