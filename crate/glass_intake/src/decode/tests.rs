//! Images of every kind, whole, cut off and forged: upright pixels, or the reason why not.

use super::*;
use crate::craft::{
    chunk, encoded, jpeg, orientation_tag, png_header, png_of, with_segment, zip_of, zlib_stored,
};
use glass_core::rng::Stream;
use image::{DynamicImage, GrayAlphaImage, ImageBuffer, Luma, Rgb, RgbImage, RgbaImage};
use proptest::prelude::*;

const FORMATS: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp];

const CORNERS: [(char, [u8; 3]); 4] =
    [('A', [250, 20, 20]), ('B', [20, 200, 20]), ('C', [20, 20, 250]), ('D', [240, 240, 240])];

/// 32 × 16 pixels, a colour in every quarter: A and B above, C and D below.
fn quarters() -> DynamicImage {
    RgbImage::from_fn(32, 16, |x, y| Rgb(CORNERS[(y / 8 * 2 + x / 16) as usize].1)).into()
}

/// Noise in four grays, which packs badly and is no more than a palette holds.
fn noise() -> DynamicImage {
    let mut chance = Stream::named(7, "noise");
    RgbImage::from_fn(64, 64, |_, _| Rgb([(chance.below(4) * 80) as u8; 3])).into()
}

/// The quarters of an image, read as a book is.
fn reading(pixels: &Pixels) -> String {
    let (width, height) = (usize::from(pixels.width), usize::from(pixels.height));
    let quarter = |(x, y): (usize, usize)| {
        let at = (height * y / 4 * width + width * x / 4) * 3;
        let seen = &pixels.data[at..at + 3];
        let is_near =
            |(_, colour): &&(char, [u8; 3])| seen.iter().zip(colour).all(|(a, b)| a.abs_diff(*b) <= 6);
        CORNERS.iter().find(is_near).map_or('?', |(name, _)| *name)
    };
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(quarter).iter().collect()
}

#[test]
fn every_format_comes_back() {
    for format in FORMATS {
        let decoded = decode(&encoded(&quarters(), format)).unwrap();
        assert_eq!((decoded.pixels.width, decoded.pixels.height, decoded.pixels.channels), (32, 16, 3));
        assert_eq!((decoded.original_width, decoded.original_height), (32, 16));
        assert!(!decoded.is_first_frame_only, "{format:?}");
        assert_eq!(reading(&decoded.pixels), "ABCD", "{format:?}");
        if format != ImageFormat::Jpeg {
            assert_eq!(decoded.pixels.data, quarters().into_rgb8().into_raw(), "{format:?}");
        }
    }
}

/// Where A, B, C and D come to lie, by the standard's words for each number: row 0 is the picture's …
/// side, column 0 its … side.
const UPRIGHT: [(u8, &str); 8] = [
    (1, "ABCD"), // top, left
    (2, "BADC"), // top, right
    (3, "DCBA"), // bottom, right
    (4, "CDAB"), // bottom, left
    (5, "ACBD"), // left, top
    (6, "CADB"), // right, top
    (7, "DBCA"), // right, bottom
    (8, "BDAC"), // left, bottom
];

#[test]
fn every_orientation_is_turned_upright() {
    let plain = jpeg(&quarters());
    let png = [png_header(32, 16, 8, 2), Vec::new(), chunk(b"IDAT", &zlib_stored(&rows(&quarters())))];
    for (orientation, expected) in UPRIGHT {
        let tag = orientation_tag(orientation);
        let turned = [
            with_segment(&plain, 0xe1, &[b"Exif\0\0", tag.as_slice()].concat()),
            png_of(&[png[0].clone(), chunk(b"eXIf", &tag), png[2].clone()]),
        ];
        for file in turned {
            let decoded = decode(&file).unwrap();
            assert_eq!(reading(&decoded.pixels), expected, "orientation {orientation}");
            let shape = if orientation < 5 { (32, 16) } else { (16, 32) };
            assert_eq!((decoded.pixels.width, decoded.pixels.height), shape);
            let (width, height) = (decoded.original_width, decoded.original_height);
            assert_eq!((width, height), (shape.0.into(), shape.1.into()));
        }
    }
}

/// The rows of an RGB image as PNG packs them: each behind a filter of 0.
fn rows(image: &DynamicImage) -> Vec<u8> {
    let rgb = image.to_rgb8();
    rgb.as_raw().chunks(rgb.width() as usize * 3).flat_map(|row| [&[0], row].concat()).collect()
}

