//! Taking in a drop: first the plan, then one image a step.
//!
//! The plan says what would be taken in before anything is decoded. The importer then decodes exactly one
//! item a call, and tells its name before: a supervisor that finds its worker dead makes the same plan again
//! (it depends on nothing but the files), goes to the position it knew, skips the culprit with a reason and
//! goes on. For the same reason several importers can share the items.

use crate::archive::{self, Listing, MAX_TOTAL_BYTES};
use crate::decode::{Decoded, check_file_size, decode};
use crate::idx;
use crate::label::Labels;
use crate::layout::{self, Place};
use crate::natural;
use crate::quota;
use crate::sniff::{self, Kind, PREFIX_BYTES};
use crate::source::{Source, read_full};
use crate::stretch::{Packing, Stretch};
use glass_core::fault::{RejectReason, Rejected};
use glass_core::pixels::Sample;
use glass_core::plan::{ImportPlan, MAX_CLASSES, MAX_IMAGES, MAX_PIXEL_BYTES, PlannedClass, Present};
use glass_core::split::SplitName;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3;

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
    within: Within,
    /// Bytes of pixels it will be kept in, as far as can be known before it is decoded.
    kept_bytes: u32,
}

/// Bytes that are kept of a photograph: 96 × 128 pixels in colour.
const PHOTOGRAPH_BYTES: u64 = 96 * 128 * 3;
/// A small picture's pixels are no more than this many times its file, as a rule.
const UNPACKED_RATIO: u64 = 4;

/// Bytes that will be kept of an image in a file of this size, by a guess. What turns out larger is counted as it
/// comes.
fn guess(size: u64) -> u32 {
    size.saturating_mul(UNPACKED_RATIO).min(PHOTOGRAPH_BYTES) as u32
}

/// What a data set has room for.
#[derive(Debug, Clone, Copy)]
struct Room {
    images: usize,
    bytes: u64,
    classes: usize,
}

/// Where in its source an image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// It is the file.
    Whole,
    /// It is an entry of an archive: index of the archive, and of the entry there.
    Archive(usize, usize),
    /// It is one of many in a file: index of the set, and of the image there.
    Set(usize, u32),
}

/// An import under way.
#[derive(Debug, Clone)]
pub struct Importer {
    items: Vec<Item>,
    archives: Vec<Listing>,
    sets: Vec<idx::Set>,
    position: usize,
    /// Bytes of the archives' entries before, and at, the position.
    unpacked_bytes: u64,
}

/// Looks at the files of a drop and says what would be taken in.
pub fn plan(entries: Vec<Entry>, sources: &mut [Box<dyn Source>]) -> (ImportPlan, Importer) {
    let mut survey = Survey::of(entries, Vec::new());
    while survey.step(sources) {}
    survey.conclude()
}

/// A look at the files of a drop, one file a step: a folder of many thousand files takes its time.
#[derive(Debug)]
pub struct Survey {
    waiting: std::vec::IntoIter<Entry>,
    n_files: usize,
    plan: ImportPlan,
    items: Vec<Item>,
    archives: Vec<Listing>,
    /// IDX files, which mean something in pairs only.
    halves: Vec<idx::Candidate>,
    sets: Vec<idx::Set>,
}

impl Survey {
    /// Will look at `entries`; `left_out` were left out before.
    pub fn of(mut entries: Vec<Entry>, left_out: Vec<Rejected>) -> Self {
        entries.sort_by(|a, b| natural::compare(&a.path, &b.path).then(a.source.cmp(&b.source)));
        Self {
            n_files: entries.len(),
            waiting: entries.into_iter(),
            plan: ImportPlan { skipped: left_out, ..ImportPlan::default() },
            items: Vec::new(),
            archives: Vec::new(),
            halves: Vec::new(),
            sets: Vec::new(),
        }
    }

    /// Looks at the next file; `false` when there is none.
    pub fn step(&mut self, sources: &mut [Box<dyn Source>]) -> bool {
        match self.waiting.next() {
            Some(entry) => {
                self.look_at(entry, sources);
                true
            }
            None => {
                self.pair(sources);
                false
            }
        }
    }

