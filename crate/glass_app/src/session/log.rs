//! The prediction log that is looked at: how far it is, what it holds, what it came to.

use glass_core::log::{LogReport, LogSettings, LogStage, LogSummary, Refusal, Shortage};
use std::sync::Arc;

/// The log on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct LogView {
    /// Its id; what is said of an earlier one is passed over.
    pub id: u32,
    /// The file's name; `None` for the sample.
    pub file: Option<String>,
    /// How it is watched.
    pub settings: LogSettings,
    /// What is being done; `None` when nothing is.
    pub work: Option<LogWork>,
    /// What it holds, once it was read.
    pub summary: Option<Arc<LogSummary>>,
    /// What it came to, once it was watched.
    pub report: Option<Arc<LogReport>>,
    /// Why there is no report.
    pub trouble: Option<LogTrouble>,
}

/// What is being done with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogWork {
    /// Which part of it.
    pub stage: LogStage,
    /// Bytes, hundredths or rows done.
    pub done: u32,
    /// Bytes, hundredths or rows in all; 0 while that is not known.
    pub total: u32,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq)]
pub enum LogTrouble {
    /// The file was not taken in.
    Refused(Refusal),
    /// Too few rows.
    Short(Shortage),
    /// The person stopped it.
    Stopped,
    /// The worker died; its last words.
    Died(Option<String>),
}

/// What becomes of a log.
#[derive(Debug, Clone)]
pub enum LogFact {
    /// A file (or, with no name, the sample) is to be read.
    Opened(u32, Option<String>, LogSettings),
    /// It is watched otherwise.
    Rewatched(LogSettings),
    /// So far.
    Progressed(LogWork),
    /// It was read.
    Read(Arc<LogSummary>),
    /// It was watched.
    Watched(Arc<LogReport>),
    /// It came to nothing.
    Failed(LogTrouble),
    /// It is put away.
    Closed,
}

impl LogView {
    /// The log after a fact.
    pub(super) fn after(before: Option<Self>, fact: LogFact) -> Option<Self> {
        let begun = Some(LogWork { stage: LogStage::Reading, done: 0, total: 0 });
        let fact = match fact {
            LogFact::Opened(id, file, settings) => {
                return Some(Self {
                    id,
                    file,
                    settings,
                    work: begun,
                    summary: None,
                    report: None,
                    trouble: None,
                });
            }
            LogFact::Closed => return None,
            fact => fact,
        };
        let mut view = before?;
        match fact {
            LogFact::Rewatched(settings) => {
                // What is still being read goes on being read.
                let calibrating = Some(LogWork { stage: LogStage::Calibrating, done: 0, total: 100 });
                let work = if view.summary.is_some() { calibrating } else { view.work };
                (view.settings, view.work, view.trouble) = (settings, work, None);
            }
            LogFact::Progressed(work) => view.work = Some(work),
            LogFact::Read(summary) => view.summary = Some(summary),
            LogFact::Watched(report) => (view.report, view.work) = (Some(report), None),
            LogFact::Failed(trouble) => {
                // What was seen of it otherwise does not belong to what was asked now.
                (view.report, view.trouble, view.work) = (None, Some(trouble), None);
            }
            LogFact::Opened(..) | LogFact::Closed => {}
        }
        Some(view)
    }
}
