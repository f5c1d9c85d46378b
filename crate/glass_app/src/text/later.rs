//! What only the stations that follow training say. It stands apart from the catalogue's fields, so that the first visit
//! need not wait for it: texts that only those stations reach come in their file.

use super::backends::{self, BackendsText};
use super::camera::{self, CameraText};
use super::catalogue::{Language, Text};
use super::desk::{self, DeskText};
use super::distances::{self, DistancesText};
use super::duel::{self, DuelText};
use super::evaluate::{self, EvaluateText};
use super::grade::{self, GradeText};
use super::journal::{self, JournalText};
use super::log::{self, LogText};
use super::monitor::{self, MonitorText};
use super::novelty::{self, NoveltyText};
use super::speed::{self, SpeedText};
use super::sweep::{self, SweepText};
use super::take_away::{self, AboutText, TakeAwayText};
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

    /// The Evaluate station.
    pub fn evaluate(&self) -> &'static EvaluateText {
        self.either(&evaluate::EN, &evaluate::ZH)
    }

    /// Sweeps over settings.
    pub fn sweep(&self) -> &'static SweepText {
        self.either(&sweep::EN, &sweep::ZH)
    }

    /// The Monitor station.
    pub fn monitor(&self) -> &'static MonitorText {
        self.either(&monitor::EN, &monitor::ZH)
    }

    /// The camera.
    pub fn camera(&self) -> &'static CameraText {
        self.either(&camera::EN, &camera::ZH)
    }

    /// The speed of a stream.
    pub fn speed(&self) -> &'static SpeedText {
        self.either(&speed::EN, &speed::ZH)
    }

    /// The monitor's grading.
    pub fn grade(&self) -> &'static GradeText {
        self.either(&grade::EN, &grade::ZH)
    }

    /// The disturbance desk.
    pub fn desk(&self) -> &'static DeskText {
        self.either(&desk::EN, &desk::ZH)
    }

    /// Link and files out.
    pub fn take_away(&self) -> &'static TakeAwayText {
        self.either(&take_away::EN, &take_away::ZH)
    }

    fn either<T>(&self, english: &'static T, chinese: &'static T) -> &'static T {
        match self.language {
            Language::En => english,
            Language::Zh => chinese,
        }
    }
}
