//! The importer: files into samples, one slice at a time; and prediction logs into reports.

use crate::decoding::Decoding;
use crate::engine::{Attached, Clock, Engine, Next, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS, tick_of};
use crate::log::LogRoom;
use glass_core::fault::{Fault, Rejected};
use glass_core::performance::PartTimes;
use glass_core::pixels::{Sample, SampleMeta};
use glass_intake::importer::{Entry, Importer, Step, Survey};
use glass_intake::source::Source;
use glass_intake::sprite::{self, Sprites};
use glass_protocol::{Command, Event, PixelShape, Role};

/// The importer's program.
#[derive(Default)]
pub struct ImportEngine {
    job: Option<Job>,
    /// The look at files of which the job will be made.
    survey: Option<Surveying>,
    log: LogRoom,
}

struct Surveying {
    import: u32,
    survey: Survey,
    sources: Vec<Box<dyn Source>>,
    told_millis: f64,
}

struct Job {
    import: u32,
    work: Work,
    /// Something was asked for and is not all read.
    is_reading: bool,
    is_careful: bool,
}

enum Work {
    /// Up to the item before `end`.
    Files {
        importer: Box<Importer>,
        sources: Vec<Box<dyn Source>>,
        decoding: Box<Decoding>,
        end: usize,
    },
    Sprites {
        sprites: Box<Sprites>,
        done: u32,
        total: u32,
    },
}

impl Engine for ImportEngine {
    fn role(&self) -> Role {
        Role::Importer
    }

    fn handle(&mut self, command: Command, attached: Attached, clock: Clock<'_>) -> Vec<Outgoing> {
        match command {
            Command::PlanImport { import, entries, left_out } => {
                let entries = entries
                    .into_iter()
                    .enumerate()
                    .map(|(source, entry)| Entry { path: entry.path, source })
                    .collect();
                let survey = Survey::of(entries, left_out);
                self.job = None;
                let sources = attached.sources;
                self.survey = Some(Surveying { import, survey, sources, told_millis: clock() });
                Vec::new()
            }
            Command::AcceptImport { import, unlabelled_class, present } => {
                let Some(importer) = self.importer(import) else { return Vec::new() };
                let rejected = importer.settle(unlabelled_class.as_deref(), &present);
                let (total, digest) = (importer.len() as u32, importer.digest());
                let is_divisible = importer.is_divisible();
                vec![Event::Settled { import, total, digest, is_divisible, rejected }.into()]
            }
            Command::ReadImport { import, start, end, is_careful } => {
                let Some(job) = self.job.as_mut().filter(|job| job.import == import) else {
                    return Vec::new();
                };
                job.read(start as usize, end as usize, is_careful);
                // Names the first item.
                vec![job.work.progress(import).into()]
            }
            Command::ImportBuiltIn { import, set } => match sprite::samples_of(set, &attached.bytes) {
                Ok(sprites) => {
                    let total = sprites.size_hint().0 as u32;
                    let work = Work::Sprites { sprites: Box::new(sprites), done: 0, total };
                    self.job = Some(Job { import, work, is_reading: true, is_careful: false });
                    Vec::new()
                }
                Err(reason) => vec![Fault::Archive { name: set.id().to_owned(), reason }.into()],
            },
            Command::CancelImport { import } => {
                self.job.take_if(|job| job.import == import);
                self.survey.take_if(|survey| survey.import == import);
                Vec::new()
            }
            Command::Log { log, ask } => {
                self.log.hear(log, ask, attached.sources, clock());
                Vec::new()
            }
            Command::Ping { count } => vec![Event::Pong { count }.into()],
            // Everything else is the learner's.
            _ => Vec::new(),
        }
    }

    fn slice(&mut self, clock: Clock<'_>) -> Vec<Outgoing> {
        if self.log.is_busy() {
            return self.log.slice(clock);
        }
        if let Some(surveying) = self.survey.take() {
            return self.survey_on(surveying, clock);
        }
        let Some(job) = self.job.as_mut().filter(|job| job.is_reading) else { return Vec::new() };
        let import = job.import;
        let mut portion = Portion::default();
        let begun = clock();
        let mut before = begun;
        let is_over = loop {
            let step = job.work.step();
            let now = clock();
            if let (Work::Files { decoding, .. }, Some(Ok(_))) = (&mut job.work, &step) {
                decoding.record_millis(now - before);
            }
            before = now;
            match step {
                Some(Ok(sample)) => portion.add(sample),
                Some(Err(rejected)) => portion.rejected.push(rejected),
                None => break true,
            }
            if job.is_careful || now - begun > SLICE_MILLIS {
                break false;
            }
        };
        let mut told = portion.told(import);
        // Last, and so read as "all before this arrived": what a dead worker was at.
        told.push(job.work.progress(import).into());
        if is_over {
            told.push(Event::ImportEnded { import, decoding: job.work.decoding() }.into());
            job.is_reading = false;
        }
        told
    }

