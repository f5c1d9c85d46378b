//! One step of learning: forward, loss, gradients, update.

use glass_core::recipe::{ModelKind, Optimizer, OptimizerKind};
use glass_kernels::clip::clip;
use glass_kernels::conv::SLACK;
use glass_kernels::conv_gradient::{Hits, Map, clear_spare, input_gradient, weight_gradient};
use glass_kernels::optimizer;
use serde::{Deserialize, Serialize};

use super::Fused;
use super::pass::Pass;
use super::plan::{Blocks, Plan};
use super::watch::{Stage, Watch};

/// A network that learns.
#[derive(Debug, Clone)]
pub(crate) struct FusedLearner {
    network: Fused,
    state: State,
    optimizer: Optimizer,
    /// Largest norm of a step's gradients.
    clip: Option<f64>,
    gradients: Vec<f32>,
    backward: Backward,
}

/// What an optimiser remembers: numbers laid out like the weights, and the steps taken.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct State {
    steps: u32,
    /// Momentum's velocities, or Adam's means; empty where there are none.
    first: Vec<f32>,
    /// Adam's mean squares; empty where there are none.
    second: Vec<f32>,
}

/// Gradients of activations. Buffers grow to the largest batch seen and are kept.
#[derive(Debug, Clone, Default)]
struct Backward {
    outputs: Vec<f32>,
    hidden: Vec<f32>,
    flat: Vec<f32>,
    between: Vec<f32>,
    hits: Hits,
}

impl FusedLearner {
    /// A learner at its start.
    pub(crate) fn new(network: Fused, optimizer: Optimizer, clip: Option<f64>) -> Self {
        let len = network.plan.len;
        let moments = |is_kept: bool| if is_kept { vec![0.0; len] } else { Vec::new() };
        let state = State {
            steps: 0,
            first: moments(optimizer.kind != OptimizerKind::Sgd),
            second: moments(optimizer.kind == OptimizerKind::Adam),
        };
        Self { gradients: vec![0.0; len], network, state, optimizer, clip, backward: Backward::default() }
    }

    /// The network as it is.
    pub(crate) fn network(&self) -> &Fused {
        &self.network
    }

    /// The same, to be given other weights.
    pub(crate) fn network_mut(&mut self) -> &mut Fused {
        &mut self.network
    }

    /// The optimiser's state.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Takes a state up; `None` where it is of another optimiser or network.
    pub(crate) fn take_up(&mut self, state: State) -> Option<()> {
        let fits =
            state.first.len() == self.state.first.len() && state.second.len() == self.state.second.len();
        fits.then(|| self.state = state)
    }

    /// One step on planar images `[n, C, S, S]` with targets `[n, K]` ([`crate::loss::targets`]). Returns the loss
    /// before the step. Where that is not finite, no step is taken.
    pub(crate) fn step(
        &mut self,
        images: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
        learning_rate: f64,
        watch: Watch<'_>,
    ) -> f32 {
        let n = targets.len() / self.network.plan.shape.n_classes;
        let loss = self.gradients(images, targets, n, mask, watch);
        if loss.is_finite() {
            if let Some(limit) = self.clip {
                clip(&mut self.gradients, limit);
            }
            self.update(learning_rate as f32);
            watch(Stage::Update);
        }
        loss
    }

    /// The gradients of a batch by name, for tests.
    #[cfg(test)]
    pub(crate) fn gradients_of(
        &mut self,
        images: &[f32],
        targets: &[f32],
        mask: Option<&[f32]>,
    ) -> Vec<crate::weights::Weight> {
        let n = targets.len() / self.network.plan.shape.n_classes;
        self.gradients(images, targets, n, mask, &mut |_| ());
        self.network.plan.parameters().into_iter().map(|parameter| parameter.read(&self.gradients)).collect()
    }

    /// Loss and gradients of a batch.
    fn gradients(
        &mut self,
        images: &[f32],
        targets: &[f32],
        n: usize,
        mask: Option<&[f32]>,
        watch: Watch<'_>,
    ) -> f32 {
        let Self { network: Fused { plan, weights, pass }, gradients, backward, .. } = self;
        let pass = pass.get_mut();
        pass.forward(plan, weights, images, n, mask, watch);
        let loss = backward.loss(plan, pass, targets);
        watch(Stage::Loss);
        if loss.is_finite() {
            backward.through_head(plan, pass, weights, gradients);
            backward.through_hidden(plan, pass, weights, gradients, mask);
            watch(Stage::DenseBackward);
            if let Some(blocks) = &plan.blocks {
                backward.through_blocks(blocks, pass, weights, gradients, watch);
            }
        }
        loss
    }

    fn update(&mut self, learning_rate: f32) {
        let Self { network, state, optimizer, gradients, .. } = self;
        let weights = &mut network.weights;
        if optimizer.weight_decay > 0.0 {
            optimizer::decay(weights, gradients, optimizer.weight_decay as f32);
        }
        state.steps += 1;
        match optimizer.kind {
            OptimizerKind::Sgd => optimizer::sgd(weights, gradients, learning_rate),
            OptimizerKind::Momentum => {
                let momentum = optimizer.momentum as f32;
                optimizer::momentum(weights, gradients, &mut state.first, learning_rate, momentum);
            }
            OptimizerKind::Adam => {
                let State { steps, first, second } = state;
                optimizer::adam(weights, gradients, first, second, learning_rate, *steps);
            }
        }
    }
}

