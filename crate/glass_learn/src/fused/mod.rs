//! The four architectures on our own kernels: forward, backward and update in one step, without a graph.
//!
//! burn's graph is general; these architectures are four, and known. Here all weights lie in one flat buffer, in
//! the layouts the kernels want, activations in buffers that are made once, and a step is a fixed sequence of
//! calls. It is the same model: weights come from the same draws as burn's, leave by the same names and shapes,
//! and the tests hold losses, gradients and updates to burn's.
//!
//! Sums have a fixed order, transcendental functions come from `libm`, the kernels compute the same lanes
//! everywhere: the same recipe and images give the same bits in every browser, and natively.

mod learner;
mod pass;
mod plan;
mod watch;

pub(crate) use learner::FusedLearner;
pub(crate) use watch::{STAGES, Watch};

use glass_core::recipe::Model;
use std::cell::RefCell;

use crate::model::Shape;
use crate::refused::Refused;
use crate::weights::Weight;
use pass::Pass;
use plan::Plan;

/// A network that computes on our kernels.
#[derive(Debug)]
pub(crate) struct Fused {
    plan: Plan,
    weights: Vec<f32>,
    /// Room for activations, made at the first batch and kept.
    pass: RefCell<Pass>,
}

/// The weights are copied, the room for activations is not.
impl Clone for Fused {
    fn clone(&self) -> Self {
        Self { plan: self.plan.clone(), weights: self.weights.clone(), pass: RefCell::default() }
    }
}

impl Fused {
    /// The network with these weights. They must be all it has, in order, by name and shape.
    pub(crate) fn from_weights(model: &Model, shape: Shape, weights: &[Weight]) -> Result<Self, Refused> {
        let mut fused = Self::from_empty(model, shape);
        fused.write(weights)?;
        Ok(fused)
    }

    /// The network with all weights zero.
    pub(crate) fn from_empty(model: &Model, shape: Shape) -> Self {
        let plan = Plan::new(model, shape);
        Self { weights: vec![0.0; plan.len], plan, pass: RefCell::default() }
    }

    /// Every parameter, in the order of the layers.
    pub(crate) fn weights(&self) -> Vec<Weight> {
        self.plan.parameters().into_iter().map(|parameter| parameter.read(&self.weights)).collect()
    }

    /// Takes other weights in the place of its own.
    pub(crate) fn write(&mut self, weights: &[Weight]) -> Result<(), Refused> {
        let parameters = self.plan.parameters();
        if let Some((own, _)) = parameters.iter().zip(weights).find(|(own, weight)| !own.is(weight)) {
            return Err(Refused::Weights(own.name().to_owned()));
        }
        if parameters.len() != weights.len() {
            return Err(Refused::Weights(String::new()));
        }
        for (parameter, weight) in parameters.iter().zip(weights) {
            parameter.write(weight, &mut self.weights);
        }
        Ok(())
    }

    /// What goes in and what comes out.
    pub(crate) fn shape(&self) -> Shape {
        self.plan.shape
    }

    /// Units that dropout may drop; `None` where nothing is hidden.
    pub(crate) fn n_hidden(&self) -> Option<usize> {
        self.plan.n_hidden()
    }

    /// Outputs `[n, K]` of planar images `[n, C, S, S]`.
    pub(crate) fn forward(&self, images: &[f32], n: usize) -> Vec<f32> {
        let mut pass = self.pass.borrow_mut();
        pass.forward(&self.plan, &self.weights, images, n, None, &mut |_| ());
        pass.outputs(&self.plan)
    }

    /// Outputs and features of one pass.
    pub(crate) fn forward_seen(&self, images: &[f32], n: usize) -> (Vec<f32>, Vec<f32>) {
        let mut pass = self.pass.borrow_mut();
        pass.forward(&self.plan, &self.weights, images, n, None, &mut |_| ());
        (pass.outputs(&self.plan), pass.features(&self.plan))
    }

    /// What the last layer sees, `[n, F]`: hidden activations, or the images where nothing is hidden.
    pub(crate) fn features(&self, images: &[f32], n: usize) -> Vec<f32> {
        let mut pass = self.pass.borrow_mut();
        pass.forward(&self.plan, &self.weights, images, n, None, &mut |_| ());
        pass.features(&self.plan)
    }
}
