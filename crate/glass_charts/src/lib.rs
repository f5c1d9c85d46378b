//! Figures are data: they compare, clone and print, and draw themselves with plotters onto any backend,
//! a canvas in the page, SVG in tests and reports.
//!
//! Every figure is a [`Figure`]: [`Figure::draw`] puts it on an area, [`Figure::table`] gives the same numbers
//! as rows. All lengths outside a backend are CSS pixels; [`Scale`] turns them into the canvas's own.
//! Text is never measured by the backend: in a browser that would put an element into the page for every word.
#![forbid(unsafe_code)]

mod axis;
mod calibration;
mod confusion;
mod curve;
mod drift;
mod frame;
mod heat;
mod histogram;
mod layout;
mod legend;
mod line;
mod map;
mod panel;
mod pen;
mod pr;
mod rate;
mod roc;
mod scatter;
mod speed;
mod speed_heat;
mod stream;
mod svg;
mod sweep;
mod table;
mod text;
mod theme;
mod timeline;
mod tradeoff;

pub use axis::{Unit, short};
pub use calibration::{CalibrationBin, CalibrationFigure};
pub use confusion::ConfusionFigure;
pub use curve::{CurveFigure, Hover, HoverValue, Role, Series};
pub use drift::{DriftFigure, DriftPanel};
pub use heat::HeatFigure;
pub use histogram::{Bin, Heights, HistogramFigure, Spread};
pub use layout::{Note, ReferenceLine, Size};
pub use line::Range;
pub use map::{MapDot, MapFigure, MapRegion};
pub use pen::Drawn;
pub use pr::PrFigure;
pub use rate::{EpochRates, RateFigure, RateStretch};
pub use roc::RocFigure;
pub use scatter::{Dot, ScatterFigure};
pub use speed::{SpeedFigure, SpeedStretch};
pub use speed_heat::{HeatStretch, SpeedHeatFigure};
pub use stream::{LiveFigure, LiveSeries};
pub use svg::{SvgBackend, svg};
pub use sweep::{SweepFigure, SweepPoint};
pub use table::{Cell, Table};
pub use text::Words;
pub use theme::{Level, Palette, Rgb, Scale, Theme};
pub use timeline::{AXIS_HEIGHT, LANE_HEIGHT, Lane, LaneSpan, SpanKind, TimelineFigure};
pub use tradeoff::ClassCurve;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// What can be drawn, and read as a table with the same numbers.
pub trait Figure {
    /// Draws the figure over the whole of `area`, background included.
    ///
    /// # Errors
    /// Whatever the backend refuses.
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB>;

    /// The plotted numbers, for the table beside the canvas.
    fn table(&self) -> Table;
}
