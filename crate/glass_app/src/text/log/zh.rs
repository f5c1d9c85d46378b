//! Prediction logs in 中文.

use super::LogText;
use crate::format::{bytes, count};
use glass_core::log::{Refusal, RowReason};
use glass_core::stream::Cause;

/// 中文.
pub const ZH: LogText = LogText {
    title: "任意模型的预测日志",
    lead: "监控在别处运行的模型：把它的回答放进来即可。这里不需要模型，文件也不会离开这台设备。",
    open: "打开日志（CSV 或 JSON 行）…",
    sample: "查看示例",
    sample_hint: "人工合成：三个类别；先平稳，然后类别比例改变，再后来类别本身变了，回答也变慢。",
    close: "收起日志",
    format: "日志的内容",
    format_kind: "带表头的 CSV（逗号、分号或制表符），或每行一个 JSON 对象；用分号分隔时，小数点也可以是逗号；编码为 UTF-8 或 UTF-16。只有第一列必不可少。",
    columns: [
        "模型回答的类别",
        "实际的类别；还不知道时留空",
        "每个类别一列：它的概率。有了它们，没有标签时也能估计准确率",
        "没有各类概率时，回答的概率",
        "ISO 8601，或自 1970 年起的秒数或毫秒数",
        "回答所用的时间",
    ],
    window: "窗口（行）",
    reference: "参考（行）",
    reference_hint: "窗口与它比较：最前面有标签的行。留空：前三分之一。",
    block: "相似的行连续出现的行数（留空：自动测量）",
    stride: "窗口移动方式",
    sliding: "重叠，每次移动十分之一",
    tumbling: "首尾相接",
    stop: "停止",
    work: "日志处理",
    reading: |done, total| format!("读取中：{} / {}", bytes(done), bytes(total)),
    calibrating: |share| format!("正在寻找警报的界限：{share} %"),
    watching: |done, total| format!("监控中：第 {} / {} 行", count(done), count(total)),
    refused,
    short: |it| {
        format!(
            "行数太少，无法监控：参考 {} 行，之后 {} 行，而一个窗口需要 {} 行。请减小窗口或参考，或换更长的日志。",
            count(it.reference as usize),
            count(it.left as usize),
            count(it.window as usize)
        )
    },
    stopped: |is_read| {
        String::from(match is_read {
            true => "已停止。日志已读入：改变窗口或其他设置即可监控。",
            false => "日志尚未读完即已停止。请重新打开。",
        })
    },
    died: |words| {
        let words = words.map(|words| format!("（“{words}”）")).unwrap_or_default();
        format!("读取日志的后台线程停止了{words}。请重新打开日志；更短的日志也许可以。")
    },
    sample_name: "示例",
    holds: |it| {
        let mut parts = vec![format!("{} 行，{} 个类别", count(it.n_rows as usize), count(it.classes.len()))];
        parts.push(format!("{} 行有标签", count(it.n_labelled as usize)));
        parts.push(format!("{} 行有概率", count(it.n_probable as usize)));
        if it.n_confident > it.n_probable {
            parts.push(format!("{} 行只有置信度", count((it.n_confident - it.n_probable) as usize)));
        }
        parts.push(format!("{} 行有延迟", count(it.n_timed as usize)));
        let mut said = format!("{}。", parts.join("，"));
        if it.n_normalised > 0 {
            said += &format!("其中 {} 行的概率之和不为 1，已按比例调整。", count(it.n_normalised as usize));
        }
        if it.is_reordered {
            said += "各行已按时间重新排列。";
        }
        said
    },
    span: |first, last| format!("从 {first} 到 {last}。"),
    rows_refused: |n| format!("{} 行没有采用", count(n)),
    row_refused: |line, reason| format!("第 {} 行：{}。", count(line as usize), row(reason)),
    more_refused: |n| format!("还有 {} 行。", count(n)),
    reference_is: |n, is_labelled| {
        if is_labelled {
            format!("参考：最前面 {} 行有标签的回答。", count(n))
        } else {
            format!("参考：最前面 {} 行（有标签的行太少）。", count(n))
        }
    },
    calibrated: |temperature| format!("估计所用的概率已在参考上校准：温度 {temperature}。"),
    windows_are: |[n, window, stride], is_widened, left_over| {
        let mut said =
            format!("{} 个窗口，每个 {} 行，每 {} 行一个。", count(n), count(window), count(stride));
        if is_widened {
            said += "日志很长，步长已加大。";
        }
        if left_over > 0 {
            said += &format!("最后 {} 行不足一个窗口。", count(left_over));
        }
        said
    },
    quality: "窗口内的质量与状态",
    times: "窗口内的延迟",
    millis: "毫秒",
    mix: "窗口内的预测类别",
    row: "日志的行",
    other_classes: |n| format!("其余 {n} 类"),
    summary: |title, windows, rows| {
        format!("{title}：{} 个窗口，日志共 {} 行。", count(windows), count(rows))
    },
    at_window: |first, last, values| format!("第 {} 至 {} 行：{values}", count(first), count(last)),
    last_window: "最后一个窗口",
    when: |raised, cleared| match cleared {
        Some(cleared) => format!("第 {} 行开启，第 {} 行结束。", raised + 1, cleared + 1),
        None => format!("第 {} 行开启，到最后仍未结束。", raised + 1),
    },
    returned: |n, row| format!("又出现 {n} 次，最近一次在第 {} 行。", row + 1),
    worst: |row, evidence| format!("最严重时（第 {} 行）：{evidence}。", row + 1),
    no_alerts: "没有：没有信号足够久地超出界限。",
    limits: "界限由参考行抽样模拟得出，使没有变化的日志大约按上面要求的频率误报；无论窗口如何重叠，一个窗口都按它的行数计。窗口重叠时，信号须连续两个窗口超出界限。",
    expected: |n, block| {
        let runs = match block {
            1 => String::from("相邻的行被视为互不相关。"),
            _ => format!("相似的行被视为每 {block} 行连续出现。"),
        };
        format!("在这么长的日志里，大约有 {n} 次。{runs}")
    },
    cause: |cause, class| {
        Some(match cause {
            Cause::LessCertain => String::from("模型不如参考时有把握：输入与它学过的不同"),
            Cause::MoreCertain => String::from(
                "模型比参考时更有把握：输入更容易、同类更多，或对某些输入确信地答错；只有标签能说明",
            ),
            Cause::ClassMix { .. } => format!("“{class}”比以前更常被预测"),
            Cause::MoreErrors => String::from("模型出错更多：输入或标签的含义变了"),
            _ => return None,
        })
    },
    taken_for: |columns| {
        let said = columns.iter().map(|(name, usual)| format!("“{name}”读作“{usual}”"));
        format!("{}。", said.collect::<Vec<_>>().join("，"))
    },
    ignored: |columns| {
        let said = columns.iter().map(|name| format!("“{name}”"));
        format!("未读取的列：{}。", said.collect::<Vec<_>>().join("、"))
    },
    improbable: |n, n_classes| {
        format!(
            "有 {n} 行的置信度低于 1/{n_classes}，而在 {n_classes} 个类别中胜出的回答不可能这么低：那一列也许是某一个类别的得分，或者有些类别没有出现在这份日志里。"
        )
    },
};

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooLarge { limit } => format!("文件大于 {}。请分成几份。", bytes(*limit)),
        Refusal::Unreadable => String::from("浏览器无法读取该文件。它被移动或修改了吗？请重新打开。"),
        Refusal::Empty => String::from("文件是空的。"),
        Refusal::NoPredictions => {
            String::from("这不是预测日志：没有名为“predicted”的列。请看上面的日志内容说明。")
        }
        Refusal::RepeatedColumn(name) => format!("有两列都叫“{name}”。请给其中一列改名。"),
        Refusal::TooManyColumns { limit } => {
            format!("超过 {} 列。请只保留日志需要的列。", count(*limit as usize))
        }
        Refusal::TooManyClasses { limit } => {
            format!("超过 {} 个类别。“predicted”真的是类别吗？", count(*limit as usize))
        }
        Refusal::TooManyRows { limit } => {
            format!("超过 {} 行。请把日志分成几份，例如每月一份。", count(*limit as usize))
        }
        Refusal::TooManyProbabilities { limit } => {
            format!("概率总数超过 {}。请把日志分成几份。", count(*limit as usize))
        }
        Refusal::JsonList => {
            String::from("这是一个 JSON 列表。JSON 日志应每行一个对象，外面没有方括号，对象之间没有逗号。")
        }
        Refusal::NoRows(rows) => {
            let first =
                rows.first().map(|it| format!("第 {} 行：{}。", it.line, row(it.reason))).unwrap_or_default();
            format!("没有一行可以采用。{first}")
        }
    }
}

fn row(reason: RowReason) -> String {
    String::from(match reason {
        RowReason::Time => "时间无法识别",
        RowReason::Latency => "延迟不是不小于 0 的数",
        RowReason::Confidence => "置信度不在 0 与 1 之间",
        RowReason::Probability => "缺少概率，或概率不是不小于 0 的数",
        RowReason::NewProbability => "出现了第一行没有的类别的概率",
        RowReason::NoPrediction => "没有预测",
        RowReason::TooLong => "有一个字段过长",
        RowReason::OpenQuote => "有一个引号没有闭合，该行被吞掉",
        RowReason::Width { cells, wanted } => return format!("有 {cells} 个单元格，表头有 {wanted} 个"),
        RowReason::NotText => "不是 UTF-8 文本",
        RowReason::NotAnObject => "不是单层的 JSON 对象",
    })
}
