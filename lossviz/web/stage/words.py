"""Every word the stage shows, in English and Simplified Chinese.

`js/` holds no words: it looks these keys up in `data.text`. {names} are filled in the browser.
"""

WORDS: dict[str, tuple[str, str]] = {
    # the large picture
    "loading": ("Training the first run …", "正在训练第一次运行……"),
    "view": ("View", "视图"),
    "view_unit": ("Unit circle", "单位圆"),
    "view_sphere": ("Unit sphere", "单位球"),
    "view_raw": ("Raw features", "原始特征"),
    "show": ("Points", "样本点"),
    "show_train": ("train", "训练"),
    "show_test": ("test", "测试"),
    "show_both": ("both", "全部"),
    "legend_region": ("region", "区域"),
    "legend_margin": ("margin", "间隔带"),
    "legend_boundary": ("inference boundary", "推理边界"),
    "legend_wrong": ("wrong", "分错"),
    "legend_test": ("test point", "测试点"),
    "no_region": ("∅ no region: {names}", "∅ 无区域：{names}"),
    "no_region_count": (
        "∅ no region: {count} of {total} classes",
        "∅ 无区域：{total} 类中的 {count} 类",
    ),
    "picture_2d": (
        "Embedding: points, class regions and class vectors. Arrow keys go from point to point, "
        "Escape lets go. In the raw view plus and minus zoom.",
        "嵌入图：样本点、类别区域和类别向量。方向键逐点移动，Esc 取消。"
        "原始特征视图中用加减号缩放。",
    ),
    "picture_3d": (
        "Embedding on the sphere. Arrow keys turn it, Page Up and Page Down go from point to "
        "point, Home turns it back.",
        "球面上的嵌入图。方向键转动，Page Up 和 Page Down 逐点移动，Home 复位。",
    ),
    "home_hint": (
        "Drag the margin and watch the clusters tighten. Every picture is a trained network.",
        "拖动间隔，看各类如何收紧。每一幅图都是训练好的网络。",
    ),
    # the curves
    "psi_title": ("Target logit ψ(θ)", "目标 logit ψ(θ)"),
    "angles_title": ("Angles to the vectors", "与类别向量的夹角"),
    "psi_about": (
        "Target logit over the angle, with histograms of the angle to the own class and to the "
        "nearest rival",
        "目标 logit 随角度的变化，以及与本类、最近他类夹角的直方图",
    ),
    "own": ("own class", "本类"),
    "rival": ("nearest rival", "最近他类"),
    "loss": ("loss", "损失"),
    "accuracy": ("accuracy", "准确率"),
    "history_about": ("Loss and accuracy over the training steps", "损失和准确率随训练步数的变化"),
    # the numbers
    "number_loss": ("loss", "损失"),
    "number_accuracy": ("accuracy", "准确率"),
    "number_margin": ("with margin", "含间隔"),
    "number_theta": ("mean θ", "平均 θ"),
    "number_least": ("least angle", "最小夹角"),
    "number_widest": ("widest class", "最宽的类"),
    "sub_loss": ("mean, train", "训练均值"),
    "sub_test": ("test {value}", "测试 {value}"),
    "sub_theta": ("own class", "与本类"),
    "sub_least": ("{a} and {b}", "{a} 与 {b}"),
    "sub_widest": ("class {name}", "类别 {name}"),
    # the sliders
    "step": ("step", "步数"),
    "step_value": ("{step} / {last}", "{step} / {last}"),
    "step_aria": ("step {step} of {last}", "第 {step} 步，共 {last} 步"),
    "play": ("Play", "播放"),
    "pause": ("Pause", "暂停"),
    "rewind": ("Back to the start", "回到开头"),
    "speed": ("Speed", "速度"),
    "filling": ("filling in {done}/{total}", "补全中 {done}/{total}"),
    "sweep_stopped": (
        "This run stopped at step {step}: its loss was no longer finite.",
        "此处的训练在第 {step} 步中止：损失不再有限。",
    ),
    # work and trouble
    "training": ("Training", "训练中"),
    "training_share": ("Training {percent} %", "训练中 {percent} %"),
    "cancel": ("Cancel", "取消"),
    "cancelled": ("Cancelled. What was trained so far stays.", "已取消，已训练的部分仍保留。"),
    "train_again": ("Train again", "重新训练"),
    "stopped": ("The training stopped.", "训练中止。"),
    "offline": (
        "No connection to the server. Trying again in {seconds} s.",
        "无法连接服务器，{seconds} 秒后重试。",
    ),
    "try_now": ("Try now", "立即重试"),
    "refused": ("The server refused this setting ({status}).", "服务器拒绝了此设置（{status}）。"),
    # one point
    "tip_class": ("class {name}", "类别 {name}"),
    "tip_train": ("training point", "训练样本"),
    "tip_test": ("test point", "测试样本"),
    "tip_predicted": ("taken for {name}", "被认作 {name}"),
    "tip_really": ("label changed, really {name}", "标签被改动，实为 {name}"),
    "tip_column_class": ("class", "类别"),
    "tip_score": ("score", "得分"),
    "tip_angle": ("angle", "角度"),
    "tip_p": ("p", "概率"),
    # full screen, figures
    "export": ("Zoom & export", "缩放与导出"),
    "present": ("Present", "演示"),
    "present_end": ("End", "退出"),
    "close": ("Close", "关闭"),
    "figures_loading": ("Loading the figures …", "正在加载图形……"),
    "figures_failed": ("The figures could not be loaded.", "图形加载失败。"),
}