    /// Files looked at, and files in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.n_files - self.waiting.len(), self.n_files)
    }

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
        let size = source.size();
        let verdict = match size {
            0 => Err(RejectReason::EmptyFile),
            size if is_image_extension(&extension) => check_file_size(size),
            size => match prefix(source.as_mut()) {
                Ok(prefix) => {
                    if let Some(half) = half(&entry, source.as_mut(), &prefix) {
                        return self.take_half(half);
                    }
                    match sniff::kind(&prefix) {
                        Kind::Zip if matches!(extension.as_str(), "zip" | "") => {
                            return self.open(entry, source.as_mut());
                        }
                        kind => admissible(kind).and_then(|()| check_file_size(size)),
                    }
                }
                Err(reason) => Err(reason),
            },
        };
        match verdict {
            Err(reason) => self.reject(entry.path, reason),
            Ok(()) => {
                let source = entry.source;
                let (within, kept_bytes) = (Within::Whole, guess(size));
                let path = entry.path;
                self.items.push(Item { path, folder, class: None, fixed, source, within, kept_bytes });
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
                    listing.prefix(listed, source).and_then(|prefix| match idx::Header::of(&prefix) {
                        None => admissible(sniff::kind(&prefix)).map(|()| None),
                        Some(header) => {
                            let found = idx::Found {
                                path: shown(&listed.path),
                                inner_path: &listed.path,
                                source: entry.source,
                                stretch: listing.stretch(listed, source)?,
                                size: listed.size,
                                is_gzip: false,
                            };
                            Ok(Some(header.map(|header| idx::Candidate::checked(found, &prefix, header))?))
                        }
                    });
                match verdict {
                    Ok(None) => {}
                    Ok(Some(half)) => {
                        self.take_half(half);
                        continue;
                    }
                    Err(reason) => {
                        self.reject(shown(&listed.path), reason);
                        continue;
                    }
                }
            }
            // Only the path inside counts: the archive's own name is no class.
            if let Place::File { folder, fixed } = layout::place(&listed.path) {
                let within = Within::Archive(self.archives.len(), at);
                let (path, source, kept_bytes) = (shown(&listed.path), entry.source, guess(listed.size));
                self.items.push(Item { path, folder, class: None, fixed, source, within, kept_bytes });
            }
        }
        self.archives.push(listing);
    }

    fn take_half(&mut self, half: Result<idx::Candidate, Rejected>) {
        match half {
            Ok(half) => self.halves.push(half),
            Err(rejected) => self.plan.skipped.push(rejected),
        }
    }

    /// Brings IDX files together and takes their images for files of their own.
    fn pair(&mut self, sources: &mut [Box<dyn Source>]) {
        let (sets, rejected) = idx::pair(std::mem::take(&mut self.halves), sources);
        self.plan.skipped.extend(rejected);
        for set in sets {
            let nth = self.sets.len();
            self.items.extend(set.labels().iter().zip(0..).map(|(label, image)| Item {
                path: String::new(),
                folder: Some(label.to_string()),
                class: None,
                fixed: set.fixed(),
                source: set.source(),
                within: Within::Set(nth, image),
                kept_bytes: set.kept_bytes(),
            }));
            self.sets.push(set);
        }
    }

    /// The plan for a set of its own, and the importer that can carry it out.
    pub fn conclude(self) -> (ImportPlan, Importer) {
        let Self { mut plan, mut items, archives, sets, .. } = self;
        let mut labels = Labels::default();
        for item in &mut items {
            item.class = item.folder.take().and_then(|folder| labels.admit(&folder));
        }
        plan.merged_names = labels.merged();
        let mut importer = Importer { items, archives, sets, position: 0, unpacked_bytes: 0 };
        plan.skipped.extend(importer.settle(None, &Present::default()));
        let mut planned: BTreeMap<&str, PlannedClass> = BTreeMap::new();
        for item in &importer.items {
            let Some(name) = item.class.as_deref() else {
                plan.unlabelled += 1;
                continue;
            };
            let empty = || PlannedClass { name: name.to_owned(), images: 0, fixed: [0; 3] };
            let class = planned.entry(name).or_insert_with(empty);
            class.images += 1;
            if let Some(split) = item.fixed {
                class.fixed[split as usize] += 1;
            }
        }
        plan.classes = planned.into_values().collect();
        plan.classes.sort_by(|a, b| natural::compare(&a.name, &b.name));
        (plan, importer)
    }
}

fn prefix(source: &mut dyn Source) -> Result<Vec<u8>, RejectReason> {
    let mut prefix = vec![0; PREFIX_BYTES];
    let n = read_full(source, 0, &mut prefix).map_err(|_| RejectReason::Unreadable)?;
    prefix.truncate(n);
    Ok(prefix)
}

