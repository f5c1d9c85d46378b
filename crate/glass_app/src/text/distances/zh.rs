//! The distances in Chinese.

use super::DistancesText;

/// 中文.
pub const ZH: DistancesText = DistancesText {
    choice: "显示的距离",
    options: ["检验（KS、χ²），用于判定", "PSI", "Jensen–Shannon 距离", "Wasserstein-1 / 标准差"],
    hints: [
        "填充：参考。轮廓：窗口。KS 是两条累积分布之间的最大差距，p 值已对全部信号做 Holm 校正。级别与警报出自这些检验。",
        "PSI：在各含参考十分之一的十个分箱上求 Σ (q − p) ln(q / p)。界限按参考与窗口的大小而定：没有漂移时，一百个窗口中有一个超过它。",
        "Jensen–Shannon 距离，以 2 为底：0 为相同，1 为毫无重合。没有漂移时它的值也随窗口大小而变，因此不画界限。",
        "把参考变成窗口，数值平均要移动多远，以参考的标准差为单位。类别没有次序，故无此值。",
    ],
    usual: |low, high| {
        format!(
            "常用界限 0.1（“中等”）和 0.25（“显著”）在毫无漂移时，也会在约 {low} 和 {high} 的此类窗口中被超过。"
        )
    },
    all: "全部距离",
    columns: [
        "PSI",
        "PSI 界限（1 %）",
        "Jensen–Shannon",
        "Wasserstein / 标准差",
        "偏移（标准差）",
        "p（校正后）",
    ],
};
