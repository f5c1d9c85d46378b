//! A prediction log: its bytes in slices into a [`Log`], and the log in slices into a report.

mod csv;
mod json;
mod reader;
#[cfg(test)]
mod tests;
mod utf16;

use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::log::{Log, LogAsk, LogSettings, LogStage, MAX_BYTES, Refusal, Watch, sample};
use glass_intake::source::Source;
use glass_protocol::Event;
use reader::Reader;

/// Bytes asked of a file at a time.
const PIECE: usize = 64 << 10;
/// The sample is the same for everybody.
const SAMPLE_SEED: u64 = 42;

/// The one log that is looked at.
#[derive(Default)]
pub(crate) struct LogRoom {
    log: u32,
    settings: LogSettings,
    work: Work,
    kept: Option<Log>,
    told_millis: f64,
}

#[derive(Default)]
enum Work {
    #[default]
    Nothing,
    Sample,
    Read(Box<Reading>),
    /// The log that was read is to be watched.
    Begin,
    Watch(Box<Watch>),
}

struct Reading {
    source: Box<dyn Source>,
    reader: Reader,
    position: u64,
}

impl LogRoom {
    pub(crate) fn hear(&mut self, log: u32, ask: LogAsk, sources: Vec<Box<dyn Source>>, now_millis: f64) {
        self.told_millis = now_millis;
        self.log = log;
        self.work = match ask {
            LogAsk::Stop => Work::Nothing,
            LogAsk::Watch(settings) => {
                self.settings = settings;
                match std::mem::take(&mut self.work) {
                    // Once it is read, it is watched so.
                    reading @ (Work::Read(_) | Work::Sample) => reading,
                    _ if self.kept.is_some() => Work::Begin,
                    _ => Work::Nothing,
                }
            }
            LogAsk::Sample(settings) => {
                (self.settings, self.kept) = (settings, None);
                Work::Sample
            }
            LogAsk::Read(settings) => {
                (self.settings, self.kept) = (settings, None);
                match sources.into_iter().next() {
                    None => Work::Nothing,
                    Some(source) => {
                        Work::Read(Box::new(Reading { source, reader: Reader::default(), position: 0 }))
                    }
                }
            }
        };
    }

    pub(crate) fn is_busy(&self) -> bool {
        !matches!(self.work, Work::Nothing)
    }

    pub(crate) fn slice(&mut self, clock: Clock<'_>) -> Vec<Outgoing> {
        match std::mem::take(&mut self.work) {
            Work::Nothing => Vec::new(),
            Work::Sample => self.settle(sample(SAMPLE_SEED)),
            Work::Read(reading) => self.read_on(reading, clock),
            Work::Begin => self.begin(),
            Work::Watch(watch) => self.watch_on(watch, clock),
        }
    }

    fn read_on(&mut self, mut reading: Box<Reading>, clock: Clock<'_>) -> Vec<Outgoing> {
        let begun = clock();
        let mut piece = vec![0; PIECE];
        loop {
            match reading.step(&mut piece) {
                Err(refusal) => return self.settle(Err(refusal)),
                Ok(false) => return self.settle(reading.reader.finish()),
                Ok(true) if clock() - begun > SLICE_MILLIS => break,
                Ok(true) => {}
            }
        }
        let (done, total) = (reading.position as u32, reading.source.size() as u32);
        self.work = Work::Read(reading);
        self.tell(clock(), LogStage::Reading, done, total)
    }

    /// The log was read, or refused; what was read is watched next.
    fn settle(&mut self, outcome: Result<Log, Refusal>) -> Vec<Outgoing> {
        let told = outcome.as_ref().map(|log| log.summary().clone()).map_err(Refusal::clone);
        self.kept = outcome.ok();
        if self.kept.is_some() {
            self.work = Work::Begin;
        }
        vec![Event::LogRead { log: self.log, outcome: told }.into()]
    }

    fn begin(&mut self) -> Vec<Outgoing> {
        let Some(kept) = &self.kept else { return Vec::new() };
        match Watch::begin(kept, &self.settings) {
            Ok(watch) => {
                self.work = Work::Watch(Box::new(watch));
                Vec::new()
            }
            Err(shortage) => vec![Event::LogWatched { log: self.log, outcome: Err(shortage) }.into()],
        }
    }

    fn watch_on(&mut self, mut watch: Box<Watch>, clock: Clock<'_>) -> Vec<Outgoing> {
        let Some(kept) = &self.kept else { return Vec::new() };
        let begun = clock();
        while watch.step(kept) {
            if clock() - begun > SLICE_MILLIS {
                let (stage, done, total) = watch.progress(kept);
                self.work = Work::Watch(watch);
                return self.tell(clock(), stage, done, total);
            }
        }
        let report = Box::new(watch.conclude(kept));
        vec![Event::LogWatched { log: self.log, outcome: Ok(report) }.into()]
    }

    fn tell(&mut self, now_millis: f64, stage: LogStage, done: u32, total: u32) -> Vec<Outgoing> {
        if now_millis - self.told_millis <= PROGRESS_MILLIS {
            return Vec::new();
        }
        self.told_millis = now_millis;
        vec![Event::LogProgressed { log: self.log, stage, done, total }.into()]
    }
}

impl Reading {
    /// Reads a piece; `false` at the end.
    fn step(&mut self, piece: &mut [u8]) -> Result<bool, Refusal> {
        if self.source.size() > MAX_BYTES {
            return Err(Refusal::TooLarge { limit: MAX_BYTES });
        }
        let n = self.source.read_at(self.position, piece).map_err(|_| Refusal::Unreadable)?;
        let read = piece.get(..n).ok_or(Refusal::Unreadable)?;
        self.position += n as u64;
        self.reader.feed(read)?;
        Ok(n > 0)
    }
}
