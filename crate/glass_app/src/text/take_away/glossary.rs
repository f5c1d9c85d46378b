//! The glossary: every number shown, its formula, and when it does not exist.

use super::Term;

/// English.
pub const EN: &[Term] = &[
    Term {
        name: "Accuracy",
        formula: "Σ C[i][i] / n",
        meaning: "Share of images answered rightly; with its 95 % Wilson interval. In a window of a stream the interval goes by the number of different images: one that a replay shows again is no new evidence.",
    },
    Term {
        name: "Precision of a class",
        formula: "TP / (TP + FP)",
        meaning: "Of the images predicted as the class, the share that are of it. 0/0 shows n/a and counts as 0 in averages. The article words precision as a share of all samples; the usual definition, used here, divides by the images predicted as the class.",
    },
    Term {
        name: "Recall of a class",
        formula: "TP / (TP + FN)",
        meaning: "Of the images of the class, the share that were found. The article words recall, too, as a share of all samples; the usual definition divides by the images of the class. Divided by all samples, a rare class could never score high, however well it is found.",
    },
    Term {
        name: "F1",
        formula: "2 TP / (2 TP + FP + FN)",
        meaning: "Harmonic mean of precision and recall.",
    },
    Term {
        name: "Macro, micro, weighted",
        formula: "Σ x_k / K · pooled counts · Σ n_k x_k / n",
        meaning: "Plain mean over classes; from the pooled counts; mean weighted by images of the class. The average is named beside the number.",
    },
    Term {
        name: "Confusion matrix",
        formula: "C[i][j]",
        meaning: "Images of actual class i predicted as j. Rows actual, columns predicted.",
    },
    Term { name: "Balanced accuracy", formula: "mean recall", meaning: "Over the classes that occur." },
    Term {
        name: "MCC, Cohen's κ",
        formula: "R_K · (p_o − p_e) / (1 − p_e)",
        meaning: "Correlation of labels and answers; agreement beyond what the class shares alone would give.",
    },
    Term {
        name: "ROC AUC",
        formula: "P(s₊ > s₋) + ½ P(s₊ = s₋)",
        meaning: "How often an image of the class is scored above one that is not; each class against the rest, then the plain mean. n/a when a class is absent.",
    },
    Term {
        name: "Average precision",
        formula: "Σ (R_n − R_{n−1}) P_n",
        meaning: "Area under the precision-recall curve, without interpolation.",
    },
    Term {
        name: "Loss, log loss",
        formula: "−(1/n) Σ ln p_y",
        meaning: "Mean cross-entropy in nats. Guessing gives ln K. p is kept above 1e-7 in the log loss.",
    },
    Term {
        name: "Brier score",
        formula: "(1/n) Σ Σ_k (p_k − 1[y = k])²",
        meaning: "Mean squared distance of the probabilities from the truth, summed over classes.",
    },
    Term {
        name: "ECE",
        formula: "Σ_b (n_b / n) |acc_b − conf_b|",
        meaning: "Gap between confidence and accuracy over 15 equal bins. Far from 0 on few images even for a perfect model: read it with its null band, grey under 200 images.",
    },
    Term {
        name: "Temperature T",
        formula: "softmax(ln p / T)",
        meaning: "Fitted on the validation split. Above 1 the model was too sure, below 1 not sure enough.",
    },
    Term { name: "Confidence", formula: "p_ŷ", meaning: "Probability of the answer given." },
    Term {
        name: "Intervals",
        formula: "Wilson · bootstrap",
        meaning: "95 %. Accuracy, micro averages, and a class's precision and recall: Wilson's score interval on their own denominator. F1, macro and weighted averages: 1 000 stratified resamples, seeded from the recipe.",
    },
    Term {
        name: "McNemar's test",
        formula: "2 · P(Binomial(b + c, ½) ≤ min(b, c))",
        meaning: "Of two runs, on the test images both held back: b only the first gets right, c only the second. Exact, two-sided, at most 1; no such image: 1. Several runs at once are corrected by Holm. The images still needed follow Connor (1987), power 80 % at 5 %.",
    },
    Term {
        name: "Champion and challenger",
        formula: "E(b, c) = B(b + ½, c + ½) / B(½, ½) · 2^(b + c) ≥ 20",
        meaning: "Two models answer the same images; b of them only the one in service gets right, c only the challenger, each image counted once. E is Jeffreys' mixture of all coins against the fair one, a martingale: between equally good models it ever reaches 20 in at most one duel of twenty, however often one looks (Ville 1939, Robbins 1970). The band of the challenger's share c/(b + c) holds at every time at once: the shares θ with B(b + ½, c + ½) / B(½, ½) < 20 θ^c (1 − θ)^b.",
    },
    Term {
        name: "Smoothed curve",
        formula: "s_t = 0.6 s_{t−1} + 0.4 x_t, shown s_t / (1 − 0.6^t)",
        meaning: "The raw line stays faint behind it.",
    },
    Term {
        name: "Rate schedule",
        formula: "step: η, η/10, η/100 · cosine: ½ η (1 + cos(π t / N)) · one cycle: η/25 → η → η/250000",
        meaning: "The learning rate of step t of N, η being the one set. In steps: a tenth from half of the run on, a hundredth from three quarters on. One cycle: half a cosine up over 30 % of the steps, half a cosine down over the rest; the momentum stays.",
    },
    Term {
        name: "Warm-up",
        formula: "η (t + 1) / W, t < W",
        meaning: "The first W steps, the share set, climb evenly to the learning rate; the schedule has the steps that are left. One cycle brings its own.",
    },
    Term {
        name: "Gradient clipping",
        formula: "g · min(1, c / (‖g‖₂ + 10⁻⁶))",
        meaning: "‖g‖₂ is the length of all gradients of a step taken as one vector. Longer ones are scaled down to c; their direction stays.",
    },
    Term {
        name: "Suggested rate",
        formula: "argmax −Δs / Δ ln η",
        meaning: "From a range test: from fresh weights, the rate climbs from 0.000001 to 1 over 100 batches, until the smoothed loss s (β = 0.98) is four times its lowest. Suggested, in two digits, is where s falls fastest, the first ten and the last five steps left out.",
    },
    Term {
        name: "Fit diagnosis",
        formula: "L̂ = loss / ln K, gap = L̂_val − L̂_train",
        meaning: "Over- and underfitting are read from relative losses, their slopes and the gap's interval; each verdict prints its own numbers.",
    },
    Term {
        name: "Latency p50, p90, p95, p99",
        formula: "smallest t with a share q of times ≤ t",
        meaning: "From an HDR histogram with three digits. Intervals over the ranks n q ± 1.96 √(n q (1 − q)). Warm answers only; p99 grey under 500. Percentiles are never averaged.",
    },
    Term { name: "Cold", formula: "", meaning: "The very first answer of a fresh model." },
    Term {
        name: "Clock tick, repeats",
        formula: "time of N answers / N",
        meaning: "Browsers coarsen their clock. An answer shorter than 20 ticks is timed in repeats of N and divided.",
    },
    Term {
        name: "Throughput",
        formula: "images / seconds",
        meaning: "In training: of the epoch. In service: over the window. Batches of 64: measured on their own.",
    },
    Term {
        name: "Response time",
        formula: "wait + work",
        meaning: "From the moment an image was due to its answer, so a slow model cannot hide behind a queue.",
    },
    Term {
        name: "Speed over time",
        formula: "",
        meaning: "Pieces of equal length, one second at first, joined in pairs beyond 120: the whole stream stays in sight. Histograms of two digits are added, percentiles never averaged. The heat map has two bands an octave; a piece is shaded by shares of its own answers.",
    },
    Term {
        name: "Objective, error budget",
        formula: "spent = (late / answers) / (1 − q)",
        meaning: "A share q of the answers within so many milliseconds, from due to answered; 1 − q may be late. Counted since it was promised.",
    },
    Term {
        name: "Burn rate",
        formula: "(share late in the window) / (1 − q)",
        meaning: "At 1× the budget lasts for the period. Too fast: the long and the short window of a pair are over its limit, with at least 5 late answers. Pairs of the SRE Workbook for 30 days, scaled to the period set: 1/720 over 14.4×, 1/120 over 6×, 1/10 over 1×; the short window is a twelfth.",
    },
    Term {
        name: "PSI, Jensen–Shannon, Wasserstein",
        formula: "PSI = Σ (q − p) ln(q / p)",
        meaning: "Shown beside the tests, they judge nothing. PSI over ten quantile bins of the reference, limit (1/n + 1/m) χ² at 99 %. Jensen–Shannon distance, base 2. Wasserstein-1 over the reference's standard deviation.",
    },
    Term {
        name: "Novelty",
        formula: "distance of features to the fifth-nearest",
        meaning: "Features are what the last layer sees. Like none of the classes: further than all but about one in a hundred images of the reference. Silence is no proof: a model of few classes may see nothing special.",
    },
    Term {
        name: "MMD², domain classifier",
        formula: "E k(x, x′) + E k(y, y′) − 2 E k(x, y)",
        meaning: "All features at once, window against reference. MMD²: Gaussian kernel of median width, p by 200 shuffles. The classifier is fitted on half and its AUC taken on the other half: 0.5, it cannot tell them apart.",
    },
    Term {
        name: "Reference, window",
        formula: "",
        meaning: "The held-out test split; the last m images of the stream (100 unless set).",
    },
    Term {
        name: "KS statistic",
        formula: "max |F_window − F_reference|",
        meaning: "Largest gap between two cumulative distributions, 0 to 1; two-sample test.",
    },
    Term {
        name: "χ²",
        formula: "Σ (O − E)² / E",
        meaning: "For predicted classes, and for right and wrong answers where labels exist.",
    },
    Term {
        name: "Corrected p",
        formula: "Holm",
        meaning: "How often so large a difference would come by chance, corrected for looking at all signals at once.",
    },
    Term {
        name: "Shift",
        formula: "(mean_window − mean_reference) / sd_reference",
        meaning: "In standard deviations of the reference; n/a where the reference never varies.",
    },
    Term {
        name: "Steady, watch, alarm",
        formula: "",
        meaning: "Raised after two unusual evaluations in a row, lowered after three usual ones.",
    },
    Term {
        name: "Brightness, contrast",
        formula: "mean and sd of 0.299 R + 0.587 G + 0.114 B",
        meaning: "As shares of full white.",
    },
    Term {
        name: "Share of red, green, blue",
        formula: "mean of c / (R + G + B)",
        meaning: "Over the pixels; a black pixel counts 0.",
    },
    Term {
        name: "Sharpness",
        formula: "variance of the Laplacian",
        meaning: "Of the gray level in 0…255. Low: blurred, or plain.",
    },
    Term { name: "Area, aspect ratio", formula: "w h · h / w", meaning: "Of the image as it arrived." },
    Term {
        name: "Digest",
        formula: "FNV-1a, 64 bits",
        meaning: "Of the bits of a history, of weights, of a set: equal digests, equal bits.",
    },
    Term {
        name: "Epoch looked at",
        formula: "",
        meaning: "The weights at the end of an epoch, kept in memory up to 64 MB while the page is open. Beyond that every second one goes; the first, the best and the last always stay. Every score beside the slider is of that epoch's model and says so.",
    },
    Term {
        name: "Best epoch",
        formula: "least validation loss",
        meaning: "The first of equals, epoch 0 left out; the least training loss where nothing is validated.",
    },
    Term {
        name: "Data map: confidence",
        formula: "μ = (1/E) Σ p_e(y)",
        meaning: "Mean probability of an image's own label over the epochs 1 to E, measured at each epoch's end on all validation images and on at most 1,000 training images, always the same.",
    },
    Term {
        name: "Data map: variability",
        formula: "σ = √((1/E) Σ (p_e(y) − μ)²)",
        meaning: "How much that probability moved, 0 to ½. Few epochs weigh the first steps heavily.",
    },
    Term {
        name: "Data map: share right",
        formula: "epochs with ŷ = y / E",
        meaning: "Correctness, in the paper's word (Swayamdipta et al. 2020).",
    },
    Term {
        name: "Easy, ambiguous, hard",
        formula: "μ ≥ 0.8 and σ < 0.15 · σ ≥ 0.2 · μ ≤ 0.35 and σ < 0.2",
        meaning: "Fixed limits, where the paper takes thirds by rank: a set may have no hard image. Mislabelled images gather among the hard ones, with images the model cannot tell. The article's model is never surer than 73 %: none of its images is easy.",
    },
];

