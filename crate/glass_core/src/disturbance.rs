//! What may happen to a camera, to what stands before it and to those who label: the dials of the disturbance desk.
//!
//! A [`Dial`] is one kind of disturbance; [`Amounts`] says how much of each there is for one image, all zero changing
//! nothing. A [`Script`] says so for every image of a stream. The dials of pixels act on master pixels before they are
//! prepared ([`apply`]); the others decide which image comes and what is said of it, see [`crate::stream::plan`].
//!
//! Worker and page disturb an image by the same code and the same seed: what a person sees is what the model saw.

mod compress;
mod pixels;
mod preset;
mod script;
mod thing;
mod warp;

pub use pixels::apply;
pub use preset::Preset;
pub use script::{Course, Line, MAX_LINES, Script, Turn};
pub use thing::thing;

use serde::{Deserialize, Serialize};

/// One kind of disturbance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dial {
    /// Added light: −1 (black) to 1 (white).
    Brightness,
    /// Contrast around the image's own mean: −1 (none left) to 1 (doubled).
    Contrast,
    /// White balance: −1 (blue) to 1 (orange). A gray image has none.
    Warmth,
    /// Gaussian blur: at 1 its standard deviation is a tenth of the short side.
    Blur,
    /// Noise of the sensor: at 1 its standard deviation is a quarter of the full range.
    Noise,
    /// Turned about the centre: at ±1 by 45°, clockwise when positive.
    Rotation,
    /// Nearer or further: at 1 twice as large, at −1 half as large.
    Scale,
    /// A gray patch in the way: at 1 its side is the image's.
    Occlusion,
    /// JPEG compression: at 1 as strong as quality 1 is.
    Jpeg,
    /// Blocks of one colour: at 1 three blocks on the short side.
    Pixelation,
    /// Share of images that are replaced by one of the first class.
    ClassMix,
    /// Share of images that are replaced by a thing of no class.
    UnseenClass,
    /// Share of images of the first two classes whose labels are exchanged: what a class is has changed.
    SwappedLabels,
}

/// Number of dials.
pub const N_DIALS: usize = 13;

impl Dial {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; N_DIALS] = [
        Self::Brightness,
        Self::Contrast,
        Self::Warmth,
        Self::Blur,
        Self::Noise,
        Self::Rotation,
        Self::Scale,
        Self::Occlusion,
        Self::Jpeg,
        Self::Pixelation,
        Self::ClassMix,
        Self::UnseenClass,
        Self::SwappedLabels,
    ];

    /// The name in files and test ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Brightness => "brightness",
            Self::Contrast => "contrast",
            Self::Warmth => "warmth",
            Self::Blur => "blur",
            Self::Noise => "noise",
            Self::Rotation => "rotation",
            Self::Scale => "scale",
            Self::Occlusion => "occlusion",
            Self::Jpeg => "jpeg",
            Self::Pixelation => "pixelation",
            Self::ClassMix => "class-mix",
            Self::UnseenClass => "unseen-class",
            Self::SwappedLabels => "swapped-labels",
        }
    }

    /// The least and the most of it.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Brightness | Self::Contrast | Self::Warmth | Self::Rotation | Self::Scale => (-1.0, 1.0),
            _ => (0.0, 1.0),
        }
    }

    /// Does it act on pixels? The others act on what comes and what is said of it.
    pub fn is_of_pixels(self) -> bool {
        !matches!(self, Self::ClassMix | Self::UnseenClass | Self::SwappedLabels)
    }

    fn place(self) -> usize {
        self as usize
    }
}

/// How much of each disturbance there is, each within its bounds; all zero changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Amounts([f64; N_DIALS]);

impl Amounts {
    /// Only this one.
    pub fn only(dial: Dial, amount: f64) -> Self {
        let mut amounts = Self::default();
        amounts.set(dial, amount);
        amounts
    }

    /// How much of this one.
    pub fn get(&self, dial: Dial) -> f64 {
        self.0.get(dial.place()).copied().unwrap_or(0.0)
    }

    /// Sets one, kept within its bounds; what is not a number counts as zero.
    pub fn set(&mut self, dial: Dial, amount: f64) {
        let (low, high) = dial.bounds();
        let amount = if amount.is_nan() { 0.0 } else { amount.clamp(low, high) };
        if let Some(place) = self.0.get_mut(dial.place()) {
            *place = amount;
        }
    }

    /// Is nothing disturbed?
    pub fn is_none(&self) -> bool {
        self.0.iter().all(|amount| *amount == 0.0)
    }

    /// Are all pixels left as they are?
    pub fn spares_pixels(&self) -> bool {
        Dial::ALL.into_iter().all(|dial| !dial.is_of_pixels() || self.get(dial) == 0.0)
    }

    /// Those that are not zero.
    pub fn some(&self) -> impl Iterator<Item = (Dial, f64)> + '_ {
        Dial::ALL.into_iter().map(|dial| (dial, self.get(dial))).filter(|(_, amount)| *amount != 0.0)
    }
}

#[cfg(test)]
mod tests;
