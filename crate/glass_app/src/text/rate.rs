//! The learning rate: how it goes over a run, and the search for one.

use crate::format::short_number;

/// Words about the learning rate.
#[derive(Debug)]
pub struct RateText {
    /// Heading of the rate over the run.
    pub plan: &'static str,
    /// The rate, as an axis.
    pub rate_axis: &'static str,
    /// Stands in the table: the first step of an epoch.
    pub first_step: &'static str,
    /// Stands in the table: the last step of an epoch.
    pub last_step: &'static str,
    /// Where the run stands, at this rate.
    pub now: fn(f64) -> String,
    /// There is nothing to plan.
    pub no_images: &'static str,
    /// An epoch and the rates of its first and last step.
    pub at_epoch: fn(usize, f64, f64) -> String,
    /// The chart for those who do not see it: epochs, the first, the highest and the last rate.
    pub plan_summary: fn(usize, [f64; 3]) -> String,

    /// Starts the search.
    pub find: &'static str,
    /// What it does.
    pub find_hint: &'static str,
    /// Gives it up.
    pub cancel: &'static str,
    /// Images are being prepared for it.
    pub preparing: &'static str,
    /// It is under way: steps done, steps at most.
    pub searching: fn(usize, usize) -> String,
    /// Takes the rate found.
    pub take: fn(f64) -> String,
    /// The rate found, and the rate at which the loss ran away, if it did.
    pub found: fn(f64, Option<f64>) -> String,
    /// No rate was found.
    pub not_found: &'static str,
    /// Settings that matter to the search were changed since: these.
    pub stale: fn(&str) -> String,
    /// Heading of the search's chart.
    pub sweep: &'static str,
    /// Its vertical axis.
    pub loss_axis: &'static str,
    /// Stands in its table: the loss of the step's batch.
    pub batch_loss: &'static str,
    /// Marks the rate found.
    pub suggested: fn(f64) -> String,
    /// A rate, the loss of its batch, and the smoothed loss.
    pub at_rate: fn(f64, f64, f64) -> String,
    /// The chart for those who do not see it: rates tried, the highest of them, the lowest smoothed loss.
    pub sweep_summary: fn(usize, f64, f64) -> String,
}

/// English.
pub const EN: RateText = RateText {
    plan: "Learning rate over the run",
    rate_axis: "learning rate",
    first_step: "first step",
    last_step: "last step",
    now: |rate| format!("now {}", short_number(rate)),
    no_images: "drawn once there are training images",
    at_epoch: |epoch, first, last| {
        let (first, last) = (short_number(first), short_number(last));
        if first == last {
            format!("Epoch {epoch}: {first}")
        } else {
            format!("Epoch {epoch}: {first} to {last}")
        }
    },
    plan_summary: |epochs, rates| {
        let [first, highest, last] = rates.map(short_number);
        format!(
            "Learning rate as planned over {epochs} epochs: first {first}, highest {highest}, last {last}"
        )
    },
    find: "Find a learning rate",
    find_hint: "Tries rates from 0.000001 to 1 on up to 100 batches of the training split, from fresh weights, and suggests the one at which the loss falls fastest, or a tenth of the one at which it is lowest, if that is less. A model you have stays as it is.",
    cancel: "Cancel the search",
    preparing: "Preparing images for the search",
    searching: |done, most| format!("Searching: {done} of at most {most} steps"),
    take: |rate| format!("Use {rate}"),
    found: |rate, runaway| {
        let found = format!("Suggested: {rate}. There the loss falls, and stays clear of where it turns.");
        match runaway {
            Some(runaway) => format!("{found} At {} it ran away.", short_number(runaway)),
            None => format!("{found} It did not run away at any rate tried."),
        }
    },
    not_found: "The loss did not clearly fall at any of the rates tried. Another model, optimiser or normalisation may help.",
    stale: |changes| {
        format!("Settings changed since this search: {changes}. Search again for a rate that fits them.")
    },
    sweep: "Loss over the learning rate",
    loss_axis: "loss, nats: smoothed, and faint of each batch",
    batch_loss: "loss of the batch",
    suggested: |rate| format!("suggested {rate}"),
    at_rate: |rate, loss, smoothed| {
        format!("Rate {}: loss of the batch {loss:.4}, smoothed {smoothed:.4}", short_number(rate))
    },
    sweep_summary: |tried, highest, lowest| match tried {
        0 => "Loss over the learning rate: nothing yet, axes only".into(),
        _ => format!(
            "Loss over the learning rate, {tried} rates from 0.000001 to {}: lowest smoothed loss {lowest:.4}",
            short_number(highest)
        ),
    },
};

/// 中文.
pub const ZH: RateText = RateText {
    plan: "训练过程中的学习率",
    rate_axis: "学习率",
    first_step: "首步",
    last_step: "末步",
    now: |rate| format!("当前 {}", short_number(rate)),
    no_images: "有训练图像后绘制",
    at_epoch: |epoch, first, last| {
        let (first, last) = (short_number(first), short_number(last));
        if first == last {
            format!("第 {epoch} 轮：{first}")
        } else {
            format!("第 {epoch} 轮：{first} 至 {last}")
        }
    },
    plan_summary: |epochs, rates| {
        let [first, highest, last] = rates.map(short_number);
        format!("计划的学习率，共 {epochs} 轮：开始 {first}，最高 {highest}，最后 {last}")
    },
    find: "寻找学习率",
    find_hint: "从初始权重开始，在训练集的至多 100 个批次上把学习率从 0.000001 升到 1，建议损失下降最快处的值。已有的模型保持不变。",
    cancel: "取消寻找",
    preparing: "正在为寻找准备图像",
    searching: |done, most| format!("正在寻找：第 {done} 步，最多 {most} 步"),
    take: |rate| format!("使用 {rate}"),
    found: |rate, runaway| {
        let found = format!("学习率为 {rate} 时损失下降最快。");
        match runaway {
            Some(runaway) => format!("{found}到 {} 时损失失控。", short_number(runaway)),
            None => format!("{found}试过的学习率都没有使损失失控。"),
        }
    },
    not_found: "试过的学习率都没有使损失下降。可以换一个模型、优化器或归一化方式。",
    stale: |changes| format!("此次寻找之后改动了设置：{changes}。请重新寻找与之相符的学习率。"),
    sweep: "损失随学习率的变化",
    loss_axis: "损失（nat）：平滑值，浅色为每批的值",
    batch_loss: "本批损失",
    suggested: |rate| format!("建议 {rate}"),
    at_rate: |rate, loss, smoothed| {
        format!("学习率 {}：本批损失 {loss:.4}，平滑 {smoothed:.4}", short_number(rate))
    },
    sweep_summary: |tried, highest, lowest| match tried {
        0 => "损失随学习率的变化：还没有数据，只有坐标轴".into(),
        _ => format!(
            "损失随学习率的变化，{tried} 个学习率，从 0.000001 到 {}：平滑损失最低 {lowest:.4}",
            short_number(highest)
        ),
    },
};
