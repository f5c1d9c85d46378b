//! Header, footer, notices, questions.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use crate::loss::Loss;
use glass_core::recipe::ColorMode;
use glass_core::setting::{Outcome, Setting};
use glass_core::share::{Notice, Refused};
use glass_core::split::SplitName;

/// Texts of the page around the stations.
#[derive(Debug)]
pub struct PageText {
    /// One line below the name.
    pub tagline: &'static str,
    /// The link that leads past the header.
    pub skip: &'static str,
    /// Name of the row of stations.
    pub stations: &'static str,
    /// Names of the stations, in their order.
    pub data: &'static str,
    /// See [`Self::data`].
    pub prepare: &'static str,
    /// See [`Self::data`].
    pub train: &'static str,
    /// See [`Self::data`].
    pub evaluate: &'static str,
    /// See [`Self::data`].
    pub monitor: &'static str,
    /// Label of the language switch.
    pub language: &'static str,
    /// Button that makes the page dark.
    pub use_dark: &'static str,
    /// Button that makes the page light.
    pub use_light: &'static str,

    /// Headline of Data while something comes.
    pub loading: &'static str,
    /// Headline of Data: done, in all.
    pub reading: fn(u32, u32) -> String,
    /// Headline of Data without images.
    pub no_images: &'static str,
    /// Headline of Data: classes, images.
    pub classes_and_images: fn(usize, usize) -> String,
    /// Headline of Prepare: side, channels.
    pub input: fn(u16, ColorMode) -> String,
    /// Headline of Train before a run: epochs.
    pub epochs: fn(u32) -> String,
    /// Headline of Train while images are being prepared: share done, in percent.
    pub preparing: fn(String) -> String,
    /// Headline of Train: epoch, of how many.
    pub epoch: fn(u32, u32) -> String,
    /// Headline of Train when the run stands still: epoch, of how many.
    pub epoch_paused: fn(u32, u32) -> String,
    /// Headline of Train after a run: epochs done.
    pub trained: fn(u32) -> String,
    /// Headline of Train after a run that failed.
    pub failed: &'static str,
    /// Headline of Evaluate without a model.
    pub no_model: &'static str,
    /// Headline of Evaluate: split, accuracy with interval.
    pub accuracy: fn(SplitName, String) -> String,
    /// Headline of Monitor before a stream.
    pub off: &'static str,
    /// Headlines of Monitor.
    pub steady: &'static str,
    /// See [`Self::steady`].
    pub watch: &'static str,
    /// See [`Self::steady`].
    pub alarm: &'static str,
    /// Headline of Monitor after a stream: one of the above.
    pub over: fn(&str) -> String,
    /// Between a heading and what it heads.
    pub colon: &'static str,

    /// Over the page while files hover.
    pub drop_here: &'static str,
    /// Takes a notice away.
    pub dismiss: &'static str,

    /// Title of the question about a link over unsaved work.
    pub open_link_title: &'static str,
    /// What would be lost.
    pub open_link_body: &'static str,
    /// Opens the link.
    pub open_link_yes: &'static str,
    /// Keeps the work.
    pub open_link_no: &'static str,
    /// Title of the question before work is lost.
    pub lose_title: &'static str,
    /// What would be lost.
    pub lose_body: fn(Loss) -> &'static str,
    /// Goes on.
    pub lose_yes: &'static str,
    /// Keeps the work.
    pub lose_no: &'static str,

    /// Something about a link.
    pub link_notice: fn(&Notice) -> String,
    /// A link that was refused.
    pub link_refused: fn(Refused) -> String,
    /// The link was made with this many classes of the sender's own images.
    pub bring_your_own: fn(u32) -> String,
    /// The link speaks of a zip on another site: its address.
    pub bring_from: fn(&str) -> String,
    /// Leads there.
    pub bring_from_link: &'static str,
    /// The link hid these parts of the page.
    pub parts_hidden: fn(&str) -> String,
    /// A setting was moved into bounds.
    pub setting_moved: fn(Setting, &Outcome) -> String,
    /// A worker was started again; its last words.
    pub restarted: fn(Option<&str>) -> String,
    /// Files came while others were being read.
    pub still_reading: &'static str,
    /// The stream ended with the worker: images answered.
    pub stream_cut_off: fn(u32) -> String,
}

/// A number and its noun, in English: `1 image`, `600 images`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", crate::format::count(n), if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines() {
        assert_eq!((EN.classes_and_images)(2, 600), "2 classes · 600 images");
        assert_eq!((EN.classes_and_images)(1, 1), "1 class · 1 image");
        assert_eq!((EN.input)(32, ColorMode::Gray), "32×32 gray");
        assert_eq!((EN.epoch)(12, 30), "epoch 12 of 30");
        assert_eq!((ZH.classes_and_images)(2, 600), "2 类 · 600 张图像");
    }

    #[test]
    fn what_a_link_asked_for_is_echoed() {
        let outcome = Outcome::Clamped { asked: 50.0, used: 1.0 };
        let notice = Notice::Changed { setting: Setting::LearningRate, text: String::from("50"), outcome };
        assert_eq!((EN.link_notice)(&notice), "Link: learning rate 50 reduced to 1.");
        assert_eq!((ZH.link_notice)(&notice), "链接：学习率 50 已降为 1。");
    }
}
