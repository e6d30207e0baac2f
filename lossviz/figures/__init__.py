"""Numbers → plain records (NumPy) → Plotly figures, for notebooks and for the stage's export.

>>> plot_embedding(run)
>>> plot_scene("angular", "boundaries", "round", duel="arcface", T=70)
"""

from importlib import import_module
from typing import Any

import plotly.graph_objects as go

from lossviz.figures.curves import (
    TargetLogitRecord,
    plot_history,
    plot_target_logit,
    target_logit_record,
)
from lossviz.figures.embedding import EmbeddingRecord, embedding_record, plot_embedding
from lossviz.figures.input import InputRecord, input_record, plot_input
from lossviz.training import Run

__all__ = [
    "EmbeddingRecord",
    "InputRecord",
    "TargetLogitRecord",
    "describe_scene",
    "embedding_record",
    "figures_of_run",
    "input_record",
    "plot_embedding",
    "plot_history",
    "plot_input",
    "plot_scene",
    "plot_target_logit",
    "scene_pictures",
    "target_logit_record",
]

# what is gathered here for notebooks stands on the lessons, which stand on this
GALLERY = ("describe_scene", "plot_scene", "scene_pictures")


def __getattr__(name: str) -> Any:
    """The pictures of the lessons, when first asked for: who plots a run needs no lessons."""
    if name in GALLERY:
        return getattr(import_module("lossviz.gallery"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def figures_of_run(run: Run, step: int, view: str, lang: str) -> list[tuple[str, go.Figure]]:
    """The three pictures of the stage at a step, each with its title."""
    first = (
        plot_input(run, step, lang) if view == "input" else plot_embedding(run, step, view, lang)
    )
    drawn = (
        first,
        plot_target_logit(run, step, lang),
        plot_history(run, lang),
    )
    return [(figure.layout.title.text, figure) for figure in drawn]
