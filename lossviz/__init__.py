"""lossviz: train tiny embeddings under softmax-family losses and see what s and m do.

>>> import lossviz
>>> run = lossviz.train(lossviz.Settings(loss="arcface", s=16.0, m=0.3))
>>> lossviz.figures.plot_embedding(run).show()
"""

from importlib import import_module
from typing import Any

from lossviz import derivations, geometry, losses, metrics, theory
from lossviz.settings import Settings
from lossviz.training import Run, sweep, train

__all__ = [
    "Run",
    "Settings",
    "derivations",
    "figures",
    "geometry",
    "losses",
    "metrics",
    "show",
    "show_scene",
    "sweep",
    "theory",
    "train",
]


def __getattr__(name: str) -> Any:
    """`figures`, `show`, `show_scene`, when first asked for: who trains alone needs no pictures."""
    if name == "figures":
        return import_module("lossviz.figures")
    if name in ("show", "show_scene"):
        return getattr(import_module("lossviz.alone.shown"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
