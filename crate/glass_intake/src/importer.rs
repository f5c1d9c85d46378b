//! Taking in a drop: first the plan, then one image a step.
//!
//! The plan says what would be taken in before anything is decoded. The importer then decodes exactly one
//! item a call, and tells its name before: a supervisor that finds its worker dead makes the same plan again
//! (it depends on nothing but the files), goes to the position it knew, skips the culprit with a reason and
//! goes on.

use crate::archive::{self, Listing, MAX_TOTAL_BYTES};
use crate::decode::{check_file_size, decode};
use crate::label::Labels;
use crate::layout::{self, Place};
use crate::natural;
use crate::quota;
use crate::sniff::{self, Kind, PREFIX_BYTES};
use crate::source::{Source, read_full};
use glass_core::fault::{RejectReason, Rejected};
use glass_core::pixels::Sample;
use glass_core::plan::{ImportPlan, PlannedClass};
use glass_core::split::SplitName;
use std::collections::BTreeMap;

/// The most images of a data set.
pub const MAX_IMAGES: u32 = 20_000;
/// Decides which images stay when there are more: always the same, so that a plan can be made again.
const QUOTA_SEED: u64 = 42;

/// A dropped file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path as dropped.
    pub path: String,
    /// Index of its source.
    pub source: usize,
}

/// What one step brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An image.
    Sample(Sample),
    /// A file that is none, after all.
    Rejected(Rejected),
    /// There are no more.
    Finished,
}

/// An image to be decoded.
#[derive(Debug, Clone)]
struct Item {
    path: String,
    folder: Option<String>,
    class: Option<String>,
    fixed: Option<SplitName>,
    source: usize,
    /// Index of its archive and of its entry there.
    packed: Option<(usize, usize)>,
}

/// An import under way.
#[derive(Debug, Clone)]
pub struct Importer {
    items: Vec<Item>,
    archives: Vec<Listing>,
    labels: Labels,
    position: usize,
    unpacked_bytes: u64,
}

/// Looks at the files of a drop and says what would be taken in.
pub fn plan(entries: Vec<Entry>, sources: &mut [Box<dyn Source>]) -> (ImportPlan, Importer) {
    plan_within(entries, sources, MAX_IMAGES)
}

/// The same with another limit of images.
pub fn plan_within(
    mut entries: Vec<Entry>,
    sources: &mut [Box<dyn Source>],
    max_images: u32,
) -> (ImportPlan, Importer) {
    entries.sort_by(|a, b| natural::compare(&a.path, &b.path).then(a.source.cmp(&b.source)));
    let mut survey = Survey::default();
    for entry in entries {
        survey.look_at(entry, sources);
    }
    survey.conclude(max_images)
}

/// What was found so far.
#[derive(Default)]
struct Survey {
    plan: ImportPlan,
    items: Vec<Item>,
    archives: Vec<Listing>,
}

impl Survey {
    fn reject(&mut self, path: String, reason: RejectReason) {
        self.plan.skipped.push(Rejected { path, reason });
    }

    fn look_at(&mut self, entry: Entry, sources: &mut [Box<dyn Source>]) {
        let Place::File { folder, fixed } = layout::place(&entry.path) else {
            self.plan.litter += 1;
            return;
        };
        let Some(source) = sources.get_mut(entry.source) else {
            return self.reject(entry.path, RejectReason::Unreadable);
        };
        let extension = layout::extension(&entry.path);
        let verdict = match source.size() {
            0 => Err(RejectReason::EmptyFile),
            size if is_image_extension(&extension) => check_file_size(size),
            size => match prefix(source.as_mut()).map(|prefix| sniff::kind(&prefix)) {
                Ok(Kind::Zip) if matches!(extension.as_str(), "zip" | "") => {
                    return self.open(entry, source.as_mut());
                }
                Ok(kind) => admissible(kind).and_then(|()| check_file_size(size)),
                Err(reason) => Err(reason),
            },
        };
        match verdict {
            Err(reason) => self.reject(entry.path, reason),
            Ok(()) => {
                let source = entry.source;
                self.items.push(Item { path: entry.path, folder, class: None, fixed, source, packed: None });
            }
        }
    }

    /// Lists an archive and takes its entries for files of their own.
    fn open(&mut self, entry: Entry, source: &mut dyn Source) {
        let mut listing = match archive::list(source) {
            Ok(listing) => listing,
            Err(reason) => return self.reject(entry.path, reason),
        };
        self.plan.archives += 1;
        self.plan.litter += listing.litter;
        let shown = |path: &str| format!("{}/{path}", entry.path);
        for rejected in std::mem::take(&mut listing.rejected) {
            self.reject(shown(&rejected.path), rejected.reason);
        }
        listing.entries.sort_by(|a, b| natural::compare(&a.path, &b.path));
        for (at, listed) in listing.entries.iter().enumerate() {
            if !is_image_extension(&layout::extension(&listed.path)) {
                let verdict =
                    listing.prefix(listed, source).and_then(|prefix| admissible(sniff::kind(&prefix)));
                if let Err(reason) = verdict {
                    self.reject(shown(&listed.path), reason);
                    continue;
                }
            }
            // Only the path inside counts: the archive's own name is no class.
            if let Place::File { folder, fixed } = layout::place(&listed.path) {
                let packed = Some((self.archives.len(), at));
                let path = shown(&listed.path);
                self.items.push(Item { path, folder, class: None, fixed, source: entry.source, packed });
            }
        }
        self.archives.push(listing);
    }

