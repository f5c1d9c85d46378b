//! 评估一栏的中文。

use super::{EvaluateChartText, EvaluateText, GalleryText, ScoreText};
use crate::format::{count, percent};
use glass_core::split::SplitName;

/// 中文.
pub const ZH: EvaluateText = EvaluateText {
    title: "模型评估",
    lead: "模型有多好，又在哪些图像上出错。请以测试集为准：模型从未见过它。",
    split_label: "评估集合",
    split: |split| match split {
        SplitName::Train => "训练集",
        SplitName::Validation => "验证集",
        SplitName::Test => "测试集",
    },
    nothing_yet: "训练之后，这里显示模型的各项分数，每项都注明区间和所用的集合。",
    is_coming: |split| format!("正在计算{split}上的分数。"),
    on_split: |split, n| format!("{split}，n = {}", count(n as usize)),
    score: ScoreText {
        heading: "分数",
        accuracy: "准确率",
        precision: "精确率",
        recall: "召回率",
        f1: "F1",
        support: "图像数",
        class: "类别",
        per_class: "各类别",
        macro_mean: "宏平均",
        micro: "微平均",
        weighted: "加权平均",
        undefined: |n| format!("有 {n} 个类别为 0/0，在平均中按 0 计。"),
        others: "更多分数",
        balanced_accuracy: "平衡准确率",
        mcc: "马修斯相关系数",
        kappa: "Cohen κ",
        log_loss: "对数损失（nat）",
        brier: "Brier 分数",
        roc_auc: "ROC AUC（宏平均）",
        average_precision: "平均精确率（宏平均）",
        ece: "校准误差（ECE）",
        ece_band: |band| format!("同样规模的完美模型：{} 至 {}", percent(band.low), percent(band.high)),
        ece_uncertain: "少于 200 张图像：不可依赖",
        temperature: "温度",
        temperature_note: |it| {
            let limit = if it.is_at_limit { "，位于范围边缘" } else { "" };
            format!(
                "在验证集上拟合{limit}：该处对数损失 {:.3} → {:.3}",
                it.log_loss_before, it.log_loss_after
            )
        },
        interval_note: "方括号内为 95 % 区间。",
        no_interval: "没有区间",
        no_interval_hint: "对这些图像的每次重抽样都得到相同的分数，这并不能说明没见过的图像会怎样。请参考准确率的区间。",
    },
    chart: EvaluateChartText {
        confusion: "混淆矩阵",
        actual: "实际",
        predicted: "预测",
        cell: |actual, predicted, n| format!("实际 {actual}，预测 {predicted}：{} 张图像", count(n as usize)),
        confusion_hint: "点击单元格查看其中的图像。",
        roc: "ROC 曲线（一类对其余）",
        false_positive_rate: "假阳性率",
        true_positive_rate: "真阳性率（召回率）",
        auc: "AUC",
        pr: "精确率与召回率（一类对其余）",
        average_precision: "平均精确率",
        calibration: "校准",
        confidence: "置信度",
        bars: |ece| ece.map_or("正确比例".into(), |ece| format!("正确比例，ECE {}", percent(ece))),
        diagonal: "置信度等于正确率",
        bin: |low, high, accuracy, n| {
            let right = accuracy.map_or("没有图像".to_owned(), |accuracy| format!("正确 {accuracy}"));
            format!("置信度 {low} 至 {high}：{right}，n = {}", count(n as usize))
        },
        chance: "随机猜测",
        low: "从",
        high: "到",
        images: "图像数",
        empty: "模型训练完成后绘制",
        titled: |title, split| format!("{title} · {split}"),
    },
    gallery: GalleryText {
        worst: "最严重的错误",
        worst_note: |shown, total, split| {
            format!("{split}上共 {total} 个错误，显示 {shown} 个，最有把握的在前。")
        },
        no_mistake: |n, split| format!("没有错误：{split}的 {} 张图像全部分类正确。", count(n)),
        nothing_yet: "训练之后，这里显示模型错得最厉害的图像。",
        of_cell: |actual, predicted| format!("实际 {actual}，预测 {predicted}"),
        of_cell_note: |shown, total, split| match total {
            0 => format!("{split}中没有这样的图像。"),
            _ => format!("{split}中共 {total} 张，显示 {shown} 张，最有把握的在前。"),
        },
        show_worst: "显示最严重的错误",
        show_more: |n| format!("再显示 {n} 张"),
        verdict: |actual, predicted| format!("{actual} → {predicted}"),
        image: |path, actual, predicted| format!("{path}：实际 {actual}，预测 {predicted}"),
    },
};
