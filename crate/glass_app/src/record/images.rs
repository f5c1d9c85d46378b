//! A portion of images: small enough to be written and read between two frames of the page.

use super::envelope::{Kind, Unreadable, open, push_numbers, seal, take_numbers};
use glass_core::pixels::{Pixels, Sample, SampleMeta};
use glass_core::property::Properties;
use glass_core::split::SplitName;
use serde::{Deserialize, Serialize};

/// Images in a portion, at most.
const MAX_IMAGES: usize = 100;
/// Bytes of pixels after which a portion is full.
const MAX_BYTES: usize = 1 << 19;

/// The properties written.
const PROPERTIES: [&str; 11] = [
    "area",
    "aspect",
    "brightness",
    "contrast",
    "red",
    "green",
    "blue",
    "sharpness",
    "brightness_p5",
    "brightness_p99",
    "entropy_bits",
];

#[derive(Serialize, Deserialize)]
struct Header {
    first: usize,
    properties: Vec<String>,
    images: Vec<Image>,
}

#[derive(Serialize, Deserialize)]
struct Image {
    path: String,
    class: Option<String>,
    fixed: Option<SplitName>,
    digest: u64,
    width: u16,
    height: u16,
    channels: u8,
    original_width: u32,
    original_height: u32,
    is_first_frame_only: bool,
}

/// How many of these images fill a portion; at least one, when there is one.
pub fn portion_len(images: &[Sample]) -> usize {
    let mut bytes = 0;
    let fits = |image: &&Sample| {
        let is_room_left = bytes < MAX_BYTES;
        bytes += image.pixels.data.len();
        is_room_left
    };
    images.iter().take(MAX_IMAGES).take_while(fits).count()
}

/// Images as a record; `first` is the index of the first of them.
pub fn seal_portion(first: usize, images: &[Sample]) -> Vec<u8> {
    let header = Header {
        first,
        properties: PROPERTIES.map(String::from).to_vec(),
        images: images.iter().map(image_of).collect(),
    };
    let mut body = Vec::new();
    for image in images {
        push_numbers(&mut body, &numbers_of(&image.meta.properties));
    }
    for image in images {
        body.extend(&image.pixels.data);
    }
    seal(Kind::Images, &header, &body)
}

/// The images of a record, and the index of the first of them.
pub fn open_portion(bytes: &[u8]) -> Result<(usize, Vec<Sample>), Unreadable> {
    let (header, body): (Header, _) = open(Kind::Images, bytes)?;
    let samples = samples_of(&header, body).ok_or(Unreadable::Damaged)?;
    Ok((header.first, samples))
}

fn samples_of(header: &Header, body: &[u8]) -> Option<Vec<Sample>> {
    let n_columns = header.properties.len();
    let (numbers, mut rest) = take_numbers(body, header.images.len().checked_mul(n_columns)?)?;
    // A property this version does not write would be a newer version's; one that is missing cannot be made up.
    let places = PROPERTIES.map(|name| header.properties.iter().position(|other| other == name));
    let mut samples = Vec::with_capacity(header.images.len());
    for (image, row) in header.images.iter().zip(numbers.chunks_exact(n_columns.max(1))) {
        let mut values = [0.0; PROPERTIES.len()];
        for (value, place) in values.iter_mut().zip(places) {
            *value = *row.get(place?)?;
        }
        let n_bytes = usize::from(image.width) * usize::from(image.height) * usize::from(image.channels);
        let (own, others) = rest.split_at_checked(n_bytes)?;
        rest = others;
        let pixels = Pixels::checked(image.width, image.height, image.channels, own.to_vec())?;
        let properties = measured_anew(properties_of(values), &pixels, image);
        samples.push(Sample {
            meta: SampleMeta {
                path: image.path.clone(),
                class: image.class.clone(),
                fixed: image.fixed,
                properties,
                digest: image.digest,
                original_width: image.original_width,
                original_height: image.original_height,
                is_first_frame_only: image.is_first_frame_only,
            },
            pixels,
        });
    }
    (samples.len() == header.images.len()).then_some(samples)
}

/// Earlier versions counted a black pixel as no share of any colour: the shares of such images do not add up to 1, and
/// would look like drift beside images measured now.
fn measured_anew(kept: Properties, pixels: &Pixels, image: &Image) -> Properties {
    let is_earlier = kept.red + kept.green + kept.blue < 1.0 - 1e-9;
    let now = || Properties::of(pixels, image.original_width, image.original_height);
    if is_earlier { now().unwrap_or(kept) } else { kept }
}

fn image_of(sample: &Sample) -> Image {
    let Sample { meta, pixels } = sample;
    Image {
        path: meta.path.clone(),
        class: meta.class.clone(),
        fixed: meta.fixed,
        digest: meta.digest,
        width: pixels.width,
        height: pixels.height,
        channels: pixels.channels,
        original_width: meta.original_width,
        original_height: meta.original_height,
        is_first_frame_only: meta.is_first_frame_only,
    }
}

fn numbers_of(it: &Properties) -> [f64; PROPERTIES.len()] {
    [
        it.area,
        it.aspect,
        it.brightness,
        it.contrast,
        it.red,
        it.green,
        it.blue,
        it.sharpness,
        it.brightness_p5,
        it.brightness_p99,
        it.entropy_bits,
    ]
}

fn properties_of(numbers: [f64; PROPERTIES.len()]) -> Properties {
    let [area, aspect, brightness, contrast, red, green, blue, sharpness, rest @ ..] = numbers;
    let [brightness_p5, brightness_p99, entropy_bits] = rest;
    Properties {
        area,
        aspect,
        brightness,
        contrast,
        red,
        green,
        blue,
        sharpness,
        brightness_p5,
        brightness_p99,
        entropy_bits,
    }
}
