//! The built-in sets that come as a sheet of tiles.

use crate::decode::{Decoded, decode_whole};
use crate::flatten::flatten;
use crate::resize::Size;
use glass_core::builtin::BuiltIn;
use glass_core::fault::RejectReason;
use glass_core::pixels::{Pixels, Sample};
use image::ColorType;

/// How a sheet is laid out: square tiles row by row, the classes one after another without a gap.
#[derive(Debug, Clone, Copy)]
struct Sheet {
    side: u32,
    columns: u32,
    /// Name and number of tiles of each class.
    classes: &'static [(&'static str, u32)],
}

const DIGITS: Sheet = Sheet {
    side: 8,
    columns: 174,
    classes: &[
        ("0", 174),
        ("1", 174),
        ("2", 174),
        ("3", 174),
        ("4", 174),
        ("5", 174),
        ("6", 174),
        ("7", 174),
        ("8", 174),
        ("9", 174),
    ],
};

const ANIMALS: Sheet = Sheet {
    side: 28,
    columns: 100,
    classes: &[("bird", 100), ("cat", 100), ("elephant", 100), ("giraffe", 100)],
};

const EMOJI: Sheet = Sheet {
    side: 32,
    columns: 32,
    classes: &[("animal", 115), ("face", 100), ("food", 109), ("vehicle", 53)],
};

impl Sheet {
    fn of(set: BuiltIn) -> Option<Self> {
        match set {
            BuiltIn::Coins => None,
            BuiltIn::Digits => Some(DIGITS),
            BuiltIn::Animals => Some(ANIMALS),
            BuiltIn::Emoji => Some(EMOJI),
        }
    }

    fn tiles(&self) -> u32 {
        self.classes.iter().map(|(_, n)| n).sum()
    }

    fn size(&self) -> Size {
        let rows = self.tiles().div_ceil(self.columns);
        Size { width: self.columns * self.side, height: rows * self.side }
    }

    /// The class of a tile and the tile's number in it.
    fn class_of(&self, mut tile: u32) -> Option<(&'static str, u32)> {
        for &(class, n) in self.classes {
            if tile < n {
                return Some((class, tile));
            }
            tile -= n;
        }
        None
    }
}

/// The samples of a sheet, one by one.
#[derive(Debug, Clone)]
pub struct Sprites {
    set: BuiltIn,
    sheet: Sheet,
    channels: u8,
    data: Vec<u8>,
    next: u32,
}

/// Decodes the sheet of a built-in set. The coins have none: they are drawn.
pub fn samples_of(set: BuiltIn, sheet_bytes: &[u8]) -> Result<Sprites, RejectReason> {
    let sheet = Sheet::of(set).ok_or(RejectReason::NotAnImage)?;
    let image = decode_whole(sheet_bytes)?;
    if image.size != sheet.size() {
        return Err(RejectReason::Damaged("a sheet of another size".to_owned()));
    }
    Ok(Sprites { set, sheet, channels: image.channels, data: image.data, next: 0 })
}

impl Iterator for Sprites {
    type Item = Sample;

    fn next(&mut self) -> Option<Sample> {
        let (class, number) = self.sheet.class_of(self.next)?;
        let pixels = self.tile(self.next)?;
        self.next += 1;
        let decoded = Decoded {
            pixels,
            original_width: self.sheet.side,
            original_height: self.sheet.side,
            is_first_frame_only: false,
        };
        let path = format!("{}/{class}/{number:04}.png", self.set.id());
        decoded.into_sample(path, Some(class.to_owned()), None)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.sheet.tiles() - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Sprites {}

impl Sprites {
    /// The pixels of a tile, as if it had come in a file of its own.
    fn tile(&self, tile: u32) -> Option<Pixels> {
        let (side, channels) = (self.sheet.side as usize, usize::from(self.channels));
        let row_bytes = self.sheet.size().width as usize * channels;
        let (column, row) = (tile % self.sheet.columns, tile / self.sheet.columns);
        let mut data = Vec::with_capacity(side * side * channels);
        for y in 0..side {
            let start = (row as usize * side + y) * row_bytes + column as usize * side * channels;
            data.extend_from_slice(self.data.get(start..start + side * channels)?);
        }
        let color = if self.channels == 3 { ColorType::Rgb8 } else { ColorType::L8 };
        let channels = flatten(color, &mut data)?;
        Pixels::checked(side as u16, side as u16, channels, data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::craft::encoded;
    use image::{ImageFormat, Luma, RgbImage};
    use std::collections::BTreeMap;

    /// A gray for every tile; neighbours in the sheet differ.
    fn gray_of(tile: u32) -> u8 {
        (tile * 7 % 251) as u8
    }

    #[test]
    fn a_sheet_is_cut_row_by_row_and_class_by_class() {
        for set in [BuiltIn::Digits, BuiltIn::Animals, BuiltIn::Emoji] {
            let sheet = Sheet::of(set).unwrap();
            let Size { width, height } = sheet.size();
            let tile_at = |x: u32, y: u32| y / sheet.side * sheet.columns + x / sheet.side;
            let image = image::GrayImage::from_fn(width, height, |x, y| Luma([gray_of(tile_at(x, y))]));
            let samples = samples_of(set, &encoded(&image.into(), ImageFormat::Png)).unwrap();
            assert_eq!(samples.len(), sheet.tiles() as usize);
            let classes = sheet.classes.iter().flat_map(|&(class, n)| (0..n).map(move |nth| (class, nth)));
            for ((tile, sample), (class, number)) in samples.enumerate().zip(classes) {
                assert_eq!(sample.meta.class.as_deref(), Some(class));
                assert_eq!(sample.meta.path, format!("{}/{class}/{number:04}.png", set.id()));
                let side = sheet.side as usize;
                assert_eq!(sample.pixels.data, vec![gray_of(tile as u32); side * side]);
            }
        }
    }

    #[test]
    fn the_sheets_that_come_with_the_page_hold_what_is_said_of_them() {
        for set in [BuiltIn::Digits, BuiltIn::Animals, BuiltIn::Emoji] {
            let path = format!("{}/../../www/sample/{}.png", env!("CARGO_MANIFEST_DIR"), set.id());
            let mut counted = BTreeMap::new();
            for sample in samples_of(set, &std::fs::read(path).unwrap()).unwrap() {
                let is_blank = sample.pixels.data.iter().all(|&value| value == sample.pixels.data[0]);
                assert!(!is_blank, "{}", sample.meta.path);
                *counted.entry(sample.meta.class.unwrap()).or_insert(0) += 1;
            }
            let said = Sheet::of(set).unwrap().classes.iter().map(|&(class, n)| (class.to_owned(), n));
            assert_eq!(counted, said.collect());
        }
    }

    #[test]
    fn another_sheet_is_refused() {
        let small = encoded(&RgbImage::new(8, 8).into(), ImageFormat::Png);
        assert!(matches!(samples_of(BuiltIn::Digits, &small), Err(RejectReason::Damaged(_))));
        assert_eq!(samples_of(BuiltIn::Coins, &small).err(), Some(RejectReason::NotAnImage));
        assert_eq!(samples_of(BuiltIn::Emoji, b"").err(), Some(RejectReason::EmptyFile));
    }
}
