//! The camera in Chinese.

use super::CameraText;

/// 中文.
pub const ZH: CameraText = CameraText {
    source: "摄像头",
    hint: "每秒最多 15 帧，缩小后留在本标签页内。帧会保留到下一条图像流，因此“再放一遍”会对同样的帧再回答一次。",
    shows: "摄像头拍的是",
    nobody_says: "（未说明）",
    view: "摄像头画面",
    adopt: |n| format!("把 {n} 张有标签的图像加入训练图像"),
    adopt_hint: "它们只用于训练；其余图像保持原来的划分，测试图像因此不变。此后这套数据就是您自己的。",
};
