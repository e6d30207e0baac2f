"""lossviz: train tiny embeddings under softmax-family losses and see what s and m do.

>>> import lossviz
>>> run = lossviz.train(lossviz.Settings(loss="arcface", s=16.0, m=0.3))
>>> lossviz.figures.plot_embedding(run).show()
"""

from lossviz import derivations, figures, geometry, losses, metrics, theory
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
    "sweep",
    "theory",
    "train",
]