impl Backward {
    /// Mean cross-entropy of the outputs, and its gradient by what the head computed.
    fn loss(&mut self, plan: &Plan, pass: &Pass, targets: &[f32]) -> f32 {
        let (n_columns, n_classes) = (plan.head.dense.n_outputs, plan.shape.n_classes);
        self.outputs.clear();
        self.outputs.resize(pass.outputs.len(), 0.0);
        let rows = pass.outputs.chunks_exact(n_columns).zip(self.outputs.chunks_exact_mut(n_columns));
        let mut loss = 0.0;
        for ((outputs, gradient), targets) in rows.zip(targets.chunks_exact(n_classes)) {
            let gradient = &mut gradient[..n_classes];
            gradient.copy_from_slice(&outputs[..n_classes]);
            let log_sum = crate::loss::softmax_in_place(gradient);
            let share: f32 = targets.iter().sum();
            for ((gradient, &target), &output) in gradient.iter_mut().zip(targets).zip(outputs) {
                if target != 0.0 {
                    loss -= f64::from(target) * (f64::from(output) - log_sum);
                }
                *gradient = *gradient * share - target;
                if plan.kind == ModelKind::Article {
                    *gradient *= output * (1.0 - output);
                }
            }
        }
        loss as f32
    }

    fn through_head(&mut self, plan: &Plan, pass: &Pass, weights: &[f32], gradients: &mut [f32]) {
        let head = &plan.head;
        let inputs = if plan.hidden.is_some() { &pass.hidden } else { &pass.flat };
        head.dense.weight_gradient(inputs, &self.outputs, &mut gradients[head.at.weights.clone()]);
        head.dense.bias_gradient(&self.outputs, &mut gradients[head.at.bias.clone()]);
        if plan.hidden.is_some() {
            self.hidden.resize(pass.hidden.len(), 0.0);
            head.dense.input_gradient(&self.outputs, &weights[head.at.weights.clone()], &mut self.hidden);
        }
    }

    fn through_hidden(
        &mut self,
        plan: &Plan,
        pass: &Pass,
        weights: &[f32],
        gradients: &mut [f32],
        mask: Option<&[f32]>,
    ) {
        let Some((hidden, n_hidden)) = &plan.hidden else { return };
        // Zero behind ReLU or dropout means: nothing comes back.
        for (gradient, &value) in self.hidden.iter_mut().zip(&pass.hidden) {
            *gradient = if value > 0.0 { *gradient } else { 0.0 };
        }
        if let Some(mask) = mask {
            let rows = self.hidden.chunks_exact_mut(hidden.dense.n_outputs).zip(mask.chunks_exact(*n_hidden));
            for (row, mask) in rows {
                for (gradient, mask) in row.iter_mut().zip(mask) {
                    *gradient *= mask;
                }
            }
        }
        hidden.dense.weight_gradient(&pass.flat, &self.hidden, &mut gradients[hidden.at.weights.clone()]);
        hidden.dense.bias_gradient(&self.hidden, &mut gradients[hidden.at.bias.clone()]);
        if plan.blocks.is_some() {
            self.flat.resize(pass.flat.len(), 0.0);
            hidden.dense.input_gradient(&self.hidden, &weights[hidden.at.weights.clone()], &mut self.flat);
        }
    }

    fn through_blocks(
        &mut self,
        blocks: &Blocks,
        pass: &Pass,
        weights: &[f32],
        gradients: &mut [f32],
        watch: Watch<'_>,
    ) {
        let Blocks { first, second, first_at, second_at } = blocks;
        let (input, between, behind) = (first.input(), Plan::between(blocks), Plan::behind(blocks));
        // The blocks' weights come first in the buffer, one after the other.
        let (of_first, of_second) = gradients[..second_at.bias.end].split_at_mut(second_at.weights.start);
        of_first.fill(0.0);
        of_second.fill(0.0);
        let (first_weights, first_bias) = of_first.split_at_mut(first_at.weights.end);
        let (second_weights, second_bias) = of_second.split_at_mut(second.n_weights());
        let kernel = &weights[second_at.weights.clone()];
        for index in 0..pass.n {
            let middle = &pass.between[index * between.len()..];
            let winners = &pass.second_winners[index * second.n_pooled() * second.n_outputs..];
            let (start, row_len) = (index * behind.len(), behind.row_len());
            let pooled = Map::new(&pass.flat, start, row_len);
            self.hits.collect(second, pooled, Map::new(&self.flat, start, row_len), winners);
            watch(Stage::Hits);
            weight_gradient(second, middle, &self.hits, second_weights, second_bias);
            watch(Stage::SecondWeights);

            self.between.clear();
            self.between.resize(between.len() + SLACK, 0.0);
            input_gradient(second, kernel, &self.hits, &mut self.between);
            watch(Stage::SecondInputs);

            let (inside, row_len) = (between.place(0, 0), between.row_len());
            let pooled = Map::new(middle, inside, row_len);
            let gradient = Map::new(&self.between, inside, row_len);
            let winners = &pass.first_winners[index * first.n_pooled() * first.n_outputs..];
            self.hits.collect(first, pooled, gradient, winners);
            watch(Stage::Hits);
            weight_gradient(
                first,
                &pass.images[index * input.len()..],
                &self.hits,
                first_weights,
                first_bias,
            );
            watch(Stage::FirstWeights);
        }
        clear_spare(first, first_weights);
        clear_spare(second, second_weights);
    }
}
