//! The catalogue: all panels' texts of one language.

use super::camera::CameraText;
use super::data::DataText;
use super::desk::DeskText;
use super::epochs::EpochsText;
use super::evaluate::EvaluateText;
use super::fault::FaultText;
use super::grade::GradeText;
use super::monitor::MonitorText;
use super::page::PageText;
use super::prepare::PrepareText;
use super::rate::RateText;
use super::runs::RunsText;
use super::setting::SettingText;
use super::speed::SpeedText;
use super::sweep::SweepText;
use super::take_away::TakeAwayText;
use super::train::TrainText;
use super::{
    camera, data, desk, epochs, evaluate, fault, grade, monitor, page, prepare, rate, runs, setting, speed,
    sweep, take_away, train,
};
use serde::{Deserialize, Serialize};

/// The languages of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// 中文.
    Zh,
}

impl Language {
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The BCP 47 tag, for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "中文",
        }
    }

    /// The language that fits a browser's preference.
    pub fn preferred(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}

/// Every text of one language.
#[derive(Debug)]
pub struct Text {
    /// Whose it is: what later stations say is found by it (`text/later.rs`).
    pub(super) language: Language,
    /// Header, footer, notices.
    pub page: &'static PageText,
    /// The Data station.
    pub data: &'static DataText,
    /// The Prepare station.
    pub prepare: &'static PrepareText,
    /// The Train station.
    pub train: &'static TrainText,
    /// The learning rate over a run, and the search for one.
    pub rate: &'static RateText,
    /// The Evaluate station.
    pub evaluate: &'static EvaluateText,
    /// A run's epochs.
    pub epochs: &'static EpochsText,
    /// Kept runs, and how they are kept.
    pub runs: &'static RunsText,
    /// Sweeps over settings.
    pub sweep: &'static SweepText,
    /// The Monitor station.
    pub monitor: &'static MonitorText,
    /// The camera.
    pub camera: &'static CameraText,
    /// The speed of a stream.
    pub speed: &'static SpeedText,
    /// The monitor's grading.
    pub grade: &'static GradeText,
    /// The disturbance desk.
    pub desk: &'static DeskText,
    /// Link and files out.
    pub take_away: &'static TakeAwayText,
    /// Names of settings and their values.
    pub setting: &'static SettingText,
    /// What went wrong.
    pub fault: &'static FaultText,
}

static ENGLISH: Text = Text {
    language: Language::En,
    page: &page::EN,
    data: &data::EN,
    prepare: &prepare::EN,
    train: &train::EN,
    rate: &rate::EN,
    evaluate: &evaluate::EN,
    epochs: &epochs::EN,
    runs: &runs::EN,
    sweep: &sweep::EN,
    monitor: &monitor::EN,
    desk: &desk::EN,
    camera: &camera::EN,
    speed: &speed::EN,
    grade: &grade::EN,
    take_away: &take_away::EN,
    setting: &setting::EN,
    fault: &fault::EN,
};

static CHINESE: Text = Text {
    language: Language::Zh,
    page: &page::ZH,
    data: &data::ZH,
    prepare: &prepare::ZH,
    train: &train::ZH,
    rate: &rate::ZH,
    evaluate: &evaluate::ZH,
    epochs: &epochs::ZH,
    runs: &runs::ZH,
    sweep: &sweep::ZH,
    monitor: &monitor::ZH,
    desk: &desk::ZH,
    camera: &camera::ZH,
    speed: &speed::ZH,
    grade: &grade::ZH,
    take_away: &take_away::ZH,
    setting: &setting::ZH,
    fault: &fault::ZH,
};

impl Text {
    /// The catalogue of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Zh => &CHINESE,
        }
    }
}
