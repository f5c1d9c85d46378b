//! From master pixels to a model's input: a square of bytes.
//!
//! Training and inference call this very function, so that a picture means the same to a model in both.

use crate::resize::{Region, Size, resize, whole};
use glass_core::pixels::Pixels;
use glass_core::recipe::{ColorMode, FitMode, Prepare};

/// The bars of a letterbox are black: what padding also is to a convolution.
const BAR: u8 = 0;

/// The input made of `pixels`: `channels × size × size` bytes, plane by plane (all red, all green, all blue),
/// each plane row by row. Pixels that do not fit their shape give black.
pub fn prepare(pixels: &Pixels, how: &Prepare) -> Vec<u8> {
    let side = u32::from(how.size);
    let wanted = how.color.channels();
    let black = || vec![BAR; wanted * usize::from(how.size) * usize::from(how.size)];
    let interleaved = match (how.color, pixels.channels) {
        (ColorMode::Gray, 3) => square(&luma(&pixels.data), pixels, 1, how.fit, side),
        (_, channels) => square(&pixels.data, pixels, channels, how.fit, side),
    };
    match (interleaved, how.color, pixels.channels) {
        (Some(data), ColorMode::Gray, _) => data,
        (Some(data), ColorMode::Color, 1) => data.repeat(wanted),
        (Some(data), ColorMode::Color, _) => planes(&data, wanted),
        (None, ..) => black(),
    }
}

/// Luma, `0.299 R + 0.587 G + 0.114 B`, rounded, of interleaved RGB.
pub fn luma(rgb: &[u8]) -> Vec<u8> {
    rgb.chunks_exact(3)
        .map(|pixel| {
            let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            ((299 * r + 587 * g + 114 * b + 500) / 1000) as u8
        })
        .collect()
}

fn planes(interleaved: &[u8], channels: usize) -> Vec<u8> {
    (0..channels).flat_map(|channel| interleaved.iter().skip(channel).step_by(channels).copied()).collect()
}

/// `data`, of the shape of `pixels`, as a square of `side`.
fn square(data: &[u8], pixels: &Pixels, channels: u8, fit: FitMode, side: u32) -> Option<Vec<u8>> {
    if side == 0 {
        return None; // a letterbox keeps a pixel of the image, and a square of none has no room for it
    }
    let size = Size { width: pixels.width.into(), height: pixels.height.into() };
    let target = Size { width: side, height: side };
    match fit {
        FitMode::Stretch => resize(data, size, channels, whole(size), target),
        FitMode::Crop => {
            let short = size.width.min(size.height);
            let region = Region {
                left: (size.width - short) / 2,
                top: (size.height - short) / 2,
                size: Size { width: short, height: short },
            };
            resize(data, size, channels, region, target)
        }
        FitMode::Letterbox => {
            let long = size.width.max(size.height).max(1);
            let scaled = |length: u32| ((length * side + long / 2) / long).max(1);
            let inner = Size { width: scaled(size.width), height: scaled(size.height) };
            let image = resize(data, size, channels, whole(size), inner)?;
            Some(with_bars(&image, inner, usize::from(channels), side))
        }
    }
}

/// Centres an image on a square with bars.
fn with_bars(image: &[u8], inner: Size, channels: usize, side: u32) -> Vec<u8> {
    let side = side as usize;
    let row = inner.width as usize * channels;
    let (left, top) = ((side - inner.width as usize) / 2, (side - inner.height as usize) / 2);
    let mut square = vec![BAR; side * side * channels];
    for (y, source) in image.chunks_exact(row).enumerate() {
        let start = ((top + y) * side + left) * channels;
        square[start..start + row].copy_from_slice(source);
    }
    square
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::recipe::Normalize;
    use proptest::prelude::*;

    fn how(size: u16, color: ColorMode, fit: FitMode) -> Prepare {
        Prepare { size, color, fit, normalize: Normalize::Unit }
    }

    #[test]
    fn a_square_of_the_right_size_is_only_unwoven() {
        let pixels = Pixels::checked(8, 8, 3, (0..192).collect()).unwrap();
        let input = prepare(&pixels, &how(8, ColorMode::Color, FitMode::Crop));
        assert_eq!(input[..3], [0, 3, 6]);
        assert_eq!(input[64..67], [1, 4, 7]);
        assert_eq!(input[191], 191);
    }

    #[test]
    fn gray_is_luma_and_gray_in_colour_is_three_times_gray() {
        let red = Pixels::checked(2, 2, 3, [255, 0, 0].repeat(4)).unwrap();
        assert_eq!(prepare(&red, &how(8, ColorMode::Gray, FitMode::Crop)), vec![76; 64]);
        let gray = Pixels::checked(2, 2, 1, vec![9; 4]).unwrap();
        assert_eq!(prepare(&gray, &how(8, ColorMode::Color, FitMode::Crop)), vec![9; 192]);
    }

    #[test]
    fn each_fit_does_what_it_says() {
        // 16×8: black, white, white, black quarters.
        let data = (0..128).map(|at| if (4..12).contains(&(at % 16)) { 255 } else { 0 }).collect();
        let wide = Pixels::checked(16, 8, 1, data).unwrap();
        assert_eq!(prepare(&wide, &how(8, ColorMode::Gray, FitMode::Crop)), vec![255; 64]);
        let boxed = prepare(&wide, &how(16, ColorMode::Gray, FitMode::Letterbox));
        assert_eq!(&boxed[..64], &[BAR; 64], "bars above");
        assert_eq!(&boxed[64..192], &wide.data[..]);
        assert_eq!(&boxed[192..], &[BAR; 64], "bars below");
        let stretched = prepare(&wide, &how(8, ColorMode::Gray, FitMode::Stretch));
        assert!(stretched[0] < 20 && stretched[4] > 235, "{stretched:?}");
    }

    #[test]
    fn a_square_of_no_side_is_empty_however_it_is_filled() {
        let pixel = Pixels::checked(1, 1, 1, vec![9]).unwrap();
        for fit in [FitMode::Crop, FitMode::Letterbox, FitMode::Stretch] {
            assert!(prepare(&pixel, &how(0, ColorMode::Gray, fit)).is_empty(), "{fit:?}");
        }
    }

    proptest! {
        #[test]
        fn the_length_is_always_right(
            width in 0_u16..400, height in 0_u16..100, channels in prop::sample::select(vec![0_u8, 1, 2, 3]),
            missing in 0_usize..3, size in 0_u16..=96, color in 0..2, fit in 0..3,
        ) {
            let n = usize::from(width) * usize::from(height) * usize::from(channels);
            let data = (0..n.saturating_sub(missing)).map(|at| at as u8).collect();
            let pixels = Pixels { width, height, channels, data };
            let color = [ColorMode::Gray, ColorMode::Color][color as usize];
            let fit = [FitMode::Crop, FitMode::Letterbox, FitMode::Stretch][fit as usize];
            let input = prepare(&pixels, &how(size, color, fit));
            prop_assert_eq!(input.len(), color.channels() * usize::from(size) * usize::from(size));
        }
    }
}
