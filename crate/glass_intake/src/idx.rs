//! IDX, the format of MNIST and its kin: thousands of images in one file, their labels in another beside it.
//!
//! A file is known by its first four bytes: two zeros, 8 for bytes, and how many numbers follow that say how many
//! there are in each direction, most significant byte first. One is a file of labels; three are images, rows and
//! columns; four, channels besides. What the numbers speak of is held against the size of the file before any of it
//! is believed, and images are read one after another, never all at once.
//!
//! Images and labels find one another by name: `train-images-idx3-ubyte` and `train-labels-idx1-ubyte` are the same
//! but for the words that tell them apart. A name that says `train`, `val`, `test` or `t10k` decides the split, and
//! the classes are called as they are numbered.

use crate::archive::MAX_TOTAL_BYTES;
use crate::decode::{self, Decoded};
use crate::layout;
use crate::source::Source;
use crate::stretch::{Packing, Reader, Stretch, gzip_start};
use glass_core::fault::{RejectReason, Rejected};
use glass_core::plan::MAX_CLASSES;
use glass_core::split::SplitName;
use std::collections::BTreeMap;

/// The most images of one file that are looked at.
pub const MAX_IMAGES: u32 = 100_000;
/// The highest label.
pub const MAX_LABEL: u8 = (MAX_CLASSES - 1) as u8;
/// The longest header: the magic number and four sides.
const HEADER_BYTES: usize = 20;

/// What lies in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Labels,
    Images { rows: u32, columns: u32, channels: u8 },
}

/// A header whose numbers are ones that can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// Images, or labels.
    n: u32,
    content: Content,
}

impl Header {
    /// The header at the start of a file; `None` when the file is no IDX file.
    pub(crate) fn of(prefix: &[u8]) -> Option<Result<Self, RejectReason>> {
        let [0, 0, 0x08 | 0x09 | 0x0b..=0x0e, 1..=4, ..] = prefix else { return None };
        Some(Self::read(prefix))
    }

    fn read(prefix: &[u8]) -> Result<Self, RejectReason> {
        if prefix[2] != 8 {
            return Err(RejectReason::IdxShape);
        }
        let sides = prefix.get(4..4 + 4 * usize::from(prefix[3])).ok_or(RejectReason::Truncated)?;
        let sides: Vec<u32> = sides.as_chunks::<4>().0.iter().map(|side| u32::from_be_bytes(*side)).collect();
        let (n, content) = match *sides.as_slice() {
            [n] => (n, Content::Labels),
            [n, rows, columns] => (n, Content::Images { rows, columns, channels: 1 }),
            [n, rows, columns, channels @ (1 | 3)] => {
                (n, Content::Images { rows, columns, channels: channels as u8 })
            }
            _ => return Err(RejectReason::IdxShape),
        };
        if let Content::Images { rows, columns, .. } = content {
            decode::check_size(columns, rows).map_err(|reason| match reason {
                RejectReason::TooManyPixels { .. } => reason,
                _ => RejectReason::IdxShape,
            })?;
        }
        if n == 0 {
            return Err(RejectReason::IdxShape);
        }
        Ok(Self { n, content })
    }

    /// Bytes of one label or one image.
    fn each(self) -> u64 {
        match self.content {
            Content::Labels => 1,
            Content::Images { rows, columns, channels } => {
                u64::from(rows) * u64::from(columns) * u64::from(channels)
            }
        }
    }

    /// Bytes of the whole file, `lead` of them before the first image or label. At most 40 million pixels of three
    /// channels, four billion times: no overflow.
    fn declared(self, lead: u64) -> u64 {
        lead + u64::from(self.n) * self.each()
    }
}

/// A file of images or labels, its size held against its header.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Its path as dropped, for people.
    path: String,
    /// What it is paired by.
    key: String,
    /// The split its name or its folders ask for.
    fixed: Option<SplitName>,
    /// Index of the file it lies in, and where.
    source: usize,
    stretch: Stretch,
    header: Header,
    /// Bytes before the first image or label.
    lead: u64,
}

/// Where a file came from.
pub(crate) struct Found<'a> {
    /// Its path as dropped.
    pub path: String,
    /// Its path within its archive, or the same again.
    pub inner_path: &'a str,
    /// Index of its source.
    pub source: usize,
    /// Where in the source.
    pub stretch: Stretch,
    /// Bytes it unpacks to; of a gzip file only what is left over 2³², as it says of itself.
    pub size: u64,
    /// The size is known but for multiples of 2³².
    pub is_gzip: bool,
}

