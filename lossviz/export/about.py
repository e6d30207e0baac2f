"""What stands beside the numbers of a run: its settings, units, and whether it stopped early."""

import json

from lossviz import losses
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.words.locale import DEFAULT, say_in


def readme(run: Run, lang: str = DEFAULT) -> str:
    """What a file of a run has to say of itself, in words."""
    settings = run.settings
    said = [
        say_in(lang, "export.what", loss=say_in(lang, f"losses.{settings.loss}.title")),
        say_in(lang, "export.link", query=settings.to_query() or say_in(lang, "export.defaults")),
        say_in(lang, "export.settings", settings=settings_text(settings)),
        say_in(lang, "export.snapshots", count=len(run.steps), steps=settings.steps),
    ]
    if run.stopped is not None:
        said.append(say_in(lang, "export.stopped", step=run.stopped.step))
    units = ("embedding", "angle", "bias", "prediction", "labels", "accuracy", "nan")
    return "\n".join([*said, "", *(say_in(lang, f"export.{unit}") for unit in units), ""])


def settings_text(settings: Settings) -> str:
    """All settings, by name, as JSON."""
    return json.dumps(settings.model_dump(), ensure_ascii=False)


def file_name(settings: Settings, ending: str) -> str:
    """A name by which the file is known again: "lossviz-digits-arcface-s16-m0.3.npz"."""
    loss = losses.get(settings.loss)
    chosen = [f"{p.key}{getattr(settings, p.key):g}" for p in loss.parameters]
    return "-".join(["lossviz", settings.dataset, settings.loss, *chosen]) + f".{ending}"
