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
}


def words(lang: str) -> dict[str, str]:
    """The words in "en" or "zh"."""
    place = ("en", "zh").index(lang)
    return {key: with_terms(pair[place], lang) for key, pair in WORDS.items()}
