//! The catalogue: all panels' texts of one language.

use super::data::DataText;
use super::epochs::EpochsText;
use super::fault::FaultText;
use super::page::PageText;
use super::prepare::PrepareText;
use super::rate::RateText;
use super::runs::RunsText;
use super::setting::SettingText;
use super::train::TrainText;
use super::{data, epochs, fault, page, prepare, rate, runs, setting, train};
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
    /// A run's epochs.
    pub epochs: &'static EpochsText,
    /// Kept runs, and how they are kept.
    pub runs: &'static RunsText,
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
    epochs: &epochs::EN,
    runs: &runs::EN,
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
    epochs: &epochs::ZH,
    runs: &runs::ZH,
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
