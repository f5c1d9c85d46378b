//! Weights as named flat arrays: for export, for checkpoints, and for saying that two models are the same.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::model::Network;
use crate::refused::Refused;

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

/// The weights of a network, in the order of its layers.
pub(crate) fn read(network: &Network) -> Vec<Weight> {
    let mut reader = Reader::default();
    network.visit(&mut reader);
    reader.weights
}

/// The network with `weights` in the place of its own. They must be all it has, in order, by name and shape.
pub(crate) fn write(network: Network, weights: &[Weight]) -> Result<Network, Refused> {
    let expected = read(&network);
    let is_same = |(ours, theirs): (&Weight, &Weight)| {
        ours.name == theirs.name && ours.shape == theirs.shape && ours.values.len() == theirs.values.len()
    };
    if let Some((ours, _)) = expected.iter().zip(weights).find(|&pair| !is_same(pair)) {
        return Err(Refused::Weights(ours.name.clone()));
    }
    if expected.len() != weights.len() {
        return Err(Refused::Weights(String::new()));
    }
    Ok(network.map(&mut Writer { weights: weights.iter() }))
}

/// A tensor's numbers, in order.
pub(crate) fn numbers<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    let data = tensor.into_data();
    data.as_slice::<f32>().map(<[f32]>::to_vec).unwrap_or_default()
}

#[derive(Default)]
struct Reader {
    path: Vec<String>,
    weights: Vec<Weight>,
}

impl ModuleVisitor for Reader {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_string());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = param.val();
        // The first part is the architecture's own name.
        let name = self.path.iter().skip(1).map(String::as_str).collect::<Vec<_>>().join(".");
        self.weights.push(Weight { name, shape: tensor.dims().to_vec(), values: numbers(tensor) });
    }
}

struct Writer<'a> {
    weights: std::slice::Iter<'a, Weight>,
}

impl ModuleMapper for Writer<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let Some(weight) = self.weights.next() else { return param };
        param.map(|old| {
            let data = TensorData::new(weight.values.clone(), old.dims());
            let tensor = Tensor::from_data(data, &old.device());
            if old.is_require_grad() { tensor.require_grad() } else { tensor }
        })
    }
}
