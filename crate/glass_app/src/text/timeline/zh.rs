//! The timeline in Chinese.

use super::{Instant, TimelineText};

/// 中文.
pub const ZH: TimelineText = TimelineText {
    title: "时间线",
    lead: "对图像流做了什么，监测又说了什么。拖动滑块，或点按某处，即可查看较早的窗口：指标、实时图和漂移图会随之变化。",
    lanes: "做了什么，说了什么",
    moment: "窗口末尾的图像",
    now: "回到现在",
    instant: |&Instant { seen, level, accuracy, disturbed, alerts }| {
        let accuracy = accuracy.map_or_else(String::new, |it| format!("，准确率 {it}"));
        let disturbed = if disturbed.is_empty() { String::from("无") } else { disturbed.join("、") };
        let alerts = if alerts.is_empty() { String::from("无") } else { alerts.join("、") };
        format!("第 {seen} 张图像：{level}{accuracy}。干扰：{disturbed}。未结束的警报：{alerts}。")
    },
    earlier: |seen| format!("现在看到的是较早的窗口，到第 {seen} 张图像为止。"),
    level: "级别",
    recording: "录制",
    unnamed: "不在文件夹中",
    model: "模型",
    run: |run, epoch| match epoch {
        Some(epoch) => format!("第 {run} 次训练，第 {epoch} 轮"),
        None => format!("第 {run} 次训练"),
    },
    reference: "参考",
    calibration: "校准依据",
    validated: "验证图像",
    held_out: "留出的测试集",
    renewed: |before| format!("第 {before} 张之前的图像"),
    labels: "标签",
    known: "已知",
    disturbance: |name| format!("⚙ {name}"),
    alert: |name| format!("⚑ {name}"),
    columns: ["项目", "从图像", "到图像", "内容"],
};
