//! Sweeps, in English.

use super::SweepText;
use crate::format::count;
use glass_core::sweep::State;

/// English.
pub const EN: SweepText = SweepText {
    title: "Sweep",
    lead: "Trains the same run again and again with one or two settings changed, several at once, and shows which \
           values serve best. The model on the page stays as it is.",
    first: "Change",
    second: "and",
    none: "nothing else",
    values: |setting| format!("{setting}: values"),
    values_hint: "Separate values by commas.",
    unreadable: |word, setting| format!("“{word}” is no value of {setting}."),
    no_values: |setting| format!("{setting} needs at least one value."),
    search: "Search",
    grid: "Grid",
    random: "Random",
    halving: "Successive halving",
    search_hint: |search| match search {
        "random" => {
            "Some of the combinations, drawn by the seed: often as good as all of them, in less time."
        }
        "halving" => {
            "All combinations for a few epochs, the best third of them for three times as many, and so on: the last \
             ones are trained as the settings say."
        }
        _ => "Every combination, trained as the settings say.",
    },
    n_random: "Combinations",
    start: |n| format!("Sweep {}", if n == 1 { String::from("1 run") } else { format!("{} runs", count(n)) }),
    too_many: |n, most| {
        format!("{} runs are too many; at most {}. Leave some values out.", count(n), count(most))
    },
    cancel: "Stop the sweep",
    progress: |done, all| format!("{} of {} runs done", count(done), count(all)),
    rung: |rung, of, epochs| format!("round {rung} of {of}, {epochs} epochs each"),
    over: |n| format!("{} runs, all done.", count(n)),
    given_up: |done, all| format!("Stopped after {} of {} runs.", count(done), count(all)),
    best: |values, loss, epoch, is_over, n_tied| {
        let head = if is_over { "Best" } else { "Best so far" };
        let tied = match n_tied {
            0 => String::new(),
            1 => String::from(" Another run came to the same loss: between them the sweep does not decide."),
            n => format!(" {n} other runs came to the same loss: between them the sweep does not decide."),
        };
        format!("{head}: {values}, with a validation loss of {loss} after epoch {epoch}.{tied}")
    },
    idle: |name| {
        format!("{name} changes nothing with this model, optimizer and schedule. Choose another setting.")
    },
    idle_short: "no effect here",
    in_use: "In use",
    take_best: "Use these settings",
    take: |values| format!("Use {values}"),
    take_short: "Use",
    curves: |n| {
        if n == 1 {
            String::from("Validation loss of the best run")
        } else {
            format!("Validation loss of the best {n} runs")
        }
    },
    curves_summary: |n| format!("Validation loss by epoch, one curve for each of {n} runs."),
    heat: "Lowest validation loss by setting",
    heat_summary: |n| {
        format!("Heat map of the lowest validation loss; {n} combinations are known. The bluer, the better.")
    },
    loss: "Lowest validation loss",
    cell: |values, loss| match loss {
        Some(loss) => format!("{values}: {loss:.4}"),
        None => format!("{values}: not known"),
    },
    empty: "no run has finished an epoch yet",
    table: "Runs of the sweep, best first",
    columns: ["Rank", "Accuracy (validation)", "Epochs", "State"],
    state: |state| match state {
        State::Waiting => "waiting",
        State::Running => "training",
        State::Done => "done",
        State::Failed => "failed",
    },
};
