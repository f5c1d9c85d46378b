//! A sweep over settings, as the page knows it.

use glass_core::recipe::Recipe;
use glass_core::sweep::Sweep;

/// A sweep, under way or over.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweeping {
    /// The settings it began with.
    pub base: Recipe,
    /// How far it is.
    pub sweep: Sweep,
    /// Somebody trains.
    pub is_running: bool,
}