/// A file of images or labels in IDX, plain or under gzip; `None` when it is none.
fn half(entry: &Entry, source: &mut dyn Source, prefix: &[u8]) -> Option<Result<idx::Candidate, Rejected>> {
    let whole = Stretch { start: 0, len: source.size(), packing: Packing::Stored };
    let unpacked = idx::look_into_gzip(source, prefix);
    let is_gzip = unpacked.is_some();
    let (prefix, stretch, size) = match &unpacked {
        Some((prefix, stretch, size)) => (prefix.as_slice(), *stretch, *size),
        None => (prefix, whole, whole.len),
    };
    let header = idx::Header::of(prefix)?;
    let path = entry.path.clone();
    Some(match header {
        Err(reason) => Err(Rejected { path, reason }),
        Ok(header) => {
            let inner_path = &entry.path;
            let found = idx::Found { path, inner_path, source: entry.source, stretch, size, is_gzip };
            idx::Candidate::checked(found, prefix, header)
        }
    })
}

fn admissible(kind: Kind) -> Result<(), RejectReason> {
    match kind {
        Kind::Image(_) => Ok(()),
        Kind::Known(name) => Err(RejectReason::UnsupportedFormat(name.to_owned())),
        Kind::Zip | Kind::Unknown => Err(RejectReason::NotAnImage),
    }
}

