//! Files are read by several importers at once, as many as there are processors for. Each makes the same plan; what they
//! read is taken in in the plan's order, whichever of them had it, so that the set is the same on every machine.

use super::Hand;
use super::importing::{Accepted, EXAMPLES};
use crate::files::Found;
use crate::link::{Cargo, Link, News};
use crate::machine;
use crate::session::{Fact, Purpose};
use crate::shares::Shares;
use glass_core::fault::{Fault, RejectReason, Rejected};
use glass_core::performance::PartTimes;
use glass_core::pixels::{Pixels, Sample, SampleMeta};
use glass_core::plan::MAX_PIXEL_BYTES;
use glass_protocol::{Command, Event, ImportEntry, PixelShape};
use std::rc::Rc;

/// Importers at most: each may hold a photograph that is being decoded.
const MAX_READERS: usize = 4;
/// Items for each importer at least: another one has to look at the files first.
const MIN_ITEMS: usize = 16;
/// Deaths of the first importer after which an import is given up. One that came to help and died is done without.
const MAX_DEATHS: u32 = 5;

/// Who reads the files of an import, and how far they are.
pub(super) struct Reading {
    /// The first has looked at the files; the others come when there is enough to read.
    readers: Vec<Reader>,
    /// What the items are, once they are settled: an importer that finds others there (the files were changed) is of no use.
    digest: u64,
    /// Once the plan's items are settled.
    shares: Option<Shares<Result<Sample, Rejected>>>,
    /// Bytes of pixels in the set.
    held_bytes: u64,
    /// One file at a time: an importer has died.
    is_careful: bool,
    deaths: u32,
    /// How long decoding took the first of them.
    decoding: Option<PartTimes>,
}

struct Reader {
    link: Link,
    /// It knows the items, as they are settled.
    is_settled: bool,
    /// It reads one item at a time: what the first is at when it dies is what it died of.
    is_careful: bool,
    /// The share it reads, by its first item.
    share: Option<u32>,
    /// The item it is at.
    next: String,
}

impl Reader {
    fn by(link: Link) -> Self {
        Self { link, is_settled: false, is_careful: false, share: None, next: String::new() }
    }
}

impl Reading {
    /// Nothing is read yet; `link` leads to who would.
    pub(super) fn by(link: Link) -> Self {
        Self {
            readers: vec![Reader::by(link)],
            digest: 0,
            shares: None,
            held_bytes: 0,
            is_careful: false,
            deaths: 0,
            decoding: None,
        }
    }

    /// Ends the importers that came to help.
    pub(super) fn end_helpers(&self) {
        self.readers.iter().skip(1).for_each(|reader| reader.link.end());
    }

    fn share_of(&self, place: usize) -> Option<u32> {
        self.readers.get(place)?.share
    }

    /// What is ready to be taken in; pixels for which the set has no room are refused.
    fn take_ready(&mut self) -> (Vec<Sample>, Vec<Rejected>) {
        let (mut samples, mut rejected) = (Vec::new(), Vec::new());
        for result in self.shares.as_mut().map(Shares::take_ready).unwrap_or_default() {
            match result {
                Ok(sample) if self.held_bytes + sample.pixels.data.len() as u64 > MAX_PIXEL_BYTES => {
                    let reason = RejectReason::TooManyPixelBytes { limit: MAX_PIXEL_BYTES };
                    rejected.push(Rejected { path: sample.meta.path, reason });
                }
                Ok(sample) => {
                    self.held_bytes += sample.pixels.data.len() as u64;
                    samples.push(sample);
                }
                Err(refused) => rejected.push(refused),
            }
        }
        (samples, rejected)
    }

    /// An importer died. Where the first read carefully, the item it was at is left out; it is to be started again, unless
    /// that is enough (`None`: given up). One that came to help may have died of something else, memory for instance: its
    /// share is given back whole.
    fn bury(&mut self, place: usize, reason: RejectReason) -> Option<Goes> {
        self.is_careful = true;
        if let (Some(reader), Some(shares)) = (self.readers.get_mut(place), &mut self.shares) {
            let was_careful = std::mem::take(&mut reader.is_settled) && reader.is_careful && place == 0;
            let path = std::mem::take(&mut reader.next);
            if let Some(share) = reader.share.filter(|_| was_careful && !path.is_empty()) {
                shares.bring(share, [Err(Rejected { path, reason })]);
                shares.reach(share, shares.rest(share).start + 1);
            }
        }
        if place > 0 {
            self.dismiss(place);
            return Some(Goes::Without);
        }
        self.deaths += 1;
        (self.deaths <= MAX_DEATHS).then_some(Goes::Again)
    }

