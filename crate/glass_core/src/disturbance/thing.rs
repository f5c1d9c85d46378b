//! A thing of no class: what comes when the world has something the model never saw.

use crate::pixels::Pixels;
use crate::rng::Stream;

/// A striped diamond on a plain ground: size, turn, stripes and colours are drawn from `stream`. `None` for a shape
/// that is none.
pub fn thing(width: u16, height: u16, channels: u8, stream: &mut Stream) -> Option<Pixels> {
    let tone = |stream: &mut Stream| [(); 3].map(|()| stream.uniform(30.0, 225.0));
    let (ground, stripe, body) = (tone(stream), tone(stream), tone(stream));
    let size = stream.uniform(0.6, 0.95);
    let angle = stream.uniform(0.0, core::f64::consts::PI);
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let n_stripes = stream.uniform(2.0, 5.0);
    let n = usize::from(channels);
    let mut data = Vec::with_capacity(usize::from(width) * usize::from(height) * n);
    for y in 0..height {
        for x in 0..width {
            let across = |place: u16, length: u16| (2.0 * f64::from(place) + 1.0) / f64::from(length) - 1.0;
            let (x, y) = (across(x, width), across(y, height));
            let is_inside = x.abs() + y.abs() < size;
            let is_striped = libm::sin((x * cosine + y * sine) * core::f64::consts::PI * n_stripes) > 0.0;
            let colour = match (is_inside, is_striped) {
                (false, _) => ground,
                (true, true) => stripe,
                (true, false) => body,
            };
            data.extend(colour.iter().take(n).map(|value| *value as u8));
        }
    }
    Pixels::checked(width, height, channels, data)
}
