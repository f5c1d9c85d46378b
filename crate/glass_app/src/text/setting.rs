//! Names of settings, and of the words they can take.

use glass_core::recipe::Recipe;
use glass_core::setting::{Setting, Value};

/// Names of settings and values.
#[derive(Debug)]
pub struct SettingText {
    /// Name of a setting, as a label.
    pub name: fn(Setting) -> &'static str,
    /// One line that says what it does.
    pub hint: fn(Setting) -> &'static str,
    /// A word of a choice, for people.
    pub word: fn(&str) -> &'static str,
}

impl SettingText {
    /// The value of a setting, for people.
    pub fn value(&self, setting: Setting, recipe: &Recipe) -> String {
        match setting.read(recipe) {
            Value::Choice(word) => (self.word)(word).to_owned(),
            Value::Flag(is_on) => (if is_on { "✓" } else { "–" }).to_owned(),
            Value::Number(_) => setting.text(recipe),
        }
    }
}

/// English.
pub const EN: SettingText = SettingText {
    name: |setting| match setting {
        Setting::Seed => "Seed",
        Setting::SplitTrain => "Train %",
        Setting::SplitValidation => "Validation %",
        Setting::SplitTest => "Test %",
        Setting::Size => "Image size (px)",
        Setting::Color => "Colour",
        Setting::Fit => "Shape",
        Setting::Normalize => "Normalisation",
        Setting::Flip => "Mirror",
        Setting::Shift => "Shift",
        Setting::Rotate => "Rotate (°)",
        Setting::Brightness => "Brightness",
        Setting::Noise => "Noise",
        Setting::Model => "Model",
        Setting::Hidden => "Hidden units",
        Setting::Dropout => "Dropout",
        Setting::Optimizer => "Optimiser",
        Setting::LearningRate => "Learning rate",
        Setting::Momentum => "Momentum",
        Setting::WeightDecay => "Weight decay",
        Setting::BatchSize => "Batch size",
        Setting::Epochs => "Epochs",
        Setting::Patience => "Early stopping patience",
        Setting::ClassWeights => "Class weights",
        Setting::Backend => "Backend",
        Setting::Schedule => "Rate schedule",
        Setting::Warmup => "Warm-up (share)",
        Setting::Clip => "Gradient clipping",
    },
    hint: |setting| match setting {
        Setting::Seed => "Decides every random draw: the same seed gives the same run, to the bit.",
        Setting::SplitTrain => "Share of images that train.",
        Setting::SplitValidation => "Share of images watched while training.",
        Setting::SplitTest => "Share of images held back for the last word.",
        Setting::Size => "Side of the square the model sees, 8 to 96 pixels.",
        Setting::Color => "One gray channel, or red, green and blue.",
        Setting::Fit => {
            "How an image of any shape becomes a square: its centre cut out, bars added, or stretched."
        }
        Setting::Normalize => {
            "How bytes become the numbers the model sees: from 0 to 1, by the training images' mean and deviation, or the article's Normalize(0.1, 0.1)."
        }
        Setting::Flip => "Mirror every second training image.",
        Setting::Shift => "Move training images by up to this share of their side.",
        Setting::Rotate => "Turn training images by up to this angle.",
        Setting::Brightness => "Brighten or darken training images by up to this share.",
        Setting::Noise => "Add noise of this strength to training images.",
        Setting::Model => {
            "article: linear and sigmoid, as in the article. linear: softmax regression. hidden layer: an MLP. convolutions: a CNN."
        }
        Setting::Hidden => "Units of the hidden layer.",
        Setting::Dropout => "Share of hidden units switched off at random while training.",
        Setting::Optimizer => "How weights follow the gradient.",
        Setting::LearningRate => "Length of each step; under a schedule, of the longest.",
        Setting::Momentum => "How much of the last step is kept.",
        Setting::WeightDecay => "Pulls weights towards zero; larger is simpler.",
        Setting::BatchSize => "Images a step.",
        Setting::Epochs => "Passes over the training images.",
        Setting::Patience => "Stop after this many epochs without improvement; 0 switches it off.",
        Setting::ClassWeights => "Balanced: rare classes weigh more in the loss.",
        Setting::Backend => {
            "flex computes on this page's own SIMD kernels and is fast; ndarray is burn's reference and is fetched when chosen."
        }
        Setting::Schedule => {
            "How the learning rate changes over the run: not at all; a tenth at half and again at three quarters of it; along half a cosine to 0; or up and then down in one cycle."
        }
        Setting::Warmup => {
            "Share of the run's steps that climb to the learning rate first; 0 switches it off."
        }
        Setting::Clip => {
            "Scales the gradients of a step down where all of them together are longer than this (L2 norm); 0 switches it off."
        }
    },
    word: |word| match word {
        "gray" => "gray",
        "color" => "colour",
        "crop" => "crop",
        "letterbox" => "letterbox",
        "stretch" => "stretch",
        "unit" => "0 to 1",
        "standard" => "standardise",
        "article" => "article",
        "linear" => "linear",
        "mlp" => "hidden layer",
        "cnn" => "convolutions",
        "sgd" => "SGD",
        "momentum" => "momentum",
        "adam" => "Adam",
        "equal" => "equal",
        "balanced" => "balanced",
        "flex" => "flex",
        "ndarray" => "ndarray",
        "constant" => "constant",
        "step" => "in steps",
        "cosine" => "cosine",
        "onecycle" => "one cycle",
        _ => "?",
    },
};

