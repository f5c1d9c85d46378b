//! The grading in Chinese.

use super::{GradeText, Said};

/// Chinese.
pub const ZH: GradeText = GradeText {
    title: "给监控打分",
    lead: "它会发现吗，什么时候发现？同一个情景在许多带种子的图像流中发生，每个流都有一个什么也不发生的孪生流。所有图像都由模型回答，并按上面设定的窗口和界限监控。",
    story: "用来打分的情景",
    over: "情景持续的图像数",
    streams: "图像流数",
    windows: "每个流的窗口数",
    start: "打分",
    stop: "停止打分",
    progress: "正在给监控打分",
    done: |done, of| format!("已完成 {done} 对图像流，共 {of} 对"),
    mark: |&Said { story, n_caught, n_streams, delay, false_rate: [rate, low, high], asked }| {
        let when = delay.map(|it| format!("，半数在 {it:.0} 张图像之内")).unwrap_or_default();
        format!(
            "“{story}”在 {n_streams} 个图像流中的 {n_caught} 个引发警报{when}。未受干扰的孪生流中的误报：每 100 个窗口 {rate:.2} 次 [{low:.2}, {high:.2}]；要求：{asked:.2} 次。"
        )
    },
    first: |names, of| {
        if names.is_empty() {
            String::new()
        } else {
            format!("在 {of} 个图像流中最常先报警的：{}。", names.join("、"))
        }
    },
    table: "各个信号的得分",
    detector: "信号",
    whole: "任一信号",
    columns: ["发现", "延迟（图像数）", "最先", "误报", "AUC"],
    columns_hint: "发现：报警的受干扰流及 95 % 区间。延迟：中位数，以及第 10 到第 90 百分位。最先：没有其他信号更早的流数。误报：在未受干扰的孪生流中。AUC：在任意界限下区分受干扰与未受干扰的能力；0.5 等于随机。",
    chart: "随界限变化的发现与误报",
    axes: ["报警的未受干扰流", "报警的受干扰流"],
    chance: "随机",
    empty: "还没有图像流被打分。",
    delay: |[low, median, high]| format!("{median:.0}（{low:.0}–{high:.0}）"),
};
