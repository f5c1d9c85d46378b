//! The Prepare station: from any image to what the model sees.

/// Texts of the Prepare station.
#[derive(Debug)]
pub struct PrepareText {
    /// Title of the station.
    pub title: &'static str,
    /// What the input is.
    pub lead: &'static str,
    /// Legend of the augmentation settings.
    pub augment: &'static str,
    /// What augmentation is for.
    pub augment_hint: &'static str,
    /// Title of the preview.
    pub preview: &'static str,
    /// What the preview shows.
    pub preview_hint: &'static str,
    /// Nothing to show yet.
    pub preview_empty: &'static str,
    /// Name of a prepared image: its path.
    pub prepared: fn(&str) -> String,
    /// Name of an augmented image: its path, which variant.
    pub augmented: fn(&str, u32) -> String,
}

/// English.
pub const EN: PrepareText = PrepareText {
    title: "Prepare",
    lead: "Every image becomes a square of numbers of one size: this is all the model ever sees.",
    augment: "Augmentation",
    augment_hint: "Random changes of training images only, new ones in every epoch, so that the model learns what does not matter.",
    preview: "What the model sees",
    preview_hint: "Framed: as prepared. Beside it: as it may come in training.",
    preview_empty: "The preview appears as soon as there are images.",
    prepared: |path| format!("{path}, prepared"),
    augmented: |path, variant| format!("{path}, augmented {variant}"),
};

/// 中文.
pub const ZH: PrepareText = PrepareText {
    title: "数据预处理",
    lead: "每张图像都变成同样大小的数值方阵：模型只能看到这些。",
    augment: "数据增强",
    augment_hint: "只对训练图像做随机改变，每一轮都不同，让模型学会忽略无关紧要的变化。",
    preview: "模型看到的图像",
    preview_hint: "带框的是预处理后的图像，旁边是训练时可能出现的样子。",
    preview_empty: "有图像后这里会显示预览。",
    prepared: |path| format!("{path}，预处理后"),
    augmented: |path, variant| format!("{path}，增强 {variant}"),
};
