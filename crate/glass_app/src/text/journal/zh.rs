//! The answers of a stream as a file, in Chinese.

use super::JournalText;

/// 中文.
pub const ZH: JournalText = JournalText {
    name: "预测日志（CSV）",
    hint: "上一个图像流的回答，含时间、标签、概率和延迟：其他监控工具可读，本页面也可读。其中没有参考数据：读取者自行选取参考。",
};
