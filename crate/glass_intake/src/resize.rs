//! Making images smaller or larger: one filter for everything.
//!
//! A triangle filter (bilinear, widened when shrinking so that every source pixel counts), in integers with
//! coefficients from plain arithmetic: the same bits natively, in wasm, with and without SIMD.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

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
    let pixel = match channels {
        1 => PixelType::U8,
        3 => PixelType::U8x3,
        _ => return None,
    };
    if [size, region.size, to].iter().any(|size| size.width == 0 || size.height == 0) {
        return None;
    }
    let source = ImageRef::new(size.width, size.height, data.get(..size.bytes(channels))?, pixel).ok()?;
    let mut target = Image::new(to.width, to.height, pixel);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Bilinear))
        .crop(region.left.into(), region.top.into(), region.size.width.into(), region.size.height.into())
        .use_alpha(false);
    Resizer::new().resize(&source, &mut target, &options).ok()?;
    Some(target.into_vec())
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
