//! The speed in English.

use super::{Kept, SpeedText};
use crate::format::{millis, percent, short_number};

/// English.
pub const EN: SpeedText = SpeedText {
    title: "Speed over time",
    lead: "How long answers took, from the first second on, and whether that is what was promised.",
    share: "Answers in time",
    within: "In time is within (ms)",
    period: "Period of the budget (min)",
    promise: |share, time| format!("{share} within {time}"),
    kept: |&Kept { in_time, n, n_late, spent }| {
        let budget = if spent > 1.0 {
            format!("{} times the error budget", short_number(spent))
        } else {
            format!("{} of the error budget", percent(spent))
        };
        format!("In time: {in_time} of {n} answers; late: {n_late}. Spent: {budget}.")
    },
    none: "No answer was timed yet.",
    budget: "Error budget spent",
    burning: "How fast the error budget burns",
    columns: ["Windows", "Long", "Short", "Limit", "Level"],
    windows: |long, short| format!("{long} and {short}"),
    burning_hint: "The error budget is the share of answers that may be late. At 1× it lasts exactly for the period. It burns too fast when both windows of a pair are over their limit: the long one says that it matters, the short one that it still goes on. Windows and limits are those of the SRE Workbook, scaled from 30 days to the period above; at least 5 late answers are needed.",
    alerts: "Times of fast burning",
    alert: |from, until, rate| match until {
        Some(until) => format!("from {from} to {until}, at worst {rate}"),
        None => format!("since {from}, at worst {rate}"),
    },
    timed: "What is timed",
    from_due: "from due to answered",
    work_alone: "the work alone",
    omission: "From due to answered, the wait in the queue counts. The work alone leaves it out (coordinated omission): a model that cannot keep up looks as fast as ever. The promise is judged from due to answered.",
    percentiles: "Times of answers, in percentiles",
    heat: "Times of answers, all of them",
    throughput: "Throughput",
    queue: "Queue",
    time_axis: "since the stream began (min:s)",
    millis_axis: "milliseconds",
    per_second_axis: "images a second",
    waiting_axis: "images waiting, at most",
    names: ["p50", "p90", "p99", "max"],
    untimed: "not timed: out of sight",
    collected: "garbage collected",
    ends: ["from (s)", "to (s)"],
    stretch: |from, until, times, n| {
        format!(
            "{from}–{until}: p50 {}, p90 {}, p99 {}, max {} ({n} answers)",
            millis(times.p50),
            millis(times.p90),
            millis(times.p99),
            millis(times.max)
        )
    },
    cell: |[from, until], [low, high], n, of| {
        format!("{from}–{until}: {n} of {of} answers took {low} to {high}")
    },
};
