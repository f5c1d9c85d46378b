//! 运行记录与本机保存（中文）。

use super::{Measure, ResultText, RunsText, p_value};
use crate::format::{bytes, count, interval};
use crate::standing::Standing;
use glass_core::interval::McNemar;

/// 中文.
pub const ZH: RunsText = RunsText {
    title: "运行记录",
    lead: |most| {
        format!(
            "每次运行的设定、曲线和测试结果都会保留（最近 {} 次）。选择两次或更多即可并排比较。",
            count(most)
        )
    },
    empty: "还没有运行。训练之后会显示在这里。",
    unnamed: |id| format!("运行 {id}"),
    name: |name| format!("{name} 的名称"),
    compare: |name| format!("比较 {name}"),
    compare_short: "比较",
    on_bench: "当前页面上的模型",
    other_images: "使用其他图像",
    epochs: |run, epochs| format!("{run} / {epochs} 轮"),
    own_images: "您的图像",
    images: |set, n| format!("{set}（{} 张）", count(n as usize)),
    on_test: |n| format!("{} 张测试图像", count(n)),
    no_test: "未测试",
    recall: "恢复模型",
    recall_hint: "把这次运行的模型、设定和曲线放回页面，无需重新训练。需要当时的训练图像。",
    rerun: "重新训练",
    rerun_hint: "采用这次运行的设定并开始训练。图像相同，摘要就相同。",
    export: "保存（JSON）",
    drop: "删除",
    dropped: |name| format!("“{name}”已删除。"),
    put_back: "撤销删除",
    side_by_side: "并排比较",
    choose_two: "请至少选择两次运行进行比较。",
    measure: "图表显示",
    measure_name: |measure| match measure {
        Measure::ValidationLoss => "验证损失",
        Measure::ValidationAccuracy => "验证准确率",
        Measure::TrainLoss => "训练损失",
        Measure::TrainAccuracy => "训练准确率",
    },
    summary: |measure, n| format!("{n} 次运行各轮的{measure}"),
    table: "结果与设定",
    only_differences: "只显示不同的设定",
    setting: "设定",
    differs: "不同",
    none_differs: "所有设定都相同。",
    result: ResultText {
        images: "图像",
        began: "开始时间",
        accuracy: "测试准确率",
        f1: "测试 F1（宏平均）",
        best: "最低验证损失",
        best_value: |loss, epoch| format!("{loss:.4}（第 {epoch} 轮）"),
        epochs: "完成轮数",
        weights: "权重数",
        digest: "历史摘要",
    },
    versus: "真的更好，还是运气？",
    versus_hint: "McNemar 精确检验只看双方都未用于训练的测试图像中一方正确、另一方错误的那些。如果两次运行同样好，各自大约会占一半。",
    mcnemar,
    f1_difference: |difference, bounds| {
        format!(
            "宏平均 F1 相差 {:+.1} 个百分点，95 % 区间 {}（配对自助法）。",
            difference * 100.0,
            interval(bounds)
        )
    },
    no_common_images: |first, second| {
        format!("“{first}”与“{second}”没有标签相同的共同测试图像，无法这样比较。")
    },
    kept: "保存在此浏览器中",
    standing: |standing| match standing {
        Standing::Opening => "正在查找已保存的内容……",
        Standing::Kept => "您的图像、设定、运行记录和检查点只保存在这台设备的这个浏览器中。",
        Standing::Off => "不保存任何内容：关闭页面后全部消失。",
        Standing::Elsewhere => {
            "本页面已在另一个标签页中打开并在那里保存。此标签页只在内存中工作：关闭另一个标签页并重新加载后即可保存。"
        }
        Standing::Refused => "此浏览器不允许页面保存内容（可能是隐私窗口）。请保存文件以保留结果。",
        Standing::Newer => {
            "此浏览器中有更新版本的本页面保存的内容。它没有被动过，但此版本无法读取：请重新加载，或清除本网站的浏览器缓存。在此之前页面只在内存中工作；请保存文件以保留结果。"
        }
        Standing::Full => "空间不足：页面上的内容没有保存。请删除已保存的内容，或保存文件以保留结果。",
    },
    room: |room| {
        let lasting =
            if room.is_lasting { "" } else { "浏览器可能在空间不足或一段时间后清除它。" };
        format!("已用 {}，上限约 {}。{lasting}", bytes(room.used_bytes), bytes(room.quota_bytes))
    },
    keep: "在此浏览器中保存我的工作",
    keep_hint: "关闭后，已保存的内容会全部删除；页面上的内容保留到页面关闭。公用或学校的电脑常会清除浏览器数据：另存的文件才是可靠的副本。",
    clear: "删除保存的全部内容",
    clear_title: "删除此浏览器中 Watchglass 的全部内容？",
    clear_body: "所有运行记录、检查点、设定以及图像的副本都会永久删除。页面上的图像和模型保留到页面关闭，并会在下一次更改时重新保存。",
    clear_yes: "全部删除",
    clear_no: "保留",
    set_aside: |n| {
        format!("有 {n} 条以前的记录无法读取：已损坏，或来自更新的版本。它们已被单独放置，不参与任何计算。")
    },
    save_set_aside: |key| format!("保存 {key}"),
    cut_off: |done, epochs, began| match done {
        0 => format!("{began} 开始的运行在第一个检查点之前中断。可以重新开始，结果逐位相同。"),
        _ => format!(
            "{began} 开始的运行中断了，最后保存于第 {done} / {epochs} 轮。可以从那里继续，结果逐位相同。"
        ),
    },
    cut_off_again: |times| {
        format!("它已中断 {times} 次：这台设备可能承受不了。更小的图像或模型需要的资源更少。")
    },
    resume: |epoch| match epoch {
        0 | 1 => String::from("重新开始运行"),
        _ => format!("从第 {epoch} 轮继续运行"),
    },
    kept_model: |name, facts| format!("用这些图像训练过的模型还在：{name}（{facts}）。"),
    kept_model_no: "暂不",
    discard: "放弃",
    not_kept: |standing| match standing {
        Standing::Elsewhere => {
            "本页面已在另一个标签页中打开，并在此浏览器中保存。此处可以照常工作，但关闭标签页后内容会消失。"
        }
        Standing::Newer => {
            "此浏览器中有更新版本的本页面保存的内容。它没有被动过，但此版本无法读取：请重新加载，或清除本网站的浏览器缓存。在此之前页面只在内存中工作；请保存文件以保留结果。"
        }
        Standing::Full => "未保存：浏览器没有空间了。一切在内存中继续；请保存文件以保留结果。",
        _ => "未保存：此浏览器不允许页面保存内容。一切在内存中继续；请保存文件以保留结果。",
    },
    were_set_aside: |n| {
        format!("有 {n} 条以前的记录无法读取，已单独放置。可在“保存在此浏览器中”另存为文件。")
    },
    images_missing: |n| format!("上次的 {} 张图像无法读取。重新拖入文件夹即可全部恢复。", count(n as usize)),
};

fn mcnemar(first: &str, second: &str, test: &McNemar, corrected: Option<f64>) -> String {
    let McNemar { n, only_first, only_second, p_value: p, more_images } = *test;
    let n = count(n as usize);
    if only_first + only_second == 0 {
        return format!("“{first}”与“{second}”在 {n} 张测试图像上对错完全一致，无法区分。");
    }
    let found = format!(
        "在双方都未用于训练的 {n} 张测试图像中，只有“{first}”正确的有 {} 张，只有“{second}”正确的有 {} 张：{}",
        count(only_first as usize),
        count(only_second as usize),
        p_value(p)
    );
    let corrected_words = corrected.map(|p| format!("（Holm 校正后 {}）", p_value(p))).unwrap_or_default();
    let better = if only_first > only_second { first } else { second };
    let verdict = if corrected.unwrap_or(p) < 0.05 {
        format!("“{better}”更好，不像是运气。")
    } else {
        match more_images {
            Some(more) if more > 0 => {
                format!("这可能是运气。如果比例不变，再增加约 {} 张测试图像即可区分。", count(more as usize))
            }
            _ => String::from("这可能是运气。"),
        }
    };
    format!("{found}{corrected_words}。{verdict}")
}