impl Candidate {
    /// Holds a file against its header.
    pub(crate) fn checked(found: Found<'_>, prefix: &[u8], header: Header) -> Result<Self, Rejected> {
        let lead = 4 + 4 * u64::from(prefix.get(3).copied().unwrap_or_default());
        let declared = header.declared(lead);
        let bytes = found.size;
        let fits = if found.is_gzip { declared & 0xffff_ffff == bytes } else { declared == bytes };
        let is_packed = found.stretch.packing == Packing::Deflated;
        let verdict = if !fits {
            Err(RejectReason::WrongLength { declared, bytes })
        } else if is_packed && declared > MAX_TOTAL_BYTES {
            Err(RejectReason::TooManyBytes { bytes: declared, limit: MAX_TOTAL_BYTES })
        } else if is_packed && crate::archive::is_bomb(declared, found.stretch.len) {
            Err(RejectReason::CompressionBomb)
        } else {
            Ok(())
        };
        match verdict {
            Err(reason) => Err(Rejected { path: found.path, reason }),
            Ok(()) => {
                let (key, fixed) = (key(found.inner_path), split_of(found.inner_path));
                let Found { path, source, stretch, .. } = found;
                Ok(Self { path, key, fixed, source, stretch, header, lead })
            }
        }
    }
}

/// The first bytes of what a gzip file holds, and where they lie; `None` when it is none, or is cut off.
pub(crate) fn look_into_gzip(source: &mut dyn Source, prefix: &[u8]) -> Option<(Vec<u8>, Stretch, u64)> {
    // Behind the packed bytes follow their sum and their size.
    const TAIL_BYTES: u64 = 8;
    let start = gzip_start(prefix)? as u64;
    let end = source.size().checked_sub(TAIL_BYTES)?;
    let stretch = Stretch { start, len: end.checked_sub(start)?, packing: Packing::Deflated };
    let mut size = [0; 4];
    let n = crate::source::read_full(source, end + 4, &mut size).ok()?;
    let mut reader = Reader::default();
    let head = [HEADER_BYTES, 8 + 1]
        .into_iter()
        .find_map(|n| reader.read(stretch, source, 0, n).ok().map(<[u8]>::to_vec))?;
    (n == size.len()).then_some((head, stretch, u64::from(u32::from_le_bytes(size))))
}

/// Does a name promise an IDX file? Such an entry of an archive may be larger than a picture.
pub(crate) fn is_named(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    name.contains("idx") || name.contains("ubyte")
}

/// The words of a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// What images and their labels have in common: their path without the words that tell them apart. A folder that is
/// called like the file in it adds nothing.
fn key(path: &str) -> String {
    const APART: [&str; 10] =
        ["images", "image", "labels", "label", "idx", "idx1", "idx3", "idx4", "ubyte", "gz"];
    let part =
        |part: &str| words(part).filter(|word| !APART.contains(&word.as_str())).collect::<Vec<_>>().join("-");
    let mut parts: Vec<String> = path.split('/').map(part).collect();
    parts.dedup();
    parts.join("/")
}

/// The split a file's own name speaks of, or a folder above it.
fn split_of(path: &str) -> Option<SplitName> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let named = words(name).find_map(|word| match word.as_str() {
        "t10k" => Some(SplitName::Test),
        word => layout::split_named(word),
    });
    named.or(match layout::place(path) {
        layout::Place::File { fixed, .. } => fixed,
        layout::Place::Litter => None,
    })
}

/// The name of the file that is missing beside `path`.
fn counterpart(path: &str, swaps: [(&str, &str); 4]) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    swaps.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from, to))
}

const TO_LABELS: [(&str, &str); 4] =
    [("images", "labels"), ("Images", "Labels"), ("idx3", "idx1"), ("idx4", "idx1")];
const TO_IMAGES: [(&str, &str); 4] =
    [("labels", "images"), ("Labels", "Images"), ("idx1", "idx3"), ("LABELS", "IMAGES")];

/// Images with their labels.
#[derive(Debug, Clone)]
pub(crate) struct Set {
    images: Candidate,
    labels: Vec<u8>,
    reader: Reader,
}

