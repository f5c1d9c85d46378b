//! How weights follow gradients: burn's optimisers, which mean what PyTorch's do.
//!
//! - SGD: `w ← w − η g`.
//! - Momentum: `v ← μ v + g` (`v = g` at first, no dampening), `w ← w − η v`.
//! - Adam: β 0.9 and 0.999, ε 1e-8 outside the root, both moments corrected for their start.
//!
//! Weight decay is L2: `λ w` is added to the gradient before all else, of biases too.

use burn::optim::decay::WeightDecayConfig;
use burn::optim::momentum::MomentumConfig;
use burn::optim::{AdamConfig, ModuleOptimizer, SgdConfig};
use glass_core::recipe::{Optimizer, OptimizerKind};

/// The recipe's optimiser, without state.
pub(super) fn build(optimizer: &Optimizer) -> ModuleOptimizer {
    let decay = (optimizer.weight_decay > 0.0).then(|| WeightDecayConfig::new(optimizer.weight_decay as f32));
    match optimizer.kind {
        OptimizerKind::Sgd => SgdConfig::new().with_weight_decay(decay).init(),
        OptimizerKind::Momentum => {
            let momentum = MomentumConfig::new().with_momentum(optimizer.momentum).with_dampening(0.0);
            SgdConfig::new().with_weight_decay(decay).with_momentum(Some(momentum)).init()
        }
        OptimizerKind::Adam => AdamConfig::new().with_epsilon(1e-8).with_weight_decay(decay).init(),
    }
}
