//! 监控一栏的中文。

use super::{AlertText, MonitorChartText, MonitorText, PerformanceText, StreamText, WindowText};
use crate::format::{self, millis};
use glass_core::performance::Part;
use glass_core::property::PropertyKind;
use glass_core::split::SplitName;
use glass_core::stream::{Cause, Level, Remedy, Signal};

/// 中文.
pub const ZH: MonitorText = MonitorText {
    title: "模型监控",
    lead: "让模型投入使用：它回答得多快、多准，遇到的图像是否还是它认识的那些。",
    needs_model: "请先训练一个模型。",
    performance: PERFORMANCE,
    stream: STREAM,
    window: WINDOW,
    alert: ALERT,
    chart: CHART,
    level,
    signal,
};

fn level(level: Level) -> &'static str {
    match level {
        Level::Steady => "平稳",
        Level::Watch => "留意",
        Level::Alarm => "警报",
    }
}

fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::Property(PropertyKind::Area) => "图像面积",
        Signal::Property(PropertyKind::Aspect) => "长宽比",
        Signal::Property(PropertyKind::Brightness) => "亮度",
        Signal::Property(PropertyKind::Contrast) => "对比度",
        Signal::Property(PropertyKind::Red) => "红色比例",
        Signal::Property(PropertyKind::Green) => "绿色比例",
        Signal::Property(PropertyKind::Blue) => "蓝色比例",
        Signal::Property(PropertyKind::Sharpness) => "清晰度",
        Signal::Confidence => "置信度",
        Signal::Novelty => "新奇度（特征距离）",
        Signal::Latency => "延迟",
        Signal::PredictedClass => "预测类别",
        Signal::Quality => "准确率",
    }
}

const PERFORMANCE: PerformanceText = PerformanceText {
    title: "性能监控：推理性能",
    lead: "模型在这台机器、这个浏览器中回答一张图像需要多久：先逐张端到端测量，再一次处理 64 张。",
    measure: "测量推理性能",
    measuring: "正在测量……",
    none: "尚未测量。",
    warm: |count| format!("预热后，逐张（{} 次测量）", format::count(count as usize)),
    millis,
    mean: "平均",
    p50: "p50（中位数）",
    p90: "p90",
    p95: "p95",
    p99: "p99",
    max: "最大",
    cold: "冷启动（首次回答）",
    cold_hint: "新模型的第一次回答，不计入百分位数。",
    interval: |low, high| match (low, high) {
        (Some(low), Some(high)) => format!("95 % 区间 {} 至 {}", millis(low), millis(high)),
        (Some(low), None) => format!("95 % 区间自 {} 起，测量太少，没有上限", millis(low)),
        (None, Some(high)) => format!("95 % 区间至 {} 止，测量太少，没有下限", millis(high)),
        (None, None) => String::from("测量太少，没有区间"),
    },
    p99_uncertain: |count, needed| format!("灰色：{count} 次测量不足以确定 p99；达到 {needed} 次才可靠。"),
    batch: "吞吐量（每批 64 张）",
    batches: "分批的效果",
    batch_columns: ["每批图像数", "每批用时", "吞吐量"],
    images_per_second: |rate| format!("{} 张/秒", format::count(rate.max(0.0).round() as usize)),
    clock: |tick, calls| {
        let tick = format!("这个浏览器的时钟每 {} 跳一次。", millis(tick));
        if calls > 1 {
            format!(
                "{tick}一次回答短于 20 个刻度，因此每 {calls} 次一起计时再平均：组内差异看不到，尾部会显得偏小。"
            )
        } else {
            format!("{tick}每次回答单独计时。")
        }
    },
    parts: "分段耗时（毫秒）",
    not_decoded: "这些图像随页面生成或来自一张合并图：未测量单个文件的解码。",
    decoded: "读取和解码只在文件导入时进行一次，不计入单次回答的耗时。",
    cold_column: "冷启动",
    part_column: "步骤",
    share: "占各部分之和",
    part: |part| match part {
        Part::Decode => "读取和解码",
        Part::Resize => "缩放",
        Part::Normalize => "归一化",
        Part::Forward => "前向计算",
        Part::ReadBack => "读回结果",
    },
    histogram: "单次回答的延迟",
    histogram_summary: |p50, p95, p99| {
        format!("延迟直方图：p50 {}，p95 {}，p99 {}。", millis(p50), millis(p95), millis(p99))
    },
    time_axis: "单次回答耗时（毫秒）",
    count_axis: "次数",
    empty: "测量后显示分布",
};

