//! Where figures and pixels meet the page's canvases: the only caller of plotters-canvas.

use glass_core::pixels::Pixels;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// The area handed to a figure.
pub type Area = DrawingArea<CanvasBackend, Shift>;

/// Device pixels a CSS pixel.
pub fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 3.0)
}

/// Sizes the canvas to its box in device pixels and lets `draw` paint it. Does nothing while hidden.
pub fn paint(canvas: &HtmlCanvasElement, draw: impl FnOnce(&Area, f64)) {
    let ratio = pixel_ratio();
    let width = (f64::from(canvas.client_width()) * ratio) as u32;
    let height = (f64::from(canvas.client_height()) * ratio) as u32;
    if width == 0 || height == 0 {
        return;
    }
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        draw(&backend.into_drawing_area(), ratio);
    }
}

/// Shows an image's pixels, one canvas pixel each; the style sheet scales it.
pub fn show_pixels(canvas: &HtmlCanvasElement, pixels: &Pixels) {
    show_bytes(canvas, pixels.width.into(), pixels.height.into(), &rgba_of(pixels));
}

/// Shows a planar (channel after channel) square image.
pub fn show_planar(canvas: &HtmlCanvasElement, size: usize, channels: usize, planar: &[u8]) {
    let plane = size * size;
    let at = |channel: usize, index: usize| planar.get(channel * plane + index).copied().unwrap_or(0);
    let rgba: Vec<u8> = (0..plane)
        .flat_map(|index| match channels {
            3 => [at(0, index), at(1, index), at(2, index), 255],
            _ => [at(0, index), at(0, index), at(0, index), 255],
        })
        .collect();
    show_bytes(canvas, size as u32, size as u32, &rgba);
}

fn rgba_of(pixels: &Pixels) -> Vec<u8> {
    match pixels.channels {
        3 => pixels.data.chunks_exact(3).flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255]).collect(),
        _ => pixels.data.iter().flat_map(|&gray| [gray, gray, gray, 255]).collect(),
    }
}

fn show_bytes(canvas: &HtmlCanvasElement, width: u32, height: u32, rgba: &[u8]) {
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok().flatten().and_then(|any| any.dyn_into().ok());
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(rgba), width, height);
    if let (Some(context), Ok(image)) = (context, image) {
        let context: CanvasRenderingContext2d = context;
        // A canvas of our own cannot be tainted; a failure would only leave it blank.
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}