    /// Does without an importer that came to help: the others read what it had.
    fn dismiss(&mut self, place: usize) {
        if let Some(reader) = self.readers.get_mut(place) {
            reader.link.end();
            reader.is_settled = false;
            if let (Some(share), Some(shares)) = (reader.share.take(), &mut self.shares) {
                shares.give_back(share);
            }
        }
    }

    /// Those that know the items and have nothing to read.
    fn idle(&self) -> Vec<usize> {
        let is_idle = |reader: &Reader| reader.is_settled && reader.share.is_none();
        self.readers
            .iter()
            .enumerate()
            .filter(|(_, reader)| is_idle(reader))
            .map(|(place, _)| place)
            .collect()
    }
}

/// How it goes on after a death.
enum Goes {
    /// The importer is started again.
    Again,
    /// It is done without.
    Without,
}

impl Hand {
    /// Has the files looked at by the importer at `place`.
    pub(super) fn send_plan(&self, id: u32, place: usize) {
        let job = self.imports.job.borrow();
        let Some(job) = job.as_ref().filter(|job| job.id == id) else { return };
        let Some(reader) = job.reading.readers.get(place) else { return };
        let Found { files, left_out } = &job.found;
        let entries = files.iter().map(|file| ImportEntry { path: file.path.clone() }).collect();
        let handles = files.iter().map(|file| file.file.clone()).collect();
        let plan = Command::PlanImport { import: id, entries, left_out: left_out.clone() };
        reader.link.send(plan, Cargo::Files(handles));
    }

    /// Tells the importer at `place` what the person said to the plan.
    pub(super) fn send_accept(&self, place: usize) {
        let job = self.imports.job.borrow();
        let Some(job) = job.as_ref() else { return };
        let Some(Accepted { unlabelled_class, present }) = job.accepted.clone() else { return };
        if let Some(reader) = job.reading.readers.get(place) {
            let accept = Command::AcceptImport { import: job.id, unlabelled_class, present };
            reader.link.send(accept, Cargo::Empty);
        }
    }

    pub(super) fn hear_importer(self: &Rc<Self>, news: News) {
        self.hear_reader(0, news);
        self.train_if_asked();
    }

    fn hear_reader(self: &Rc<Self>, place: usize, news: News) {
        match news {
            News::Told(event, bytes) => self.hear_reading(place, *event, bytes),
            News::Died(words) => self.reader_died(place, words),
            News::NeverStarted(fault) => {
                let share = self.with_reading(|reading| reading.share_of(place)).flatten();
                // Without a helper that has nothing to read yet, the others read it all.
                if place == 0 || share.is_some() {
                    self.importer().end();
                    self.close_import();
                    self.tell(fault);
                }
            }
        }
    }

    fn with_reading<T>(&self, with: impl FnOnce(&mut Reading) -> T) -> Option<T> {
        self.imports.job.borrow_mut().as_mut().map(|job| with(&mut job.reading))
    }

