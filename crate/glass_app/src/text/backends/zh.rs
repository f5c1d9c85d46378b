//! Two backends in Chinese.

use super::BackendsText;

/// 中文.
pub const ZH: BackendsText = BackendsText {
    caption: "同一模型在两个后端上",
    columns: ["后端", "p50", "p99", "每批 64 张"],
    measure: |name| format!("也在 {name} 上测量"),
    hint: "使用本次训练的权重，在单独的工作线程中测量；首次使用 ndarray 时需下载（约 1 MB）。",
    measuring: |name| format!("正在把模型带到 {name} 上测量。"),
    leave: "取消",
    times: |name, ratio| format!("在 {name} 上，一次回答所需时间为 {ratio} 倍（p50）。"),
};
