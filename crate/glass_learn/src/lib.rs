//! Learning: small image classifiers on burn, trained one bounded step at a time.
//!
//! From prepared images ([`ImageSet`], `u8`) over batches (`f32`, `[B, C, H, W]`) to weights, reports and
//! probabilities. Nothing here loops by itself, reads a clock, or touches a page: [`Trainer::step`] does one
//! piece of work and returns, and the caller passes the time. The same recipe, images and backend give the
//! same bits: every draw comes from a named stream of the recipe's seed, none from burn.
//!
//! burn's backends are named in one file, `backend.rs`.

#![forbid(unsafe_code)]

pub mod augment;
mod backend;
pub mod batch;
pub mod bench;
mod engine;
pub mod evaluate;
mod fused;
mod graph;
pub mod image_set;
mod loss;
pub mod model;
mod optimizer;
pub mod order;
pub mod predictor;
pub mod refused;
pub mod snapshots;
pub mod trainer;
pub mod weights;

pub use augment::augmented;
pub use backend::is_built;
pub use batch::Normalization;
pub use evaluate::{Evaluation, Outcome};
pub use image_set::ImageSet;
pub use predictor::Predictor;
pub use refused::Refused;
pub use snapshots::Snapshots;
pub use trainer::{Progress, Stopped, Trainer};
pub use weights::Weight;

#[cfg(test)]
mod tests;