    /// Names the classes, keeps the limit and counts.
    fn conclude(mut self, max_images: u32) -> (ImportPlan, Importer) {
        let mut labels = Labels::default();
        for item in &mut self.items {
            item.class = item.folder.take().and_then(|folder| labels.admit(&folder));
        }
        let mut numbers = BTreeMap::new();
        let classes: Vec<usize> = self
            .items
            .iter()
            .map(|item| {
                let next = numbers.len();
                *numbers.entry(item.class.clone()).or_insert(next)
            })
            .collect();
        let kept = quota::keep(&classes, max_images as usize, QUOTA_SEED);
        let mut items = Vec::with_capacity(self.items.len().min(max_images as usize));
        for (item, keep) in std::mem::take(&mut self.items).into_iter().zip(kept) {
            if keep {
                items.push(item);
            } else {
                self.reject(item.path, RejectReason::TooManyImages { limit: max_images });
            }
        }
        let mut planned: BTreeMap<&str, PlannedClass> = BTreeMap::new();
        for item in &items {
            let Some(name) = item.class.as_deref() else {
                self.plan.unlabelled += 1;
                continue;
            };
            let empty = || PlannedClass { name: name.to_owned(), images: 0, fixed: [0; 3] };
            let class = planned.entry(name).or_insert_with(empty);
            class.images += 1;
            if let Some(split) = item.fixed {
                class.fixed[split as usize] += 1;
            }
        }
        self.plan.classes = planned.into_values().collect();
        self.plan.classes.sort_by(|a, b| natural::compare(&a.name, &b.name));
        self.plan.merged_names = labels.clone().merged();
        (self.plan, Importer { items, archives: self.archives, labels, position: 0, unpacked_bytes: 0 })
    }
}

fn prefix(source: &mut dyn Source) -> Result<Vec<u8>, RejectReason> {
    let mut prefix = vec![0; PREFIX_BYTES];
    let n = read_full(source, 0, &mut prefix).map_err(|_| RejectReason::Unreadable)?;
    prefix.truncate(n);
    Ok(prefix)
}

fn admissible(kind: Kind) -> Result<(), RejectReason> {
    match kind {
        Kind::Image(_) => Ok(()),
        Kind::Known(name) => Err(RejectReason::UnsupportedFormat(name.to_owned())),
        Kind::Zip | Kind::Unknown => Err(RejectReason::NotAnImage),
    }
}

/// Names that are taken for images without a look inside; every other file is looked at.
fn is_image_extension(extension: &str) -> bool {
    ["png", "apng", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "bmp", "dib"].contains(&extension)
}

impl Importer {
    /// Images planned.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Is there nothing to take in?
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Items already decoded, rejected or skipped.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Path of the item that the next step decodes.
    pub fn name_of_next(&self) -> Option<&str> {
        self.items.get(self.position).map(|item| item.path.as_str())
    }

    /// Gives the images without a class this one. A name of which nothing is left changes nothing.
    pub fn label_unlabelled(&mut self, name: &str) {
        let Some(class) = self.labels.admit(name) else { return };
        for item in self.items.iter_mut().filter(|item| item.class.is_none()) {
            item.class = Some(class.clone());
        }
    }

    /// Decodes the next item.
    pub fn step(&mut self, sources: &mut [Box<dyn Source>]) -> Step {
        let Some(item) = self.items.get(self.position).cloned() else {
            return Step::Finished;
        };
        let sample = self.bytes(&item, sources).and_then(|bytes| decode(&bytes)).and_then(|decoded| {
            let damaged = || RejectReason::Damaged("pixels that do not fit their shape".to_owned());
            decoded.into_sample(item.path.clone(), item.class, item.fixed).ok_or_else(damaged)
        });
        self.position += 1;
        match sample {
            Ok(sample) => Step::Sample(sample),
            Err(reason) => Step::Rejected(Rejected { path: item.path, reason }),
        }
    }

    /// Leaves the next item out, for `reason`.
    pub fn skip_next(&mut self, reason: RejectReason) -> Option<Rejected> {
        let path = self.items.get(self.position)?.path.clone();
        self.resume_at(self.position + 1);
        Some(Rejected { path, reason })
    }

    /// Goes to a position that an import of the same files had reached.
    pub fn resume_at(&mut self, position: usize) {
        self.position = position.min(self.items.len());
        let packed = self.items[..self.position].iter().filter_map(|item| item.packed);
        self.unpacked_bytes = packed
            .filter_map(|(archive, at)| self.archives.get(archive)?.entries.get(at))
            .fold(0, |total, entry| total.saturating_add(entry.size));
    }

    /// The bytes of an item.
    fn bytes(&mut self, item: &Item, sources: &mut [Box<dyn Source>]) -> Result<Vec<u8>, RejectReason> {
        let source = sources.get_mut(item.source).ok_or(RejectReason::Unreadable)?.as_mut();
        if let Some((archive, at)) = item.packed {
            let listing = self.archives.get(archive).ok_or(RejectReason::Unreadable)?;
            let entry = listing.entries.get(at).ok_or(RejectReason::Unreadable)?;
            let total = self.unpacked_bytes.saturating_add(entry.size);
            if total > MAX_TOTAL_BYTES {
                return Err(RejectReason::TooManyBytes { bytes: total, limit: MAX_TOTAL_BYTES });
            }
            self.unpacked_bytes = total;
            return listing.read(entry, source, entry.size);
        }
        let size = source.size();
        check_file_size(size)?;
        let mut bytes = Vec::new();
        let too_large = RejectReason::TooManyBytes { bytes: size, limit: crate::decode::MAX_FILE_BYTES };
        bytes.try_reserve_exact(size as usize).map_err(|_| too_large)?;
        bytes.resize(size as usize, 0);
        let n = read_full(source, 0, &mut bytes).map_err(|_| RejectReason::Unreadable)?;
        // The file was changed since it was dropped.
        if (n as u64) < size {
            return Err(RejectReason::Unreadable);
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests;
