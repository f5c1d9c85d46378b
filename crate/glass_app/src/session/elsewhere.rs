//! The model of a run on the backend that it was not trained on.

use glass_core::performance::LatencyReport;
use glass_core::recipe::Backend;

/// The model of a run on the other backend.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// Whose model.
    pub run: u32,
    /// Where it is measured.
    pub backend: Backend,
    /// How fast it answers there; `None`: being measured.
    pub report: Option<LatencyReport>,
}
