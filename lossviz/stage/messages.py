"""Sentences the server puts into a track, in the page's language."""

from lossviz import losses
from lossviz.settings import Settings
from lossviz.stage.formats import number
from lossviz.training.run import NonFinite
from lossviz.words import say_in


def stopped_text(settings: Settings, stopped: NonFinite, lang: str) -> str:
    """Where a run met NaN or ∞, under which loss and setting, and what usually cures it."""
    loss = losses.get(settings.loss)
    values = [f"{p.symbol} = {number(getattr(settings, p.key))}" for p in loss.parameters]
    shown = [*values, f"{say_in(lang, 'training.rate')} = {number(settings.lr)}"]
    if settings.loss in ("l_softmax", "sphereface") or loss.family == "raw":
        cure = "unbounded"
    else:
        cure = "bounded"
    return say_in(
        lang,
        "training.stopped",
        step=stopped.step,
        loss=say_in(lang, f"losses.{loss.key}.title"),
        values=", ".join(shown),
        cure=say_in(lang, f"training.cure.{cure}"),
    )
