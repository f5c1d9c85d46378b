//! 参数扫描（中文）。

use super::SweepText;
use crate::format::count;
use glass_core::sweep::State;

/// 中文.
pub const ZH: SweepText = SweepText {
    title: "参数扫描",
    lead: "改变一两项设定，反复训练同一个任务，同时进行多次，找出效果最好的取值。页面上的模型保持不变。",
    first: "改变",
    second: "以及",
    none: "无其他",
    values: |setting| format!("{setting}的取值"),
    values_hint: "用逗号分隔各个取值。",
    unreadable: |word, setting| format!("“{word}”不是{setting}的有效取值。"),
    no_values: |setting| format!("{setting}至少需要一个取值。"),
    search: "搜索方式",
    grid: "网格",
    random: "随机",
    halving: "逐次减半",
    search_hint: |search| match search {
        "random" => "按种子随机抽取部分组合：往往与全部尝试一样好，但更省时间。",
        "halving" => {
            "先用少量轮数训练全部组合，再让最好的三分之一训练三倍的轮数，依此类推；最后留下的按设定完整训练。"
        }
        _ => "每种组合都按设定完整训练。",
    },
    n_random: "组合数",
    start: |n| format!("扫描 {} 次运行", count(n)),
    too_many: |n, most| format!("{} 次运行太多，最多 {} 次。请减少取值。", count(n), count(most)),
    cancel: "停止扫描",
    progress: |done, all| format!("已完成 {} / {} 次运行", count(done), count(all)),
    rung: |rung, of, epochs| format!("第 {rung} / {of} 轮筛选，每次 {epochs} 个训练轮次"),
    over: |n| format!("{} 次运行全部完成。", count(n)),
    given_up: |done, all| format!("已停止，完成了 {} / {} 次运行。", count(done), count(all)),
    best: |values, loss, epoch, is_over, n_tied| {
        let head = if is_over { "最好" } else { "目前最好" };
        let tied = match n_tied {
            0 => String::new(),
            n => format!("另有 {n} 次运行的损失与它相同：扫描无法在它们之间分出高下。"),
        };
        format!("{head}：{values}，第 {epoch} 轮后验证损失为 {loss}。{tied}")
    },
    idle: |name| format!("“{name}”对当前的模型、优化器和学习率安排没有影响。请选择别的设定。"),
    idle_short: "此处无影响",
    in_use: "正在使用",
    take_best: "采用这些设定",
    take: |values| format!("采用 {values}"),
    take_short: "采用",
    curves: |n| format!("最好的 {n} 次运行的验证损失"),
    curves_summary: |n| format!("每轮的验证损失，共 {n} 次运行，每次一条曲线。"),
    heat: "各取值的最低验证损失",
    heat_summary: |n| format!("最低验证损失的热图，已知 {n} 种组合。蓝色越浓越好。"),
    loss: "最低验证损失",
    cell: |values, loss| match loss {
        Some(loss) => format!("{values}：{loss:.4}"),
        None => format!("{values}：未知"),
    },
    empty: "还没有运行完成一轮",
    table: "扫描的各次运行，从好到差",
    columns: ["名次", "准确率（验证）", "轮次", "状态"],
    state: |state| match state {
        State::Waiting => "等待",
        State::Running => "训练中",
        State::Done => "完成",
        State::Failed => "失败",
    },
};
