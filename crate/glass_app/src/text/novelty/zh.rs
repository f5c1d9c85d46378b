//! Novelty in Chinese.

use super::NoveltyText;

/// 中文.
pub const ZH: NoveltyText = NoveltyText {
    title: "模型认识这样的图像吗？",
    none_of: |n, of, expected| format!("不像任何类别：最近 {of} 张中的 {n} 张；普通图像中约有 {expected}。"),
    frame: "不像任何类别",
    hint: "依据最后一层所见的特征：到参考中第五近图像的距离。只认识少数类别的模型，可能看不出不属于任何类别的东西有何特别：没有提示不等于没有问题。",
    waiting: "窗口满了之后才比较特征。",
    mmd: |squared, p| format!("MMD² {squared}，p {p}"),
    domain: |auc| format!("域分类器：AUC {auc}"),
    compared: |n_window, n_reference, seen| {
        format!("窗口的 {n_window} 张图像与参考的 {n_reference} 张相比，截至第 {seen} 张")
    },
    features_hint: "对全部特征的旁证，不触发警报。MMD：两团点相距多远；p 由 200 次打乱得出。域分类器尝试区分窗口与参考，在未用于拟合的图像上评分：0.5 为分不开，1 为毫无重合。",
};
