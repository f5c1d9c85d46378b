//! The desk in Chinese.

use super::DeskText;
use glass_core::disturbance::{Course, Dial, Preset};

/// Chinese.
pub const ZH: DeskText = DeskText {
    title: "干扰图像流",
    hint: "从下一张起，在模型看到之前改变每一张图像。下方显示的就是模型看到的样子。",
    more: "全部旋钮",
    dial,
    dial_hint: |dial| match dial {
        Dial::Warmth => Some("从偏蓝到偏橙。灰度图像没有颜色可变。"),
        Dial::ClassMix => Some("被换成第一个类别图像的比例。"),
        Dial::UnseenClass => {
            Some("被换成一个不属于任何类别的条纹物体（由页面绘制）的比例；对它的任何回答都不对。")
        }
        Dial::SwappedLabels => Some("前两个类别互换标签的比例：概念漂移。像素保持不变。"),
        _ => None,
    },
    quiet: "恢复原样",
    now: |amounts| {
        let said: Vec<String> =
            amounts.iter().map(|(of, amount)| format!("{} {amount:+.2}", dial(*of))).collect();
        if said.is_empty() {
            String::from("最近一张图像未受干扰。")
        } else {
            format!("最近一张图像：{}。", said.join("，"))
        }
    },

    story: "情景",
    preset: |preset| match preset {
        Preset::LampChanged => "换了灯",
        Preset::DayAndNight => "昼夜交替",
        Preset::DirtyLens => "镜头渐脏",
        Preset::CameraMoved => "摄像头被移动",
        Preset::OldSensor => "传感器老化",
        Preset::SlowLine => "线路变慢",
        Preset::InTheWay => "有东西遮挡",
        Preset::NewThing => "发行了新硬币",
        Preset::Fashion => "某一类别流行",
        Preset::ChangedRules => "规则改变",
    },
    preset_hint: |preset| match preset {
        Preset::LampChanged => "立刻变暗、变暖：亮度和颜色应当报警。",
        Preset::DayAndNight => "亮度时高时低：若一天长于几个窗口，警报会时开时关。",
        Preset::DirtyLens => "慢慢变模糊、变平淡：先是清晰度，然后是置信度。",
        Preset::CameraMoved => "转了角度，离得更近：光线没变，模型却可能出错。",
        Preset::OldSensor => "噪声增大：噪声看起来像细节，清晰度会上升。",
        Preset::SlowLine => "一阵一阵地强烈压缩。",
        Preset::InTheWay => "不时有一块灰色挡住图像的一部分。",
        Preset::NewThing => "不属于任何类别的东西越来越多：模型无法称呼它们。",
        Preset::Fashion => "某一类别越来越多：回答的比例应当报警，准确率可能不变。",
        Preset::ChangedRules => {
            "两个类别突然互换名称。图像与从前一样：只有标签能看出来，不用标签的估计会出错。"
        }
    },
    over: "持续图像数",
    play: "开始情景",
    play_next: "写入下一个图像流",
    play_waits: "现在没有图像流：情景会随下一个图像流一起开始。",

    script: "脚本",
    script_hint: "在哪一张图像发生什么。可以在开始前写好；情景和手动旋钮会在发生时记录下来。“再放一遍”会全部重复。",
    script_none: "尚无内容。",
    line: |of, amount, course, ends| {
        let when = match course {
            Course::Step { at } => format!("从第 {} 张起", at + 1),
            Course::Ramp { at, over } => format!("从第 {} 张起在 {over} 张内逐渐增强", at + 1),
            Course::Season { at, every } => format!("从第 {} 张起每 {every} 张往复一次", at + 1),
            Course::Burst { at, every, lasts } => {
                format!("从第 {} 张起每 {every} 张中持续 {lasts} 张", at + 1)
            }
        };
        let end = ends.map(|ends| format!("，到第 {} 张为止", ends + 1)).unwrap_or_default();
        format!("{} {amount:+.2}，{when}{end}", dial(of))
    },
    turn: |of, amount, at| format!("手动：{} {amount:+.2}，从第 {} 张起", dial(of), at + 1),
    remove: "删除",
    add: "加入脚本",
    which: "旋钮",
    amount: "强度",
    course: "过程",
    courses: ["立刻", "逐渐增强", "往复", "一阵一阵"],
    at: "从第几张",
    length: "图像数",

    arrivals: "图像到来",
    arrival: ["均匀", "随机（泊松）"],
    delay: "标签晚到（图像数）",
    pause: "暂停",
    resume: "继续",
    step: "一张",
    again: "再放一遍",
    again_hint: "同样的图像、同样的干扰：同样的回答和警报。",
    seek: "图像",
    go: "跳到这里",
    stream_more: "到来方式、晚到的标签、跳转",
    once_in: "大约多少个窗口允许一次误报",
    block: "相似图像连续出现的张数",
    limits: |once_in, is_reduced, rate, low, high| {
        let reduced = if is_reduced { "（可模拟的最低值）" } else { "" };
        format!(
            "界限按每 {once_in} 个窗口一次误报确定{reduced}，即每 100 个窗口 {:.2} 次。在另外模拟的无漂移数据流上测得：每 100 个窗口 {rate:.2} 次 [{low:.2}, {high:.2}]。",
            100.0 / f64::from(once_in)
        )
    },
    renewing: |share| format!("正在为新的参考寻找界限，图像流暂停：{share}。"),
    renewed: |n, before| {
        format!("参考已更新：从第 {before} 张图像起，窗口与它之前的 {n} 张图像比较，不再与留出的测试集比较。")
    },
    restore_reference: "重新与留出的图像比较",
    preparing: |share| format!("第一张图像之前，先了解什么是正常：{share}。"),
    is_paused: "已暂停。",
};

fn dial(dial: Dial) -> &'static str {
    match dial {
        Dial::Brightness => "亮度",
        Dial::Contrast => "对比度",
        Dial::Warmth => "偏色",
        Dial::Blur => "模糊",
        Dial::Noise => "噪声",
        Dial::Rotation => "旋转",
        Dial::Scale => "缩放",
        Dial::Occlusion => "遮挡",
        Dial::Jpeg => "JPEG 压缩",
        Dial::Pixelation => "马赛克",
        Dial::ClassMix => "类别比例",
        Dial::UnseenClass => "未见过的类别",
        Dial::SwappedLabels => "标签互换",
    }
}
