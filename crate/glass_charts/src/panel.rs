//! Two axes over a box: where a pair of values lies.

use crate::axis::Axis;
use crate::layout::{Bounds, Spot};

/// A plot without its frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Panel {
    pub plot: Bounds,
    pub x: Axis,
    pub y: Axis,
}

impl Panel {
    /// Where a pair of values lies; near the plot at most, so that it can be clipped.
    pub fn spot(&self, x: f64, y: f64) -> Option<Spot> {
        Some((self.x_of(x)?, self.y_of(y)?))
    }

    pub fn x_of(&self, x: f64) -> Option<f64> {
        self.x.share(x).map(|share| self.plot.left + share * self.plot.width())
    }

    pub fn y_of(&self, y: f64) -> Option<f64> {
        self.y.share(y).map(|share| self.plot.bottom - share * self.plot.height())
    }

    /// The horizontal value under a CSS pixel, `None` outside the plot.
    pub fn x_at(&self, css_x: f64) -> Option<f64> {
        let share = (css_x - self.plot.left) / self.plot.width();
        (-0.02..=1.02).contains(&share).then(|| self.x.value(share.clamp(0.0, 1.0)))
    }
}