    fn hear_reading(self: &Rc<Self>, place: usize, event: Event, bytes: Vec<u8>) {
        let share = self.with_reading(|reading| reading.share_of(place)).flatten();
        let (id, is_accepted) =
            self.imports.job.borrow().as_ref().map(|job| (job.id, job.accepted.is_some())).unzip();
        let is_accepted = is_accepted.unwrap_or_default();
        match (event, share) {
            (Event::Planned { import, plan }, _) if Some(import) == id => {
                if is_accepted {
                    self.send_accept(place);
                } else if plan.images() == 0 {
                    self.close_import();
                    let skipped = plan.skipped.len() as u32 + plan.litter;
                    // The present set stays as it is, its list of refused files too.
                    self.tell(Fault::NoImages { skipped, examples: plan.examples(EXAMPLES) });
                } else {
                    let purpose = self.imports.job.borrow().as_ref().map(|job| job.purpose);
                    self.session.reduce(Fact::Planned(plan));
                    if purpose == Some(Purpose::Service) {
                        self.accept_import(None, false);
                    }
                }
            }
            (Event::Settled { import, total, digest, is_divisible, rejected }, _) if Some(import) == id => {
                self.begin_reading(total, digest, is_divisible, rejected);
                let is_the_same = self.with_reading(|reading| {
                    let is_the_same = reading.digest == digest;
                    if let Some(reader) = reading.readers.get_mut(place) {
                        reader.is_settled = is_the_same;
                    }
                    is_the_same
                });
                if is_the_same == Some(true) {
                    self.hand_out_items(place);
                } else {
                    self.do_without(place);
                }
            }
            (Event::Imported { import, shapes, metas }, Some(share)) if Some(import) == id => {
                let samples = samples_of(&shapes, metas, &bytes);
                self.bring(share, samples.into_iter().map(Ok));
            }
            (Event::Refused { import, rejected }, Some(share)) if Some(import) == id => {
                self.bring(share, rejected.into_iter().map(Err));
            }
            (Event::ImportProgress { import, done, next, .. }, Some(share)) if Some(import) == id => {
                self.with_reading(|reading| {
                    if let (Some(reader), Some(shares)) =
                        (reading.readers.get_mut(place), &mut reading.shares)
                    {
                        reader.next.clone_from(&next);
                        shares.reach(share, done);
                    }
                });
                self.deliver(next);
            }
            (Event::ImportEnded { import, decoding }, Some(share)) if Some(import) == id => {
                let is_read = self.with_reading(|reading| {
                    reading.decoding = decoding.filter(|_| place == 0).or(reading.decoding.take());
                    let is_read = reading.shares.as_ref().is_some_and(|shares| shares.rest(share).is_empty());
                    if let Some(reader) = reading.readers.get_mut(place).filter(|_| is_read) {
                        reader.share = None;
                    }
                    is_read
                });
                if is_read == Some(true) {
                    self.hand_out_items(place);
                } else {
                    self.do_without(place);
                }
            }
            // Only the first look is told.
            (Event::Surveyed { .. }, _) if place > 0 || is_accepted => {}
            (event, None) => self.hear_import(event, bytes),
            (_, Some(_)) => {}
        }
    }

    /// The items are known for the first time: they are shared out, and others called to help if that pays.
    fn begin_reading(self: &Rc<Self>, total: u32, digest: u64, is_divisible: bool, rejected: Vec<Rejected>) {
        let begun = {
            let mut job = self.imports.job.borrow_mut();
            let Some(job) = job.as_mut().filter(|job| job.reading.shares.is_none()) else { return };
            let n_most = if is_divisible { machine::processors().min(MAX_READERS) } else { 1 };
            let n_readers = (total as usize / MIN_ITEMS).clamp(1, n_most);
            job.reading.shares = Some(Shares::of(total, n_readers));
            job.reading.digest = digest;
            job.reading.held_bytes = job.accepted.as_ref().map_or(0, |accepted| accepted.present.bytes);
            (job.id, job.purpose, n_readers)
        };
        let (id, purpose, n_readers) = begun;
        self.refuse(rejected, purpose);
        for place in 1..n_readers {
            let weak = Rc::downgrade(self);
            let link = Link::new("importer", move |news| {
                let is_current =
                    |hand: &Rc<Self>| hand.imports.job.borrow().as_ref().is_some_and(|job| job.id == id);
                if let Some(hand) = weak.upgrade().filter(is_current) {
                    hand.hear_reader(place, news);
                    hand.train_if_asked();
                }
            });
            self.with_reading(|reading| reading.readers.push(Reader::by(link)));
            self.send_plan(id, place);
        }
    }

    /// Gives the importer at `place` what it was at, or the next share. Without one the import may be over.
    fn hand_out_items(&self, place: usize) {
        let is_over = {
            let mut job = self.imports.job.borrow_mut();
            let Some(job) = job.as_mut() else { return };
            let Reading { readers, shares: Some(shares), is_careful, .. } = &mut job.reading else { return };
            let Some(reader) = readers.get_mut(place) else { return };
            reader.share = reader.share.or_else(|| shares.hand_out());
            // Without one it waits, since another may give a share back.
            if let Some(share) = reader.share {
                reader.is_careful = *is_careful;
                reader.next.clear();
                let rest = shares.rest(share);
                let read = Command::ReadImport {
                    import: job.id,
                    start: rest.start,
                    end: rest.end,
                    is_careful: *is_careful,
                };
                reader.link.send(read, Cargo::Empty);
            }
            shares.is_over()
        };
        if is_over {
            let decoding = self.with_reading(|reading| reading.decoding.take()).flatten();
            self.conclude_import(decoding);
        }
    }

    fn bring(&self, share: u32, results: impl Iterator<Item = Result<Sample, Rejected>>) {
        self.with_reading(|reading| {
            if let Some(shares) = &mut reading.shares {
                shares.bring(share, results);
            }
        });
    }