const STREAM: StreamText = StreamText {
    title: "实时监控：投入使用",
    lead: "图像像来自摄像头一样逐张到来，由后台线程回答。最近的图像组成窗口，与参考比较：参考是留出的测试集，除非以某个窗口取代。",
    source: "图像来源",
    replay: |split| match split {
        SplitName::Train => "重放训练集",
        SplitName::Validation => "重放验证集",
        SplitName::Test => "重放测试集",
    },
    dropped: |n| format!("您提供的待测图像（{} 张）", format::count(n)),
    files: "添加待测图像",
    folder: "添加待测文件夹",
    files_hint: "只用来回答，不参与训练。文件夹名与类别相同即为标签，其他图像没有标签。其他文件夹视为一次次录制（例如按天），依次播放。",
    rate: "每秒图像数",
    window: "窗口大小（张）",
    start: "开始监控",
    stop: "停止监控",
    no_dropped: "请先添加待测图像。",
};

const WINDOW: WindowText = WindowText {
    status: "状态",
    not_started: "尚未开始",
    standing: |level, is_running| {
        let said = match level {
            Level::Steady => "平稳：窗口与参考相似。",
            Level::Watch => "留意：有些异常，请仔细查看。",
            Level::Alarm => "警报：偶然无法解释这种差异，请采取行动。",
        };
        if is_running {
            String::from(said)
        } else {
            format!("图像流已停止，以下是最后一个窗口。{said}")
        }
    },
    seen: |seen, n| {
        format!("已看 {} 张，窗口内 {} 张。", format::count(seen as usize), format::count(n as usize))
    },
    before: "之前的准确率",
    before_was: |share| format!("之前 {share}"),
    to_compare: "之前的模型回答过的图像流还在。再放一遍：同样的图像、同样的干扰，它的准确率会与现在的并列显示。",
    other_model: "这些回答来自另一个模型，而不是页面现在显示的那个。重新开始即可监控现在的模型。",
    filling: "窗口尚未填满，暂不判断。",
    throughput: "吞吐量",
    queue: |queue| format!("等待 {} 张", format::count(queue as usize)),
    response: |p50, p95, p99| format!("响应 p50 {}，p95 {}，p99 {}", millis(p50), millis(p95), millis(p99)),
    untimed: |n| format!("{} 张未计时：在页面隐藏时或跳转途中回答", format::count(n as usize)),
    response_hint: "从图像应到之时到得到回答：等待也计算在内。",
    accuracy: "准确率",
    precision: "精确率（宏平均）",
    recall: "召回率（宏平均）",
    f1: "F1（宏平均）",
    confidence: "平均置信度",
    reference: |value| format!("参考 {value}"),
    labelled: |labelled, n, different| match different < labelled {
        true => format!(
            "窗口内 {n} 次回答中 {labelled} 次有标签，来自 {different} 张不同的图像，区间按这些图像计算：重复出现的图像不是新的证据。"
        ),
        false => format!("窗口内 {n} 张图像中 {labelled} 张有标签。"),
    },
    recalibrate: "用该窗口的标签重新校准",
    recalibrate_hint: "寻找一个温度，使模型在该窗口中的平均把握等于它的准确率。此后估计以它为准；模型和它的回答不变。",
    restore_calibration: "恢复验证图像上的校准",
    recalibrated: |before, temperature| {
        format!(
            "从第 {before} 张图像起，估计所用的概率已用它之前那个窗口的标签校准：温度 {temperature}。在那个窗口中，只要温度做得到，两者必然一致；请以之后的窗口判断。"
        )
    },
    unusual: |names| format!("涉及：{}。", names.join("、")),
    muted: |names| format!("已忽略但异常的信号：{}。", names.join("、")),
    labels_late: |delay| format!("该窗口的标签尚未到达：标签晚 {delay} 张到来。图表显示较早图像的已知结果。"),
    labels_foreign: "这些图像有标签，但没有一个是模型认识的类别：因此没有准确率、精确率和召回率。",
    estimate_of_few: |n| {
        format!("请勿依赖这一估计：模型的概率有多可信，只是在 {n} 张验证图像上得出的，区间并未包含这一点。")
    },
    estimate_doubtful: |novel| {
        let count = novel.map(|(n, of)| format!("（{of} 张中有 {n} 张看起来不属于任何类别）"));
        format!(
            "请勿依赖这一估计：它的前提是图像与参考相似，而从特征看这些图像在别处{}。",
            count.unwrap_or_default()
        )
    },
    no_labels: "没有标签：这些图像没有说明自己是什么，因此没有准确率、精确率和召回率。可看下面的置信度、预测类别和漂移。",
    mix: "预测类别",
    mix_class: "类别",
    mix_window: "窗口",
    mix_reference: "参考",
    frames: "最近的回答",
    label: "标注……",
    label_of: |image| format!("标注……第 {} 张图像是什么", image + 1),
    label_hint: "图像流停住时，您可以在每张图片下面指出它是什么：计入当前窗口，再次播放时计入，用有标签的图像训练时也计入。",
    frames_hint: "✓ 正确 · ✗ 错误（虚线框）· ? 没有标签。显示模型看到的样子（含干扰）。",
    frames_none: "还没有回答。",
    right: "正确",
    wrong: "错误",
    no_class: "不属于任何类别",
    estimate: "不用标签的估计",
    estimate_hint: "由模型自己的概率估计（CBPE），除上文另有说明外，概率在验证图像上校准。若显示区间，则为该窗口长度的 ±3 倍标准误。前提是：这些概率的含义没有变，各类别的样子也没有变；情景“规则改变”会打破这一前提。",
    estimate_parted: |estimate, accuracy| {
        format!("估计值 {estimate} 与标签给出的 {accuracy} 相差太远：估计的前提在这里不成立。请以标签为准。")
    },
    hide_labels: "隐藏标签",
    labels_hidden: "标签已隐藏：只显示不用标签的估计。显示标签即可看出估计得有多准。",
    unknown: "没有标签",
    frame: |index, predicted, confidence, actual| match actual {
        Some(actual) => format!("第 {} 张：预测 {predicted}（{confidence}），实际 {actual}", index + 1),
        None => format!("第 {} 张：预测 {predicted}（{confidence}），没有标签", index + 1),
    },
};

