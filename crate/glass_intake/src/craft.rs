//! Files for the tests: pictures in every format, and zips and chunks made by hand, byte for byte, as no
//! honest writer would make them.

use image::{DynamicImage, ImageFormat};
use std::io::{Cursor, Write};

/// `image` as a file.
pub fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A JPEG of the best quality.
pub fn jpeg(image: &DynamicImage) -> Vec<u8> {
    let mut file = Vec::new();
    image.write_with_encoder(image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, 100)).unwrap();
    file
}

/// A TIFF directory with nothing in it but an orientation.
pub fn orientation_tag(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// The JPEG `file` with a segment `marker` right behind its start.
pub fn with_segment(file: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = (content.len() + 2) as u16;
    [&file[..2], &[0xff, marker], &length.to_be_bytes(), content, &file[2..]].concat()
}

/// A PNG chunk with its sum.
pub fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let summed = [kind.as_slice(), content].concat();
    [&(content.len() as u32).to_be_bytes(), summed.as_slice(), &crc32(&summed).to_be_bytes()].concat()
}

/// A PNG of these chunks, end included.
pub fn png_of(chunks: &[Vec<u8>]) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat(), chunk(b"IEND", b"")].concat()
}

/// The header chunk of a PNG: `color` is 0 (gray), 2 (RGB), 3 (palette), 4 or 6 (with alpha).
pub fn png_header(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
    let sides = [width.to_be_bytes(), height.to_be_bytes()].concat();
    chunk(b"IHDR", &[sides.as_slice(), &[depth, color, 0, 0, 0]].concat())
}

/// `data` as a zlib stream of one stored block.
pub fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let length = data.len() as u16;
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    let sum = b << 16 | a;
    [&[0x78, 1, 1], &length.to_le_bytes()[..], &(!length).to_le_bytes(), data, &sum.to_be_bytes()].concat()
}

/// The sum that PNG chunks and zip entries carry.
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

/// An entry of a zip, every field at will.
#[derive(Clone)]
pub struct Packed {
    pub name: Vec<u8>,
    /// The bytes as they lie in the archive.
    pub stored: Vec<u8>,
    /// The size it declares to unpack to.
    pub size: u32,
    pub crc: u32,
    /// 0: stored, 8: deflated.
    pub method: u16,
    /// 1: encrypted, 0x800: the name is UTF-8.
    pub flags: u16,
    /// Of Unix: the mode in the upper half.
    pub attributes: u32,
    /// Shares the local header of the entry with this index.
    pub shares: Option<usize>,
}

/// An honest entry, not compressed.
pub fn packed(name: impl AsRef<[u8]>, data: &[u8]) -> Packed {
    Packed {
        name: name.as_ref().to_vec(),
        stored: data.to_vec(),
        size: data.len() as u32,
        crc: crc32(data),
        method: 0,
        flags: 0,
        attributes: 0o100_644 << 16,
        shares: None,
    }
}

/// A zip of these entries.
pub fn zip_of(entries: &[Packed]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut starts: Vec<u32> = Vec::new();
    for entry in entries {
        if let Some(other) = entry.shares {
            starts.push(starts[other]);
            continue;
        }
        starts.push(file.len() as u32);
        file.extend(b"PK\x03\x04\x14\0");
        file.extend(entry.common());
        file.extend([0, 0]);
        file.extend(&entry.name);
        file.extend(&entry.stored);
    }
    let table = file.len() as u32;
    for (entry, start) in entries.iter().zip(starts) {
        file.extend(b"PK\x01\x02\x14\x03\x14\0");
        file.extend(entry.common());
        file.extend([0; 8]);
        file.extend(entry.attributes.to_le_bytes());
        file.extend(start.to_le_bytes());
        file.extend(&entry.name);
    }
    let (length, n) = (file.len() as u32 - table, (entries.len() as u16).to_le_bytes());
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([n, n].concat());
    file.extend([length.to_le_bytes(), table.to_le_bytes()].concat());
    file.extend([0, 0]);
    file
}

impl Packed {
    /// What both headers of an entry say, from the flags to the length of the name.
    fn common(&self) -> Vec<u8> {
        let halves = [self.flags, self.method, 0, 0x21].map(u16::to_le_bytes).concat();
        let words = [self.crc, self.stored.len() as u32, self.size].map(u32::to_le_bytes).concat();
        [halves, words, (self.name.len() as u16).to_le_bytes().to_vec()].concat()
    }
}

/// `data` deflated, without any header.
pub fn deflated(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// `data` as a gzip file.
pub fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

/// An IDX file of bytes.
pub fn idx(sides: &[u32], data: &[u8]) -> Vec<u8> {
    let sides: Vec<u8> = sides.iter().flat_map(|side| side.to_be_bytes()).collect();
    [&[0, 0, 8, (sides.len() / 4) as u8], sides.as_slice(), data].concat()
}
