"""Numbers → plain records (NumPy) → Plotly figures, for notebooks and for the stage's export."""

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
    "embedding_record",
    "figures_of_run",
    "input_record",
    "plot_embedding",
    "plot_history",
    "plot_input",
    "plot_target_logit",
    "target_logit_record",
]


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