const ALERT: AlertText = AlertText {
    harden: |name, value| format!("训练时也让它看到这样的图像：{name} {value}"),
    hardened: "已设定。请重新训练，然后把同一图像流再放一遍来比较。",
    retrain: "重新训练",
    acknowledge: "知道了",
    acknowledge_all: "全部知道了",
    renew: "以此窗口为参考",
    renew_hint: "如果这是新的常态：警报关闭，重新寻找界限，之后的图像与该窗口的图像比较，直到改回留出的图像或重新开始监控。",
    acknowledged: "已知道",
    mute: "忽略该信号",
    mute_hint: "仍会监视并列出；在下一次图像流之前，整体状态、网页标题和声音不再理会它。",
    unmute: "取消忽略",
    sound: "警报时发声",
    title: "警报记录",
    none: "没有。某个信号连续两次异常即开启警报，恢复后关闭。",
    moved: |which, shift, is_now| {
        let was = if is_now { "" } else { "曾" };
        match (which, shift) {
            (Signal::Quality, Some(shift)) => format!(
                "准确率{was}比参考{} {:.1} 个百分点",
                if shift < 0.0 { "低" } else { "高" },
                shift.abs() * 100.0
            ),
            (Signal::PredictedClass, _) => format!("预测类别的比例{was}与参考不同"),
            (which, Some(shift)) => format!(
                "{}{was}比参考{} {:.1} 个标准差",
                signal(which),
                if shift < 0.0 { "低" } else { "高" },
                shift.abs()
            ),
            (which, None) => format!("{}的分布{was}与参考不同", signal(which)),
        }
    },
    eased: |worst, now| format!("{}，现为{}", level(worst), level(now)),
    when: |raised, cleared| match cleared {
        Some(cleared) => format!("第 {} 张图像时开启，第 {} 张时结束。", raised + 1, cleared + 1),
        None => format!("第 {} 张图像时开启，仍未结束。", raised + 1),
    },
    returned: |n, image| format!("又出现 {n} 次，最近一次在第 {} 张图像时。", image + 1),
    evidence: |signal, shift, statistic, p| {
        let shift = shift.map(|shift| match signal {
            Signal::Quality => format!("偏移 {} 个百分点", format::signed(shift * 100.0, 1)),
            _ => format!("偏移 {}", format::signed(shift, 1)),
        });
        let statistic = statistic.map(|it| format!("统计量 {}", format::short_number(it)));
        let p = p.map(|p| if p < 0.001 { "p < 0.001".into() } else { format!("p = {p:.3}") });
        let p = p.map(|p| format!("{p}（已按全部信号校正）"));
        let known: Vec<String> = [shift, statistic, p].into_iter().flatten().collect();
        known.join("，")
    },
    worst: |image, evidence| format!("最严重时（第 {} 张）：{evidence}。", image + 1),
    cause_label: "可能原因（最严重时）",
    cause: |cause, class| {
        let said = match cause {
            Cause::ImageSize => "图像大小不同：换了摄像头、分辨率或导出方式",
            Cause::ImageShape => "图像形状不同：裁剪或方向变了",
            Cause::Darker => "光线变了，更暗：灯、曝光、一天中的时间",
            Cause::Brighter => "光线变了，更亮：灯、曝光、一天中的时间",
            Cause::LessContrast => "对比度降低：雾、镜头脏、逆光",
            Cause::MoreContrast => "对比度升高：强光、深阴影",
            Cause::ColourCast => "颜色不同：白平衡、有色光或换了背景",
            Cause::Blurrier => "失焦、晃动或镜头脏",
            Cause::SharperOrNoisier => "细节更多或有噪声：换了摄像头、增益更高、压缩更强",
            Cause::Mixed(_) => "平均相同但分布不同：多种条件混在一起",
            Cause::LessCertain => "模型把握变小：图像与训练集不同",
            Cause::MoreCertain => {
                "模型把握变大：图像更简单、彼此雷同，或对某些图像确信地答错；只有标签能说明"
            }
            Cause::Unlike => "图像与测试过的都不一样：也许是新类别，也许换了环境",
            Cause::Alike => "图像比测试过的更彼此相似：也许反复是同一场景",
            Cause::ClassMix { .. } => return format!("“{class}”比以前预测得更多"),
            Cause::MoreErrors => "模型出错更多：图像或标签变了",
            Cause::Slower => "回答比参考时更慢：也许是负载、硬件或更大的输入",
            Cause::Faster => "回答比参考时更快：也许负载更低、换了硬件或输入更小",
            Cause::Uneven => "回答的平均用时相同，但波动与参考不同",
        };
        String::from(said)
    },
    remedy_label: "怎么办",
    remedy: |remedy| match remedy {
        Remedy::CheckLight => "检查光线：灯、曝光、阴影。",
        Remedy::CheckCamera => "检查摄像头：对焦、距离、镜头是否干净。",
        Remedy::CheckColour => "检查白平衡、有色光和背景。",
        Remedy::CheckPreparation => "检查图像如何裁剪、缩放和导出。",
        Remedy::LabelFrames => "给下面的图像标注，看质量是否受损。",
        Remedy::TrainOnFrames => "把这类图像加入训练集，重新训练。",
        Remedy::RenewReference => "如果这是新的常态，就以此窗口为参考，或用它重新训练。",
    },
    frames: "影响最大的图像",
};

const CHART: MonitorChartText = MonitorChartText {
    numbers: "数值",
    missing: "无",
    empty: "还没有窗口",
    live: "可视化监控：窗口准确率与状态",
    live_summary: |seen, accuracy, level| match accuracy {
        Some(accuracy) => format!("看过 {seen} 张图像：窗口准确率 {accuracy}，状态{level}。"),
        None => format!("看过 {seen} 张图像：没有标签，状态{level}。"),
    },
    seen_axis: "已看图像数",
    share_axis: "窗口内的比例",
    reference_line: |value| format!("参考 {value}"),
    drift: "可视化监控：漂移（窗口与参考）",
    drift_summary: |moved| match moved {
        [] => String::from("漂移图：没有信号移动。"),
        moved => format!("漂移图。已移动：{}。", moved.join("、")),
    },
    low: "下限",
    high: "上限",
    level: "状态",
    reference: "参考",
    window: "窗口",
    signal: "信号",
    statistic: "检验",
    score: "统计量",
    limit: "界限",
    quality: "回答",
    classes: "预测类别",
};
