//! 链接、文件、网络请求与产品介绍的中文。

use super::glossary::ZH as GLOSSARY;
use super::{AboutText, Credit, TakeAwayText};
use crate::format;

/// 中文.
pub const ZH: TakeAwayText = TakeAwayText {
    title: "带走结果",
    lead: "链接带走设置，文件带走结果。两者都在本页生成，不上传任何内容。",
    link: "这些设置的链接",
    link_field: "链接",
    copy: "复制链接",
    copied: "已复制。",
    selected: "浏览器不允许本页复制。链接已选中：请按 Ctrl+C（⌘C），手机上请长按。",
    with_proof: "附上本次运行的证明：打开链接即开始训练，并显示是否逐位相同",
    link_built_in: "包含：示例数据集的名字，以及与默认值不同的每项设置；附证明时，还有图像和训练记录的摘要。不包含：图像、文件名、权重、结果。用相同后端训练的人会得到逐位相同的历史。",
    link_address: |address| {
        format!(
            "包含：图像的地址（{address}），以及与默认值不同的每项设置。不包含：图像、文件名、权重、结果。"
        )
    },
    link_own: |classes| {
        format!(
            "包含：与默认值不同的每项设置，以及您的数据集有 {} 个类别。不包含：您的图像、文件名、类别名、权重、结果。打开链接的人需要自备图像。",
            format::count(classes)
        )
    },
    files: "文件",
    files_hint: "在本页生成，由浏览器保存。",
    report: "报告（report.json）",
    report_hint: "全部内容：设置、数据、历史、评分、诊断、延迟、监控。供程序读取。",
    predictions: "预测（predictions.csv）",
    predictions_hint: "每张图像一行，含全部概率：足以重新算出准确率和对数损失。",
    history: "历史（history.csv）",
    history_hint: "每轮一行。",
    metrics: "指标（metrics.txt）",
    metrics_hint: "模型运行状况的 OpenMetrics 文本，Prometheus 可直接读取。需要先有图像流或测量。",
    dashboard: "看板（grafana.json）",
    dashboard_hint: "供 Grafana 导入：绘制上述指标。",
    needs_run: "还没有可保存的内容：请先训练。",
    network: "有什么离开了本页",
    requests: |n| match n {
        0 => String::from("0 个请求（自页面加载完成以来）：没有任何内容离开这台设备。"),
        n => format!("{n} 个请求（自页面加载完成以来），都是本页自己的文件（见下）。"),
    },
    network_hint: "由浏览器计数（Resource Timing），不含页面自身的文件。选择其他示例数据集会获取它的图片，选择参考后端会获取它的程序：两者都来自本站；页面的安全策略不允许页面及其后台线程访问其他主机。您拖入的图像只在这里读取，不发送到任何地方。",
    network_list: "此后获取的内容",
};

/// About.
pub const ABOUT: AboutText = AboutText {
    title: "关于 Watchglass",
    what: &[
        "Watchglass 是一张静态网页里的实验室：在浏览器中训练小型图像分类器，并监控它们的工作。训练（自己的内核，与 burn 核对）、绘图（plotters）和界面（leptos）都由编译为 WebAssembly 的 Rust 完成，背后没有服务器。",
        "它沿着一篇关于模型监控的文章的步骤：数据预处理、模型训练、模型评估、模型监控，然后优化和改进。监控让模型可解释、可信赖，分为性能监控、可视化监控和实时监控三种。文章中的模型也原样收录，并说明它的局限。",
        "相同的设置、相同的图像、相同的后端，在任何浏览器中得到逐位相同的历史。运行旁的摘要可供对照。",
    ],
    glossary: "每个数字的含义",
    glossary_lead: "n 张图像，K 个类别，y 为真实类别，p 为模型给出的概率，ŷ 为概率最大的类别（并列取第一个）。TP、FP、FN 按类别统计。",
    terms: GLOSSARY,
    credits: "随页面提供的图像",
    credit: &[
        Credit {
            set: "硬币", terms: "合成图像：由 Watchglass 带种子的生成器绘制，不是照片。"
        },
        Credit {
            set: "数字",
            terms: "Optical Recognition of Handwritten Digits，E. Alpaydin 与 C. Kaynak，UCI Machine Learning Repository，CC BY 4.0。",
        },
        Credit { set: "动物", terms: "animal-mnist，MIT 许可证。" },
        Credit { set: "表情", terms: "Noto Color Emoji，Google：图形 Apache-2.0，字体 OFL-1.1。" },
    ],
    notices: "完整声明见本页旁的 sample/LICENSES.md。",
    versions: "版本",
    version: |version| {
        format!(
            "Watchglass {version}，MIT 或 Apache-2.0。设置格式 watchglass.recipe/1，报告格式 watchglass.report/1，链接 v=1。"
        )
    },
};
