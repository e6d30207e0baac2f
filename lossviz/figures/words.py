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
}


def words(lang: str) -> dict[str, str]:
    """The words in this language of the site."""
    return {key: with_terms(said[lang], lang) for key, said in WORDS.items()}
