//! 页面的中文。

use super::PageText;
use crate::format::{count, short_number};
use crate::loss::Loss;
use crate::text::setting;
use glass_core::recipe::ColorMode;
use glass_core::setting::{Outcome, Setting};
use glass_core::share::{Notice, Refused};
use glass_core::split::SplitName;

/// 中文.
pub const ZH: PageText = PageText {
    tagline: "训练小型图像分类器，并监控它们的运行",
    skip: "跳到工作台",
    stations: "步骤",
    data: "数据",
    prepare: "数据预处理",
    train: "模型训练",
    evaluate: "模型评估",
    monitor: "模型监控",
    language: "语言",
    use_dark: "使用深色",
    use_light: "使用浅色",
    loading: "正在加载……",
    reading: |done, total| format!("读取 {done} / {total}"),
    no_images: "没有图像",
    classes_and_images: |classes, images| format!("{} 类 · {} 张图像", count(classes), count(images)),
    input: |size, color| {
        let color = match color {
            ColorMode::Gray => "灰度",
            ColorMode::Color => "彩色",
        };
        format!("{size}×{size} {color}")
    },
    epochs: |epochs| format!("{epochs} 轮"),
    preparing: |share| format!("准备 {share}"),
    epoch: |epoch, of| format!("第 {epoch} / {of} 轮"),
    epoch_paused: |epoch, of| format!("暂停 {epoch} / {of}"),
    trained: |epochs| format!("已完成 {epochs} 轮"),
    failed: "提前停止",
    no_model: "没有模型",
    accuracy: |split, score| {
        let split = match split {
            SplitName::Train => "训练集",
            SplitName::Validation => "验证集",
            SplitName::Test => "测试集",
        };
        format!("{split} {score}")
    },
    off: "未开启",
    steady: "平稳",
    watch: "注意",
    alarm: "警报",
    over: |level| format!("已停止（{level}）"),
    colon: "：",
    drop_here: "松手即可：图像、文件夹或 zip。每个文件夹成为一个类别。",
    dismiss: "关闭",
    open_link_title: "打开链接并覆盖当前的工作？",
    open_link_body: "链接带有自己的设置；如果它指定了数据集，还带有自己的图像。已训练的模型将会丢失；如果链接带来其他图像，您的图像也会丢失。",
    open_link_yes: "打开链接",
    open_link_no: "保留当前工作",
    lose_title: "继续并丢失当前的工作？",
    lose_body: |loss| match loss {
        Loss::Model => "已训练的模型及其全部测量结果属于现在的图像和标签，继续后将会丢失。",
        Loss::Images => "您自己的图像将从本页面移除。原来的文件不受影响。",
        Loss::ModelAndImages => {
            "您自己的图像将从本页面移除，已训练的模型也会一同丢失。原来的图像文件不受影响。"
        }
    },
    lose_yes: "继续",
    lose_no: "保留当前工作",
    link_notice,
    link_refused: |refused| {
        String::from(match refused {
            Refused::Empty => "链接中没有内容。设置保持不变。",
            Refused::TooLong => "链接过长，不可能来自本页面，因此没有打开。设置保持不变。",
        })
    },
    bring_your_own: |classes| {
        format!("链接只带有设置：请使用您自己的图像（{classes} 类）。把文件夹或 zip 拖到页面任意位置即可。")
    },
    bring_from: |address| {
        format!(
            "链接指向 {address} 的图像。本页面不向其他网站请求任何内容：如果您信任该网站，请自行下载 zip，再拖到本页面任意位置。"
        )
    },
    bring_from_link: "前往下载",
    parts_hidden: |parts| {
        format!("发送链接的人隐藏了本页面的一些部分（{parts}）。重新加载页面即可看到全部。")
    },
    setting_moved: |setting, outcome| format!("{}。", moved(setting, None, outcome)),
    still_reading: "刚才拖入的文件没有载入，因为当时其他图像还在读取。请在读取完成后再拖入，或先取消读取。",
    stream_cut_off: |seen| {
        format!(
            "后台线程停止时，监控的图像流在第 {seen} 张后结束。模型正在恢复：之后请重新开始监控，同样的图像流会得到同样的回答。"
        )
    },
    restarted: |words| match words {
        Some(words) => format!("后台线程已重新启动（“{words}”）。没有丢失任何内容。"),
        None => String::from("后台线程停止响应，已重新启动。没有丢失任何内容。"),
    },
};

fn link_notice(notice: &Notice) -> String {
    match notice {
        Notice::NewerVersion(version) => {
            format!("链接：由更新的版本（{version}）生成。已应用能理解的部分；重新加载页面也许能得到新版本。")
        }
        Notice::Altered => String::from(
            "链接：在传递中被截断或修改，可能与发送的不同。已应用能读取的部分。请重新索取链接，或检查设置。",
        ),
        Notice::UnknownKey(key) => format!("链接：“{key}”没有含义，已忽略。"),
        Notice::Changed { setting, text, outcome } => {
            format!("链接：{}。", moved(*setting, Some(text), outcome))
        }
        Notice::ProofLost => {
            String::from("链接：其中声明了一次运行的结果，但声明或它所属的设置无法完整读取，因此略过。")
        }
        Notice::UnknownPart(part) => format!("链接：本页面没有名为“{part}”的部分可以隐藏。"),
        Notice::UnknownSet(set) => {
            format!("链接：没有名为“{set}”的数据集。请选择下面的数据集，或拖入您自己的图像。")
        }
    }
}

fn moved(setting: Setting, text: Option<&str>, outcome: &Outcome) -> String {
    let name = (setting::ZH.name)(setting);
    match outcome {
        Outcome::Taken => format!("{name}已采用"),
        Outcome::Clamped { asked, used } => {
            let verb = if used == &asked.round() {
                "已取整为"
            } else if used < asked {
                "已降为"
            } else {
                "已升为"
            };
            format!("{name} {} {verb} {}", plain(*asked), plain(*used))
        }
        Outcome::Unreadable => match text {
            Some(text) => format!("{name}“{text}”无法读取，已忽略"),
            None => format!("{name}无法读取，保持不变"),
        },
    }
}

fn plain(number: f64) -> String {
    if number != 0.0 && !(1e-9..1e12).contains(&number.abs()) {
        short_number(number)
    } else {
        number.to_string()
    }
}
