//! 数据步骤的中文。

use super::DataText;
use crate::format;
use crate::format::count;
use glass_core::builtin::BuiltIn;
use glass_core::property::PropertyKind;
use glass_core::split::SplitName;

fn split(split: SplitName) -> &'static str {
    match split {
        SplitName::Train => "训练集",
        SplitName::Validation => "验证集",
        SplitName::Test => "测试集",
    }
}

fn found(n: usize, what: &str, example: &str, advice: &str) -> String {
    format!("{} 张图像{what}（例如 {example}）：{advice}", count(n))
}

/// 中文.
pub const ZH: DataText = DataText {
    title: "数据",
    sets: "示例数据集",
    set: |set| match set {
        BuiltIn::Coins => "硬币",
        BuiltIn::Digits => "数字",
        BuiltIn::Animals => "动物",
        BuiltIn::Emoji => "表情",
    },
    set_hint: |set| match set {
        BuiltIn::Coins => "硬币的正面与反面：两个类别，由带种子的生成器绘制",
        BuiltIn::Digits => "手写数字：十个类别，8×8 灰度",
        BuiltIn::Animals => "四种动物的剪影，28×28 灰度",
        BuiltIn::Emoji => "四类表情，32×32 彩色",
    },
    drop: "把您自己的文件夹、图像或 zip 拖到页面任意位置：每个文件夹成为一个类别。任何内容都不会离开本设备。",
    choose_files: "选择图像或 zip……",
    choose_folder: "选择文件夹……",
    clear: "移除所有图像",
    planning: "正在查看文件……",
    surveying: |done, total| {
        format!("正在查看文件：{} / {}", format::count(done as usize), format::count(total as usize))
    },
    progress: "读取图像",
    reading: |done, total, next| format!("已读取 {done} / {total} · {next}"),
    stop_reading: "停止读取",

    empty: "还没有图像。请选择示例数据集，或拖入您自己的图像。",
    summary: |classes, n, [train, validation, test]| {
        format!(
            "{} 类 · {} 张图像 · 训练集 {} · 验证集 {} · 测试集 {}",
            count(classes),
            count(n),
            count(train),
            count(validation),
            count(test)
        )
    },
    too_few_classes: "只有一个类别参与：训练至少需要两个。请添加另一个类别的文件夹。",
    shortage: |class, name| format!("“{class}”在{}中没有图像：请添加图像，或调整划分比例。", split(name)),
    unlabelled: |n| format!("{} 张图像没有类别，不参与训练。", count(n)),

    class_name: |name| format!("类别 {name} 的名称"),
    class_name_hint: "修改类别名称；改成另一个类别的名称会合并两者。",
    class_count: |n, [train, validation, test]| format!("{} 张 · {train} / {validation} / {test}", count(n)),
    merge_label: |name| format!("将 {name} 并入"),
    merge: "并入……",
    merge_go: "合并",
    leave_out: "排除",
    take_back: "恢复",
    click_hint: "点击图像可将其排除，再点一次即恢复。",
    undo: "撤销上次更改",
    image_hint: |path| format!("{path}（点击：排除或恢复）"),
    image_switch: |class, path| format!("从 {class} 中排除 {path}"),
    images_of: |class| format!("{class} 的图像"),
    show_more: |n| format!("显示更多（还有 {} 张）", count(n)),

    rejected: |n, litter| match (n, litter) {
        (0, litter) => format!("忽略了 {litter} 个系统文件"),
        (n, 0) => format!("{} 个文件未采用", count(n)),
        (n, litter) => format!("{} 个文件未采用 · 忽略了 {litter} 个系统文件", count(n)),
    },
    and_more: |n| format!("还有 {} 个", count(n)),

    health: "数据检查",
    healthy: "没有可疑之处：没有重复图像，没有异常图像，也没有单凭一个属性就能区分的类别。",
    duplicates: |groups, surplus, example| {
        format!(
            "{groups} 组相同图像，多出 {surplus} 张（例如 {example}）。重复图像总在同一个子集中，因此不会抬高分数。"
        )
    },
    conflicts: |groups, one, other| {
        format!("{groups} 张图像同时属于两个类别（例如 {one} 与 {other}）：其中一个标签必定有误。")
    },
    drop_copies: "排除重复图像",
    drop_conflicts: "排除归入不同类别的相同图像",
    dark: |n, example| found(n, "几乎全黑", example, "能看到内容吗？"),
    bright: |n, example| found(n, "几乎全白", example, "能看到内容吗？"),
    low_information: |n, example| {
        found(n, "几乎是纯色", example, "除非这个类别本来如此，否则学不到多少东西。")
    },
    odd_aspect: |n, example| found(n, "过长或过高", example, "裁剪成正方形可能会切掉重要部分。"),
    odd_size: |n, example| found(n, "的尺寸与其他图像相差很大", example, "它们属于这里吗？"),
    first_frames: |n, example| format!("{n} 张动图只采用了第一帧（例如 {example}）。"),
    shortcut: |property, class, is_higher, auc| {
        let name = match property {
            PropertyKind::Area => "像素面积",
            PropertyKind::Aspect => "高宽比",
            PropertyKind::Brightness => "亮度",
            PropertyKind::Contrast => "对比度",
            PropertyKind::Red => "红色比例",
            PropertyKind::Green => "绿色比例",
            PropertyKind::Blue => "蓝色比例",
            PropertyKind::Sharpness => "清晰度",
        };
        let more = if is_higher { "更高" } else { "更低" };
        format!(
            "仅凭{name}就能区分“{class}”与其他类别（它的{name}{more}，AUC {auc}）：模型可能学到的是这一点，而不是您想要的。"
        )
    },

    plan_title: |n, classes| format!("导入 {} 张图像、{} 个类别？", count(n), count(classes)),
    plan_nothing: "没有找到图像",
    plan_columns: ["类别", "图像", "位于训练 / 验证 / 测试文件夹"],
    plan_fixed: |[train, validation, test]| format!("{train} / {validation} / {test}"),
    plan_merged: |names| format!("仅大小写或编码形式不同的名称已合并：{names}。"),
    plan_archives: |n| format!("已打开 {n} 个压缩包。"),
    plan_unlabelled: |n| format!("{n} 张图像不在任何文件夹中。它们属于哪个类别？"),
    plan_class: "这些图像的类别",
    plan_class_default: |n| format!("类别 {n}"),
    plan_choice: "如何处理已有的图像？",
    plan_add: |n| format!("添加到其中（{} 张）", count(n)),
    plan_replace: |n| format!("替换它们（{} 张）", count(n)),
    plan_makes_room: "示例图像将被替换。",
    plan_over: |over, limit| {
        format!(
            "超过 {} 张图像的上限 {} 张：各类按比例保留，其余不读取并列出。",
            format::count(limit),
            format::count(over)
        )
    },
    plan_forgets: "训练好的模型将被清除：它的图像变了。",
    plan_accept: |n| format!("导入 {} 张图像", count(n)),
    plan_cancel: "取消",
};
