//! What is said of a challenger beside the model in service.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of a challenger beside the model in service.
#[derive(Debug)]
pub struct DuelText {
    /// Heading.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// The choice of the challenger.
    pub choice: &'static str,
    /// Nobody.
    pub nobody: &'static str,
    /// There is no kept run to choose.
    pub no_run: &'static str,
    /// Begins the comparison anew.
    pub anew: &'static str,
    /// Puts the challenger into service.
    pub promote: &'static str,
    /// What that does.
    pub promote_hint: &'static str,
    /// It learned before images were added.
    pub of_before: &'static str,
    /// Its weights are being read: its name.
    pub coming: fn(&str) -> String,
    /// It waits for a stream: its name.
    pub waiting: fn(&str) -> String,
    /// The model in service.
    pub champion: &'static str,
    /// The other: its name.
    pub challenger: fn(&str) -> String,
    /// The columns of the table: model, right in the window, right of the distinct images, time an image.
    pub columns: [&'static str; 4],
    /// How many images both, one or none answered rightly, and the share on which they agree: both, champion,
    /// challenger, neither, agreement as printed.
    pub hits: fn([u64; 4], &str) -> String,
    /// Nobody has labels yet.
    pub no_labels: &'static str,
    /// Nothing is beyond chance: distinct images, those that only one answered rightly, those of the challenger, and its
    /// share with the band as printed.
    pub open: fn(u64, u64, u64, &str) -> String,
    /// The champion is better: the image that decided it.
    pub champion_better: fn(u64) -> String,
    /// The challenger is better: the image that decided it.
    pub challenger_better: fn(u64) -> String,
    /// What counts, and how often a verdict is wrong.
    pub hint: &'static str,
    /// Title of the chart of accuracies.
    pub accuracy: &'static str,
    /// Title of the chart of the evidence.
    pub evidence: &'static str,
    /// Its lines: the share, the ends of its band, what equals would have.
    pub share: &'static str,
    /// Upper end.
    pub high: &'static str,
    /// Lower end.
    pub low: &'static str,
    /// Equally good.
    pub equal: &'static str,
    /// Title of its vertical axis.
    pub share_axis: &'static str,
}
