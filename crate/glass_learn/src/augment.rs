//! Random changes of one training image, planar `C × S × S` bytes in, the same shape out on the scale 0…255.
//!
//! Flip, shift and rotation are one inverse affine mapping: for each output pixel the place it comes from is
//! computed about the image's centre and read by bilinear interpolation, clamped at the edges. Brightness and
//! noise are added after, and the result is clamped to 0…255. No change asked for is exactly no change.

use glass_core::recipe::Augment;
use glass_core::rng::Stream;

/// The image after one draw of `augment`, rounded to bytes: what a live preview shows.
pub fn augmented(
    image: &[u8],
    channels: usize,
    size: usize,
    augment: &Augment,
    stream: &mut Stream,
) -> Vec<u8> {
    let mut values = vec![0.0; image.len()];
    augment_into(image, channels, size, augment, stream, &mut values);
    values.into_iter().map(|value| (value + 0.5) as u8).collect()
}

/// Writes the image after one draw of `augment` into `out`, on the scale 0…255, unrounded. Where image, shape
/// and `out` disagree, the image is copied as far as it goes.
pub fn augment_into(
    image: &[u8],
    channels: usize,
    size: usize,
    augment: &Augment,
    stream: &mut Stream,
    out: &mut [f32],
) {
    if augment.is_none() || image.len() != channels * size * size || out.len() != image.len() || size == 0 {
        for (value, &byte) in out.iter_mut().zip(image) {
            *value = f32::from(byte);
        }
        return;
    }
    let draw = Draw::of(augment, size, stream);
    resample(image, size, &draw, out);
    for value in out.iter_mut() {
        let noise = if augment.noise > 0.0 { (augment.noise * 255.0 * stream.normal()) as f32 } else { 0.0 };
        *value = (*value + draw.brightness + noise).clamp(0.0, 255.0);
    }
}

/// What one image is subjected to. Every field is drawn every time, so that one setting moves no other's draws.
struct Draw {
    is_flipped: bool,
    /// Shift to the right and down, in pixels.
    shift: (f32, f32),
    /// Sine and cosine of the rotation.
    rotation: (f32, f32),
    /// Added to every value, on the scale 0…255.
    brightness: f32,
}

impl Draw {
    fn of(augment: &Augment, size: usize, stream: &mut Stream) -> Self {
        let is_flipped = stream.next_f64() < 0.5 && augment.flip;
        let mut symmetric = |limit: f64| limit * stream.uniform(-1.0, 1.0);
        let shift_limit = augment.shift * size as f64;
        let shift = (symmetric(shift_limit) as f32, symmetric(shift_limit) as f32);
        let radians = symmetric(augment.rotate_degrees).to_radians();
        let brightness = symmetric(augment.brightness * 255.0) as f32;
        Self {
            is_flipped,
            shift,
            rotation: (libm::sin(radians) as f32, libm::cos(radians) as f32),
            brightness,
        }
    }
}

fn resample(image: &[u8], size: usize, draw: &Draw, out: &mut [f32]) {
    let plane = size * size;
    let centre = (size as f32 - 1.0) / 2.0;
    let last = size as f32 - 1.0;
    let (sine, cosine) = draw.rotation;
    for row in 0..size {
        for column in 0..size {
            let (x, y) = (column as f32 - centre - draw.shift.0, row as f32 - centre - draw.shift.1);
            let source_x = cosine * x + sine * y + centre;
            let source_y = cosine * y - sine * x + centre;
            let source_x = if draw.is_flipped { last - source_x } else { source_x };
            let (left, right, across) = taps(source_x, last);
            let (top, bottom, down) = taps(source_y, last);
            for channel in 0..out.len() / plane {
                let at = |row: usize, column: usize| f32::from(image[channel * plane + row * size + column]);
                let upper = mix(at(top, left), at(top, right), across);
                let lower = mix(at(bottom, left), at(bottom, right), across);
                out[channel * plane + row * size + column] = mix(upper, lower, down);
            }
        }
    }
}

