"""The settings of a run in a few words: its data, its network, its training."""

from lossviz.data import DATASETS
from lossviz.settings import Settings
from lossviz.upload import recall
from lossviz.words import say_in


def data(settings: Settings, lang: str) -> str:
    """The data set and the number of classes."""
    name = say_in(lang, f"controls.datasets.{settings.dataset}")
    return say_in(lang, "controls.summary.data", name=name, n=settings.classes)


def network(settings: Settings, lang: str) -> str:
    """Inputs, hidden layers, dimension, in a few characters."""
    if settings.encoder == "free":
        return say_in(lang, "controls.summary.free", dim=settings.dim)
    hidden = "→".join([str(settings.width)] * settings.depth)
    sizes = {"inputs": _inputs(settings), "hidden": hidden, "dim": settings.dim}
    return say_in(lang, f"controls.summary.{settings.encoder}", **sizes)


def training(settings: Settings, lang: str) -> str:
    """The optimiser and the number of steps."""
    optimizer = say_in(lang, f"controls.optimizers.{settings.optimizer}")
    return say_in(lang, "controls.summary.training", optimizer=optimizer, steps=settings.steps)


def _inputs(settings: Settings) -> int:
    if settings.dataset == "upload":
        return len(recall(settings.upload).feature_names)
    return DATASETS[settings.dataset].features
