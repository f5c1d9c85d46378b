//! Making images smaller or larger: one filter for everything.
//!
//! A triangle filter (bilinear, widened when shrinking so that every source pixel counts), in integers with
//! coefficients from plain arithmetic: the same bits natively, in wasm, with and without SIMD.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8, U8x3};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

/// A shape in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// Bytes of an image of this size.
    pub fn bytes(self, channels: u8) -> usize {
        self.width as usize * self.height as usize * usize::from(channels)
    }
}

/// A rectangle of a source image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// First column.
    pub left: u32,
    /// First row.
    pub top: u32,
    /// Its size.
    pub size: Size,
}

/// `region` of the image `data` (interleaved, 1 or 3 channels) at the size `to`. `None` when the bytes do not
/// fit the shape, the region leaves the image or a size is 0.
pub fn resize(data: &[u8], size: Size, channels: u8, region: Region, to: Size) -> Option<Vec<u8>> {
    if [size, region.size, to].iter().any(|size| size.width == 0 || size.height == 0) {
        return None;
    }
    // By name: asked to find the kind of pixel out by itself, the library has its code for all fourteen compiled into this
    // crate, which takes a minute and a half.
    match channels {
        1 => resize_pixels::<U8>(data.get(..size.bytes(1))?, size, region, to),
        3 => resize_pixels::<U8x3>(data.get(..size.bytes(3))?, size, region, to),
        _ => None,
    }
}

fn resize_pixels<P: PixelTrait>(data: &[u8], size: Size, region: Region, to: Size) -> Option<Vec<u8>> {
    let source = TypedImageRef::<P>::from_buffer(size.width, size.height, data).ok()?;
    let mut bytes = vec![0; to.width as usize * to.height as usize * P::size()];
    let mut target = TypedImage::<P>::from_buffer(to.width, to.height, &mut bytes).ok()?;
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
        .crop(region.left.into(), region.top.into(), region.size.width.into(), region.size.height.into())
        .use_alpha(false);
    Resizer::new().resize_typed(&source, &mut target, &options).ok()?;
    Some(bytes)
}

/// The whole of an image of this size.
pub fn whole(size: Size) -> Region {
    Region { left: 0, top: 0, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_image_stays_flat_and_a_mean_stays_a_mean() {
        let size = Size { width: 50, height: 20 };
        let to = Size { width: 7, height: 9 };
        assert_eq!(resize(&[200; 3_000], size, 3, whole(size), to), Some(vec![200; 189]));
        let ramp: Vec<u8> = (0..1_000).map(|at| (at % 50 * 5) as u8).collect();
        let one = resize(&ramp, size, 1, whole(size), Size { width: 1, height: 1 }).unwrap();
        assert!((i32::from(one[0]) - 122).abs() <= 2, "{one:?}");
    }

    #[test]
    fn the_same_size_is_a_copy_and_a_region_is_cut_out() {
        let size = Size { width: 3, height: 2 };
        let data = [1, 2, 3, 4, 5, 6];
        assert_eq!(resize(&data, size, 1, whole(size), size), Some(data.to_vec()));
        let region = Region { left: 1, top: 0, size: Size { width: 2, height: 2 } };
        assert_eq!(resize(&data, size, 1, region, region.size), Some(vec![2, 3, 5, 6]));
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let size = Size { width: 3, height: 2 };
        assert_eq!(resize(&[0; 5], size, 1, whole(size), size), None);
        assert_eq!(resize(&[0; 6], size, 2, whole(size), size), None);
        let outside = Region { left: 2, top: 0, size };
        assert_eq!(resize(&[0; 6], size, 1, outside, size), None);
    }
}