#[test]
fn a_nonsense_orientation_is_none() {
    for tag in [orientation_tag(0), orientation_tag(9), b"II*\0\xff\xff\xff\xff".to_vec(), Vec::new()] {
        let file = with_segment(&jpeg(&quarters()), 0xe1, &[b"Exif\0\0", tag.as_slice()].concat());
        assert_eq!(reading(&decode(&file).unwrap().pixels), "ABCD", "{tag:?}");
    }
}

#[test]
fn half_a_file_is_truncated_in_every_format() {
    for format in FORMATS {
        let whole = encoded(&noise(), format);
        assert!(decode(&whole).is_ok(), "{format:?}");
        assert_eq!(decode(&whole[..whole.len() / 2]), Err(RejectReason::Truncated), "{format:?}");
    }
}

#[test]
fn a_jpeg_without_its_last_byte_is_truncated() {
    let whole = jpeg(&noise());
    assert_eq!(decode(&whole[..whole.len() - 1]), Err(RejectReason::Truncated));
    // What comes behind the end is nobody's business.
    assert!(decode(&[whole.as_slice(), b"appended"].concat()).is_ok());
}

#[test]
fn a_png_with_a_wrong_sum_is_damaged() {
    let mut file = encoded(&noise(), ImageFormat::Png);
    let data = file.windows(4).position(|kind| kind == b"IDAT").unwrap();
    file[data + 100] ^= 0x10;
    let Err(RejectReason::Damaged(words)) = decode(&file) else { panic!("{:?}", decode(&file)) };
    // In words, without the decoder's own.
    assert!(words.starts_with("CRC error") && !words.contains("Chunk"), "{words}");
}

#[test]
fn deep_transparent_and_palette_pictures_follow_one_rule() {
    let deep: DynamicImage = ImageBuffer::<Luma<u16>, _>::from_raw(2, 1, vec![60_395_u16, 0]).unwrap().into();
    let veiled: DynamicImage = RgbaImage::from_raw(2, 1, vec![0, 100, 200, 255, 9, 9, 9, 0]).unwrap().into();
    let gray_veil: DynamicImage = GrayAlphaImage::from_raw(2, 1, vec![10, 255, 0, 128]).unwrap().into();
    let deep_veil: DynamicImage =
        ImageBuffer::<image::Rgba<u16>, _>::from_raw(1, 1, vec![257, 514, 771, 65_535]).unwrap().into();
    let palette = png_of(&[
        png_header(3, 1, 8, 3),
        chunk(b"PLTE", &[200, 0, 0, 0, 200, 0, 5, 5, 5]),
        chunk(b"tRNS", &[255, 255, 0]),
        chunk(b"IDAT", &zlib_stored(&[0, 1, 0, 2])),
    ]);
    // One bit a pixel: the second of two colours, then the first.
    let bits = png_of(&[png_header(2, 1, 1, 0), chunk(b"IDAT", &zlib_stored(&[0, 0b1000_0000]))]);
    let rows: [(&str, Vec<u8>, u8, &[u8]); 6] = [
        ("16 bits", encoded(&deep, ImageFormat::Png), 1, &[235, 0]),
        ("alpha over white", encoded(&veiled, ImageFormat::Png), 3, &[0, 100, 200, 255, 255, 255]),
        ("gray and alpha", encoded(&gray_veil, ImageFormat::Png), 1, &[10, 127]),
        ("16 bits and alpha", encoded(&deep_veil, ImageFormat::Png), 3, &[1, 2, 3]),
        ("palette, one colour clear", palette, 3, &[0, 200, 0, 200, 0, 0, 255, 255, 255]),
        ("one bit", bits, 1, &[255, 0]),
    ];
    for (name, file, channels, data) in rows {
        let pixels = decode(&file).unwrap_or_else(|reason| panic!("{name}: {reason:?}")).pixels;
        assert_eq!((pixels.channels, pixels.data.as_slice()), (channels, data), "{name}");
    }
}

#[test]
fn what_is_no_picture_is_named() {
    let rows: [(&[u8], RejectReason); 6] = [
        (b"", RejectReason::EmptyFile),
        (b"a letter that somebody called cat.jpg", RejectReason::NotAnImage),
        (&zip_of(&[]), RejectReason::NotAnImage),
        (b"\0\0\0\x18ftypheic", RejectReason::UnsupportedFormat(String::from("HEIC"))),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", RejectReason::UnsupportedFormat(String::from("SVG"))),
        (b"\x89PNG\r\n\x1a\n", RejectReason::Truncated),
    ];
    for (bytes, reason) in rows {
        assert_eq!(decode(bytes), Err(reason), "{:?}", String::from_utf8_lossy(bytes));
    }
}

