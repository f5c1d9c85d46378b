//! A prediction log: read and watched in a worker of its own, so that neither an import nor the model waits for it.

use super::Hand;
use crate::files::NamedFile;
use crate::focus;
use crate::link::{Cargo, Link, News};
use crate::session::{Fact, LogFact, LogTrouble, LogWork};
use glass_core::label::shown;
use glass_core::log::{LogAsk, LogSettings};
use glass_protocol::{Command, Event};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// The line to that worker, and which log it is at.
#[derive(Default)]
pub(super) struct LogDesk {
    link: RefCell<Option<Link>>,
    /// Counts what was asked: what is said of an earlier question is passed over.
    id: Cell<u32>,
    /// The question that opened the log: what the log holds is the same for all that are asked about it.
    opened: Cell<u32>,
    /// As the form has them.
    settings: Cell<LogSettings>,
}

impl Hand {
    /// Reads a file, or makes the sample, and watches it.
    pub(super) fn open_log(self: &Rc<Self>, file: Option<NamedFile>, settings: LogSettings) {
        let id = self.next_log_question();
        self.log.opened.set(id);
        self.log.settings.set(settings);
        let name = file.as_ref().map(|file| shown(&file.path));
        self.session.reduce(Fact::Log(LogFact::Opened(id, name, settings)));
        match file {
            Some(named) => self.ask_log(LogAsk::Read(settings), Cargo::Files(vec![named.file])),
            None => self.ask_log(LogAsk::Sample(settings), Cargo::Empty),
        }
    }

    /// Opens a log that came where images were awaited, and goes to where it is shown.
    pub(super) fn show_log(self: &Rc<Self>, file: NamedFile) {
        self.open_log(Some(file), self.log.settings.get());
        focus::show("log");
    }

    /// Watches the log otherwise: that which was read, or which is being read.
    pub(super) fn rewatch_log(self: &Rc<Self>, settings: LogSettings) {
        self.log.settings.set(settings);
        let log = self.session.log();
        let is_there = log
            .with_untracked(|log| log.as_ref().is_some_and(|it| it.summary.is_some() || it.work.is_some()));
        if is_there {
            self.next_log_question();
            self.session.reduce(Fact::Log(LogFact::Rewatched(settings)));
            self.ask_log(LogAsk::Watch(settings), Cargo::Empty);
        }
    }

    /// Stops what is being done with it.
    pub(super) fn stop_log(self: &Rc<Self>) {
        self.next_log_question();
        self.ask_log(LogAsk::Stop, Cargo::Empty);
        self.session.reduce(Fact::Log(LogFact::Failed(LogTrouble::Stopped)));
    }

    /// Puts it away, and what the worker holds of it.
    pub(super) fn close_log(&self) {
        self.end_log_worker();
        self.session.reduce(Fact::Log(LogFact::Closed));
    }

    fn next_log_question(&self) -> u32 {
        let id = self.log.id.get().wrapping_add(1);
        self.log.id.set(id);
        id
    }

    fn ask_log(self: &Rc<Self>, ask: LogAsk, cargo: Cargo) {
        let link = self.log.link.borrow().clone().unwrap_or_else(|| {
            let weak = Rc::downgrade(self);
            Link::new("importer", move |news| {
                if let Some(hand) = weak.upgrade() {
                    hand.hear_log(news);
                }
            })
        });
        link.send(Command::Log { log: self.log.id.get(), ask }, cargo);
        *self.log.link.borrow_mut() = Some(link);
    }

    fn end_log_worker(&self) {
        if let Some(link) = self.log.link.take() {
            link.end();
        }
    }

    fn hear_log(&self, news: News) {
        let id = self.log.id.get();
        let fact = match news {
            News::Told(event, _) => match *event {
                Event::LogProgressed { log, stage, done, total } if log == id => {
                    LogFact::Progressed(LogWork { stage, done, total })
                }
                Event::LogRead { log, outcome } if (self.log.opened.get()..=id).contains(&log) => {
                    match outcome {
                        Ok(summary) => LogFact::Read(Arc::new(summary)),
                        Err(refusal) => LogFact::Failed(LogTrouble::Refused(refusal)),
                    }
                }
                Event::LogWatched { log, outcome } if log == id => match outcome {
                    Ok(report) => LogFact::Watched(Arc::from(report)),
                    Err(shortage) => LogFact::Failed(LogTrouble::Short(shortage)),
                },
                _ => return,
            },
            News::Died(words) => {
                // Begun anew it would die anew: the person decides.
                self.end_log_worker();
                LogFact::Failed(LogTrouble::Died(words))
            }
            News::NeverStarted(fault) => {
                self.end_log_worker();
                self.tell(fault);
                LogFact::Closed
            }
        };
        self.session.reduce(Fact::Log(fact));
    }
}
