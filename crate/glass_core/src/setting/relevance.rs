//! Which settings change anything: a dropout has nothing to drop in a linear model.

use super::Setting;
use crate::recipe::{ModelKind, OptimizerKind, Recipe, ScheduleKind};

impl Setting {
    /// Does it change what is learned with this model, optimizer and schedule?
    pub fn matters(self, recipe: &Recipe) -> bool {
        match self {
            Self::Hidden => recipe.model.kind == ModelKind::Mlp,
            Self::Dropout => matches!(recipe.model.kind, ModelKind::Mlp | ModelKind::Cnn),
            Self::Momentum => recipe.optimizer.kind == OptimizerKind::Momentum,
            Self::Warmup => recipe.schedule.kind != ScheduleKind::OneCycle,
            _ => true,
        }
    }
}
