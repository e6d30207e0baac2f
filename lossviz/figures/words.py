"""The few words in a figure, in both languages of the site; `{=term}` is one of the glossary."""

from lossviz.glossary import with_terms

WORDS: dict[str, tuple[str, str]] = {
    "embedding": ("{=Feature}s at step {step}", "第 {step} 步的{=feature}"),
    "target_logit": (
        "{=Target_logit} and the angles it acts on",
        "{=target_logit}与它所作用的角度",
    ),
    "history": ("{=Loss} and {=accuracy} over the steps", "{=loss}与{=accuracy}随{=step}的变化"),
    "theta": ("angle θ to the {=class_vector} (°)", "与{=class_vector}的夹角 θ（°）"),
    "psi": ("{=target_logit} ψ(θ)", "{=target_logit} ψ(θ)"),
    "own": ("{=target_class} θ_y", "{=target_class} θ_y"),
    "rival": ("nearest {=rival}", "最近的{=rival}"),
    "points": ("{=sample}s", "{=sample}数"),
    "step": ("{=step}", "{=step}"),
    "loss": ("{=loss}", "{=loss}"),
    "accuracy": ("{=accuracy}", "{=accuracy}"),
    "train": ("{=training_sample}s", "{=training_sample}"),
    "test": ("{=test_sample}s", "{=test_sample}"),
    "region": ("{=region} of {name} under the {=margin}", "{name} 在{=margin}下的{=region}"),
    "boundary": ("{=decision_boundary}", "{=decision_boundary}"),
    "input": ("The plane of the inputs at step {step}", "第 {step} 步的输入平面"),
    "input_slice": (
        "A slice of the inputs at step {step}, with {share} of their variance",
        "第 {step} 步的输入空间切面，占方差的 {share}",
    ),
    "input_factor": ("{name} × {factor}", "{name} × {factor}"),
    "input_standardised": ("{name}, standardised", "{name}（标准化）"),
    "input_direction": (
        "principal direction {number} ({share})",
        "第 {number} 主方向（{share}）",
    ),
    "input_edge": ("{=edge} of the {=region} of {name}", "{name} 的{=region}的{=edge}"),
    "no_plane_free": (
        "Free points have no inputs: there is no plane to show.",
        "自由点没有输入，没有平面可画。",
    ),
    "no_plane_single": (
        "These data have one input only, {names}: there is no plane to show.",
        "这份数据只有一个输入 {names}，没有平面可画。",
    ),
    "no_plane_constant": (
        "In all {=training_sample}s {names} has the same value: there is no plane to show.",
        "在全部{=training_sample}中 {names} 只取一个值，没有平面可画。",
    ),
    "no_plane_line": (
        "The inputs of all {=training_sample}s lie on one line: there is no plane to show.",
        "全部{=training_sample}的输入都在一条直线上，没有平面可画。",
    ),
    "no_plane_empty": (
        "The {=loss} was not finite from the start: there is nothing to show.",
        "从第一步起{=loss}就不是有限数，没有内容可画。",
    ),
}


def words(lang: str) -> dict[str, str]:
    """The words in "en" or "zh"."""
    place = ("en", "zh").index(lang)
    return {key: with_terms(pair[place], lang) for key, pair in WORDS.items()}