/// The path of an item, for people.
fn path_of(item: &Item, sets: &[idx::Set]) -> String {
    match item.within {
        Within::Set(set, image) => sets.get(set).map(|set| set.path(image)).unwrap_or_default(),
        Within::Whole | Within::Archive(..) => item.path.clone(),
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

    /// Can any item be decoded without those before it? The images of a set lie in one stream.
    pub fn is_divisible(&self) -> bool {
        self.sets.is_empty()
    }

    /// A digest of the items, as they are settled: importers whose digests are the same mean the same by a position.
    pub fn digest(&self) -> u64 {
        let mut hash = Xxh3::new();
        for item in &self.items {
            for part in [item.path.as_bytes(), item.class.as_deref().unwrap_or_default().as_bytes()] {
                hash.update(&(part.len() as u64).to_le_bytes());
                hash.update(part);
            }
            let (kind, within) = match item.within {
                Within::Whole => (0, 0),
                Within::Archive(archive, at) => (archive as u64 + 1, at as u64),
                Within::Set(set, image) => (u64::MAX - set as u64, image.into()),
            };
            [item.source as u64, kind, within].iter().for_each(|part| hash.update(&part.to_le_bytes()));
        }
        hash.digest()
    }

    /// Items already decoded or rejected.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Path of the item that the next step decodes.
    pub fn name_of_next(&self) -> Option<String> {
        self.items.get(self.position).map(|item| path_of(item, &self.sets))
    }

    /// Fits the items into a data set: classes that are there already keep their spelling, images without a
    /// class get `unlabelled_class` (a name of which nothing is left changes nothing), and what finds no room
    /// is left out and returned. The same arguments give the same items.
    pub fn settle(&mut self, unlabelled_class: Option<&str>, present: &Present) -> Vec<Rejected> {
        let room = Room {
            images: MAX_IMAGES.saturating_sub(present.images) as usize,
            bytes: MAX_PIXEL_BYTES.saturating_sub(present.bytes),
            classes: MAX_CLASSES as usize,
        };
        self.settle_within(unlabelled_class, present, room)
    }

    fn settle_within(
        &mut self,
        unlabelled_class: Option<&str>,
        present: &Present,
        room: Room,
    ) -> Vec<Rejected> {
        let mut labels = Labels::default();
        let mut numbers: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for name in &present.classes {
            let next = numbers.len();
            numbers.entry(labels.admit(name)).or_insert(next);
        }
        let mut rejected = Vec::new();
        let mut classes = Vec::with_capacity(self.items.len());
        self.items.retain_mut(|item| {
            item.class = item.class.as_deref().or(unlabelled_class).and_then(|name| labels.admit(name));
            let next = numbers.len();
            let n_named = next - usize::from(numbers.contains_key(&None));
            if item.class.is_some() && n_named >= room.classes && !numbers.contains_key(&item.class) {
                let reason = RejectReason::TooManyClasses { limit: room.classes as u32 };
                rejected.push(Rejected { path: path_of(item, &self.sets), reason });
                return false;
            }
            classes.push(*numbers.entry(item.class.clone()).or_insert(next));
            true
        });
        // By number first. Images differ in size, so what stays may still be too much: then fewer stay.
        let too_many = RejectReason::TooManyImages { limit: MAX_IMAGES };
        self.keep_share(&mut classes, room.images, &too_many, &mut rejected);
        let too_large = RejectReason::TooManyPixelBytes { limit: MAX_PIXEL_BYTES };
        loop {
            let bytes: u64 = self.items.iter().map(|item| u64::from(item.kept_bytes)).sum();
            if bytes <= room.bytes {
                break;
            }
            let n = self.items.len() as u128 * u128::from(room.bytes) / u128::from(bytes);
            self.keep_share(&mut classes, n as usize, &too_large, &mut rejected);
        }
        self.put_classes_in_order();
        rejected
    }

    /// Leaves items out until `limit` are left; `classes` are theirs, and stay so.
    fn keep_share(
        &mut self,
        classes: &mut Vec<usize>,
        limit: usize,
        reason: &RejectReason,
        rejected: &mut Vec<Rejected>,
    ) {
        if classes.len() <= limit {
            return;
        }
        let kept = quota::keep(classes, limit, QUOTA_SEED);
        let mut is_kept = kept.iter();
        classes.retain(|_| is_kept.next() == Some(&true));
        let mut is_kept = kept.iter();
        let Self { items, sets, .. } = self;
        items.retain(|item| {
            let is_kept = is_kept.next() == Some(&true);
            if !is_kept {
                rejected.push(Rejected { path: path_of(item, sets), reason: reason.clone() });
            }
            is_kept
        });
    }

    /// Whoever takes images in knows classes in the order they come, and the images of one file come in any: the first
    /// of each class is taken before the rest of its set.
    fn put_classes_in_order(&mut self) {
        let Self { items, sets, .. } = self;
        let place_of = |item: &Item| match item.within {
            Within::Set(set, image) => {
                let label = sets.get(set)?.labels().get(image as usize)?;
                Some((set, *label, image))
            }
            Within::Whole | Within::Archive(..) => None,
        };
        let mut first: BTreeMap<(usize, u8), u32> = BTreeMap::new();
        for (set, label, image) in items.iter().filter_map(place_of) {
            first.entry((set, label)).and_modify(|first| *first = image.min(*first)).or_insert(image);
        }
        // What is in no set stands before all sets, and stays as it is.
        items.sort_by_cached_key(|item| {
            place_of(item).map(|(set, label, image)| {
                let is_first = first.get(&(set, label)) == Some(&image);
                (set, is_first.then_some(label).map_or((u8::MAX, image), |label| (label, 0)))
            })
        });
    }

    /// Decodes the next item.
    pub fn step(&mut self, sources: &mut [Box<dyn Source>]) -> Step {
        let Some(item) = self.items.get(self.position).cloned() else {
            return Step::Finished;
        };
        let path = path_of(&item, &self.sets);
        let decoded = match item.within {
            Within::Set(set, image) => self.image_of_set(set, image, &item, sources),
            Within::Whole | Within::Archive(..) => {
                self.bytes(&item, sources).and_then(|bytes| decode(&bytes))
            }
        };
        let sample = decoded.and_then(|decoded| {
            let damaged = || RejectReason::Damaged("pixels that do not fit their shape".to_owned());
            decoded.into_sample(path.clone(), item.class, item.fixed).ok_or_else(damaged)
        });
        self.position += 1;
        match sample {
            Ok(sample) => Step::Sample(sample),
            Err(reason) => Step::Rejected(Rejected { path, reason }),
        }
    }

    /// Goes to a position: of an import of the same files, it brings what is from there on.
    pub fn resume_at(&mut self, position: usize) {
        self.position = position.min(self.items.len());
        let packed = self.items[..self.position].iter().filter_map(|item| match item.within {
            Within::Archive(archive, at) => self.archives.get(archive)?.entries.get(at),
            Within::Whole | Within::Set(..) => None,
        });
        self.unpacked_bytes = packed.fold(0, |total, entry| total.saturating_add(entry.size));
    }

    /// An image of a set.
    fn image_of_set(
        &mut self,
        set: usize,
        image: u32,
        item: &Item,
        sources: &mut [Box<dyn Source>],
    ) -> Result<Decoded, RejectReason> {
        let source = sources.get_mut(item.source).ok_or(RejectReason::Unreadable)?.as_mut();
        self.sets.get_mut(set).ok_or(RejectReason::Unreadable)?.image(image, source)
    }

    /// The bytes of an item that is a file or an entry.
    fn bytes(&mut self, item: &Item, sources: &mut [Box<dyn Source>]) -> Result<Vec<u8>, RejectReason> {
        let source = sources.get_mut(item.source).ok_or(RejectReason::Unreadable)?.as_mut();
        if let Within::Archive(archive, at) = item.within {
            let listing = self.archives.get(archive).ok_or(RejectReason::Unreadable)?;
            let entry = listing.entries.get(at).ok_or(RejectReason::Unreadable)?;
            // Whatever became of those before: another reader may have had them.
            self.unpacked_bytes = self.unpacked_bytes.saturating_add(entry.size);
            if self.unpacked_bytes > MAX_TOTAL_BYTES {
                let bytes = self.unpacked_bytes;
                return Err(RejectReason::TooManyBytes { bytes, limit: MAX_TOTAL_BYTES });
            }
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
