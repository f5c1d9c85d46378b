//! Where everything lies: the layers of an architecture and the places of their weights in one flat buffer.

use glass_core::recipe::{Model, ModelKind};
use glass_kernels::{Canvas, Conv, Dense};
use std::ops::Range;

use crate::model::{self, Shape};
use crate::weights::Weight;

/// The two convolution blocks, and where their weights and biases lie.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Blocks {
    pub(super) first: Conv,
    pub(super) second: Conv,
    pub(super) first_at: Places,
    pub(super) second_at: Places,
}

/// A dense layer, and where its weights and biases lie.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DenseAt {
    pub(super) dense: Dense,
    pub(super) at: Places,
}

/// Where a layer's weights and biases lie.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    pub(super) weights: Range<usize>,
    pub(super) bias: Range<usize>,
}

/// An architecture laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) shape: Shape,
    pub(super) kind: ModelKind,
    pub(super) blocks: Option<Blocks>,
    /// The hidden layer, and how many of its units are no padding.
    pub(super) hidden: Option<(DenseAt, usize)>,
    pub(super) head: DenseAt,
    /// Numbers in the buffer.
    pub(super) len: usize,
}

impl Plan {
    pub(super) fn new(model: &Model, shape: Shape) -> Self {
        let mut len = 0;
        let blocks = (model.kind == ModelKind::Cnn).then(|| {
            let [first, second] = model::BLOCKS;
            let first = Conv { side: shape.size, n_inputs: shape.channels, n_outputs: first };
            let second = Conv { side: first.pooled_side(), n_inputs: first.n_outputs, n_outputs: second };
            let first_at = Places::next(&mut len, first.n_weights(), first.n_outputs);
            let second_at = Places::next(&mut len, second.n_weights(), second.n_outputs);
            Blocks { first, second, first_at, second_at }
        });
        let n_inputs = blocks
            .as_ref()
            .map_or(shape.n_inputs(), |blocks| blocks.second.n_pooled() * blocks.second.n_outputs);
        let n_hidden = model::n_hidden(model);
        let hidden =
            n_hidden.map(|n_hidden| (DenseAt::next(&mut len, Dense::padded(n_inputs, n_hidden)), n_hidden));
        let n_features = hidden.as_ref().map_or(n_inputs, |(hidden, _)| hidden.dense.n_outputs);
        let head = DenseAt::next(&mut len, Dense::padded(n_features, shape.n_classes));
        Self { shape, kind: model.kind, blocks, hidden, head, len }
    }

    /// Units that dropout may drop; `None` where nothing is hidden.
    pub(super) fn n_hidden(&self) -> Option<usize> {
        self.hidden.as_ref().map(|(_, n_hidden)| *n_hidden)
    }

    /// The layer that sees the image, or what the blocks made of it.
    pub(super) fn first_dense(&self) -> &Dense {
        self.hidden.as_ref().map_or(&self.head.dense, |(hidden, _)| &hidden.dense)
    }

    /// Where the first block's outputs lie: the second's input.
    pub(super) fn between(blocks: &Blocks) -> Canvas {
        blocks.second.input()
    }

    /// Where the second block's outputs lie: in a row of the dense layer's inputs.
    pub(super) fn behind(blocks: &Blocks) -> Canvas {
        Canvas { side: blocks.second.pooled_side(), border: 0, channels: blocks.second.n_outputs }
    }

    /// Every parameter by name and shape, as the rest of the house knows it, with the place of each number.
    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        if let Some(blocks) = &self.blocks {
            for (name, conv, at) in
                [("first", blocks.first, &blocks.first_at), ("second", blocks.second, &blocks.second_at)]
            {
                parameters.push(Parameter::of_conv(name, &conv, at));
                parameters.push(Parameter::bias(name, conv.n_outputs, at));
            }
        }
        if let Some((hidden, n_hidden)) = &self.hidden {
            let inputs = self.flattened();
            parameters.push(Parameter::of_dense("hidden", &inputs, *n_hidden, hidden));
            parameters.push(Parameter::bias("hidden", *n_hidden, &hidden.at));
        }
        let inputs = self.n_hidden().map_or_else(|| self.flattened(), |n_hidden| (0..n_hidden).collect());
        parameters.push(Parameter::of_dense("dense", &inputs, self.shape.n_classes, &self.head));
        parameters.push(Parameter::bias("dense", self.shape.n_classes, &self.head.at));
        parameters
    }

    /// For each input behind the flatten, channel by channel, row by row: its place in our rows, where the blocks
    /// leave channels last.
    fn flattened(&self) -> Vec<usize> {
        match &self.blocks {
            None => (0..self.shape.n_inputs()).collect(),
            Some(blocks) => {
                let (n_pixels, n_channels) = (blocks.second.n_pooled(), blocks.second.n_outputs);
                (0..n_channels)
                    .flat_map(|channel| (0..n_pixels).map(move |pixel| pixel * n_channels + channel))
                    .collect()
            }
        }
    }
}

impl Places {
    fn next(len: &mut usize, n_weights: usize, n_biases: usize) -> Self {
        let weights = *len..*len + n_weights;
        let bias = weights.end..weights.end + n_biases;
        *len = bias.end;
        Self { weights, bias }
    }
}

impl DenseAt {
    fn next(len: &mut usize, dense: Dense) -> Self {
        Self { dense, at: Places::next(len, dense.n_weights(), dense.n_outputs) }
    }
}

/// A parameter as the rest of the house knows it.
pub(super) struct Parameter {
    name: String,
    shape: Vec<usize>,
    /// Where each of its numbers lies.
    places: Vec<usize>,
}

impl Parameter {
    fn of_conv(name: &str, conv: &Conv, at: &Places) -> Self {
        let shape = vec![conv.n_outputs, conv.n_inputs, 3, 3];
        let mut places = Vec::with_capacity(shape.iter().product());
        for output in 0..conv.n_outputs {
            for input in 0..conv.n_inputs {
                for tap in 0..9 {
                    places.push(at.weights.start + conv.place(output, tap / 3, tap % 3, input));
                }
            }
        }
        Self { name: format!("{name}.weight"), shape, places }
    }

    fn of_dense(name: &str, inputs: &[usize], n_outputs: usize, layer: &DenseAt) -> Self {
        let place = |input, output| layer.at.weights.start + layer.dense.place(input, output);
        let places =
            inputs.iter().flat_map(|&input| (0..n_outputs).map(move |output| place(input, output))).collect();
        Self { name: format!("{name}.weight"), shape: vec![inputs.len(), n_outputs], places }
    }

    fn bias(name: &str, n: usize, at: &Places) -> Self {
        let places = (at.bias.start..at.bias.start + n).collect();
        Self { name: format!("{name}.bias"), shape: vec![n], places }
    }

    /// Its numbers, out of the buffer.
    pub(super) fn read(self, buffer: &[f32]) -> Weight {
        let values = self.places.iter().map(|&place| buffer[place]).collect();
        Weight { name: self.name, shape: self.shape, values }
    }

    /// Is this its name, shape and number of numbers?
    pub(super) fn is(&self, weight: &Weight) -> bool {
        self.name == weight.name && self.shape == weight.shape && self.places.len() == weight.values.len()
    }

    /// Its numbers, into the buffer.
    pub(super) fn write(&self, weight: &Weight, buffer: &mut [f32]) {
        for (&place, &value) in self.places.iter().zip(&weight.values) {
            buffer[place] = value;
        }
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}
