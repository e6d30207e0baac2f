"""The few words in a figure, in each language of the site; `{=term}` is one of the glossary."""

from collections.abc import Mapping

from lossviz.glossary import with_terms

WORDS: Mapping[str, Mapping[str, str]] = {
    "embedding": {
        "en": "{=Feature}s at step {step}",
        "zh": "第 {step} 步的{=feature}",
    },
    "target_logit": {
        "en": "{=Target_logit} and the angles it acts on",
        "zh": "{=target_logit}与它所作用的角度",
    },
    "history": {
        "en": "{=Loss} and {=accuracy} over the steps",
        "zh": "{=loss}与{=accuracy}随{=step}的变化",
    },
    "theta": {
        "en": "angle θ to the {=class_vector} (°)",
        "zh": "与{=class_vector}的夹角 θ（°）",
    },
    "psi": {
        "en": "{=target_logit} ψ(θ)",
        "zh": "{=target_logit} ψ(θ)",
    },
    "own": {
        "en": "{=target_class} θ_y",
        "zh": "{=target_class} θ_y",
    },
    "rival": {
        "en": "nearest {=rival}",
        "zh": "最近的{=rival}",
    },
    "points": {
        "en": "{=sample}s",
        "zh": "{=sample}数",
    },
    "step": {
        "en": "{=step}",
        "zh": "{=step}",
    },
    "loss": {
        "en": "{=loss}",
        "zh": "{=loss}",
    },
    "accuracy": {
        "en": "{=accuracy}",
        "zh": "{=accuracy}",
    },
    "train": {
        "en": "{=training_sample}s",
        "zh": "{=training_sample}",
    },
    "test": {
        "en": "{=test_sample}s",
        "zh": "{=test_sample}",
    },
    "region": {
        "en": "{=region} of {name} under the {=margin}",
        "zh": "{name} 在{=margin}下的{=region}",
    },
    "boundary": {
        "en": "{=decision_boundary}",
        "zh": "{=decision_boundary}",
    },
    "input": {
        "en": "The plane of the inputs at step {step}",
        "zh": "第 {step} 步的输入平面",
    },
    "input_slice": {
        "en": "A slice of the inputs at step {step}, with {share} of their variance",
        "zh": "第 {step} 步的输入空间切面，占方差的 {share}",
    },
    "input_factor": {
        "en": "{name} × {factor}",
        "zh": "{name} × {factor}",
    },
    "input_standardised": {
        "en": "{name}, standardised",
        "zh": "{name}（标准化）",
    },
    "input_direction": {
        "en": "principal direction {number} ({share})",
        "zh": "第 {number} 主方向（{share}）",
    },
    "input_edge": {
        "en": "{=edge} of the {=region} of {name}",
        "zh": "{name} 的{=region}的{=edge}",
    },
    "no_plane_free": {
        "en": "Free points have no inputs: there is no plane to show.",
        "zh": "自由点没有输入，没有平面可画。",
    },
    "no_plane_single": {
        "en": "These data have one input only, {names}: there is no plane to show.",
        "zh": "这份数据只有一个输入 {names}，没有平面可画。",
    },
    "no_plane_constant": {
        "en": "In all {=training_sample}s {names} has the same value: there is no plane to show.",
        "zh": "在全部{=training_sample}中 {names} 只取一个值，没有平面可画。",
    },
    "no_plane_line": {
        "en": "The inputs of all {=training_sample}s lie on one line: there is no plane to show.",
        "zh": "全部{=training_sample}的输入都在一条直线上，没有平面可画。",
    },
    "no_plane_empty": {
        "en": "The {=loss} was not finite from the start: there is nothing to show.",
        "zh": "从第一步起{=loss}就不是有限数，没有内容可画。",
    },
}


def words(lang: str) -> dict[str, str]:
    """The words in this language of the site."""
    return {key: with_terms(said[lang], lang) for key, said in WORDS.items()}
