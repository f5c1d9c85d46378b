//! Stories of the disturbance desk: what happened, as a script.

use super::{Course, Dial, Line};
use serde::{Deserialize, Serialize};

/// A story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// The lamp was changed: at once darker and warmer.
    LampChanged,
    /// The sun sets and rises: brightness comes and goes.
    DayAndNight,
    /// The lens gets dirty: slowly blurred and flat.
    DirtyLens,
    /// The camera was moved: turned, and nearer.
    CameraMoved,
    /// The sensor ages: noise grows.
    OldSensor,
    /// The line is slow: images come strongly compressed, for a while, again and again.
    SlowLine,
    /// Something is in the way, now and then.
    InTheWay,
    /// A new coin was minted: things of no class come.
    NewThing,
    /// One class becomes fashionable.
    Fashion,
    /// Two classes exchange their names: images look as before, and are something else.
    ChangedRules,
}

impl Preset {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::LampChanged,
        Self::DayAndNight,
        Self::DirtyLens,
        Self::CameraMoved,
        Self::OldSensor,
        Self::SlowLine,
        Self::InTheWay,
        Self::NewThing,
        Self::Fashion,
        Self::ChangedRules,
    ];

    /// The name in files and test ids.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LampChanged => "lamp-changed",
            Self::DayAndNight => "day-and-night",
            Self::DirtyLens => "dirty-lens",
            Self::CameraMoved => "camera-moved",
            Self::OldSensor => "old-sensor",
            Self::SlowLine => "slow-line",
            Self::InTheWay => "in-the-way",
            Self::NewThing => "new-thing",
            Self::Fashion => "fashion",
            Self::ChangedRules => "changed-rules",
        }
    }

    /// The preset of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name)
    }

    /// Its lines, beginning at this image; slow ones take `over` images.
    pub fn lines(self, at: u32, over: u32) -> Vec<Line> {
        let over = over.max(1);
        let step = |dial, amount| Line::new(dial, amount, Course::Step { at });
        let ramp = |dial, amount| Line::new(dial, amount, Course::Ramp { at, over });
        let season = |dial, amount| Line::new(dial, amount, Course::Season { at, every: over });
        let lasts = (over / 2).max(1);
        let burst = |dial, amount| Line::new(dial, amount, Course::Burst { at, every: over, lasts });
        match self {
            Self::LampChanged => vec![step(Dial::Brightness, -0.3), step(Dial::Warmth, 0.5)],
            Self::DayAndNight => vec![season(Dial::Brightness, 0.35)],
            Self::DirtyLens => vec![ramp(Dial::Blur, 0.6), ramp(Dial::Contrast, -0.4)],
            Self::CameraMoved => vec![step(Dial::Rotation, 0.4), step(Dial::Scale, 0.35)],
            Self::OldSensor => vec![ramp(Dial::Noise, 0.5)],
            Self::SlowLine => vec![burst(Dial::Jpeg, 0.9), burst(Dial::Pixelation, 0.5)],
            Self::InTheWay => vec![burst(Dial::Occlusion, 0.5)],
            Self::NewThing => vec![ramp(Dial::UnseenClass, 0.4)],
            Self::Fashion => vec![ramp(Dial::ClassMix, 0.7)],
            Self::ChangedRules => vec![step(Dial::SwappedLabels, 1.0)],
        }
    }
}
