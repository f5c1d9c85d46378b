//! Levels of alarm.

use serde::{Deserialize, Serialize};

/// How worrying a stream is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing unusual.
    #[default]
    Steady,
    /// Look closer.
    Watch,
    /// Act.
    Alarm,
}
