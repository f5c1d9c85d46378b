//! What only the stations that follow training say. It stands apart from the catalogue's fields, so that the first visit
//! need not wait for it: texts that only those stations reach come in their file.

use super::backends::{self, BackendsText};
use super::catalogue::{Language, Text};
use super::distances::{self, DistancesText};
use super::duel::{self, DuelText};
use super::journal::{self, JournalText};
use super::log::{self, LogText};
use super::novelty::{self, NoveltyText};
use super::take_away::{self, AboutText};
use super::timeline::{self, TimelineText};

impl Text {
    /// A prediction log, watched.
    pub fn log(&self) -> &'static LogText {
        self.either(&log::EN, &log::ZH)
    }

    /// How new images of service are.
    pub fn novelty(&self) -> &'static NoveltyText {
        self.either(&novelty::EN, &novelty::ZH)
    }

    /// The distances between window and reference.
    pub fn distances(&self) -> &'static DistancesText {
        self.either(&distances::EN, &distances::ZH)
    }

    /// The same model on two backends.
    pub fn backends(&self) -> &'static BackendsText {
        self.either(&backends::EN, &backends::ZH)
    }

    /// A challenger beside the model in service.
    pub fn duel(&self) -> &'static DuelText {
        self.either(&duel::EN, &duel::ZH)
    }

    /// The answers of a stream as a file.
    pub fn journal(&self) -> &'static JournalText {
        self.either(&journal::EN, &journal::ZH)
    }

    /// The timeline of a stream.
    pub fn timeline(&self) -> &'static TimelineText {
        self.either(&timeline::EN, &timeline::ZH)
    }

    /// The About part.
    pub fn about(&self) -> &'static AboutText {
        self.either(&take_away::ABOUT_EN, &take_away::ABOUT_ZH)
    }

    fn either<T>(&self, english: &'static T, chinese: &'static T) -> &'static T {
        match self.language {
            Language::En => english,
            Language::Zh => chinese,
        }
    }
}