/// 中文.
pub const ZH: SettingText = SettingText {
    name: |setting| match setting {
        Setting::Seed => "随机种子",
        Setting::SplitTrain => "训练集 %",
        Setting::SplitValidation => "验证集 %",
        Setting::SplitTest => "测试集 %",
        Setting::Size => "图像边长（像素）",
        Setting::Color => "颜色",
        Setting::Fit => "形状",
        Setting::Normalize => "归一化",
        Setting::Flip => "左右翻转",
        Setting::Shift => "平移",
        Setting::Rotate => "旋转（度）",
        Setting::Brightness => "亮度",
        Setting::Noise => "噪声",
        Setting::Model => "模型",
        Setting::Hidden => "隐藏单元数",
        Setting::Dropout => "随机失活",
        Setting::Optimizer => "优化器",
        Setting::LearningRate => "学习率",
        Setting::Momentum => "动量",
        Setting::WeightDecay => "权重衰减",
        Setting::BatchSize => "批大小",
        Setting::Epochs => "训练轮数",
        Setting::Patience => "早停耐心值",
        Setting::ClassWeights => "类别权重",
        Setting::Backend => "计算后端",
        Setting::Schedule => "学习率调度",
        Setting::Warmup => "预热（比例）",
        Setting::Clip => "梯度裁剪",
    },
    hint: |setting| match setting {
        Setting::Seed => "决定每一次随机抽取：种子相同，结果逐位相同。",
        Setting::SplitTrain => "用于训练的图像比例。",
        Setting::SplitValidation => "训练时用来观察的图像比例。",
        Setting::SplitTest => "留到最后评估的图像比例。",
        Setting::Size => "模型看到的正方形边长，8 到 96 像素。",
        Setting::Color => "单个灰度通道，或红、绿、蓝三个通道。",
        Setting::Fit => "任意形状的图像如何变成正方形。",
        Setting::Normalize => {
            "字节如何变成模型看到的数值：缩放到 0–1，按训练图像的均值与标准差标准化，或文章的做法（减 0.1，除以 0.1）。"
        }
        Setting::Flip => "每两张训练图像翻转一张。",
        Setting::Shift => "训练图像最多平移边长的这一比例。",
        Setting::Rotate => "训练图像最多旋转这一角度。",
        Setting::Brightness => "训练图像最多变亮或变暗这一比例。",
        Setting::Noise => "给训练图像加入这一强度的噪声。",
        Setting::Model => "网络结构。",
        Setting::Hidden => "隐藏层的单元数。",
        Setting::Dropout => "训练时随机关闭的隐藏单元比例。",
        Setting::Optimizer => "权重如何跟随梯度。",
        Setting::LearningRate => "每一步的长度；使用调度时为最长一步的长度。",
        Setting::Momentum => "保留上一步的比例。",
        Setting::WeightDecay => "把权重拉向零；越大模型越简单。",
        Setting::BatchSize => "每一步使用的图像数。",
        Setting::Epochs => "遍历训练图像的次数。",
        Setting::Patience => "连续这么多轮没有改善就停止；0 表示关闭。",
        Setting::ClassWeights => "平衡：稀少的类别在损失中权重更大。",
        Setting::Backend => {
            "flex 使用本页自己的 SIMD 内核，速度快；ndarray 是 burn 的参考实现，选择时才下载。"
        }
        Setting::Schedule => {
            "学习率在整个训练中如何变化：不变；在一半和四分之三处各降为十分之一；沿半个余弦降到 0；或先升后降的一个周期。"
        }
        Setting::Warmup => "先逐步升到学习率的步数所占比例；0 表示关闭。",
        Setting::Clip => "一步的全部梯度合在一起长于此值（欧几里得范数）时按比例缩短；0 表示关闭。",
    },
    word: |word| match word {
        "gray" => "灰度",
        "color" => "彩色",
        "crop" => "居中裁剪",
        "letterbox" => "加边框",
        "stretch" => "拉伸",
        "unit" => "0 到 1",
        "standard" => "标准化",
        "article" => "文章设定",
        "linear" => "线性（softmax）",
        "mlp" => "单隐藏层（mlp）",
        "cnn" => "卷积网络（cnn）",
        "sgd" => "SGD",
        "momentum" => "带动量的 SGD",
        "adam" => "Adam",
        "equal" => "相等",
        "balanced" => "平衡",
        "flex" => "flex（快）",
        "ndarray" => "ndarray（参考）",
        "constant" => "不变",
        "step" => "阶梯",
        "cosine" => "余弦",
        "onecycle" => "单周期",
        _ => "？",
    },
};