    /// Takes in what is ready, and tells how far the import is.
    fn deliver(&self, next: String) {
        let ready = {
            let mut job = self.imports.job.borrow_mut();
            let Some(job) = job.as_mut() else { return };
            let (samples, rejected) = job.reading.take_ready();
            let far = job.reading.shares.as_ref().map(|shares| (shares.n_read(), shares.total()));
            (job.purpose, samples, rejected, far)
        };
        let (purpose, samples, rejected, far) = ready;
        if !samples.is_empty() {
            self.take_in(samples, purpose);
        }
        if !rejected.is_empty() {
            self.refuse(rejected, purpose);
        }
        if let Some((done, total)) = far {
            self.session.reduce(Fact::ImportProgressed(done, total, next));
        }
    }

    /// Images that come in one go, without files: a built-in set, from either worker (the learner draws the coins).
    pub(super) fn hear_import(&self, event: Event, bytes: Vec<u8>) {
        let Some((id, purpose)) = self.imports.job.borrow().as_ref().map(|job| (job.id, job.purpose)) else {
            return;
        };
        match event {
            Event::Surveyed { import, done, total } if import == id => {
                self.session.reduce(Fact::ImportSurveyed(done, total));
            }
            Event::Imported { import, shapes, metas } if import == id => {
                self.take_in(samples_of(&shapes, metas, &bytes), purpose);
            }
            Event::ImportProgress { import, done, total, next } if import == id => {
                self.session.reduce(Fact::ImportProgressed(done, total, next));
            }
            Event::ImportEnded { import, decoding } if import == id => self.conclude_import(decoding),
            Event::Failed { fault } => {
                self.close_import();
                self.importer().end();
                self.tell(fault);
            }
            _ => {}
        }
    }

    /// All is read.
    fn conclude_import(&self, decoding: Option<PartTimes>) {
        if let Some(decoding) = decoding {
            self.session.reduce(Fact::DecodingMeasured(decoding));
        }
        let (awaited, is_cautious) = self.keeping.awaited();
        self.show_all_arrived();
        self.tell_nothing_came();
        self.close_import();
        self.train_when_there(awaited, is_cautious);
        // Memory of a worker never shrinks; the next import gets a fresh one.
        self.importer().end();
    }

    /// Starts the first importer again; another is done without. The first time whoever goes on reads carefully, one item at
    /// a time; one that kills it then is left out.
    fn reader_died(&self, place: usize, words: Option<String>) {
        let Some(id) = self.imports.job.borrow().as_ref().map(|job| job.id) else { return };
        let reason = match words {
            None => RejectReason::DecoderTimedOut,
            Some(_) => RejectReason::DecoderCrashed,
        };
        let goes = self.with_reading(|reading| reading.bury(place, reason)).flatten();
        self.deliver(String::new());
        match goes {
            Some(Goes::Again) => self.send_plan(id, place),
            Some(Goes::Without) => self.hand_out_to_idle(),
            None => self.give_up(words),
        }
    }

    /// An importer finds other items than were planned, since files were changed meanwhile. Of the first there is no other.
    fn do_without(&self, place: usize) {
        if place == 0 {
            self.give_up(None);
            return;
        }
        self.with_reading(|reading| reading.dismiss(place));
        self.hand_out_to_idle();
    }

    /// What was given back goes to who has nothing to read.
    fn hand_out_to_idle(&self) {
        for place in self.with_reading(|reading| reading.idle()).unwrap_or_default() {
            self.hand_out_items(place);
        }
    }

    /// What was read by now stays, and the rest is not read.
    fn give_up(&self, words: Option<String>) {
        self.show_all_arrived();
        self.tell_nothing_came();
        self.close_import();
        self.importer().end();
        self.tell(Fault::WorkerDied(words));
    }
}

/// Cuts attached bytes into samples; a shape the bytes do not fit ends the list.
fn samples_of(shapes: &[PixelShape], metas: Vec<SampleMeta>, bytes: &[u8]) -> Vec<Sample> {
    let mut rest = bytes;
    shapes
        .iter()
        .zip(metas)
        .map_while(|(shape, meta)| {
            let length = usize::from(shape.width) * usize::from(shape.height) * usize::from(shape.channels);
            let (own, others) = rest.split_at_checked(length)?;
            rest = others;
            let pixels = Pixels::checked(shape.width, shape.height, shape.channels, own.to_vec())?;
            Some(Sample { meta, pixels })
        })
        .collect()
}
