//! The challenger in Chinese.

use super::DuelText;

/// 中文.
pub const ZH: DuelText = DuelText {
    title: "现任与挑战者",
    lead: "让另一次训练的模型与服务中的模型同时回答相同的图像。服务中的模型不受任何影响：在您把挑战者投入服务之前，它的回答不会被采用。",
    choice: "挑战者",
    nobody: "无",
    no_run: "请用其他设置再训练一次：只要此浏览器保存着之前那次训练的权重，就可以在这里选择它。",
    anew: "重新开始",
    promote: "投入服务",
    of_before: "它是在添加图像之前训练的：可以在这里比较，但不能投入服务。若要投入服务，请用它的设置再训练一次。",
    promote_hint: "恢复挑战者的模型，由它来回答。进行中的图像流由它接手：先快速补上错过的图像以便比较，然后照常继续。",
    coming: |name| format!("正在恢复{name}。"),
    waiting: |name| format!("图像流开始后，{name}就会回答。"),
    champion: "服务中",
    challenger: |name| format!("挑战者：{name}"),
    columns: ["模型", "窗口内答对", "答对（每张图像只计一次）", "每张图像耗时（p50）"],
    hits: |[both, champion, challenger, neither], agreement| {
        format!(
            "每张图像只计一次：两者都答对 {both} 张，仅服务中的模型答对 {champion} 张，仅挑战者答对 {challenger} 张，都答错 {neither} 张。在全部回答（含重复）中，{agreement} 相同。"
        )
    },
    no_labels: "没有标签就没有对错：只能说两者的回答有多少相同。",
    open: |n, alone, challenger, share| {
        format!(
            "目前的差别都可能出于偶然。在 {n} 张不同的图像中，有 {alone} 张只有一方答对，其中 {challenger} 张是挑战者答对：{share}。同样好的模型应为 50 %。"
        )
    },
    champion_better: |image| format!("服务中的模型更好：到第 {image} 张图像时，已不能归于偶然。"),
    challenger_better: |image| format!("挑战者更好：到第 {image} 张图像时，已不能归于偶然。"),
    hint: "无论重放多少次，每张图像只计一次。您可以随时查看：在二十场同样好的模型之间的比较中，至多有一场会分出胜负。结论只适用于已经出现的图像及其受到的干扰；情况改变后，请重新开始。",
    accuracy: "两者在各窗口的准确率",
    evidence: "只有一方答对时，谁占优",
    share: "挑战者所占比例",
    high: "区间上端",
    low: "区间下端",
    equal: "同样好",
    share_axis: "挑战者所占比例",
};