/// Files that end with their header: had a decoder been asked, it would have missed the rest.
#[test]
fn a_bomb_is_refused_from_its_header() {
    let jpeg = b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xd9".to_vec();
    let webp =
        [b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".as_slice(), &[0xff, 0xff, 0, 0xff, 0xff, 0]].concat();
    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec();
    let bmp = |height: i32| {
        let sides = [30_000_i32.to_le_bytes(), height.to_le_bytes()].concat();
        [b"BM............\x28\0\0\0".as_slice(), &sides].concat()
    };
    let png = |width, height| [b"\x89PNG\r\n\x1a\n".to_vec(), png_header(width, height, 8, 2)].concat();
    let rows = [
        (png(30_000, 30_000), 30_000, 30_000),
        (png(65_535, 65_535), 65_535, 65_535),
        (png(1, MAX_SIDE + 1), 1, MAX_SIDE + 1),
        (png(7_000, 7_000), 7_000, 7_000),
        (png(u32::MAX, u32::MAX), u32::MAX, u32::MAX),
        (jpeg, 65_535, 65_535),
        (webp, 65_536, 65_536),
        (gif, 65_535, 65_535),
        (bmp(30_000), 30_000, 30_000),
        (bmp(i32::MIN), 30_000, 1 << 31),
    ];
    for (file, width, height) in rows {
        assert_eq!(decode(&file), Err(RejectReason::TooManyPixels { width, height }));
    }
}

#[test]
fn of_a_moving_picture_the_first_frame_is_taken() {
    let frame = |colour: [u8; 4]| image::Frame::new(RgbaImage::from_pixel(4, 4, image::Rgba(colour)));
    let gif = |frames: Vec<image::Frame>| {
        let mut file = Vec::new();
        image::codecs::gif::GifEncoder::new(&mut file).encode_frames(frames).unwrap();
        file
    };
    let red = [255, 0, 0, 255];
    let moving = decode(&gif(vec![frame(red), frame([0, 0, 255, 255])])).unwrap();
    assert_eq!((moving.is_first_frame_only, &moving.pixels.data[..3]), (true, &red[..3]));
    assert!(!decode(&gif(vec![frame(red)])).unwrap().is_first_frame_only);

    let data = chunk(b"IDAT", &zlib_stored(&[0, 9]));
    let animated = png_of(&[png_header(1, 1, 8, 0), chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), data]);
    let first = decode(&animated).unwrap();
    assert_eq!((first.is_first_frame_only, first.pixels.data.as_slice()), (true, &[9][..]));
}

#[test]
fn large_pictures_are_made_small_and_small_ones_left() {
    let rows =
        [((40, 30), (40, 30)), ((192, 384), (96, 192)), ((3_000, 10), (384, 1)), ((96, 384), (96, 384))];
    for ((width, height), master) in rows {
        let file = encoded(&RgbImage::from_pixel(width, height, Rgb([9, 99, 199])).into(), ImageFormat::Png);
        let decoded = decode(&file).unwrap();
        assert_eq!((decoded.pixels.width, decoded.pixels.height), master);
        assert_eq!((decoded.original_width, decoded.original_height), (width, height));
        assert!(decoded.pixels.data.chunks(3).all(|pixel| pixel == [9, 99, 199]));
    }
}

/// A scene with edges, shades and noise, as a camera sees it.
fn scene(width: u32, height: u32) -> DynamicImage {
    let mut chance = Stream::named(11, "scene");
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f64 / f64::from(width), y as f64 / f64::from(height));
        let is_inside = (u - 0.4).powi(2) + (v - 0.5).powi(2) < 0.06;
        let light = 60.0 + 120.0 * u + if is_inside { 60.0 } else { 0.0 } + 12.0 * chance.normal();
        Rgb([light, light * 0.8 + 30.0 * v, 220.0 - light].map(|part| part as u8))
    })
    .into()
}

#[test]
fn a_photograph_is_decoded_at_a_fraction_and_looks_the_same() {
    // An eighth, a quarter, a half; sides that are no multiple of eight.
    for (width, height) in [(2_003, 1_501), (1_001, 777), (801, 403)] {
        let coloured = scene(width, height);
        for scene in [DynamicImage::ImageLuma8(coloured.to_luma8()), coloured] {
            let file = jpeg(&scene);
            let size = Size { width, height };
            let fraction = photograph::decode(&file, size).expect("large enough");
            assert!(fraction.size.width < width / 2 + 2, "{width}");
            let (decoded, exact) =
                (decode(&file).unwrap(), decode(&encoded(&scene, ImageFormat::Png)).unwrap());
            assert_eq!((decoded.original_width, decoded.original_height), (width, height));
            let [pixels, expected] = [&decoded.pixels, &exact.pixels];
            assert_eq!((pixels.width, pixels.channels), (expected.width, expected.channels));
            let off = pixels.data.iter().zip(&expected.data).map(|(a, b)| f64::from(a.abs_diff(*b)));
            let (mean, most) = (off.clone().sum::<f64>() / pixels.data.len() as f64, off.fold(0.0, f64::max));
            assert!(mean < 1.0 && most < 24.0, "{width}: {mean} in the mean, {most} at most");
        }
    }
}

