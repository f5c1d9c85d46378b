//! 一次训练各轮的中文。

use super::{EpochsText, MapText, VisitText, brief};
use crate::format::{count, percent};
use glass_core::cartography::Region;

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
        lost: "以往各轮的权重已经不在。重新训练即可再次得到。",
        thinned: |kept, all| {
            format!("{all} 轮中可回看 {kept} 轮：以往各轮的权重最多保留 64 MB，并且只在页面打开期间保留。")
        },
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
};
