"""Plotly figures for notebooks: of runs, and of every picture of the lessons.

>>> plot_embedding(run)
>>> plot_scene("angular", "boundaries", "round", duel="arcface", T=70)

They stand in `lossviz.gallery`, above all that they show; here they are found.
"""

from importlib import import_module
from typing import Any

__all__ = [
    "describe_run",
    "describe_scene",
    "plot_embedding",
    "plot_history",
    "plot_input",
    "plot_scene",
    "plot_target_logit",
    "scene_pictures",
]


def __getattr__(name: str) -> Any:
    """A figure, when first asked for."""
    if name in __all__:
        return getattr(import_module("lossviz.gallery"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