#[test]
fn photographs_are_turned_upright_and_refused_like_every_jpeg() {
    let large = quarters().resize_exact(1_600, 800, image::imageops::FilterType::Nearest);
    let plain = jpeg(&large);
    for (orientation, expected) in UPRIGHT {
        let file =
            with_segment(&plain, 0xe1, &[b"Exif\0\0", orientation_tag(orientation).as_slice()].concat());
        let decoded = decode(&file).unwrap();
        assert_eq!(reading(&decoded.pixels), expected, "orientation {orientation}");
        let is_turned = orientation >= 5;
        assert_eq!(decoded.original_width, if is_turned { 800 } else { 1_600 }, "orientation {orientation}");
    }
    assert_eq!(decode(&plain[..plain.len() / 2]), Err(RejectReason::Truncated));
    // Small ones, and those whose header is not theirs, are the other decoder's.
    let none = |file: &[u8], width, height| photograph::decode(file, Size { width, height }).is_none();
    assert!(none(&jpeg(&quarters()), 32, 16));
    assert!(none(&plain, 1_600, 801));
    assert!(none(b"\xff\xd8\xff\xe0 and nothing more", 1_600, 800));
}

#[test]
fn copies_have_one_digest_whatever_their_format() {
    let digest = |file: &[u8]| decode(file).unwrap().digest();
    let png = digest(&encoded(&quarters(), ImageFormat::Png));
    assert_eq!(png, digest(&encoded(&quarters(), ImageFormat::Bmp)));
    assert_eq!(png, digest(&encoded(&quarters(), ImageFormat::WebP)));
    assert_ne!(png, digest(&encoded(&quarters().fliph(), ImageFormat::Png)));
    // Equal when small, but not the same picture.
    let plain = |side| encoded(&RgbImage::from_pixel(side, side, Rgb([5; 3])).into(), ImageFormat::Png);
    assert_ne!(digest(&plain(192)), digest(&plain(384)));
}

#[test]
fn pixels_of_others_must_fit_their_shape() {
    assert_eq!(from_rgba(2, 1, vec![0; 7]), Err(RejectReason::Truncated));
    assert_eq!(from_rgba(1, 1, vec![1, 2, 3, 255]).unwrap().pixels.data, [1, 2, 3]);
    let too_wide = MAX_SIDE + 1;
    let reason = RejectReason::TooManyPixels { width: too_wide, height: 1 };
    assert_eq!(from_rgba(too_wide, 1, Vec::new()), Err(reason));
}

/// What is decoded fits its shape and the master size, whatever the file.
fn check(bytes: &[u8]) {
    if let Ok(decoded) = decode(bytes) {
        let Pixels { width, height, channels, data } = &decoded.pixels;
        assert_eq!(data.len(), usize::from(*width) * usize::from(*height) * usize::from(*channels));
        assert!(
            *width.min(height) <= pixels::MASTER_SHORT_SIDE && *width.max(height) <= pixels::MASTER_LONG_SIDE
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), pick in 0_usize..6) {
        let magics: [&[u8]; 6] = [
            b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x05\0\0\0\x05\x08\x02\0\0\0", b"\xff\xd8\xff\xe0\0\x04..",
            b"GIF89a\x05\0\x05\0", b"RIFF....WEBPVP8L", b"BM............\x28\0\0\0\x05\0\0\0\x05\0\0\0",
        ];
        let n = magics[pick].len().min(bytes.len());
        bytes[..n].copy_from_slice(&magics[pick][..n]);
        check(&bytes);
    }

    #[test]
    fn wounded_pictures_never_panic(
        format in 0_usize..5,
        wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut file = encoded(&quarters(), FORMATS[format]);
        for (at, byte) in wounds {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if let Some(cut) = cut {
            file.truncate(cut.index(file.len()));
        }
        check(&file);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn wounded_photographs_never_panic(
        wounds in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        static WHOLE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| jpeg(&scene(420, 400)));
        let mut file = WHOLE.clone();
        for (at, byte) in wounds {
            // Mostly in the tables before the picture.
            let at = at.index(file.len().min(2_000));
            file[at] = byte;
        }
        check(&file);
    }
}
