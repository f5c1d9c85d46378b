//! The hot operations of learning: dense layers, the CNN's convolution block, clipping, the optimisers'
//! updates.
//!
//! Plain functions over slices of `f32`, four lanes at a time ([`lanes`]), sums in a fixed order, nothing
//! allocated. The same source runs in browsers and natively and comes to the same bits. No tensors, no graph:
//! who calls them knows what follows what.

pub mod clip;
pub mod conv;
pub mod conv_gradient;
pub mod dense;
pub mod lanes;
pub mod optimizer;
mod tile;

pub use conv::{Canvas, Conv};
pub use conv_gradient::Hits;
pub use dense::Dense;

#[cfg(test)]
mod tests;
