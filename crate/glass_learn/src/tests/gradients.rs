//! burn's gradients against central differences of the loss, and the fused step's against burn's.
//!
//! The loss is computed in double precision from single-precision outputs; with a step of 0.001 the difference
//! quotient is good to about 5e-4. Tolerance: 2e-3 absolute plus 1 % relative. Where the step crosses a kink
//! (ReLU, max-pooling) the two one-sided quotients differ; the gradient must then lie between them, under the
//! same tolerance.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Tensor, TensorData};
use glass_core::recipe::{Backend, Model, ModelKind, Recipe};
use glass_core::rng::Stream;

use super::{KINDS, noise};
use crate::batch::{Change, Normalization, training_batch};
use crate::fused::{Fused, FusedLearner};
use crate::graph::backend;
use crate::graph::cross_entropy::cross_entropy;
use crate::graph::network::Network;
use crate::graph::parameters::{self, numbers};
use crate::loss::targets;
use crate::model::{Shape, dropout_mask, initial};
use crate::weights::Weight;

const STEP: f32 = 0.001;

struct Gradients<'a> {
    of: &'a GradientsParams,
    flat: Vec<Vec<f32>>,
}

impl ModuleVisitor for Gradients<'_> {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        self.flat.push(numbers(self.of.get::<D>(param.id).unwrap()));
    }
}

fn loss(outputs: &[f32], targets: &[f32], n_classes: usize) -> f64 {
    let rows = outputs.chunks_exact(n_classes).zip(targets.chunks_exact(n_classes));
    rows.map(|(outputs, targets)| {
        let sum: f64 = outputs.iter().map(|&output| f64::from(output).exp()).sum();
        outputs.iter().zip(targets).map(|(&o, &t)| f64::from(t) * (sum.ln() - f64::from(o))).sum::<f64>()
    })
    .sum()
}

fn check(kind: ModelKind, channels: usize, size: usize, dropout: f64) {
    let n_classes = 3;
    let shape = Shape { channels, size, n_classes };
    let set = noise(5, channels, size, n_classes as u32);
    let normalization = Normalization::measured(glass_core::recipe::Normalize::Standard, &set);
    let change = Change { augment: &glass_core::recipe::Augment::NONE, seed: 1, epoch: 1 };
    let images = training_batch(&set, &[0, 1, 2, 3, 4], change, &normalization);
    let targets = targets(set.labels(), n_classes, Some(&[1.0, 2.0, 0.5]));
    let plain = backend::device(Backend::Flex).unwrap();
    let device = plain.clone().autodiff();
    let model = Model { kind, hidden: 6, dropout };
    let drawn = initial::weights(&model, shape, 11);
    let network = parameters::write(Network::zeros(&model, shape, &device), &drawn).unwrap();
    let n_hidden = network.n_hidden().filter(|_| dropout > 0.0);
    let mask_values = n_hidden.map(|n_hidden| dropout_mask(dropout, 1, 1, 5, n_hidden));
    let mask = |device: &burn::tensor::Device| {
        let (values, n_hidden) = (mask_values.clone()?, n_hidden?);
        Some(Tensor::<2>::from_data(TensorData::new(values, [5, n_hidden]), device))
    };

    let tensor =
        |device| Tensor::<4>::from_data(TensorData::new(images.clone(), [5, channels, size, size]), device);
    let outputs = network.forward(tensor(&device), mask(&device));
    let analytic =
        cross_entropy(outputs, Tensor::from_data(TensorData::new(targets.clone(), [5, n_classes]), &device));
    let of = GradientsParams::from_grads(analytic.backward(), &network);
    let mut gradients = Gradients { of: &of, flat: Vec::new() };
    network.visit(&mut gradients);

    let start = parameters::read(&network);
    let inner = network.valid();
    compare_with_fused(&model, shape, &start, &gradients.flat, |learner| {
        learner.gradients_of(&images, &targets, mask_values.as_deref())
    });
    let images = tensor(&plain);
    let loss_at = |place: usize, index: usize, step: f32| {
        let mut moved = start.clone();
        moved[place].values[index] += step;
        let network = parameters::write(inner.clone(), &moved).unwrap();
        loss(&numbers(network.forward(images.clone(), mask(&plain))), &targets, n_classes)
    };
    let mut stream = Stream::named(2, "which weights");
    let (step, here) = (f64::from(STEP), loss_at(0, 0, 0.0));
    for (place, weight) in start.iter().enumerate() {
        for _ in 0..30 {
            let index = stream.below(weight.values.len() as u32) as usize;
            let ahead = (loss_at(place, index, STEP) - here) / step;
            let behind = (here - loss_at(place, index, -STEP)) / step;
            let central = (ahead + behind) / 2.0;
            let analytic = f64::from(gradients.flat[place][index]);
            let tolerance = 2e-3 + 0.01 * central.abs();
            let is_between =
                analytic > ahead.min(behind) - tolerance && analytic < ahead.max(behind) + tolerance;
            let is_smooth = (ahead - behind).abs() < 0.02 * central.abs() + 2e-3;
            let is_right = if is_smooth { (analytic - central).abs() < tolerance } else { is_between };
            assert!(
                is_right,
                "{kind:?} {channels}×{size} {} {index}: {behind} {ahead} {analytic}",
                weight.name
            );
        }
    }
}

/// The fused step's gradients are burn's. Tolerance: 1e-6 absolute plus 1e-4 relative, for sums of another order.
fn compare_with_fused(
    model: &Model,
    shape: Shape,
    start: &[Weight],
    expected: &[Vec<f32>],
    gradients_of: impl Fn(&mut FusedLearner) -> Vec<Weight>,
) {
    let optimizer = Recipe::default().optimizer;
    let mut learner = FusedLearner::new(Fused::from_weights(model, shape, start).unwrap(), optimizer, None);
    // Twice: nothing may be left over from the first time.
    for _ in 0..2 {
        for (found, expected) in gradients_of(&mut learner).iter().zip(expected) {
            assert_eq!(found.values.len(), expected.len());
            for (index, (found_value, expected)) in found.values.iter().zip(expected).enumerate() {
                assert!(
                    (found_value - expected).abs() <= 1e-6 + 1e-4 * expected.abs(),
                    "{model:?} {} {index}: {found_value} {expected}",
                    found.name
                );
            }
        }
    }
}

#[test]
fn every_architecture() {
    for kind in KINDS {
        check(kind, 1, 8, 0.0);
        check(kind, 3, 9, 0.0);
    }
}

#[test]
fn through_a_dropout_mask() {
    check(ModelKind::Mlp, 1, 8, 0.5);
    check(ModelKind::Cnn, 1, 8, 0.5);
}
