//! 一次训练各轮的中文。

use super::{EpochsText, MapText, ProofText, VisitText, brief};
use crate::claim::Verdict;
use crate::format::{count, percent};
use glass_core::cartography::Region;
use glass_core::proof::Proof;

/// 中文.
pub const ZH: EpochsText = EpochsText {
    visit: VisitText {
        label: "查看轮次",
        hint: "下面的分数、图表和图像变为该轮的，曲线上标出它，监控中也由该轮的模型回答。正在运行的图像流会结束，因为它的参考来自另一个模型。导出的文件仍属于保留的模型。",
        epoch: |epoch, of| match epoch {
            0 => format!("训练之前（第 0 轮，共 {of} 轮）"),
            _ => format!("第 {epoch} 轮，共 {of} 轮"),
        },
        is_kept: "保留的模型",
        kept_within: "保留的模型，停在一轮之中",
        standing: "训练现在所停之处：未评估",
        validation_loss: |loss| format!("验证损失 {loss:.2}"),
        training_loss: |loss| format!("训练损失 {loss:.2}"),
        best: |epoch| epoch.map_or("最佳轮次".to_owned(), |epoch| format!("最佳轮次（{epoch}）")),
        back: "回到保留的模型",
        no_run: "训练之后，可以回看每一轮。",
        running: "训练正在进行：暂停或停止后才能回看某一轮。",
        lost: "以往各轮的权重随重新启动的后台线程丢失了。重新训练即可再次得到。",
        thinned: |kept, all| format!("{all} 轮中保留了 {kept} 轮：权重超过 64 MB 便放不下。"),
        is_coming: |epoch| format!("正在评估第 {epoch} 轮；在此之前，数字属于它们所注明的轮次。"),
        weights: |digest| format!("权重 {}", brief(digest)),
        split_at: |split, epoch| match epoch {
            0 => format!("{split}（训练之前，第 0 轮）"),
            _ => format!("{split}（第 {epoch} 轮）"),
        },
        mark: |epoch| format!("正在看第 {epoch} 轮"),
        headline: |epoch, score| format!("第 {epoch} 轮：{score}"),
        in_service: |epoch| format!("这里由第 {epoch} 轮的模型回答，如评估中所选。"),
    },
    map: MapText {
        title: "数据地图",
        variability: "波动：p(标签) 在各轮间的离散程度",
        confidence: "置信：p(标签) 在各轮的均值",
        correctness: "正确的比例",
        image: "图像",
        split: "集合",
        region_column: "区域",
        region: |region| match region {
            Region::Easy => "容易",
            Region::Ambiguous => "含糊",
            Region::Hard => "困难或标错",
            Region::Between => "居中",
        },
        meaning: |region| match region {
            Region::Easy => "置信不低于 80 %，波动低于 0.15：早早学会，不再忘记",
            Region::Ambiguous => "波动不低于 0.2：很晚才学会，或学会后又忘记",
            Region::Hard => "置信不高于 35 %，波动低于 0.2：始终没有学会；请检查标签",
            Region::Between => "其余全部",
        },
        empty: "一次训练结束后绘制",
        coverage: |epochs, [train, of_train, validation, of_validation]| {
            let part = |n: usize, of: usize| {
                if n == of {
                    format!("全部 {} 张", count(n))
                } else {
                    format!("{} 张中的 {} 张", count(of), count(n))
                }
            };
            format!(
                "第 1 至 {epochs} 轮；训练图像{}，验证图像{}（空心）。",
                part(train, of_train),
                part(validation, of_validation)
            )
        },
        few_epochs: "轮数这样少，波动主要来自最初的几步。",
        hint: "点击一个点查看该图像，点击一个区域查看其中全部图像。",
        regions: "按区域查看图像",
        show: |region, n| format!("{region}：{}", count(n)),
        reading: |path, place, region| {
            format!(
                "{path}：置信 {}，波动 {:.2}，在 {} 的轮次中正确：{region}",
                percent(place.confidence),
                place.variability,
                percent(place.correctness)
            )
        },
        one_image: "地图上的一张图像",
        shown: |shown, total, region| {
            let order = match region {
                Region::Easy => "最有把握的在前",
                Region::Ambiguous => "波动最大的在前",
                Region::Hard | Region::Between => "最没把握的在前",
            };
            match total {
                0 => "这个区域中没有图像。".to_owned(),
                _ => format!("共 {} 张，显示 {shown} 张，{order}。", count(total)),
            }
        },
        labelled: |class, split| format!("{class} · {split}"),
        numbers: |place| {
            format!(
                "p(标签) {} ± {:.2}，在 {} 的轮次中正确",
                percent(place.confidence),
                place.variability,
                percent(place.correctness)
            )
        },
    },
    proof: ProofText {
        title: "这个链接有所声明",
        lead: |epochs| {
            format!(
                "生成它的人用这些设置训练了 {epochs} 轮，并声明图像、历史和权重具有下列摘要。重新训练必须得到逐位相同的结果。"
            )
        },
        data: "图像与标签",
        run: "训练并比较",
        dismiss: "收起声明",
        verdict,
        make: "使其可验证",
        make_hint: "加入图像、每一轮和权重的摘要。打开链接的人可以训练，看是否逐位相同，或从哪里开始不同。",
        needs_run: "请先训练：还没有可以担保的训练。",
        by_hand: "这次训练是手动停止的：别人无法停在同一步。请让一次训练进行到底。",
        other_settings: "训练之后设置已改变：请先用它们训练。",
    },
};

fn verdict(verdict: Verdict, proof: &Proof) -> String {
    match verdict {
        Verdict::NoImages => "这里还没有可用来验证的图像。".into(),
        Verdict::OtherData => "图像或标签不同：声明与它们无关。请使用发送者的图像来验证。".into(),
        Verdict::OtherSettings => "屏幕上的设置已不是链接中的。“训练并比较”会恢复它们。".into(),
        Verdict::Waiting => "图像与发送者的相同。尚未训练。".into(),
        Verdict::Checking { epoch: None } => "正在训练；还没有可比较的内容。".into(),
        Verdict::Checking { epoch: Some(epoch) } => {
            format!("到目前为止逐位相同：第 {epoch} 轮，共 {} 轮。", proof.epochs)
        }
        Verdict::Unfinished { epochs } => {
            format!("已有的部分逐位相同，但只进行了 {epochs} 轮，共 {} 轮。", proof.epochs)
        }
        Verdict::Identical => format!("逐位相同：{} 轮，权重 {}", proof.epochs, brief(proof.weights)),
        Verdict::Histories { after, by } => format!("{}。", place(after, by)),
        Verdict::Weights => format!("每一轮都逐位相同，但保留的权重不是 {}", brief(proof.weights)),
    }
}

fn place(after: Option<u32>, by: u32) -> String {
    match after {
        None if by > 0 => format!("最迟在第 {by} 轮之前开始不同"),
        Some(after) if after + 1 < by => format!("在第 {} 至 {by} 轮之间开始不同", after + 1),
        _ => format!("从第 {by} 轮开始不同"),
    }
}
