//! Learning: small image classifiers, trained one bounded step at a time.
//!
//! From prepared images ([`ImageSet`], `u8`) over batches (`f32`, `[B, C, H, W]`) to weights, reports and
//! probabilities. Nothing here loops by itself, reads a clock, or touches a page: [`Trainer::step`] does one
//! piece of work and returns, and the caller passes the time. The same recipe, images and backend give the
//! same bits: every draw comes from a named stream of the recipe's seed.
//!
//! Who computes is said in `engine.rs`; burn's backends are named in one file, `graph/backend.rs`.

#![forbid(unsafe_code)]

pub mod augment;
pub mod batch;
pub mod bench;
mod engine;
pub mod evaluate;
mod fused;
#[cfg(feature = "graph")]
mod graph;
pub mod image_set;
mod loss;
pub mod model;
pub mod order;
pub mod predictor;
pub mod rate_finder;
pub mod refused;
pub mod snapshots;
pub mod trainer;
pub mod weights;

pub use augment::augmented;
pub use batch::Normalization;
pub use engine::is_built;
pub use evaluate::{Evaluation, Outcome};
pub use image_set::ImageSet;
pub use predictor::{Answer, Predictor};
pub use rate_finder::RateFinder;
pub use refused::Refused;
pub use snapshots::Snapshots;
pub use trainer::{Progress, Stopped, Trainer};
pub use weights::Weight;

#[cfg(test)]
mod tests;