    fn next(&self) -> Next {
        let is_reading = self.job.as_ref().is_some_and(|job| job.is_reading);
        if is_reading || self.survey.is_some() || self.log.is_busy() { Next::Now } else { Next::Idle }
    }
}

impl ImportEngine {
    /// The files of an import that was planned.
    fn importer(&mut self, import: u32) -> Option<&mut Importer> {
        match &mut self.job.as_mut().filter(|job| job.import == import)?.work {
            Work::Files { importer, .. } => Some(importer),
            Work::Sprites { .. } => None,
        }
    }

    /// Looks at files for a slice; at the end there is a plan.
    fn survey_on(&mut self, mut surveying: Surveying, clock: Clock<'_>) -> Vec<Outgoing> {
        let begun = clock();
        let Surveying { import, survey, sources, told_millis } = &mut surveying;
        let import = *import;
        loop {
            if !survey.step(sources) {
                let (plan, importer) = surveying.survey.conclude();
                let decoding = Box::new(Decoding::by_clock(tick_of(clock)));
                let sources = surveying.sources;
                let work = Work::Files { importer: Box::new(importer), sources, decoding, end: 0 };
                self.job = Some(Job { import, work, is_reading: false, is_careful: false });
                return vec![Event::Planned { import, plan }.into()];
            }
            if clock() - begun > SLICE_MILLIS {
                break;
            }
        }
        let mut told = Vec::new();
        if clock() - *told_millis > PROGRESS_MILLIS {
            *told_millis = clock();
            let (done, total) = survey.progress();
            told.push(Event::Surveyed { import, done: done as u32, total: total as u32 }.into());
        }
        self.survey = Some(surveying);
        told
    }
}

impl Job {
    /// Will read the items from `from` to before `until`.
    fn read(&mut self, from: usize, until: usize, is_careful: bool) {
        if let Work::Files { importer, end, .. } = &mut self.work {
            importer.resume_at(from);
            (*end, self.is_reading, self.is_careful) = (until, true, is_careful);
        }
    }
}

impl Work {
    fn step(&mut self) -> Option<Result<Sample, Rejected>> {
        match self {
            Self::Files { importer, end, .. } if importer.position() >= *end => None,
            Self::Files { importer, sources, .. } => match importer.step(sources) {
                Step::Sample(sample) => Some(Ok(sample)),
                Step::Rejected(rejected) => Some(Err(rejected)),
                Step::Finished => None,
            },
            Self::Sprites { sprites, done, .. } => {
                *done += 1;
                sprites.next().map(Ok)
            }
        }
    }

    fn decoding(&self) -> Option<PartTimes> {
        match self {
            Self::Files { decoding, .. } => decoding.times(),
            Self::Sprites { .. } => None,
        }
    }

    fn progress(&self, import: u32) -> Event {
        match self {
            Self::Files { importer, .. } => Event::ImportProgress {
                import,
                done: importer.position() as u32,
                total: importer.len() as u32,
                next: importer.name_of_next().unwrap_or_default(),
            },
            Self::Sprites { done, total, .. } => Event::ImportProgress {
                import,
                done: (*done).min(*total),
                total: *total,
                next: String::new(),
            },
        }
    }
}

/// What one slice came to, on its way out.
#[derive(Default)]
pub(crate) struct Portion {
    shapes: Vec<PixelShape>,
    metas: Vec<SampleMeta>,
    bytes: Vec<u8>,
    rejected: Vec<Rejected>,
}

impl Portion {
    pub(crate) fn add(&mut self, sample: Sample) {
        self.shapes.push(PixelShape {
            width: sample.pixels.width,
            height: sample.pixels.height,
            channels: sample.pixels.channels,
            digest: sample.meta.digest,
            original_width: sample.meta.original_width,
            original_height: sample.meta.original_height,
        });
        self.bytes.extend_from_slice(&sample.pixels.data);
        self.metas.push(sample.meta);
    }

    pub(crate) fn told(self, import: u32) -> Vec<Outgoing> {
        let mut told = Vec::new();
        if !self.metas.is_empty() {
            let event = Event::Imported { import, shapes: self.shapes, metas: self.metas };
            told.push(Outgoing { event, bytes: self.bytes });
        }
        if !self.rejected.is_empty() {
            told.push(Event::Refused { import, rejected: self.rejected }.into());
        }
        told
    }
}
