"""The few words in a figure, in both languages of the site."""

WORDS: dict[str, tuple[str, str]] = {
    "embedding": ("Embedding at step {step}", "第 {step} 步的嵌入"),
    "target_logit": ("Target logit and the angles it acts on", "目标 logit 与它所作用的角度"),
    "history": ("Loss and accuracy over the steps", "损失与准确率随步数的变化"),
    "theta": ("angle θ to the class vector (°)", "与类向量的夹角 θ（°）"),
    "psi": ("target logit ψ(θ)", "目标 logit ψ(θ)"),
    "own": ("own class θ_y", "所属类 θ_y"),
    "rival": ("nearest rival", "最近的对手"),
    "points": ("points", "点数"),
    "step": ("step", "步"),
    "loss": ("loss", "损失"),
    "accuracy": ("accuracy", "准确率"),
    "train": ("training points", "训练点"),
    "test": ("test points", "测试点"),
    "region": ("region of {name} under the margin", "{name} 在间隔下的区域"),
    "boundary": ("boundary at inference", "推理时的边界"),
}


def words(lang: str) -> dict[str, str]:
    """The words in "en" or "zh"."""
    place = ("en", "zh").index(lang)
    return {key: pair[place] for key, pair in WORDS.items()}
