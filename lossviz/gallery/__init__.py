"""Pictures for notebooks and for "Zoom & export": of trained runs, and of every lesson's scenes.

A picture is its record with words put in, and the arrays that it reads: the page, its export and
notebooks have the same ones.
"""

from lossviz.gallery.runs import (
    describe_run,
    figure_of_run,
    plot_embedding,
    plot_history,
    plot_input,
    plot_target_logit,
)
from lossviz.gallery.scenes import describe_scene, plot_scene, scene_pictures

__all__ = [
    "describe_run",
    "describe_scene",
    "figure_of_run",
    "plot_embedding",
    "plot_history",
    "plot_input",
    "plot_scene",
    "plot_target_logit",
    "scene_pictures",
]
