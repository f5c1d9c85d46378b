//! The speed in Chinese.

use super::{Kept, SpeedText};
use crate::format::{millis, percent, short_number};

/// 中文.
pub const ZH: SpeedText = SpeedText {
    title: "速度随时间的变化",
    lead: "从第一秒起，每次回答用了多久，以及是否兑现了承诺。",
    share: "按时回答的比例",
    within: "按时的标准（毫秒内）",
    period: "预算周期（分钟）",
    promise: |share, time| format!("{share} 在 {time} 内"),
    kept: |&Kept { in_time, n, n_late, spent }| {
        let budget = if spent > 1.0 {
            format!("已用误差预算的 {} 倍", short_number(spent))
        } else {
            format!("误差预算已用 {}", percent(spent))
        };
        format!("按时：{n} 次回答中的 {in_time}；迟到：{n_late} 次。{budget}。")
    },
    none: "还没有计时的回答。",
    budget: "已用的误差预算",
    burning: "误差预算消耗得多快",
    columns: ["窗口", "长窗口", "短窗口", "界限", "级别"],
    windows: |long, short| format!("{long} 与 {short}"),
    burning_hint: "误差预算是允许迟到的回答比例。1× 表示恰好够用一个周期。同一对的两个窗口都超过界限时，才算消耗过快：长窗口说明问题要紧，短窗口说明它仍在继续。窗口与界限取自《SRE Workbook》，由 30 天缩放到上面的周期；至少需要 5 次迟到。",
    alerts: "消耗过快的时段",
    alert: |from, until, rate| match until {
        Some(until) => format!("从 {from} 到 {until}，最快 {rate}"),
        None => format!("自 {from} 起，最快 {rate}"),
    },
    timed: "计时的对象",
    from_due: "从该回答时到答完",
    work_alone: "只算工作本身",
    omission: "从该回答时算起，排队等待也计入。只算工作本身就漏掉了等待（协同遗漏）：跟不上的模型看起来仍和平时一样快。承诺按“从该回答时到答完”评判。",
    percentiles: "回答用时：百分位数",
    heat: "回答用时：全部",
    throughput: "吞吐量",
    queue: "队列",
    time_axis: "图像流开始以来（分：秒）",
    millis_axis: "毫秒",
    per_second_axis: "每秒图像数",
    waiting_axis: "等待的图像（最多）",
    names: ["p50", "p90", "p99", "最大"],
    untimed: "未计时：页面不可见",
    collected: "垃圾回收",
    ends: ["从（秒）", "到（秒）"],
    stretch: |from, until, times, n| {
        format!(
            "{from}–{until}：p50 {}，p90 {}，p99 {}，最大 {}（{n} 次回答）",
            millis(times.p50),
            millis(times.p90),
            millis(times.p99),
            millis(times.max)
        )
    },
    cell: |[from, until], [low, high], n, of| {
        format!("{from}–{until}：{of} 次回答中有 {n} 次用时 {low} 至 {high}")
    },
};