impl Set {
    /// The label of every image that is looked at.
    pub(crate) fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// The split that the name asks for.
    pub(crate) fn fixed(&self) -> Option<SplitName> {
        self.images.fixed
    }

    /// Index of the source of the images.
    pub(crate) fn source(&self) -> usize {
        self.images.source
    }

    /// Bytes an image is kept in.
    pub(crate) fn kept_bytes(&self) -> u32 {
        match self.images.header.content {
            Content::Images { rows, columns, channels } => decode::kept_bytes(columns, rows, channels),
            Content::Labels => 0,
        }
    }

    /// The path of an image, as if every one were a file.
    pub(crate) fn path(&self, nth: u32) -> String {
        format!("{}/{nth:05}", self.images.path)
    }

    /// Reads an image.
    pub(crate) fn image(&mut self, nth: u32, source: &mut dyn Source) -> Result<Decoded, RejectReason> {
        let Candidate { stretch, header, lead, .. } = self.images;
        let Content::Images { rows, columns, channels } = header.content else {
            return Err(RejectReason::IdxShape);
        };
        let offset = lead + u64::from(nth) * header.each();
        let data = self.reader.read(stretch, source, offset, header.each() as usize)?;
        decode::from_bytes(columns, rows, channels, data.to_vec())
    }
}

/// Brings images and labels together; what stays alone, or does not fit, is returned with its reason.
pub(crate) fn pair(candidates: Vec<Candidate>, sources: &mut [Box<dyn Source>]) -> (Vec<Set>, Vec<Rejected>) {
    let mut alone: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    let mut images = Vec::new();
    for candidate in candidates {
        match candidate.header.content {
            Content::Images { .. } => images.push(candidate),
            Content::Labels => alone.entry(candidate.key.clone()).or_default().push(candidate),
        }
    }
    // The first of a name first.
    alone.values_mut().for_each(|all| all.reverse());
    let mut sets: Vec<Set> = Vec::new();
    let mut rejected = Vec::new();
    for images in images {
        let Some(labels) = alone.get_mut(&images.key).and_then(Vec::pop) else {
            let expected = counterpart(&images.path, TO_LABELS);
            rejected.push(Rejected { path: images.path, reason: RejectReason::LabelsMissing { expected } });
            continue;
        };
        let verdict = read_labels(&images, &labels, sources).and_then(|read| {
            // The same file twice, as it is and packed: once is enough.
            let is_known = |set: &Set| {
                set.images.key == images.key && set.images.header == images.header && set.labels == read
            };
            if sets.iter().any(is_known) { Err(RejectReason::TakenAlready) } else { Ok(read) }
        });
        match verdict {
            Ok(read) => {
                if images.header.n > MAX_IMAGES {
                    let reason = RejectReason::OnlyFirst { limit: MAX_IMAGES };
                    rejected.push(Rejected { path: images.path.clone(), reason });
                }
                sets.push(Set { images, labels: read, reader: Reader::default() });
            }
            Err(reason) => {
                rejected.push(Rejected { path: images.path, reason: reason.clone() });
                rejected.push(Rejected { path: labels.path, reason });
            }
        }
    }
    for labels in alone.into_values().flat_map(|all| all.into_iter().rev()) {
        let expected = counterpart(&labels.path, TO_IMAGES);
        rejected.push(Rejected { path: labels.path, reason: RejectReason::ImagesMissing { expected } });
    }
    (sets, rejected)
}

fn read_labels(
    images: &Candidate,
    labels: &Candidate,
    sources: &mut [Box<dyn Source>],
) -> Result<Vec<u8>, RejectReason> {
    if images.header.n != labels.header.n {
        return Err(RejectReason::CountMismatch { images: images.header.n, labels: labels.header.n });
    }
    let source = sources.get_mut(labels.source).ok_or(RejectReason::Unreadable)?.as_mut();
    let n = labels.header.n.min(MAX_IMAGES) as usize;
    let read = Reader::default().read(labels.stretch, source, labels.lead, n)?.to_vec();
    match read.iter().position(|&label| label > MAX_LABEL) {
        Some(image) => {
            let label = read[image];
            Err(RejectReason::LabelTooHigh { label, image: image as u32, limit: MAX_LABEL })
        }
        None => Ok(read),
    }
}

#[cfg(test)]
mod tests;
