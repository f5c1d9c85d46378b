//! Weights as named flat arrays: for export, for checkpoints, and for saying that two models are the same.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// One parameter. Dense layers are `[n_inputs, n_outputs]`, convolutions `[n_outputs, n_inputs, 3, 3]`; a dense
/// layer behind a flatten sees its inputs channel by channel, row by row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// Its name: the layer's and its part, as in `hidden.weight`.
    pub name: String,
    /// Its extents.
    pub shape: Vec<usize>,
    /// Its numbers, the last extent running fastest.
    pub values: Vec<f32>,
}

/// Digest of names, shapes and every bit of the numbers (xxh3, 64 bits).
pub fn digest(weights: &[Weight]) -> u64 {
    let mut hash = Xxh3::new();
    for weight in weights {
        hash.update(weight.name.as_bytes());
        for extent in &weight.shape {
            hash.update(&(*extent as u64).to_le_bytes());
        }
        for value in &weight.values {
            hash.update(&value.to_bits().to_le_bytes());
        }
    }
    hash.digest()
}
