//! Every colour of a figure, in light and dark, and the scale of the canvas.

/// An opaque colour, red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// This colour laid over `below` with the given opacity (0 to 1).
    pub fn over(self, below: Self, opacity: f64) -> Self {
        let mix = |top: u8, under: u8| {
            let opacity = opacity.clamp(0.0, 1.0);
            (f64::from(top) * opacity + f64::from(under) * (1.0 - opacity)).round() as u8
        };
        Self(mix(self.0, below.0), mix(self.1, below.1), mix(self.2, below.2))
    }

    /// Relative luminance by WCAG 2, 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// WCAG contrast ratio with another colour, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// How worried a monitor is; each level has a shape as well as a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// Nothing unusual: a circle, a low bar.
    #[default]
    Steady,
    /// Look again soon: a triangle, a half bar.
    Watch,
    /// Act: a diamond, a full bar.
    Alarm,
}

impl Level {
    /// 0, 1, 2: where this level's word stands in [`crate::Words::levels`].
    pub fn rank(self) -> usize {
        match self {
            Self::Steady => 0,
            Self::Watch => 1,
            Self::Alarm => 2,
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on near-black.
    Dark,
}

impl Theme {
    /// The colours of this theme.
    pub fn palette(self) -> Palette {
        match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
        }
    }
}

/// The colours of one theme. Series colours keep 3:1 against the background, inks 4.5:1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub background: Rgb,
    /// Text and strong lines.
    pub ink: Rgb,
    /// Secondary text: ticks, titles, notes.
    pub faint: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    /// The training split; right answers.
    pub training: Rgb,
    /// The validation split; wrong answers.
    pub validation: Rgb,
    /// Classes in order; a ninth class takes the first colour again with another shape.
    pub classes: [Rgb; 8],
    /// Steady, watch, alarm.
    pub levels: [Rgb; 3],
}

impl Palette {
    /// The colour of a level.
    pub fn level(&self, level: Level) -> Rgb {
        self.levels[level.rank()]
    }

    /// The colour of the class at `index`.
    pub fn class(&self, index: usize) -> Rgb {
        self.classes[index % self.classes.len()]
    }
}

const LIGHT: Palette = Palette {
    background: Rgb(255, 255, 255),
    ink: Rgb(28, 36, 48),
    faint: Rgb(94, 104, 117),
    grid: Rgb(230, 233, 238),
    training: Rgb(0, 104, 176),
    validation: Rgb(208, 90, 0),
    classes: [
        Rgb(0, 104, 176),
        Rgb(208, 90, 0),
        Rgb(0, 133, 98),
        Rgb(178, 74, 138),
        Rgb(148, 110, 0),
        Rgb(43, 134, 191),
        Rgb(95, 102, 112),
        Rgb(142, 68, 40),
    ],
    levels: [Rgb(0, 133, 98), Rgb(170, 116, 0), Rgb(196, 30, 66)],
};

const DARK: Palette = Palette {
    background: Rgb(22, 27, 34),
    ink: Rgb(230, 235, 241),
    faint: Rgb(152, 163, 176),
    grid: Rgb(43, 50, 60),
    training: Rgb(88, 172, 234),
    validation: Rgb(245, 158, 66),
    classes: [
        Rgb(88, 172, 234),
        Rgb(245, 158, 66),
        Rgb(60, 201, 160),
        Rgb(232, 154, 199),
        Rgb(240, 210, 74),
        Rgb(150, 214, 255),
        Rgb(180, 188, 200),
        Rgb(214, 140, 110),
    ],
    levels: [Rgb(60, 201, 160), Rgb(240, 196, 74), Rgb(255, 110, 130)],
};

/// How many canvas pixels make one CSS pixel. plotters ignores it, so fonts and strokes are multiplied here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// `devicePixelRatio`, as a rule 1 to 3.
    pub pixel_ratio: f64,
}

impl Default for Scale {
    fn default() -> Self {
        Self { pixel_ratio: 1.0 }
    }
}

impl Scale {
    /// The ratio, kept to what a canvas can bear.
    pub(crate) fn ratio(self) -> f64 {
        if self.pixel_ratio.is_finite() { self.pixel_ratio.clamp(0.5, 4.0) } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_can_be_seen() {
        for palette in [LIGHT, DARK] {
            for text in [palette.ink, palette.faint] {
                assert!(text.contrast(palette.background) >= 4.5, "{text:?}");
            }
            let series = palette.classes.iter().chain(&palette.levels);
            for colour in series.chain([&palette.training, &palette.validation]) {
                assert!(colour.contrast(palette.background) >= 3.0, "{colour:?}");
            }
        }
    }

    #[test]
    fn mixing_ends_at_its_two_colours() {
        let (a, b) = (Rgb(10, 20, 30), Rgb(200, 100, 0));
        assert_eq!((a.over(b, 1.0), a.over(b, 0.0)), (a, b));
    }
}
