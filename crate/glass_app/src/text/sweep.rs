//! What is said of a sweep over settings.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::sweep::State;

/// What is said of a sweep.
#[derive(Debug)]
pub struct SweepText {
    /// The part's name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Label of the first setting.
    pub first: &'static str,
    /// Label of the second setting.
    pub second: &'static str,
    /// No second setting.
    pub none: &'static str,
    /// Label of a setting's values: its name.
    pub values: fn(&str) -> String,
    /// How values are typed.
    pub values_hint: &'static str,
    /// A word that is no value: the word, the setting.
    pub unreadable: fn(&str, &str) -> String,
    /// A setting without values.
    pub no_values: fn(&str) -> String,
    /// Label of the search.
    pub search: &'static str,
    /// All combinations.
    pub grid: &'static str,
    /// Some of them.
    pub random: &'static str,
    /// Successive halving.
    pub halving: &'static str,
    /// What the chosen search does, by its word.
    pub search_hint: fn(&str) -> &'static str,
    /// Label of the number of combinations drawn.
    pub n_random: &'static str,
    /// Starts: how many trials.
    pub start: fn(usize) -> String,
    /// Too many trials: how many, the most.
    pub too_many: fn(usize, usize) -> String,
    /// Ends it.
    pub cancel: &'static str,
    /// How far it is: trials done and in all.
    pub progress: fn(usize, usize) -> String,
    /// The round of halving: which, of how many, its epochs.
    pub rung: fn(usize, usize, u32) -> String,
    /// It is over: how many trials.
    pub over: fn(usize) -> String,
    /// It was given up: trials done and in all.
    pub given_up: fn(usize, usize) -> String,
    /// The best trial: its values, loss and epoch; whether all are over; how many others came to the same.
    pub best: fn(&str, &str, u32, bool, usize) -> String,
    /// A setting that changes nothing here.
    pub idle: fn(&str) -> String,
    /// Beside the name of a setting that changes nothing here.
    pub idle_short: &'static str,
    /// Those settings are in force.
    pub in_use: &'static str,
    /// Takes the settings of the best.
    pub take_best: &'static str,
    /// Takes the settings of a trial; begins with the word that is seen.
    pub take: fn(&str) -> String,
    /// The word that is seen of that.
    pub take_short: &'static str,
    /// The curves' heading: how many trials they show.
    pub curves: fn(usize) -> String,
    /// The curves for those who do not see them.
    pub curves_summary: fn(usize) -> String,
    /// The heat map's heading.
    pub heat: &'static str,
    /// The heat map for those who do not see it: how many combinations are known.
    pub heat_summary: fn(usize) -> String,
    /// What a cell holds.
    pub loss: &'static str,
    /// A cell under the pointer: its values, its loss.
    pub cell: fn(&str, Option<f64>) -> String,
    /// Nothing is known yet.
    pub empty: &'static str,
    /// Caption of the table.
    pub table: &'static str,
    /// Heads of its columns: rank, accuracy, epochs, state.
    pub columns: [&'static str; 4],
    /// A trial's state.
    pub state: fn(State) -> &'static str,
}
