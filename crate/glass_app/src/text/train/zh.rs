//! 训练一栏的中文。

use super::{ChartText, TrainText};
use crate::format::{count, interval, percent, seconds};
use glass_core::curve::Stopped;
use glass_core::diagnose::{Action, Verdict};
use glass_core::proof::Finding;

/// 中文.
pub const ZH: TrainText = TrainText {
    title: "模型训练",
    lead: "选择模型和学习方式，然后看它学习。曲线显示训练集和验证集；测试集直到“评估”才会用到。",
    model_group: "模型",
    learning_group: "学习方式",
    split_group: "训练集、验证集、测试集的划分",
    split_sum: |sum, [train, validation, test]| {
        format!("三者之和为 {sum}：按训练 {train}、验证 {validation}、测试 {test} 划分。")
    },
    use_article: "使用文章的设定",
    use_article_hint: "展平、线性层、sigmoid、学习率 0.01 的 SGD：与文章中的网络完全一致，保留当前的划分和随机种子。",
    controls: "运行",
    start: |epochs, images| format!("用 {} 张图像训练 {} 轮", count(images), count(epochs as usize)),
    start_plain: "开始训练",
    waits_for_learner: "训练程序还在启动。",
    too_few_classes: |n| format!("目前只有 {n} 个类别有图像；训练至少需要 2 个。"),
    nothing_to_train: "训练集中没有图像。",
    said_training: "训练进行中。",
    said_paused: "训练已暂停。",
    said_failed: "训练失败。原因见页面顶部的消息。",
    is_running: "正在训练：先停止才能重新开始。",
    is_importing: "图像还在读取中。",
    is_coming: "图像还在读取中；读完后立即开始训练。",
    is_awaited: "图像读完后自动开始训练。",
    pause: "暂停",
    resume: "继续",
    step: "单步",
    step_hint: "优化器走一步，然后等待。",
    stop: "停止并保留模型",
    progress: "训练进度",
    progress_none: "尚未开始",
    progress_preparing: |done, total| {
        format!("正在准备图像：{} / {}", count(done as usize), count(total as usize))
    },
    progress_at: |[epoch, epochs, step, steps]| {
        format!("第 {epoch} 轮，共 {epochs} 轮；第 {step} 步，共 {steps} 步")
    },
    progress_over: |run, epochs| format!("已结束：{run} / {epochs} 轮"),
    batch_loss: |loss| format!("本批损失 {loss:.4}"),
    throughput: |speed, left| {
        let speed = format!("{} 张/秒", count(speed.max(0.0) as usize));
        left.map_or(speed.clone(), |left| format!("{speed} · 还剩 {}", seconds(left)))
    },
    chart: ChartText {
        numbers: "数值",
        missing: "无",
        empty: "训练开始后绘制",
        smoothed: "平滑",
        reading: |most| {
            format!("粗线：按轮次平滑。细线：实测值。训练指标最多用 {} 张训练图像计算。", count(most))
        },
        epoch: "轮次",
        train: "训练集",
        validation: "验证集",
        loss: "损失函数",
        loss_axis: "平均交叉熵（nat）",
        accuracy: "准确率",
        precision: "精确率（宏平均）",
        recall: "召回率（宏平均）",
        chance_loss: |n| format!("随机猜测：ln {n} = {:.3}", (n as f64).ln()),
        chance_accuracy: |n| format!("随机猜测：1/{n}"),
        floor: |loss| format!("sigmoid 输出的下限：{loss:.4}"),
        best_epoch: |epoch| format!("最佳：第 {epoch} 轮"),
        at_epoch: |epoch| if epoch == 0.0 { "训练前".into() } else { format!("第 {epoch} 轮") },
        value: |name, value, smooth| match smooth {
            Some(smooth) => format!("{name} {value}（平滑 {smooth}）"),
            None => format!("{name} {value}"),
        },
        summary: |title, epochs, last| match epochs {
            0 => format!("{title}：还没有数据，只有坐标轴"),
            _ => format!("{title}：训练集和验证集，共 {epochs} 轮。最后：{last}"),
        },
    },
    diagnosis: "曲线说明什么",
    diagnosis_none: "这里将给出诊断：模型是否在学习、欠拟合还是过拟合，附上依据的数字和建议的改动。",
    verdict: |verdict| match verdict {
        Verdict::TooLittleEvidence { .. } => "证据不足",
        Verdict::Diverged { .. } => "发散",
        Verdict::NotLearning { .. } => "没有学到东西",
        Verdict::BoundedOutput { .. } => "输出受限",
        Verdict::LeakSuspected { .. } => "疑似数据泄漏",
        Verdict::Underfitting { .. } => "欠拟合",
        Verdict::Overfitting { .. } => "过拟合",
        Verdict::StillLearning { .. } => "仍在学习",
        Verdict::Weak { .. } => "比猜测好不了多少",
        Verdict::Healthy { .. } if verdict.is_past_best() => "已过最佳轮次",
        Verdict::Healthy { .. } => "正常",
    },
    evidence: |verdict| match verdict {
        Verdict::TooLittleEvidence { n_validation, needed } => {
            format!("验证集只有 {n_validation} 张图像。少于 {needed} 张时，验证曲线的起伏只是运气。")
        }
        Verdict::Diverged { epoch, loss: None, .. } => {
            format!("第 {epoch} 轮时损失不再是数：步长太大。")
        }
        Verdict::Diverged { epoch, loss: Some(loss), lowest_before } => format!(
            "第 {epoch} 轮时训练损失跳到 {loss:.3}（此前最低：{}）：步长太大。",
            lowest_before.map_or("无".into(), |loss| format!("{loss:.3}"))
        ),
        Verdict::NotLearning { relative_train_loss, epochs } => {
            format!("{epochs} 轮之后，训练损失仍是随机猜测的 {}。", percent(*relative_train_loss))
        }
        Verdict::BoundedOutput { loss_floor, confidence_ceiling, train_loss } => format!(
            "模型以 sigmoid 结尾：损失不可能低于 {loss_floor:.4}（训练集：{train_loss:.4}），置信度不可能超过 {}。",
            percent(*confidence_ceiling)
        ),
        Verdict::LeakSuspected { n_shared_duplicates: 0, gap, gap_interval } => format!(
            "验证集的表现好于训练集：差距为随机猜测的 {} {}。模型可能见过验证图像，或者它们更简单。",
            gap.map_or("无".into(), percent),
            gap_interval.map(interval).unwrap_or_default()
        ),
        Verdict::LeakSuspected { n_shared_duplicates, .. } => {
            format!("有 {n_shared_duplicates} 组相同的图像出现在不止一个集合中：模型在见过的图像上受测。")
        }
        Verdict::Underfitting { relative_train_loss, train_slope, gap, gap_interval } => format!(
            "训练损失停在随机猜测的 {}（每轮 {}），验证集并不更差（差距 {} {}）：模型太简单，或学得太慢。",
            percent(*relative_train_loss),
            percent(*train_slope),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::Overfitting { gap, gap_interval, best_epoch, epochs_since_best, rise } => format!(
            "验证损失在第 {best_epoch} 轮最低（{epochs_since_best} 轮之前），现在高出 {}；与训练集的差距为随机猜测的 {} {}。模型在死记训练图像。",
            percent(*rise),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::StillLearning { validation_slope, relative_validation_loss } => format!(
            "验证损失是随机猜测的 {}，每轮仍下降 {}。",
            percent(*relative_validation_loss),
            percent(-*validation_slope)
        ),
        Verdict::Weak { relative_train_loss, relative_validation_loss } => format!(
            "验证损失是随机猜测的 {}（训练集 {}）：模型学到了一点，但不多。",
            percent(*relative_validation_loss),
            percent(*relative_train_loss)
        ),
        Verdict::Healthy { gap, gap_interval, best_epoch, rise, .. } if verdict.is_past_best() => format!(
            "验证损失比第 {best_epoch} 轮的最低值高 {}。这还不是过拟合：与训练损失的差距为 {} {}，也可能只是暂时上升。",
            percent(*rise),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::Healthy { relative_train_loss, relative_validation_loss, gap, gap_interval, .. } => format!(
            "没有问题：训练损失是随机猜测的 {}，验证损失是 {}（差距 {} {}）。",
            percent(*relative_train_loss),
            percent(*relative_validation_loss),
            percent(*gap),
            interval(*gap_interval)
        ),
    },
    action: |action| match action {
        Action::AddImages { about } => format!("再添加约 {} 张图像", count(about as usize)),
        Action::RaiseValidationShare => "用更多图像验证".into(),
        Action::ScaleLearningRate { factor } if factor < 1.0 => "减小步长".into(),
        Action::ScaleLearningRate { .. } => "增大步长".into(),
        Action::ClipGradients => "裁剪梯度".into(),
        Action::ScaleEpochs { .. } => "训练更久".into(),
        Action::UseAdam => "改用 Adam".into(),
        Action::Normalize => "按均值和标准差归一化".into(),
        Action::UseLargerModel => "换更大的模型".into(),
        Action::UseSmallerModel => "换更小的模型".into(),
        Action::UseUnboundedModel => "改用不受限的输出".into(),
        Action::KeepDuplicatesTogether => "查看图像".into(),
        Action::ReshuffleSplit => "重新划分图像".into(),
        Action::StopEarly => "停在最佳轮次".into(),
        Action::Augment => "让训练图像随机变化".into(),
    },
    change: |name, from, to| format!("{name}：{from} → {to}"),
    already_so: "当前设定已经如此",
    ending: "本次运行",
    stopped: |stopped, epochs| match stopped {
        Stopped::Completed => format!("{epochs} 轮全部完成。"),
        Stopped::Early { best_epoch } => {
            format!("{epochs} 轮后早停；已恢复验证集上最佳的第 {best_epoch} 轮的权重。")
        }
        Stopped::ByHand => format!("{epochs} 轮后手动停止；模型已保留。"),
        Stopped::NotFinite { epoch, step } => {
            format!("在第 {epoch} 轮、第 {step} 步停止：损失不再是数。保留最后一个正常轮次的权重。")
        }
    },
    best_kept: "已开启早停：保留验证集上最佳轮次的权重，而不是最后一轮的权重。",
    weights: |n| format!("{} 个权重", count(n as usize)),
    history_digest: "训练记录的摘要",
    weights_digest: "权重的摘要",
    finding: |finding| match finding {
        Finding::OtherImages => String::from("链接所声明的运行使用了别的图像，无法在当前图像上核对。"),
        Finding::SameSoFar { epoch: None } => String::from("正在与链接所声明的运行核对。"),
        Finding::SameSoFar { epoch: Some(epoch) } => {
            format!("到第 {epoch} 轮为止，与链接中的运行逐位相同。")
        }
        Finding::Same { epoch } => format!("与链接中的运行逐位相同：共 {epoch} 轮。"),
        Finding::EndedElsewhere { epoch, claimed } => {
            format!(
                "已完成的部分与链接中的运行逐位相同，但本次在第 {epoch} 轮结束，链接中的在第 {claimed} 轮结束。"
            )
        }
        Finding::Parted { first, last } if first == last => {
            format!("与链接中的运行不同：从第 {first} 轮起不一致。")
        }
        Finding::Parted { first, last } => {
            format!("与链接中的运行不同：最初的差异在第 {first} 轮到第 {last} 轮之间。")
        }
    },
    digest_hint: "设定相同、图像相同，则在任何浏览器中摘要逐位相同。",
    changed_since: |changes| format!("此次运行之后改动了设置：{changes}。曲线属于那次运行，而不是当前设置。"),
    comma: "，",
};
