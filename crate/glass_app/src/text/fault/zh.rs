//! 中文的故障说明。

use super::FaultText;
use crate::format;
use glass_core::fault::{CameraTrouble, Fault, RejectReason};

/// 中文.
pub const ZH: FaultText = FaultText { fault, reject };

fn fault(fault: &Fault) -> String {
    match fault {
        Fault::NoImages { skipped, examples } => {
            let skipped = match skipped {
                0 => String::new(),
                n => format!("（跳过了 {n} 个其他文件）"),
            };
            let examples: String =
                examples.iter().map(|it| format!("{}：{}。", it.path, reject(&it.reason))).collect();
            format!(
                "没有找到图像{skipped}。{examples}请拖入 PNG、JPEG、GIF、WebP 或 BMP 文件，IDX 图像文件及其标签文件，或包含它们的文件夹或 zip。"
            )
        }
        Fault::TooFewClasses => {
            String::from("训练至少需要两个有图像的类别。请添加第二个类别的文件夹，或恢复被排除的类别。")
        }
        Fault::EmptyClass(class) => {
            format!("类别“{class}”没有可用于训练的图像。请为它添加图像、并入其他类别，或将它排除。")
        }
        Fault::NothingToTrain => String::from("没有可用于训练的图像。请提高训练集比例，或恢复被排除的图像。"),
        Fault::LossNotFinite { epoch, step } => format!(
            "第 {epoch} 轮、第 {step} 步时损失不再是有效数值：步长过大。此前的权重已保留。请降低学习率（先试十分之一），或将梯度裁剪到 1，然后重新训练。"
        ),
        Fault::WorkerDied(words) => format!(
            "后台线程已停止（{}），在您提出新的要求之前不再启动。可以尝试更小的图像或更小的批大小。",
            words.as_deref().map_or_else(|| String::from("没有响应"), |words| format!("“{words}”"))
        ),
        Fault::VersionMismatch => String::from("页面与后台线程的版本不同。请重新加载页面。"),
        Fault::Archive { name, reason } => format!("无法打开压缩包“{name}”：{}。", reject(reason)),
        Fault::NotFetched(name) => format!("无法获取“{name}”。请检查网络连接，然后重试或重新加载页面。"),
        Fault::Camera(trouble) => String::from(match trouble {
            CameraTrouble::Missing => "没有找到摄像头。请接上一个，或选择其他来源。",
            CameraTrouble::Insecure => "浏览器不向非 https 页面提供摄像头。请用 https 打开，或在本机打开。",
            CameraTrouble::Denied => "摄像头被拒绝。请在浏览器设置中允许本页使用，然后重新开始。",
            CameraTrouble::Busy => "摄像头正被其他程序使用。请关闭它，然后重新开始。",
            CameraTrouble::Lost => "摄像头断开了，图像流已停止。拍到的可以再放一遍。",
            CameraTrouble::Full { frames } => {
                return format!("最多保留 {frames} 帧：图像流已停止，可以再放一遍。");
            }
        }),
        Fault::NoModel => String::from("还没有模型。请先训练。"),
        Fault::WeightsUnreadable => String::from("这次训练保存的权重已无法读取。请重新训练：结果逐位相同。"),
        Fault::EmptySplit => String::from("这个子集没有图像。请选择其他子集，或提高它的比例后重新训练。"),
        Fault::Refused(words) => {
            format!("无法开始训练：“{words}”。可以尝试其他设置；欢迎附上这段文字报告问题。")
        }
    }
}

fn reject(reason: &RejectReason) -> String {
    match reason {
        RejectReason::EmptyFile => String::from("空文件（0 字节）：请从原处重新复制"),
        RejectReason::Litter => String::from("系统文件或隐藏文件"),
        RejectReason::NotAnImage => String::from("内容不是图像"),
        RejectReason::UnsupportedFormat(kind) => match kind.as_str() {
            "HEIC" | "HEIF" => format!("不支持 {kind}：请导出为 JPEG"),
            _ => format!("不支持 {kind}：请另存为 PNG 或 JPEG"),
        },
        RejectReason::Truncated => String::from("文件不完整：请重新复制或下载"),
        // The decoder's own words are English; report.json keeps them.
        RejectReason::Damaged(_) => String::from("文件已损坏：请用图像软件打开后重新保存"),
        RejectReason::TooManyPixels { width, height } => format!("{width} × {height} 像素过多：请缩小图像"),
        RejectReason::TooManyBytes { bytes, limit } => {
            format!("{} 过大，上限为 {}", format::bytes(*bytes), format::bytes(*limit))
        }
        RejectReason::TooManyImages { limit } => {
            format!("超过 {} 张图像的上限", format::count(*limit as usize))
        }
        RejectReason::TooManyPixelBytes { limit } => {
            format!("超过一个数据集 {} 像素数据的上限：请减少图像，或使用更小的图像", format::bytes(*limit))
        }
        RejectReason::TooManyClasses { limit } => {
            format!("所属类别超过 {limit} 类的上限：请合并文件夹，或减少拖入的内容")
        }
        RejectReason::TooManyFiles { limit } => {
            format!("从此处起未查看：文件超过 {} 个；请分批拖入", format::count(*limit as usize))
        }
        RejectReason::TooManyEntries { limit } => {
            format!("条目超过 {} 个：请减少压缩包中的文件", format::count(*limit as usize))
        }
        RejectReason::Encrypted => String::from("有密码：请重新打包，不设密码"),
        RejectReason::UnsupportedPacking(method) => {
            format!("压缩方式（{method}）在此无法读取：请用普通方式（deflate）重新压缩")
        }
        RejectReason::NestedArchive => String::from("压缩包中的压缩包：请先解压"),
        RejectReason::SymbolicLink => String::from("是指向其他文件的链接，不是文件"),
        RejectReason::CompressionBomb => String::from("解压后的大小远超一张图像"),
        RejectReason::DuplicateName => String::from("重复的条目名，已采用第一个"),
        RejectReason::UnsafePath => String::from("路径指向压缩包之外"),
        RejectReason::DecoderCrashed => String::from("解码器在此文件上崩溃，已重新启动"),
        RejectReason::DecoderTimedOut => String::from("读取时间过长"),
        RejectReason::Unreadable => String::from("浏览器无法提供该文件：是否已被移动或修改？"),
        RejectReason::IdxShape => String::from(
            "IDX 文件中既不是字节图像也不是字节标签：请将图像写成 [n, 行, 列]，彩色图像写成 [n, 行, 列, 3]，标签写成 [n]，n 至少为 1",
        ),
        RejectReason::WrongLength { declared, bytes } => {
            format!("文件头声明 {declared} 字节，实际有 {bytes} 字节：请重新复制或下载")
        }
        RejectReason::LabelsMissing { expected } => {
            format!("有图像而没有标签：请从同一来源添加文件“{expected}”")
        }
        RejectReason::ImagesMissing { expected } => {
            format!("有标签而没有图像：请从同一来源添加文件“{expected}”")
        }
        RejectReason::CountMismatch { images, labels } => {
            format!("图像 {images} 张，标签 {labels} 个：请使用同一数据集的两个文件")
        }
        RejectReason::LabelTooHigh { label, image, limit } => {
            format!("第 {image} 号图像的标签是 {label}：类别编号应为 0 到 {limit}")
        }
        RejectReason::OnlyFirst { limit } => {
            format!("只查看了前 {} 张图像：请将其余图像放入另一个文件", format::count(*limit as usize))
        }
        RejectReason::TakenAlready => String::from("相同的图像已从另一个文件采用"),
    }
}
