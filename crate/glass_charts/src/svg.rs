//! A small SVG backend. plotters' own shrinks fonts by 1.24 against its canvas, and centres text by the
//! lower-case letters; here a figure has the same sizes as in the page.

use crate::{Figure, Scale, Theme};
use plotters::prelude::{FontStyle, IntoDrawingArea};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use std::convert::Infallible;
use std::fmt::Write;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// Writes SVG elements, one a line, into a string.
#[derive(Debug)]
pub struct SvgBackend<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

impl<'a> SvgBackend<'a> {
    /// A backend that appends elements to `out`.
    pub fn new(out: &'a mut String, size: (u32, u32)) -> Self {
        Self { out, size }
    }

    fn element(&mut self, name: &str, attributes: std::fmt::Arguments<'_>, paint: &str, color: BackendColor) {
        let (red, green, blue) = color.rgb;
        // Writing to a string cannot fail.
        let _ = write!(self.out, "<{name} {attributes} {paint}=\"#{red:02x}{green:02x}{blue:02x}\"");
        if color.alpha < 1.0 {
            let _ = write!(self.out, " {paint}-opacity=\"{:.2}\"", color.alpha);
        }
        self.out.push_str(if name == "text" { ">" } else { "/>\n" });
    }

    fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
        path.into_iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
    }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.element("rect", format_args!("x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\""), "fill", color);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let (width, height) = (x1 - x0, y1 - y0);
        let place = format!("x=\"{x0}\" y=\"{y0}\" width=\"{width}\" height=\"{height}\"");
        if fill {
            self.element("rect", format_args!("{place}"), "fill", style.color());
        } else {
            let line = style.stroke_width();
            let attributes = format_args!("{place} fill=\"none\" stroke-width=\"{line}\"");
            self.element("rect", attributes, "stroke", style.color());
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let (points, width) = (Self::points(path), style.stroke_width());
        let attributes = format_args!(
            "points=\"{points}\" fill=\"none\" stroke-linejoin=\"round\" stroke-width=\"{width}\""
        );
        self.element("polyline", attributes, "stroke", style.color());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let place = format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
        if fill {
            self.element("circle", format_args!("{place}"), "fill", style.color());
        } else {
            let line = style.stroke_width();
            let attributes = format_args!("{place} fill=\"none\" stroke-width=\"{line}\"");
            self.element("circle", attributes, "stroke", style.color());
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let points = Self::points(path);
        self.element("polygon", format_args!("points=\"{points}\""), "fill", style.color());
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // The middle of a line of capitals and digits, as the canvas's "middle" baseline has it.
        let dy = match style.anchor().v_pos {
            VPos::Top => 0.85,
            VPos::Center => 0.35,
            VPos::Bottom => -0.2,
        };
        let weight = if matches!(style.style(), FontStyle::Bold) { " font-weight=\"bold\"" } else { "" };
        let (size, family) = (style.size(), style.family().as_str().to_owned());
        let attributes = format_args!(
            "x=\"{x}\" y=\"{y}\" dy=\"{dy}em\" font-family=\"{family}\" font-size=\"{size}\"{weight} \
             text-anchor=\"{anchor}\""
        );
        self.element("text", attributes, "fill", style.color());
        escape(self.out, text);
        self.out.push_str("</text>\n");
        Ok(())
    }
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in XML at all.
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
}

/// The figure as an SVG document, `width` by `height` CSS pixels, named `label` for those who listen.
pub fn svg(figure: &impl Figure, (width, height): (u32, u32), theme: Theme, label: &str) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>"
    );
    escape(&mut out, label);
    out.push_str("</title>\n");
    let area = SvgBackend::new(&mut out, (width, height)).into_drawing_area();
    // This backend's error type has no values, and the area is not shared.
    let drawn = figure.draw(&area, theme, Scale::default());
    debug_assert!(drawn.is_ok());
    drop(area);
    out.push_str("</svg>\n");
    out
}