/// The two neighbours of a coordinate inside `0..=last`, and how far it is from the first to the second.
fn taps(coordinate: f32, last: f32) -> (usize, usize, f32) {
    let inside = coordinate.clamp(0.0, last);
    let first = inside as usize;
    (first, (first + 1).min(last as usize), inside - first as f32)
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ramp(channels: usize, size: usize) -> Vec<u8> {
        (0..channels * size * size).map(|index| (index * 37 % 256) as u8).collect()
    }

    fn stream() -> Stream {
        Stream::named(5, "augment")
    }

    #[test]
    fn no_change_is_exactly_no_change() {
        let image = ramp(3, 9);
        let mut stream = stream();
        let before = stream.clone();
        assert_eq!(augmented(&image, 3, 9, &Augment::NONE, &mut stream), image);
        assert_eq!(stream, before, "nothing was drawn");
        // Through the whole mapping, too: a flip that the draw leaves out is the identity.
        let mut values = vec![0.0; image.len()];
        let still = Draw { is_flipped: false, shift: (0.0, 0.0), rotation: (0.0, 1.0), brightness: 0.0 };
        resample(&image, 9, &still, &mut values);
        assert_eq!(values, image.iter().map(|&byte| f32::from(byte)).collect::<Vec<_>>());
    }

    #[test]
    fn known_mappings() {
        let image = [0, 50, 100, 150, 200, 250, 10, 20, 30]; // 3 × 3
        let draw = |is_flipped, shift, rotation| Draw { is_flipped, shift, rotation, brightness: 0.0 };
        let table: [(&str, Draw, [f32; 9]); 4] = [
            ("flip", draw(true, (0.0, 0.0), (0.0, 1.0)), [100., 50., 0., 250., 200., 150., 30., 20., 10.]),
            (
                "one to the right",
                draw(false, (1.0, 0.0), (0.0, 1.0)),
                [0., 0., 50., 150., 150., 200., 10., 10., 20.],
            ),
            (
                "half a pixel down",
                draw(false, (0.0, 0.5), (0.0, 1.0)),
                [0., 50., 100., 75., 125., 175., 80., 110., 140.],
            ),
            (
                "a quarter turn",
                draw(false, (0.0, 0.0), (1.0, 0.0)),
                [10., 150., 0., 20., 200., 50., 30., 250., 100.],
            ),
        ];
        for (name, draw, expected) in table {
            let mut values = vec![0.0; 9];
            resample(&image, 3, &draw, &mut values);
            assert_eq!(values, expected, "{name}");
        }
    }

    #[test]
    fn a_draw_repeats_and_streams_differ() {
        let image = ramp(1, 16);
        let augment = Augment { flip: true, shift: 0.2, rotate_degrees: 30.0, brightness: 0.2, noise: 0.05 };
        let once = augmented(&image, 1, 16, &augment, &mut stream());
        assert_eq!(once, augmented(&image, 1, 16, &augment, &mut stream()));
        assert_ne!(once, augmented(&image, 1, 16, &augment, &mut Stream::named(6, "augment")));
        assert_ne!(once, image);
    }

    #[test]
    fn a_wrong_shape_is_copied_not_read_beyond() {
        let augment = Augment { flip: true, ..Augment::NONE };
        assert_eq!(augmented(&[1, 2, 3], 1, 2, &augment, &mut stream()), [1, 2, 3]);
        assert_eq!(augmented(&[], 1, 0, &augment, &mut stream()), [0_u8; 0]);
    }

    proptest! {
        #[test]
        fn values_stay_on_the_scale(
            seed: u64, size in 1_usize..20, flip: bool,
            shift in 0.0..0.3, rotate_degrees in 0.0..180.0, brightness in 0.0..0.5, noise in 0.0..0.3,
        ) {
            let augment = Augment { flip, shift, rotate_degrees, brightness, noise };
            let mut values = vec![f32::NAN; size * size];
            augment_into(&ramp(1, size), 1, size, &augment, &mut Stream::named(seed, "a"), &mut values);
            prop_assert!(values.iter().all(|value| (0.0..=255.0).contains(value)));
        }

        #[test]
        fn geometry_invents_no_value(seed: u64, size in 1_usize..20, shade: u8) {
            let augment = Augment { flip: true, shift: 0.3, rotate_degrees: 180.0, ..Augment::NONE };
            let flat = vec![shade; size * size];
            prop_assert_eq!(augmented(&flat, 1, size, &augment, &mut Stream::named(seed, "a")), flat);
        }
    }
}
