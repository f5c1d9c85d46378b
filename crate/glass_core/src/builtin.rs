//! The built-in data sets, by name. Where their pixels come from is the business of `glass_intake`.

use crate::recipe::{Augment, ColorMode, ModelKind, Recipe};
use serde::{Deserialize, Serialize};

/// A data set that comes with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuiltIn {
    /// Heads or tails, drawn by a seeded generator: synthetic.
    Coins,
    /// Handwritten digits, 8×8 gray.
    Digits,
    /// Silhouettes of four animals, 28×28 gray.
    Animals,
    /// Four kinds of emoji, 32×32 colour.
    Emoji,
}

/// Coins of each side in the set that the page opens with.
pub const COINS_PER_CLASS: u32 = 500;
/// The seed they are drawn from.
pub const COINS_SEED: u32 = 1;

impl BuiltIn {
    /// All of them, in the order shown.
    pub const ALL: [Self; 4] = [Self::Coins, Self::Digits, Self::Animals, Self::Emoji];

    /// The name in links and test ids.
    pub fn id(self) -> &'static str {
        match self {
            Self::Coins => "coins",
            Self::Digits => "digits",
            Self::Animals => "animals",
            Self::Emoji => "emoji",
        }
    }

    /// The set of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.id() == id)
    }

    /// The settings the set starts with; a link leaves these out.
    pub fn recipe(self) -> Recipe {
        let mut recipe = Recipe::default();
        recipe.model.kind = ModelKind::Cnn;
        match self {
            Self::Coins => {}
            Self::Digits => {
                recipe.prepare.size = 8;
                recipe.epochs = 30;
            }
            Self::Animals => {
                recipe.prepare.size = 28;
                recipe.augment = Augment { flip: true, shift: 0.08, ..Augment::NONE };
            }
            Self::Emoji => recipe.prepare.color = ColorMode::Color,
        }
        recipe
    }
}
