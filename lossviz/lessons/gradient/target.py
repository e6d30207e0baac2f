"""The target y among the scores, and the rival that the lines work through."""

import numpy as np

from lossviz.scenes.scene import Env, Values

CLASSES = tuple("123456")


def index(v: Values, key: str) -> int:
    """The class that a choice names, counted from 0."""
    return int(v[key]) - 1


def rival(v: Values) -> int:
    """The rival that is worked through: the class after the target."""
    return (index(v, "y") + 1) % v["z"].shape[1]


def own_class(v: Values) -> np.ndarray:
    """The one-hot target [C]."""
    return np.eye(v["z"].shape[1])[index(v, "y")]


def target_and_rival(v: Values) -> Env:
    """What the lines of the chain rule take: scores z [F, C], the target y, the rival i."""
    frames = len(v["z"])
    return {"z": v["z"], "y": np.full(frames, index(v, "y")), "i": np.full(frames, rival(v))}
