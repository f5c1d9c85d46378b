//! The parameters of a burn module as named flat arrays, out and in.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData};

use super::network::Network;
use crate::refused::Refused;
use crate::weights::Weight;

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