/// 中文.
pub const ZH: &[Term] = &[
    Term {
        name: "准确率",
        formula: "Σ C[i][i] / n",
        meaning: "回答正确的比例；附 95 % Wilson 区间。在图像流的窗口中，区间按不同图像的数目计算：重放中重复出现的图像不是新的证据。",
    },
    Term {
        name: "某类的精确率",
        formula: "TP / (TP + FP)",
        meaning: "预测为该类的图像中确属该类的比例。0/0 显示“无”，在平均中计 0。文章把精确率说成占全部样本的比例；通行的定义（也是这里所用的）除以预测为该类的图像数。",
    },
    Term {
        name: "某类的召回率",
        formula: "TP / (TP + FN)",
        meaning: "该类图像中被找到的比例。文章同样把召回率说成占全部样本的比例；通行的定义除以该类的图像数。若除以全部样本，稀少的类别无论找得多好都得不到高分。",
    },
    Term {
        name: "F1", formula: "2 TP / (2 TP + FP + FN)", meaning: "精确率与召回率的调和平均。"
    },
    Term {
        name: "宏平均、微平均、加权平均",
        formula: "Σ x_k / K · 合并计数 · Σ n_k x_k / n",
        meaning: "各类直接平均；由合并计数算出；按各类图像数加权。数字旁注明是哪一种。",
    },
    Term {
        name: "混淆矩阵",
        formula: "C[i][j]",
        meaning: "实际为 i、预测为 j 的图像数。行为实际，列为预测。",
    },
    Term { name: "平衡准确率", formula: "召回率的平均", meaning: "只计出现的类别。" },
    Term {
        name: "MCC、Cohen κ",
        formula: "R_K · (p_o − p_e) / (1 − p_e)",
        meaning: "标签与回答的相关；超出仅凭类别比例所能达到的一致程度。",
    },
    Term {
        name: "ROC AUC",
        formula: "P(s₊ > s₋) + ½ P(s₊ = s₋)",
        meaning: "该类图像得分高于其他图像的概率；逐类对其余，再直接平均。缺少某类时为“无”。",
    },
    Term {
        name: "平均精度",
        formula: "Σ (R_n − R_{n−1}) P_n",
        meaning: "精确率-召回率曲线下的面积，不插值。",
    },
    Term {
        name: "损失、对数损失",
        formula: "−(1/n) Σ ln p_y",
        meaning: "平均交叉熵，单位 nat。随机猜测为 ln K。对数损失中 p 不小于 1e-7。",
    },
    Term {
        name: "Brier 分数",
        formula: "(1/n) Σ Σ_k (p_k − 1[y = k])²",
        meaning: "概率与真实之间的均方距离，按类别求和。",
    },
    Term {
        name: "ECE",
        formula: "Σ_b (n_b / n) |acc_b − conf_b|",
        meaning: "15 个等宽区间上置信度与准确率之差。图像少时即使完美的模型也远离 0：请与零假设带一起看，少于 200 张显示为灰色。",
    },
    Term {
        name: "温度 T",
        formula: "softmax(ln p / T)",
        meaning: "在验证集上拟合。大于 1 表示模型过于自信，小于 1 表示不够自信。",
    },
    Term { name: "置信度", formula: "p_ŷ", meaning: "所给回答的概率。" },
    Term {
        name: "区间",
        formula: "Wilson · bootstrap",
        meaning: "95 %。准确率、微平均以及各类别的精确率和召回率用各自分母上的 Wilson 区间；F1、宏平均和加权平均用 1 000 次分层重抽样，种子来自设置。",
    },
    Term {
        name: "McNemar 检验",
        formula: "2 · P(Binomial(b + c, ½) ≤ min(b, c))",
        meaning: "比较两次运行，只看双方都未用于训练的测试图像：b 为仅第一个正确，c 为仅第二个正确。精确、双侧，最大为 1；没有这样的图像时为 1。同时比较多次时用 Holm 校正。还需的图像数按 Connor（1987）估计，显著性 5 %，功效 80 %。",
    },
    Term {
        name: "现任与挑战者",
        formula: "E(b, c) = B(b + ½, c + ½) / B(½, ½) · 2^(b + c) ≥ 20",
        meaning: "两个模型回答相同的图像：b 张仅服务中的模型答对，c 张仅挑战者答对，每张图像只计一次。E 是 Jeffreys 混合与公平硬币的似然之比，是一个鞅：无论查看多少次，同样好的模型之间至多二十场中有一场会达到 20（Ville 1939，Robbins 1970）。挑战者所占比例 c/(b + c) 的区间在任何时刻同时成立：满足 B(b + ½, c + ½) / B(½, ½) < 20 θ^c (1 − θ)^b 的 θ。",
    },
    Term {
        name: "平滑曲线",
        formula: "s_t = 0.6 s_{t−1} + 0.4 x_t，显示 s_t / (1 − 0.6^t)",
        meaning: "原始曲线以浅色留在后面。",
    },
    Term {
        name: "学习率调度",
        formula: "阶梯：η、η/10、η/100 · 余弦：½ η (1 + cos(π t / N)) · 单周期：η/25 → η → η/250000",
        meaning: "N 步中第 t 步的学习率，η 为所设的值。阶梯：过半后为十分之一，过四分之三后为百分之一。单周期：前 30 % 的步沿半个余弦上升，其余沿半个余弦下降；动量不变。",
    },
    Term {
        name: "预热",
        formula: "η (t + 1) / W，t < W",
        meaning: "最初的 W 步（所设比例）均匀升到学习率，其余的步归调度。单周期自带预热。",
    },
    Term {
        name: "梯度裁剪",
        formula: "g · min(1, c / (‖g‖₂ + 10⁻⁶))",
        meaning: "‖g‖₂ 是一步的全部梯度作为一个向量的长度。超过 c 时按比例缩短到 c，方向不变。",
    },
    Term {
        name: "建议的学习率",
        formula: "argmax −Δs / Δ ln η",
        meaning: "来自范围测试：从初始权重开始，学习率在 100 个批次中从 0.000001 升到 1，直到平滑损失 s（β = 0.98）达到其最低值的四倍。建议 s 下降最快处的值（两位数字），前十步和后五步不计。",
    },
    Term {
        name: "拟合诊断",
        formula: "L̂ = 损失 / ln K，差距 = L̂_验证 − L̂_训练",
        meaning: "由相对损失、斜率和差距的区间判断过拟合与欠拟合；每个结论都附自己的数字。",
    },
    Term {
        name: "延迟 p50、p90、p95、p99",
        formula: "使占比 q 的耗时 ≤ t 的最小 t",
        meaning: "取自三位有效数字的 HDR 直方图。区间取秩 n q ± 1.96 √(n q (1 − q))。只含预热后的回答；少于 500 次时 p99 为灰色。百分位数从不平均。",
    },
    Term { name: "冷启动", formula: "", meaning: "新模型的第一次回答。" },
    Term {
        name: "时钟刻度、重复计时",
        formula: "N 次回答的时间 / N",
        meaning: "浏览器会把时钟变粗。短于 20 个刻度的回答每 N 次一起计时再平均。",
    },
    Term {
        name: "吞吐量",
        formula: "图像数 / 秒",
        meaning: "训练时按轮计算；监控时按窗口计算；每批 64 张单独测量。",
    },
    Term {
        name: "响应时间",
        formula: "等待 + 处理",
        meaning: "从图像应到之时到得到回答，慢的模型不能躲在队列后面。",
    },
    Term {
        name: "速度随时间的变化",
        formula: "",
        meaning: "等长的时段，起初为一秒，超过 120 段时两两合并：整条图像流始终可见。合并的是两位有效数字的直方图，百分位数从不取平均。热图每倍频程两带；每段按自己回答的占比着色。",
    },
    Term {
        name: "目标、误差预算",
        formula: "已用 = (迟到 / 回答) / (1 − q)",
        meaning: "比例 q 的回答须在若干毫秒内完成，从该回答时算起；允许 1 − q 迟到。自承诺之时起计数。",
    },
    Term {
        name: "消耗速率",
        formula: "(窗口内迟到比例) / (1 − q)",
        meaning: "1× 表示预算恰好够用一个周期。同一对的长、短窗口都超过界限且至少迟到 5 次，才算过快。取《SRE Workbook》为 30 天定的几对，缩放到所设周期：1/720 超过 14.4×，1/120 超过 6×，1/10 超过 1×；短窗口为其十二分之一。",
    },
    Term {
        name: "PSI、Jensen–Shannon、Wasserstein",
        formula: "PSI = Σ (q − p) ln(q / p)",
        meaning: "列在检验旁边，不用于判定。PSI 用参考的十个分位箱，界限为 (1/n + 1/m) 乘以 χ² 的 99 % 分位数。Jensen–Shannon 距离以 2 为底。Wasserstein-1 除以参考的标准差。",
    },
    Term {
        name: "新奇度",
        formula: "特征到第五近者的距离",
        meaning: "特征是最后一层所见。不像任何类别：比参考中约百分之一以外的图像都远。没有提示不等于没有问题：类别少的模型可能看不出特别之处。",
    },
    Term {
        name: "MMD²、域分类器",
        formula: "E k(x, x′) + E k(y, y′) − 2 E k(x, y)",
        meaning: "一次看全部特征，窗口对参考。MMD²：高斯核，宽度取中位数，p 由 200 次打乱得出。分类器用一半拟合，在另一半上求 AUC：0.5 为分不开。",
    },
    Term {
        name: "参考、窗口", formula: "", meaning: "留出的测试集；图像流中最近的 m 张（默认 100）。"
    },
    Term {
        name: "KS 统计量",
        formula: "max |F_窗口 − F_参考|",
        meaning: "两条累积分布的最大差距，0 到 1；双样本检验。",
    },
    Term {
        name: "χ²", formula: "Σ (O − E)² / E", meaning: "用于预测类别；有标签时也用于正确与错误的回答。"
    },
    Term {
        name: "校正后的 p",
        formula: "Holm",
        meaning: "偶然出现这么大差异的可能性，已按同时观察全部信号校正。",
    },
    Term {
        name: "偏移",
        formula: "(均值_窗口 − 均值_参考) / 标准差_参考",
        meaning: "以参考的标准差为单位；参考不变化时为“无”。",
    },
    Term {
        name: "平稳、留意、警报", formula: "", meaning: "连续两次异常升级，连续三次正常降级。"
    },
    Term {
        name: "亮度、对比度",
        formula: "0.299 R + 0.587 G + 0.114 B 的均值与标准差",
        meaning: "以全白为 1。",
    },
    Term {
        name: "红、绿、蓝占比", formula: "c / (R + G + B) 的均值", meaning: "对像素平均；黑色像素计 0。"
    },
    Term {
        name: "清晰度", formula: "拉普拉斯的方差", meaning: "灰度 0…255。低：模糊，或画面单一。"
    },
    Term { name: "面积、长宽比", formula: "w h · h / w", meaning: "图像到来时的大小。" },
    Term {
        name: "摘要",
        formula: "FNV-1a，64 位",
        meaning: "历史、权重或数据集的比特摘要：摘要相同，内容逐位相同。",
    },
    Term {
        name: "所看的轮次",
        formula: "",
        meaning: "每轮结束时的权重，页面打开期间在内存中最多保留 64 MB。超过后每隔一个去掉一个；第一轮、最佳轮和最后一轮始终保留。滑块旁的每个分数都属于该轮的模型，并注明轮次。",
    },
    Term {
        name: "最佳轮次",
        formula: "验证损失最小",
        meaning: "相同时取最先的一轮，不计第 0 轮；没有验证图像时按训练损失。",
    },
    Term {
        name: "数据地图：置信",
        formula: "μ = (1/E) Σ p_e(y)",
        meaning: "图像自身标签的概率在第 1 至 E 轮的均值，每轮结束时在全部验证图像和最多 1,000 张（始终相同的）训练图像上测得。",
    },
    Term {
        name: "数据地图：波动",
        formula: "σ = √((1/E) Σ (p_e(y) − μ)²)",
        meaning: "该概率变动的大小，0 到 ½。轮数少时主要来自最初的几步。",
    },
    Term {
        name: "数据地图：正确的比例",
        formula: "ŷ = y 的轮数 / E",
        meaning: "论文（Swayamdipta 等，2020）称之为正确性。",
    },
    Term {
        name: "容易、含糊、困难",
        formula: "μ ≥ 0.8 且 σ < 0.15 · σ ≥ 0.2 · μ ≤ 0.35 且 σ < 0.2",
        meaning: "使用固定的界限，论文则按名次取三分之一：一个数据集可以没有困难的图像。标错的图像聚集在困难之中，同处的还有模型分不清的图像。文章的模型把握从不超过 73 %：它没有容易的图像。",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_explain_the_same_numbers() {
        assert_eq!(EN.len(), ZH.len());
        for (english, chinese) in EN.iter().zip(ZH) {
            assert_eq!(english.formula.is_empty(), chinese.formula.is_empty(), "{}", english.name);
        }
    }
}
