//! From whatever a decoder gives to 8-bit gray or RGB, in place.
//!
//! The one rule for every format: 16-bit samples are divided by 257 and rounded; transparency is laid over
//! white; an image whose red, green and blue are equal everywhere is gray and keeps one channel.

use image::ColorType;

/// Rewrites `data` (pixels of `color`, samples in native byte order) to 8-bit gray or RGB and returns the
/// channels it has now. `None` for a colour type that no decoder here gives.
pub fn flatten(color: ColorType, data: &mut Vec<u8>) -> Option<u8> {
    match color {
        ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => halve(data),
        _ => {}
    }
    match color {
        ColorType::L8 | ColorType::L16 => return Some(1),
        ColorType::La8 | ColorType::La16 => {
            over_white::<2, 1>(data);
            return Some(1);
        }
        ColorType::Rgb8 | ColorType::Rgb16 => {}
        ColorType::Rgba8 | ColorType::Rgba16 => over_white::<4, 3>(data),
        _ => return None,
    }
    let is_gray = data.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    if !is_gray {
        return Some(3);
    }
    compact::<3, 1>(data, |pixel| [pixel[0]]);
    Some(1)
}

/// 16 bits to 8.
fn halve(data: &mut Vec<u8>) {
    compact::<2, 1>(data, |bytes| [((u32::from(u16::from_ne_bytes(bytes)) + 128) / 257) as u8]);
}

/// Lays pixels of `N` samples, the last one alpha, over white.
fn over_white<const N: usize, const M: usize>(data: &mut Vec<u8>) {
    compact::<N, M>(data, |pixel| {
        let alpha = u32::from(pixel[N - 1]);
        std::array::from_fn(|channel| {
            ((u32::from(pixel[channel]) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        })
    });
}

/// Replaces each group of `N` bytes by `M` fewer, front to back, and gives the rest of the memory back.
fn compact<const N: usize, const M: usize>(data: &mut Vec<u8>, convert: impl Fn([u8; N]) -> [u8; M]) {
    let groups = data.len() / N;
    for group in 0..groups {
        let input: [u8; N] = std::array::from_fn(|at| data[group * N + at]);
        let output = convert(input);
        data[group * M..(group + 1) * M].copy_from_slice(&output);
    }
    data.truncate(groups * M);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_type_has_one_rule() {
        let wide =
            |samples: &[u16]| samples.iter().flat_map(|sample| sample.to_ne_bytes()).collect::<Vec<u8>>();
        let rows: Vec<(ColorType, Vec<u8>, u8, Vec<u8>)> = vec![
            (ColorType::L8, vec![0, 9], 1, vec![0, 9]),
            (ColorType::La8, vec![10, 255, 10, 0, 0, 128], 1, vec![10, 255, 127]),
            (ColorType::Rgb8, vec![1, 2, 3], 3, vec![1, 2, 3]),
            (ColorType::Rgb8, vec![7, 7, 7, 9, 9, 9], 1, vec![7, 9]),
            (ColorType::Rgba8, vec![0, 100, 200, 255, 0, 0, 0, 0], 3, vec![0, 100, 200, 255, 255, 255]),
            (ColorType::Rgba8, vec![5, 5, 5, 255], 1, vec![5]),
            (ColorType::L16, wide(&[0, 128, 129, 65_535, 60_395]), 1, vec![0, 0, 1, 255, 235]),
            (ColorType::La16, wide(&[65_535, 0]), 1, vec![255]),
            (ColorType::Rgb16, wide(&[257, 514, 771]), 3, vec![1, 2, 3]),
            (ColorType::Rgba16, wide(&[257, 514, 771, 65_535]), 3, vec![1, 2, 3]),
        ];
        for (color, mut data, channels, expected) in rows {
            assert_eq!(flatten(color, &mut data), Some(channels), "{color:?}");
            assert_eq!(data, expected, "{color:?}");
        }
        assert_eq!(flatten(ColorType::Rgb32F, &mut vec![0; 12]), None);
    }
}
