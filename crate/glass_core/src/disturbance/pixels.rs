//! The dials that act on pixels, in the order in which it happens on the way of an image: the thing is turned, nearer,
//! or behind something; the lens blurs; the exposure changes contrast, brightness and warmth; the sensor adds noise;
//! the file is made of blocks and compressed.

use super::{Amounts, Dial, compress, warp};
use crate::camera;
use crate::pixels::Pixels;
use crate::rng::Stream;
use crate::smear::{kernel, smear};

/// What full warmth adds to red and takes from blue.
const FULL_WARMTH: f64 = 64.0;
/// Standard deviation of full noise.
const FULL_NOISE: f64 = 64.0;
/// The gray of what stands in the way.
const PATCH: f32 = 110.0;

/// The disturbed image; what chance has a part in is drawn from `stream`. Pixels that do not fit their own shape, and
/// pixels nothing is to be done to, come back as they are.
pub fn apply(amounts: &Amounts, pixels: &Pixels, stream: &mut Stream) -> Pixels {
    let (width, height) = (usize::from(pixels.width), usize::from(pixels.height));
    let channels = usize::from(pixels.channels);
    let fits = channels > 0 && pixels.data.len() == width * height * channels && !pixels.data.is_empty();
    if amounts.spares_pixels() || !fits {
        return pixels.clone();
    }
    let shape = [width, height, channels];
    let mut values: Vec<f32> = pixels.data.iter().copied().map(f32::from).collect();
    let (rotation, scale) = (amounts.get(Dial::Rotation), amounts.get(Dial::Scale));
    if rotation != 0.0 || scale != 0.0 {
        values = warp::warped(&values, shape, rotation, scale);
    }
    let occlusion = amounts.get(Dial::Occlusion);
    if occlusion > 0.0 {
        let place = [stream.next_f64(), stream.next_f64()];
        cover(&mut values, shape, occlusion, place);
    }
    let blur = amounts.get(Dial::Blur);
    if blur > 0.0 {
        let kernel = kernel(blur * camera::FULL_BLUR * width.min(height) as f64);
        values = smear(&values, &kernel, height, width * channels, 1, width * channels);
        values = smear(&values, &kernel, width, channels, height, width * channels);
    }
    expose(&mut values, channels, amounts, stream);
    let pixelation = amounts.get(Dial::Pixelation);
    if pixelation > 0.0 {
        values = warp::in_blocks(&values, shape, pixelation);
    }
    let jpeg = amounts.get(Dial::Jpeg);
    if jpeg > 0.0 {
        compress::compress(&mut values, shape, jpeg);
    }
    let data = values.iter().map(|&value| camera::byte(f64::from(value))).collect();
    Pixels { data, ..*pixels }
}

/// Contrast, brightness, warmth and noise. Bytes come out: a sensor has no value beyond white.
fn expose(values: &mut [f32], channels: usize, amounts: &Amounts, stream: &mut Stream) {
    let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len().max(1) as f64;
    let (contrast, brightness) = (amounts.get(Dial::Contrast), amounts.get(Dial::Brightness));
    let (warmth, noise) = (amounts.get(Dial::Warmth), amounts.get(Dial::Noise));
    for (at, value) in values.iter_mut().enumerate() {
        let cast = match (channels, at % channels.max(1)) {
            (3, 0) => warmth * FULL_WARMTH,
            (3, 2) => -warmth * FULL_WARMTH,
            _ => 0.0,
        };
        let grain = if noise > 0.0 { noise * FULL_NOISE * stream.normal() } else { 0.0 };
        let contrasted = mean + (f64::from(*value) - mean) * (1.0 + contrast);
        *value = f32::from(camera::byte(camera::lit(contrasted, brightness) + cast + grain));
    }
}

/// A patch whose side is this share of the image's, its corner at this share of where it can be.
fn cover(values: &mut [f32], [width, height, channels]: [usize; 3], share: f64, place: [f64; 2]) {
    let side = |length: usize| ((share * length as f64) as usize).clamp(1, length);
    let (across, down) = (side(width), side(height));
    let corner = |place: f64, room: usize| (place * (room + 1) as f64) as usize;
    let (left, top) = (corner(place[0], width - across), corner(place[1], height - down));
    for row in values.chunks_mut(width * channels).skip(top).take(down) {
        row.iter_mut().skip(left * channels).take(across * channels).for_each(|value| *value = PATCH);
    }
}
